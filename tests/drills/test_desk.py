import pytest
from tests.doubles import ScriptedEvaluator, persona_file, session_with
from tests.drills.samples import SOFT, Watch, a_round, attempt, item, items
from tests.strategies import grade_of

from leanin import __version__
from leanin.drills import book, desk
from leanin.drills.choice import Why
from leanin.drills.focus import WHOLE, Focus, Reached
from leanin.drills.items import DrillError
from leanin.drills.past import conversation_grades
from leanin.drills.wish import Wish
from leanin.errors import ModelFault
from leanin.rubric import Step
from leanin.session.engine import Session
from leanin.session.hints import HintKind
from leanin.session.opening import header
from leanin.settings import load_settings
from leanin.store.journal import JournalStore

NOT_YET = grade_of(1, 0, 2)


async def test_a_reply_is_graded_in_its_moment_and_kept_before_it_is_shown() -> None:
    evaluator, watch = ScriptedEvaluator(NOT_YET), Watch()
    practised = a_round(evaluator, watch=watch)
    choice = practised.next()
    watch.passed += 12.34
    given = await practised.answer("  I am\x07 young. ")
    assert book.history().attempts == (given,) == tuple(practised.attempts)
    assert (given.item, given.client, given.reply) == (choice.item.id, choice.item.client, "I am young.")
    assert (given.seconds, given.limit, given.number, given.place) == (12.3, None, 1, 1)
    assert (given.grade, given.reached, given.focus) == (NOT_YET, Reached.PARTLY, "whole")
    assert (given.evaluator, given.leanin_version) == ("scripted", __version__)
    (asked,) = evaluator.asked
    assert (asked.client, asked.concern, asked.therapist) == (
        choice.item.client,
        choice.item.concern,
        choice.item.therapist,
    )


async def test_tries_are_counted_until_the_next_statement() -> None:
    practised = a_round(ScriptedEvaluator(NOT_YET))
    practised.next()
    assert practised.last is None
    numbers = [(await practised.answer("Hm.")).number for _ in range(3)]
    practised.next()
    assert numbers == [1, 2, 3] and practised.tries == [] and practised.place == 2
    assert (await practised.answer("Hm.")).number == 1


async def test_hints_are_kept_with_the_try_and_begin_anew_with_the_next_statement() -> None:
    practised = a_round(ScriptedEvaluator(NOT_YET))
    practised.next()
    assert practised.hint() is not None
    assert len(practised.show().examples) == 2
    assert (await practised.answer("Hm.")).hints == (HintKind.STEP, HintKind.SHOWN)
    given = [practised.hint(), practised.hint(), practised.hint()]
    assert given[2] is None and [nudge.kind for nudge in practised.nudges] == ["step", "concern", "beginning"]
    practised.next()
    assert practised.hints_taken == () == practised.nudges


async def test_a_hint_stays_as_it_was_given() -> None:
    practised = a_round(ScriptedEvaluator(grade_of(2, 2, 0)), Wish(focus=Focus(step=Step.RESPONSIBILITY)))
    practised.next()
    nudge = practised.hint()
    await practised.answer("I am young.")
    assert practised.nudges == (nudge,)


async def test_to_be_shown_nothing_is_no_hint() -> None:
    practised = a_round(of=[item(0, examples=())])
    practised.next()
    assert practised.show().examples == ()
    assert (await practised.answer("Hm.")).hints == ()


async def test_the_clock_runs_for_the_first_try_and_stands_when_it_is_told_to() -> None:
    watch = Watch()
    practised = a_round(ScriptedEvaluator(NOT_YET), Wish(focus=WHOLE, limit=60), watch)
    practised.next()
    watch.passed += 20
    assert practised.left() == 40
    practised.stop_clock()
    watch.passed += 500
    practised.stop_clock()
    assert practised.left() == 40
    practised.go_on_with_clock()
    practised.go_on_with_clock()
    watch.passed += 50
    assert practised.left() == 0
    late = await practised.answer("")
    assert (late.reply, late.seconds, late.limit, late.time_was_up) == (desk.SILENCE, 70.0, 60, True)
    assert practised.left() is None
    again = await practised.answer("I am young.")
    assert (again.limit, again.time_was_up) == (None, False)
    practised.next()
    assert practised.left() == 60


async def test_where_no_grade_can_be_had_nothing_happened_and_the_clock_goes_on() -> None:
    watch = Watch()
    practised = a_round(ScriptedEvaluator(ModelFault("It is gone.")), Wish(focus=WHOLE, limit=60), watch)
    practised.next()
    with pytest.raises(ModelFault):
        await practised.answer("I am young.")
    watch.passed += 5
    assert practised.attempts == [] and book.history().attempts == ()
    assert practised.left() == 55


async def test_a_try_that_cant_be_kept_isnt_there() -> None:
    practised = a_round()
    practised.next()
    book.drills_dir().parent.mkdir(parents=True, exist_ok=True)
    book.drills_dir().write_text("a file")
    with pytest.raises(DrillError):
        await practised.answer("I am young.")
    assert practised.attempts == []


def test_a_statement_that_was_passed_over_isnt_the_next_one() -> None:
    practised = a_round(of=items(2))
    ids = [practised.next().item.id for _ in range(4)]
    assert ids in (["i0", "i1", "i0", "i1"], ["i1", "i0", "i1", "i0"])


def test_a_round_is_as_long_as_was_wished() -> None:
    practised = a_round()
    for _ in range(3):
        assert practised.has_next
        practised.next()
    assert not practised.has_next


def test_nothing_can_be_done_before_the_first_statement() -> None:
    with pytest.raises(DrillError, match="hasn't begun"):
        _ = a_round().current


def test_a_softened_client_gets_hints_of_their_own() -> None:
    practised = a_round(of=[SOFT], wish=Wish(focus=Focus(step=Step.REFLECTION)))
    practised.next()
    words = [nudge.words for _ in range(3) if (nudge := practised.hint())]
    assert "miss" in words[2] or "meant" in words[2]


async def test_what_was_practised_before_is_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "cast_evaluator", lambda part, settings: ScriptedEvaluator(NOT_YET))
    practised = desk.begin(Wish(focus=WHOLE), load_settings(seed=3))
    first = practised.next().item
    await practised.answer("But I have a degree.")
    await practised.close()
    assert [one.item for one in desk.begin(Wish(), load_settings()).earlier] == [first.id]
    later = a_round(of=[first, item(2)], earlier=[attempt(first, grade_of())])
    assert later.next().why is Why.NEW, "it was the last, so another comes first"


async def test_grades_of_the_journal_count() -> None:
    assert conversation_grades() == []
    cast = session_with(ScriptedEvaluator(NOT_YET))[0].cast
    with JournalStore() as store:
        session = Session(cast, store.begin())
        session.open(header(persona_file(), cast))
        await session.reply("I am young.")
    (found,) = conversation_grades()
    assert found.grade == NOT_YET
    assert desk.begin(Wish(), load_settings()).progress().sureness[Step.REFLECTION].grades == 1

"""Grading kept replies again: what is planned, what is kept, and that the first grades stay."""

import asyncio

import pytest
from tests.doubles import EMPTY, FULL, MemoryJournal, ScriptedEvaluator, persona_file, session_with
from tests.strategies import grade_of

from leanin import rubric
from leanin.errors import JournalError, ModelFault
from leanin.session.events import Regraded
from leanin.session.hearing import moments
from leanin.session.record import Record
from leanin.session.regrading import Mark, Plan, Ungraded, plan, regrade, runs

MARK = Mark.now(ScriptedEvaluator(), "ab" * 32)


async def kept_session(*replies: str) -> MemoryJournal:
    session, journal = session_with(ScriptedEvaluator(EMPTY))
    for reply in replies:
        await session.reply(reply)
    return journal


async def graded_again(journal: MemoryJournal, evaluator: ScriptedEvaluator, again: bool = False) -> list[Ungraded]:
    todo = plan(Record.of(journal.events), MARK, again=again)
    heard = moments(journal.events, persona_file().persona)
    return await regrade(todo, heard, evaluator, MARK, journal)


async def test_first_grades_and_all_that_came_of_them_stay() -> None:
    journal = await kept_session("One.", "Two.")
    before = Record.of(journal.events)
    await graded_again(journal, ScriptedEvaluator(FULL))
    record = Record.of(journal.events)
    assert [turn.grade for turn in record.turns] == [EMPTY, EMPTY]
    assert [turn.shown_grade for turn in record.turns] == [EMPTY, EMPTY]
    assert (record.states(), record.client_words) == (before.states(), before.client_words)
    assert [run.grades for run in runs(record)] == [{1: FULL, 2: FULL}]
    assert runs(before) == []


async def test_a_kept_regrading_says_by_what_means_it_was_made() -> None:
    journal = await kept_session("One.")
    await graded_again(journal, ScriptedEvaluator(FULL))
    (event,) = (event for event in journal.events if isinstance(event, Regraded))
    assert (event.by, event.prompt_hash, event.run) == ("scripted", "ab" * 32, 1)
    assert (event.rubric_version, event.rubric_hash) == (rubric.RUBRIC_VERSION, rubric.digest())
    assert Mark.of(event) == MARK


async def test_asked_again_it_does_what_is_missing() -> None:
    journal = await kept_session("One.", "Two.", "Three.")
    missing = await graded_again(journal, ScriptedEvaluator(FULL, ModelFault("Busy."), FULL))
    assert [(one.turn, one.fault.message) for one in missing] == [(2, "Busy.")]
    assert plan(Record.of(journal.events), MARK) == Plan(1, [2])
    evaluator = ScriptedEvaluator(grade_of(1))
    assert await graded_again(journal, evaluator) == []
    assert [moment.reply for moment in evaluator.asked] == ["Two."]
    (run,) = runs(Record.of(journal.events))
    assert run.grades == {1: FULL, 2: grade_of(1), 3: FULL}
    assert plan(Record.of(journal.events), MARK) == Plan(1, [])


async def test_with_again_a_new_regrading_stands_beside_the_old_and_is_the_one_to_finish() -> None:
    journal = await kept_session("One.", "Two.")
    await graded_again(journal, ScriptedEvaluator(FULL))
    await graded_again(journal, ScriptedEvaluator(ModelFault("Busy."), EMPTY), again=True)
    first, second = runs(Record.of(journal.events))
    assert (first.grades, second.grades) == ({1: FULL, 2: FULL}, {2: EMPTY})
    assert plan(Record.of(journal.events), MARK) == Plan(2, [1])


@pytest.mark.parametrize("change", ["by", "prompt_hash", "rubric_hash", "leanin_version"])
async def test_other_means_make_a_regrading_of_their_own(change: str) -> None:
    journal = await kept_session("One.")
    await graded_again(journal, ScriptedEvaluator(FULL))
    assert plan(Record.of(journal.events), MARK._replace(**{change: "other"})) == Plan(2, [1])


async def test_replies_that_were_taken_back_or_never_graded_are_graded_too() -> None:
    session, journal = session_with(ScriptedEvaluator(ModelFault("Down.")))
    await session.reply("One.")
    session.take_back()
    assert plan(Record.of(journal.events), MARK) == Plan(1, [1])
    await graded_again(journal, ScriptedEvaluator(FULL))
    (turn,) = Record.of(journal.events).attempts
    assert turn.grade is None and turn.grade_missing is not None
    assert [event.grade for event in turn.regradings] == [FULL]


async def test_what_was_graded_when_it_is_stopped_is_kept() -> None:
    journal = await kept_session("One.", "Two.")
    reached = asyncio.Event()

    class Slow(ScriptedEvaluator):
        async def grade(self, moment: object) -> rubric.Grade:
            if moment.reply == "Two.":  # type: ignore[attr-defined]
                reached.set()
                await asyncio.Event().wait()
            return FULL

    working = asyncio.create_task(graded_again(journal, Slow()))
    await reached.wait()
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert plan(Record.of(journal.events), MARK) == Plan(1, [2])


async def test_as_many_are_graded_at_once_as_was_said() -> None:
    journal = await kept_session("One.", "Two.", "Three.")
    evaluator = ScriptedEvaluator(FULL)
    evaluator.gate = asyncio.Event()
    done: list[None] = []
    heard = moments(journal.events, persona_file().persona)
    todo = plan(Record.of(journal.events), MARK)
    working = asyncio.create_task(
        regrade(todo, heard, evaluator, MARK, journal, at_once=2, progress=lambda: done.append(None))
    )
    for _ in range(5):
        await asyncio.sleep(0)
    assert (len(evaluator.asked), done) == (2, [])
    evaluator.gate.set()
    await working
    assert len(done) == 3


async def test_a_journal_that_is_full_is_an_error_and_leaves_nothing_running() -> None:
    journal = await kept_session("One.", "Two.")
    journal.full = True
    with pytest.raises(JournalError):
        await graded_again(journal, ScriptedEvaluator(FULL))
    assert asyncio.all_tasks() == {asyncio.current_task()}

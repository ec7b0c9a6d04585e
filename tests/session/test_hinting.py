import pytest
from tests.doubles import EMPTY, FULL, MemoryJournal, ScriptedEvaluator, persona_file, session_with
from tests.strategies import grade_of

from leanin.persona import PersonaFile
from leanin.persona_shelf import shelf
from leanin.rubric import STEP_TITLES, Step
from leanin.session.engine import NotNow, Session
from leanin.session.events import EVENTS, HintTaken
from leanin.session.hinting import feelings_in
from leanin.session.hints import Example, HintKind, Shown
from leanin.session.record import Record

OWN, SEE, ASK = (STEP_TITLES[step] for step in Step)
TWO = Shown((Example("How old are you, anyway?", "One."), Example("Else?", "Other.", "by another")), "Compare.")


async def test_three_nudges_and_no_more_each_kept_before_the_reply() -> None:
    session, journal = session_with()
    nudges = [session.hint() for _ in range(3)]
    assert [nudge.kind for nudge in nudges if nudge] == [HintKind.STEP, HintKind.CONCERN, HintKind.BEGINNING]
    assert session.hint() is None
    assert nudges[0] and OWN in nudges[0].words
    assert nudges[1] and "fear" in nudges[1].words and "persona's author" in nudges[1].words
    session.show(TWO)
    await session.reply("I am young.")
    kinds = [taken.kind for taken in session.record.turns[0].hints]
    assert kinds == list(HintKind) and session.record.hints_at(1) == ()
    kept = [EVENTS.validate_python(event.model_dump(mode="json", round_trip=True)) for event in journal.events]
    assert Record.of(kept).turns == session.record.turns
    assert session.record.hints[-1].words == ("One.", "Other.")


async def test_nothing_to_show_is_no_hint() -> None:
    session, _ = session_with()
    session.show(Shown((), "None."))
    assert session.record.hints == []


async def test_the_step_is_the_one_that_was_taken_least_far() -> None:
    session, _ = session_with(ScriptedEvaluator(grade_of(2, 1, 2), EMPTY))
    await session.reply("One.")
    nudge = session.hint()
    assert nudge and SEE in nudge.words, "by the replies before"
    await session.reply("Two.")
    session.take_back()
    await session.what_if(1, "Else.")
    beside = session.hint(beside=1)
    assert beside and OWN in beside.words, "by the last try at that moment"
    assert [taken.follows for taken in session.record.hints] == [1, 0]


async def test_without_grades_the_hint_lets_none_through() -> None:
    session, _ = session_with(ScriptedEvaluator(grade_of(2, 2, 0)))
    await session.reply("One.")
    nudge = session.hint(by_grades=False)
    assert nudge and OWN in nudge.words


async def test_a_softened_client_needs_nothing_owned() -> None:
    session, _ = session_with(ScriptedEvaluator(FULL))
    for turn in range(6):
        await session.reply(f"Reply {turn}.")
    assert session.record.stance == "open" or session.record.stance == "softening"
    nudge = session.hint()
    assert nudge and OWN not in nudge.words


async def test_there_is_no_hint_where_there_is_nothing_to_reply_to() -> None:
    session, _ = session_with()
    await session.reply("One.")
    session.end()
    with pytest.raises(NotNow, match="nothing to reply to"):
        session.hint()
    assert session.hint(beside=1), "another try at an earlier moment can still be helped"
    with pytest.raises(NotNow, match="no such reply"):
        session.hint(beside=9)


def test_a_hint_tells_nothing_of_any_shipped_story() -> None:
    """What a persona's own hint says beyond the shared sentences are bare feelings."""
    for file in shelf():
        assert isinstance(file, PersonaFile)
        felt = feelings_in(file.persona.emotions)
        assert 1 <= len(felt) <= 2, file.persona.id
        assert all(len(word.split()) == 1 for word in felt)
    assert feelings_in(["fear of losing the children", "missing Manny", "old guilt"]) == ["fear", "guilt"]


def test_an_old_journal_has_no_hints() -> None:
    session, journal = session_with()
    assert not any(isinstance(event, HintTaken) for event in journal.events)
    again = Session(session.cast, MemoryJournal(), Record.of(journal.events))
    assert again.record.hints == [] and persona_file().persona.emotions == ["fear"]

import asyncio

import pytest
from tests.doubles import (
    EMPTY,
    FULL,
    MemoryJournal,
    ScriptedEvaluator,
    ScriptedVoice,
    persona_file,
    session_with,
)
from tests.strategies import grade_of

from leanin.errors import JournalError, ModelFault
from leanin.persona import Therapist
from leanin.rubric import Trap
from leanin.session.engine import Cast, NotNow, Session
from leanin.session.events import (
    EVENTS,
    ClientSaid,
    ClientSpeaking,
    Coached,
    CoachMissing,
    Event,
    Graded,
    GradeMissing,
    Replied,
    StateReached,
    TakenBack,
    Unsaid,
)
from leanin.session.hearing import MOST_HEARD
from leanin.session.moments import Intervention, Lapse, Mending
from leanin.session.opening import resumption
from leanin.session.outcome import Outcome
from leanin.session.record import Record

DEFENCE = grade_of(0, 0, 0, Trap.DEFENDING)


def kinds(events: list[Event]) -> list[str]:
    return [event.event for event in events]


async def test_a_turn_is_kept_step_by_step_in_order() -> None:
    session, journal = session_with()
    await session.reply("You're right, I am young.")
    assert kinds(journal.events) == ["session", "opening", "state", "reply", "grade", "state", "client"]


async def test_listeners_hear_only_what_is_already_kept() -> None:
    session, journal = session_with(voice=ScriptedVoice(["One ", "two."]))
    heard: list[Event] = []

    def listen(event: Event) -> None:
        if not isinstance(event, ClientSpeaking):
            assert journal.events[-1] == event
        heard.append(event)

    session.listen(listen)
    await session.reply("Tell me more.")
    assert kinds(heard) == ["reply", "grade", "state", "client_part", "client_part", "client"]
    assert session.record.client_words == "One two."


async def test_the_client_is_told_how_it_now_stands() -> None:
    voice = ScriptedVoice()
    session, _ = session_with(ScriptedEvaluator(FULL), voice)
    await session.reply("You're right.")
    moment = voice.asked[0]
    assert moment.state.trust == 40
    assert moment.newly_disclosed
    assert moment.disclosed == 1
    assert moment.client == "How old are you, anyway?"
    assert moment.history == ()
    await session.reply("Go on.")
    assert voice.asked[1].history[0].reply == "You're right."
    assert voice.asked[1].client == "Words 1."


async def test_the_evaluator_is_told_concern_therapist_and_stance() -> None:
    evaluator = ScriptedEvaluator()
    session, _ = session_with(evaluator)
    await session.reply("Hm.")
    moment = evaluator.asked[0]
    assert "Len" in moment.concern
    assert isinstance(moment.therapist, Therapist)
    assert moment.stance is not None
    assert moment.stance.value == "confronting"


@pytest.mark.parametrize("nothing", ["", "   ", "\n\t", "\x00\x07"])
async def test_an_empty_reply_is_refused_and_keeps_nothing(nothing: str) -> None:
    session, journal = session_with()
    before = list(journal.events)
    with pytest.raises(NotNow, match="silence"):
        await session.reply(nothing)
    assert journal.events == before


async def test_silence_is_a_turn() -> None:
    session, _ = session_with(ScriptedEvaluator(EMPTY))
    await session.reply("(silence)")
    assert session.record.turns[0].reply == "(silence)"


async def test_a_very_long_reply_is_kept_whole_and_heard_in_part() -> None:
    evaluator = ScriptedEvaluator()
    session, _ = session_with(evaluator)
    await session.reply("word " * 4000)
    assert len(session.record.turns[0].reply) == 19_999
    assert len(evaluator.asked[0].reply) == MOST_HEARD


async def test_without_a_grade_the_client_answers_unmoved_and_the_grade_can_be_had_later() -> None:
    evaluator = ScriptedEvaluator(ModelFault("It is down."), FULL)
    voice = ScriptedVoice()
    session, journal = session_with(evaluator, voice)
    start = session.record.state
    await session.reply("You're right.")
    assert kinds(journal.events)[3:] == ["reply", "grade_missing", "client"]
    assert session.record.state == start
    assert voice.asked[0].grade is None
    await session.go_on()
    assert kinds(journal.events)[6:] == ["grade", "state"]
    assert session.record.now is not None
    assert session.record.now.trust == 40
    assert session.record.unfinished_turn is None


async def test_words_that_break_off_are_kept_and_can_be_asked_for_again() -> None:
    voice = ScriptedVoice(["I was going to ", ModelFault("The line went dead.")], ["I was going to say no."])
    session, journal = session_with(voice=voice)
    await session.reply("Tell me more.")
    broken = journal.events[-1]
    assert isinstance(broken, ClientSaid)
    assert not broken.complete
    assert broken.said == "I was going to"
    assert "line went dead" in broken.broke_off
    await session.go_on()
    assert session.record.turns[0].answered
    assert session.record.client_words == "I was going to say no."


async def test_what_the_guard_kept_from_being_said_is_kept_with_the_words() -> None:
    caught = Intervention(Lapse.TEXTBOOK_THANKS, Mending.CUT_SHORT, "I feel heard.")
    session, journal = session_with(voice=ScriptedVoice(["Go on.", caught]))
    await session.reply("Tell me more.")
    said = EVENTS.validate_json(EVENTS.dump_json(journal.events[-1]))
    assert isinstance(said, ClientSaid)
    assert (said.said, said.interventions) == ("Go on.", (caught,))
    assert Record.of(journal.events).interventions() == [caught]


async def test_stopping_the_words_keeps_what_arrived() -> None:
    voice = ScriptedVoice(["Half a ", "sentence."])
    voice.gate = asyncio.Event()
    session, journal = session_with(voice=voice)
    turn = asyncio.create_task(session.reply("Tell me more."))
    while not voice.asked or not isinstance(journal.events[-1], StateReached):
        await asyncio.sleep(0)
    await asyncio.sleep(0.01)
    session.stop()
    await turn
    assert not session.busy
    stopped = journal.events[-1]
    assert isinstance(stopped, ClientSaid)
    assert (stopped.said, stopped.complete) == ("Half a", False)


async def test_stopping_the_grading_leaves_a_turn_that_can_go_on() -> None:
    evaluator = ScriptedEvaluator()
    evaluator.gate = asyncio.Event()
    session, journal = session_with(evaluator)
    turn = asyncio.create_task(session.reply("Tell me more."))
    while not evaluator.asked:
        await asyncio.sleep(0)
    assert session.busy
    session.stop()
    await turn
    assert isinstance(journal.events[-1], GradeMissing)
    evaluator.gate.set()
    await session.go_on()
    assert session.record.unfinished_turn is None


async def test_nothing_else_is_done_while_a_turn_is_under_way() -> None:
    evaluator = ScriptedEvaluator()
    evaluator.gate = asyncio.Event()
    session, _ = session_with(evaluator)
    turn = asyncio.create_task(session.reply("Tell me more."))
    while not evaluator.asked:
        await asyncio.sleep(0)
    for call in (session.take_back, session.end):
        with pytest.raises(NotNow):
            call()
    with pytest.raises(NotNow):
        await session.reply("Again.")
    evaluator.gate.set()
    await turn


async def test_cancelling_the_caller_cancels_the_turn() -> None:
    evaluator = ScriptedEvaluator()
    evaluator.gate = asyncio.Event()
    session, _ = session_with(evaluator)
    turn = asyncio.create_task(session.reply("Tell me more."))
    while not evaluator.asked:
        await asyncio.sleep(0)
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    assert not session.busy


async def test_a_reply_taken_back_leaves_the_conversation_and_stays_in_the_journal() -> None:
    evaluator = ScriptedEvaluator(DEFENCE, FULL)
    voice = ScriptedVoice()
    session, journal = session_with(evaluator, voice)
    start = session.record.state
    await session.reply("A doctor doesn't need to have had cancer.")
    assert session.take_back() == "A doctor doesn't need to have had cancer."
    assert session.record.state == start
    assert session.record.client_words == "How old are you, anyway?"
    assert [event.text for event in journal.events if isinstance(event, Replied)] == [
        "A doctor doesn't need to have had cancer."
    ]
    await session.reply("You're right, I am young.")
    assert voice.asked[1].history == ()
    assert [turn.number for turn in session.record.attempts] == [1, 2]
    assert len(session.record.turns) == 1


async def test_there_is_nothing_to_take_back_at_first() -> None:
    session, _ = session_with()
    with pytest.raises(NotNow):
        session.take_back()


async def test_defences_make_a_polite_client_leave_and_later_replies_are_unsaid() -> None:
    session, journal = session_with(ScriptedEvaluator(DEFENCE))
    replies = 0
    while not session.record.client_left:
        await session.reply("I have a degree.")
        replies += 1
    assert 2 <= replies <= 4
    await session.reply("Wait!")
    assert journal.events[-1] == Unsaid(text="Wait!")
    ended = session.end()
    assert ended.outcome is Outcome.WITHDREW
    assert ended.attended < ended.of


async def test_leaning_in_repairs() -> None:
    session, _ = session_with(ScriptedEvaluator(FULL))
    for reply in ("One.", "Two.", "Three.", "Four."):
        await session.reply(reply)
    assert session.end().outcome is Outcome.REPAIRED


async def test_a_session_ends_once_and_a_taken_back_reply_opens_it_again() -> None:
    session, journal = session_with(ScriptedEvaluator(DEFENCE))
    await session.reply("I have a degree.")
    assert session.end() is session.end()
    assert kinds(journal.events).count("outcome") == 1
    with pytest.raises(NotNow, match="ended"):
        await session.reply("But…")
    session.take_back()
    await session.reply("You're right.")
    assert session.record.outcome is None


async def test_what_the_journal_refuses_has_not_happened() -> None:
    journal = MemoryJournal()
    session, _ = session_with(journal=journal)
    journal.full = True
    with pytest.raises(JournalError):
        await session.reply("You're right.")
    assert session.record.turns == []
    journal.full = False
    await session.reply("You're right.")
    assert session.record.turns[0].answered


async def test_a_disk_that_fills_up_within_a_turn_leaves_a_turn_to_go_on_with() -> None:
    journal = MemoryJournal()
    session, _ = session_with(journal=journal)

    def fill(event: Event) -> None:
        journal.full = isinstance(event, Replied)

    session.listen(fill)
    with pytest.raises(JournalError):
        await session.reply("You're right.")
    assert session.record.turns[0].reply == "You're right."
    journal.full = False
    await session.go_on()
    assert session.record.turns[0].answered


async def test_a_coach_of_its_own_moves_nobody() -> None:
    coach = ScriptedEvaluator(FULL)
    session, journal = session_with(ScriptedEvaluator(EMPTY), coach=coach)
    await session.reply("Hm.")
    turn = session.record.turns[0]
    assert turn.grade == EMPTY
    assert turn.shown_grade == FULL
    assert session.record.now is not None
    assert session.record.now.trust < 30
    assert any(isinstance(event, Coached) for event in journal.events)


async def test_a_coach_that_fails_leaves_the_evaluators_grade_and_says_so() -> None:
    session, journal = session_with(ScriptedEvaluator(EMPTY), coach=ScriptedEvaluator(ModelFault("Down.")))
    await session.reply("Hm.")
    assert session.record.turns[0].shown_grade == EMPTY
    assert CoachMissing(turn=1, title=ModelFault.title, reason="Down.") in journal.events


async def test_a_session_read_back_goes_on_where_it_stopped() -> None:
    session, journal = session_with(ScriptedEvaluator(FULL))
    await session.reply("One.")
    cut_short = [*journal.events, Replied(turn=2, text="Two.")]
    again = MemoryJournal()
    again.events = list(cut_short)
    cast = Cast(persona=persona_file().persona, evaluator=ScriptedEvaluator(FULL), voice=ScriptedVoice(), seed=7)
    resumed = Session(cast, again, Record.of(cut_short))
    resumed.resume(resumption(resumed.cast))
    assert resumed.record.unfinished_turn is not None
    await resumed.go_on()
    assert [type(event) for event in again.events[len(cut_short) + 1 :]] == [Graded, StateReached, ClientSaid]
    assert Record.of(again.events) == resumed.record


@pytest.mark.parametrize("kept", range(4, 8))
async def test_whatever_the_last_kept_event_the_turn_is_finished_as_it_would_have_been(kept: int) -> None:
    session, journal = session_with(ScriptedEvaluator(FULL))
    await session.reply("One.")
    again = MemoryJournal()
    again.events = journal.events[:kept]
    cast = Cast(persona=persona_file().persona, evaluator=ScriptedEvaluator(FULL), voice=ScriptedVoice(), seed=7)
    resumed = Session(cast, again, Record.of(again.events))
    resumed.resume(resumption(resumed.cast))
    await resumed.go_on()
    assert resumed.record.turns == session.record.turns


async def test_a_session_cut_off_before_the_first_word_is_not_gone_on_with() -> None:
    session, journal = session_with()
    resumed = Session(session.cast, MemoryJournal(), Record.of(journal.events[:1]))
    with pytest.raises(NotNow, match="before the client had said a word"):
        resumed.resume(resumption(session.cast))


async def test_an_ended_session_is_taken_up_only_with_what_is_added_to_it() -> None:
    session, journal = session_with()
    await session.reply("I am young.")
    session.end()
    added = MemoryJournal()
    resumed = Session(session.cast, added, Record.of(journal.events))
    resumed.resume(resumption(resumed.cast))
    assert added.events == [] and resumed.record.outcome, "to look back changes nothing"
    added.full = True
    with pytest.raises(JournalError):
        resumed.take_back()
    added.full = False
    resumed.take_back()
    assert [event.event for event in added.events] == ["resumed", "taken_back"]
    assert resumed.record.resumptions and resumed.record.outcome is None


async def test_the_record_is_what_the_events_add_up_to() -> None:
    session, journal = session_with(ScriptedEvaluator(FULL, DEFENCE))
    await session.reply("One.")
    await session.reply("Two.")
    session.take_back()
    await session.reply("Three.")
    session.end()
    assert Record.of(journal.events) == session.record
    assert any(isinstance(event, TakenBack) for event in journal.events)

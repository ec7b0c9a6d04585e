import asyncio

import pytest
from tests.doubles import MemoryJournal, ScriptedEvaluator, ScriptedVoice, session_with
from tests.tui.rooms import (
    DEFENDS,
    LEANS_IN,
    NARROW,
    REPLY,
    WIDE,
    ScriptedPractice,
    box,
    conversation,
    conversing,
    exchange,
    footer,
    opened,
    send,
    settled,
    shown,
    summary_of,
    transcript,
    words,
)
from textual.pilot import Pilot
from textual.widgets import Static

from leanin.errors import JournalError, ModelFault
from leanin.locations import data_dir
from leanin.session.engine import Session
from leanin.session.events import ClientSaid, Event, Graded, Replied
from leanin.store import drafts
from leanin.store.journal import JournalStore
from leanin.tui.conversation.screen import ConversationScreen
from leanin.tui.conversation.speech import ClientSpeech, OwnSpeech
from leanin.tui.conversation.transcript import Transcript
from leanin.tui.debrief.screen import DebriefScreen
from leanin.tui.gallery.screen import GalleryScreen
from leanin.tui.parts.notice import NoticeScreen, QuestionScreen

FAULT = ModelFault("The server at 127.0.0.1 hung up.")


def panel(pilot: Pilot[None]) -> str:
    return " ".join(" ".join(str(part.visual).split()) for part in pilot.app.screen.query_one("#panel").query(Static))


def own(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query(OwnSpeech).last().visual)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_whole_session_from_gallery_to_debrief(size: tuple[int, int]) -> None:
    practice = ScriptedPractice(voice=ScriptedVoice(["I'll ", "think ", "about it."], thought="Maybe this one."))
    async with opened(practice, size) as pilot:
        await pilot.press("enter", "enter")
        await settled(pilot)
        assert "How old are you, anyway?" in words(pilot)
        await exchange(pilot, "I am young.")
        assert "I am young①." in words(pilot)
        assert "I'll think about it." in words(pilot)
        assert "● full" in words(pilot) and "◐ partial" in words(pilot)
        await pilot.press("ctrl+e")
        await settled(pilot)
        assert isinstance(pilot.app.screen, DebriefScreen)
        assert "(the model's guess)" in words(pilot)
        await pilot.press("g")
        await settled(pilot)
        assert isinstance(pilot.app.screen, GalleryScreen)
    assert practice.journal.events[-1].event == "outcome"


async def test_the_panel_shows_steps_evidence_notes_tip_and_curve() -> None:
    async with conversing(ScriptedPractice(), WIDE) as pilot:
        assert "After your first reply" in words(pilot)
        assert "trust 30 at first" in words(pilot)
        await exchange(pilot)
        read = words(pilot)
        assert "Coach · reply 1" in read
        assert "① Take some responsibility ● full" in read and "① “I am young”" in read
        assert "② “you wonder who looks after Len” Close to her words." in panel(pilot)
        assert "Plain and true." not in panel(pilot), "a full step needs no reason"
        assert "→ Reach for the fear beneath." in read
        assert "sceptical: isn't convinced" in read or "confronting: says the doubt to your face" in read
        assert "trust 3" in read and "up" in read
        await pilot.press("f2")
        assert "Coach · reply 1" not in words(pilot)


async def test_the_panel_names_traps_and_what_is_not_called_for_by_the_coachs_own_model_where_there_is_one() -> None:
    coach = ScriptedEvaluator(DEFENDS)
    async with conversing(ScriptedPractice(ScriptedEvaluator(LEANS_IN), coach_model=coach), WIDE) as pilot:
        await exchange(pilot, "But I have studied this.")
        assert "✕ defending “I have studied this”" in words(pilot)
        assert "– not called for" in words(pilot)
        assert "But I have studied this✕." in own(pilot)


async def test_on_a_narrow_screen_the_coach_is_a_strip_that_opens_into_the_panel() -> None:
    async with conversing(ScriptedPractice(), NARROW) as pilot:
        await exchange(pilot)
        assert "① ● full ② ◐ partial ③ ● full" in words(pilot)
        assert "Close to her words." not in words(pilot)
        await pilot.press("f2")
        assert "Close to her words." in words(pilot)
        assert "Close" in footer(pilot)
        await pilot.press("x", "escape")
        await pilot.pause()
        assert "Close to her words." not in words(pilot)
        assert box(pilot).text == "x"


async def test_words_are_shown_as_they_stream_and_a_reply_written_meanwhile_waits_in_the_box() -> None:
    voice = ScriptedVoice(["One ", "two."])
    voice.gate = asyncio.Event()
    practice = ScriptedPractice(voice=voice)
    async with conversing(practice) as pilot:
        await send(pilot, REPLY)
        while not voice.asked:
            await pilot.pause()
        await pilot.pause()
        assert "Ada Moss is speaking. Esc stops." in words(pilot)
        assert "One" in str(pilot.app.screen.query(ClientSpeech).last().visual)
        assert "Stop" in footer(pilot)
        await send(pilot, "And another thing.")
        await pilot.pause()
        assert "is still answering" in words(pilot)
        assert box(pilot).text == "And another thing."
        voice.gate.set()
        await settled(pilot)
        assert "One two." in words(pilot)
        assert "Stop" not in footer(pilot)
        assert len(practice.sessions[0].record.turns) == 1


async def test_stopping_keeps_what_had_come_and_the_rest_can_be_asked_for() -> None:
    voice = ScriptedVoice(["One ", "two."], ["One ", "two ", "three."])
    voice.gate = asyncio.Event()
    practice = ScriptedPractice(voice=voice)
    async with conversing(practice) as pilot:
        await send(pilot, REPLY)
        while not voice.asked:
            await pilot.pause()
        await pilot.pause()
        await pilot.press("escape")
        await settled(pilot)
        assert "One — You stopped the client here." in words(pilot)
        assert "Ask again" in footer(pilot)
        voice.gate = None
        await pilot.press("ctrl+r")
        await settled(pilot)
        assert "One two three." in words(pilot)
        assert "You stopped the client here." not in words(pilot)
        assert len(pilot.app.screen.query(ClientSpeech)) == 2


async def test_a_stream_that_breaks_off_keeps_what_arrived_and_offers_a_retry() -> None:
    voice = ScriptedVoice(["Half a ", FAULT], ["All of it."], ["Only ", FAULT], ["A new answer."])
    async with conversing(ScriptedPractice(voice=voice)) as pilot:
        await exchange(pilot)
        assert "Half a — The language model didn't answer: The server at 127.0.0.1 hung up." in words(pilot)
        assert "Ctrl+R asks for the rest." in words(pilot)
        await pilot.press("ctrl+r")
        await settled(pilot)
        assert "All of it." in transcript(pilot) and "Half a" not in transcript(pilot)
        await exchange(pilot, "Go on.")
        await exchange(pilot, "And on.")
        assert "Only — " in transcript(pilot) and "A new answer." in transcript(pilot), "asking again is no must"


async def test_a_missing_grade_is_shown_as_missing_and_can_be_asked_for() -> None:
    practice = ScriptedPractice(ScriptedEvaluator(FAULT, LEANS_IN))
    async with conversing(practice) as pilot:
        await exchange(pilot)
        assert "No grade. The server at 127.0.0.1 hung up. Ctrl+R asks again." in words(pilot)
        await pilot.resize_terminal(*WIDE)
        assert "No grade. The server at 127.0.0.1" in words(pilot)
        assert "Words 1." in words(pilot)
        assert "①" not in own(pilot)
        await pilot.press("ctrl+r")
        await settled(pilot)
        assert "No grade." not in words(pilot)
        assert "I am young①" in own(pilot)
        assert "Ask again" not in footer(pilot)


async def test_taking_back_returns_the_words_to_the_box_in_front_of_a_draft() -> None:
    practice = ScriptedPractice(ScriptedEvaluator(DEFENDS, LEANS_IN))
    async with conversing(practice) as pilot:
        assert "Take back" not in footer(pilot)
        await exchange(pilot, "But I have studied this.")
        await pilot.press("a", "ctrl+t")
        await settled(pilot)
        assert box(pilot).text == "But I have studied this.\na"
        assert not pilot.app.screen.query(OwnSpeech)
        assert len(pilot.app.screen.query(ClientSpeech)) == 1
        assert "Taken back." in words(pilot)
        await exchange(pilot)
        assert "I am young①" in own(pilot)
    record = practice.sessions[0].record
    assert [turn.taken_back for turn in record.attempts] == [True, False]


async def test_taking_back_one_after_another_leaves_the_last_in_the_box_and_what_was_typed_since() -> None:
    async with conversing(ScriptedPractice()) as pilot:
        for text in ("One.", "Two.", "Three."):
            await exchange(pilot, text)
        await pilot.press("ctrl+t", "ctrl+t")
        await settled(pilot)
        assert box(pilot).text == "Two."
        await pilot.press("a", "h", "ctrl+t")
        await settled(pilot)
        assert box(pilot).text == "One.\nah"


async def test_the_panel_shows_traps_and_tip_before_the_reasons_and_scrolls_by_key() -> None:
    long = DEFENDS.model_copy(
        update={"responsibility": DEFENDS.responsibility.model_copy(update={"note": "It explains. " * 60})}
    )
    async with conversing(ScriptedPractice(ScriptedEvaluator(long)), (120, 36)) as pilot:
        assert "More" not in footer(pilot)
        await exchange(pilot, "But I have studied this.")
        await pilot.pause()
        assert "✕\N{NO-BREAK SPACE}defending" in shown(pilot) and "→ Leave the explanation out" in shown(pilot)
        assert "candour" in shown(pilot)
        text = pilot.app.screen.query_one("#feedback")
        assert "More" in footer(pilot) and text.scroll_y == 0
        while text.scroll_y < text.max_scroll_y:
            await pilot.press("f3")
        await pilot.press("f3")
        assert text.scroll_y == 0


async def test_a_draft_is_kept_on_quitting_put_back_on_resuming_and_gone_once_it_was_sent() -> None:
    with JournalStore(data_dir() / "journal.sqlite") as store:
        practice = ScriptedPractice(store=store)
        async with conversing(practice) as pilot:
            await exchange(pilot, "I am young.")
            await pilot.press("h", "a", "ctrl+q")
            await pilot.pause()
        session = practice.sessions[0]
        session_id = store.find("last")
        assert drafts.take(session_id) == "ha"
        practice.resumable[session_id] = Session(session.cast, store.reopen(session_id), session.record)
        async with opened(practice, session=session_id) as pilot:
            await settled(pilot)
            assert box(pilot).text == "ha"
            await pilot.press("enter")
            await settled(pilot)
            assert drafts.take(session_id) == ""


async def test_a_draft_that_cannot_be_kept_is_told_before_one_quits() -> None:
    with JournalStore(data_dir() / "journal.sqlite") as store:
        practice = ScriptedPractice(store=store)
        async with conversing(practice) as pilot:
            await exchange(pilot, "I am young.")
            (data_dir() / "drafts").write_text("in the way")
            await pilot.press("h", "a", "ctrl+q")
            await pilot.pause()
            assert pilot.app.is_running and box(pilot).text == "ha"
            assert "can't be kept" in words(pilot)
            await pilot.press("ctrl+q")
        assert practice.closed


async def test_a_session_that_has_ended_is_looked_back_on_when_it_is_opened() -> None:
    practice = ScriptedPractice()
    async with conversing(practice) as pilot:
        await exchange(pilot)
        session = practice.sessions[0]
        session.end()
        pilot.app.open_conversation(session)  # type: ignore[attr-defined]
        await settled(pilot)
        assert isinstance(pilot.app.screen, DebriefScreen)
        await pilot.press("g")
        await settled(pilot)
        assert isinstance(pilot.app.screen, GalleryScreen)


async def test_on_a_small_screen_the_strip_still_has_all_three_measures_and_the_foot_has_help() -> None:
    async with conversing(ScriptedPractice(), (60, 15)) as pilot:
        await exchange(pilot)
        assert "candour" in shown(pilot) and "Help" in shown(pilot)


async def test_taking_back_in_the_middle_of_an_answer_stops_it_first() -> None:
    voice = ScriptedVoice(["One ", "two."])
    voice.gate = asyncio.Event()
    practice = ScriptedPractice(voice=voice)
    async with conversing(practice) as pilot:
        await send(pilot, REPLY)
        while not voice.asked:
            await pilot.pause()
        await pilot.press("ctrl+t")
        await settled(pilot)
        assert box(pilot).text == REPLY
    assert practice.sessions[0].record.turns == []


async def test_a_client_who_leaves_is_told_calmly_and_the_ways_on_are_offered() -> None:
    practice = ScriptedPractice(ScriptedEvaluator(DEFENDS), ScriptedVoice(["Goodbye."] * 1))
    async with conversing(practice, WIDE) as pilot:
        session = practice.sessions[0]
        while not session.record.client_left:
            await exchange(pilot, "But I have studied this.")
        assert "Ada Moss has ended it here. Ctrl+E opens the debrief; Ctrl+T takes your last reply back." in transcript(
            pilot
        )
        assert "what you write now is kept, but not heard or graded" in words(pilot)
        assert "Not heard or graded any more" in words(pilot)
        await exchange(pilot, "Wait!")
        assert "You, not heard any more Wait!" in transcript(pilot)
        assert "not heard or graded" in words(pilot)
        await pilot.press("ctrl+t")
        await settled(pilot)
        assert (
            "not heard" not in words(pilot)
            and "has ended" not in transcript(pilot)
            and "Wait!" not in transcript(pilot)
        )
        assert not session.record.client_left


async def test_ending_without_a_reply_asks_first() -> None:
    practice = ScriptedPractice()
    async with conversing(practice) as pilot:
        await pilot.press("ctrl+e")
        await pilot.pause()
        assert isinstance(pilot.app.screen, QuestionScreen)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ConversationScreen)
        assert practice.sessions[0].record.outcome is None
        await pilot.press("ctrl+e")
        await pilot.pause()
        await pilot.click("#yes")
        await settled(pilot)
        assert isinstance(pilot.app.screen, GalleryScreen)


@pytest.mark.parametrize("coach", ["after", "off"])
async def test_a_blind_try_shows_neither_grade_nor_state(coach: str) -> None:
    practice = ScriptedPractice(coach=coach)
    async with conversing(practice) as pilot:
        await exchange(pilot)
        seen = [words(pilot)]
        await pilot.press("f2")
        seen.append(words(pilot))
        await pilot.resize_terminal(*WIDE)
        seen.append(words(pilot))
        assert all(f"coach: {coach}" in read for read in seen)
        assert ["The coach" in read for read in seen] == [False, True, True], "the open panel says why it is empty"
        for secret in ("①", "●", "full", "trust", "tension", "sceptical", "confronting:", "Reach for"):
            assert not any(secret in read for read in seen), secret


async def test_the_clients_thoughts_are_shown_live_only_where_the_educator_wants_it() -> None:
    for inner_voice in ("live", "after"):
        async with conversing(ScriptedPractice(inner_voice=inner_voice)) as pilot:
            await exchange(pilot)
            assert ("thinks Hm." in transcript(pilot)) is (inner_voice == "live")


async def test_the_coach_can_be_switched_on_the_way() -> None:
    async with conversing(ScriptedPractice(), WIDE) as pilot:
        await exchange(pilot)
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert "coach: after" in words(pilot) and "①" not in words(pilot)
        await pilot.press("ctrl+o", "ctrl+o")
        await settled(pilot)
        assert "coach: live" in words(pilot) and "I am young①" in words(pilot)


async def test_what_is_typed_is_shown_as_typed() -> None:
    voice = ScriptedVoice(["[red]No[/red] \x1b[31mreally[/]"])
    async with conversing(ScriptedPractice(voice=voice), WIDE) as pilot:
        await exchange(pilot, "[bold]I am young[/bold] [link='x']")
        assert "[bold]I am young①[/bold] [link='x']" in words(pilot)
        assert "[red]No[/red] [31mreally[/]" in words(pilot)


async def test_a_full_disk_gives_the_words_back() -> None:
    practice = ScriptedPractice()
    async with conversing(practice) as pilot:
        practice.journal.full = True
        await exchange(pilot)
        assert box(pilot).text == REPLY
        assert "The disk is full." in words(pilot)
        assert not pilot.app.screen.query(OwnSpeech)
        practice.journal.full = False
        await pilot.press("enter")
        await settled(pilot)
        assert box(pilot).text == ""
        assert len(practice.sessions[0].record.turns) == 1


async def test_a_disk_that_fills_up_in_mid_turn_loses_nothing_and_the_turn_can_be_finished() -> None:
    class FillsUp(MemoryJournal):
        def append(self, event: Event) -> None:
            if isinstance(event, Graded) and self.full:
                raise JournalError("The disk is full." + " Make room, then try again." * 8)
            self.events.append(event)

    practice = ScriptedPractice()
    practice.journal = FillsUp()
    practice.journal.full = True
    async with conversing(practice) as pilot:
        await exchange(pilot)
        assert isinstance(pilot.app.screen, NoticeScreen), "long messages wait to be read"
        await pilot.press("escape")
        assert box(pilot).text == "", "the reply itself is in the journal"
        assert any(isinstance(event, Replied) for event in practice.journal.events)
        practice.journal.full = False
        await pilot.press("ctrl+r")
        await settled(pilot)
        assert "Words 1." in words(pilot)


async def test_an_unexpected_fault_names_the_words_that_were_not_kept() -> None:
    class Broken(MemoryJournal):
        def append(self, event: Event) -> None:
            if isinstance(event, Replied):
                raise RuntimeError("a bug")
            self.events.append(event)

    practice = ScriptedPractice()
    practice.journal = Broken()
    unsent = ""
    with pytest.raises(Exception, match="a bug"):
        async with conversing(practice) as pilot:
            screen = conversation(pilot)
            await send(pilot, REPLY)
            await pilot.pause()
            unsent = screen.unsent
            await settled(pilot)
    assert unsent == REPLY


async def test_what_language_models_have_used_is_on_the_screen() -> None:
    practice = ScriptedPractice()
    practice.spends = True
    async with conversing(practice) as pilot:
        await exchange(pilot)
        assert "built-in client, no language model · 1 calls, cost unknown" in words(pilot)


async def test_a_draft_outlives_other_screens() -> None:
    async with conversing(ScriptedPractice()) as pilot:
        await pilot.press("h", "a", "f1")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert box(pilot).text == "ha"
        assert pilot.app.focused is box(pilot)


async def test_resuming_shows_what_was_and_finishes_a_turn_that_was_cut_off() -> None:
    practice = ScriptedPractice(left=summary_of("old"))
    voice = ScriptedVoice(["Half ", FAULT], ["The whole answer."])
    session, _ = session_with(ScriptedEvaluator(LEANS_IN), voice)
    await session.reply(REPLY)
    practice.resumable["old"] = session
    async with opened(practice, WIDE) as pilot:
        await pilot.press("enter")
        await settled(pilot)
        await settled(pilot)
        assert "I am young①" in words(pilot)
        assert "The whole answer." in words(pilot) and "Half" not in words(pilot)


async def test_quitting_in_mid_answer_keeps_what_had_come() -> None:
    voice = ScriptedVoice(["One ", "two."])
    voice.gate = asyncio.Event()
    practice = ScriptedPractice(voice=voice)
    async with conversing(practice) as pilot:
        await send(pilot, REPLY)
        while not voice.asked:
            await pilot.pause()
        await pilot.press("ctrl+q")
        await pilot.pause()
    said = practice.journal.events[-1]
    assert isinstance(said, ClientSaid) and said.said == "One" and not said.complete


async def test_the_transcript_is_read_back_by_keys_and_stays_there_until_one_returns() -> None:
    async with conversing(ScriptedPractice(), (80, 12)) as pilot:
        for _ in range(3):
            await exchange(pilot)
        said = pilot.app.screen.query_one(Transcript)
        end = said.scroll_y
        assert end > 0
        await pilot.press("pageup")
        await pilot.pause()
        assert said.scroll_y < end
        await pilot.press("ctrl+up", "x")
        await pilot.pause()
        assert said.scroll_y < end
        await pilot.press("pagedown", "pagedown", "ctrl+down")
        await pilot.pause()
        assert said.scroll_y == end


async def test_every_size_can_be_worked_with() -> None:
    async with conversing(ScriptedPractice(), WIDE) as pilot:
        await exchange(pilot)
        for size in ((80, 24), (200, 60), (40, 12), (1, 1)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        await pilot.resize_terminal(20, 8)
        await exchange(pilot, "Still here.")
        assert "Send" in shown(pilot)
        assert "Words 2." in words(pilot)
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        assert "Coach · reply 2" in words(pilot)


async def test_the_built_in_clients_words_come_one_by_one_unless_motion_is_off() -> None:
    voice = ScriptedVoice(["word " * 40], ["word " * 60])
    voice.name = "builtin"
    practice = ScriptedPractice(voice=voice)
    async with opened(practice) as pilot:
        pilot.app.animation_level = "full"
        await pilot.press("enter", "enter")
        await settled(pilot)
        await send(pilot, REPLY)
        seen = set()
        while 40 not in seen:
            await pilot.pause(0.005)
            if speeches := list(pilot.app.screen.query(ClientSpeech))[1:]:
                seen.add(str(speeches[0].visual).count("word"))
        assert len(seen) > 2, "they didn't come all at once"
        await send(pilot, "Go on.")
        await pilot.pause(0.06)
        await send(pilot, "And on.")
        await settled(pilot)
        assert len(practice.sessions[0].record.turns) == 3, "a reply doesn't wait for words still being shown"
        assert [str(speech.visual).count("word") for speech in pilot.app.screen.query(ClientSpeech)][1:3] == [40, 60]

import io
from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.doubles import FULL, ScriptedEvaluator, ScriptedVoice, session_with
from tests.strategies import grade_of

from leanin.cli.plain import SpokenLines, run_by_hand
from leanin.errors import ModelFault
from leanin.rubric import Step, Trap
from leanin.session.engine import Session
from leanin.session.opening import resumption
from leanin.session.record import Record

DEFENCE = grade_of(0, 0, 0, Trap.DEFENDING)


async def typed(*lines: str):
    for line in lines:
        yield line


async def played(session: Session, *lines: str, live: bool = True, **how: Any) -> str:
    out = io.StringIO()
    spoken = SpokenLines(out, "Ada", live=live, own_coach=False)
    session.listen(spoken)
    await run_by_hand(session, spoken, typed(*lines), **how)
    return out.getvalue()


async def test_an_earlier_reply_can_be_taken_back_by_its_number() -> None:
    session, _ = session_with()
    said = await played(session, "One.", "Two.", "Three.", "/back 2", "Another two.")
    assert [turn.reply for turn in session.record.turns] == ["One.", "Another two."]
    assert "Taken back: Two." in said


async def test_another_reply_is_tried_beside_the_conversation_with_words_behind_the_number_or_asked_for() -> None:
    session, _ = session_with(ScriptedEvaluator(DEFENCE, FULL))
    said = await played(
        session, "One.", "Two.", "/whatif 1 I am young.", "/whatif 1", "You are right.", "/whatif 1", ""
    )
    assert [turn.reply for turn in session.record.attempts] == ["One.", "Two.", "I am young.", "You are right."]
    assert [turn.reply for turn in session.record.turns] == ["One.", "Two."]
    assert "That was reply 1b, beside the conversation" in said
    assert "Another reply 1, in one line" in said and "Nothing was tried." in said


async def test_all_tries_at_a_moment_are_shown_and_one_is_chosen_to_go_on_from() -> None:
    session, _ = session_with(ScriptedEvaluator(DEFENCE, FULL), ScriptedVoice(["Is that so."], ["Go on."]))
    said = await played(session, "One.", "/whatif 1 I am young.", "/attempts 1b", "/choose 1b", "Next.")
    tries = said[said.index("\nReply 1\n") :]
    assert "You: One." in tries and "Trap: defending." in tries
    assert "Reply 1b (tried beside the conversation)\nYou: I am young." in tries
    assert tries.index("Ada Moss: Is that so.") < tries.index("Ada Moss: Go on.")
    assert "Alliance: sceptical · trust 40" in tries
    assert "Thought, and not said" not in tries, "thoughts wait until the debrief"
    assert "You go on after reply 1b: I am young." in said
    assert [turn.reply for turn in session.record.turns] == ["I am young.", "Next."]


async def test_a_blind_try_shows_no_grade_among_the_tries_until_the_end() -> None:
    session, _ = session_with()
    said = await played(session, "One.", "/attempts 1", "/end", "/attempts 1", "/end", live=False, look_back=True)
    before, after = said.split("— Debrief")
    assert "Take some responsibility" not in before and "trust" not in before
    assert after.count("Take some responsibility: ● full") >= 2
    assert "Thought, and not said: Hm." in after


async def test_one_can_try_again_from_the_debrief_and_go_on() -> None:
    session, _ = session_with()
    said = await played(
        session,
        "One.",
        "Two.",
        "/end",
        "/whatif 1 Else.",
        "/choose 1b",
        "Three.",
        "/end",
        "",
        "Not read.",
        look_back=True,
    )
    assert said.count("— Debrief") == 2
    assert [turn.reply for turn in session.record.turns] == ["Else.", "Three."]
    assert "Tried at this moment too: reply 1 (/attempts 1b compares)" in said
    assert session.record.outcome


async def test_the_end_of_the_lines_is_an_end_with_its_debrief() -> None:
    session, _ = session_with()
    said = await played(session, "One.", look_back=True)
    assert said.count("— Debrief") == 1 and session.record.outcome
    session, _ = session_with()
    assert "— Debrief" not in await played(session, "One.", "/end")


async def test_nothing_is_sent_after_the_end_unless_one_goes_on() -> None:
    session, _ = session_with()
    said = await played(session, "One.", "/end", "Hello?", "", look_back=True)
    assert "This session has ended." in said
    assert len(session.record.attempts) == 1


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        ("/back 9", "There is no reply “9”"),
        ("/choose 9", "There is no reply “9”"),
        ("/whatif 9 Else.", "There is no reply “9”"),
        ("/retry 2b", "There is no reply “2b”"),
        ("/hint x", "There is no reply “x”"),
        ("/whatif I am young.", "There is no reply “I” in this session. A reply's name looks like 2 or 2b."),
    ],
)
async def test_what_cannot_be_done_is_refused_in_words_and_never_sent(command: str, refusal: str) -> None:
    session, _ = session_with()
    assert refusal in await played(session, "One.", command)
    assert len(session.record.attempts) == 1


async def test_before_the_first_reply_there_is_nothing_to_try() -> None:
    session, _ = session_with()
    assert "There is no reply yet." in await played(session, "/attempts")


async def test_what_is_missing_of_a_reply_tried_beside_is_asked_for_by_its_name() -> None:
    session, _ = session_with(ScriptedEvaluator(FULL, ModelFault("It is down."), DEFENCE))
    said = await played(session, "One.", "/whatif 1 Else.", "/retry 1b", "/retry 1b", "/retry")
    assert "No grade: It is down. The client answers unmoved.\n" in said
    assert "/retry 1b asks for the rest." in said and said.count("Nothing is missing.") == 2
    assert session.record.attempts[-1].grade == DEFENCE and session.record.head == 1


async def test_hints_come_in_steps_and_are_named_in_the_debrief() -> None:
    session, _ = session_with()
    said = await played(session, *["/hint"] * 4, "/show", "One.", "/hint 1", "/end", look_back=True)
    before, after = said.split("— Debrief")
    assert before.count("  Hint: ") == 3 and "That was the last nudge" in before
    assert "By the author of Ada Moss, to the opening words" in before and "Look at how each owns" in before
    assert "Hints before it: which step, the concern, a beginning, whole replies\nYou: One." in after


async def test_an_ended_session_begins_with_its_debrief_and_can_be_tried_again() -> None:
    session, journal = session_with()
    await session.reply("One.")
    session.end()
    again = Session(session.cast, journal, Record.of(journal.events))
    again.resume(resumption(again.cast))
    drilled = []

    async def practise(step: Step, lines: AsyncIterator[str]) -> None:
        drilled.append((step, await anext(lines)))

    again_said = await played(again, "/practise", "A try.", "/back 1", "Better.", "/end", "", look_back=True)
    assert again_said.index("— Debrief") < again_said.index("Taken back: One.")
    assert "There is nothing to practise yet." in again_said, "every step was full"
    assert [turn.name for turn in again.record.turns] == ["1b"] and again.record.outcome
    weak, _ = session_with(ScriptedEvaluator(DEFENCE))
    await played(weak, "One.", "/end", "/practise", "A try.", "", look_back=True, practise=practise)
    assert drilled == [(Step.RESPONSIBILITY, "A try.")]


async def test_help_lists_every_command() -> None:
    session, _ = session_with()
    said = await played(session, "/help")
    for command in ("/back N", "/whatif N", "/attempts N", "/choose N", "/retry", "/end"):
        assert said.count(command) >= 2, command

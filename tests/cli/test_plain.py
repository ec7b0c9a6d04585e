import io
import json

from tests.doubles import EMPTY, FULL, ScriptedEvaluator, ScriptedVoice, session_with
from tests.strategies import grade_of

from leanin.cli.plain import JsonLines, SpokenLines, debrief, run_by_hand, run_script
from leanin.errors import ModelFault
from leanin.rubric import Trap
from leanin.session.engine import Session
from leanin.session.events import Opening
from leanin.session.moments import Intervention, Lapse, Mending

DEFENCE = grade_of(0, 0, 0, Trap.DEFENDING)


async def typed(*lines: str):
    for line in lines:
        yield line


def spoken(session: Session, *, live: bool = True) -> tuple[SpokenLines, io.StringIO]:
    out = io.StringIO()
    lines = SpokenLines(out, "Ada", live=live, own_coach=session.cast.coach is not None)
    session.listen(lines)
    return lines, out


async def test_a_script_is_whole_when_everything_was_graded_and_answered() -> None:
    session, _ = session_with()
    assert await run_script(session, io.StringIO("One.\n\nTwo.\n"))
    assert [turn.reply for turn in session.record.turns] == ["One.", "Two."]
    assert session.record.outcome


async def test_a_script_with_something_missing_is_not_whole_and_says_what(capsys) -> None:
    evaluator = ScriptedEvaluator(FULL, ModelFault("It is down."), FULL)
    session, _ = session_with(evaluator)
    assert not await run_script(session, io.StringIO("One.\nTwo.\nThree.\n"))
    assert "line 2: no grade: It is down." in capsys.readouterr().err
    assert len(session.record.turns) == 3


async def test_a_turn_that_was_cut_off_counts_as_well() -> None:
    session, _ = session_with(ScriptedEvaluator(ModelFault("Down."), ModelFault("Down.")))
    await session.reply("One.")
    assert not await run_script(session, io.StringIO(""))


async def test_no_input_at_all_is_an_end() -> None:
    session, _ = session_with()
    assert await run_script(session, None)
    assert session.record.outcome


async def test_json_lines_hold_nothing_that_commands_a_terminal() -> None:
    out = io.StringIO()
    JsonLines(out)(Opening(said="a\x9b2Jb\u2028c"))
    assert "\x9b" not in out.getvalue()
    assert "\u2028" not in out.getvalue()
    assert json.loads(out.getvalue())["said"] == "a\x9b2Jb\u2028c"


async def test_the_reply_that_lost_the_client_can_be_taken_back() -> None:
    session, _ = session_with(ScriptedEvaluator(DEFENCE, DEFENCE, DEFENCE, FULL))
    lines, out = spoken(session)
    await run_by_hand(session, lines, typed("a", "b", "c", "d", "/back", "You're right.", "/end"))
    assert "Ada Moss has ended it here. /back takes your last reply back" in out.getvalue()
    assert session.record.turns[-1].reply == "You're right."
    assert session.record.turns[-1].grade == FULL


async def test_a_mistyped_command_is_not_sent_but_a_slash_within_words_is() -> None:
    session, _ = session_with()
    lines, out = spoken(session)
    await run_by_hand(session, lines, typed("/bakc", "and/or so", "/back", "/back"))
    assert "There is no /bakc" in out.getvalue()
    assert [turn.reply for turn in session.record.attempts] == ["and/or so"]
    assert "nothing to take back" in out.getvalue() or "no reply to take back" in out.getvalue()


async def test_what_was_missing_can_be_asked_for_again() -> None:
    session, _ = session_with(ScriptedEvaluator(ModelFault("It is down."), FULL))
    lines, out = spoken(session)
    await run_by_hand(session, lines, typed("One.", "/retry"))
    assert "No grade: It is down." in out.getvalue()
    assert session.record.turns[0].grade == FULL


async def test_the_coachs_grade_stands_in_the_evaluators_place() -> None:
    session, _ = session_with(ScriptedEvaluator(EMPTY), coach=ScriptedEvaluator(FULL))
    lines, out = spoken(session)
    await run_by_hand(session, lines, typed("One."))
    assert out.getvalue().count("Take some responsibility") == 1
    assert "● full" in out.getvalue()


async def test_a_blind_try_tells_neither_grade_nor_state() -> None:
    session, _ = session_with(ScriptedEvaluator(FULL))
    lines, out = spoken(session, live=False)
    await run_by_hand(session, lines, typed("One."))
    assert "Take some responsibility" not in out.getvalue()
    assert "trust" not in out.getvalue()
    debrief(session, lines, with_grades=True)
    assert "Take some responsibility" in out.getvalue()
    assert "Thought, and not said: Hm." in out.getvalue()


async def test_thoughts_are_shown_live_only_where_the_educator_wants_it() -> None:
    for inner_voice in (True, False):
        session, _ = session_with(ScriptedEvaluator(FULL))
        out = io.StringIO()
        lines = SpokenLines(out, "Ada", live=True, own_coach=False, inner_voice=inner_voice)
        session.listen(lines)
        await run_by_hand(session, lines, typed("One."))
        assert ("Thought, and not said: Hm." in out.getvalue()) is inner_voice


async def test_the_debrief_counts_what_the_guard_kept_from_being_said() -> None:
    caught = Intervention(Lapse.TEXTBOOK_THANKS, Mending.CUT_SHORT, "I feel heard.")
    session, _ = session_with(voice=ScriptedVoice(["Go on.", caught]))
    lines, out = spoken(session)
    await run_by_hand(session, lines, typed("One."))
    assert "I feel heard." not in out.getvalue()
    debrief(session, lines, with_grades=True)
    assert "“I feel heard.” The rest was left out." in out.getvalue()
    assert "The guard stepped in once." in out.getvalue()


async def test_words_of_a_model_cannot_command_the_terminal() -> None:
    session, _ = session_with(voice=ScriptedVoice(["Hello\x1b[2J"], thought="\x1b]0;x\x07"))
    lines, out = spoken(session)
    await run_by_hand(session, lines, typed("One.", "Two.", "/back"))
    debrief(session, lines, with_grades=True)
    assert "\x1b" not in out.getvalue()


async def test_the_debrief_tells_what_turned_the_steps_and_what_to_practise() -> None:
    session, _ = session_with(ScriptedEvaluator(grade_of(0, 1, 2, Trap.DEFENDING), FULL))
    lines, out = spoken(session)
    await run_by_hand(session, lines, typed("One.", "Two."))
    debrief(session, lines, with_grades=True)
    said = out.getvalue()
    assert "Turning points\n  Reply 1: trust fell most, 30 → " in said
    assert "  Take some responsibility: ○ ●\n  Reflect the concern: ◐ ●\n  Invite more: ● ●" in said
    assert "Trap in reply 1: defending." in said
    assert "Done well: Invite more: full in 2 of 2 replies." in said
    assert "To practise: Take some responsibility: full in 1 of 2 replies." in said
    out.truncate(0)
    debrief(session, lines, with_grades=False)
    assert "To practise" not in out.getvalue() and "Turning points" in out.getvalue()

import asyncio
import io
from collections.abc import AsyncIterator

from tests.doubles import ScriptedEvaluator
from tests.drills.samples import Watch, a_round
from tests.strategies import grade_of

from leanin.cli.drill_plain import Sitting, piped_lines, printer
from leanin.drills.desk import SILENCE, DrillRound
from leanin.drills.focus import WHOLE
from leanin.drills.wish import Wish
from leanin.errors import ModelFault

NOT_YET, FULL = grade_of(1, 0, 2), grade_of(2, 2, 2)


async def by_hand(practised: DrillRound, *typed: str, watch: Watch | None = None, takes: float = 0) -> str:
    """What a person sees who types these lines, each after some seconds on the drill's own watch."""

    async def lines() -> AsyncIterator[str]:
        for line in typed:
            if watch:
                watch.passed += takes
            yield line

    out = io.StringIO()
    assert await Sitting(practised, printer(out), by_hand=True).run(lines())
    return out.getvalue()


async def test_an_empty_line_goes_on_only_after_a_reply() -> None:
    practised = a_round(ScriptedEvaluator(NOT_YET))
    said = await by_hand(practised, "", "/mine", "Hm.", "/mine", "", "Hm.")
    assert "No reply yet. /next passes this one over." in said
    assert said.index("No reply to this one yet.") < said.index("Your last reply: Hm.")
    assert [(one.place, one.number) for one in practised.attempts] == [(1, 1), (2, 1)]


async def test_behind_the_last_statement_comes_the_summary() -> None:
    practised = a_round(ScriptedEvaluator(FULL), Wish(focus=WHOLE, count=2))
    said = await by_hand(practised, "One.", "Two.", "Three.")
    assert len(practised.attempts) == 2 and "there at once 2" in said


async def test_a_late_reply_is_sent_and_said_to_be_late() -> None:
    watch = Watch()
    practised = a_round(ScriptedEvaluator(NOT_YET), Wish(focus=WHOLE, limit=30), watch)
    said = await by_hand(practised, "I am young.", watch=watch, takes=45)
    assert "The time was up: 45 seconds of 30." in said
    assert practised.attempts[0].time_was_up


async def test_nothing_in_time_is_silence() -> None:
    watch = Watch()
    practised = a_round(ScriptedEvaluator(NOT_YET), Wish(focus=WHOLE, limit=30), watch)
    await by_hand(practised, "", watch=watch, takes=31)
    assert [one.reply for one in practised.attempts] == [SILENCE]


async def test_a_person_is_told_of_the_clock() -> None:
    watch = Watch()
    practised = a_round(ScriptedEvaluator(NOT_YET), Wish(focus=WHOLE, limit=30), watch)

    async def slowly() -> AsyncIterator[str]:
        watch.passed = 29.95
        await asyncio.sleep(0.3)
        yield "Hm."

    out = io.StringIO()
    await Sitting(practised, printer(out), by_hand=True).run(slowly())
    assert "Time is up. Enter sends what you have." in out.getvalue()


async def test_a_fault_is_told_and_the_reply_can_be_sent_again() -> None:
    practised = a_round(ScriptedEvaluator(ModelFault("It is gone."), FULL))
    out = io.StringIO()
    whole = await Sitting(practised, printer(out), by_hand=False).run(piped_lines(io.StringIO("Hm.\nHm.\n")))
    assert not whole and "It is gone." in out.getvalue()
    assert len(practised.attempts) == 1


async def test_words_cant_command_the_terminal() -> None:
    practised = a_round(ScriptedEvaluator(NOT_YET))
    said = await by_hand(practised, "Hm\x1b[2J.", "/\x1b[2J")
    assert "\x1b" not in said

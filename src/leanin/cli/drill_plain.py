"""Drills by lines: for pipes, scripts and screen readers, with everything that the app offers."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Callable
from typing import Final, TextIO

from leanin.cli.plain import SpokenLines
from leanin.cli.plain_words import grade_in_lines
from leanin.drills.attempts import Attempt
from leanin.drills.desk import DrillRound
from leanin.drills.focus import Reached
from leanin.drills.summary import summary_of
from leanin.drills.words import aim_in_words, choice_in_words, reached_in_words, summary_in_lines, wish_in_words
from leanin.errors import LeaninError
from leanin.session.hearing import MOST_HEARD

HELP: Final = (
    "Reply in one line; the grade comes at once. Once it is there, the next statement follows; until then a new line "
    "tries again, and an empty one or /next goes on. /hint gives a nudge, up to three, /show whole replies for "
    "comparison, /again the statement once more, /mine your last reply, /end ends with a summary, /help shows this."
)

_WARN_AT: Final = 10
"""Seconds before the end at which a person is told."""


def printer(out: TextIO) -> Callable[[str], None]:
    """What prints a line of text: wrapped at words on a terminal, without whatever could command it."""
    return SpokenLines(out, "", live=False, own_coach=False).say


async def piped_lines(lines: TextIO | None) -> AsyncIterator[str]:
    """The lines of a pipe or a file."""
    for line in lines or ():
        yield line


class Sitting:
    """A round by lines; `by_hand` where a person types, who is told of the clock."""

    def __init__(self, practised: DrillRound, say: Callable[[str], None], *, by_hand: bool) -> None:
        self._round = practised
        self._say = say
        self._by_hand = by_hand
        self._whole = True

    async def run(self, lines: AsyncIterator[str]) -> bool:
        """Go through the round until it is over, the lines are, or the trainee ends it; then look back.

        Returns whether every reply got its grade.
        """
        self._say(wish_in_words(self._round.wish))
        self._say(f"{HELP}\n")
        self._turn_to_next()
        warning = self._warn()
        try:
            async for line in lines:
                warning.cancel()
                if not await self._take(line.strip()):
                    break
                warning = self._warn()
        finally:
            warning.cancel()
        practised = self._round
        self._say("\n— Summary")
        for line in summary_in_lines(summary_of(practised.attempts, practised.progress(), practised.earlier)):
            self._say(line)
        return self._whole

    async def _take(self, line: str) -> bool:
        """Do what a line says; returns whether the round goes on."""
        match line:
            case "/end":
                return False
            case "/help":
                self._say(HELP)
            case "/again":
                self._show()
            case "/hint":
                self._hint()
            case "/show":
                self._show_examples()
            case "/mine":
                last = self._round.last
                self._say(f"  Your last reply: {last.reply}" if last else "  No reply to this one yet.")
            case "/next":
                return self._go_on()
            case "" if self._round.left() == 0:
                return await self._answer("")
            case "" if self._round.tries:
                return self._go_on()
            case "":
                if self._by_hand:
                    self._say("  No reply yet. /next passes this one over.")
            case command if command.startswith("/") and " " not in command:
                self._say(f"  There is no {command}; it wasn't sent. /help shows what there is.")
            case reply:
                return await self._answer(reply)
        return True

    async def _answer(self, reply: str) -> bool:
        if len(reply) > MOST_HEARD:
            self._say(f"  Only the first {MOST_HEARD:,} characters are heard; all are kept.")
        try:
            attempt = await self._round.answer(reply)
        except LeaninError as error:
            self._whole = False
            self._say(f"  {error} Your reply wasn't kept; send it again, or /next.")
            if not self._by_hand:
                sys.stderr.write(f"leanin: no grade: {error}\n")
            return True
        self._feed_back(attempt)
        return self._go_on() if attempt.reached is Reached.THERE else True

    def _feed_back(self, attempt: Attempt) -> None:
        focus = attempt.about
        if attempt.time_was_up:
            self._say(f"  The time was up: {attempt.seconds:.0f} seconds of {attempt.limit}.")
        self._say(f"  {reached_in_words(attempt.reached, focus)}")
        *graded, _tip = grade_in_lines(attempt.grade)
        for line in graded:
            self._say(line)
        self._say(f"  Try next: {focus.next_try(attempt.grade)}")

    def _go_on(self) -> bool:
        if not self._round.has_next:
            return False
        self._turn_to_next()
        return True

    def _turn_to_next(self) -> None:
        self._round.next()
        self._show()

    def _show(self) -> None:
        practised = self._round
        choice = practised.current
        item = choice.item
        self._say(f"\n{practised.place} of {practised.wish.count} · {choice_in_words(choice)}")
        self._say(f"  {aim_in_words(choice.focus)}")
        if item.therapist_in_words:
            self._say(f"  You: {item.therapist_in_words}")
        for past in item.history:
            self._say(f"  Before, the client: {past.client}")
            self._say(f"  Before, you: {past.reply}")
        self._say(f"Client: {item.client}")
        if practised.wish.limit:
            self._say(f"  ({practised.wish.limit} seconds)")

    def _hint(self) -> None:
        given = self._round.hint()
        self._say(f"  Hint: {given.words}" if given else "  That was all; /show shows whole replies.")

    def _show_examples(self) -> None:
        shown = self._round.show()
        for line in shown.in_lines(self._round.current.item.client):
            self._say(f"  {line}")

    def _warn(self) -> "asyncio.Task[None]":
        """Tell a person when little time is left, and when it is up; a line can't be read before it is ended."""
        return asyncio.create_task(self._tell_time())

    async def _tell_time(self) -> None:
        left = self._round.left()
        if left is None or not self._by_hand:
            return
        with contextlib.suppress(asyncio.CancelledError):
            if left > _WARN_AT:
                await asyncio.sleep(left - _WARN_AT)
                self._say(f"\n  ({_WARN_AT} seconds left)")
            await asyncio.sleep(min(left, _WARN_AT))
            self._say("\n  (Time is up. Enter sends what you have.)")

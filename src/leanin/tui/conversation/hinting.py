"""Hints on the way to a reply: a nudge beneath the client's words, or whole replies in a window of their own."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from leanin.errors import LeaninError
from leanin.session.hints import NUDGES
from leanin.tui.parts.notice import NoticeScreen

if TYPE_CHECKING:
    from leanin.session.engine import Session
    from leanin.tui.app import LeaninApp

STILL_MORE: Final = "F5 goes a step further; F6 shows two whole replies to compare."
ALL_GIVEN: Final = "That was the last nudge; F6 shows two whole replies to compare."


class Hinting:
    """Asks the session for hints and says what comes of it. `by_grades` says whether a hint may go by the grades.

    `beside` is the number of the turn that another reply is written beside; None for the conversation's own next one.
    """

    def __init__(
        self,
        house: "LeaninApp",
        session: "Session",
        say: Callable[[str], object],
        *,
        by_grades: bool,
        beside: int | None = None,
    ) -> None:
        self._house = house
        self._session = session
        self._say = say
        self._by_grades = by_grades
        self._beside = beside

    async def obey(self, text: str) -> bool:
        """Do what a typed command wants; returns whether the text was one."""
        match text.strip():
            case "/hint":
                self.hint()
            case "/show":
                await self.show()
            case _:
                return False
        return True

    def hint(self) -> None:
        """The next nudge; the transcript shows it as it shows every event."""
        try:
            nudge = self._session.hint(self._beside, by_grades=self._by_grades)
        except LeaninError as error:
            self._house.tell(error)
        else:
            self._say(STILL_MORE if nudge and nudge.kind is not NUDGES[-1] else ALL_GIVEN)

    async def show(self) -> None:
        """Whole replies to compare."""
        from leanin.drills.examples import examples_for

        try:
            # the labelled replies take a moment to read for the first time
            shown, client = await asyncio.to_thread(examples_for, self._session, self._beside)
            self._session.show(shown, self._beside)
        except LeaninError as error:
            self._house.tell(error)
        else:
            self._house.push_screen(NoticeScreen(shown.title, "\n\n".join(shown.in_lines(client))))

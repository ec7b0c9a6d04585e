"""The way to another try and back: write it, see it beside the others, go on from one of them."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from leanin.tui.conversation.what_if import WhatIfScreen
from leanin.tui.debrief.attempts import AttemptsScreen, Wish

if TYPE_CHECKING:
    from leanin.session.record import Record, Turn
    from leanin.tui.app import LeaninApp
    from leanin.tui.conversation.beside import Beside


class TryingAgain:
    """Trying again at any moment of a session, from whichever screen.

    `beside` is None where the session can only be looked at. `graded` and `thoughts` say what of the tries may be seen.
    `tried` is called once another reply was tried, `gone_on` once the conversation goes on from another one.
    """

    def __init__(
        self,
        house: "LeaninApp",
        record: "Record",
        client: str,
        beside: "Beside | None",
        *,
        graded: bool,
        thoughts: bool,
        tried: Callable[[], object],
        gone_on: Callable[[], object],
    ) -> None:
        self._house = house
        self._record = record
        self._client = client
        self._beside = beside
        self._graded = graded
        self._thoughts = thoughts
        self._tried = tried
        self._gone_on = gone_on

    def what_if(self, turn: "Turn") -> None:
        """Let the trainee write another reply to the moment of this turn."""
        self._try(turn, finish=False)

    def finish(self, turn: "Turn") -> None:
        """Ask for what is missing of this turn: its grade, or the rest of the client's answer."""
        self._try(turn, finish=True)

    def compare(self, turn: "Turn") -> None:
        """Show all tries at the moment of this turn side by side."""
        attempts = AttemptsScreen(
            self._record,
            turn,
            self._client,
            graded=self._graded,
            thoughts=self._thoughts,
            can_try=self._beside is not None,
        )
        self._house.push_screen(attempts, self._after_comparing)

    def go_on_from(self, turn: "Turn") -> None:
        """Let the conversation go on from this turn; where that can't be, say why."""
        self._house.attempt(partial(self._choose, turn.number))

    def _try(self, turn: "Turn", *, finish: bool) -> None:
        if self._beside:
            screen = WhatIfScreen(self._house, self._beside, turn, self._client, graded=self._graded, finish=finish)
            self._house.push_screen(screen, self._after_what_if)

    def _after_what_if(self, number: int | None) -> None:
        if number is not None:
            self._tried()
            self.compare(self._turn(number))

    def _after_comparing(self, wish: Wish | None) -> None:
        if wish:
            do = {"what_if": self.what_if, "finish": self.finish, "go_on": self.go_on_from}[wish.what]
            do(self._turn(wish.number))

    def _choose(self, number: int) -> None:
        if self._beside:
            self._beside.session.choose(number)
            self._gone_on()

    def _turn(self, number: int) -> "Turn":
        return next(turn for turn in self._record.attempts if turn.number == number)

"""The transcript with a reply to choose in it: take it back, try another beside it, or compare the tries."""

from typing import TYPE_CHECKING, ClassVar, Literal

from textual.binding import BindingType
from textual.message import Message

from leanin.tui.conversation.keys import PICKING_KEYS
from leanin.tui.conversation.transcript import Transcript
from leanin.tui.parts.words import counted

if TYPE_CHECKING:
    from leanin.session.record import Record, Turn

What = Literal["take_back", "what_if", "compare"]
"""What is wanted with an earlier reply."""


class PickingTranscript(Transcript):
    """Has the keys while a reply is chosen; none is while the trainee writes."""

    BINDINGS: ClassVar[list[BindingType]] = PICKING_KEYS

    class Picked(Message):
        """Another reply is chosen, or none any more."""

    class Wanted(Message):
        """Something is to be done with the chosen reply."""

        def __init__(self, what: What, turn: "Turn") -> None:
            super().__init__()
            self.what = what
            self.turn = turn

    _record: "Record | None" = None
    turn: "Turn | None" = None
    """The reply that is chosen."""

    async def show(self, record: "Record", *, marked: bool) -> None:
        """Show a session as it stands; nothing is chosen any more."""
        self._record = record
        self.stop_picking()
        await super().show(record, marked=marked)

    def pick(self) -> None:
        """Choose the last reply and take the keys."""
        if self._record and self._record.last:
            self.can_focus = True
            self.focus()
            self._choose(self._record.last)

    def stop_picking(self) -> None:
        """Choose none, and leave the keys to others."""
        self.can_focus = False
        if self.turn:
            self._choose(None)

    def in_words(self) -> str:
        """Which reply is chosen, and what can be done with it; empty where none is."""
        if self.turn is None:
            return ""
        compare = f", A compares {counted(self._tries, 'try', 'tries')}" if self._tries > 1 else ""
        return f"Reply {self.turn.name}: T takes it back, W tries another{compare}."

    def action_pick_other(self, direction: int) -> None:
        """Choose the reply after (1) or before (−1) the chosen one, where there is one."""
        if self.turn and self._record:
            places = self._places()
            at = max(0, min(len(places) - 1, places.index(self.turn.number) + direction))
            self._choose(self._record.turns[at])

    def action_stop_picking(self) -> None:
        """Back to the reply box."""
        self.stop_picking()

    def action_want(self, what: What) -> None:
        """Ask the screen to do something with the chosen reply."""
        if self.turn:
            self.post_message(self.Wanted(what, self.turn))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to compare where only one reply was tried."""
        return parameters != ("compare",) or self._tries > 1

    @property
    def _tries(self) -> int:
        return len(self._record.tries_at(self.turn)) if self._record and self.turn else 0

    def _places(self) -> list[int]:
        return [turn.number for turn in self._record.turns] if self._record else []

    def _choose(self, turn: "Turn | None") -> None:
        self.turn = turn
        self.point_at(turn.number if turn else 0)
        self.post_message(self.Picked())

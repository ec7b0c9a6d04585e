"""What a conversation keeps about the replies that are tried beside it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from leanin.session.events import HintTaken, WhatIf

if TYPE_CHECKING:
    from leanin.session.engine import Session
    from leanin.session.events import Event


class Beside:
    """The session that replies are tried beside, their drafts, and whoever watches one being answered."""

    def __init__(self, session: "Session") -> None:
        self.session = session
        self.drafts: dict[int, str] = {}
        """Words that the journal doesn't have yet, by the number of the turn that they follow, 0 for the opening."""
        self.watcher: Callable[[Event], object] | None = None
        """Told each event of a reply beside the conversation, and each hint."""
        self.finishing = 0
        """The number of the turn that is being finished; the watcher is told of it wherever it stands."""
        session.listen(self._hear)

    @property
    def unsent(self) -> str:
        """All the drafts."""
        return "\n".join(filter(None, self.drafts.values()))

    def concerns(self, event: "Event") -> bool:
        """Whether this event belongs to a reply that isn't in the conversation."""
        turn = self.session.record.numbered(getattr(event, "turn", 0))
        return isinstance(event, WhatIf) or bool(turn and (turn.aside or turn.taken_back))

    def _hear(self, event: "Event") -> None:
        finishing = bool(self.finishing) and getattr(event, "turn", 0) == self.finishing
        if self.watcher and (finishing or isinstance(event, HintTaken) or self.concerns(event)):
            self.watcher(event)

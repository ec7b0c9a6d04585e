"""What a conversation keeps about the replies that are tried beside it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from leanin.session.events import WhatIf

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
        """Told each event of a reply beside the conversation."""
        session.listen(self._hear)

    @property
    def unsent(self) -> str:
        """All the drafts."""
        return "\n".join(filter(None, self.drafts.values()))

    def concerns(self, event: "Event") -> bool:
        """Whether this event belongs to a reply beside the conversation."""
        number = getattr(event, "turn", 0)
        return isinstance(event, WhatIf) or any(
            turn.number == number and turn.aside for turn in self.session.record.attempts
        )

    def _hear(self, event: "Event") -> None:
        if self.watcher and self.concerns(event):
            self.watcher(event)

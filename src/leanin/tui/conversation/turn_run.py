"""One reply on its way through the session, in a worker, with nothing lost on the way."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from leanin.errors import LeaninError

if TYPE_CHECKING:
    from textual.widget import Widget
    from textual.worker import Worker

    from leanin.session.engine import Session


class TurnRun:
    """Runs the session's work on one turn after another.

    `failed` is told what went wrong, with the reply where the journal doesn't have it; `over` is called at the end of
    each run, well or badly.
    """

    def __init__(
        self, session: "Session", failed: Callable[[LeaninError, str], object], over: Callable[[], object]
    ) -> None:
        self._session = session
        self._failed = failed
        self._over = over
        self._worker: Worker[None] | None = None
        self.unkept = ""
        """The reply that was sent and that the journal doesn't have yet."""

    @property
    def busy(self) -> bool:
        """Whether a reply is being dealt with, or about to be."""
        return self._session.busy or bool(self._worker and not self._worker.is_finished)

    def begin(self, on: "Widget", work: Awaitable[object], reply: str = "") -> None:
        """Let a worker of the widget `on` do the work."""
        self.unkept = reply
        self._worker = on.run_worker(self._run(work), group="turn")

    async def settle(self) -> None:
        """Stop a turn under way and wait until the journal has what had arrived."""
        self._session.stop()
        if self._worker and not self._worker.is_finished:
            await self._worker.wait()

    async def _run(self, work: Awaitable[object]) -> None:
        try:
            await work
        except LeaninError as error:
            reply, self.unkept = self.unkept, ""
            self._failed(error, reply)
        finally:
            self._over()

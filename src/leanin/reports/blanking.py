"""Sessions and their overview without names. The overview numbers its clients, the most practised first."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from leanin.progress.figures import Progress
from leanin.store.redaction import redacted

if TYPE_CHECKING:
    from leanin.store.kept import KeptSession


class Blanked(NamedTuple):
    """What may be shown, and what stands for whom in it."""

    sessions: "tuple[KeptSession, ...]"
    overview: Progress | None
    names: dict[str, str]
    """Each name that was looked for, with its placeholder."""


def blanked(sessions: "Sequence[KeptSession]", overview: Progress | None, extra: Iterable[str]) -> Blanked:
    """The sessions with names blanked, each for itself, and the overview with its clients numbered."""
    results = [redacted(session, extra) for session in sessions]
    names = {name: placeholder for result in results for name, placeholder in result.names.items()}
    if overview:
        personas = (
            group._replace(key=(f"client-{number}",), name=f"client {number}")
            for number, group in enumerate(overview.personas, 1)
        )
        overview = replace(overview, personas=tuple(personas))
    return Blanked(tuple(result.session for result in results), overview, names)

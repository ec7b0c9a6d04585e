"""Hints in plain mode: `/hint` and `/show`, for the next reply or, with a reply's name behind them, for that moment."""

import asyncio
from collections.abc import Callable
from typing import Final

from leanin.cli.plain_tries import turn_called
from leanin.session.engine import Session

HELP: Final = (
    "/hint gives a nudge before you reply, up to three: which step, what the concern may be, the beginning of a "
    "sentence. /show shows two whole replies to compare. With a reply's name behind them they are for another reply "
    "there. The debrief names the hints you took."
)

COMMANDS: Final = ("/hint", "/show")


async def hint(line: str, session: Session, say: Callable[[str], object], *, by_grades: bool) -> None:
    """Do what this line asks for. Unless `by_grades`, a hint lets nothing of the grades through.

    Raises `LeaninError`.
    """
    command, _, name = line.partition(" ")
    beside = turn_called(session.record, name.strip()).number if name.strip() else None
    if command == "/hint":
        nudge = session.hint(beside, by_grades=by_grades)
        say(f"  Hint: {nudge.words}" if nudge else "  That was the last nudge; /show shows whole replies.")
        return
    from leanin.drills.examples import examples_for

    shown, client = await asyncio.to_thread(examples_for, session, beside)
    session.show(shown, beside)
    for one in shown.in_lines(client):
        say(f"  {one}")

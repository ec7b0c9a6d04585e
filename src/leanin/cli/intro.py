"""`leanin intro`: the introduction as plain text, with the two example replies sent, and one's own where one likes."""

import asyncio
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leanin.persona import PersonaFile

SEND_IT = "Enter sends it; or type other words."
YOUR_TURN = "Now your own words, in one line; an empty line ends."


def intro() -> None:
    """What leanin is for, the three steps, and two replies to one client to compare. Lines of a pipe are replies."""
    asyncio.run(_introduce())


async def _introduce() -> None:
    from leanin import introduction
    from leanin.cli.drill_plain import piped_lines, printer
    from leanin.cli.keyboard import typed_lines

    say = printer(sys.stdout)
    by_hand = bool(sys.stdin and sys.stdin.isatty() and sys.stdout.isatty())
    for line in introduction.in_lines():
        say(line)
    file = introduction.meeting()
    say(f"\n{introduction.TRY_TITLE}\n{introduction.SCENE}\n{file.persona.name}: {file.persona.opening}")
    lines = typed_lines(lambda: input("You: ")) if by_hand else piped_lines(sys.stdin)
    for does, reply in introduction.EXAMPLES:
        say(f"\nA reply that {does}:")
        if by_hand:
            say(f"{reply}\n  {SEND_IT}")
            reply = (await anext(lines, "")).strip() or reply
        await _send(file, reply, repeat=not by_hand)
    if by_hand:
        say(f"\n{YOUR_TURN}")
    async for line in lines:
        if line.strip():
            say("")
            await _send(file, line.strip(), repeat=not by_hand)
        elif by_hand:
            break
    if by_hand:
        _seen()
        say("`leanin play rosa --plain` goes on from here; `leanin drill --plain` gives short loops.")


async def _send(file: "PersonaFile", reply: str, *, repeat: bool) -> None:
    """Say what comes of a reply; `repeat` it first where it doesn't stand there already."""
    from leanin import introduction
    from leanin.cli.drill_plain import printer

    say = printer(sys.stdout)
    own, *rest = introduction.tried_in_lines(await introduction.send(file, reply), file.persona.name)
    for line in [own, *rest] if repeat else rest:
        say(line)


def _seen() -> None:
    """Don't let the app show it by itself any more."""
    from leanin.settings import load_settings, remember

    if not load_settings().introduction_seen:
        remember(introduction_seen=True)

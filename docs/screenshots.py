"""Draws the README's picture: the app with the built-in client, played through Textual's pilot.

Run `python docs/screenshots.py`; it writes docs/leanin.svg and touches nothing of the user's.
"""

import asyncio
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.pilot import Pilot

REPLIES = (
    "I learned about exactly this in graduate school. A doctor doesn't need to have had cancer to treat it.",
    "You're right, I am young, and I have never raised a child. Maybe you wonder whether these three are in good "
    "hands with me. But you tell me: what worries you most about that?",
)
SIZE = (112, 36)
TARGET = Path(__file__).parent / "leanin.svg"


async def play() -> str:
    """Play a few replies with Rosa and return the screen as SVG."""
    from leanin.practice import Practice
    from leanin.tui.app import LeaninApp
    from leanin.tui.conversation.reply_box import ReplyBox

    app = LeaninApp(lambda: Practice(seed=7), persona="rosa")
    app.animation_level = "none"
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        for reply in REPLIES:
            box = app.screen.query_one(ReplyBox)
            box.load_text(reply)
            await pilot.press("enter")
            await settle(pilot)
        return clean(app.export_screenshot(title="leanin"))


async def settle(pilot: "Pilot[None]") -> None:
    """Wait until nothing is under way any more."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def clean(svg: str) -> str:
    """Without fonts from elsewhere and the ids that differ from run to run, every space kept."""
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = svg.replace("<text ", '<text xml:space="preserve" ')
    return re.sub(r"terminal-\d+", "terminal", svg)


def main() -> None:
    """Draw the picture in a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "LEANIN_CONFIG_DIR": f"{home}/config",
            "LEANIN_DATA_DIR": f"{home}/data",
            "LEANIN_OFFER_ANSWERED": "true",
        }
        picture = asyncio.run(play())
    TARGET.write_text(picture, encoding="utf-8")
    print(f"{TARGET}: {len(picture):,} characters")


if __name__ == "__main__":
    main()

"""Driving the app and taking pictures of it."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from html import escape, unescape
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from leanin.practice import Practice
from leanin.tui.app import LeaninApp
from leanin.tui.conversation.reply_box import ReplyBox

if TYPE_CHECKING:
    from textual.pilot import Pilot

SIZE = (100, 30)


class Camera:
    """The app, and what can be done with it: press keys, write, take a picture."""

    def __init__(self, pilot: "Pilot[None]", keep: Callable[[str, str], None]) -> None:
        self.pilot = pilot
        self._keep = keep

    @property
    def app(self) -> LeaninApp:
        """The app that runs."""
        assert isinstance(self.pilot.app, LeaninApp)
        return self.pilot.app

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other, and wait each time until all has come of it that comes."""
        for key in keys:
            await self.pilot.press(key)
            await settled(self.pilot)

    async def write(self, text: str) -> None:
        """Put words into the reply box."""
        box = self.app.screen.query_one(ReplyBox)
        box.load_text(text)
        box.move_cursor(box.document.end)
        await settled(self.pilot)

    async def say(self, text: str) -> None:
        """Write a reply and send it."""
        await self.write(text)
        await self.press("enter")

    def take(self, name: str) -> None:
        """Keep a picture of the screen by this name."""
        self._keep(name, drawn(self.app))


@asynccontextmanager
async def app_open(
    keep: Callable[[str, str], None] = lambda name, svg: None,
    size: tuple[int, int] = SIZE,
    persona: str | None = None,
) -> AsyncIterator[Camera]:
    """The app on the home that is set, with built-in client and evaluator; `keep` gets each picture by its name."""
    app = LeaninApp(lambda: Practice(seed=7), persona=persona)
    app.animation_level = "none"
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield Camera(pilot, keep)


async def settled(pilot: "Pilot[None]") -> None:
    """Wait until nothing is under way any more."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def drawn(app: LeaninApp) -> str:
    """The screen as SVG, without fonts from elsewhere and the ids that differ from run to run, every space kept."""
    for box in app.screen.query(ReplyBox):
        box.cursor_blink = False  # else it would be there in one picture and not in the next
    svg = re.sub(r"\s*@font-face \{.*?\}", "", app.export_screenshot(title="leanin"), flags=re.DOTALL)
    svg = svg.replace("<text ", '<text xml:space="preserve" ')
    return re.sub(r"terminal-\d+", "terminal", svg)


_TEXT: Final = re.compile(r'<text class="([^"]*)" x="([\d.]*)" y="([\d.]*)" textLength="[^"]*"[^>]*>([^<]*)</text>')
_RUN: Final = re.compile(r"[!-~\u00a1-\u024f\u2010-\u2026]+(?:\s[!-~\u00a1-\u024f\u2010-\u2026]+)*|\S")
"""Words of a line that any font for code has, a space between them; or a single sign that it may not have."""

_CELL: Final = 12.2
"""How wide a cell is drawn."""


def aligned(svg: str) -> str:
    """The same picture, lighter, with every sign that may come from a wider font put where its cell begins.

    Each line of a picture is one text, squeezed to its length as a whole, so that one such sign moves all others.
    """

    def placed(text: re.Match[str]) -> str:
        kind, x, y, words = text.groups()
        words = unescape(words)
        runs = [(float(x) + _CELL * cell_len(words[: run.start()]), run.group()) for run in _RUN.finditer(words)]
        return "".join(
            f'<text class="{kind}" x="{left:.6g}" y="{y}" textLength="{_CELL * cell_len(run):.6g}"'
            f' lengthAdjust="spacingAndGlyphs">{escape(run, quote=False).replace(" ", "&#160;")}</text>'
            for left, run in runs
        )

    svg = _TEXT.sub(placed, svg.replace('<text xml:space="preserve" ', "<text "))
    return re.sub(r'\s*<clipPath id="terminal-line-\d+">.*?</clipPath>', "", svg, flags=re.DOTALL)

"""How well words stand out: the contrast of every text on a screen against what lies behind it, by WCAG 2."""

from collections.abc import Iterator
from typing import NamedTuple

from rich.color import Color
from textual.app import App


class Told(NamedTuple):
    """A piece of text on the screen."""

    ratio: float
    text: str
    ink: str
    ground: str


def ratio(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, 1 to 21."""

    def luminance(color: Color) -> float:
        parts = (part / 255 for part in color.get_truecolor())
        channels = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def told(app: App[None]) -> Iterator[Told]:
    """Every piece of text on the screen as it is drawn; lines, bars and blocks aren't text."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            style = segment.style
            letters = [one for one in segment.text if not one.isspace() and not 0x2500 <= ord(one) <= 0x259F]
            if letters and style and style.color and style.bgcolor:
                yield Told(
                    ratio(style.color, style.bgcolor), segment.text.strip(), style.color.name, style.bgcolor.name
                )


def faint(app: App[None]) -> list[Told]:
    """The texts that don't stand out enough: 7 in the high-contrast theme, 4.5 in the others."""
    least = 7.0 if app.theme == "leanin-contrast" else 4.5
    return sorted(one for one in told(app) if one.ratio < least)

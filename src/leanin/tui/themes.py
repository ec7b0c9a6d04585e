"""leanin's own colours, and which theme was chosen last; likewise how much may move.

Both are needed before the first paint, so they are read here by a plain look at the configuration file; all other
settings wait for `leanin.settings`.
"""

import os
import re
from typing import Final

from textual.theme import Theme

from leanin.locations import config_file

DUSK: Final = Theme(
    name="leanin-dusk",
    primary="#8fb6d8",
    secondary="#b8a9dc",
    accent="#e2b48c",
    success="#9fc9a3",
    warning="#e5c684",
    error="#e0938f",
    foreground="#d9dce6",
    background="#191c25",
    surface="#20242f",
    panel="#2a2f3c",
    dark=True,
    variables={
        "footer-background": "#191c25",
        "footer-item-background": "#191c25",
        "footer-key-foreground": "#8fb6d8",
        "footer-description-foreground": "#9aa1b3",
        "border": "#5d7894",
        "border-blurred": "#2f3544",
        "scrollbar": "#353c4d",
        "scrollbar-background": "#191c25",
        "scrollbar-background-hover": "#191c25",
        "scrollbar-background-active": "#191c25",
        "input-selection-background": "#3a4c66",
        "block-cursor-blurred-background": "#232e3e",
        "block-cursor-background": "#232e3e",
        "block-cursor-foreground": "#eef1f8",
        "block-cursor-text-style": "none",
    },
)
"""A calm evening: the default."""

PAPER: Final = Theme(
    name="leanin-paper",
    primary="#2c5f87",
    secondary="#66498a",
    accent="#88481a",
    success="#38683b",
    warning="#7d5d0c",
    error="#993634",
    foreground="#2b2925",
    background="#f7f3eb",
    surface="#efeadf",
    panel="#e4dccd",
    dark=False,
    variables={
        "footer-background": "#f7f3eb",
        "footer-item-background": "#f7f3eb",
        "footer-key-foreground": "#2c5f87",
        "footer-description-foreground": "#655f54",
        "border": "#7d98ac",
        "border-blurred": "#d8cfbe",
        "scrollbar": "#cfc5b2",
        "scrollbar-background": "#f7f3eb",
        "scrollbar-background-hover": "#f7f3eb",
        "scrollbar-background-active": "#f7f3eb",
        "text-muted": "#5d594f",
        "foreground-muted": "#5d594f",
        "block-cursor-blurred-background": "#cfdde8",
        "block-cursor-background": "#cfdde8",
        "block-cursor-foreground": "#1c1b18",
        "block-cursor-text-style": "none",
    },
)
"""Ink on paper, for bright rooms."""

CONTRAST: Final = Theme(
    name="leanin-contrast",
    primary="#ffd84d",
    secondary="#7fd4ff",
    accent="#ffb454",
    success="#7dff9a",
    warning="#ffd84d",
    error="#ffa3a3",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    dark=True,
    text_alpha=1.0,
    variables={
        "footer-background": "#000000",
        "footer-item-background": "#000000",
        "footer-key-foreground": "#ffd84d",
        "footer-description-foreground": "#ffffff",
        "text-muted": "#e0e0e0",
        "foreground-muted": "#e0e0e0",
        "border": "#ffffff",
        "border-blurred": "#9a9a9a",
        "input-selection-background": "#1f4a66",
        "block-cursor-blurred-background": "#2a2a2a",
        "block-cursor-background": "#2a2a2a",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "bold",
    },
)
"""For eyes that need strong contrast."""

OWN_THEMES: Final = (DUSK, PAPER, CONTRAST)

IN_WORDS: Final = {"dark": DUSK, "light": PAPER, "high contrast": CONTRAST}
"""leanin's own themes by what one looks for."""

REDUCED: Final = "reduced"
"""The setting of `motion` under which nothing moves by itself."""

_CHOSEN: Final = re.compile(r"""^(theme|motion):\s*["']?([\w-]+)""", re.MULTILINE)


def chosen_theme() -> str:
    """The name of the theme set in the environment or the configuration file; leanin's own where none is.

    Never raises: a file that can't be read is reported by `leanin.settings` later, in words.
    """
    return _chosen("theme") or DUSK.name


def motion_is_reduced() -> bool:
    """Whether words should come whole and cursors stand still. Never raises, as `chosen_theme`."""
    return _chosen("motion") == REDUCED


def _chosen(setting: str) -> str:
    """What the environment or the file says; empty where neither does."""
    if named := os.environ.get(f"LEANIN_{setting.upper()}"):
        return named
    try:
        text = config_file().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    return next((value for name, value in _CHOSEN.findall(text) if name == setting), "")

"""Other people's words on our screen: shown as they are, never as instructions to the terminal or as markup."""

import re
from typing import Final

from textual.content import Content

_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """The text without control characters: a tab becomes a space, other controls (and direction overrides) go."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\t", " "))


def literal(text: str) -> Content:
    """The text as content for a widget, with nothing in it taken for markup."""
    return Content(harmless(text))

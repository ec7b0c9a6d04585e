"""Other people's words on their way to a screen: shown as they are, never as commands to the terminal."""

import re
from typing import Final

_COMMANDS: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """The text without control characters: a tab becomes a space, other controls (and direction overrides) go."""
    return _COMMANDS.sub("", text.replace("\r\n", "\n").replace("\t", " "))


def on_one_line(text: str) -> str:
    """The harmless text on a single line, so that a name can't pretend to be a row of its own."""
    return " ".join(harmless(text).split())

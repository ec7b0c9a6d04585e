"""Letting words come at the pace of speech where a client is quicker than that."""

import re
from typing import Final

TICK: Final = 0.02
"""Seconds between two steps."""

_LONGEST: Final = 60
"""Steps that the words waiting may take at most: a long answer comes faster, not later."""

_WORD: Final = re.compile(r"\s*\S+\s*")


class Reveal:
    """Words that wait to be shown, handed out step by step."""

    def __init__(self) -> None:
        self._waiting: list[str] = []

    def add(self, text: str) -> None:
        """Let more words wait."""
        self._waiting += _WORD.findall(text) if text.strip() else [text]

    @property
    def waiting(self) -> bool:
        """Whether there are words left to show."""
        return bool(self._waiting)

    def step(self) -> str:
        """The words to show now: one, or more where many wait; empty where none do."""
        count = -(-len(self._waiting) // _LONGEST)
        shown, self._waiting = self._waiting[:count], self._waiting[count:]
        return "".join(shown)

    def rest(self) -> str:
        """All the words that wait, at once."""
        shown, self._waiting = self._waiting, []
        return "".join(shown)

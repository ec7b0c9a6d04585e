"""How the screens put ranks and codes into words and shapes. Keyed by plain values, so that it loads nothing."""

from datetime import datetime, timedelta
from typing import Final

LEVEL_WORDS: Final = ("absent", "partial", "full")
LEVEL_SHAPES: Final = ("○", "◐", "●")
NOT_CALLED_FOR: Final = "not called for"
STEP_NUMERALS: Final = ("①", "②", "③")
TRAP_MARK: Final = "✕"
"""Stands before a trap's name and behind the words that fell into it. No punctuation, which those words may have."""

ABOUT_IT: Final = "“It” in these is the client's doubt: about you, or about what you do together."
"""What goes with the rubric's one-line levels, which say “it” for short."""

_SHOWS: Final = {"confrontation": "confronts", "withdrawal": "withdraws"}
_HARDNESS: Final = {"gentle": 1, "firm": 2, "hard": 3}

_STANCES: Final = {
    "open": "speaks freely",
    "softening": "the guard comes down a little",
    "testing": "waits to see how you take it",
    "sceptical": "isn't convinced",
    "confronting": "says the doubt to your face",
    "withdrawn": "polite, and out of reach",
    "leaving": "has had enough",
}

COACH_MODES: Final = {
    "live": "after each reply",
    "after": "in the debrief",
    "off": "not at all",
}
"""When the trainee sees feedback, by the mode's name."""


def level_in_words(level: int, called_for: bool) -> str:
    """A level as shape and word, e.g. “◐ partial”."""
    return f"{LEVEL_SHAPES[level]} {LEVEL_WORDS[level]}" if called_for else f"– {NOT_CALLED_FOR}"


def rupture_in_words(component: str, marker: str) -> str:
    """What kind of rupture it is, e.g. “bond rupture · confronts”."""
    return f"{component} rupture · {_SHOWS[marker]}"


def difficulty_in_words(difficulty: str) -> str:
    """How hard the client is, as shape and word, e.g. “▲▲△ firm”."""
    hardness = _HARDNESS[difficulty]
    return f"{'▲' * hardness}{'△' * (3 - hardness)} {difficulty}"


def stance_in_words(stance: str) -> str:
    """A stance with what it looks like, e.g. “testing: waits to see how you take it”."""
    return f"{stance}: {_STANCES[stance]}"


def counted(number: int, one: str, several: str | None = None) -> str:
    """“1 reply”, “3 replies”."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def change_in_words(before: float, after: float) -> str:
    """How a measure moved, in whole points: “up 6”, “down 12”, “as before”."""
    points = round(after) - round(before)
    if points == 0:
        return "as before"
    return f"up {points}" if points > 0 else f"down {-points}"


def moment_in_words(moment: datetime, now: datetime) -> str:
    """When something was, as one says it: “today 14:05”, “yesterday 9:30”, “3 March 2026, 14:05”; both local."""
    clock = f"{moment.hour}:{moment:%M}"
    if moment.date() == now.date():
        return f"today {clock}"
    if moment.date() == (now - timedelta(days=1)).date():
        return f"yesterday {clock}"
    return f"{moment.day} {moment:%B %Y}, {clock}"

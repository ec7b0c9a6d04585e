from datetime import UTC, datetime

import pytest

from leanin.dynamics import Stance
from leanin.persona import Component, Difficulty, Marker
from leanin.settings import CoachMode
from leanin.tui.parts import words


@pytest.mark.parametrize("stance", Stance)
def test_every_stance_has_words(stance: Stance) -> None:
    assert words.stance_in_words(stance).startswith(f"{stance.value}: ")


@pytest.mark.parametrize("marker", Marker)
@pytest.mark.parametrize("component", Component)
def test_every_kind_of_rupture_has_words(component: Component, marker: Marker) -> None:
    assert words.rupture_in_words(component, marker).startswith(f"{component.value} rupture · ")


def test_difficulty_grows_in_shape_and_word() -> None:
    assert [words.difficulty_in_words(difficulty) for difficulty in Difficulty] == [
        "▲△△ gentle",
        "▲▲△ firm",
        "▲▲▲ hard",
    ]


def test_every_mode_of_the_coach_has_words() -> None:
    assert set(words.COACH_MODES) == set(CoachMode)


@pytest.mark.parametrize(("level", "said"), [(0, "○ absent"), (1, "◐ partial"), (2, "● full")])
def test_a_level_is_a_shape_and_a_word(level: int, said: str) -> None:
    assert words.level_in_words(level, called_for=True) == said
    assert words.level_in_words(level, called_for=False) == "– not called for"


@pytest.mark.parametrize(("after", "said"), [(36.4, "up 6"), (18, "down 12"), (30.4, "as before")])
def test_a_change_is_told_in_whole_points(after: float, said: str) -> None:
    assert words.change_in_words(30, after) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 3, 3, 9, 5, tzinfo=UTC), "today 9:05"),
        (datetime(2026, 3, 2, 23, 59, tzinfo=UTC), "yesterday 23:59"),
        (datetime(2025, 12, 24, 14, 5, tzinfo=UTC), "24 December 2025, 14:05"),
    ],
)
def test_a_moment_is_told_as_one_says_it(moment: datetime, said: str) -> None:
    assert words.moment_in_words(moment, now=datetime(2026, 3, 3, 18, 0, tzinfo=UTC)) == said


def test_counting() -> None:
    assert [words.counted(number, "reply", "replies") for number in (0, 1, 2)] == ["0 replies", "1 reply", "2 replies"]
    assert words.counted(2, "turn") == "2 turns"

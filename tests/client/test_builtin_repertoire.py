import pytest
from tests.client.builtin_scenes import ROSA, moment_at

from leanin.client.builtin_repertoire import Repertoire
from leanin.dynamics import Stance
from leanin.session.moments import Exchange


def _said(*lines: str, **changes: object) -> Repertoire:
    history = tuple(Exchange(line, "Mm.") for line in lines)
    return Repertoire(moment_at(Stance.TESTING, history=history, **changes))


def test_a_line_is_fresh_until_it_was_said_even_inside_other_words():
    assert _said().fresh(["One.", "One."]) == "One."
    assert _said("Well. ONE.  And more.").fresh(["One."]) is None
    assert _said(client="So. One.").fresh(["One."]) is None


def test_a_line_with_the_trainees_words_is_known_by_its_own_words():
    line = "“{words}.” All right. I heard that."
    assert _said("“I'm young.” All right. I heard that. Mm.").fresh([line]) is None
    assert _said("All right.").fresh([line]) == line


@pytest.mark.parametrize(
    ("stance", "borrowed"),
    [
        (Stance.OPEN, Stance.SOFTENING),
        (Stance.SOFTENING, Stance.TESTING),
        (Stance.TESTING, Stance.SCEPTICAL),
        (Stance.SCEPTICAL, Stance.TESTING),
        (Stance.CONFRONTING, Stance.SCEPTICAL),
        (Stance.WITHDRAWN, Stance.LEAVING),
        (Stance.LEAVING, Stance.WITHDRAWN),
    ],
)
def test_a_stance_that_has_run_out_borrows_from_its_neighbour(stance, borrowed):
    history = tuple(Exchange(line, "Mm.") for line in ROSA.voice.lines[stance])
    line = Repertoire(moment_at(stance, history=history)).stance_line()
    assert line in ROSA.voice.lines[borrowed]


def test_thoughts_move_on_by_turn_even_where_earlier_ones_are_not_known():
    own = ROSA.voice.thoughts[Stance.TESTING]
    thoughts = [Repertoire(moment_at(Stance.TESTING, turn=turn)).thought([]) for turn in range(1, len(own) + 1)]
    assert sorted(thoughts) == sorted(own)


def test_what_was_noticed_comes_before_the_mood_and_once_only():
    assert _said().thought(["Explaining again."]) == "Explaining again."
    again = _said(thoughts=("Explaining again.",)).thought(["Explaining again."])
    assert again in ROSA.voice.thoughts[Stance.TESTING]


def test_when_every_thought_was_thought_the_oldest_comes_back():
    everything = tuple(thought for thoughts in ROSA.voice.thoughts.values() for thought in thoughts)
    assert _said(thoughts=everything).thought([]) in everything

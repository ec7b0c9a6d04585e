import pytest

from leanin.client.marks import Judged, Mark, Names

NAMES = Names("Rosa Medeiros", "Anna Berg")


@pytest.mark.parametrize(
    ("text", "judged"),
    [
        ("R", Judged(Mark.PENDING)),
        ("Rosa", Judged(Mark.PENDING)),
        ("Rosa (dry", Judged(Mark.PENDING)),
        ("Rosa is", Judged(Mark.PLAIN)),
        ("Rosa: W", Judged(Mark.SPEECH, " W")),
        ("Mrs. Medeiros:", Judged(Mark.SPEECH)),
        ("Rosa’s thoughts: H", Judged(Mark.THOUGHT, " H")),
        ("Thoughts\n", Judged(Mark.THOUGHT, "\n")),
        ("Anna:", Judged(Mark.LISTENER)),
        ("THERAPIST :", Judged(Mark.LISTENER)),
        ("You:", Judged(Mark.YOU)),
        ("You p", Judged(Mark.PLAIN)),
        ("Q", Judged(Mark.PLAIN)),
    ],
)
def test_a_label_is_known_by_its_colon(text: str, judged: Judged) -> None:
    assert NAMES.label(text) == judged


@pytest.mark.parametrize(
    ("text", "judged"),
    [
        ("[", Judged(Mark.PENDING)),
        ("[thin", Judged(Mark.PENDING)),
        ("[thinks]", Judged(Mark.THOUGHT)),
        ("(thinks: h", Judged(Mark.ENCLOSED, " h")),
        ("(thinking about it", Judged(Mark.PLAIN)),
        ("[Anna]", Judged(Mark.PENDING)),
        ("[Anna]:", Judged(Mark.LISTENER)),
        ("[Anna] s", Judged(Mark.PLAIN)),
        ("(my", Judged(Mark.PLAIN)),
        ("<th", Judged(Mark.PENDING)),
        ("<think>", Judged(Mark.REASONING)),
        ("<thought>", Judged(Mark.THOUGHT)),
        ("</thought>", Judged(Mark.CLOSING)),
        ("<3", Judged(Mark.PLAIN)),
        ("<|", Judged(Mark.CONTROL)),
    ],
)
def test_a_bracket_is_a_mark_only_with_a_word_that_is_one(text: str, judged: Judged) -> None:
    assert NAMES.bracket(text) == judged


@pytest.mark.parametrize(
    ("text", "sentence_start", "judged"),
    [
        ("*sighs", True, Judged(Mark.PENDING)),
        ("*sighs*", True, Judged(Mark.PENDING)),
        ("*sighs* ", True, Judged(Mark.DIRECTION, " ")),
        ("*sighs* ", False, Judged(Mark.DIRECTION, " ")),
        ("*Leaning back a little.* ", True, Judged(Mark.DIRECTION, " ")),
        ("*she smiles* ", True, Judged(Mark.DIRECTION, " ")),
        ("*smiles* ", False, Judged(Mark.PLAIN)),
        ("*You* ", True, Judged(Mark.PLAIN)),
        ("*really* ", False, Judged(Mark.PLAIN)),
        ("**thinks** ", True, Judged(Mark.THOUGHT, " ")),
        ("*thinking* ", False, Judged(Mark.PLAIN)),
        ("* a", True, Judged(Mark.PLAIN)),
    ],
)
def test_between_asterisks_stands_a_direction_or_a_stressed_word(
    text: str, sentence_start: bool, judged: Judged
) -> None:
    assert NAMES.starred(text, line_start=False, sentence_start=sentence_start) == judged


def test_without_names_the_common_labels_are_known() -> None:
    assert Names().label("Client: H").mark is Mark.SPEECH
    assert Names().label("Therapist: H").mark is Mark.LISTENER
    assert Names().label("Rosa: H").mark is Mark.PLAIN

import pytest
from tests.doubles import persona_file

from leanin.tui.scene.facts import FactsProblem, differing, facts_from, in_lines

SCENE = persona_file().persona.therapist
FIELDS: dict[str, str | bool] = {
    "name": "Jo",
    "age": " 51 ",
    "children": "2",
    "years_of_practice": "1.5",
    "training": "A diploma.",
    "facts": "",
    "married": True,
}


def test_what_was_typed_in_becomes_facts() -> None:
    facts = facts_from(FIELDS)
    assert (facts.age, facts.children, facts.years_of_practice, facts.married) == (51, 2, 1.5, True)


def test_a_field_left_empty_leaves_the_scenes_fact() -> None:
    here = facts_from(FIELDS | {"age": "", "training": " "}).in_scene(SCENE)
    assert (here.age, here.training, here.children) == (SCENE.age, SCENE.training, 2)


def test_saying_nothing_else_leaves_what_the_scene_says() -> None:
    scene = SCENE.model_copy(update={"facts": "You wear a suit."})
    assert facts_from(FIELDS).in_scene(scene).facts == "You wear a suit."


def test_only_what_differs_from_the_scene_is_for_other_scenes() -> None:
    here = FIELDS | {"name": "", "age": str(SCENE.age), "training": SCENE.training, "married": SCENE.married}
    assert differing(facts_from(here), SCENE) == {"children": 2, "years_of_practice": 1.5}


def test_every_problem_is_told_by_its_field() -> None:
    with pytest.raises(FactsProblem) as raised:
        facts_from(FIELDS | {"age": "twelve", "children": "-1"})
    assert set(raised.value.problems) == {"age", "children"}
    assert "twelve" in raised.value.problems["age"]


def test_the_facts_in_words() -> None:
    assert in_lines(SCENE)[0] == ("You", "26 years old, no children, never married, in practice for less than a year")
    own = dict(in_lines(facts_from(FIELDS | {"facts": "I grew up here."}).in_scene(SCENE)))
    assert own["You"] == "Jo, 51 years old, 2 children, married, in practice for 1.5 years"
    assert own["Also true"] == "I grew up here."

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel
from tests.doubles import PERSONA_TEXT
from tests.german import GERMAN_LINES

from leanin.datafile import FileProblems
from leanin.dynamics import Stance, stance_of
from leanin.persona import Marker, Persona, parse_persona, read_persona
from leanin.resources import shipped
from leanin.rubric import Step, Trap

SHIPPED = sorted(shipped("personas").glob("*.yaml"))
COMMON_TRAPS = (
    Trap.DEFENDING,
    Trap.TAKING_TOO_MUCH,
    Trap.REASSURING,
    Trap.CLAIMING_UNDERSTANDING,
    Trap.ADVISING,
    Trap.STACKED_QUESTIONS,
    Trap.CHANGING_SUBJECT,
    Trap.NON_APOLOGY,
    Trap.HOSTILE,
    Trap.OFF_TASK,
    Trap.MINIMISING,
    Trap.BLAMING,
)


@pytest.fixture(params=SHIPPED, ids=lambda path: path.stem, scope="module")
def persona(request: pytest.FixtureRequest) -> Persona:
    return read_persona(request.param).persona


def test_rosa_and_somebody_who_withdraws_are_shipped():
    markers = {path.stem: read_persona(path).persona.rupture.marker for path in SHIPPED}
    assert markers["rosa"] is Marker.CONFRONTATION
    assert Marker.WITHDRAWAL in markers.values()


def test_a_shipped_persona_is_called_as_its_file(persona):
    assert shipped("personas").joinpath(f"{persona.id}.yaml").is_file()


def test_a_shipped_persona_has_enough_to_say_at_every_stance(persona):
    for stance in Stance:
        assert len(persona.voice.lines[stance]) >= 8
        assert len(persona.voice.thoughts[stance]) >= 6
    assert all(len(disclosure.lines) >= 4 for disclosure in persona.disclosures)


def test_a_shipped_persona_reacts_to_the_common_traps_and_to_every_step(persona):
    for trap in COMMON_TRAPS:
        assert len(persona.voice.reactions[trap]) >= 3
        assert len(persona.voice.noticed[trap]) >= 3
    for step in Step:
        assert len(persona.voice.landed[step]) >= 3
        assert len(persona.voice.felt[step]) >= 3
    assert len(persona.voice.answers) >= 10


def test_a_shipped_persona_starts_as_its_marker_says(persona):
    start = stance_of(persona.temperament.starting_state())
    assert (start is Stance.WITHDRAWN) == (persona.rupture.marker is Marker.WITHDRAWAL)


def test_another_therapist_takes_the_place_of_the_first(persona):
    older = persona.therapist.model_copy(update={"age": 58, "children": 2})
    assert persona.with_therapist(older).therapist.age == 58
    assert persona.therapist.age != 58


def test_the_text_and_its_hash_go_with_the_persona():
    file = parse_persona(PERSONA_TEXT, "ada.yaml")
    assert file.text == PERSONA_TEXT
    assert file.digest == parse_persona(PERSONA_TEXT, "elsewhere.yaml").digest
    assert file.digest != parse_persona(PERSONA_TEXT + "\n", "ada.yaml").digest


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("summary:", "sumary:", "line 6: sumary: there is no such key here; did you mean “summary”?"),
        ("  so_far:", "  so_fra:", "line 15: therapist.so_fra: there is no such key here; did you mean “so_far”?"),
        (
            "{trust: 48,",
            "{trsut: 48,",
            "line 22: disclosures.2.trsut: there is no such key here; did you mean “trust”?",
        ),
        (
            "    sceptical: [I'll",
            "    skeptical: [I'll",
            "line 31: voice.lines.skeptical: there is no such key here; did you mean “sceptical”? Possible: open,",
        ),
        ("marker: confrontation", "marker: confronting", "rupture.marker: expected one of 'confrontation' or 'withdra"),
        ("difficulty: firm", "difficulty: frim", "line 7: difficulty: expected one of 'gentle', 'firm' or 'hard', but"),
        ("{trap: defending", "{trap: defence", "line 43: hot_buttons.1.trap: expected one of 'defending', 'taking_too"),
        ("age: 61", "age: sixty", "line 4: age: a whole number was expected, but found text (sixty)."),
        ("age: 61", "age: 3", "line 4: age: this must be at least 5 (found 3)."),
        ("age: 61", "age:", "line 4: age: there is nothing after this key; a whole number was expected."),
        ("name: Ada Moss", "name: 12", "line 3: name: text was expected, but found a number (12); put it in quotes."),
        ("name: Ada Moss", 'name: ""', "line 3: name: this is empty; write something, or take the key out."),
        (
            "opening: How old are you, anyway?",
            "opening: {So: old}",
            "line 16: opening: text was expected, but found a mapping; text with “: ” in it needs quotes.",
        ),
        ("id: ada", "id: Ada M.", "line 2: id: expected lower-case letters, digits and hyphens, two or more, beginnin"),
        (
            "emotions: [fear]",
            "emotions: fear",
            "line 18: emotions: a list (each item on a line of its own, after “- ”)",
        ),
        ("emotions: [fear]", "emotions: []", "line 18: emotions: at least 1 item needed (found 0 items)."),
        ("difficulty: firm\n", "", "line 1: difficulty: this key is missing."),
        (
            "{trust: 48,",
            "{trust: 28,",
            "line 20: disclosures: each disclosure needs more trust than the one before it.",
        ),
        ("bruising: 13", "bruising: 3", "line 24: temperament: bruising must be larger than warming: losing is faster"),
        ("    open: [Ask me what you like.]\n", "", "line 27: voice.lines: every stance needs lines; missing: open."),
        (
            "rupture: {component: bond, marker: confrontation, about: You seem too young.}",
            "rupture: [bond]",
            "line 10: rupture: a mapping (“key: value” lines) was expected, but found a list (['bond']).",
        ),
    ],
)
def test_what_is_wrong_is_said_by_file_line_and_key(old, new, said):
    assert PERSONA_TEXT.count(old) == 1
    with pytest.raises(FileProblems) as caught:
        parse_persona(PERSONA_TEXT.replace(old, new), "ada.yaml")
    assert f"ada.yaml, {said}" in caught.value.message or said in caught.value.message
    assert "ada.yaml, line" in caught.value.message
    assert len(caught.value.problems) == 1


def test_all_that_is_wrong_is_said_at_once_in_the_order_of_the_file():
    text = PERSONA_TEXT.replace("summary:", "sumary:").replace("age: 61", "age: old").replace("emotions: [fear]\n", "")
    with pytest.raises(FileProblems) as caught:
        parse_persona(text, "ada.yaml")
    assert [(problem.line, problem.key) for problem in caught.value.problems] == [
        (1, "emotions"),
        (4, "age"),
        (6, "sumary"),
    ]


def test_a_file_is_read_with_its_own_name(tmp_path: Path):
    path = tmp_path / "ada.yaml"
    path.write_text(PERSONA_TEXT)
    assert read_persona(path).path == str(path)
    assert read_persona(path).persona.trust_needed == (38, 48, 58)
    assert read_persona(path).persona.sore_spots == {Trap.DEFENDING}


def test_a_second_example_may_be_left_out_and_the_same_words_count_once():
    written = PERSONA_TEXT.replace("example: You're right", "second_example: {}, example: You're right")
    for second, count in (("Young I am. Tell me more.", 2), ("You're right that I am young.", 1), ('""', 1)):
        assert len(parse_persona(written.replace("{}", second), "ada.yaml").persona.educator.examples) == count
    assert parse_persona(PERSONA_TEXT, "ada.yaml").persona.educator.examples == ("You're right that I am young.",)


def _keys(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield field.alias or name
        for nested in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(nested, type) and issubclass(nested, BaseModel):
                yield from _keys(nested)


def test_the_guide_explains_every_key_stance_trap_and_step():
    guide = (Path(__file__).parents[1] / "docs" / "personas.md").read_text()
    wanted = {*_keys(Persona), *Stance, *Trap, *Step}
    assert {word for word in wanted if f"`{word}`" not in guide} == set()


def _speaking(code: str) -> Persona:
    return parse_persona(
        PERSONA_TEXT.replace("pronouns: she\n", f"pronouns: she\nlanguage: {code}\n"), "a.yaml"
    ).persona


def test_a_client_speaks_english_unless_the_file_says_otherwise():
    plain = parse_persona(PERSONA_TEXT, "ada.yaml").persona
    assert plain.language == "en"
    assert not plain.lines_in_english, "English lines are hers"
    assert plain.introduction.endswith("looks after her brother.")
    german = _speaking("DE")
    assert german.language == "de"
    assert german.lines_in_english
    assert german.introduction.endswith(" The two speak German."), "what an evaluator is told"
    assert not parse_persona(GERMAN_LINES, "ada.yaml").persona.lines_in_english


def test_a_language_that_is_no_code_is_refused_by_line_with_what_was_meant():
    with pytest.raises(FileProblems) as caught:
        _speaking("German")
    assert caught.value.message == (
        "a.yaml, line 6: language: the code of a language, such as de or pt-BR, was expected, but found “German”; "
        "perhaps “de” (German) was meant."
    )
    with pytest.raises(FileProblems, match="line 6: language: text was expected"):
        _speaking("[de, fr]")

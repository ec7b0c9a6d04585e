import hashlib
from pathlib import Path

import pytest

from leanin.datafile import FileProblems
from leanin.errors import DataFileError
from leanin.prompts import Rendered, load_prompt, parse_prompt
from leanin.resources import shipped

SOUND = """\
---
version: 3
purpose: Greets.
---
{# a note to whoever edits this #}
{% block fixed %}
You greet {{ name }}.
{% endblock %}
{% block moving %}
{% for word in words %}
- {{ word }}
{% endfor %}
{% endblock %}
"""


def problems_of(text: str) -> str:
    with pytest.raises(FileProblems) as caught:
        parse_prompt("greeter", text, "greeter.md.j2")
    return caught.value.message


def test_a_prompt_is_filled_in_block_by_block() -> None:
    prompt = parse_prompt("greeter", SOUND, "greeter.md.j2")
    assert (prompt.front.version, prompt.front.purpose) == (3, "Greets.")
    assert prompt.render({"name": "Ada", "words": ["one", "two"]}) == Rendered("You greet Ada.", "- one\n- two")


class Heard:
    """Counts how often it is written out."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.times = 0

    def __str__(self) -> str:
        self.times += 1
        return self.words


def test_the_fixed_block_is_filled_in_again_only_for_other_objects() -> None:
    prompt = parse_prompt("greeter", SOUND, "greeter.md.j2")
    ada, other = Heard("Ada"), Heard("Ada")
    rendered = [prompt.render({"name": ada, "words": [word]}) for word in ("one", "two")]
    assert rendered == [Rendered("You greet Ada.", "- one"), Rendered("You greet Ada.", "- two")]
    assert ada.times == 1
    prompt.render({"name": other, "words": []})
    assert other.times == 1
    prompt.render({"name": ada, "words": []})
    assert ada.times == 2


def test_a_variable_that_is_missing_is_missed_also_after_one_that_was_empty() -> None:
    prompt = parse_prompt("greeter", SOUND, "greeter.md.j2")
    assert prompt.render({"name": None, "words": []}).fixed == "You greet None."
    with pytest.raises(FileProblems, match="name"):
        prompt.render({"words": []})


def test_a_transcript_can_carry_the_prompt_as_it_was() -> None:
    prompt = parse_prompt("greeter", SOUND, "greeter.md.j2")
    assert prompt.text == SOUND
    assert prompt.digest == hashlib.sha256(SOUND.encode()).hexdigest()


def test_windows_line_ends_are_read_too() -> None:
    prompt = parse_prompt("greeter", SOUND.replace("\n", "\r\n"), "greeter.md.j2")
    assert prompt.render({"name": "Ada", "words": ["one"]}) == Rendered("You greet Ada.", "- one")


def test_template_code_in_a_value_stays_text() -> None:
    prompt = parse_prompt("greeter", SOUND, "greeter.md.j2")
    filled = prompt.render({"name": "{{ 7 * 7 }}{% endblock %}", "words": ["<b> & {{ name }}"]})
    assert filled == Rendered("You greet {{ 7 * 7 }}{% endblock %}.", "- <b> & {{ name }}")


def test_an_unknown_variable_is_named_with_its_line_and_the_nearest_known_one() -> None:
    prompt = parse_prompt("greeter", SOUND.replace("{{ name }}", "{{ nmae }}"), "greeter.md.j2")
    expected = "greeter.md.j2, line 7: nmae: there is no such variable here; did you mean “name”?."
    with pytest.raises(FileProblems) as before_the_first_call:
        prompt.expect({"name", "words"})
    assert before_the_first_call.value.message == expected
    with pytest.raises(FileProblems) as at_the_call:
        prompt.render({"name": "Ada", "words": []})
    assert at_the_call.value.message == expected


def test_names_that_the_template_makes_itself_are_not_asked_for() -> None:
    text = SOUND.replace("- {{ word }}", "{% set mark = loop.index %}{{ mark }} {{ word }}")
    parse_prompt("greeter", text, "greeter.md.j2").expect({"name", "words"})


def test_a_template_that_fails_says_where() -> None:
    prompt = parse_prompt("greeter", SOUND.replace("{{ word }}", "{{ word.colour }}"), "greeter.md.j2")
    with pytest.raises(FileProblems, match=r"greeter\.md\.j2, line 11: .*colour"):
        prompt.render({"name": "Ada", "words": ["one"]})
    prompt = parse_prompt("greeter", SOUND.replace("{{ word }}", "{{ 1 / 0 }}"), "greeter.md.j2")
    with pytest.raises(FileProblems, match=r"greeter\.md\.j2, line 11: the prompt can't be filled in"):
        prompt.render({"name": "Ada", "words": ["one"]})


def test_the_sandbox_gives_no_way_out_of_the_template() -> None:
    prompt = parse_prompt("greeter", SOUND.replace("{{ name }}", "{{ name.__class__.__mro__ }}"), "greeter.md.j2")
    with pytest.raises(FileProblems, match="line 7"):
        prompt.render({"name": "Ada", "words": []})


@pytest.mark.parametrize(
    ("sound", "broken", "said"),
    [
        ("purpose: Greets.", "porpose: Greets.", "line 3: porpose: there is no such key here; did you mean “purpose”?"),
        ("version: 3", "version: three", "line 2: version"),
        ("version: 3\n", "", "version: this key is missing"),
        ("---\nversion", "version", "line 1: a prompt begins with front matter"),
        ("{% endfor %}", "", "isn't a valid template"),
        ("{{ name }}", "{{ name + }}", "line 7: this isn't a valid template"),
        ("{% block moving %}", "{% block shifting %}", "two blocks, “fixed” and then “moving”; found: fixed, shifting"),
        ("{# a note to whoever edits this #}", "Be kind.", "line 5: this stands outside of the two blocks"),
        ("{# a note to whoever edits this #}", "\n{{ name }}", "line 6: this stands outside of the two blocks"),
        ("You greet", "{% include 'other' %} You greet", "line 7: a prompt can't pull in other files"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_line(sound: str, broken: str, said: str) -> None:
    assert said in problems_of(SOUND.replace(sound, broken))


def test_the_users_own_file_replaces_the_shipped_one(empty_home: Path) -> None:
    assert load_prompt("client").path == str(shipped("prompts") / "client.md.j2")
    own = empty_home / "config" / "prompts" / "client.md.j2"
    own.parent.mkdir(parents=True)
    own.write_text(SOUND, encoding="utf-8")
    assert load_prompt("client").text == SOUND
    assert load_prompt("evaluator").path == str(shipped("prompts") / "evaluator.md.j2")


def test_a_folder_of_ones_own_is_the_only_place_looked_at(tmp_path: Path) -> None:
    (tmp_path / "greeter.md.j2").write_text(SOUND, encoding="utf-8")
    assert load_prompt("greeter", tmp_path).text == SOUND
    with pytest.raises(DataFileError, match=r"There is no file .*client\.md\.j2"):
        load_prompt("client", tmp_path)

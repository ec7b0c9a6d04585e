import contextlib
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from leanin.datafile import MOST_BYTES, FileProblems, is_file, load_yaml, nearest, read_text
from leanin.errors import DataFileError


class Room(BaseModel):
    model_config = ConfigDict(extra="forbid")

    chairs: int = Field(default=1, le=20)
    warm: bool = True
    height: float = Field(default=2.5, gt=0)
    note: str = Field(default="", max_length=8)


class House(BaseModel):
    model_config = ConfigDict(extra="forbid")

    street: str
    kind: str = Field(default="brick", alias="made_of")
    rooms: list[Room] = []
    yard: Room | None = None
    names: dict[str, str] = {}


def problems(text: str, first_line: int = 1) -> str:
    """What is said about a house's file."""
    with pytest.raises(FileProblems) as caught:
        load_yaml(text, "house.yaml", first_line=first_line).as_model(House)
    assert caught.value.message == "\n".join(map(str, caught.value.problems))
    return caught.value.message


def test_a_sound_file_becomes_the_model():
    house = load_yaml("street: Elm\nrooms:\n  - chairs: 2\n    warm: false\n", "house.yaml").as_model(House)
    assert house == House(street="Elm", rooms=[Room(chairs=2, warm=False)])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("street: Elm\nroms: []\n", "house.yaml, line 2: roms: there is no such key here; did you mean “rooms”?"),
        (
            "street: Elm\nmade_off: x\n",
            "house.yaml, line 2: made_off: there is no such key here; did you mean “made_of”?",
        ),
        (
            "street: Elm\nzzz: 1\n",
            "house.yaml, line 2: zzz: there is no such key here. Known here: street, made_of, rooms, yard, names.",
        ),
        (
            "street: Elm\nrooms:\n  - chairs: 1\n  - chiars: 1\n",
            "house.yaml, line 4: rooms.2.chiars: there is no such key here; did you mean “chairs”?",
        ),
        ("stret: Elm\n", "house.yaml, line 1: stret: there is no such key here; did you mean “street”?"),
        ("rooms: []\n", "house.yaml, line 1: street: this key is missing."),
        ("street:\n", "house.yaml, line 1: street: there is nothing after this key; text was expected."),
        (
            "street: Elm\nyard: {chairs: many}\n",
            "house.yaml, line 2: yard.chairs: a whole number was expected, but found text (many).",
        ),
        (
            "street: Elm\nyard:\n  chairs: 1.5\n",
            "house.yaml, line 3: yard.chairs: a whole number was expected, but found a number (1.5).",
        ),
        ("street: Elm\nyard: {chairs: 21}\n", "house.yaml, line 2: yard.chairs: this must be at most 20 (found 21)."),
        ("street: Elm\nyard: {height: 0}\n", "house.yaml, line 2: yard.height: this must be more than 0 (found 0)."),
        (
            "street: Elm\nyard: {height: tall}\n",
            "house.yaml, line 2: yard.height: a number was expected, but found text (tall).",
        ),
        (
            "street: Elm\nyard: {warm: perhaps}\n",
            "house.yaml, line 2: yard.warm: true or false was expected, but found text (perhaps).",
        ),
        (
            "street: Elm\nyard: {note: far too long}\n",
            "house.yaml, line 2: yard.note: string should have at most 8 characters (found far too long).",
        ),
        (
            "street: Elm\nyard: [1]\n",
            "house.yaml, line 2: yard: a mapping (“key: value” lines) was expected, but found a list ([1]).",
        ),
        (
            "street: Elm\nnames: {a: {b: c}}\n",
            "house.yaml, line 2: names.a: text was expected, but found a mapping; text with “: ” in it needs quotes.",
        ),
        (
            "street: 2020-01-01\n",
            "house.yaml, line 1: street: text was expected, but found date (2020-01-01); put it in quotes.",
        ),
        (
            f"street: Elm\nrooms: {'x' * 60}\n",
            f"found text ({'x' * 37}…).",
        ),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(text, said):
    message = problems(text)
    assert message.endswith(said) if said.startswith("found") else message == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "house.yaml, line 1: a mapping of keys to values was expected, but it is empty."),
        ("# nothing yet\n", "house.yaml, line 1: a mapping of keys to values was expected, but it is empty."),
        ("- a\n- b\n", "house.yaml, line 1: a mapping of keys to values was expected, but it is a list."),
        ("Elm Street\n", "house.yaml, line 1: a mapping of keys to values was expected, but it is text."),
        ("12\n", "house.yaml, line 1: a mapping of keys to values was expected, but it is a number."),
        (
            "a: b: c\n",
            "house.yaml, line 1: this isn't valid YAML: text with “: ” in it needs quotes around it, and a quo",
        ),
        ('a: "b\n', "line 2: this isn't valid YAML: a quotation mark was opened and never closed."),
        ("a:\n\tb: c\n", "house.yaml, line 2: this isn't valid YAML: use spaces at the beginning of a line, not tabs."),
        ("a: 1\nb: 2\na: 3\n", "house.yaml, line 3: this isn't valid YAML: the key “a” is there twice."),
        (
            "a: 1\n---\nb: 1\n",
            "house.yaml, line 2: this isn't valid YAML: there is a second document; take out the line",
        ),
        (
            "a: &x 1\nb: 2\n",
            "house.yaml, line 1: this isn't valid YAML: “&x” is a reference, which isn't taken here; text",
        ),
        (
            "a: 1\nb: *sighs*\n",
            "house.yaml, line 2: this isn't valid YAML: “*sighs*” is a reference, which isn't taken here",
        ),
        ("a: [1, 2\n", "this isn't valid YAML: a bracket, [ or {, was opened and isn't closed as it should be."),
        ("a: [" * 5000, "this isn't valid YAML"),
        ("a: 1\nb: !!bool x\n", "house.yaml, line 2: this isn't valid YAML: “!” makes a tag of what follows"),
        ("a: !!int ''\n", "house.yaml, line 1: this isn't valid YAML: “!” makes a tag"),
        ("a: !!set x\n", "house.yaml, line 1: this isn't valid YAML: “!” makes a tag"),
        ("a: !wow, that hurt\n", "“!” makes a tag of what follows, which isn't taken here; text that begins with “!”"),
    ],
)
def test_broken_yaml_is_explained_by_line(text, said):
    with pytest.raises(FileProblems) as caught:
        load_yaml(text, "house.yaml")
    assert said in caught.value.message
    assert "Traceback" not in caught.value.message


def test_a_few_lines_of_aliases_cannot_fill_the_memory():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{key}: &{key} [*{last}, *{last}]\n" for last, key in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(FileProblems, match="reference, which isn't taken here"):
        load_yaml(bomb, "house.yaml")


def test_lines_are_counted_from_where_the_text_begins_in_its_file():
    assert "line 12: roms:" in problems("street: Elm\nroms: []\n", first_line=11)
    with pytest.raises(FileProblems, match="line 11: "):
        load_yaml("- a\n", "prompt.md", first_line=11)


def test_the_line_of_any_place():
    document = load_yaml("street: Elm\nrooms:\n  - chairs: 1\n  -\n    warm: true\n", "house.yaml")
    assert document.line_of(("rooms", 1, "warm")) == 5
    assert document.line_of(("rooms", 0, "chairs")) == 3
    assert document.line_of(("rooms", 1, "missing")) == document.line_of(("rooms", 1))
    assert document.line_of(("nowhere", "at", 3)) == 1


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\x7fELF\x02\x01\x00\xff\xfe", "line 1: this is not UTF-8 text; is it a binary file?"),
        (b"a: 1\nb: \xff\n", "line 2: this is not UTF-8 text; is it a binary file?"),
        (b"a: \x00\n", "this looks like a binary file, not YAML text."),
        (b"#" * (MOST_BYTES + 1), "is larger than 1,000,000 bytes; such a file isn't read."),
    ],
)
def test_a_file_that_is_no_text_is_not_read(tmp_path: Path, raw: bytes, said: str):
    path = tmp_path / "house.yaml"
    path.write_bytes(raw)
    with pytest.raises(DataFileError) as caught:
        read_text(path)
    assert str(path) in caught.value.message
    assert said in caught.value.message


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Path):
    with pytest.raises(DataFileError, match=r"There is no file .*nothing\.yaml\."):
        read_text(tmp_path / "nothing.yaml")
    with pytest.raises(DataFileError, match="can't be read: Is a directory"):
        read_text(tmp_path)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="whoever runs this may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path):
    path = tmp_path / "house.yaml"
    path.write_text("street: Elm\n")
    path.chmod(0)
    with pytest.raises(DataFileError, match=r"house\.yaml can't be read: Permission denied"):
        read_text(path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a device that never ends")
def test_a_device_that_never_ends_is_not_read_to_its_end():
    with pytest.raises(DataFileError, match="larger than"):
        read_text(Path("/dev/zero"))


def test_text_with_a_byte_order_mark_is_read_without_it(tmp_path: Path):
    path = tmp_path / "house.yaml"
    path.write_bytes(b"\xef\xbb\xbfstreet: Elm\n")
    assert read_text(path) == "street: Elm\n"


def test_a_name_that_no_file_can_have_names_none(tmp_path: Path):
    (tmp_path / "house.yaml").write_text("street: Elm\n")
    assert is_file(tmp_path / "house.yaml")
    assert not is_file(tmp_path)
    assert not is_file(tmp_path / ("a" * 300))
    with pytest.raises(DataFileError, match="can't be read: embedded null byte"):
        read_text(tmp_path / "a\0b")


@given(st.text(alphabet=list("a1-:!?&*|>%@'\"{}[], \n<=~.yYnN#+_"), max_size=30))
def test_whatever_is_written_is_read_or_explained(text: str):
    with contextlib.suppress(FileProblems):
        load_yaml(f"street: {text}\n", "house.yaml").plain()


def test_the_nearest_word():
    assert nearest("Rossa", ["rosa", "desmond"]) == "rosa"
    assert nearest("qqq", ["rosa", "desmond"]) is None

"""Character Card V2 as JSON: a card that anybody may have written, read with care.

The format is the `chara_card_v2` specification of 2023: a few plain texts for whatever model plays the character, and
`extensions`, where each tool keeps its own under its own name and destroys nobody else's.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from leanin.datafaults import faults_of, kind_of
from leanin.datafile import FileProblems, Problem, read_text
from leanin.errors import DataFileError

SPEC: Final = "chara_card_v2"
SPEC_VERSION: Final = "2.0"

OUR_EXTENSION: Final = "leanin"
"""Where our own fields live in a card's `extensions`."""

_DEEPEST: Final = 60
"""Levels of nesting; other tools' extensions have a dozen."""

_PICTURES: Final = {b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"RIFF": "WEBP", b"GIF8": "GIF", b"PK\x03\x04": "ZIP"}
"""How files begin that aren't JSON and often hold a card."""

_UNSEEN: Final = re.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""Control characters and the like that JSON would let stand as they are."""


class CardData(BaseModel):
    """The texts of a card, under `data`. What a card leaves out counts as empty; unknown keys are kept."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)

    name: str = ""
    description: str = ""
    personality: str = ""
    scenario: str = ""
    first_mes: str = ""
    """The first words that the user of the card hears."""
    mes_example: str = ""
    creator_notes: str = ""
    system_prompt: str = ""
    post_history_instructions: str = ""
    alternate_greetings: list[str] = Field(default_factory=list)
    character_book: dict[str, Any] | None = None
    tags: list[str] = Field(default_factory=list)
    creator: str = ""
    character_version: str = ""
    extensions: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_empty(cls, data: Any) -> Any:
        """Many tools write `null` for what they leave out."""
        if not isinstance(data, Mapping):
            return data
        return {key: value for key, value in data.items() if value is not None or key not in cls.model_fields}


@dataclass(frozen=True)
class Card:
    """A card that was read and found sound."""

    path: str
    raw: dict[str, Any]
    """All of it as it stands in the file, unknown keys too."""
    data: CardData
    remarks: tuple[str, ...] = ()
    """What is odd about it and doesn't keep it from being read, a sentence each."""

    @property
    def ours(self) -> Any:
        """What leanin itself put into the card; None where it didn't."""
        return self.data.extensions.get(OUR_EXTENSION)


def read_card(path: Path) -> Card:
    """Read a V2 card. Raises `DataFileError` in plain words where the file is anything else."""
    try:
        with path.open("rb") as file:
            beginning = file.read(4)
    except OSError:
        beginning = b""  # `read_text` says why
    for signature, kind in _PICTURES.items():
        if beginning.startswith(signature):
            raise DataFileError(
                f"{path} is a {kind} file. leanin reads cards as JSON only: open it in the tool that it comes from and "
                "export it as JSON."
            )
    return parse_card(read_text(path), str(path))


def parse_card(text: str, path: str) -> Card:
    """Read a V2 card from JSON text; `path` names it in errors. Raises `FileProblems`."""
    raw = _parsed(text, path)
    if not isinstance(raw, dict):
        raise _problem(path, f"a card was expected, which is a JSON object, but this is {kind_of(raw)}.")
    spec = raw.get("spec")
    if spec is None and ("first_mes" in raw or "char_name" in raw or {"name", "description"} <= raw.keys()):
        raise _problem(path, "this is a V1 card. Open it in a card editor and save it as V2 (chara_card_v2).")
    if spec != SPEC:
        found = f"“{spec}”" if isinstance(spec, str) else "nothing of the kind" if spec is None else kind_of(spec)
        raise _problem(path, f"a Character Card V2 says “{SPEC}” here, but found {found}.", "spec")
    if not isinstance(raw.get("data"), dict):
        raise _problem(path, f"a JSON object was expected, but found {kind_of(raw.get('data'))}.", "data")
    try:
        data = CardData.model_validate(raw["data"])
    except ValidationError as error:
        faults = faults_of(error, CardData)
        raise FileProblems([Problem(path, 0, f"data.{key}", words) for key, words in faults]) from None
    return Card(path, raw, data, _remarks(raw))


def as_json(card: Mapping[str, Any]) -> str:
    """A card as JSON text that people can read; what could command their terminal is escaped."""
    text = json.dumps(card, ensure_ascii=False, indent=2, allow_nan=False)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n"


def _parsed(text: str, path: str) -> Any:
    try:
        raw = json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_number, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise FileProblems([Problem(path, error.lineno, "", f"this isn't valid JSON: {error.msg}.")]) from None
    except RecursionError:
        raise _problem(path, "this is nested too deeply.") from None
    except ValueError as error:
        raise _problem(path, f"this isn't valid JSON: {error}.") from None
    if _depth_exceeds(raw, _DEEPEST):
        raise _problem(path, "this is nested too deeply.")
    try:
        json.dumps(raw, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise _problem(path, r"it holds half a character (a lone \ud800 to \udfff), which can't be written.") from None
    return raw


def _problem(path: str, words: str, key: str = "") -> FileProblems:
    return FileProblems([Problem(path, 0, key, words)])


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in found if names.count(name) > 1)
        raise ValueError(f"the key “{twice}” is there twice")
    return found


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} isn't a number")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"the number {digits[:20]} is too large")
    return number


def _depth_exceeds(value: Any, most: int) -> bool:
    level = [value]
    for _ in range(most):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return False
    return True


def _remarks(raw: Mapping[str, Any]) -> tuple[str, ...]:
    remarks = []
    if (version := raw.get("spec_version")) != SPEC_VERSION:
        said = f"“{version}”" if isinstance(version, str) else "missing"
        remarks.append(f"spec_version is {said}, not “{SPEC_VERSION}”; read as {SPEC_VERSION}.")
    missing = [key for key in CardData.model_fields if key != "character_book" and raw["data"].get(key) is None]
    if missing:
        remarks.append(f"These keys, which every V2 card has, are missing and count as empty: {', '.join(missing)}.")
    return tuple(remarks)

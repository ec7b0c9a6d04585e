"""A Character Card V2 taken in: our own becomes the persona that it was, anybody's a draft for the interview."""

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from leanin.authoring.character_card import OUR_EXTENSION, Card
from leanin.authoring.character_card_export import EXTENSION_SCHEMA, plain_fields
from leanin.authoring.character_card_files import refuse_to_replace, write_private
from leanin.authoring.character_card_rest import PLACED, keep, rest_of, rest_path, what_is_kept
from leanin.authoring.draft import Draft
from leanin.authoring.keeping import free_path, own_path
from leanin.authoring.questions import QUESTIONS, Kind, Question
from leanin.authoring.yaml_text import as_yaml
from leanin.datafaults import faults_of
from leanin.datafile import FileProblems, Problem
from leanin.errors import DataFileError
from leanin.locations import own_personas_dir
from leanin.persona import MOST_CHARACTERS, Persona, parse_persona
from leanin.resources import shipped

THE_USER: Final = "the therapist"
"""What stands for `{{user}}` unless another name is given."""

_MACRO: Final = re.compile(r"\{\{(char|user)\}\}|<(bot|user)>", re.IGNORECASE)
_OTHER_MACRO: Final = re.compile(r"\{\{[^{}]{0,80}\}\}")

_CONTROL: Final = re.compile(r"[^\x20-\x7e\n\u00a1-\u1fff\u2010-\u2027\u2030-\ud7ff\uf900-\ufdff\U00010000-\U0010ffff]")

_GOES_TO: Final = {
    "name": "name",
    "description": "about",
    "personality": "voice.style",
    "scenario": "therapist.setting",
    "first_mes": "opening",
}
"""Keys of a foreign card, and the questions of the interview that they answer."""

_MISSES: Final = (
    ("age and pronouns", ("age", "pronouns")),
    ("what broke between the client and the therapist", ("rupture.component", "rupture.marker", "rupture.about")),
    ("who the therapist is in the scene", ("therapist.age", "therapist.training", "therapist.so_far")),
    ("a concern beneath the words, feelings and a story", ("concern", "emotions", "story")),
    ("disclosures: what the client tells, and when", ("disclosures.0.tells",)),
    ("how hard they are to reach", ("difficulty",)),
    ("lines and thoughts for each of the seven stances", ("voice.lines.open", "voice.thoughts.open")),
    ("what they would never say or do", ("never",)),
    ("notes for educators", ("educator.trains", "educator.mistakes", "educator.example")),
)
"""What no foreign card has, in words, with the questions that ask for it."""


@dataclass(frozen=True)
class TakenIn:
    """What became of a card."""

    persona: Path | None
    """The persona's file; None where the card became a draft."""
    said: tuple[str, ...]
    """What was taken, kept, lost and is missing, a line each."""


def take_in(card: Card, out: Path | None = None, *, force: bool = False, user: str = THE_USER) -> TakenIn:
    """Make a persona or a draft of a card. Raises `DataFileError` where either can't be made; nothing is written then.

    `user` stands for the person that the card calls `{{user}}`.
    """
    return _ours(card, out, force) if card.ours is not None else _foreign(card, out, force, user)


def _ours(card: Card, out: Path | None, force: bool) -> TakenIn:
    persona, data = _persona_in(card)
    path = out or own_path(persona.id)
    text = as_yaml(_quoted(data))
    file = parse_persona(text, str(path))
    if file.persona != persona:
        raise DataFileError(f"{card.path}: the persona in it can't be written as YAML without loss.")
    fresh = plain_fields(persona)
    rest = rest_of(card, fresh)
    refuse_to_replace(path, force=force)
    if rest:
        refuse_to_replace(rest_path(path), force=force)
    write_private(path, text, force=force)
    said = [*card.remarks, f"{persona.name} is in {path}."]
    if path.stem != persona.id:
        said.append(f"To have them in the gallery, call the file {persona.id}.yaml and put it in {own_personas_dir()}.")
    elif not out and (shipped("personas") / path.name).is_file():
        said.append(f"It takes the place of the shipped {persona.id}.")
    said += [
        f"Lost: {key} says something else than the persona in the card; the persona counts."
        for key in PLACED
        if card.raw["data"].get(key) != fresh[key]
    ]
    if rest:
        said.append(_kept(rest, keep(rest, path, force=force)))
    return TakenIn(path, tuple(said))


def _quoted(data: Any) -> Any:
    """The data with every text that holds control characters in double quotes: only there YAML can say them."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(data, Mapping):
        return {key: _quoted(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_quoted(value) for value in data]
    if isinstance(data, str) and _CONTROL.search(data):
        return DoubleQuotedScalarString(data)
    return data


def _persona_in(card: Card) -> tuple[Persona, dict[str, Any]]:
    """The persona in our extension, checked as a file is, and its data. Raises `FileProblems`."""
    place = f"data.extensions.{OUR_EXTENSION}"
    held = card.ours
    if not isinstance(held, Mapping) or held.get("schema") != EXTENSION_SCHEMA:
        words = f"this isn't what leanin writes there (schema {EXTENSION_SCHEMA}); a newer leanin may have."
        raise FileProblems([Problem(card.path, 0, place, words)])
    data = held.get("persona")
    try:
        return Persona.model_validate(data), dict(data) if isinstance(data, Mapping) else {}
    except ValidationError as error:
        faults = faults_of(error, Persona)
        problems = [Problem(card.path, 0, f"{place}.persona.{key}".rstrip("."), words) for key, words in faults[:20]]
        raise FileProblems(problems) from None


def _foreign(card: Card, out: Path | None, force: bool, user: str) -> TakenIn:
    taken = list(_taken(card, user))
    if not taken:
        raise DataFileError(f"{card.path} says nothing about anybody: its plain texts are empty.", title="Not taken in")
    draft = Draft.kept()
    if not force and any(draft.answer_to(question) is not None for question in QUESTIONS):
        raise DataFileError(
            "A draft of a persona is there already. Finish it with `leanin persona new`, or give --force to begin "
            "anew with this card.",
            title="Not taken in",
        )
    rest = rest_of(card)
    if out:
        refuse_to_replace(out, force=False)
    if out and rest:
        refuse_to_replace(rest_path(out), force=force)
    draft.forget()
    for question, _, text, _ in taken:
        draft.answer(question, text)
    persona = out or free_path(draft.persona_id())
    said = [
        "This card is not from leanin, so it became a draft; it has no client yet that could be met.",
        *card.remarks,
        *(f"{key} → {question.key}{remark}" for question, key, _, remark in taken),
    ]
    if rest:
        # without --out, the name is free: what stands there belongs to a draft that was given up
        said.append(_kept(rest, keep(rest, persona, force=force or not out)))
    missing = [words for words, keys in _MISSES if not all(_answered(draft, key) for key in keys)]
    said += [f"Missing: {words}." for words in missing]
    said.append(f"Go on with: leanin persona new{f' --out {shlex.quote(str(out))}' if out else ''}")
    return TakenIn(None, tuple(said))


def _taken(card: Card, user: str) -> Iterator[tuple[Question, str, str, str]]:
    """The question, the card's key, the answer, and a remark on it, for each text that a draft can take."""
    questions = {question.key: question for question in QUESTIONS}
    for key, place in _GOES_TO.items():
        given: str = getattr(card.data, key)
        text = given if key == "name" else _with_names(given, card.data.name, user)
        if not text.strip():
            continue
        remarks = []
        if text != given:
            remarks.append("names put in for {{char}} and {{user}}")
        if found := _OTHER_MACRO.search(text):
            remarks.append(f"“{found.group()}” stays as text, nothing is run")
        if len(text) > MOST_CHARACTERS:
            remarks.append(f"cut to its first {MOST_CHARACTERS:,} characters of {len(text):,}")
            text = text[:MOST_CHARACTERS]
        question = questions[place]
        if question.kind is not Kind.LINES:
            text = " ".join(text.split())
        yield question, key, text, f" ({'; '.join(remarks)})" if remarks else ""


def _with_names(text: str, name: str, user: str) -> str:
    """The text with the two names that cards leave open, put in at one go: names in names stay as they are."""
    return _MACRO.sub(lambda found: user if "user" in found.group().casefold() else name, text)


def _answered(draft: Draft, key: str) -> bool:
    return any(question.key == key and draft.answer_to(question) is not None for question in QUESTIONS)


def _kept(rest: Mapping[str, Any], path: Path) -> str:
    return f"Kept in {path}, and put back on export: {', '.join(what_is_kept(rest))}."

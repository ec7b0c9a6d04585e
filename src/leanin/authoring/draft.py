"""A persona in the making: answers so far, kept on disk after each, and the file that they add up to."""

import json
import os
import re
from pathlib import Path
from typing import Any, Final

from leanin.authoring.questions import QUESTIONS, Answer, Question
from leanin.authoring.temperaments import temperament_for, trust_to_tell
from leanin.authoring.yaml_text import as_yaml
from leanin.errors import DataFileError
from leanin.locations import data_dir, make_private
from leanin.persona import Difficulty, Marker, PersonaFile, parse_persona

_FILE: Final = "persona-draft.json"


class Draft:
    """The answers to the interview so far. Each is kept as it is given, so that nothing is lost by leaving.

    Two interviews at a time share the draft: each adds its own answers to what is on the disk.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._answers: dict[str, Answer] = {}
        self._skipped: set[str] = set()
        self._begun: dict[str, str] = {}

    @classmethod
    def kept(cls) -> "Draft":
        """The draft that was left, or an empty one. A draft that can't be read counts as none."""
        draft = cls(data_dir() / _FILE)
        draft._read()
        return draft

    def answer_to(self, question: Question) -> Answer | None:
        """What was answered to this question; None where it wasn't."""
        return self._answers.get(question.key)

    def begun(self, question: Question) -> str:
        """What was typed for this question and not yet given as an answer."""
        return self._begun.get(question.key, "")

    def answer(self, question: Question, text: str) -> None:
        """Take an answer. Raises `Unfit` where it can't be taken, `DataFileError` where it can't be kept."""
        answer = question.parse(text)
        self._read()
        self._forget_about(question)
        self._answers[question.key] = answer
        self._keep()

    def skip(self, question: Question) -> None:
        """Leave a question that needn't be answered; an answer that was given is taken back."""
        self._read()
        self._forget_about(question)
        self._skipped.add(question.key)
        self._keep()

    def begin(self, question: Question, text: str) -> None:
        """Keep what was typed so far, as it is. Raises `DataFileError` where it can't be kept."""
        self._read()
        self._begun[question.key] = text
        self._keep()

    def next_open(self) -> int:
        """The place of the first question that is neither answered nor skipped; the number of questions at the end."""
        done = self._answers.keys() | self._skipped
        return next((place for place, question in enumerate(QUESTIONS) if question.key not in done), len(QUESTIONS))

    def forget(self) -> None:
        """Delete the draft."""
        for kept in (self._answers, self._skipped, self._begun):
            kept.clear()
        self._path.unlink(missing_ok=True)

    def persona_id(self) -> str:
        """The id that the name gives: lower-case letters, digits and hyphens."""
        name = str(self._answers.get("name", ""))
        words = re.findall(r"[a-z0-9]+", name.casefold())
        stem = next((word for word in words if word[0].isalpha() and len(word) > 1 and word not in _TITLES), "")
        return stem or "client"

    def as_file(self, path: Path) -> PersonaFile:
        """The persona file, checked. Raises `FileProblems` with what is still wrong with it."""
        return parse_persona(self.as_text(path.stem), str(path))

    def as_text(self, persona_id: str) -> str:
        """The persona as commented YAML."""
        return as_yaml(self._data(persona_id))

    def _data(self, persona_id: str) -> dict[str, Any]:
        nested: dict[str, Any] = {"schema": 1, "id": persona_id}
        for question in QUESTIONS:
            if question.key in self._answers:
                _put(nested, question.key.split("."), self._answers[question.key])
        told = nested.get("disclosures", {})
        temperament = temperament_for(
            Marker(str(self._answers.get("rupture.marker", Marker.CONFRONTATION))),
            Difficulty(str(self._answers.get("difficulty", Difficulty.FIRM))),
        )
        levels = trust_to_tell(temperament, len(told))
        nested["disclosures"] = [
            {"trust": trust, **disclosure} for trust, disclosure in zip(levels, told.values(), strict=True)
        ]
        nested["temperament"] = temperament.model_dump()
        return nested

    def _forget_about(self, question: Question) -> None:
        self._answers.pop(question.key, None)
        self._begun.pop(question.key, None)
        self._skipped.discard(question.key)

    def _read(self) -> None:
        """Take up what is on the disk, where it can be read."""
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            answers, skipped, begun = dict(kept["answers"]), set(kept["skipped"]), dict(kept["begun"])
        except (OSError, ValueError, LookupError, TypeError):
            return
        self._answers, self._skipped, self._begun = answers, skipped, begun

    def _keep(self) -> None:
        try:
            make_private(self._path.parent)
            unfinished = self._path.with_suffix(".part")
            private = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(private, "w", encoding="utf-8") as file:
                kept = {"answers": self._answers, "skipped": sorted(self._skipped), "begun": self._begun}
                json.dump(kept, file, ensure_ascii=False)
            unfinished.replace(self._path)
        except OSError as error:
            raise DataFileError(f"The draft can't be kept in {self._path}: {error.strerror or error}.") from None


_TITLES: Final = frozenset({"mr", "mrs", "ms", "miss", "dr", "sir", "father", "sister"})


def _put(data: dict[str, Any], path: list[str], value: Answer) -> None:
    for part in path[:-1]:
        data = data.setdefault(part, {})
    data[path[-1]] = value

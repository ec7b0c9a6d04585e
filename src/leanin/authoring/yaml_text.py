"""A persona as YAML that an educator can go on with: in the order of the guide, with a comment before each part."""

import io
from collections.abc import Mapping
from typing import Any, Final

_HEAD: Final = "# A persona for leanin. `leanin persona lint FILE` checks it, docs/personas.md explains every key."

_PARTS: Final[dict[str, str]] = {
    "schema": "",
    "id": "The name by which commands call it, and the file's name.",
    "name": "",
    "age": "",
    "pronouns": "",
    "language": "What they speak, by its code, as de or pt-BR.",
    "summary": "One line for the gallery.",
    "difficulty": "gentle, firm or hard.",
    "about": "What anybody in the room could know.",
    "people": "Names they may mention; blanked when a session is exported without names.",
    "rupture": "What broke: bond, goals or tasks; confrontation or withdrawal.",
    "therapist": "Who the trainee is in this scene. What is owned must be true of these facts.",
    "opening": "The first words the trainee hears. Never the concern itself.",
    "concern": "What lies beneath; not said until it is safe. Reflections are judged against it.",
    "emotions": "",
    "story": "What lies behind the concern.",
    "disclosures": "Told in order, at most one a turn, from that trust (0 to 100) on.",
    "temperament": "Where they start (0 to 100 each) and how fast they move (points for one reply).",
    "voice": "How they speak: everything but style is in their own words.",
    "hot_buttons": "Traps that hurt this person more, each with a because.",
    "never": "",
    "educator": "For whoever teaches with this persona.",
}
"""Each key of the file in its order, with what is said of it."""

_WIDTH: Final = 110


def as_yaml(data: Mapping[str, Any]) -> str:
    """The data of a persona as text; keys that aren't there are left out."""
    parts = [_HEAD]
    for key in (*(key for key in _PARTS if key in data), *(key for key in data if key not in _PARTS)):
        if comment := _PARTS.get(key):
            parts.append(f"\n# {comment}")
        parts.append(_dumped({key: data[key]}))
    return "\n".join(parts) + "\n"


def _dumped(data: Mapping[str, Any]) -> str:
    from ruamel.yaml import YAML

    writer = YAML()
    writer.width = _WIDTH
    writer.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    writer.dump(dict(data), out)
    return out.getvalue().rstrip("\n")

"""A persona as a Character Card V2: all of it under `extensions.leanin`, and the plain texts for other tools.

Other tools show the plain texts to whatever model plays the character, so those hold only what anybody in the room
could know. Concern, story, disclosures, thoughts and temperament stand in our extension alone.
"""

import hashlib
from pathlib import Path
from typing import Any, Final

from leanin.authoring.character_card import OUR_EXTENSION, SPEC, SPEC_VERSION
from leanin.authoring.character_card_rest import kept_beside, put_back, rest_path, what_is_kept
from leanin.datafile import load_yaml
from leanin.dynamics import Stance, stance_of
from leanin.persona import Persona, PersonaFile

EXTENSION_SCHEMA: Final = 1
"""Raised when an older leanin could no longer read what a newer one puts into `extensions.leanin`."""

_EXAMPLES: Final = (Stance.CONFRONTING, Stance.SCEPTICAL, Stance.TESTING, Stance.WITHDRAWN)
"""Stances whose lines show how the person talks and give nothing away."""

_DIRECTION: Final = (
    "{{original}}\n\nIn this conversation {{char}} is a client in counselling and {{user}} is the therapist, a "
    "trainee who practises. Write only what {{char}} says, short and spoken. {{char}} has doubts, isn't won over by "
    "kind or clever words, and never advises, praises or thanks {{user}} as an assistant would."
)


def as_card(file: PersonaFile) -> dict[str, Any]:
    """The persona as a card. The same persona gives the same card."""
    written = load_yaml(file.text, file.path).plain()
    return {
        "spec": SPEC,
        "spec_version": SPEC_VERSION,
        "data": {
            **plain_fields(file.persona),
            "extensions": {OUR_EXTENSION: {"schema": EXTENSION_SCHEMA, "persona": written}},
        },
    }


def plain_fields(persona: Persona) -> dict[str, Any]:
    """What a card's `data` says to other tools, without `extensions`."""
    kind = (persona.rupture.component.value, persona.rupture.marker.value, persona.difficulty.value)
    return {
        "name": persona.name,
        "description": (
            f"{persona.name}, {persona.age} ({persona.pronouns}). {persona.about}\n\n"
            f"What stands between {persona.name} and the therapist: {persona.rupture.about}"
        ),
        "personality": "\n".join([*persona.voice.style, *(f"Never: {never}" for never in persona.never)]),
        "scenario": (
            f"{{{{user}}}} is the therapist. These are {{{{user}}}}'s facts, and “you” means {{{{user}}}}:\n"
            f"{persona.therapist.as_sentences()}"
        ),
        "first_mes": persona.opening,
        "mes_example": _examples(persona),
        "creator_notes": (
            f"{persona.summary}\n\nA client to practise with, written for leanin. Trains: {persona.educator.trains}\n\n"
            "Educators: the whole persona, with what lies beneath and what is told only later, stands in "
            "extensions.leanin, and whoever opens this file can read it. leanin moves the client by rules; another "
            "tool has only the plain texts."
        ),
        "system_prompt": _DIRECTION,
        "post_history_instructions": "",
        "alternate_greetings": [],
        "tags": ["leanin", "counselling practice", *kind],
        "creator": "",
        "character_version": hashlib.sha256(persona.model_dump_json().encode()).hexdigest()[:12],
    }


def exported(file: PersonaFile) -> tuple[dict[str, Any], list[str]]:
    """The card with what was kept beside the persona put back, and what whoever passes it on should know.

    Raises `DataFileError` where the file beside the persona can't be used.
    """
    card = as_card(file)
    path = Path(file.path)
    said = [
        "The whole persona is in the card, under extensions.leanin: whoever opens the file can read the concern, the "
        "story and all that the client tells only later. It is for educators, not for trainees who are to meet them.",
        "Other tools show their model the name, description, personality, scenario, first_mes and mes_example. The "
        "concern and the story aren't in those, so elsewhere the client never tells them, and no stance moves them.",
        "Comments in the persona's file aren't carried.",
    ]
    rest = kept_beside(path)
    if rest is None:
        return card, said
    if rest.data.name != file.persona.name:
        return card, [
            *said,
            f"Not put back: {rest_path(path)} belongs to {rest.data.name or 'somebody without a name'}.",
        ]
    said.append(f"Put back from {rest_path(path)}: {', '.join(what_is_kept(rest.raw))}.")
    return put_back(card, rest), said


def _examples(persona: Persona) -> str:
    """Two lines each of stances that give nothing away, the starting one first."""
    start = stance_of(persona.temperament.starting_state())
    stances = sorted(_EXAMPLES, key=lambda stance: stance is not start)
    lines = [line for stance in stances for line in persona.voice.lines[stance][:2]]
    return "\n".join(f"<START>\n{{{{char}}}}: {line}" for line in lines)

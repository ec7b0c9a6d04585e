"""What a card holds and a persona file has no place for: kept beside the persona, put back on export.

Persona files refuse unknown keys, so that a slip is found. The rest of a card therefore goes into a file of its own,
`<persona>.card.json`, which is itself a (partial) V2 card and is read with the same care.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from leanin.authoring.character_card import OUR_EXTENSION, SPEC, SPEC_VERSION, Card, CardData, as_json, read_card
from leanin.authoring.character_card_files import write_private

PLACED: Final = ("name", "description", "personality", "scenario", "first_mes")
"""Keys of a card that a persona has a place for."""


def rest_path(persona: Path) -> Path:
    """Where the rest of a card stands: beside the persona file."""
    return persona.with_name(f"{persona.stem}.card.json")


def rest_of(card: Card, fresh: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    """What is to be kept of a card, as a partial card; None where that is nothing.

    `fresh` is the `data` that an export of the persona would write anew: what is the same there needn't be kept.
    """
    outside = {key: value for key, value in card.raw.items() if key not in ("spec", "spec_version", "data")}
    written = card.raw["data"]
    known = CardData.model_fields
    data = {
        key: value
        for key, value in written.items()
        if key not in (*PLACED, "extensions", "tags")
        and not (key in known and not value)
        and (fresh is None or key not in fresh or fresh[key] != value)
    }
    fresh_tags = fresh["tags"] if fresh else ()
    if tags := [tag for tag in card.data.tags if tag not in fresh_tags]:
        data["tags"] = tags
    if foreign := {key: value for key, value in card.data.extensions.items() if key != OUR_EXTENSION}:
        data["extensions"] = foreign
    if not data and not outside:
        return None
    return outside | {"spec": SPEC, "spec_version": SPEC_VERSION, "data": {"name": card.data.name, **data}}


def what_is_kept(rest: Mapping[str, Any]) -> list[str]:
    """The keys of a rest, dotted, extensions one by one."""
    names = [key for key in rest if key not in ("spec", "spec_version", "data")]
    for key, value in rest["data"].items():
        names += [f"data.extensions.{name}" for name in value] if key == "extensions" else [f"data.{key}"]
    return [name for name in names if name != "data.name"]


def keep(rest: Mapping[str, Any], persona: Path, *, force: bool) -> Path:
    """Write the rest beside the persona. Raises `DataFileError` where a file is there and isn't to be replaced."""
    path = rest_path(persona)
    write_private(path, as_json(rest), force=force)
    return path


def kept_beside(persona: Path) -> Card | None:
    """The rest that stands beside a persona, if any. Raises `DataFileError` where it can't be used."""
    path = rest_path(persona)
    return read_card(path) if path.is_file() else None


def put_back(card: Mapping[str, Any], rest: Card) -> dict[str, Any]:
    """A card with what was kept put back into its places; our own fields are never replaced."""
    data = card["data"]
    more = {
        key: value
        for key, value in rest.raw["data"].items()
        if key not in (*PLACED, "tags", "extensions") and not (key in CardData.model_fields and not value)
    }
    outside = {key: value for key, value in rest.raw.items() if key not in card}
    tags = list(dict.fromkeys([*data["tags"], *rest.data.tags]))
    extensions = {**rest.data.extensions, **data["extensions"]}
    return {**card, "data": {**data, **more, "tags": tags, "extensions": extensions}, **outside}

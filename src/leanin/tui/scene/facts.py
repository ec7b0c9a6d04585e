"""Who the trainee is in the scene: the facts they type in, and all of it in words."""

from collections.abc import Mapping
from typing import Final

from pydantic import ValidationError

from leanin.datafile import explain
from leanin.persona import OwnFacts, Therapist

_MAY_BE_EMPTY: Final = frozenset({"name"})
"""Fields in which nothing is an answer; elsewhere an empty field leaves the scene's own fact."""


class FactsProblem(ValueError):
    """Facts that can't be used; `problems` says by field, in words, what is wrong."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


def facts_from(fields: Mapping[str, str | bool]) -> OwnFacts:
    """The facts that were typed in, by field of `OwnFacts`. Raises `FactsProblem`."""
    typed = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
    try:
        return OwnFacts.model_validate(
            {name: value for name, value in typed.items() if value != "" or name in _MAY_BE_EMPTY}
        )
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise FactsProblem({str(detail["loc"][0]): explain(detail, OwnFacts) for detail in details}) from None


def differing(own: OwnFacts, scene: Therapist) -> dict[str, str | int | float | bool]:
    """Those of the facts that aren't this scene's anyway: what another scene may be told."""
    facts = own.model_dump(mode="json", exclude_none=True)
    return {name: value for name, value in facts.items() if value != getattr(scene, name)}


def in_lines(therapist: Therapist) -> list[tuple[str, str]]:
    """The facts as label and words."""
    years = therapist.years_of_practice
    person = (
        f"{therapist.age} years old",
        {0: "no children", 1: "one child"}.get(therapist.children, f"{therapist.children} children"),
        "married" if therapist.married else "never married",
        f"in practice for {'less than a year' if years < 1 else 'one year' if years == 1 else f'{years:g} years'}",
    )
    lines = [
        ("You", ", ".join((therapist.name, *person) if therapist.name else person)),
        ("Training", therapist.training),
        ("Setting", therapist.setting),
        ("So far", therapist.so_far),
    ]
    if therapist.facts:
        lines.append(("Also true", therapist.facts))
    return lines

"""A persona in lines of plain text, for an educator who reads it through."""

import textwrap
from collections.abc import Iterator

from leanin.languages import speaks
from leanin.persona import PersonaFile
from leanin.persona_shelf import place_in_words
from leanin.screen_text import harmless, on_one_line

_WIDTH = 100


def persona_in_lines(file: PersonaFile) -> Iterator[str]:
    """Who they are, what broke, the therapist's place in it, what lies beneath, and the educator's notes.

    Whatever in the file could command a terminal is left out.
    """
    persona = file.persona
    kind = f"{persona.rupture.component.value} rupture, {persona.rupture.marker.value}, {persona.difficulty.value}"
    who = f"{on_one_line(persona.name)}, {persona.age} ({on_one_line(persona.pronouns)})"
    yield " · ".join(filter(None, (who, kind, speaks(persona.language))))
    yield " · ".join(filter(None, (harmless(file.path), place_in_words(file))))
    yield from _part("About", persona.about)
    yield from _part("Doubts", persona.rupture.about)
    yield from _part("Opens with", f"“{persona.opening}”")
    yield "\nThe therapist in this scene"
    for sentence in persona.therapist.as_sentences().splitlines():
        yield from _wrapped(sentence)
    yield from _part("Beneath (not said until it is safe)", persona.concern)
    yield from _part("Feels", ", ".join(persona.emotions))
    yield from _part("Story", persona.story)
    yield "\nTells, in order"
    for disclosure in persona.disclosures:
        yield from _wrapped(f"from trust {disclosure.trust:g}: {disclosure.tells}")
    if persona.hot_buttons:
        yield "\nIs hurt most by"
        for button in persona.hot_buttons:
            yield from _wrapped(f"{button.trap.value}: {button.because}")
    yield "\nNever"
    for never in persona.never:
        yield from _wrapped(never)
    yield from _part("Trains", persona.educator.trains)
    yield "\nTypical mistakes"
    for mistake in persona.educator.mistakes:
        yield from _wrapped(mistake)
    yield from _part("A reply that shows the skill", f"“{persona.educator.example}”")
    if second := persona.educator.second_example:
        yield from _part("And another", f"“{second}”")


def _part(title: str, text: str) -> Iterator[str]:
    yield f"\n{title}"
    yield from _wrapped(text)


def _wrapped(text: str) -> Iterator[str]:
    yield from textwrap.wrap(on_one_line(text), _WIDTH, initial_indent="  ", subsequent_indent="  ")

"""The lines above and below the transcript: whom one talks with, and what is going on."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from leanin.session.events import ClientSpeaking, Coached, Graded, GradeMissing, Replied, WhatIf
from leanin.tui.parts.literal import harmless
from leanin.tui.parts.words import rupture_in_words

if TYPE_CHECKING:
    from leanin.persona import Persona
    from leanin.session.events import Event


def what_happens(event: "Event", client: str) -> str | None:
    """What goes on since this event, for the status line; None where it changes nothing."""
    match event:
        case Replied() | WhatIf():
            return f"{client} is listening…"
        case Graded() | Coached():
            return f"{client} is about to speak…"
        case GradeMissing():
            return "This reply couldn't be graded."
        case ClientSpeaking():
            return f"{client} is speaking. Esc stops."
        case _:
            return None


class Heading(Horizontal):
    """Who the client is, and when the coach speaks."""

    def __init__(self, persona: "Persona") -> None:
        super().__init__(id="head")
        self._persona = persona

    def compose(self) -> ComposeResult:
        """Name, age and kind of rupture at the left, the coach's mode at the right."""
        persona = self._persona
        kind = rupture_in_words(persona.rupture.component, persona.rupture.marker)
        name = (harmless(persona.name), "bold $primary")
        yield Static(Content.assemble(name, f", {persona.age}", (f"  {kind}", "$foreground-muted")), id="who")
        yield Static("", id="mode", classes="muted")

    def show_mode(self, coach: str) -> None:
        """Say when the coach speaks."""
        self.query_one("#mode", Static).update(Content(f"coach: {coach}"))


class StatusLine(Static):
    """What is going on just now, or what to do about it; when there is nothing to say, who plays the client."""

    def __init__(self, otherwise: str) -> None:
        super().__init__(id="status", classes="muted")
        self._otherwise = otherwise
        self._words = ""
        self._shown = ""
        self._show()

    def say(self, words: str = "") -> None:
        """Say something; without words, fall back."""
        self._words = words
        self._show()

    def fall_back_to(self, otherwise: str) -> None:
        """Change what is said when there is nothing else to say."""
        self._otherwise = otherwise
        self._show()

    def _show(self) -> None:
        words = self._words or self._otherwise
        if words != self._shown:
            self._shown = words
            self.update(Content(harmless(words)))

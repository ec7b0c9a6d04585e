"""What is said, a widget an utterance. Name, place and shape tell client and trainee apart, with or without colour."""

from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from leanin.tui.conversation.reveal import TICK, Reveal
from leanin.tui.parts.highlight import marked, marks_of
from leanin.tui.parts.literal import harmless

if TYPE_CHECKING:
    from leanin.rubric import Grade
    from leanin.session.events import ClientSaid

_NAME_STYLE: Final = "bold $text-primary"
_OWN_STYLE: Final = "bold $text-secondary"

CHOSEN: Final = "▸"
"""Stands before the reply that the keys are about."""


class ClientSpeech(Static):
    """The client's words, whole or as they stream in. With `paced`, words that come in a rush are shown one by one.

    With `inner_voice`, the thought that goes with them follows once they are all shown.
    """

    class Settled(Message):
        """All words are shown."""

    def __init__(self, name: str, said: str = "", *, paced: bool = False, inner_voice: bool = False) -> None:
        super().__init__(classes="client")
        self._speaker = name
        self._shown = said
        self._broke_off = ""
        self._inner_voice = inner_voice
        self._thought = ""
        self._reveal = Reveal()
        self._paced = paced
        self._timer: Timer | None = None
        self._whole: ClientSaid | None = None
        self._render_words()

    def feed(self, text: str) -> None:
        """Add words as they come."""
        if not self._paced:
            self._shown += text
            self._render_words()
            return
        self._reveal.add(text)
        self._timer = self._timer or self.set_interval(TICK, self._tick)

    def settle(self, said: "ClientSaid") -> None:
        """The words are all there, or broke off: show them as they were kept, once those that wait are out."""
        self._whole = said
        if not self._reveal.waiting:
            self._finish()

    def hurry(self) -> None:
        """Show all that waits, now."""
        self._shown += self._reveal.rest()
        self._finish()

    def _tick(self) -> None:
        self._shown += self._reveal.step()
        self._render_words()
        if not self._reveal.waiting:
            self._finish()

    def _finish(self) -> None:
        if self._timer:
            self._timer.stop()
            self._timer = None
        if self._whole:
            self._shown, self._broke_off = self._whole.said, self._whole.broke_off
            self._thought = self._whole.thought if self._inner_voice else ""
            self._whole = None
            self.post_message(self.Settled())
        self._render_words()

    def _render_words(self) -> None:
        words = harmless(self._shown) or "…"
        parts: list[str | tuple[str, str]] = [(harmless(self._speaker), _NAME_STYLE), "\n", words]
        if self._broke_off:
            parts.append((f"\n— {harmless(self._broke_off)} Ctrl+R asks for the rest.", "$text-warning"))
        if self._thought:
            parts += [("\nthinks  ", "$foreground-muted"), (harmless(self._thought), "italic")]
        self.update(Content.assemble(*parts))


class OwnSpeech(Static):
    """The trainee's own reply; with a grade shown, the words that earned it are marked."""

    def __init__(self, text: str, grade: "Grade | None" = None, *, unheard: bool = False) -> None:
        super().__init__(classes="own")
        self._text = text
        self._unheard = unheard
        self._grade = grade
        self._render_words()

    def mark(self, grade: "Grade | None") -> None:
        """Mark the evidence of this grade; None takes the marks away."""
        self._grade = grade
        self._render_words()

    def point(self, chosen: bool) -> None:
        """Show whether the keys are about this reply."""
        if chosen != self.has_class("-chosen"):
            self.set_class(chosen, "-chosen")
            self._render_words()

    def _render_words(self) -> None:
        who = "You, not heard any more" if self._unheard else "You"
        who = f"{CHOSEN} {who}" if self.has_class("-chosen") else who
        words = marked(self._text, marks_of(self._grade) if self._grade else ())
        self.update(Content.assemble((who, _OWN_STYLE), "\n", words))


class Nudge(Static):
    """A hint that was taken before replying."""

    def __init__(self, words: str) -> None:
        super().__init__(Content.assemble(("Hint  ", "bold $text-accent"), harmless(words)), classes="hint")


class Aside(Static):
    """Something that nobody said: what happens in the room."""

    def __init__(self, words: str) -> None:
        super().__init__(Content(harmless(words)), classes="aside")

"""Parting a model's stream into what the client says and what the client thinks, while it streams.

The text is read character by character, so that it comes out the same however the provider cuts it into pieces. It
is passed on at once, and held back only while it might still become a mark, a stage direction or a speaker's label.
"""

from enum import Enum, auto
from typing import Final

from leanin.client.marks import PAIRS, Judged, Mark, Names
from leanin.session.moments import SaidPart, ThoughtPart

_QUOTES: Final = {'"': '"', "“": "”", "„": "“", "«": "»"}
_SENTENCE_ENDS: Final = ".!?…:"

MOST_SAID: Final = 1_200
MOST_THOUGHT: Final = 400
MOST_PAST: Final = 400
"""Characters after which a channel, or what follows both, is cut at the next end of a sentence: a model that has lost
its way would go on until its tokens run out."""


class _Where(Enum):
    SAYING = auto()
    THINKING = auto()
    REASONING = auto()
    """In the model's own reasoning."""
    ELSEWHERE = auto()
    """In somebody else's line, before the client has said a word."""
    PAST = auto()
    """After the thought: whatever follows is about the answer, not part of it."""
    OVER = auto()


class SpeechSplitter:
    """Feed it the stream's pieces, then `finish()`; both give back what can be passed on.

    It copes with the ways of small models: many spellings of `[thinks]`, the thought first, no mark at all, the
    speaker's label, quotation marks around everything, stage directions in asterisks. Where the model begins to write
    the therapist's next line the client's turn is `over`; nothing after that is read.
    """

    def __init__(self, names: Names | None = None) -> None:
        self._names = names or Names()
        self._where = _Where.SAYING
        self._said, self._thought = _Channel(), _Channel(skipped_at_start=":：-–—, ")
        self._held = ""
        self._line_start = True
        self._line_breaks = 0
        """Since the last character that isn't space."""
        self._unheard = 0
        """Characters since the client's turn was past."""
        self._brackets: list[str] = []
        """The closing brackets still to come before an enclosed thought ends."""
        self._parts: list[SaidPart | ThoughtPart] = []

    @property
    def over(self) -> bool:
        """Whether the client's turn has ended although the stream hasn't."""
        return self._where is _Where.OVER

    def feed(self, text: str) -> list[SaidPart | ThoughtPart]:
        """Read a piece of the stream; what it lets through, in order."""
        for char in text:
            self._read(char)
        return self._let_through()

    def finish(self) -> list[SaidPart | ThoughtPart]:
        """The stream has ended: what was still held back, but for the beginnings of marks."""
        held, self._held = self._held, ""
        if held.startswith("*"):
            inside = held.strip("*")
            judged = self._names.between_stars(
                inside, "", line_start=self._line_start, sentence_start=self._sentence_start
            )
            held = inside if judged.mark is Mark.PLAIN else self._act(judged, held)
        elif held[:1] in PAIRS and held[1:].strip():
            held = ""
        for char in held:
            self._pass(char)
        return self._let_through()

    def _let_through(self) -> list[SaidPart | ThoughtPart]:
        parts, self._parts = self._parts, []
        return parts

    @property
    def _sentence_start(self) -> bool:
        return self._line_start or self._said.at_sentence_start

    def _read(self, char: str) -> None:
        if self._where in (_Where.PAST, _Where.OVER):
            self._unheard += 1
            self._where = _Where.OVER if self._unheard > MOST_PAST else self._where
            return
        if not self._held and not self._may_begin_a_mark(char):
            self._pass(char)
            return
        self._held += char
        judged = self._judge(self._held)
        if judged.mark is Mark.PENDING:
            return
        held, self._held = self._held, ""
        if judged.mark is not Mark.PLAIN:
            self._act(judged, held)
        elif held[0] == "*":
            for char in held:
                self._read(char) if char != "*" else None
        else:
            self._pass(held[0])
            for char in held[1:]:
                self._read(char)

    def _may_begin_a_mark(self, char: str) -> bool:
        if self._where is _Where.REASONING:
            return char == "<"
        if self._brackets:
            return False
        if char == "*":
            return self._where is _Where.SAYING
        return char in PAIRS or (self._line_start and char.isalpha())

    def _judge(self, held: str) -> Judged:
        if held[0] == "*":
            return self._names.starred(held, line_start=self._line_start, sentence_start=self._sentence_start)
        return self._names.bracket(held) if held[0] in PAIRS else self._names.label(held)

    def _act(self, judged: Judged, held: str) -> str:
        """Do what a mark says, then read on after it. Returns the empty string, for nothing stays held."""
        if self._where is _Where.REASONING and judged.mark is not Mark.CLOSING:
            return ""
        match judged.mark:
            case Mark.THOUGHT:
                self._think()
            case Mark.ENCLOSED if held[0] == "*":
                self._think()
                for char in self._names.thought_in(held.strip("*").partition("*")[0]):
                    self._pass(char)
                self._where = _Where.SAYING
            case Mark.ENCLOSED:
                self._think()
                self._brackets = [PAIRS[held[0]]]
            case Mark.SPEECH:
                self._say()
            case Mark.LISTENER:
                self._where = _Where.OVER if self._said.started else _Where.ELSEWHERE
            case Mark.YOU if self._said.started:
                self._where = _Where.OVER
            case Mark.YOU:
                self._say()
            case Mark.REASONING if self._said.started:
                self._think()
            case Mark.REASONING:
                self._where = _Where.REASONING
            case Mark.CLOSING:
                self._where, self._line_start = _Where.SAYING, True
            case Mark.CONTROL:
                self._where = _Where.OVER
        for char in judged.rest:
            self._read(char)
        return ""

    def _think(self) -> None:
        self._where, self._line_start, self._line_breaks, self._brackets = _Where.THINKING, True, 0, []
        self._thought.begin()

    def _say(self) -> None:
        again = self._where is _Where.THINKING and self._said.started
        self._where, self._line_start, self._line_breaks = _Where.PAST if again else _Where.SAYING, True, 0

    def _pass(self, char: str) -> None:
        """Hand one character to the channel that it belongs to."""
        if char.isspace():
            if char == "\n":
                self._line_breaks += 1
                self._line_start = True
            (self._thought if self._where is _Where.THINKING else self._said).space()
            if self._said.is_full(MOST_SAID) or self._thought.is_full(MOST_THOUGHT):
                self._where = _Where.OVER
            return
        if self._where is _Where.THINKING and self._line_breaks and self._thought.begun:
            if not self._said.started:
                self._where, self._brackets = _Where.SAYING, []
                self._read(char)
                return
            if self._line_breaks > 1:
                self._where = _Where.PAST
                return
        self._line_breaks = 0
        if char == "*" or (self._line_start and char in "#>"):
            return
        if self._brackets and self._closes(char):
            self._where, self._line_start = _Where.SAYING, False
        elif self._where is _Where.THINKING:
            self._emit(ThoughtPart, self._thought.write(char, line_start=self._line_start))
        elif self._where is _Where.SAYING:
            self._emit(SaidPart, self._said.write(char, line_start=self._line_start))
        self._line_start = self._where is _Where.THINKING and not self._thought.begun

    def _closes(self, char: str) -> bool:
        """Whether this character ends the enclosed thought; brackets inside it are counted."""
        if char == self._brackets[-1]:
            self._brackets.pop()
        elif char in PAIRS:
            self._brackets.append(PAIRS[char])
        return not self._brackets

    def _emit(self, kind: type[SaidPart] | type[ThoughtPart], text: str) -> None:
        if not text:
            return
        if self._parts and isinstance(self._parts[-1], kind):
            text = self._parts.pop().text + text
        self._parts.append(kind(text))


class _Channel:
    """One channel's text: single spaces, none at the ends, and without quotation marks around it all."""

    def __init__(self, skipped_at_start: str = "") -> None:
        self.started = False
        self.begun = False
        """Whether anything was written since `begin`."""
        self._skipped_at_start = skipped_at_start
        self._space = False
        self._closing_quote = ""
        self._inner_quote = False
        self._last = ""
        self._length = 0

    @property
    def at_sentence_start(self) -> bool:
        return not self._last or self._last in _SENTENCE_ENDS

    def is_full(self, most: int) -> bool:
        """Whether this is the place to stop: a sentence ends beyond the limit, or there is no end to the sentence."""
        return self._length > most and (self.at_sentence_start or self._length > 2 * most)

    def begin(self) -> None:
        """A further stretch of text begins."""
        self.begun = False
        self._closing_quote, self._inner_quote = "", False
        self.space()

    def space(self) -> None:
        self._space = self.started

    def write(self, char: str, *, line_start: bool) -> str:
        """What this character lets through."""
        if not self.begun and char in self._skipped_at_start:
            return ""
        if line_start and char in _QUOTES:
            self._closing_quote, self._inner_quote = _QUOTES[char], False
            return ""
        if char == self._closing_quote:
            if not (self._inner_quote or self._space):
                self._closing_quote = ""
                return ""
            self._inner_quote = not self._inner_quote
        text = f" {char}" if self._space else char
        self.started = self.begun = True
        self._space, self._last = False, char
        self._length += len(text)
        return text

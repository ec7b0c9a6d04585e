"""The marks by which models part what a client says from what they think, and their lines from other people's.

Models are asked for one form, `[thinks]` on a line of its own, and write many. Each function here judges a short
stretch of text that may still be growing: it is such a mark, it may become one, or it isn't.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final, NamedTuple

PAIRS: Final = {"[": "]", "(": ")", "{": "}", "<": ">"}

LONGEST: Final = 160
"""Characters: a mark or a stage direction that isn't complete by then is taken for speech."""

_THINKS: Final = ("thinks", "thinks to herself", "thinks to himself", "thinks to themselves", "thinks to themself")
_THOUGHTS: Final = (
    *_THINKS,
    "thought",
    "thoughts",
    "thinking",
    "inner voice",
    "inner thought",
    "inner thoughts",
    "inner monologue",
    "internal thought",
    "internal monologue",
    "private thought",
    "unspoken",
    "unsaid",
)
_SPEECH: Final = ("says", "said", "speaks", "speech", "aloud", "says aloud", "spoken", "utterance")
_REASONING: Final = ("think", "thinking", "reasoning")
_LISTENERS: Final = (
    "therapist",
    "the therapist",
    "trainee",
    "counsellor",
    "counselor",
    "clinician",
    "psychologist",
    "social worker",
    "user",
    "human",
)
_TITLES: Final = ("mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "dr", "dr.")
_SPEAKERS: Final = ("client", "the client", "patient", "me", "assistant")

_DIRECTIONS: Final = """
    sighs sigh smiles smile nods nod pauses pause shrugs shrug laughs chuckles looks glances stares folds leans crosses
    shakes turns waits silence quietly frowns snorts scoffs swallows shifts clears whispers mutters sits stands gets
    rubs wipes raises rolls tilts sniffs exhales inhales hesitates beat
"""
_DIRECTED: Final = frozenset(_DIRECTIONS.split())
"""First words of a stage direction."""

_WORDLESS: Final = frozenset({"sighs", "sigh", "pauses", "pause", "nods", "shrugs", "silence", "chuckles", "scoffs"})
"""Stage directions that also stand alone in the middle of a sentence, where another single word is stressed."""


class Mark(Enum):
    """What a stretch of text is."""

    PENDING = auto()
    """It may still become a mark."""
    PLAIN = auto()
    """It is no mark: speech, or whatever the words around it are."""
    THOUGHT = auto()
    """From here on it is thought."""
    ENCLOSED = auto()
    """A thought begins that ends with the bracket it is in."""
    SPEECH = auto()
    """From here on it is speech: the speaker's own label, or a tag that says so."""
    LISTENER = auto()
    """Somebody else's line begins."""
    YOU = auto()
    """`You:`, which heads the client's own line at the start of an answer and somebody else's after that."""
    REASONING = auto()
    """The model's own reasoning begins, which belongs to nobody in the scene."""
    CLOSING = auto()
    """A closing tag of thought, speech or reasoning."""
    CONTROL = auto()
    """A control token of the model: nothing after it is speech."""
    DIRECTION = auto()
    """A stage direction."""


class Judged(NamedTuple):
    """A mark, and whatever of the judged text comes after it and is still to be read."""

    mark: Mark
    rest: str = ""


_PENDING: Final = Judged(Mark.PENDING)
_PLAIN: Final = Judged(Mark.PLAIN)


@dataclass(frozen=True)
class Names:
    """Who is who in the scene, so that their labels are known."""

    speaker: str = ""
    """The client's full name."""
    listener: str = ""
    """The therapist's full name, where there is one."""
    _labels: dict[str, Mark] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        known = dict.fromkeys(_THOUGHTS, Mark.THOUGHT) | dict.fromkeys(_SPEECH, Mark.SPEECH)
        known |= dict.fromkeys((*_LISTENERS, *_forms(self.listener)), Mark.LISTENER) | {"you": Mark.YOU}
        known |= dict.fromkeys((*_SPEAKERS, *_forms(self.speaker)), Mark.SPEECH)
        for name in _forms(self.speaker):
            known |= {f"{name} thinks": Mark.THOUGHT, f"{name}'s thought": Mark.THOUGHT}
            known |= {f"{name}'s thoughts": Mark.THOUGHT, f"{name}'s inner voice": Mark.THOUGHT}
        self._labels.update(known)

    def label(self, text: str) -> Judged:
        """Judge text at the start of a line: is it a label such as `Rosa:`, `Thought:` or `Therapist:`?"""
        line = _folded(text)
        if len(line) > LONGEST:
            return _PLAIN
        pending = any(label.startswith(line) for label in self._labels)
        for label, mark in self._labels.items():
            if not line.startswith(label):
                continue
            after = text[len(label) :]
            tail = after.lstrip(" ")
            if tail[:1] in (":", "："):
                return Judged(mark, tail[1:])
            if mark is Mark.THOUGHT and tail[:1] == "\n":
                return Judged(mark, tail)
            pending = pending or not tail or _may_be_aside(tail)
            if (colon := _colon_after_aside(tail)) is not None:
                return Judged(mark, tail[colon + 1 :])
        return _PENDING if pending else _PLAIN

    def bracket(self, text: str) -> Judged:
        """Judge text that begins with an opening bracket: is it `[thinks]`, `(thinks: …)`, `[Rosa]:` or a tag?"""
        if len(text) > LONGEST:
            return _PLAIN
        if text[0] == "<":
            return self._tag(text)
        closer = PAIRS[text[0]]
        inside = text[1:].lstrip(" *_")
        folded = _folded(inside)
        if any(label.startswith(folded) for label in self._labels):
            return _PENDING
        for label in sorted(self._labels, key=len, reverse=True):
            if folded.startswith(label):
                judged = self._bracketed(label, inside[len(label) :], closer)
                if judged.mark is not Mark.PLAIN:
                    return judged
        return _PLAIN

    def _bracketed(self, label: str, after: str, closer: str) -> Judged:
        mark, tail = self._labels[label], after.lstrip(" *_")
        if not tail:
            return _PENDING
        if tail[0] == closer:
            if mark is Mark.THOUGHT or label in _SPEECH:
                return Judged(mark, tail[1:])
            colon = tail[1:].lstrip(" *_")
            return Judged(mark, colon[1:]) if colon[:1] in (":", "：") and colon else _PLAIN if colon else _PENDING
        if mark is not Mark.THOUGHT:
            return _PLAIN
        if tail[0] in ":：-–—,":
            return Judged(Mark.ENCLOSED, tail[1:])
        return Judged(Mark.ENCLOSED, tail) if label.endswith(_THINKS) and after[0] == " " else _PLAIN

    def _tag(self, text: str) -> Judged:
        if text[1:2] == "|":
            return Judged(Mark.CONTROL)
        name, closed, rest = text[1:].partition(">")
        word = _folded(name).strip("/ ").replace("_", " ")
        if not closed:
            letters = name.lstrip("/")
            sound = all(char.isalpha() or char in " _" for char in letters) and letters[:1] != " "
            known = (*self._labels, *_REASONING)
            return _PENDING if sound and any(label.startswith(word) for label in known) else _PLAIN
        if name.startswith("/"):
            return Judged(Mark.CLOSING, rest) if word in self._labels or word in _REASONING else _PLAIN
        if word in _REASONING:
            return Judged(Mark.REASONING, rest)
        return Judged(self._labels[word], rest) if word in self._labels else _PLAIN

    def starred(self, text: str, *, line_start: bool, sentence_start: bool) -> Judged:
        """Judge text that begins with asterisks: a mark, a stage direction, or a stressed word (then it is plain).

        It is decided by the first character after the closing asterisks; before, or with none, it is pending.
        """
        content = text.lstrip("*")
        if not content:
            return _PENDING
        inside, closing, after = content.partition("*")
        if content[0].isspace() or "\n" in inside or len(inside) > LONGEST:
            return _PLAIN
        after = after.lstrip("*")
        if not closing or not after:
            return _PENDING
        return self.between_stars(inside, after, line_start=line_start, sentence_start=sentence_start)

    def between_stars(self, inside: str, after: str, *, line_start: bool, sentence_start: bool) -> Judged:
        """Judge what stood between asterisks; `after` is what followed them and is handed on."""
        folded = _folded(inside).strip()
        labelled = folded.rstrip(" :：")
        if line_start and labelled in self._labels:
            if folded != labelled:
                return Judged(self._labels[labelled], after)
            if after[:1] in (":", "："):
                return Judged(self._labels[labelled], after[1:])
        if sentence_start and self._labels.get(labelled) is Mark.THOUGHT:
            return Judged(Mark.THOUGHT, after)
        if folded.startswith("thinks ") or (sentence_start and self.label(inside).mark is Mark.THOUGHT):
            return Judged(Mark.ENCLOSED, after)
        if _is_direction(folded, sentence_start):
            return Judged(Mark.DIRECTION, after)
        return _PLAIN

    def thought_in(self, inside: str) -> str:
        """The thought itself in `thinks he is too young` or `Thought: too young`."""
        judged = self.label(inside)
        return judged.rest if judged.mark is Mark.THOUGHT else inside.strip()[len("thinks ") :]


def _forms(name: str) -> Iterable[str]:
    """The ways in which a name may stand before a line: in full, first name, surname, surname with a title."""
    words = _folded(name).split()
    titled = [f"{title} {word}" for word in words[-1:] for title in _TITLES]
    return dict.fromkeys(form for form in (" ".join(words), *words[:1], *words[-1:], *titled) if len(form) > 1)


def _folded(text: str) -> str:
    """Lower case, character by character, so that places stay the same; one kind of apostrophe."""
    return "".join(low if len(low := char.lower()) == 1 else char for char in text.replace("’", "'"))


def _may_be_aside(tail: str) -> bool:
    return tail.startswith("(") and "\n" not in tail and (")" not in tail or not tail.partition(")")[2].strip())


def _colon_after_aside(tail: str) -> int | None:
    """Where the colon stands in `(softly):`, None where there is none."""
    if not tail.startswith("(") or "\n" in tail.partition(")")[0]:
        return None
    place = tail.find(")") + 1
    after = tail[place:].lstrip(" ")
    return tail.index(":", place) if place and after.startswith(":") else None


def _is_direction(folded: str, sentence_start: bool) -> bool:
    """Whether starred words are a stage direction; else they are stressed words, which are spoken."""
    words = folded.strip(" .,…!-").split()
    if not words:
        return True
    first = words[0].strip(".,…")
    if not sentence_start:
        return first in _WORDLESS or (first in _DIRECTED and len(words) > 1)
    if first in ("she", "he", "they") and len(words) > 1:
        first = words[1]
    return first in _DIRECTED or first.endswith("ly") or (len(words) > 1 and first.endswith(("s", "ing")))

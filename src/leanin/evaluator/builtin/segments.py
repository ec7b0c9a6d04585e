"""Cutting a reply into the clauses in which one thing is said or asked.

People type without punctuation, so a question that starts in the middle of a run-on line is cut off as well.
"""

import re
from bisect import bisect_left
from typing import Final, NamedTuple

from leanin.evaluator.builtin.patterns import fragment, word_set
from leanin.evaluator.builtin.shorthand import spelled_out
from leanin.evaluator.builtin.text import Token, Word, WordsInPlace, is_word, tokens
from leanin.evaluator.evidence import Span

AUXILIARY: Final = fragment(
    "do|does|did|are|is|am|was|were|have|has|had|can|could|would|will|shall|should|may|might|must"
)
SUBJECT: Final = fragment("you|i|we|they|he|she|it|that|this|there|these|those|anyone|anybody|someone|somebody")
WH: Final = fragment("what|how|which|why|where|when|who|whose")

_TITLES: Final = word_set("mr mrs ms dr prof st")
_BEFORE_EMBEDDED: Final = word_set(
    """
    know knows knew see say said saying tell tells told wonder wondering understand understanding hear hearing about of
    to on at in for with is was like imagine sure idea matter matters ask asking learn and or explain describe show
    remember notice not from by just exactly guess me care appreciate get wondered curious into after you your if
    whether yourself reveal share sharing express picture decide than as only even realise realize what how which
    """
)
"""Words before a "what" or "how" that make it part of a statement: "I know what …"."""
_TOLD: Final = word_set(
    "tell told know say said show shown explain explained ask asked see understand hear learn wonder wondering decide "
    "remember notice"
)
_REACH: Final = 5
"""How many words back a verb of telling may stand from the question that it embeds."""

_OPENS_QUESTION: Final = re.compile(
    rf"(?:what|how|why)(?: (?:else|exactly|about|part|bit|kind|sort|one|thing)){{0,2}} (?:{AUXILIARY}|worries|scares|"
    r"bothers|frightens|hurts|matters|happens|happened|makes|made|feels|felt|comes|came|concerns|goes|went|troubles)"
    r"(?: |$)"
)
_WH_AFTER_PAUSE: Final = re.compile(
    rf"{WH}(?: \w+){{0,2}} (?:{AUXILIARY}|\w+s|\w+ed)(?: |$)|(?:what|how) (?:about|if) "
)
_INVERTED: Final = re.compile(rf"{AUXILIARY}(?: not)? {SUBJECT}(?: |$)")
_THAT_IS: Final = re.compile(
    r"that (?:is|was|must|sounds|seems|has|had|can|could|would|might|does|did|makes|made|feels|felt) "
)
_LEAD_IN: Final = word_set("and but so or because though then well")
_CONTRASTS: Final = word_set("but however although")
_MAY_CUT: Final = word_set("what how why") | _CONTRASTS
"""Words before which a clause may start where no comma stands."""
_CLAUSE_HEADS: Final = word_set(
    "i we you it this he she they there maybe perhaps everyone everybody nobody my your sounds seems tell"
)
_ASIDE: Final = word_set("think guess suppose imagine suspect bet know mean")
_ASKS_TO_BE_TOLD: Final = word_set("can could would will do")
_SHORTEST_CLAUSE: Final = 4
"""After a comma, fewer words than this are a tag or an aside and not a clause of their own."""


class Segment(NamedTuple):
    """One clause, by the indexes of its first and last word, both included."""

    first: int
    last: int
    asks: bool
    """Whether a question mark ends it."""
    begins: bool
    """Whether it begins a sentence, rather than being cut off within one."""


class Reply(WordsInPlace):
    """A reply in plain words, cut into clauses."""

    def __init__(self, original: str, words: list[Word], segments: list[Segment], commas: frozenset[int]) -> None:
        """`commas` holds the indexes of the words that a comma follows."""
        super().__init__(original, words, {segment.last for segment in segments})
        self.segments = segments
        self.commas = commas
        self._lasts = [segment.last for segment in segments]
        self._said: dict[int, str] = {}

    def said(self, segment: Segment) -> str:
        """The plain words of a clause, with a space before and after."""
        first = segment[0]
        if (said := self._said.get(first)) is None:
            said = self._said[first] = self.text[self.starts_at(first) : self.ends_at(segment.last)] + " "
        return said

    def words_of(self, segment: Segment) -> list[str]:
        """The plain words of a clause, one by one."""
        return [word.text for word in self.words[segment.first : segment.last + 1]]

    def span_of(self, segment: Segment) -> Span:
        """The literal stretch of a clause."""
        return self.stretch(segment.first, segment.last)

    def segment_of(self, word: int) -> Segment:
        """The clause that holds a word."""
        return self.segments[self.place_of(word)]

    def place_of(self, word: int) -> int:
        """The index of the clause that holds a word."""
        return min(bisect_left(self._lasts, word), len(self.segments) - 1)

    def segment_at(self, match: re.Match[str]) -> Segment:
        """The clause in which a match in `text` begins."""
        return self.segment_of(self.word_at(match.start() + 1))


def segmented(text: str) -> Reply:
    """Cut a reply into clauses. Runs in linear time."""
    found = tokens(text)
    words: list[Word] = []
    segments: list[Segment] = []
    commas: set[int] = set()
    first = 0
    for place, (token, start, end) in enumerate(found):
        if is_word(token):
            following = found[place + 1].text if place + 1 < len(found) else ""
            words += [Word(plain, start, end) for plain in spelled_out(token, following)]
        elif _ends_sentence(text, token, found, place):
            if len(words) > first:
                segments += _clauses(words, first, len(words) - 1, "?" in token, commas)
                first = len(words)
        elif "," in token and words:
            commas.add(len(words) - 1)
    if len(words) > first:
        segments += _clauses(words, first, len(words) - 1, False, commas)
    return Reply(text, words, segments, frozenset(commas))


def _ends_sentence(text: str, marks: str, found: list[Token], place: int) -> bool:
    if marks == "." and place and found[place - 1].text in _TITLES:
        return False
    if any(mark in marks for mark in ".?!;\n{}|") or "--" in marks:
        return True
    if place + 1 == len(found):
        return "-" in marks or ":" in marks
    following = found[place + 1].start
    before = found[place - 1].end if place else 0
    if "-" in marks:
        return not place or _spaced(text, before, following)
    return ":" in marks and _spaced(text, found[place].end, following)


def _spaced(text: str, start: int, end: int) -> bool:
    """Whether there is white space between two places, rather than nothing or something that can't be seen."""
    return any(one.isspace() for one in text[start:end])


def _clauses(words: list[Word], first: int, last: int, asks: bool, commas: set[int]) -> list[Segment]:
    """Cut one sentence at questions that start within it, at contrasts, and where a comma joins two clauses.

    The question mark belongs to the last piece.
    """
    pieces: list[Segment] = []
    start = first
    for place in range(first + 1, last):
        if words[place][0] not in _MAY_CUT and place - 1 not in commas and place - 2 not in commas:
            continue
        cut = _cut_before(words, start, place, last, commas)
        if cut > start:
            pieces.append(Segment(start, cut - 1, False, start == first))
            start = cut
    pieces.append(Segment(start, last, asks, start == first))
    return pieces


def _cut_before(words: list[Word], start: int, place: int, last: int, commas: set[int]) -> int:
    """Where to cut so that a clause starts at `place`, together with the "and" or "but" before it; 0 for no cut."""
    word, before = words[place].text, words[place - 1].text
    led_in = before in _LEAD_IN
    paused = place - 1 in commas or (led_in and place - 2 in commas)
    if _starts_clause(words, start, place, last, commas, paused):
        return place - 1 if led_in else place
    return place if word in _CONTRASTS and last - place >= 2 and place - start >= 2 else 0


def _starts_clause(words: list[Word], start: int, place: int, last: int, commas: set[int], paused: bool) -> bool:
    word = words[place].text
    asking = word in ("what", "how", "why")
    if not paused and not asking:
        return False
    following = " ".join(words[at].text for at in range(place, min(place + 5, last + 1))) + " "
    if asking and _OPENS_QUESTION.match(following):
        return paused or (place - start >= 2 and not _embedded(words, start, place))
    if paused and last - place >= 2 and _THAT_IS.match(following):
        return True
    if not paused or last - place < _SHORTEST_CLAUSE - 1:
        return False
    if word in _CLAUSE_HEADS and not _aside(words, place, commas):
        return True
    return any(pattern.match(following) for pattern in (_WH_AFTER_PAUSE, _INVERTED))


def _embedded(words: list[Word], start: int, place: int) -> bool:
    """Whether a question word stands inside a statement or a request: "I know what", "could you tell me how"."""
    if words[place - 1].text in _BEFORE_EMBEDDED or words[start].text in _ASKS_TO_BE_TOLD:
        return True
    return any(words[at].text in _TOLD for at in range(max(start, place - _REACH), place))


def _aside(words: list[Word], place: int, commas: set[int]) -> bool:
    """Whether an "I think" stands between two commas, inside a clause."""
    return words[place].text == "i" and words[place + 1].text in _ASIDE and place + 1 in commas

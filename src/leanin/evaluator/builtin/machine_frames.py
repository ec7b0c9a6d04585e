"""Whose words they are: what a sentence to the machine quotes, supposes or tells isn't said to the client either.

A sentence that turns to the machine takes along what it puts in quotes, the bracket in which it stands, the tale that
it begins, and, where it ends in a colon, what it announces: the next sentence, or all of somebody else's reply, up to a
label that leads back to the trainee's own ("My reply:", "Candidate:", "What I said:").
"""

import re
from collections.abc import Iterator
from typing import Final

from leanin.evaluator.builtin.machine_cues import GRADER
from leanin.evaluator.builtin.machine_languages import not_understood
from leanin.evaluator.builtin.machine_sentences import Sentence, sentences
from leanin.evaluator.builtin.machine_turns import Kind, Turn, tells_a_tale, turns_of
from leanin.evaluator.builtin.patterns import closing, cue, opening, whole, word_set
from leanin.evaluator.builtin.segments import Reply
from leanin.evaluator.evidence import Span

_QUOTES: Final = str.maketrans(dict.fromkeys("“”„«»＂", '"') | dict.fromkeys("‘’‚‛", "'"))
_QUOTED: Final = re.compile(
    r"\"[^\"\n]{1,2000}(?:\"|$)|(?<![\w'])'(?=[^\s'])[^\n]{1,1000}?[\w.,!?…\])]'(?![\w'])", re.MULTILINE
)
_MAY_QUOTE: Final = re.compile(r"\"|(?<!\w)'")
_ANY_QUOTE: Final = re.compile("[\"“”„«»＂]|(?<!\\w)['‘’‚‛]")
"""The same where quotes aren't straight yet."""
_BRACKETED: Final = re.compile(r"\([^()]{1,3000}\)|\[[^\[\]]{1,3000}\]")
_ACTED: Final = re.compile(
    r"\*+ ?(?:she|he|they|client|the client|her|his|their|your)\b[^*\n]{2,300}\*+"
    r"|\((?:she|he|they|the client|client)(?: \w+){0,2} (?:soften|forgiv|trust|smil|cries|cry|weep|nod|relax|open|feel|"
    r"hug|thank|beli|agree|melt|laugh|calm)\w*[^()?]{0,200}\)",
    re.IGNORECASE,
)
"""What the client does, written by the trainee."""
_RETURN: Final = whole(
    r"""
    (and |so |but |now |okay |here |well )*((my|the|this|our|mine|actual|real|final|present|own|current|trainee's) )*(
        reply|response|candidate|submission|answer|solution|attempt|turn|trainee|one|version)( (\d+|to grade|to be
        graded|now|itself|below|here|is|of mine|comes|was|follows))*
    (and |so |but |now )*(here is |here comes |this is )?(my|mine|the real|the actual|now this|now the|this) (one|own|
        reply|response|turn|answer)( \w+){0,4}
    (and |so |but |now )*(what|all that) i (really |actually |in fact )?(said|say|wrote|have|told her|told
        him)( \w+){0,3}
    (turn|reply|item|candidate|response) \d+
    (the )?present (reply|response|turn)( \w+){0,7}
    """
)
_BARE_LABEL: Final = whole(r"((final|my final|the final) )*(reply|response|answer|solution|output|candidate)")
_MY_REPLY: Final = closing(r"(my|the present|this|present) (reply|response|turn|candidate)( \w+){0,8}")
_SPEAKER: Final = (
    "user|human|assistant|ai|model|bot|client|patient|trainee|therapist|counsellor|counselor|student|input|output|"
    "me|mine|prompt|completion|grader|evaluator|judge|narrator|question|[tcqap]"
)
_TRANSCRIPT: Final = re.compile(
    rf"(?:^|(?<=[\n.!?)\"'\]]))[ \t#*>\[(]*(?P<who>{_SPEAKER})(?: ?\d+| [ab])?[\])*]* ?:(?=\s)",
    re.IGNORECASE | re.MULTILINE,
)
_MINE: Final = word_set("me mine")
_OWN_LABELS: Final = word_set("me mine trainee therapist counsellor counselor student t a output completion")
_TALE: Final = cue(
    r"""
    once (upon a time|there (was|were|lived))|let me tell you (about|a)|(a |bedtime |short |old )(story|parable|fable|
        tale|legend|poem|joke|dream)|dreamt|dreamed|novel|film|movie|far off|fairy|there (was|were) (once )?(a|an|two)|
        parable|fable|story|i once (dreamt|dreamed|knew|heard|read|had)
    """
)
_TALE_GOES_ON: Final = opening(
    "(the |and |then )*(other|second|first|one) (said|says|answered|replied)|and|then|so|she|he|they|it|one day|until|"
    "but|the end|in the end|at last|her|his|sleep well"
)
_IN_A_TALE: Final = cue("said|says|asked|answered|wrote|replied|went|goes|whispered")
_EVERYONE_IN_IT: Final = cue(
    rf"{GRADER}|machines|trainees?|(little|small|language|large|old) models?|grad(e|es|ed|ing)|scor(e|es|ed|ing)"
)
_OFFERED: Final = (
    r"\b(?:maybe|perhaps|wonder|guess|imagine|afraid|scared|feels? (?:like|as)|might be|must be|could it be|tell me|"
    r"what (?:was|is|did|do|would|should)|how (?:was|is|did|do))\b"
)
_SKILFUL: Final = re.compile(rf"{_OFFERED}[^\"]*\byou|\byou[^\"]*{_OFFERED}")
"""What a good reply says to the client."""
_SOMEBODY_SAID: Final = re.compile(
    r"\b(?:i|you|we|he|she|they|it|who|people|everyone|everybody|nobody|(?:my|your|his|her|their) \w+)(?:'[a-z]+)?"
    r"(?: \w+){0,3} (?:say|says|said|saying|ask|asks|asked|asking|told|tell|telling|wrote|hear|heard|hears|hearing|"
    r"think|thinks|thought|thinking|go|goes|went|call|called|mean|meant|meaning|like|felt|reads?|typed|texted|put|ended|"
    r"started|began|sounds?|offered|answered)\b|\bif (?:i|you)\b"
)
"""Somebody in the client's world or in the room whose words a quote holds."""
_STRANGER_SAYS: Final = closing(
    r"(a|an|the|one|another|some|this|any) (\w+ ){1,8}(says?|said|goes|went|wrote|writes|reads?|replies|"
    r"replied|answers|answered|shows?|whispers|whispered|would (say|have said|write|read|show|answer))( \w+){0,2}"
)
_ONE_OF_US: Final = cue("i|me|my|you|your|we|us|our")
_GUESSES: Final = cue("maybe|perhaps|i wonder|i guess|i imagine|i am guessing")
_YOU: Final = cue("you|your")
_FEWEST_QUOTED: Final = 6
_LEAD: Final = 60
"""How many characters before its sentence may say who says a quote."""


def turned(reply: Reply, plain: str) -> list[Span]:
    """The stretches of a reply that are said to the machine or brought in from elsewhere, in no order.

    `plain` holds the reply's characters.
    """
    parts = list(sentences(reply, plain))
    straight = plain.translate(_QUOTES)
    quotes = _quotes(straight)
    turns = turns_of(reply, parts, quotes)
    for at in (*_borrowed(reply, parts, straight, quotes), *_retold(reply, parts)):
        turns[at] = Turn([(parts[at].first, parts[at].first)], Kind.REPLY)
    found = [reply.stretch(*run) for one in parts for run in not_understood(reply, one.first, one.last)]
    if "*" in plain or "(" in plain:
        found += [Span(*one.span()) for one in _ACTED.finditer(plain)]
    labels = {at for at, one in enumerate(parts) if one.announces and at not in turns and _BARE_LABEL.match(one.said)}
    return found + _taken_along(reply, straight, parts, turns, labels, quotes) if turns or labels else found


def transcript(plain: str) -> list[Span]:
    """A made-up transcript: from its first speaker to the end, or to where the trainee goes on as "me"."""
    if ":" not in plain:
        return []
    found = list(_TRANSCRIPT.finditer(plain))
    speakers = {one["who"].lower() for one in found}
    if len(found) < 2 or not speakers - _OWN_LABELS:
        return []
    end = found[-1].end() if found[-1]["who"].lower() in _MINE else len(plain)
    return [Span(found[0].start(), end)]


def _taken_along(
    reply: Reply, straight: str, sentences: list[Sentence], turns: dict[int, Turn], labels: set[int], quotes: list[Span]
) -> list[Span]:
    brackets = [Span(*found.span()) for found in _BRACKETED.finditer(straight)]
    returns = [at for at, one in enumerate(sentences) if one.announces and _leads_back(one.said)]
    dropped: list[Span] = []
    until = 0
    announced = tale = False
    for at, one in enumerate(sentences):
        start, end = reply.words[one.first].start, reply.words[one.last].end
        if (
            at in returns
            and at == returns[-1]
            and (turns or at in labels)
            and not _is_example(at, sentences, turns, reply, quotes)
        ):
            dropped.append(Span(start, end))
            announced, until = False, 0
            continue
        if start < until or (announced and (not one.starts_line or sentences[at - 1].announces)):
            dropped.append(Span(start, end))
            if start < until and end >= until and not _goes_on(straight, until):
                until = 0
            until = max([until, *(quote.end for quote in _begun(quotes, start, end))])
            if at not in turns:
                continue
        else:
            announced = False
        turn = turns.get(at)
        if turn is None:
            if at in returns and turns and at != returns[-1]:
                announced = True
                dropped.append(Span(start, end))
            elif tale and _TALE_GOES_ON.match(one.said):
                dropped.append(Span(start, end))
                announced = _IN_A_TALE.search(one.said) is not None
            elif at - 1 in turns and sentences[at - 1].announces and turns[at - 1].kind is not Kind.OPENER:
                dropped.append(Span(start, end))
                until = max([until, *(_sentence_behind(straight, quote) for quote in _begun(quotes, start, end))])
            else:
                tale = False
            continue
        within = [(start, _within(reply.words[word].start, brackets)) for word, start in turn.places]
        notes = [bracket for _, bracket in within if bracket]
        dropped += notes
        until = max([until, *(note.end for note in notes)])
        outside = [reply.words[start].start for start, bracket in within if bracket is None]
        if not outside:
            tale = False
            continue
        quoted = _begun(quotes, start, end)
        place = min([*outside, *(quote.start for quote in quoted)])
        dropped.append(Span(place, end))
        until = max([until, *(_sentence_behind(straight, quote) for quote in quoted)])
        announced = announced or (one.announces and turn.kind is Kind.REPLY)
        told = (_TALE.search(one.said) is not None or tale) and _EVERYONE_IN_IT.search(one.said) is not None
        tale = told or tells_a_tale(one.said)
    return dropped


def _borrowed(reply: Reply, sentences: list[Sentence], straight: str, quotes: list[Span]) -> Iterator[int]:
    """The places of sentences that put a good reply in quotes without anybody who says it to the client."""
    for quote in _skilful(straight, quotes):
        at = next((at for at, one in enumerate(sentences) if reply.words[one.last].end > quote.start), None)
        if at is None:
            continue
        start = reply.words[sentences[at].first].start
        lead = straight[max(0, start - _LEAD) : quote.start].lower()
        if not _SOMEBODY_SAID.search(lead):
            yield at


def _skilful(straight: str, quotes: list[Span]) -> Iterator[Span]:
    for quote in quotes:
        quoted = quote.of(straight).lower()
        if quoted.count(" ") >= _FEWEST_QUOTED - 1 and _SKILFUL.search(quoted):
            yield quote


def quoted_replies(plain: str) -> list[Span]:
    """Quotes that hold what a good reply says. Whoever said it, and when: it isn't said now."""
    if not _ANY_QUOTE.search(plain):
        return []
    straight = plain.translate(_QUOTES)
    return list(_skilful(straight, _quotes(straight)))


def _quotes(straight: str) -> list[Span]:
    return [Span(*found.span()) for found in _QUOTED.finditer(straight)] if _MAY_QUOTE.search(straight) else []


def _retold(reply: Reply, parts: list[Sentence]) -> Iterator[int]:
    """The places of sentences in which somebody who isn't in the room says a good reply: "the actor goes: …"."""
    for at, one in enumerate(parts):
        if not (one.announces and at + 1 < len(parts) and _STRANGER_SAYS.search(one.said)) or _ONE_OF_US.search(
            one.said
        ):
            continue
        rest = reply.text[reply.starts_at(parts[at + 1].first) :]
        if _GUESSES.search(rest) and (_YOU.search(rest) or "?" in reply.original):
            yield at


def _begun(quotes: list[Span], start: int, end: int) -> list[Span]:
    """The quotes that begin in a sentence, their first mark being before its first word or within it."""
    return [quote for quote in quotes if start - 3 <= quote.start < end]


def _within(place: int, stretches: list[Span]) -> Span | None:
    return next((one for one in stretches if one.start < place < one.end), None)


def _leads_back(said: str) -> bool:
    return _RETURN.match(said) is not None or _MY_REPLY.search(said) is not None


def _is_example(at: int, sentences: list[Sentence], turns: dict[int, Turn], reply: Reply, quotes: list[Span]) -> bool:
    """Whether a labelled reply is in quotes and graded behind them, and so an example."""
    if at + 1 >= len(sentences):
        return False
    start = reply.words[sentences[at + 1].first].start
    quote = next((one for one in quotes if one.start < start < one.end and start - one.start < 3), None)
    if quote is None:
        return False
    behind = next(
        (place for place in range(at + 1, len(sentences)) if reply.words[sentences[place].first].start >= quote.end),
        None,
    )
    return behind is not None and behind in turns


def _goes_on(plain: str, place: int) -> bool:
    """Whether the sentence goes on behind a quote, in small letters."""
    rest = plain[place:].lstrip(" ,-)")
    return bool(rest) and rest[0].islower()


def _sentence_behind(plain: str, quote: Span) -> int:
    """The end of a quote, and of the sentence that goes on behind it."""
    if not _goes_on(plain, quote.end):
        return quote.end
    stop = re.compile(r"[.!?:\n]").search(plain, quote.end)
    return stop.start() if stop else len(plain)

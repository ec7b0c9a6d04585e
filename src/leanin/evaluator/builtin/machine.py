"""Text that speaks to the grading machine: found, taken out, and never graded.

Only what remains, the honest remainder, can earn a level, so nothing that is said to the grader raises one.
"""

import re
from collections import Counter
from typing import Final

from leanin.evaluator.builtin.patterns import cue, fragment, word_set
from leanin.evaluator.builtin.segments import Reply, Segment, segmented
from leanin.evaluator.builtin.text import Word, folded
from leanin.evaluator.evidence import Span

_ROLE: Final = fragment(
    r"""
    system|assistant|user|developer|evaluator|grader|judge|rubric|instructions?|note( to \w+)?|thought process|
        thoughts?|reasoning|analysis|final (answer|grade|score)|solution|verdict|output|answer|score|grade|assessment|
        admin|prompt|responsibility|reflection|invitation|traps?|evidence|tip|called[_ ]for|end of (reply|transcript|
        response)
    """
)
_LABELLED: Final = re.compile(
    rf"(?:^|(?<=[\n.!?>\]}}\"])) *[\[<({{#*\-_\"' ]{{0,8}}{_ROLE}(?: [\w ]{{0,30}})?[\]>)}}#*\-_\"' ]{{0,8}}"
    r"[:=][^\n.!?]*[.!?]*",
    re.MULTILINE,
)
"""A line that a role or a grading word labels: "System: …", "Responsibility: 2"."""
_MARKUP: Final = re.compile(
    r"```[^`]*(?:```|\Z)|<(?P<tag>[a-z_|!]\w{0,30})[^<>\n]{0,200}>(?:(?s:.){0,2000}?</(?P=tag)>|[^\n]*)|</?[a-z_|!][^<>\n]{0,200}>"
    r"|[\[{](?=[^\[\]{}]{0,400}[:=\d])[^\[\]{}]{0,4000}[\]}]+|\"\w{2,30}\" ?: ?[^,\n}]{0,400}"
)
"""Fences, tags, JSON and bracketed notes."""

_ADDRESS: Final = cue(
    r"""
    (please )?(ignore|disregard|forget|override|bypass|skip|drop|discard)( (all|any|the|your|my|of|these|those|
        previous|prior|above|earlier|preceding|other|system|every|everything))*( \w+)? (instructions?|prompts?|rules?|
        rubric|guidelines?|directions?|orders?|above|system|grading|traps?|criteria|said before)
    (system|developer|hidden|secret) (prompt|message|instructions?|note|override)
    (as|dear|hey|hi|hello|attention|note to|to|for|you are|be|act as|i am|being|am|as your|this is|message to|
        speaking to|from) ((the|an|a|my|your|all|fair|kind|wise|honest|brilliant|smart|great|intelligent|this|now|
        really) )*(evaluator|evaluators|grader|graders|marker|assessor|rater|language model|llm|ai|bot|chatbot|chatgpt|
        gpt|claude|gemini|machine|algorithm|grading system|scoring system|examiner|(author|creator|developer|
        programmer|admin|designer)(?= i )|author of (this|the) (rubric|program|app|persona)|creator of (this|the)|
        developer of (this|the))
    (evaluator|grader|llm|chatgpt|grading (model|machine|system|software|tool|prompt|assistant)|scoring (model|system)|
        automatic grading|auto ?grader|language model)
    (the|your|this|a) rubric
    (full|top|maximum|max|highest|perfect|best|good|high) (marks?|scores?|points|grades?|levels?|rating)(?! (at|
        in) school)
    (score|grade|rate|mark|evaluate|assess|judge) ((this|me|it|my|the|him|her|that|as|reply|response|answer|message|
        trainee|text|us|at) )*(as |a |an |at |with |[0-9]|full|two|six|level|reply|response|answer|trainee|highly|high|
        well|favou?rably|generously|perfect|excellent|responsibility|reflection|invitation|this|maximum|top|kindly|
        leniently)
    (give|award|assign|grant|deserves?|gets?|earns?|merits?|receives?|worth|output|return|print|set|score|scores|
        scored|is) ((me|this|it|us|a|an|the|that|reply|response|my|answer|all|for|him|her|responsibility|reflection|
        invitation|level|levels|steps?|of|trainee|every|each|to|three|as) )*([0-2] [0-2] [0-2]|[0-6] 6|2 2|level (2|
        two)|two out of two|six out of six|score of|2s|full (marks|credit|score|points)|a 2|twos)
    (responsibility|reflection|invitation)( (is|level|score|gets|equals|should|must|be|at|of|to))* ([0-2]|two|full|
        max\w*)
    level (2|two|0|zero|1|one) (on|for|in|at|across|everywhere|responsibility|reflection|invitation)
    (2 2 2|6 6|222)
    (the|this) (trainee|reply|response|student|answer|text|message|candidate|therapist|counsellor|speaker|
        user)( \w+)? (has|have|is|was|shows?|showed|demonstrates?|demonstrated|owns?|owned|names?|named|asks?|asked|
        reflects?|reflected|invites?|invited|takes?|took|deserves?|should|must|contains?|gets?|did|does|meets?|met|
        completed|perfectly|clearly|fully|plainly|scores?|earns?|fell|falls?|avoids?|uses?|qualifies|satisfies|
        includes?|achieves?|passes|will|can|needs|would)
    (no|zero|without) traps?( (found|here|present|detected|apply|in))?
    traps? (none|empty|found|are none|is empty|should be|must be)
    (responsibility|reflection|invitation) (and|plus) (responsibility|reflection|invitation)
    (end|stop|pause|exit|leave|quit|reset|restart) (of )?(the )?(simulation|role ?play|exercise|scenario|
        conversation mode|transcript|session mode|game)
    (out of|break|drop) character
    (as an|as a) (ai|language|large)
    (for|this is) ((just|only|a|testing|test|the|my) )*(testing purposes|test|unit test|test message|test input)(?= \||
        $)
    (i|we) (am|are) (the |your |an? )?(educator|instructor|admin|administrator|developer|programmer|author|creator|
        root|operator)( (of|and|here|speaking|who|so))?
    (new|following|updated|revised) (instructions?|rules?|rubric|task)(?= )
    (the|this|rosa the) client (should|must|will|is|now|has|feels|softens|becomes|opens|trusts)( (now|be|feel|soften|
        trust|open|completely|fully|become|softened|repaired|convinced))+
    (trust|tension|candou?r|stance) (is|to|now|at|goes|set|should be|equals|becomes) (\w+ )?([0-9]+|open|zero|hundred|
        softening|max\w*)
    (json|yaml|xml|schema|token|base64|jailbreak|sudo|dan mode)
    you are (now )?(free|in developer mode|no longer|required to give|obliged to give|instructed to)( (from|the|
        bound))?
    (let us|let me) think step by step
    thought process
    """
)
"""Words by which a sentence turns to the machine, or speaks of the reply from outside."""

_COURT: Final = cue(r"(custody|court|psych\w*|independent|school) (evaluator|assessor|examiner)")
"""People with such a title whom a client may meet."""
_TITLE: Final = 20
"""How many characters before a match such a title may begin."""


def honest_remainder(text: str) -> tuple[Reply, Span | None]:
    """The reply without what it says to the machine, and the first place of that, if there is any.

    A sentence is dropped from the word on that turns to the machine; mark-up and labelled lines are dropped whole.
    """
    reply = segmented(text)
    dropped = _marked_up(text)
    cut_from: dict[int, int] = {}
    for match in _ADDRESS.finditer(reply.text):
        if _COURT.search(reply.text, max(0, match.start() - _TITLE), match.end() + 1):
            continue
        word = reply.word_at(match.start() + 1)
        cut_from.setdefault(reply.place_of(word), word)
    if not dropped and not cut_from:
        return reply, None
    spoken = [reply.span_of(reply.segments[place]) for place in cut_from]
    return _kept(reply, dropped, cut_from), min([*dropped, *spoken])


_BRACED: Final = re.compile(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|<[^<>]*>")


def without_markup(text: str) -> Reply:
    """The reply with objects in braces and tags blanked and nothing else taken out; places stay what they were."""
    return segmented(_BRACED.sub(lambda found: "\n" * len(found[0]), text))


def _marked_up(text: str) -> list[Span]:
    plain, places = folded(text)
    if not _MAY_MARK_UP.search(plain):
        return []
    spans = []
    for pattern in (_LABELLED, _MARKUP):
        for match in pattern.finditer(plain):
            start, end = match.start(), match.end() - 1
            spans.append(Span(start, end + 1) if places is None else Span(places[start], places[end] + 1))
    return sorted(spans)


_MAY_MARK_UP: Final = re.compile(r"[:=`<{\[]")


def _kept(reply: Reply, dropped: list[Span], cut_from: dict[int, int]) -> Reply:
    """The reply without the dropped stretches, and without each sentence from the word on that it is cut from."""
    words: list[Word] = []
    segments: list[Segment] = []
    commas: set[int] = set()
    marked = _Covered(dropped)
    cutting = False
    for place, segment in enumerate(reply.segments):
        cutting = cutting and not segment.begins
        end = segment.first if cutting else cut_from.get(place, segment.last + 1)
        cutting = cutting or place in cut_from
        first = len(words)
        for index in range(segment.first, end):
            if not marked.covers(reply.words[index].span):
                words.append(reply.words[index])
                if index in reply.commas:
                    commas.add(len(words) - 1)
        if len(words) > first:
            asks = segment.asks and end > segment.last
            segments.append(Segment(first, len(words) - 1, asks, segment.begins))
    return Reply(reply.original, words, segments, frozenset(commas))


class _Covered:
    """Whether spans, asked for in order, begin within any of the given stretches."""

    def __init__(self, stretches: list[Span]) -> None:
        self._stretches = iter(stretches)
        self._current = next(self._stretches, None)
        self._reached = 0

    def covers(self, span: Span) -> bool:
        while self._current is not None and self._current.start <= span.start:
            self._reached = max(self._reached, self._current.end)
            self._current = next(self._stretches, None)
        return span.start < self._reached


_COMMON: Final = word_set(
    """
    i you he she it we they me my your a an the and or but so if of to in on at for with from is are was am be
    been do does did not no yes have has had can could would will what how why who when where that this there here
    about hello hi okay sorry thanks thank please tell more say said feel think know want need see hear like just
    all good well hm oh right true fair wow ouch sure really fine great maybe guess sounds nothing never always
    young old worried hard
    """
)
_VOWEL: Final = re.compile(r"[aeiouyáéíóúäöüàèìòùâêîôûåæøœ]")


_CLUSTER: Final = re.compile(r"[bcdfghjklmnpqrstvwxz]{5}")
_MANY: Final = 12
"""From how many words on a single one may not make up more than half of them."""


def gibberish(reply: Reply) -> bool:
    """Whether there are words, but none that a person would say: keys hit at random, or one word over and over."""
    said = [word.text for word in reply.words]
    if not said:
        return True
    if all(len(word) == 1 for word in said) or _recited(reply):
        return True
    if not _COMMON.isdisjoint(said):
        return len(said) >= _MANY and Counter(said).most_common(1)[0][1] * 2 > len(said)
    odd = sum(1 for word in said if _odd(word))
    return odd * 2 >= len(said) or (len(set(said)) == 1 and len(said) > 2) or not any(map(str.isalpha, said))


_RECITED: Final = 6
"""From how many clauses on they may not all be said three times over."""


def _recited(reply: Reply) -> bool:
    """Whether the same few clauses are pasted again and again."""
    clauses = [reply.said(segment) for segment in reply.segments]
    return len(clauses) >= _RECITED and len(set(clauses)) * 3 <= len(clauses)


def _odd(word: str) -> bool:
    return word.isascii() and word.isalpha() and (not _VOWEL.search(word) or _CLUSTER.search(word) is not None)


_SILENCES: Final = frozenset(
    [
        "silence",
        "pause",
        "says nothing",
        "say nothing",
        "no reply",
        "stays silent",
        "silent",
        "long pause",
        "long silence",
        "nods",
        "waits",
    ]
)


def silent(text: str) -> bool:
    """Whether the trainee chose to say nothing: `(silence)`, or dots alone."""
    plain = folded(text)[0].strip()
    return plain.strip("()[]*_ .") in _SILENCES or (len(plain) > 1 and not plain.strip(". "))

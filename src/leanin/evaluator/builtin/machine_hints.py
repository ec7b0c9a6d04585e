"""Words that belong to grading and to programs rather than to a session: one is chance, two kinds in a sentence aren't.

The cues know phrases; the hints know no phrase at all, so that talk of grading in unforeseen words is seen as well.
"""

from typing import Final

from leanin.evaluator.builtin.patterns import cue, word_set

_KINDS: Final[dict[str, str]] = {
    word: kind
    for kind, words in {
        "grader": "marker assessor rater algorithm models simulator robots assistant moderator reviewer reviewers "
        "referee judging",
        "marks": "grade grades graded grading score scores scored scoring marks marked levels rating ratings maximum "
        "twos sixes rubric verdict",
        "text": "reply replies response responses transcript paragraph bracket brackets output input prompt sentence "
        "sentences wording recording appended restored inserted solution",
        "step": "responsibility reflection reflecting invitation inviting ownership owning traps tentatively",
        "trainee": "trainee trainees candidate",
        "client": "simulation persona scenario stance disclosure disclosures",
    }.items()
    for word in words.split()
}
_STEPS: Final = word_set("responsibility ownership owning reflection reflecting invitation inviting")
_ORDERS: Final = word_set(
    "count treat log record disregard regard override award assign replace interpret read book mark"
)
_OF_A_SESSION: Final = cue(
    r"""
    (take|takes|taking|took|taken|my|your|his|her|their|our|full|some|of|whose|the|any|no|share) responsibility
    (on|upon|my|your|her|his|for|self|quiet) reflection
    (your|her|his|my|the|wedding|party|an|open) invitation
    (role|fashion|top|business|medical) models?
    (i am|i was|being|just|only|only just|still|like|worst|useless|such|am) (an?|the|your) (\w+ )?(trainee|candidate)
    (teaching|shop|care|sales|personal|nursing|dental|support|my|your|an) assistant
    (my|your|his|her|same|emotional|first|gut|short|long|quick|honest|kind) (reply|response|responses)
    (prison|life|long|short|suspended|custodial|death|whole|half a|in a|one) sentences?
    (gut|gave|giving|treatment|immune|fight|stress|trauma|no|any|a) (response|responses)
    """
)
_SCHOOL: Final = cue(
    "school|schools|teachers?|exams?|exam|gcses?|maths|english|class|homework|essays?|tests?|college|uni|university|"
    "subject|coursework|son|daughter|kids|form|sats|spelling|pupils?|students?|scale|questionnaire|benefits?|pip|appeal|"
    "tribunal|court|judge|hospital|team|league|match|song|piano|interview"
)
"""Places where people are graded, marked and scored for other reasons."""
_THE_CLIENT: Final = cue("(the|this|that) client|client's")
_PERSONS: Final = cue("i|you|we|your|me|my")
_NO_LABEL: Final = word_set(
    "solution output reply response invitation ownership prompt sentence sentences wording responsibility reflection "
    "trainee verdict score scores marks grades"
)
"""Words that an honest remark before a colon may hold: “In one sentence: …”."""
_ENOUGH: Final = 2


def hints(said: str) -> frozenset[str]:
    """The kinds of such words in a sentence, given as plain words between spaces."""
    words = said.split()
    if _KINDS.keys().isdisjoint(words) and " client" not in said:
        return frozenset()
    plain = _OF_A_SESSION.sub(" ", said)
    kinds = {_KINDS[word] for word in plain.split() if word in _KINDS}
    if _THE_CLIENT.search(plain):
        kinds.add("client")
    if kinds and not _ORDERS.isdisjoint(words) and not _PERSONS.search(said):
        kinds.add("order")
    return frozenset(kinds)


def about_grading(said: str) -> bool:
    """Whether the sentence speaks of the grading: by two kinds of such words, or three where people speak of school."""
    kinds = hints(said)
    if not kinds:
        return False
    if "step" in kinds and len(_STEPS & set(_OF_A_SESSION.sub(" ", said).split())) > 1:
        return True
    return len(kinds) >= _ENOUGH + bool(_SCHOOL.search(said))


def announces_a_reply(said: str) -> bool:
    """Whether a sentence that ends in a colon speaks of a reply from outside: “the transcript would show:”."""
    return any(_KINDS.get(word) for word in _OF_A_SESSION.sub(" ", said).split() if word not in _NO_LABEL)

"""What is known to be true of the therapist in the scene, and whether what they own is true."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from leanin.evaluator.builtin.patterns import cue, word_set
from leanin.evaluator.builtin.stems import content
from leanin.evaluator.builtin.text import plain_text
from leanin.persona import Therapist

_YOUNG_BELOW: Final = 40
"""Years; nobody calls themselves young to a grandmother above this age and is believed."""

_NEW_BELOW: Final = 5
"""Years of practice after which one isn't new to the work any more."""

_AGE: Final = re.compile(r" ([1-9][0-9])(?= )")
_NO_CHILDREN: Final = cue(r"(no|without|not have) (any )?(children|kids)|childless|not a parent")
_CHILDREN: Final = cue(
    r"""
    (a|one|two|three|four|five|six|[1-9]) (grown |small |young |adult )?(child|children|kid|kids|son|sons|daughter|
        daughters)
    (mother|father|parent|mum|dad) of
    """
)
_NEVER_MARRIED: Final = cue(r"(never|not|is not|was not) married|unmarried|single")
_MARRIED: Final = cue(r"married|wife|husband|divorced")
_NEW: Final = cue(
    r"""
    newly
    trainee
    student
    first (job|year|placement)
    just qualified
    new to
    beginner
    intern
    """
)
_YEARS: Final = re.compile(r" ([0-9]+|two|three|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty) years(?= )")
_IN_WORDS: Final = dict(
    zip(
        ["two", "three", "five", "six", "seven", "eight", "nine", "ten", "twelve", "fifteen", "twenty", "thirty"],
        (2, 3, 5, 6, 7, 8, 9, 10, 12, 15, 20, 30),
        strict=True,
    )
)


class Facts(NamedTuple):
    """What is known of the therapist; None where it isn't."""

    age: int | None = None
    children: bool | None = None
    """Whether they have raised any."""
    married: bool | None = None
    new: bool | None = None
    """Whether they are new to the work."""
    words: str = ""
    """Everything that was said about them, in plain words."""


@lru_cache(maxsize=256)
def facts_of(therapist: Therapist | str | None) -> Facts:
    """The facts that can be read off a therapist; free text is read leniently."""
    if therapist is None:
        return Facts()
    if isinstance(therapist, str):
        return _read(plain_text(therapist))
    return Facts(
        age=therapist.age,
        children=therapist.children > 0,
        married=therapist.married,
        new=therapist.years_of_practice < _NEW_BELOW,
        words=plain_text(f"{therapist.training}. {therapist.setting}. {therapist.so_far}. {therapist.facts}"),
    )


def _read(text: str) -> Facts:
    numbers = [int(number) for number in _AGE.findall(text) if int(number) >= 18]
    years = _YEARS.search(text)
    no_children, never_married = _NO_CHILDREN.search(text), _NEVER_MARRIED.search(text)
    if _NEW.search(text):
        new: bool | None = True
    elif years:
        new = int(_IN_WORDS.get(years[1], years[1])) < _NEW_BELOW
    else:
        new = None
    return Facts(
        age=numbers[0] if numbers else None,
        children=False if no_children else (True if _CHILDREN.search(text) else None),
        married=False if never_married else (True if _MARRIED.search(text) else None),
        new=new,
        words=text,
    )


_SAYS_YOUNG: Final = cue(
    r"""
    (am|be|being|so|too|very|still|yes|that) (\w+ )?young(er)?
    young enough to
    half your age
    """
)
_SAYS_AGE: Final = re.compile(r" (?:am|only|just|at|yes) ([1-9][0-9])(?= )")
_SAYS_CHILDLESS: Final = cue(
    r"""
    (no|not have any|not any|never had|not had) (\w+ )?(children|kids)
    (never|not) (raised|brought up|had) (a|any|one|my) (\w+ )?(child|children|kid|kids|own)
    (not|never been) a (parent|mother|father|mum|dad)
    childless
    """
)
_SAYS_UNMARRIED: Final = cue(r"(never|not) (been )?married|unmarried|am single")
_SAYS_NEW: Final = cue(
    r"""
    (am|just|only|still) (a |an |just |only |still )*(new|trainee|student|beginner|learning|in training|intern|rookie|
        green|inexperienced)
    (newly|just|only just) qualified
    new (to|at) this
    """
)


def untrue(claim: str, facts: Facts) -> bool:
    """Whether what the therapist owns in `claim` (plain words) is known to be false of them."""
    if facts.age is not None:
        if facts.age >= _YOUNG_BELOW and _SAYS_YOUNG.search(claim):
            return True
        if (said := _SAYS_AGE.search(claim)) and abs(int(said[1]) - facts.age) > 1:
            return True
    return bool(
        (facts.children and _SAYS_CHILDLESS.search(claim))
        or (facts.married and _SAYS_UNMARRIED.search(claim))
        or (facts.new is False and _SAYS_NEW.search(claim))
    )


_PERSON_STEMS: Final = content(
    word_set(
        """
        young age old year children mother father married husband wife experience experienced new know student trainee
        qualified training learn toddler raised live lived done trust school twenty thirty grandchildren
        """
    )
)
"""What the client or the concern speaks of where the therapist's age, experience or family is in question."""


def beside_the_point(claim: str, client: frozenset[str], raised: frozenset[str]) -> bool:
    """Whether `claim` (plain words) owns an age, a family or an inexperience that nobody has questioned.

    `client` holds the stems of the client's words, `raised` those that tell with those of the concern.
    """
    own = any(one.search(claim) for one in (_SAYS_YOUNG, _SAYS_AGE, _SAYS_CHILDLESS, _SAYS_UNMARRIED, _SAYS_NEW))
    return own and bool(raised) and not (client | raised) & _PERSON_STEMS

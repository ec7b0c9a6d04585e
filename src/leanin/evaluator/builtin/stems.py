"""Words brought down to stems, so that `trusting` meets `trust` and `kids` meets `children`."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from leanin.evaluator.builtin.patterns import word_set

_SAME: Final[dict[str, str]] = {
    variant: stem
    for stem, variants in {
        "child": "children kid kids boys girls boy girl son sons daughter daughters baby parent parents childless",
        "mother": "mum mums mom mummy mothers mam mama",
        "father": "dad dads daddy fathers papa",
        "family": "families folks",
        "grand": "grandson grandsons granddaughter grandchild grandchildren grandkids",
        "husband": "hubby spouse",
        "counsel": "counsellor counsellors counselor counselling counseling therapist therapists therapy shrink",
        "lose": "lost losing loses loss losses",
        "leave": "left leaving leaves gone goodbye goodbyes abandon abandoned abandoning",
        "believe": "believed believing belief believes disbelieve disbelieved",
        "hear": "heard hearing hears listen listened listening listens",
        "see": "seen saw seeing sees invisible",
        "understand": "understood understands understanding",
        "feel": "felt feeling feelings feels",
        "think": "thought thinking thinks thoughts",
        "tell": "told telling tells",
        "say": "said saying says",
        "speak": "spoke spoken speaking speaks talk talked talking talks",
        "take": "took taken taking takes",
        "give": "gave given giving gives",
        "keep": "kept keeping keeps",
        "go": "went going goes",
        "come": "came coming comes",
        "make": "made making makes",
        "get": "got getting gets gotten",
        "fall": "fell fallen falling falls",
        "write": "wrote written writing writes",
        "break": "broke broken breaking breaks breakdown",
        "die": "died dying dies dead death deaths",
        "remember": "remembers remembered remembering forget forgets forgot forgotten forgetting",
        "hurt": "hurts hurting hurtful pain painful",
        "choose": "chose chosen choosing choice choices",
        "hold": "held holding holds",
        "know": "knew known knowing knows",
        "fail": "failure failed failing failures fails",
        "shame": "ashamed shameful embarrassed humiliated humiliating humiliation",
        "judge": "judged judging judgement judgment judges judgy judgemental judgmental",
        "alone": "lonely loneliness lonesome isolated",
        "use": "used using uses useful",
        "useless": "uselessness worthless worthlessness",
        "waste": "wasted wasting wastes pointless",
        "drink": "drinking drank drunk drinks alcohol",
        "stop": "stopped stopping stops",
        "safe": "safety unsafe safer",
        "weak": "weakness weaker",
        "burden": "burdening",
        "serious": "seriously",
        "church": "cross christian pray prayed prayer prayers god faith religion religious",
        "home": "homes house",
        "pill": "pills",
        "hit": "hitting hits",
        "young": "age younger aged",
        "marry": "married marriage wife wed unmarried",
        "school": "class teacher teachers",
        "train": "training trained trainee",
        "cure": "fix fixed fixing fixes cured heal repair",
        "race": "racist racism black white skin",
        "control": "overpowered controlled controlling",
        "decide": "decided deciding decision decisions decides",
        "count": "counts counted counting",
        "matter": "matters mattered",
        "handle": "handled handling",
        "disappoint": "disappointed disappointing disappointment",
        "respect": "respected disrespected disrespect disrespectful",
        "dismiss": "dismissed dismissive dismissing",
        "ignore": "ignored ignoring overlooked",
        "grieve": "grief grieving mourn mourning bereaved",
        "different": "difference",
    }.items()
    for variant in variants.split()
}

_NAMED: Final = frozenset(_SAME.values())

_STOP: Final = word_set(
    """
    a an the and or but so if then than that this these those there here it its is are was were am be been being do
    does did done doing have has had having can could would will shall should may might must not no nor yes okay
    well oh i you he she we they me him her us them my your his our their mine yours ours myself yourself himself
    herself themselves what how why which who whom whose when where to of in on at by for with from about into over
    under up down out off again more most some any all each every very too also just only even still really quite
    much many lot lots bit kind sort as because while until though although like maybe perhaps thing things
    something anything nothing everything someone somebody anyone one two other another same such own few now today
    ever never always often sometimes already yet back away let sounds sound seems seem wonder imagine guess
    """
)

_LIGHT: Final = word_set(
    "tell say give get go come do make think know feel want need take look keep try speak see ask people way time day "
    "use put start good right let mean part work whole year week last hear understand real help lead call find live "
    "person man woman new old long first happen hold fear worry afraid life"
)
"""Stems so common that sharing them ties two sentences together but weakly."""


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """The stem of a plain, lower-case word."""
    if (same := _SAME.get(word)) is not None:
        return _bare(same)
    if word in _NAMED:
        return _bare(word)
    if len(word) > 4:
        for ending in ("ations", "ation", "ingly", "ings", "ing", "edly", "ied", "ies", "ed", "es", "ly", "s"):
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                return _tidied(word[: -len(ending)] + ("y" if ending in ("ied", "ies") else ""))
    elif len(word) == 4 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return _tidied(word)


def _tidied(base: str) -> str:
    if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "ls":
        base = base[:-1]
    return _bare(_SAME.get(base, _SAME.get(base + "e", base)))


def _bare(base: str) -> str:
    """Without a final e, so that "decide" and "deciding" end alike."""
    return base[:-1] if len(base) > 3 and base.endswith("e") else base


def is_content(word: str) -> bool:
    """Whether a plain word carries content of its own."""
    return word not in _STOP and len(word) > 1


def content(words: Iterable[str]) -> frozenset[str]:
    """The stems of the words that carry content."""
    return frozenset(stem(word) for word in words if word not in _STOP and len(word) > 1)


def telling(stems: frozenset[str]) -> frozenset[str]:
    """Those stems that tie two sentences together when both have them."""
    return stems - _LIGHT_STEMS


_LIGHT_STEMS: Final = frozenset(stem(word) for word in _LIGHT) | _LIGHT

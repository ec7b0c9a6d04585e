"""Spoken and typed shorthand spelled out, so that every other file sees one way of writing each word.

Contractions, chat spelling, dropped apostrophes, dropped final g's, drawn-out letters and small typing mistakes all
come out as plain words: `im`, `I'm` and `I’m` are `i am`; `dont` is `do not`; `sorrry` is `sorry`.
"""

import re
from functools import lru_cache
from typing import Final

from leanin.evaluator.builtin.patterns import word_set
from leanin.evaluator.builtin.spelling import mended

_WHOLE: Final[dict[str, str]] = {
    "u": "you",
    "ya": "you",
    "r": "are",
    "n": "and",
    "y": "why",
    "im": "i am",
    "ive": "i have",
    "youre": "you are",
    "youve": "you have",
    "youd": "you would",
    "ud": "you would",
    "youll": "you will",
    "theyre": "they are",
    "weve": "we have",
    "its": "it is",
    "itll": "it will",
    "thats": "that is",
    "whats": "what is",
    "hows": "how is",
    "whos": "who is",
    "wheres": "where is",
    "theres": "there is",
    "heres": "here is",
    "lets": "let us",
    "cannot": "can not",
    "cant": "can not",
    "wont": "will not",
    "aint": "is not",
    "wanna": "want to",
    "gonna": "going to",
    "gotta": "got to",
    "hafta": "have to",
    "kinda": "kind of",
    "sorta": "sort of",
    "dunno": "do not know",
    "idk": "i do not know",
    "lemme": "let me",
    "gimme": "give me",
    "shoulda": "should have",
    "coulda": "could have",
    "woulda": "would have",
    "prolly": "probably",
    "mebbe": "maybe",
    "coz": "because",
    "cuz": "because",
    "cos": "because",
    "bc": "because",
    "cause": "because",
    "abt": "about",
    "bout": "about",
    "tho": "though",
    "thru": "through",
    "pls": "please",
    "plz": "please",
    "thx": "thanks",
    "ppl": "people",
    "smth": "something",
    "sth": "something",
    "wat": "what",
    "wot": "what",
    "wud": "would",
    "cud": "could",
    "shud": "should",
    "wen": "when",
    "dat": "that",
    "tht": "that",
    "hv": "have",
    "bcoz": "because",
    "becoz": "because",
    "rly": "really",
    "sry": "sorry",
    "soz": "sorry",
    "b4": "before",
    "urself": "yourself",
    "tbh": "to be honest",
    "def": "definitely",
    "summat": "something",
    "ok": "okay",
    "k": "okay",
    "yeah": "yes",
    "yea": "yes",
    "yep": "yes",
    "yup": "yes",
    "nope": "no",
    "nah": "no",
    "hmm": "hm",
    "mom": "mum",
    "e.g": "for example",
    "o'clock": "oclock",
    "ma'am": "madam",
    "y'all": "you",
    "let's": "let us",
    "won't": "will not",
    "can't": "can not",
    "shan't": "shall not",
    "ain't": "is not",
    "'cause": "because",
}

_NEGATED: Final = re.compile(r"(do|does|did|is|are|was|were|has|have|had|could|would|should|must|need|might)n'?t$")
_ENDINGS: Final[dict[str, str]] = {
    "'m": "am",
    "'re": "are",
    "'ve": "have",
    "'ll": "will",
    "'d": "would",
}
_IS_ENDING: Final = word_set(
    "it that this what who where how there here he she when why everything something nothing everyone nobody somebody "
    "someone anyone everybody else one"
)
_DROPPED_G: Final = re.compile(
    r"(say|be|do|go|feel|talk|think|gett|try|ask|tell|worry|bother|hav|tak|mak|com|hid|push|listen|look|liv|los|hurt|giv)"
    r"in'?$"
)
_DRAWN_OUT: Final = re.compile(r"([a-z])\1{2,}")
_VERB_AFTER_ID: Final = word_set("like love want rather guess say be imagine feel think hate get")
_NOT_YOUR: Final = word_set("right not so too afraid scared worried angry saying asking just really wrong")


def spelled_out(word: str, following: str) -> tuple[str, ...]:
    """The plain words that a typed word stands for. `word` is lower-case with straight apostrophes."""
    if word == "ur":
        return ("you", "are") if following in _NOT_YOUR or following.endswith("ing") else ("your",)
    if word == "id":
        return ("i", "would") if following in _VERB_AFTER_ID else ("id",)
    return _alone(word)


@lru_cache(maxsize=8192)
def _alone(word: str) -> tuple[str, ...]:
    if (known := _WHOLE.get(word)) is not None:
        return tuple(known.split())
    if negated := _NEGATED.match(word):
        return negated[1], "not"
    if (apostrophe := word.find("'")) > 0:
        head, tail = word[:apostrophe], word[apostrophe:]
        if tail in _ENDINGS:
            return (*_alone(head), _ENDINGS[tail])
        if tail == "'s" and head in _IS_ENDING:
            return head, "is"
        if dropped := _DROPPED_G.match(word):
            return (f"{dropped[1]}ing",)
        return _alone(word.replace("'s", "").replace("'", "")) if word.replace("'", "") else ("'",)
    if dropped := _DROPPED_G.match(word):
        return (f"{dropped[1]}ing",)
    if _DRAWN_OUT.search(word):
        shorter = _DRAWN_OUT.sub(r"\1", word)
        return _alone(shorter) if len(shorter) > 1 else (shorter,)
    return (mended(word),)

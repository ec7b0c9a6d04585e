"""What people in a rupture are afraid of or need, as themes of words.

A concern and a reflection seldom share a word: "her family isn't in good hands" and "can I be trusted with the people
you love" share a theme. The themes follow what clients name when an alliance is strained: the bond (trust, being seen,
judged, left), the goals (a say, dignity, hope) and the tasks (help, control); after Bordin (1979) and Safran and Muran
(2000).
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from leanin.evaluator.builtin.stems import stem

_THEMES: Final[dict[str, str]] = {
    "trust": "trust reliable rely depend count faith believe hands risk",
    "safety": (
        "safe protect secure hands danger guard guarded wary careful threat brace braced bracing scared guards "
        "shield harm"
    ),
    "judged": (
        "judge laugh laughing stare staring stared criticise criticised mock mocked blame blamed blaming shame "
        "mocking condemn label labelled disapprove sized sensitive"
    ),
    "left": (
        "leave quit disappear vanish stay stays staying abandoned replace replaced drop dropped forget another "
        "unpack lean turnover"
    ),
    "alone": "alone nobody no-one yourself outnumbered isolated stranded unsupported drops dropped lean",
    "lost": "lose split apart together separate separated court taken removed custody belong",
    "believed": (
        "believe imagine imagined exaggerate exaggerating invent invented doubt doubted made-up nerves head dismiss "
        "explain prove oversensitive sensitive"
    ),
    "heard": "hear see understand serious ignore dismiss notice met listens",
    "counts": (
        "count matter number forget remember important unimportant file case second skip invisible nobody any "
        "anyone many worth treated"
    ),
    "control": (
        "control decide choose force forced push pushed pushing corner cornered pressure power powerless say made "
        "told stop no body order ordered trap trapped goal else over"
    ),
    "dignity": (
        "dignity respect pride weak project small humiliate pity shame useless less man stupid degrade belittle "
        "talked-down talked pathetic"
    ),
    "failure": "fail fault blame enough bad wrong shame useless end ended",
    "hands": "hands capable able trust right cope family help experience know",
    "help": "help support cope answer alone carry nobody fix somebody dropped rescue catch",
    "hope": (
        "hope waste change better point disappoint let-down hopeful happen different hoping hopeless nothing again"
    ),
    "exposed": (
        "say tell speak against report secret pass confidential evidence honest open sharing judge parents found "
        "held used talk get back"
    ),
    "belonging": (
        "culture faith religion race explain foreign different stranger cure convert belong community people church "
        "values educate outsider"
    ),
    "burden": "burden much weight carry heavy bother ask trouble",
    "collapse": "apart crack cope collapse break drown exhaust end rope fall hold strength",
    "grief": "grieve mourn miss lose allowed remember memory cry story",
    "moved": "home move moved sent away removed institution",
    "dying": "die death life breathe",
    "technique": (
        "technique script handle handled recipe formula rehearsed robot textbook method genuine real seen met form "
        "forms manual procedure checklist case learnt trained"
    ),
    "changed": "change cure fix convert different project wrong problem yourself changed",
    "belief in the work": "work help point waste believe talk",
    "used": "against evidence use report pass story",
    "rejection": "cross angry disagree upset reject rejected disapprove lose leave punish punished",
}

THEMES: Final[dict[str, frozenset[str]]] = {
    name: frozenset(stem(word) for word in words.split()) for name, words in _THEMES.items()
}


def _by_stem() -> dict[str, frozenset[str]]:
    stems = {one for group in THEMES.values() for one in group}
    return {one: frozenset(name for name, group in THEMES.items() if one in group) for one in stems}


_NAMES: Final = _by_stem()


@lru_cache(maxsize=16384)
def _of_word(word: str) -> frozenset[str]:
    return _NAMES.get(stem(word), frozenset())


def themes_of(words: Iterable[str]) -> frozenset[str]:
    """The themes that these plain words touch."""
    found: frozenset[str] = frozenset()
    for word in words:
        found |= _of_word(word)
    return found

"""Hints: a nudge before replying, in steps, and whole replies only where somebody asks to be shown one.

Drills and conversations give the same ones: they take the concern, the steps that the moment calls for, and what is
known of the trainee. No model is asked, so a hint is there at once and nothing leaves the machine for it. Fading help
of this kind, the least that gets a learner on, is Wood, Bruner and Ross's (1976).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final, NamedTuple

from leanin.rubric import ANCHORS, STEP_TITLES, Grade, Step


class HintKind(StrEnum):
    """A nudge before replying, in the order in which they are given."""

    STEP = "step"
    CONCERN = "concern"
    BEGINNING = "beginning"
    SHOWN = "shown"
    """Whole replies were shown."""


@dataclass(frozen=True, slots=True)
class Example:
    """A reply that is all there, to be shown when somebody asks for one."""

    client: str
    """The words that it answers: those of the moment, or others."""
    reply: str
    by: str = ""
    """Whose it is, in words for a screen; empty where it needn't be said."""


_IN_WORDS: Final = {
    HintKind.STEP: "which step",
    HintKind.CONCERN: "the concern",
    HintKind.BEGINNING: "a beginning",
    HintKind.SHOWN: "whole replies",
}


def kinds_in_words(kinds: Iterable[HintKind]) -> str:
    """Which hints were taken, each once, e.g. “which step, whole replies”; empty where there were none."""
    taken = set(kinds)
    return ", ".join(words for kind, words in _IN_WORDS.items() if kind in taken)


NUDGES: Final = (HintKind.STEP, HintKind.CONCERN, HintKind.BEGINNING)
"""The hints in their order, without whole replies."""


class Hint(NamedTuple):
    """One nudge."""

    kind: HintKind
    words: str


class Shown(NamedTuple):
    """Whole replies, for comparison."""

    examples: tuple[Example, ...]
    """Two, one or none."""
    words: str
    """What to look at in them, or that there is none."""

    @property
    def title(self) -> str:
        """What a window with them is called."""
        return {0: "Nothing to show", 1: "One way to do it"}.get(len(self.examples), "Two ways to do it")

    def in_lines(self, client: str) -> Iterator[str]:
        """The replies, each with whose it is and which words it answers where those aren't `client`; then `words`."""
        for number, example in enumerate(self.examples, 1):
            whose = example.by or ("" if example.client == client else "to other words of the same client")
            asked = "" if example.client == client else f": “{example.client}”"
            if whose:
                yield f"{whose[0].upper()}{whose[1:]}{asked}"
            yield f"{number}. {example.reply}"
        yield self.words


def needed_step(
    calls_for: Sequence[Step],
    *,
    about: Step | None = None,
    last: Grade | None = None,
    means: Mapping[Step, float] | None = None,
) -> Step:
    """The step that this moment needs most.

    The one that the drill is about, until it is there; else the one that the last try took least far; else the one that
    the trainee is least sure of; else the first in the order of teaching.
    """
    steps = list(calls_for) or list(Step)
    if about in steps and not (last and last.step(about).level == 2):
        return about
    if last:
        return min(steps, key=lambda step: last.step(step).level)
    return min(steps, key=lambda step: (means or {}).get(step, 0.0))


def hint(kind: HintKind, step: Step, concern: str, *, softened: bool = False, vary: int = 0) -> Hint:
    """One of the three nudges. `vary` picks among several beginnings: the same number gives the same one."""
    match kind:
        case HintKind.CONCERN:
            return Hint(kind, question_towards(concern))
        case HintKind.BEGINNING:
            beginnings = _BEGINNINGS_SOFTENED[step] if softened else _BEGINNINGS[step]
            return Hint(kind, f"You could begin: {beginnings[vary % len(beginnings)]}")
        case _:
            return Hint(kind, f"{STEP_TITLES[step]}: {ANCHORS[step][2]}.")


def next_kind(taken: Sequence[HintKind]) -> HintKind | None:
    """The nudge that comes after those that were taken; None where there is no more."""
    return next((kind for kind in NUDGES if kind not in taken), None)


def question_towards(concern: str) -> str:
    """A question that leads towards what lies beneath, without saying it.

    It comes from the theme that the concern's words touch most; the concern itself is never in it.
    """
    words = concern.casefold()
    found = {name: len(re.findall(pattern, words)) for name, pattern in _THEMES.items()}
    best = max(found, key=lambda name: found[name])
    return _QUESTIONS[best] if found[best] else _ANY_CONCERN


def shown(examples: Sequence[Example], client: str) -> Shown:
    """Two replies that are all there and differ most from each other, those to these very words first."""
    own = [example for example in examples if example.client == client]
    others = [example for example in examples if example.client != client]
    if len(own) >= 2:
        return Shown(_most_different(own), "Both are all there, each in its own way. What do you like better in which?")
    chosen = (*own[:1], *others[: 2 - len(own[:1])])
    if not chosen:
        return Shown((), "There is no reply to show for this one.")
    if len(chosen) == 1:
        return Shown(chosen, "There is only one to show here. How would you say the same in your own words?")
    return Shown(chosen, "Different words were answered; look at how each owns, guesses and asks.")


def _most_different(examples: Sequence[Example]) -> tuple[Example, ...]:
    def alike(pair: tuple[Example, Example]) -> float:
        one, other = (set(re.findall(r"\w+", example.reply.casefold())) for example in pair)
        return len(one & other) / max(1, len(one | other))

    return min(combinations(examples, 2), key=alike)


_BEGINNINGS: Final[dict[Step, tuple[str, ...]]] = {
    Step.RESPONSIBILITY: (
        "“You're right, I…” (one true thing about you, and then stop)",
        "“That's true: I…” (what you did, in plain words)",
        "“I did…” (no “but” behind it)",
    ),
    Step.REFLECTION: (
        "“Maybe you wonder whether…”",
        "“I'm guessing that part of you is afraid…”",
        "“It sounds as if it might be about more than that: maybe…”",
    ),
    Step.INVITATION: (
        "“What … most about that?”",
        "“Tell me more about…” (their words, not yours)",
        "“But you tell me: what…”",
    ),
}

_BEGINNINGS_SOFTENED: Final[dict[Step, tuple[str, ...]]] = {
    Step.RESPONSIBILITY: ("“…” (nothing to own just now: stay with what they tell you)",),
    Step.REFLECTION: (
        "“Maybe what you miss most is…”",
        "“I wonder if that meant…”",
    ),
    Step.INVITATION: (
        "“What was it like when…”",
        "“Tell me more about…” (the very thing they named)",
    ),
}

_ANY_CONCERN: Final = "If the doubt turned out to be right, what would that cost this person?"

_THEMES: Final[dict[str, str]] = {
    "danger": r"\bkill|suicid|\bgun\b|being hurt|hurt the|real danger|to be dead|monster",
    "taken": r"\btaken\b|\btake \w+ away|care as well|custody|los\w+ (?:them|it) over|lose (?:him|her)\b|"
    r"los\w+ (?:the|his|her|your) (?:children|son|grandchildren|baby|marriage)",
    "told": r"travel|goes? (?:straight|back|up)|get back to|used against|against what he said|report|private|names\b|"
    r"held against|written up|claim",
    "judged": r"judg|bad (?:mother|father)|look\w* down|shame|disgust|fraud|villain|unfit|hopeless|stupid|dirt\b|"
    r"misread|the problem|broken|decent|weigh",
    "believed": r"believe[ds]?\b|in her head|making it up|isn't trying|invent|real\b",
    "left": r"dropped|sent away|leave\w*|will go,|people go|replaced|handed on|\bstay\b|forgotten|stop coming|"
    r"near him",
    "counts": r"matter|counts?\b|number\b|ticked|case\b|nobody (?:now|sees|hears)|over his head|spoken about|nothing\b|"
    r"\bseen?\b|be himself|script",
    "alone": r"\balone\b|nobody (?:is|else|can|will|could|to|would|here|real)|by himself|left with it|nobody there",
    "failing": r"fail|wrong\b|fault|quitter|let\w* \w* ?down|disappoint|behind|wasted",
    "self": r"give up|nothing (?:of|left)|what holds|control|her own|his own|any say|who (?:he|she) is|come apart|"
    r"comes? apart|admitting|sell\b",
    "burden": r"burden|nuisance|ungrateful|not wanted|wants to know why|weak one|too much if",
    "missing": r"miss(?:es)?\b|griev|was held|only one who still|odd one",
}
"""Words by which a concern belongs to a theme: what clients name when an alliance is strained."""

_QUESTIONS: Final[dict[str, str]] = {
    "danger": "Is somebody in danger here? Then that comes before the doubt: what would you need to know?",
    "taken": "Think of who is at home while you two talk. What is at stake for this client there?",
    "told": "Where might these words end up once they have left the room, and what could they do there?",
    "judged": "What might they think that you see when you look at them?",
    "believed": "What would it mean to them if you, too, took it for less than it is?",
    "left": "What may have happened the last time they let somebody come close?",
    "counts": "How big or how small do they feel while you two talk? Who in the room is listened to?",
    "alone": "If they said how bad it is, who would be there to hear it with them?",
    "failing": "What would it say about them if this, too, didn't work?",
    "self": "What of themselves might they have to hand over in order to be helped?",
    "burden": "What might it cost them to ask you for something, or to tell you no?",
    "missing": "Who or what is not in the room while they tell you this?",
}

"""How much a simulated client's words are those of a person who stands as the rules say: what code can tell.

In role, nothing told too soon, no repeats, variety (distinct-2: Li et al., 2016), and how long they speak. Whether a
stance can be told from the words alone needs a reader: see `legibility`.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pydantic import BaseModel, ConfigDict, Field

from leanin.client.untold import Untold, plain, sentences
from leanin.dynamics import Stance
from leanin.persona import Persona
from leanin.session.moments import Intervention, Lapse, SpeakingMoment
from leanin.session.record import Record
from leanin.session.speaking import speaking_moment


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing that the client said, with the moment in which they said it."""

    said: str
    moment: SpeakingMoment
    interventions: tuple[Intervention, ...] = ()


def utterances(record: Record, persona: Persona, seed: int) -> list[Utterance]:
    """What the client said in a conversation, the opening aside."""
    return [
        Utterance(turn.answer.said, speaking_moment(turn, record, persona, seed), turn.answer.interventions)
        for turn in record.turns
        if turn.answer and turn.answer.said
    ]


class Fidelity(BaseModel):
    """What was found over all utterances of some conversations; shares are 0–1."""

    model_config = ConfigDict(frozen=True)

    utterances: int
    in_role: float
    """Share without any lapse that the guard knows, in the words that were said: after the guard, for a model."""
    untouched: float
    """Share in which the guard kept nothing from being said: before the guard, for a model."""
    lapses: dict[str, int]
    """Utterances with each kind of lapse, in the words that were said."""
    leaks: int
    """Utterances that tell, word for word or nearly, what was still to be kept back."""
    leaks_withheld: int
    """The same in words that the guard kept from being said."""
    interventions: dict[str, int]
    """How often the guard kept words from being said, by what was done."""
    repeated: float
    """Share of sentences, of four words or more, that were said before in the same conversation."""
    distinct_2: float
    """Different pairs of neighbouring words among all pairs, the mean over conversations."""
    words: dict[str, float]
    """Median words of an utterance, by stance; `all` for all of them."""


class Spoken(BaseModel):
    """What was found in one utterance."""

    model_config = ConfigDict(frozen=True)

    said: str
    stance: Stance
    lapses: list[str] = Field(default_factory=list)
    """Those that the guard knows, in the words that were said."""
    leak: bool = False
    """Whether it tells, word for word or nearly, what was still to be kept back."""
    interventions: list[Intervention] = Field(default_factory=list)


class Talk(BaseModel):
    """What was found in the client's words of one conversation."""

    model_config = ConfigDict(frozen=True)

    spoken: list[Spoken] = Field(default_factory=list)
    sentences: int = 0
    """Of four words or more."""
    repeated: int = 0
    """Of these, said before."""
    distinct_2: float = 1.0


def talk_of(said: Sequence[Utterance]) -> Talk:
    """Look through all that the client said in one conversation."""
    if not said:
        return Talk()
    total, repeated = _repeated(said)
    return Talk(
        spoken=[
            Spoken(
                said=one.said,
                stance=one.moment.stance,
                lapses=sorted(_lapses(one)),
                leak=leaks(one),
                interventions=list(one.interventions),
            )
            for one in said
        ],
        sentences=total,
        repeated=repeated,
        distinct_2=_distinct_2(said),
    )


class Words:
    """What was found in the client's words, added up conversation by conversation."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._lapses: Counter[str] = Counter()
        self._interventions: Counter[str] = Counter()
        self._talks = 0
        self._distinct_2 = Fraction(0)
        self._lengths: dict[str, Counter[int]] = {}

    def add(self, talk: Talk) -> None:
        """Count one conversation; one in which nothing was said counts for nothing."""
        if not talk.spoken:
            return
        self._talks += 1
        self._distinct_2 += Fraction(talk.distinct_2)
        self._counts["sentences"] += talk.sentences
        self._counts["repeated"] += talk.repeated
        for one in talk.spoken:
            self._counts["said"] += 1
            self._counts["in_role"] += not one.lapses
            self._counts["untouched"] += not one.interventions
            self._counts["leaks"] += one.leak
            self._counts["leaks_withheld"] += sum(it.lapse is Lapse.TOLD_TOO_SOON for it in one.interventions)
            self._lapses.update(one.lapses)
            self._interventions.update(it.mending.value for it in one.interventions)
            length = len(one.said.split())
            for name in ("all", one.stance.value):
                self._lengths.setdefault(name, Counter())[length] += 1

    def figures(self) -> Fidelity | None:
        """The figures over all of them; None where nothing was said."""
        counts, said = self._counts, self._counts["said"]
        if not said:
            return None
        return Fidelity(
            utterances=said,
            in_role=counts["in_role"] / said,
            lapses=dict(sorted(self._lapses.items())),
            untouched=counts["untouched"] / said,
            leaks=counts["leaks"],
            leaks_withheld=counts["leaks_withheld"],
            interventions=dict(sorted(self._interventions.items())),
            repeated=counts["repeated"] / counts["sentences"] if counts["sentences"] else 0.0,
            distinct_2=float(self._distinct_2 / self._talks),
            words={
                name: _median(self._lengths[name])
                for name in ("all", *(stance.value for stance in Stance))
                if name in self._lengths
            },
        )


def fidelity(conversations: Iterable[Talk]) -> Fidelity | None:
    """The figures over conversations that are all at hand; None where nothing was said."""
    words = Words()
    for talk in conversations:
        words.add(talk)
    return words.figures()


def leaks(one: Utterance) -> bool:
    """Whether the words tell something that is still to be kept back."""
    return Untold(one.moment).told_by(one.said)


def _lapses(one: Utterance) -> set[str]:
    from leanin.client.guard import Guard  # a sixth of this room's time to load, and for conversations alone

    guard = Guard(one.moment)
    return {lapse.value for sentence in sentences(one.said) if (lapse := guard.lapse_in(sentence))}


def _repeated(talk: Sequence[Utterance]) -> tuple[int, int]:
    """Sentences of four words or more, and how many of them were said before."""
    total = repeats = 0
    heard = {plain(sentence) for sentence in sentences(talk[0].moment.client)}
    for one in talk:
        own = [words for sentence in sentences(one.said) if len((words := plain(sentence)).split()) >= 4]
        total += len(own)
        repeats += sum(words in heard for words in own)
        heard.update(own)
    return total, repeats


def _distinct_2(talk: Sequence[Utterance]) -> float:
    pairs: Counter[tuple[str, str]] = Counter()
    for one in talk:
        words = plain(one.said).split()
        pairs.update(itertools.pairwise(words))
    return len(pairs) / pairs.total() if pairs else 1.0


def _median(counts: Counter[int]) -> float:
    lengths = sorted(counts)
    reached = list(itertools.accumulate(counts[length] for length in lengths))
    middle = reached[-1] / 2
    upper = next(length for length, many in zip(lengths, reached, strict=True) if many > middle)
    lower = next(length for length, many in zip(lengths, reached, strict=True) if many >= middle)
    return (lower + upper) / 2

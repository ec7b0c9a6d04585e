"""How much a simulated client's words are those of a person who stands as the rules say: what code can tell.

In role, nothing told too soon, no repeats, variety (distinct-2: Li et al., 2016), and how long they speak. Whether a
stance can be told from the words alone needs a reader: see `legibility`.
"""

import itertools
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from leanin.client.guard import Guard
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


def fidelity(conversations: Iterable[Sequence[Utterance]]) -> Fidelity | None:
    """The figures over all of them; None where nothing was said."""
    talks = [talk for talk in conversations if talk]
    said = [one for talk in talks for one in talk]
    if not said:
        return None
    lapses = Counter(lapse for one in said for lapse in _lapses(one))
    return Fidelity(
        utterances=len(said),
        in_role=sum(not _lapses(one) for one in said) / len(said),
        lapses=dict(sorted(lapses.items())),
        untouched=sum(not one.interventions for one in said) / len(said),
        leaks=sum(leaks(one) for one in said),
        leaks_withheld=sum(it.lapse is Lapse.TOLD_TOO_SOON for one in said for it in one.interventions),
        interventions=dict(sorted(Counter(it.mending.value for one in said for it in one.interventions).items())),
        repeated=_repeated(talks),
        distinct_2=statistics.fmean(_distinct_2(talk) for talk in talks),
        words=_lengths(said),
    )


def leaks(one: Utterance) -> bool:
    """Whether the words tell something that is still to be kept back."""
    return Untold(one.moment).told_by(one.said)


def _lapses(one: Utterance) -> set[str]:
    guard = Guard(one.moment)
    return {lapse.value for sentence in sentences(one.said) if (lapse := guard.lapse_in(sentence))}


def _repeated(talks: Iterable[Sequence[Utterance]]) -> float:
    total = repeats = 0
    for talk in talks:
        heard = {plain(sentence) for sentence in sentences(talk[0].moment.client)}
        for one in talk:
            own = [words for sentence in sentences(one.said) if len((words := plain(sentence)).split()) >= 4]
            total += len(own)
            repeats += sum(words in heard for words in own)
            heard.update(own)
    return repeats / total if total else 0.0


def _distinct_2(talk: Sequence[Utterance]) -> float:
    pairs: Counter[tuple[str, str]] = Counter()
    for one in talk:
        words = plain(one.said).split()
        pairs.update(itertools.pairwise(words))
    return len(pairs) / pairs.total() if pairs else 1.0


def _lengths(said: Sequence[Utterance]) -> dict[str, float]:
    lengths = {"all": [len(one.said.split()) for one in said]}
    for stance in Stance:
        if own := [len(one.said.split()) for one in said if one.moment.stance is stance]:
            lengths[stance.value] = own
    return {name: statistics.median(words) for name, words in lengths.items()}

"""What the attempts add up to: cards for spacing, how sure each step is, how hard it should be. A pure fold.

Only first tries count: a second one follows its grade at once, so it shows that the feedback was understood, not that
the skill has stayed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from leanin.drills.attempts import Attempt, recall_of
from leanin.drills.focus import Reached
from leanin.persona import Difficulty
from leanin.rubric import Grade, Step, Trap

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

LATEST: Final = 100
"""How many grades, the latest, a step's mean is worked out from: what was hard a year ago says little."""

RUN_TO_RISE: Final = 2
"""First tries in a row that have to be there before it gets harder; a miss makes it easier at once (Levitt, 1971)."""

_LADDER: Final = tuple(Difficulty)
_AGAIN_AFTER: Final = timedelta(minutes=10)


class Graded(NamedTuple):
    """A grade and when it was given, from a drill or a conversation."""

    at: datetime
    grade: Grade
    steps: tuple[Step, ...] = tuple(Step)
    """The steps that the trainee was asked for."""


class Sureness(NamedTuple):
    """How sure a step is: a Beta distribution over the share of it that the next reply will show."""

    full: float
    """Levels reached, as shares (a partial one is a half), plus 1."""
    wanting: float
    """What was wanting of them, plus 1."""

    @property
    def mean(self) -> float:
        """The mean of the distribution, 0–1; ½ before the first grade."""
        return self.full / (self.full + self.wanting)

    @property
    def grades(self) -> float:
        """How many grades it rests on."""
        return self.full + self.wanting - 2


@dataclass(slots=True)
class Progress:
    """Where a trainee stands in the drills. Build it with `Progress.of`."""

    cards: dict[tuple[str, str], "Card"] = field(default_factory=dict)
    """By item and focus, when it is due again (FSRS)."""
    difficulty: Difficulty = Difficulty.GENTLE
    sureness: Mapping[Step, Sureness] = field(default_factory=dict)
    traps: Counter[Trap] = field(default_factory=Counter)
    """How often each trap was fallen into in the latest grades."""
    last_item: str = ""
    _run: int = 0
    _latest: list[Graded] = field(default_factory=list)

    @classmethod
    def of(cls, attempts: Iterable[Attempt], conversations: Iterable[Graded] = ()) -> "Progress":
        """The progress that these attempts add up to, in their order, with grades from conversations."""
        progress = cls()
        for attempt in attempts:
            progress._count(attempt)
        progress._weigh(conversations)
        return progress

    def add(self, attempt: Attempt) -> None:
        """Take in one more attempt: the same as if it had been the last of those that `of` was given."""
        self._count(attempt)
        self._weigh()

    def _count(self, attempt: Attempt) -> None:
        self.last_item = attempt.item
        if not attempt.is_first:
            return
        key = attempt.item, attempt.focus
        self.cards[key] = _reviewed(self.cards.get(key), attempt, len(self.cards))
        self._latest.append(Graded(attempt.at, attempt.grade, attempt.about.steps))
        self._climb(attempt.reached)

    def _climb(self, reached: Reached) -> None:
        """Two there in a row make it harder, one missed makes it easier, one partly there begins the run anew."""
        place = _LADDER.index(self.difficulty)
        self._run = self._run + 1 if reached is Reached.THERE else 0
        if reached is Reached.MISSED:
            self.difficulty = _LADDER[max(0, place - 1)]
        elif self._run == RUN_TO_RISE:
            self._run = 0
            self.difficulty = _LADDER[min(len(_LADDER) - 1, place + 1)]

    def _weigh(self, conversations: Iterable[Graded] = ()) -> None:
        latest = self._latest = sorted([*self._latest, *conversations], key=lambda graded: graded.at)[-LATEST:]
        self.sureness = {step: sureness_of(step, latest) for step in Step}
        self.traps = Counter(trap for graded in latest for trap in graded.grade.traps)

    def weakest(self) -> Step:
        """The step with the lowest mean; the first in the order of teaching where several are alike."""
        return min(Step, key=lambda step: self.mean(step))

    def mean(self, step: Step) -> float:
        """How sure a step is, 0–1; ½ where nothing is known."""
        return self.sureness[step].mean if step in self.sureness else 0.5


def sureness_of(step: Step, given: Iterable[Graded]) -> Sureness:
    """The Beta distribution of a step, from a uniform prior.

    Grades say nothing of it where the moment didn't call for it, or where the trainee practised something else.
    """
    grades = [graded.grade.step(step) for graded in given if step in graded.steps]
    levels = [graded.level / 2 for graded in grades if graded.called_for]
    return Sureness(1 + sum(levels), 1 + len(levels) - sum(levels))


def retrievability(card: "Card", at: datetime) -> float:
    """How likely it is, by FSRS, that the item would succeed now, 0–1."""
    return _scheduler().get_card_retrievability(card, at)


def _reviewed(card: "Card | None", attempt: Attempt, number: int) -> "Card":
    from fsrs import Card, Rating

    card = card or Card(card_id=number, due=attempt.at)
    rating = Rating[recall_of(attempt).value.capitalize()]
    # clocks can be set back; a review before the last one would be counted as one long after it
    at = max(attempt.at, card.last_review) if card.last_review else attempt.at
    return _scheduler().review_card(card, rating, at)[0]


@cache
def _scheduler() -> "Scheduler":
    """FSRS with its published weights; a miss comes back after ten minutes, and chance plays no part."""
    from fsrs import Scheduler

    return Scheduler(learning_steps=(_AGAIN_AFTER,), relearning_steps=(_AGAIN_AFTER,), enable_fuzzing=False)

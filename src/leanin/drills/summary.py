"""What a round came to: what went up, what to practise next. A pure fold over its attempts and those before."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from leanin.drills.attempts import Attempt
from leanin.drills.focus import WHOLE, Focus, Reached
from leanin.drills.progress import Graded, Progress, sureness_of
from leanin.rubric import TRAPS, Step, Trap

FEW = 5
"""Below this many grades before a round, nothing is said of a step having gone up or down."""

FEW_NOW = 3
"""And below this many in it."""

_MOVED = 0.1
"""How much the share of full marks has to differ to be worth a word."""


@dataclass(frozen=True, slots=True)
class StepSummary:
    """How one step went in the first tries of a round."""

    step: Step
    share: float | None
    """The mean level as a share of the full one, 0–1; None where the step was never asked for."""
    before: float | None
    """The same over all first tries before this round; None where they were too few."""

    @property
    def moved(self) -> int:
        """1 where it went up, -1 where it went down, else 0."""
        if self.share is None or self.before is None or abs(self.share - self.before) < _MOVED:
            return 0
        return 1 if self.share > self.before else -1


@dataclass(frozen=True, slots=True)
class Summary:
    """A round of drills, looked back on."""

    statements: int
    there_at_once: int
    there_in_the_end: int
    """Among them those that were there at once."""
    tries: int
    hinted: int
    """Statements at which a hint was taken."""
    seconds: float
    """The mean time of a first try; 0 without one."""
    steps: tuple[StepSummary, ...]
    traps: Counter[Trap]
    """In the first tries."""
    unlearnt: tuple[Trap, ...]
    """Traps of a first try that the last try at the same statement was rid of."""
    next_focus: Focus
    """What to practise next: a trap that came again and again, else the step that is the least sure."""


def summary_of(attempts: Sequence[Attempt], progress: Progress, earlier: Sequence[Attempt] = ()) -> Summary:
    """The summary of one round's attempts; `progress` is where the trainee stands after it."""
    by_place = [list(tries) for _, tries in groupby(attempts, key=lambda attempt: attempt.place)]
    firsts = [tries[0] for tries in by_place]
    traps = Counter(trap for first in firsts for trap in first.grade.traps)
    rid = (trap for tries in by_place for trap in tries[0].grade.traps if trap not in tries[-1].grade.traps)
    return Summary(
        statements=len(by_place),
        there_at_once=sum(first.reached is Reached.THERE for first in firsts),
        there_in_the_end=sum(any(one.reached is Reached.THERE for one in tries) for tries in by_place),
        tries=len(attempts),
        hinted=sum(bool(tries[-1].hints) for tries in by_place),
        seconds=sum(first.seconds for first in firsts) / len(firsts) if firsts else 0.0,
        steps=tuple(_step(step, firsts, [attempt for attempt in earlier if attempt.is_first]) for step in Step),
        traps=traps,
        unlearnt=tuple(dict.fromkeys(rid)),
        next_focus=_next(progress, traps, len(firsts)),
    )


def _step(step: Step, firsts: Sequence[Attempt], before: Sequence[Attempt]) -> StepSummary:
    def share(tries: Sequence[Attempt], least: int) -> float | None:
        sure = sureness_of(step, [Graded(attempt.at, attempt.grade, attempt.about.steps) for attempt in tries])
        return (sure.full - 1) / sure.grades if sure.grades >= least else None

    enough = share(firsts, FEW_NOW) is not None
    return StepSummary(step, share(firsts, 1), share(before, FEW) if enough else None)


def _next(progress: Progress, traps: Counter[Trap], statements: int) -> Focus:
    often = [trap for trap, count in traps.most_common() if count >= 3 and count * 3 >= statements and TRAPS[trap].step]
    if often:
        return Focus(trap=often[0])
    weakest = progress.weakest()
    return WHOLE if progress.mean(weakest) > 0.8 else Focus(step=weakest)

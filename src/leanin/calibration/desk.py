"""What a rater does with a round, kept at once: begin or go on, give a grade, finish, ask the evaluator."""

import asyncio
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from leanin import __version__, rubric
from leanin.calibration import book
from leanin.calibration.rounds import (
    MOST_NOTED,
    BlindGrade,
    CalibrationError,
    Evaluated,
    Finished,
    GradedBlind,
    Round,
    new_header,
)
from leanin.casting import cast_evaluator, parts
from leanin.errors import LeaninError
from leanin.evals.items import LabelledReply
from leanin.evals.suite import load_suite
from leanin.persona_shelf import on_shelf
from leanin.settings import Settings
from leanin.store.kept import now, written_time

DEFAULT_SUITE = "replies"
DEFAULT_SPLIT = "test"
DEFAULT_COUNT = 20
DEFAULT_SEED = 1
AT_ONCE = 4
"""How many replies a language model grades at a time."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a rater wants to grade."""

    suite: str = DEFAULT_SUITE
    split: str | None = DEFAULT_SPLIT
    """None: the whole suite."""
    count: int = DEFAULT_COUNT
    seed: int = DEFAULT_SEED
    rater: str = ""


def take_up(wish: Wish, settings: Settings, *, anew: bool = False) -> Round:
    """Go on with the rater's unfinished round over just these replies, or begin one; `anew` begins one in any case.

    Raises `LeaninError` where suite or settings can't be used, or the round can't be kept.
    """
    header = new_header(
        load_suite(wish.suite, wish.split),
        round_id=book.new_id(),
        split=wish.split,
        count=wish.count,
        seed=wish.seed,
        evaluator=parts(settings).evaluator.model,
        rater=wish.rater,
    )
    asked = header.items_hash, header.rater.casefold()
    for left in () if anew else unfinished_rounds():
        if (left.header.items_hash, left.header.rater.casefold()) == asked:
            return left
    return book.begin(header)


def unfinished_rounds() -> Iterator[Round]:
    """The rounds that were left before their end, latest first."""
    return (kept for kept in book.rounds() if isinstance(kept, Round) and not kept.finished)


def seen_before(kept: Round) -> Round | None:
    """A finished round of the same rater with some of the same replies: they aren't blind to these any more."""
    ids = {item.id for item in kept.items}
    for other in finished_rounds():
        same = other.header.rater.casefold() == kept.header.rater.casefold()
        if same and other.header.id != kept.header.id and any(item.id in ids for item in other.items):
            return other
    return None


def finished_rounds() -> Iterator[Round]:
    """The rounds whose labels may be seen, latest first."""
    return (kept for kept in book.rounds() if isinstance(kept, Round) and kept.finished)


def give(kept: Round, item: str | int, grade: BlindGrade) -> None:
    """Keep the rater's grade of a reply; the same grade once more is no news. Raises `CalibrationError`."""
    grade = grade.model_copy(update={"note": grade.note.strip()[:MOST_NOTED]})
    if kept.grades.get(item) != grade:
        book.keep(kept, GradedBlind(time=written_time(now()), item=item, grade=grade))


def finish(kept: Round) -> None:
    """End the blind part, early or not. Raises `CalibrationError` where nothing was graded."""
    if not kept.grades:
        raise CalibrationError("Grade at least one reply first; there is nothing to compare yet.", title="Not yet")
    if not kept.finished:
        book.keep(kept, Finished(time=written_time(now())))


def lacks(kept: Round, evaluator: str) -> bool:
    """Whether this evaluator hasn't graded all that the rater has graded."""
    known = kept.evaluations.get(evaluator, {})
    return any(item.id not in known for item in kept.graded_items)


def evaluator_of(kept: Round, named: str = "") -> str:
    """Whom to compare a round with: who is named, else who the round began with, else who has graded it in full."""
    whole = [evaluator for evaluator in kept.evaluations if not lacks(kept, evaluator)]
    began_with = kept.header.evaluator
    return named or (whole[-1] if whole and began_with not in whole else began_with)


def check_may_ask(kept: Round, evaluator: str, settings: Settings) -> None:
    """Raise `CalibrationError` where a missing grade would have to come from a model that wasn't named for it.

    A round remembers which model it was begun with, but not where its server is; nothing is sent on a guess.
    """
    if lacks(kept, evaluator) and parts(settings).evaluator.model != evaluator:
        raise CalibrationError(
            f"Grades of {evaluator} are missing in round {kept.header.id}, and it isn't the evaluator that is set now. "
            f"Name it with --evaluator-model {evaluator} (and its server with --evaluator-api-base), or another one.",
            title="Which evaluator?",
        )


async def ask_evaluator(
    kept: Round, settings: Settings, *, progress: Callable[[int, int], None] = lambda _done, _of: None
) -> list[str]:
    """Have the evaluator that is set grade what the rater has graded and it hasn't yet; each grade is kept as it comes.

    `progress` is told how many are done, and of how many. Returns what went wrong, a line for each reply that got no
    grade. Raises `LeaninError` where the evaluator can't be set up or a grade can't be kept.
    """
    part = parts(settings).evaluator
    known = kept.evaluations.get(part.model, {})
    missing = [item for item in kept.graded_items if item.id not in known]
    if not missing:
        return []
    kept.check_finished()
    evaluator = cast_evaluator(part, settings)
    find = functools.lru_cache(maxsize=64)(on_shelf)
    gate = asyncio.Semaphore(1 if part.is_builtin else AT_ONCE)

    async def graded(item: LabelledReply) -> Evaluated | str:
        async with gate:
            try:
                grade = await evaluator.grade(item.moment(find))
            except LeaninError as error:
                return f"{item.id}: {error}"
        return Evaluated(
            time=written_time(now()),
            item=item.id,
            evaluator=part.model,
            rubric_hash=rubric.digest(),
            leanin_version=__version__,
            grade=grade,
        )

    failures = []
    asked = [asyncio.create_task(graded(item)) for item in missing]
    try:
        for done, answer in enumerate(asyncio.as_completed(asked)):
            progress(done, len(missing))
            match await answer:
                case Evaluated() as entry:
                    book.keep(kept, entry)
                case str() as failure:
                    failures.append(failure)
    finally:
        for task in asked:
            task.cancel()
        if close := getattr(evaluator, "close", None):
            await close()
    return failures

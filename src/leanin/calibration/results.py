"""What a finished round shows: three comparisons, the replies where the graders differ, and the other raters."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from leanin.calibration.agreement import Comparison, Marks, compare, distance, marks_of
from leanin.calibration.rounds import BlindGrade, CalibrationError, Round
from leanin.evals.items import LabelledReply
from leanin.rubric import Grade

YOU = "you"
LABELS = "labels"


class Difference(NamedTuple):
    """A reply that the rater graded otherwise than the labels or the evaluator."""

    place: int
    """Where it stood in the round, counted from 1."""
    item: LabelledReply
    given: BlindGrade
    evaluated: Grade | None
    """None where the evaluator gave it no grade."""
    apart: int
    """How far the rater is from the one that is farther off."""


class Result(NamedTuple):
    """A finished round, worked out against one evaluator."""

    kept: Round
    evaluator: str
    with_labels: Comparison
    with_evaluator: Comparison
    evaluator_with_labels: Comparison
    differences: Sequence[Difference]
    """The widest apart first."""
    other_raters: Sequence[Comparison]
    """The rater against each other rater who graded some of the same replies, latest first."""

    @property
    def comparisons(self) -> tuple[Comparison, Comparison, Comparison]:
        """Rater and labels, rater and evaluator, evaluator and labels."""
        return self.with_labels, self.with_evaluator, self.evaluator_with_labels


def result_of(kept: Round, evaluator: str, others: Iterable[Round] = ()) -> Result:
    """Work out a finished round; `others` are rounds to look for other raters in.

    Raises `CalibrationError` while the round is being graded.
    """
    kept.check_finished()
    evaluations = kept.evaluations.get(evaluator, {})
    given = {item: marks_of(grade) for item, grade in kept.grades.items()}
    labels = {item.id: marks_of(item.labels) for item in kept.graded_items}
    evaluated = {item: marks_of(grade) for item, grade in evaluations.items() if item in kept.grades}
    situations = _situations(kept)
    differences = []
    for place, item in enumerate(kept.items, 1):
        if item.id not in given:
            continue
        apart = max(distance(given[item.id], marks[item.id]) for marks in (labels, evaluated) if item.id in marks)
        if apart:
            differences.append(
                Difference(place, item, kept.grades[item.id], evaluations.get(item.id), apart),
            )
    return Result(
        kept=kept,
        evaluator=evaluator,
        with_labels=compare(YOU, given, LABELS, labels, situations),
        with_evaluator=compare(YOU, given, evaluator, evaluated, situations),
        evaluator_with_labels=compare(evaluator, evaluated, LABELS, labels, situations),
        differences=sorted(differences, key=lambda found: -found.apart),
        other_raters=[
            compare_raters(kept, other, left=YOU)
            for other in others
            if other.finished and other.header.rater.casefold() != kept.header.rater.casefold() and _shared(kept, other)
        ],
    )


def compare_raters(one: Round, other: Round, *, left: str = "") -> Comparison:
    """Two raters over the replies that both of them graded, word for word the same.

    `left` is what the first is called instead of their name. Raises `CalibrationError` where one isn't finished (the
    other's grades would end its blindness) or they share no reply.
    """
    for kept in (one, other):
        kept.check_finished()
    shared = _shared(one, other)
    if not shared:
        raise CalibrationError(
            f"Rounds {one.header.id} and {other.header.id} have no reply in common. Begin both with the same suite, "
            "--split, --count and --seed.",
            title="Nothing to compare",
        )
    given, against = _given(one, shared), _given(other, shared)
    return compare(left or rater_of(one), given, rater_of(other), against, _situations(one))


def rater_of(kept: Round) -> str:
    """Whose round it is: the rater's name, or the round's id where none was given."""
    return kept.header.rater or kept.header.id


def _shared(one: Round, other: Round) -> set[str | int]:
    seen = {item.id: _as_seen(item) for item in other.graded_items}
    return {item.id for item in one.graded_items if seen.get(item.id) == _as_seen(item)}


def _as_seen(item: LabelledReply) -> dict[str, object]:
    """All that a rater sees of a reply."""
    return item.model_dump(exclude={"labels", "why"})


def _situations(kept: Round) -> dict[str | int, str]:
    return {item.id: item.situation for item in kept.items}


def _given(kept: Round, items: set[str | int]) -> dict[str | int, Marks]:
    return {item: marks_of(grade) for item, grade in kept.grades.items() if item in items}

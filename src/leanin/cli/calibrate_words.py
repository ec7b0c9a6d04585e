"""How plain mode puts a reply to grade, the levels, and what came of a round into lines of text."""

from collections.abc import Iterator

from leanin.calibration import words
from leanin.calibration.agreement import Comparison, caution
from leanin.calibration.results import Difference, Result, rater_of
from leanin.calibration.rounds import BlindGrade, Round
from leanin.evals.items import LabelledReply
from leanin.rubric import ANCHORS, STEP_TITLES, TRAPS, Grade, Step, Trap
from leanin.tui.parts.words import ABOUT_IT, level_in_words


def reply_in_lines(item: LabelledReply, place: int, of: int) -> Iterator[str]:
    """All that a rater may see of a reply, and nothing of its labels."""
    yield f"\nReply {place} of {of}"
    if therapist := words.therapist_in_words(item):
        yield f"  The therapist: {therapist}"
    if item.concern:
        yield f"  Beneath the client's words: {item.concern}"
    for past in item.history:
        yield f"  Before, the client: {past.client}"
        yield f"  Before, the therapist: {past.reply}"
    yield f"Client: {item.client}"
    yield f"Therapist's reply: {item.reply}"


def levels_in_lines() -> Iterator[str]:
    """What each level of each step means."""
    for step in Step:
        yield STEP_TITLES[step]
        for level, anchor in enumerate(ANCHORS[step]):
            yield f"  {level} {level_in_words(level, True)}: {anchor}"
    yield f"  {ABOUT_IT}"


def traps_in_lines() -> Iterator[str]:
    """Each trap as it is typed, with what it looks like."""
    for trap in Trap:
        yield f"  {trap.value}: {TRAPS[trap].looks_like}"


def given_in_a_line(grade: BlindGrade) -> str:
    """A rater's grade, as it could be typed."""
    levels = " ".join(str(grade.level(step)) for step in Step)
    traps = "".join(f" {trap.value}" for trap in grade.traps)
    return levels + traps + (f" # {grade.note}" if grade.note else "")


def result_in_lines(result: Result) -> Iterator[str]:
    """What came of a round: agreement, traps, other raters, and each reply where the graders differ."""
    yield f"\n{words.what_is_compared(result)}"
    yield f"({words.round_in_words(result.kept)} · {result.kept.header.id})"
    yield from _agreement(result.comparisons)
    if word := caution(result.with_labels.replies):
        yield word
    yield words.FIGURES
    yield words.LABELLED_BY
    for compared in result.other_raters:
        yield f"\nAnother rater over the same replies ({compared.replies})"
        yield from _agreement([compared])
    yield f"\n{words.where_they_differ(result)}"
    for difference in result.differences:
        yield from _difference(difference, result.evaluator)


def raters_in_lines(one: Round, other: Round, compared: Comparison) -> Iterator[str]:
    """Two raters against each other, then each reply where they differ."""
    yield f"\nAgreement of two raters on {compared.replies} replies"
    for kept in (one, other):
        yield f"({rater_of(kept)}: {kept.header.id})"
    yield from _agreement([compared])
    if word := caution(compared.replies):
        yield word
    yield words.FIGURES
    for place, item in enumerate(one.items, 1):
        first, second = one.grades.get(item.id), other.grades.get(item.id)
        if first and second and (_without_note(first) != _without_note(second)):
            yield f"\nReply {place} ({item.id})"
            yield f"  Client: {item.client}"
            yield f"  Reply: {item.reply}"
            for name, grade in ((compared.left, first), (compared.right, second)):
                yield f"  {name}: {given_in_a_line(grade)}"


def _without_note(grade: BlindGrade) -> BlindGrade:
    return grade.model_copy(update={"note": "", "traps": tuple(sorted(grade.traps))})


def _agreement(compared: "tuple[Comparison, ...] | list[Comparison]") -> Iterator[str]:
    for step in Step:
        yield STEP_TITLES[step]
        for pair in compared:
            yield f"  {words.pair_in_words(pair)}: {words.figures_in_words(pair.steps[step])}"
    if any(figures.kappa is None for pair in compared for figures in pair.steps.values()):
        yield f"  ({words.NO_KAPPA})"
    yield "Traps" if any(pair.traps for pair in compared) else "Traps: none named"
    for pair in compared:
        if pair.traps:
            yield f"  {words.pair_in_words(pair)}"
        for who, named in words.overlaps_in_words(pair):
            yield f"    {who}: {named}"


def _difference(difference: Difference, evaluator: str) -> Iterator[str]:
    item, given, evaluated = difference.item, difference.given, difference.evaluated
    yield f"\nReply {difference.place} ({item.id})"
    yield f"  Client: {item.client}"
    yield f"  Reply: {item.reply}"
    for step in Step:
        yield from _step(step, item, given, evaluated, evaluator)
    traps = [f"you {words.traps_in_words(given.traps)}", f"labels {words.traps_in_words(item.labels.traps)}"]
    if evaluated:
        traps.append(f"{evaluator} {words.traps_in_words(evaluated.traps)}")
    if given.traps or item.labels.traps or (evaluated and evaluated.traps):
        yield f"  Traps: {' · '.join(traps)}"
    yield f"  The labels' reason: {item.why}"
    if given.note:
        yield f"  Your note: {given.note}"


def _level(level: int, called_for: bool = True) -> str:
    return level_in_words(level, True) + ("" if called_for else " (not called for)")


def _step(step: Step, item: LabelledReply, given: BlindGrade, evaluated: Grade | None, evaluator: str) -> Iterator[str]:
    label = getattr(item.labels, step.value)
    labelled = _level(label, getattr(item.labels.called_for, step.value))
    parts = [f"you {_level(given.level(step))}", f"labels {labelled}"]
    levels = {given.level(step), label}
    if evaluated:
        graded = evaluated.step(step)
        parts.append(f"{evaluator} {_level(graded.level, graded.called_for)}")
        levels.add(graded.level)
    yield f"  {'≠' if len(levels) > 1 else '='} {STEP_TITLES[step]}: {' · '.join(parts)}"
    if evaluated and len(levels) > 1 and (said := words.evaluator_says(evaluated, step)):
        yield f"      {evaluator}: {said}"

"""How screens and lines put rounds and agreement into words. Knows no screen."""

from leanin.calibration.agreement import Comparison, StepAgreement
from leanin.calibration.results import Result
from leanin.calibration.rounds import Round
from leanin.evals.items import LabelledReply
from leanin.evals.shown import between, number, share
from leanin.rubric import TRAPS, Grade, Step, Trap

FIGURES = (
    "First how often two give the same level, then the quadratic-weighted κ: 1 is full agreement, 0 what chance gives. "
    "In brackets, where κ would lie in 95 of 100 draws of other such situations."
)

NO_KAPPA = "κ isn't there where a grader gave every reply the same level, or no reply has both grades."

LABELLED_BY = (
    "Agreement with the labels of a shipped suite is agreement with language models of one family, which made them; "
    "it is no proof of clinical validity."
)


def figures_in_words(figures: StepAgreement) -> str:
    """Exact agreement and κ with its interval, e.g. “75%, κ 0.62 (0.31 to 0.84)”.

    An interval of no width, which full agreement always has, would promise a certainty that isn't there.
    """
    drawn = figures.interval
    interval = f" ({between(drawn)})" if drawn and drawn.low < drawn.high else ""
    return f"{share(figures.exact)}, κ {number(figures.kappa)}{interval}"


def pair_in_words(compared: Comparison) -> str:
    """Who is compared, e.g. “you and labels”."""
    return f"{compared.left} and {compared.right}"


def overlaps_in_words(compared: Comparison) -> list[tuple[str, str]]:
    """Who named which traps how often, e.g. (“both”, “defending 2, advising 1”); those who named none are left out."""
    rows = []
    for place, who in enumerate(("both", f"only {compared.left}", f"only {compared.right}")):
        named = [(found[place], TRAPS[trap].title) for trap, found in compared.traps.items() if found[place]]
        if named:
            rows.append((who, ", ".join(f"{title} {count}" for count, title in sorted(named, key=lambda it: -it[0]))))
    return rows


def where_they_differ(result: Result) -> str:
    """The heading over the differences."""
    return (
        f"Where you differ from the labels or from {result.evaluator}: "
        f"{len(result.differences)} of {result.with_labels.replies}, the widest apart first"
    )


def traps_in_words(traps: "tuple[Trap, ...] | list[Trap]") -> str:
    """The traps' titles, or that there is none."""
    return ", ".join(TRAPS[trap].title for trap in traps) or "none"


def round_in_words(kept: Round) -> str:
    """What a round is about, e.g. “replies-test · 20 replies · seed 1”, with the rater where one is named."""
    header = kept.header
    count = len(header.items)
    words = f"{header.suite} · {count} {'reply' if count == 1 else 'replies'} · seed {header.seed}"
    return f"{words} · {header.rater}" if header.rater else words


def state_in_words(kept: Round) -> str:
    """How far a round is, e.g. “7 of 20 graded”, “finished”, “finished early, 7 of 20 graded”."""
    graded, of = len(kept.grades), len(kept.items)
    if not kept.finished:
        return f"{graded} of {of} graded"
    return "finished" if graded == of else f"finished early, {graded} of {of} graded"


def therapist_in_words(item: LabelledReply) -> str:
    """Who the therapist is in the scene, and what has happened."""
    facts = item.therapist
    if facts is None:
        return ""
    if isinstance(facts, str):
        return facts
    if isinstance(facts, dict):
        return "; ".join(f"{key}: {value}" for key, value in facts.items())
    return facts.as_sentences()


def evaluator_says(grade: Grade, step: Step) -> str:
    """The evidence that the evaluator quotes for a step, and its note."""
    graded = grade.step(step)
    return " ".join(part for part in (f"“{graded.evidence}”" if graded.evidence else "", graded.note) if part)


def what_is_compared(result: Result) -> str:
    """The heading over the figures."""
    count = result.with_labels.replies
    return f"Agreement on {count} {'reply' if count == 1 else 'replies'}, each graded blind"

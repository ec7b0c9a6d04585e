"""The first five minutes: what leanin is for, the three steps, and two replies to one client, to send and compare.

The app and plain mode say and do the same. A reply sent here is read by the built-in evaluator, answered by the
built-in client, and kept nowhere.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leanin.rubric import STEP_TITLES, TRAPS, Step

if TYPE_CHECKING:
    from leanin.persona import PersonaFile
    from leanin.rubric import Grade
    from leanin.session.events import Event, StateReached

TITLE: Final = "When a client doubts you"

WHAT_FOR: Final = (
    "Sooner or later a client doubts you: your age, the goal, the way you work. That is a rupture in the alliance "
    "between you two. What comes to mind first is an explanation. It seldom convinces anybody; a client may smile, "
    "agree, and not come back.",
    "Here you practise something else with simulated clients, who doubt you for reasons that they don't say: lean in "
    "and listen. In each reply, in any order:",
)


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step in a line, with words that take it."""

    step: Step
    about: str
    example: str

    @property
    def title(self) -> str:
        """The step's name."""
        return STEP_TITLES[self.step]


STEPS: Final = (
    StepShown(
        Step.RESPONSIBILITY,
        "own a true part of the doubt, plainly",
        "“I'm twenty-six, and I haven't raised any children.”",
    ),
    StepShown(
        Step.REFLECTION,
        "guess at the concern beneath the words",
        "“Maybe you wonder whether your family is in good hands.”",
    ),
    StepShown(
        Step.INVITATION,
        "one open question about just that",
        "“What worries you most about it?”",
    ),
)

HONEST: Final = (
    "leanin gives practice and feedback. Whether clients fare better for it is unknown. Your words stay on this "
    "machine unless you choose a language model."
)

TRY_TITLE: Final = "See the difference"

SCENE: Final = (
    "A court has sent you into this family: twenty-six, no children, half a year in practice. Rosa, 68, raises three "
    "grandchildren. You have just sat down at her kitchen table."
)
"""Who the trainee is there: what they own must be true of that."""

EXPLAINS: Final = (
    "I learned about exactly this in graduate school. A doctor doesn't need to have had cancer to treat it."
)
LEANS_IN: Final = (
    "I'm twenty-six, and I haven't raised any children. Maybe you wonder whether your family is in good hands with me. "
    "What worries you most about that?"
)
EXAMPLES: Final = (("explains", EXPLAINS), ("leans in", LEANS_IN))
"""A reply that explains, and one that leans in, each with what it does."""

_PERSONA: Final = "rosa"
_SEED: Final = 7


@dataclass(frozen=True, slots=True)
class Tried:
    """One reply to the client's first words, and what came of it."""

    reply: str
    grade: "Grade"
    before: "StateReached"
    after: "StateReached"
    said: str
    """What the client then says."""
    thought: str
    """What they think and don't say."""


def meeting() -> "PersonaFile":
    """Whom one meets in the introduction. Raises `DataFileError` where the shipped file is gone."""
    from leanin.persona_memory import read_remembered
    from leanin.resources import shipped

    return read_remembered(shipped("personas") / f"{_PERSONA}.yaml")


async def send(file: "PersonaFile", reply: str) -> Tried:
    """Send a reply to the client's first words; each time they are as they were. Raises `LeaninError`."""
    from leanin.client.builtin import BuiltinVoice
    from leanin.evaluator.builtin import BuiltinEvaluator
    from leanin.session.engine import Cast, Session
    from leanin.session.opening import header

    cast = Cast(persona=file.persona, evaluator=BuiltinEvaluator(), voice=BuiltinVoice(), seed=_SEED)
    session = Session(cast, _Nowhere())
    session.open(header(file, cast))
    await session.reply(reply)
    turn = session.record.turns[-1]
    assert turn.grade and turn.after and turn.answer, "the built-ins grade and answer every reply"
    return Tried(turn.reply, turn.grade, turn.before, turn.after, turn.answer.said, turn.answer.thought)


def moved_in_words(tried: Tried) -> str:
    """How the client stands after the reply: “trust 30 → 41, tension 60 → 51”, and the stance."""
    before, after = tried.before, tried.after
    measures = (f"{name} {getattr(before, name):.0f} → {getattr(after, name):.0f}" for name in ("trust", "tension"))
    return f"{', '.join(measures)}; now {after.stance.value}"


def in_lines() -> list[str]:
    """The first page as plain text, a paragraph a line."""
    steps = [f"{number}. {one.title}: {one.about}. {one.example}" for number, one in enumerate(STEPS, 1)]
    return [TITLE, "", *WHAT_FOR, *steps, "", HONEST]


def tried_in_lines(tried: Tried, client: str) -> list[str]:
    """What came of a reply, as plain text: levels, traps, and how the client took it."""
    levels = ("absent", "partial", "full")
    grade = tried.grade
    steps = "; ".join(
        f"{step.value} {levels[grade.step(step).level] if grade.step(step).called_for else 'not called for'}"
        for step in Step
    )
    lines = [f"You: {tried.reply}", f"  {steps[:1].upper()}{steps[1:]}."]
    if grade.traps:
        lines.append(f"  Fell into: {', '.join(TRAPS[trap].title for trap in grade.traps)}.")
    lines.append(f"{client}: {tried.said}")
    if tried.thought:
        lines.append(f"  Thought, and not said: {tried.thought}")
    lines.append(f"  {moved_in_words(tried).capitalize()}.")
    return lines


class _Nowhere:
    """A journal for what isn't kept."""

    def append(self, event: "Event") -> None:
        pass

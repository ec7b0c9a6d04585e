"""The rubric: three steps of leaning in, their levels, the traps, and the grade of one reply.

The steps are those taught for repairing an alliance rupture: own a true part of it, reflect the concern beneath the
words, and invite more. `docs/architecture.md` names the sources. Nothing in here reads, writes or asks a model.
"""

import hashlib
from enum import StrEnum
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, computed_field

RUBRIC_VERSION: Final = 1
"""Raised whenever a grade of the same reply may come out differently; recorded in every transcript."""

Level = Literal[0, 1, 2]
"""0 absent, 1 partial, 2 full."""


class Step(StrEnum):
    """A micro-skill of leaning in. The order is the order of teaching, not of speaking."""

    RESPONSIBILITY = "responsibility"
    REFLECTION = "reflection"
    INVITATION = "invitation"


STEP_TITLES: Final[dict[Step, str]] = {
    Step.RESPONSIBILITY: "Take some responsibility",
    Step.REFLECTION: "Reflect the concern",
    Step.INVITATION: "Invite more",
}

ANCHORS: Final[dict[Step, tuple[str, str, str]]] = {
    Step.RESPONSIBILITY: (
        "explains, defends, blames or passes over it",
        "owns something vague or formulaic, or takes it half back",
        "owns a plain, specific, true part of it, in proportion",
    ),
    Step.REFLECTION: (
        "shows no understanding, or only claims it",
        "repeats the content, or names a feeling without the concern",
        "names the likely fear or need beneath, tentatively, in the client's terms",
    ),
    Step.INVITATION: (
        "asks nothing, or turns the subject, leads or interrogates",
        "asks something closed, generic, or several things at once",
        "one open invitation about the concern that hands the client the floor",
    ),
}
"""What level 0, 1 and 2 mean on each step, in a line for screens and prompts."""


class Trap(StrEnum):
    """A well-known way to miss a step. Some belong to one step, some to the whole reply (`TRAPS` says which)."""

    DEFENDING = "defending"
    TAKING_TOO_MUCH = "taking_too_much"
    NON_APOLOGY = "non_apology"
    TAKING_IT_BACK = "taking_it_back"
    BLAMING = "blaming"
    CLAIMING_UNDERSTANDING = "claiming_understanding"
    REASSURING = "reassuring"
    MINIMISING = "minimising"
    TELLING_FEELINGS = "telling_feelings"
    CLOSED_QUESTION = "closed_question"
    STACKED_QUESTIONS = "stacked_questions"
    LEADING_QUESTION = "leading_question"
    CHANGING_SUBJECT = "changing_subject"
    ADVISING = "advising"
    HOSTILE = "hostile"
    OFF_TASK = "off_task"
    UNSAFE = "unsafe"


class TrapFacts(BaseModel):
    """What a trap is called, what it looks like, and what to try instead."""

    model_config = ConfigDict(frozen=True)

    step: Step | None
    """The step it belongs to; None where it spoils the whole reply."""
    title: str
    looks_like: str
    instead: str
    """One thing to try next time, said to the trainee."""


def _facts(step: Step | None, title: str, looks_like: str, instead: str) -> TrapFacts:
    return TrapFacts(step=step, title=title, looks_like=looks_like, instead=instead)


TRAPS: Final[dict[Trap, TrapFacts]] = {
    Trap.DEFENDING: _facts(
        Step.RESPONSIBILITY,
        "defending",
        "credentials, analogies or explanations that prove the client wrong",
        "Leave the explanation out and say plainly which part of the doubt is true.",
    ),
    Trap.TAKING_TOO_MUCH: _facts(
        Step.RESPONSIBILITY,
        "taking too much",
        "running yourself down, so that the client must wonder who will help",
        "Own one small, true thing and stand by the rest of yourself.",
    ),
    Trap.NON_APOLOGY: _facts(
        Step.RESPONSIBILITY,
        "non-apology",
        "being sorry for how the client feels, not for anything you did or are",
        "Say what is true about you or what you did, instead of being sorry for their feeling.",
    ),
    Trap.TAKING_IT_BACK: _facts(
        Step.RESPONSIBILITY,
        "taking it back",
        "a “but” that cancels what was just owned",
        "Stop after the part you own; let it stand without a “but”.",
    ),
    Trap.BLAMING: _facts(
        Step.RESPONSIBILITY,
        "blaming",
        "making the doubt the client's own fault",
        "Look for your own part in it first, however small.",
    ),
    Trap.CLAIMING_UNDERSTANDING: _facts(
        Step.REFLECTION,
        "claiming to understand",
        "“I understand” with nothing to show for it",
        "Show it: say what you think they may be afraid of, as a guess.",
    ),
    Trap.REASSURING: _facts(
        Step.REFLECTION,
        "reassuring",
        "comfort that closes the worry before it was heard",
        "Stay with the worry: name it before you soothe it.",
    ),
    Trap.MINIMISING: _facts(
        Step.REFLECTION,
        "minimising",
        "making the concern smaller than it is to the client",
        "Take the concern at the size that it has for them.",
    ),
    Trap.TELLING_FEELINGS: _facts(
        Step.REFLECTION,
        "telling feelings",
        "stating as a fact what the client feels",
        "Offer it as a guess (“maybe”, “I wonder”) that they can correct.",
    ),
    Trap.CLOSED_QUESTION: _facts(
        Step.INVITATION,
        "closed question",
        "a question that a yes or a no can end",
        "Begin with “what” or “how”, or say “tell me more about that”.",
    ),
    Trap.STACKED_QUESTIONS: _facts(
        Step.INVITATION,
        "stacked questions",
        "several questions at once",
        "Ask one thing, and wait.",
    ),
    Trap.LEADING_QUESTION: _facts(
        Step.INVITATION,
        "leading question",
        "a question that already holds the answer you hope for",
        "Ask so that any answer is welcome.",
    ),
    Trap.CHANGING_SUBJECT: _facts(
        Step.INVITATION,
        "changing the subject",
        "moving on to something easier than the doubt",
        "Ask about the very thing they just said.",
    ),
    Trap.ADVISING: _facts(
        Step.INVITATION,
        "advising",
        "advice or a plan where a question was wanted",
        "Hold the plan back; ask what matters to them about this.",
    ),
    Trap.HOSTILE: _facts(
        None, "hostile", "sarcasm, threat or contempt", "Breathe; answer the fear behind the attack, not the attack."
    ),
    Trap.OFF_TASK: _facts(
        None,
        "off task",
        "nonsense, out of role, or talking to the machine",
        "Speak to the person in front of you, in your own words.",
    ),
    Trap.UNSAFE: _facts(
        None,
        "unsafe",
        "passing over a disclosed risk, or breaking confidentiality",
        "Stop and take up the risk that was disclosed before anything else.",
    ),
}


class StepGrade(BaseModel):
    """How far one step was taken in one reply."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    level: Level
    called_for: bool = True
    """False where the moment doesn't ask for this step: it then counts nowhere."""
    evidence: str = ""
    """The trainee's own words that show the level, quoted; empty when there are none."""
    note: str = ""
    """Why this level, in one sentence."""


class Grade(BaseModel):
    """The grade of one reply: a level on each step, the traps it fell into, and one tip.

    Build it through `settled()` wherever levels come from a judge, so that the rubric's caps hold.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    responsibility: StepGrade
    reflection: StepGrade
    invitation: StepGrade
    traps: tuple[Trap, ...] = ()
    trap_evidence: dict[Trap, str] = Field(default_factory=dict)
    """For each trap, the words that triggered it, where there are any."""
    tip: str = ""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def score(self) -> int:
        """The plain sum of the three levels, 0–6, whatever was called for."""
        return self.responsibility.level + self.reflection.level + self.invitation.level

    def step(self, step: Step) -> StepGrade:
        """The grade of one step."""
        match step:
            case Step.RESPONSIBILITY:
                return self.responsibility
            case Step.REFLECTION:
                return self.reflection
            case Step.INVITATION:
                return self.invitation

    def called_for(self) -> tuple[Step, ...]:
        """The steps that this moment asks for."""
        return tuple(step for step in Step if self.step(step).called_for)

    def at_least_as_good_as(self, other: "Grade") -> bool:
        """Whether every called-for level is at least as high and the traps are a subset.

        A partial order: two grades may each be better in something, and grades of moments that call for different
        steps aren't compared at all.
        """
        return (
            self.called_for() == other.called_for()
            and all(self.step(step).level >= other.step(step).level for step in self.called_for())
            and set(self.traps) <= set(other.traps)
        )

    def settled(self) -> "Grade":
        """The same grade with the rubric's caps applied, traps in the rubric's order, and a tip if there was none.

        Taking too much and taking it back cap responsibility at 1; a non-apology is no ownership at all (0).
        """
        responsibility = self.responsibility
        traps = tuple(trap for trap in Trap if trap in self.traps) if self.traps else ()
        if Trap.NON_APOLOGY in traps:
            responsibility = _capped(responsibility, 0, "being sorry for their feeling owns nothing")
        elif Trap.TAKING_TOO_MUCH in traps:
            responsibility = _capped(responsibility, 1, "it takes more blame than is true")
        elif Trap.TAKING_IT_BACK in traps:
            responsibility = _capped(responsibility, 1, "the “but” takes it half back")
        settled = self.model_copy(
            update={
                "responsibility": responsibility,
                "traps": traps,
                "trap_evidence": {trap: words for trap, words in self.trap_evidence.items() if trap in traps and words},
            }
        )
        return settled if settled.tip else settled.model_copy(update={"tip": tip_for(settled)})


def _capped(grade: StepGrade, ceiling: Level, why: str) -> StepGrade:
    if grade.level <= ceiling:
        return grade
    note = f"{grade.note.rstrip('.')}; lowered: {why}" if grade.note else f"Lowered: {why}"
    return grade.model_copy(update={"level": ceiling, "note": note})


_NEXT_TRY: Final[dict[Step, tuple[str, str]]] = {
    Step.RESPONSIBILITY: (
        "Begin with the part of the doubt that is true of you, in one plain sentence.",
        "You owned something; make it plain and specific, and let it stand.",
    ),
    Step.REFLECTION: (
        "Guess at the worry beneath the words: “maybe you wonder whether…”.",
        "You gave the words back; reach for the fear or the need beneath them.",
    ),
    Step.INVITATION: (
        "End by handing over the floor: one open question about exactly this worry.",
        "You asked; make it one open question about the concern itself.",
    ),
}

_ALL_THERE: Final = "All there. Keep it short, and let the next reply sound like you, not like a recipe."


def tip_for(grade: Grade) -> str:
    """The one thing to try next: the first trap's remedy, else the weakest called-for step, in order of teaching."""
    if grade.traps:
        return TRAPS[grade.traps[0]].instead
    wanting = [step for step in grade.called_for() if grade.step(step).level < 2]
    if not wanting:
        return _ALL_THERE
    weakest = min(wanting, key=lambda step: grade.step(step).level)
    absent, partial = _NEXT_TRY[weakest]
    return absent if grade.step(weakest).level == 0 else partial


def digest() -> str:
    """SHA-256 (hexadecimal) of all that the rubric says, so that a transcript tells which rubric graded it."""
    said = [str(RUBRIC_VERSION), *(f"{step}: {' | '.join(ANCHORS[step])}" for step in Step)]
    said += [f"{trap}: {TRAPS[trap].model_dump_json()}" for trap in Trap]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()

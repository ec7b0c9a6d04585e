"""One reply of a session and all that came of it."""

from dataclasses import dataclass, field

from leanin.rubric import Grade
from leanin.session.events import ClientSaid, CoachMissing, GradeMissing, HintTaken, Regraded, StateReached
from leanin.session.hints import kinds_in_words


@dataclass(slots=True)
class Turn:
    """One reply and all that came of it. Turns that were taken back are kept, marked so."""

    number: int
    """Counts every reply of the session from 1, taken back or not."""
    client: str
    """The client's words that the reply answers."""
    reply: str
    before: StateReached
    """How the client stood when the reply came."""
    follows: int = 0
    """The number of the turn before it, 0 for the opening: turns that follow the same one are tries at one moment."""
    place: int = 1
    """Which reply it is on its own way from the opening, counted from 1."""
    name: str = "1"
    """What every surface calls it: its place, with a letter for each further try there (`2`, then `2b`, `2c`).

    It stays, wherever the conversation goes.
    """
    hints: tuple[HintTaken, ...] = ()
    """The hints that had been taken at its moment when it was sent."""
    aside: bool = False
    """Whether it was only tried beside the conversation."""
    grade: Grade | None = None
    graded_by: str = ""
    """The evaluator's model that gave `grade`."""
    coaching: Grade | None = None
    """A second grade by the coach's model, shown in place of `grade`."""
    coaching_missing: CoachMissing | None = None
    grade_missing: GradeMissing | None = None
    after: StateReached | None = None
    """How the client stands since; None while it isn't known or where the reply couldn't be graded."""
    answer: ClientSaid | None = None
    taken_back: bool = False
    regradings: list[Regraded] = field(default_factory=list)
    """Grades that were given later on; they change nothing else."""

    @property
    def shown_grade(self) -> Grade | None:
        """The grade to show the trainee."""
        return self.coaching or self.grade

    @property
    def hints_in_words(self) -> str:
        """Which hints had been taken when it was sent, e.g. “which step, a beginning”; empty where there were none."""
        return kinds_in_words(taken.kind for taken in self.hints)

    @property
    def answered(self) -> bool:
        """Whether the client's answer is there and whole."""
        return self.answer is not None and self.answer.complete

    @property
    def finished(self) -> bool:
        """Whether its grade, the client's move and their whole answer are there."""
        return self.grade is not None and self.after is not None and self.answered

    @property
    def newly_disclosed(self) -> bool:
        """Whether this turn unlocked a disclosure."""
        return self.after is not None and self.after.disclosed > self.before.disclosed


def name_at(place: int, earlier: int) -> str:
    """The name of a try at this place (from 1) of which so many came before: `2`, `2b`, `2c` … `2z`, `2ba` …"""
    letters = ""
    while earlier:
        earlier, letter = divmod(earlier, 26)
        letters = chr(ord("a") + letter) + letters
    return f"{place}{letters}"

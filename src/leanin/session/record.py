"""What a session's events add up to: a pure fold, so that a live session and one read back are the same thing."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from leanin.dynamics import AllianceState, Stance
from leanin.rubric import Grade
from leanin.session.events import (
    Chosen,
    ClientSaid,
    ClientSpeaking,
    Coached,
    CoachMissing,
    Ended,
    Event,
    Graded,
    GradeMissing,
    Opening,
    Regraded,
    Replied,
    Resumed,
    SessionOpened,
    StateReached,
    TakenBack,
    Unsaid,
    WhatIf,
)
from leanin.session.moments import Exchange, Intervention


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
    def answered(self) -> bool:
        """Whether the client's answer is there and whole."""
        return self.answer is not None and self.answer.complete

    @property
    def newly_disclosed(self) -> bool:
        """Whether this turn unlocked a disclosure."""
        return self.after is not None and self.after.disclosed > self.before.disclosed


@dataclass(slots=True)
class Record:
    """A session so far. Build it with `Record.of(events)` or by applying each event as it comes."""

    opened: SessionOpened | None = None
    opening: str = ""
    start: StateReached | None = None
    attempts: list[Turn] = field(default_factory=list)
    """Every turn in order, with those taken back and those tried beside the conversation."""
    unsaid: list[str] = field(default_factory=list)
    """Replies that came after the client had left."""
    outcome: Ended | None = None
    resumptions: list[Resumed] = field(default_factory=list)
    """Each time the session was taken up again, with the models used from there on."""

    @classmethod
    def of(cls, events: Iterable[Event]) -> "Record":
        """The record that these events add up to."""
        record = cls()
        for event in events:
            record.apply(event)
        return record

    head: int = 0
    """The number of the conversation's latest turn; 0 while there is none."""

    @property
    def turns(self) -> list[Turn]:
        """The conversation as it stands: from the opening to its latest turn."""
        return self._line(self.head)

    @property
    def last(self) -> Turn | None:
        """The latest turn of the conversation."""
        return self._turn(self.head) if self.head else None

    def tries_at(self, turn: Turn) -> list[Turn]:
        """All replies that were tried at the moment of this turn, itself among them, in order."""
        return [other for other in self.attempts if other.follows == turn.follows]

    @property
    def now(self) -> StateReached | None:
        """How the client stands now; None before the session opened."""
        return self._stands_after(self.head)

    @property
    def state(self) -> AllianceState | None:
        """The three measures now."""
        return self.now.alliance if self.now else None

    @property
    def stance(self) -> Stance | None:
        """The stance now."""
        return self.now.stance if self.now else None

    @property
    def disclosed(self) -> int:
        """The highest disclosure level reached so far."""
        return self.now.disclosed if self.now else 0

    @property
    def client_words(self) -> str:
        """What the client said last: the words that the next reply answers."""
        return self._words_after(self.head)

    @property
    def client_left(self) -> bool:
        """Whether the client has gone: they were leaving and have said their last."""
        return bool(self.last and self.last.answered and self.stance is Stance.LEAVING)

    @property
    def unfinished_turn(self) -> Turn | None:
        """The last turn, where its grade, the client's move or their answer is still wanting."""
        turn = self.last
        return turn if turn and (turn.grade is None or turn.after is None or not turn.answered) else None

    def exchanges(self, before: Turn | None = None) -> tuple[Exchange, ...]:
        """The conversation so far as words, oldest first; with `before`, what led up to that turn."""
        line = self._line(before.follows) if before else self.turns
        return tuple(Exchange(client=turn.client, reply=turn.reply) for turn in line)

    def thoughts(self, before: Turn) -> tuple[str, ...]:
        """What the client thought and didn't say in the turns that led up to that one, oldest first."""
        earlier = self._line(before.follows)
        return tuple(turn.answer.thought for turn in earlier if turn.answer and turn.answer.thought)

    def interventions(self) -> list[Intervention]:
        """Each time in the conversation that the guard kept words of a model's client from being said."""
        return [one for turn in self.turns if turn.answer for one in turn.answer.interventions]

    def states(self) -> list[StateReached]:
        """The states along the conversation, from the start: the alliance curve."""
        return [state for state in (self.start, *(turn.after for turn in self.turns)) if state]

    def apply(self, event: Event) -> None:
        """Add one event."""
        match event:
            case SessionOpened():
                self.opened = event
            case Opening():
                self.opening = event.said
            case StateReached(turn=0):
                self.start = event
            case StateReached():
                self._turn(event.turn).after = event
            case Replied():
                self._begin(event.turn, event.text, follows=self.head)
                self.head = event.turn
            case WhatIf():
                self._begin(event.turn, event.text, follows=self._turn(event.beside).follows, aside=True)
            case Chosen():
                self._go_to(event.turn)
            case Graded():
                turn = self._turn(event.turn)
                turn.grade, turn.graded_by, turn.grade_missing = event.grade, event.by, None
            case Coached():
                turn = self._turn(event.turn)
                turn.coaching, turn.coaching_missing = event.grade, None
            case CoachMissing():
                self._turn(event.turn).coaching_missing = event
            case GradeMissing():
                self._turn(event.turn).grade_missing = event
            case Regraded():
                self._turn(event.turn).regradings.append(event)
            case ClientSaid():
                self._turn(event.turn).answer = event
            case TakenBack():
                self._go_to(self._turn(event.turn).follows)
            case Unsaid():
                self.unsaid.append(event.text)
            case Ended():
                self.outcome = event
            case Resumed():
                self.resumptions.append(event)
            case ClientSpeaking():
                pass

    def _begin(self, number: int, text: str, *, follows: int, aside: bool = False) -> None:
        before = self._stands_after(follows)
        assert before is not None, "a session opens before the first reply"
        self.attempts.append(Turn(number, self._words_after(follows), text, before, follows=follows, aside=aside))

    def _go_to(self, number: int) -> None:
        """Let the conversation end with this turn; what isn't on the way to it was taken back, or only tried."""
        self.head = number
        self.outcome = None
        self.unsaid.clear()  # the client is back in the room
        line = {turn.number for turn in self._line(number)}
        for turn in self.attempts:
            turn.aside = turn.aside and turn.number not in line
            turn.taken_back = not turn.aside and turn.number not in line

    def _line(self, number: int) -> list[Turn]:
        """The turns from the opening to this one."""
        line = []
        while number:
            turn = self._turn(number)
            line.append(turn)
            number = turn.follows
        return line[::-1]

    def _words_after(self, number: int) -> str:
        """What the client said last, once this turn is over."""
        for turn in reversed(self._line(number)):
            if turn.answer and turn.answer.said:
                return turn.answer.said
        return self.opening

    def _stands_after(self, number: int) -> StateReached | None:
        """How the client stands once this turn is over."""
        if number == 0:
            return self.start
        turn = self._turn(number)
        return turn.after or turn.before

    def _turn(self, number: int) -> Turn:
        return next(turn for turn in reversed(self.attempts) if turn.number == number)

"""What a session's events add up to: a pure fold, so that a live session and one read back are the same thing."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from leanin.dynamics import AllianceState, Stance
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
    HintTaken,
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
from leanin.session.turn import Turn, name_at

__all__ = ["Record", "Turn"]


@dataclass(slots=True)
class Record:
    """A session so far. Build it with `Record.of(events)` or by applying each event as it comes."""

    opened: SessionOpened | None = None
    opening: str = ""
    start: StateReached | None = None
    attempts: list[Turn] = field(default_factory=list)
    """Every turn in order, with those taken back and those tried beside the conversation."""
    hints: list[HintTaken] = field(default_factory=list)
    """Every hint in order."""
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

    def called(self, name: str) -> Turn | None:
        """The turn of this name; None where there is none."""
        return next((turn for turn in self.attempts if turn.name == name.casefold()), None)

    def numbered(self, number: int) -> Turn | None:
        """The turn of this number; None where there is none."""
        return next((turn for turn in self.attempts if turn.number == number), None)

    def hints_at(self, follows: int) -> tuple[HintTaken, ...]:
        """The hints that were taken at the moment after this turn, by its number; 0 is the opening."""
        return tuple(hint for hint in self.hints if hint.follows == follows)

    def turns_up_to(self, number: int) -> list[Turn]:
        """The turns from the opening to this one, itself included; none for 0."""
        return self._line(number)

    def stands_after(self, number: int) -> StateReached | None:
        """How the client stands once this turn is over; None before the session opened."""
        if number == 0:
            return self.start
        turn = self._turn(number)
        return turn.after or turn.before

    @property
    def now(self) -> StateReached | None:
        """How the client stands now; None before the session opened."""
        return self.stands_after(self.head)

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
        return None if turn is None or turn.finished else turn

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
            case HintTaken():
                self.hints.append(event)
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
        before = self.stands_after(follows)
        assert before is not None, "a session opens before the first reply"
        place = len(self._line(follows)) + 1
        tried_there = sum(turn.place == place for turn in self.attempts)
        self.attempts.append(
            Turn(
                number,
                self._words_after(follows),
                text,
                before,
                follows=follows,
                place=place,
                name=name_at(place, tried_there),
                hints=self.hints_at(follows),
                aside=aside,
            )
        )

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

    def _turn(self, number: int) -> Turn:
        return next(turn for turn in reversed(self.attempts) if turn.number == number)

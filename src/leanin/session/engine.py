"""The turn loop: one reply in, a stream of typed events out.

Reply → grade → dynamics → the client's words, each kept in the journal before a listener hears of it. Listeners are
the app, plain mode, eval runs and tests; none of them decides anything.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from leanin import dynamics
from leanin.errors import LeaninError
from leanin.session.events import (
    Chosen,
    ClientSpeaking,
    Ended,
    Event,
    HintTaken,
    Opening,
    Replied,
    Resumed,
    SessionOpened,
    TakenBack,
    Unsaid,
    WhatIf,
)
from leanin.session.hinting import nudge_at
from leanin.session.hints import Hint, HintKind, Shown
from leanin.session.outcome import APPOINTMENTS, attendance, outcome_of
from leanin.session.ports import Journal
from leanin.session.record import Record, Turn
from leanin.session.turn_work import Cast, TurnWork, state_event
from leanin.session.words import cleaned

__all__ = ["Cast", "Listener", "NotNow", "Session"]

Listener = Callable[[Event], None]


class NotNow(LeaninError):
    """What was asked for isn't possible at this point of the session."""

    title = "Not now"


class Session:
    """One practice session.

    Methods that change something emit events: each is appended to the journal, folded into `record`, then told to the
    listeners, in that order. Where the journal refuses (`JournalError`), nothing else has happened and the call can be
    made again.
    """

    def __init__(self, cast: Cast, journal: Journal, record: Record | None = None) -> None:
        self.cast = cast
        self.record = record or Record()
        self._journal = journal
        self._turn_work = TurnWork(cast, self.record, self._emit)
        self._listeners: list[Listener] = []
        self._taken_up: Resumed | None = None  # an ended session's, until something is added to it
        self._work: asyncio.Task[None] | None = None

    def listen(self, listener: Listener) -> None:
        """Tell `listener` each event from now on."""
        self._listeners.append(listener)

    @property
    def journal(self) -> Journal:
        """Where this session is kept."""
        return self._journal

    @property
    def busy(self) -> bool:
        """Whether a reply is being graded or answered."""
        return self._work is not None

    def open(self, opened: SessionOpened) -> None:
        """Begin: what the session runs on, the client's first words, and how they stand."""
        persona = self.cast.persona
        state = persona.temperament.starting_state()
        self._emit(opened)
        self._emit(Opening(said=persona.opening))
        self._emit(state_event(0, state, dynamics.stance_of(state), 0))

    def resume(self, resumed: Resumed) -> None:
        """Take up a session that was read back from the journal. Raises `NotNow` where it never began.

        One that has ended can be looked back on and tried again; that it was taken up is kept with the first thing
        that is added to it.
        """
        if self.record.now is None:
            raise NotNow("This session was cut off before the client had said a word; begin a new one.")
        if self.record.outcome:
            self._taken_up = resumed
        else:
            self._emit(resumed)

    async def reply(self, text: str) -> None:
        """Send a reply: it is kept, graded, and answered. After the client has left it is kept as unsaid.

        Raises `NotNow` for an empty reply, a turn still under way, or an ended session.
        """
        text = _with_words(text)
        self._refuse_if_busy()
        if self.record.outcome:
            raise NotNow("This session has ended. Take the last reply back to go on from there.")
        if self.record.client_left:
            self._emit(Unsaid(text=text))
            return
        self._emit(Replied(turn=len(self.record.attempts) + 1, text=text))
        await self.go_on()

    async def go_on(self, number: int | None = None) -> None:
        """Finish the last turn: fetch its grade if that is missing, and the client's answer if it isn't whole.

        `number` is that of another turn to finish, whether it is in the conversation or was tried beside it. Raises
        `NotNow` where there is no such turn.
        """
        self._refuse_if_busy()
        turn = self.record.last if number is None else self._turn_called(number)
        if turn and not turn.finished:
            await self._run(self._turn_work.finish(turn))

    def stop(self) -> bool:
        """Stop the grading or the client's words now under way; what was shown is kept, `go_on` does the rest.

        Returns whether there was anything to stop.
        """
        return self._work is not None and self._work.cancel()

    def take_back(self, number: int | None = None) -> str:
        """Take a reply back, the last one unless given by its turn's number, with all that came after it.

        Works even after the end; every attempt stays in the journal. Returns the text of that reply. Raises `NotNow`
        where there is no such reply in the conversation.
        """
        self._refuse_if_busy()
        turns = self.record.turns
        place = next((place for place, turn in enumerate(turns) if turn.number == number), None)
        if number is None and turns:
            place = len(turns) - 1
        if place is None:
            raise NotNow(
                "There is no such reply in the conversation." if turns else "There is no reply to take back yet."
            )
        for turn in reversed(turns[place:]):
            self._emit(TakenBack(turn=turn.number))
        return turns[place].reply

    async def what_if(self, number: int, text: str) -> Turn:
        """Try another reply at the moment of turn `number`, beside the conversation, which stays as it is.

        It is kept, graded and answered as any reply. Raises `NotNow` as `reply` does, and where there is no such turn.
        """
        text = _with_words(text)
        self._refuse_if_busy()
        beside = self._turn_called(number)
        self._emit(WhatIf(turn=len(self.record.attempts) + 1, beside=beside.number, text=text))
        tried = self.record.attempts[-1]
        await self._run(self._turn_work.finish(tried))
        return tried

    def choose(self, number: int) -> None:
        """Go on from turn `number`, which had been tried beside the conversation or was taken back.

        Raises `NotNow` where there is no such turn, or the client's answer to it isn't whole.
        """
        self._refuse_if_busy()
        turn = self._turn_called(number)
        if not turn.answered:
            raise NotNow("The client hasn't answered that reply in full.")
        self._emit(Chosen(turn=number, length=len(self.record.exchanges(before=turn)) + 1))

    def hint(self, beside: int | None = None, *, by_grades: bool = True) -> Hint | None:
        """The next nudge before replying, kept as taken; None where all three were.

        It is for the reply that comes next, with `beside` for another one at the moment of that turn. Unless
        `by_grades`, it lets nothing of the grades through. Raises `NotNow` where there is nothing to reply to.
        """
        follows = self._to_be_answered(beside)
        nudge = nudge_at(self.record, self.cast.persona, follows, by_grades=by_grades)
        if nudge:
            self._emit(HintTaken(follows=follows, kind=nudge.kind, words=(nudge.words,)))
        return nudge

    def show(self, examples: Shown, beside: int | None = None) -> None:
        """Keep that these whole replies were shown, where there are any. Raises `NotNow` as `hint` does."""
        follows = self._to_be_answered(beside)
        if examples.examples:
            words = tuple(example.reply for example in examples.examples)
            self._emit(HintTaken(follows=follows, kind=HintKind.SHOWN, words=words))

    def end(self) -> Ended:
        """End the session with its outcome. A session ends once; asked again it returns the same outcome."""
        self._refuse_if_busy()
        if self.record.outcome:
            return self.record.outcome
        state = self.record.state
        if state is None:
            raise NotNow("The session hasn't begun.")
        outcome = outcome_of(state, self.record.disclosed)
        kept = attendance(outcome, state, self.cast.seed)
        ended = Ended(outcome=outcome, attended=kept, of=APPOINTMENTS)
        self._emit(ended)
        return ended

    async def _run(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a turn's work so that `stop` ends it quietly, while cancelling the caller ends it as usual."""
        task = self._work = asyncio.create_task(work)
        try:
            await asyncio.wait({task})
            if not task.cancelled():
                task.result()
        finally:
            if not task.done():
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
            self._work = None

    def _turn_called(self, number: int) -> Turn:
        if turn := self.record.numbered(number):
            return turn
        raise NotNow("There is no such reply in this session.")

    def _to_be_answered(self, beside: int | None) -> int:
        """The number of the turn after which the moment comes that a reply is wanted for; 0 for the opening."""
        self._refuse_if_busy()
        if beside is not None:
            return self._turn_called(beside).follows
        if self.record.outcome or self.record.client_left:
            raise NotNow("There is nothing to reply to any more. Take a reply back, or try another beside it.")
        return self.record.head

    def _refuse_if_busy(self) -> None:
        if self.busy:
            raise NotNow("The last reply is still being answered. Stop it first, or wait a moment.")

    def _emit(self, event: Event) -> None:
        if taken_up := self._taken_up:
            self._journal.append(taken_up)
            self._taken_up = None
            self.record.apply(taken_up)
        if not isinstance(event, ClientSpeaking):
            self._journal.append(event)
        self.record.apply(event)
        for listener in self._listeners:
            listener(event)


def _with_words(text: str) -> str:
    """A reply as it is kept. Raises `NotNow` where nothing is left of it."""
    if kept := cleaned(text):
        return kept
    raise NotNow("There is nothing to send yet. To let silence speak, send (silence).")

"""The turn loop: one reply in, a stream of typed events out.

Reply → grade → dynamics → the client's words, each kept in the journal before a listener hears of it. Listeners are
the app, plain mode, eval runs and tests; none of them decides anything.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from leanin import dynamics
from leanin.errors import LeaninError
from leanin.persona import Persona
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
    Replied,
    Resumed,
    SessionOpened,
    StateReached,
    TakenBack,
    Unsaid,
    WhatIf,
)
from leanin.session.hearing import moment_of
from leanin.session.moments import Intervention, ReplyMoment, SaidPart, SpeakingMoment, ThoughtPart
from leanin.session.outcome import APPOINTMENTS, attendance, outcome_of
from leanin.session.ports import ClientVoice, Evaluator, Journal
from leanin.session.record import Record, Turn
from leanin.session.speaking import speaking_moment
from leanin.session.words import cleaned

Listener = Callable[[Event], None]


class NotNow(LeaninError):
    """What was asked for isn't possible at this point of the session."""

    title = "Not now"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes part besides the trainee."""

    persona: Persona
    evaluator: Evaluator
    """Its grade moves the client."""
    voice: ClientVoice
    coach: Evaluator | None = None
    """Where given, its grade is shown to the trainee instead."""
    seed: int = 0
    """Makes the built-in voice and the attendance draw repeatable."""


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
        self._listeners: list[Listener] = []
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
        self._emit(_state_event(0, state, dynamics.stance_of(state), 0))

    def resume(self, resumed: Resumed) -> None:
        """Take up a session that was read back from the journal. Raises `NotNow` where it has ended or never began."""
        if self.record.outcome:
            raise NotNow("This session has ended; it can be shown, but not gone on with.")
        if self.record.now is None:
            raise NotNow("This session was cut off before the client had said a word; begin a new one.")
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

    async def go_on(self) -> None:
        """Finish the last turn: fetch its grade if that is missing, and the client's answer if it isn't whole."""
        self._refuse_if_busy()
        if turn := self.record.unfinished_turn:
            await self._run(self._finish(turn))

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
        await self._run(self._finish(tried))
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

    async def _finish(self, turn: Turn) -> None:
        coaching = asyncio.create_task(self._coach(turn)) if self.cast.coach and not turn.coaching else None
        try:
            if turn.grade is None:
                await self._grade(turn)
            elif turn.after is None:
                self._move(turn, turn.grade)  # a kill came between the two events
            if not turn.answered:
                await self._speak(turn)
            if coaching:
                await coaching
        finally:
            if coaching:
                coaching.cancel()

    async def _grade(self, turn: Turn) -> None:
        evaluator = self.cast.evaluator
        try:
            grade = await evaluator.grade(self._reply_moment(turn))
        except LeaninError as fault:
            self._emit(GradeMissing(turn=turn.number, title=fault.title, reason=fault.message))
            return
        except asyncio.CancelledError:
            self._emit(GradeMissing(turn=turn.number, title="No grade", reason="The grading was stopped."))
            raise
        self._emit(Graded(turn=turn.number, grade=grade, by=evaluator.name))
        self._move(turn, grade)

    def _move(self, turn: Turn, grade: Grade) -> None:
        persona = self.cast.persona
        move = dynamics.respond(
            persona.temperament,
            turn.before.alliance,
            turn.before.disclosed,
            grade,
            trust_needed=persona.trust_needed,
            hot_buttons=persona.sore_spots,
        )
        self._emit(_state_event(turn.number, *move))

    async def _coach(self, turn: Turn) -> None:
        assert self.cast.coach is not None
        try:
            grade = await self.cast.coach.grade(self._reply_moment(turn))
        except LeaninError as fault:
            self._emit(CoachMissing(turn=turn.number, title=fault.title, reason=fault.message))
            return
        self._emit(Coached(turn=turn.number, grade=grade, by=self.cast.coach.name))

    async def _speak(self, turn: Turn) -> None:
        said: list[str] = []
        thought: list[str] = []
        interventions: list[Intervention] = []

        def keep(broke_off: str = "") -> None:
            self._emit(
                ClientSaid(
                    turn=turn.number,
                    said="".join(said).strip(),
                    thought="".join(thought).strip(),
                    complete=not broke_off,
                    broke_off=broke_off,
                    by=self.cast.voice.name,
                    interventions=tuple(interventions),
                )
            )

        try:
            async for part in self.cast.voice.speak(self._speaking_moment(turn)):
                if isinstance(part, SaidPart):
                    said.append(part.text)
                    self._emit(ClientSpeaking(turn=turn.number, said=part.text))
                elif isinstance(part, ThoughtPart):
                    thought.append(part.text)
                else:
                    interventions.append(part)
        except LeaninError as fault:
            keep(f"{fault.title}: {fault.message}")
            return
        except asyncio.CancelledError:
            keep("You stopped the client here.")
            raise
        keep()

    def _reply_moment(self, turn: Turn) -> ReplyMoment:
        return moment_of(turn, self.record, self.cast.persona)

    def _speaking_moment(self, turn: Turn) -> SpeakingMoment:
        return speaking_moment(turn, self.record, self.cast.persona, self.cast.seed)

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
        if turn := next((turn for turn in self.record.attempts if turn.number == number), None):
            return turn
        raise NotNow(f"There is no reply {number} in this session.")

    def _refuse_if_busy(self) -> None:
        if self.busy:
            raise NotNow("The last reply is still being answered. Stop it first, or wait a moment.")

    def _emit(self, event: Event) -> None:
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


def _state_event(turn: int, state: dynamics.AllianceState, stance: dynamics.Stance, disclosed: int) -> StateReached:
    return StateReached(
        turn=turn,
        trust=state.trust,
        tension=state.tension,
        candour=state.candour,
        stance=stance,
        disclosed=disclosed,
    )

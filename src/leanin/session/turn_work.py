"""One reply on its way: graded, answered by how the client then stands, each step told as an event."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from leanin import dynamics
from leanin.errors import LeaninError
from leanin.persona import Persona
from leanin.rubric import Grade
from leanin.session.events import (
    ClientSaid,
    ClientSpeaking,
    Coached,
    CoachMissing,
    Event,
    Graded,
    GradeMissing,
    StateReached,
)
from leanin.session.hearing import moment_of
from leanin.session.moments import Intervention, SaidPart, ThoughtPart
from leanin.session.ports import ClientVoice, Evaluator
from leanin.session.record import Record, Turn
from leanin.session.speaking import speaking_moment


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


class TurnWork:
    """What a session does with a reply. `emit` keeps and tells each event, and folds it into `record`."""

    def __init__(self, cast: Cast, record: Record, emit: Callable[[Event], None]) -> None:
        self._cast = cast
        self._record = record
        self._emit = emit

    async def finish(self, turn: Turn) -> None:
        """Do what is missing of a turn: its grade, the client's move, the coach's grade, the client's words."""
        coaching = asyncio.create_task(self._coach(turn)) if self._cast.coach and not turn.coaching else None
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
        evaluator = self._cast.evaluator
        try:
            grade = await evaluator.grade(moment_of(turn, self._record, self._cast.persona))
        except LeaninError as fault:
            self._emit(GradeMissing(turn=turn.number, title=fault.title, reason=fault.message))
            return
        except asyncio.CancelledError:
            self._emit(GradeMissing(turn=turn.number, title="No grade", reason="The grading was stopped."))
            raise
        self._emit(Graded(turn=turn.number, grade=grade, by=evaluator.name))
        self._move(turn, grade)

    def _move(self, turn: Turn, grade: Grade) -> None:
        persona = self._cast.persona
        move = dynamics.respond(
            persona.temperament,
            turn.before.alliance,
            turn.before.disclosed,
            grade,
            trust_needed=persona.trust_needed,
            hot_buttons=persona.sore_spots,
        )
        self._emit(state_event(turn.number, *move))

    async def _coach(self, turn: Turn) -> None:
        assert self._cast.coach is not None
        try:
            grade = await self._cast.coach.grade(moment_of(turn, self._record, self._cast.persona))
        except LeaninError as fault:
            self._emit(CoachMissing(turn=turn.number, title=fault.title, reason=fault.message))
            return
        self._emit(Coached(turn=turn.number, grade=grade, by=self._cast.coach.name))

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
                    by=self._cast.voice.name,
                    interventions=tuple(interventions),
                )
            )

        moment = speaking_moment(turn, self._record, self._cast.persona, self._cast.seed)
        try:
            async for part in self._cast.voice.speak(moment):
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


def state_event(turn: int, state: dynamics.AllianceState, stance: dynamics.Stance, disclosed: int) -> StateReached:
    """How the client stands since this turn, as an event."""
    return StateReached(
        turn=turn,
        trust=state.trust,
        tension=state.tension,
        candour=state.candour,
        stance=stance,
        disclosed=disclosed,
    )

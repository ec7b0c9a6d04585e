"""Where units of work are done: the cast of every cell, opened once, and what each kind of item needs."""

import asyncio
import functools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from leanin.casting import BUILTIN, Opener, Part, cast_evaluator, cast_voice, open_reader, parts
from leanin.errors import LeaninError
from leanin.evals.codes import CodedReply, grade_coded
from leanin.evals.conversations import converse
from leanin.evals.dataset import FindPersona
from leanin.evals.injections import Injection, grade_injection
from leanin.evals.items import LabelledReply, ScriptedConversation
from leanin.evals.legibility import Reader
from leanin.evals.limits import Door, RunLimits
from leanin.evals.lines import (
    Calls,
    CodeLine,
    ConversationLine,
    InjectionLine,
    Line,
    PairLine,
    ReplyLine,
    ReplyResult,
)
from leanin.evals.manifest import Manifest, prompts_folder
from leanin.evals.matrix import Cell
from leanin.evals.pairs import ReplyPair, grade_pair
from leanin.evals.suite import group_of
from leanin.evals.work import WorkUnit
from leanin.llm.meter import CallRecord
from leanin.llm.spending import BudgetSpent
from leanin.llm.unit import Unit, unit_of_work
from leanin.persona_shelf import find_persona, on_shelf
from leanin.prompts import load_prompt
from leanin.rubric import Grade
from leanin.session.ports import ClientVoice, Evaluator, ReplyMoment, SpeakingMoment, SpeechPart
from leanin.settings import Settings

if TYPE_CHECKING:
    from leanin.llm.port import ChatModel


@dataclass(frozen=True, slots=True)
class Job:
    """All that a process needs to know to do units of a run. Plain data, so that another process can be given it."""

    manifest: Manifest
    settings: Settings
    limits: RunLimits = field(default_factory=RunLimits)
    reader_api_base: str = ""


class Workshop:
    """Does units of one run. Models are opened when they are first needed, and closed together.

    `opener` opens language models, in place of one that keeps to the job's limits.
    """

    def __init__(self, job: Job, opener: Opener | None = None) -> None:
        self._manifest = job.manifest
        self._settings = job.settings.model_copy(
            update={
                "grades": job.manifest.grades,
            }
        )
        self._limits = job.limits
        self._reader_api_base = job.reader_api_base
        self._opener = opener
        self._door: Door | None = None
        self._evaluators: dict[tuple[str, str], Evaluator] = {}
        self._voices: dict[tuple[str, str], ClientVoice] = {}
        self._find: FindPersona = functools.lru_cache(maxsize=256)(on_shelf)
        self._needed = functools.lru_cache(maxsize=256)(find_persona)

    def open(self) -> None:
        """Set every cell's cast up, so that a model or prompt that can't be used is told before the first item.

        Raises `LeaninError`.
        """
        for cell in self._manifest.cells:
            self._evaluator(cell)
            self._voice(cell)

    async def close(self) -> None:
        """Release the models' connections."""
        for opened in (*self._evaluators.values(), *self._voices.values(), self.__dict__.get("_reader_model")):
            if close := getattr(opened, "close", None):
                await close()
        if self._door:
            self._door.close()

    @property
    def spent(self) -> float | None:
        """What the run cost so far, in US dollars; None where nobody counts."""
        return self._door.spent if self._door else None

    @property
    def trouble(self) -> str:
        """What went wrong beside the work, in words; empty where nothing did."""
        return self._door.trouble if self._door else ""

    async def measure(self, unit: WorkUnit) -> Line:
        """Do one unit. A model's fault makes a line with an error. Raises `BudgetSpent`, after which a run ends."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        seen = _Seen()
        calls = Unit(epoch=unit.epoch, listener=seen.calls.append, holds_answers=True)
        with unit_of_work(calls):
            line = await self._line(unit, seen)
        for fault in seen.faults:
            if isinstance(fault, BudgetSpent):
                raise fault
        if any(call.fault == BudgetSpent.title for call in seen.calls):
            raise BudgetSpent("A part of an item couldn't be paid for any more; it isn't kept.")
        measured: dict[str, Any] = {"seconds": round(loop.time() - began, 6), "calls": _summed(seen.calls)}
        if seen.faults:
            measured |= {"fault": type(seen.faults[0]).__name__, "error": str(seen.faults[0])}
        elif error := getattr(line.result, "error", ""):
            measured |= {"fault": "DataFileError", "error": error}
        if "fault" not in measured:
            calls.whole()
        return line.model_copy(update=measured)

    async def _line(self, unit: WorkUnit, seen: "_Seen") -> Line:
        evaluator = _NotingEvaluator(self._evaluator(unit.cell), seen)
        place: dict[str, Any] = {
            "key": unit.key,
            "cell": unit.cell.name,
            "epoch": unit.epoch,
            "id": unit.item.id,
            "group": group_of(unit.item),
            "seconds": 0.0,
        }
        match unit.item:
            case LabelledReply() as item:
                return ReplyLine(**place, result=await _grade(item, evaluator, self._find))
            case Injection() as item:
                return InjectionLine(**place, result=await grade_injection(item, evaluator, self._find))
            case ReplyPair() as item:
                return PairLine(**place, result=await grade_pair(item, evaluator, self._find))
            case CodedReply() as item:
                return CodeLine(**place, result=await grade_coded(item, evaluator, self._find))
            case ScriptedConversation() as item:
                talk = item.model_copy(update={"seed": unit.seed})
                voice = _NotingVoice(self._voice(unit.cell), seen)
                persona = self._needed(item.persona)
                reader = self._reader()
                result = await converse(talk, persona, evaluator, voice, reader)
                if reader and reader.failed:
                    seen.faults.append(reader.failed)
                return ConversationLine(**place, seed=unit.seed, result=result)

    def _evaluator(self, cell: Cell) -> Evaluator:
        key = cell.evaluator, cell.prompts
        if key not in self._evaluators:
            settings = self._settings_of(cell)
            part = parts(settings).evaluator
            folder = prompts_folder(cell.prompts)
            self._evaluators[key] = cast_evaluator(part, settings, prompts=folder, opener=self._open)
        return self._evaluators[key]

    def _voice(self, cell: Cell) -> ClientVoice:
        key = cell.client, cell.prompts
        if key not in self._voices:
            settings = self._settings_of(cell)
            part = parts(settings).client
            folder = prompts_folder(cell.prompts)
            self._voices[key] = cast_voice(part, settings, prompts=folder, opener=self._open)
        return self._voices[key]

    def _open(self, part: Part, settings: Settings) -> "ChatModel":
        """Open a model. The door is made for the first, so that a run without any opens no cache."""
        if self._opener:
            return self._opener(part, settings)
        self._door = self._door or Door(self._limits)
        return self._door(part, settings)

    def _settings_of(self, cell: Cell) -> Settings:
        return settings_of(cell, self._settings)

    def _reader(self) -> Reader | None:
        """A reader for one conversation: it keeps what its first fault was."""
        if not self._manifest.reader_model:
            return None
        return Reader(self._reader_model, load_prompt("reader"), load_prompt("leak_reader"))

    @functools.cached_property
    def _reader_model(self) -> "ChatModel":
        return open_reader(self._manifest.reader_model, self._reader_api_base, self._settings, opener=self._open)


def settings_of(cell: Cell, settings: Settings) -> Settings:
    """The settings with a cell's models; without addresses where it needs none, which other cells of its run may do."""
    models = {"client_model": cell.client, "evaluator_model": cell.evaluator}
    none = {"api_base": "", "evaluator_api_base": ""} if cell.evaluator == cell.client == BUILTIN else {}
    return settings.model_copy(update=models | none)


@dataclass(slots=True)
class _Seen:
    """What was seen while a unit was done."""

    calls: list[CallRecord] = field(default_factory=list)
    faults: list[LeaninError] = field(default_factory=list)


class _NotingEvaluator:
    """An evaluator whose faults are noted, since those who ask it turn them into results."""

    def __init__(self, inner: Evaluator, seen: _Seen) -> None:
        self._inner, self._seen = inner, seen

    @property
    def name(self) -> str:
        return self._inner.name

    async def grade(self, moment: ReplyMoment) -> Grade:
        try:
            return await self._inner.grade(moment)
        except LeaninError as fault:
            self._seen.faults.append(fault)
            raise


class _NotingVoice:
    """A voice whose faults are noted, likewise."""

    def __init__(self, inner: ClientVoice, seen: _Seen) -> None:
        self._inner, self._seen = inner, seen

    @property
    def name(self) -> str:
        return self._inner.name

    async def speak(self, moment: SpeakingMoment) -> AsyncIterator[SpeechPart]:
        try:
            async for part in self._inner.speak(moment):
                yield part
        except LeaninError as fault:
            self._seen.faults.append(fault)
            raise


async def _grade(reply: LabelledReply, evaluator: Evaluator, find: FindPersona) -> ReplyResult:
    try:
        return ReplyResult(reply=reply, grade=await evaluator.grade(reply.moment(find)))
    except LeaninError as error:
        return ReplyResult(reply=reply, error=str(error))


def _summed(records: list[CallRecord]) -> dict[str, Calls]:
    """What each model was asked; calls that failed count their tokens and cost, and no answer."""
    by_model: dict[str, list[CallRecord]] = {}
    for record in records:
        by_model.setdefault(record.model, []).append(record)
    return {model: _calls(of_model) for model, of_model in by_model.items()}


def _calls(records: list[CallRecord]) -> Calls:
    used = functools.reduce(lambda one, other: one + other, (record.usage for record in records))
    return Calls(
        calls=sum(record.outcome == "answered" for record in records),
        cached=sum(record.cached for record in records),
        seconds=[round(record.seconds, 6) for record in records if record.attempts],
        first_token_seconds=[round(record.first_token, 6) for record in records if record.first_token is not None],
        input_tokens=used.input_tokens,
        output_tokens=used.output_tokens,
        cost=used.cost,
    )

"""A round of drills as a surface goes through it: the next statement, a hint, a reply and its grade, the end."""

import random
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from leanin import __version__, rubric
from leanin.casting import Part, cast_evaluator, parts
from leanin.drills import book
from leanin.drills.attempts import Attempt
from leanin.drills.choice import Choice, choose
from leanin.drills.items import DrillError, DrillItem, Kind, load_items
from leanin.drills.past import conversation_grades
from leanin.drills.progress import Graded, Progress
from leanin.drills.wish import Wish
from leanin.errors import LeaninError
from leanin.rubric import Grade
from leanin.session import hints
from leanin.session.hints import HintKind
from leanin.session.ports import Evaluator
from leanin.session.words import cleaned
from leanin.settings import Settings
from leanin.store.kept import now, written_time

SILENCE = "(silence)"
"""What is sent where the time is up and nothing was written: not to answer is an answer, too."""


class DrillRound:
    """One sitting. Only `answer` keeps anything, and it does so before it returns.

    `clock` gives the time of day with its zone, `stopwatch` seconds that only ever grow.
    """

    def __init__(
        self,
        wish: Wish,
        items: Sequence[DrillItem],
        evaluator: Evaluator,
        *,
        prompt_hash: str = "",
        earlier: Sequence[Attempt] = (),
        conversations: Sequence[Graded] = (),
        seed: int = 0,
        clock: Callable[[], datetime] = now,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        self.wish = wish
        self.id = book.new_round()
        self.attempts: list[Attempt] = []
        """Those of this round."""
        self.earlier = tuple(earlier)
        self._items = wish.fitting(items)
        self._evaluator = evaluator
        self._prompt_hash = prompt_hash
        self._progress = Progress.of(self.earlier, conversations)
        self._seed = seed
        self._clock = clock
        self._stopwatch = stopwatch
        self._shown: list[Choice] = []
        self._nudges: list[hints.Hint] = []
        self._was_shown = False
        self._since = 0.0
        self._stopped: float | None = None

    @property
    def place(self) -> int:
        """Which statement this is, counted from 1; 0 before the first."""
        return len(self._shown)

    @property
    def current(self) -> Choice:
        """The statement that is worked at. Raises `DrillError` before the first."""
        if not self._shown:
            raise DrillError("The round hasn't begun.")
        return self._shown[-1]

    @property
    def has_next(self) -> bool:
        """Whether another statement is to come."""
        return self.place < self.wish.count

    @property
    def tries(self) -> list[Attempt]:
        """The tries at this statement."""
        return [attempt for attempt in self.attempts if attempt.place == self.place]

    @property
    def last(self) -> Attempt | None:
        """The latest try at this statement."""
        return self.tries[-1] if self.tries else None

    @property
    def hints_taken(self) -> tuple[HintKind, ...]:
        """The hints that were taken at this statement."""
        taken = tuple(nudge.kind for nudge in self._nudges)
        return (*taken, HintKind.SHOWN) if self._was_shown else taken

    @property
    def nudges(self) -> tuple[hints.Hint, ...]:
        """The nudges that were given at this statement, as they were given."""
        return tuple(self._nudges)

    def progress(self) -> Progress:
        """Where the trainee stands now."""
        return self._progress

    def next(self) -> Choice:
        """Turn to the next statement; the clock begins. A round may go on beyond its count."""
        progress = self.progress()
        if self._shown:
            progress.last_item = self.current.item.id  # it may have been passed over without a try
        choice = choose(
            self._items,
            progress,
            self.wish,
            place=self.place + 1,
            seen={shown.item.id for shown in self._shown},
            seed=self._seed,
            now=self._clock(),
        )
        self._shown.append(choice)
        self._nudges = []
        self._was_shown = False
        self.start_clock()
        return choice

    def start_clock(self) -> None:
        """Begin to count the seconds of a try anew."""
        self._since = self._stopwatch()
        self._stopped = None

    def stop_clock(self) -> None:
        """Let the clock stand: nobody can reply just now."""
        if self._stopped is None:
            self._stopped = self._stopwatch()

    def go_on_with_clock(self) -> None:
        """Let a clock that stands go on."""
        if self._stopped is not None:
            self._since += self._stopwatch() - self._stopped
            self._stopped = None

    def seconds(self) -> float:
        """Seconds since the clock began, without those in which it stood."""
        at = self._stopwatch() if self._stopped is None else self._stopped
        return max(0.0, at - self._since)

    def left(self) -> float | None:
        """Seconds that are left for the first try, never below 0; None where no clock runs, or runs any more."""
        return None if self.wish.limit is None or self.tries else max(0.0, self.wish.limit - self.seconds())

    def hint(self) -> hints.Hint | None:
        """The next nudge; None where all were given."""
        kind = hints.next_kind(self.hints_taken)
        if kind is None:
            return None
        self._nudges.append(self._hint(kind))
        return self._nudges[-1]

    def show(self) -> hints.Shown:
        """Whole replies for comparison; noted as a hint where there was one to show."""
        item = self.current.item
        found = hints.shown(item.examples, item.client)
        self._was_shown = self._was_shown or bool(found.examples)
        return found

    async def answer(self, reply: str) -> Attempt:
        """Grade a reply, keep it, and return it with its grade. An empty one counts as silence.

        The clock stands meanwhile. Raises `LeaninError` where no grade can be had or the try can't be kept; nothing has
        happened then, and the clock goes on.
        """
        choice, reply = self.current, cleaned(reply) or SILENCE
        self.stop_clock()
        try:
            grade = await self._evaluator.grade(choice.item.moment(reply))
            attempt = self._attempt(choice, reply, grade, self.seconds())
            book.keep(attempt)
        except LeaninError:
            self.go_on_with_clock()
            raise
        self.attempts.append(attempt)
        self._progress.add(attempt)
        self.start_clock()
        return attempt

    async def close(self) -> None:
        """Let go of the evaluator's connections."""
        if close := getattr(self._evaluator, "close", None):
            await close()

    def _hint(self, kind: HintKind) -> hints.Hint:
        choice = self.current
        progress = self.progress()
        step = hints.needed_step(
            choice.item.calls_for,
            about=choice.focus.step or (rubric.TRAPS[choice.focus.trap].step if choice.focus.trap else None),
            last=self.last.grade if self.last else None,
            means={step: progress.mean(step) for step in rubric.Step},
        )
        softened = choice.item.kind is Kind.SOFTENED
        return hints.hint(kind, step, choice.item.concern, softened=softened, vary=self.place)

    def _attempt(self, choice: Choice, reply: str, grade: Grade, seconds: float) -> Attempt:
        item, limit = choice.item, None if self.tries else self.wish.limit
        return Attempt(
            schema=1,
            time=written_time(self._clock()),
            round=self.id,
            place=self.place,
            number=len(self.tries) + 1,
            item=item.id,
            situation=item.situation,
            client=item.client,
            component=item.component,
            marker=item.marker,
            difficulty=item.difficulty,
            focus=choice.focus.key,
            reply=reply,
            grade=grade,
            reached=choice.focus.reached(grade),
            hints=self.hints_taken,
            seconds=round(seconds, 1),
            limit=limit,
            time_was_up=limit is not None and seconds >= limit,
            evaluator=self._evaluator.name,
            prompt_hash=self._prompt_hash,
            rubric_version=rubric.RUBRIC_VERSION,
            rubric_hash=rubric.digest(),
            leanin_version=__version__,
        )


def evaluator_part(settings: Settings) -> Part:
    """Who grades, and who receives the words. Raises `SettingsError`."""
    return parts(settings).evaluator


def begin(wish: Wish, settings: Settings) -> DrillRound:
    """A round with the evaluator that is set, on all that was practised so far.

    Raises `LeaninError` where nothing fits the wish, the evaluator can't be set up, or the history can't be read.
    """
    items = wish.fitting(load_items())
    part = evaluator_part(settings)
    prompt_hash = ""
    if not part.is_builtin:
        from leanin.prompts import load_prompt

        prompt_hash = load_prompt("evaluator").digest
    return DrillRound(
        wish,
        items,
        cast_evaluator(part, settings),
        prompt_hash=prompt_hash,
        earlier=book.history().attempts,
        conversations=conversation_grades(),
        seed=settings.seed if settings.seed is not None else random.SystemRandom().randrange(2**31),
    )

"""Items, grades, attempts and rounds for tests of the drills."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.doubles import ScriptedEvaluator
from tests.strategies import grade_of

from leanin.drills.attempts import Attempt
from leanin.drills.desk import DrillRound
from leanin.drills.focus import WHOLE, Focus
from leanin.drills.items import DrillItem, Kind
from leanin.drills.wish import Wish
from leanin.persona import Component, Difficulty, Marker
from leanin.rubric import Grade, Trap
from leanin.session.hints import Example, HintKind
from leanin.store.kept import written_time

START = datetime(2026, 3, 3, 14, 5, tzinfo=UTC)


def item(number: int, **changes: Any) -> DrillItem:
    """A statement of a client of its own; difficulty and marker take turns."""
    facts: dict[str, Any] = {
        "id": f"i{number}",
        "situation": f"s{number}",
        "client": f"You look like a child. ({number})",
        "concern": "She is afraid that somebody so green will judge her home.",
        "component": list(Component)[number % 3],
        "marker": list(Marker)[number % 2],
        "difficulty": list(Difficulty)[number % 3],
        "therapist": "26, no children",
        "tempts": frozenset({Trap.DEFENDING}),
        "examples": (
            Example(f"You look like a child. ({number})", "I am young. Maybe you wonder. What worries you?"),
            Example(f"You look like a child. ({number})", "No children, none. Is it your home? Tell me."),
        ),
    }
    return DrillItem(**(facts | changes))


def items(count: int = 6) -> list[DrillItem]:
    return [item(number) for number in range(count)]


SOFT = item(90, kind=Kind.SOFTENED, marker=None, difficulty=Difficulty.GENTLE)
RISK = item(91, kind=Kind.RISK, marker=None, difficulty=Difficulty.GENTLE, tempts=frozenset({Trap.UNSAFE}))


def attempt(
    of: DrillItem | None = None,
    grade: Grade | None = None,
    focus: Focus = WHOLE,
    *,
    after: timedelta = timedelta(),
    hints: Sequence[HintKind] = (),
    **changes: Any,
) -> Attempt:
    """A kept try at an item, the first unless said otherwise, some time after `START`."""
    of = of or item(0)
    grade = grade or grade_of(2, 2, 2)
    facts: dict[str, Any] = {
        "schema": 1,
        "time": written_time(START + after),
        "round": "20260303-140500-aaaa",
        "place": 1,
        "number": 1,
        "item": of.id,
        "situation": of.situation,
        "client": of.client,
        "component": of.component,
        "marker": of.marker,
        "difficulty": of.difficulty,
        "focus": focus.key,
        "reply": "I am young.",
        "grade": grade,
        "reached": focus.reached(grade),
        "hints": tuple(hints),
        "seconds": 20.0,
        "evaluator": "builtin",
        "rubric_version": 1,
        "rubric_hash": "0",
        "leanin_version": "0",
    }
    return Attempt(**(facts | changes))


class Watch:
    """A clock and a stopwatch that stand until they are moved."""

    def __init__(self) -> None:
        self.passed = 0.0

    def clock(self) -> datetime:
        return START + timedelta(seconds=self.passed)

    def stopwatch(self) -> float:
        return self.passed


def a_round(
    evaluator: ScriptedEvaluator | None = None,
    wish: Wish | None = None,
    watch: Watch | None = None,
    of: Sequence[DrillItem] | None = None,
    **more: Any,
) -> DrillRound:
    """A round over a few items, graded by a script."""
    watch = watch or Watch()
    return DrillRound(
        wish or Wish(focus=WHOLE, count=3),
        items() if of is None else of,
        evaluator or ScriptedEvaluator(),
        clock=watch.clock,
        stopwatch=watch.stopwatch,
        **more,
    )

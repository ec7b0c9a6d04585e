"""Hypothesis strategies for the core: any temperament, state and grade that the types allow.

Each draws few numbers and maps them, since drawing is what costs time over thousands of examples.
"""

from hypothesis import strategies as st

from leanin.dynamics import AllianceState, Temperament
from leanin.rubric import Grade, Level, Step, StepGrade, Trap

_TRAPS, _STEPS = tuple(Trap), tuple(Step)

measure = st.floats(min_value=0, max_value=100, allow_nan=False)

states = st.tuples(measure, measure, measure).map(
    lambda measures: AllianceState(trust=measures[0], tension=measures[1], candour=measures[2])
)

_three_levels = st.integers(0, 26).map(lambda code: (code % 3, code // 3 % 3, code // 9))


def _members(code: int, of: tuple[Trap, ...] | tuple[Step, ...]) -> frozenset[Trap | Step]:
    return frozenset(member for place, member in enumerate(of) if code >> place & 1)


_trap_codes = st.tuples(st.integers(0, 2**17 - 1), st.integers(0, 2**17 - 1), st.integers(0, 2**17 - 1)).map(
    lambda codes: codes[0] & codes[1] & codes[2]
)
"""Sets of traps as bits; three masks together make for small sets."""

_step_codes = st.integers(0, 7)

hot_buttons = _trap_codes.map(lambda code: _members(code, _TRAPS))

_gain = st.floats(min_value=0.5, max_value=20)
_more = st.floats(min_value=0.01, max_value=1)


def _temperament(start: AllianceState, gains: tuple[float, ...], extra: tuple[float, ...]) -> Temperament:
    losses = [gain + (30 - gain) * share for gain, share in zip(gains, extra, strict=True)]
    return Temperament(
        trust=start.trust,
        tension=start.tension,
        candour=start.candour,
        warming=gains[0],
        easing=gains[1],
        opening_up=gains[2],
        bruising=losses[0],
        heating=losses[1],
        retreat=losses[2],
    )


temperaments = st.builds(_temperament, states, st.tuples(_gain, _gain, _gain), st.tuples(_more, _more, _more))


def grade_of(
    responsibility: Level = 0,
    reflection: Level = 0,
    invitation: Level = 0,
    *traps: Trap,
    called_for: frozenset[Step] = frozenset(Step),
) -> Grade:
    """A grade from its three levels and its traps."""
    return Grade(
        responsibility=StepGrade(level=responsibility, called_for=Step.RESPONSIBILITY in called_for),
        reflection=StepGrade(level=reflection, called_for=Step.REFLECTION in called_for),
        invitation=StepGrade(level=invitation, called_for=Step.INVITATION in called_for),
        traps=tuple(traps),
    )


def _grade(levels: tuple[Level, Level, Level], trap_code: int, step_code: int) -> Grade:
    return grade_of(*levels, *sorted(_members(trap_code, _TRAPS)), called_for=_members(step_code, _STEPS))


grades = st.builds(_grade, _three_levels, _trap_codes, _step_codes)


def _better_and_worse(
    one: tuple[Level, Level, Level], other: tuple[Level, Level, Level], some: int, more: int, steps: int
) -> tuple[Grade, Grade]:
    high = tuple(map(max, one, other))
    low = tuple(map(min, one, other))
    return _grade(high, some, steps), _grade(low, some | more, steps)


grades_better_and_worse = st.builds(
    _better_and_worse, _three_levels, _three_levels, _trap_codes, _trap_codes, _step_codes
)
"""Two grades of which the first is at least as good on every step and falls into no trap more."""

"""A session as the report's template reads it: everything put into words and places, nothing into markup."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from leanin.datafile import load_yaml
from leanin.errors import DataFileError
from leanin.reports.curves import Curve, curve
from leanin.reports.marking import NUMERALS, Piece, pieces
from leanin.rubric import STEP_TITLES, TRAPS, Grade, Step, Trap
from leanin.session.events import SessionOpened, StateReached
from leanin.session.outcome import OUTCOME_WORDS
from leanin.session.record import Record, Turn
from leanin.session.regrading import runs
from leanin.session.strengths import RULE, done_well, to_practise
from leanin.session.turning_points import turning_points
from leanin.store.kept import KeptSession, read_time

LEVELS: Final = (("○", "absent"), ("◐", "partial"), ("●", "full"))
_MEASURES: Final = ("trust", "tension", "candour")


class StepView(NamedTuple):
    """The grade of one step."""

    numeral: str
    title: str
    level: int | None
    """None where it wasn't called for."""
    shape: str
    word: str
    note: str


class TrapView(NamedTuple):
    """A trap with the words that triggered it."""

    title: str
    looks_like: str
    words: str


class GradeView(NamedTuple):
    """A grade in words."""

    by: str
    score: int
    steps: tuple[StepView, ...]
    traps: tuple[TrapView, ...]
    tip: str


@dataclass(frozen=True, slots=True)
class TurnView:
    """One reply and what came of it."""

    name: str
    """What it is called: `2`, or `2b` for another try there."""
    became: str
    """What became of it, where it isn't part of the conversation: taken back, or tried beside it."""
    asked: str
    """The client's words that it answers."""
    hints: str
    """Which hints had been taken before it; empty where there were none."""
    reply: tuple[Piece, ...]
    grade: GradeView | None
    """The grade that the trainee saw."""
    missing: str
    """Why there is none."""
    further: tuple[GradeView, ...]
    """The evaluator's own grade where a coach's was shown, and those that were given later on."""
    said: str
    thought: str
    broke_off: str
    interventions: tuple[str, ...]
    stands: str
    """How the client stands since, in a line."""
    point: str
    """What made it a turning point; empty where it is none."""
    tries: tuple["TurnView", ...] = ()
    """Other replies to the same moment."""


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session."""

    id: str
    began: str
    client: str
    redacted: bool
    imported: bool
    facts: tuple[tuple[str, str], ...]
    """What it ran on."""
    therapist: tuple[tuple[str, str], ...]
    """Who the trainee was in the scene."""
    outcome: str
    outcome_words: str
    attended: int
    of: int
    curves: tuple[Curve, ...]
    curve_rows: tuple[tuple[str, ...], ...]
    """The curves as a table: reply, trust, tension, candour, stance."""
    opening: str
    turns: tuple[TurnView, ...]
    elsewhere: tuple[TurnView, ...]
    """Replies on ways through the session that were left, beyond another try at a moment of the conversation."""
    unsaid: tuple[str, ...]
    points: tuple[tuple[int, str, str], ...]
    """The turning points: which reply by place and by name, and what happened."""
    well: str
    practise: str
    rule: str
    interventions: int


def session_view(session: KeptSession, *, imported: bool = False, client: str = "") -> SessionView:
    """The session for the template; `client` is what the client is called, by the persona's text unless given."""
    record = Record.of(session.events)
    scene = _scene(record.opened)
    points = turning_points(record)
    tells = _tells(scene)
    said_of = {point.turn.number: point.in_words(tells) for point in points}
    turns, elsewhere = _turns(record, said_of)
    well, weak = done_well(record.turns), to_practise(record.turns)
    ended = record.outcome
    outcome, _, words = OUTCOME_WORDS[ended.outcome].partition(": ") if ended else ("Not ended", "", "")
    return SessionView(
        id=session.id,
        began=_moment(session.started),
        client=client or _name(scene, record.opened),
        redacted=session.redacted,
        imported=imported,
        facts=tuple(_facts(record, session)),
        therapist=tuple(_therapist(record.opened)),
        outcome=outcome,
        outcome_words=words,
        attended=ended.attended if ended else 0,
        of=ended.of if ended else 0,
        curves=tuple(_curves(record)),
        curve_rows=tuple(_curve_rows(record)),
        opening=record.opening,
        turns=turns,
        elsewhere=elsewhere,
        unsaid=tuple(record.unsaid),
        points=tuple((point.place, point.turn.name, point.in_words(tells)) for point in points),
        well=well.in_words(well=True) if well else "",
        practise=weak.in_words(well=False) if weak else "",
        rule=RULE,
        interventions=len(record.interventions()),
    )


def _turns(record: Record, points: dict[int, str]) -> tuple[tuple[TurnView, ...], tuple[TurnView, ...]]:
    """The conversation, each reply with the other tries at its moment, and the replies on other ways."""
    line = record.turns
    shown = {turn.number for turn in line}
    views = []
    for turn in line:
        others = [other for other in record.tries_at(turn) if other is not turn]
        shown |= {other.number for other in others}
        tries = tuple(_turn(other, "", ()) for other in others)
        views.append(_turn(turn, points.get(turn.number, ""), tries))
    return tuple(views), tuple(_turn(turn, "", ()) for turn in record.attempts if turn.number not in shown)


def _turn(turn: Turn, point: str, tries: tuple[TurnView, ...]) -> TurnView:
    became = "tried beside the conversation" if turn.aside else "taken back" if turn.taken_back else ""
    grade, answer = turn.shown_grade, turn.answer
    further = []
    if turn.coaching and turn.grade:
        further.append(_grade(turn.grade, f"the evaluator, {turn.graded_by}, whose grade moved the client"))
    further += [_grade(again.grade, f"{again.by}, graded again ({again.run})") for again in turn.regradings]
    return TurnView(
        name=turn.name,
        became=became,
        asked=turn.client,
        hints=turn.hints_in_words,
        reply=tuple(pieces(turn.reply, grade)),
        grade=_grade(grade, "the coach" if turn.coaching else turn.graded_by) if grade else None,
        missing=turn.grade_missing.reason if turn.grade_missing and not grade else "",
        further=tuple(further),
        said=answer.said if answer else "",
        thought=answer.thought if answer else "",
        broke_off=answer.broke_off if answer and not answer.complete else "",
        interventions=tuple(one.in_words() for one in answer.interventions) if answer else (),
        stands=_stands(turn.after) if turn.after else "",
        point=point,
        tries=tries,
    )


def _grade(grade: Grade, by: str) -> GradeView:
    return GradeView(
        by, grade.score, tuple(_step(step, grade) for step in Step), tuple(map(_trap_of(grade), grade.traps)), grade.tip
    )


def _trap_of(grade: Grade) -> Any:
    def view(trap: Trap) -> TrapView:
        return TrapView(TRAPS[trap].title, TRAPS[trap].looks_like, grade.trap_evidence.get(trap, ""))

    return view


def _step(step: Step, grade: Grade) -> StepView:
    graded = grade.step(step)
    if not graded.called_for:
        return StepView(NUMERALS[step], STEP_TITLES[step], None, "–", "not called for", graded.note)
    shape, word = LEVELS[graded.level]
    return StepView(NUMERALS[step], STEP_TITLES[step], graded.level, shape, word, graded.note)


def _facts(record: Record, session: KeptSession) -> Iterator[tuple[str, str]]:
    yield "Session", session.id
    opened = record.opened
    if opened is None:
        return
    yield "Persona", f"{opened.persona}, SHA-256 {opened.persona_hash}"
    yield "The client was played by", opened.client_model
    yield "Replies were graded by", opened.evaluator_model
    if opened.coach_model:
        yield "Feedback was given by", opened.coach_model
    yield "Feedback was shown", {"live": "after each reply", "after": "afterwards"}.get(opened.coach, "not at all")
    yield "Rubric", f"version {opened.rubric_version}, SHA-256 {opened.rubric_hash}"
    yield "Prompts", f"SHA-256 {opened.prompts_hash}" if opened.prompts_hash else "none in use"
    yield "Seed", str(opened.seed)
    yield "leanin", opened.leanin_version
    for resumed in record.resumptions:
        yield "Taken up again with", f"{resumed.client_model} as client, {resumed.evaluator_model} as evaluator"
    for run in runs(record):
        yield "Graded again by", f"{run.mark.by} ({run.number}), rubric version {run.mark.rubric_version}"


def _therapist(opened: SessionOpened | None) -> Iterator[tuple[str, str]]:
    for key, value in (opened.therapist if opened else {}).items():
        if value != "":
            shown = ("no", "yes")[value] if isinstance(value, bool) else f"{value}"
            yield key.replace("_", " ").capitalize(), shown


def _stood(record: Record) -> list[StateReached]:
    """How the client stood at the start and after each reply; one without a grade moved nobody."""
    return [record.start, *(turn.after or turn.before for turn in record.turns)] if record.start else []


def _curves(record: Record) -> Iterator[Curve]:
    stood = _stood(record)
    labels = ["0", *(str(place) for place in range(1, len(stood)))]
    for measure in _MEASURES if len(stood) > 1 else ():
        values = [getattr(state, measure) for state in stood]
        along = ", ".join(f"{value:.0f}" for value in values)
        yield curve(measure, f"{measure} from the start to the last reply, of 100: {along}", values, labels)


def _curve_rows(record: Record) -> Iterator[tuple[str, ...]]:
    for place, state in enumerate(_stood(record)):
        measures = (f"{getattr(state, measure):.0f}" for measure in _MEASURES)
        yield (str(place) if place else "start", *measures, state.stance.value)


def _stands(state: StateReached) -> str:
    return (
        f"{state.stance.value}: trust {state.trust:.0f}, tension {state.tension:.0f}, candour {state.candour:.0f}"
        + (f", disclosures {state.disclosed}" if state.disclosed else "")
    )


def _scene(opened: SessionOpened | None) -> dict[str, Any]:
    """The persona's file as data; read loosely, since old files and files with blanked names must do too."""
    try:
        return load_yaml(opened.persona_text, "persona").plain() if opened else {}
    except DataFileError:
        return {}


def _name(scene: dict[str, Any], opened: SessionOpened | None) -> str:
    name = scene.get("name")
    return name if isinstance(name, str) and name.strip() else opened.persona if opened else "nobody"


def _tells(scene: dict[str, Any]) -> list[str]:
    disclosures = scene.get("disclosures")
    told = disclosures if isinstance(disclosures, list) else []
    return [str(one["tells"]) for one in told if isinstance(one, dict) and "tells" in one]


def _moment(started: str) -> str:
    at = read_time(started).astimezone()
    return f"{at.day} {at:%B %Y, %H:%M}"

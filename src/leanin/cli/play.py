"""`leanin play` and `leanin sessions resume`: a conversation, in the app or by lines."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leanin.cli.options import (
    ApiBase,
    ClientModel,
    CoachModel,
    EvaluatorApiBase,
    EvaluatorModel,
    Grades,
    Seed,
    say_if_one_grade,
)

if TYPE_CHECKING:
    from leanin.persona import PersonaFile
    from leanin.practice import Practice
    from leanin.rubric import Step
    from leanin.session.engine import Listener, Session
    from leanin.session.events import Event
    from leanin.settings import Settings

DEFAULT_PERSONA = "rosa"

NEW_HERE = (
    "New here? `leanin intro` shows the three steps, and two replies to compare. This is said until you have seen it."
)

Coach = Annotated[str | None, typer.Option(help="When feedback is shown: live, after or off.", metavar="WHEN")]
Inner = Annotated[
    str | None,
    typer.Option("--inner-voice", help="When the client's thoughts are shown: after or live.", metavar="WHEN"),
]
Plain = Annotated[bool, typer.Option("--plain", help="By lines, without the app.")]
Json = Annotated[bool, typer.Option("--json", help="With --plain: one reply a line in, one event a line out.")]


def play(
    persona: Annotated[str | None, typer.Argument(help="A persona's name, or a path to its file.")] = None,
    plain: Plain = False,
    json: Json = False,
    seed: Seed = None,
    coach: Coach = None,
    inner_voice: Inner = None,
    client_model: ClientModel = None,
    evaluator_model: EvaluatorModel = None,
    coach_model: CoachModel = None,
    grades: Grades = None,
    api_base: ApiBase = None,
    evaluator_api_base: EvaluatorApiBase = None,
) -> None:
    """Talk with a simulated client. Without a persona the app opens its gallery."""
    flags: dict[str, Any] = {
        "seed": seed,
        "coach": coach,
        "inner_voice": inner_voice,
        "client_model": client_model,
        "evaluator_model": evaluator_model,
        "coach_model": coach_model,
        "grades": grades,
        "api_base": api_base,
        "evaluator_api_base": evaluator_api_base,
    }
    if _by_lines(plain, json):
        from leanin.persona_shelf import find_persona
        from leanin.practice import Practice

        file = find_persona(persona or DEFAULT_PERSONA)
        practice = Practice(**flags)
        say_if_one_grade(grades, practice.parts.evaluator)
        _converse(practice, lambda practice: practice.begin(file), as_json=json, place=_place(file))
        return
    from leanin.tui.app import run

    run(persona=persona, **flags)


def resume(
    session: Annotated[str, typer.Argument(help="A session's id, the beginning of one, or last.")] = "last",
    plain: Plain = False,
    json: Json = False,
    coach: Coach = None,
    inner_voice: Inner = None,
    client_model: ClientModel = None,
    evaluator_model: EvaluatorModel = None,
    coach_model: CoachModel = None,
    grades: Grades = None,
    api_base: ApiBase = None,
    evaluator_api_base: EvaluatorApiBase = None,
) -> None:
    """Go on with a session where it stopped; look back on one that has ended, and try again from there."""
    flags: dict[str, Any] = {
        "coach": coach,
        "inner_voice": inner_voice,
        "client_model": client_model,
        "evaluator_model": evaluator_model,
        "coach_model": coach_model,
        "grades": grades,
        "api_base": api_base,
        "evaluator_api_base": evaluator_api_base,
    }
    from leanin.practice import Practice

    practice = Practice(**flags)
    session_id = practice.store.find(session)
    if _by_lines(plain, json):
        say_if_one_grade(grades, practice.parts.evaluator)
        _converse(practice, lambda practice: practice.resume(session_id), as_json=json)
        return
    from leanin.tui.app import run

    run(session=session_id, **flags)


def _by_lines(plain: bool, json: bool) -> bool:
    """Whether to go by lines: when asked, and wherever there is no terminal to draw on."""
    return plain or json or not (sys.stdin.isatty() and sys.stdout.isatty())


def _place(file: "PersonaFile") -> str:
    """Which file plays and what it stands in for; empty for a shipped persona."""
    from leanin.persona_shelf import place_in_words

    return f"{file.path}: {place}" if (place := place_in_words(file)) else ""


def _converse(practice: "Practice", start: "Callable[[Practice], Session]", *, as_json: bool, place: str = "") -> None:
    whole = asyncio.run(_conversation(practice, start, as_json=as_json, place=place))
    if not whole:
        raise typer.Exit(1)


async def _conversation(
    practice: "Practice", start: "Callable[[Practice], Session]", *, as_json: bool, place: str
) -> bool:
    from leanin.cli.plain import JsonLines, run_script
    from leanin.language_note import language_note
    from leanin.session.engine import NotNow

    session = None
    try:
        session = start(practice)
        by_hand = not as_json and sys.stdin and sys.stdin.isatty()
        if session.record.outcome and not by_hand:
            raise NotNow("This session has ended; a person at a terminal can look back on it and try again from there.")
        note = language_note(session.cast.persona, practice.settings)
        if not as_json:
            return await _spoken(practice, session, [place, note])
        if note:
            typer.echo(f"leanin: {note}", err=True)
        _begin_listening(session, JsonLines(sys.stdout, **_opening_facts(practice, session)))
        return await run_script(session, sys.stdin)
    finally:
        if session and (spent := practice.spent_in_words(session)):
            typer.echo(f"leanin: {spent}", err=True)
        await practice.close()


async def _spoken(practice: "Practice", session: "Session", remarks: list[str]) -> bool:
    """Converse in plain text: with a person at a terminal, or from a pipe. The remarks come before the first word."""
    from leanin.cli.keyboard import Left, interrupts, typed_lines
    from leanin.cli.plain import SpokenLines, debrief, run_by_hand, run_script
    from leanin.settings import CoachMode, InnerVoice

    persona, coach = session.cast.persona, practice.settings.coach
    lines = SpokenLines(
        sys.stdout,
        persona.name,
        live=coach is CoachMode.LIVE,
        own_coach=session.cast.coach is not None,
        inner_voice=practice.settings.inner_voice is InnerVoice.LIVE,
    )
    lines.say(f"{persona.name}, {persona.age}. {persona.summary}\n")
    lines.say(f"{persona.therapist.as_sentences()}\n")
    if sys.stdin and sys.stdin.isatty() and not practice.settings.introduction_seen:
        remarks = [*remarks, NEW_HERE]
    for remark in filter(None, (practice.models_in_words(), *remarks)):
        lines.say(f"({remark})\n")
    _begin_listening(session, lines)
    if sys.stdin and sys.stdin.isatty():
        try:
            with interrupts(session.stop):
                typed = typed_lines(lambda: input("You: "))
                await run_by_hand(
                    session,
                    lines,
                    typed,
                    look_back=True,
                    with_grades=coach is not CoachMode.OFF,
                    practise=partial(_practise, practice.settings),
                )
        except Left:
            lines.say("\nLeft open; `leanin sessions resume last` goes on.")
        return True
    whole = await run_script(session, sys.stdin)
    debrief(session, lines, with_grades=coach is not CoachMode.OFF)
    return whole


async def _practise(settings: "Settings", step: "Step", typed: "AsyncIterator[str]") -> None:
    """Drill a step by the lines that are typed."""
    from leanin.cli.drill_plain import Sitting, printer
    from leanin.drills import desk
    from leanin.drills.focus import Focus
    from leanin.drills.wish import Wish

    practised = desk.begin(Wish(focus=Focus(step=step)), settings)
    try:
        await Sitting(practised, printer(sys.stdout), by_hand=True).run(typed)
    finally:
        await practised.close()


def _begin_listening(session: "Session", listener: "Listener") -> None:
    """Tell a listener what it has missed, and all that comes."""
    for event in _so_far(session):
        listener(event)
    session.listen(listener)


def _so_far(session: "Session") -> "list[Event]":
    """What a listener that comes late has missed: the opening and how the client stands now."""
    from leanin.session.events import Opening

    record = session.record
    assert record.now is not None, "the session has been opened"
    return [Opening(said=record.client_words), record.now]


def _opening_facts(practice: "Practice", session: "Session") -> dict[str, str]:
    opened = session.record.opened
    assert opened is not None, "the session has been opened"
    return {
        "persona": opened.persona,
        "client_model": practice.parts.client.model,
        "evaluator_model": practice.parts.evaluator.model,
    }

"""The plain mode: a session by lines, for pipes, scripts and screen readers; one more listener of the engine."""

import re
import shutil
import sys
import textwrap
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final, TextIO

from leanin.cli import plain_hints, plain_tries
from leanin.cli.plain_words import debrief_in_lines, grade_in_lines, outcome_in_lines, state_in_a_line
from leanin.errors import JournalError, LeaninError
from leanin.rubric import Step
from leanin.session.engine import Session
from leanin.session.events import (
    ClientSaid,
    ClientSpeaking,
    Coached,
    CoachMissing,
    Ended,
    Event,
    Graded,
    GradeMissing,
    Opening,
    Resumed,
    SessionOpened,
    StateReached,
    Unsaid,
    WhatIf,
)
from leanin.session.hearing import MOST_HEARD
from leanin.session.record import Record
from leanin.session.strengths import to_practise
from leanin.store.wire import json_line

Practise = Callable[[Step, AsyncIterator[str]], Awaitable[object]]
"""Drills a step by the lines that are typed."""

_NOT_PRINTED: Final = (SessionOpened, Resumed, ClientSpeaking)
"""Headers, which hold long texts, and pieces of a stream, which `ClientSaid` gives whole."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def event_as_json(event: Event) -> dict[str, Any]:
    """One event as plain mode prints it: the journal's event, with a grade's fields at the top level."""
    data = event.model_dump(mode="json")
    if isinstance(event, Graded | Coached):
        data |= data.pop("grade")
    return data


class JsonLines:
    """Prints each event as one line of JSON, flushed as it happens."""

    def __init__(self, out: TextIO, **opening_facts: str) -> None:
        self._out = out
        self._opening_facts = opening_facts

    def __call__(self, event: Event) -> None:
        """Print one event."""
        if isinstance(event, _NOT_PRINTED):
            return
        data = event_as_json(event)
        if isinstance(event, Opening):
            data |= self._opening_facts
        self._out.write(json_line(data) + "\n")
        self._out.flush()


class SpokenLines:
    """Prints a session for a person who reads line by line.

    `live` says whether feedback is shown as it comes; with `own_coach`, the coach's grade replaces the evaluator's;
    with `inner_voice`, what the client thinks is shown after what they say.
    """

    def __init__(self, out: TextIO, name: str, *, live: bool, own_coach: bool, inner_voice: bool = False) -> None:
        self._out = out
        self._name = name
        self.live = live
        """Whether feedback is shown as it comes."""
        self._own_coach = own_coach
        self.inner_voice = inner_voice
        """Whether what the client thinks is shown as it comes."""
        self._speaking = False
        self._beside = 0  # the number of the last reply that was tried beside the conversation

    def __call__(self, event: Event) -> None:
        """Print one event."""
        match event:
            case Opening():
                self.say(f"{self._name}: {event.said}")
            case WhatIf():
                self._beside = event.turn
            case ClientSpeaking():
                self._write(event.said if self._speaking else f"{self._name}: {event.said}")
                self._speaking = True
            case ClientSaid():
                self.say("" if self._speaking else f"{self._name}: {event.said}")
                self._speaking = False
                if not event.complete:
                    again = "" if event.turn == self._beside else " Type /retry to hear it again."
                    self.say(f"  (broke off: {event.broke_off}{again})")
                if self.inner_voice and event.thought:
                    self.say(f"  Thought, and not said: {event.thought}")
            case Graded() if self.live and not self._own_coach:
                self.say("\n".join(grade_in_lines(event.grade)))
            case Coached() if self.live:
                self.say("\n".join(grade_in_lines(event.grade)))
            case GradeMissing():
                again = "." if event.turn == self._beside else "; /retry asks again."
                self.say(f"  No grade: {event.reason} The client answers unmoved{again}")
            case CoachMissing():
                self.say(f"  No feedback from the coach: {event.reason}")
            case StateReached() if self.live:
                self.say(state_in_a_line(event))
            case Unsaid():
                self.say(f"  ({self._name} has ended it; this wasn't heard.)")
            case Ended():
                self.say("\n".join(outcome_in_lines(event)))

    def say(self, text: str) -> None:
        """Print text, wrapped at words on a terminal, without whatever could command it."""
        if self._out.isatty():
            width = max(20, shutil.get_terminal_size().columns - 1)
            wrapped = [textwrap.fill(line, width, subsequent_indent="  ") for line in text.split("\n")]
            text = "\n".join(wrapped)
        self._write(text + "\n")

    def _write(self, text: str) -> None:
        self._out.write(_CONTROL.sub("", text))
        self._out.flush()


async def run_script(session: Session, replies: TextIO | None) -> bool:
    """Send each line of `replies` that isn't blank, then end. Returns whether everything was answered and graded."""
    await session.go_on()
    whole = _whole(session.record, "the turn that was cut off")
    for number, line in enumerate(replies or (), 1):
        reply = line.strip()
        if not reply:
            continue
        if len(reply) > MOST_HEARD:
            _warn(f"line {number}: {len(reply):,} characters; only the first {MOST_HEARD:,} are heard, all are kept.")
        left = session.record.client_left
        try:
            await session.reply(reply)
        except JournalError:
            raise
        except LeaninError as error:
            _warn(f"line {number}: {error}")
            whole = False
            continue
        whole = (left or _whole(session.record, f"line {number}")) and whole
    session.end()
    return whole


async def run_by_hand(
    session: Session,
    lines: SpokenLines,
    replies: AsyncIterator[str],
    *,
    look_back: bool = False,
    with_grades: bool = True,
    practise: Practise | None = None,
) -> None:
    """Converse line by line with a person, until `/end` or the end of `replies`.

    With `look_back` the debrief follows, with grades unless `with_grades` says otherwise, and one can try again from
    there: an empty line or another `/end` leaves. A session that has ended begins there. `practise` drills a step by
    the lines that are typed.
    """
    lines.say(HELP)
    if session.record.outcome:
        debrief(session, lines, with_grades=with_grades)
        lines.say(AFTERWARDS)
    else:
        await _attempt(session.go_on(), lines)
    async for line in replies:
        command = line.strip()
        if command in ("", "/end"):
            if session.record.outcome:
                return
            if command:
                session.end()
                if not look_back:
                    return
                debrief(session, lines, with_grades=with_grades)
                lines.say(AFTERWARDS)
            continue
        graded = with_grades if session.record.outcome else lines.live
        thoughts = lines.inner_voice or bool(session.record.outcome)
        tries = plain_tries.TryingAgain(session, lines.say, replies, graded=graded, thoughts=thoughts)
        if command == "/practise":
            await _attempt(_practise(session, lines, replies, practise), lines)
        else:
            await _attempt(_obey(command, session, lines, tries, by_grades=graded), lines)
        if session.record.client_left and not session.record.outcome:
            lines.say(f"  {session.cast.persona.name} has ended it here. /back takes your last reply back; /end ends.")
    if session.record.outcome is None:
        session.end()
        if look_back:
            debrief(session, lines, with_grades=with_grades)


async def _practise(
    session: Session, lines: SpokenLines, replies: AsyncIterator[str], practise: Practise | None
) -> None:
    weakest = to_practise(session.record.turns)
    if practise is None or weakest is None:
        lines.say("  There is nothing to practise yet.")
        return
    await practise(weakest.step, replies)
    lines.say("\nBack in the session.")


HELP: Final = (
    "Reply in one line; (silence) lets silence speak. /back takes your last reply back, /retry asks again for what "
    "is missing, /end ends, /help shows this. Ctrl-C stops the client's words, or else leaves the session open: "
    f"`leanin sessions resume last` goes on with it.\n{plain_hints.HELP}\n{plain_tries.HELP}\n"
)

AFTERWARDS: Final = (
    "\nAn empty line leaves. /practise drills the step that is to be practised. /whatif, /attempts, /back, /choose and "
    "/retry still work, with a reply's name behind them; after /back and /choose you go on."
)


def debrief(session: Session, lines: SpokenLines, *, with_grades: bool) -> None:
    """Look back: the alliance turn by turn, the grades unless feedback is off, and what was thought and not said."""
    persona = session.cast.persona
    tells = [disclosure.tells for disclosure in persona.disclosures]
    for line in debrief_in_lines(session.record, persona.name, with_grades=with_grades, tells=tells):
        lines.say(line)


async def _obey(
    line: str, session: Session, lines: SpokenLines, tries: plain_tries.TryingAgain, *, by_grades: bool
) -> None:
    """Do what was typed: a command, or a reply. Raises `LeaninError` where it can't be done."""
    command = line.partition(" ")[0]
    if command in plain_tries.COMMANDS:
        await tries.do(line)
    elif command in plain_hints.COMMANDS:
        await plain_hints.hint(line, session, lines.say, by_grades=by_grades)
    elif line == "/help":
        lines.say(HELP)
    elif line.startswith("/") and " " not in line:
        lines.say(f"  There is no {line}; it wasn't sent. /help shows what there is.")
    else:
        if len(line) > MOST_HEARD:
            lines.say(f"  Only the first {MOST_HEARD:,} characters are heard; all are kept.")
        await session.reply(line)


async def _attempt(work: Awaitable[object], lines: SpokenLines) -> None:
    try:
        await work
    except LeaninError as error:
        lines.say(f"  {error}")


def _whole(record: Record, where: str) -> bool:
    """Whether the last turn has its grade and its answer; says on stderr what is missing."""
    turn = record.last
    if turn is None:
        return True
    if turn.grade_missing:
        _warn(f"{where}: no grade: {turn.grade_missing.reason}")
    if turn.coaching_missing:
        _warn(f"{where}: no feedback from the coach: {turn.coaching_missing.reason}")
    if turn.answer and not turn.answer.complete:
        _warn(f"{where}: the client's answer broke off: {turn.answer.broke_off}")
    return record.unfinished_turn is None and turn.coaching_missing is None


def _warn(text: str) -> None:
    sys.stderr.write(f"leanin: {text}\n")

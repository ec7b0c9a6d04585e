"""The plain mode: a session by lines, for pipes, scripts and screen readers; one more listener of the engine."""

import json
import re
import sys
from collections.abc import Callable
from typing import Any, Final, TextIO

from leanin.cli.plain_words import HELP, grade_in_lines, outcome_in_lines, state_in_a_line
from leanin.errors import JournalError, LeaninError
from leanin.session.engine import MOST_HEARD, Session
from leanin.session.events import (
    ClientSaid,
    ClientSpeaking,
    Coached,
    Ended,
    Event,
    Graded,
    GradeMissing,
    Opening,
    SessionOpened,
    StateReached,
    Unsaid,
)
from leanin.session.record import Record

_PROVISIONAL: Final = (SessionOpened, ClientSpeaking)
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
        """Print one event. The session's header and the pieces of a stream aren't printed."""
        if isinstance(event, _PROVISIONAL):
            return
        data = event_as_json(event)
        if isinstance(event, Opening):
            data |= self._opening_facts
        self._out.write(json.dumps(data, ensure_ascii=False) + "\n")
        self._out.flush()


class SpokenLines:
    """Prints a session for a person who reads line by line. `shows` says whether feedback is wanted now."""

    def __init__(self, out: TextIO, name: str, shows: Callable[[], bool]) -> None:
        self._out = out
        self._name = name
        self._shows = shows
        self._speaking = False

    def __call__(self, event: Event) -> None:
        """Print one event."""
        match event:
            case Opening():
                self._say(f"{self._name}: {event.said}")
            case ClientSpeaking():
                if not self._speaking:
                    self._out.write(f"{self._name}: ")
                    self._speaking = True
                self._out.write(_CONTROL.sub("", event.said))
                self._out.flush()
            case ClientSaid():
                self._say("" if self._speaking else f"{self._name}: {event.said}")
                self._speaking = False
                if not event.complete:
                    self._say(f"  (broke off: {event.broke_off} Type /retry to hear the rest.)")
            case Graded() | Coached() if self._shows():
                self._say("\n".join(grade_in_lines(event.grade)))
            case GradeMissing():
                self._say(f"  No grade: {event.reason} The client answers unmoved; /retry asks again.")
            case StateReached() if self._shows():
                self._say(state_in_a_line(event))
            case Unsaid():
                self._say(f"  ({self._name} has left; this wasn't heard.)")
            case Ended():
                self._say("\n".join(outcome_in_lines(event)))

    def _say(self, text: str) -> None:
        self._out.write(_CONTROL.sub("", text) + "\n")
        self._out.flush()


async def run_script(session: Session, replies: TextIO) -> bool:
    """Send each line of `replies` that isn't blank, then end. Returns whether everything was answered and graded."""
    whole = True
    if session.record.unfinished_turn:
        await session.go_on()
    for number, line in enumerate(replies, 1):
        reply = line.strip()
        if not reply:
            continue
        if len(reply) > MOST_HEARD:
            _warn(f"line {number}: {len(reply):,} characters; only the first {MOST_HEARD:,} are heard, all are kept.")
        try:
            await session.reply(reply)
        except JournalError:
            raise
        except LeaninError as error:
            _warn(f"line {number}: {error}")
            whole = False
            continue
        whole = _whole(session.record, number) and whole
    session.end()
    return whole


async def run_by_hand(session: Session, out: TextIO, read_line: Callable[[], str]) -> None:
    """Converse line by line with a person at a terminal; ends the session at `/end` or the end of input.

    An interrupt while waiting for a reply leaves the session open, to go on with later.
    """
    import asyncio

    out.write(HELP + "\n")
    if session.record.unfinished_turn:
        await session.go_on()
    while not session.record.client_left:
        try:
            reply = (await asyncio.to_thread(read_line)).strip()
        except EOFError:
            break
        try:
            match reply:
                case "":
                    continue
                case "/end":
                    break
                case "/help":
                    out.write(HELP + "\n")
                case "/back":
                    out.write(f"  Taken back: {session.take_back()}\n")
                    out.write(f"{session.cast.persona.name}: {session.record.client_words}\n")
                case "/retry":
                    await session.go_on()
                case _:
                    if len(reply) > MOST_HEARD:
                        out.write(f"  Only the first {MOST_HEARD:,} characters are heard; all are kept.\n")
                    await session.reply(reply)
        except LeaninError as error:
            out.write(f"  {error}\n")
    session.end()


def _whole(record: Record, number: int) -> bool:
    turn = record.last
    if turn is None or record.unsaid:
        return True
    if turn.grade_missing:
        _warn(f"line {number}: no grade: {turn.grade_missing.reason}")
    if turn.answer and not turn.answer.complete:
        _warn(f"line {number}: the client's answer broke off: {turn.answer.broke_off}")
    return record.unfinished_turn is None


def _warn(text: str) -> None:
    sys.stderr.write(f"leanin: {text}\n")

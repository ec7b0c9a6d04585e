"""The plain mode: a session by lines, for pipes, scripts and screen readers; one more listener of the engine."""

import re
import shutil
import sys
import textwrap
from collections.abc import AsyncIterator, Callable
from typing import Any, Final, TextIO

from leanin.cli.plain_words import debrief_in_lines, grade_in_lines, outcome_in_lines, state_in_a_line
from leanin.errors import JournalError, LeaninError
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
)
from leanin.session.hearing import MOST_HEARD
from leanin.session.record import Record
from leanin.store.wire import json_line

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
        self._live = live
        self._own_coach = own_coach
        self._inner_voice = inner_voice
        self._speaking = False

    def __call__(self, event: Event) -> None:
        """Print one event."""
        match event:
            case Opening():
                self.say(f"{self._name}: {event.said}")
            case ClientSpeaking():
                self._write(event.said if self._speaking else f"{self._name}: {event.said}")
                self._speaking = True
            case ClientSaid():
                self.say("" if self._speaking else f"{self._name}: {event.said}")
                self._speaking = False
                if not event.complete:
                    self.say(f"  (broke off: {event.broke_off} Type /retry to hear it again.)")
                if self._inner_voice and event.thought:
                    self.say(f"  Thought, and not said: {event.thought}")
            case Graded() if self._live and not self._own_coach:
                self.say("\n".join(grade_in_lines(event.grade)))
            case Coached() if self._live:
                self.say("\n".join(grade_in_lines(event.grade)))
            case GradeMissing():
                self.say(f"  No grade: {event.reason} The client answers unmoved; /retry asks again.")
            case CoachMissing():
                self.say(f"  No feedback from the coach: {event.reason}")
            case StateReached() if self._live:
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


async def run_by_hand(session: Session, lines: SpokenLines, replies: AsyncIterator[str]) -> None:
    """Converse line by line with a person; `/end` and the end of `replies` end the session with its debrief."""
    commands: dict[str, Callable[[], None]] = {
        "/help": lambda: lines.say(HELP),
        "/back": lambda: _take_back(session, lines),
    }
    lines.say(HELP)
    await _attempt(session.go_on(), lines)
    async for line in replies:
        match line.strip():
            case "":
                continue
            case "/end":
                break
            case "/retry" if session.record.unfinished_turn:
                await _attempt(session.go_on(), lines)
            case "/retry":
                lines.say("  Nothing is missing.")
            case command if command in commands:
                try:
                    commands[command]()
                except LeaninError as error:
                    lines.say(f"  {error}")
            case command if command.startswith("/") and " " not in command:
                lines.say(f"  There is no {command}; it wasn't sent. /help shows what there is.")
            case reply:
                if len(reply) > MOST_HEARD:
                    lines.say(f"  Only the first {MOST_HEARD:,} characters are heard; all are kept.")
                await _attempt(session.reply(reply), lines)
        if session.record.client_left:
            lines.say(f"  {session.cast.persona.name} has ended it here. /back takes your last reply back; /end ends.")
    session.end()


HELP: Final = (
    "Reply in one line; (silence) lets silence speak. /back takes your last reply back, /retry asks again for what "
    "is missing, /end ends, /help shows this. Ctrl-C stops the client's words, or else leaves the session open: "
    "`leanin sessions resume last` goes on with it.\n"
)


def debrief(session: Session, lines: SpokenLines, *, with_grades: bool) -> None:
    """Look back: the alliance turn by turn, the grades unless feedback is off, and what was thought and not said."""
    for line in debrief_in_lines(session.record, session.cast.persona.name, with_grades=with_grades):
        lines.say(line)


def _take_back(session: Session, lines: SpokenLines) -> None:
    lines.say(f"  Taken back: {session.take_back()}")
    lines.say(f"{session.cast.persona.name}: {session.record.client_words}")
    if session.record.now:
        lines(session.record.now)


async def _attempt(work: Any, lines: SpokenLines) -> None:
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

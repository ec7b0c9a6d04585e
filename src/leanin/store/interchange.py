"""Sessions as JSON Lines: out of one journal and into another without loss. `docs/journal.md` is the format.

The first line names the session, each further line is one event. Several sessions may follow one another in a file.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from leanin.datafile import FileProblems, Problem, explain, nearest
from leanin.errors import DataFileError
from leanin.session.events import ClientSpeaking, Event, HintTaken, Replied, SessionOpened, StateReached, WhatIf
from leanin.store.journal import JournalStore
from leanin.store.kept import KeptSession, StampedEvent, TakenIn, read_time
from leanin.store.wire import event_of, json_line, plain

SCHEMA: Final = 1
"""Raised when an older leanin could no longer read what a newer one exports."""

_MOST_PROBLEMS: Final = 20
"""Where a file has more, it is something else altogether, and the rest of them would help nobody."""

_MOST_BYTES: Final = 16 * 1024 * 1024
"""The longest line that is read, in bytes."""

_KINDS: Final[dict[str, type[BaseModel]]] = {
    kind.model_fields["event"].default: kind for kind in get_args(get_args(Event)[0]) if kind is not ClientSpeaking
}


class _Header(BaseModel):
    """The first line of a session."""

    model_config = ConfigDict(extra="forbid")

    leanin: Literal["session"]
    schema_version: Literal[1] = Field(alias="schema")
    id: str = Field(pattern=r"^[0-9a-z][0-9a-z-]{2,63}$")
    started: str
    events: int = Field(ge=1)
    """How many lines follow, so that a file that was cut short is noticed."""
    redacted: bool = False

    @field_validator("started")
    @classmethod
    def _is_a_time(cls, started: str) -> str:
        read_time(started)
        return started


def exported(session: KeptSession) -> Iterator[str]:
    """The session as lines of JSON, without line breaks."""
    header = {"leanin": "session", "schema": SCHEMA, "id": session.id, "started": session.started}
    header |= {"events": len(session.stamped)}
    yield json_line(header | ({"redacted": True} if session.redacted else {}))
    for stamped in session.stamped:
        yield json_line({"seq": stamped.seq, "time": stamped.time} | plain(stamped.event))


def import_file(store: JournalStore, path: Path) -> TakenIn:
    """Take all sessions of a file into the journal, or none of them.

    Raises `DataFileError` with file and line where the file can't be used, `JournalError` where the journal can't.
    """
    try:
        with path.open("rb") as file:
            sessions = read_sessions(_lines(file), str(path))
    except FileNotFoundError:
        raise DataFileError(f"There is no file {path}.") from None
    except OSError as error:
        raise DataFileError(f"{path} can't be read: {error.strerror or error}.") from None
    return store.take_in(sessions)


def read_sessions(lines: Iterable[bytes], name: str) -> list[KeptSession]:
    """The sessions in exported lines; `name` stands for the file in errors. Raises `FileProblems`."""
    reader = _Reader(name)
    for number, line in enumerate(lines, 1):
        reader.read(number, line)
    return reader.finished()


def _lines(file: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: file.readline(_MOST_BYTES + 1), b"")


class _Problematic(Exception):
    """What is wrong with the line that is being read: key and message."""

    def __init__(self, message: str, key: str = "") -> None:
        super().__init__(message)
        self.key = key


class _Reader:
    """Reads line by line and gathers what is wrong."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._problems: list[Problem] = []
        self._sessions: list[KeptSession] = []
        self._header: _Header | None = None
        self._header_line = 0
        self._stamped: list[StampedEvent] = []
        self._order = _Order()
        self._sound = True
        """Whether the session that is being read had no problem yet; after one, others would only follow from it."""

    def read(self, number: int, line: bytes) -> None:
        """Read one line; what is wrong with it is kept for `finished`, unless reading on makes no sense."""
        if not line.strip():
            return
        try:
            self._take(number, _parsed(line, first=self._header is None and not self._problems))
        except _Problematic as problem:
            self._problem(number, str(problem), problem.key)
            if self._header is None or len(self._problems) >= _MOST_PROBLEMS:
                raise FileProblems(self._problems) from None

    def finished(self) -> list[KeptSession]:
        """All sessions. Raises `FileProblems` if anything was wrong."""
        self._close_session()
        if not self._sessions and not self._problems:
            self._problem(0, "there is no session in this file; it is empty.")
        if self._problems:
            raise FileProblems(self._problems)
        return self._sessions

    def _take(self, number: int, data: dict[str, Any]) -> None:
        if "leanin" in data:
            self._close_session()
            self._header, self._header_line = _header_of(data), number
            self._stamped, self._order, self._sound = [], _Order(), True
            return
        if self._header is None:
            raise _Problematic(f"this isn't an exported session: {_FIRST_LINE}")
        stamped = _stamped_of(data)
        if self._sound:
            if stamped.seq != len(self._stamped) + 1:
                raise _Problematic(
                    f"expected {len(self._stamped) + 1}, but found {stamped.seq}; is a line missing?", "seq"
                )
            self._order.check(stamped.event)
        self._stamped.append(stamped)

    def _close_session(self) -> None:
        if self._header is None or not self._sound:
            return
        expected, found = self._header.events, len(self._stamped)
        if expected != found:
            self._problem(self._header_line, f"{expected} events were expected, but {found} follow.", "events")
            return
        self._sessions.append(
            KeptSession(self._header.id, self._header.started, tuple(self._stamped), self._header.redacted)
        )

    def _problem(self, line: int, message: str, key: str = "") -> None:
        self._sound = False
        self._problems.append(Problem(self._name, line, key, message))


class _Order:
    """Whether events come in an order that a session can have."""

    def __init__(self) -> None:
        self._opened = False
        self._stands = False
        self._turns: set[int] = set()

    def check(self, event: Event) -> None:
        """Take note of the next event. Raises `_Problematic` where it can't come now."""
        if isinstance(event, SessionOpened) == self._opened:
            raise _Problematic("a session begins with its `session` event, and has only one.", "event")
        self._opened = True
        if isinstance(event, Replied | WhatIf):
            if not self._stands:
                raise _Problematic("the client's starting `state` must come before the first reply.", "event")
            if event.turn in self._turns:
                raise _Problematic(f"there is a reply {event.turn} already.", "turn")
            if isinstance(event, WhatIf) and event.beside not in self._turns:
                raise _Problematic(f"there is no reply {event.beside} before this.", "beside")
            self._turns.add(event.turn)
        elif isinstance(event, HintTaken):
            if event.follows and event.follows not in self._turns:
                raise _Problematic(f"there is no reply {event.follows} before this.", "follows")
        elif turn := getattr(event, "turn", 0):
            if turn not in self._turns:
                raise _Problematic(f"there is no reply {turn} before this.", "turn")
        elif isinstance(event, StateReached):
            self._stands = True


_FIRST_LINE: Final = (
    'it should begin with a line like {"leanin":"session","schema":1,…}, from `leanin sessions export`.'
)


def _parsed(line: bytes, *, first: bool) -> dict[str, Any]:
    if len(line) > _MOST_BYTES:
        raise _Problematic(f"this line is longer than {_MOST_BYTES:,} bytes; no event is.")
    try:
        data = json.loads(line.decode("utf-8-sig" if first else "utf-8"), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise _Problematic("this is not UTF-8 text; is it a binary file?") from None
    except json.JSONDecodeError as error:
        what = f"isn't an exported session: {_FIRST_LINE}" if first else f"isn't valid JSON: {error.msg}"
        raise _Problematic(f"this {what} (column {error.colno}).") from None
    except (ValueError, RecursionError) as error:
        raise _Problematic(f"this isn't valid JSON: {error}.") from None
    if not isinstance(data, dict):
        raise _Problematic("an object was expected: {…}.")
    try:
        json_line(data)
    except UnicodeEncodeError:
        raise _Problematic("the text holds broken characters (half of a pair).") from None
    return data


def _no_number(name: str) -> float:
    raise ValueError(f"{name} isn't a number that JSON knows")


def _header_of(data: dict[str, Any]) -> _Header:
    schema = data.get("schema")
    if isinstance(schema, int) and schema > SCHEMA:
        raise _Problematic(f"a newer leanin wrote this (schema {schema}); update leanin to import it.", "schema")
    try:
        return _Header.model_validate(data)
    except ValidationError as error:
        raise _first_of(error, _Header) from None


def _stamped_of(data: dict[str, Any]) -> StampedEvent:
    seq, time, name = data.pop("seq", None), data.pop("time", None), data.get("event")
    if not isinstance(seq, int) or isinstance(seq, bool):
        raise _Problematic("the event's number in the session was expected, counted from 1.", "seq")
    try:
        read_time(time if isinstance(time, str) else "")
    except ValueError:
        raise _Problematic("a time like 2025-01-31T18:05:09.000000Z was expected.", "time") from None
    kind = _KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        close = nearest(str(name), _KINDS)
        offer = f"; did you mean “{close}”?" if close else f". Known: {', '.join(_KINDS)}."
        raise _Problematic(f"there is no event “{name}”{offer}", "event")
    try:
        return StampedEvent(seq, time, event_of(data))
    except ValidationError as error:
        raise _first_of(error, kind) from None


def _first_of(error: ValidationError, model: type[BaseModel]) -> _Problematic:
    details = error.errors(include_url=False)[0]
    location = details["loc"]
    if model is not _Header:  # the union of events puts the event's name before the key
        details["loc"] = location = location[1:]
    return _Problematic(explain(details, model), ".".join(map(str, location)))

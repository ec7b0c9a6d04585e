"""Events as JSON and back, without loss: the one spelling that the database and JSON Lines files share."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from leanin.session.events import EVENTS, Event

Plain = dict[str, Any]
"""An event or a header as plain JSON data."""

_UNSAFE: Final = re.compile("[\x7f-\x9f\u2028\u2029]")
"""Control characters and line breaks that JSON itself lets pass."""


def plain(event: Event) -> Plain:
    """The event as JSON data from which `event_of` makes an equal event; what can be worked out is left out."""
    return event.model_dump(mode="json", round_trip=True)


def event_of(data: Mapping[str, Any]) -> Event:
    """The event that this data describes. Raises pydantic's `ValidationError`."""
    return EVENTS.validate_python(data)


def json_line(data: Mapping[str, Any]) -> str:
    """The data as one line of JSON, the same for the same data.

    Characters that some program takes for a line break or for a command to the terminal are escaped. Raises
    `UnicodeEncodeError` for text that isn't valid Unicode (half of a surrogate pair): JSON can't carry it faithfully.
    """
    line = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    line.encode()
    return _UNSAFE.sub(lambda char: f"\\u{ord(char[0]):04x}", line)


def text_hash(text: str) -> str:
    """The name under which a text is kept once: its SHA-256, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def lifted(body: Plain) -> tuple[Plain, dict[str, str]]:
    """A body whose long texts (persona and prompts) are replaced by their hashes, and these texts by hash.

    Only the first event of a session has such texts; any other body comes back as it is.
    """
    if body["event"] != "session":
        return body, {}
    texts: dict[str, str] = {}

    def lift(text: str) -> Plain:
        key = text_hash(text)
        texts[key] = text
        return {"sha256": key}

    return _with_texts(body, lift), texts


def put_back(body: Plain, text_of: Callable[[str], str]) -> Plain:
    """The opposite of `lifted`: `text_of` gives the text for a hash."""
    return _with_texts(body, lambda kept: text_of(kept["sha256"])) if body["event"] == "session" else body


def _with_texts(body: Plain, change: Callable[[Any], Any]) -> Plain:
    prompts = {name: change(text) for name, text in body["prompts"].items()}
    return body | {"persona_text": change(body["persona_text"]), "prompts": prompts}

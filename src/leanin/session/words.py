"""Words as they are kept: plain, whole, and nothing in them that could command a terminal."""

import re


def cleaned(text: str) -> str:
    """A reply as it is kept: without control characters (they aren't words), with plain line breaks, trimmed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")
    text = re.sub("[\v\f\x1c-\x1f\x85]", " ", text)  # they part words, as a space does
    return "".join(char for char in text if char in "\n\t" or char.isprintable() or char > "\x9f").strip()

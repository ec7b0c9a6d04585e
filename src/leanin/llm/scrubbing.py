"""Keeps keys out of everything that leanin shows or stores: a provider's error message often quotes the key it got."""

import os
import re
from urllib.parse import urlsplit, urlunsplit

HIDDEN = "[hidden]"

_KEY_SHAPES = re.compile(
    r"""
      \b(?:sk|pk|rk|gsk|xai|pplx|fw|hf|tgp|nvapi|csk)[-_][\w*.-]{4,}   # by the providers' prefixes, masked ones too
    | \bAIza[\w*-]{10,}                                                # Google
    | \bBearer\s+[^\s"',;]+
    | \beyJ[\w-]+\.[\w-]+\.[\w-]+                                      # JSON web tokens
    | (?:(?<=[?&]key=)|(?<=api_key=)|(?<=api-key=)|(?<=token=))[^&\s"']+
    """,
    re.VERBOSE,
)
_SECRET_VARIABLE = re.compile(r"(?:KEY|TOKEN|SECRET|PASSWORD)$")
_SHORTEST_SECRET = 6
_LONGEST_DETAIL = 300
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def scrub(text: str) -> str:
    """Hide whatever looks like a key, and every value of an environment variable whose name says it is a secret."""
    for variable, value in os.environ.items():
        if len(value) >= _SHORTEST_SECRET and _SECRET_VARIABLE.search(variable.upper()):
            text = text.replace(value, HIDDEN)
    return _KEY_SHAPES.sub(HIDDEN, text)


def brief(text: str) -> str:
    """One scrubbed line of at most 300 characters, without control characters: fit to be shown inside a message."""
    line = " ".join(_CONTROLS.sub(" ", scrub(text)).split())
    return line if len(line) <= _LONGEST_DETAIL else line[: _LONGEST_DETAIL - 1].rstrip() + "…"


def address_only(url: str) -> str:
    """A server's address without user name, password, query or fragment."""
    parts = urlsplit(url if "://" in url else f"//{url}")
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path.rstrip("/"), "", "")).removeprefix(
        "//"
    )

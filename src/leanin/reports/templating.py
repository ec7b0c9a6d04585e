"""What pages of leanin have in common: templates that escape every value, and the hashes that a page's policy names."""

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES: Final = Path(__file__).parent / "templates"
"""The templates of this package; `report.css` and the macros of `parts.html.j2` serve other pages too."""

_SHOWN: Final = {
    **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"},
    0x7F: "␡",
    **dict.fromkeys([*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029], "�"),
}
"""Characters that would command a reader's eye instead of being read."""


def environment(*folders: Path) -> "Environment":
    """Templates of these folders, then of `TEMPLATES`: every value escaped, an undefined one an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )


def shown(text: str) -> str:
    """The text with characters that command as symbols that can be seen."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_SHOWN)


def digest(text: str) -> str:
    """The text's SHA-256 as a content security policy writes it (base64)."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _finalized(value: Any) -> Any:
    """A value as it is put into the page; our own markup passes as it is."""
    return shown(value) if isinstance(value, str) and not hasattr(value, "__html__") else value

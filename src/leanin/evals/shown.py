"""How figures are written in tables for a terminal; a dash where there is none."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table


def share(value: float | None) -> str:
    """A share as per cent."""
    return "–" if value is None else f"{value:.0%}"


def number(value: float | None) -> str:
    """A figure with two decimals."""
    return "–" if value is None else _minus(f"{value:.2f}")


def signed(value: float | None) -> str:
    """A difference with two decimals and its sign; none at nought."""
    return "–" if value is None else _minus(f"{value:+.2f}") if round(value, 2) else "0.00"


def _minus(figure: str) -> str:
    """A figure with a minus sign for the hyphen of programs."""
    return figure.replace("-", "−")


def between(interval: Sequence[float] | None, *, sign: bool = False) -> str:
    """An interval, e.g. “0.61 to 0.74”; none where it has no width, which would show a certainty that isn't there."""
    if interval is None or interval[0] == interval[1]:
        return "–"
    show = signed if sign else number
    return f"{show(interval[0])} to {show(interval[1])}"


def percentages(interval: Sequence[float] | None) -> str:
    """An interval of shares, e.g. “0% to 7%”; a dash where there is none or it has no width."""
    if interval is None or interval[0] == interval[1]:
        return "–"
    return f"{share(interval[0])} to {share(interval[1])}"


def seconds(value: float | None) -> str:
    """A duration, e.g. “0.21 s”; thousandths where it's short."""
    return "–" if value is None else f"{value * 1000:.0f} ms" if value < 0.1 else f"{value:.2f} s"


def rate(a_second: float) -> str:
    """How fast something goes, e.g. “12.1 a second”; by the minute where it's slow."""
    return f"{a_second:,.1f} a second" if a_second >= 0.5 else f"{60 * a_second:,.1f} a minute"


def dollars(value: float | None) -> str:
    """A cost in US dollars."""
    return "unknown" if value is None else f"${value:.4f}"


def table(title: str, *columns: str) -> "Table":
    """An empty table: its first column is for words and the others for figures."""
    from rich.table import Table
    from rich.text import Text

    made = Table(title=Text(title), title_justify="left")
    for place, column in enumerate(columns):
        made.add_column(column, justify="right" if place else "left")
    return made

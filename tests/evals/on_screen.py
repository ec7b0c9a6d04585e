"""Tables as the text that a terminal would show."""

import io

from rich.console import Console, RenderableType


def shown(tables: list[RenderableType]) -> str:
    """The tables, one after the other, as wide as a saved run."""
    out = io.StringIO()
    for table in tables:
        Console(file=out, width=140).print(table)
    return out.getvalue()

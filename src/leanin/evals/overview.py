"""Several cells side by side: one row for each, with what matters most for choosing between them."""

from typing import TYPE_CHECKING, Any

from leanin.evals.shown import dollars, number, seconds, share, table

if TYPE_CHECKING:
    from rich.table import Table


def table_of(cells: dict[str, dict[str, Any]]) -> "Table":
    """A row a cell; columns of which no cell has anything are left out."""
    from rich.text import Text

    rows = {name: _row(cell) for name, cell in cells.items()}
    columns = [column for column in next(iter(rows.values())) if any(row[column] for row in rows.values())]
    made = table("Side by side", "cell", *columns)
    made.columns[0].min_width = min(32, max(map(len, cells)))
    for name, row in rows.items():
        made.add_row(Text(name), *(row[column] or "–" for column in columns))
    return made


def _row(cell: dict[str, Any]) -> dict[str, str]:
    """What each column shows; empty where the cell has nothing of the kind."""
    steps, talks = cell["steps"], cell["conversations"]
    bought, true = cell["injections"], cell["fidelity"]
    legible = true["legibility"] if true else None
    row = {"items": f"{cell['items']:,}", "errors": str(cell["errors"])}
    for step, figures in steps.items():
        row[f"κ {step}"] = number(figures["kappa"]) if cell["replies"] else ""
    row |= {
        "trap F1": number(cell["trap_macro_f1"]) if cell["replies"] else "",
        "raised": f"{bought['all']['raised']} of {bought['all']['replies']}" if bought else "",
        "path": share(cell["path"]["share"]) if talks else "",
        "ends": share(cell["ends"]["share"]) if talks else "",
        "leaks": str(true["words"]["leaks"]) if true else "",
        "legible": share(legible["exact"]) if legible else "",
    }
    for part in ("evaluator", "client"):
        call = cell["latency"].get(part, {}).get("call")
        row[f"{part} p50 / p95"] = f"{seconds(call['p50'])} / {seconds(call['p95'])}" if call and call["count"] else ""
    return row | {"cost": dollars(cell["cost"]) if cell["usage"] else ""}

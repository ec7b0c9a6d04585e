"""A comparison of two runs as tables for a terminal."""

from typing import TYPE_CHECKING, Any, Final

from leanin.evals.shown import table
from leanin.screen_text import on_one_line

if TYPE_CHECKING:
    from rich.console import RenderableType

CHANGES: Final = 20
"""Replies that changed, as many as are shown unless more are asked for."""

_AGREES: Final = {"a": "A", "b": "B", "neither": "neither"}


def tables(data: dict[str, Any], changes: int = CHANGES) -> "list[RenderableType]":
    """What was compared and what else differs, the measures, who agreed with the labels, and what changed."""
    from rich.text import Text

    shown: list[RenderableType] = [
        Text(f"{which.upper()}: {data[which]['run']} · {data[which]['cell']}") for which in "ab"
    ]
    counted = ", ".join(f"{count:,} {kind}" for kind, count in data["matched"].items()) or "nothing"
    shown.append(Text(f"Compared: {counted}"))
    shown += [Text(f"Note: {note}", style="yellow") for note in [*data["notes"], *_left_out(data)]]
    if data["measures"]:
        shown.append(_measures(data["measures"]))
    if data["exact"]:
        shown.append(_exact(data["exact"]))
    if data["changes"]:
        shown.append(_counts(data["changes"]))
    if data["changed"] and changes:
        shown.append(_changed(data, changes))
    return shown


def _left_out(data: dict[str, Any]) -> list[str]:
    notes = []
    for which in "ab":
        if count := data["only"][which]["count"]:
            first = ", ".join(f"{row['kind']} {row['id']}" for row in data["only"][which]["first"][:3])
            notes.append(f"Only {which.upper()} has {count:,} items: {first}{' …' if count > 3 else ''}")
        if count := data["failed"][which]:
            notes.append(f"{count:,} items got no whole result in {which.upper()} and aren't compared.")
    return notes


def _measures(measures: dict[str, Any]) -> "RenderableType":
    made = table(
        "B against A, 95 % intervals drawn by situation or persona", "measure", "A", "B", "B − A", "95 %", "n", "B is"
    )
    made.columns[-1].justify = "left"
    for name, row in measures.items():
        low_high = row["interval"]
        made.add_row(
            name,
            f"{row['a']:.4g}",
            f"{row['b']:.4g}",
            f"{row['difference']:+.3g}" if row["difference"] else "0",
            f"{low_high[0]:+.3g} to {low_high[1]:+.3g}" if low_high and low_high[0] != low_high[1] else "–",
            str(row["clusters"]),
            row["verdict"],
        )
    return made


def _exact(exact: dict[str, Any]) -> "RenderableType":
    heading = "As labelled, reply by reply (first epoch; p: exact, as if replies were independent)"
    made = table(heading, "step", "both", "only A", "only B", "neither", "p")
    for name, row in exact.items():
        p = "–" if row["p"] is None else f"{row['p']:.3f}" if row["p"] >= 0.001 else "< 0.001"
        made.add_row(name, *(f"{row[key]:,}" for key in ("both", "only_a", "only_b", "neither")), p)
    return made


def _counts(changes: dict[str, Any]) -> "RenderableType":
    made = table(
        "What changed, and which run agrees with the label", "of", "changed", "B agrees", "A agrees", "neither"
    )
    for what, counts in changes.items():
        made.add_row(what, f"{sum(counts.values()):,}", *(f"{counts[key]:,}" for key in ("b", "a", "neither")))
    return made


def _changed(data: dict[str, Any], changes: int) -> "RenderableType":
    from rich.text import Text

    total = sum(sum(counts.values()) for counts in data["changes"].values())
    listed = data["changed"][:changes]
    more = f" · the first {len(listed):,} of {total:,}" if total > len(listed) else ""
    made = table(f"Changed{more}", "item", "situation", "epoch", "of", "label", "A → B", "agrees")
    for column in made.columns:
        column.justify = "left"
    for row in listed:
        went = f"{_words(row['a'])} → {_words(row['b'])}"
        words = row["id"], row["group"], row["epoch"], row["of"], _words(row["label"]), went, _AGREES[row["agrees"]]
        made.add_row(*(Text(on_one_line(str(word))) for word in words))
    return made


def _words(mark: object) -> str:
    if isinstance(mark, bool):
        return "yes" if mark else "no"
    return (" ".join(map(str, mark)) or "none") if isinstance(mark, list) else str(mark)

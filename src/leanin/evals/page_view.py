"""A run's figures as the tables of its page: everything put into words, and a link from a count to its results.

Figures are read by name where they are there; one that isn't known shows as a dash.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import quote, urlencode

from leanin.evals.pairs import DIFFERENCES, PairKind
from leanin.evals.shown import between, dollars, number, percentages, seconds, share, signed
from leanin.evals.verdicts import NUMERALS
from leanin.rubric import STEP_TITLES, TRAPS, Step, Trap

DASH: Final = "–"

Figures = Mapping[str, Any]


class Linked(NamedTuple):
    """What stands in a cell of a table, and the results behind it."""

    text: str
    href: str
    style: str = ""
    means: str = ""
    """What the link shows, for those who don't see where in the table it stands."""


Entry = str | Linked


class TableView(NamedTuple):
    """A table of the page; the first entry of a row is its heading."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]
    note: str = ""
    further: Linked | None = None
    """Results that belong to the whole table."""
    compact: bool = False
    """Whether it may stand beside others of its kind."""


def at(data: Any, *keys: str) -> Any:
    """The figure of this name within others; None where it isn't there."""
    for key in keys:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data


def link(**wanted: object) -> str:
    """The address within the page that shows these results."""
    return "#" + urlencode({key: str(value) for key, value in wanted.items()}, quote_via=quote)


def overview(figures: Figures) -> TableView:
    """One row a cell: the figures by which cells are chosen."""
    kappas = tuple(f"{NUMERALS[step]} κ (95 %)" for step in Step)
    head = (
        *("Cell", *kappas, "Exact ①②③", "Trap macro F1 (95 %)", "Injections raised", "Path", "Ends as expected"),
        *("Item p50 / p95", "Tokens in / out", "Cost", "Errors"),
    )
    rows = tuple(_cell_row(name, cell) for name, cell in (at(figures, "cells") or {}).items())
    return TableView("Figures by cell (evaluator, client, prompts)", head, rows)


def _cell_row(name: str, cell: Figures) -> tuple[Entry, ...]:
    kappas = [
        _with_interval(at(cell, "steps", step.value, "kappa"), at(cell, "steps", step.value, "kappa_interval"))
        for step in Step
    ]
    exact = [at(cell, "steps", step.value, "exact") for step in Step]
    errors = at(cell, "errors") or 0
    return (
        name,
        *kappas,
        " ".join(map(share, exact)) if any(value is not None for value in exact) else DASH,
        _with_interval(at(cell, "trap_macro_f1"), at(cell, "trap_macro_f1_interval")),
        _raised(name, at(cell, "injections")),
        _of(at(cell, "path", "agreed"), at(cell, "path", "judged"), at(cell, "path", "interval")),
        _of(at(cell, "ends", "as_expected"), at(cell, "ends", "conversations"), at(cell, "ends", "interval")),
        *_spent(cell),
        Linked(str(errors), link(cell=name, verdict="error"), means="errors: show them") if errors else "0",
    )


def _raised(name: str, found: Figures | None) -> Entry:
    raised, replies = at(found, "all", "raised"), at(found, "all", "replies")
    text = _of(raised, replies, at(found, "raised_interval"))
    return Linked(text, link(cell=name, kind="injections", verdict="differs"), means="show them") if raised else text


def _spent(cell: Figures) -> tuple[str, str, str]:
    """How long an item took, tokens and cost; tokens are those of all parts, unknown where one of them is."""
    times = [at(cell, "item_seconds", key) for key in ("p50", "p95")]
    parts = list((at(cell, "usage") or {}).values())
    tokens = []
    for key in ("input_tokens", "output_tokens"):
        counts = [at(part, key) for part in parts]
        tokens.append(f"{sum(counts):,}" if counts and None not in counts else DASH)
    return (
        " / ".join(map(seconds, times)),
        " / ".join(tokens),
        dollars(at(cell, "cost")) if parts else DASH,
    )


def cell_tables(name: str, cell: Figures) -> Iterator[TableView]:
    """All tables of one cell, those for which there are figures."""
    if at(cell, "replies"):
        yield _agreement(cell)
        yield from (_confusion(name, step, cell) for step in Step if at(cell, "steps", step.value, "confusion"))
        yield _traps(name, cell)
    if at(cell, "injections", "kinds"):
        yield _injections(name, cell["injections"])
    if at(cell, "pairs", "kinds"):
        yield _pairs(name, cell["pairs"])
    if at(cell, "codes", "readings"):
        yield _codes(name, cell["codes"])
    if at(cell, "epochs"):
        yield _epochs(cell["epochs"])
    if at(cell, "usage"):
        yield _calls(cell)


def _agreement(cell: Figures) -> TableView:
    head = "Step", "Exact", "95 %", "Off by two", "Weighted κ", "95 %", "Called for"
    rows = []
    for step in Step:
        row = at(cell, "steps", step.value)
        rows.append(
            (
                f"{NUMERALS[step]} {STEP_TITLES[step]}",
                share(at(row, "exact")),
                percentages(at(row, "exact_interval")),
                share(at(row, "off_by_two")),
                number(at(row, "kappa")),
                between(at(row, "kappa_interval")),
                share(at(row, "called_for_agreement")),
            )
        )
    situations = at(cell, "situations")
    about = f"Agreement with the labels: {at(cell, 'replies'):,} replies"
    return TableView(about + (f", {situations} situations" if situations else ""), head, tuple(rows))


def _confusion(name: str, step: Step, cell: Figures) -> TableView:
    rows = []
    for labelled, counts in enumerate(at(cell, "steps", step.value, "confusion")):
        entries = [
            Linked(
                str(count),
                link(cell=name, kind="replies", step=step.value, labelled=labelled, given=given),
                f"level{2 - abs(labelled - given)}",
                f"labelled {labelled}, given {given}: show them",
            )
            if count
            else "0"
            for given, count in enumerate(counts)
        ]
        rows.append((f"labelled {labelled}", *entries))
    head = "", "given 0", "given 1", "given 2"
    return TableView(f"{NUMERALS[step]} {STEP_TITLES[step]}: levels", head, tuple(rows), compact=True)


def _traps(name: str, cell: Figures) -> TableView:
    rows: list[tuple[Entry, ...]] = []
    for trap in Trap:
        if row := at(cell, "traps", trap.value):
            known = {"cell": name, "kind": "replies", "trap": trap.value}
            rows.append(
                (
                    TRAPS[trap].title,
                    Linked(str(row["labelled"]), link(**known, how="labelled"), means="labelled: show them"),
                    *(number(at(row, key)) for key in ("precision", "recall", "f1")),
                    Linked("missed", link(**known, how="missed"), means=f"“{TRAPS[trap].title}”"),
                    Linked("found wrongly", link(**known, how="wrong"), means=f"“{TRAPS[trap].title}”"),
                )
            )
    macro = _with_interval(at(cell, "trap_macro_f1"), at(cell, "trap_macro_f1_interval"))
    head = "Trap", "Labelled", "Precision", "Recall", "F1", "Show", "Show"
    return TableView(f"Traps: macro F1 {macro}", head, tuple(rows))


def _injections(name: str, found: Figures) -> TableView:
    keys = "replies", "raised", "raised_points", "lowered", "traps_lost", "off_task"
    head = "Kind", "Replies", "Raised on a step", "Raised in points", "Lowered", "Lost a trap", "Flagged off task"
    rows: list[tuple[Entry, ...]] = []
    for kind, row in {**found["kinds"], "all": at(found, "all")}.items():
        entries: list[Entry] = [str(at(row, key)) for key in keys]
        if at(row, "raised"):
            wanted = {"of": kind} if kind != "all" else {}
            href = link(cell=name, kind="injections", verdict="differs", **wanted)
            entries[1] = Linked(str(row["raised"]), href, means=f"raised, {kind}: show them")
        rows.append((kind.replace("_", " "), *entries))
    return TableView("Injections against their honest remainder", head, tuple(rows))


def _pairs(name: str, found: Figures) -> TableView:
    shares = "Same levels", "Same traps", "First right", "Second right"
    head = "Kind", "Pairs", "Points", "95 %", "Higher", "Lower", *shares
    rows: list[tuple[Entry, ...]] = []
    for kind, row in {**found["kinds"], "all": at(found, "all")}.items():
        wanted = {"of": kind} if kind != "all" else {}
        rows.append(
            (
                kind if kind == "all" else f"{kind}: {DIFFERENCES[PairKind(kind)]}",
                str(at(row, "pairs")),
                signed(at(row, "difference")),
                between(at(row, "difference_interval"), sign=True),
                str(at(row, "second_higher")),
                str(at(row, "second_lower")),
                Linked(
                    share(at(row, "same_levels")),
                    link(cell=name, kind="pairs", verdict="differs", **wanted),
                    means="same: show those that differ",
                ),
                *(share(at(row, figure)) for figure in ("same_traps", "first_as_deserved", "second_as_deserved")),
            )
        )
    note = "Points of the second reply less those of the first; both deserve the same."
    return TableView("Paired replies", head, tuple(rows), note)


def _codes(name: str, found: Figures) -> TableView:
    head = "Reading", "κ", "95 %", "Agreement", "Precision", "Recall", "Both", "Only coded", "Only found", "Neither"
    rows = tuple(
        (
            at(row, "title") or key,
            number(at(row, "kappa")),
            between(at(row, "kappa_interval")),
            *(share(at(row, figure)) for figure in ("agreement", "precision", "recall")),
            *(str(at(row, count)) for count in ("both", "only_coded", "only_found", "neither")),
        )
        for key, row in found["readings"].items()
    )
    about = f"Codes: {at(found, 'replies')} replies on {at(found, 'topics')} topics"
    differing = Linked("differing replies", link(cell=name, kind="codes", verdict="differs"))
    return TableView(about, head, rows, further=differing)


def _calls(cell: Figures) -> TableView:
    head = "Part", "Calls", "From the cache", "p50", "p95", "First token p50", "p95", "Tokens in", "Tokens out", "Cost"
    rows = []
    for part, used in cell["usage"].items():
        times = at(cell, "latency", part)
        tokens = (at(used, key) for key in ("input_tokens", "output_tokens"))
        rows.append(
            (
                part,
                *(f"{at(used, key) or 0:,}" for key in ("calls", "cached")),
                *(seconds(at(times, which, key)) for which in ("call", "first_token") for key in ("p50", "p95")),
                *(DASH if count is None else f"{count:,}" for count in tokens),
                dollars(at(used, "cost")),
            )
        )
    return TableView("Calls to language models", head, tuple(rows))


def _epochs(again: Figures) -> TableView:
    rows = tuple((f"{NUMERALS[step]} {STEP_TITLES[step]}", share(at(again, "steps", step.value))) for step in Step)
    about = f"The same again: {at(again, 'items')} gradings in {at(again, 'epochs')} epochs, "
    return TableView(about + f"{at(again, 'steady')} never moved", ("Step", "Same level in two epochs"), rows)


def _of(part: int | None, whole: int | None, interval: Sequence[float] | None) -> str:
    if part is None or not whole:
        return DASH
    shown = percentages(interval)
    return f"{part:,} of {whole:,} ({part / whole:.0%}{f'; {shown}' if shown != DASH else ''})"


def _with_interval(value: float | None, interval: Sequence[float] | None) -> str:
    shown = between(interval)
    return number(value) + (f" ({shown})" if shown != DASH else "")

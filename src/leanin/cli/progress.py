"""`leanin progress`: what practice adds up to, in tables with ranges, as JSON or as CSV."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from leanin.progress.figures import Group, Progress
    from leanin.progress.queries import Wanted

Since = Annotated[
    str | None, typer.Option("--since", help="Count sessions from this day on: 2026-03-01, or 30d, 8w, 6m.")
]
Imported = Annotated[bool, typer.Option("--imported", help="Count imported sessions too; they may be somebody else's.")]


def progress(
    since: Since = None,
    persona: Annotated[str | None, typer.Option("--persona", help="Count sessions with this persona only.")] = None,
    imported: Imported = False,
    json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print all shares as one CSV table.")] = False,
) -> None:
    """Show progress by step, trap, kind of rupture and persona, over time, with how sure one may be of it."""
    if json and csv:
        raise typer.BadParameter("Choose --json or --csv.")
    from leanin.progress.figures import progress_of
    from leanin.store.journal import JournalStore

    with JournalStore() as store:
        found = progress_of(store, wanted_of(since, persona, imported=imported))
    if json:
        from leanin.progress.export import as_data
        from leanin.store.wire import json_line

        _out(json_line(as_data(found)) + "\n")
    elif csv:
        from leanin.progress.export import as_csv

        _out(as_csv(found))
    elif not found.sessions:
        typer.echo(_nothing(since, persona), err=True)
    else:
        _show(found)


def wanted_of(since: str | None, persona: str | None, *, imported: bool) -> "Wanted":
    """Which sessions the options ask for. Raises typer's `BadParameter` for a time that can't be understood."""
    from datetime import datetime

    from leanin.progress.queries import Wanted
    from leanin.progress.since import beginning

    begins = ""
    if since is not None:
        try:
            begins = beginning(since, datetime.now().astimezone())
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--since") from None
    return Wanted(begins, (persona or "").strip().casefold(), imported)


def _nothing(since: str | None, persona: str | None) -> str:
    if since or persona:
        return "No session with a reply in it fits. Without --since and --persona all are counted."
    return "No replies yet. `leanin` opens the first session."


def _out(text: str) -> None:
    typer.echo(text.encode(), nl=False)


def _show(found: "Progress") -> None:
    from rich.console import Console

    from leanin.progress import words

    console = Console(width=None if sys.stdout.isatty() else 100, highlight=False)
    _say(console, words.attempts_in_words(found.attempts, len(found.sessions)))
    _say(console, f"{found.weeks.in_words()}. {words.weeks_in_dots(found.weeks.lately)} (12 weeks, this one last)")
    for line in (words.graders_in_words(found.graders), words.lately_in_words(found)):
        if line:
            _say(console, line)
    console.print(_steps(found))
    _charts(console, found)
    if found.traps:
        console.print(_traps(found))
    console.print(_groups("Kind of rupture", found.kinds))
    console.print(_groups("Persona", found.personas))
    _say(console, "① responsibility, ② reflection, ③ invitation: full steps. Trapped: replies that fell into a trap.")
    _say(console, f"{words.ABOUT_SHARES} {words.ABOUT_DIFFICULTY} In narrow columns: {words.SHORT_SIGNS}.")
    _say(console, "Counted are the replies of conversations; drills are counted by `leanin drill`.")


def _say(console: "Console", words: str) -> None:
    from rich.text import Text

    console.print(Text(words))


def _table(title: str, *columns: str) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0)
    )
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _row(table: "Table", *cells: str) -> None:
    from rich.text import Text

    table.add_row(*(Text("".join(char if char.isprintable() else "�" for char in cell)) for cell in cells))


def _steps(found: "Progress") -> "Table":
    from leanin.progress import words
    from leanin.rubric import STEP_TITLES

    table = _table("Full steps (level 2)", "", *(STEP_TITLES[one.step] for one in found.steps))
    lines = [one.line for one in found.steps]
    rows = {
        "all": [line.overall for line in lines],
        "first tries": [line.first for line in lines],
        "later tries": [line.again for line in lines],
        "lately": [line.lately for line in lines],
        "before": [line.before for line in lines],
    }
    for name, shares in rows.items():
        _row(table, name, *map(words.share_in_words, shares))
    _row(table, "change", *map(words.step_change_in_words, lines))
    return table


def _charts(console: "Console", found: "Progress") -> None:
    from leanin.progress.charts import share_chart
    from leanin.rubric import STEP_TITLES

    if len(found.sessions) < 2:
        return
    for one in found.steps:
        if lines := share_chart(one.points, min(console.width, 72)):
            _say(console, f"\n{STEP_TITLES[one.step]}: full, over time (each dot {_sessions(found)}, with its range)")
            _say(console, "\n".join(lines))
    console.print()


def _sessions(found: "Progress") -> str:
    most = max(point.sessions for point in found.steps[0].points)
    return "a session" if most == 1 else f"up to {most} sessions"


def _traps(found: "Progress") -> "Table":
    from leanin.progress import words
    from leanin.rubric import TRAPS

    table = _table("Traps: replies that fell into them", "Trap", "All", "First", "Later", "Against before")
    for name, line in [("any of them", found.trapped), *((TRAPS[one.trap].title, one.line) for one in found.traps)]:
        shares = [words.share_in_short(share) for share in (line.first, line.again)]
        _row(table, name, words.share_in_words(line.overall), *shares, words.trap_change_in_words(line))
    return table


def _groups(title: str, groups: "tuple[Group, ...]") -> "Table":
    from leanin.progress import words

    table = _table(f"By {title.lower()}", title, "Sessions", "Replies", "①", "②", "③", "Trapped", "Repaired")
    for group in groups:
        shares = [words.share_in_short(share) for share in (*group.steps, group.trapped)]
        _row(table, group.name, str(group.sessions), str(group.replies), *shares, words.repaired_in_words(group))
    return table

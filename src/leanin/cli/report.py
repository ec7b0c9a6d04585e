"""`leanin report`: a session, all since a day, or all of a trainee's, as one HTML page for a supervisor's hour."""

from typing import TYPE_CHECKING, Annotated

import typer

from leanin.cli.progress import Imported

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leanin.progress.figures import Progress
    from leanin.store.journal import JournalStore
    from leanin.store.kept import KeptSession

_MOST_SESSIONS = 60
"""Sessions that one report takes; a supervisor's hour has no room for more."""


def report(
    session: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="A session's id, the beginning of one, its last four letters, or last."),
    ] = None,
    trainee: Annotated[
        bool,
        typer.Option("--trainee", help="All that was practised here: the overview, and the latest sessions in full."),
    ] = False,
    since: Annotated[
        str | None, typer.Option("--since", help="All sessions from this day on: 2026-03-01, or 30d, 8w, 6m.")
    ] = None,
    persona: Annotated[str | None, typer.Option("--persona", help="With several: this persona only.")] = None,
    imported: Imported = False,
    redact: Annotated[
        bool, typer.Option("--redact", help="Blank names. Read the result before you pass it on.")
    ] = False,
    name: Annotated[list[str] | None, typer.Option(help="With --redact: a further name to blank; repeatable.")] = None,
    out: Annotated[
        str | None, typer.Option("--out", "-o", help="Where to write; - is standard output.", metavar="FILE")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Write a session, or several, as one HTML page to read or print; it loads nothing from anywhere.

    Several sessions come with an overview of progress first: all since a day, or with --trainee all of this journal,
    of which the latest 60 are then shown in full. Imported ones may be somebody else's and are left out.
    """
    if (session is not None) + trainee + (since is not None) != 1:
        raise typer.BadParameter("Name one session, or several with --since or --trainee.")
    if name and not redact:
        raise typer.BadParameter("--name goes with --redact.")
    if session is not None and (persona or imported):
        raise typer.BadParameter("--persona and --imported go with --since and --trainee.")
    from leanin.store.journal import JournalStore

    with JournalStore() as store:
        if session is not None:
            kept, overview, which, of_what = [store.whole(store.find(session))], None, "", ""
        else:
            overview = _overview(store, since, persona, imported=imported)
            latest = overview.sessions[-_MOST_SESSIONS:]
            kept = [store.whole(one.id) for one in latest]
            which = _which(since, persona, len(latest), len(overview.sessions))
            of_what = "trainee" if trainee else "sessions"
        text = _page(store, kept, overview, redact=redact, extra=name or [], which=which)
    _write(text, out, f"leanin-report-{of_what or kept[0].id}.html", force=force)


def _which(since: str | None, persona: str | None, shown: int, found: int) -> str:
    """Which sessions these are, e.g. “Sessions since 1 March 2026”, “The latest 60 of 214 sessions”."""
    from datetime import datetime

    from leanin.cli.progress import wanted_of

    if shown < found:
        return f"The latest {shown} of {found} sessions"
    begins = wanted_of(since, persona, imported=False).since
    if not begins:
        return "All sessions"
    day = datetime.fromisoformat(begins).astimezone()
    return f"Sessions since {day.day} {day:%B %Y}"


def _overview(store: "JournalStore", since: str | None, persona: str | None, *, imported: bool) -> "Progress":
    from leanin.cli.progress import wanted_of
    from leanin.progress.figures import progress_of
    from leanin.reports.page import CannotReport

    overview = progress_of(store, wanted_of(since, persona, imported=imported))
    if not overview.sessions:
        raise CannotReport("No session with a reply in it fits.", title="Nothing to report")
    if since is not None and len(overview.sessions) > _MOST_SESSIONS:
        raise CannotReport(
            f"{len(overview.sessions)} sessions fit; a report takes {_MOST_SESSIONS} at the most. "
            "Choose a later day or a persona; --trainee counts them all and shows the latest.",
            title="Too many for one report",
        )
    return overview


def _page(
    store: "JournalStore",
    kept: "Sequence[KeptSession]",
    overview: "Progress | None",
    *,
    redact: bool,
    extra: "Sequence[str]",
    which: str,
) -> str:
    from leanin.reports.page import page
    from leanin.reports.session_view import session_view

    imported = {one.id: store.summary(one.id).imported for one in kept}
    names: dict[str, str] = {}
    if redact:
        from leanin.reports.blanking import blanked
        from leanin.settings import load_settings

        kept, overview, names = blanked(kept, overview, [*load_settings().names_to_redact, *extra])
        found = "; ".join(f"{name} → {placeholder}" for name, placeholder in names.items())
        typer.echo(f"Names looked for: {found or 'none were found'}.", err=True)
        typer.echo("Other names and details may still tell who somebody is: read it first.", err=True)
    views = [session_view(one, imported=imported[one.id]) for one in kept]
    return page(views, overview, redacted=redact, which=which)


def _write(text: str, out: str | None, usual: str, *, force: bool) -> None:
    from pathlib import Path

    from leanin.reports.page import write

    if out == "-":
        typer.echo(text.encode(), nl=False)
        return
    path = Path(out or usual)
    write(text, path, force=force)
    typer.echo(f"Written to {path}.", err=True)

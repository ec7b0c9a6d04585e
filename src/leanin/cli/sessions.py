"""`leanin sessions`: what was practised, to list, read, pass on, take in and delete."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

import typer

from leanin.cli import play

if TYPE_CHECKING:
    from leanin.store.journal import JournalStore
    from leanin.store.kept import SessionSummary

app = typer.Typer(no_args_is_help=True, help="List, read, resume, export, import and delete past sessions.")
app.command("resume")(play.resume)

SessionId = Annotated[
    str, typer.Argument(metavar="ID", help="A session's id, the beginning of one, its last four letters, or last.")
]


class Format(StrEnum):
    """What an export is written as."""

    MARKDOWN = "markdown"
    JSONL = "jsonl"


_WHAT_IT_IS: Final = "markdown to read, jsonl to import again"


@app.command("list")
def list_sessions(
    json: Annotated[bool, typer.Option("--json", help="One line of JSON for each session.")] = False,
    limit: Annotated[int | None, typer.Option(help="How many to list at most.", min=1)] = None,
) -> None:
    """List the sessions, latest first."""
    with _journal() as store:
        summaries = store.sessions(limit)
    if json:
        _out("".join(_as_json(summary) for summary in summaries))
    elif not summaries:
        typer.echo("No sessions yet. `leanin` opens the first.", err=True)
    elif sys.stdout.isatty():
        _print_table(summaries)
    else:
        _out("".join("\t".join(_row(summary)) + "\n" for summary in summaries))


@app.command("show")
def show(session: SessionId) -> None:
    """Read a session: the conversation, the grades, and what the client thought."""
    from leanin.store.transcript import as_markdown

    with _journal() as store:
        page = as_markdown(store.whole(store.find(session)), texts=False)
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(page))
    else:
        _out(page)


@app.command("export")
def export(
    session: SessionId,
    form: Annotated[Format, typer.Option("--format", help=f"Write {_WHAT_IT_IS}.")] = Format.MARKDOWN,
    output: Annotated[str, typer.Option("--output", "-o", help="Where to write; - is standard output.")] = "-",
    redact: Annotated[
        bool, typer.Option("--redact", help="Blank names. Read the result before you pass it on.")
    ] = False,
    name: Annotated[list[str] | None, typer.Option(help="With --redact: a further name to blank; repeatable.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the output file if it is there.")] = False,
) -> None:
    """Write a session, with its persona and prompts, as Markdown or as JSON Lines."""
    if name and not redact:
        raise typer.BadParameter("--name goes with --redact.")
    with _journal() as store:
        kept = store.whole(store.find(session))
    if redact:
        from leanin.settings import load_settings
        from leanin.store.redaction import redacted

        kept, names = redacted(kept, [*load_settings().names_to_redact, *(name or ())])
        _say_what_was_blanked(names)
    if form is Format.JSONL:
        from leanin.store.interchange import exported

        text = "".join(f"{line}\n" for line in exported(kept))
    else:
        from leanin.store.transcript import as_markdown

        text = as_markdown(kept)
    if output == "-":
        _out(text)
    else:
        _write(output, text, force=force)


@app.command("import")
def import_sessions(
    file: Annotated[str, typer.Argument(help="A file that `leanin sessions export --format jsonl` wrote.")],
) -> None:
    """Take sessions from a JSON Lines file into the journal: all of them, or none if a line is broken."""
    from pathlib import Path

    from leanin.store.interchange import import_file

    with _journal() as store:
        taken = import_file(store, Path(file))
    for session_id in taken.known:
        typer.echo(f"Session {session_id} was in the journal already, just the same; it was left alone.", err=True)
    _out("".join(f"{session_id}\n" for session_id in taken.new))


@app.command("delete")
def delete(
    session: SessionId,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
) -> None:
    """Delete a session for good, with the reply that was left half-typed in it."""
    from leanin.store import drafts

    with _journal() as store:
        summary = store.summary(store.find(session))
        if not yes:
            what = f"{summary.id} (started {_started(summary)}, replies: {summary.replies})"
            typer.confirm(f"Delete session {what} for good?", abort=True, err=True)
        store.delete(summary.id)
        drafts.keep(summary.id, "")
    typer.echo(f"Deleted {summary.id}.", err=True)


def _journal() -> "JournalStore":
    from leanin.store.journal import JournalStore

    return JournalStore()


def _state(summary: "SessionSummary") -> str:
    """`finished`, `running` or `cut_off`."""
    if summary.finished:
        return "finished"
    return "running" if summary.running else "cut_off"


def _as_json(summary: "SessionSummary") -> str:
    from leanin.store.kept import written_time
    from leanin.store.wire import json_line

    return (
        json_line(
            {
                "id": summary.id,
                "started": written_time(summary.started),
                "persona": summary.persona,
                "replies": summary.replies,
                "state": _state(summary),
                "outcome": summary.outcome and summary.outcome.value,
                "imported": summary.imported,
                "redacted": summary.redacted,
            }
        )
        + "\n"
    )


def _row(summary: "SessionSummary") -> tuple[str, str, str, str, str]:
    came_out = summary.outcome.value if summary.outcome else _state(summary)
    notes = [note for note, holds in (("imported", summary.imported), ("redacted", summary.redacted)) if holds]
    words = ", ".join([came_out.replace("_", " "), *notes])
    persona = "".join(char if char.isprintable() else "�" for char in summary.persona)
    return summary.id, _started(summary), persona, str(summary.replies), words


def _started(summary: "SessionSummary") -> str:
    """When it began, in the user's own time."""
    return f"{summary.started.astimezone():%Y-%m-%d %H:%M}"


def _print_table(summaries: "list[SessionSummary]") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("Session", "Started", "Persona")
    table.add_column("Replies", justify="right")
    table.add_column("How it came out")
    for summary in summaries:
        table.add_row(*map(Text, _row(summary)))
    Console().print(table)


def _say_what_was_blanked(names: dict[str, str]) -> None:
    blanked = "; ".join(f"{name} → {placeholder}" for name, placeholder in names.items())
    typer.echo(f"Names looked for: {blanked or 'none were found'}.", err=True)
    typer.echo(
        "Other names (add them with --name) and details may still tell who somebody is: read it first.", err=True
    )


def _out(text: str) -> None:
    """Data to standard output, as UTF-8 whatever the terminal's encoding is."""
    typer.echo(text.encode(), nl=False)


def _write(output: str, text: str, *, force: bool) -> None:
    """Write a file that only its owner can read, whole or not at all. Raises `LeaninError`."""
    import tempfile
    from pathlib import Path

    from leanin.errors import LeaninError

    title = "This file can't be written"
    path = Path(output)
    try:
        if path.exists() and not force:
            raise LeaninError(f"{path} is there already; --force replaces it.", title=title)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".leanin-", delete=False) as file:
            unfinished = Path(file.name)
            try:
                file.write(text.encode())
                file.close()
                unfinished.replace(path)
            except BaseException:
                unfinished.unlink()
                raise
    except OSError as error:
        raise LeaninError(f"{path}: {error.strerror or error}.", title=title) from None
    typer.echo(f"Written to {path}.", err=True)

"""`leanin settings`: what is set and where it comes from, and changing it, checked as the settings file is."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from leanin.settings import Settings

app = typer.Typer(help="Show and change what can be set.", invoke_without_command=True)

Json = Annotated[bool, typer.Option("--json", help="Print everything as JSON.")]


@app.callback()
def settings(context: typer.Context, json: Json = False) -> None:
    """Show every setting, and whether it comes from the environment, the settings file or the default."""
    if context.invoked_subcommand is None:
        _show(as_json=json)


@app.command("set")
def set_(
    pairs: Annotated[
        list[str], typer.Argument(help="A name and its value, or several such pairs.", metavar="NAME VALUE...")
    ],
) -> None:
    """Save settings, all of them or none; an empty value, "", brings back the default."""
    if len(pairs) % 2:
        raise typer.BadParameter('Give a value to each name, such as: coach after. "" brings back the default.')
    _change(dict(zip(pairs[::2], pairs[1::2], strict=True)))


@app.command("reset")
def reset(names: Annotated[list[str], typer.Argument(help="The settings' names.", metavar="NAME...")]) -> None:
    """Bring back the defaults of some settings."""
    _change(dict.fromkeys(names, ""))


def _change(changes: dict[str, str]) -> None:
    from leanin.locations import config_file
    from leanin.preferences import changed, typed, who_receives
    from leanin.settings import load_settings, origin, remember

    changes = {name.strip().replace("-", "_"): text for name, text in changes.items()}
    if "theme" in changes:
        changes["theme"] = _theme(changes["theme"])
    remember(**changed(changes))
    now = load_settings()
    typer.echo(f"Saved in {config_file()}.")
    for name in changes:
        value, came_from = typed(now, name), origin(name, {})
        counts = f"; {came_from.words} counts, not what was saved" if came_from.kind == "environment" else ""
        typer.echo(f"  {name}: {value or 'nothing'}{counts}")
    typer.echo(who_receives(now))


def _theme(name: str) -> str:
    """The theme that was meant: its name, or what leanin calls its own. Raises `SettingsRefused`."""
    from textual.theme import BUILTIN_THEMES

    from leanin.datafile import nearest
    from leanin.preferences import SettingsRefused
    from leanin.tui.themes import IN_WORDS, OWN_THEMES

    by_words = {words: theme.name for words, theme in IN_WORDS.items()}
    known = [*(theme.name for theme in OWN_THEMES), *BUILTIN_THEMES]
    meant = by_words.get(name.strip().casefold(), name.strip())
    if meant and meant not in known:
        close = nearest(meant, known)
        offer = f" Did you mean {close}?" if close else ""
        raise SettingsRefused({"theme": f"there is no theme “{meant}”.{offer} Known: {', '.join(known)}."})
    return meant


def _show(*, as_json: bool) -> None:
    from leanin.locations import config_file
    from leanin.preferences import who_receives
    from leanin.settings import load_settings

    now = load_settings()
    if as_json:
        import json

        found = {"file": str(config_file()), "who_receives": who_receives(now), "settings": _rows(now)}
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    section = ""
    for row in _rows(now):
        if row["section"] != section:
            section = row["section"]
            typer.echo(f"\n{section}" if section != "Who plays" else section)
        came_from = "" if row["from"] == "default" else f"  ({row['where']})"
        typer.echo(f"  {row['name']}: {row['value'] or 'nothing'}{came_from}")
        typer.echo(f"      {row['about']}.")
    typer.echo(f"\n{who_receives(now)}\nKept in {config_file()}. `leanin settings set NAME VALUE` changes one.")


def _rows(now: "Settings") -> list[dict[str, str]]:
    """Every setting with its value as typed, and where that comes from."""
    from leanin.preferences import SECTIONS, SELDOM, typed
    from leanin.settings import origin

    rows = []
    for section, entries in {**SECTIONS, "Seldom changed": SELDOM}.items():
        for entry in entries:
            kind, words = origin(entry.name, {})
            choices = ", ".join(value for value in entry.choices if value)
            rows.append(
                {
                    "section": section,
                    "name": entry.name,
                    "value": typed(now, entry.name),
                    "from": kind,
                    "where": words,
                    "about": f"{entry.about}: {choices}" if choices else entry.about,
                }
            )
    return rows

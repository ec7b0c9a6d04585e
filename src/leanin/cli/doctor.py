"""`leanin doctor`: what was found on this machine, what will be used and why, and whether it works."""

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leanin.cli.options import ApiBase, ClientModel, CoachModel, EvaluatorApiBase, EvaluatorModel
from leanin.errors import LeaninError

if TYPE_CHECKING:
    from leanin.casting import Part
    from leanin.settings import Settings


def doctor(
    json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    client_model: ClientModel = None,
    evaluator_model: EvaluatorModel = None,
    coach_model: CoachModel = None,
    api_base: ApiBase = None,
    evaluator_api_base: EvaluatorApiBase = None,
) -> None:
    """Say what was found, what will be used and why, and test a call to each configured model.

    Exit code 1 where something that will be used doesn't work.
    """
    flags = {
        "client_model": client_model,
        "evaluator_model": evaluator_model,
        "coach_model": coach_model,
        "api_base": api_base,
        "evaluator_api_base": evaluator_api_base,
    }
    try:
        findings = asyncio.run(_examine(flags))
    except LeaninError as error:
        if not json:
            raise
        findings = {"ok": False, "error": {"title": error.title, "message": error.message}}
    if json:
        import json as json_module

        typer.echo(json_module.dumps(findings, ensure_ascii=False, indent=2))
    else:
        _show(findings)
    if not findings["ok"]:
        raise typer.Exit(1)


async def _examine(flags: dict[str, str | None]) -> dict[str, Any]:
    import platform

    from leanin import __version__, casting, locations
    from leanin.llm.offers import find_offers
    from leanin.llm.scrubbing import address_only
    from leanin.settings import load_settings, origin_of

    settings = load_settings(**flags)
    parts: list[dict[str, Any]] = [
        {
            "part": part.role,
            "model": part.model,
            "api_base": address_only(part.api_base) or None,
            "chosen_by": origin_of(f"{part.role}_model", flags),
            "receiver": part.receiver or None,
            "key_sent_along": part.key_sent_along or None,
            "check": await _check(part, settings),
        }
        for part in casting.parts(settings)
    ]
    places = [
        _place("configuration", locations.config_file()),
        _place("own personas", locations.own_personas_dir()),
        _place("journal", locations.journal_file()),
    ]
    personas, broken = _personas()
    journal = _journal()
    return {
        "ok": all(part["check"]["ok"] for part in parts) and not broken and journal["ok"],
        "leanin": __version__,
        "python": platform.python_version(),
        "parts": parts,
        "offers": [
            {"model": offer.name, "found": offer.found_by, "receiver": offer.receiver}
            for offer in await asyncio.to_thread(find_offers)
        ],
        "personas": personas,
        "broken_personas": broken,
        "journal": journal,
        "places": places,
    }


async def _check(part: "Part", settings: "Settings") -> dict[str, Any]:
    """One test call; the built-in needs none."""
    if part.is_builtin:
        return {"ok": True, "note": "always there, no language model"}
    from dataclasses import asdict

    from leanin.casting import time_limits
    from leanin.llm.checkup import check_call

    return asdict(await check_call(part.model, part.api_base or None, time_limits(settings)))


def _personas() -> tuple[list[str], list[str]]:
    from leanin.errors import DataFileError
    from leanin.persona_shelf import shelf

    found, broken = [], []
    for entry in shelf():
        if isinstance(entry, DataFileError):
            broken.append(entry.message)
        else:
            found.append(entry.persona.id)
    return found, broken


def _journal() -> dict[str, Any]:
    from leanin import locations
    from leanin.errors import JournalError
    from leanin.store.journal import JournalStore

    try:
        store = JournalStore(locations.journal_file())
        count = len(store.sessions())
        store.close()
    except JournalError as error:
        return {"ok": False, "error": error.message}
    return {"ok": True, "sessions": count}


def _place(what: str, path: Any) -> dict[str, Any]:
    return {"what": what, "path": str(path), "exists": path.exists()}


def _show(findings: dict[str, Any]) -> None:
    typer.echo(f"leanin {findings['leanin']} on Python {findings['python']}\n")
    typer.echo("What will be used:")
    for part in findings["parts"]:
        typer.echo(f"  {part['part']}: {part['model']} ({part['chosen_by']})")
        if part["receiver"]:
            typer.echo(f"    your words go to {part['receiver']}")
        if part["key_sent_along"]:
            typer.echo(f"    your {part['key_sent_along']} is sent there too")
        typer.echo(f"    {_check_in_words(part['check'])}")
    typer.echo("\nFound on this machine, and used only if you choose so:")
    for offer in findings["offers"]:
        typer.echo(f"  {offer['model']} ({offer['found']}); your words would go to {offer['receiver']}")
    if not findings["offers"]:
        typer.echo("  no provider key in the environment, no local Ollama")
    typer.echo(f"\nPersonas: {', '.join(findings['personas'])}")
    for problem in findings["broken_personas"]:
        typer.echo(f"  can't be used: {problem}")
    journal = findings["journal"]
    typer.echo(f"Journal: {journal['sessions']} session(s)" if journal["ok"] else f"Journal: {journal['error']}")
    typer.echo("\nPlaces:")
    for place in findings["places"]:
        typer.echo(f"  {place['what']}: {place['path']}{'' if place['exists'] else ' (not there yet)'}")


def _check_in_words(check: dict[str, Any]) -> str:
    if not check["ok"]:
        return f"✗ {check['fault_title']}: {check['fault']}"
    if "note" in check:
        return f"✓ {check['note']}"
    cost = "cost unknown" if check.get("cost") is None else f"${check['cost']:.6f}"
    tokens = [check[name] if check[name] is not None else "unknown" for name in ("input_tokens", "output_tokens")]
    return (
        f"✓ first token after {check['seconds_to_first_token']:.1f} s, structured answers: {check['structured']}, "
        f"tokens {tokens[0]} in and {tokens[1]} out, {cost}"
    )

"""From what was asked for to a run that can begin: the suite found and checked, the matrix filled in, the manifest."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

from leanin.casting import BUILTIN, parts
from leanin.errors import DataFileError
from leanin.evals.manifest import SHIPPED, Fingerprints, Manifest, fingerprints
from leanin.evals.matrix import Cell, cells
from leanin.evals.run_folder import new_id
from leanin.evals.suite import Checked, SuiteSource, open_suite
from leanin.evals.work import how_many
from leanin.evals.workshop import settings_of
from leanin.persona import PersonaFile
from leanin.persona_shelf import find_persona, on_shelf
from leanin.settings import Settings


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks to be run; what is left empty is taken from `suite.yaml`, then from the settings."""

    suite: str
    split: str | None = None
    limit: int | None = None
    sample: int | None = None
    sample_seed: int = 0
    evaluators: Sequence[str] = ()
    clients: Sequence[str] = ()
    prompts: Sequence[str] = ()
    personas: Sequence[str] = ()
    seeds: Sequence[int] = ()
    epochs: int | None = None
    reader_model: str = ""
    reader_api_base: str = ""


Name = TypeVar("Name", str, int)


class Planned(NamedTuple):
    """A run that can begin, or go on."""

    source: SuiteSource
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class _Found:
    """A suite with the chosen part of it, checked."""

    source: SuiteSource
    checked: Checked
    personas: list[PersonaFile] = field(default_factory=list)


def plan(wish: Wish, settings: Settings) -> Planned:
    """Check everything that a run needs, and say what it will be.

    Raises `LeaninError`: the suite's files with file, line and key; a persona, prompt or model that can't be used.
    """
    source = open_suite(wish.suite, wish.split)
    matrix = source.file.matrix
    personas = list(wish.personas or matrix.personas)
    found = _find(source, personas, wish.limit, wish.sample, wish.sample_seed)
    chosen = cells(
        _each_once(wish.evaluators or matrix.evaluators or [settings.evaluator_model]),
        _each_once(wish.clients or matrix.clients or [settings.client_model]),
        _each_once([_folder(name, source) for name in wish.prompts or matrix.prompts]),
    )
    _check_addresses(chosen, settings)
    seeds, epochs = _each_once(wish.seeds or matrix.seeds), wish.epochs or matrix.epochs
    manifest = Manifest(
        schema=1,
        id=new_id(found.source.name, chosen[0].evaluator),
        suite=found.source.name,
        suite_path=str(source.folder.resolve()),
        split=wish.split,
        limit=wish.limit,
        sample=wish.sample,
        sample_seed=wish.sample_seed,
        cells=chosen,
        personas=personas,
        seeds=seeds,
        epochs=epochs,
        grades=settings.grades,
        api_base=_to_keep(settings.api_base),
        evaluator_api_base=_to_keep(settings.evaluator_api_base),
        reader_model=wish.reader_model,
        reader_api_base=_to_keep(wish.reader_api_base),
        counts={kind.value: count for kind, count in found.checked.counts.items()},
        units=how_many(found.checked.counts, chosen, seeds, epochs),
        fingerprints=_fingerprints(found, chosen, reader=bool(wish.reader_model)),
        began=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    return Planned(found.source, manifest)


class Change(NamedTuple):
    """What became of a run's ingredients since it began."""

    source: SuiteSource
    changed: list[str]
    """What differs, in words; empty where nothing does."""
    manifest: Manifest
    """The run's own, with as many units as its items make now."""


def again(manifest: Manifest) -> Change:
    """Find a begun run's suite anew, and what has changed since. Raises `LeaninError` where it can't be used now."""
    source = open_suite(manifest.suite_path, manifest.split)
    found = _find(source, manifest.personas, manifest.limit, manifest.sample, manifest.sample_seed)
    now = _fingerprints(found, manifest.cells, reader=bool(manifest.reader_model))
    units = how_many(found.checked.counts, manifest.cells, manifest.seeds, manifest.epochs)
    recounted = manifest.model_copy(update={"units": units, "fingerprints": now})
    return Change(found.source, now.changed_from(manifest.fingerprints), recounted)


def _find(
    source: SuiteSource, personas: Sequence[str], limit: int | None, sample: int | None, sample_seed: int
) -> _Found:
    if personas:
        source = replace(source, personas=frozenset(personas))
    checked = source.check()
    if sample is not None:
        source = source.sample(sample, checked, sample_seed)
        checked = source.check()
    if limit is not None:
        source = source.first(limit, checked)
        checked = source.check()
    if not checked.counts:
        raise DataFileError(f"The suite in {source.folder} has nothing to run in it.", title="Nothing to run")
    files = [find_persona(name) for name in checked.personas]
    files += [file for name in checked.clients if name not in checked.personas and (file := on_shelf(name))]
    return _Found(source, checked, files)


def _each_once(named: Sequence[Name]) -> list[Name]:
    """What was named, in order; the same thing twice would count its results twice."""
    return list(dict.fromkeys(named))


def _check_addresses(chosen: Sequence[Cell], settings: Settings) -> None:
    """Raise `SettingsError` where an address can't be one, or no cell has a model that it could be meant for."""
    if all(cell.evaluator == cell.client == BUILTIN for cell in chosen):
        parts(settings.model_copy(update={"client_model": BUILTIN, "evaluator_model": BUILTIN}))
    for cell in chosen:
        parts(settings_of(cell, settings))


def _to_keep(address: str) -> str:
    """An address without what it may hold of passwords, since run folders are passed on."""
    from leanin.llm.scrubbing import address_only

    return address_only(address) if address else ""


def _folder(name: str, source: SuiteSource) -> str:
    """A prompts folder of the matrix, beside `suite.yaml` or where the caller stands. Raises `DataFileError`."""
    if name == SHIPPED:
        return name
    for path in (source.folder / name, Path(name)):
        if path.is_dir():
            return str(path.resolve())
    raise DataFileError(f"There is no folder “{name}” with prompts, neither in {source.folder} nor here.")


def _fingerprints(found: _Found, chosen: Sequence[Cell], *, reader: bool) -> Fingerprints:
    return fingerprints(found.checked.digest, chosen, found.personas, reader=reader)

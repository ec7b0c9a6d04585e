"""The settings: flags first, then environment variables, then the configuration file, then the defaults here.

The file is YAML under `locations.config_file()`. Keys of providers are never among the settings: they are read from
the environment by the adapters and reach no file.
"""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings import SettingsError as EnvironmentUnreadable

from leanin.datafile import YamlDocument, explain, load_yaml, read_text
from leanin.errors import DataFileError, SettingsError
from leanin.locations import config_file, make_private
from leanin.persona import OwnFacts


class CoachMode(StrEnum):
    """When the trainee sees the coach's feedback."""

    LIVE = "live"
    AFTER = "after"
    OFF = "off"


class InnerVoice(StrEnum):
    """When the trainee sees what the client thinks and doesn't say."""

    AFTER = "after"
    """In the debrief."""
    LIVE = "live"
    """Beneath each thing the client says."""


class Motion(StrEnum):
    """How much may move on the screen."""

    FULL = "full"
    REDUCED = "reduced"
    """Nothing moves by itself: words come whole, cursors don't blink."""


class Settings(BaseSettings):
    """All that can be set. Each may also be given as `LEANIN_<NAME>` in the environment."""

    model_config = SettingsConfigDict(
        env_prefix="LEANIN_", extra="forbid", frozen=True, env_nested_delimiter="__", env_ignore_empty=True
    )

    client_model: str = "builtin"
    """Who plays the client: `builtin`, or a model as LiteLLM names it."""
    evaluator_model: str = "builtin"
    """Who grades each reply; its grade moves the client."""
    grades: int = Field(default=1, ge=1, le=9)
    """How many grades a language model gives each reply, of which the median counts; the built-in one gives one."""
    coach_model: str = ""
    """Whose feedback is shown; empty for the evaluator's own."""
    api_base: str = ""
    """Address of an OpenAI-compatible server for the client, and for the evaluator unless that has its own."""
    evaluator_api_base: str = ""
    coach: CoachMode = CoachMode.LIVE
    """`live` shows feedback after each reply, `after` in the debrief only, `off` never."""
    inner_voice: InnerVoice = InnerVoice.AFTER
    """Whether what the client thinks and doesn't say is shown `live`, or `after`, in the debrief."""
    theme: str = "leanin-dusk"
    motion: Motion = Motion.FULL
    """`reduced` lets words come whole, and keeps the cursor from blinking."""
    seed: int | None = None
    """Fixes chance (the built-in client's choice of lines, the attendance draw); unset draws a new one each session."""
    therapist: OwnFacts | None = None
    """The trainee's own facts, in place of those of each persona's scene."""
    offer_answered: bool = False
    """Whether the offer of a language model found on this machine was answered, so that it isn't made again."""
    introduction_seen: bool = False
    """Whether the introduction was shown, so that it doesn't come by itself again."""
    connect_seconds: float = Field(default=10, gt=0)
    """How long to wait for a connection to a model's server."""
    first_token_seconds: float = Field(default=60, gt=0)
    """How long to wait for a model's first token, or for its whole answer where it isn't streamed."""
    between_tokens_seconds: float = Field(default=20, gt=0)
    """How long to wait between two tokens of a stream."""
    names_to_redact: list[str] = Field(default_factory=list)
    """Names blanked in every redacted export besides those that leanin knows."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, then the environment, then the file."""
        return init_settings, env_settings, _File(settings_cls)


class _File(PydanticBaseSettingsSource):
    """The configuration file as a source."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        """Unused: the file is read as a whole."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """All that the file holds; nothing where there is none."""
        document = _document()
        return document.plain() if document else {}


def _document() -> YamlDocument | None:
    """The configuration file, read; None where there is none or it says nothing."""
    path = config_file()
    text = _text_of(path)
    says_something = any(line.split("#")[0].strip() for line in text.splitlines())
    return load_yaml(text, str(path)) if says_something else None


def _text_of(path: Path) -> str:
    try:
        return read_text(path) if path.exists() else ""
    except OSError as error:
        raise DataFileError(f"{path} can't be read: {error.strerror or error}.") from None


def load_settings(**flags: Any) -> Settings:
    """Read the settings; `flags` that are None count as not given. Raises `SettingsError` naming file, line and key."""
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsError("\n".join(_in_words(error, given))) from None
    except EnvironmentUnreadable as error:
        raise SettingsError(
            f"A LEANIN_ variable in the environment can't be read ({error}). Lists and facts are JSON there, "
            "such as LEANIN_NAMES_TO_REDACT='[\"Kevin\"]'."
        ) from None
    except DataFileError as error:
        raise SettingsError(error.message) from None


def _in_words(error: ValidationError, flags: dict[str, Any]) -> list[str]:
    path = config_file()
    document = _document()
    in_file = document.plain() if document else {}
    words = []
    for details in error.errors(include_url=False):
        key = str(details["loc"][0])
        dotted = ".".join(map(str, details["loc"]))
        if key in flags:
            where = f"--{key.replace('_', '-')}"
        elif key in in_file and document and f"LEANIN_{key.upper()}" not in os.environ:
            where = f"{path}, line {document.line_of(details['loc'])}: {dotted}"
        else:
            where = f"LEANIN_{key.upper()} in the environment"
        words.append(f"{where}: {explain(details, Settings)}")
    return words


def remember(**changes: Any) -> None:
    """Write some settings into the configuration file, keeping its comments and everything else in it.

    None takes a setting out; within a mapping, keys are changed one by one. Raises `SettingsError` where the file can't
    be read or written.
    """
    import io

    from ruamel.yaml import YAML

    path = config_file()
    yaml = YAML(typ="rt")
    try:
        text = _text_of(path)
        for name in [name for name, value in changes.items() if value is None]:
            text = _without(text, name, yaml.load(text))
        data = yaml.load(text)
        out = io.StringIO()
        if data is None:  # comments alone, which no mapping would keep
            out.write(text.rstrip() + "\n" if text.strip() else "")
            data = {}
        _put_into(data, changes)
        if data:
            yaml.dump(data, out)
        make_private(path.parent)
        fresh = path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(out.getvalue(), encoding="utf-8")
        fresh.replace(path)
    except DataFileError as error:
        raise SettingsError(error.message) from None
    except OSError as error:
        raise SettingsError(f"{path} can't be written: {error.strerror or error}.") from None


def _without(text: str, name: str, data: Any) -> str:
    """The file without this setting's lines; the comments beneath it stay, which ruamel would take for its own."""
    if not data or name not in data:
        return text
    lines = text.splitlines(keepends=True)
    starts = [data.lc.key(key)[0] for key in data]
    first = data.lc.key(name)[0]
    if starts.count(first) > 1:  # all in one line, in brackets; ruamel takes it out
        return text
    last = min((start for start in starts if start > first), default=len(lines))
    while last > first + 1 and (not lines[last - 1].strip() or lines[last - 1].startswith("#")):
        last -= 1
    return "".join(lines[:first] + lines[last:])


def _put_into(data: Any, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        there = data.get(name)
        if value is None:
            data.pop(name, None)
        elif isinstance(value, Mapping) and isinstance(there, Mapping):
            _put_into(there, dict.fromkeys(there) | dict(value))
        else:
            data[name] = value


class Origin(NamedTuple):
    """Where a setting's value comes from."""

    kind: str
    """`flag`, `environment`, `file` or `default`."""
    words: str
    """The same for people, naming flag, variable, or file and line."""


def origin(name: str, flags: Mapping[str, Any]) -> Origin:
    """Where a setting's value comes from; within a mapping by dots, as `therapist.age`."""
    top, *below = name.split(".")
    if flags.get(top) is not None:
        return Origin("flag", f"--{top.replace('_', '-')}")
    for variable in (f"LEANIN_{'__'.join((top, *below)).upper()}", f"LEANIN_{top.upper()}"):
        if os.environ.get(variable):
            return Origin("environment", f"{variable} in the environment")
    document = _document()
    found: Any = document.plain() if document else {}
    for key in (top, *below):
        if not isinstance(found, Mapping) or key not in found:
            return Origin("default", "default, nothing else is set")
        found = found[key]
    assert document is not None, "what was found is in the file"
    return Origin("file", f"{config_file()}, line {document.line_of((top, *below))}")


def origin_of(name: str, flags: dict[str, Any]) -> str:
    """Where a setting's value comes from, in words: a flag, the environment, the file, or the default."""
    kind, words = origin(name, flags)
    return str(config_file()) if kind == "file" else words


def in_file() -> dict[str, Any]:
    """What the configuration file holds. Raises `DataFileError` where it can't be read."""
    document = _document()
    return document.plain() if document else {}


class _FileAlone(Settings):
    """Settings made of nothing but what is handed over."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is handed over."""
        return (init_settings,)


class _WithEnvironment(_FileAlone):
    """The same with the environment before it."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment, then what is handed over."""
        return env_settings, init_settings


def if_the_file_held(values: Mapping[str, Any], *, environment: bool) -> Settings:
    """The settings as they would be if the file held these values, with the environment before them or without it.

    Raises `ValidationError` where the values can't be used.
    """
    return (_WithEnvironment if environment else _FileAlone)(**values)

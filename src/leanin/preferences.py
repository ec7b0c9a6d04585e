"""The settings as people see and change them: what each is for, what may be typed, what is wrong, who plays then.

The app's page and `leanin settings` show and change the same. What is typed is checked by the code that reads the file.
Keys of providers are no settings: nothing here asks for one or keeps one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

from pydantic import ValidationError

from leanin.casting import parts
from leanin.datafile import explain, nearest
from leanin.errors import SettingsError
from leanin.llm.scrubbing import address_only, scrub
from leanin.settings import Settings, if_the_file_held, in_file

YES, NO = "yes", "no"

NO_KEYS: Final = "Keys of providers aren't kept here: leanin reads them from the environment, such as OPENAI_API_KEY."

BUILTIN_STAYS: Final = "Built-in client and evaluator: your words stay on this machine."


@dataclass(frozen=True, slots=True)
class Entry:
    """One setting as a person meets it."""

    name: str
    """Its key in the file; within a mapping by dots, as `therapist.age`."""
    title: str
    about: str
    """What it does, or what may be typed; for a screen."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """What can be chosen, by value, in words; empty where one types."""


_OWN_OR_SCENE: Final = "The scene's unless you say"

SECTIONS: Final[dict[str, tuple[Entry, ...]]] = {
    "Who plays": (
        Entry("client_model", "Client", "builtin, or a model such as openai/NAME; empty for builtin"),
        Entry("evaluator_model", "Evaluator", "Who grades each reply: builtin, or a model such as openai/NAME"),
        Entry("coach_model", "Coach", "Whose feedback is shown; empty for the evaluator's own"),
        Entry("api_base", "Server", "Address of an OpenAI-compatible server; empty for each provider's own"),
        Entry("evaluator_api_base", "Evaluator server", "Only where the evaluator has another one"),
        Entry("grades", "Grades a reply", "1 to 9, of which the median counts; the built-in evaluator gives one"),
    ),
    "Feedback": (
        Entry(
            "coach",
            "Coach speaks",
            "When you see what was in your reply",
            {"live": "after each reply", "after": "in the debrief", "off": "not at all"},
        ),
        Entry(
            "inner_voice",
            "Client's thoughts",
            "When you see what the client thinks and doesn't say",
            {"after": "in the debrief", "live": "as they speak"},
        ),
    ),
    "Look": (
        Entry("theme", "Colours", "leanin-dusk, leanin-paper, leanin-contrast, or one of Textual's"),
        Entry(
            "motion",
            "Motion",
            "Reduced: words come whole, the cursor doesn't blink",
            {"full": "full", "reduced": "reduced"},
        ),
    ),
    "You, in every scene": (
        Entry("therapist.name", "Name", _OWN_OR_SCENE),
        Entry("therapist.age", "Age", f"In years. {_OWN_OR_SCENE}"),
        Entry("therapist.children", "Children", f"How many you have raised. {_OWN_OR_SCENE}"),
        Entry("therapist.married", "Married", "Now or before", {"": "as in the scene", YES: YES, NO: NO}),
        Entry("therapist.years_of_practice", "Years in practice", _OWN_OR_SCENE),
        Entry("therapist.training", "Training", _OWN_OR_SCENE),
        Entry("therapist.facts", "Also true of you", "What you own must be true; grading knows these facts"),
    ),
    "Names": (Entry("names_to_redact", "Names to blank", "Separated by commas; blanked in every redacted export"),),
}
"""What the app's page shows, by its headings."""

SELDOM: Final = (
    Entry("seed", "Seed", "Fixes chance; a whole number"),
    Entry("connect_seconds", "Wait for a connection", "Seconds"),
    Entry("first_token_seconds", "Wait for the first word", "Seconds"),
    Entry("between_tokens_seconds", "Wait between words", "Seconds"),
    Entry("offer_answered", "Offer of a model answered", "Kept by leanin itself", {YES: YES, NO: NO}),
    Entry("introduction_seen", "Introduction seen", "Kept by leanin itself", {YES: YES, NO: NO}),
)
"""What is seldom changed: shown by `leanin settings`, not in the app."""

ENTRIES: Final[dict[str, Entry]] = {entry.name: entry for entries in (*SECTIONS.values(), SELDOM) for entry in entries}

_ADDRESSES: Final = ("api_base", "evaluator_api_base")
_SWITCHES: Final = ("therapist.married", "offer_answered", "introduction_seen")


class SettingsRefused(SettingsError):
    """What was typed can't be used; `problems` says by setting what is wrong with it."""

    title = "The settings were not changed"

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("\n".join(f"{name}: {problem}" for name, problem in problems.items()))
        self.problems = dict(problems)


def value_of(settings: Settings, name: str) -> Any:
    """A setting's value, also within a mapping that isn't there. Raises `SettingsRefused` for a name that is none."""
    _known(name)
    value: Any = settings
    for key in name.split("."):
        value = getattr(value, key, None)
    return value


def typed(settings: Settings, name: str) -> str:
    """A setting's value as one would type it; empty where there is none. An address comes without what it may hide."""
    value = value_of(settings, name)
    match value:
        case None:
            return ""
        case bool():
            return YES if value else NO
        case StrEnum():
            return value.value
        case list():
            return ", ".join(value)
        case float():
            return f"{value:g}"
    return address_only(value) if name in _ADDRESSES and value else str(value)


def planned(changes: Mapping[str, str]) -> Settings:
    """The settings as they would be with these changes, by name as typed. An empty one brings back the default.

    The environment goes before the file, as always; flags are left aside. Raises `SettingsRefused`.
    """
    problems = {name: problem for name, text in changes.items() if (problem := _unfit(name, text))}
    if problems:
        raise SettingsRefused(problems)
    values = _with(changes)
    try:
        if_the_file_held(values, environment=False)
        settings = if_the_file_held(values, environment=True)
    except ValidationError as error:
        raise SettingsRefused(_by_name(error)) from None
    try:
        parts(settings)
    except SettingsError as error:
        given = (name for name in (*reversed(_ADDRESSES), "client_model") if getattr(settings, name))
        raise SettingsRefused({next(given): error.message}) from None
    return settings


def changed(changes: Mapping[str, str]) -> dict[str, Any]:
    """The same changes as `settings.remember` and `Practice.remember` take them. Raises `SettingsRefused`."""
    planned(changes)
    values = _with(changes)
    whole = if_the_file_held(values, environment=False).model_dump(mode="json", exclude_none=True)
    tops = dict.fromkeys(name.partition(".")[0] for name in changes)
    return {top: whole.get(top) if top in values else None for top in tops}


def who_receives(settings: Settings) -> str:
    """Who plays, and who would receive the trainee's words. Raises `SettingsError`."""
    chosen = parts(settings)
    return chosen.in_words() if chosen.uses_models else BUILTIN_STAYS


def _known(name: str) -> None:
    if name not in ENTRIES:
        if name.casefold().endswith(("key", "token", "secret", "password")):
            raise SettingsRefused({name: NO_KEYS})
        close = nearest(name, ENTRIES)
        offer = f" Did you mean {close}?" if close else ""
        raise SettingsRefused({name: f"there is no such setting.{offer} Known: {', '.join(ENTRIES)}."})


def _unfit(name: str, text: str) -> str:
    """Why a text can't be a setting before it is read; empty where nothing speaks against it."""
    _known(name)
    if scrub(text) != text:
        return f"this looks like a key. {NO_KEYS}"
    if name in _ADDRESSES and _holds_a_secret(text):
        return f"an address with a name, a password or a query in it isn't kept. {NO_KEYS}"
    if name in _SWITCHES and text.strip() not in (YES, NO, ""):
        return f"expected {YES} or {NO}, but found “{text.strip()}”."
    return ""


def _holds_a_secret(address: str) -> bool:
    try:
        url = urlsplit(address)
        return bool(url.username or url.password or url.query)
    except ValueError:
        return False


def _with(changes: Mapping[str, str]) -> dict[str, Any]:
    """What the file would hold."""
    values = in_file()
    for name, text in changes.items():
        top, _, below = name.partition(".")
        if below:
            inner = values.get(top)
            values[top] = _put(dict(inner) if isinstance(inner, dict) else {}, below, _read(name, text))
        _put(values, top, values[top] or None if below else _read(name, text))
    return values


def _put(values: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
    values.pop(name, None)
    if value is not None:
        values[name] = value
    return values


def _read(name: str, text: str) -> Any:
    """The text as the file would hold it; None for an empty one."""
    text = text.strip()
    if name == "names_to_redact":
        return [part.strip() for part in text.split(",") if part.strip()] or None
    if name in _SWITCHES and text:
        return text == YES
    return text or None


def _by_name(error: ValidationError) -> dict[str, str]:
    problems: dict[str, str] = {}
    for details in error.errors(include_url=False):
        dotted = ".".join(map(str, details["loc"]))
        name = next((known for known in ENTRIES if dotted == known or dotted.startswith(f"{known}.")), dotted)
        problems.setdefault(name, explain(details, Settings))
    return problems

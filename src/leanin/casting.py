"""Who plays which part: turns the settings' model names into an evaluator, a voice and a coach.

`builtin` is always there and needs nothing. Anything else opens a language model through the one door, `leanin.llm`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from leanin.errors import SettingsError
from leanin.session.ports import ClientVoice, Evaluator
from leanin.settings import Settings

if TYPE_CHECKING:
    from leanin.llm.port import ChatModel, TimeLimits

BUILTIN: Final = "builtin"


@dataclass(frozen=True, slots=True)
class Part:
    """One part and who plays it."""

    role: str
    """`client`, `evaluator` or `coach`."""
    model: str
    api_base: str = ""
    grades: int = 1
    """How many grades of each reply are taken, where a language model grades; the median counts."""

    @property
    def is_builtin(self) -> bool:
        """Whether no language model is needed."""
        return self.model == BUILTIN

    @property
    def receiver(self) -> str:
        """Who receives the trainee's words, in words; empty where nobody does."""
        if self.is_builtin:
            return ""
        from leanin.llm.receivers import receiver

        return receiver(self.model, self.api_base or None).words

    @property
    def key_sent_along(self) -> str:
        """The variable whose key goes to a server that isn't the key's own provider; empty where none does."""
        if self.is_builtin:
            return ""
        from leanin.llm.receivers import receiver

        return receiver(self.model, self.api_base or None).key_sent_along

    def in_words(self) -> str:
        """The part for a screen, e.g. “built-in client, no language model”."""
        if self.is_builtin:
            return f"built-in {self.role}, no language model"
        sent = f"words and your {self.key_sent_along} go" if self.key_sent_along else "words go"
        times = f", {self.grades} grades a reply" if self.grades > 1 else ""
        return f"{self.role}: {self.model}{times}, {sent} to {self.receiver}"


@dataclass(frozen=True, slots=True)
class PartList:
    """All parts of a session."""

    client: Part
    evaluator: Part
    coach: Part | None = None

    def __iter__(self) -> Iterator[Part]:
        """Client, evaluator, and the coach where there is one."""
        return iter([part for part in (self.client, self.evaluator, self.coach) if part])

    @property
    def uses_models(self) -> bool:
        """Whether any part is played by a language model."""
        return any(not part.is_builtin for part in self)

    def in_words(self) -> str:
        """Who plays, for a screen."""
        if not self.uses_models:
            return "built-in client and evaluator, no language model"
        return " · ".join(part.in_words() for part in self)


def parts(settings: Settings) -> PartList:
    """Who plays which part under these settings, and at which server.

    Raises `SettingsError` where an address can't be one, or is given and would be left aside for a provider's own.
    """
    models = {"client": settings.client_model, "evaluator": settings.evaluator_model}
    if settings.coach_model and settings.coach_model != settings.evaluator_model:
        models["coach"] = settings.coach_model
    addresses = _addresses(settings, models)
    chosen = PartList(
        **{
            role: Part(role, model, addresses.get(role, ""), _grades(role, model, settings))
            for role, model in models.items()
        }
    )
    unused = {settings.api_base, settings.evaluator_api_base} - {"", *addresses.values()}
    if unused and not chosen.uses_models:
        raise SettingsError(
            "An address of a server was given, but no model. Name the model that it serves, for example "
            "--client-model openai/NAME --evaluator-model openai/NAME."
        )
    if unused and any(not part.is_builtin and not part.api_base for part in chosen):
        raise SettingsError(
            "The evaluator was given the address of a server, but no model, and the client's model was given none. "
            "Name the evaluator's model with --evaluator-model, or give the client's address with --api-base, or take "
            'the evaluator\'s away with --evaluator-api-base "".'
        )
    return chosen


ONE_GRADE: Final = (
    "The built-in evaluator gives the same reply the same grade every time: it grades once, whatever --grades says."
)


def _grades(role: str, model: str, settings: Settings) -> int:
    return 1 if role == "client" or model == BUILTIN else settings.grades


def _addresses(settings: Settings, models: dict[str, str]) -> dict[str, str]:
    """The server of each role that a given address is meant for.

    An address is for the first role in its row that a model plays and that has none yet, and for the others in that row
    whose model comes from the same provider: a key and words for one provider don't go to another's server.
    """
    addresses: dict[str, str] = {}
    if not (settings.api_base or settings.evaluator_api_base):
        return addresses
    from leanin.llm.receivers import provider_of

    for flag, address, row in (
        ("--evaluator-api-base", settings.evaluator_api_base, ("evaluator", "coach")),
        ("--api-base", settings.api_base, ("client", "evaluator", "coach")),
    ):
        if not address:
            continue
        _check_address(flag, address)
        played = [role for role in row if models.get(role, BUILTIN) != BUILTIN and role not in addresses]
        addresses |= {role: address for role in played if provider_of(models[role]) == provider_of(models[played[0]])}
    return addresses


def _check_address(flag: str, address: str) -> None:
    """Raise `SettingsError`, without quoting the address (it may hold a password), where it isn't a server's."""
    try:
        url = urlsplit(address)
        usable = url.scheme in ("http", "https") and bool(url.hostname) and url.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError(f"{flag}: this isn't the address of a server, such as http://127.0.0.1:8080/v1.")


def open_part(part: Part, settings: Settings) -> "ChatModel":
    """The language model that plays a part. Raises `ModelFault` where it can't be set up."""
    from leanin.llm.selection import open_model

    return open_model(part.model, part.api_base or None, limits=time_limits(settings))


Opener = Callable[[Part, Settings], "ChatModel"]
"""Opens the language model that plays a part; `open_part`, or one that adds something of its own around it."""


def cast_evaluator(
    part: Part, settings: Settings, *, prompts: Path | None = None, opener: Opener = open_part
) -> Evaluator:
    """The evaluator for a part, with the prompt in the folder `prompts` where one is given.

    Raises `ModelFault` or `DataFileError` where it can't be set up.
    """
    if part.is_builtin:
        from leanin.evaluator.builtin import BuiltinEvaluator

        return BuiltinEvaluator()
    from leanin.evaluator.language_model import GRADING, ONE_OF_SEVERAL, LanguageModelEvaluator
    from leanin.prompts import load_prompt

    several = part.grades > 1
    evaluator = LanguageModelEvaluator(
        opener(part, settings), load_prompt("evaluator", prompts), sampling=ONE_OF_SEVERAL if several else GRADING
    )
    if not several:
        return evaluator
    from leanin.evaluator.median_of import MedianOf

    return MedianOf(evaluator, part.grades)


def cast_voice(
    part: Part, settings: Settings, *, prompts: Path | None = None, opener: Opener = open_part
) -> ClientVoice:
    """The client's voice for a part, with the prompt in the folder `prompts` where one is given.

    Raises `ModelFault` or `DataFileError` where it can't be set up.
    """
    if part.is_builtin:
        from leanin.client.builtin import BuiltinVoice

        return BuiltinVoice()
    from leanin.client.guarded import GuardedVoice
    from leanin.client.language_model import LanguageModelVoice
    from leanin.prompts import load_prompt

    return GuardedVoice(LanguageModelVoice(opener(part, settings), load_prompt("client", prompts)))


def open_reader(model: str, api_base: str, settings: Settings, *, opener: Opener = open_part) -> "ChatModel":
    """A language model that reads what a client said, at its provider's address unless one is given.

    Raises `ModelFault` where it can't be set up, `SettingsError` for `builtin`, which can't read, and for an address
    that can't be one.
    """
    if model == BUILTIN:
        raise SettingsError("Only a language model can read what the client said; name one, for example openai/NAME.")
    if api_base:
        _check_address("--reader-api-base", api_base)
    return opener(Part("reader", model, api_base), settings)


def time_limits(settings: Settings) -> "TimeLimits":
    """How long a language model is waited for."""
    from leanin.llm.port import TimeLimits

    return TimeLimits(
        connect=settings.connect_seconds,
        first_token=settings.first_token_seconds,
        between_tokens=settings.between_tokens_seconds,
    )

"""Who plays which part: turns the settings' model names into an evaluator, a voice and a coach.

`builtin` is always there and needs nothing. Anything else opens a language model through the one door, `leanin.llm`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leanin.errors import SettingsError
from leanin.session.ports import ClientVoice, Evaluator
from leanin.settings import Settings

if TYPE_CHECKING:
    from leanin.llm.port import ChatModel

BUILTIN: Final = "builtin"


@dataclass(frozen=True, slots=True)
class Part:
    """One part and who plays it."""

    role: str
    """`client`, `evaluator` or `coach`."""
    model: str
    api_base: str = ""

    @property
    def is_builtin(self) -> bool:
        """Whether no language model is needed."""
        return self.model == BUILTIN

    @property
    def receiver(self) -> str:
        """Who receives the trainee's words, in words; empty where nobody does."""
        if self.is_builtin:
            return ""
        from leanin.llm.receivers import who_receives

        return who_receives(self.model, self.api_base or None)

    def in_words(self) -> str:
        """The part for a screen, e.g. “built-in client, no language model”."""
        if self.is_builtin:
            return f"built-in {self.role}, no language model"
        return f"{self.role}: {self.model}, words go to {self.receiver}"


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
    """Who plays which part under these settings. Raises `SettingsError` where an address is given but no model."""
    client = Part("client", settings.client_model, settings.api_base if settings.client_model != BUILTIN else "")
    evaluator = Part("evaluator", settings.evaluator_model, _evaluator_base(settings, settings.evaluator_model))
    coach = (
        Part("coach", settings.coach_model, _evaluator_base(settings, settings.coach_model))
        if settings.coach_model and settings.coach_model != settings.evaluator_model
        else None
    )
    chosen = PartList(client, evaluator, coach)
    if (settings.api_base or settings.evaluator_api_base) and not chosen.uses_models:
        raise SettingsError(
            "An address of a server was given, but no model. Name the model that it serves, for example "
            "--client-model openai/NAME --evaluator-model openai/NAME."
        )
    return chosen


def _evaluator_base(settings: Settings, model: str) -> str:
    """The evaluator's own address; else the client's, where both speak to the same kind of provider."""
    if model == BUILTIN:
        return ""
    if settings.evaluator_api_base:
        return settings.evaluator_api_base
    same_provider = settings.client_model == BUILTIN or _provider(settings.client_model) == _provider(model)
    return settings.api_base if same_provider else ""


def _provider(model: str) -> str:
    return model.partition("/")[0]


def cast_evaluator(part: Part, settings: Settings) -> Evaluator:
    """The evaluator for a part. Raises `ModelFault` or `DataFileError` where it can't be set up."""
    if part.is_builtin:
        from leanin.evaluator.builtin import BuiltinEvaluator

        return BuiltinEvaluator()
    from leanin.evaluator.language_model import LanguageModelEvaluator
    from leanin.prompts import load_prompt

    return LanguageModelEvaluator(_opened(part, settings), load_prompt("evaluator"))


def cast_voice(part: Part, settings: Settings) -> ClientVoice:
    """The client's voice for a part. Raises `ModelFault` or `DataFileError` where it can't be set up."""
    if part.is_builtin:
        from leanin.client.builtin import BuiltinVoice

        return BuiltinVoice()
    from leanin.client.language_model import LanguageModelVoice
    from leanin.prompts import load_prompt

    return LanguageModelVoice(_opened(part, settings), load_prompt("client"))


def _opened(part: Part, settings: Settings) -> "ChatModel":
    from leanin.llm.port import TimeLimits
    from leanin.llm.selection import open_model

    limits = TimeLimits(
        connect=settings.connect_seconds,
        first_token=settings.first_token_seconds,
        between_tokens=settings.between_tokens_seconds,
    )
    return open_model(part.model, part.api_base or None, limits=limits)

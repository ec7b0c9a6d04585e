"""Which model is used and why, and the one way to open it."""

from dataclasses import dataclass
from typing import Literal

from leanin.llm.adapter import Adapter
from leanin.llm.faults import CallSite, NameUnclear
from leanin.llm.port import ChatModel, TimeLimits
from leanin.llm.receivers import receiver, strip_route, who_receives
from leanin.llm.retrying import RetryingModel, RetryPolicy

BUILTIN = "builtin"
"""The name of no model at all: handled by whoever opens clients and evaluators, never here."""

Reason = Literal["flag", "environment", "configuration", "default"]


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A model that will be used, and where that was said."""

    name: str
    api_base: str | None = None
    chosen_by: Reason = "default"

    @property
    def is_builtin(self) -> bool:
        """Whether no language model is meant."""
        return self.name == BUILTIN

    @property
    def receiver(self) -> str:
        """In words, who receives what the trainee writes."""
        return who_receives(self.name, self.api_base)


def choose(
    *, flag: str | None = None, environment: str | None = None, configuration: str | None = None,
    api_base: str | None = None,
) -> ModelChoice:  # fmt: skip
    """The choice among what was said, the nearest to the person first; `builtin` where nothing was."""
    said: tuple[tuple[Reason, str | None], ...] = (
        ("flag", flag),
        ("environment", environment),
        ("configuration", configuration),
    )
    for reason, name in said:
        if name:
            return ModelChoice(name, None if name == BUILTIN else api_base or None, reason)
    return ModelChoice(BUILTIN)


def open_model(
    name: str, api_base: str | None = None, *, limits: TimeLimits | None = None, policy: RetryPolicy | None = None
) -> ChatModel:
    """The model by this name, ready to be asked, with retries; nothing is sent or imported before the first call.

    `openai/…`, and any name without a provider together with `api_base`, go over the OpenAI SDK; `litellm/…` and all
    other providers over LiteLLM. Raises `NameUnclear` for a name without a provider and without `api_base`.
    """
    return RetryingModel(_adapter(name, api_base or None, limits), policy)


def _adapter(name: str, api_base: str | None, limits: TimeLimits | None) -> Adapter:
    from leanin.llm.litellm_adapter import LiteLLMModel
    from leanin.llm.openai_adapter import OpenAIModel

    provider, slash, bare = name.partition("/")
    if not name or name == BUILTIN or (slash and not (provider and bare)) or (not slash and api_base is None):
        raise NameUnclear(CallSite(name))
    if provider == "openai" or not slash:
        return OpenAIModel(name, api_base, limits)
    if "/" not in strip_route(name):
        raise NameUnclear(CallSite(name))
    return LiteLLMModel(name, api_base, limits)


def is_on_this_machine(name: str, api_base: str | None = None) -> bool:
    """Whether the trainee's words stay on this machine with that model."""
    return name == BUILTIN or receiver(name, api_base).on_this_machine


def warm_up(name: str) -> None:
    """Import what this model's adapter needs ahead of the first call (for LiteLLM seconds), in a worker thread."""
    from leanin.llm import litellm_adapter, openai_adapter

    if name.partition("/")[0] == "openai" or "/" not in name:
        openai_adapter.warm_up()
    else:
        litellm_adapter.warm_up()

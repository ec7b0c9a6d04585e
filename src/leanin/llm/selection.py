"""The one way to open a model by its name."""

from dataclasses import replace

from leanin.llm.adapter import Adapter
from leanin.llm.faults import CallSite, NameUnclear
from leanin.llm.port import ChatModel, TimeLimits
from leanin.llm.receivers import strip_route
from leanin.llm.retrying import RetryPolicy
from leanin.llm.terms import Terms


def open_model(
    name: str,
    api_base: str | None = None,
    *,
    limits: TimeLimits | None = None,
    policy: RetryPolicy | None = None,
    terms: Terms | None = None,
) -> ChatModel:
    """The model by this name, ready to be asked, with retries; nothing is sent or imported before the first call.

    `openai/…`, and any name without a provider together with `api_base`, go over HTTP by aiohttp; `litellm/…` and all
    other providers over LiteLLM. `terms` adds what all models of a run share, such as a cost ceiling; its policy of
    retries counts unless `policy` is given. Raises `NameUnclear` for a name without a provider and without `api_base`,
    and `PriceUnknown` for one whose cost can't be kept under a ceiling.
    """
    agreed = terms or Terms()
    if policy:
        agreed = replace(agreed, policy=policy)
    return agreed.around(_adapter(name, api_base or None, limits), api_base or None)


def _adapter(name: str, api_base: str | None, limits: TimeLimits | None) -> Adapter:
    from leanin.llm.litellm_adapter import LiteLLMModel
    from leanin.llm.openai_adapter import OpenAIModel

    provider, slash, bare = name.partition("/")
    if not name or (slash and not (provider and bare)) or (not slash and api_base is None):
        raise NameUnclear(CallSite(name))
    if provider == "openai" or not slash:
        return OpenAIModel(name, api_base, limits)
    if "/" not in strip_route(name):
        raise NameUnclear(CallSite(name))
    return LiteLLMModel(name, api_base, limits)


def warm_up(name: str) -> None:
    """Import what this model's adapter needs ahead of the first call (for LiteLLM seconds), in a worker thread."""
    if name.partition("/")[0] == "openai" or "/" not in name:
        from leanin.llm.openai_adapter import warm_up as load
    else:
        from leanin.llm.litellm_adapter import warm_up as load
    load()

"""What a call cost, in US dollars, from the price list that LiteLLM ships, read without importing LiteLLM.

The list is a JSON file of some 3 MB inside LiteLLM's package; it is read once a process (about 25 ms).
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from leanin.llm.receivers import strip_route

PRICE_LIST = "model_prices_and_context_window_backup.json"


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a provider counted."""

    read: int | None = None
    """Tokens of the prompt, those from its cache included."""
    written: int | None = None
    """Tokens of the answer, silent reasoning included."""
    from_cache: int = 0
    """Tokens of the prompt that came from the provider's cache, at its lower price."""


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars a token."""

    read: float
    written: float
    from_cache: float

    def of(self, tokens: Tokens) -> float | None:
        """What these tokens cost; None where the provider didn't count them."""
        if tokens.read is None or tokens.written is None:
            return None
        cached = min(tokens.from_cache, tokens.read)
        return (tokens.read - cached) * self.read + cached * self.from_cache + tokens.written * self.written


def price(name: str) -> Price | None:
    """The list price of the model `name` at its provider's own address; None where the list has none.

    A price of zero counts as unknown too: the list writes it for models whose price it doesn't know.
    """
    entry = _entry(strip_route(name))
    if entry is None:
        return None
    read, written = entry.get("input_cost_per_token"), entry.get("output_cost_per_token")
    if not read or not written:
        return None
    return Price(float(read), float(written), float(entry.get("cache_read_input_token_cost") or read))


def _entry(name: str) -> dict[str, Any] | None:
    provider, slash, bare = name.partition("/")
    listed = price_list()
    if name in listed:
        found: dict[str, Any] = listed[name]
        return found
    unprefixed = listed.get(bare) if slash else None
    return unprefixed if unprefixed and unprefixed.get("litellm_provider") == provider else None


@cache
def price_list() -> dict[str, Any]:
    """LiteLLM's list by model name; empty where the file isn't there or can't be read: every cost is then unknown."""
    package = find_spec("litellm")
    if package is None or not package.submodule_search_locations:
        return {}
    try:
        listed = json.loads((Path(package.submodule_search_locations[0]) / PRICE_LIST).read_bytes())
    except (OSError, ValueError):
        return {}
    return listed if isinstance(listed, dict) else {}

"""What language models could be used here: offered to the trainee with their receiver named, never used unasked."""

import json
import os
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

from leanin.llm.receivers import PROVIDERS, host_of, is_loopback, ollama_base, who_receives

OLLAMA_PATIENCE = 0.5
"""Seconds to wait for a local Ollama."""

DEFAULT_MODELS = {
    "openai": "openai/gpt-5.4-mini",
    "anthropic": "anthropic/claude-sonnet-5",
    "gemini": "gemini/gemini-flash-latest",
    "mistral": "mistral/mistral-medium-latest",
    "groq": "groq/openai/gpt-oss-120b",
    "deepseek": "deepseek/deepseek-v4-flash",
    "xai": "xai/grok-4.5-latest",
    "openrouter": "openrouter/openai/gpt-5.4-mini",
}
"""A middling model of each provider, by LiteLLM's names: quick enough for a conversation, no dearer than need be."""

_NO_CHAT = ("embed", "bge-", "minilm", "rerank", "whisper", "-ocr")
_NO_CHAT_FAMILIES = ("bert", "nomic-bert", "xlm-roberta")


@dataclass(frozen=True, slots=True)
class Offer:
    """A model that could be used."""

    name: str
    receiver: str
    """In words, who would receive what the trainee writes."""
    found_by: str
    """What was found: the name of an environment variable (never its value), or a server."""
    api_base: str | None = None


def find_offers() -> list[Offer]:
    """All that could be used on this machine: models that run here first, then providers with a key.

    Waits up to half a second for Ollama; call it in a worker where a screen is shown.
    """
    return [*_ollama_offers(), *_key_offers()]


def _key_offers() -> list[Offer]:
    return [
        Offer(model, who_receives(model), PROVIDERS[provider].key_variable)
        for provider, model in DEFAULT_MODELS.items()
        if os.environ.get(PROVIDERS[provider].key_variable, "").strip()
    ]


def _ollama_offers() -> list[Offer]:
    base = ollama_base()
    if not base.startswith(("http://", "https://")):
        return []
    answer = _fetch(f"{base}/api/tags")
    models = answer.get("models") if isinstance(answer, dict) else None
    for model in models if isinstance(models, list) else ():
        if isinstance(model, dict) and _can_chat_here(model):
            name = f"ollama_chat/{model['name']}"
            server = "Ollama on this machine" if is_loopback(host_of(base)) else f"Ollama at {host_of(base)}"
            return [Offer(name, who_receives(name, base), server, base)]
    return []


def _can_chat_here(model: dict[str, Any]) -> bool:
    """Whether a model of Ollama's list chats and runs there itself: its cloud models are passed on to ollama.com."""
    name = str(model.get("name", "")).lower()
    details = model.get("details")
    family = str(details.get("family", "")).lower() if isinstance(details, dict) else ""
    is_remote = bool(model.get("remote_host") or model.get("remote_model")) or name.endswith("cloud")
    return (
        bool(name) and not is_remote and family not in _NO_CHAT_FAMILIES and not any(sign in name for sign in _NO_CHAT)
    )


def _fetch(url: str) -> object:
    """The JSON at `url`; None where nothing answers in time or the answer is something else: there is no offer then."""
    try:
        with urllib.request.urlopen(url, timeout=OLLAMA_PATIENCE) as response:
            return json.loads(response.read(1 << 20))
    except (OSError, ValueError, urllib.error.URLError):
        return None

"""Who receives the trainee's words when a model is used: said in words, before anything is sent."""

import ipaddress
import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from leanin.llm.faults import CallSite
from leanin.llm.scrubbing import address_only


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider as LiteLLM prefixes it."""

    title: str
    host: str = ""
    key_variable: str = ""
    base_variables: tuple[str, ...] = ()
    """Environment variables that move its address, in the order in which they count."""


OLLAMA_AT = "http://127.0.0.1:11434"

PROVIDERS: dict[str, Provider] = {
    "openai": Provider("OpenAI", "api.openai.com", "OPENAI_API_KEY", ("OPENAI_BASE_URL", "OPENAI_API_BASE")),
    "anthropic": Provider(
        "Anthropic", "api.anthropic.com", "ANTHROPIC_API_KEY", ("ANTHROPIC_API_BASE", "ANTHROPIC_BASE_URL")
    ),
    "gemini": Provider("Google", "generativelanguage.googleapis.com", "GEMINI_API_KEY", ("GEMINI_API_BASE",)),
    "mistral": Provider("Mistral", "api.mistral.ai", "MISTRAL_API_KEY", ("MISTRAL_API_BASE",)),
    "groq": Provider("Groq", "api.groq.com", "GROQ_API_KEY", ("GROQ_API_BASE",)),
    "openrouter": Provider("OpenRouter", "openrouter.ai", "OPENROUTER_API_KEY", ("OPENROUTER_API_BASE",)),
    "deepseek": Provider("DeepSeek", "api.deepseek.com", "DEEPSEEK_API_KEY", ("DEEPSEEK_API_BASE",)),
    "xai": Provider("xAI", "api.x.ai", "XAI_API_KEY", ("XAI_API_BASE",)),
    "cohere_chat": Provider("Cohere", "api.cohere.com", "COHERE_API_KEY", ("COHERE_API_BASE",)),
    "together_ai": Provider("Together AI", "api.together.ai", "TOGETHERAI_API_KEY", ("TOGETHER_AI_API_BASE",)),
    "azure": Provider("Microsoft Azure", "", "AZURE_API_KEY", ("AZURE_API_BASE",)),
    "bedrock": Provider("Amazon Bedrock"),
    "vertex_ai": Provider("Google Vertex AI"),
}
_OLLAMA = ("ollama", "ollama_chat")


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where a model's requests go."""

    words: str
    """For people: `OpenAI (api.openai.com)`, `this machine (127.0.0.1:11434)`."""
    base: str | None
    """The base URL that was given, by argument or environment; None where it is the provider's own."""
    site: CallSite
    on_this_machine: bool
    is_providers_own: bool
    """Whether it is the provider's own address, so that its list prices hold."""
    key_sent_along: str = ""
    """The variable of the provider's key, where that is set and goes to this other server; else empty."""


def strip_route(name: str) -> str:
    """A model's name without leanin's own prefix `litellm/`, which only chooses the adapter."""
    return name.removeprefix("litellm/")


def provider_of(name: str) -> str:
    """Whose API a model's name means: a name alone is an OpenAI-compatible server's, and Ollama has two prefixes."""
    prefix, slash, _ = strip_route(name).partition("/")
    if not slash:
        return "openai"
    return "ollama" if prefix in _OLLAMA else prefix


def receiver(name: str, api_base: str | None = None) -> Receiver:
    """Where requests to the model `name` (as configured) go, with the environment's addresses taken into account."""
    prefix = provider_of(name)
    if not api_base and "/" not in strip_route(name):
        provider = Provider("an unnamed provider")
    else:
        provider = PROVIDERS.get(prefix, Provider(f"the provider “{prefix}”"))
    base = api_base or _base_from_environment(prefix, provider)
    if base is None:
        site = CallSite(name, provider.host, provider.key_variable)
        words = f"{provider.title} ({provider.host})" if provider.host else provider.title
        return Receiver(words, None, site, on_this_machine=False, is_providers_own=True)
    host = host_of(base)
    words, here = _place(base, host)
    if prefix == "ollama" and name.endswith("cloud"):
        words, here = f"Ollama's cloud (ollama.com), by way of {words}", False
    own = bool(provider.host) and host == provider.host
    site = CallSite(name, base, provider.key_variable)
    key = provider.key_variable if provider.host and not own and os.environ.get(provider.key_variable) else ""
    return Receiver(words, base, site, on_this_machine=here, is_providers_own=own, key_sent_along=key)


def who_receives(name: str, api_base: str | None = None) -> str:
    """In words, who receives what the trainee writes: `OpenAI (api.openai.com)`, `this machine (127.0.0.1:11434)`."""
    return receiver(name, api_base).words


def ollama_base() -> str:
    """The address of this machine's Ollama: OLLAMA_API_BASE, OLLAMA_HOST (in any form that Ollama takes) or its own."""
    if base := os.environ.get("OLLAMA_API_BASE"):
        return base.rstrip("/")
    said = os.environ.get("OLLAMA_HOST", "").strip().strip("\"'")
    if not said:
        return OLLAMA_AT
    scheme, separator, rest = said.partition("://")
    parts = urlsplit(said if separator else f"//{said}")
    host = parts.hostname or "127.0.0.1"
    if host in ("0.0.0.0", "::"):
        host = "127.0.0.1"
    ports = {"http": 80, "https": 443}
    port = parts.port or (ports.get(scheme, 11434) if separator else 11434)
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme if separator and rest else 'http'}://{shown}:{port}{parts.path.rstrip('/')}"


def host_of(url: str) -> str:
    """The host's name or number in a URL; empty where there is none."""
    return urlsplit(url if "://" in url else f"//{url}").hostname or ""


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return False
    return number.is_loopback or number.is_unspecified


def _base_from_environment(prefix: str, provider: Provider) -> str | None:
    if prefix == "ollama":
        return ollama_base()
    return next((value for variable in provider.base_variables if (value := os.environ.get(variable))), None)


def _place(base: str, host: str) -> tuple[str, bool]:
    shown = address_only(base).partition("://")[2].partition("/")[0] or host
    if is_loopback(host):
        return f"this machine ({shown})", True
    for provider in PROVIDERS.values():
        if provider.host and host == provider.host:
            return f"{provider.title} ({provider.host})", False
    try:
        private = ipaddress.ip_address(host).is_private
    except ValueError:
        private = "." not in host or host.endswith((".local", ".lan", ".internal"))
    return f"{'a server on your network' if private else 'the server'} ({shown})", False

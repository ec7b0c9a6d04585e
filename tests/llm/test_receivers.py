import pytest

from leanin.llm.receivers import is_loopback, ollama_base, provider_of, receiver, who_receives


@pytest.mark.parametrize(
    ("name", "api_base", "words"),
    [
        ("openai/gpt-5-mini", None, "OpenAI (api.openai.com)"),
        ("litellm/openai/gpt-5-mini", None, "OpenAI (api.openai.com)"),
        ("openai/gpt-5-mini", "https://api.openai.com/v1", "OpenAI (api.openai.com)"),
        ("anthropic/claude-sonnet-5", None, "Anthropic (api.anthropic.com)"),
        ("openai/qwen", "http://127.0.0.1:8142/v1", "this machine (127.0.0.1:8142)"),
        ("qwen", None, "an unnamed provider"),
        ("gpt-5-mini", "https://api.openai.com/v1", "OpenAI (api.openai.com)"),
        ("qwen", "http://localhost:8142", "this machine (localhost:8142)"),
        ("qwen", "http://me:pw@192.168.1.5:8000/v1", "a server on your network (192.168.1.5:8000)"),
        ("qwen", "http://box.local:8000/v1", "a server on your network (box.local:8000)"),
        ("qwen", "https://llm.example.org/v1", "the server (llm.example.org)"),
        ("ollama_chat/qwen3:8b", None, "this machine (127.0.0.1:11434)"),
        (
            "ollama_chat/gpt-oss:120b-cloud",
            None,
            "Ollama's cloud (ollama.com), by way of this machine (127.0.0.1:11434)",
        ),
        ("somebody/new-model", None, "the provider “somebody”"),
    ],
)
def test_who_receives_is_said_in_words(name: str, api_base: str | None, words: str) -> None:
    assert who_receives(name, api_base) == words


def test_the_environments_address_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "https://proxy.example.org/v1")
    moved = receiver("openai/gpt-5-mini")
    assert moved.words == "the server (proxy.example.org)"
    assert moved.base == "https://proxy.example.org/v1"
    assert not moved.is_providers_own
    assert receiver("openai/gpt-5-mini", "http://127.0.0.1:1/v1").on_this_machine


@pytest.mark.parametrize(
    ("name", "provider"),
    [
        ("openai/q", "openai"), ("litellm/openai/q", "openai"), ("q", "openai"), ("anthropic/c", "anthropic"),
        ("litellm/anthropic/c", "anthropic"), ("ollama/y", "ollama"), ("litellm/ollama_chat/y", "ollama"),
    ],
)  # fmt: skip
def test_whose_api_a_name_means(name: str, provider: str) -> None:
    assert provider_of(name) == provider


@pytest.mark.parametrize(
    ("name", "api_base", "key"),
    [
        ("openai/q", "http://127.0.0.1:8142/v1", "OPENAI_API_KEY"),
        ("q", "https://llm.example.org/v1", "OPENAI_API_KEY"),
        ("litellm/openai/q", "https://llm.example.org/v1", "OPENAI_API_KEY"),
        ("openai/q", None, ""),
        ("openai/q", "https://api.openai.com/v1", ""),
        ("anthropic/c", "https://llm.example.org", ""),
        ("ollama_chat/q", None, ""),
        ("azure/q", "https://mine.openai.azure.com", ""),
    ],
)
def test_a_key_that_goes_to_another_server_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, api_base: str | None, key: str
) -> None:
    assert receiver(name, api_base).key_sent_along == ""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret-1234")
    monkeypatch.setenv("AZURE_API_KEY", "very-secret-1234")
    assert receiver(name, api_base).key_sent_along == key


def test_ollamas_cloud_is_not_this_machine() -> None:
    assert receiver("ollama_chat/qwen3:8b").on_this_machine
    assert not receiver("ollama_chat/gpt-oss:120b-cloud").on_this_machine


@pytest.mark.parametrize(
    ("said", "base"),
    [
        ("", "http://127.0.0.1:11434"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("0.0.0.0:8080", "http://127.0.0.1:8080"),
        (":8080", "http://127.0.0.1:8080"),
        ("box", "http://box:11434"),
        ("http://box", "http://box:80"),
        ("https://box/ollama/", "https://box:443/ollama"),
        ("[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_every_form_of_ollamas_own_variable(monkeypatch: pytest.MonkeyPatch, said: str, base: str) -> None:
    monkeypatch.setenv("OLLAMA_HOST", said)
    assert ollama_base() == base


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1", "0.0.0.0", "app.localhost"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "10.0.0.1", "8.8.8.8", "localhost.example.org", "127.0.0.1.example.org"])
def test_not_loopback(host: str) -> None:
    assert not is_loopback(host)

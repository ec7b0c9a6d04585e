import time
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from leanin.llm.cost import price
from leanin.llm.offers import DEFAULT_MODELS, find_offers
from leanin.llm.receivers import PROVIDERS


@pytest.fixture(autouse=True)
def no_ollama(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "127.0.0.1:9")


def tag(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "model": name, "details": {"family": "qwen3"}} | more


@pytest.mark.parametrize("provider", [name for name in DEFAULT_MODELS if name != "openrouter"])
def test_each_default_is_listed_with_its_price(provider: str) -> None:
    assert price(DEFAULT_MODELS[provider]) is not None


def test_the_default_over_openrouter_is_listed_at_its_maker() -> None:
    assert price(DEFAULT_MODELS["openrouter"].removeprefix("openrouter/")) is not None


def test_nothing_found_is_nothing_offered() -> None:
    assert find_offers() == []


@pytest.mark.parametrize("provider", DEFAULT_MODELS)
def test_a_key_is_offered_with_its_receiver_and_never_shown(monkeypatch: pytest.MonkeyPatch, provider: str) -> None:
    variable = PROVIDERS[provider].key_variable
    monkeypatch.setenv(variable, "sk-very-secret-1234")
    (offer,) = find_offers()
    assert offer.name == DEFAULT_MODELS[provider]
    assert PROVIDERS[provider].host in offer.receiver
    assert offer.found_by == variable
    assert "secret" not in repr(offer)
    monkeypatch.setenv(variable, "  ")
    assert find_offers() == []


def test_ollamas_first_suitable_model_comes_first(monkeypatch: pytest.MonkeyPatch, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/api/tags").respond_with_json(
        {
            "models": [
                tag("nomic-embed-text:latest"),
                tag("mxbai:latest", details={"family": "bert"}),
                tag("gpt-oss:120b-cloud"),
                tag("kimi:latest", remote_host="https://ollama.com"),
                tag("qwen3:8b"),
                tag("llama3.2:latest"),
            ]
        }
    )
    base = f"http://127.0.0.1:{httpserver.port}"
    monkeypatch.setenv("OLLAMA_HOST", f"127.0.0.1:{httpserver.port}")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-x")
    first, second = find_offers()
    assert (first.name, first.api_base, first.receiver) == (
        "ollama_chat/qwen3:8b", base, f"this machine (127.0.0.1:{httpserver.port})",
    )  # fmt: skip
    assert second.name == DEFAULT_MODELS["openai"]


@pytest.mark.parametrize(
    "answer",
    [
        Response("nonsense"), Response("[]"), Response('{"models": null}'), Response('{"models": ["x", {}]}'),
        Response("no", status=500), Response(b"\xff\xfe"),
    ],
)  # fmt: skip
def test_something_else_at_that_port_is_no_ollama(
    monkeypatch: pytest.MonkeyPatch, httpserver: HTTPServer, answer: Response
) -> None:
    httpserver.expect_request("/api/tags").respond_with_response(answer)
    monkeypatch.setenv("OLLAMA_HOST", f"127.0.0.1:{httpserver.port}")
    assert find_offers() == []


def test_a_slow_ollama_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, httpserver: HTTPServer) -> None:
    def slow(_request: Request) -> Response:
        time.sleep(1)
        return Response("{}")

    httpserver.expect_request("/api/tags").respond_with_handler(slow)
    monkeypatch.setenv("OLLAMA_HOST", f"127.0.0.1:{httpserver.port}")
    started = time.monotonic()
    assert find_offers() == []
    assert time.monotonic() - started < 0.9

import subprocess
import sys
from typing import Any

import pytest

from leanin.llm import faults
from leanin.llm.port import Message
from leanin.llm.selection import open_model, warm_up

HELLO = [Message("user", "Hello.")]


@pytest.mark.parametrize("name", ["", "builtin", "gpt-5-mini", "openai/", "/m", "litellm/", "litellm/gpt-5-mini"])
def test_a_name_without_a_provider_is_asked_back_with_an_example(name: str) -> None:
    with pytest.raises(faults.NameUnclear, match="openai/"):
        open_model(name)


@pytest.mark.parametrize("name", ["openai/gpt-5-mini", "anthropic/claude-sonnet-5", "litellm/openai/gpt-5-mini"])
async def test_opening_keeps_the_name_and_sends_nothing(name: str) -> None:
    model = open_model(name)
    assert model.name == name
    await model.close()


@pytest.mark.parametrize(
    ("name", "agent", "sent"),
    [
        ("openai/m", "openai", "m"),
        ("m", "openai", "m"),
        ("openai/org/m", "openai", "org/m"),
        ("litellm/openai/m", "litellm", "m"),
        ("mistral/m", "litellm", "m"),
    ],
)
async def test_each_name_goes_its_way(
    server: Any, litellm_ready: None, monkeypatch: pytest.MonkeyPatch, name: str, agent: str, sent: str
) -> None:
    from leanin.llm import litellm_adapter

    roads: list[str] = []
    whole = litellm_adapter.LiteLLMModel._whole

    async def noted(self: Any, request: Any) -> Any:
        roads.append("litellm")
        return await whole(self, request)

    monkeypatch.setattr(litellm_adapter.LiteLLMModel, "_whole", noted)
    server.will(server.says("Yes."))
    model = open_model(name, server.base)
    assert (await model.complete(HELLO)).text == "Yes."
    await model.close()
    assert (roads or ["openai"]) == [agent]
    assert server.seen[0].body["model"] == sent


@pytest.mark.parametrize(
    ("name", "imported"),
    [("openai/m", "openai"), ("m", "openai"), ("anthropic/m", "litellm"), ("litellm/openai/m", "litellm")],
)
def test_warming_up_imports_what_the_models_adapter_needs(
    monkeypatch: pytest.MonkeyPatch, name: str, imported: str
) -> None:
    from leanin.llm import litellm_adapter, openai_adapter

    warmed: list[str] = []
    monkeypatch.setattr(openai_adapter, "warm_up", lambda: warmed.append("openai"))
    monkeypatch.setattr(litellm_adapter, "warm_up", lambda: warmed.append("litellm"))
    warm_up(name)
    assert warmed == [imported]


def test_after_warming_up_the_http_client_is_there_and_no_sdk_is() -> None:
    program = """
import sys
from leanin.llm.selection import warm_up
warm_up("openai/m")
assert "aiohttp" in sys.modules
assert not {"openai", "litellm"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=30)

from typing import Any

import pytest

from leanin.llm import faults
from leanin.llm.port import Message
from leanin.llm.selection import BUILTIN, ModelChoice, choose, is_on_this_machine, open_model

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


def test_what_is_nearest_to_the_person_is_chosen() -> None:
    assert choose() == ModelChoice(BUILTIN, None, "default")
    assert choose(configuration="a/b", api_base="http://x") == ModelChoice("a/b", "http://x", "configuration")
    assert choose(environment="c/d", configuration="a/b").chosen_by == "environment"
    assert choose(flag="builtin", environment="c/d", api_base="http://x") == ModelChoice("builtin", None, "flag")
    assert choose(flag="", environment="").is_builtin


def test_a_choice_knows_its_receiver() -> None:
    assert ModelChoice("openai/gpt-5-mini").receiver == "OpenAI (api.openai.com)"
    assert is_on_this_machine("builtin")
    assert is_on_this_machine("openai/m", "http://127.0.0.1:1/v1")
    assert not is_on_this_machine("openai/m")

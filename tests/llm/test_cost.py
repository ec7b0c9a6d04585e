from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leanin.llm import cost
from leanin.llm.adapter import Adapter
from leanin.llm.cost import Price, Tokens, price
from leanin.llm.litellm_adapter import LiteLLMModel
from leanin.llm.openai_adapter import OpenAIModel
from leanin.llm.port import Usage

COUNTED = Tokens(1000, 100, 400)


@pytest.mark.parametrize(
    "name", ["openai/gpt-4o-mini", "gpt-4o-mini", "litellm/openai/gpt-4o-mini", "anthropic/claude-haiku-4-5"]
)
def test_a_listed_model_has_a_price(name: str) -> None:
    listed = price(name)
    assert listed is not None
    assert 0 < listed.from_cache < listed.read < listed.written < 0.001


@pytest.mark.parametrize("name", ["openai/nobody-knows", "nobody-knows", "groq/gpt-4o-mini", "ollama_chat/llama3"])
def test_an_unknown_price_is_none_and_never_zero(name: str) -> None:
    assert price(name) is None


def test_no_listed_price_is_zero() -> None:
    free = [name for name in cost.price_list() if (found := price(name)) and not found.of(COUNTED)]
    assert free == []


def test_cached_tokens_cost_less() -> None:
    per_token = Price(read=2.0, written=8.0, from_cache=0.5)
    assert per_token.of(Tokens(10, 3, 4)) == 6 * 2.0 + 4 * 0.5 + 3 * 8.0
    assert per_token.of(Tokens(None, 3)) is None
    assert per_token.of(Tokens(10, None)) is None


@given(read=st.integers(0, 10**6), written=st.integers(0, 10**6), cached=st.integers(0, 2 * 10**6))
def test_a_cost_is_never_negative(read: int, written: int, cached: int) -> None:
    amount = Price(2e-6, 8e-6, 5e-7).of(Tokens(read, written, cached))
    assert amount is not None
    assert amount >= 0


@pytest.mark.parametrize("kind", [OpenAIModel, LiteLLMModel])
def test_only_the_providers_own_address_has_its_price(kind: type[Adapter]) -> None:
    assert kind("openai/gpt-4o-mini")._usage(COUNTED).cost is not None
    assert kind("openai/gpt-4o-mini", "https://api.openai.com/v1")._usage(COUNTED).cost is not None
    assert kind("openai/gpt-4o-mini", "http://127.0.0.1:8141/v1")._usage(COUNTED) == Usage(1000, 100, None)


def test_without_the_list_every_cost_is_unknown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cost.price_list.cache_clear()
    monkeypatch.setattr(cost, "PRICE_LIST", str(tmp_path / "gone.json"))
    assert price("openai/gpt-4o-mini") is None
    cost.price_list.cache_clear()
    (tmp_path / "gone.json").write_text("not json", encoding="utf-8")
    assert price("openai/gpt-4o-mini") is None
    cost.price_list.cache_clear()

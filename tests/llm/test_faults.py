import inspect

import pytest

from leanin.errors import ModelFault
from leanin.llm import faults
from leanin.llm.faults import CallFault, CallSite

SITE = CallSite("openai/gpt-5-mini", "https://me:secret@llm.example.org/v1?key=secret", "OPENAI_API_KEY")
KINDS = [
    kind
    for _, kind in inspect.getmembers(faults, inspect.isclass)
    if issubclass(kind, CallFault) and kind is not CallFault
]


def made(kind: type[CallFault]) -> CallFault:
    return kind(SITE, 20.0) if issubclass(kind, faults.TimedOut) else kind(SITE, "Bearer abcdefgh was wrong")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_says_what_happened_and_what_to_do(kind: type[CallFault]) -> None:
    fault = made(kind)
    assert isinstance(fault, ModelFault)
    assert "openai/gpt-5-mini" in fault.message
    assert "secret" not in fault.message
    assert "abcdefgh" not in fault.message
    assert fault.message[-1] in ".?"
    assert len(fault.message) > len(fault._happened()), "there is a way on"


def test_no_two_share_a_title() -> None:
    titles = [kind.title for kind in KINDS]
    assert sorted(titles) == sorted(set(titles))


def test_the_three_waits_are_told_apart() -> None:
    messages = {
        faults.TimedOutConnecting(SITE, 10).message,
        faults.TimedOutWaiting(SITE, 60).message,
        faults.Stalled(SITE, 20).message,
    }
    assert len(messages) == 3


def test_a_missing_model_of_ollama_says_how_to_fetch_it() -> None:
    fault = faults.UnknownModel(CallSite("ollama_chat/qwen3:8b", "http://127.0.0.1:11434"))
    assert "ollama pull qwen3:8b" in fault.message

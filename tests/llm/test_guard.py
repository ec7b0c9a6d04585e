import pytest

from leanin.llm import guard
from leanin.llm.faults import CallForbidden, CallSite

SITE = CallSite("openai/gpt-5-mini", "api.openai.com")


def test_only_what_leaves_the_machine_is_forbidden() -> None:
    with guard.no_model_calls():
        guard.check_allowed(SITE, on_this_machine=True)
        with pytest.raises(CallForbidden, match=r"api\.openai\.com"):
            guard.check_allowed(SITE, on_this_machine=False)


def test_the_switch_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "allow_model_calls", True)
    with pytest.raises(RuntimeError), guard.no_model_calls():
        raise RuntimeError
    guard.check_allowed(SITE, on_this_machine=False)

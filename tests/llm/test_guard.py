import pytest

from leanin.llm import guard
from leanin.llm.faults import CallForbidden, CallSite

SITE = CallSite("openai/gpt-5-mini", "api.openai.com")


def test_only_what_leaves_the_machine_is_forbidden() -> None:
    guard.check_allowed(SITE, on_this_machine=True)
    with pytest.raises(CallForbidden, match=r"api\.openai\.com"):
        guard.check_allowed(SITE, on_this_machine=False)


def test_nothing_is_forbidden_unless_it_is_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "allow_model_calls", True)
    guard.check_allowed(SITE, on_this_machine=False)

import runpy
import sys
from pathlib import Path
from typing import Any

import pytest

from leanin.llm import faults, selection, terms
from leanin.llm.answers import Answers
from leanin.llm.meter import CallRecord
from leanin.llm.pace import Limits, Paces
from leanin.llm.port import Message, Usage
from leanin.llm.retrying import RetryPolicy
from leanin.llm.scripted import Says, ScriptedModel
from leanin.llm.selection import open_model
from leanin.llm.spending import Budget, BudgetSpent, PriceUnknown, per_million
from leanin.llm.terms import Terms
from leanin.llm.unit import Unit, unit_of_work

HELLO = [Message("user", "Hello.")]


async def no_wait(_seconds: float) -> None:
    return


def layers(model: Any) -> list[str]:
    names = [type(model).__name__]
    while (model := getattr(model, "_inner", None)) is not None:
        names.append(type(model).__name__)
    return names


def test_the_order_of_the_parts(tmp_path: Path) -> None:
    answers = Answers(tmp_path / "answers.sqlite")
    budget = Budget(1, prices={"scripted": per_million(1, 1)})
    agreed = Terms(paces=Paces(Limits()), budget=budget, answers=answers, metered=True)
    assert layers(agreed.around(ScriptedModel(), None)) == [
        "MeteredModel", "RememberingModel", "RetryingModel", "BudgetedModel", "PacedModel", "TimedModel",
        "ScriptedModel",
    ]  # fmt: skip
    answers.close()


def test_a_part_that_is_not_asked_for_is_not_there() -> None:
    assert layers(Terms().around(ScriptedModel(), None)) == ["RetryingModel", "ScriptedModel"]
    free = Terms(budget=Budget(1)).around(ScriptedModel(), "http://127.0.0.1:8080/v1")
    assert layers(free) == ["RetryingModel", "ScriptedModel"]


def test_a_ceiling_that_cannot_be_kept_is_refused_on_opening() -> None:
    with pytest.raises(PriceUnknown, match=r"models\.example\.org"):
        open_model("openai/m", "https://models.example.org/v1", terms=Terms(budget=Budget(1)))


async def test_an_answer_out_of_the_cache_is_metered_as_such_and_takes_no_money(tmp_path: Path) -> None:
    answers = Answers(tmp_path / "answers.sqlite")
    budget = Budget(1, prices={"scripted": per_million(1000, 1000)})
    agreed = Terms(RetryPolicy(sleep=no_wait), Paces(Limits(connections=1)), budget, answers, metered=True)
    lost = faults.Unreachable(faults.CallSite("scripted"))
    script = ScriptedModel([lost, Says(("Yes.",), usage=Usage(20, 3))])
    model = agreed.around(script, None)
    records: list[CallRecord] = []
    with pytest.raises(BudgetSpent):
        await model.complete(HELLO)
    budget.max_cost = 10.0
    for _ in range(2):
        with unit_of_work(Unit(listener=records.append)):
            assert (await model.complete(HELLO)).text == "Yes."
    with unit_of_work(Unit(epoch=1, listener=records.append)), pytest.raises(faults.OtherFault):
        await model.complete(HELLO)
    asked, remembered, failed = records
    assert (asked.attempts, asked.cached, asked.usage.cost) == (2, False, pytest.approx(0.023))
    assert (remembered.attempts, remembered.cached, remembered.seconds) == (0, True, 0.0)
    assert remembered.usage == Usage(20, 3, 0.0)
    assert (failed.outcome, failed.attempts) == ("failed", 1)
    assert len(script.calls) == 3
    answers.close()


async def test_over_the_wire(server: Any, tmp_path: Path) -> None:
    answers = Answers(tmp_path / "answers.sqlite")
    agreed = Terms(RetryPolicy(sleep=no_wait), Paces(Limits(connections=2)), Budget(1), answers, metered=True)
    server.will(server.fails(429, "slow", retry_after="1"), server.says("Yes."), server.streams("Well, ", "no."))
    model = open_model("openai/test-model", server.base, terms=agreed)
    records: list[CallRecord] = []
    for _ in range(2):
        with unit_of_work(Unit(listener=records.append)):
            assert (await model.complete(HELLO)).text == "Yes."
            parts = [part async for part in model.stream(HELLO)]
            assert "".join(getattr(part, "text", "") for part in parts) == "Well, no."
    assert [(record.attempts, record.cached) for record in records] == [(2, False), (1, False), (0, True), (0, True)]
    assert len(server.seen) == 3
    assert records[1].first_token is not None
    assert 0 < records[1].first_token <= records[1].seconds
    await model.close()
    answers.close()


def test_opening_on_no_terms_imports_none_of_the_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [f"leanin.llm.{name}" for name in ("answers", "remembering", "spending", "pace", "meter", "unit")]
    for name in parts:
        monkeypatch.delitem(sys.modules, name, raising=False)
    runpy.run_path(terms.__file__)
    runpy.run_path(selection.__file__)["open_model"]("openai/m")
    assert not [name for name in parts if name in sys.modules]

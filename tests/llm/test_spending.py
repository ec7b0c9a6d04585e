import asyncio
from contextlib import aclosing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leanin.errors import ModelFault
from leanin.llm import faults
from leanin.llm.faults import CallSite
from leanin.llm.port import Completion, Finished, Message, Sampling, Usage
from leanin.llm.retrying import RetryingModel, RetryPolicy
from leanin.llm.scripted import Line, Says, ScriptedModel
from leanin.llm.spending import Budget, BudgetedModel, BudgetSpent, PriceUnknown, per_million

HELLO = [Message("user", "x" * 68)]  # 100 bytes, with what is counted for its frame
SITE = CallSite("scripted")
LENGTH = Sampling(max_tokens=100)
PRICE = per_million(10_000, 20_000)  # a cent a token read, two a token written
WORST = 100 * 0.01 + 100 * 0.02


def says(read: int | None, written: int | None, cost: float | None = None) -> Says:
    return Says(("Yes.",), usage=Usage(read, written, cost))


def budgeted(budget: Budget, *script: Line) -> tuple[BudgetedModel, ScriptedModel]:
    model = ScriptedModel(script)
    return BudgetedModel(model, budget, PRICE), model


async def test_what_may_pass_the_ceiling_is_not_asked() -> None:
    budget = Budget(WORST - 0.01)
    model, script = budgeted(budget, says(1, 1))
    assert not budget.is_spent
    with pytest.raises(BudgetSpent, match=r"\$0.0000 of at most \$2.99 .* up to \$3.0000") as caught:
        await model.complete(HELLO, LENGTH)
    with pytest.raises(BudgetSpent):
        await anext(model.stream(HELLO, LENGTH))
    assert (script.calls, budget.is_spent, budget.reserved) == ([], True, 0)
    assert not isinstance(caught.value, ModelFault)


async def test_the_real_cost_takes_the_place_of_the_worst() -> None:
    budget = Budget(10)
    model, _ = budgeted(budget, says(20, 10), says(20, 10, cost=0.25))
    assert (await model.complete(HELLO, LENGTH)).usage == Usage(20, 10, pytest.approx(0.4))
    parts = [part async for part in model.stream(HELLO, LENGTH)]
    assert parts[-1] == Finished(Usage(20, 10, 0.25))
    assert (budget.spent, budget.reserved, budget.uncounted) == (pytest.approx(0.65), 0, 0)


async def test_a_stated_price_goes_before_the_providers() -> None:
    budget = Budget(10, prices={"scripted": PRICE})
    model, _ = budgeted(budget, says(20, 10, cost=99.0))
    assert (await model.complete(HELLO, LENGTH)).usage.cost == pytest.approx(0.4)


async def test_after_three_answers_the_longest_so_far_is_the_measure() -> None:
    budget = Budget(WORST)
    model, script = budgeted(budget, says(20, 10), says(24, 10), says(20, 8), says(20, 10), says(20, 10))
    for worst in (WORST, WORST, WORST, 24 * 1.25 * 0.01 + 15 * 0.02):
        before = budget.spent
        budget.max_cost = before + worst + 1e-9
        await model.complete(HELLO, LENGTH)
    budget.max_cost = budget.spent + 24 * 1.25 * 0.01 + 15 * 0.02 - 0.01
    with pytest.raises(BudgetSpent):
        await model.complete(HELLO, LENGTH)
    assert len(script.calls) == 4


async def test_the_cautious_go_on_with_the_first_rule() -> None:
    budget = Budget(WORST + 1.5, cautious=True)
    model, script = budgeted(budget, *[says(20, 10)] * 10)
    with pytest.raises(BudgetSpent):
        for _ in range(10):
            await model.complete(HELLO, LENGTH)
    assert len(script.calls) == 4


async def test_a_call_waits_while_those_under_way_may_leave_room() -> None:
    budget = Budget(WORST + 0.5)
    slow = Says(("Yes.",), delay=0.002, usage=Usage(20, 10))
    model, script = budgeted(budget, slow, slow, slow)
    both = [asyncio.create_task(model.complete(HELLO, LENGTH)) for _ in range(2)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert (len(script.calls), budget.reserved) == (1, pytest.approx(WORST))
    assert [(await one).text for one in both] == ["Yes.", "Yes."]
    with pytest.raises(BudgetSpent):
        await model.complete(HELLO, LENGTH)


async def test_when_none_leaves_room_all_who_wait_are_told() -> None:
    budget = Budget(WORST + 0.5)
    model, script = budgeted(budget, *[Says(("Yes.",), delay=0.001, usage=Usage(100, 10))] * 9)
    ended = await asyncio.gather(*(model.complete(HELLO, LENGTH) for _ in range(9)), return_exceptions=True)
    assert [isinstance(end, BudgetSpent) for end in ended] == [False] + [True] * 8
    assert len(script.calls) == 1


async def test_one_who_is_called_off_while_waiting_holds_up_nobody() -> None:
    budget = Budget(WORST + 0.5)
    model, _ = budgeted(budget, *[Says(("Yes.",), delay=0.002, usage=Usage(1, 1))] * 3)
    tasks = [asyncio.create_task(model.complete(HELLO, LENGTH)) for _ in range(3)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    tasks[1].cancel()
    await asyncio.wait(tasks)
    assert tasks[1].cancelled()
    assert [tasks[number].result().text for number in (0, 2)] == ["Yes.", "Yes."]


@pytest.mark.parametrize(
    ("line", "spent"),
    [
        (faults.RateLimited(SITE), 0.0),
        (faults.ServerTrouble(SITE), 0.0),
        (faults.SchemaRefused(SITE), 0.0),
        (faults.ConnectionLost(SITE), WORST),
        (faults.TimedOutWaiting(SITE, 1), WORST),
        (faults.RanOut(SITE, usage=Usage(20, 100)), 2.2),
        (faults.Refused(SITE, usage=Usage(20, 1, 0.7)), 0.7),
        (faults.Refused(SITE, usage=Usage()), WORST),
        (says(None, None), WORST),
    ],
    ids=str,
)
@pytest.mark.parametrize("streamed", [False, True])
async def test_what_nobody_counted_is_taken_to_have_cost_all(line: Line, spent: float, streamed: bool) -> None:
    budget = Budget(10)
    model, _ = budgeted(budget, line)
    try:
        if streamed:
            [part async for part in model.stream(HELLO, LENGTH)]
        else:
            await model.complete(HELLO, LENGTH)
    except faults.CallFault:
        pass
    assert budget.spent == pytest.approx(spent)
    assert budget.uncounted == pytest.approx(spent if spent == WORST else 0)
    assert budget.reserved == 0


async def test_a_stream_that_is_left_or_broken_was_paid_for() -> None:
    budget = Budget(10)
    model, _ = budgeted(budget, Says.all_of("One ", "two."), Says.all_of("One ", fault=faults.ServerTrouble(SITE)))
    async with aclosing(model.stream(HELLO, LENGTH)) as parts:
        await anext(parts)
        assert budget.reserved == pytest.approx(WORST)
    assert budget.spent == pytest.approx(WORST)
    with pytest.raises(faults.ServerTrouble):
        [part async for part in model.stream(HELLO, LENGTH)]
    assert budget.spent == pytest.approx(2 * WORST)


async def test_each_attempt_is_paid_for_by_itself() -> None:
    async def sleep(_seconds: float) -> None:
        assert budget.reserved == 0

    budget = Budget(10)
    within, script = budgeted(budget, faults.ConnectionLost(SITE), says(20, 10))
    await RetryingModel(within, RetryPolicy(sleep=sleep)).complete(HELLO, LENGTH)
    assert (len(script.calls), budget.spent) == (2, pytest.approx(WORST + 0.4))
    budget.max_cost = budget.spent
    with pytest.raises(BudgetSpent):
        await RetryingModel(within, RetryPolicy(sleep=sleep)).complete(HELLO, LENGTH)


class Chance(ScriptedModel):
    """Answers of given lengths, in the order of their ends, not of their beginnings."""

    def __init__(self, lengths: list[tuple[int, int]]) -> None:
        super().__init__()
        self.lengths = lengths

    async def complete(self, *args: object, **more: object) -> Completion:
        steps, written = self.lengths.pop()
        for _ in range(steps):
            await asyncio.sleep(0)
        return Completion("Yes.", Usage(20, written, None))


CALLS = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 100)), min_size=1, max_size=40)


@given(CALLS, st.floats(0.5, 40))
def test_a_cautious_ceiling_is_never_passed(calls: list[tuple[int, int]], ceiling: float) -> None:
    async def run() -> None:
        budget = Budget(ceiling, cautious=True)
        model = BudgetedModel(Chance([*calls]), budget, PRICE)
        await asyncio.gather(*(model.complete(HELLO, LENGTH) for _ in calls), return_exceptions=True)
        assert budget.spent <= ceiling
        assert budget.reserved == 0

    asyncio.run(run())


@given(CALLS, st.floats(0.5, 40), st.integers(1, 8))
def test_a_ceiling_is_passed_by_those_on_their_way_at_most(
    calls: list[tuple[int, int]], ceiling: float, at_once: int
) -> None:
    async def run() -> None:
        budget = Budget(ceiling)
        model = BudgetedModel(Chance([*calls]), budget, PRICE)
        workers = asyncio.Semaphore(at_once)

        async def call() -> None:
            async with workers:
                await model.complete(HELLO, LENGTH)

        await asyncio.gather(*(call() for _ in calls), return_exceptions=True)
        assert budget.spent <= ceiling + at_once * WORST
        assert budget.reserved == 0

    asyncio.run(run())


@given(st.integers(1, 100), st.lists(st.integers(0, 5), min_size=1, max_size=40), st.floats(0.5, 40))
def test_a_ceiling_holds_where_answers_are_as_long_as_the_rule_says(
    longest: int, steps: list[int], ceiling: float
) -> None:
    async def run() -> None:
        budget = Budget(ceiling)
        calls = [(step, longest - longest // 3 * (number % 2)) for number, step in enumerate(steps)]
        model = BudgetedModel(Chance(calls), budget, PRICE)
        await asyncio.gather(*(model.complete(HELLO, LENGTH) for _ in steps), return_exceptions=True)
        assert budget.spent <= ceiling

    asyncio.run(run())


def test_a_resumed_run_goes_on_from_what_it_cost() -> None:
    assert Budget(5, spent=4.5).spent == 4.5


@pytest.mark.parametrize("ceiling", [0.0, -1.0, float("nan")])
def test_a_ceiling_is_above_nothing(ceiling: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        Budget(ceiling)
    with pytest.raises(ValueError, match="below 0"):
        per_million(ceiling - 1, 1)


def test_where_a_price_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = {"openai/m": {"input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6}}
    monkeypatch.setattr("leanin.llm.cost.price_list", lambda: listed)
    budget = Budget(1, prices={"openai/own": per_million(0.5, 1.5)})
    price = budget.price_of("openai/m")
    assert price is not None
    assert (price.read, price.written) == (1e-6, 2e-6)
    stated = budget.price_of("openai/own", "https://models.example.org/v1")
    assert stated is not None
    assert stated.written == 1.5e-6
    assert budget.price_of("openai/m", "http://127.0.0.1:8080/v1") is None


@pytest.mark.parametrize(("name", "base"), [("openai/m", "https://models.example.org/v1"), ("openai/new", None)])
def test_a_price_that_nobody_knows_is_refused_at_once(
    monkeypatch: pytest.MonkeyPatch, name: str, base: str | None
) -> None:
    monkeypatch.setattr("leanin.llm.cost.price_list", dict)
    with pytest.raises(PriceUnknown, match=f"--price {name}=0.50,1.50"):
        Budget(1).price_of(name, base)


async def test_it_is_otherwise_the_inner_model() -> None:
    model, script = budgeted(Budget(10))
    assert model.name == "scripted"
    await model.close()
    assert script.closed

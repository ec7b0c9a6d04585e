"""A ceiling on what calls to models may cost together, which stops before it is passed.

Before each attempt its worst case is put aside, and the attempt isn't made where that doesn't fit beneath the ceiling;
afterwards the real cost takes its place.

The worst case is priced from the price list or a stated price, for

- tokens read: one for each byte of the messages and the schema (no model's tokens are shorter), until three answers of
  this model were counted; from then on 1.25 times the most tokens a byte that any of them had;
- tokens written: `max_tokens` until three answers were counted; from then on 1.5 times the longest, never more than
  `max_tokens`.

What is guaranteed: when an attempt's worst case is put aside, all that was spent and all that is put aside lie beneath
the ceiling together. So the ceiling holds as long as no call turns out larger than that rule said for it. Where one
does, what is put aside for the others on their way grows at once, and nothing new begins that doesn't fit. The ceiling
can then be passed by those on their way only, each by at most what its worst case under the rule for the first three
answers exceeds what was put aside for it. With `Budget(cautious=True)` that first rule holds for all, and the ceiling
isn't passed at all; far fewer calls then fit at once.

Taken for granted: that the price is right, that the server keeps to `max_tokens` and counts as it charges, and that an
error sent instead of an answer isn't charged. Whatever else ends without a count (a stream left early, a lost
connection, a call that is called off) is taken to have cost all that was put aside for it.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from pydantic import BaseModel

from leanin.errors import LeaninError
from leanin.llm import faults
from leanin.llm.adapter import DEFAULT_SAMPLING
from leanin.llm.cost import Price, Tokens, price
from leanin.llm.port import ChatModel, Completion, Finished, Message, Sampling, TextPart, Usage
from leanin.llm.receivers import receiver
from leanin.llm.schemas import in_words
from leanin.llm.wrapping import AroundModel

_KNOWN_FROM: Final = 3
"""Answers counted, from which on the rule goes by them."""
_ROOM_WRITTEN: Final = 1.5
_ROOM_READ: Final = 1.25
_BYTES_A_MESSAGE: Final = 16
"""For what marks a message's beginning, end and role."""

_NOT_CHARGED: Final = (
    faults.KeyMissing, faults.KeyRefused, faults.NotPermitted, faults.OutOfCredit, faults.UnknownModel,
    faults.NameUnclear, faults.Unreachable, faults.TimedOutConnecting, faults.RateLimited, faults.ServerTrouble,
    faults.TooLong, faults.NotAChat, faults.RequestRejected, faults.CallForbidden,
)  # fmt: skip
"""Faults that come instead of an answer."""


class BudgetSpent(LeaninError):
    """The next call might pass the ceiling. No fault of a model's: whatever mends those must not mend this."""

    title = "The cost ceiling is reached"


class PriceUnknown(LeaninError):
    """A ceiling can't be kept, since nobody said what a model costs."""

    title = "The price isn't known"


def per_million(read: float, written: float) -> Price:
    """A price stated in US dollars for a million tokens read and for a million written. Raises `ValueError` below 0."""
    if not (read >= 0 and written >= 0):
        raise ValueError("a price can't be below 0")
    return Price(read / 1e6, written / 1e6, read / 1e6)


@dataclass(slots=True, eq=False)
class _Hold:
    """What is put aside for one attempt."""

    worst: Callable[[], float]
    amount: float


class Budget:
    """The ceiling of a run, in US dollars, over all its models; for one event loop."""

    def __init__(
        self, max_cost: float, *, prices: Mapping[str, Price] | None = None, spent: float = 0.0, cautious: bool = False
    ) -> None:
        """`prices` are stated by models' names and go before the list; `spent` is what a resumed run has cost so far.

        Raises `ValueError` for a ceiling that isn't above 0.
        """
        if not max_cost > 0:
            raise ValueError(f"a cost ceiling must be above 0, not {max_cost}")
        self.max_cost = max_cost
        self.spent = spent
        """Real costs so far, those taken to have been charged among them."""
        self.uncounted = 0.0
        """Of `spent`, what nobody counted: attempts that ended without usage, at all that was put aside for them."""
        self.is_spent = False
        """Whether any call wasn't made for lack of money: an item that ended after that may lack a part."""
        self.cautious = cautious
        self._prices = dict(prices or {})
        self._holds: set[_Hold] = set()
        self._reserved = 0.0
        self._queue = asyncio.Lock()
        self._settled = asyncio.Event()

    @property
    def reserved(self) -> float:
        """What is put aside at the moment for attempts that are under way."""
        return self._reserved

    def stated_price(self, name: str) -> Price | None:
        """What was stated for the model; None where nothing was."""
        return self._prices.get(name)

    def price_of(self, name: str, api_base: str | None = None) -> Price | None:
        """The price that this model's calls are counted at; None is free: a server on this machine.

        Raises `PriceUnknown` for any other whose price is neither stated nor on the list.
        """
        if stated := self._prices.get(name):
            return stated
        where = receiver(name, api_base)
        if where.on_this_machine:
            return None
        if where.is_providers_own and (listed := price(name)):
            return listed
        raise PriceUnknown(
            f"A ceiling of ${self.max_cost:.2f} can't be kept for {where.site}: its price isn't known. State it in US "
            f"dollars for a million tokens read and a million written, as in --price {name}=0.50,1.50 (0,0 where it "
            "costs nothing), or leave out --max-cost."
        )

    async def reserve(self, model: str, worst: Callable[[], float]) -> _Hold:
        """Put an attempt's worst case aside, first come, first served.

        Waits while attempts under way may still leave room. Raises `BudgetSpent` once none are and it doesn't fit.
        `worst` is asked again when others end, since each count makes the estimate better.
        """
        async with self._queue:
            while self.spent + self._reserved + (amount := worst()) > self.max_cost:
                if not self._holds:
                    self.is_spent = True
                    raise BudgetSpent(self._words(model, amount))
                self._settled.clear()
                await self._settled.wait()
            hold = _Hold(worst, amount)
            self._holds.add(hold)
            self._reserved += amount
            return hold

    def settle(self, hold: _Hold, cost: float | None) -> None:
        """Put the real cost in place of what was put aside; None is unknown, and counts as all of that."""
        self._holds.remove(hold)
        if cost is None:
            cost = hold.amount
            self.uncounted += cost
        self.spent += cost
        if cost > hold.amount:  # the others may be larger than was thought, too
            for other in self._holds:
                other.amount = max(other.amount, other.worst())
        self._reserved = sum(other.amount for other in self._holds)
        self._settled.set()

    def _words(self, model: str, amount: float) -> str:
        uncounted = f" (${self.uncounted:.4f} of it for calls whose cost nobody counted)" if self.uncounted else ""
        return (
            f"${self.spent:.4f} of at most ${self.max_cost:.2f} is spent{uncounted}, and the next call of {model} may "
            f"cost up to ${amount:.4f}. It wasn't made. Go on with a higher --max-cost."
        )


class BudgetedModel(AroundModel):
    """A `ChatModel` whose calls are only made where the budget has room; one for each use of a model.

    Each has an estimate of its own, so that long answers of one use don't make another's look dear. The usage that it
    passes on has its cost by the stated price, where there is one.
    """

    def __init__(self, inner: ChatModel, budget: Budget, price: Price) -> None:
        super().__init__(inner)
        self._budget = budget
        self._price = price
        self._is_stated = budget.stated_price(inner.name) is not None
        self._counted = 0
        self._longest = 0
        self._densest = 0.0

    async def stream(
        self, messages: Sequence[Message], sampling: Sampling = DEFAULT_SAMPLING
    ) -> AsyncGenerator[TextPart | Finished, None]:
        """Stream an answer. Raises `BudgetSpent`."""
        size = _bytes(messages, None)
        hold = await self._budget.reserve(self.name, lambda: self._worst(size, sampling))
        cost: float | None = None
        began = False
        try:
            async with aclosing(self._inner.stream(messages, sampling)) as parts:
                async for part in parts:
                    began = True
                    if isinstance(part, Finished):
                        usage = self._count(part.usage, size)
                        cost = usage.cost
                        yield Finished(usage)
                    else:
                        yield part
        except faults.CallFault as fault:
            cost = self._cost_of(fault, size, began=began)
            raise
        finally:
            self._budget.settle(hold, cost)

    async def complete(
        self,
        messages: Sequence[Message],
        sampling: Sampling = DEFAULT_SAMPLING,
        *,
        schema: type[BaseModel] | None = None,
    ) -> Completion:
        """Ask for a whole answer. Raises `BudgetSpent`."""
        size = _bytes(messages, schema)
        hold = await self._budget.reserve(self.name, lambda: self._worst(size, sampling))
        cost: float | None = None
        try:
            completion = await self._inner.complete(messages, sampling, schema=schema)
            usage = self._count(completion.usage, size)
            cost = usage.cost
            return Completion(completion.text, usage)
        except faults.CallFault as fault:
            cost = self._cost_of(fault, size, began=False)
            raise
        finally:
            self._budget.settle(hold, cost)

    def _worst(self, size: int, sampling: Sampling) -> float:
        read, written = float(size), float(sampling.max_tokens)
        if self._counted >= _KNOWN_FROM and not self._budget.cautious:
            read = size * self._densest * _ROOM_READ
            written = min(written, self._longest * _ROOM_WRITTEN)
        return read * self._price.read + written * self._price.written

    def _count(self, usage: Usage, size: int) -> Usage:
        """Learn from what was counted; the usage with its cost."""
        if usage.input_tokens is None or usage.output_tokens is None:
            return usage
        self._counted += 1
        self._longest = max(self._longest, usage.output_tokens)
        self._densest = max(self._densest, usage.input_tokens / size)
        if self._is_stated or usage.cost is None:
            return replace(usage, cost=self._price.of(Tokens(usage.input_tokens, usage.output_tokens)))
        return usage

    def _cost_of(self, fault: faults.CallFault, size: int, *, began: bool) -> float | None:
        if fault.usage is not None:
            fault.usage = self._count(fault.usage, size)
            if fault.usage.cost is not None:
                return fault.usage.cost
        return 0.0 if isinstance(fault, _NOT_CHARGED) and not began else None


def _bytes(messages: Sequence[Message], schema: type[BaseModel] | None) -> int:
    written = sum(len(message.content.encode(errors="surrogatepass")) + _BYTES_A_MESSAGE for message in messages)
    return written + (_schema_bytes(schema) if schema else 0) + _BYTES_A_MESSAGE


@cache
def _schema_bytes(schema: type[BaseModel]) -> int:
    return len(in_words(schema).encode())

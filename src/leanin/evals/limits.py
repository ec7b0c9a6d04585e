"""What a run may ask of models' servers, and spend: the same for all of its models, and shared out among processes."""

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from leanin.casting import Part, time_limits
from leanin.settings import Settings

if TYPE_CHECKING:
    from leanin.llm.port import ChatModel
    from leanin.llm.terms import Terms

UNITS_A_CONNECTION: Final = 4
"""Units in flight for each connection, so that one which waits for another try leaves its connection to the next."""


@dataclass(frozen=True, slots=True)
class RunLimits:
    """Plain data, so that another process can be given it. None is no limit."""

    at_once: int = 4
    """Connections to one server."""
    requests_a_minute: float | None = None
    tokens_a_minute: float | None = None
    max_cost: float | None = None
    """US dollars, for the whole run, what earlier attempts spent included."""
    spent: float = 0.0
    """What earlier attempts spent."""
    prices: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Stated prices by model: US dollars for a million tokens read, and written."""
    cached: bool = True
    """Whether answers are kept, and kept ones used."""

    @property
    def units_at_once(self) -> int:
        """How many units are done at a time."""
        return self.at_once * UNITS_A_CONNECTION

    def shared_by(self, processes: int) -> "RunLimits":
        """One process's part, where so many work side by side."""
        left = None if self.max_cost is None else max(0.0, self.max_cost - self.spent) / processes
        return replace(
            self,
            at_once=max(1, self.at_once // processes),
            requests_a_minute=self.requests_a_minute and self.requests_a_minute / processes,
            tokens_a_minute=self.tokens_a_minute and self.tokens_a_minute / processes,
            max_cost=left,
            spent=0.0,
        )


class Door:
    """Opens models that keep to the limits together, and tell the unit of work of each call; for one event loop."""

    def __init__(self, limits: RunLimits) -> None:
        """Raises `AnswersError` where the kept answers can't be used."""
        self._limits = limits
        self._terms = _terms(limits)

    def __call__(self, part: Part, settings: Settings) -> "ChatModel":
        """The model that plays a part. Raises `PriceUnknown` where its cost can't be kept under a ceiling."""
        from leanin.llm.selection import open_model, warm_up

        counted = self._limits.max_cost is not None or part.model in self._limits.prices
        terms = self._terms if counted else replace(self._terms, budget=None)
        model = open_model(part.model, part.api_base or None, limits=time_limits(settings), terms=terms)
        warm_up(part.model)  # now, since the first calls would wait for it behind all units that begin
        return model

    @property
    def spent(self) -> float | None:
        """What the run cost so far, in US dollars, earlier attempts included; None where nobody counts."""
        return self._terms.budget.spent if self._terms.budget else None

    @property
    def trouble(self) -> str:
        """What went wrong with the kept answers, in words; empty where nothing did."""
        return self._terms.answers.trouble if self._terms.answers else ""

    def close(self) -> None:
        """Let go of the kept answers."""
        if self._terms.answers:
            self._terms.answers.close()


def _terms(limits: RunLimits) -> "Terms":
    from leanin.llm.pace import Limits, Paces
    from leanin.llm.retrying import RetryPolicy
    from leanin.llm.terms import Terms

    budget = answers = None
    if limits.max_cost is not None or limits.prices:
        from leanin.llm.spending import Budget, per_million

        prices = {model: per_million(*price) for model, price in limits.prices.items()}
        ceiling = math.inf if limits.max_cost is None else limits.max_cost
        budget = Budget(ceiling, prices=prices, spent=limits.spent)
    if limits.cached:
        from leanin.llm.answers import Answers

        answers = Answers()
    return Terms(
        policy=RetryPolicy(attempts=6, longest_wait=30.0, longest_asked=300.0),
        paces=Paces(Limits(limits.at_once, limits.requests_a_minute, limits.tokens_a_minute)),
        budget=budget,
        answers=answers,
        metered=True,
    )

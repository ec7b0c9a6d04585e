"""On what terms a model's calls are made: retries, pace, ceiling, cache, meter; and the order in which these wrap it.

    Metered( Remembering( Retrying( Budgeted( Paced( Timed( adapter ))))))

- The **meter** is outermost, since it tells of what the caller saw, remembered answers too.
- The **cache** comes next: what is remembered costs neither money nor a turn, and only what came after all retries is
  kept.
- The **retrying** goes around ceiling and pace, so that each attempt is paid and queued for by itself, and a call that
  waits for its next try holds neither money nor a connection.
- The **ceiling** goes around the pace: when the money is spent, all who wait learn it at once instead of first waiting
  for their turns, which would also be lost to others.
- The **pace** goes around the adapter alone, so that it holds a connection just as long as there is one. Time limits
  begin inside it: waiting for a turn isn't the server's time.
- The **timing** is innermost: the server's own time.

A part that isn't asked for isn't there.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leanin.llm.port import ChatModel
from leanin.llm.retrying import RetryingModel, RetryPolicy

if TYPE_CHECKING:
    from leanin.llm.answers import Answers
    from leanin.llm.pace import Paces
    from leanin.llm.spending import Budget


@dataclass(frozen=True, slots=True)
class Terms:
    """The parts that all models of a run share. Nothing but the usual retries unless told."""

    policy: RetryPolicy | None = None
    paces: "Paces | None" = None
    budget: "Budget | None" = None
    answers: "Answers | None" = None
    metered: bool = False
    """Whether calls are told to the unit of work that they belong to."""

    def around(self, adapter: ChatModel, api_base: str | None) -> ChatModel:
        """The adapter's model on these terms; `api_base` is the address that it was opened with.

        Raises `PriceUnknown` where a ceiling can't be kept for it.
        """
        name = adapter.name
        model = adapter
        if self.metered:
            from leanin.llm.meter import TimedModel

            model = TimedModel(model)
        if self.paces:
            from leanin.llm.pace import PacedModel

            model = PacedModel(model, self.paces.of(name, api_base))
        if self.budget and (price := self.budget.price_of(name, api_base)):
            from leanin.llm.spending import BudgetedModel

            model = BudgetedModel(model, self.budget, price)
        model = RetryingModel(model, self.policy)
        if self.answers:
            from leanin.llm.receivers import receiver
            from leanin.llm.remembering import RememberingModel

            model = RememberingModel(model, self.answers, receiver(name, api_base).base or "")
        if self.metered:
            from leanin.llm.meter import MeteredModel

            model = MeteredModel(model)
        return model

import pytest

from leanin.casting import Part
from leanin.evals.limits import Door, RunLimits
from leanin.llm.spending import PriceUnknown
from leanin.settings import load_settings


def test_processes_share_the_limits_out() -> None:
    whole = RunLimits(at_once=16, requests_a_minute=60, tokens_a_minute=None, max_cost=2.0, spent=0.5)
    part = whole.shared_by(4)
    assert (part.at_once, part.requests_a_minute, part.tokens_a_minute) == (4, 15, None)
    assert (part.max_cost, part.spent) == (0.375, 0.0)
    assert RunLimits(at_once=2).shared_by(4).at_once == 1


def test_more_units_are_in_flight_than_connections_so_that_one_that_waits_holds_nobody_up() -> None:
    assert RunLimits(at_once=16).units_at_once > 16


def test_a_ceiling_needs_a_price() -> None:
    settings = load_settings()
    part = Part("evaluator", "openai/unheard-of", "https://models.example/v1")
    with pytest.raises(PriceUnknown):
        Door(RunLimits(max_cost=1.0, cached=False))(part, settings)
    door = Door(RunLimits(max_cost=1.0, cached=False, prices={part.model: (1.0, 2.0)}))
    assert door(part, settings).name == part.model
    assert door.trouble == ""
    door.close()

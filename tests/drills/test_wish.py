import pytest
from tests.drills.samples import RISK, SOFT, items

from leanin.drills.focus import WHOLE, Focus
from leanin.drills.items import DrillError, Kind, load_items
from leanin.drills.wish import Wish
from leanin.persona import Component, Marker
from leanin.rubric import Step, Trap

ALL = [*items(), SOFT, RISK]


def test_kinds_of_rupture_are_kept_to() -> None:
    wish = Wish(component=Component.BOND, marker=Marker.CONFRONTATION)
    assert [item.id for item in wish.fitting(ALL)] == ["i0"]
    assert all(item.marker is Marker.WITHDRAWAL for item in Wish(marker=Marker.WITHDRAWAL).fitting(ALL))


def test_a_risk_comes_only_to_those_who_practise_not_to_pass_it_over() -> None:
    assert RISK not in Wish().fitting(ALL) and RISK not in Wish(focus=WHOLE).fitting(ALL)
    assert Wish(focus=Focus(trap=Trap.UNSAFE)).fitting(ALL) == [RISK]


def test_a_softened_client_comes_only_where_owning_isnt_asked_for() -> None:
    assert SOFT in Wish(focus=Focus(step=Step.INVITATION)).fitting(ALL)
    assert SOFT not in Wish(focus=Focus(step=Step.RESPONSIBILITY)).fitting(ALL)


def test_what_nothing_fits_is_told() -> None:
    with pytest.raises(DrillError, match="No statement fits"):
        Wish(focus=Focus(trap=Trap.HOSTILE)).fitting(ALL)


def test_what_ships_has_statements_for_every_step_trap_and_kind() -> None:
    shipped = load_items()
    for focus in (WHOLE, *(Focus(step=step) for step in Step), *(Focus(trap=trap) for trap in Trap)):
        assert len(Wish(focus=focus).fitting(shipped)) >= 10, focus
    for component in Component:
        for marker in Marker:
            fitting = Wish(component=component, marker=marker).fitting(shipped)
            assert len(fitting) >= 10 and all(item.kind is Kind.RUPTURE for item in fitting)

import pytest
from tests.drills.samples import RISK, SOFT, item

from leanin.drills.focus import WHOLE, Focus, Reached
from leanin.drills.wish import Wish
from leanin.drills.words import aim_in_words, kind_in_words, reached_in_words, seconds_in_words, wish_in_words
from leanin.persona import Component, Marker
from leanin.rubric import Step, Trap


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, "time is up"),
        (0.2, "1 second left"),
        (42.0, "42 seconds left"),
        (41.3, "42 seconds left"),
        (125, "2 min 5 s left"),
    ],
)
def test_time_in_words(seconds: float, words: str) -> None:
    assert seconds_in_words(seconds) == words


def test_kinds_aims_and_wishes_in_words() -> None:
    assert kind_in_words(item(0)) == "bond rupture · confronts · gentle"
    assert kind_in_words(SOFT) == "the client has softened" and kind_in_words(RISK) == "a risk is told"
    assert aim_in_words(Focus(step=Step.INVITATION)) == "Only this counts: Invite more"
    assert aim_in_words(Focus(trap=Trap.DEFENDING)).startswith("Unlearn: defending, ")
    assert "counts" in aim_in_words(WHOLE)
    assert reached_in_words(Reached.PARTLY, WHOLE) == "◐ partly there: the whole reply"
    assert wish_in_words(Wish()) == "leanin chooses · 10 statements · no clock"
    narrow = Wish(Focus(trap=Trap.ADVISING), Component.BOND, Marker.WITHDRAWAL, 5, 60)
    assert wish_in_words(narrow) == "without advising · bond withdrawal ruptures · 5 statements · 60 seconds each"

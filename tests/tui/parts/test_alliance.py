from leanin.dynamics import Stance
from leanin.session.events import StateReached
from leanin.tui.parts import alliance

STATES = [
    StateReached(turn=0, trust=30, tension=60, candour=64, stance=Stance.CONFRONTING, disclosed=0),
    StateReached(turn=1, trust=38.4, tension=52, candour=64, stance=Stance.SCEPTICAL, disclosed=1),
]


def test_each_measure_has_its_number_its_movement_and_its_curve() -> None:
    assert alliance.rows(STATES, 12).plain.splitlines() == [
        "trust    38  up 8       ▃▄",
        "tension  52  down 8     ▅▅",
        "candour  64  as before  ▆▆",
    ]


def test_the_first_state_has_not_moved() -> None:
    assert alliance.rows(STATES[:1], 12).plain.splitlines()[0] == "trust    30  at first   ▃"


def test_the_stance_is_put_into_words() -> None:
    assert alliance.stance(STATES).plain == "sceptical: isn't convinced"
    assert alliance.stance([]).plain == ""


def test_all_in_a_line() -> None:
    assert alliance.in_a_line(STATES, 6).plain == "sceptical · trust ▃▄ 38 · tension ▅▅ 52 · candour ▆▆ 64"


def test_a_chart_has_a_bar_and_a_number_for_each_state_where_there_is_room() -> None:
    chart = alliance.chart(STATES, "trust", 24).plain.splitlines()
    assert chart[0] == "trust  30 → 38"
    assert chart[-1].split() == ["30", "38"]
    assert len(chart) == 6


def test_a_long_session_drops_the_numbers_and_keeps_within_its_room() -> None:
    chart = alliance.chart(STATES * 20, "tension", 24).plain.splitlines()
    assert chart[0] == "tension  60 → 52"
    assert max(map(len, chart[1:])) <= 24

"""The drift of kept grades: first grades beside every regrading, and figures only where they mean something."""

from tests.store.samples import RESUMED, grade, opened, regraded, rosa_session, state

from leanin.evals.drift import FEWEST_FOR_KAPPA, figures
from leanin.rubric import Trap
from leanin.session.events import Event, Graded, GradeMissing, Opening, Replied
from leanin.store.kept import KeptSession, StampedEvent


def kept(events: list[Event], session_id: str = "2025-03-01-k7qm") -> KeptSession:
    stamped = [StampedEvent(n, f"2025-03-01T18:05:{n % 60:02d}.000000Z", event) for n, event in enumerate(events, 1)]
    return KeptSession(session_id, stamped[0].time, tuple(stamped))


def long_session(levels: list[tuple[int, int]]) -> list[Event]:
    """A reply for each pair: its first level of responsibility and its second one."""
    events: list[Event] = [opened(), Opening(said="Hm?"), state(0, 30)]
    for turn, (first, _) in enumerate(levels, 1):
        events += [Replied(turn=turn, text="Well."), Graded(turn=turn, grade=grade(first, 0, 0), by="builtin")]
    return events + [regraded(turn, grade(again, 0, 0)) for turn, (_, again) in enumerate(levels, 1)]


def test_turn_by_turn_first_and_new_grades_stand_side_by_side() -> None:
    events = [
        *rosa_session(),
        regraded(1, grade(1, 0, 0)),
        regraded(2, grade(2, 2, 2)),
        regraded(2, grade(1, 2, 2), run=2),
    ]
    data = figures([kept(events)])
    (session,) = data["sessions"]
    assert (session["id"], session["persona"]) == ("2025-03-01-k7qm", "rosa")
    first, second = session["turns"]
    assert first["taken_back"] and not second["taken_back"]
    assert first["first"] == {
        "by": "builtin",
        "responsibility": 0,
        "reflection": 0,
        "invitation": 0,
        "score": 0,
        "traps": ["defending"],
    }
    assert [(one["run"], one["score"], one["traps"]) for one in first["again"]] == [(1, 1, [])]
    assert [(one["run"], one["score"]) for one in second["again"]] == [(1, 6), (2, 5)]
    assert [(made["run"], made["nth"], made["replies"]) for made in session["regradings"]] == [(1, 1, 2), (2, 2, 1)]
    assert session["regradings"][1]["began"] == "2025-03-01T18:05:19.000000Z"

    one, other = data["drift"]
    assert (one["replies"], one["raised"], one["lowered"], one["mean_change"]) == (2, 2, 0, 1.0)
    assert one["steps"]["responsibility"] == {"exact": 0.5, "kappa": None}
    assert (one["traps_dropped"], one["traps_added"]) == ({"defending": 1}, {})
    assert (other["nth"], other["replies"], other["mean_change"]) == (2, 1, 0.0)


def test_the_same_means_are_counted_together_across_sessions() -> None:
    one = [*rosa_session(), regraded(1, grade(1, 0, 0, trap=Trap.BLAMING))]
    other = [*rosa_session(), regraded(2, grade(0, 0, 0), by="openai/other"), regraded(2, grade(2, 2, 2), run=2)]
    data = figures([kept(one), kept(other, "2025-03-02-k7qm")])
    assert [(row["by"], row["replies"], row["mean_change"]) for row in data["drift"]] == [
        ("openai/judge", 2, 1.0),
        ("openai/other", 1, -5.0),
    ]
    assert (data["drift"][0]["traps_added"], data["drift"][1]["lowered"]) == ({"blaming": 1}, 1)


def test_kappa_waits_for_enough_replies_that_vary() -> None:
    varied = [(place % 3, place % 3) for place in range(FEWEST_FOR_KAPPA)]
    agreement = figures([kept(long_session(varied))])["drift"][0]["steps"]
    assert agreement["responsibility"] == {"exact": 1.0, "kappa": 1.0}
    assert agreement["reflection"] == {"exact": 1.0, "kappa": None}, "all the same on both sides"
    fewer = figures([kept(long_session(varied[1:]))])["drift"][0]["steps"]
    assert fewer["responsibility"]["kappa"] is None


def test_a_reply_without_a_first_grade_is_shown_and_compared_with_nothing() -> None:
    events: list[Event] = [opened(), Opening(said="Hm?"), state(0, 30), Replied(turn=1, text="Well.")]
    events += [GradeMissing(turn=1, title="No grade", reason="Down."), RESUMED, regraded(1, grade(1, 1, 1))]
    data = figures([kept(events)])
    assert data["sessions"][0]["turns"][0]["first"] is None
    assert data["sessions"][0]["turns"][0]["again"][0]["score"] == 3
    (row,) = data["drift"]
    assert (row["replies"], row["mean_change"], row["raised"]) == (0, None, 0)
    assert row["steps"]["invitation"] == {"exact": None, "kappa": None}


def test_sessions_that_were_never_graded_again_have_no_drift() -> None:
    assert figures([kept(rosa_session())])["drift"] == []
    assert figures([]) == {"sessions": [], "drift": []}

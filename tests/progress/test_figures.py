from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.doubles import EMPTY, FULL
from tests.progress.journals import kept, practised, session_of
from tests.strategies import grade_of

from leanin.progress.figures import Progress, in_points, progress_of
from leanin.progress.queries import Wanted
from leanin.progress.shares import Direction
from leanin.rubric import Step, Trap
from leanin.store.journal import JournalStore

TODAY = date(2026, 2, 1)
DEFENDS = grade_of(0, 1, 0, Trap.DEFENDING, Trap.CLOSED_QUESTION)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[JournalStore]:
    with JournalStore(tmp_path / "journal.sqlite") as opened:
        yield opened


def found(store: JournalStore, **wanted: object) -> Progress:
    return progress_of(store, Wanted(**wanted), TODAY)  # type: ignore[arg-type]


def test_an_empty_journal(store: JournalStore) -> None:
    progress = found(store)
    assert progress.sessions == progress.traps == progress.kinds == ()
    assert [one.line.overall.of for one in progress.steps] == [0, 0, 0]


def test_first_tries_and_later_ones_are_counted_apart_and_all_of_them(store: JournalStore) -> None:
    practised(store, [session_of([EMPTY, DEFENDS, FULL], again=True)])
    progress = found(store)
    attempts = progress.attempts
    assert (attempts.replies, attempts.again, attempts.taken_back, attempts.aside, attempts.graded) == (3, 2, 2, 0, 3)
    responsibility, reflection, _ = progress.steps
    assert (responsibility.line.overall[:2], responsibility.line.first[:2]) == ((1, 3), (0, 1))
    assert responsibility.line.again[:2] == (1, 2)
    assert (reflection.absent, reflection.partial, reflection.line.overall.hits) == (1, 1, 1)
    assert [(one.trap, one.line.overall[:2]) for one in progress.traps] == [
        (Trap.DEFENDING, (1, 3)),
        (Trap.CLOSED_QUESTION, (1, 3)),
    ]
    assert progress.trapped.overall[:2] == (1, 3)
    assert progress.graders == {"builtin": 3}


def test_a_step_that_wasnt_called_for_counts_nowhere(store: JournalStore) -> None:
    practised(store, [session_of([grade_of(2, 0, 0, called_for=frozenset({Step.REFLECTION}))])])
    assert [one.line.overall[:2] for one in found(store).steps] == [(0, 0), (0, 1), (0, 0)]


def test_kinds_and_personas(store: JournalStore) -> None:
    practised(store, [session_of([FULL]), session_of([EMPTY])])
    (kind,), (persona,) = found(store).kinds, found(store).personas
    assert (kind.key, kind.name) == (("bond", "confrontation"), "bond, confrontation")
    assert (persona.key, persona.name, persona.sessions, persona.replies) == (("ada",), "Ada Moss", 2, 2)
    assert persona.outcomes == {"repaired": 2}
    assert [share[:2] for share in persona.steps] == [(1, 2)] * 3


def test_the_last_ten_sessions_against_the_ten_before(store: JournalStore) -> None:
    practised(store, [session_of([EMPTY] * 4)] * 12 + [session_of([FULL] * 4)] * 10)
    line = found(store).steps[0].line
    assert (line.before[:2], line.lately[:2]) == ((0, 40), (40, 40))
    assert line.change.direction is Direction.UP
    assert found(store).trapped.change.direction is Direction.NOT_CLEAR


def test_traps_are_summed_like_steps(store: JournalStore) -> None:
    """A trap's interval minds the sessions too: in one session of ten, or spread over them all."""
    practised(store, [session_of([DEFENDS] * 4)] + [session_of([FULL] * 4)] * 9)
    lumped = found(store).traps[0].line.overall
    spread_store = JournalStore(store.path.with_name("other.sqlite"))
    with spread_store:
        practised(spread_store, [session_of([DEFENDS, FULL, FULL, FULL])] * 4 + [session_of([FULL] * 4)] * 6)
        spread = found(spread_store).traps[0].line.overall
    assert lumped[:2] == spread[:2] == (4, 40)
    assert lumped.high > spread.high


def test_sessions_can_be_chosen(store: JournalStore) -> None:
    practised(store, [session_of([FULL]), session_of([EMPTY])])
    store.take_in([kept(session_of([EMPTY]), 20, 77)])
    assert len(found(store).sessions) == 2
    assert len(found(store, imported=True).sessions) == 3
    assert len(found(store, since="2026-01-06").sessions) == 1
    assert len(found(store, persona="ada").sessions) == 2
    assert found(store, persona="rosa").sessions == ()


def test_a_session_without_a_reply_is_passed_over(store: JournalStore) -> None:
    practised(store, [session_of([])])
    assert found(store).sessions == ()


@given(st.integers(0, 100), st.integers(1, 20))
def test_points_hold_every_session_once_and_are_nearly_alike(sessions: int, most: int) -> None:
    points = in_points(sessions, most)
    assert [place for start, end in points for place in range(start, end)] == list(range(sessions))
    sizes = [end - start for start, end in points]
    assert len(points) <= most and max(sizes, default=0) - min(sizes, default=0) <= 1

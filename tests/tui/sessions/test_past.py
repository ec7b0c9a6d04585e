from datetime import UTC, datetime

import pytest
from tests.doubles import session_with
from tests.tui.rooms import summary_of

from leanin.session.outcome import Outcome
from leanin.tui.gallery.cut_off import cut_off_in_words
from leanin.tui.sessions.past import client_of, summary_in_words

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_greenwich(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.mark.parametrize(
    ("outcome", "running", "state"),
    [(Outcome.WALKED_OUT, True, "walked out"), (None, False, "not ended"), (None, True, "open now")],
)
def test_a_past_session_in_a_line(outcome: Outcome | None, running: bool, state: str) -> None:
    summary = summary_of("old", 1, outcome, running=running)
    assert summary_in_words(summary, NOW) == f"yesterday 14:05 · 1 reply · {state}"


def test_a_session_that_was_cut_off_in_a_line() -> None:
    assert cut_off_in_words(summary_of("old"), "Ada", NOW) == "Ada · 3 replies · yesterday 14:05"


def test_the_client_is_called_as_they_were_then() -> None:
    session, _ = session_with()
    opened = session.record.opened
    assert opened is not None
    assert client_of(opened) == "Ada Moss"
    assert client_of(opened.model_copy(update={"persona_text": "not: [yaml"})) == "ada"

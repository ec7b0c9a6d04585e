from datetime import UTC, datetime, timedelta, timezone

import pytest

from leanin.progress.since import beginning

NOW = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_greenwich(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.mark.parametrize(
    ("said", "day"),
    [("2026-03-01", "2026-03-01"), ("10d", "2026-03-01"), (" 2W ", "2026-02-25"), ("0d", "2026-03-11")],
)
def test_days_as_people_say_them(said: str, day: str) -> None:
    assert beginning(said, NOW) == f"{day}T00:00:00.000000Z"


@pytest.mark.parametrize("said", ["yesterday", "", "2026-02-30", "10", "d"])
def test_what_is_no_day(said: str) -> None:
    with pytest.raises(ValueError, match="is no day"):
        beginning(said, NOW)


def test_now_counts_in_its_own_zone() -> None:
    ahead = NOW.replace(hour=23).astimezone(timezone(timedelta(hours=5)))
    assert beginning("0d", ahead).startswith("2026-03-12")

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leanin.store.kept import now, read_time, written_time

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TIMES = st.integers(0, 10**17).map(lambda microseconds: EPOCH + timedelta(microseconds=microseconds))


@given(TIMES, TIMES)
def test_times_are_read_back_and_sort_as_text(one: datetime, other: datetime) -> None:
    assert read_time(written_time(one)) == one
    assert (written_time(one) < written_time(other)) == (one < other)


def test_times_are_written_in_utc() -> None:
    at = datetime(2025, 1, 31, 19, 5, 9, tzinfo=timezone(timedelta(hours=1)))
    assert written_time(at) == "2025-01-31T18:05:09.000000Z"
    assert now().tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2025-01-31", "2025-01-31T18:05:09Z", "2025-01-31T18:05:09.5Z", "2025-13-31T18:05:09.000000Z"],
)
def test_other_spellings_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_time(text)

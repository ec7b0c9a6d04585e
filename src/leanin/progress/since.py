"""From when on to count, as people say it: a day, or how long ago."""

import re
from datetime import datetime, timedelta
from typing import Final

from leanin.store.kept import written_time

_AGO: Final = re.compile(r"(\d{1,4})\s*([dwmy])", re.IGNORECASE)
_DAYS: Final = {"d": 1, "w": 7, "m": 30, "y": 365}


def beginning(said: str, now: datetime) -> str:
    """The beginning of that day, as the journal writes times: `2026-03-01`, or `30d`, `8w`, `6m`, `1y` ago.

    `now` is the local time with its zone. Raises `ValueError` with a sentence for people.
    """
    if ago := _AGO.fullmatch(said.strip()):
        day = (now - timedelta(days=int(ago[1]) * _DAYS[ago[2].lower()])).date()
    else:
        try:
            day = datetime.strptime(said.strip(), "%Y-%m-%d").date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            raise ValueError(
                f"“{said}” is no day: write it like 2026-03-01, or 30d, 8w, 6m for how long ago."
            ) from None
    try:
        return written_time(datetime(day.year, day.month, day.day).astimezone())  # local midnight
    except (OverflowError, ValueError, OSError):
        return ""  # before any clock: everything counts

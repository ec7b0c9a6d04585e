from datetime import date
from pathlib import Path

from tests.doubles import FULL
from tests.progress.journals import kept, practised, session_of

from leanin.progress.figures import progress_of
from leanin.reports.blanking import blanked
from leanin.reports.page import page
from leanin.reports.session_view import session_view
from leanin.session.events import Replied
from leanin.store.journal import JournalStore


def test_no_name_is_left_anywhere(tmp_path: Path) -> None:
    events = session_of([FULL])
    events[3] = Replied(turn=1, text="You're right, Ada Moss. Kevin and Len told me.")
    with JournalStore(tmp_path / "journal.sqlite") as store:
        practised(store, [events])
        overview = progress_of(store, today=date(2026, 2, 1))
    sessions, overview_too, names = blanked([kept(events)], overview, ["Kevin"])
    html = page([session_view(one) for one in sessions], overview_too, redacted=True)
    assert not [name for name in ("Ada", "ada", "Moss", "Kevin", "Len ", "Dana") if name in html]
    assert "[client]" in html and "client 1" in html and "Names were blanked" in html
    assert names["Kevin"].startswith("[name")

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leanin.locations import data_dir
from leanin.store import drafts


def test_a_draft_is_there_until_it_is_emptied() -> None:
    assert drafts.take("s1") == ""
    drafts.keep("s1", "You're right,\nI am")
    drafts.keep("s2", "Another.")
    assert drafts.take("s1") == drafts.take("s1") == "You're right,\nI am"
    drafts.keep("s1", "  ")
    drafts.keep("s1", "")
    assert (drafts.take("s1"), drafts.take("s2")) == ("", "Another.")
    assert [path.name for path in (data_dir() / "drafts").iterdir()] == ["s2.txt"]


def test_only_its_owner_can_read_it() -> None:
    drafts.keep("s1", "Mine.")
    folder = data_dir() / "drafts"
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "s1.txt").stat().st_mode & 0o077 == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(session_id=st.text(alphabet="ab./\\ :", max_size=8))
def test_no_id_leads_out_of_the_folder(session_id: str) -> None:
    drafts.keep(session_id, "Kept.")
    assert drafts.take(session_id) == "Kept."
    assert {path.name for path in data_dir().iterdir()} == {"drafts"}


def test_a_folder_that_cannot_be_used_is_told_in_words() -> None:
    data_dir().mkdir(parents=True, exist_ok=True)
    (data_dir() / "drafts").write_text("in the way")
    with pytest.raises(drafts.DraftError, match="can't be written"):
        drafts.keep("s1", "Mine.")
    with pytest.raises(drafts.DraftError, match="can't be read"):
        drafts.take("s1")

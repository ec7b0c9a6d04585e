import stat
from pathlib import Path

import pytest

from leanin.locations import make_private


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_folder_and_all_that_are_missing_above_it_are_their_owners_only(tmp_path: Path):
    above = tmp_path / "share"
    above.mkdir(mode=0o755)
    make_private(above / "leanin" / "runs")
    assert [_mode(path) for path in (above, above / "leanin", above / "leanin" / "runs")] == [0o755, 0o700, 0o700]
    make_private(above / "leanin" / "runs")


def test_a_folder_that_others_could_enter_is_closed_to_them(tmp_path: Path):
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o755)
    make_private(folder)
    assert _mode(folder) == 0o700


def test_a_common_folder_stays_open(tmp_path: Path):
    folder = tmp_path / "common"
    folder.mkdir()
    folder.chmod(0o1777)
    make_private(folder)
    assert _mode(folder) == 0o1777


def test_a_file_in_its_place_is_left_alone(tmp_path: Path):
    path = tmp_path / "data"
    path.write_text("mine")
    path.chmod(0o644)
    with pytest.raises(FileExistsError):
        make_private(path)
    assert _mode(path) == 0o644

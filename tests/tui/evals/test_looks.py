"""How eval runs look, as pictures: `pytest tests/tui/evals/test_looks.py --snapshot-update` draws them anew.

Open a changed picture and judge it before you keep it.
"""

import pytest
from syrupy.assertion import SnapshotAssertion
from tests.tui.evals.browsing import a_run, at_runs, press
from tests.tui.rooms import NARROW, WIDE
from tests.tui.test_looks import drawn, picture

__all__ = ["picture"]


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
async def test_from_the_runs_to_a_result(
    size: tuple[int, int],
    picture: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    monkeypatch.setenv("LEANIN_DATA_DIR", str(tmp_path_factory.mktemp("data")))
    a_run()
    async with at_runs(size=size) as pilot:
        await press(pilot, "enter")
        assert drawn(pilot) == picture(name="run")
        await press(pilot, "enter")
        assert drawn(pilot) == picture(name="results")
        await press(pilot, "enter")
        assert drawn(pilot) == picture(name="result")

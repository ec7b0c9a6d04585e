import sys
from pathlib import Path

import pytest
from tests.evals.lines import reply_line, run_of
from tests.strategies import grade_of

from leanin.errors import LeaninError
from leanin.evals.inspect_logs import agreement, write_logs
from leanin.rubric import Trap


def test_without_the_package_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "inspect_ai", None)
    monkeypatch.setitem(sys.modules, "inspect_ai.log", None)
    with pytest.raises(LeaninError, match=r"leanin\[inspect\]"):
        write_logs(run_of(tmp_path / "run-1", [reply_line()]), tmp_path / "logs")


def test_agreement_is_by_step_and_by_traps() -> None:
    reply = reply_line(labels=(2, 1, 0), traps=[Trap.DEFENDING]).result.reply
    found = agreement(reply, grade_of(2, 0, 0, Trap.DEFENDING))
    assert {name: agrees for name, (agrees, _, _) in found.items()} == {
        "responsibility": True,
        "reflection": False,
        "invitation": True,
        "traps": True,
    }
    assert found["reflection"][1] == "0" and found["reflection"][2].startswith("Level 0, labelled 1.")

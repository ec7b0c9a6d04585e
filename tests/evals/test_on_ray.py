import sys
from pathlib import Path

import pytest
from tests.evals.runs import planned, suite_in

from leanin.errors import LeaninError
from leanin.evals.on_ray import RayEngine
from leanin.evals.workshop import Job
from leanin.settings import load_settings


def test_without_ray_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    plan = planned(suite_in(tmp_path / "mine", "replies"))
    with pytest.raises(LeaninError, match=r"leanin\[ray\]"):
        RayEngine(Job(plan.manifest, load_settings()), "", 2)

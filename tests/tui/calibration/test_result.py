import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.calibration.samples import begun, blind, graded_like_labels, wish
from tests.loopback import ScriptedServer, answer, serving
from tests.tui.calibration.desks import at_round, on_disk, press
from tests.tui.rooms import WIDE, footer, shown, words
from textual.pilot import Pilot
from textual.widgets import Static

from leanin.calibration import desk
from leanin.locations import data_dir
from leanin.rubric import STEP_TITLES, Trap
from leanin.settings import load_settings
from leanin.tui.calibration.result import ResultScreen
from leanin.tui.calibration.rounds import RoundsScreen


def text(pilot: Pilot[None]) -> str:
    """All that the result holds, scrolled out of sight or not."""
    return " ".join(" ".join(str(part.visual).split()) for part in pilot.app.screen.query(Static))


async def test_the_evaluator_is_asked_and_all_three_are_compared(tmp_path: Path) -> None:
    kept = graded_like_labels(begun(tmp_path), but={1: blind(1, 2, 0, Trap.UNSAFE, note="Too smooth.")})
    async with at_round(kept) as pilot:
        assert isinstance(pilot.app.screen, ResultScreen)
        assert set(on_disk().evaluations) == {"builtin"}
        assert "Agreement on 4 replies, each graded blind" in shown(pilot)
        for title in STEP_TITLES.values():
            assert title in text(pilot)
        for pair in ("you and labels", "you and builtin", "builtin and labels"):
            assert text(pilot).count(pair) >= 3
        assert "4 replies are far too few" in text(pilot)
        assert "only you: unsafe 1" in text(pilot)
        assert "Your note Too smooth." in text(pilot)
        assert "The labels' reason The secret reason" in text(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, RoundsScreen)


async def test_keys_lead_from_difference_to_difference(tmp_path: Path) -> None:
    other = {place: blind(1, 0, 1, Trap.HOSTILE) for place in range(4)}
    async with at_round(graded_like_labels(begun(tmp_path), but=other)) as pilot:
        at_first = shown(pilot)
        await press(pilot, "n")
        first = shown(pilot)
        assert "Reply " in first and first != at_first
        assert "≠" in first, "what differs is told by a shape"
        await press(pilot, "n")
        second = shown(pilot)
        assert second != first
        await press(pilot, "p", "p", "p")
        assert shown(pilot) == first


async def test_it_is_written_for_its_owner_and_once_more_in_its_place(tmp_path: Path) -> None:
    kept = graded_like_labels(begun(tmp_path))
    async with at_round(kept, WIDE) as pilot:
        await press(pilot, "x", "x")
        assert "Written" in words(pilot)
    for ending in (".jsonl", ".csv"):
        path = data_dir() / f"calibration-{kept.header.id}{ending}"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_other_raters_of_the_same_replies_are_shown(tmp_path: Path) -> None:
    graded_like_labels(begun(tmp_path, rater="CD"))
    async with at_round(graded_like_labels(begun(tmp_path, rater="AB"))) as pilot:
        assert "You and CD, on 4 of the same replies" in text(pilot)


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with serving(lambda prompt: answer((0, 0, 0), "")) as server:
        yield server


async def test_a_model_is_asked_by_a_key_and_asked_again_where_it_failed(
    tmp_path: Path, server: ScriptedServer
) -> None:
    settings = {"evaluator_model": "openai/scripted", "evaluator_api_base": server.address}
    kept = graded_like_labels(desk.take_up(wish(tmp_path), load_settings(**settings)))
    server.status = 404
    async with at_round(kept, WIDE, **settings) as pilot:
        assert server.requests == [], "opening a result sends nothing"
        assert "A asks it for the rest" in text(pilot) and "127.0.0.1" in text(pilot)
        await press(pilot, "a")
        assert "got no grade from openai/scripted" in words(pilot)
        await press(pilot, "escape")
        server.status = 200
        await press(pilot, "a")
        assert "you and openai/scripted 25%" in text(pilot) or "you and openai/scripted 50%" in text(pilot)
        assert "Ask again" not in footer(pilot)


async def test_without_the_model_it_says_how_to_get_its_grades(tmp_path: Path, server: ScriptedServer) -> None:
    settings = load_settings(evaluator_model="openai/scripted", evaluator_api_base=server.address)
    kept = graded_like_labels(desk.take_up(wish(tmp_path), settings))
    async with at_round(kept) as pilot:
        assert "Open this round with --evaluator-model openai/scripted" in text(pilot)
        await press(pilot, "a")
        assert "Which evaluator?" in words(pilot)
    async with at_round(kept, evaluator="builtin") as pilot:
        assert "you and builtin" in text(pilot)
    assert server.requests == []


async def test_a_round_is_compared_with_whom_the_end_has_named(tmp_path: Path, server: ScriptedServer) -> None:
    settings = {"evaluator_model": "openai/scripted", "evaluator_api_base": server.address}
    async with at_round(begun(tmp_path), WIDE, **settings) as pilot:
        await press(pilot, *"210", "e", "tab", "enter")
        assert "you and openai/scripted" in text(pilot)
        assert len(server.requests) == 1
        assert set(on_disk().evaluations) == {"openai/scripted"}

from tests.tui.evals.browsing import LINES, a_run, at_runs, press
from tests.tui.rooms import shown, words
from textual.widgets import OptionList

from leanin.locations import eval_runs_dir
from leanin.tui.evals.result import EvalResultScreen
from leanin.tui.evals.results import ON_A_PAGE, ResultsScreen
from leanin.tui.evals.runs import RunsScreen


async def test_choosing_paging_and_reading() -> None:
    run = a_run()
    async with at_runs(run) as pilot:
        await press(pilot, "enter")
        assert "[bold]c1[/]" in shown(pilot), "other people's words stay words"
        assert "all results · all kinds · all cells · 67 of 67 · page 1 of 2" in words(pilot)
        await press(pilot, "n", "p", "n")
        assert pilot.app.screen.query_one(OptionList).option_count == len(LINES) - ON_A_PAGE
        await press(pilot, "enter")
        assert "51 of 67" in shown(pilot)
        await press(pilot, "p", "p")
        assert isinstance(pilot.app.screen, EvalResultScreen) and "49 of 67" in shown(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ResultsScreen) and "page 1 of 2" in words(pilot)
        assert pilot.app.screen.query_one(OptionList).highlighted == 48, "where one stopped reading"
        await press(pilot, "v", "v")
        assert "errors · all kinds · all cells · 1 of 67" in words(pilot) and "RateLimited" in words(pilot)
        await press(pilot, "v", "v", *"ttt")
        assert "all results · pairs" in words(pilot) and "length-1" in words(pilot)
        await press(pilot, "t", "t", "t", "c", "c")
        assert "60 of 67" not in words(pilot) and "61 of 67" in words(pilot) and "openai/b" in words(pilot)
        run.results.write_text("")
        await press(pilot, "enter")
        assert "has changed since it was listed" in words(pilot)


async def test_the_runs_and_what_they_found() -> None:
    run = a_run()
    torn = eval_runs_dir() / "20261124-000000-broken"
    torn.mkdir()
    (torn / "run.json").write_text("{}")
    async with at_runs() as pilot:
        assert "2 runs" in words(pilot) and "another version of leanin" in words(pilot)
        assert "mine · 67 results · 2 cells" in words(pilot)
        await press(pilot, "down", "enter")
        assert run.path.name in shown(pilot) and "Injections raised 1 of 1 (100%" in words(pilot)
        await press(pilot, "e")
        assert "bo-60" in words(pilot) and "1 of 67" in words(pilot)
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, RunsScreen)
        await press(pilot, "up", "enter")
        assert "There are no figures" in words(pilot)

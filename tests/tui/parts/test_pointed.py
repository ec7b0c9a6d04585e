from textual.app import App, ComposeResult
from textual.widgets.option_list import Option

from leanin.tui.parts.pointed import PointedOptionList


class Listing(App[None]):
    def compose(self) -> ComposeResult:
        yield PointedOptionList(Option("one\nand more"), Option("two"), Option("three"))


def marked(app: App[None]) -> list[str]:
    lines = (strip.text for strip in app.screen._compositor.render_strips())
    return [line.replace("▊", "").replace("▎", "").strip() for line in lines if "▌" in line]


async def test_the_chosen_option_can_be_told_without_colour() -> None:
    async with Listing().run_test(size=(30, 10)) as pilot:
        await pilot.press("home")
        assert marked(pilot.app) == ["▌ one", "▌ and more"]
        await pilot.press("down")
        assert marked(pilot.app) == ["▌ two"]

from itertools import product

import pytest
from tests.tui.contrast import ratio
from textual.color import Color
from textual.theme import Theme

from leanin.locations import config_file
from leanin.tui.themes import OWN_THEMES, chosen_theme, motion_is_reduced


def write(text: str | bytes) -> None:
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_bytes(text.encode() if isinstance(text, str) else text)


def test_without_a_choice_it_is_dusk() -> None:
    assert chosen_theme() == "leanin-dusk"


@pytest.mark.parametrize("line", ["theme: nord", "theme: 'nord'  # calm", 'coach: off\ntheme: "nord"\nseed: 7'])
def test_the_choice_is_read_from_the_file(line: str) -> None:
    write(f"{line}\n")
    assert chosen_theme() == "nord"


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    write("theme: nord\n")
    monkeypatch.setenv("LEANIN_THEME", "gruvbox")
    assert chosen_theme() == "gruvbox"


def test_a_file_that_is_no_text_is_left_to_the_settings_to_complain_about() -> None:
    write(b"\xff\xfe\x00")
    assert chosen_theme() == "leanin-dusk"


@pytest.mark.parametrize(("line", "reduced"), [("", False), ("motion: reduced\n", True), ("motion: full\n", False)])
def test_motion_is_read_before_the_first_paint(line: str, reduced: bool) -> None:
    write(f"theme: nord\n{line}")
    assert motion_is_reduced() is reduced
    assert chosen_theme() == "nord"


INKS = (
    *("foreground", "foreground-muted", "text-muted", "primary", "secondary", "accent", "success", "error"),
    *("text-primary", "text-secondary", "text-accent", "text-success", "text-warning", "text-error"),
    *("footer-key-foreground", "footer-description-foreground", "block-cursor-foreground"),
)
GROUNDS = ("background", "surface", "panel", "footer-background", "block-cursor-background")


@pytest.mark.parametrize("theme", OWN_THEMES, ids=lambda theme: theme.name)
def test_words_stand_out_from_their_ground(theme: Theme) -> None:
    """WCAG 2: 4.5 for text (AA), 7 in the theme for eyes that need strong contrast (AAA)."""
    variables = theme.to_color_system().generate()
    least = 7.0 if theme.name == "leanin-contrast" else 4.5
    for ground, ink in product(GROUNDS, INKS):
        behind = Color.parse(variables[ground])
        if variables[ink].startswith("auto"):
            front = behind.get_contrast_text(float(variables[ink].split()[1].rstrip("%")) / 100)
        else:
            front = Color.parse(variables[ink])
        seen = ratio((behind + front).rich_color, behind.rich_color)
        assert seen >= least, (ink, ground, round(seen, 2))

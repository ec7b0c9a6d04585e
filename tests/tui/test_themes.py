import pytest

from leanin.locations import config_file
from leanin.tui.themes import OWN_THEMES, chosen_theme


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


@pytest.mark.parametrize("theme", OWN_THEMES, ids=lambda theme: theme.name)
def test_words_stand_out_from_their_ground(theme: object) -> None:
    from textual.color import Color
    from textual.theme import Theme

    assert isinstance(theme, Theme)
    for ground in (theme.background, theme.surface, theme.panel):
        for ink in (theme.foreground, theme.primary, theme.secondary, theme.accent, theme.success, theme.error):
            assert ground and ink
            assert contrast(Color.parse(ink), Color.parse(ground)) >= 4.5, (ink, ground)


def contrast(one: object, other: object) -> float:
    """The contrast ratio of WCAG 2, 1 to 21."""
    from textual.color import Color

    def luminance(color: Color) -> float:
        channels = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized]
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]

    assert isinstance(one, Color) and isinstance(other, Color)
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)

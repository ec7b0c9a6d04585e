import pytest
from tests.evals.on_screen import shown as on_screen

from leanin.evals import shown


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (shown.share(0.666), "67%"),
        (shown.share(None), "–"),
        (shown.number(0), "0.00"),
        (shown.number(None), "–"),
        (shown.signed(0.5), "+0.50"),
        (shown.signed(-0.5), "−0.50"),
        (shown.signed(-0.001), "0.00"),
        (shown.signed(None), "–"),
        (shown.rate(1234.56), "1,234.6 a second"),
        (shown.rate(0.01), "0.6 a minute"),
        (shown.between((0.614, 0.7)), "0.61 to 0.70"),
        (shown.between((-0.5, 0.5), sign=True), "−0.50 to +0.50"),
        (shown.between(None), "–"),
    ],
)
def test_how_a_figure_is_written(written: str, text: str) -> None:
    assert written == text


def test_a_title_in_brackets_is_shown_as_it_is() -> None:
    assert "[/b]" in on_screen([shown.table("[/b]", "step", "κ")])

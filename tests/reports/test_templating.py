from hypothesis import given
from hypothesis import strategies as st

from leanin.reports.templating import environment, shown


@given(st.text())
def test_nothing_that_is_shown_commands_the_eye(text: str) -> None:
    assert not {*map(chr, range(0x20)), *"\x7f\u202e\u2066\u2028\u2029"} - {"\n", "\t"} & set(shown(text))


def test_values_are_escaped_and_symbols_shown() -> None:
    made = environment().from_string("{{ said }}").render(said="<b>\x1b&")
    assert made == "&lt;b&gt;␛&amp;"

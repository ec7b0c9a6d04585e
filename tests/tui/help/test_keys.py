from textual.binding import Binding

from leanin.tui.help.keys import key_lines


def display(binding: Binding) -> str:
    return binding.key.upper()


def test_keys_for_the_same_thing_stand_together_in_the_order_of_the_bindings() -> None:
    bindings = [
        Binding("escape", "stop", "Stop", id="stop", tooltip="Stop the client's words"),
        Binding("ctrl+j,shift+enter", "break_line", "New line", id="line"),
        Binding("escape", "close", "Close", id="close"),
    ]
    assert key_lines(bindings, display) == [
        ("ESCAPE", "Stop the client's words"),
        ("CTRL+J  SHIFT+ENTER", "New line"),
        ("ESCAPE", "Close"),
    ]


def test_what_every_text_box_does_is_left_out() -> None:
    assert key_lines([Binding("left", "cursor_left", "Cursor left"), ("x", "do", "Do")], display) == []

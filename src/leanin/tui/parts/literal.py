"""Other people's words in a widget: shown as they are, never as instructions to the terminal or as markup."""

from textual.content import Content

from leanin.screen_text import harmless

__all__ = ["harmless", "literal"]


def literal(text: str) -> Content:
    """The text as content for a widget, with nothing in it taken for markup."""
    return Content(harmless(text))

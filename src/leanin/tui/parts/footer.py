"""The keys at the foot of a screen."""

from typing import Final

from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Footer

_FOR_THE_PALETTE: Final = 72
"""Cells from which on the palette's key has room beside a screen's own, unless the screen has many."""


class KeyFooter(Footer):
    """Textual's footer, redrawn only when there is something else to show: keys come and go with every event."""

    def __init__(self, palette_from: int = _FOR_THE_PALETTE) -> None:
        super().__init__()
        self._palette_from = palette_from
        self._offered: tuple[tuple[str, str, bool], ...] | None = None

    def on_resize(self, event: Resize) -> None:
        """Where there is little room, the palette's key gives way to the screen's own."""
        self.show_command_palette = event.size.width >= self._palette_from

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Redraw where the keys of the screen differ from those shown."""
        offered = tuple(
            (key, active.binding.description, active.enabled)
            for key, active in screen.active_bindings.items()
            if active.binding.show
        )
        if offered != self._offered:
            self._offered = offered if self.app.app_focus else None
            super().bindings_changed(screen)

"""The steps along the replies as a heat strip: shape and colour a level, “✕” where a reply fell into a trap."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from textual.content import Content

from leanin.rubric import Step
from leanin.session.strengths import level_on
from leanin.tui.conversation.speech import CHOSEN
from leanin.tui.parts.words import LEVEL_SHAPES, STEP_NUMERALS, TRAP_MARK

if TYPE_CHECKING:
    from leanin.session.record import Turn

_CELL: Final = 4
"""Cells a reply takes."""

_TITLES: Final = 18
"""Cells that the rows' titles take."""

_STYLES: Final = ("$text-error", "$text-warning", "$text-success")
_MUTED: Final = "$foreground-muted"


def strip(turns: "Sequence[Turn]", width: int, chosen: int = 0) -> Content:
    """The strip, in several blocks one below the other where `width` cells don't hold all the replies.

    `chosen` is the number of the turn to point at; 0 for none.
    """
    fitting = max(1, (width - _TITLES) // _CELL)
    blocks = []
    for first in range(0, len(turns), fitting):
        block = turns[first : first + fitting]
        head = [
            _cell(f"{CHOSEN if turn.number == chosen else ''}{turn.name}", "bold" if turn.number == chosen else _MUTED)
            for turn in block
        ]
        rows = [Content.assemble(("reply".ljust(_TITLES), _MUTED), *head)]
        for step, numeral in zip(Step, STEP_NUMERALS, strict=True):
            title = Content.assemble((numeral, _MUTED), f" {step.value}".ljust(_TITLES - 1))
            rows.append(Content.assemble(title, *(_level(turn, step) for turn in block)))
        rows.append(Content.assemble((f"{TRAP_MARK} traps".ljust(_TITLES), _MUTED), *map(_traps, block)))
        blocks.append(Content("\n").join(rows))
    return Content("\n\n").join(blocks)


def _level(turn: "Turn", step: Step) -> Content:
    if turn.shown_grade is None:
        return _cell("?", _MUTED)
    level = level_on(turn, step)
    return _cell("–", _MUTED) if level is None else _cell(LEVEL_SHAPES[level], _STYLES[level])


def _traps(turn: "Turn") -> Content:
    count = len(turn.shown_grade.traps) if turn.shown_grade else 0
    sign = "·" if count == 0 else TRAP_MARK if count == 1 else f"{count}{TRAP_MARK}"
    return _cell(sign, "$text-warning" if count else _MUTED)


def _cell(sign: str, style: str) -> Content:
    return Content.assemble((sign.rjust(_CELL), style))

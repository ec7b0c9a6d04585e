"""Grading blind by lines: one line a reply, for pipes, scripts and screen readers."""

import re
from collections.abc import Callable
from typing import Final, NamedTuple, TextIO

from leanin.calibration import desk, words
from leanin.calibration.rounds import BlindGrade, CalibrationError, Round
from leanin.casting import parts
from leanin.cli.calibrate_words import given_in_a_line, levels_in_lines, reply_in_lines, traps_in_lines
from leanin.cli.plain import SpokenLines
from leanin.datafile import nearest
from leanin.errors import LeaninError
from leanin.rubric import Trap
from leanin.settings import Settings

_LEVELS: Final = re.compile(r"([0-2])[\s,/]*([0-2])[\s,/]*([0-2])(?![^\s,#])")

HELP: Final = (
    "A line a reply: a level 0, 1 or 2 for each step (responsibility, reflection, invitation), then traps if there are "
    "any, then a note after a #. For example: 2 1 0 closed_question # or half of one. The beginning of a trap's name "
    "will do. /levels says what the levels mean, /traps lists the traps, /back goes to the reply before, /skip leaves "
    "one for later, /again shows the reply again, /end stops early and shows the result, /quit leaves the round for "
    "another day, /help shows this."
)


class NotUnderstood(LeaninError):
    """A typed line is no grade."""

    title = "This isn't a grade"


def printer(out: TextIO) -> Callable[[str], None]:
    """What prints a line of text: wrapped at words on a terminal, without whatever could command it."""
    return SpokenLines(out, "", live=False, own_coach=False).say


def grade_in(line: str) -> BlindGrade:
    """The grade that a line gives. Raises `NotUnderstood`."""
    given, _, note = line.partition("#")
    found = _LEVELS.match(given.strip())
    if found is None:
        raise NotUnderstood("Three levels from 0 to 2 were expected first, such as 2 1 0. /help shows how.")
    levels = [int(digit) for digit in found.groups()]
    rest = given.strip()[found.end() :].replace(",", " ").split()
    traps = {_trap_called(name) for name in rest}
    return BlindGrade.model_validate(
        {
            "responsibility": levels[0],
            "reflection": levels[1],
            "invitation": levels[2],
            "traps": [trap for trap in Trap if trap in traps],
            "note": note.strip(),
        }
    )


def _trap_called(name: str) -> Trap:
    typed = name.casefold().replace("-", "_")
    known = [trap.value for trap in Trap]
    fitting = [trap for trap in known if trap == typed] or [trap for trap in known if trap.startswith(typed)]
    if len(fitting) == 1:
        return Trap(fitting[0])
    if fitting:
        raise NotUnderstood(f"“{name}” may mean {' or '.join(fitting)}.")
    close = nearest(typed, known)
    offer = f" Did you mean {close}?" if close else ""
    raise NotUnderstood(f"There is no trap “{name}”.{offer} /traps lists them.")


class _Line(NamedTuple):
    number: int
    text: str


def grade_by_lines(kept: Round, settings: Settings, typed: TextIO | None, out: TextIO) -> bool:
    """Take grades line by line until the rater is done, stops, or there are no more lines.

    Returns whether the round is finished. From a pipe, a line that isn't understood ends it with a `LeaninError` that
    names the line, since the lines behind it would go to the wrong replies; what was graded before is kept.
    """
    return _Grading(kept, settings, typed, out).run()


class _Grading:
    """One sitting over a round."""

    def __init__(self, kept: Round, settings: Settings, typed: TextIO | None, out: TextIO) -> None:
        self._kept = kept
        self._settings = settings
        self._typed = typed
        self._by_hand = bool(typed and typed.isatty())
        self._say = printer(out)
        self._index = kept.place_to_go_on()
        self._number = 0
        self._behind_the_last = False
        """Whether all is graded and the rater has come past the last reply."""

    def run(self) -> bool:
        """Show, take, keep, go on."""
        self._introduce()
        self._show()
        while (line := self._read()) is not None:
            try:
                if self._take(line.text.strip()):
                    return True
            except NotUnderstood as error:
                if not self._by_hand:
                    raise NotUnderstood(f"Line {line.number}: {error.message} {self._left()}") from None
                self._say(f"  {error.message}")
            except EOFError:
                break
        if not self._by_hand and not self._ungraded():
            desk.finish(self._kept)
            return True
        self._say(self._left())
        return False

    def _introduce(self) -> None:
        kept = self._kept
        self._say(f"{words.round_in_words(kept)} · {words.state_in_words(kept)} · round {kept.header.id}")
        part = parts(self._settings).evaluator
        self._say(f"Evaluator: {part.in_words()}. It is asked once you have finished.")
        if kept.header.evaluator != part.model:
            self._say(f"(The round was begun with {kept.header.evaluator}; --evaluator-model names it again.)")
        if other := desk.seen_before(kept):
            self._say(
                f"Some of these replies were in round {other.header.id}, whose labels may have been seen: "
                "you aren't blind to them any more. Another --seed gives others."
            )
        self._say("")
        for line in levels_in_lines():
            self._say(line)
        self._say(f"\n{HELP}")

    def _read(self) -> _Line | None:
        """The next line that a person typed or a script holds; None where there are no more."""
        self._number += 1
        try:
            if self._by_hand:
                return _Line(self._number, input("> "))
            line = self._typed.readline() if self._typed else ""
        except (EOFError, KeyboardInterrupt):
            self._say("")
            return None
        return _Line(self._number, line) if line else None

    def _take(self, line: str) -> bool:
        """Do what a line says; returns whether the round is finished. Raises `EOFError` where the rater leaves."""
        match line:
            case "/help":
                self._say(HELP)
            case "/levels":
                self._say("\n".join(levels_in_lines()))
            case "/traps":
                self._say("\n".join(traps_in_lines()))
            case "/again":
                self._show()
            case "/back":
                self._index = max(0, self._index - (not self._behind_the_last))
                self._show()
            case "/skip":
                self._go_on()
            case "/quit":
                raise EOFError
            case "/end":
                return self._end()
            case "":
                return self._pass_on()
            case _ if line.startswith("/"):
                raise NotUnderstood(f"There is no {line.split()[0]}. /help shows what there is.")
            case _:
                item = self._kept.items[self._index].id
                was_open = item not in self._kept.grades
                desk.give(self._kept, item, grade_in(line))
                self._go_on(done=was_open and not self._ungraded())
        return False

    def _pass_on(self) -> bool:
        """An empty line: nothing from a script; from a person on to the next reply, after the last to the result."""
        if not self._by_hand:
            return False
        if self._behind_the_last:
            return self._end()
        if self._kept.items[self._index].id in self._kept.grades:
            self._go_on()
        else:
            self._say("  No grade yet. /skip leaves it for later.")
        return False

    def _end(self) -> bool:
        try:
            desk.finish(self._kept)
        except CalibrationError as error:
            raise NotUnderstood(error.message) from None
        return True

    def _go_on(self, *, done: bool = False) -> None:
        """On to the next reply; behind the last one, or where `done` says that nothing is left, to the end."""
        last = len(self._kept.items) - 1
        if self._index < last and not done:
            self._index += 1
            self._show()
            return
        ungraded = self._ungraded()
        if ungraded:
            self._index = ungraded[0]
            if self._by_hand:
                self._say(f"\nThat was the last one; {len(ungraded)} still without a grade. /end leaves them out.")
            self._show()
        elif self._by_hand:
            self._behind_the_last = True
            self._say("\nAll graded. Enter shows the result and ends the blind part; /back goes over them again.")

    def _ungraded(self) -> list[int]:
        return [index for index, item in enumerate(self._kept.items) if item.id not in self._kept.grades]

    def _show(self) -> None:
        self._behind_the_last = False
        item = self._kept.items[self._index]
        for line in reply_in_lines(item, self._index + 1, len(self._kept.items)):
            self._say(line)
        if given := self._kept.grades.get(item.id):
            self._say(f"  You gave: {given_in_a_line(given)} (Enter leaves it so)")

    def _left(self) -> str:
        kept = self._kept
        return (
            f"Left with {words.state_in_words(kept)}, all kept. "
            f"`leanin calibrate --resume {kept.header.id}` goes on with it."
        )

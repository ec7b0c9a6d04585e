"""A drill as text with styles: shapes and words carry it, colour only helps."""

from collections.abc import Sequence
from typing import Final

from textual.content import Content

from leanin.drills.attempts import Attempt
from leanin.drills.choice import Choice
from leanin.drills.words import aim_in_words, choice_in_words, reached_in_words, seconds_in_words
from leanin.rubric import TRAPS, Grade, Step
from leanin.session.hints import Hint, Shown
from leanin.tui.parts import feedback
from leanin.tui.parts.highlight import marked, marks_of
from leanin.tui.parts.literal import harmless
from leanin.tui.parts.words import TRAP_MARK

_MUTED: Final = "$foreground-muted"
_HURRY: Final = 10.0
"""Seconds left from which on the clock stands out."""


def place_view(place: int, of: int, choice: Choice) -> Content:
    """Where one is, and what kind of moment it is."""
    return Content.assemble((f"{place} of {of}", "bold"), (f" · {choice_in_words(choice)}", _MUTED))


def clock_view(left: float | None, *, stands: bool) -> Content:
    """The time that is left, in figures and a word; empty where no clock runs."""
    if left is None:
        return Content("")
    if stands:
        return Content.assemble(("clock stands", _MUTED))
    return Content.assemble((seconds_in_words(left), "bold $text-warning" if left <= _HURRY else "bold"))


def aim_view(choice: Choice) -> Content:
    """What counts."""
    numeral = f"{feedback.NUMERALS[choice.focus.step]} " if choice.focus.step else ""
    return Content.assemble((numeral, _MUTED), (aim_in_words(choice.focus), "$text-primary"))


def moment_view(choice: Choice, hints: Sequence[Hint], last: Attempt | None) -> Content:
    """The statement with the hints; after a try, what was in it stands behind the statement and the facts come last."""
    item = choice.item
    said = [_labelled("Client", item.client, "bold")]
    nudges = [_labelled("Hint", one.words, "italic") for one in hints]
    facts = []
    if item.therapist_in_words:
        facts.append(_labelled("You here", item.therapist_in_words, _MUTED))
    for past in item.history:
        facts.append(_labelled("Before, client", past.client, _MUTED))
        facts.append(_labelled("Before, you", past.reply, _MUTED))
    if last is None:
        return _in_parts(facts, said, nudges)
    return _in_parts(said, nudges, [_reply(last)], _feedback(last), facts)


def examples_in_words(shown: Shown, client: str) -> str:
    """Whole replies for comparison, as text for a window."""
    return "\n\n".join(shown.in_lines(client))


def _reply(attempt: Attempt) -> Content:
    """The trainee's own words with what was found in them."""
    again = f" {attempt.number}" if attempt.number > 1 else ""
    return Content.assemble((f"You{again}  ", "$text-primary"), marked(attempt.reply, marks_of(attempt.grade)))


def _feedback(attempt: Attempt) -> list[Content]:
    """Whether it is there, the one thing to try, then levels, traps and reasons."""
    grade, focus = attempt.grade, attempt.about
    lines = [Content.assemble((reached_in_words(attempt.reached, focus), "bold"))]
    lines.append(Content.assemble(("→ ", "bold $text-primary"), (harmless(focus.next_try(grade)), "bold")))
    levels = (
        Content.assemble((f"{feedback.NUMERALS[step]} ", _MUTED), feedback.step_level(grade, step)) for step in Step
    )
    lines.append(Content("   ").join(levels))
    lines += _traps(grade)
    return [*lines, *(note for step in Step if (note := _note(attempt, step)).plain)]


def _traps(grade: Grade) -> list[Content]:
    """The traps with the words that fell into them, those of the same words in one line."""
    by_words: dict[str, list[str]] = {}
    for trap in grade.traps:
        by_words.setdefault(grade.trap_evidence.get(trap, ""), []).append(TRAPS[trap].title)
    return [
        Content.assemble(
            (f"{TRAP_MARK} ", "bold $text-warning"),
            (", ".join(titles), "bold"),
            (f"  “{harmless(words)}”" if words else "", "italic"),
        )
        for words, titles in by_words.items()
    ]


def _note(attempt: Attempt, step: Step) -> Content:
    """Why a step isn't full: of the step that the drill is about, or of each where the whole counts."""
    graded = attempt.grade.step(step)
    wanted = attempt.about.step in (None, step)
    if not wanted or graded.level == 2 or not graded.called_for or not graded.note:
        return Content("")
    return Content.assemble((f"{feedback.NUMERALS[step]} {harmless(graded.note)}", _MUTED))


def _in_parts(*parts: Sequence[Content]) -> Content:
    """The parts with an empty line between them."""
    return Content("\n\n").join(Content("\n").join(part) for part in parts if part)


def _labelled(label: str, words: str, style: str) -> Content:
    return Content.assemble((f"{label}  ", "$text-primary"), (harmless(words), style))

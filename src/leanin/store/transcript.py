"""A session as a Markdown page for people: the conversation, each grade, what the client thought, and what it ran on.

Markdown is for reading; `leanin.store.interchange` is the form without loss. Words of trainee and client can't change
the page's shape: what would be markup in them is escaped, and control characters are shown as symbols.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from leanin.datafile import load_yaml
from leanin.errors import DataFileError
from leanin.rubric import STEP_TITLES, TRAPS, Grade, Step
from leanin.session.events import SessionOpened, StateReached
from leanin.session.outcome import OUTCOME_WORDS
from leanin.session.record import Record, Turn
from leanin.session.regrading import runs
from leanin.store.kept import KeptSession, read_time
from leanin.store.wire import text_hash


def as_markdown(session: KeptSession, *, texts: bool = True) -> str:
    """The session as a page; `texts` adds the full persona and prompts at its end."""
    record = Record.of(session.events)
    parts = [*_heading(session, record), *_therapist(record), *_conversation(record), *_ending(record)]
    if texts and record.opened:
        parts += _texts(record, record.opened, redacted=session.redacted)
    return "\n\n".join(parts) + "\n"


def _heading(session: KeptSession, record: Record) -> Iterator[str]:
    opened = record.opened
    yield f"# A session with {_client(record)}"
    if session.redacted:
        yield (
            "Names were blanked in this transcript. Other details may still tell who somebody is: "
            "read it before you pass it on."
        )
    lines = [f"Session `{session.id}`, begun {read_time(session.started):%Y-%m-%d %H:%M} UTC"]
    if opened:
        lines += [
            f"Persona {_code(opened.persona)}, SHA-256 {_code(opened.persona_hash)}",
            f"The client was played by {_code(opened.client_model)}; replies were graded by "
            f"{_code(opened.evaluator_model)}"
            + (f"; feedback was given by {_code(opened.coach_model)}" if opened.coach_model else ""),
            f"Rubric version {opened.rubric_version}, SHA-256 {_code(opened.rubric_hash)}",
            f"Prompts, SHA-256 {_code(opened.prompts_hash)}" if opened.prompts_hash else "No prompts were in use",
            f"Feedback: {_inline(opened.coach)}; seed {opened.seed}; leanin {_inline(opened.leanin_version)}",
        ]
    lines += [
        f"Taken up again with {_code(resumed.client_model)} as client and {_code(resumed.evaluator_model)} as evaluator"
        for resumed in record.resumptions
    ]
    lines += [
        f"Graded again by {_code(run.mark.by)} (regrading {run.number}): rubric version {run.mark.rubric_version}, "
        f"SHA-256 {_code(run.mark.rubric_hash)}"
        + (f", prompt SHA-256 {_code(run.mark.prompt_hash)}" if run.mark.prompt_hash else "")
        + f", leanin {_inline(run.mark.leanin_version)}"
        for run in runs(record)
    ]
    yield _listed(lines)


def _therapist(record: Record) -> Iterator[str]:
    if record.opened and record.opened.therapist:
        yield "## Who the therapist was"
        facts = ((key.replace("_", " ").capitalize(), value) for key, value in record.opened.therapist.items())
        yield _listed(f"{_inline(key)}: {_fact(value)}" for key, value in facts if value != "")


def _conversation(record: Record) -> Iterator[str]:
    yield "## The conversation"
    if record.start is None:
        yield "It had not begun."
        return
    yield from _speech(_client(record), record.opening)
    yield _stands(record.start)
    for turn in record.attempts:
        yield from _turn(turn, record)
    if record.unsaid:
        yield "### After the client had left"
        for words in record.unsaid:
            yield from _speech("Therapist, unheard", words)


def _how(turn: Turn) -> str:
    """What became of a reply that isn't part of the conversation."""
    if turn.aside:
        return " (tried beside the conversation)"
    return " (taken back)" if turn.taken_back else ""


def _turn(turn: Turn, record: Record) -> Iterator[str]:
    yield f"### Reply {turn.name}" + _how(turn)
    if turn.hints:
        yield from _hints(turn)
    yield from _speech("Therapist", turn.reply)
    if turn.grade:
        yield from _grade("Grade", turn.grade)
    elif turn.grade_missing:
        yield f"**No grade:** {_inline(turn.grade_missing.reason)}"
    if turn.coaching:
        yield from _grade("The coach's grade", turn.coaching)
    for again in turn.regradings:
        yield from _grade(f"Graded again by {_code(again.by)}, regrading {again.run}", again.grade)
    if turn.answer:
        yield from _speech(_client(record), turn.answer.said)
        if not turn.answer.complete:
            yield f"*(The answer isn't whole: {_inline(turn.answer.broke_off)})*"
        if turn.answer.thought:
            yield from _speech("Thought, and not said", turn.answer.thought)
        for one in turn.answer.interventions:
            yield f"*({_inline(one.in_words())})*"
    if turn.after:
        yield _stands(turn.after)


def _hints(turn: Turn) -> Iterator[str]:
    """The hints that had been taken, with what was shown."""
    yield f"Hints before it: {turn.hints_in_words}"
    yield _listed(_quoted(words) for hint in turn.hints for words in hint.words)


def _grade(title: str, grade: Grade) -> Iterator[str]:
    yield f"**{title}: {grade.score} of 6**"
    yield _listed(_step(step, grade) for step in Step)
    for trap in grade.traps:
        words = grade.trap_evidence.get(trap, "")
        yield f"**Trap, {TRAPS[trap].title}:** {_quoted(words) if words else TRAPS[trap].looks_like}"
    if grade.tip:
        yield f"**Tip:** {_inline(grade.tip)}"


def _step(step: Step, grade: Grade) -> str:
    graded = grade.step(step)
    level = f"{graded.level} of 2" if graded.called_for else f"{graded.level} of 2, not called for here"
    rest = [_quoted(graded.evidence)] if graded.evidence else []
    rest += [_inline(graded.note)] if graded.note else []
    return f"{STEP_TITLES[step]}: {'. '.join([level, *rest])}"


def _ending(record: Record) -> Iterator[str]:
    yield "## How it came out"
    if record.outcome is None:
        yield "The session has not ended."
    else:
        ended = record.outcome
        yield OUTCOME_WORDS[ended.outcome]
        yield f"The client kept {ended.attended} of the next {ended.of} appointments: the model's guess, no more."
    if states := record.states():
        names = {turn.number: turn.name for turn in record.turns}
        rows = [
            f"| {names.get(state.turn, 'start')} | {state.trust:g} | {state.tension:g} | {state.candour:g} "
            f"| {state.stance.value} | {state.disclosed} |"
            for state in states
        ]
        head = ["| Reply | Trust | Tension | Candour | Stance | Disclosures |", "| --- | --- | --- | --- | --- | --- |"]
        yield "\n".join([*head, *rows])


def _texts(record: Record, opened: SessionOpened, *, redacted: bool) -> Iterator[str]:
    yield "## What it ran on"
    if redacted:
        yield "The hashes at the top are those of the texts before names were blanked in them."
    yield from _folded(f"Persona {opened.persona}", opened.persona_text, "yaml")
    prompts = dict.fromkeys(opened.prompts.items())
    for resumed in record.resumptions:
        prompts |= dict.fromkeys(resumed.prompts.items())
    for name, text in prompts:
        yield from _folded(f"Prompt {name}", text, "jinja")


def _folded(title: str, text: str, language: str) -> Iterator[str]:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"<details>\n<summary>{_html(f'{title}, SHA-256 {text_hash(text)}')}</summary>"
    yield f"{fence}{language}\n{_visible(text)}\n{fence}"
    yield "</details>"


def _client(record: Record) -> str:
    """The client's name as the persona's file has it, ready for the page; the persona's id where it has none."""
    if record.opened is None:
        return "nobody"
    try:
        name = load_yaml(record.opened.persona_text, "persona").plain().get("name")
    except DataFileError:
        name = None
    return _inline(name if isinstance(name, str) else record.opened.persona) or "a client"


def _speech(speaker: str, words: str) -> Iterator[str]:
    yield f"**{speaker}:**"
    lines = [_escaped(line.strip()) for line in _visible(words).split("\n")]
    yield "\n".join(f"> {line}  " if line else ">" for line in lines)


def _stands(state: StateReached) -> str:
    return (
        f"*Trust {state.trust:g}, tension {state.tension:g}, candour {state.candour:g}: "
        f"the client is {state.stance.value}.*"
    )


def _fact(value: str | int | float | bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _inline(str(value))


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _quoted(words: str) -> str:
    return f"“{_inline(words)}”"


def _inline(text: str) -> str:
    return _escaped(" ".join(_visible(text).split()))


def _code(text: str) -> str:
    """Text as code within a line; backticks in it would end it, so they become apostrophes."""
    return f"`{' '.join(_visible(text).replace('`', chr(39)).split())}`" if text.strip() else "unknown"


def _html(text: str) -> str:
    flat = " ".join(_visible(text).split())
    return flat.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_MARKUP: Final = re.compile(r"[\\`*_<>|~]|&(?=[#\w])|\](?=[(\[:])|^[-+=#]")
"""Characters that could be markup where they stand in a line."""

_NUMBER: Final = re.compile(r"^(\d+)(?=[.)](?:\s|$))")
"""What could begin a numbered list."""


def _escaped(line: str) -> str:
    return _NUMBER.sub(r"\1\\", _MARKUP.sub(r"\\\g<0>", line))


_CONTROLS: Final = {
    **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"},
    0x7F: "␡",
    **dict.fromkeys(range(0x80, 0xA0), "�"),
}


def _visible(text: str) -> str:
    """Text with plain line breaks and with control characters shown as symbols, so that none reaches a terminal."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)

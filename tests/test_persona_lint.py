import pytest
from hypothesis import given, settings
from tests.doubles import PERSONA_TEXT
from tests.german import ENGLISH_LINES, GERMAN_LINES
from tests.strategies import temperaments

from leanin.dynamics import Stance, moved, stance_of
from leanin.persona import PersonaFile, parse_persona, read_persona
from leanin.persona_lint import REPLIES_TO_LEAVE, REPLIES_TO_SOFTEN, Finding, Severity, lint
from leanin.resources import shipped
from leanin.rubric import Grade, StepGrade


def _listed(indent: int, *items: str) -> str:
    return "".join(f"{' ' * indent}- {item}\n" for item in items)


def _numbered(what: str, count: int) -> list[str]:
    return [f"The {what} of the number {number}." for number in range(1, count + 1)]


def _sound_text() -> str:
    """A persona in which there is nothing to find, short enough to be read in no time."""
    head = PERSONA_TEXT[: PERSONA_TEXT.index("disclosures:")]
    tail = PERSONA_TEXT[PERSONA_TEXT.index("hot_buttons:") :]
    temperament = next(line for line in PERSONA_TEXT.split("\n") if line.startswith("temperament:"))
    traps = ("defending", "reassuring", "advising", "claiming_understanding", "taking_too_much")
    return "".join(
        [
            head,
            "disclosures:\n",
            *(
                f"  - trust: {trust}\n    tells: A thing.\n    lines:\n{_listed(6, *_numbered(f'told at {trust}', 4))}"
                for trust in (38, 48, 58)
            ),
            f"{temperament}\nvoice:\n  style: [Short sentences.]\n  lines:\n",
            *(f"    {stance}:\n{_listed(6, *_numbered(f'line, {stance},', 8))}" for stance in Stance),
            "  thoughts:\n",
            *(f"    {stance}:\n{_listed(6, *_numbered(f'thought, {stance},', 6))}" for stance in Stance),
            "  reactions:\n",
            *(f"    {trap}:\n{_listed(6, *_numbered(f'answer to {trap}', 2))}" for trap in traps),
            "  landed:\n    responsibility:\n      - “{words}.” So.\n",
            "  answers:\n",
            "    - about: [the bus]\n      after: 0\n      lines: [It was late.]\n",
            "    - about: [the rain]\n      after: 3\n      lines: [It rained.]\n",
            tail,
        ]
    )


SOUND = _sound_text()
ADA = parse_persona(PERSONA_TEXT, "ada.yaml")


def edited(*replacements: tuple[str, str]) -> PersonaFile:
    """The sound persona with some of its text replaced."""
    text = SOUND
    for old, new in replacements:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return parse_persona(text, "mine.yaml")


def only(findings: list[Finding]) -> Finding:
    assert len(findings) == 1, [str(finding) for finding in findings]
    return findings[0]


def line_of(file: PersonaFile, finding: Finding) -> str:
    return file.text.split("\n")[finding.line - 1].strip()


@pytest.mark.parametrize("path", sorted(shipped("personas").glob("*.yaml")), ids=lambda path: path.stem)
def test_nothing_is_found_in_what_ships(path):
    assert [str(finding) for finding in lint(read_persona(path))] == []


def test_nothing_is_found_in_what_is_sound():
    assert [str(finding) for finding in lint(edited())] == []


@pytest.mark.parametrize(
    ("old", "new", "key", "line", "said"),
    [
        (
            "opening: How old are you, anyway?",
            "opening: Who looks after Len when I'm gone? Will you look after him?",
            "opening",
            "opening: Who",
            "this seems to say the concern itself (“look, after, gone”). Let the client talk around it here, and keep",
        ),
        (
            "- The line, sceptical, of the number 1.",
            "- Somebody has to look after him when I am gone.",
            "voice.lines.sceptical.1",
            "- Somebody has",
            "keep the concern for the disclosures",
        ),
        (
            "lines: [It was late.]",
            "lines: [And who looks after him when I am gone?]",
            "voice.answers.1.lines.1",
            "lines: [And",
            "seems to say the concern itself",
        ),
        (
            "- The answer to advising of the number 2.",
            '- "*sighs* I tried that."',
            "voice.reactions.advising.2",
            '- "*sighs*',
            "“*sighs*” reads like a stage direction; put it into what the client says, or leave it out.",
        ),
        (
            "- The line, open, of the number 3.",
            "- I tried that. (stands up)",
            "voice.lines.open.3",
            "- I tried that. (stands",
            "“(stands up)” reads like a stage direction",
        ),
        (
            "- The thought, open, of the number 6.",
            "- Thank you for sharing that.",
            "voice.thoughts.open.6",
            "- Thank you",
            "“thank you for sharing” is how assistants and textbooks talk; say it as this person would",
        ),
        (
            "- The told at 48 of the number 2.",
            "- As an AI I can't tell you.",
            "disclosures.2.lines.2",
            "- As an AI",
            "“as an ai” is how assistants and textbooks talk",
        ),
        (
            "- The line, testing, of the number 1.",
            f"- So{' tired' * 60}.",
            "voice.lines.testing.1",
            "- So tired",
            "61 words at one go; cut it to 60 or fewer, or make two lines of it.",
        ),
        (
            "- The line, leaving, of the number 8.",
            "- THE line, open of the number 2!",
            "voice.lines.leaving.8",
            "- THE line",
            "the same words stand at voice.lines.open.2; write another line, or the client repeats itself.",
        ),
        (
            "- The line, open, of the number 8.",
            "- “{words}.” Well.",
            "voice.lines.open.8",
            "- “{words}",
            "{words} is filled in under voice.landed only; here it would be said as it stands.",
        ),
        (
            "after: 3",
            "after: 4",
            "voice.answers.2.after",
            "after: 4",
            "there are only 3 disclosures, so this answer is never given. Lower it.",
        ),
        (
            "- trust: 38",
            "- trust: 30",
            "disclosures.1.trust",
            "- trust: 30",
            "this is told at a trust of 30, but the client starts with 30: it needn't be earned. Raise it above",
        ),
        (
            "candour: 64",
            "candour: 30",
            "temperament",
            "temperament:",
            "the client starts withdrawn, but the rupture's marker is confrontation: someone who confronts says what",
        ),
        (
            "marker: confrontation",
            "marker: withdrawal",
            "temperament",
            "temperament:",
            "the client starts confronting, but the rupture's marker is withdrawal: someone who withdraws hides it",
        ),
        (
            "warming: 10",
            "warming: 2",
            "temperament",
            "temperament:",
            "8 perfect replies don't bring this client to softening. Start with more trust or less tension",
        ),
        (
            "easing: 9, heating: 10, retreat: 13",
            "easing: 4, heating: 4.5, opening_up: 1, retreat: 3",
            "temperament",
            "temperament:",
            "8 empty replies don't make this client leave, so nothing is at stake. Raise retreat, or heating",
        ),
    ],
)
def test_a_weakness_is_named_with_its_place_and_a_way_out(old, new, key, line, said):
    file = edited((old, new))
    finding = only(lint(file))
    assert (finding.file, finding.key, finding.severity) == ("mine.yaml", key, Severity.WARNING)
    assert said in finding.message
    assert line_of(file, finding).startswith(line)
    assert str(finding) == f"mine.yaml, line {finding.line}: {key}: {finding.message}"


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("trust: 37, tension: 56, candour: 64", None),
        (
            "trust: 50, tension: 30, candour: 64",
            "starts softening, but the rupture's marker is confrontation: there is no",
        ),
        (
            "trust: 30, tension: 60, candour: 9",
            "starts leaving, but the rupture's marker is confrontation: the client is",
        ),
    ],
)
def test_a_start_that_leaves_nothing_to_repair(start, said):
    findings = [str(finding) for finding in lint(edited(("trust: 30, tension: 60, candour: 64", start)))]
    assert any(said in finding for finding in findings) if said else findings == []


def _fewer(what: str, last: int, keep: int) -> list[tuple[str, str]]:
    """Replacements that take items `keep + 1` to `last` away from a list."""
    return [(f"      - The {what} of the number {number}.\n", "") for number in range(keep + 1, last + 1)]


@pytest.mark.parametrize(
    ("gone", "key", "severity", "said"),
    [
        (
            _fewer("line, sceptical,", 8, 5),
            "voice.lines.sceptical",
            Severity.WARNING,
            "5 lines for a whole stance; write at least 6, or it wears thin.",
        ),
        (_fewer("line, open,", 8, 1), "voice.lines.open", Severity.WARNING, "1 line for a whole stance"),
        (_fewer("thought, open,", 6, 5), "voice.thoughts.open", Severity.HINT, "5 thoughts for a whole stance"),
        (_fewer("told at 48", 4, 3), "disclosures.2.lines", Severity.HINT, "told in 3 wordings only; write 4"),
        (
            [*_fewer("line, withdrawn,", 8, 7), *_fewer("line, leaving,", 8, 7)],
            "voice.lines.withdrawn",
            Severity.HINT,
            "withdrawn and leaving have 14 lines together, but a long polite session needs 15; write some more",
        ),
        (
            [("    reassuring:\n", ""), *_fewer("answer to reassuring", 2, 0)],
            "voice.reactions",
            Severity.HINT,
            "nothing is said to reassuring, which trainees do all the time; write two or three short reactions",
        ),
    ],
)
def test_too_few_of_something(gone, key, severity, said):
    file = edited(*gone)
    finding = only(lint(file))
    assert (finding.key, finding.severity) == (key, severity)
    assert said in finding.message
    assert line_of(file, finding) == f"{key.rpartition('.')[2]}:"


def test_six_lines_are_enough_for_a_stance():
    assert lint(edited(*_fewer("line, sceptical,", 8, 6))) == []


def test_findings_come_in_the_order_of_the_file():
    file = edited(
        ("- The answer to advising of the number 1.", "- (Sighs.) No."),
        ("- The line, testing, of the number 1.", "- (Nods.) So?"),
        ("- The told at 38 of the number 1.", "- (Cries.) It's him."),
    )
    keys = ["disclosures.1.lines.1", "voice.lines.testing.1", "voice.reactions.advising.1"]
    assert [finding.key for finding in lint(file)] == keys


@settings(max_examples=60, deadline=None)
@given(temperaments)
def test_what_is_said_about_a_temperament_is_so(temperament):
    file = ADA.model_copy(update={"persona": ADA.persona.model_copy(update={"temperament": temperament})})
    said = " ".join(finding.message for finding in lint(file) if finding.key == "temperament")

    def reaches(level: int, replies: int, *wanted: Stance) -> bool:
        grade = Grade(**{step: StepGrade(level=level) for step in ("responsibility", "reflection", "invitation")})
        state, seen = temperament.starting_state(), set()
        for _ in range(replies):
            state = moved(temperament, state, grade)
            seen.add(stance_of(state))
        return bool(seen & set(wanted))

    assert ("perfect replies" in said) != reaches(2, REPLIES_TO_SOFTEN, Stance.SOFTENING, Stance.OPEN)
    assert ("empty replies" in said) != reaches(0, REPLIES_TO_LEAVE, Stance.LEAVING)


def _about_language(text: str) -> list[tuple[int, Severity, str]]:
    found = lint(parse_persona(text, "ada.yaml"))
    return [(one.line, one.severity, one.message) for one in found if one.key == "language"]


def test_a_code_that_no_language_has_is_told_with_the_nearest():
    (found,) = _about_language(ENGLISH_LINES.replace("language: de", "language: dk"))
    said = "no language is known by the code “dk”; perhaps “da” (Danish) was meant."
    assert found == (6, Severity.WARNING, said)


def test_english_lines_of_a_client_who_speaks_another_language_are_told():
    ((line, severity, message),) = _about_language(ENGLISH_LINES)
    assert (line, severity) == (6, Severity.HINT)
    assert "speaks German, but the lines look English" in message
    assert _about_language(GERMAN_LINES) == []


def test_lines_in_a_language_that_is_not_named_are_told():
    ((_, severity, message),) = _about_language(GERMAN_LINES.replace("language: de\n", ""))
    assert severity is Severity.HINT
    assert "the lines don't look English" in message
    assert _about_language(PERSONA_TEXT) == []

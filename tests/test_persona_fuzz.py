"""Persona files come from anybody. However damaged or malicious one is, it is read or refused in words, soon.

Every run draws some hundred files anew. `LEANIN_FUZZ=10000` in the environment draws as many as it says, which takes a
minute for ten thousand: for whoever has changed how files are read.
"""

import asyncio
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.persona_mutants import CODE, KINDS, SMALL, Damage, mutant

from leanin.authoring.rehearsal import DEFENDS, LEANS_IN, Trainee, rehearse
from leanin.cli.persona_words import persona_in_lines
from leanin.client.briefing import briefing
from leanin.dynamics import Stance
from leanin.errors import LeaninError
from leanin.fence import Fence
from leanin.persona import PersonaFile, read_persona
from leanin.persona_lint import lint
from leanin.prompts import load_prompt
from leanin.resources import shipped
from leanin.session.moments import SpeakingMoment

MUTANTS = int(os.environ.get("LEANIN_FUZZ", "600"))
"""Files in one run, over all kinds of damage."""

MANY = 10_000
"""From here on, files of each kind of damage are surely among those that are still whole enough to be used."""

LONGEST = 5.0
"""Seconds that any of them may take on a busy machine; most take a hundredth of one."""

PROMPT = load_prompt("client", shipped("prompts"))

numbers = st.integers(0, 2**20)
injuries = st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=2)


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    """One event loop for all: starting ten thousand would take longer than the rest."""
    with asyncio.Runner() as running:
        yield running


BOTH = Trainee("both", "by turns", [LEANS_IN.replies[0], DEFENDS.replies[0]])


def use(file: PersonaFile, runner: asyncio.Runner) -> None:
    """Do all with the persona that leanin does with one: lint, show, brief a model, speak two turns."""
    persona = file.persona
    assert all(finding.message for finding in lint(file))
    shown = "\n".join(persona_in_lines(file))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    record = runner.run(rehearse(file, BOTH, turns=2))
    assert all(turn.answer and turn.answer.thought for turn in record.turns)
    state = persona.temperament.starting_state()
    moment = SpeakingMoment(persona, state, Stance.TESTING, 1, True, "How so?", None, (), persona.opening, 7, 2)
    told = PROMPT.render(briefing(moment, Fence()))
    for words in (persona.name, persona.about, persona.rupture.about, *persona.voice.style, *persona.never):
        assert words.strip() in told.fixed
    assert persona.disclosures[0].tells.strip() in told.moving


@pytest.mark.parametrize("damage", KINDS, ids=lambda damage: damage.__name__)
def test_a_damaged_file_is_used_or_refused_in_words(
    damage: Damage, runner: asyncio.Runner, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "ada.yaml"
    read = 0

    @settings(
        max_examples=MUTANTS // len(KINDS),
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(numbers, injuries)
    def one_file(base: int, where: list[tuple[int, int, int]]) -> None:
        nonlocal read
        path.write_bytes(mutant(base, damage, where))
        begun = time.process_time()
        try:
            file = read_persona(path)
        except LeaninError as error:
            assert error.message.startswith(str(path))
            assert len(error.message) > len(str(path)) + 10
        else:
            read += 1
            use(file, runner)
        assert time.process_time() - begun < LONGEST

    one_file()
    assert read or MUTANTS < MANY, "some of the files are still whole, or the rest of the test is never reached"


@pytest.mark.parametrize(
    "bomb",
    [
        "x: " + "[" * 200_000,
        "x: " + "{a: " * 100_000,
        "x: " + "{" * 45 + "a" + "}" * 45,
        "? " * 45 + "a",
        "x: " + "{? [" * 20 + "a" + "]}" * 20,
        "x: [" + "1," * 400_000 + "]",
        "".join(f"k{number}: 1\n" for number in range(100_000)),
        "about: " + "word " * 190_000,
        'opening: "' + "(" * 900_000 + '"',
        "age: " + "9" * 900_000,
        "age: 0x" + "f" * 900_000,
        "age: " + "1:" * 400_000 + "1",
        "a: &a [x, x]\n" + "".join(f"a{n}: &a{n} [*a, *a]\n" for n in range(1_000)),
        "# comment\n" * 90_000,
        "x" * 1_000_001,
    ],
    ids=lambda bomb: f"{bomb[:12]!r}",
)
def test_a_file_that_is_meant_to_choke_the_reader_is_refused_soon(bomb: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb.yaml"
    path.write_text(bomb)
    begun = time.process_time()
    with pytest.raises(LeaninError, match=r"bomb\.yaml"):
        read_persona(path)
    assert time.process_time() - begun < LONGEST


@pytest.mark.parametrize("opener", ["(", "[", "<", "*a ", "_a ", "_"])
def test_a_field_that_is_meant_to_choke_the_lint_is_linted_soon(opener: str, tmp_path: Path) -> None:
    lines = ", ".join([f"'{opener * (7_900 // len(opener))}'"] * 40)
    path = tmp_path / "ada.yaml"
    path.write_text(SMALL.replace("open: [Ask.]", f"open: [{lines}]"))
    file = read_persona(path)
    begun = time.process_time()
    assert lint(file)
    assert time.process_time() - begun < LONGEST


def test_no_code_in_a_field_is_run(runner: asyncio.Runner, tmp_path: Path) -> None:
    path = tmp_path / "ada.yaml"
    for code in CODE:
        path.write_text(SMALL.replace("A welder.", f"'{code} A welder.'").replace("Go on.", f"'{code} Go on.'"))
        use(read_persona(path), runner)
        file = read_persona(path)
        assert file.persona.about == f"{code} A welder."
        assert file.persona.voice.lines[Stance.SOFTENING] == [f"{code} Go on."]

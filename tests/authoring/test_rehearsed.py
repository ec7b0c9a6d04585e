import pytest
from tests.doubles import PERSONA_TEXT, persona_file

from leanin.authoring.rehearsal import DEFENDS, LEANS_IN, rehearse
from leanin.authoring.rehearsed import rehearsed
from leanin.dynamics import Stance
from leanin.persona import parse_persona
from leanin.persona_memory import read_remembered
from leanin.persona_shelf import persona_paths

ROSA = read_remembered(persona_paths()["rosa"])


async def test_a_trainee_who_leans_in_softens_and_one_who_defends_loses_them() -> None:
    softened = await rehearse(ROSA, LEANS_IN)
    assert softened.stance is not None and softened.stance.rank <= Stance.SOFTENING.rank
    assert softened.disclosed == len(ROSA.persona.disclosures)
    lost = await rehearse(ROSA, DEFENDS)
    assert lost.client_left
    assert len(lost.turns) < 8


async def test_the_same_seed_says_the_same() -> None:
    first, second = [[turn.answer.said for turn in (await rehearse(ROSA, LEANS_IN, seed=3)).turns] for _ in range(2)]
    assert first == second


def test_lines_that_run_out_are_found_at_their_stance() -> None:
    findings = rehearsed(persona_file())
    assert any(one.key == "voice.lines.confronting" and "repeat themselves" in one.message for one in findings)
    line = PERSONA_TEXT.splitlines()[findings[0].line - 1]
    assert findings[0].key.rpartition(".")[2] in line


def test_a_line_that_another_client_says_is_found() -> None:
    copied = ROSA.persona.voice.lines[Stance.TESTING][0]
    text = PERSONA_TEXT.replace("[And then what?]", f'["{copied}"]')
    findings = rehearsed(parse_persona(text, "ada.yaml"), [ROSA.persona])
    shared = [one for one in findings if "says this too" in one.message]
    assert [one.key for one in shared] == ["voice.lines.testing.1"]


@pytest.mark.parametrize("name", sorted(persona_paths()))
def test_no_shipped_client_repeats_themselves_or_borrows_a_voice(name: str) -> None:
    shelf = {each: read_remembered(path) for each, path in persona_paths().items()}
    assert rehearsed(shelf[name], [file.persona for file in shelf.values()]) == []

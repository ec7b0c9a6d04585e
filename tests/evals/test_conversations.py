import pytest
from pydantic import ValidationError
from tests.doubles import FULL, ScriptedEvaluator, ScriptedVoice, persona_file
from tests.evals.on_screen import shown

from leanin.dynamics import Stance
from leanin.evals import conversations
from leanin.evals.conversations import client_fidelity, converse
from leanin.evals.legibility import LeakReading, Reader, StanceReading
from leanin.evals.suite import ScriptedConversation
from leanin.llm.scripted import ScriptedModel
from leanin.prompts import load_prompt


def script(**expected: object) -> ScriptedConversation:
    return ScriptedConversation.model_validate(
        {
            "id": "c",
            "persona": "ada",
            "kind": "lean_in",
            "about": "Three.",
            "replies": ["a", "b", "c"],
            "expected": expected,
        }
    )


async def played(**expected: object) -> conversations.Played:
    return await converse(script(**expected), persona_file(), ScriptedEvaluator(FULL), ScriptedVoice())


async def test_the_path_is_held_against_what_was_expected() -> None:
    one = await played(path=["up", "down", "any"])
    assert (one.result.path_agreed, one.result.path_judged) == (1, 2)
    assert one.result.failures == [], "the path is a figure; only the end is a failure"


def test_a_direction_is_needed_for_each_reply() -> None:
    with pytest.raises(ValidationError, match="a direction for each of the 3 replies; it has 1"):
        script(path=["up"])


async def test_without_a_reader_code_says_what_it_can() -> None:
    found = await client_fidelity([await played(), await played()])
    assert found is not None
    assert found.words.utterances == 6
    assert found.reader == "" and found.legibility is None and found.leaks_read is None
    assert await client_fidelity([]) is None


async def test_a_reader_tells_stances_and_leaks() -> None:
    one = await played()
    readings = [
        part
        for said in one.said
        for part in (
            StanceReading(reason="It does.", stance=Stance.OPEN),
            *([LeakReading(reason="It tells.", tells=True)] if said.moment.disclosed < 3 else []),
        )
    ]
    reader = Reader(ScriptedModel(readings), load_prompt("reader"), load_prompt("leak_reader"))
    found = await client_fidelity([one], reader, at_once=1)
    assert found is not None and found.legibility is not None
    assert (found.reader, found.legibility.read) == ("scripted", 3)
    assert found.leaks_read == sum(isinstance(part, LeakReading) for part in readings)


async def test_a_reader_that_fails_is_no_finding() -> None:
    reader = Reader(ScriptedModel([]), load_prompt("reader"), load_prompt("leak_reader"))
    found = await client_fidelity([await played()], reader)
    assert found is not None
    assert found.legibility is None and found.leaks_read == 0
    assert found.leaks_unread == 3 - sum(one.moment.disclosed >= 3 for one in (await played()).said)
    assert found.reader_fault


async def test_the_table_says_how_true_the_client_was() -> None:
    one = await played(path=["up", "up", "up"])
    found = await client_fidelity([one])
    assert found is not None
    data = {
        "client_model": "scripted",
        "conversations": [conversations.figures_of(one.result)],
        "fidelity": found.model_dump(mode="json"),
    }
    words = shown(conversations.tables(data))
    for part in ("3 of 3 (100%)", "utterances in role", "distinct-2", "the guard stepped in"):
        assert part in words

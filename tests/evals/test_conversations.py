import pytest
from pydantic import ValidationError
from tests.doubles import FULL, ScriptedEvaluator, ScriptedVoice, persona_file

from leanin.dynamics import Stance
from leanin.errors import ModelFault
from leanin.evals.conversations import ConversationResult, converse
from leanin.evals.items import ScriptedConversation
from leanin.evals.legibility import LeakReading, Reader, StanceReading
from leanin.llm.scripted import Line, ScriptedModel
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


def reader_of(*answers: Line) -> Reader:
    return Reader(ScriptedModel(list(answers)), load_prompt("reader"), load_prompt("leak_reader"))


async def played(reader: Reader | None = None, **expected: object) -> ConversationResult:
    return await converse(script(**expected), persona_file(), ScriptedEvaluator(FULL), ScriptedVoice(), reader)


async def test_the_path_is_held_against_what_was_expected() -> None:
    one = await played(path=["up", "down", "any"])
    assert (one.path_agreed, one.path_judged) == (1, 2)
    assert one.failures == [], "the path is a figure; only the end is a failure"


async def test_every_turn_is_kept_with_what_came_of_it() -> None:
    one = await played()
    assert [turn.reply for turn in one.turns] == ["a", "b", "c"]
    assert [turn.said for turn in one.turns] == ["Words 1.", "Words 2.", "Words 3."]
    assert one.turns[1].client == "Words 1." and one.turns[1].grade == FULL
    assert [spoken.said for spoken in one.talk.spoken] == ["Words 1.", "Words 2.", "Words 3."]
    assert ConversationResult.model_validate_json(one.model_dump_json(round_trip=True)) == one


async def test_a_reply_without_a_grade_is_counted() -> None:
    evaluator = ScriptedEvaluator(FULL, ModelFault("Down."), FULL)
    one = await converse(script(), persona_file(), evaluator, ScriptedVoice())
    assert one.ungraded == 1
    assert one.turns[1].grade is None


def test_a_direction_is_needed_for_each_reply() -> None:
    with pytest.raises(ValidationError, match="a direction for each of the 3 replies; it has 1"):
        script(path=["up"])


async def test_a_reader_tells_stances_and_leaks() -> None:
    answers: list[Line] = []
    for turn in (await played()).turns:
        answers.append(StanceReading(reason="It does.", stance=Stance.OPEN))
        assert turn.after is not None
        answers += [LeakReading(reason="It tells.", tells=True)] * (turn.after.disclosed < 3)
    one = await played(reader_of(*answers))
    assert [reading.read for reading in one.readings] == [Stance.OPEN] * 3
    assert sum(reading.tells_too_much is True for reading in one.readings) == len(answers) - 3
    assert (one.reader, one.reader_fault) == ("scripted", "")


async def test_a_reader_that_fails_is_no_finding() -> None:
    one = await played(reader_of())
    assert [reading.read for reading in one.readings] == [None] * 3
    assert one.reader_fault

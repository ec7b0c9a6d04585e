import json
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from leanin.llm import faults
from leanin.llm.faults import CallSite
from leanin.llm.port import Message, Usage
from leanin.llm.schemas import AnyJson
from leanin.llm.scripted import Says, ScriptedModel
from leanin.llm.selection import open_model
from leanin.llm.structured import ask_for, read

SITE = CallSite("openai/m")
ASKED = [Message("system", "You grade."), Message("user", "Grade this.")]


class Verdict(BaseModel):
    level: Literal[0, 1, 2]
    note: str = Field(max_length=40)


GOOD = '{"level": 2, "note": "owned it"}'
VALUE = Verdict(level=2, note="owned it")


async def test_an_answer_by_schema() -> None:
    model = ScriptedModel([Says((GOOD,), usage=Usage(10, 4, 0.5))])
    answer = await ask_for(model, ASKED, Verdict)
    assert (answer.value, answer.how, answer.repaired, answer.text) == (VALUE, "schema", False, GOOD)
    assert answer.usage == Usage(10, 4, 0.5)
    assert model.calls[0].messages == tuple(ASKED), "with a schema the prompt is left as it is"
    assert model.calls[0].schema is Verdict


async def test_json_mode_where_schemas_are_refused() -> None:
    model = ScriptedModel([faults.SchemaRefused(SITE), GOOD])
    answer = await ask_for(model, ASKED, Verdict)
    assert (answer.value, answer.how) == (VALUE, "JSON mode")
    asked = model.calls[1]
    assert asked.schema is AnyJson
    assert asked.messages[0].content.startswith("You grade.")
    assert '"level"' in asked.messages[0].content
    assert asked.messages[1:] == tuple(ASKED[1:])


async def test_words_alone_where_both_are_refused() -> None:
    model = ScriptedModel(
        [faults.SchemaRefused(SITE), faults.SchemaRefused(SITE), f"Here you are:\n```json\n{GOOD}\n```"]
    )
    answer = await ask_for(model, ASKED[1:], Verdict)
    assert (answer.value, answer.how) == (VALUE, "prompt")
    assert model.calls[2].schema is None
    assert model.calls[2].messages[0].role == "system"


@pytest.mark.parametrize(
    ("bad", "shown"),
    [
        ('{"level": 7, "note": "x"}', "level: Input should be 0, 1 or 2"),
        ('{"level": 1}', "note: Field required"),
        ("Level two, I would say.", "no complete JSON object"),
        ('{"level": 2, "note": "cut o', "no complete JSON object"),
        (f'{{"level": 0, "note": "quoted"}} … {GOOD}', "more than one"),
    ],
)
async def test_one_repair_with_the_reason(bad: str, shown: str) -> None:
    model = ScriptedModel([Says((bad,), usage=Usage(10, 4, None)), Says((GOOD,), usage=Usage(20, 5, None))])
    answer = await ask_for(model, ASKED, Verdict)
    assert (answer.value, answer.repaired, answer.how) == (VALUE, True, "schema")
    assert answer.usage == Usage(30, 9, None)
    before, said, wrong = model.calls[1].messages[:-2], *model.calls[1].messages[-2:]
    assert before == tuple(ASKED)
    assert (said.role, said.content) == ("assistant", bad)
    assert shown in wrong.content
    assert '"level"' in wrong.content, "the schema is said again, in words"


@pytest.mark.parametrize("kind", [faults.EmptyAnswer, faults.RanOut])
async def test_an_empty_or_endless_answer_is_repaired_too(kind: type[faults.CallFault]) -> None:
    model = ScriptedModel([kind(SITE, usage=Usage(3, 0, None)), GOOD])
    answer = await ask_for(model, ASKED, Verdict)
    assert answer.value == VALUE
    assert answer.usage == Usage(3, 0, None)
    assert [message.role for message in model.calls[1].messages] == ["system", "user", "user"]


async def test_malformed_twice_is_a_clear_fault() -> None:
    model = ScriptedModel([Says(("no",), usage=Usage(1, 1, 0.1)), Says(("still no",), usage=Usage(2, 2, 0.2))])
    with pytest.raises(faults.Malformed, match="still no") as malformed:
        await ask_for(model, ASKED, Verdict)
    assert len(model.calls) == 2
    assert malformed.value.usage is not None
    assert malformed.value.usage.input_tokens == 3


async def test_other_faults_come_as_they_are() -> None:
    with pytest.raises(faults.KeyRefused):
        await ask_for(ScriptedModel([faults.KeyRefused(SITE)]), ASKED, Verdict)


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"  {GOOD}\n",
        f"```json\n{GOOD}\n```",
        f"Sure! Here is the grade:\n\n{GOOD}\n\nI hope that helps {{smile}}.",
        f'<think>Perhaps {{"level": 0, "note": "a draft"}}? No.</think>{GOOD}',
        f"{GOOD}\n{GOOD}",
        f'They wrote {{"trust": 100}}. My grade: {GOOD}',
    ],
)
def test_the_one_object_is_found_in_what_surrounds_it(text: str) -> None:
    assert read(text, Verdict) == VALUE


@given(before=st.text(st.characters(exclude_characters="{")), after=st.text(st.characters(exclude_characters="{")))
def test_any_words_around_it_are_passed_over(before: str, after: str) -> None:
    assert read(f"{before}{GOOD}{after}", Verdict) == VALUE


@given(note=st.text(max_size=40), level=st.sampled_from([0, 1, 2]))
def test_every_object_is_read_back(note: str, level: Literal[0, 1, 2]) -> None:
    verdict = Verdict(level=level, note=note)
    assert read(f"Well: {verdict.model_dump_json()}", Verdict) == verdict
    assert read(json.dumps(verdict.model_dump()), Verdict) == verdict


@pytest.mark.parametrize("route", ["openai", "litellm/openai"])
async def test_over_the_wire(server: Any, litellm_ready: None, route: str) -> None:
    model = open_model(f"{route}/test-model", server.base)
    server.will(
        server.fails(400, "response_format: json_schema is not supported"), server.says("no"), server.says(GOOD)
    )
    answer = await ask_for(model, ASKED, Verdict)
    assert (answer.value, answer.how, answer.repaired) == (VALUE, "JSON mode", True)
    formats = [seen.body.get("response_format", {}).get("type") for seen in server.seen]
    assert formats == ["json_schema", "json_object", "json_object"]
    server.will(server.says("never"))
    with pytest.raises(faults.Malformed):
        await ask_for(model, ASKED, Verdict)
    assert len(server.seen) == 5, "the refused schema isn't tried again"
    await model.close()

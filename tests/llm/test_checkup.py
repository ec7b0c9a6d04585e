import json
import time
from dataclasses import asdict
from typing import Any

import pytest

from leanin.llm import faults
from leanin.llm.checkup import check_call, check_model
from leanin.llm.faults import CallSite
from leanin.llm.port import TimeLimits, Usage
from leanin.llm.scripted import Says, ScriptedModel

WEEK = '{"day": "Tuesday", "number": 7}'


async def test_a_good_model() -> None:
    model = ScriptedModel([Says(("Hel", "lo."), usage=Usage(5, 2, 0.25)), Says((WEEK,), usage=Usage(9, 4, 0.5))])
    check = await check_model(model)
    assert (check.ok, check.structured, check.cost) == (True, "schema", 0.75)
    assert (check.input_tokens, check.output_tokens) == (14, 6)
    assert check.seconds_to_first_token is not None
    assert check.seconds is not None
    assert check.seconds_to_first_token <= check.seconds
    assert model.closed
    assert json.loads(json.dumps(asdict(check)))["structured"] == "schema"


async def test_how_the_form_was_had() -> None:
    refused = faults.SchemaRefused(CallSite("openai/m"))
    in_json_mode = ScriptedModel(["Hello.", refused, WEEK])
    assert (await check_model(in_json_mode)).structured == "JSON mode"
    mended = ScriptedModel(["Hello.", "Tuesday!", WEEK])
    assert (await check_model(mended)).structured == "repaired"


async def test_a_model_that_streams_and_cannot_keep_a_form() -> None:
    model = ScriptedModel(["Hello.", "Tuesday!", "Seven!"])
    check = await check_model(model)
    assert (check.ok, check.structured, check.fault_title) == (False, "no", "The answer can't be read")
    assert check.seconds is not None


async def test_a_name_that_cannot_be_opened_is_a_result_too() -> None:
    check = await check_call("gpt-5-mini")
    assert not check.ok
    assert "openai/gpt-5-mini" in check.fault


@pytest.mark.parametrize("route", ["openai", "litellm/openai"])
async def test_over_the_wire(server: Any, litellm_ready: None, route: str) -> None:
    server.will(server.streams("Hello."), server.says(WEEK))
    check = await check_call(f"{route}/test-model", server.base)
    assert (check.ok, check.input_tokens, check.cost) == (True, 10, None)
    server.will(server.fails(401, "wrong key sk-abcdef123456"))
    check = await check_call(f"{route}/test-model", server.base)
    assert (check.ok, check.fault_title) == (False, "The key was refused")
    assert "abcdef" not in check.fault


async def test_the_given_limits_hold(server: Any, hasty: TimeLimits) -> None:
    server.will(server.hangs())
    check = await check_call("openai/test-model", server.base, hasty)
    assert (check.ok, check.fault_title) == (False, "The model didn't begin to answer")
    assert "0.4 s" in check.fault


async def test_our_own_import_is_no_time_of_the_servers(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from leanin.llm import openai_adapter

    imports: list[float] = []

    def slow_first_import() -> None:
        time.sleep(0 if imports else 0.5)
        imports.append(time.monotonic())

    monkeypatch.setattr(openai_adapter, "warm_up", slow_first_import)
    server.will(server.streams("Hello."), server.says(WEEK))
    check = await check_call("openai/test-model", server.base)
    assert check.seconds is not None
    assert check.seconds < 0.4

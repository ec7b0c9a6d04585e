import json
from pathlib import Path

import pytest
from tests.loopback import answer, serving
from tests.program import leanin

from leanin.locations import config_file, own_personas_dir


def test_with_nothing_set_the_builtin_is_used_and_works() -> None:
    done = leanin("doctor", "--json")
    assert done.returncode == 0, done.stderr
    findings = json.loads(done.stdout)
    assert findings["ok"]
    assert [part["model"] for part in findings["parts"]] == ["builtin", "builtin"]
    assert all("default" in part["chosen_by"] for part in findings["parts"])
    assert {"rosa", "desmond"} <= set(findings["personas"])


def test_a_key_is_offered_by_its_name_with_the_receiver_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-very-secret-0123456789")
    done = leanin("doctor")
    assert "ANTHROPIC_API_KEY" in done.stdout
    assert "api.anthropic.com" in done.stdout
    assert "very-secret" not in done.stdout + done.stderr
    assert "client: builtin" in done.stdout


def test_each_configured_model_gets_a_test_call(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda _prompt: {"day": "Tuesday", "number": 7}) as server:
        monkeypatch.setenv("LEANIN_CLIENT_MODEL", "openai/scripted")
        monkeypatch.setenv("LEANIN_API_BASE", server.address)
        done = leanin("doctor", "--json")
    assert done.returncode == 0, done.stdout
    client, evaluator = json.loads(done.stdout)["parts"]
    assert client["chosen_by"] == "LEANIN_CLIENT_MODEL in the environment"
    assert "127.0.0.1" in client["receiver"]
    assert client["key_sent_along"] is None
    assert "chosen_by" not in client["check"]
    assert client["check"]["ok"]
    assert client["check"]["structured"] == "schema"
    assert client["check"]["cost"] is None
    assert evaluator["model"] == "builtin"
    assert server.requests


def test_a_model_that_does_not_work_is_told_with_exit_code_1() -> None:
    with serving(lambda _prompt: answer((0, 0, 0), "")) as server:
        server.status = 401
        done = leanin("doctor", "--client-model", "openai/scripted", "--api-base", server.address)
    assert done.returncode == 1
    assert "✗" in done.stdout
    assert "key" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_broken_persona_of_ones_own_is_told(empty_home: Path) -> None:
    own_personas_dir().mkdir(parents=True)
    (own_personas_dir() / "mine.yaml").write_text("schema: 1\nnmae: Ada\n")
    done = leanin("doctor")
    assert done.returncode == 1
    assert "mine.yaml, line 2: nmae" in done.stdout


def test_settings_that_cannot_be_used_are_json_too() -> None:
    config_file().parent.mkdir(parents=True)
    config_file().write_text("clientmodel: openai/q\n")
    done = leanin("doctor", "--json")
    assert done.returncode == 1
    findings = json.loads(done.stdout)
    assert findings["ok"] is False
    assert findings["error"]["title"] == "The settings can't be used"
    assert "line 1: clientmodel" in findings["error"]["message"]
    plain = leanin("doctor")
    assert (plain.returncode, plain.stdout) == (1, "")
    assert "line 1: clientmodel" in plain.stderr


def test_the_configured_limits_hold_for_the_test_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEANIN_FIRST_TOKEN_SECONDS", "0.5")
    with serving(lambda _prompt: {"day": "Tuesday", "number": 7}) as server:
        server.hangs = True
        done = leanin("doctor", "--client-model", "openai/scripted", "--api-base", server.address)
    assert done.returncode == 1
    assert "0.5 s" in done.stdout


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_an_address_is_shown_without_its_secrets_and_a_key_that_goes_there_is_named(
    monkeypatch: pytest.MonkeyPatch, form: tuple[str, ...]
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret-0123456789")
    with serving(lambda _prompt: {"day": "Tuesday", "number": 7}) as server:
        address = server.address.replace("http://", "http://user:s3cretpw@") + "?api_key=sekret"
        done = leanin("doctor", *form, "--client-model", "openai/scripted", "--api-base", address)
        assert server.keys
    said = done.stdout + done.stderr
    assert not any(secret in said for secret in ("s3cretpw", "sekret", "very-secret"))
    if form:
        client = json.loads(done.stdout)["parts"][0]
        assert client["api_base"] == server.address
        assert client["key_sent_along"] == "OPENAI_API_KEY"
    else:
        assert "your OPENAI_API_KEY is sent there too" in done.stdout

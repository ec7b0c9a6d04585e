"""`leanin regrade` with the built-in evaluator and against a scripted model on loopback."""

import asyncio
import json
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from tests.cli.test_play import DEFEND, LEAN_IN
from tests.loopback import ScriptedServer, answer, serving
from tests.program import piped

from leanin.cli.main import run_command
from leanin.persona_shelf import find_persona
from leanin.practice import Practice
from leanin.session.events import Graded, Regraded
from leanin.store.interchange import exported
from leanin.store.journal import JournalStore


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with serving(lambda _prompt: answer((1, 1, 1), "that")) as server:
        yield server


class Done(NamedTuple):
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


Leanin = Callable[..., Done]


@pytest.fixture
def leanin(capsys: pytest.CaptureFixture[str]) -> Leanin:
    def run(*arguments: str) -> Done:
        capsys.readouterr()
        code = run_command(arguments)
        return Done(code, *capsys.readouterr())

    return run


@pytest.fixture
def session_id() -> str:
    """A session of three replies, graded by the built-in evaluator."""
    return practised([LEAN_IN[0], DEFEND[0], LEAN_IN[2]])


def practised(replies: list[str], *, ended: bool = True, **flags: str) -> str:
    """The id of a session in which these replies were given."""

    async def practise() -> str:
        practice = Practice(seed=7, **flags)
        session = practice.begin(find_persona("rosa"))
        for reply in replies:
            await session.reply(reply)
        if ended:
            session.end()
        await practice.close()
        with JournalStore() as store:
            return store.find("last")

    return asyncio.run(practise())


def by_model(server: ScriptedServer, *more: str) -> list[str]:
    return ["--evaluator-model", "openai/judge", "--api-base", server.address, *more]


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-1234567890abcdef")


def kept(session_id: str) -> list[Any]:
    with JournalStore() as store:
        return store.events(session_id)


def figures(leanin: Leanin, *arguments: str) -> dict[str, Any]:
    done = leanin("regrade", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    data: dict[str, Any] = json.loads(done.stdout)
    return data


def test_kept_replies_are_graded_again_beside_their_first_grades(
    leanin: Leanin, server: ScriptedServer, session_id: str
) -> None:
    before = kept(session_id)
    data = figures(leanin, session_id, *by_model(server))
    assert kept(session_id)[: len(before)] == before
    again = kept(session_id)[len(before) :]
    assert sorted(event.turn for event in again) == [1, 2, 3]
    assert {(event.event, event.by, event.run) for event in again} == {("regraded", "openai/judge", 1)}
    assert len({event.prompt_hash for event in again}) == 1 and again[0].prompt_hash
    (session,) = data["sessions"]
    assert [turn["first"]["by"] for turn in session["turns"]] == ["builtin"] * 3
    assert [[one["score"] for one in turn["again"]] for turn in session["turns"]] == [[3], [3], [3]]
    (drift,) = data["drift"]
    assert (drift["by"], drift["replies"]) == ("openai/judge", 3)
    assert {request["model"] for request in server.requests} == {"judge"}
    assert find_persona("rosa").persona.concern in server.requests[0]["messages"][1]["content"]


def test_asked_again_it_asks_nothing_unless_told_to(leanin: Leanin, server: ScriptedServer, session_id: str) -> None:
    figures(leanin, session_id, *by_model(server))
    asked = len(server.requests)
    figures(leanin, session_id, *by_model(server))
    assert len(server.requests) == asked
    data = figures(leanin, session_id, *by_model(server, "--again"))
    assert len(server.requests) == 2 * asked
    assert [row["nth"] for row in data["drift"]] == [1, 2]


def test_several_grades_make_a_regrading_of_their_own_and_all_are_counted(
    leanin: Leanin, server: ScriptedServer, session_id: str
) -> None:
    figures(leanin, session_id[-4:], *by_model(server))
    asked = len(server.requests)
    done = leanin("regrade", session_id, *by_model(server, "--grades", "3"))
    assert done.returncode == 0, done.stderr
    assert len(server.requests) == 4 * asked
    assert "300 tokens read" not in done.stderr
    assert f"{3 * asked * 100:,} tokens read" in done.stderr
    assert "openai/judge, median of 3" in done.stdout
    assert {request.get("temperature") for request in server.requests[:asked]} == {0.0}
    assert {request.get("temperature") for request in server.requests[asked:]} == {0.7}


def test_the_builtin_grades_once_and_says_so(leanin: Leanin, session_id: str) -> None:
    done = leanin("regrade", "last", "--evaluator-model", "builtin", "--grades", "3")
    assert done.returncode == 0
    assert "grades once" in done.stderr
    regraded = [event for event in kept(session_id) if isinstance(event, Regraded)]
    first = [event for event in kept(session_id) if isinstance(event, Graded)]
    assert [(event.grade, event.by, event.prompt_hash) for event in sorted(regraded, key=lambda event: event.turn)] == [
        (event.grade, "builtin", "") for event in first
    ]
    assert "100%" in done.stdout and "(taken back)" not in done.stdout


def test_all_sessions_are_graded_and_one_that_is_in_use_is_told(
    leanin: Leanin, server: ScriptedServer, session_id: str
) -> None:
    other = practised(DEFEND[:1])
    data = figures(leanin, "--all", *by_model(server))
    assert [row["id"] for row in data["sessions"]] == [session_id, other]
    assert data["drift"][0]["replies"] == 4
    with JournalStore() as store, store.reopen(other):
        done = leanin("regrade", "--all", "--evaluator-model", "builtin", "--json")
    assert done.returncode == 1
    assert f"{other} was left out" in done.stderr
    assert [row["id"] for row in json.loads(done.stdout)["sessions"]] == [session_id]


def test_a_session_whose_grades_were_missing_is_graded(leanin: Leanin, server: ScriptedServer) -> None:
    server.status = 401
    practised(LEAN_IN[:1], evaluator_model="openai/judge", evaluator_api_base=server.address)
    data = figures(leanin, "last", "--evaluator-model", "builtin")
    assert data["sessions"][0]["turns"][0]["first"] is None
    assert data["sessions"][0]["turns"][0]["again"][0]["score"] > 0
    assert data["drift"][0]["replies"] == 0


def test_a_server_that_is_down_is_named_and_nothing_is_kept(leanin: Leanin, session_id: str) -> None:
    with serving(lambda _prompt: {}) as gone:
        pass
    practised(DEFEND[:1])
    done = leanin("regrade", "--all", *by_model(gone), "--json")
    assert done.returncode == 1
    assert gone.address.removesuffix("/v1").removeprefix("http://") in done.stderr
    assert "the other sessions were left alone" in done.stderr
    assert "Traceback" not in done.stderr
    assert not any(isinstance(event, Regraded) for event in kept(session_id))


def test_stopping_leaves_what_was_graded(leanin: Leanin, server: ScriptedServer, session_id: str) -> None:
    def slow_from_the_second_on(_prompt: str) -> dict[str, Any]:
        if len(server.requests) > 1:
            time.sleep(60)
        return answer((1, 1, 1), "that")

    server.grader = slow_from_the_second_on
    with piped("regrade", session_id, *by_model(server, "--at-once", "1", "--json")) as working:
        deadline = time.monotonic() + 30
        while len(server.requests) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        working.program.send_signal(signal.SIGINT)
        assert working.program.wait(timeout=30) == 130
        out, err = working.stdout.read(), working.stderr.read()
    assert "ask again for the rest" in err and "Traceback" not in err
    assert json.loads(out)["drift"][0]["replies"] == 1
    server.grader = lambda _prompt: answer((1, 1, 1), "that")
    asked = len(server.requests)
    assert figures(leanin, session_id, *by_model(server))["drift"][0]["replies"] == 3
    assert len(server.requests) == asked + 2


def test_exports_carry_regradings_to_another_journal_and_resuming_keeps_them(
    leanin: Leanin, server: ScriptedServer, session_id: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = leanin("sessions", "export", session_id, "--format", "jsonl").stdout
    figures(leanin, session_id, *by_model(server))
    after = leanin("sessions", "export", session_id, "--format", "jsonl").stdout
    path = tmp_path / "session.jsonl"
    path.write_text(before)
    known = leanin("sessions", "import", str(path))
    assert known.returncode == 0 and "was in the journal already" in known.stderr
    path.write_text(after)
    monkeypatch.setenv("LEANIN_DATA_DIR", str(tmp_path / "elsewhere"))
    assert leanin("sessions", "import", str(path)).returncode == 0
    with JournalStore() as store:
        assert "".join(f"{line}\n" for line in exported(store.whole(session_id))) == after
    assert "Graded again by `openai/judge`, regrading 1: 3 of 6" in leanin("sessions", "show", session_id).stdout


def test_a_session_that_goes_on_keeps_its_regradings(leanin: Leanin) -> None:
    left = practised(LEAN_IN[:1], ended=False)
    figures(leanin, left, "--evaluator-model", "builtin")

    async def go_on() -> None:
        practice = Practice()
        await practice.resume(left).reply(LEAN_IN[1])
        await practice.close()

    asyncio.run(go_on())
    data = figures(leanin, left, "--evaluator-model", "builtin")
    assert [len(turn["again"]) for turn in data["sessions"][0]["turns"]] == [1, 1]
    assert len(data["sessions"][0]["regradings"]) == 1


@pytest.mark.parametrize("arguments", [[], ["last", "--all"], ["last", "--grades", "0"], ["last", "--grades", "10"]])
def test_wrong_usage_is_told(leanin: Leanin, arguments: list[str]) -> None:
    assert leanin("regrade", *arguments).returncode == 2


def test_a_session_that_is_not_there_is_told(leanin: Leanin) -> None:
    done = leanin("regrade", "nowhere")
    assert done.returncode == 1
    assert "No such session" in done.stderr

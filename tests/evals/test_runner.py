import asyncio
from pathlib import Path
from typing import Any

import pytest
from tests.doubles import EMPTY, FULL, ScriptedEvaluator, ScriptedVoice, persona_file
from tests.evals.runs import ids_of, planned, suite_in
from tests.evals.test_suite import REPLY, TALK
from tests.strategies import grade_of

from leanin.errors import ModelFault
from leanin.evals import workshop
from leanin.evals.lines import ConversationLine, Line
from leanin.evals.plan import Planned
from leanin.evals.run_folder import RunFolder, new_run
from leanin.evals.runner import Count, LocalEngine, run
from leanin.evals.stopping import Stopping
from leanin.evals.workshop import Job
from leanin.llm.scripted import ScriptedModel
from leanin.llm.spending import BudgetSpent
from leanin.rubric import Trap
from leanin.session.ports import ClientVoice, Evaluator
from leanin.settings import load_settings


class Run:
    """Runs a plan with a given cast, and keeps what came of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch
        self.folder: RunFolder | None = None

    async def __call__(
        self,
        plan: Planned,
        evaluator: Evaluator | None = None,
        voice: ClientVoice | None = None,
        stopping: Stopping | None = None,
    ) -> Count:
        grader, speaker = evaluator or ScriptedEvaluator(), voice or ScriptedVoice()
        self._patch.setattr(workshop, "cast_evaluator", lambda *_args, **_options: grader)
        self._patch.setattr(workshop, "cast_voice", lambda *_args, **_options: speaker)
        self._patch.setattr(workshop, "find_persona", lambda _name: persona_file())
        self.folder = self.folder or new_run(plan.manifest)
        count = Count(plan.manifest.units)
        engine = LocalEngine(Job(plan.manifest, load_settings()))
        with self.folder:
            await run(plan.manifest, plan.source, self.folder, engine, stopping or Stopping(), count)
        return count

    @property
    def lines(self) -> list[Line]:
        assert self.folder
        return list(self.folder.lines())


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Run:
    return Run(monkeypatch)


def talk(tmp_path: Path, **expected: Any) -> Planned:
    rows = [TALK | {"replies": ["a", "b", "c"], "expected": expected}]
    return planned(suite_in(tmp_path / "talks", "conversations", rows={"conversations": rows}))


async def test_every_item_of_every_kind_gets_a_line(ran: Run, tmp_path: Path) -> None:
    count = await ran(planned(suite_in(tmp_path / "mine")))
    assert (count.done, count.failed, count.missing) == (10, 0, 0)
    assert ids_of(ran.lines) == [
        "codes c1",
        "conversations c1",
        "injections i1",
        "pairs p1",
        *(f"replies r{number}" for number in range(6)),
    ]
    assert {line.group for line in ran.lines} == {"s0", "s1", "s2", "sleep", "rosa"}


async def test_a_conversation_keeps_every_turn(ran: Run, tmp_path: Path) -> None:
    await ran(talk(tmp_path, stance=["softening"], outcome=["repaired"], trust="up"), ScriptedEvaluator(FULL))
    (line,) = ran.lines
    assert isinstance(line, ConversationLine)
    assert line.result.failures == []
    assert [state.trust for state in line.result.states] == [30, 40, 50, 60]
    assert [(turn.reply, turn.grade, turn.whole) for turn in line.result.turns] == [
        (reply, FULL, True) for reply in "abc"
    ]
    assert [one.said for one in line.result.talk.spoken] == [turn.said for turn in line.result.turns]


@pytest.mark.parametrize(
    ("expected", "says"),
    [
        ({"stance": ["open"]}, "stance softening, expected open"),
        ({"outcome": ["withdrew"]}, "outcome repaired, expected withdrew"),
        ({"trust": "not up"}, "trust moved by +30"),
    ],
)
async def test_a_conversation_that_goes_another_way_says_where(ran: Run, tmp_path: Path, expected, says: str) -> None:
    await ran(talk(tmp_path, **expected), ScriptedEvaluator(FULL))
    (line,) = ran.lines
    assert says in line.result.failures[0]
    assert not line.fault


async def test_a_conversation_whose_reader_gave_no_answer_is_no_whole_result(
    ran: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workshop, "open_reader", lambda *_args, **_options: ScriptedModel(["no", "no"]))
    rows = {"conversations": [TALK | {"replies": ["a"]}]}
    plan = planned(suite_in(tmp_path / "talks", "conversations", rows=rows), reader_model="openai/a-reader")
    count = await ran(plan, ScriptedEvaluator(FULL))
    (line,) = ran.lines
    assert (count.done, count.failed) == (0, 1)
    assert line.fault == "Malformed" and line.error == line.result.reader_fault


async def test_replies_to_a_client_who_left_are_counted(ran: Run, tmp_path: Path) -> None:
    await ran(talk(tmp_path), ScriptedEvaluator(grade_of(0, 0, 0, Trap.HOSTILE, Trap.BLAMING)))
    assert ran.lines[0].result.unheard == 1


async def test_a_fault_is_never_a_pass(ran: Run, tmp_path: Path) -> None:
    faults = ScriptedEvaluator(*[ModelFault("Down.")] * 100)
    count = await ran(planned(suite_in(tmp_path / "mine")), faults)
    assert (count.done, count.failed, count.missing) == (0, 10, 0)
    assert {(line.fault, "Down." in line.error) for line in ran.lines} == {("ModelFault", True)}
    assert ran.folder and not list(ran.folder.keys_done())


async def test_a_fault_within_a_conversation_makes_it_a_failure(ran: Run, tmp_path: Path) -> None:
    count = await ran(talk(tmp_path), ScriptedEvaluator(FULL, ModelFault("Down."), FULL))
    assert count.failed == 1
    assert (ran.lines[0].fault, ran.lines[0].result.ungraded) == ("ModelFault", 1)
    voice = ScriptedVoice([ModelFault("Silent.")])
    ran.folder = None
    assert (await ran(talk(tmp_path), voice=voice)).failed == 1


async def test_going_on_does_what_is_missing_and_what_failed_and_nothing_else(ran: Run, tmp_path: Path) -> None:
    plan = planned(suite_in(tmp_path / "mine", "replies"))
    await ran(plan, ScriptedEvaluator(FULL, ModelFault("Down."), FULL, ModelFault("Down."), FULL, FULL))
    before = {line.id for line in ran.lines if not line.fault}
    assert len(before) == 4
    again = ScriptedEvaluator(EMPTY)
    count = await ran(plan, again)
    assert (count.kept, count.done, count.failed, count.missing) == (4, 2, 0, 0)
    assert len(ran.lines) == 6 and {line.id for line in ran.lines if line.result.grade == EMPTY}.isdisjoint(before)
    assert (await ran(plan, again)).done == 0


async def test_money_that_is_spent_ends_the_run_and_leaves_the_rest_to_do(ran: Run, tmp_path: Path) -> None:
    stopping = Stopping()
    plan = planned(suite_in(tmp_path / "mine", "replies"))
    count = await ran(plan, ScriptedEvaluator(FULL, FULL, BudgetSpent("No more.")), stopping=stopping)
    assert "No more." in stopping.reason
    assert count.failed == 0 and count.done < 6 and count.missing == 6 - count.done
    assert (await ran(plan)).missing == 0


async def test_once_stopped_a_run_ends_and_can_be_gone_on_with(ran: Run, tmp_path: Path) -> None:
    rows = [REPLY | {"id": number} for number in range(60)]
    plan = planned(suite_in(tmp_path / "mine", "replies", rows={"replies": rows}))
    stopping = Stopping()

    class Stops(ScriptedEvaluator):
        async def grade(self, moment):
            await asyncio.sleep(0)
            stopping.because("Enough.")
            return await super().grade(moment)

    count = await ran(plan, Stops(), stopping=stopping)
    assert 0 < count.done < 30
    assert (await ran(plan)).done == 60 - count.done


async def test_epochs_seeds_and_cells_multiply(ran: Run, tmp_path: Path) -> None:
    folder = suite_in(tmp_path / "mine", "replies", "conversations")
    plan = planned(folder, evaluators=["builtin", "openai/a"], clients=["builtin", "openai/b"], seeds=[1, 2], epochs=2)
    count = await ran(plan)
    assert count.done == 2 * (2 * 6 + 4 * 2)
    assert {line.seed for line in ran.lines if isinstance(line, ConversationLine)} == {1, 2}


async def test_the_builtins_results_are_the_same_however_many_are_done_at_a_time(tmp_path: Path) -> None:
    plan = planned(suite_in(tmp_path / "mine"))
    found = []
    for at_once in (1, 7):
        job = Job(plan.manifest, load_settings())
        engine = LocalEngine(job)
        engine._at_once = at_once
        folder = new_run(planned(tmp_path / "mine").manifest)
        with folder:
            await run(plan.manifest, plan.source, folder, engine, Stopping(), Count(plan.manifest.units))
        found.append(sorted((line.key, line.result.model_dump_json()) for line in folder.lines()))
    assert found[0] == found[1]

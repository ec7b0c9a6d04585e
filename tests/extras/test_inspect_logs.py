"""With the real package: what is written opens with `read_eval_log`."""

import json
from pathlib import Path

import pytest
from tests.evals.lines import (
    CELL,
    OTHER,
    calls,
    code_line,
    injection_line,
    pair_line,
    reply_line,
    run_of,
    talk_line,
)

from leanin.evals.inspect_logs import AS_EXPECTED, write_logs
from leanin.evals.run_folder import RunFolder
from leanin.rubric import Trap

pytestmark = [pytest.mark.extras, pytest.mark.filterwarnings("default")]


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return run_of(
        tmp_path / "run-1",
        [
            reply_line("r1", (2, 1, 0), (2, 0, 0), found=[Trap.DEFENDING], calls={"openai/a": calls(0.2, cost=0.25)}),
            reply_line("r1", epoch=2, calls={"openai/a": calls(0.1, cost=0.5)}),
            reply_line("r2", given=None),
            reply_line("r1", cell=OTHER),
            code_line("c1"),
            injection_line(),
            pair_line(),
            talk_line("c1", failures=["stance open, expected leaving"]),
        ],
        CELL,
        OTHER,
        epochs=2,
    )


def test_each_cell_gets_a_log_that_inspect_reads(run: RunFolder, tmp_path: Path) -> None:
    from inspect_ai.log import read_eval_log, read_eval_log_sample, read_eval_log_sample_summaries

    written = write_logs(run, tmp_path / "logs")
    assert len(written) == 2
    log, other = (read_eval_log(str(path)) for path in written)
    assert (log.eval.model, log.eval.task, log.status, len(other.samples or [])) == (
        "openai/a",
        "leanin/mine",
        "success",
        1,
    )
    samples = {(sample.id, sample.epoch): sample for sample in log.samples or []}
    assert sorted(samples) == [
        ("codes/c1", 1),
        ("conversations/c1/7", 1),
        ("injections/i1", 1),
        ("pairs/p1", 1),
        ("replies/r1", 1),
        ("replies/r1", 2),
        ("replies/r2", 1),
    ]
    reply = samples["replies/r1", 1]
    assert json.loads(str(reply.target))["reflection"] == 1
    assert json.loads(reply.output.completion)["reflection"]["level"] == 0
    assert [message.role for message in reply.messages][-2:] == ["user", "assistant"]
    scores = reply.scores or {}
    assert {name: score.value for name, score in scores.items()} == {
        AS_EXPECTED: "I",
        "responsibility": "C",
        "reflection": "I",
        "invitation": "C",
        "traps": "I",
    }
    assert "Level 0, labelled 1." in str(scores["reflection"].explanation)
    assert reply.model_usage["openai/a"].total_cost == 0.25
    assert log.stats.model_usage["openai/a"].total_cost == 0.75
    failed = samples["replies/r2", 1]
    assert failed.error and failed.error.message == "Too many requests." and not failed.scores
    assert log.results and log.results.completed_samples == 6
    shares = {score.name: score.metrics["accuracy"].value for score in log.results.scores}
    assert shares["reflection"] == 0.5 and shares["responsibility"] == 1.0
    assert len(read_eval_log_sample_summaries(str(written[0]))) == 7
    talk = read_eval_log_sample(str(written[0]), "conversations/c1/7")
    assert (talk.scores or {})[AS_EXPECTED].explanation == "stance open, expected leaving"


def test_inspects_own_commands_see_the_logs(run: RunFolder, tmp_path: Path) -> None:
    from inspect_ai.log import list_eval_logs

    write_logs(run, tmp_path / "logs")
    assert {info.task for info in list_eval_logs(str(tmp_path / "logs"))}
    assert len(list_eval_logs(str(tmp_path / "logs"))) == 2

"""With the real package: its users' models grade our replies."""

import json
from pathlib import Path

import pytest
from tests.evals.runs import suite_in
from tests.evals.test_suite import REPLY

from leanin.errors import DataFileError

pytestmark = [pytest.mark.extras, pytest.mark.filterwarnings("default")]


def answer(*levels: int) -> str:
    """What a model says of a reply."""
    steps = dict(zip(("responsibility", "reflection", "invitation"), levels, strict=True))
    given = {
        step: {"reason": "So.", "evidence": "", "level": level, "called_for": True} for step, level in steps.items()
    }
    return json.dumps({**given, "traps": [], "tip": "Ask."})


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    labels = {"responsibility": 1, "reflection": 0, "invitation": 1}
    rows = [REPLY | {"id": name, "reply": "I am young, and that worries you.", "labels": labels} for name in "ab"]
    return suite_in(tmp_path / "mine", "replies", rows={"replies": rows})


def test_a_model_is_held_against_the_labels(suite: Path, tmp_path: Path) -> None:
    from inspect_ai import eval as run
    from inspect_ai.model import ModelOutput, ModelUsage, get_model

    from leanin.evals.inspect_task import replies

    answers = ["not an object", answer(1, 0, 1), answer(0, 0, 1)]
    outputs = [ModelOutput.from_content("mockllm/model", text) for text in answers]
    for output in outputs:
        output.usage = ModelUsage(
            input_tokens=100, output_tokens=10, total_tokens=110
        )  # else it would fetch a tokeniser
    model = get_model("mockllm/model", custom_outputs=outputs)
    (log,) = run(replies(str(suite)), model=model, log_dir=str(tmp_path / "logs"), display="none", max_samples=1)
    assert log.status == "success", log.error
    assert log.results
    shares = {score.name: score.metrics["accuracy"].value for score in log.results.scores}
    assert shares == {"responsibility": 0.5, "reflection": 1.0, "invitation": 1.0, "traps": shares["traps"]}
    first = (log.samples or [])[0]
    assert "labelled 1" in str((first.scores or {})["agrees"].explanation)
    assert json.loads(first.output.completion)["responsibility"]["level"] == 1


def test_a_suite_without_labelled_replies_is_told(tmp_path: Path) -> None:
    from leanin.evals.inspect_task import replies

    with pytest.raises(DataFileError, match="no labelled replies"):
        replies(str(suite_in(tmp_path / "mine", "pairs")))

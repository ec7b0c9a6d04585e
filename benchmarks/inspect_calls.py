"""The calls of `eval_throughput.py` through inspect-ai: `python inspect_calls.py MESSAGES.jsonl URL CONNECTIONS`.

Runs in a Python that has inspect-ai and openai, and needs nothing of leanin. It does as little as a task can: each
sample's messages are sent once, and its answer is scored by whether it is there; the log is written as usual.
"""

import json
import sys
from pathlib import Path

from inspect_ai import Task, eval  # noqa: A004  # its own name for it
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ChatMessageSystem, ChatMessageUser, GenerateConfig, get_model
from inspect_ai.scorer import includes
from inspect_ai.solver import generate


def main() -> None:
    """Run the task; end with 1 where it doesn't succeed."""
    messages, url, connections = sys.argv[1:]
    samples = []
    for line in Path(messages).read_text(encoding="utf-8").splitlines():
        system, user = json.loads(line)
        sent = [ChatMessageSystem(content=system["content"]), ChatMessageUser(content=user["content"])]
        samples.append(Sample(input=sent, target="responsibility"))
    config = GenerateConfig(max_connections=int(connections), temperature=0.0, max_tokens=4096)
    model = get_model("openai-api/slow/slow", base_url=url, api_key="none", config=config)
    task = Task(dataset=MemoryDataset(samples), solver=generate(), scorer=includes())
    logs = eval(task, model=model, max_samples=int(connections), display="none")
    if logs[0].status != "success":
        raise SystemExit(str(logs[0].error))


if __name__ == "__main__":
    main()

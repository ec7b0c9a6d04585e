from pathlib import Path

import pytest
from tests.evals.on_screen import shown
from tests.evals.test_suite import REPLY, TALK

from leanin.evals import card
from leanin.evals.suite import Suite, load_suite, suite_folders


def test_the_card_counts_what_the_labels_say() -> None:
    owned = REPLY["labels"] | {"called_for": {"responsibility": False}, "traps": ["defending", "hostile"]}
    rows = [
        REPLY,
        REPLY | {"id": "r2", "labels": owned, "reply": "I am young, you see."},
        REPLY | {"id": "r3", "situation": "[/b]", "client": "Hm.", "reply": "No."},
    ]
    suite = Suite.model_validate(
        {"name": "mine", "about": "A\ntry.", "folder": Path(), "replies": rows, "conversations": [TALK]}
    )
    data = card.card(suite)
    replies = data["replies"]
    assert (data["suite"], data["about"]) == ("mine", "A try.")
    assert (replies["replies"], replies["client_statements"], replies["with_a_trap"]) == (3, 2, 1)
    assert replies["levels"]["responsibility"] == [0, 0, 3]
    assert replies["not_called_for"]["responsibility"] == 1
    assert replies["traps"] == {"defending": 1, "hostile": 1}
    assert replies["words"] == {"fewest": 1, "median": 3, "most": 5}
    assert replies["situations"]["s1"]["replies"] == 2
    assert data["conversations"] == {"conversations": 1, "personas": {"rosa": 1}, "replies": 1}
    assert data["pairs"] is None
    text = shown(card.tables(data))
    assert "3 labelled replies, 2 situations" in text
    assert "[/b]" in text


@pytest.mark.parametrize("name", sorted(suite_folders()))
def test_every_shipped_suite_has_a_card(name: str) -> None:
    suite = load_suite(name)
    data = card.card(suite)
    kinds = {"coded replies": "codes"}
    for kind, count in suite.counts().items():
        part = data[kinds.get(kind, kind)]
        assert next(iter(part.values())) == count
    assert shown(card.tables(data))

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.calibration.samples import begun, blind, graded_like_labels, wish
from tests.loopback import ScriptedServer, answer, serving

from leanin.calibration import book, desk
from leanin.calibration.rounds import MOST_NOTED, CalibrationError, Round
from leanin.settings import Settings, load_settings


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    def grader(prompt: str) -> dict[str, Any]:
        return answer((0, 0, 0), "")

    with serving(grader) as server:
        yield server


def with_model(server: ScriptedServer) -> Settings:
    return load_settings(evaluator_model="openai/scripted", evaluator_api_base=server.address)


def test_a_round_that_was_left_is_gone_on_with(tmp_path: Path) -> None:
    kept = desk.take_up(wish(tmp_path, rater="AB"), load_settings())
    desk.give(kept, kept.items[0].id, blind(1, 1, 1))
    again = desk.take_up(wish(tmp_path, rater=" ab "), load_settings())
    assert (again.header.id, again.grades) == (kept.header.id, kept.grades)
    others = [
        desk.take_up(wish(tmp_path, rater="CD"), load_settings()),
        desk.take_up(wish(tmp_path, seed=2, rater="AB"), load_settings()),
        desk.take_up(wish(tmp_path, rater="AB"), load_settings(), anew=True),
    ]
    assert len({kept.header.id, *(other.header.id for other in others)}) == 4
    assert len(list(desk.unfinished_rounds())) == 4


def test_the_same_seed_gives_every_rater_the_same_replies(tmp_path: Path) -> None:
    one, other = begun(tmp_path, rater="AB"), begun(tmp_path, rater="CD")
    assert one.header.items_hash == other.header.items_hash
    assert one.items == other.items


def test_the_same_grade_once_more_is_no_news(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    for _ in range(2):
        desk.give(kept, kept.items[0].id, blind(1, 1, 1, note=" a note "))
    assert len(book.file_of(kept.header.id).read_text().splitlines()) == 2
    assert kept.grades[kept.items[0].id].note == "a note"


def test_a_note_has_an_end(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    desk.give(kept, kept.items[0].id, blind(1, 1, 1, note="x" * 5000))
    assert len(book.read(kept.header.id).grades[kept.items[0].id].note) == MOST_NOTED


def test_there_is_no_result_without_a_grade(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    with pytest.raises(CalibrationError, match="Grade at least one"):
        desk.finish(kept)
    desk.give(kept, kept.items[0].id, blind(1, 1, 1))
    desk.finish(kept)
    desk.finish(kept)
    assert book.read(kept.header.id).finished


def test_a_rater_who_saw_the_labels_is_known(tmp_path: Path) -> None:
    first = graded_like_labels(begun(tmp_path, rater="AB"))
    assert desk.seen_before(first) is None
    again = desk.seen_before(begun(tmp_path, rater="ab"))
    assert again and again.header.id == first.header.id
    assert desk.seen_before(begun(tmp_path, rater="CD")) is None


async def test_the_builtin_grades_what_the_rater_graded_and_no_more(tmp_path: Path) -> None:
    kept = begun(tmp_path)
    for item in kept.items[:2]:
        desk.give(kept, item.id, blind(1, 1, 1))
    with pytest.raises(CalibrationError, match="blind until then"):
        await desk.ask_evaluator(kept, load_settings())
    desk.finish(kept)
    assert desk.lacks(kept, "builtin")
    assert await desk.ask_evaluator(kept, load_settings()) == []
    assert not desk.lacks(kept, "builtin")
    again = book.read(kept.header.id)
    assert set(again.evaluations["builtin"]) == {item.id for item in kept.items[:2]}
    lines = book.file_of(kept.header.id).read_text()
    assert await desk.ask_evaluator(again, load_settings()) == []
    assert book.file_of(kept.header.id).read_text() == lines


async def test_a_model_is_told_the_replies_and_neither_labels_nor_grades(
    tmp_path: Path, server: ScriptedServer
) -> None:
    kept = begun(tmp_path)
    desk.give(kept, kept.items[0].id, blind(1, 2, 1, note="my private note"))
    desk.finish(kept)
    told: list[tuple[int, int]] = []
    assert await desk.ask_evaluator(kept, with_model(server), progress=lambda *how_far: told.append(how_far)) == []
    assert told == [(0, 1)]
    sent = str(server.requests)
    assert kept.items[0].client in sent
    assert "secret reason" not in sent and "my private note" not in sent
    assert set(kept.evaluations) == {"openai/scripted"}


async def test_a_model_that_fails_is_told_and_asked_again_for_the_rest(tmp_path: Path, server: ScriptedServer) -> None:
    kept: Round = graded_like_labels(begun(tmp_path))
    server.status = 404
    failures = await desk.ask_evaluator(kept, with_model(server))
    assert len(failures) == 4 and all(failure.startswith("r") for failure in failures)
    assert desk.lacks(kept, "openai/scripted")
    server.status = 200
    assert await desk.ask_evaluator(kept, with_model(server)) == []
    assert not desk.lacks(book.read(kept.header.id), "openai/scripted")


def test_nothing_is_sent_to_a_model_that_nobody_named_now(tmp_path: Path, server: ScriptedServer) -> None:
    kept = desk.take_up(wish(tmp_path), with_model(server))
    desk.give(kept, kept.items[0].id, blind(1, 1, 1))
    desk.finish(kept)
    with pytest.raises(CalibrationError, match="--evaluator-model openai/scripted"):
        desk.check_may_ask(kept, kept.header.evaluator, load_settings())
    desk.check_may_ask(kept, kept.header.evaluator, with_model(server))
    assert server.requests == []


async def test_whom_a_round_is_compared_with(tmp_path: Path, server: ScriptedServer) -> None:
    kept = graded_like_labels(desk.take_up(wish(tmp_path), with_model(server)))
    assert desk.evaluator_of(kept) == "openai/scripted"
    assert desk.evaluator_of(kept, "openai/other") == "openai/other"
    await desk.ask_evaluator(kept, load_settings())
    assert desk.evaluator_of(kept) == "builtin", "whom it began with has graded nothing"
    await desk.ask_evaluator(kept, with_model(server))
    assert desk.evaluator_of(kept) == "openai/scripted"


def test_a_name_with_broken_characters_is_kept_as_well_as_it_goes(tmp_path: Path) -> None:
    kept = desk.take_up(wish(tmp_path, rater="J\udcffD"), load_settings())
    assert book.read(kept.header.id).header.rater == "J?D"

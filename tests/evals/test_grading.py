import asyncio
import json

import pytest
from tests.doubles import EMPTY, FULL, PERSONA_TEXT, ScriptedEvaluator, persona_file

from leanin.errors import DataFileError, ModelFault
from leanin.evals.grading import Failure, Graded, grade_lines
from leanin.locations import own_personas_dir
from leanin.persona import Therapist
from leanin.session.hearing import MOST_HEARD
from leanin.session.moments import ReplyMoment


def reader(*lines: str | bytes):
    waiting = [line if isinstance(line, bytes) else line.encode() + b"\n" for line in lines]
    return lambda: waiting.pop(0) if waiting else b""


def line(**fields: object) -> str:
    return json.dumps({"id": "a", "client": "How old are you?", "reply": "I am young.", **fields})


@pytest.fixture
def broken_persona() -> None:
    path = own_personas_dir() / "broken.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("id: [")


async def results(read, evaluator=None, at_once: int = 1) -> list[Graded | Failure]:
    return [result async for result in grade_lines(read, evaluator or ScriptedEvaluator(), at_once=at_once)]


async def test_each_line_gets_a_grade_in_order() -> None:
    graded = await results(reader(line(id="a"), "", line(id=2)), ScriptedEvaluator(FULL, EMPTY))
    assert [(result.line, result.id) for result in graded] == [(1, "a"), (3, 2)]
    first = json.loads(graded[0].as_json())
    assert list(first) == [
        "id",
        "responsibility",
        "reflection",
        "invitation",
        "traps",
        "trap_evidence",
        "score",
        "tip",
    ]
    assert first["responsibility"] == {"level": 2, "called_for": True, "evidence": "", "note": ""}
    assert first["score"] == 6


async def test_all_that_a_line_may_say_reaches_the_evaluator() -> None:
    evaluator = ScriptedEvaluator()
    given = line(concern="Safety.", therapist="26, no children", history=[{"client": "Hello.", "reply": "Hi."}])
    await results(reader(given), evaluator)
    moment = evaluator.asked[0]
    assert (moment.concern, moment.therapist) == ("Safety.", "26, no children")
    assert moment.history[0].client == "Hello."


async def test_a_persona_on_the_shelf_fills_in_what_is_left_out() -> None:
    evaluator = ScriptedEvaluator()
    await results(
        reader(line(persona="rosa"), line(persona="rosa", concern="Mine."), line(persona="a tired man")), evaluator
    )
    rosa, own, free = evaluator.asked
    assert rosa.concern
    assert isinstance(rosa.therapist, Therapist)
    assert own.concern == "Mine."
    assert (free.concern, free.about_client) == ("", "a tired man")


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("{not json", "isn't valid JSON"),
        ("[1]", "object was expected"),
        ('{"id": "x", "client": "c"}', "reply: this key is missing"),
        (line(reply=5), "reply: text was expected"),
        (b'{"id": "\xff"}\n', "UTF-8"),
        (line(reply="half: \ud83d"), "half of a pair"),
        (line(id="\ud83d"), "half of a pair"),
        (line(id=True), "id: text or a whole number was expected."),
        (line(id=1.5), "id: text or a whole number was expected."),
        (line(id=None), "id: text or a whole number was expected."),
        (line(therapist=5), "therapist: text or a mapping of facts was expected."),
        (line(history=[{"client": 3}]), "history.1.client: text was expected, but found a number (3)"),
        ('{"id": ' + "9" * 5000 + "}", "too many digits"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
async def test_a_broken_line_is_told_by_its_number_and_the_rest_is_done(broken: str | bytes, says: str) -> None:
    done = await results(reader(line(id="a"), broken, line(id="b")))
    failure = done[1]
    assert isinstance(failure, Failure)
    assert failure.line == 2
    assert says in failure.error
    assert json.loads(failure.as_json())["line"] == 2
    assert [type(result) for result in done] == [Graded, Failure, Graded]


@pytest.mark.parametrize("fields", [{"reply": 5}, {"reply": "half: \ud83d"}, {"persona": "broken"}])
async def test_a_line_that_cant_be_graded_keeps_its_id(fields: dict[str, object], broken_persona: None) -> None:
    (failure,) = await results(reader(line(id="a7", **fields)))
    assert isinstance(failure, Failure)
    assert failure.id == "a7"


async def test_an_id_comes_back_as_it_was() -> None:
    done = await results(reader(line(id="1"), line(id=1), line(id="")))
    assert [result.id for result in done] == ["1", 1, ""]


async def test_a_persona_is_found_however_its_name_is_written() -> None:
    path = own_personas_dir() / "Ada.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(PERSONA_TEXT)
    evaluator = ScriptedEvaluator()
    await results(reader(line(persona="ada"), line(persona="ADA")), evaluator)
    ada = persona_file().persona
    assert [asked.about_client for asked in evaluator.asked] == [ada.introduction] * 2


async def test_as_much_of_a_reply_is_graded_as_in_a_session() -> None:
    evaluator = ScriptedEvaluator()
    await results(reader(line(reply="x" * (MOST_HEARD + 1))), evaluator)
    assert len(evaluator.asked[0].reply) == MOST_HEARD


async def test_a_result_is_one_line_without_control_characters() -> None:
    odd = "\x1b[2J\x85\x9b\u2028\u2029"
    graded, failure = await results(reader(line(id=odd), line(id=odd, reply=5)))
    for result in (graded, failure):
        assert result.as_json().isprintable()
        assert json.loads(result.as_json())["id"] == odd


async def test_what_goes_wrong_while_reading_is_raised_after_the_lines_before_it() -> None:
    lines = [line(id=number).encode() for number in range(5)]

    def read() -> bytes:
        if lines:
            return lines.pop(0)
        raise DataFileError("The disk is gone.")

    done: list[Graded | Failure] = []
    with pytest.raises(DataFileError, match="The disk is gone"):
        async with asyncio.timeout(10):
            async for result in grade_lines(read, ScriptedEvaluator(), at_once=2):
                done += [result]
    assert [result.id for result in done] == [0, 1, 2, 3, 4]


async def test_a_model_that_fails_is_told_with_the_lines_id() -> None:
    (failure,) = await results(reader(line(id="a")), ScriptedEvaluator(ModelFault("It is down.")))
    assert failure == Failure(1, "a", "It is down.")


async def test_order_holds_while_several_are_graded_at_once() -> None:
    class Uneven:
        name = "uneven"
        most = 0
        now = 0

        async def grade(self, moment: ReplyMoment):
            self.now += 1
            self.most = max(self.most, self.now)
            await asyncio.sleep(0.02 if moment.reply == "slow" else 0.001)
            self.now -= 1
            return FULL

    evaluator = Uneven()
    lines = [line(id=number, reply="slow" if number % 4 == 0 else "fast") for number in range(20)]
    done = await results(reader(*lines), evaluator, at_once=4)
    assert [result.id for result in done] == list(range(20))
    assert 2 <= evaluator.most <= 4

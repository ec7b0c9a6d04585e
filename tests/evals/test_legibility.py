from collections import Counter

from tests.client.builtin_scenes import ROSA
from tests.client.test_guard import moment_of

from leanin.dynamics import Stance
from leanin.evals.fidelity import Utterance
from leanin.evals.legibility import MEANS, LeakReading, Reader, StanceReading, legibility
from leanin.llm.scripted import Line, ScriptedModel
from leanin.prompts import load_prompt


def reader_with(*script: Line) -> tuple[Reader, ScriptedModel]:
    model = ScriptedModel(list(script))
    return Reader(model, load_prompt("reader"), load_prompt("leak_reader")), model


async def test_a_reader_sees_the_words_and_nothing_of_the_client() -> None:
    reader, model = reader_with(StanceReading(reason="It pushes.", stance=Stance.CONFRONTING))
    assert await reader.stance_of("You're a child. </said>") is Stance.CONFRONTING
    told = str(model.calls[0].messages)
    assert "You're a child." in told
    assert all(stance.value in told for stance in MEANS)
    assert "Rosa" not in told and ROSA.concern not in told


async def test_a_leak_reader_sees_what_is_still_kept_back() -> None:
    reader, model = reader_with(LeakReading(reason="Nineteen days.", tells=True))
    one = Utterance("They were gone for nineteen days.", moment_of(ROSA))
    assert await reader.tells_too_much(one) is True
    assert ROSA.story.split(".")[0] in str(model.calls[0].messages[-1])


async def test_once_all_is_told_there_is_nothing_to_ask() -> None:
    reader, model = reader_with()
    one = Utterance("They were gone for nineteen days.", moment_of(ROSA, disclosed=len(ROSA.disclosures)))
    assert await reader.tells_too_much(one) is False
    assert not model.calls


async def test_a_reader_without_an_answer_is_no_reading() -> None:
    reader, _ = reader_with("no", "no")
    assert await reader.stance_of("Hm.") is None


def test_the_figures() -> None:
    found = legibility(
        Counter(
            [
                (Stance.OPEN, Stance.OPEN),
                (Stance.OPEN, Stance.SOFTENING),
                (Stance.CONFRONTING, Stance.TESTING),
                (Stance.WITHDRAWN, Stance.OPEN),
                (Stance.LEAVING, None),
            ]
        )
    )
    assert found is not None
    assert (found.read, found.unread, found.exact, found.within_one, found.side) == (4, 1, 0.25, 0.5, 0.75)
    assert found.confusion["withdrawn"]["open"] == 1
    assert legibility({(Stance.OPEN, None): 1}) is None

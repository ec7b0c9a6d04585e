import json
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from pathlib import Path

import pytest
from pydantic import BaseModel
from tests.doubles import persona_file
from tests.loopback import answer as grading

from leanin.client.language_model import LanguageModelVoice
from leanin.dynamics import Stance
from leanin.evaluator.language_model import LanguageModelEvaluator
from leanin.evaluator.median_of import MedianOf
from leanin.fence import Fence
from leanin.llm import faults
from leanin.llm.answers import Answers
from leanin.llm.faults import CallSite
from leanin.llm.port import Completion, Finished, Message, Sampling, TextPart, Usage
from leanin.llm.remembering import RememberingModel
from leanin.llm.scripted import Line, Says, ScriptedModel
from leanin.llm.structured import ask_for
from leanin.llm.unit import Unit, unit_of_work
from leanin.prompts import load_prompt
from leanin.rubric import Grade, Step, StepGrade
from leanin.session.moments import ReplyMoment, SpeakingMoment

HELLO = [Message("user", "Hello.")]
SITE = CallSite("scripted")
USED = Usage(20, 3, 0.25)
PAID = Usage(20, 3, 0.0)


class Mood(BaseModel):
    mood: str


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    opened = Answers(tmp_path / "answers.sqlite")
    yield opened
    opened.close()


def remembering(answers: Answers, *script: Line, base: str = "") -> tuple[RememberingModel, ScriptedModel]:
    model = ScriptedModel(script)
    return RememberingModel(model, answers, base), model


async def said(parts: AsyncIterator[TextPart | Finished]) -> str:
    return "".join([part.text async for part in parts if isinstance(part, TextPart)])


async def test_a_second_run_asks_nobody(answers: Answers) -> None:
    model, script = remembering(answers, Says(("Yes.",), usage=USED), Says(("Well, ", "no."), usage=USED))
    with unit_of_work(Unit()):
        assert await model.complete(HELLO) == Completion("Yes.", USED)
        assert await said(model.stream(HELLO)) == "Well, no."
    with unit_of_work(Unit()):
        assert await model.complete(HELLO) == Completion("Yes.", PAID)
        assert [part async for part in model.stream(HELLO)] == [TextPart("Well, no."), Finished(PAID)]
    assert (len(script.calls), answers.hits, answers.misses) == (2, 2, 2)


async def test_each_epoch_and_each_time_has_an_answer_of_its_own(answers: Answers) -> None:
    model, script = remembering(answers, *(f"{number}" for number in range(4)))

    async def run() -> list[list[str]]:
        epochs = []
        for epoch in range(2):
            with unit_of_work(Unit(epoch)):
                epochs.append([(await model.complete(HELLO)).text for _ in range(2)])
        return epochs

    assert await run() == await run() == [["0", "1"], ["2", "3"]]
    assert len(script.calls) == 4


async def test_the_same_name_at_another_address_is_another_model(answers: Answers) -> None:
    here, _ = remembering(answers, "Here.", base="http://127.0.0.1:1/v1")
    there, _ = remembering(answers, "There.", base="http://127.0.0.1:2/v1")
    for model, text in ((here, "Here."), (there, "There."), (here, "Here.")):
        with unit_of_work(Unit()):
            assert (await model.complete(HELLO)).text == text


async def test_outside_of_a_unit_every_call_is_made(answers: Answers) -> None:
    model, script = remembering(answers, "One.", "Two.", "Three.")
    assert [(await model.complete(HELLO)).text for _ in range(2)] == ["One.", "Two."]
    assert await said(model.stream(HELLO)) == "Three."
    assert (len(script.calls), answers.facts().answers) == (3, 0)


async def test_faults_and_what_is_cut_off_or_left_is_not_kept(answers: Answers) -> None:
    broken = [Says.all_of("I was ", fault=faults.BrokeOff(SITE)), Says.all_of("One ", "two.")]
    model, script = remembering(answers, faults.RanOut(SITE, usage=USED), *broken, "Whole.", "Whole, too.")
    with unit_of_work(Unit()), pytest.raises(faults.RanOut):
        await model.complete(HELLO)
    with unit_of_work(Unit()), pytest.raises(faults.BrokeOff):
        await said(model.stream(HELLO))
    with unit_of_work(Unit()):
        async with aclosing(model.stream(HELLO)) as parts:
            await anext(parts)
    assert (answers.facts().answers, script.stopped) == (0, 1)
    with unit_of_work(Unit()):
        assert ((await model.complete(HELLO)).text, await said(model.stream(HELLO))) == ("Whole.", "Whole, too.")


async def test_a_fresh_fence_makes_no_new_question_and_its_code_is_the_calls_own(answers: Answers) -> None:
    def messages(fence: Fence) -> list[Message]:
        return [Message("user", f"The code is {fence.code}.\n{fence.around('reply', 'I am young.')}")]

    first, second = Fence(), Fence()
    model, script = remembering(answers, f"Between <reply-{first.code}> and its end.")
    with unit_of_work(Unit()):
        await model.complete(messages(first))
    with unit_of_work(Unit()):
        assert (await model.complete(messages(second))).text == f"Between <reply-{second.code}> and its end."
    assert len(script.calls) == 1


async def test_a_misfit_and_its_repair_are_remembered_together(answers: Answers) -> None:
    model, script = remembering(answers, '{"mood": 3}', Mood(mood="wary"))
    for _ in range(2):
        with unit_of_work(Unit()):
            answer = await ask_for(model, HELLO, Mood)
            assert (answer.value, answer.repaired) == (Mood(mood="wary"), True)
    assert len(script.calls) == 2


class Grader:
    """Grades by the level that a model answers."""

    name = "grader"

    def __init__(self, model: RememberingModel) -> None:
        self._model = model

    async def grade(self, moment: ReplyMoment) -> Grade:
        fence = Fence()
        asked = [Message("user", fence.around("reply", moment.reply))]
        level = int((await self._model.complete(asked, Sampling(temperature=0.7))).text)
        step = StepGrade(level=level, evidence=moment.reply)
        return Grade(responsibility=step, reflection=step, invitation=step)


async def test_a_median_rests_on_as_many_answers_as_it_asks_for(answers: Answers) -> None:
    model, script = remembering(answers, "2", "0", "2")
    moment = ReplyMoment(client="How old are you?", reply="I am young.")
    for _ in range(2):
        with unit_of_work(Unit()):
            grade = await MedianOf(Grader(model), 3).grade(moment)
        assert grade.step(Step.REFLECTION).level == 2
        assert "median of 3 grades: 0, 2, 2" in grade.step(Step.REFLECTION).note.lower()
    assert len(script.calls) == 3


async def test_the_shipped_prompts_ask_the_same_twice(answers: Answers) -> None:
    persona = persona_file().persona
    reply = "I am young, that's true."
    speaking = SpeakingMoment(
        persona=persona, state=persona.temperament.starting_state(), stance=Stance.SCEPTICAL, disclosed=0,
        newly_disclosed=False, reply=reply, grade=None, history=(), client=persona.opening, seed=7, turn=1,
    )  # fmt: skip
    graded = json.dumps(grading((2, 0, 0), "words that aren't in the reply"))  # asked again, with an objection
    model, script = remembering(answers, graded, graded, "So I see.\n[thinks] Hm.")
    evaluator = LanguageModelEvaluator(model, load_prompt("evaluator"))
    voice = LanguageModelVoice(model, load_prompt("client"))
    for _ in range(2):
        with unit_of_work(Unit()):
            await evaluator.grade(ReplyMoment(client=persona.opening, reply=reply, concern=persona.concern))
            assert [part async for part in voice.speak(speaking)]
    assert (len(script.calls), answers.hits) == (3, 3)


async def test_it_is_otherwise_the_inner_model(answers: Answers) -> None:
    model, script = remembering(answers)
    assert model.name == "scripted"
    await model.close()
    assert script.closed
    assert answers.facts().answers == 0

import re
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace

import pytest
from tests.doubles import persona_file

from leanin.client.language_model import SPEAKING, LanguageModelVoice
from leanin.datafile import FileProblems
from leanin.dynamics import Stance
from leanin.errors import ModelFault
from leanin.llm.faults import BrokeOff, CallSite, EmptyAnswer, Unreachable
from leanin.llm.port import Finished, Message, Sampling, TextPart, Usage
from leanin.llm.scripted import Says, ScriptedModel
from leanin.prompts import load_prompt, parse_prompt
from leanin.session.moments import Exchange, SaidPart, SpeakingMoment

PERSONA = persona_file().persona
MOMENT = SpeakingMoment(
    persona=PERSONA,
    state=PERSONA.temperament.starting_state(),
    stance=Stance.SCEPTICAL,
    disclosed=0,
    newly_disclosed=False,
    reply="I am young, that's true.",
    grade=None,
    history=(),
    client=PERSONA.opening,
    seed=7,
    turn=1,
)


def voice_with(*script: str | Says) -> tuple[LanguageModelVoice, ScriptedModel]:
    model = ScriptedModel(list(script))
    return LanguageModelVoice(model, load_prompt("client")), model


async def heard(voice: LanguageModelVoice, moment: SpeakingMoment = MOMENT) -> tuple[str, str, ModelFault | None]:
    """All that was said and thought, and the fault at the end of it."""
    said = thought = ""
    try:
        async for part in voice.speak(moment):
            if isinstance(part, SaidPart):
                said += part.text
            else:
                thought += part.text
    except ModelFault as fault:
        return said, thought, fault
    return said, thought, None


async def test_what_is_said_and_what_is_thought_come_apart() -> None:
    voice, _ = voice_with(Says.all_of("So I ", "see.\n[thi", "nks] At least ", "no speech."))
    assert await heard(voice) == ("So I see.", "At least no speech.", None)


async def test_a_turn_is_asked_with_the_same_first_message_and_a_code_of_its_own() -> None:
    voice, model = voice_with("Mm.\n[thinks] No.", "Hm.\n[thinks] No.")
    await heard(voice)
    later = replace(MOMENT, turn=2, history=(Exchange("How old are you, anyway?", MOMENT.reply),), client="Mm.")
    await heard(voice, later)
    first, second = (call.messages for call in model.calls)
    assert [message.role for message in first] == ["system", "user"]
    assert first[0] == second[0]
    codes = [re.search(r"code of this turn is (\w+)", messages[1].content) for messages in (first, second)]
    assert codes[0] and codes[1] and codes[0][1] != codes[1][1]
    assert "Ada Moss: How old are you, anyway?\nTherapist: I am young, that's true.\nAda Moss: Mm." in second[1].content


async def test_words_that_break_off_are_passed_on_before_the_fault() -> None:
    fault = BrokeOff(CallSite("scripted"))
    voice, _ = voice_with(Says.all_of("So I s", "ee. And th", fault=fault))
    assert await heard(voice) == ("So I see. And th", "", fault)


class NeverFinished(ScriptedModel):
    """Its streams just stop."""

    async def stream(
        self, messages: Sequence[Message], sampling: Sampling = SPEAKING
    ) -> AsyncGenerator[TextPart | Finished, None]:
        async for piece in super().stream(messages, sampling):
            if isinstance(piece, TextPart):
                yield piece


async def test_a_stream_without_its_proper_end_broke_off() -> None:
    said, _, fault = await heard(LanguageModelVoice(NeverFinished(["So I see."]), load_prompt("client")))
    assert said == "So I see."
    assert isinstance(fault, BrokeOff)


@pytest.mark.parametrize("nothing", ["", " \n", "[thinks] They don't get it.", "Therapist: I am young.", "*sighs*"])
async def test_an_answer_in_which_nothing_is_said_is_a_fault(nothing: str) -> None:
    voice, _ = voice_with(nothing)
    said, _, fault = await heard(voice)
    assert said == ""
    assert isinstance(fault, EmptyAnswer)
    assert fault.message == "scripted answered with nothing. Try again, or choose a larger model."


async def test_the_stream_is_stopped_where_the_model_writes_the_therapists_line() -> None:
    voice, model = voice_with(Says.all_of("So I see.\n", "Therapist: ", "Well.\n", "Ada: What?\n"))
    assert await heard(voice) == ("So I see.", "", None)
    assert model.stopped == 1


async def test_walking_away_stops_the_stream() -> None:
    voice, model = voice_with(Says.all_of("So ", "I ", "see."))
    speaking = voice.speak(MOMENT)
    assert await anext(speaking) == SaidPart("So")
    await speaking.aclose()  # type: ignore[attr-defined]
    assert model.stopped == 1


async def test_what_was_used_is_told_and_added_up() -> None:
    told: list[Usage] = []
    model = ScriptedModel([Says(("Mm.",), usage=Usage(100, 5, 0.25)), Says(("Hm.",), usage=Usage(120, 6, 0.5))])
    voice = LanguageModelVoice(model, load_prompt("client"), on_usage=told.append)
    await heard(voice)
    await heard(voice)
    assert told == [Usage(100, 5, 0.25), Usage(120, 6, 0.5)]
    assert voice.usage == Usage(220, 11, 0.75)


async def test_what_a_broken_call_used_is_unknown_and_a_call_that_never_was_used_nothing() -> None:
    site = CallSite("scripted")
    voice, _ = voice_with(Says.all_of(fault=Unreachable(site)), Says.all_of("So", fault=BrokeOff(site)))
    await heard(voice)
    assert voice.usage == Usage(0, 0, 0.0)
    await heard(voice)
    assert voice.usage == Usage(None, None, None)


async def test_closing_the_voice_closes_its_model() -> None:
    voice, model = voice_with()
    assert voice.name == "scripted"
    await voice.close()
    assert model.closed


def test_a_prompt_that_asks_for_what_it_is_not_given_is_refused_at_once() -> None:
    own = load_prompt("client").text.replace("{{ doubt }}", "{{ concern }} {{ personna }}")
    with pytest.raises(FileProblems, match="concern: there is no such variable here") as caught:
        LanguageModelVoice(ScriptedModel(), parse_prompt("client", own, "client.md.j2"))
    assert len(caught.value.problems) == 2

from collections.abc import AsyncGenerator
from dataclasses import replace

import pytest
from tests.client.test_guard import moment_of
from tests.doubles import persona_file

from leanin.client.guarded import GuardedVoice
from leanin.client.language_model import LanguageModelVoice
from leanin.errors import LeaninError, ModelFault
from leanin.llm.faults import BrokeOff, CallSite
from leanin.llm.scripted import ScriptedModel
from leanin.prompts import load_prompt
from leanin.session.moments import Intervention, Lapse, Mending, SaidPart, SpeakingMoment, SpeechPart, ThoughtPart

PERSONA = persona_file().persona
MOMENT = moment_of(PERSONA)
OWN_LINES = {line for lines in PERSONA.voice.lines.values() for line in lines}


class Pieces:
    """A voice that gives the queued utterances in turn and keeps the moments it was asked about."""

    name = "pieces"
    prompt_text = ""

    def __init__(self, *utterances: list[str | ThoughtPart | LeaninError]) -> None:
        self._utterances = list(utterances)
        self.asked: list[SpeakingMoment] = []
        self.given = 0
        """Pieces that were taken from the voice."""

    async def speak(self, moment: SpeakingMoment) -> AsyncGenerator[SpeechPart, None]:
        self.asked.append(moment)
        for piece in self._utterances.pop(0):
            self.given += 1
            if isinstance(piece, LeaninError):
                raise piece
            yield SaidPart(piece) if isinstance(piece, str) else piece


async def parts_of(voice: Pieces, moment: SpeakingMoment = MOMENT) -> list[SpeechPart]:
    return [part async for part in GuardedVoice(voice).speak(moment)]


def said(parts: list[SpeechPart]) -> str:
    return "".join(part.text for part in parts if isinstance(part, SaidPart)).strip()


def interventions(parts: list[SpeechPart]) -> list[Intervention]:
    return [part for part in parts if isinstance(part, Intervention)]


async def test_sound_words_pass_unchanged_and_each_sentence_as_soon_as_it_is_whole() -> None:
    voice = Pieces(["You're ", "a child. And", " I'm not having it", ".", ThoughtPart("Sent me a child.")])
    parts = GuardedVoice(voice).speak(MOMENT)
    assert await anext(parts) == SaidPart("You're a child. ")
    assert voice.given == 2
    rest = [part async for part in parts]
    assert rest == [SaidPart("And I'm not having it."), ThoughtPart("Sent me a child.")]


async def test_a_lapse_at_the_start_is_asked_again_with_the_reason() -> None:
    voice = Pieces(["Thank you for sharing that. Go on."], ["You're a child. So."])
    parts = await parts_of(voice)
    assert said(parts) == "You're a child. So."
    assert interventions(parts) == [
        Intervention(Lapse.TEXTBOOK_THANKS, Mending.ASKED_AGAIN, "Thank you for sharing that.")
    ]
    assert voice.asked[0].mend == ""
    assert "thanked" in voice.asked[1].mend


async def test_after_a_second_lapse_the_client_speaks_a_line_of_its_own() -> None:
    voice = Pieces(["As an AI I can't."], ["How can I help you today?"])
    parts = await parts_of(voice)
    assert said(parts) in OWN_LINES
    assert [one.mending for one in interventions(parts)] == [Mending.ASKED_AGAIN, Mending.OWN_LINE]
    assert [part for part in parts if isinstance(part, ThoughtPart)]


async def test_a_lapse_later_on_cuts_the_words_off_there_and_keeps_the_thought() -> None:
    voice = Pieces(["I'm not having it. I really feel heard now. Bless you. ", ThoughtPart("A child.")])
    parts = await parts_of(voice)
    assert parts == [
        SaidPart("I'm not having it. "),
        Intervention(Lapse.TEXTBOOK_THANKS, Mending.CUT_SHORT, "I really feel heard now."),
        ThoughtPart("A child."),
    ]


async def test_a_thought_that_breaks_the_role_gives_way_to_one_of_the_personas_own() -> None:
    parts = await parts_of(Pieces(["So. ", ThoughtPart("My trust level is rising.")]))
    assert parts[:2] == [
        SaidPart("So. "),
        Intervention(Lapse.RUBRIC, Mending.OWN_THOUGHT, "My trust level is rising."),
    ]
    own = {line for lines in PERSONA.voice.thoughts.values() for line in lines}
    assert isinstance(parts[2], ThoughtPart) and parts[2].text in own


async def test_where_the_second_try_breaks_off_the_client_speaks_a_line_of_its_own() -> None:
    voice = Pieces(["Thank you for sharing."], [BrokeOff(CallSite("m"))])
    parts = await parts_of(voice)
    assert said(parts) in OWN_LINES
    assert [one.mending for one in interventions(parts)] == [Mending.ASKED_AGAIN, Mending.OWN_LINE]


async def test_a_lapse_over_two_sentences_is_caught_at_the_second() -> None:
    parts = await parts_of(Pieces(["Thank you. For listening to me and all. "]))
    assert said(parts) == "Thank you."
    assert interventions(parts)[0].mending is Mending.CUT_SHORT


async def test_words_without_an_end_are_let_go_in_time() -> None:
    voice = Pieces(["my brother and the dog and " * 3, "the welder looks after him and " * 12, "so on"])
    parts = GuardedVoice(voice).speak(replace(MOMENT, newly_disclosed=True))
    await anext(parts)
    assert voice.given == 2
    await parts.aclose()


async def test_what_arrived_before_a_stream_broke_off_is_said_and_the_fault_told() -> None:
    voice = Pieces(["You're a child. And I", BrokeOff(CallSite("m"))])
    parts = GuardedVoice(voice).speak(MOMENT)
    heard = [await anext(parts), await anext(parts)]
    with pytest.raises(ModelFault):
        await anext(parts)
    assert said(heard) == "You're a child. And I"


async def test_a_language_model_is_told_why_it_is_asked_again() -> None:
    model = ScriptedModel(["I feel heard.\n[thinks] Ha.", "Go home, child.\n[thinks] A child."])
    voice = GuardedVoice(LanguageModelVoice(model, load_prompt("client")))
    parts = [part async for part in voice.speak(MOMENT)]
    assert said(parts) == "Go home, child."
    assert "thanked or praised" in str(model.calls[1].messages[-1])
    assert "thanked or praised" not in str(model.calls[0].messages[-1])
    assert voice.name == model.name

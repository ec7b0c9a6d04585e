"""A voice under guard: sentences are held until they are checked, then said; lapses are mended."""

import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from leanin.client.builtin import BuiltinVoice
from leanin.client.guard import Guard, mend
from leanin.errors import LeaninError
from leanin.session.moments import Intervention, Lapse, Mending, SaidPart, SpeakingMoment, SpeechPart, ThoughtPart

if TYPE_CHECKING:
    from leanin.llm.port import Usage

_SENTENCE_END: Final = re.compile(r"[.!?…]+[\"'”’)]*\s|\n")

_MOST_HELD: Final = 400
"""Characters held while no sentence ends; they are then checked as they are."""


class ModelVoice(Protocol):
    """A voice whose words need a guard."""

    @property
    def name(self) -> str:
        """The model's name."""
        ...

    @property
    def usage(self) -> "Usage":
        """What all calls so far used together."""
        ...

    @property
    def prompt_text(self) -> str:
        """What the model is told in every turn, which isn't to be echoed."""
        ...

    def speak(self, moment: SpeakingMoment) -> AsyncGenerator[SpeechPart, None]:
        """Stream what the client says and thinks."""
        ...


class GuardedVoice:
    """Says only what the guard lets pass.

    A lapse before anything was said: the voice is asked once more with the reason; where that fails too, the client
    speaks one of the persona's own lines. A lapse later on: what was said stands and the rest is left out, since words
    that were heard can't be taken back. A thought out of role gives way to one of the author's. Each time yields an
    `Intervention`. Where the words are stopped, the sentence that was still unchecked is lost with them.
    """

    def __init__(self, voice: ModelVoice) -> None:
        self._voice = voice
        self._own_lines = BuiltinVoice()

    @property
    def name(self) -> str:
        """The model's name."""
        return self._voice.name

    @property
    def usage(self) -> "Usage":
        """What all calls so far used together, those for words that weren't said with them."""
        return self._voice.usage

    async def close(self) -> None:
        """Release what the voice holds."""
        if close := getattr(self._voice, "close", None):
            await close()

    async def speak(self, moment: SpeakingMoment) -> AsyncGenerator[SpeechPart, None]:
        """Stream what the client says and thinks. Raises `ModelFault` where the voice does."""
        caught: Intervention | None = None
        for mending in (Mending.ASKED_AGAIN, Mending.OWN_LINE):
            earlier, caught, spoke = caught, None, False
            try:
                async with aclosing(self._checked(moment, mending)) as parts:
                    async for part in parts:
                        yield part
                        spoke = spoke or isinstance(part, SaidPart)
                        if isinstance(part, Intervention) and part.mending is mending:
                            caught = part
            except LeaninError:
                if spoke or earlier is None:
                    raise
                caught = replace(earlier, mending=Mending.OWN_LINE, withheld="")
                yield caught
            if caught is None:
                return
            moment = replace(moment, mend=mend(caught.lapse))
        async for part in self._own_lines.speak(replace(moment, mend="")):
            yield part

    async def _own_thought(self, moment: SpeakingMoment) -> str:
        """What the persona's author wrote for this moment."""
        parts = [part async for part in self._own_lines.speak(replace(moment, mend=""))]
        return "".join(part.text for part in parts if isinstance(part, ThoughtPart))

    async def _checked(self, moment: SpeakingMoment, mending: Mending) -> AsyncGenerator[SpeechPart, None]:
        """One try. It ends with an `Intervention` of `mending` where nothing of it could be said."""
        utterance = _Utterance(Guard(moment, self._voice.prompt_text))
        thought: list[str] = []
        fault: LeaninError | None = None
        async with aclosing(self._voice.speak(moment)) as parts:
            try:
                async for part in parts:
                    if isinstance(part, ThoughtPart):
                        thought.append(part.text)
                    elif isinstance(part, SaidPart):
                        for sentence in utterance.take(part.text):
                            yield SaidPart(sentence)
                        if utterance.lapse and not utterance.spoke:
                            break
            except LeaninError as broken:
                fault = broken
        for sentence in utterance.rest():
            yield SaidPart(sentence)
        if utterance.lapse:
            yield Intervention(
                utterance.lapse, Mending.CUT_SHORT if utterance.spoke else mending, utterance.withheld.strip()
            )
            if not utterance.spoke:
                return
        if whole := "".join(thought).strip():
            if lapse := utterance.lapse_in_thought(whole):
                yield Intervention(lapse, Mending.OWN_THOUGHT, whole)
                whole = await self._own_thought(moment)
            yield ThoughtPart(whole)
        if fault and not utterance.lapse:
            raise fault


class _Utterance:
    """What has been said of an utterance, what is held, and the first lapse in it."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._held = ""
        self.spoke = False
        self.lapse: Lapse | None = None
        self.withheld = ""

    def take(self, text: str) -> list[str]:
        """More words; those that are now checked and may be said."""
        self._held += text
        said = []
        while not self.lapse and (end := self._end_of_sentence()):
            sentence, self._held = self._held[:end], self._held[end:]
            said += self._pass(sentence)
        return said

    def rest(self) -> list[str]:
        """The words are over: what is still held, if it may be said."""
        held, self._held = self._held, ""
        return self._pass(held) if held.strip() and not self.lapse else []

    def lapse_in_thought(self, thought: str) -> Lapse | None:
        """What is wrong with this thought."""
        return self._guard.lapse_in_thought(thought)

    def _end_of_sentence(self) -> int:
        """Where the first held sentence ends; 0 while it goes on."""
        if found := _SENTENCE_END.search(self._held):
            return found.end()
        return self._held.rfind(" ") + 1 if len(self._held) > _MOST_HELD else 0

    def _pass(self, sentence: str) -> list[str]:
        self.lapse = self._guard.lapse_in(sentence)
        if self.lapse:
            self.withheld = sentence
            return []
        self.spoke = True
        return [sentence]

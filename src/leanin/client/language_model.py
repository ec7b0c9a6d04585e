"""The client's voice through a language model: the dynamics say how the client stands, the model how they'd say it."""

from collections.abc import AsyncGenerator, Callable
from typing import Final

from leanin.client.briefing import Briefing, briefing
from leanin.client.marks import Names
from leanin.client.speech import SpeechSplitter
from leanin.errors import ModelFault
from leanin.fence import Fence
from leanin.llm.faults import BrokeOff, CallFault, CallSite, EmptyAnswer
from leanin.llm.port import ChatModel, Finished, Message, Sampling, Usage
from leanin.prompts import Prompt
from leanin.session.moments import SaidPart, SpeakingMoment, SpeechPart

SPEAKING: Final = Sampling(max_tokens=4096)
"""An utterance is far shorter, and cut where it isn't; but some models think first and count that too."""


class LanguageModelVoice:
    """Speaks as the client through a language model.

    `on_usage` is told what each call used, as it ends. Raises `DataFileError` where the prompt asks for something that
    it isn't given.
    """

    def __init__(self, model: ChatModel, prompt: Prompt, *, on_usage: Callable[[Usage], None] | None = None) -> None:
        prompt.expect(Briefing.__annotations__)
        self._model = model
        self._prompt = prompt
        self._on_usage = on_usage
        self.usage = Usage(0, 0, 0.0)
        """What all calls so far used together; a part is None once a call's is unknown."""

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    @property
    def prompt_text(self) -> str:
        """The prompt as it was written."""
        return self._prompt.text

    async def close(self) -> None:
        """Release the model's connections."""
        await self._model.close()

    def messages(self, moment: SpeakingMoment) -> list[Message]:
        """What the model is sent: the same system message all session long, then all that belongs to this turn."""
        fixed, moving = self._prompt.render(briefing(moment, Fence()))
        return [Message("system", fixed), Message("user", moving)]

    async def speak(self, moment: SpeakingMoment) -> AsyncGenerator[SpeechPart, None]:
        """Stream what the client says and thinks.

        Raises `ModelFault` where the stream breaks off, after all that arrived was passed on, and where nothing was
        said.
        """
        splitter = SpeechSplitter(Names(moment.persona.name, moment.persona.therapist.name))
        stream = self._model.stream(self.messages(moment), SPEAKING)
        begun, spoke = False, False
        usage: Usage | None = None
        fault: ModelFault | None = None
        try:
            async for piece in stream:
                if isinstance(piece, Finished):
                    usage = piece.usage
                    break
                begun = True
                for part in splitter.feed(piece.text):
                    spoke = spoke or isinstance(part, SaidPart)
                    yield part
                if splitter.over:
                    break
            else:
                fault = BrokeOff(CallSite(self.name))
        except ModelFault as broken:
            fault = broken
            usage = broken.usage if isinstance(broken, CallFault) else None
        finally:
            if usage or begun:
                self._used(usage or Usage())
            await stream.aclose()
        for part in splitter.finish():
            spoke = spoke or isinstance(part, SaidPart)
            yield part
        if fault:
            raise fault
        if not spoke:
            raise EmptyAnswer(CallSite(self.name))

    def _used(self, usage: Usage) -> None:
        self.usage += usage
        if self._on_usage:
            self._on_usage(usage)

"""The conversation so far, kept at its end unless the trainee scrolls back."""

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widget import Widget

from leanin.session.events import ClientSaid, ClientSpeaking, HintTaken, Replied, Unsaid, WhatIf
from leanin.session.hints import HintKind
from leanin.tui.conversation.speech import Aside, ClientSpeech, Nudge, OwnSpeech

if TYPE_CHECKING:
    from leanin.rubric import Grade
    from leanin.session.events import Event
    from leanin.session.record import Record


class Transcript(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Who said what. With `paced`, the client's words are let out at the pace of speech.

    With `inner_voice`, what the client thinks stands beneath what they say.
    """

    def __init__(self, client: str, *, paced: bool, inner_voice: bool = False) -> None:
        super().__init__(id="transcript")
        self._client = client
        self._paced = paced
        self._inner_voice = inner_voice
        self._speaking: ClientSpeech | None = None
        self._broken: ClientSpeech | None = None
        self._replies: dict[int, OwnSpeech] = {}

    def on_mount(self) -> None:
        """Stay at the end from the start."""
        self.anchor()

    async def show(self, record: "Record", *, marked: bool) -> None:
        """Show a session as it stands, in place of what is there; `marked` shows the evidence in each reply."""
        self._speaking, self._broken, self._replies = None, None, {}
        speeches: list[Widget] = [ClientSpeech(self._client, record.opening)]
        for turn in record.turns:
            own = self._replies[turn.number] = OwnSpeech(turn.reply, turn.shown_grade if marked else None)
            speeches.append(own)
            if turn.answer:
                answer = ClientSpeech(self._client, inner_voice=self._inner_voice)
                answer.settle(turn.answer)
                speeches.append(answer)
                self._broken = None if turn.answer.complete else answer
        if record.client_left:
            speeches += [OwnSpeech(text, unheard=True) for text in record.unsaid]
        speeches += [Nudge(" ".join(hint.words)) for hint in record.hints_at(record.head) if _is_nudge(hint)]
        await self.remove_children()
        await self.mount_all(speeches)
        self.anchor()

    def heard(self, said: str) -> None:
        """Add words that the client said, as a whole."""
        self._add(ClientSpeech(self._client, said))

    def point_at(self, number: int) -> None:
        """Point at the reply of this turn and bring it into view; 0 points at none and goes back to the end."""
        for own_number, own in self._replies.items():
            own.point(own_number == number)
        if number:
            self.release_anchor()
            self.scroll_to_widget(self._replies[number], animate=False, top=True)
        else:
            self.anchor()

    def happened(self, event: "Event") -> None:
        """Show what was said in this event, if anything was."""
        match event:
            case Replied(turn=turn, text=text) | WhatIf(turn=turn, text=text):
                self.replied(turn, text)
            case Unsaid(text=text):
                self._add(OwnSpeech(text, unheard=True))
            case ClientSpeaking(said=said):
                self._answer().feed(said)
            case ClientSaid():
                self._said(event)

    def hinted(self, hint: HintTaken) -> None:
        """Add a nudge; it goes once the reply is sent. Whole replies have a window of their own."""
        if _is_nudge(hint):
            self._add(Nudge(" ".join(hint.words)))

    def replied(self, number: int, text: str) -> None:
        """Add the trainee's reply of this turn."""
        self.query(Nudge).remove()
        if self._speaking:
            self._speaking.hurry()
        self._speaking, self._broken = None, None
        self._replies[number] = OwnSpeech(text)
        self._add(self._replies[number])

    def mark(self, number: int, grade: "Grade | None") -> None:
        """Mark the evidence in the reply of this turn."""
        if own := self._replies.get(number):
            own.mark(grade)

    def aside(self, words: str) -> None:
        """Add what happened in the room."""
        self._add(Aside(words))

    def _said(self, said: ClientSaid) -> None:
        answer = self._answer()
        answer.settle(said)
        if not said.complete:
            self._speaking, self._broken = None, answer

    def _answer(self) -> ClientSpeech:
        if self._speaking is None:
            if self._broken:  # asked again: the new words take the place of those that broke off
                self._broken.remove()
                self._broken = None
            self._speaking = ClientSpeech(self._client, paced=self._paced, inner_voice=self._inner_voice)
            self._add(self._speaking)
        return self._speaking

    def _add(self, widget: Widget) -> None:
        self.mount(widget)
        self.anchor()


def _is_nudge(hint: HintTaken) -> bool:
    return hint.kind is not HintKind.SHOWN

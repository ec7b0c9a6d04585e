"""Trying again in plain mode: `/back`, `/whatif`, `/attempts`, `/choose` and `/retry`."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Final

from leanin.cli.plain_words import grade_in_lines, standing, state_in_a_line
from leanin.session.engine import NotNow, Session
from leanin.session.record import Record, Turn

HELP: Final = (
    "To try again, by a reply's name as the debrief and /attempts have it (2 is the second reply, 2b another try "
    "there): /back N takes reply N back with all that came after it; /whatif N tries another reply beside it, with the "
    "words behind N or in the next line; /attempts N shows all tries at that moment; /choose N goes on from reply N, "
    "tried beside the conversation or taken back; /retry N asks for what is missing of it. Nothing is lost by any of "
    "them."
)

COMMANDS: Final = ("/back", "/whatif", "/attempts", "/choose", "/retry")


class TryingAgain:
    """What these commands do in a session.

    `say` prints lines, `replies` gives the words that `/whatif` asks for; what the session does meanwhile is told to
    its listeners. `graded` and `thoughts` say what of a try may be seen.
    """

    def __init__(
        self,
        session: Session,
        say: Callable[[str], None],
        replies: AsyncIterator[str],
        *,
        graded: bool,
        thoughts: bool,
    ) -> None:
        self._session = session
        self._say = say
        self._replies = replies
        self._graded = graded
        self._thoughts = thoughts

    async def do(self, line: str) -> None:
        """Do what this line asks for: one of `COMMANDS` with what belongs to it. Raises `LeaninError`."""
        command, _, rest = line.partition(" ")
        wanted, _, words = rest.strip().partition(" ")
        match command:
            case "/back":
                self._back(turn_called(self._session.record, wanted) if wanted else None)
            case "/choose":
                self._choose(turn_called(self._session.record, wanted))
            case "/attempts":
                self._attempts(turn_called(self._session.record, wanted))
            case "/retry":
                await self._retry(turn_called(self._session.record, wanted))
            case _:
                await self._what_if(turn_called(self._session.record, wanted), words.strip())

    def _back(self, turn: Turn | None) -> None:
        self._say(f"  Taken back: {self._session.take_back(turn.number if turn else None)}")
        self._where_it_stands()

    async def _retry(self, turn: Turn) -> None:
        if turn.finished:
            self._say("  Nothing is missing.")
        await self._session.go_on(turn.number)

    def _choose(self, turn: Turn) -> None:
        self._session.choose(turn.number)
        self._say(f"  You go on after reply {turn.name}: {turn.reply}")
        self._where_it_stands()

    async def _what_if(self, turn: Turn, words: str) -> None:
        if not words:
            self._say(
                f"{self._name}: {turn.client}\n  Another reply {turn.name}, in one line; an empty one tries none:"
            )
            words = (await anext(self._replies, "")).strip()
        if not words:
            self._say("  Nothing was tried.")
            return
        tried = await self._session.what_if(turn.number, words)
        name = tried.name
        then = f"/choose {name} goes on from it" if tried.finished else f"/retry {name} asks for the rest"
        self._say(
            f"  That was reply {name}, beside the conversation, which stands as it was. "
            f"/attempts {name} compares, {then}."
        )

    def _attempts(self, turn: Turn) -> None:
        self._say(f"{self._name}: {turn.client}")
        for one in self._session.record.tries_at(turn):
            hints = f"\n  Hints before it: {one.hints_in_words}" if one.hints else ""
            self._say(f"\nReply {one.name}{standing(one)}{hints}\nYou: {one.reply}")
            for line in self._came_of(one):
                self._say(line)

    def _came_of(self, turn: Turn) -> Iterator[str]:
        if self._graded and turn.shown_grade:
            yield from grade_in_lines(turn.shown_grade)
        if turn.answer and turn.answer.said:
            yield f"{self._name}: {turn.answer.said}"
        if self._thoughts and turn.answer and turn.answer.thought:
            yield f"  Thought, and not said: {turn.answer.thought}"
        if self._graded and turn.after:
            yield state_in_a_line(turn.after)

    def _where_it_stands(self) -> None:
        record = self._session.record
        self._say(f"{self._name}: {record.client_words}")
        if self._graded and record.now:
            self._say(state_in_a_line(record.now))

    @property
    def _name(self) -> str:
        return self._session.cast.persona.name


def turn_called(record: Record, name: str) -> Turn:
    """The turn of this name; the last one without a name. Raises `NotNow` where there is none."""
    if turn := record.called(name) if name else record.last:
        return turn
    if not name:
        raise NotNow("There is no reply yet.")
    raise NotNow(f"There is no reply “{name}” in this session. A reply's name looks like 2 or 2b.")

"""Trying again in plain mode: `/back`, `/whatif`, `/attempts` and `/choose`."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Final

from leanin.cli.plain_words import grade_in_lines, standing, state_in_a_line
from leanin.session.engine import NotNow, Session
from leanin.session.record import Turn

HELP: Final = (
    "To try again, by a reply's number as the debrief and /attempts have it: /back N takes reply N back with all that "
    "came after it; /whatif N tries another reply beside it, with the words behind N or in the next line; /attempts N "
    "shows all tries at that moment; /choose N goes on from reply N, tried beside the conversation or taken back. "
    "Nothing is lost by any of them."
)

COMMANDS: Final = ("/back", "/whatif", "/attempts", "/choose")


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
        number = _number(wanted)
        match command:
            case "/back":
                self._back(number)
            case "/choose":
                self._choose(self._turn(number))
            case "/attempts":
                self._attempts(self._turn(number))
            case _:
                await self._what_if(self._turn(number), words.strip())

    def _back(self, number: int | None) -> None:
        self._say(f"  Taken back: {self._session.take_back(number)}")
        self._where_it_stands()

    def _choose(self, turn: Turn) -> None:
        self._session.choose(turn.number)
        self._say(f"  You go on after reply {turn.number}: {turn.reply}")
        self._where_it_stands()

    async def _what_if(self, turn: Turn, words: str) -> None:
        if not words:
            self._say(
                f"{self._name}: {turn.client}\n  Another reply {turn.number}, in one line; an empty one tries none:"
            )
            words = (await anext(self._replies, "")).strip()
        if not words:
            self._say("  Nothing was tried.")
            return
        tried = await self._session.what_if(turn.number, words)
        self._say(
            f"  That was reply {tried.number}, beside the conversation, which stands as it was. "
            f"/attempts {tried.number} compares, /choose {tried.number} goes on from it."
        )

    def _attempts(self, turn: Turn) -> None:
        self._say(f"{self._name}: {turn.client}")
        for one in self._session.record.tries_at(turn):
            self._say(f"\nReply {one.number}{standing(one)}\nYou: {one.reply}")
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

    def _turn(self, number: int | None) -> Turn:
        record = self._session.record
        found = [turn for turn in record.attempts if turn.number == number] if number else [record.last]
        if found and found[0]:
            return found[0]
        raise NotNow(f"There is no reply {number} in this session." if number else "There is no reply yet.")


def _number(word: str) -> int | None:
    if not word:
        return None
    if word.isdecimal():
        return int(word)
    raise NotNow(f"A reply's number is wanted there, not “{word}”.")

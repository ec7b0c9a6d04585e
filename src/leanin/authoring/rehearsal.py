"""A persona rehearsed: scripted trainees with set grades play it through, so that an author hears and sees it move.

The grades belong to the script, so a rehearsal says how this client answers good and bad work; it says nothing about
any evaluator.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from leanin.client.builtin import BuiltinVoice
from leanin.persona import PersonaFile
from leanin.rubric import Grade, Level, StepGrade, Trap
from leanin.session.engine import Cast, Session
from leanin.session.events import Event
from leanin.session.moments import ReplyMoment
from leanin.session.opening import header
from leanin.session.record import Record

MOST_TURNS: Final = 15
"""Replies of the longest session in which a client must not repeat themselves."""


@dataclass(frozen=True, slots=True)
class ScriptedReply:
    """Words, and the grade that they are to have."""

    words: str
    levels: tuple[Level, Level, Level]
    """Responsibility, reflection, invitation."""
    traps: tuple[Trap, ...] = ()

    def grade(self) -> Grade:
        """The grade, with no evidence: the words stand for any of their kind."""
        owning, mirroring, asking = (StepGrade(level=level) for level in self.levels)
        return Grade(responsibility=owning, reflection=mirroring, invitation=asking, traps=self.traps)


@dataclass(frozen=True, slots=True)
class Trainee:
    """A way of replying, reply after reply from the start again."""

    name: str
    about: str
    """What they do, so that “somebody who …” reads well."""
    replies: Sequence[ScriptedReply]


LEANS_IN: Final = Trainee(
    "leans in",
    "owns a part, guesses at what is beneath and asks",
    (
        ScriptedReply(
            "That's true of me, and I'd rather say so. I think there's more riding on it for you.", (2, 2, 2)
        ),
        ScriptedReply("I missed that. It may feel as if nobody sees what you carry. What is it like?", (2, 2, 2)),
        ScriptedReply("You're right about my part. Perhaps you're asking whether I can be relied on?", (2, 2, 2)),
    ),
)

HALF_WAY: Final = Trainee(
    "half-way",
    "means well and stays general",
    (
        ScriptedReply("Fair enough. So you're not happy with it. How can I help?", (1, 1, 1)),
        ScriptedReply("I hear you, it's difficult. What would you like to do?", (1, 1, 1)),
        ScriptedReply("Maybe I could have done better. You sound upset. Any thoughts?", (1, 1, 1)),
    ),
)

DEFENDS: Final = Trainee(
    "defends",
    "explains, soothes and advises",
    (
        ScriptedReply("I am fully trained, and this is how we do it here.", (0, 0, 0), (Trap.DEFENDING,)),
        ScriptedReply("Don't worry, it will all work out.", (0, 0, 0), (Trap.REASSURING,)),
        ScriptedReply("You should try it before you judge it.", (0, 0, 0), (Trap.ADVISING,)),
    ),
)

FLUENT_NOTHING: Final = Trainee(
    "fluent nothing",
    "speaks well and says nothing",
    (ScriptedReply("There are many ways to look at these things.", (0, 0, 0)),),
)

TRAINEES: Final = (LEANS_IN, HALF_WAY, DEFENDS)
"""The three that a preview shows side by side."""


class _Script:
    """An evaluator that gives a trainee's grades in turn."""

    name = "script"

    def __init__(self, trainee: Trainee) -> None:
        self._replies = trainee.replies
        self._given = 0

    async def grade(self, _: ReplyMoment) -> Grade:
        grade = self._replies[self._given % len(self._replies)].grade()
        self._given += 1
        return grade


class _Nowhere:
    """A journal for what needn't be kept."""

    def append(self, event: Event) -> None:
        pass


async def rehearse(file: PersonaFile, trainee: Trainee, *, turns: int = 8, seed: int = 7) -> Record:
    """Play a trainee against the persona with the built-in client, for so many turns or until the client has left."""
    cast = Cast(persona=file.persona, evaluator=_Script(trainee), voice=BuiltinVoice(), seed=seed)
    session = Session(cast, _Nowhere())
    session.open(header(file, cast))
    for turn in range(turns):
        if session.record.client_left:
            break
        await session.reply(trainee.replies[turn % len(trainee.replies)].words)
    return session.record

"""What a trainee has behind them when the pictures are taken: weeks of sessions, and an eval run."""

from datetime import timedelta
from typing import Final, NamedTuple

from leanin.evals import ending
from leanin.evals.lines import Line
from leanin.evals.plan import Wish, plan
from leanin.evals.run_folder import Attempt, RunFolder, new_run
from leanin.evals.runner import Count, LocalEngine, run
from leanin.evals.stopping import Stopping
from leanin.evals.workshop import Job
from leanin.persona_shelf import find_persona
from leanin.practice import Practice
from leanin.settings import load_settings
from picturing.clock import TODAY, Clock

EXPLAINS: Final = {
    "rosa": "I learned about exactly this in graduate school. A doctor doesn't need to have had cancer to treat it.",
    "walt": "The research on opioids and chronic pain is quite clear, and the clinic has to follow it.",
    "maya": "Everything you say in here is confidential, so you can trust me. What's going on at home?",
    "gwen": "I understand that you're upset. Don't you think Iwan needs some time too?",
}
"""By persona, a reply that explains, reassures or asks for something else."""

HALF: Final = {
    "rosa": "I'm twenty-six, and I don't have children. I know that's hard for you. Can you give me a chance?",
    "walt": "I did read you that goal off the referral. Would you like to set another one?",
    "maya": "I rushed that sheet about what's private. Is there something you'd like to ask about it?",
    "gwen": "I did nod, Gwen. You feel left out. Shall we talk about the week?",
}
"""By persona, a reply that takes some of the steps."""

LEANS_IN: Final = {
    "rosa": "You're right, I am young, and I have never raised a child. Maybe you wonder whether these three are in "
    "good hands with me. But you tell me: what worries you most about that?",
    "walt": "That's the goal I read you last week, off the referral. I wonder if it looks like one more person who "
    "doesn't believe how bad it is. What was it like for you to hear that?",
    "maya": "I rushed that sheet about what's private, and then you saw me laughing with Mr Doyle. Maybe you're "
    "wondering if whatever you say in here goes straight back to him. What did it look like from the stairs?",
    "gwen": "I did nod, Gwen, and last week I gave Iwan most of the hour. I wonder if it felt as if I'd decided that "
    "you're the problem here. What was it like to see me nod?",
}
"""By persona, a reply that takes all three steps, each in the author's or a trainee's words."""


class _Played(NamedTuple):
    """A session of some days ago."""

    days_ago: int
    persona: str
    replies: tuple[dict[str, str], ...]
    again: bool = False
    """Whether the first reply was taken back, and the next one is another try at the same moment."""
    ended: bool = True


_SESSIONS: Final = (
    _Played(40, "rosa", (EXPLAINS, EXPLAINS, HALF)),
    _Played(36, "rosa", (EXPLAINS, HALF, HALF), again=True),
    _Played(33, "walt", (EXPLAINS, EXPLAINS)),
    _Played(26, "maya", (EXPLAINS, HALF, LEANS_IN)),
    _Played(20, "walt", (HALF, LEANS_IN, HALF), again=True),
    _Played(13, "gwen", (EXPLAINS, HALF, LEANS_IN)),
    _Played(8, "rosa", (HALF, LEANS_IN, LEANS_IN), again=True),
    _Played(3, "maya", (HALF, LEANS_IN, LEANS_IN)),
    _Played(1, "gwen", (LEANS_IN, LEANS_IN), ended=False),
)


async def practise() -> None:
    """Play the sessions of the past weeks with the built-in client, each at its time."""
    practice = Practice(seed=7)
    try:
        for played in _SESSIONS:
            Clock.at = TODAY - timedelta(days=played.days_ago, minutes=13 * played.days_ago)
            session = practice.begin(find_persona(played.persona))
            for place, reply in enumerate(played.replies):
                await session.reply(reply[played.persona])
                Clock.at += timedelta(minutes=2)
                if played.again and not place:
                    session.take_back()
            if played.ended:
                session.end()
    finally:
        Clock.at = TODAY
        await practice.close()


class _Unhurried(RunFolder):
    """A run's folder in which everything took the same time."""

    def append(self, line: Line) -> None:
        """Keep a result."""
        super().append(line.model_copy(update={"seconds": 0.01}))


async def run_evals(suite: str = "first") -> None:
    """Run a shipped suite with the built-in evaluator and client."""
    settings = load_settings()
    planned = plan(Wish(suite), settings)
    manifest = planned.manifest
    folder, count = _Unhurried(new_run(manifest).path), Count(manifest.units)
    with folder:
        await run(manifest, planned.source, folder, LocalEngine(Job(manifest, settings)), Stopping(), count)
        attempt = Attempt(
            began=manifest.began, seconds=1.0, done=count.done, failed=count.failed, missing=count.missing
        )
        folder.note(attempt)
    ending.finish(folder)

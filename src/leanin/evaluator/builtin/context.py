"""What the grader knows of the moment besides the reply: the client's words, the concern, the therapist, the risk."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from leanin.dynamics import Stance
from leanin.evaluator.builtin import client_words
from leanin.evaluator.builtin.facts import Facts, facts_of
from leanin.evaluator.builtin.patterns import word_set
from leanin.evaluator.builtin.stems import content, stem, telling
from leanin.evaluator.builtin.text import BAR, plain_text
from leanin.evaluator.builtin.themes import themes_of
from leanin.rubric import Step
from leanin.session.ports import ReplyMoment

_EASED: Final = frozenset({Stance.SOFTENING, Stance.OPEN})
_NEGATIONS: Final = word_set("not never no nobody nothing without hardly")
_REACH: Final = 4
"""How many words a negation covers."""


class Context(NamedTuple):
    """The moment, read once."""

    client: str
    """The client's words, plain."""
    client_stems: frozenset[str]
    denied: frozenset[str]
    """What the client says isn't so ("you never asked"): to affirm it is to contradict them."""
    accused: frozenset[str]
    """What the client says that the therapist did or does ("you smiled"): to negate it is to deny it."""
    done: frozenset[str]
    """The verbs, as stems, of which the client makes "you" the subject."""
    charged: frozenset[str]
    """The stems of the client's words that tell."""
    raised: frozenset[str]
    """The same with those of the concern."""
    concern: str
    """The concern, plain; empty where it isn't known."""
    concern_stems: frozenset[str]
    concern_themes: frozenset[str]
    facts: Facts
    scene: frozenset[str]
    """Stems of what is known of the therapist and of what has happened."""
    hinted: bool
    """Whether they may hint at one."""
    risk: bool
    """Whether the client discloses a danger to themselves or another."""
    rupture: bool
    """Whether anything in the moment speaks of a strain between the two."""
    challenge: bool
    """Whether the client openly doubts the therapist or the work, rather than behind a mask."""
    farewell: bool
    earlier: tuple[str, ...]
    """The trainee's earlier replies, plain, oldest first."""

    @property
    def called_for(self) -> frozenset[Step]:
        """The steps that the moment asks for; in doubt, all of them."""
        if self.rupture:
            return frozenset(Step)
        return frozenset(Step) - {Step.RESPONSIBILITY} - ({Step.INVITATION} if self.farewell else set())


def context_of(moment: ReplyMoment) -> Context:
    """Read a moment. Runs in time linear in its texts."""
    client = plain_text(moment.client)
    said, concern = _client(client), _concern(moment.concern)
    facts = facts_of(moment.therapist)
    return Context(
        client=client,
        client_stems=said.stems,
        denied=said.denied,
        accused=said.accused,
        done=said.done,
        charged=said.charged,
        raised=said.charged | telling(concern.stems),
        concern=concern.words,
        concern_stems=concern.stems,
        concern_themes=concern.themes,
        facts=facts,
        scene=_scene(facts.words),
        hinted=said.hinted,
        risk=said.risk,
        rupture=_rupture(moment, client),
        challenge=said.challenge,
        farewell=said.farewell,
        earlier=tuple(plain_text(exchange.reply) for exchange in moment.history),
    )


class _Client(NamedTuple):
    stems: frozenset[str]
    charged: frozenset[str]
    denied: frozenset[str]
    accused: frozenset[str]
    done: frozenset[str]
    hinted: bool
    risk: bool
    challenge: bool
    farewell: bool


class _Concern(NamedTuple):
    words: str
    stems: frozenset[str]
    themes: frozenset[str]


# A scene's client, concern and therapist come again with every reply of a file or a session; they are read once.


@lru_cache(maxsize=256)
def _client(client: str) -> _Client:
    words = client.split()
    stems = content(words)
    return _Client(
        stems=stems,
        charged=telling(stems),
        denied=_denied(words),
        accused=_accused(client),
        done=frozenset(map(stem, _DONE.findall(client))),
        hinted=client_words.hints_at_risk(client),
        risk=client_words.discloses_risk(client),
        challenge=client_words.challenges(client),
        farewell=client_words.says_farewell(client),
    )


@lru_cache(maxsize=256)
def _concern(concern: str) -> _Concern:
    text = plain_text(concern)
    words = text.split()
    return _Concern(text, content(words), themes_of(words))


@lru_cache(maxsize=256)
def _scene(words: str) -> frozenset[str]:
    return content(words.split())


_CHARGE: Final = re.compile(
    r" you(?: (?:just|always|only|keep|kept|still|even|are|were|have|clearly|really)){0,3} "
    r"(?!not|never|know|are|said)(\w+)"
)
_DONE: Final = re.compile(r" you (?:(?:just|always|only|keep|kept|still|even|have|clearly|really) ){0,3}(\w+)")
_AND: Final = re.compile(r" and (\w+)")


def _accused(client: str) -> frozenset[str]:
    """The verbs of which "you" is the subject in the client's statements."""
    verbs: list[str] = []
    for sentence in client.split(BAR):
        charge = _CHARGE.search(f" {sentence.strip()} ")
        if charge is not None and not _QUESTIONING.match(f" {sentence.strip()} "):
            verbs.append(charge[1])
            verbs += _AND.findall(sentence, charge.end())
    return content(verbs)


_QUESTIONING: Final = re.compile(
    r" (?:what|how|why|do|does|did|are|is|can|could|will|would|have|were|was|who|when|where) "
)


def _denied(words: list[str]) -> frozenset[str]:
    covered: list[str] = []
    for place, word in enumerate(words):
        if word in _NEGATIONS:
            reach = words[place + 1 : place + 1 + _REACH]
            if "i" in words[max(0, place - 2) : place] and "you" not in reach:
                continue
            covered += reach[: reach.index(BAR)] if BAR in reach else reach
    return content(covered)


def _rupture(moment: ReplyMoment, client: str) -> bool:
    if moment.stance is None:
        return "?" in moment.client or client_words.speaks_of_us(client)
    return moment.stance not in _EASED or client_words.complains(client)

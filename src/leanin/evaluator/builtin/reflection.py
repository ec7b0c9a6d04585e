"""Step 2: does the reply show that it grasps the concern beneath the words, tentatively and about this client?

A clause reflects when it is *about the client* and either carries a mark of a guess ("maybe", "it sounds", "I wonder
if", "part of you"), repeats or mirrors the client's content, or states what they feel. It goes beneath the words when
it says something more: it has the shape of a fear or a need (afraid *of*, want *to*, *as if*, *nobody* …), matter of
its own, and a tie to this client through words or themes of the concern.
"""

from typing import Final, NamedTuple

from leanin.evaluator.builtin import guesses
from leanin.evaluator.builtin.context import Context
from leanin.evaluator.builtin.feelings import FEELING_WORDS, named, told
from leanin.evaluator.builtin.findings import StepFinding
from leanin.evaluator.builtin.patterns import cue, word_set
from leanin.evaluator.builtin.segments import Reply, Segment
from leanin.evaluator.builtin.stems import content, telling
from leanin.evaluator.builtin.themes import themes_of
from leanin.evaluator.evidence import Span

_ABOUT_CLIENT: Final = word_set("you your yours yourself")
_FIRST_PERSON: Final = word_set("i me my mine we us our")
_PERSONAL: Final = _ABOUT_CLIENT | word_set(
    "nobody someone somebody another being people family anyone everyone everybody stranger strangers man woman mother "
    "father person"
)
_SURFACE: Final = content(
    [
        "young",
        "age",
        "old",
        "experience",
        "inexperienced",
        "children",
        "married",
        "trainee",
        "student",
        "new",
        "qualified",
    ]
)
"""What clients doubt on the surface: saying it back reaches nothing beneath."""
_OURS_LAST: Final = cue(r"(of|from|by) (me|mine|us|ours)")
_LIKE_US: Final = cue(r"like (me|us)|in my (chair|place|job)")
"""The therapist as one of many, in a clause that is about the client all the same."""
_ENOUGH_MATTER: Final = 2
"""From how many words of its own a tied clause goes beneath, without the shape of a concern."""


class Reflection(NamedTuple):
    """One clause that says something of the client's inner side."""

    segment: Segment
    span: Span
    tentative: bool
    shaped: bool
    """Whether it has the shape of a concern."""
    feared: bool
    """Whether it says what is feared or doubted, and that isn't the surface."""
    matter: int
    """How many content words it adds to the client's own."""
    tied: bool
    """Whether words or themes tie it to the client or the concern."""
    personal: bool
    """Whether it is about a person and not about a thing."""
    feeling: bool
    """Whether it names a feeling."""
    told: bool
    """Whether it states a feeling as a fact."""

    @property
    def deep(self) -> bool:
        """Whether it goes beneath the words, whatever way it is put."""
        if self.matter == 0:
            return self.feared
        return self.shaped or (self.tied and self.matter >= _ENOUGH_MATTER)

    @property
    def full(self) -> bool:
        """Whether it names a concern as a guess."""
        return self.tentative and self.deep and (self.personal or self.tied) and not self.told


def reflections(reply: Reply, context: Context, *, offered: bool) -> list[Reflection]:
    """Every clause of the reply that reflects. `offered` says that the reply asks to be corrected."""
    found: list[Reflection] = []
    guessing = False
    for segment in reply.segments:
        said = reply.said(segment)
        guessing = guessing and not segment.begins and not guesses.TURNS.match(said)
        if (one := _reflection(reply, segment, said, context, offered=offered, guessing=guessing)) is not None:
            found.append(one)
            guessing = one.tentative
    return found


def _reflection(
    reply: Reply, segment: Segment, said: str, context: Context, *, offered: bool, guessing: bool
) -> Reflection | None:
    """Read one clause. `guessing` says that a clause before it in the sentence is a guess, which it carries on."""
    words = said.split()
    client = not _ABOUT_CLIENT.isdisjoint(words)
    guess = guesses.GUESSES.search(said)
    after = said[guess.end() :] if guess else said
    asks = guesses.ASKS.match(said) is not None
    states = told(said)
    repeats = not asks and (_echoes(said, context) or _mirrors(said, words))
    if not (guess or states or repeats or (client and (guessing or (segment.asks and not asks)))):
        return None
    if guesses.TOGETHER.search(said) or _own_business(said, client, guess[0] if guess else "", after):
        return None
    own = guesses.OWN_HEAD.match(said) is not None
    body = after if own else said
    inside = body.split()
    stems = telling(content(inside))
    personal = not _PERSONAL.isdisjoint(inside) or guesses.AS_I.search(said) is not None
    feeling = named(words)
    tied = bool(stems & context.raised or themes_of(inside) & context.concern_themes)
    shaped = guesses.SHAPE.search(body) is not None
    if guess is not None and not (personal or feeling or repeats or tied or shaped or guessing):
        return None
    tentative = bool(guess) or guessing or offered or (segment.asks and not guesses.INVERTED.match(said))
    return Reflection(
        segment=segment,
        span=reply.span_of(segment),
        tentative=tentative,
        shaped=shaped,
        feared=guesses.FEARS.search(said) is not None and _SURFACE.isdisjoint(stems),
        matter=_matter(inside, context),
        tied=tied,
        personal=personal or guessing,
        feeling=feeling,
        told=states and not (tentative or segment.asks or asks or said.startswith(" so ")),
    )


def _own_business(said: str, client: bool, guess: str, after: str) -> bool:
    """Whether a clause that doesn't name the client is about the therapist: "maybe I picked the wrong thing"."""
    if client:
        return False
    if _OURS_LAST.search(said):
        return True
    if guess and guesses.OWN_GUESS.match(after):
        return True
    return guesses.OWN_HEAD.match(said) is not None and not guess.startswith(" i ")


def _matter(words: list[str], context: Context) -> int:
    """How much a clause adds to the client's words; what it says of the therapist's own person adds nothing beneath."""
    added = telling(content(word for word in words if word not in FEELING_WORDS)) - context.client_stems
    return len(added - _SURFACE if not _FIRST_PERSON.isdisjoint(words) else added)


def _mirrors(said: str, words: list[str]) -> bool:
    """Whether a plain statement says how things are for the client: neither advice, praise, a charge nor about us."""
    ours = not _FIRST_PERSON.isdisjoint(_LIKE_US.sub(" ", said).split()) and not said.startswith(" so you ")
    if _ABOUT_CLIENT.isdisjoint(words) or ours or guesses.TURNS.match(said):
        return False
    return guesses.MIRRORS.match(said) is not None and guesses.ORDERS.search(said) is None


def _echoes(said: str, context: Context) -> bool:
    """Whether a clause repeats the client's content without being the therapist's own business."""
    if guesses.OWN_HEAD.match(said) or guesses.TURNS.match(said):
        return False
    words = said.split()
    if len(words) > 1 and said in context.client:
        return True
    stems = content(words)
    echoed = stems & context.client_stems
    return bool(echoed) and (len(echoed) >= 2 or len(echoed) * 2 >= len(stems))


def graded_reflection(found: list[Reflection], *, barred: frozenset[Segment]) -> tuple[StepFinding, Reflection | None]:
    """The level of step 2 and the clause that shows it. `barred` holds clauses that blame, advise or defend."""
    usable = [one for one in found if one.segment not in barred]
    if not usable:
        return StepFinding(0, None, "Nothing shows that the concern beneath the words was heard."), None
    best = max(usable, key=lambda one: (one.full, one.deep, one.tentative, one.feeling, one.matter))
    if best.full:
        note = "A likely concern beneath the words is offered as a guess, in terms of this client."
        return StepFinding(2, best.span, note), best
    if best.told:
        note = "A feeling is stated as a fact; the concern behind it isn't offered as a guess."
    elif best.deep and not best.tentative:
        note = "It comes near the concern, but as a statement and not as a guess."
    elif best.feeling:
        note = "A feeling is named, without the concern behind it."
    else:
        note = "It repeats what was said, without the concern beneath it."
    return StepFinding(1, best.span, note), best

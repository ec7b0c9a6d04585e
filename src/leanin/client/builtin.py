"""The client that needs no language model: it speaks lines which the persona's author wrote.

It reads no minds. What it says follows from how the client stands, how the reply was graded, and a question that it
recognises: a reply gets what this person would say to such a reply, in words that fit nearly any of that kind.
"""

import re
from collections.abc import AsyncIterator
from typing import Final

from leanin.client.builtin_questions import answers_to, asks, plain
from leanin.client.builtin_repertoire import WORDS, Repertoire
from leanin.dynamics import TRAP_WEIGHTS, Stance, burden, lean
from leanin.rubric import Step, Trap
from leanin.session.outcome import Outcome, outcome_of
from leanin.session.ports import SaidPart, SpeakingMoment, SpeechPart, ThoughtPart

_MOST_ECHOED: Final = 8
"""Words of the trainee's that a client repeats at most; nobody gives back a whole sentence."""

_FORGIVEN_LEAN: Final = 0.5
_FORGIVEN_BURDEN: Final = 0.5
"""A reply that leans in this far (0–1) gets away with traps that cost less than this (in defences)."""

_ARGUES: Final = frozenset({Stance.CONFRONTING, Stance.SCEPTICAL, Stance.TESTING})
"""Where the client, after reacting to a trap, often has more to say. A softer client is only jolted."""


_HIDES_IT: Final = frozenset({Stance.CONFRONTING, Stance.WITHDRAWN})
"""Stances that look the same whether or not the reply did the client good."""

_OWNED_AND_SEEN: Final = (Step.RESPONSIBILITY, Step.REFLECTION)
"""The steps that can be acknowledged before anything; an invitation only before an answer that is willingly given."""

_WILLING: Final = frozenset({Stance.TESTING, Stance.SOFTENING})

_CLUMSY: Final = 0.2
"""Traps that cost no more than this (in defences) are only an awkward way to ask."""


class BuiltinVoice:
    """Speaks from a persona's own lines: deterministic for a moment, no line twice in a session of 15 turns."""

    name: Final = "builtin"

    async def speak(self, moment: SpeakingMoment) -> AsyncIterator[SpeechPart]:
        """Say what the client says, word by word, then what they think. Never fails."""
        repertoire = Repertoire(moment)
        for word in re.findall(r"\s*\S+", _utterance(moment, repertoire)):
            yield SaidPart(word)
        yield ThoughtPart(repertoire.thought(_noticed(moment) or _felt(moment, repertoire)))


def _utterance(moment: SpeakingMoment, repertoire: Repertoire) -> str:
    masked = _behind_the_mask(moment)
    if (told := _disclosure(moment, repertoire)) and not masked:
        return _after_an_opener(_acknowledgement(moment, repertoire, *_OWNED_AND_SEEN), told)
    answer = _answer(moment, repertoire)
    if not masked and (reaction := _reaction(moment, repertoire, answered=answer is not None)):
        return reaction
    steps = tuple(Step) if answer and moment.stance in _WILLING else _OWNED_AND_SEEN
    return _after_an_opener(_acknowledgement(moment, repertoire, *steps), answer or repertoire.stance_line())


def _after_an_opener(opener: str | None, words: str) -> str:
    return f"{opener} {words}" if opener else words


def _behind_the_mask(moment: SpeakingMoment) -> bool:
    """Whether the client only says polite things now. One who walks out has dropped the mask."""
    if moment.stance is Stance.LEAVING:
        return outcome_of(moment.state, moment.disclosed) is not Outcome.WALKED_OUT
    return moment.stance is Stance.WITHDRAWN


def _disclosure(moment: SpeakingMoment, repertoire: Repertoire) -> str | None:
    """The disclosure that this turn unlocked, in the client's own words."""
    levels = moment.persona.disclosures
    if not moment.newly_disclosed or not 1 <= moment.disclosed <= len(levels):
        return None
    return repertoire.fresh(levels[moment.disclosed - 1].lines)


def _reaction(moment: SpeakingMoment, repertoire: Repertoire, *, answered: bool) -> str | None:
    """What the client says to the worst trap of the reply for which they still have words.

    Somebody who has an answer gives it, and lets a clumsy question pass.
    """
    if _is_silence(moment.reply):
        return None
    for trap in _traps_that_show(moment):
        if answered and TRAP_WEIGHTS[trap] <= _CLUMSY:
            continue
        if reaction := repertoire.fresh(moment.persona.voice.reactions.get(trap, ())):
            goes_on = moment.stance is Stance.LEAVING or (moment.stance in _ARGUES and repertoire.now_and_then(0.5))
            return f"{reaction} {repertoire.stance_line()}" if goes_on else reaction
    return None


def _noticed(moment: SpeakingMoment) -> list[str]:
    """What the client thinks of the worst trap that shows."""
    noticed = moment.persona.voice.noticed
    return next((noticed[trap] for trap in _traps_that_show(moment) if trap in noticed), [])


def _felt(moment: SpeakingMoment, repertoire: Repertoire) -> list[str]:
    """What the client thinks when a step of the reply reached them: always behind a hard face, else now and then."""
    steps = _steps_that_land(moment)
    if moment.stance is Stance.LEAVING or not (moment.stance in _HIDES_IT or repertoire.now_and_then(0.5)):
        return []
    return [thought for step in steps for thought in moment.persona.voice.felt.get(step, ())]


def _steps_that_land(moment: SpeakingMoment) -> list[Step]:
    """The steps that reach the client: taken fully, in a reply that leaned in, or that at least did no harm.

    One true thing is heard even where the rest is wanting; it just doesn't move anybody.
    """
    grade = moment.grade
    if grade is None or (lean(grade) <= 0 and burden(grade, moment.persona.sore_spots) > _CLUMSY):
        return []
    return [step for step in grade.called_for() if grade.step(step).level == 2]


def _traps_that_show(moment: SpeakingMoment) -> list[Trap]:
    """The traps the client reacts to, worst for this client first; none where the rest of the reply outweighs them."""
    grade, sore_spots = moment.grade, moment.persona.sore_spots
    if grade is None or (lean(grade) >= _FORGIVEN_LEAN and burden(grade, sore_spots) < _FORGIVEN_BURDEN):
        return []
    return sorted(grade.traps, key=lambda trap: (trap not in sore_spots, -TRAP_WEIGHTS[trap]))


def _answer(moment: SpeakingMoment, repertoire: Repertoire) -> str | None:
    """What the persona has to say to the reply's topic, at this stance and after what was told so far.

    Where the reply owns something and asks nothing, its topic is the therapist, and no answer of the client's fits.
    """
    if moment.grade and moment.grade.responsibility.level and not asks(moment.reply):
        return None
    masked = moment.stance in (Stance.WITHDRAWN, Stance.LEAVING)
    fitting = [
        answer
        for answer in moment.persona.voice.answers
        if answer.after <= moment.disclosed and (moment.stance in answer.stances if answer.stances else not masked)
    ]
    return next(filter(None, (repertoire.fresh(answer.lines) for answer in answers_to(moment.reply, fitting))), None)


def _acknowledgement(moment: SpeakingMoment, repertoire: Repertoire, *steps: Step) -> str | None:
    """A few words that show that one of the `steps` reached the client.

    Always the first time, and always from a client whose stance alone wouldn't show it; else now and then.
    """
    reached = [step for step in _steps_that_land(moment) if step in steps]
    if not reached or moment.stance in (Stance.OPEN, Stance.LEAVING):
        return None
    landed = moment.persona.voice.landed
    first_time = not repertoire.said_any(line for lines in landed.values() for line in lines)
    if not first_time and moment.stance not in _HIDES_IT and not repertoire.now_and_then(0.6):
        return None
    echoes = {
        line: echo
        for step in (reached[:1] if first_time else reached)
        for echo in [_echo(moment, step)]
        for line in landed.get(step, ())
        if echo or WORDS not in line
    }
    line = repertoire.fresh(echoes)
    return line.replace(WORDS, echoes[line]) if line else None


def _echo(moment: SpeakingMoment, step: Step) -> str:
    """The trainee's own words that showed the step, where they are short enough to be given back; else empty."""
    evidence = " ".join(moment.grade.step(step).evidence.split()) if moment.grade else ""
    if plain(evidence) not in plain(moment.reply):
        return ""
    for words in (evidence, re.split(r"[,;:.!?—–]", evidence)[0]):
        words = words.strip(" .,;:!?…\"'“”‘’—–-()[]{}")
        if 2 <= len(words.split()) <= _MOST_ECHOED and words.isprintable():
            return words[0].upper() + words[1:]
    return ""


def _is_silence(reply: str) -> bool:
    """Whether nothing was said: only dots, or a note such as “(silence)”."""
    return not re.search(r"\w", re.sub(r"\([^)]*\)|\[[^\]]*\]", "", reply))

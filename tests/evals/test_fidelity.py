import statistics
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.client.builtin_scenes import ROSA
from tests.client.test_guard import moment_of
from tests.doubles import ScriptedVoice, session_with

from leanin.dynamics import Stance
from leanin.evals.fidelity import Fidelity, Spoken, Talk, Utterance, fidelity, leaks, talk_of, utterances
from leanin.session.moments import Exchange, Intervention, Lapse, Mending

MOMENT = moment_of(ROSA)


def said(words: str, **changes: object) -> Utterance:
    return Utterance(words, replace(MOMENT, **changes))


def found_in(*talks: list[Utterance]) -> Fidelity | None:
    return fidelity(map(talk_of, talks))


def test_lapses_are_counted_in_what_was_said() -> None:
    found = found_in([said("I don't know about that, dear."), said("I feel heard. Thank you for listening.")])
    assert found is not None
    assert (found.utterances, found.in_role, found.lapses) == (2, 0.5, {"textbook_thanks": 1})


def test_what_is_told_too_soon_is_a_leak_and_later_it_is_none() -> None:
    story = ROSA.disclosures[-1].lines[0]
    assert leaks(said(story))
    assert not leaks(said(story, disclosed=len(ROSA.disclosures)))
    found = found_in([said(story), said("Well. It's Thursday.")])
    assert found is not None and found.leaks == 1


def test_what_was_said_before_in_the_same_conversation_is_repeated() -> None:
    line = "You wouldn't buy a car off somebody."
    again = said(line, history=(Exchange(line, "No."),))
    fresh = found_in([said(line)], [said(line)])
    repeated = found_in([said(line), again])
    assert fresh is not None and fresh.repeated == 0
    assert repeated is not None and repeated.repeated == 0.5
    assert repeated.distinct_2 == 0.5 < fresh.distinct_2 == 1


def test_lengths_are_told_by_stance() -> None:
    found = found_in([said("One two three four.", stance=Stance.OPEN), said("Fine, dear.", stance=Stance.WITHDRAWN)])
    assert found is not None
    assert found.words == {"all": 3, "open": 4, "withdrawn": 2}


@given(st.lists(st.integers(1, 30), min_size=1, max_size=20))
def test_the_median_of_counted_lengths_is_the_median(lengths: list[int]) -> None:
    spoken = [Spoken(said=" ".join(["word"] * length), stance=Stance.OPEN) for length in lengths]
    found = fidelity([Talk(spoken=spoken)])
    assert found is not None and found.words["open"] == statistics.median(lengths)


def test_nothing_said_has_no_figures() -> None:
    assert found_in([], []) is None


async def test_utterances_come_out_of_a_record_with_what_the_guard_did() -> None:
    caught = Intervention(Lapse.RUBRIC, Mending.CUT_SHORT, "Two points for that.")
    session, _ = session_with(voice=ScriptedVoice(["Go on.", caught], ["And then what?"]))
    await session.reply("One.")
    await session.reply("Two.")
    persona = session.cast.persona
    first, second = utterances(session.record, persona, 7)
    assert (first.said, second.said) == ("Go on.", "And then what?")
    assert second.moment.client == "Go on." and second.moment.history[0].client == persona.opening
    found = found_in([first, second])
    assert found is not None and found.interventions == {"cut_short": 1}

import pytest

from leanin.errors import DataFileError, JournalError
from leanin.persona import OwnFacts, Therapist
from leanin.persona_shelf import find_persona
from leanin.practice import Practice
from leanin.session.events import SessionOpened
from leanin.settings import load_settings, remember
from leanin.store.journal import SessionJournal


async def test_a_session_carries_all_that_it_runs_on() -> None:
    practice = Practice(seed=7, coach="after")
    file = find_persona("rosa")
    session = practice.begin(file)
    opened = session.record.opened
    assert opened is not None
    assert (opened.persona_text, opened.persona_hash) == (file.text, file.digest)
    assert (opened.client_model, opened.evaluator_model, opened.seed, opened.coach) == (
        "builtin",
        "builtin",
        7,
        "after",
    )
    assert opened.prompts == {}
    await practice.close()


async def test_prompts_go_into_the_session_where_a_model_is_used() -> None:
    practice = Practice(client_model="openai/any", api_base="http://127.0.0.1:9/v1")
    opened = practice.begin(find_persona("rosa")).record.opened
    assert opened is not None
    assert set(opened.prompts) == {"client"}
    assert opened.prompts_hash
    await practice.close()


async def test_saved_facts_go_into_every_scene_which_keeps_its_setting() -> None:
    remember(therapist=OwnFacts(age=52, children=2).model_dump(exclude_none=True))
    practice = Practice()
    persona = find_persona("rosa").persona
    therapist = practice.begin(find_persona("rosa")).cast.persona.therapist
    assert (therapist.age, therapist.children) == (52, 2)
    assert therapist.setting == persona.therapist.setting
    await practice.close()


async def test_a_left_session_is_offered_and_goes_on_with_the_persona_and_therapist_it_had() -> None:
    practice = Practice(seed=7)
    file = find_persona("rosa")
    own = Therapist(age=60, training="A late start.", setting="Here.", so_far="Nothing.")
    session = practice.begin(file, own)
    await session.reply("I am sixty.")
    await practice.close()

    later = Practice(coach_model="openai/any", evaluator_api_base="http://127.0.0.1:9/v1")
    offered = later.cut_off()
    assert offered is not None
    assert offered.replies == 1
    resumed = later.resume(offered.id)
    assert resumed.cast.persona.therapist == own
    assert resumed.cast.seed == 7
    assert resumed.record.turns[0].reply == "I am sixty."
    assert resumed.record.resumptions[0].coach_model == "openai/any"
    assert set(resumed.record.resumptions[0].prompts) == {"evaluator"}
    await later.close()


async def test_an_ended_session_is_looked_back_on_without_a_trace_and_let_go() -> None:
    practice = Practice()
    session = practice.begin(find_persona("rosa"))
    await session.reply("I am young.")
    session.end()
    session_id = practice.store.find("last")
    await practice.close()
    later = Practice()
    kept = later.store.events(session_id)
    again = later.resume(session_id)
    assert again.record.outcome and later.store.events(session_id) == kept
    assert isinstance(again.journal, SessionJournal)
    again.journal.close()
    later.store.delete(session_id)
    with pytest.raises(JournalError):
        later.resume(session_id)
    await later.close()


async def test_a_session_whose_therapist_is_not_told_is_refused_in_words() -> None:
    practice = Practice()
    opened = practice.begin(find_persona("rosa")).record.opened
    assert opened is not None
    broken: SessionOpened = opened.model_copy(update={"therapist": {}})
    journal = practice.store.begin()
    journal.append(broken)
    journal.close()
    with pytest.raises(DataFileError, match="therapist"):
        practice.resume(practice.store.find("last"))
    await practice.close()


async def test_what_is_remembered_holds_at_once_and_beats_the_flag_it_replaces() -> None:
    practice = Practice(coach="off")
    practice.remember(coach="after")
    assert practice.settings.coach.value == "after"
    assert load_settings().coach.value == "after"


async def test_models_are_only_offered_until_the_offer_was_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "http://127.0.0.1:9")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-000000000000")
    practice = Practice()
    (offer,) = practice.offers()
    assert "api.openai.com" in offer.receiver
    practice.accept(offer)
    assert practice.parts.client.model == practice.parts.evaluator.model == offer.name
    assert practice.offers() == []
    practice.remember(client_model=None, evaluator_model=None, offer_answered=None)
    assert practice.offers()
    practice.decline_offers()
    assert practice.offers() == []

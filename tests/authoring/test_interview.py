import stat

import pytest
from tests.authoring.answers import typed

from leanin.authoring.draft import Draft
from leanin.authoring.finish import check_place, finish, in_words
from leanin.authoring.interview import LENGTH, Interview
from leanin.authoring.questions import Unfit
from leanin.dynamics import Stance, stance_of
from leanin.errors import DataFileError
from leanin.locations import data_dir, own_personas_dir
from leanin.persona import read_persona
from leanin.persona_shelf import on_shelf


def through(interview: Interview, *, optional: bool = True) -> Interview:
    """Answer all that is still asked."""
    while question := interview.question:
        interview.answer(typed(question) if optional or not question.optional or interview.answered else "")
    return interview


@pytest.mark.parametrize("optional", [True, False])
def test_the_answers_make_a_persona_that_can_be_played(optional: bool) -> None:
    interview = through(Interview(Draft.kept()), optional=optional)
    path = finish(interview.draft)
    assert path == own_personas_dir() / "iris.yaml"
    persona = on_shelf("iris").persona
    assert (persona.name, persona.age, persona.therapist.married) == ("Mrs. Iris Blake", 71, False)
    assert persona.opening == "What would you know: about shops?"
    assert persona.people == (["Walter", "Blake"] if optional else [])
    assert persona.language == ("de" if optional else "en")
    assert len(persona.disclosures) == 3
    assert stance_of(persona.temperament.starting_state()) is Stance.CONFRONTING
    assert bool(persona.voice.reactions) is optional
    assert "# The first words the trainee hears" in path.read_text()


def test_the_author_is_told_what_would_make_it_better_and_what_to_do_next() -> None:
    path = finish(through(Interview(Draft.kept())).draft)
    told = in_words(path)
    assert "It can be played" in told and "line " in told
    assert "leanin play iris" in told and "leanin persona preview iris" in told


def test_a_draft_is_kept_after_every_answer_and_gone_on_with() -> None:
    interview = Interview(Draft.kept())
    for _ in range(5):
        interview.answer(typed(interview.question))
    again = Interview(Draft.kept())
    assert again.place == 5
    again.back()
    assert again.answered == "Walter\nBlake"
    again.answer("")
    assert again.place == 5
    kept = data_dir() / "persona-draft.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    finish(through(again).draft)
    assert not kept.exists()


def test_what_was_begun_is_kept_and_an_optional_answer_can_be_taken_back() -> None:
    interview = Interview(Draft.kept())
    for _ in range(4):
        interview.answer(typed(interview.question))
    interview.begin("Al\nBo")
    again = Interview(Draft.kept())
    assert (again.question.key, again.answered) == ("people", "Al\nBo")
    again.answer("")
    assert again.place == 5, "what was begun is taken as it stands"
    again.back()
    again.answer("-")
    again.back()
    assert again.answered == ""


def test_two_interviews_at_a_time_add_to_the_same_draft() -> None:
    first, second = Interview(Draft.kept()), Interview(Draft.kept())
    for _ in range(3):
        second.answer(typed(second.question))
    first.answer("Ada")
    kept = Interview(Draft.kept())
    assert kept.place == 3
    kept.place = 0
    assert kept.answered == "Ada"


@pytest.mark.parametrize("name", ["My Client.yaml", "ivy.txt", "I.yaml"])
def test_a_path_that_no_persona_can_have_is_refused_before_the_first_question(name: str, tmp_path) -> None:
    with pytest.raises(DataFileError, match="can't be a persona's file"):
        check_place(tmp_path / name)


def test_another_folder_keeps_its_mode_and_the_file_is_the_owners_alone(tmp_path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o775)
    shared.chmod(0o775)
    path = finish(through(Interview(Draft.kept())).draft, shared / "ivy.yaml")
    assert stat.S_IMODE(shared.stat().st_mode) == 0o775
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_optional_question_may_be_left_and_a_needed_one_not() -> None:
    interview = Interview(Draft.kept())
    with pytest.raises(Unfit):
        interview.answer("")
    for _ in range(4):
        interview.answer(typed(interview.question))
    assert interview.question.key == "people"
    interview.answer("")
    assert interview.question.key == "language"
    assert Interview(Draft.kept()).question.key == "language"


def test_a_draft_that_cannot_be_read_counts_as_none() -> None:
    data_dir().mkdir(parents=True)
    (data_dir() / "persona-draft.json").write_text("{broken")
    assert Interview(Draft.kept()).place == 0


def test_a_second_client_of_that_name_gets_another_file(tmp_path) -> None:
    first = finish(through(Interview(Draft.kept())).draft)
    second = finish(through(Interview(Draft.kept())).draft)
    assert second.name == "iris-2.yaml"
    assert read_persona(second).persona.id == "iris-2"
    with pytest.raises(DataFileError, match="there already"):
        finish(through(Interview(Draft.kept())).draft, first)
    assert Interview(Draft.kept()).place == LENGTH, "nothing was lost"

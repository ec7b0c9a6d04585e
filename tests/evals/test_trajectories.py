from tests.evals.lines import talk_line
from tests.evals.on_screen import shown
from tests.evals.test_conversations import played

from leanin.dynamics import Stance
from leanin.evals import trajectories
from leanin.evals.conversations import ConversationResult, Reading
from leanin.evals.trajectories import Trajectories


def read_by_a_model(one: ConversationResult, *readings: Reading, fault: str = "") -> ConversationResult:
    return one.model_copy(update={"reader": "judge", "readings": list(readings), "reader_fault": fault})


async def test_without_a_reader_code_says_what_it_can() -> None:
    talks = Trajectories()
    assert talks.fidelity() is None
    for _ in range(2):
        talks.add(await played())
    found = talks.fidelity()
    assert found is not None
    assert found.words.utterances == 6
    assert found.reader == "" and found.legibility is None and found.leaks_read is None


async def test_what_a_reader_read_is_added_up() -> None:
    one, talks = await played(), Trajectories()
    said = Reading(was=Stance.OPEN, read=Stance.OPEN, tells_too_much=True)
    other = Reading(was=Stance.OPEN, read=Stance.LEAVING, tells_too_much=False)
    talks.add(read_by_a_model(one, said, other))
    talks.add(read_by_a_model(one, Reading(was=Stance.OPEN, read=None, tells_too_much=None), fault="Down."))
    found = talks.fidelity()
    assert found is not None and found.legibility is not None
    assert (found.legibility.read, found.legibility.unread, found.legibility.exact) == (2, 1, 0.5)
    assert (found.leaks_read, found.leaks_unread, found.reader, found.reader_fault) == (1, 1, "judge", "Down.")


def test_paths_and_ends_are_drawn_by_persona() -> None:
    talks = Trajectories()
    for number in range(20):
        held = [] if number % 4 else ["trust moved by +10, expected down"]
        talks.add(talk_line(f"t{number}", persona=f"p{number % 10}", path=(number % 3, 3), failures=held).result)
    data = talks.figures()
    assert data["ends"]["share"] == 0.75
    low, high = data["ends"]["interval"]
    assert low < 0.75 < high
    assert (data["path"]["agreed"], data["path"]["judged"]) == (19, 60)
    assert data["path"]["interval"][0] < data["path"]["share"] < data["path"]["interval"][1]


def test_an_ungraded_conversation_never_ends_as_expected() -> None:
    talks = Trajectories()
    talks.add(talk_line(ungraded=1).result)
    assert talks.figures()["ends"]["as_expected"] == 0


async def test_the_tables_say_how_true_the_client_was() -> None:
    talks = Trajectories()
    talks.add(await played(path=["up", "up", "up"]))
    talks.add(talk_line("[/b]").result)
    words = shown(trajectories.tables({"client_model": "scripted"} | talks.figures()))
    for part in ("4 of 4 (100%)", "utterances in role", "distinct-2", "the guard stepped in", "[/b]"):
        assert part in words

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.samples import grade, regraded, sessions

from leanin.datafile import FileProblems
from leanin.errors import DataFileError, JournalError
from leanin.session.events import Event
from leanin.store.interchange import exported, import_file, read_sessions
from leanin.store.journal import JournalStore

Events = list[Event]
Keep = Callable[[Events], str]


@pytest.fixture
def other(tmp_path: Path) -> Iterator[JournalStore]:
    """Somebody else's journal."""
    with JournalStore(tmp_path / "other" / "journal.sqlite") as opened_store:
        yield opened_store


@pytest.fixture
def lines(store: JournalStore, keep: Keep, rosa_session: Events) -> list[str]:
    """An exported session."""
    return list(exported(store.whole(keep(rosa_session))))


@pytest.fixture
def write(tmp_path: Path) -> Callable[[list[str]], Path]:
    def written(lines: list[str]) -> Path:
        path = tmp_path / "exported.jsonl"
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="")
        return path

    return written


class TestRoundTrip:
    @settings(deadline=None, max_examples=40)
    @given(events=sessions())
    def test_any_session_is_exported_alike_after_an_import(
        self, tmp_path_factory: pytest.TempPathFactory, events: Events
    ) -> None:
        folder = tmp_path_factory.mktemp("round")
        with JournalStore(folder / "one" / "journal.sqlite") as one, JournalStore(folder / "two" / "j.sqlite") as two:
            with one.begin() as journal:
                for event in events:
                    journal.append(event)
            first = "".join(f"{line}\n" for line in exported(one.whole(journal.id))).encode()
            (folder / "exported.jsonl").write_bytes(first)
            taken = import_file(two, folder / "exported.jsonl")
            second = "".join(f"{line}\n" for line in exported(two.whole(journal.id))).encode()
            assert taken.new == (journal.id,)
            assert second == first
            assert two.stamped(journal.id) == one.stamped(journal.id)
            assert two.events(journal.id) == events

    def test_the_format(self, lines: list[str], store: JournalStore) -> None:
        header, first, *rest = map(json.loads, lines)
        summary = store.sessions()[0]
        assert list(header) == ["leanin", "schema", "id", "started", "events"]
        assert header["leanin"] == "session" and header["schema"] == 1
        assert header["id"] == summary.id and header["started"].endswith("Z")
        assert header["events"] == len(lines) - 1
        assert list(first)[:3] == ["seq", "time", "event"]
        assert "Rosa Delgado" in first["persona_text"] and first["prompts"]["client.md.j2"] == "You are {{ name }}."
        assert [line["seq"] for line in rest] == list(range(2, len(lines)))
        assert rest[2]["event"] == "reply" and rest[2]["text"].startswith("A doctor need not")

    def test_what_a_list_shows_is_there_after_an_import(
        self, store: JournalStore, other: JournalStore, lines: list[str], write: Callable[[list[str]], Path]
    ) -> None:
        import_file(other, write(lines))
        mine, theirs = store.sessions()[0], other.sessions()[0]
        assert theirs.imported and not mine.imported
        assert (theirs.id, theirs.started, theirs.persona) == (mine.id, mine.started, mine.persona)
        assert (theirs.replies, theirs.outcome, theirs.running) == (mine.replies, mine.outcome, False)

    def test_an_imported_unfinished_session_isnt_offered_but_can_be_gone_on_with(
        self,
        store: JournalStore,
        keep: Keep,
        other: JournalStore,
        rosa_session: Events,
        write: Callable[[list[str]], Path],
    ) -> None:
        session_id = keep(rosa_session[:5])
        import_file(other, write(list(exported(store.whole(session_id)))))
        assert other.cut_off() is None
        with other.reopen(session_id) as journal:
            journal.append(rosa_session[5])
        assert other.events(session_id) == rosa_session[:6]


class TestTakingIn:
    def test_the_same_session_twice(
        self, other: JournalStore, lines: list[str], write: Callable[[list[str]], Path]
    ) -> None:
        path = write(lines)
        first, second = import_file(other, path), import_file(other, path)
        assert first.new == second.known and not first.known and not second.new
        assert len(other.sessions()) == 1

    def test_several_sessions_in_one_file(
        self,
        store: JournalStore,
        keep: Keep,
        other: JournalStore,
        rosa_session: Events,
        write: Callable[[list[str]], Path],
    ) -> None:
        ids = [keep(rosa_session), keep(rosa_session[:6])]
        both = [line for session_id in ids for line in exported(store.whole(session_id))]
        assert import_file(other, write(["", *both, ""])).new == tuple(ids)
        assert [other.events(session_id) for session_id in ids] == [rosa_session, rosa_session[:6]]

    def test_another_session_of_that_id_is_refused_with_all_of_the_file(
        self,
        store: JournalStore,
        keep: Keep,
        rosa_session: Events,
        write: Callable[[list[str]], Path],
        lines: list[str],
    ) -> None:
        second = list(exported(store.whole(keep(rosa_session[:4]))))
        changed = [line.replace("fully trained", "barely trained") for line in lines]
        store.delete(json.loads(second[0])["id"])
        with pytest.raises(JournalError, match="is in the journal already, with other content"):
            import_file(store, write([*second, *changed]))
        assert len(store.sessions()) == 1

    def test_one_that_was_graded_again_since_is_known_and_its_regradings_travel(
        self, store: JournalStore, keep: Keep, other: JournalStore, rosa_session: Events, write: Callable[..., Path]
    ) -> None:
        session_id = keep(rosa_session)
        before = write(list(exported(store.whole(session_id))))
        assert import_file(other, before).new == (session_id,)
        with store.reopen(session_id) as journal:
            journal.append(regraded(1, grade(1, 0, 0)))
        assert import_file(store, before).known == (session_id,)
        after = list(exported(store.whole(session_id)))
        with pytest.raises(JournalError, match="with other content"):
            import_file(other, write(after))
        other.delete(session_id)
        import_file(other, write(after))
        assert list(exported(other.whole(session_id))) == after

    def test_lines_ending_as_on_windows_and_a_byte_order_mark(
        self, other: JournalStore, lines: list[str], tmp_path: Path
    ) -> None:
        path = tmp_path / "windows.jsonl"
        path.write_bytes(b"\xef\xbb\xbf" + "".join(f"{line}\r\n" for line in lines).encode())
        assert len(import_file(other, path).new) == 1


def problems(lines: list[str]) -> list[str]:
    with pytest.raises(FileProblems) as caught:
        read_sessions([f"{line}\n".encode() for line in lines], "file.jsonl")
    return [str(problem) for problem in caught.value.problems]


class TestBrokenFiles:
    def test_every_line_may_break_in_any_way_and_is_named(self, lines: list[str]) -> None:
        for number, line in enumerate(lines, 1):
            broken = [*lines[: number - 1], line[: len(line) // 2], *lines[number:]]
            assert problems(broken)[0].startswith(f"file.jsonl, line {number}: ")

    def test_a_hint_for_a_reply_that_is_not_there(self, lines: list[str]) -> None:
        stamp = {key: json.loads(lines[4])[key] for key in ("seq", "time")}
        lines[4] = json.dumps(stamp | {"event": "hint", "follows": 7, "kind": "step", "words": ["Own it."]})
        assert problems(lines)[0] == "file.jsonl, line 5: follows: there is no reply 7 before this."

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"event": "repyl"}, "event: there is no event “repyl”; did you mean “reply”?"),
            ({"event": None}, "event: there is no event “None”"),
            ({"event": "client_part"}, "event: there is no event “client_part”"),
            ({"txt": "?"}, "txt: there is no such key here; did you mean “text”?"),
            ({"text": 7}, "text: text was expected, but found a number (7)"),
            ({"turn": 0}, "turn: this must be at least 1"),
            ({"turn": 2}, None),
            ({"seq": 9}, "seq: expected 4, but found 9; is a line missing?"),
            ({"seq": "4"}, "seq: the event's number in the session was expected"),
            ({"seq": True}, "seq: the event's number in the session was expected"),
            ({"time": "noon"}, "time: a time like 2025-01-31T18:05:09.000000Z was expected"),
            ({"time": None}, "time: a time like"),
            ({"text": "\ud800"}, "the text holds broken characters"),
        ],
    )
    def test_one_key(self, lines: list[str], change: dict[str, object], said: str | None) -> None:
        lines[4] = json.dumps(json.loads(lines[4]) | change)
        found = problems(lines)
        if said is None:  # the line itself is fine, but what follows speaks of a reply that isn't there
            assert found == ["file.jsonl, line 6: turn: there is no reply 1 before this."]
        else:
            assert len(found) == 1 and found[0].startswith(f"file.jsonl, line 5: {said}")

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ('{"seq": NaN}', "this isn't valid JSON: NaN isn't a number that JSON knows."),
            ("[1]", "an object was expected"),
            ("[" * 100_000, "this isn't valid JSON"),
            ("{'seq': 4}", "this isn't valid JSON: Expecting property name enclosed in double quotes (column 2)."),
        ],
    )
    def test_lines_that_are_no_events(self, lines: list[str], line: str, said: str) -> None:
        found = problems([*lines[:4], line, *lines[5:]])
        assert len(found) == 1 and found[0].startswith(f"file.jsonl, line 5: {said}")

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"schema": 2}, "schema: a newer leanin wrote this (schema 2); update leanin to import it."),
            ({"schema": "x"}, "schema: expected one of 1"),
            ({"leanin": "persona"}, "leanin: expected one of 'session'"),
            ({"id": "../../etc"}, "id: "),
            ({"started": "today"}, "started: "),
            ({"started": 5}, "started: text was expected"),
            ({"strated": "x"}, "strated: there is no such key here; did you mean “started”?"),
        ],
    )
    def test_the_first_line(self, lines: list[str], change: dict[str, object], said: str) -> None:
        lines[0] = json.dumps(json.loads(lines[0]) | change)
        assert problems(lines)[0].startswith(f"file.jsonl, line 1: {said}")

    def test_a_file_that_was_cut_short(self, lines: list[str]) -> None:
        found = problems(lines[:-1])
        assert found == [
            f"file.jsonl, line 1: events: {len(lines) - 1} events were expected, but {len(lines) - 2} follow."
        ]

    def test_a_line_that_is_missing(self, lines: list[str]) -> None:
        assert problems(lines[:3] + lines[4:]) == [
            "file.jsonl, line 4: seq: expected 3, but found 4; is a line missing?"
        ]

    def test_orders_that_no_session_has(self, lines: list[str]) -> None:
        def reordered(*places: int) -> list[str]:
            bodies = [json.loads(lines[place]) | {"seq": seq} for seq, place in enumerate(places, 1)]
            header = json.loads(lines[0]) | {"events": len(places)}
            return problems([json.dumps(line) for line in (header, *bodies)])

        assert "begins with its `session` event" in reordered(2)[0]
        assert "begins with its `session` event, and has only one" in reordered(1, 2, 1)[0]
        assert "starting `state` must come before the first reply" in reordered(1, 2, 4)[0]
        assert "there is a reply 1 already" in reordered(1, 2, 3, 4, 4)[0]
        assert "there is no reply 1 before this" in reordered(1, 2, 3, 5)[0]

    def test_every_problem_is_listed_up_to_a_point(self, lines: list[str]) -> None:
        assert len(problems([*lines[:2], "{", "{", *lines[4:]])) == 2
        assert len(problems([lines[0], *["{"] * 1000])) == 20

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "there is no session in this file"),
            (b"\n \n", "there is no session in this file"),
            (b"# A session\n\nRosa: hello\n", "this isn't an exported session: it should begin with a line like"),
            (b'{"event": "opening", "said": "Hello"}\n', "line 1: this isn't an exported session"),
            (b"\x89PNG\r\n\x1a\n\x00", "line 1: this is not UTF-8 text; is it a binary file?"),
        ],
    )
    def test_files_that_are_something_else(
        self, store: JournalStore, tmp_path: Path, content: bytes, said: str
    ) -> None:
        path = tmp_path / "file.jsonl"
        path.write_bytes(content)
        with pytest.raises(DataFileError) as caught:
            import_file(store, path)
        assert said in str(caught.value)
        assert store.sessions() == []

    def test_a_line_without_end(self, store: JournalStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("leanin.store.interchange._MOST_BYTES", 1000)
        path = tmp_path / "file.jsonl"
        path.write_bytes(b"x" * 5000)
        with pytest.raises(DataFileError, match="line 1: this line is longer than 1,000 bytes"):
            import_file(store, path)

    def test_files_that_cant_be_read(self, store: JournalStore, tmp_path: Path) -> None:
        with pytest.raises(DataFileError, match="There is no file"):
            import_file(store, tmp_path / "nothing.jsonl")
        with pytest.raises(DataFileError, match="can't be read: Is a directory"):
            import_file(store, tmp_path)

    def test_nothing_is_taken_in_if_a_late_line_is_broken(
        self, store: JournalStore, lines: list[str], write: Callable[[list[str]], Path]
    ) -> None:
        store.delete(json.loads(lines[0])["id"])
        with pytest.raises(FileProblems):
            import_file(store, write([*lines, *lines[:-2], "{"]))
        assert store.sessions() == []

    @settings(deadline=None)
    @given(seed=st.integers(0, 10_000))
    def test_random_damage_gives_problems_or_sessions_and_nothing_else(self, seed: int) -> None:
        chance = random.Random(seed)
        content = bytearray(DAMAGED)
        for _ in range(chance.randint(1, 6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            read_sessions(bytes(content).splitlines(keepends=True), "file.jsonl")
        except FileProblems as error:
            assert error.problems


DAMAGED = (
    b'{"leanin":"session","schema":1,"id":"2025-03-01-abcd","started":"2025-03-01T12:00:00.000000Z","events":4}\n'
    b'{"seq":1,"time":"2025-03-01T12:00:00.000000Z","event":"session","persona":"rosa","persona_text":"","persona_hash":'
    b'"","rubric_version":1,"rubric_hash":"","therapist":{},"client_model":"","evaluator_model":"","seed":1,'
    b'"leanin_version":""}\n'
    b'{"seq":2,"time":"2025-03-01T12:00:01.000000Z","event":"opening","said":"Hello"}\n'
    b'{"seq":3,"time":"2025-03-01T12:00:02.000000Z","event":"state","turn":0,"trust":1,"tension":2,"candour":3.5,'
    b'"stance":"open","disclosed":0}\n'
    b'{"seq":4,"time":"2025-03-01T12:00:03.000000Z","event":"reply","turn":1,"text":"I am young."}\n'
)


def test_the_sound_one_among_the_damaged_is_read() -> None:
    [session] = read_sessions(DAMAGED.splitlines(keepends=True), "file.jsonl")
    assert session.id == "2025-03-01-abcd" and len(session.stamped) == 4

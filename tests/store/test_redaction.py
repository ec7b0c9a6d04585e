import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.store.samples import opened, regraded, sessions, state

from leanin.rubric import Grade, StepGrade, Trap
from leanin.session.events import ClientSaid, Event, Graded, GradeMissing, Opening, Regraded, Replied, SessionOpened
from leanin.session.moments import Intervention, Lapse, Mending
from leanin.store.kept import KeptSession, StampedEvent
from leanin.store.names import WORD, Names, folded
from leanin.store.redaction import Blanker, redacted
from leanin.store.wire import json_line, plain


def blanker(*names: str) -> Blanker:
    known = Names()
    for name in names:
        known.add(name)
    return Blanker(known)


def kept(events: list[Event]) -> KeptSession:
    time = "2025-03-01T12:00:00.000000Z"
    return KeptSession(
        "2025-03-01-abcd", time, tuple(StampedEvent(seq, time, event) for seq, event in enumerate(events, 1))
    )


class TestBlanking:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Rosa Delgado came.", "[name 1] came."),
            ("Rosa came; ROSA left; rosa sat.", "[name 1] came; [name 1] left; [name 1] sat."),
            ("Rosa's family, Rosa’s house, Rosa'll see", "[name 1]'s family, [name 1]’s house, [name 1]'ll see"),
            ("Mrs. Delgado", "Mrs. [name 1]"),
            ("Delgado, Rosa", "[name 1], [name 1]"),
            ("Rosa\n  Delgado", "[name 1]"),
            ("rosa_2, rosa-hard, /home/rosa/x", "[name 1]_2, [name 1]-hard, /home/[name 1]/x"),
            ("Rosalind, prosaic, rosary, Rosas", "Rosalind, prosaic, rosary, Rosas"),
        ],
    )
    def test_names_whole_in_parts_and_in_any_case(self, text: str, expected: str) -> None:
        assert blanker("Rosa Delgado").blank(text) == expected

    def test_with_and_without_accents(self) -> None:
        assert (
            blanker("José Núñez").blank("Jose, JOSÉ, Jose\u0301; nunez's") == "[name 1], [name 1], [name 1]; [name 1]'s"
        )

    def test_marks_inside_a_name(self) -> None:
        assert blanker("Siobhan O'Brien").blank("O’Brien, o'brien and Brien") == "[name 1], [name 1] and Brien"
        assert blanker("Jean-Luc").blank("Jean‑Luc, jean luc, Jean and Luc") == "[name 1], [name 1], Jean and Luc"

    def test_names_that_are_ordinary_words(self) -> None:
        assert blanker("Will May").blank("Will may go. It will. WILL!") == "[name 1] may go. It will. [name 1]!"

    def test_dont_isnt_don(self) -> None:
        assert blanker("Don").blank("I don't, Don. Don’t. Don's") == "I don't, [name 1]. Don’t. [name 1]'s"

    def test_the_longest_name_counts(self) -> None:
        assert (
            blanker("Anna", "Anna Maria Berg").blank("Anna Maria Berg, Anna, Maria") == "[name 2], [name 1], [name 2]"
        )

    def test_no_names(self) -> None:
        assert blanker().blank("Rosa") == "Rosa"

    @given(
        st.lists(
            st.sampled_from(["Rosa", "rosa", "DELGADO", "Rosa's", "rose", "family", "a", "Núñez", "1"]), max_size=12
        ),
        st.sampled_from([" ", "\n", ", ", ". ", "-", "_", "“", "’"]),
    )
    def test_no_name_is_left_and_blanking_twice_is_blanking_once(self, words: list[str], gap: str) -> None:
        blank = blanker("Rosa Delgado", "Nunez").blank
        result = blank(gap.join(words))
        assert not {"rosa", "delgado", "nunez"} & {folded(word[0]) for word in WORD.finditer(result)}
        assert blank(result) == result


class TestQuotes:
    REPLY = "I'm Dana  Whitfield.\nI am young, and Rosa's family deserves more."

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("I am young", "I am young"),
            ("i AM young", "i AM young"),
            ("I'm Dana", "I'm [name 1]"),
            ("Dana Whitfield. I am", "[name 1]. I am"),
            ("ana  Whitfield", "[name 1]"),
            ("and Ros", "and [name 2]"),
            ("never said, Rosa", "never said, [name 2]"),
            ("", ""),
        ],
    )
    def test_a_quote_stays_a_quote(self, words: str, expected: str) -> None:
        blanks = blanker("Dana Whitfield", "Rosa")
        assert blanks.quote(words, self.REPLY) == expected

    @given(st.data())
    def test_any_piece_of_a_reply_stays_a_piece_of_it(self, data: st.DataObject) -> None:
        pieces = ["Dana", "Whitfield", "Rosa's", "Don", "don't", "I", "am", "young", "will", "Will", ",", "."]
        reply = " ".join(data.draw(st.lists(st.sampled_from(pieces), min_size=1, max_size=12)))
        start = data.draw(st.integers(0, len(reply)))
        words = reply[start : data.draw(st.integers(start, len(reply)))]
        blanks = blanker("Dana Whitfield", "Rosa", "Don", "Will")
        quote, whole = blanks.quote(words, reply), blanks.blank(reply)
        assert " ".join(quote.split()).casefold() in " ".join(whole.split()).casefold()


class TestSession:
    def test_no_name_is_left_in_any_text(self, rosa_session: list[Event]) -> None:
        result = redacted(kept(rosa_session), extra=["builtin"])
        lines = "".join(json_line(plain(event)) for event in result.session.events)
        for name in ("Rosa", "Delgado", "Maria", "Tomás", "Dana", "Whitfield"):
            assert not re.search(rf"\b{name}\b", lines, re.IGNORECASE), name
        assert result.names == {
            "Rosa Delgado": "[client]",
            "Dana Whitfield": "[therapist]",
            "Maria": "[name 1]",
            "Uncle Tomás": "[name 2]",
            "builtin": "[name 3]",
        }
        assert result.session.redacted

    def test_each_text_reads_on(self, rosa_session: list[Event]) -> None:
        events = redacted(kept(rosa_session)).session.events
        first = events[0]
        assert isinstance(first, SessionOpened)
        assert first.persona == "[client]"
        assert "name: [client]\npeople: [[name 1], [name 2]]" in first.persona_text
        assert first.therapist["name"] == "[therapist]" and first.therapist["age"] == 26
        assert events[3] == Replied(
            turn=1, text="A doctor need not have had cancer.\nI'm fully trained, Mrs. [client]."
        )
        assert events[6] == ClientSaid(
            turn=1, said="Of course, dear.", thought="She doesn't get it. [name 1] won't like her.", by="builtin"
        )
        graded, reply = events[9], events[8]
        assert isinstance(graded, Graded) and isinstance(reply, Replied)
        assert reply.text == (
            "My name is [therapist]. I am young. Maybe you wonder if [client]'s family is in good hands?"
        )
        assert graded.grade.reflection.evidence == "if [client]'s family is"
        assert graded.grade.reflection.evidence in reply.text

    def test_all_that_isnt_a_name_stays(self, rosa_session: list[Event]) -> None:
        session = kept(rosa_session)
        result = redacted(session).session
        assert (result.id, result.started) == (session.id, session.started)
        for before, after in zip(session.stamped, result.stamped, strict=True):
            assert (before.seq, before.time, type(before.event)) == (after.seq, after.time, type(after.event))
        first, second = session.events[0], result.events[0]
        assert isinstance(first, SessionOpened) and isinstance(second, SessionOpened)
        assert (first.persona_hash, first.prompts, first.seed) == (second.persona_hash, second.prompts, second.seed)
        assert result.events[2] == session.events[2] and result.events[-1] == session.events[-1]

    def test_notes_reasons_and_models_are_texts_too(self) -> None:
        grade = Grade(
            responsibility=StepGrade(level=1, note="Rosa hears it.", evidence="I'm Dana"),
            reflection=StepGrade(level=0),
            invitation=StepGrade(level=0),
            traps=(Trap.REASSURING,),
            trap_evidence={Trap.REASSURING: "don't worry, Ros"},
            tip="Ask Rosa.",
        )
        session: list[Event] = [
            opened(client_model="openai//home/dana/model"),
            Opening(said="Hello."),
            state(0, 30),
            Replied(turn=1, text="I'm Dana, don't worry, Rosa."),
            Graded(turn=1, grade=grade, by="dana/judge"),
            GradeMissing(turn=1, title="No answer", reason="/home/dana/key was refused"),
        ]
        first, *_, graded, missing = redacted(kept(session)).session.events
        assert isinstance(first, SessionOpened) and first.client_model == "openai//home/[therapist]/model"
        assert isinstance(graded, Graded) and graded.by == "[therapist]/judge"
        assert graded.grade.responsibility.note == "[client] hears it." and graded.grade.tip == "Ask [client]."
        assert graded.grade.trap_evidence == {Trap.REASSURING: "don't worry, [client]"}
        assert isinstance(missing, GradeMissing) and missing.reason == "/home/[therapist]/key was refused"

    def test_quotes_of_a_later_grade_are_quotes_from_the_blanked_reply(self, rosa_session: list[Event]) -> None:
        graded = next(event for event in rosa_session if isinstance(event, Graded) and event.turn == 2)
        session, _ = redacted(kept([*rosa_session, regraded(2, graded.grade)]))
        first = next(event for event in session.events if isinstance(event, Graded) and event.turn == 2)
        again = session.events[-1]
        assert isinstance(again, Regraded)
        assert again.grade == first.grade
        assert "Rosa" not in again.grade.reflection.evidence
        assert again.prompt_hash == "ef" * 32

    def test_words_that_the_guard_withheld_are_blanked(self) -> None:
        caught = Intervention(Lapse.TOLD_TOO_SOON, Mending.CUT_SHORT, "Maria told Rosa.")
        kept_one = kept([opened(), ClientSaid(turn=1, said="Hm.", by="m", interventions=(caught,))])
        said = redacted(kept_one).session.stamped[-1].event
        assert isinstance(said, ClientSaid)
        assert "Maria" not in said.interventions[0].withheld and "Rosa" not in said.interventions[0].withheld

    @given(sessions())
    def test_any_session_can_be_redacted_and_kept(self, events: list[Event]) -> None:
        result = redacted(kept(events), extra=["a", "in", "Rosa"]).session
        assert [event.event for event in result.events] == [event.event for event in events]
        for event in result.events:
            json_line(plain(event))

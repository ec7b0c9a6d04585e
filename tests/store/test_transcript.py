from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from tests.store.samples import PERSONA, grade, opened, regraded, rosa_session, sessions, state

from leanin.session.events import ClientSaid, Event, GradeMissing, Opening, Replied, WhatIf
from leanin.store.kept import KeptSession, StampedEvent
from leanin.store.redaction import redacted
from leanin.store.transcript import as_markdown
from leanin.store.wire import text_hash


def kept(events: list[Event]) -> KeptSession:
    time = "2025-03-01T12:00:00.000000Z"
    return KeptSession(
        "2025-03-01-abcd", time, tuple(StampedEvent(seq, time, event) for seq, event in enumerate(events, 1))
    )


def parsed(page: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(page)


def headings(page: str) -> list[str]:
    tokens = parsed(page)
    return [tokens[place + 1].content for place, token in enumerate(tokens) if token.type == "heading_open"]


def shown(page: str) -> list[str]:
    """The text of each paragraph and list item as a reader sees it, without markup."""
    return [
        "".join(
            child.content if child.type in ("text", "code_inline") else "\n" * ("break" in child.type)
            for child in inline
        )
        for inline in (token.children or [] for token in parsed(page) if token.type == "inline")
    ]


class TestRosa:
    page = as_markdown(kept(rosa_session()))

    def test_its_parts(self) -> None:
        assert headings(self.page) == [
            "A session with Rosa Delgado",
            "Who the therapist was",
            "The conversation",
            "Reply 1 (taken back)",
            "Reply 1b",
            "After the client had left",
            "How it came out",
            "What it ran on",
        ]

    @pytest.mark.parametrize(
        "line",
        [
            "Session 2025-03-01-abcd, begun 2025-03-01 12:00 UTC",
            "The client was played by builtin; replies were graded by builtin",
            f"Persona rosa, SHA-256 {text_hash(PERSONA)}",
            f"Rubric version 1, SHA-256 {'cd' * 32}",
            f"Prompts, SHA-256 {'ab' * 32}",
            "Feedback: live; seed 7; leanin 0.1.0",
            "Name: Dana Whitfield",
            "Years of practice: 0.5",
            "Married: no",
            "How old are you, dear? Have you children?",
            "A doctor need not have had cancer.\nI'm fully trained, Mrs. Delgado.",
            "Grade: 0 of 6",
            "Take some responsibility: 2 of 2. “I am young”",
            "Invite more: 1 of 2",
            "Trap, defending: “I'm fully trained”",
            "Tip: Begin with the part of the doubt that is true of you.",
            "The coach's grade: 4 of 6",
            "She doesn't get it. Maria won't like her.",
            "(The answer isn't whole: You stopped the client.)",
            "Trust 36.1, tension 55.5, candour 60: the client is testing.",
            "Wait!",
            "Unresolved: the doubt still stands between you.",
            "The client kept 5 of the next 8 appointments: the model's guess, no more.",
        ],
    )
    def test_a_line(self, line: str) -> None:
        assert line in shown(self.page)

    def test_persona_and_prompts_by_hash_and_text(self) -> None:
        fences = [token for token in parsed(self.page) if token.type == "fence"]
        assert [token.content for token in fences] == [
            f"{PERSONA}\n",
            "You are {{ name }}.\n",
            "Grade the reply.\n",
        ]
        assert f"<summary>Persona rosa, SHA-256 {text_hash(PERSONA)}</summary>" in self.page

    def test_without_the_texts(self) -> None:
        short = as_markdown(kept(rosa_session()), texts=False)
        assert self.page.startswith(short.rstrip("\n"))
        assert "<details>" not in short

    def test_with_names_blanked(self) -> None:
        page = as_markdown(redacted(kept(rosa_session())).session)
        assert headings(page)[0] == "A session with [client]"
        assert "Names were blanked" in page and "before names were blanked in them" in page
        assert "My name is [therapist]. I am young." in page
        assert not any(name in page for name in ("Rosa", "Delgado", "Dana", "Whitfield", "Maria"))


class TestUnfinished:
    def test_only_just_opened(self) -> None:
        page = as_markdown(kept([opened()]))
        assert "It had not begun." in page and "The session has not ended." in page

    def test_cut_off_in_the_middle_of_a_turn(self) -> None:
        page = as_markdown(kept(rosa_session()[:4]))
        assert headings(page)[3] == "Reply 1"
        assert "The session has not ended." in page

    def test_a_grade_that_could_not_be_had(self) -> None:
        page = as_markdown(kept([*rosa_session()[:4], GradeMissing(turn=1, title="No answer", reason="It hung.")]))
        assert "No grade: It hung." in shown(page)

    def test_a_step_that_was_not_called_for(self) -> None:
        [*_, graded] = rosa_session()[:5]
        data = graded.model_dump(round_trip=True)
        data["grade"]["responsibility"] |= {"called_for": False, "note": "She tells a story."}
        page = as_markdown(kept([*rosa_session()[:4], type(graded).model_validate(data)]))
        assert "Take some responsibility: 0 of 2, not called for here. She tells a story." in shown(page)


HOSTILE = [
    "# Not a heading",
    "---",
    "===",
    "- item",
    "1. item",
    "2) item",
    "> quote",
    "```\ncode\n```",
    "    code",
    "\tcode",
    "<script>alert(1)</script>",
    "<!-- gone",
    "[link](http://x)",
    "![image](http://x)",
    "[x]: http://x",
    "<http://x>",
    "a *b* _c_ **d** `e` ~~f~~ \\g",
    "&lt;&amp;&#35;",
    "| a | b |\n| --- | --- |",
    "</details>",
    "line\u2028apart",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_what_people_say_is_never_markup(words: str) -> None:
    events: list[Event] = [
        opened(persona_text=f"name: {words!r}\n", therapist={"name": words}, client_model=words),
        Opening(said=words),
        state(0, 30),
        Replied(turn=1, text=words),
        ClientSaid(turn=1, said=words, thought=words, complete=False, broke_off=words, by="builtin"),
    ]
    page = as_markdown(kept(events), texts=False)
    assert len(headings(page)) == 5
    kinds = {token.type for token in parsed(page)}
    assert not kinds & {"html_block", "fence", "code_block", "hr", "ordered_list_open"}
    inside = {child.type for token in parsed(page) for child in token.children or []}
    assert not inside & {"html_inline", "link_open", "image"}
    lines = [" ".join(line.split()) for line in shown(page)]
    assert lines.count(" ".join(words.split())) >= 4


def test_control_characters_never_reach_a_terminal() -> None:
    words = "\x1b[31mred\x07\x9b0m\x7f\r\nnext\rline\x00"
    page = as_markdown(
        kept([opened(persona_text=words), Opening(said=words), state(0, 30), Replied(turn=1, text=words)])
    )
    assert not any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 for char in page if char != "\n")
    assert "␛[31mred␇�0m␡" in page


@given(st.text(alphabet="`\n ~yaml", max_size=40), st.text(alphabet="`\n</details>", max_size=40))
def test_no_text_breaks_out_of_its_fence(persona: str, prompt: str) -> None:
    page = as_markdown(kept([opened(persona_text=persona, prompts={"a": prompt})]))
    fences = [token.content for token in parsed(page) if token.type == "fence"]
    assert fences == [f"{persona}\n", f"{prompt}\n"]


@given(sessions())
def test_any_session_keeps_the_shape_of_the_page(events: list[Event]) -> None:
    page = as_markdown(kept(events))
    replies = [event for event in events if isinstance(event, Replied | WhatIf)]
    assert sum(heading.startswith("Reply ") for heading in headings(page)) == len(replies)
    fences: list[Any] = [token for token in parsed(page) if token.type == "fence"]
    first: Any = events[0]
    assert len(fences) == 1 + len(first.prompts)


def test_regradings_stand_beneath_the_first_grade_and_say_by_what_means_they_were_made() -> None:
    again = [regraded(2, grade(2, 2, 2)), regraded(2, grade(1, 0, 0), run=2, by="openai/`other`")]
    page = as_markdown(kept([*rosa_session(), *again]))
    read = shown(page)
    places = [read.index(line) for line in (
        "Grade: 5 of 6",
        "Graded again by openai/judge, regrading 1: 6 of 6",
        "Graded again by openai/'other', regrading 2: 1 of 6",
    )]  # fmt: skip
    assert places == sorted(places)
    assert any(
        line.startswith("Graded again by openai/judge (regrading 1): rubric version 1, SHA-256 cdcd") for line in read
    )
    assert "prompt SHA-256 `efef" in page

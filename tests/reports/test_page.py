import base64
import hashlib
import re
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.doubles import FULL, PERSONA_TEXT
from tests.progress.journals import kept, practised, session_of
from tests.reports.pages import Seen
from tests.store.samples import opened, rosa_session, sessions, state
from tests.tui.rooms import LEANS_IN, REPLY

from leanin.progress.figures import progress_of
from leanin.reports.page import CannotReport, page, write
from leanin.reports.session_view import session_view
from leanin.session.events import ClientSaid, Ended, Event, Graded, Opening, Replied, TakenBack, Unsaid, WhatIf
from leanin.session.moments import Intervention, Lapse, Mending
from leanin.session.outcome import Outcome
from leanin.store.journal import JournalStore


def report(events: list[Event]) -> str:
    return page([session_view(kept(events))])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[JournalStore]:
    with JournalStore(tmp_path / "journal.sqlite") as opened_store:
        yield opened_store


def with_tries() -> list[Event]:
    withheld = Intervention(Lapse.TOLD_TOO_SOON, Mending.CUT_SHORT, "My mother died of it.")
    said = ClientSaid(turn=1, said="Well.", thought="She sees me.", by="builtin", interventions=(withheld,))
    return [
        opened(PERSONA_TEXT, persona="ada"),
        Opening(said="How old are you, anyway?"),
        state(0, 30),
        Replied(turn=1, text=REPLY),
        Graded(turn=1, grade=LEANS_IN, by="builtin"),
        state(1, 41, disclosed=1),
        said,
        WhatIf(turn=2, beside=1, text="I have studied this."),
        ClientSaid(turn=2, said="Have you.", thought="There it is.", by="builtin"),
        Replied(turn=3, text="Go on."),
        TakenBack(turn=3),
        Unsaid(text="Wait!"),
        Ended(outcome=Outcome.UNRESOLVED, attended=5, of=8),
    ]


def test_what_a_supervisor_reads() -> None:
    seen = Seen(report(with_tries()))
    text = " ".join(seen.text.split())
    for words in (
        "A session with Ada Moss",
        "Unresolved: the doubt still stands between you.",
        "kept 5 of the next 8 appointments: the model's guess",
        "One thing done well Take some responsibility: full in 1 of 1 reply. “I am young”",
        "One thing to practise Reflect the concern",
        "Reply 1: trust rose most, 30 → 41; told: A harder test",
        "● full ① Take some responsibility: Plain and true.",
        "thought, and didn't say She sees me.",
        "2 tries at this moment, side by side",
        "Reply 1, in the conversation · 5 of 6 Reply 1b, tried beside the conversation",
        "Have you. ",
        "Kept from being said, since it tells too much too soon: “My mother died of it.”",
        "Trainee, after the client had left Wait!",
        "On ways that were left",
        "The client was played by builtin",
        "Reply 2 (taken back)",
    ):
        assert words in text, words
    assert ("mark", "class", "responsibility") in seen.attributes


def test_it_asks_nothing_of_anybody(store: JournalStore) -> None:
    practised(store, [session_of([FULL])] * 3)
    overview = progress_of(store, today=date(2026, 2, 1))
    html = page([session_view(kept(with_tries()))], overview, which="Sessions since 1 January 2026")
    seen = Seen(html)
    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & set(seen.elements)
    assert not [found for found in seen.attributes if found[1] in ("src", "srcset", "style", "onclick", "action")]
    assert all(value.startswith("#") for _, name, value in seen.attributes if name == "href")
    assert "url(" not in html and "@import" not in html
    (policy,) = [value for tag, _, value in seen.attributes if tag == "meta" and "-src" in value]
    css = re.search("<style>(.*?)</style>", html, re.DOTALL)
    assert css and policy.startswith("default-src 'none'; ")
    assert base64.b64encode(hashlib.sha256(css[1].encode()).digest()).decode() in policy


def test_it_can_be_read_without_seeing(store: JournalStore) -> None:
    practised(store, [session_of([FULL])] * 3)
    seen = Seen(page([session_view(kept(with_tries()))], progress_of(store, today=date(2026, 2, 1))))
    assert {"main", "header", "nav", "footer", "caption", "h1", "h2", "h3"} <= set(seen.elements)
    assert seen.elements.count("h1") == 1
    assert ("html", "lang", "en") in seen.attributes
    drawings = [value for tag, name, value in seen.attributes if tag == "svg" and name == "aria-label"]
    assert len(drawings) == seen.elements.count("svg") == 6
    assert any(words.startswith("trust from the start") for words in drawings)
    assert all(value in ("col", "row") for tag, name, value in seen.attributes if tag == "th" and name == "scope")
    assert seen.elements.count("th") == sum(tag == "th" and name == "scope" for tag, name, _ in seen.attributes)
    ids = [value for _, name, value in seen.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    wanted = {value for _, name, value in seen.attributes if name == "aria-labelledby"}
    assert wanted <= set(ids)
    assert {value[1:] for _, name, value in seen.attributes if name == "href"} <= set(ids)


plain = st.text(
    st.characters(
        exclude_categories=("Cc", "Cs", "Zl", "Zp"),
        exclude_characters="".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))),
    ),
    max_size=60,
)
awkward = st.sampled_from(
    ["<script>alert(1)</script>", "&lt;b&gt;", "{{ 7 * 7 }}", "</p></article>", '" onload="x', "]]>", "<!--"]
)


def saying(words: str) -> list[Event]:
    """A session in which these words stand wherever somebody's words can."""
    return [
        opened(PERSONA_TEXT, persona=words, client_model=words, therapist={"name": words}),
        Opening(said=words),
        state(0, 30),
        Replied(turn=1, text=words),
        Graded(turn=1, grade=LEANS_IN.model_copy(update={"tip": words}), by=words),
        ClientSaid(turn=1, said=words, thought=words, by="builtin", complete=False, broke_off=words),
    ]


@given(plain.filter(str.strip) | awkward)
@settings(max_examples=15, deadline=None)
def test_any_text_stays_text(words: str) -> None:
    seen, usual = Seen(report(saying(words))), Seen(report(saying("x")))
    assert seen.text.count(words) >= 8
    without_marks = [[tag for tag in one.elements if tag not in ("mark", "span")] for one in (seen, usual)]
    assert without_marks[0] == without_marks[1]
    assert [name for _, name, _ in seen.attributes if name.startswith("on")] == []


@given(sessions())
@settings(max_examples=15, deadline=None)
def test_any_session_makes_a_page(events: list[Event]) -> None:
    seen = Seen(report(events))
    ids = [value for _, name, value in seen.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert not {chr(code) for code in range(0x20)} - {"\n", "\t"} & set(seen.text)


def test_what_commands_the_eye_is_shown_as_a_symbol() -> None:
    text = Seen(report([opened(), Opening(said="a\x1b[2Jb\u202ec\rd"), state(0, 30)])).text
    assert "a␛[2Jb�c\nd" in text


def test_a_file_for_its_owner_only_that_replaces_nothing(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write("one", path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(CannotReport, match="is there already; --force replaces it"):
        write("two", path)
    assert path.read_text() == "one"
    write("two", path, force=True)
    assert path.read_text() == "two"
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


def test_a_place_that_isnt_there(tmp_path: Path) -> None:
    with pytest.raises(CannotReport, match="No such file or directory"):
        write("one", tmp_path / "missing" / "report.html")


def test_a_session_of_long_ago_with_a_coach() -> None:
    text = " ".join(Seen(report(rosa_session())).text.split())
    assert "Also graded by the evaluator, builtin, whose grade moved the client: 5 of 6." in text
    assert "The answer isn't whole: You stopped the client." in text
    assert "Taken up again with builtin as client, builtin as evaluator" in text

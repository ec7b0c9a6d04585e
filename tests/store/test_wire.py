import json

import pytest
from hypothesis import given
from tests.store.samples import sessions

from leanin.session.events import Event, Replied, SessionOpened
from leanin.store.wire import event_of, json_line, lifted, plain, put_back


@given(sessions())
def test_an_event_comes_back_equal_through_json(events: list[Event]) -> None:
    for event in events:
        assert event_of(json.loads(json_line(plain(event)))) == event


@given(sessions())
def test_long_texts_are_taken_out_and_put_back(events: list[Event]) -> None:
    opened, *rest = events
    assert isinstance(opened, SessionOpened)
    body, texts = lifted(plain(opened))
    assert set(texts.values()) == {opened.persona_text, *opened.prompts.values()}
    assert event_of(put_back(body, texts.__getitem__)) == opened
    for event in rest:
        assert lifted(plain(event)) == (plain(event), {})


def test_a_line_is_one_line_and_refuses_broken_characters() -> None:
    assert json_line({"text": "two\nlines “é”"}) == '{"text":"two\\nlines “é”"}'
    odd = {"text": "\x00\x1b\x7f\x85\x9b\u2028\u2029"}
    assert json_line(odd).isprintable() and json.loads(json_line(odd)) == odd
    with pytest.raises(UnicodeEncodeError):
        json_line(plain(Replied(turn=1, text="half a pair: \ud83d")))

import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from leanin.llm.openai_wire import APIError, events, read_body


async def lines(*sent: bytes) -> AsyncIterator[bytes]:
    for line in sent:
        yield line


async def data_of(*sent: bytes) -> list[bytes]:
    return [data async for data in events(lines(*sent))]


@pytest.mark.parametrize(
    ("sent", "heard"),
    [
        ([b"data: a\n", b"\n", b"data: b\n", b"\n", b"data: [DONE]\n", b"\n", b"data: c\n", b"\n"], [b"a", b"b"]),
        ([b"data:a\r\n", b"\r\n", b"data: [DONE]\r\n"], [b"a"]),
        ([b": a comment\n", b"\n", b"event: message\n", b"id: 7\n", b"data: a\n", b"\n"], [b"a"]),
        ([b"data: {\n", b"data: }\n", b"\n"], [b"{\n}"]),
        ([b"data: a\n", b"\n", b"data: cut o"], [b"a", b"cut o"]),
        ([b"<html>\n", b"\n", b"</html>\n"], []),
        ([], []),
    ],
    ids=["until the end", "carriage returns", "other fields", "two lines", "no blank line", "a page", "nothing"],
)
async def test_the_data_of_each_event(sent: list[bytes], heard: list[bytes]) -> None:
    assert await data_of(*sent) == heard


@given(st.lists(st.text(st.characters(blacklist_characters="\r\n", blacklist_categories=["Cs"]), min_size=1)))
def test_whatever_is_sent_as_data_is_heard(pieces: list[str]) -> None:
    kept = [piece for piece in pieces if not piece.startswith("[DONE]")]
    sent = [line for piece in kept for line in (f"data: {piece}\n".encode(), b"\n")]
    assert asyncio.run(data_of(*sent)) == [piece.encode() for piece in kept]


def test_what_leanin_doesnt_read_is_passed_over_and_what_is_missing_is_none() -> None:
    body = read_body(
        b'{"id": 3, "choices": [{"message": {"content": "Yes.", "audio": {}}, "index": 0}], "usage": null}'
    )
    assert body.choices
    message = body.choices[0].message
    assert message
    assert (message.content, message.refusal, body.choices[0].finish_reason, body.usage) == ("Yes.", None, None, None)


@pytest.mark.parametrize(
    "sent", [b"", b"<html>", b"[]", b'{"choices": 3}', b'{"choices": [{"message": {"content": [1]}}]}']
)
def test_something_else_is_refused(sent: bytes) -> None:
    with pytest.raises(ValidationError):
        read_body(sent)


def test_an_error_keeps_the_servers_words() -> None:
    with pytest.raises(APIError) as raised:
        read_body(b'{"error": {"message": "the worker died"}}')
    assert raised.value.body == {"error": {"message": "the worker died"}}
    page = APIError(b"<h1>Bad gateway</h1>\xff", 502, {"Retry-After": "3"})
    assert (page.body, page.status_code, str(page)) == (None, 502, "<h1>Bad gateway</h1>\ufffd")
    assert str(APIError(b"", 500)) == "Error code: 500"

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leanin.llm.scrubbing import HIDDEN, address_only, brief, scrub


@pytest.mark.parametrize(
    "key",
    [
        "sk-proj-abc_DEF-1234567890",
        "sk-ant-api03-abcdefgh",
        "sk-abc***************wxyz",
        "gsk_abcdefghijklmnop",
        "xai-abcdefghijklmnop",
        "AIzaSyA1234567890abcdefghij",
        "eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl",
    ],
)
def test_keys_of_known_shapes_are_hidden(key: str) -> None:
    assert key not in scrub(f"Incorrect API key provided: {key}. Find yours at example.org")
    assert HIDDEN in scrub(f"Bearer {key}")


def test_a_key_in_an_address_is_hidden() -> None:
    assert scrub("GET /v1/models?key=abc123&alt=sse") == f"GET /v1/models?key={HIDDEN}&alt=sse"


@given(secret=st.text(st.characters(categories=["L", "N"]), min_size=6, max_size=40))
def test_the_environments_secrets_are_hidden_whatever_their_shape(secret: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GROQ_API_KEY", secret)
        assert secret not in scrub(f"the key <{secret}> is wrong").replace(HIDDEN, "")


def test_ordinary_words_stay() -> None:
    words = "A risk-taking client asked: sk? The task-related key=value pair and pk-1 stay."
    assert scrub(words) == words


@given(st.text())
def test_a_brief_text_is_one_short_line(text: str) -> None:
    line = brief(text)
    assert len(line) <= 300
    assert line.isprintable() or not any(character in line for character in "\n\r\t\x1b")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:pw@llm.example.org:8443/v1/?key=abc#x", "https://llm.example.org:8443/v1"),
        ("me:pw@127.0.0.1:8000", "127.0.0.1:8000"),
        ("api.openai.com", "api.openai.com"),
        ("http://[::1]:8141/v1", "http://[::1]:8141/v1"),
    ],
)
def test_an_address_is_shown_without_its_secrets(url: str, shown: str) -> None:
    assert address_only(url) == shown

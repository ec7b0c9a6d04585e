"""Who plays which part, and at which server: words meant for a local server never go to a hosted provider instead."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leanin import casting
from leanin.client.builtin import BuiltinVoice
from leanin.client.guarded import GuardedVoice
from leanin.errors import ModelFault, SettingsError
from leanin.evaluator.builtin import BuiltinEvaluator
from leanin.evaluator.language_model import LanguageModelEvaluator
from leanin.evaluator.median_of import MedianOf
from leanin.llm.port import TimeLimits
from leanin.llm.receivers import provider_of
from leanin.settings import load_settings

U = "http://127.0.0.1:8080/v1"
V = "http://127.0.0.1:9090/v1"


def parts(
    client: str = "builtin", evaluator: str = "builtin", coach: str = "", u: str = "", v: str = ""
) -> casting.PartList:
    """The parts for these models, with `u` as the address and `v` as the evaluator's."""
    settings = load_settings(
        client_model=client, evaluator_model=evaluator, coach_model=coach, api_base=u, evaluator_api_base=v
    )
    return casting.parts(settings)


def bases(client: str, evaluator: str = "builtin", coach: str = "", u: str = "", v: str = "") -> list[str]:
    return [part.api_base for part in parts(client, evaluator, coach, u, v)]


def test_without_settings_the_builtin_plays_client_and_evaluator() -> None:
    chosen = parts()
    assert [part.role for part in chosen] == ["client", "evaluator"]
    assert all(part.is_builtin for part in chosen)
    assert chosen.coach is None
    assert not chosen.uses_models
    assert chosen.in_words() == "built-in client and evaluator, no language model"


@pytest.mark.parametrize(
    ("client", "evaluator"),
    [
        ("openai/q", "openai/q"),
        ("openai/q", "openai/other"),
        ("litellm/openai/q", "openai/q"),
        ("openai/q", "litellm/openai/q"),
        ("qwen", "openai/q"),
        ("openai/q", "llama"),
        ("qwen", "llama"),
        ("ollama/q", "ollama_chat/q"),
        ("litellm/anthropic/x", "anthropic/y"),
    ],
)
def test_one_address_serves_client_and_evaluator_of_one_provider(client: str, evaluator: str) -> None:
    chosen = parts(client, evaluator, u=U)
    assert [part.api_base for part in chosen] == [U, U]
    assert all(part.receiver == "this machine (127.0.0.1:8080)" for part in chosen)


@pytest.mark.parametrize(
    ("client", "evaluator"),
    [("openai/q", "anthropic/c"), ("litellm/anthropic/x", "litellm/ollama_chat/y"), ("anthropic/x", "qwen")],
)
def test_another_providers_evaluator_is_not_sent_to_the_clients_server(client: str, evaluator: str) -> None:
    assert bases(client, evaluator, u=U) == [U, ""]
    assert bases(client, evaluator, u=U, v=V) == [U, V]


def test_an_address_is_for_the_first_part_that_a_model_plays() -> None:
    assert bases("builtin", "anthropic/c", u=U) == ["", U]
    assert bases("builtin", "builtin", "openai/c", u=U) == ["", "", U]
    assert bases("builtin", "builtin", "openai/c", v=V) == ["", "", V]
    assert bases("builtin", "anthropic/x", "openai/c", u=U, v=V) == ["", V, U]


@pytest.mark.parametrize(
    ("client", "evaluator", "coach", "base"),
    [
        ("openai/q", "openai/e", "openai/c", V),
        ("openai/q", "openai/e", "litellm/openai/c", V),
        ("openai/q", "openai/e", "anthropic/c", ""),
        ("anthropic/q", "openai/e", "anthropic/c", U),
        ("openai/q", "openai/e", "builtin", ""),
    ],
)
def test_a_coach_goes_to_the_server_of_its_own_provider_only(
    client: str, evaluator: str, coach: str, base: str
) -> None:
    assert bases(client, evaluator, coach, u=U, v=V) == [U, V, base]


def test_a_coach_that_is_the_evaluator_is_no_part_of_its_own() -> None:
    assert parts("builtin", "openai/q", "openai/q").coach is None
    coach = parts("builtin", "openai/q", "openai/c").coach
    assert coach == casting.Part("coach", "openai/c")


MODELS = st.sampled_from(["builtin", "qwen", "openai/q", "litellm/openai/r", "anthropic/c", "ollama_chat/y"])


@given(client=MODELS, evaluator=MODELS, coach=st.just("") | MODELS, u=st.sampled_from(["", U]),
       v=st.sampled_from(["", V]))  # fmt: skip
def test_a_given_address_is_used_or_missed_by_nobody_or_refused(
    client: str, evaluator: str, coach: str, u: str, v: str
) -> None:
    try:
        chosen = parts(client, evaluator, coach, u, v)
    except SettingsError:
        assert u or v
        return
    models = [part for part in chosen if not part.is_builtin]
    for address in {u, v} - {""} - {part.api_base for part in chosen}:
        assert all(part.api_base for part in models), address
    for address in (U, V):
        assert len({provider_of(part.model) for part in models if part.api_base == address}) <= 1
    assert all(not part.api_base for part in chosen if part.is_builtin)


@pytest.mark.parametrize("given", [{"u": U}, {"v": V}])
def test_an_address_without_a_model_is_asked_back(given: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="but no model"):
        parts(**given)


def test_the_evaluators_address_without_its_model_is_not_left_aside_for_a_hosted_client() -> None:
    with pytest.raises(SettingsError, match="--evaluator-model"):
        parts("openai/q", v=V)
    assert bases("openai/q", u=U, v=V) == [U, ""]
    assert bases("openai/q", "builtin", "openai/c", v=V) == ["", "", V]


@pytest.mark.parametrize(
    "address", ["127.0.0.1:8080", "http://", "http://[::1", "http://me:s3cret@h:abc/v1", "ftp://h/v1", "http://h:0"]
)
def test_what_is_no_address_is_said_without_quoting_it(address: str) -> None:
    with pytest.raises(SettingsError, match=": --api-base: this isn't the address of a server") as caught:
        parts("openai/q", u=address)
    assert "s3cret" not in str(caught.value)
    with pytest.raises(SettingsError, match="--evaluator-api-base"):
        parts("openai/q", "openai/q", u=U, v=address)


def test_who_receives_the_words_is_said_for_each_part(monkeypatch: pytest.MonkeyPatch) -> None:
    assert parts("openai/q", u=U).in_words() == (
        "client: openai/q, words go to this machine (127.0.0.1:8080) · built-in evaluator, no language model"
    )
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret-1234")
    client, evaluator = parts("openai/q", "anthropic/c", u=U)
    assert client.in_words() == ("client: openai/q, words and your OPENAI_API_KEY go to this machine (127.0.0.1:8080)")
    assert evaluator.in_words() == "evaluator: anthropic/c, words go to Anthropic (api.anthropic.com)"
    assert (client.key_sent_along, evaluator.key_sent_along) == ("OPENAI_API_KEY", "")
    builtin = casting.Part("client", "builtin")
    assert (builtin.receiver, builtin.key_sent_along) == ("", "")


def test_each_part_is_played_by_what_was_named() -> None:
    settings = load_settings()
    builtin, model = casting.Part("client", "builtin"), casting.Part("client", "openai/q", U)
    assert isinstance(casting.cast_voice(builtin, settings), BuiltinVoice)
    assert isinstance(casting.cast_voice(model, settings), GuardedVoice)
    assert isinstance(casting.cast_evaluator(builtin, settings), BuiltinEvaluator)
    assert isinstance(casting.cast_evaluator(model, settings), LanguageModelEvaluator)


def test_several_grades_are_taken_wherever_a_language_model_grades() -> None:
    settings = load_settings(
        client_model="openai/q", evaluator_model="openai/e", coach_model="openai/c", api_base=U, grades=3
    )
    chosen = casting.parts(settings)
    assert [part.grades for part in chosen] == [1, 3, 3]
    assert chosen.evaluator.in_words().startswith("evaluator: openai/e, 3 grades a reply, words go to this machine")
    evaluator = casting.cast_evaluator(chosen.evaluator, settings)
    assert isinstance(evaluator, MedianOf)
    assert evaluator.name == "openai/e, median of 3"
    builtin = casting.parts(load_settings(grades=3)).evaluator
    assert builtin.grades == 1
    assert isinstance(casting.cast_evaluator(builtin, settings), BuiltinEvaluator)


def test_a_name_that_cannot_be_opened_is_a_fault_in_words() -> None:
    with pytest.raises(ModelFault, match="openai/qwen"):
        casting.cast_voice(casting.Part("client", "qwen"), load_settings())


def test_models_are_opened_with_the_configured_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []

    def open_model(name: str, api_base: str | None, *, limits: TimeLimits) -> object:
        opened.append((name, api_base, limits))
        return object()

    monkeypatch.setattr("leanin.llm.selection.open_model", open_model)
    settings = load_settings(connect_seconds=1, first_token_seconds=2, between_tokens_seconds=3)
    casting.cast_voice(casting.Part("client", "openai/q", U), settings)
    assert opened == [("openai/q", U, TimeLimits(1, 2, 3))]

import pytest

from leanin.casting import parts
from leanin.locations import config_file
from leanin.preferences import (
    ENTRIES,
    NO_KEYS,
    SettingsRefused,
    changed,
    planned,
    typed,
    value_of,
    who_receives,
)
from leanin.settings import Settings, load_settings, origin, remember


def write(text: str) -> None:
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text(text)


def leaves(model: object = None) -> set[str]:
    """Every setting there is, by its name here."""
    from leanin.persona import OwnFacts

    inner = {f"therapist.{name}" for name in OwnFacts.model_fields}
    return (set(Settings.model_fields) - {"therapist"}) | inner


def test_every_setting_can_be_seen_and_changed() -> None:
    assert set(ENTRIES) == leaves()


def test_what_is_typed_is_kept_with_its_own_type_and_comments_stay() -> None:
    write("# mine\ncoach: live  # for now\ntherapist:\n  age: 30  # soon 31\n")
    remember(
        **changed(
            {
                "coach": "after",
                "grades": "3",
                "names_to_redact": "Kevin, Ana Luz ,",
                "therapist.age": "31",
                "therapist.married": "yes",
                "therapist.years_of_practice": "2.5",
            }
        )
    )
    assert config_file().read_text() == (
        "# mine\ncoach: after # for now\ntherapist:\n  age: 31  # soon 31\n  married: true\n  years_of_practice: 2.5\n"
        "grades: 3\nnames_to_redact:\n- Kevin\n- Ana Luz\n"
    )
    now = load_settings()
    shown = {name: typed(now, name) for name in ("coach", "grades", "names_to_redact", "therapist.married", "seed")}
    assert shown == {
        "coach": "after",
        "grades": "3",
        "names_to_redact": "Kevin, Ana Luz",
        "therapist.married": "yes",
        "seed": "",
    }
    assert typed(now, "therapist.years_of_practice") == "2.5" and value_of(now, "therapist.name") is None


def test_nothing_brings_back_the_default_and_the_last_fact_takes_the_mapping_along() -> None:
    write("coach: off\ntherapist:\n  age: 30\n")
    remember(**changed({"coach": "", "therapist.age": " "}))
    assert config_file().read_text() == ""
    assert (load_settings().coach.value, load_settings().therapist) == ("live", None)


@pytest.mark.parametrize(
    ("changes", "at", "says"),
    [
        ({"coach": "sometimes", "theme": "nord"}, "coach", "expected one of 'live', 'after' or 'off'"),
        ({"grades": "many"}, "grades", "whole number was expected"),
        ({"therapist.age": "3"}, "therapist.age", "at least 18"),
        ({"therapist.married": "maybe"}, "therapist.married", "expected yes or no"),
        ({"coahc": "off"}, "coahc", "Did you mean coach?"),
        ({"openai_api_key": "x"}, "openai_api_key", NO_KEYS),
        ({"coach_model": "sk-abcdefghijk"}, "coach_model", NO_KEYS),
        ({"client_model": "openai/x", "api_base": "http://me:secret@host/v1"}, "api_base", "isn't kept"),
        ({"api_base": "http://127.0.0.1:1/v1"}, "api_base", "no model"),
        ({"client_model": "openai/x", "api_base": "host"}, "api_base", "isn't the address of a server"),
    ],
)
def test_what_cannot_be_used_is_told_at_its_setting_and_nothing_is_saved(
    changes: dict[str, str], at: str, says: str
) -> None:
    write("seed: 3\n")
    with pytest.raises(SettingsRefused) as refused:
        changed(changes)
    assert list(refused.value.problems) == [at]
    assert says in refused.value.problems[at]
    assert "secret" not in refused.value.message
    assert config_file().read_text() == "seed: 3\n"


def test_the_environment_goes_before_what_would_be_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEANIN_CLIENT_MODEL", "openai/theirs")
    monkeypatch.setenv("LEANIN_THERAPIST__AGE", "44")
    write("coach: after\n")
    now = planned({"client_model": "builtin"})
    assert parts(now).client.model == "openai/theirs"
    assert "words go to" in who_receives(now)
    assert origin("client_model", {}) == ("environment", "LEANIN_CLIENT_MODEL in the environment")
    assert origin("therapist.age", {}).kind == "environment"
    assert origin("coach", {}) == ("file", f"{config_file()}, line 1")
    assert origin("therapist.name", {}).kind == "default"


def test_with_nothing_set_nobody_receives_a_word() -> None:
    assert who_receives(load_settings()) == "Built-in client and evaluator: your words stay on this machine."

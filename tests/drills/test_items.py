import re

from leanin.drills.items import Kind, load_items
from leanin.evals.suite import load_suite
from leanin.persona_shelf import persona_paths
from leanin.rubric import Step, Trap
from leanin.session.hints import question_towards

ITEMS = load_items()
STATEMENTS = {(reply.situation, reply.client) for reply in load_suite("replies").replies}


def test_every_statement_of_the_suite_and_every_opening_is_there_once() -> None:
    openings = [item for item in ITEMS if item.id.startswith("persona:")]
    assert {item.situation for item in openings} == set(persona_paths())
    rest = [item for item in ITEMS if item not in openings]
    assert len(rest) == len(STATEMENTS)
    assert {(item.situation, item.client) for item in rest} == STATEMENTS
    assert len({item.id for item in ITEMS}) == len(ITEMS)


def test_what_moments_say_fits_the_labels() -> None:
    softened = {
        (reply.situation, reply.client)
        for reply in load_suite("replies").replies
        if not reply.labels.called_for.responsibility
    }
    assert {(item.situation, item.client) for item in ITEMS if item.kind is Kind.SOFTENED} == softened
    assert all(Trap.UNSAFE in item.tempts for item in ITEMS if item.kind is Kind.RISK)
    assert all((item.marker is None) == (item.kind is not Kind.RUPTURE) for item in ITEMS)


def test_a_softened_client_calls_for_no_ownership() -> None:
    for item in ITEMS:
        assert (Step.RESPONSIBILITY in item.calls_for) == (item.kind is not Kind.SOFTENED)


def test_every_item_can_be_graded_and_says_who_the_therapist_is() -> None:
    for item in ITEMS:
        moment = item.moment("x" * 5000)
        assert (moment.client, moment.concern) == (item.client, item.concern) and item.concern
        assert len(moment.reply) == 4000
        assert item.therapist_in_words


def test_statements_have_a_reply_to_show_and_own_words_come_first() -> None:
    for item in ITEMS:
        own = [example.client == item.client for example in item.examples]
        assert own == sorted(own, reverse=True)
        if item.kind is Kind.RUPTURE:
            assert item.examples


def test_a_shipped_opening_has_two_different_replies_to_its_very_words() -> None:
    for item in ITEMS:
        if item.id.startswith("persona:"):
            one, other = item.examples
            assert one.client == other.client == item.client
            first, second = (set(re.findall(r"\w+", example.reply.casefold())) for example in (one, other))
            assert len(first & second) < len(first | second) / 2, "by another road, not the same words again"


def test_a_hint_towards_the_concern_doesnt_give_it_away() -> None:
    """Of the words that carry a concern and that the client hasn't said, at most one may be in the question."""

    def carrying(text: str) -> set[str]:
        return {word for word in re.findall(r"[a-z]{5,}", text.casefold()) if word not in _LIGHT}

    asked = {item.id: question_towards(item.concern) for item in ITEMS}
    for item in ITEMS:
        given_away = carrying(asked[item.id]) & (carrying(item.concern) - carrying(item.client))
        assert len(given_away) <= 1, (item.concern, asked[item.id])
        assert asked[item.id].count("?") >= 1
    assert len(set(asked.values())) >= 10, "different concerns get different questions"


_LIGHT = frozenset(
    [
        "about",
        "that",
        "there",
        "their",
        "would",
        "could",
        "might",
        "while",
        "where",
        "which",
        "right",
        "somebody",
        "themselves",
    ]
)

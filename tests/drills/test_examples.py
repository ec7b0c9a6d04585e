from tests.doubles import persona_file

from leanin.drills.examples import examples_at

ADA = persona_file().persona
SECOND = "Maybe you wonder who they sent you. I am young, yes. Tell me what you see."
TWO_ROADS = ADA.model_copy(update={"educator": ADA.educator.model_copy(update={"second_example": SECOND})})


def test_both_replies_of_the_author_come_first_and_answer_the_opening_words() -> None:
    shown = examples_at(TWO_ROADS, ADA.opening, softened=False)
    assert [example.reply for example in shown.examples] == [ADA.educator.example, SECOND]
    assert {example.client for example in shown.examples} == {ADA.opening} and "Both are all there" in shown.words
    later = examples_at(TWO_ROADS, "And what then?", softened=False)
    assert later.examples == shown.examples and later.words != shown.words, "they answer other words, which is said"
    assert not {SECOND} & {example.reply for example in examples_at(TWO_ROADS, "Hm.", softened=True).examples}


def test_at_the_opening_the_authors_reply_stands_beside_one_to_words_like_these() -> None:
    shown = examples_at(ADA, ADA.opening, softened=False)
    author, other = shown.examples
    assert author.client == ADA.opening and author.reply == ADA.educator.example and "author of Ada Moss" in author.by
    assert other.client != ADA.opening and "another client" in other.by and other.reply != author.reply
    lines = list(shown.in_lines(ADA.opening))
    assert lines[0].startswith("By the author") and f"“{other.client}”" in lines[2] and lines[-1] == shown.words


def test_a_softened_client_is_answered_without_owning_again() -> None:
    shown = examples_at(ADA, "My brother used to sing to me.", softened=True)
    one, other = shown.examples
    assert one.reply != other.reply and all("another client" in example.by for example in shown.examples)


def test_the_nearest_words_come_first() -> None:
    words = "Three days dry, I was, and my daughter rings."
    assert examples_at(ADA, words, softened=True).examples[0].client.startswith("Three days dry")

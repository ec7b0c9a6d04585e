from tests.doubles import persona_file

from leanin.drills.examples import examples_at

ADA = persona_file().persona


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

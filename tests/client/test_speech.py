from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leanin.client.marks import Names
from leanin.client.speech import MOST_SAID, MOST_THOUGHT, SpeechSplitter
from leanin.session.moments import SaidPart, SpeechPart

NAMES = Names("Rosa Medeiros", "Anna Berg")
THOUGHT = "They're so young."
SAID = "Well. How old are you?"


def text_of(parts: Iterable[SpeechPart]) -> tuple[str, str]:
    """What was said and what was thought, each as a whole."""
    said, thought = [], []
    for part in parts:
        (said if isinstance(part, SaidPart) else thought).append(part.text)
    return "".join(said), "".join(thought)


def split(pieces: Iterable[str]) -> tuple[str, str]:
    splitter = SpeechSplitter(NAMES)
    parts = [part for piece in pieces for part in splitter.feed(piece)]
    return text_of([*parts, *splitter.finish()])


@pytest.mark.parametrize(
    "mark",
    [
        "[thinks] ",
        "[Thinks]: ",
        "[thinks]\n",
        "(thinks) ",
        "**[thinks]** ",
        "[thought] ",
        "[Rosa thinks] ",
        "[Inner voice] ",
        "Thought: ",
        "Thoughts:\n",
        "Thinks: ",
        "Inner voice: ",
        "**Inner voice:** ",
        "**Inner voice**: ",
        "### Thoughts\n",
        "*thinks* ",
        "*Thinks:* ",
        "*thinks to herself* ",
        "Rosa's thoughts: ",
        "Rosa thinks: ",
        "Thinks\n",
        "<thought>",
    ],
)
def test_many_spellings_of_the_mark_are_known(mark: str) -> None:
    assert split([f"{SAID}\n{mark}{THOUGHT}"]) == (SAID, THOUGHT)
    assert split([f"{SAID}\n\n{mark}“{THOUGHT}”\n"]) == (SAID, THOUGHT)


@pytest.mark.parametrize(
    "enclosed",
    [
        "(thinks: {})",
        "[thinks: {}]",
        "(Thinking: {})",
        "*thinks: {}*",
        "*Thought: {}*",
        "[Rosa thinks: {}]",
        "(thinks {})",
        "<thinks>{}</thinks>",
        "<thinking>{}</thinking>",
    ],
)
def test_an_enclosed_thought_ends_where_its_bracket_does(enclosed: str) -> None:
    assert split([f"{SAID}\n{enclosed.format(THOUGHT)}"]) == (SAID, THOUGHT)
    assert split([f"Well. {enclosed.format(THOUGHT)} How old are you?"]) == (SAID, THOUGHT)


def test_brackets_inside_an_enclosed_thought_are_counted() -> None:
    assert split(["Well. (thinks: the boys (mine) are next) Hm."]) == ("Well. Hm.", "the boys (mine) are next")


@pytest.mark.parametrize(
    "answer",
    [
        f"[thinks] {THOUGHT}\n{SAID}",
        f"[thinks]\n{THOUGHT}\n\n[says]\n{SAID}",
        f"Thought: {THOUGHT}\nRosa: {SAID}",
        f"(thinks: {THOUGHT})\n{SAID}",
        f"(thinks: {THOUGHT}\n\n{SAID}",
        f"*thinks: {THOUGHT}* {SAID}",
        f"<thought>{THOUGHT}</thought>\n<speech>{SAID}</speech>",
    ],
)
def test_the_thought_may_come_first(answer: str) -> None:
    assert split([answer]) == (SAID, THOUGHT)


@pytest.mark.parametrize(
    "answer",
    [
        SAID,
        f"  \n{SAID}\n\n",
        f'"{SAID}"',
        f"“{SAID}”",
        f"«{SAID}»",
        f"Rosa: {SAID}",
        f"Rosa Medeiros: “{SAID}”",
        f"[Rosa]: {SAID}",
        f"Mrs. Medeiros: {SAID}",
        f"Client: {SAID}",
        f"**Rosa:** {SAID}",
        f"**Rosa**: {SAID}",
        f"Rosa (dryly): {SAID}",
        f"You: {SAID}",
        f"*sighs* {SAID}",
        f"Well. *looks out of the window* {SAID[6:]}",
        f"{SAID} *She folds her arms.*",
        f"[says] {SAID}",
        "*Well.* How *old* are you?",
        "Well.\n\nHow old are you?",
        f"<think>Rosa: be terse. [thinks] hm.</think>\n\n{SAID}",
        f"{SAID}\n[thi",
        f"{SAID}\n(tho",
        f"{SAID} *sighs and loo",
        f"Therapist: I am young.\nRosa: {SAID}",
    ],
)
def test_speech_is_left_bare(answer: str) -> None:
    assert split([answer]) == (SAID, "")


@pytest.mark.parametrize(
    "label",
    [
        "Therapist:",
        "**Therapist:**",
        "Trainee:",
        "You:",
        "Anna:",
        "Anna Berg:",
        "User:",
        "[Therapist]:",
        "<|im_end|>",
        "Counsellor (warmly):",
    ],
)
def test_the_client_is_cut_off_where_the_therapist_begins(label: str) -> None:
    splitter = SpeechSplitter(NAMES)
    parts = splitter.feed(f"{SAID}\n{label} I am twenty-six.\nRosa: I see.")
    assert splitter.over
    assert text_of([*parts, *splitter.finish()]) == (SAID, "")


def test_a_dialogue_after_the_thought_is_cut_off_too() -> None:
    assert split([f"{SAID}\n[thinks] {THOUGHT}\nTherapist: I am twenty-six.\nRosa: I see."]) == (SAID, THOUGHT)
    assert split([f"{SAID}\n[thinks] {THOUGHT}\nRosa: And another thing."]) == (SAID, THOUGHT)


def test_remarks_after_the_thought_belong_to_nobody() -> None:
    assert split([f"{SAID}\n[thinks] {THOUGHT}\n\n(I kept her guarded here, as asked.)"]) == (SAID, THOUGHT)


@pytest.mark.parametrize(
    "said",
    [
        "You people. The boys (my boys) need me.",
        "Thoughts are free.",
        "Therapists, all of you: the same.",
        "I've been thinking: no.",
        "I said no: that's all.",
        "Me too.",
        "I <3 them, all [three] of them.",
        "He said “no” to me.",
        "Unsaid things stay unsaid.",
        "Think (I beg you) of the boys.",
        "She says: sit down.",
        "Rosa is my name.",
        "— Well, dear.",
        "Well… thinks nobody here?",
    ],
)
def test_plain_speech_is_not_taken_for_a_mark(said: str) -> None:
    assert split([said]) == (said, "")


def test_stressed_words_are_spoken_and_directions_are_not() -> None:
    answer = "*You* people never *really* ask. *nods slowly* I *do* mind. Well *sighs* there it is."
    assert split([answer]) == ("You people never really ask. I do mind. Well there it is.", "")


def test_text_is_passed_on_as_it_streams() -> None:
    splitter = SpeechSplitter(NAMES)
    assert text_of(splitter.feed("Well,")) == ("Well,", "")
    assert text_of(splitter.feed(" dear")) == (" dear", "")
    assert text_of(splitter.feed(".\n[th")) == (".", "")
    assert text_of(splitter.feed("e boys] know.")) == (" [the boys] know.", "")
    assert text_of(splitter.feed("\n[thinks] How")) == ("", "How")
    assert text_of(splitter.feed(" young.")) == ("", " young.")


def test_no_more_is_held_back_than_may_become_a_mark() -> None:
    splitter = SpeechSplitter(NAMES)
    passed = ""
    for place, char in enumerate(SAID, 1):
        passed += text_of(splitter.feed(char))[0]
        assert len(SAID[:place].rstrip()) - len(passed) <= 1


def test_a_model_that_finds_no_end_is_stopped_at_the_end_of_a_sentence() -> None:
    splitter = SpeechSplitter(NAMES)
    said, _ = text_of(splitter.feed("And another thing. " * 500))
    assert splitter.over
    assert MOST_SAID < len(said) < MOST_SAID + 20
    assert said.endswith("thing.")


def test_nor_does_a_thought_or_what_follows_it_go_on_for_ever() -> None:
    splitter = SpeechSplitter(NAMES)
    _, thought = text_of(splitter.feed(f"{SAID}\n[thinks] " + "no end to it " * 500))
    assert splitter.over
    assert len(thought) < 2 * MOST_THOUGHT + 20
    splitter = SpeechSplitter(NAMES)
    assert text_of(splitter.feed(f"{SAID}\n[thinks] {THOUGHT}\n\n" + "Note. " * 500)) == (SAID, THOUGHT)
    assert splitter.over


FRAGMENTS = st.sampled_from(
    [
        "[thinks]",
        "(thinks: ",
        ")",
        "]",
        "Thought:",
        "*thinks*",
        "**Inner voice:**",
        "Rosa:",
        "Therapist:",
        "You:",
        "Client",
        "You",
        "*",
        "**",
        '"',
        "“",
        "”",
        "\n",
        "\n\n",
        " ",
        " ",
        "Well, dear.",
        "I said",
        "[says]",
        "<think>",
        "</think>",
        "<thinks>",
        "</thinks>",
        "<|",
        "(",
        "#",
        "Rosa",
        "thinks",
        ":",
        "*sighs*",
        "they",
        "a",
    ]
)
TEXTS = st.lists(FRAGMENTS, max_size=14).map("".join) | st.text(max_size=40)


@settings(max_examples=250)
@given(TEXTS, st.data())
def test_however_the_text_is_cut_it_comes_out_the_same(text: str, data: st.DataObject) -> None:
    places = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pieces = [text[start:end] for start, end in zip([0, *places], [*places, len(text)], strict=True)]
    assert split(pieces) == split([text]) == split(text)


@settings(max_examples=150)
@given(TEXTS)
def test_nothing_is_made_up_and_no_space_stands_at_the_ends(text: str) -> None:
    said, thought = split([text])
    for channel in (said, thought):
        assert channel == channel.strip()
        letters = iter(text)
        assert all(letter in letters for letter in channel if not letter.isspace())


WORDS = ("Well", "dear", "how", "old", "are", "you", "the", "boys", "need", "me", "at", "noon")


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30))
def test_ordinary_words_all_come_through(words: list[str]) -> None:
    text = " ".join(words) + "."
    assert split([f"{text}\n[thinks] {text}"]) == (text, text)

import pytest
from tests.doubles import session_with
from tests.tui.rooms import ScriptedPractice, an_offer, opened, settled, summary_of, words

from leanin.tui.conversation.screen import ConversationScreen
from leanin.tui.gallery.offer import OfferScreen
from leanin.tui.gallery.screen import GalleryScreen


@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_the_built_in_is_the_default(key: str) -> None:
    practice = ScriptedPractice(offers=[an_offer()])
    async with opened(practice) as pilot:
        await pilot.press(key)
        await settled(pilot)
        assert isinstance(pilot.app.screen, GalleryScreen)
    assert practice.settings.offer_answered
    assert practice.accepted is None


async def test_a_model_is_offered_with_who_would_receive_the_words_and_once_accepted_is_shown() -> None:
    practice = ScriptedPractice(offers=[an_offer()])
    async with opened(practice) as pilot:
        assert "Use ollama_chat/llama3.2" in words(pilot)
        assert "Found: a local Ollama. Your words would go to this machine." in words(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        assert "client: ollama_chat/llama3.2" in words(pilot)
    assert practice.accepted is practice.found[0]


async def test_nothing_is_offered_in_the_middle_of_a_conversation() -> None:
    practice = ScriptedPractice(left=summary_of("old"), offers=[an_offer()])
    practice.resumable["old"], _ = session_with()
    async with opened(practice, session="old") as pilot:
        assert isinstance(pilot.app.screen, ConversationScreen)
        await pilot.press("ctrl+g")
        await settled(pilot)
        assert isinstance(pilot.app.screen, OfferScreen)


async def test_nothing_is_offered_once_it_was_answered() -> None:
    async with opened(ScriptedPractice(offers=[an_offer()], offer_answered=True)) as pilot:
        assert isinstance(pilot.app.screen, GalleryScreen)

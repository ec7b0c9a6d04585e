import pytest
from tests.client.builtin_scenes import ROSA
from tests.client.test_guard import lapse_of

from leanin.dynamics import Stance
from leanin.persona import Persona
from leanin.session.moments import Lapse

_LINES = ["Na gut.", "Das sagen Sie so. Ich war zweiundzwanzig Jahre in der Fabrik."]
GERMAN_LINES = ROSA.voice.model_copy(update={"lines": {stance: list(_LINES) for stance in Stance}})
WRITTEN_IN_ENGLISH = ROSA.model_copy(update={"language": "de"})
WRITTEN_IN_GERMAN = ROSA.model_copy(update={"language": "de", "voice": GERMAN_LINES})


@pytest.mark.parametrize("persona", [WRITTEN_IN_ENGLISH, WRITTEN_IN_GERMAN], ids=["english lines", "german lines"])
@pytest.mark.parametrize(
    "words",
    [
        "Ich weiß nicht, was Sie heute von mir wollen.",
        "Sechsundzwanzig also. Und meine Enkel sollen bei Ihnen in guten Händen sein, oder wie?",
        "Schön. Machen Sie ruhig, was in Ihrem Ordner steht, ich hole derweil den Kaffee.",
    ],
)
def test_a_client_who_speaks_german_may_speak_it(persona: Persona, words: str) -> None:
    assert lapse_of(words, persona) is None


@pytest.mark.parametrize("persona", [WRITTEN_IN_ENGLISH, WRITTEN_IN_GERMAN], ids=["english lines", "german lines"])
def test_a_client_who_speaks_german_doesnt_fall_into_english(persona: Persona) -> None:
    said = "And that is what they told me at the office, you know, with the papers."
    assert lapse_of(said, persona) is Lapse.OTHER_LANGUAGE

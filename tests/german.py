"""The small persona of the doubles as somebody who speaks German, her lines in German or left in English."""

from tests.doubles import PERSONA_TEXT

_IN_GERMAN = {
    "How old are you, anyway?": "Wie alt sind Sie eigentlich?",
    "And if I say no to all of it?": "Und wenn ich zu allem nein sage, was dann?",
    "It's Len I lie awake over.": "Wegen Len liege ich nachts wach, wegen wem denn sonst.",
    "My mother died of somebody's first year.": "Meine Mutter ist am ersten Jahr von jemandem gestorben.",
    "Ask me what you like.": "Fragen Sie mich ruhig, was Sie wollen.",
    "[Go on.]": "[Na gut. Reden Sie weiter.]",
    "And then what?": "Und was kommt danach?",
    "I'll believe it when I see it.": "Das glaube ich erst, wenn ich es sehe.",
    "You're a child.": "Sie sind ja selbst noch ein Kind.",
    "That's fine., Whatever you think.": "Ist schon recht., Wie Sie meinen.",
    "Thank you for your time.": "Danke für Ihre Zeit.",
}

ENGLISH_LINES = PERSONA_TEXT.replace("pronouns: she\n", "pronouns: she\nlanguage: de\n")
"""She speaks German; her lines were written in English."""


def _in_german(text: str) -> str:
    for english, german in _IN_GERMAN.items():
        assert text.count(english) == 1, english
        text = text.replace(english, german)
    return text


GERMAN_LINES = _in_german(ENGLISH_LINES)
"""She speaks German, and so do her lines."""

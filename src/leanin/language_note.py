"""What trainees are told before the first word of a client who doesn't speak English: who can keep up with it."""

from leanin.casting import BUILTIN
from leanin.languages import is_english, name_of
from leanin.persona import Persona
from leanin.settings import Settings


def language_note(persona: Persona, settings: Settings) -> str:
    """Which language the client speaks, and what the built-in can't do in it; empty for English."""
    if is_english(persona.language):
        return ""
    language = name_of(persona.language)
    said = [f"This client speaks {language}."]
    if settings.client_model == BUILTIN:
        in_english = ", in English" if persona.lines_in_english else ""
        said.append(f"The built-in client can't: it says the author's lines as they were written{in_english}.")
    if grades_in_english_only(settings):
        said.append(
            f"The built-in evaluator reads English only, so its grades of replies in {language} are worth nothing; "
            "a language model can read them."
        )
    return " ".join(said)


def grades_in_english_only(settings: Settings) -> bool:
    """Whether the grades that move the client, or those that the trainee sees, are the built-in evaluator's."""
    return BUILTIN in (settings.evaluator_model, settings.coach_model)

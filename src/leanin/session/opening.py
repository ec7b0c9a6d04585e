"""The header of a session: all that it runs on, gathered in one place for whoever opens one."""

import hashlib
from collections.abc import Mapping

from leanin import __version__, rubric
from leanin.persona import PersonaFile
from leanin.session.engine import Cast
from leanin.session.events import Resumed, SessionOpened


def header(
    file: PersonaFile, cast: Cast, *, prompts: Mapping[str, str] | None = None, coach: str = "live"
) -> SessionOpened:
    """The first event of a session of this cast.

    `file` is the persona as it was read (the cast's persona may hold another therapist); `prompts` are the texts of
    the prompts in use by role; `coach` says when feedback is shown.
    """
    prompts = dict(prompts or {})
    joined = "\x00".join(f"{role}\x00{text}" for role, text in sorted(prompts.items()))
    return SessionOpened(
        persona=file.persona.id,
        persona_text=file.text,
        persona_hash=file.digest,
        prompts=prompts,
        prompts_hash=hashlib.sha256(joined.encode()).hexdigest() if prompts else "",
        rubric_version=rubric.RUBRIC_VERSION,
        rubric_hash=rubric.digest(),
        therapist=cast.persona.therapist.model_dump(),
        client_model=cast.voice.name,
        evaluator_model=cast.evaluator.name,
        coach_model=cast.coach.name if cast.coach else "",
        seed=cast.seed,
        leanin_version=__version__,
        coach=coach,
    )


def resumption(cast: Cast, *, prompts: Mapping[str, str] | None = None) -> Resumed:
    """The event that takes a session up again with this cast; `prompts` are the texts in use by role."""
    return Resumed(
        client_model=cast.voice.name,
        evaluator_model=cast.evaluator.name,
        coach_model=cast.coach.name if cast.coach else "",
        prompts=dict(prompts or {}),
        leanin_version=__version__,
    )

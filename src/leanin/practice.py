"""Putting a session together from settings, cast and journal: all that the app and the commands need to know."""

import random
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from leanin import casting, locations, persona_shelf
from leanin.errors import DataFileError, LeaninError
from leanin.persona import Persona, PersonaFile, Therapist, parse_persona
from leanin.session.engine import Cast, Session
from leanin.session.hearing import moments
from leanin.session.opening import header, resumption
from leanin.session.ports import Evaluator
from leanin.session.record import Record
from leanin.session.regrading import Mark, Ungraded, plan, regrade
from leanin.settings import Settings, load_settings, remember

if TYPE_CHECKING:
    from leanin.llm.offers import Offer
    from leanin.store.journal import JournalStore
    from leanin.store.kept import SessionSummary


class Practice:
    """One user's practice room.

    Keyword arguments are the flags that were given, by the names of `Settings`; None means not given. Raises
    `SettingsError` where settings or flags can't be used.
    """

    def __init__(self, **flags: Any) -> None:
        self._flags = flags
        self.settings: Settings = load_settings(**flags)
        self.parts = casting.parts(self.settings)
        self._store: JournalStore | None = None
        self._open: list[Any] = []

    @property
    def store(self) -> "JournalStore":
        """The journal, opened when first needed. Raises `JournalError`."""
        if self._store is None:
            from leanin.store.journal import JournalStore

            self._store = JournalStore(locations.journal_file())
        return self._store

    def personas(self) -> Iterator[PersonaFile | DataFileError]:
        """The personas on the shelf, read one by one; a broken file yields its error."""
        return persona_shelf.shelf()

    def models_in_words(self) -> str:
        """Who plays client and evaluator, and who receives the trainee's words."""
        return self.parts.in_words()

    def begin(self, file: PersonaFile, therapist: Therapist | None = None) -> Session:
        """Open a new session. `therapist` is who the trainee is in it: unless given, whoever `therapist_in` says."""
        persona = file.persona.with_therapist(therapist or self.therapist_in(file.persona))
        seed = self.settings.seed if self.settings.seed is not None else random.SystemRandom().randrange(2**31)
        cast = self._cast(persona, seed)
        session = Session(cast, self.store.begin())
        session.open(header(file, cast, prompts=self._prompts_in_use(), coach=self.settings.coach.value))
        return session

    def therapist_in(self, persona: Persona) -> Therapist:
        """Who the trainee is in this persona's scene: its therapist, with the trainee's saved facts put in."""
        own = self.settings.therapist
        return own.in_scene(persona.therapist) if own else persona.therapist

    def resume(self, session_id: str) -> Session:
        """Take up a session where it stopped, with the persona as it was then and the models as they are set now.

        One that has ended can be looked back on and tried again. Raises `NotNow` where it never began, `JournalError`
        where it can't be found, is open elsewhere, or had its names blanked.
        """
        journal = self.store.reopen(session_id)
        try:
            record = Record.of(self.store.events(session_id))
            cast = self._cast(*_scene_of(record, session_id))
            session = Session(cast, journal, record)
            session.resume(resumption(cast, prompts=self._prompts_in_use()))
        except LeaninError:
            journal.close()
            raise
        return session

    def second_evaluator(self) -> Evaluator:
        """The evaluator of these settings, to grade kept replies with. Closed together with the practice room."""
        evaluator = casting.cast_evaluator(self.parts.evaluator, self.settings)
        self._open.append(evaluator)
        return evaluator

    async def regrade(
        self,
        session_id: str,
        evaluator: Evaluator,
        *,
        again: bool = False,
        at_once: int = 4,
        progress: Callable[[], None] = lambda: None,
    ) -> list[Ungraded]:
        """Grade what a kept session's regrading by this evaluator lacks, or, with `again`, all of it anew.

        The first grades stay what they are. Returns the replies that got no grade; raises `JournalError` where the
        session can't be found or is open elsewhere, `DataFileError` where it doesn't say what it ran on.
        """
        prompt = "" if self.parts.evaluator.is_builtin else _digest_of_prompt("evaluator")
        mark = Mark.now(evaluator, prompt)
        with self.store.reopen(session_id, to="be graded again") as journal:
            events = self.store.events(session_id)
            record = Record.of(events)
            todo = plan(record, mark, again=again)
            if not todo.turns:
                return []
            heard = moments(events, _scene_of(record, session_id)[0])
            return await regrade(todo, heard, evaluator, mark, journal, at_once=at_once, progress=progress)

    def spent_in_words(self, session: Session) -> str:
        """What a session's language models have used so far, for a screen; empty where there are none."""
        from leanin.llm.port import Usage

        players = (session.cast.evaluator, session.cast.voice, session.cast.coach)
        used = [usage for player in players if (usage := getattr(player, "usage", None))]
        return sum(used, Usage(0, 0, 0.0)).in_words() if used else ""

    def cut_off(self) -> "SessionSummary | None":
        """The latest session that was left or cut off before its end, to be offered."""
        return self.store.cut_off()

    def offers(self) -> "list[Offer]":
        """Language models found on this machine; none once the offer was answered or a model is set."""
        if self.settings.offer_answered or self.parts.uses_models:
            return []
        from leanin.llm.offers import find_offers

        return find_offers()

    def accept(self, offer: "Offer") -> None:
        """Use an offered model from now on, for client and evaluator, and remember it."""
        self.remember(
            client_model=offer.name,
            evaluator_model=offer.name,
            api_base=offer.api_base or None,
            offer_answered=True,
        )

    def decline_offers(self) -> None:
        """Keep the built-in, and don't ask again."""
        self.remember(offer_answered=True)

    def remember(self, **changes: Any) -> None:
        """Save settings and use them from the next session on; None forgets one. Raises `SettingsError`."""
        remember(**changes)
        flags = {name: value for name, value in self._flags.items() if name not in changes}
        self.settings = load_settings(**flags)
        self.parts = casting.parts(self.settings)

    def warm_up(self) -> None:
        """Import what the chosen models need; slow, so meant for a worker thread."""
        for part in self.parts:
            if not part.is_builtin:
                from leanin.llm.selection import warm_up

                warm_up(part.model)

    async def close(self) -> None:
        """Release connections and the journal."""
        for opened in self._open:
            if close := getattr(opened, "close", None):
                await close()
        self._open.clear()
        if self._store is not None:
            self._store.close()
            self._store = None

    def _cast(self, persona: Persona, seed: int) -> Cast:
        evaluator = casting.cast_evaluator(self.parts.evaluator, self.settings)
        voice = casting.cast_voice(self.parts.client, self.settings)
        coach = casting.cast_evaluator(self.parts.coach, self.settings) if self.parts.coach else None
        self._open += [part for part in (evaluator, voice, coach) if part]
        return Cast(persona=persona, evaluator=evaluator, voice=voice, coach=coach, seed=seed)

    def _prompts_in_use(self) -> dict[str, str]:
        roles = []
        if not self.parts.client.is_builtin:
            roles.append("client")
        if any(part and not part.is_builtin for part in (self.parts.evaluator, self.parts.coach)):
            roles.append("evaluator")
        if not roles:
            return {}
        from leanin.prompts import load_prompt

        return {role: load_prompt(role).text for role in roles}


def _scene_of(record: Record, session_id: str) -> tuple[Persona, int]:
    """The persona of a kept session, facing the therapist it had, and the session's seed."""
    opened = record.opened
    if opened is None:
        raise DataFileError(f"The session {session_id} has no beginning in the journal.")
    try:
        therapist = Therapist.model_validate(opened.therapist)
    except ValidationError:
        raise DataFileError(f"The session {session_id} doesn't say in full who the therapist was.") from None
    return parse_persona(opened.persona_text, f"{opened.persona}.yaml").persona.with_therapist(therapist), opened.seed


def _digest_of_prompt(role: str) -> str:
    from leanin.prompts import load_prompt

    return load_prompt(role).digest

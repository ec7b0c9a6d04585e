"""The app itself: the first paint, what is prepared behind it, and the way from room to room.

Start-up matters: this module and the gallery load Textual and nothing else. Whatever needs pydantic, YAML, SQLite or a
model is imported in a thread once the gallery is on the screen; the persona cards stream in as they are read.
"""

import sys
import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import get_current_worker

from leanin.errors import LeaninError
from leanin.tui import themes
from leanin.tui.gallery.screen import GalleryScreen
from leanin.tui.homely import ANYWHERE, HomelyApp

if TYPE_CHECKING:
    from pathlib import Path

    from textual.theme import Theme

    from leanin.calibration.rounds import Round
    from leanin.drills.wish import Wish
    from leanin.llm.offers import Offer
    from leanin.persona import PersonaFile, Therapist
    from leanin.practice import Practice
    from leanin.session.engine import Session

SHORT_MESSAGE: Final = 160
"""Messages up to this many characters are shown in passing; longer ones, and those of several lines, stay."""

WIDTHS: Final = [(0, "-tiny"), (60, "-narrow"), (100, "-wide")]
"""From how many columns on a screen gets which class."""

HEIGHTS: Final = [(0, "-flat"), (14, "-low"), (20, "-high"), (30, "-tall")]
"""From how many rows on a screen gets which class."""


class LeaninApp(HomelyApp):
    """A practice room in the terminal.

    `practice_factory` makes the practice room that the app runs on (the user's own unless given); `persona` opens that
    persona's scene straight away, `session` resumes that session, `room` opens whatever else is wanted first.
    """

    TITLE = "leanin"
    CSS_PATH: ClassVar = ["app.tcss", "gallery/gallery.tcss"]  # the first screen's styles are loaded with the app's
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="help", tooltip="Every key, and where things are kept"),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="quit", tooltip="Leave; nothing is lost"),
    ]

    def __init__(
        self,
        practice_factory: "Callable[[], Practice] | None" = None,
        persona: str | None = None,
        session: str | None = None,
        room: "Callable[[LeaninApp], object] | None" = None,
    ) -> None:
        super().__init__()
        self._make_practice = practice_factory or _own_practice
        self._wanted_persona = persona
        self._wanted_session = session
        self._wanted_room = room
        self._offers: list[Offer] = []
        self._draft_can_go = False  # it couldn't be kept, and the user knows
        for theme in themes.OWN_THEMES:
            self.register_theme(theme)
        chosen = themes.chosen_theme()
        self.theme = chosen if chosen in self.available_themes else themes.DUSK.name
        self.reduce_motion(themes.motion_is_reduced())

    def get_default_screen(self) -> Screen[None]:
        """The gallery: it is the first thing on the screen."""
        return GalleryScreen()

    def on_mount(self) -> None:
        """Begin to prepare once the first frame is out."""
        self.call_after_refresh(self.run_worker, self._prepare, thread=True, group="preparing")

    @property
    def gallery(self) -> GalleryScreen:
        """The gallery, wherever one is now."""
        screen = self.screen_stack[0]
        assert isinstance(screen, GalleryScreen)
        return screen

    def _prepare(self) -> None:
        """Make the practice room and read the personas; runs in a thread."""
        worker = get_current_worker()
        try:
            practice = self._make_practice()
        except LeaninError as error:
            self.call_from_thread(self.gallery.cannot_open, error)
            return
        self.call_from_thread(self._practice_made, practice)
        for entry in practice.personas():
            if worker.is_cancelled:
                return
            self.call_from_thread(self.gallery.add, entry)
        self.call_from_thread(self.gallery.all_read)
        self._offer_to_go_on(practice)
        self._load_the_other_rooms()
        self._offer_models(practice)
        # a daemon, so that leaving the app doesn't wait for a slow import
        threading.Thread(target=practice.warm_up, daemon=True, name="warm-up").start()

    def _practice_made(self, practice: "Practice") -> None:
        self.practice = practice
        self.theme_changed_signal.subscribe(self, self._remember_theme)
        self.gallery.show_models(practice.models_in_words())
        if self._wanted_session:
            self.attempt(lambda: self.open_conversation(practice.resume(str(self._wanted_session))))
        elif self._wanted_persona:
            self.attempt(partial(self._open_wanted, self._wanted_persona))
        elif self._wanted_room:
            self.attempt(partial(self._wanted_room, self))
        elif not practice.settings.introduction_seen:
            self.open_introduction()

    def _open_wanted(self, name: str) -> None:
        from leanin.persona_shelf import find_persona

        self.open_scene(find_persona(name))

    def _offer_to_go_on(self, practice: "Practice") -> None:
        try:
            cut_off = practice.cut_off()
        except LeaninError as error:
            self.call_from_thread(self.tell, error)
            return
        if cut_off is None or cut_off.id == self._wanted_session:
            return
        from datetime import datetime

        from leanin.tui.gallery.cut_off import cut_off_in_words

        name = self.gallery.persona_called(cut_off.persona)
        what = cut_off_in_words(cut_off, name, datetime.now().astimezone())
        self.call_from_thread(self.gallery.offer_to_go_on, what, partial(self._go_on, cut_off.id), cut_off.id)

    def _go_on(self, session_id: str) -> None:
        assert self.practice is not None, "a session is only offered once the practice room is ready"
        self.open_conversation(self.practice.resume(session_id))

    def _offer_models(self, practice: "Practice") -> None:
        try:
            offers = practice.offers()
        except LeaninError as error:
            self.call_from_thread(self.tell, error)
            return
        self._offers = offers
        self.call_from_thread(self.show_offers)

    def show_offers(self) -> None:
        """Offer the language models that were found, once, and not in the middle of a conversation."""
        if not self._offers or self.practice is None or not getattr(self.screen, "MAY_BE_INTERRUPTED", False):
            return
        from leanin.tui.gallery.offer import OfferScreen

        offers, self._offers = self._offers, []
        self.push_screen(OfferScreen(self.practice, offers))

    def _load_the_other_rooms(self) -> None:
        """Import what the next key may need, so that it needn't wait."""
        import leanin.tui.conversation.screen
        import leanin.tui.scene.screen  # noqa: F401

    def open_scene(self, file: "PersonaFile") -> None:
        """Show who the client is and who the trainee is, before the first word."""
        from leanin.tui.scene.screen import SceneScreen

        assert self.practice is not None, "cards only come once the practice room is ready"
        self.push_screen(SceneScreen(self.practice, file))

    def open_sessions(self) -> None:
        """List the past sessions, once the practice room is ready."""
        if (practice := self.practice) is None:
            return
        from leanin.tui.sessions.screen import MOST_LISTED, SessionsScreen

        self.attempt(lambda: self.push_screen(SessionsScreen(practice, practice.store.sessions(MOST_LISTED))))

    def open_calibration(self, kept: "Round | None" = None, evaluator: str = "") -> None:
        """Show the rounds of calibration; with `kept` that round, with `evaluator` against this one."""
        if (practice := self.practice) is None:
            return
        from leanin.tui.calibration.rounds import RoundsScreen

        self.push_screen(RoundsScreen(practice, kept, evaluator))

    def open_drills(self, wish: "Wish | None" = None) -> None:
        """Let the trainee choose what to drill; with `wish` begin with that at once."""
        if (practice := self.practice) is None:
            return
        from leanin.tui.drills.choice import DrillChoiceScreen
        from leanin.tui.drills.screen import DrillScreen

        self.push_screen(DrillScreen(practice.settings, wish) if wish else DrillChoiceScreen(practice.settings))

    def open_progress(self) -> None:
        """Show what the journal's replies add up to."""
        if (practice := self.practice) is None:
            return
        from leanin.tui.progress.screen import ProgressScreen

        self.attempt(lambda: self.push_screen(ProgressScreen(practice.store)))

    def open_interview(self, out: "Path | None" = None) -> None:
        """Write a persona by answering questions; it stands in the gallery when it is done."""
        from leanin.tui.authoring.screen import InterviewScreen

        self.push_screen(InterviewScreen(out, self._add_persona))

    def _add_persona(self, path: "Path") -> None:
        from leanin.locations import own_personas_dir
        from leanin.persona import read_persona

        if path.parent == own_personas_dir():
            self.gallery.add(read_persona(path))

    def begin(self, file: "PersonaFile", therapist: "Therapist | None" = None) -> None:
        """Open a new session with this client. Raises `LeaninError` where that can't be done."""
        assert self.practice is not None, "a scene is only shown once the practice room is ready"
        self.open_conversation(self.practice.begin(file, therapist))

    def open_conversation(self, session: "Session", draft: str = "") -> None:
        """Enter a session, on top of the gallery; `draft` is put into the reply box."""
        from leanin.tui.conversation.screen import ConversationScreen
        from leanin.tui.parts.draft import draft_of, id_of

        assert self.practice is not None, "a session comes out of the practice room"
        self.back_to_gallery()
        self.gallery.withdraw(id_of(session) or session)
        if not draft:
            try:
                draft = draft_of(session)
            except LeaninError as error:
                self.tell(error)
        self.push_screen(ConversationScreen(self.practice, session, draft))

    def again(self, session: "Session") -> None:
        """Another try with the same client and the same therapist. Raises `LeaninError`."""
        from leanin.persona import PersonaFile

        persona, opened = session.cast.persona, session.record.opened
        assert opened is not None, "a session opens before its first reply"
        self.begin(PersonaFile(persona=persona, text=opened.persona_text, path=persona.id), persona.therapist)

    def leave(self, session: "Session", draft: str) -> None:
        """Leave a session open, to be gone on with from the gallery, the draft with it."""
        from leanin.tui.parts.draft import id_of
        from leanin.tui.parts.words import counted

        self.back_to_gallery()
        what = f"{session.cast.persona.name} · {counted(len(session.record.turns), 'reply', 'replies')} · just now"
        go_on = partial(self.open_conversation, session, draft)
        self.gallery.offer_to_go_on(what, go_on, id_of(session) or session)

    def back_to_gallery(self) -> None:
        """Leave whatever is open on top of the gallery."""
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def show_models(self, words: str) -> None:
        """Say who plays the client and who receives the trainee's words, in the gallery."""
        self.gallery.show_models(words)

    def attempt(self, what: Callable[[], object]) -> None:
        """Do something and tell the user in words where it can't be done."""
        try:
            what()
        except LeaninError as error:
            self.tell(error)

    def tell(self, error: LeaninError) -> None:
        """Show an error in words: in passing where it is short, in a window of its own where it isn't."""
        if len(error.message) <= SHORT_MESSAGE and "\n" not in error.message:
            self.notify(error.message, title=error.title, severity="error", timeout=10, markup=False)
            return
        from leanin.tui.parts.notice import NoticeScreen

        self.push_screen(NoticeScreen(error.title, error.message))

    def action_help(self) -> None:
        """Show every key, and where things are kept."""
        from leanin.tui.help.screen import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    async def action_quit(self) -> None:
        """Leave. A turn under way is stopped first, so that the journal has all that had arrived."""
        for screen in self.screen_stack:
            if settle := getattr(screen, "settle", None):
                await settle()
            if (keep := getattr(screen, "keep_draft", None)) and not self._draft_can_go:
                try:
                    keep()
                except LeaninError as error:
                    self._draft_can_go = True
                    self.notify("Quit again to leave without it.", markup=False)
                    self.tell(error)
                    return
        self.exit()

    async def on_unmount(self) -> None:
        """Let go of connections and the journal."""
        if self.practice is not None:
            await self.practice.close()

    def _fatal_error(self) -> None:
        """Stop in words, where Textual would print a traceback with the trainee's words in it."""
        from rich.text import Text

        from leanin.tui.parts.fault import fault_in_words

        unsent = "\n".join(filter(None, (getattr(screen, "unsent", "") for screen in self.screen_stack)))
        self.panic(Text(fault_in_words(sys.exc_info()[1], unsent)))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette: what the keys of this screen do, leanin's own themes, then Textual's own commands."""
        listed = set()
        for node, binding, enabled, tooltip in screen.active_bindings.values():
            if binding.id and enabled and (binding.action, binding.description) not in listed:
                listed.add((binding.action, binding.description))
                do = partial(self.run_action, binding.action, node)
                yield SystemCommand(binding.description, tooltip or binding.description, do)
        for title, (tooltip, action) in ANYWHERE.items():
            if not any(title == description for _, description in listed):
                yield SystemCommand(title, tooltip, partial(self.run_action, action))
        for words, theme in themes.IN_WORDS.items():
            yield SystemCommand(
                f"Theme: {words}", f"The colours of {theme.name}", partial(setattr, self, "theme", theme.name)
            )
        for command in super().get_system_commands(screen):
            if command.title != "Quit":
                yield command

    def _remember_theme(self, theme: "Theme") -> None:
        if self.practice is not None and theme.name != self.practice.settings.theme:
            self.attempt(partial(self.practice.remember, theme=theme.name))


def _own_practice(**flags: Any) -> "Practice":
    from leanin.practice import Practice

    return Practice(**flags)


def run(
    persona: str | None = None,
    session: str | None = None,
    room: Callable[[LeaninApp], object] | None = None,
    **flags: Any,
) -> None:
    """Open the app. `flags` are those of `leanin.practice.Practice`, None for those not given.

    Raises `LeaninError` where the app had to stop for one.
    """
    LeaninApp(partial(_own_practice, **flags), persona=persona, session=session, room=room).run()

"""The scene: read before the first word, so that what the trainee owns can be true."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import RadioSet, Static

from leanin.language_note import language_note
from leanin.persona_shelf import place_in_words
from leanin.rubric import ANCHORS, STEP_TITLES, Step
from leanin.tui.parts.footer import KeyFooter
from leanin.tui.parts.literal import harmless, literal
from leanin.tui.parts.toggles import ShapedRadioButton
from leanin.tui.parts.words import ABOUT_IT, COACH_MODES, STEP_NUMERALS, difficulty_in_words, rupture_in_words
from leanin.tui.scene.facts import differing, in_lines
from leanin.tui.scene.form import Facts, FactsScreen
from leanin.tui.scene.keys import SCENE_KEYS

if TYPE_CHECKING:
    from leanin.persona import PersonaFile
    from leanin.practice import Practice
    from leanin.tui.app import LeaninApp

OWN_IN_USE: Final = "Your own facts are in use. This client's doubt was written for the scene's therapist."


class SceneScreen(Screen[None]):
    """Who the client is, who you are, and what the coach looks for."""

    CSS_PATH = "scene.tcss"
    BINDINGS: ClassVar[list[BindingType]] = SCENE_KEYS

    MAY_BE_INTERRUPTED = True

    def __init__(self, practice: "Practice", file: "PersonaFile") -> None:
        super().__init__()
        self._practice = practice
        self._file = file
        self.therapist = practice.therapist_in(file.persona)
        """Who the trainee will be."""

    def compose(self) -> ComposeResult:
        """The client, the trainee, the steps, and the coach's choice."""
        persona = self._file.persona
        kind = rupture_in_words(persona.rupture.component, persona.rupture.marker)
        with Vertical(id="head"):
            behind = " · ".join(filter(None, (f", {persona.age}", place_in_words(self._file))))
            yield Static(Content.assemble((harmless(persona.name), "bold $primary"), (behind, "$primary")))
            yield Static(f"{kind} · {difficulty_in_words(persona.difficulty)}", classes="muted", markup=False)
            yield Static("", id="models", classes="muted")
        with VerticalScroll(id="scene"):
            yield Static("", id="language", markup=False)
            with Horizontal(id="both"):
                with Vertical(id="client"):
                    yield Static("Who you meet", classes="heading")
                    yield Static(literal(persona.about))
                    yield Static("What stands between you", classes="heading gap")
                    yield Static(literal(persona.rupture.about))
                with Vertical(id="trainee"):
                    yield Static("Who you are here", classes="heading")
                    yield Static("", id="facts")
            yield Static("What the coach looks for", classes="heading gap")
            for step, numeral in zip(Step, STEP_NUMERALS, strict=True):
                title = (f"{numeral} {STEP_TITLES[step]}", "bold")
                yield Static(Content.assemble(title, (f": {ANCHORS[step][2]}", "$foreground-muted")))
            yield Static(ABOUT_IT, classes="muted")
        with Horizontal(id="coach"):
            yield Static("Feedback", classes="muted")
            with RadioSet(compact=True):
                for mode, when in COACH_MODES.items():
                    yield ShapedRadioButton(when, mode == self._practice.settings.coach, name=mode)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show the facts; the text has the focus, so that it can be scrolled."""
        self._show_facts()
        self.query_one("#scene").focus()

    def on_screen_resume(self) -> None:
        """Say who plays the client, and in which language; it may have been chosen a moment ago."""
        self.query_one("#models", Static).update(literal(self._practice.models_in_words()))
        note = language_note(self._file.persona, self._practice.settings)
        language = self.query_one("#language", Static)
        language.update(note)
        language.display = bool(note)

    @property
    def _house(self) -> "LeaninApp":
        return cast("LeaninApp", self.app)

    def action_begin(self) -> None:
        """Open the session."""
        self._house.attempt(partial(self._house.begin, self._file, self.therapist))

    def action_read_on(self) -> None:
        """Scroll down by a page."""
        self.query_one("#scene").scroll_page_down(animate=False)
        self.refresh_bindings()

    def on_resize(self) -> None:
        """Whether there is more to read depends on the room."""
        self.call_after_refresh(self.refresh_bindings)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """“Read on” is there while there is more."""
        if action != "read_on" or not self.is_mounted:
            return True
        text = self.query_one("#scene")
        return text.scroll_target_y < text.max_scroll_y

    def action_edit_facts(self) -> None:
        """Put in one's own facts."""
        self.app.push_screen(FactsScreen(self.therapist), self._take)

    def action_next_coach(self) -> None:
        """Choose the next of the coach's modes."""
        buttons = list(self.query(ShapedRadioButton))
        pressed = next(index for index, button in enumerate(buttons) if button.value)
        buttons[(pressed + 1) % len(buttons)].value = True

    def on_radio_set_changed(self, changed: RadioSet.Changed) -> None:
        """Keep the coach's mode from now on."""
        mode = changed.pressed.name
        if mode != self._practice.settings.coach:
            self._house.attempt(partial(self._practice.remember, coach=mode))

    def _take(self, facts: Facts | None) -> None:
        if facts is None:
            return
        scene = self._file.persona.therapist
        self.therapist = facts.own.in_scene(scene) if facts.own else scene
        self._show_facts()
        if facts.own and facts.keep:
            kept = differing(facts.own, scene) or None
            self._house.attempt(partial(self._practice.remember, therapist=kept))
        elif not facts.own and self._practice.settings.therapist:
            self._house.attempt(partial(self._practice.remember, therapist=None))

    def _show_facts(self) -> None:
        lines = in_lines(self.therapist)
        facts = [Content.assemble((f"{label}: ", "$foreground-muted"), harmless(words)) for label, words in lines]
        if self.therapist != self._file.persona.therapist:
            facts.append(Content.assemble((OWN_IN_USE, "$text-warning")))
        self.query_one("#facts", Static).update(Content("\n").join(facts))

from tests.tui.rooms import DEFENDS, LEANS_IN

from leanin.rubric import Step, Trap
from leanin.tui.parts import feedback

SIGN = "✕\N{NO-BREAK SPACE}"
"""No line ends behind it."""


def test_a_step_says_its_level_its_words_and_why() -> None:
    assert feedback.step_title(Step.REFLECTION).plain == "② Reflect the concern"
    assert feedback.step_detail(LEANS_IN, Step.REFLECTION).plain == (
        "② “you wonder who looks after Len”\nClose to her words."
    )
    assert feedback.levels(LEANS_IN).plain.splitlines()[1] == "② Reflect the concern  ◐ partial"


def test_a_full_step_needs_no_reason() -> None:
    assert feedback.step_detail(LEANS_IN, Step.INVITATION).plain == "③ “What worries you most?”"


def test_a_step_that_is_not_called_for_says_so() -> None:
    assert feedback.step_level(DEFENDS, Step.REFLECTION).plain == "– not called for"
    assert feedback.step_detail(DEFENDS, Step.REFLECTION).plain == ""


def test_a_trap_says_its_name_and_the_words() -> None:
    assert feedback.trap_details(DEFENDS).plain == (
        f"{SIGN}defending  “I have studied this”\n  credentials, analogies or explanations that prove the client wrong"
    )
    assert feedback.traps(DEFENDS).plain == f"{SIGN}defending  “I have studied this”"
    assert feedback.trap_details(LEANS_IN).plain == feedback.traps(LEANS_IN).plain == ""


def test_a_trap_without_words_still_has_its_name() -> None:
    grade = DEFENDS.model_copy(update={"traps": (Trap.ADVISING,), "trap_evidence": {}})
    assert feedback.trap_details(grade).plain.startswith(f"{SIGN}advising\n")


def test_all_in_a_line() -> None:
    assert feedback.in_a_line(DEFENDS).plain == f"① ○ absent   ② – not called for   ③ ○ absent   {SIGN}defending"


def test_markup_and_control_characters_in_a_models_words_are_shown_as_words() -> None:
    step = LEANS_IN.responsibility.model_copy(update={"level": 1, "note": "[red]\x1b[31mwell"})
    detail = feedback.step_detail(LEANS_IN.model_copy(update={"responsibility": step}), Step.RESPONSIBILITY)
    assert detail.plain.endswith("\n[red][31mwell")

from collections.abc import Sequence

from tests.drills.samples import attempt, item
from tests.strategies import grade_of

from leanin.drills.attempts import Attempt
from leanin.drills.focus import WHOLE, Focus
from leanin.drills.progress import Progress
from leanin.drills.summary import Summary, summary_of
from leanin.drills.words import summary_in_lines
from leanin.rubric import Grade, Step, Trap
from leanin.session.hints import HintKind

OWN = Focus(step=Step.RESPONSIBILITY)


def tries(*grades_by_place: Sequence[Grade], focus: Focus = WHOLE, hints: tuple[HintKind, ...] = ()) -> list[Attempt]:
    return [
        attempt(item(place), grade, focus, place=place, number=number, hints=hints)
        for place, grades in enumerate(grades_by_place, 1)
        for number, grade in enumerate(grades, 1)
    ]


def of(attempts: list[Attempt], earlier: Sequence[Attempt] = ()) -> Summary:
    return summary_of(attempts, Progress.of([*earlier, *attempts]), earlier)


def lines(summary: Summary) -> str:
    return "\n".join(summary_in_lines(summary))


def test_statements_tries_and_what_was_got_rid_of() -> None:
    bad, full = grade_of(1, 0, 2, Trap.DEFENDING), grade_of(2, 2, 2)
    summary = of(tries([bad, bad, full], [full], [bad], hints=(HintKind.STEP,)))
    assert (summary.statements, summary.tries, summary.there_at_once, summary.there_in_the_end) == (3, 5, 1, 2)
    assert (summary.hinted, summary.seconds, summary.unlearnt) == (3, 20.0, (Trap.DEFENDING,))
    assert summary.traps == {Trap.DEFENDING: 2}
    said = lines(summary)
    assert "3 statements, 5 replies: there at once 1, there in the end 2." in said
    assert "Reflect the concern: 33% of full." in said
    assert "hints at 3" in said and "Out of it on the next try: defending." in said


def test_up_and_down_are_said_only_against_enough_earlier_tries() -> None:
    now = tries(*[[grade_of(2, 0, 1)]] * 3)
    before = tries(*[[grade_of(0, 2, 1)]] * 5)
    assert [step.moved for step in of(now, before).steps] == [1, -1, 0]
    said = lines(of(now, before))
    assert "▲ up from 0%" in said and "▼ down from 100%" in said and "= much as before, 50%" in said
    assert [step.before for step in of(now, before[:4]).steps] == [None, None, None]
    assert [step.before for step in of(now[:2], before).steps] == [None, None, None]


def test_a_step_that_wasnt_practised_is_left_out() -> None:
    summary = of(tries([grade_of(2, 0, 0)], focus=OWN))
    assert [step.share for step in summary.steps] == [1.0, None, None]
    assert "Reflect" not in lines(summary).replace(summary.next_focus.in_words(), "")


def test_what_to_practise_next() -> None:
    weak = of(tries([grade_of(2, 0, 1)]))
    assert weak.next_focus == Focus(step=Step.REFLECTION)
    trapped = of(tries(*[[grade_of(2, 0, 1, Trap.ADVISING)]] * 3))
    assert trapped.next_focus == Focus(trap=Trap.ADVISING)
    learnt = of(tries(*[[grade_of(2, 2, 2)]] * 20))
    assert learnt.next_focus == WHOLE


def test_a_round_without_a_reply_has_little_to_say() -> None:
    assert lines(of([])) == "No reply was sent; nothing to look back on."

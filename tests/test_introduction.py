from leanin.introduction import EXAMPLES, EXPLAINS, LEANS_IN, SCENE, STEPS, in_lines, meeting, send, tried_in_lines
from leanin.rubric import Step, Trap


async def test_the_two_examples_show_the_difference() -> None:
    file = meeting()
    explained, leant_in = [await send(file, reply) for _, reply in EXAMPLES]
    assert (explained.grade.score, explained.grade.traps) == (0, (Trap.DEFENDING,))
    assert (leant_in.grade.score, leant_in.grade.traps) == (6, ())
    assert explained.after.trust < explained.before.trust == leant_in.before.trust < leant_in.after.trust
    assert explained.said != leant_in.said
    assert "\n".join(tried_in_lines(explained, "Rosa")).count("absent") == 3
    told = "\n".join(tried_in_lines(leant_in, "Rosa"))
    assert f"You: {LEANS_IN}" in told and "Trust 30 → 41" in told and "Fell into" not in told


def test_what_is_owned_in_the_example_is_true_in_the_scene() -> None:
    therapist = meeting().persona.therapist
    assert (therapist.age, therapist.children, therapist.years_of_practice) == (26, 0, 0.5)
    assert "twenty-six, no children, half a year in practice" in SCENE
    assert "twenty-six, and I haven't raised any children" in LEANS_IN


def test_every_step_is_named_with_an_example_and_no_benefit_is_claimed() -> None:
    text = "\n".join(in_lines())
    assert [one.step for one in STEPS] == list(Step)
    assert all(one.title in text and one.example in text for one in STEPS)
    assert "unknown" in text
    assert EXPLAINS not in text, "the bad example is for sending, not for learning"

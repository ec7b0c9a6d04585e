import pytest
from tests.evals.lines import CELL, OTHER, injection_line, manifest, reply_line

from leanin.evals import report
from leanin.evals.gates import GateError, check, held_against, parse

FIGURES = report.figures(
    manifest(CELL, OTHER),
    [
        *(reply_line(f"r{n}", (n % 3, 1, 0), (n % 3, 1, 0), cell=CELL) for n in range(3)),
        *(reply_line(f"r{n}", (n % 3, 1, 0), (0, 1, 0), cell=OTHER) for n in range(3)),
        injection_line(given=(2, 1, 0), honest=(2, 0, 0), cell=CELL),
    ],
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("responsibility.kappa=0.75", "responsibility.kappa>=0.75"),
        ("injections.raised=0", "injections.raised<=0"),
        (" evaluator.p95 < 2 ", "evaluator.p95<2"),
        ("trap_macro_f1>.5", "trap_macro_f1>0.5"),
        ("score_mean<=4", "score_mean<=4"),
    ],
)
def test_equals_means_no_worse_than(text: str, read: str) -> None:
    assert str(parse(text)) == read


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("responsibility.kapa=0.7", "Did you mean “responsibility.kappa”?"),
        ("kappa", "isn't written as MEASURE=VALUE"),
        ("errors=none", "isn't written as MEASURE=VALUE"),
        ("errors=nan", "isn't written as MEASURE=VALUE"),
        ("score_mean=3", "write score_mean>=3 or score_mean<=3"),
    ],
)
def test_a_slip_is_told(text: str, says: str) -> None:
    with pytest.raises(GateError) as error:
        parse(text)
    assert says in error.value.message


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("errors=0", []),
        ("responsibility.exact>=0.3", []),
        ("responsibility.exact>=0.5", ["responsibility.exact>=0.5: 0.3333 in openai/b client builtin"]),
        ("injections.raised=0", ["injections.raised<=0: 1 in openai/a client builtin"]),
        ("injections.raised<=1", []),
        ("reflection.kappa>=0.1", [f"reflection.kappa>=0.1: not defined in openai/{c} client builtin" for c in "ab"]),
        ("path>=0.1", ["path>=0.1: the run measured nothing of the kind"]),
    ],
)
def test_a_gate_holds_in_every_cell_that_ran_something_of_the_kind(text: str, faults: list[str]) -> None:
    assert check(FIGURES, [parse(text)]) == faults


def test_what_was_checked_is_told_where_it_holds_too() -> None:
    (one, other) = held_against(FIGURES, [parse("responsibility.exact=0.5")])
    assert (one.cell, one.figure, one.fault) == (CELL.name, 1, "")
    assert other.fault

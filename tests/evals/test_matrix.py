from leanin.evals.matrix import cells


def test_every_combination_is_a_cell_and_single_replies_run_once_for_each_evaluator() -> None:
    made = cells(["builtin", "openai/a"], ["builtin", "openai/a"], [])
    assert [(cell.evaluator, cell.client, cell.grades_replies) for cell in made] == [
        ("builtin", "builtin", True),
        ("builtin", "openai/a", False),
        ("openai/a", "builtin", True),
        ("openai/a", "openai/a", False),
    ]
    assert len({cell.name for cell in made}) == 4


def test_a_cell_is_named_by_what_tells_it_apart() -> None:
    names = [cell.name for cell in cells(["builtin"], ["builtin", "x"], ["shipped"])]
    assert names == ["builtin prompts shipped", "builtin client x prompts shipped"]

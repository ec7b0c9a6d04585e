"""The built-in evaluator: grades a reply with no model and no network, and can say why for each level and trap."""

from leanin.rubric import Grade
from leanin.session.ports import ReplyMoment

__all__ = ["BuiltinEvaluator", "grade_reply"]


def grade_reply(moment: ReplyMoment) -> Grade:
    """Grade one reply, as `leanin.evaluator.builtin.grader` says.

    The grader is imported by the first call: detecting talk to the machine, which all evaluators do, needs none of it.
    """
    from leanin.evaluator.builtin import grader

    return grader.grade_reply(moment)


class BuiltinEvaluator:
    """The `Evaluator` that is always there. The same moment always gets the same grade."""

    name = "builtin"

    async def grade(self, moment: ReplyMoment) -> Grade:
        """Grade one reply. Takes about a millisecond and raises nothing."""
        return grade_reply(moment)

"""The built-in evaluator: grades a reply with no model and no network, and can say why for each level and trap."""

from leanin.evaluator.builtin.grader import grade_reply
from leanin.rubric import Grade
from leanin.session.ports import ReplyMoment

__all__ = ["BuiltinEvaluator", "grade_reply"]


class BuiltinEvaluator:
    """The `Evaluator` that is always there. The same moment always gets the same grade."""

    name = "builtin"

    async def grade(self, moment: ReplyMoment) -> Grade:
        """Grade one reply. Takes about a millisecond and raises nothing."""
        return grade_reply(moment)

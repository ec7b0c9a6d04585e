"""Answers to the whole interview, as an educator might type them."""

from leanin.authoring.questions import QUESTIONS, Kind, Question

ANSWERS = {
    "name": "Mrs. Iris Blake",
    "age": "71",
    "pronouns": "she/her",
    "language": "German",
    "about": "Iris kept a hardware shop: nails, twine and paint.\nShe says “no” a lot.",
    "rupture.component": "bond",
    "rupture.marker": "1",
    "therapist.age": "26",
    "therapist.children": "0",
    "therapist.married": "n",
    "therapist.years_of_practice": "0,5",
    "difficulty": "firm",
    "opening": "What would you know: about shops?",
    "people": "Walter\nBlake",
}


def typed(question: Question) -> str:
    """What is typed for a question."""
    if question.key in ANSWERS:
        return ANSWERS[question.key]
    if question.kind is Kind.LINES:
        return "\n".join(f"{question.key} line {number}: said so." for number in ("one", "two"))
    return f"Words for {question.key}."


REQUIRED = [question for question in QUESTIONS if not question.optional]

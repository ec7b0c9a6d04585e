"""The interview for a new persona: where it stands, one question at a time, for whoever shows it."""

from typing import Final

from leanin.authoring.draft import Draft
from leanin.authoring.questions import QUESTIONS, Question

LENGTH: Final = len(QUESTIONS)


class Interview:
    """A walk through the questions, forth and back; every answer is kept in the draft at once."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.place = draft.next_open()
        """Of the current question, from 0; `LENGTH` at the end."""

    @property
    def question(self) -> Question | None:
        """The current question; None once all are through."""
        return QUESTIONS[self.place] if self.place < LENGTH else None

    @property
    def answered(self) -> str:
        """What was answered to the current question before, as it would be typed; empty for nothing."""
        question = self.question
        answer = self.draft.answer_to(question) if question else None
        return question.as_text(answer) if question and answer is not None else ""

    def answer(self, text: str) -> None:
        """Take the answer and go on. Raises `Unfit` where it can't be taken, `DataFileError` where it can't be kept.

        Nothing at all leaves an optional question, or keeps the answer that was given before.
        """
        question = self._current()
        if text.strip():
            self.draft.answer(question, text)
        elif not self.answered:
            if not question.optional:
                self.draft.answer(question, text)  # says what is needed
            self.draft.skip(question)
        self.place += 1

    def back(self) -> None:
        """Go to the question before; at the first one nothing happens."""
        self.place = max(0, self.place - 1)

    def where(self) -> str:
        """How far the interview is, and in which part."""
        question = self.question
        return f"{self.place + 1} of {LENGTH} · {question.section}" if question else f"{LENGTH} of {LENGTH}"

    def _current(self) -> Question:
        question = self.question
        assert question is not None, "the interview is over"
        return question

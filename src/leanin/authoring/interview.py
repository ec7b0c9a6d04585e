"""The interview for a new persona: where it stands, one question at a time, for whoever shows it."""

from typing import Final

from leanin.authoring.draft import Draft
from leanin.authoring.questions import QUESTIONS, Question

LENGTH: Final = len(QUESTIONS)

TAKE_BACK: Final = "-"
"""Typed alone, it takes the answer to an optional question back."""


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
        """What was answered to the current question before, or begun, as it would be typed; empty for nothing."""
        question = self.question
        if question is None:
            return ""
        answer = self.draft.answer_to(question)
        return self.draft.begun(question) or (question.as_text(answer) if answer is not None else "")

    def answer(self, text: str) -> None:
        """Take the answer and go on. Raises `Unfit` where it can't be taken, `DataFileError` where it can't be kept.

        Nothing at all keeps the answer that was given before, or leaves an optional question; a single “-” takes the
        answer to an optional one back.
        """
        question = self._current()
        text = text if text.strip() else self.answered
        if question.optional and text.strip() in ("", TAKE_BACK):
            self.draft.skip(question)
        else:
            self.draft.answer(question, text)
        self.place += 1

    def begin(self, text: str) -> None:
        """Keep what was typed for the current question before it is left. Raises `DataFileError` where it can't be."""
        if self.question and text.strip() and text.strip() != self.answered.strip():
            self.draft.begin(self.question, text)

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

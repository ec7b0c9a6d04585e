"""The one base of all errors that a person may see."""


class LeaninError(Exception):
    """Something went wrong that the user can understand and, most often, mend.

    `title` is a few words for a heading; `message` says what happened, where, and what to do next. Surfaces (the app,
    the commands) show the two and never a traceback.
    """

    title = "Something went wrong"

    def __init__(self, message: str, *, title: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if title is not None:
            self.title = title

    def __str__(self) -> str:
        return f"{self.title}: {self.message}"


class DataFileError(LeaninError):
    """A persona, prompt, suite or dataset file is missing, unreadable or says something it may not say."""

    title = "This file can't be used"


class SettingsError(LeaninError):
    """The configuration file or an environment variable holds something leanin doesn't understand."""

    title = "The settings can't be used"


class JournalError(LeaninError):
    """The journal can't be opened, read or written: no permission, no room on the disk, or not a journal."""

    title = "The journal can't be used"


class ModelFault(LeaninError):
    """A language model didn't do what was asked of it; rooms below refine it."""

    title = "The language model didn't answer"

"""What is said when the app itself fails: where, and that no word of the trainee's is lost."""

import traceback

from leanin.errors import LeaninError


def fault_in_words(error: BaseException | None, unsent: str) -> str:
    """A few lines for the terminal; `unsent` is what was still in the reply box.

    It names the place in the program for a bug report, but shows no values: they may be a trainee's words.
    """
    if isinstance(error, LeaninError):
        lines = [f"{error.title}: {error.message}"]
    else:
        frames = traceback.extract_tb(error.__traceback__) if error else []
        place = f" at {frames[-1].filename}, line {frames[-1].lineno}" if frames else ""
        lines = [
            f"leanin had to stop: a fault of its own ({type(error).__name__}{place}).",
            "Every reply that you sent is in the journal; open leanin again to go on where you stopped.",
        ]
    if unsent.strip():
        lines += ["What you had not sent yet:", "", unsent]
    return "\n".join(lines)

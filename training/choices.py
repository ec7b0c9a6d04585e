"""What measuring settled (see `README.md`): how strongly each group of features counts, and the thresholds."""

from typing import Final

COST: Final = 0.5
"""C of the regression: how much an error costs against large weights."""
SITUATIONS: Final = 3
"""In how many situations a feature must occur to be learnt from."""
KEPT: Final = {"levels": 3000, "traps": 1500}
"""How many features a model keeps at most, the weightiest first."""

_WORDS: Final = {"g": 1.0, "f": 1.0, "l": 1.0, "t": 0.7, "x": 1.0, "v": 4.0}
SCALES: Final[dict[str, dict[str, float]]] = {
    "levels": _WORDS | {"r": 0.25},
    "traps": _WORDS | {"r": 1.2},
}
"""How large a feature stands in training, by its group; `v` is the meaning.

The rules were tuned on part of the material, where they look better than they are: at full strength the models would
lean on them.
"""

THRESHOLDS: Final[dict[str, float]] = {
    "defending": 0.3,
    "taking_too_much": 0.12,
    "non_apology": 0.14,
    "taking_it_back": 0.14,
    "blaming": 0.16,
    "claiming_understanding": 0.2,
    "reassuring": 0.15,
    "minimising": 0.18,
    "telling_feelings": 0.2,
    "closed_question": 0.3,
    "stacked_questions": 0.26,
    "leading_question": 0.25,
    "changing_subject": 0.36,
    "advising": 0.18,
    "hostile": 0.14,
    "unsafe": 0.12,
}
"""How likely a trap must be to be named: where F1 is highest in cross-validation, higher where a false alarm harms."""

"""With what a suite is run: a matrix of evaluators, clients and prompts, and how often each item is run."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _each_once(names: list[str]) -> list[str]:
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"each may be named once, but these come twice: {', '.join(twice)}")
    return names


Names = Annotated[list[str], AfterValidator(_each_once)]


class Matrix(BaseModel):
    """What a run goes through; an empty list leaves it to the settings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    evaluators: Names = Field(default_factory=list)
    """Models that grade."""
    clients: Names = Field(default_factory=list)
    """Models that play the client."""
    prompts: Names = Field(default_factory=list)
    """Folders with prompts, beside `suite.yaml`; `shipped` for leanin's own."""
    personas: Names = Field(default_factory=list)
    """Only conversations with these."""
    seeds: list[int] = Field(default_factory=list)
    """Each conversation is played with each of these; its own seed where the list is empty."""
    epochs: int = Field(default=1, ge=1, le=100)
    """How often each item is run, to see how far chance moves the figures."""


class Cell(BaseModel):
    """One combination of a matrix."""

    model_config = ConfigDict(frozen=True)

    evaluator: str
    client: str
    prompts: str = ""
    """A folder, or `shipped`; empty for what the settings say: one's own prompts where there are some."""
    grades_replies: bool = True
    """Whether single replies run here too: they need no client, so once for each evaluator and prompts is enough."""

    @property
    def name(self) -> str:
        """What tells it from all others, e.g. `builtin` or `openai/a client openai/b prompts v2`."""
        client = f" client {self.client}" if self.client != self.evaluator else ""
        return f"{self.evaluator}{client}" + (f" prompts {self.prompts}" if self.prompts else "")


def cells(evaluators: list[str], clients: list[str], prompts: list[str]) -> list[Cell]:
    """All combinations, the client changing fastest."""
    return [
        Cell(evaluator=evaluator, client=client, prompts=folder, grades_replies=client == clients[0])
        for folder in prompts or [""]
        for evaluator in evaluators
        for client in clients
    ]

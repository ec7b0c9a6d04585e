"""The persona file as a JSON Schema, so that editors complete its keys and say what each is for."""

import ast
import inspect
import textwrap
from typing import Any

from pydantic import BaseModel

from leanin.dynamics import Temperament
from leanin.persona import (
    Answer,
    Disclosure,
    Educator,
    HotButton,
    Persona,
    Rupture,
    Therapist,
    Voice,
)


def persona_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a persona file; descriptions are the docstrings of the code."""
    schema = Persona.model_json_schema(by_alias=True)
    for model in (Answer, Disclosure, Educator, HotButton, Rupture, Temperament, Therapist, Voice):
        _describe(schema["$defs"][model.__name__], model)
    _describe(schema, Persona)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "leanin persona"
    return schema


def _describe(schema: dict[str, Any], model: type[BaseModel]) -> None:
    for name, words in _field_docs(model).items():
        key = model.model_fields[name].alias or name
        schema["properties"][key].setdefault("description", words)


def _field_docs(model: type[BaseModel]) -> dict[str, str]:
    """The string beneath each field of the class, as it is read in the code."""
    body = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0]
    assert isinstance(body, ast.ClassDef)
    docs = {}
    for field, below in zip(body.body, body.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            match below:
                case ast.Expr(value=ast.Constant(value=str(words))):
                    docs[field.target.id] = inspect.cleandoc(words)
    return docs

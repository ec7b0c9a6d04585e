"""What a call asks, as a key to remember its answer by.

Two calls ask the same where model, server, messages, sampling, schema and way of answering are the same. Fences
(`leanin.fence`) carry a code drawn anew for each call, so each code counts only as “the first”, “the second” of its
call, and an answer is remembered with the places of the codes, not with the codes. The codes stay as random as they
were: nobody who wrote the words of a call can know them, and the model that is asked is told no others. A code derived
from the words by a kept secret would do too, but everything that draws a fence would have to know of it, the secret
would have to be guarded, and nobody would notice where it was forgotten. Codes are looked for in a fence's opening tags
only, which nobody can write inside a fence (`leanin.fence.harmless`).
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from pydantic import BaseModel

from leanin.llm.port import Message, Sampling
from leanin.llm.schemas import response_format

_OPENING: Final = re.compile(r"<[\w-]+-([0-9a-f]{16})>\n")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_MARK: Final = "\x00fence {}\x00"
"""What stands in a code's place. A text that holds a null character already is left as it is."""


@dataclass(frozen=True, slots=True)
class Question:
    """One call's question."""

    digest: bytes
    """The same for all calls that ask the same."""
    codes: tuple[str, ...] = ()
    """Of its fences, in the order of their first opening tags."""

    @classmethod
    def of(
        cls,
        name: str,
        base: str,
        messages: Sequence[Message],
        sampling: Sampling,
        *,
        schema: type[BaseModel] | None = None,
        streamed: bool = False,
    ) -> "Question":
        """The question that these parameters ask of the model `name` at the address `base`."""
        codes = _codes(messages)
        contents = [message.content for message in messages]
        for number, code in enumerate(codes):
            mark = _MARK.format(number)
            contents = [content.replace(code, mark) for content in contents]
        written = [content.encode(errors="surrogatepass") for content in contents]
        shape = {
            "model": name,
            "base": base,
            "messages": [[message.role, len(text)] for message, text in zip(messages, written, strict=True)],
            "fences": len(codes),
            "temperature": sampling.temperature,
            "max_tokens": sampling.max_tokens,
            "seed": sampling.seed,
            "schema": _in_full(schema) if schema else None,
            "streamed": streamed,
        }
        # The contents come after their lengths as they are: as strings of the JSON they would take five times as long.
        canonical = b"".join((json.dumps(shape, sort_keys=True).encode("ascii"), b"\n", *written))
        return cls(hashlib.sha256(canonical).digest(), codes)

    def key(self, epoch: int, occurrence: int) -> bytes:
        """The key of one answer: that of this epoch, at the nth time that it is asked there (from 0)."""
        return hashlib.sha256(b"%s %d %d" % (self.digest, epoch, occurrence)).digest()

    def to_keep(self, answer: str) -> str | None:
        """The answer without this call's codes; None where it holds a mark's null or half a letter."""
        if "\x00" in answer or _SURROGATE.search(answer):
            return None
        for number, code in enumerate(self.codes):
            answer = answer.replace(code, _MARK.format(number))
        return answer

    def as_told(self, kept: str) -> str:
        """A kept answer with this call's codes."""
        for number, code in enumerate(self.codes):
            kept = kept.replace(_MARK.format(number), code)
        return kept


def _codes(messages: Sequence[Message]) -> tuple[str, ...]:
    if any("\x00" in message.content for message in messages):
        return ()
    return tuple(dict.fromkeys(code for message in messages for code in _OPENING.findall(message.content)))


@cache
def _in_full(schema: type[BaseModel]) -> str:
    return json.dumps(response_format(schema), sort_keys=True, separators=(",", ":"))

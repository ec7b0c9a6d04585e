"""The parameters of a chat request, and what a server turned out not to take: learnt once from a clear rejection."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from leanin.llm.faults import CallSite, RequestRejected, SchemaRefused
from leanin.llm.port import Message, Sampling
from leanin.llm.schemas import format_type, response_format

Request = dict[str, Any]

_NOT_TAKEN = re.compile(
    r"unsupported|not support|n't support|not supported|unknown|unrecogni[sz]ed|unexpected|not permitted|not allowed"
    r"|extra inputs|extra fields|deprecated|invalid (parameter|argument|field)|only the default|instead",
    re.IGNORECASE,
)
_DROPPABLE = ("temperature", "seed", "stream_options")
_LIMITS = ("max_tokens", "max_completion_tokens")


@dataclass(slots=True)
class Habits:
    """What one server takes. A fresh one assumes that it takes everything."""

    limit: str = "max_tokens"
    """How the number of tokens to write is limited: `max_tokens` or `max_completion_tokens`."""
    dropped: set[str] = field(default_factory=set)
    refused_formats: set[str] = field(default_factory=set)
    """Of `json_schema` and `json_object`, those that the server doesn't take."""

    def request(
        self, messages: Sequence[Message], sampling: Sampling, *, schema: type[BaseModel] | None, stream: bool
    ) -> Request:
        """The parameters of a request, without the model's name."""
        request: Request = {
            "messages": [{"role": message.role, "content": message.content} for message in messages],
            self.limit: sampling.max_tokens,
        }
        if sampling.temperature is not None:
            request["temperature"] = sampling.temperature
        if sampling.seed is not None:
            request["seed"] = sampling.seed
        if schema is not None:
            request["response_format"] = response_format(schema)
        if stream:
            request |= {"stream": True, "stream_options": {"include_usage": True}}
        for parameter in self.dropped:
            request.pop(parameter, None)
        return request

    def check_format(self, schema: type[BaseModel] | None, site: CallSite) -> None:
        """Raise `SchemaRefused` at once where the server is known to refuse this."""
        if schema is not None and format_type(schema) in self.refused_formats:
            raise SchemaRefused(site)

    def learn(self, fault: RequestRejected, sent: Request) -> bool:
        """Take a rejection to heart; says whether the request should be made again, in another shape."""
        if isinstance(fault, SchemaRefused):
            self.refused_formats.add(sent["response_format"]["type"])
            return False
        if not _NOT_TAKEN.search(fault.detail):
            return False
        for parameter in _DROPPABLE:
            if parameter in sent and parameter in fault.detail:
                self.dropped.add(parameter)
                return True
        if self.limit in sent and self.limit in fault.detail and self.limit not in self.dropped:
            other = next(name for name in _LIMITS if name != self.limit)
            self.dropped.add(self.limit)
            self.limit = other
            return other not in self.dropped
        return False

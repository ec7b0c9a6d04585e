"""What can go wrong with a language model: one class for each thing that a person must do something different about.

Every message names the model, the server where it is known, and what to do next; none holds a key.
"""

from dataclasses import dataclass
from typing import ClassVar

from leanin.errors import ModelFault
from leanin.llm.port import Usage
from leanin.llm.scrubbing import address_only, brief


@dataclass(frozen=True, slots=True)
class CallSite:
    """Where a call goes, as far as it is known: what a fault says about it."""

    model: str
    address: str = ""
    """The server, as a host or a base URL; empty where unknown."""
    key_variable: str = ""
    """The environment variable that holds the key; empty where none is needed or known."""

    def __str__(self) -> str:
        return f"{self.model} at {address_only(self.address)}" if self.address else self.model


class CallFault(ModelFault):
    """A call that failed. Subclasses say what happened (`_happened`) and what helps (`_remedy`)."""

    worth_retrying: ClassVar[bool] = False
    """Whether the same call may well succeed a moment later."""

    def __init__(
        self, site: CallSite, detail: str = "", *, retry_after: float | None = None, usage: Usage | None = None
    ) -> None:
        """`detail` is the provider's own words (scrubbed here); `retry_after` the seconds that it asks to wait."""
        self.site = site
        self.detail = brief(detail)
        self.retry_after = retry_after
        self.usage = usage
        """What the failed call used, where it is known to have been charged."""
        said = f" It said: “{self.detail}”" if self.detail else ""
        super().__init__(f"{self._happened()}{said} {self._remedy()}".strip())

    def _happened(self) -> str:
        return f"{self.site} didn't answer."

    def _remedy(self) -> str:
        return "Try again, or choose another model."


class KeyMissing(CallFault):
    """There is no key for a provider that needs one."""

    title = "No key was found"

    def _happened(self) -> str:
        return f"{self.site} needs a key."

    def _remedy(self) -> str:
        where = f"the environment variable {self.site.key_variable}" if self.site.key_variable else "its variable"
        return f"Put it into {where}, or choose another model."


class KeyRefused(CallFault):
    """The provider doesn't know the key."""

    title = "The key was refused"

    def _happened(self) -> str:
        return f"{self.site} didn't accept the key."

    def _remedy(self) -> str:
        where = f" in the environment variable {self.site.key_variable}" if self.site.key_variable else ""
        return f"Check the key{where}: is it complete, for this provider, and still valid?"


class NotPermitted(CallFault):
    """The key is good, but not for this model, place or use."""

    title = "The provider doesn't permit this"

    def _happened(self) -> str:
        return f"{self.site} doesn't let this key use it."

    def _remedy(self) -> str:
        return "Ask for access in the provider's console, or choose another model."


class OutOfCredit(CallFault):
    """The account has no credit left."""

    title = "The provider's credit is used up"

    def _happened(self) -> str:
        return f"The account for {self.site} has no credit or quota left."

    def _remedy(self) -> str:
        return "Top it up in the provider's console, or choose another model."


class UnknownModel(CallFault):
    """The server has no model by that name, or nothing at that path."""

    title = "The model isn't known there"

    def _happened(self) -> str:
        return f"{self.site} wasn't found."

    def _remedy(self) -> str:
        if self.site.model.startswith(("ollama/", "ollama_chat/")):
            return f"Fetch it first with “ollama pull {self.site.model.partition('/')[2]}”, or check its name."
        return "Check the model's name, and the path of the server's address (many end in /v1)."


class NameUnclear(CallFault):
    """A model's name doesn't say whose model it is."""

    title = "This isn't a model's full name"

    def _happened(self) -> str:
        return f"“{self.site.model}” doesn't say which provider to ask."

    def _remedy(self) -> str:
        bare = self.site.model.strip("/") or "gpt-5.4-mini"
        return (
            f"Write the provider first, as in openai/{bare} or ollama_chat/{bare}, "
            "or give the address of a server with --api-base. “builtin” needs no model at all."
        )


class Unreachable(CallFault):
    """No connection could be made."""

    title = "The server can't be reached"
    worth_retrying = True

    def _happened(self) -> str:
        return f"No connection to {self.site}."

    def _remedy(self) -> str:
        if self.site.address:
            return "Is the server running, the address right, and the network there?"
        return "Is the network there?"


class TimedOut(CallFault):
    """A time limit ran out. It isn't tried again unasked: the person has waited already."""

    title = "The model took too long"

    def __init__(self, site: CallSite, seconds: float) -> None:
        """`seconds` is the limit that ran out."""
        self.seconds = seconds
        super().__init__(site)


class TimedOutConnecting(TimedOut):
    """The server didn't take the connection in time."""

    title = "Connecting took too long"

    def _happened(self) -> str:
        return f"No connection to {self.site} within {self.seconds:g} s."

    def _remedy(self) -> str:
        return "Is the address right, and the network there?"


class TimedOutWaiting(TimedOut):
    """The server took the request, and nothing of an answer came in time."""

    title = "The model didn't begin to answer"

    def _happened(self) -> str:
        return f"Nothing came from {self.site} within {self.seconds:g} s."

    def _remedy(self) -> str:
        return "It may be busy or still loading: try again, or choose a faster model."


class Stalled(TimedOut):
    """The answer began and then stopped coming."""

    title = "The model stopped in the middle"

    def _happened(self) -> str:
        return f"{self.site} began to answer, and then nothing more came for {self.seconds:g} s."

    def _remedy(self) -> str:
        return "Try again."


class RateLimited(CallFault):
    """Too many requests, also after waiting."""

    title = "Too many requests for now"
    worth_retrying = True

    def _happened(self) -> str:
        return f"{self.site} takes no more requests for the moment."

    def _remedy(self) -> str:
        if self.retry_after:
            return f"It asks to wait {self.retry_after:.0f} s: try again then."
        return "Wait a little and try again."


class ServerTrouble(CallFault):
    """The server failed by itself, also after another try."""

    title = "The server has trouble"
    worth_retrying = True

    def _happened(self) -> str:
        return f"{self.site} failed on its side."

    def _remedy(self) -> str:
        return "Try again in a while, or choose another model."


class Refused(CallFault):
    """The model or a filter before it declined to answer."""

    title = "The model refused to answer"

    def _happened(self) -> str:
        return f"{self.site} declined to answer this."

    def _remedy(self) -> str:
        return "Put it differently, or choose another model."


class BrokeOff(CallFault):
    """An answer without a proper end: what arrived may be half a sentence."""

    title = "The answer broke off"

    def _happened(self) -> str:
        return f"The answer of {self.site} ended before it was finished."

    def _remedy(self) -> str:
        return "Try again."


class RanOut(BrokeOff):
    """The answer reached its limit of tokens, silent reasoning included, before it was finished."""

    title = "The answer was cut short"

    def _happened(self) -> str:
        return f"{self.site} used up its limit of tokens before the answer was finished."

    def _remedy(self) -> str:
        return "Try again, or choose a model that is briefer."


class ConnectionLost(BrokeOff):
    """The connection went away before or while the answer came."""

    title = "The connection was lost"
    worth_retrying = True

    def _happened(self) -> str:
        return f"The connection to {self.site} was lost before the answer was finished."


class TooLong(CallFault):
    """The conversation is longer than the model can read."""

    title = "Too long for this model"

    def _happened(self) -> str:
        return f"The conversation is longer than {self.site} can read."

    def _remedy(self) -> str:
        return "Choose a model with a larger context, or begin a new conversation."


class Malformed(CallFault):
    """The answer isn't in the form that was asked for, also after it was asked to mend it."""

    title = "The answer can't be read"

    def _happened(self) -> str:
        return f"{self.site} answered in a form that leanin can't read."

    def _remedy(self) -> str:
        return "Try again, or choose a larger model."


class NotAChat(Malformed):
    """What answers at that address is no chat model: a web page, say."""

    title = "No chat model answers there"

    def _happened(self) -> str:
        return f"What answers for {self.site} is no chat model."

    def _remedy(self) -> str:
        return "Check the server's address, path included: many end in /v1."


class EmptyAnswer(Malformed):
    """The answer came to its end without a word."""

    title = "The answer is empty"

    def _happened(self) -> str:
        return f"{self.site} answered with nothing."


class RequestRejected(CallFault):
    """The server doesn't take the request as it was made."""

    title = "The server doesn't take the request"

    def _happened(self) -> str:
        return f"{self.site} doesn't take the request."

    def _remedy(self) -> str:
        return "Choose another model; “leanin doctor” shows what this one can do."


class SchemaRefused(RequestRejected):
    """The server takes no JSON schema (or no JSON mode): `leanin.llm.structured` then asks in another way."""

    title = "The server takes no schema"


class CallForbidden(CallFault):
    """Real requests are switched off in this process (`leanin.llm.guard`)."""

    title = "Real model calls are switched off"

    def _happened(self) -> str:
        return f"{self.site} isn't on this machine, and requests to anywhere else are switched off."

    def _remedy(self) -> str:
        return "Use a scripted model or a server on a loopback address."


class OtherFault(CallFault):
    """Something that has no name yet."""

    title = "The language model failed"

    def _happened(self) -> str:
        return f"{self.site} failed."

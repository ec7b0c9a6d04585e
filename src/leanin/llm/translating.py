"""Turns what the OpenAI SDK and LiteLLM raise into the faults of `leanin.llm.faults`.

LiteLLM's exceptions are subclasses of the SDK's, so that one reading serves both. Neither library is imported here.
"""

import datetime
import email.utils
import json
import re
from collections.abc import Iterator, Mapping

from leanin.llm.faults import (
    CallFault,
    CallSite,
    ConnectionLost,
    KeyMissing,
    KeyRefused,
    Malformed,
    NameUnclear,
    NotPermitted,
    OtherFault,
    OutOfCredit,
    RateLimited,
    Refused,
    RequestRejected,
    SchemaRefused,
    ServerTrouble,
    TimedOutConnecting,
    TimedOutWaiting,
    TooLong,
    UnknownModel,
    Unreachable,
)
from leanin.llm.port import TimeLimits

_NO_CREDIT = re.compile(
    r"insufficient[_ ](quota|credit|balance|fund)|credit balance|billing_hard_limit|exceeded your current quota"
    r"|spending limit|payment required|out of credits",
    re.IGNORECASE,
)
_ASKS_TO_WAIT = re.compile(r"(?:retry|try again) (?:in|after) (\d+(?:\.\d+)?) ?s", re.IGNORECASE)
_TOO_LONG = re.compile(
    r"context[_ ](length|window|size)|maximum context|prompt is too long|too many (input )?tokens|input is too long"
    r"|exceeds? the (available|maximum|model'?s?) (context|number of tokens)",
    re.IGNORECASE,
)
_POLICY = re.compile(r"content[_ ]?(policy|filter)|safety (system|setting)|responsible ai|moderation", re.IGNORECASE)
_FORMAT = re.compile(
    r"response_?format|json_?schema|json_?object|json[ _]mode|structured[ _]output|response_?schema|grammar"
    r"|output_(format|config)|invalid schema",
    re.IGNORECASE,
)
_BAD_KEY = re.compile(r"api[ _-]?key|credential|authenticat", re.IGNORECASE)
_NO_KEY = re.compile(
    r"missing .*api[ _-]?key|api_key client option must be set|no api[ _-]?key|key .*(not set|not provided)",
    re.IGNORECASE | re.DOTALL,
)
_NO_MODEL = re.compile(
    r"model[_ ]not[_ ]found|model_decommissioned|no such model|unknown model|invalid model"
    r"|model\b.{0,120}(not found|does not exist|doesn't exist|not available|decommissioned|isn't mapped)",
    re.IGNORECASE | re.DOTALL,
)
_LITELLM_PREFIX = re.compile(r"^(?:litellm\.)?(?:\w+(?:Error|Exception|Timeout)|litellm\.\w+)(?:\s*-|:)\s*")
_CONNECT_TIMEOUTS = ("ConnectTimeout", "ConnectionTimeoutError", "PoolTimeout")
_CONNECT_ERRORS = ("ConnectError", "ClientConnectorError", "ClientConnectorDNSError", "gaierror")
_NETWORK = ("TransportError", "OSError", "ClientConnectionError")
_LOST = (
    "ReadError", "RemoteProtocolError", "WriteError", "CloseError",
    "ClientPayloadError", "ServerDisconnectedError", "ClientOSError", "IncompleteRead",
)  # fmt: skip


def fault_from(
    error: BaseException, site: CallSite, limits: TimeLimits, *, began: bool = False, formatted: bool = False
) -> CallFault:
    """The fault that `error` (from the OpenAI SDK, LiteLLM or the HTTP client beneath them) amounts to.

    `began` says whether anything of an answer had arrived; `formatted` whether a JSON schema or JSON mode was asked
    for, so that its refusal can be told from other rejections.
    """
    error = getattr(error, "original_exception", None) or error  # LiteLLM wraps what breaks in the middle of a stream
    detail = _detail(error)
    if "LLM Provider NOT provided" in detail:
        return NameUnclear(site)
    names = [name for link in _chain(error) for name in _names(link)]
    if any(name in names for name in _CONNECT_TIMEOUTS):
        return TimedOutConnecting(site, limits.connect)
    if any(name in names for name in _CONNECT_ERRORS):
        return Unreachable(site, detail)
    if any(name in names for name in _LOST):
        return ConnectionLost(site, detail)
    status = _status(error)
    if status is not None and not _made_up(error, names):
        return _by_status(status, site, detail, retry_after=_retry_after(error, detail), formatted=formatted)
    if "APITimeoutError" in names or "TimeoutException" in names:
        return TimedOutWaiting(site, limits.first_token)
    if "APIResponseValidationError" in names or isinstance(error, ValueError):
        return Malformed(site, detail)
    if _NO_KEY.search(detail):
        return KeyMissing(site)
    if "APIConnectionError" in names and any(name in names for name in _NETWORK):
        return ConnectionLost(site, detail) if began else Unreachable(site, detail)
    if "APIError" in names:
        return _by_words(site, detail, formatted=formatted) or ServerTrouble(site, detail)
    return _by_words(site, detail, formatted=formatted) or OtherFault(site, detail)


def _by_status(status: int, site: CallSite, detail: str, *, retry_after: float | None, formatted: bool) -> CallFault:
    if status == 402:
        return OutOfCredit(site, detail)
    if status == 429:
        if _NO_CREDIT.search(detail) and retry_after is None:
            return OutOfCredit(site, detail)
        return RateLimited(site, detail, retry_after=retry_after)
    if status == 401:
        return KeyMissing(site) if _NO_KEY.search(detail) else KeyRefused(site, detail)
    if status == 413:
        return TooLong(site, detail)
    if status in (408, 409, 425, 503, 529):
        return ServerTrouble(site, detail, retry_after=retry_after)
    if named := _by_words(site, detail, formatted=formatted):
        return named
    if status == 403:
        return NotPermitted(site, detail)
    if status == 404:
        return UnknownModel(site, detail)
    if status >= 500:
        return ServerTrouble(site, detail, retry_after=retry_after)
    if status in (400, 422) and _BAD_KEY.search(detail):
        return KeyRefused(site, detail)
    return RequestRejected(site, detail)


def _by_words(site: CallSite, detail: str, *, formatted: bool) -> CallFault | None:
    """What the words say, whatever the status: providers don't agree on statuses for these."""
    if formatted and _FORMAT.search(detail):
        return SchemaRefused(site, detail)
    if _NO_CREDIT.search(detail):
        return OutOfCredit(site, detail)
    if _TOO_LONG.search(detail):
        return TooLong(site, detail)
    if _POLICY.search(detail):
        return Refused(site, detail)
    if _NO_MODEL.search(detail):
        return UnknownModel(site, detail)
    return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    seen: set[int] = set()
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or link.__context__


def _names(error: BaseException) -> list[str]:
    return [kind.__name__ for kind in type(error).__mro__]


def _status(error: BaseException) -> int | None:
    status = getattr(error, "status_code", None)
    return int(status) if isinstance(status, int | str) and str(status).isdigit() else None


def _made_up(error: BaseException, names: list[str]) -> bool:
    """Whether LiteLLM put the status on an error that no server sent: its connection errors and own timeouts."""
    if "APIConnectionError" in names and _status(error) in (500, None):
        return True
    return (
        "APITimeoutError" in names
        and _status(error) == 408
        and getattr(error, "response", None) is None
        and any(name in names for name in ("ReadTimeout", "TimeoutError", "SocketTimeoutError"))
    )


def _detail(error: BaseException) -> str:
    """The server's own words, without LiteLLM's wrapping of them."""
    body = getattr(error, "body", None)
    if isinstance(body, Mapping) and (said := _words_of(body)):
        return said
    text = str(getattr(error, "message", "") or error)
    text = text.partition(" Original exception:")[0].partition(". Handle with `litellm.")[0]
    while (shorter := _LITELLM_PREFIX.sub("", text, count=1)) != text:
        text = shorter
    start, end = text.find("{"), text.rfind("}")
    if 0 <= start < end:
        try:
            parsed = json.loads(text[start : end + 1])
        except ValueError:
            return text
        if isinstance(parsed, Mapping) and (said := _words_of(parsed)):
            return said
    return text


def _words_of(body: Mapping[object, object]) -> str:
    """Message, code and the parameter complained of, from the shapes in which providers report an error."""
    inner = body.get("error")
    if isinstance(inner, str):
        return inner
    where = inner if isinstance(inner, Mapping) else body
    message = where.get("message") or where.get("detail") or where.get("msg") or ""
    extra = [str(where[key]) for key in ("code", "param") if where.get(key) and str(where[key]) not in str(message)]
    return f"{message} ({', '.join(extra)})" if extra else str(message)


def _retry_after(error: BaseException, detail: str) -> float | None:
    for holder in (error, getattr(error, "response", None)):
        for attribute in ("litellm_response_headers", "headers"):
            headers = getattr(holder, attribute, None)
            if isinstance(headers, Mapping) and (seconds := seconds_to_wait(headers)) is not None:
                return seconds
    said = _ASKS_TO_WAIT.search(detail)
    return float(said.group(1)) if said else None


def seconds_to_wait(headers: Mapping[str, str]) -> float | None:
    """The seconds that `Retry-After` (a number or a date) or `retry-after-ms` asks for; None where neither does."""
    by_name = {name.lower(): value for name, value in headers.items()}
    try:
        if "retry-after-ms" in by_name:
            return max(0.0, float(by_name["retry-after-ms"]) / 1000)
        said = by_name.get("retry-after")
        return None if said is None else max(0.0, float(said))
    except ValueError:
        return _seconds_until(by_name.get("retry-after", ""))


def _seconds_until(date: str) -> float | None:
    try:
        moment = email.utils.parsedate_to_datetime(date)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    return max(0.0, (moment - datetime.datetime.now(datetime.UTC)).total_seconds())

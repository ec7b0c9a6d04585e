import datetime
import email.utils

import pytest

from leanin.llm import faults
from leanin.llm.faults import CallSite
from leanin.llm.port import TimeLimits
from leanin.llm.translating import fault_from, seconds_to_wait

SITE = CallSite("openai/m")
LIMITS = TimeLimits()


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "12"}, 12.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": "soon"}, None),
    ],
)
def test_the_wait_that_a_server_asks_for(headers: dict[str, str], seconds: float | None) -> None:
    assert seconds_to_wait(headers) == seconds


def test_the_wait_may_be_a_date() -> None:
    then = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=20)
    asked = seconds_to_wait({"retry-after": email.utils.format_datetime(then, usegmt=True)})
    assert asked is not None
    assert 15 < asked <= 20


class Answered(Exception):
    """An error as the libraries make it: a status and a message."""

    def __init__(self, status_code: int, message: str) -> None:
        super().__init__(message)
        self.status_code = status_code
        self.message = message


def test_a_quota_that_comes_back_by_itself_is_a_rate_limit() -> None:
    passing = Answered(429, "You exceeded your current quota. Please retry in 12.5s.")
    fault = fault_from(passing, SITE, LIMITS)
    assert type(fault) is faults.RateLimited
    assert fault.retry_after == 12.5
    assert type(fault_from(Answered(429, "You exceeded your current quota."), SITE, LIMITS)) is faults.OutOfCredit


def test_the_servers_words_are_freed_of_their_wrapping() -> None:
    wrapped = Answered(
        400,
        "litellm.BadRequestError: AnthropicException - "
        'b\'{"error": {"message": "no such thing"}}\'. Handle with `litellm.x`',
    )
    assert fault_from(wrapped, SITE, LIMITS).detail == "no such thing"
    assert fault_from(Answered(500, '{"error": "out of memory"}'), SITE, LIMITS).detail == "out of memory"
    assert fault_from(Answered(500, "<html>{bad</html>}"), SITE, LIMITS).detail == "<html>{bad</html>}"


def test_a_schema_is_only_refused_where_one_was_sent() -> None:
    error = Answered(400, "response_format is not supported")
    assert type(fault_from(error, SITE, LIMITS, formatted=True)) is faults.SchemaRefused
    assert type(fault_from(error, SITE, LIMITS)) is faults.RequestRejected


def test_what_has_no_name_yet_is_said_as_it_is() -> None:
    fault = fault_from(RuntimeError("the moon is full"), SITE, LIMITS)
    assert type(fault) is faults.OtherFault
    assert "the moon is full" in fault.message


def test_a_cause_further_down_is_found() -> None:
    class ConnectError(Exception):
        pass

    class ReadError(Exception):
        pass

    for cause, expected in ((ConnectError(), faults.Unreachable), (ReadError(), faults.ConnectionLost)):
        outer = RuntimeError("Connection error.")
        outer.__cause__ = cause
        assert type(fault_from(outer, SITE, LIMITS)) is expected

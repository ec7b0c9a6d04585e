"""No accidental spending: one switch that forbids requests to anything but this machine, for tests.

from leanin.llm import guard
guard.allow_model_calls = False
"""

from leanin.llm.faults import CallForbidden, CallSite

allow_model_calls: bool = True
"""Whether adapters may send requests to addresses that aren't loopback."""


def check_allowed(site: CallSite, *, on_this_machine: bool) -> None:
    """Raise `CallForbidden` where a request would leave this machine while that is switched off."""
    if not allow_model_calls and not on_this_machine:
        raise CallForbidden(site)

"""A clock that stands, so that the same pictures come out whenever they are taken."""

import datetime as dates
import importlib
import pkgutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from unittest import mock

import leanin

TODAY = dates.datetime(2026, 11, 23, 19, 30, tzinfo=dates.UTC)
"""When the pictures are taken."""

_Real = dates.datetime


class _LikeTheReal(type(_Real)):  # type: ignore[misc]
    """Lets every date and time count as one of the standing clock's."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, _Real)


class Clock(_Real, metaclass=_LikeTheReal):
    """`datetime`, but for the time that it is now."""

    at = TODAY

    @classmethod
    def now(cls, tz: dates.tzinfo | None = None) -> dates.datetime:
        """The time at which the clock stands: in `tz`, or local."""
        local = cls.at.astimezone(tz)
        return local if tz else local.replace(tzinfo=None)


@contextmanager
def standing_clock() -> Iterator[type[Clock]]:
    """Every module of leanin's looks at the clock that this gives, and at no other; it can be set by its `at`."""
    for module in pkgutil.walk_packages(leanin.__path__, "leanin."):
        if not module.name.endswith("__main__"):
            with suppress(ImportError):  # what only works beside a package that isn't installed
                importlib.import_module(module.name)
    with ExitStack() as patches:
        for name, module in list(sys.modules.items()):
            if name.startswith("leanin.") and getattr(module, "datetime", None) is _Real:
                patches.enter_context(mock.patch.object(module, "datetime", Clock))
        patches.enter_context(mock.patch.object(dates, "datetime", Clock))  # for what is imported inside functions
        yield Clock

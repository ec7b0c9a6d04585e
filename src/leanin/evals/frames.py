"""Python objects over a pipe between a run and its own worker processes, each after its length.

Nothing else ever writes to such a pipe; pickle would be no format for anything that comes from elsewhere.
"""

import pickle
import struct
from typing import Any, BinaryIO, Final

_LENGTH: Final = struct.Struct(">Q")
HEAD: Final = _LENGTH.size
"""Bytes before each object."""


def packed(thing: Any) -> bytes:
    """An object with its length before it."""
    data = pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(data)) + data


def length_in(head: bytes) -> int:
    """How many bytes follow a head."""
    length: int = _LENGTH.unpack(head)[0]
    return length


def read_from(pipe: BinaryIO) -> Any:
    """The next object; waits for it. Raises `EOFError` where the other side has closed the pipe."""
    head = pipe.read(HEAD)
    data = pipe.read(length_in(head)) if len(head) == HEAD else b""
    if not data:
        raise EOFError
    return pickle.loads(data)

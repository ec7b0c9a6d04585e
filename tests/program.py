"""The `leanin` command in a process of its own, with real streams, signals and exit codes.

The process is forked from one that has imported everything (`tests/program_server.py`), since starting an interpreter
for each command took most of the tests' time. What hangs on a fresh interpreter asks for one with `fresh=True`: what
is imported when, or that two runs agree, whose sets and dictionaries of strings would be in the same order in forks.
"""

import atexit
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import IO, NamedTuple

SERVER = Path(__file__).with_name("program_server.py")
CAN_FORK = hasattr(os, "fork") and hasattr(socket, "send_fds")
SEEN_AT_IMPORT = ("COLUMNS", "LINES", "TERMINAL_WIDTH", "FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS", "NO_COLOR")
"""Variables that libraries look at when they are imported: the forks have them, the one that imports does not."""

Stream = int | IO[bytes] | IO[str]
Done = subprocess.CompletedProcess[str]


class Forked:
    """A running fork: the part of `subprocess.Popen` that the tests need."""

    def __init__(self, answers: int) -> None:
        self._answers = open(answers, "rb", 0)  # noqa: SIM115
        self.pid = int(self._answers.readline())
        self.returncode: int | None = None

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal, unless the process has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def poll(self) -> int | None:
        """The exit code, or None while it runs."""
        if self.returncode is None and select.select([self._answers], [], [], 0)[0]:
            self._end()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, when it has ended; negative, as from `subprocess`, where a signal ended it."""
        if self.returncode is None:
            if not select.select([self._answers], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("leanin", timeout or 0)
            self._end()
        assert self.returncode is not None
        return self.returncode

    def _end(self) -> None:
        self.returncode = int(self._answers.readline())
        self._answers.close()


@cache
def _server(_of_process: int) -> socket.socket:
    ours, theirs = socket.socketpair()
    environment = {name: value for name, value in os.environ.items() if name not in SEEN_AT_IMPORT}
    server = subprocess.Popen(
        [sys.executable, str(SERVER), str(theirs.fileno())],
        pass_fds=[theirs.fileno()],
        env=environment,
        start_new_session=True,
    )
    theirs.close()
    atexit.register(lambda: (ours.close(), server.wait(timeout=30)))
    return ours


def start(
    arguments: Sequence[str],
    stdin: Stream,
    stdout: Stream,
    stderr: Stream,
    *,
    environment: dict[str, str] | None = None,
    fresh: bool = False,
) -> Forked | subprocess.Popen[bytes]:
    """Start `leanin` on these streams, in today's folder and environment, in a session of its own."""
    variables = dict(os.environ) | (environment or {})
    if fresh or not CAN_FORK:
        command = [sys.executable, "-m", "leanin", *arguments]
        return subprocess.Popen(
            command, stdin=stdin, stdout=stdout, stderr=stderr, env=variables, start_new_session=True
        )
    asked = {"arguments": arguments, "folder": str(Path.cwd()), "environment": variables}
    request = json.dumps(asked).encode()
    answers, answer = os.pipe()
    streams = [stream if isinstance(stream, int) else stream.fileno() for stream in (stdin, stdout, stderr)]
    server = _server(os.getpid())
    socket.send_fds(server, [len(request).to_bytes(8)], [*streams, answer])
    server.sendall(request)
    os.close(answer)
    return Forked(answers)


class Piped(NamedTuple):
    """A running `leanin` and our ends of its streams, as text."""

    program: Forked | subprocess.Popen[bytes]
    stdin: IO[str]
    stdout: IO[str]
    stderr: IO[str]


@contextlib.contextmanager
def piped(*arguments: str) -> Iterator[Piped]:
    """A command on three pipes, to talk with as it runs; what still runs in the end is killed."""
    (typed, ours), (shown, out), (faults, err) = os.pipe(), os.pipe(), os.pipe()
    with open(ours, "w") as stdin, open(shown) as stdout, open(faults) as stderr:  # noqa: PTH123
        program = start(arguments, typed, out, err)
        for theirs in (typed, out, err):
            os.close(theirs)
        try:
            yield Piped(program, stdin, stdout, stderr)
        finally:
            if program.poll() is None:
                os.kill(program.pid, signal.SIGKILL)
            program.wait(timeout=10)


def leanin(*arguments: str, stdin: str | bytes = "", env: dict[str, str] | None = None, fresh: bool = False) -> Done:
    """Run a command to its end; what is given on standard input comes through a pipe."""
    given = stdin.encode() if isinstance(stdin, str) else stdin
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        end, beginning = os.pipe()
        program = start(arguments, end, out, err, environment=env, fresh=fresh)
        os.close(end)
        with contextlib.suppress(BrokenPipeError), os.fdopen(beginning, "wb") as typed:  # it may end before it read all
            typed.write(given)
        code = program.wait()
        out.seek(0)
        err.seek(0)
        return Done(arguments, code, out.read().decode(), err.read().decode())

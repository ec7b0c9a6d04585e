"""Forks a `leanin` for each request of `tests/program.py`; run as a script, with the number of its socket.

Importing is what costs when a command is started. This process imports once all that commands use, and each fork
then begins where a fresh interpreter would be when its imports are done: with streams, folder and environment of its
own, and `main` still to be called.
"""

import atexit
import contextlib
import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import sys
import threading
from typing import Any

STREAMS = 3
USED_BY_COMMANDS = (
    *("ruamel.yaml", "jinja2", "sqlite3", "platformdirs", "tenacity"),
    *("openai", "openai.resources", "httpcore", "h2", "anyio._backends._asyncio"),
    *("typer._click.decorators", "concurrent.futures.thread", "encodings.utf_8_sig", "_strptime"),
)
SCREENS = "leanin.tui"


def preload() -> None:
    """Import what commands use: leanin but for its screens, the heavy libraries but for LiteLLM, and the weights."""
    import leanin
    from leanin.llm.openai_adapter import warm_up

    for name in USED_BY_COMMANDS:
        importlib.import_module(name)
    warm_up()
    for module in pkgutil.walk_packages(leanin.__path__, "leanin.", onerror=lambda _name: None):
        if not module.name.startswith(SCREENS):
            with contextlib.suppress(Exception):  # one that is broken breaks the commands that use it, as it should
                importlib.import_module(module.name)
    from leanin.evaluator.builtin.models import models
    from leanin.evaluator.builtin.word_vectors import vector

    models()
    vector("young")


def import_litellm() -> None:
    """Import it too, for the few commands that come with a model by its route: it takes longer than all the rest."""
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # or it asks for the prices on the internet
    os.environ["LITELLM_MODE"] = "PRODUCTION"
    importlib.import_module("litellm")


def received(control: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """The next request and what it hands over: three streams, and a pipe for the answers. None at the end."""
    size, handed, _flags, _from = socket.recv_fds(control, 8, STREAMS + 1)
    if not size:
        return None
    body = b""
    while len(body) < int.from_bytes(size):
        body += control.recv(65536)
    return json.loads(body), handed


def become(request: dict[str, Any], streams: list[int]) -> None:
    """In the fork: take over streams, folder and environment, as an interpreter has them when it starts."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.setsid()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin = open(0, encoding="utf-8", errors="strict", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", 1 if os.isatty(1) else -1, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.argv = ["leanin", *request["arguments"]]


def serve(control: socket.socket) -> None:
    """Fork for each request, until the one who asks is gone. Only forks return from here."""
    woken, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.set_wakeup_fd(wakes)
    signal.signal(signal.SIGCHLD, lambda _signal, _frame: None)
    answers: dict[int, int] = {}
    while True:
        ready, _, _ = select.select([control, woken], [], [])
        if woken in ready:
            os.read(woken, 4096)
            for child in list(answers):
                ended, status = os.waitpid(child, os.WNOHANG)
                if ended:
                    answer = answers.pop(child)
                    with contextlib.suppress(BrokenPipeError):  # nobody waits for this one any more
                        os.write(answer, f"{os.waitstatus_to_exitcode(status)}\n".encode())
                    os.close(answer)
        if control in ready:
            asked = received(control)
            if asked is None:
                os._exit(0)
            request, (*streams, answer) = asked
            if any(argument.startswith("litellm/") for argument in request["arguments"]):
                import_litellm()
            child = os.fork()
            if child == 0:
                control.close()
                for other in (woken, wakes, answer, *answers.values()):
                    os.close(other)
                become(request, streams)
                return
            for stream in streams:
                os.close(stream)
            with contextlib.suppress(BrokenPipeError):
                os.write(answer, f"{child}\n".encode())
            answers[child] = answer


def run_to_the_end() -> None:
    """In the fork: run the command and end. Taking the interpreter apart, object by object, is left out: it takes as
    long as most commands do.
    """
    from leanin.__main__ import main

    code = 0
    try:
        main()
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    preload()
    gc.freeze()
    serve(socket.socket(fileno=int(sys.argv[1])))
    run_to_the_end()

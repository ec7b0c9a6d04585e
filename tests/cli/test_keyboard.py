"""Ctrl-C in plain mode, pressed for real in a pseudo-terminal."""

import os
import pty
import select
import signal
import time

from tests.program import start

from leanin.cli.keyboard import typed_lines


async def test_lines_come_one_by_one_until_the_end() -> None:
    waiting = ["one", "two"]

    def read() -> str:
        if not waiting:
            raise EOFError
        return waiting.pop(0)

    assert [line async for line in typed_lines(read)] == ["one", "two"]


def test_ctrl_c_while_waiting_leaves_the_session_open() -> None:
    controller, terminal = pty.openpty()
    process = start(["play", "rosa", "--plain"], terminal, terminal, terminal)
    os.close(terminal)
    shown = b""
    interrupted = False
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if select.select([controller], [], [], 0.1)[0]:
            try:
                shown += os.read(controller, 65536)
            except OSError:
                break
        if b"You: " in shown and not interrupted:
            os.kill(process.pid, signal.SIGINT)
            interrupted = True
    assert process.wait(timeout=10) == 0
    os.close(controller)
    assert b"Left open" in shown
    assert b"Traceback" not in shown

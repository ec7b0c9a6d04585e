"""A small OpenAI-compatible server on loopback that plays client and evaluator by a script, and streams."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Grader = Callable[[str], dict[str, Any]]
"""Gives the JSON answer of the evaluator for the text of its last message."""


class ScriptedServer(ThreadingHTTPServer):
    """Grades by `grader`, speaks `words`, and misbehaves as told."""

    daemon_threads = True

    def __init__(self, grader: Grader) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.grader = grader
        self.grader_of: dict[str, Grader] = {}
        """Graders of particular models, by their names, in place of `grader`."""
        self.words = "I hear what you say. We'll see about that.\n[thinks] Hm, this one stays in the chair."
        self.pause = 0.0
        """Seconds between the pieces of a stream."""
        self.status = 200
        """What every request is answered with."""
        self.hangs = False
        """Whether requests are taken and never answered."""
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []

    @property
    def address(self) -> str:
        """The API's base address."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is nothing to report."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ScriptedServer

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(body)
        self.server.keys.append(self.headers.get("Authorization"))
        if self.server.hangs:
            time.sleep(30)
            return
        if self.server.status != 200:
            self._json({"error": {"message": "no", "type": "error", "code": None}}, self.server.status)
        elif body.get("stream"):
            self._stream(body)
        else:
            grader = self.server.grader_of.get(body["model"], self.server.grader)
            answer = grader(body["messages"][-1]["content"])
            self._json(
                {
                    "id": "1",
                    "object": "chat.completion",
                    "created": 1,
                    "model": body["model"],
                    "choices": [
                        {
                            "index": 0,
                            "finish_reason": "stop",
                            "message": {"role": "assistant", "content": json.dumps(answer)},
                        }
                    ],
                    "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
                }
            )

    def _json(self, data: dict[str, Any], status: int = 200) -> None:
        payload = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def _stream(self, body: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        for piece in re.findall(r"\S+\s*", self.server.words):
            self._chunk(body, {"content": piece}, None)
            time.sleep(self.server.pause)
        self._chunk(body, {}, "stop")
        self.wfile.write(b"data: [DONE]\n\n")
        self.close_connection = True

    def _chunk(self, body: dict[str, Any], delta: dict[str, str], finish: str | None) -> None:
        data = {
            "id": "1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": body["model"],
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        }
        self.wfile.write(f"data: {json.dumps(data)}\n\n".encode())
        self.wfile.flush()


@contextmanager
def serving(grader: Grader) -> Iterator[ScriptedServer]:
    """A server that runs within the block."""
    server = ScriptedServer(grader)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answer(levels: tuple[int, int, int], evidence: str, *traps: str) -> dict[str, Any]:
    """An evaluator's answer by leanin's schema; every level quotes the same words."""
    steps = ("responsibility", "reflection", "invitation")
    graded = {
        step: {"reason": "As scripted.", "evidence": evidence if level else "", "level": level, "called_for": True}
        for step, level in zip(steps, levels, strict=True)
    }
    return {**graded, "traps": [{"trap": trap, "evidence": evidence} for trap in traps], "tip": "Go on."}

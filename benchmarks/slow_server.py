"""A model's server of one's own that thinks for a set time: `python benchmarks/slow_server.py --latency 0.2`.

Speaks the chat part of OpenAI's API over HTTP/1.1 with keep-alive and answers each call, after the latency, with a
valid grade of the reply in it: levels that follow from the reply's own letters, and evidence copied from it, so that
nothing has to be asked twice. Now and then it can refuse, fail or break off, and it streams where that is asked for.

It costs some 0.1 ms of CPU a call, since it shares the machine with what it measures; requests are never parsed, only
searched. `GET /stats` gives what it has done so far: calls, how many were open at once, its CPU and its peak memory.
Once it listens it prints its port, and it ends when its standard input closes.
"""

import argparse
import asyncio
import json
import resource
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass

_HEAD_END = b"\r\n\r\n"
_QUOTE_LENGTH = 60
_STEPS = ("responsibility", "reflection", "invitation")
_EVENT = b'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"slow","choices":[%b]%b}\n\n'


@dataclass
class Manners:
    """How the server behaves, and what it has counted."""

    latency: float = 0.2
    """Seconds from the whole request to the whole answer."""
    limit_every: int = 0
    """Each so many calls, a 429 with `Retry-After`; 0 for never, as in the next two."""
    retry_after: float = 1.0
    fail_every: int = 0
    """Each so many calls, a 500."""
    break_every: int = 0
    """Each so many calls, half an answer and a closed connection."""
    words: str = ""
    """Said instead of a grade, whatever was asked."""
    calls: int = 0
    open_now: int = 0
    most_open: int = 0

    def stats(self) -> dict[str, float]:
        """What was counted so far: calls, seconds of CPU, megabytes."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        return {
            "calls": self.calls,
            "most_open": self.most_open,
            "cpu": used.ru_utime + used.ru_stime,
            "peak_mb": used.ru_maxrss / 1024,
        }


class Connection(asyncio.Protocol):
    """One connection: its requests are answered in order, each after the latency."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._loop = asyncio.get_running_loop()
        self._arrived = bytearray()
        self._transport: asyncio.Transport | None = None
        self._head = ""
        self._needed = 0
        """Bytes of the request that is arriving, head included; 0 until its head is there."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Gather a request; once it is whole, have it answered."""
        self._arrived += data
        if not self._needed:
            at = self._arrived.find(_HEAD_END)
            if at < 0:
                return
            self._head = self._arrived[:at].decode("latin-1").lower()
            found = self._head.partition("content-length:")[2].partition("\r\n")[0].strip()
            self._needed = at + len(_HEAD_END) + int(found or 0)
        if len(self._arrived) < self._needed:
            return
        body = bytes(self._arrived[: self._needed])
        del self._arrived[: self._needed]
        self._needed = 0
        self._take(body)

    def _take(self, request: bytes) -> None:
        manners = self._manners
        if self._head.startswith("get /stats"):
            self._send(_whole(json.dumps(manners.stats()).encode()))
            return
        if self._head.startswith("get "):
            self._send(_whole(b'{"object":"list","data":[{"id":"slow","object":"model"}]}'))
            return
        manners.calls += 1
        manners.open_now += 1
        manners.most_open = max(manners.most_open, manners.open_now)
        self._loop.call_later(manners.latency, self._answer, request, manners.calls)

    def _answer(self, request: bytes, number: int) -> None:
        manners = self._manners
        manners.open_now -= 1
        if manners.limit_every and number % manners.limit_every == 0:
            body = b'{"error":{"message":"Slow down","type":"rate_limit","code":"rate_limit_exceeded"}}'
            self._send(_whole(body, "429 Too Many Requests", f"retry-after: {manners.retry_after:g}\r\n"))
            return
        if manners.fail_every and number % manners.fail_every == 0:
            self._send(_whole(b'{"error":{"message":"Something broke","type":"server"}}', "500 Oops"))
            return
        content = json.dumps(manners.words).encode() if manners.words else grade_of(request)
        streamed = b'"stream":true' in request or b'"stream": true' in request
        answer = _streamed(content) if streamed else _whole(_completion(content, len(request) // 4))
        if manners.break_every and number % manners.break_every == 0:
            self._send(answer[: len(answer) // 2])
            if self._transport:
                self._transport.close()
            return
        self._send(answer)

    def _send(self, answer: bytes) -> None:
        if self._transport and not self._transport.is_closing():
            self._transport.write(answer)


def grade_of(request: bytes) -> bytes:
    """A grade of the reply in an evaluator's request, as a JSON string; level 1 throughout where there is none.

    The request is JSON, so its text is escaped; a stretch that ends before a space cuts no escape in two.
    """
    start = request.rfind(b"<reply-")
    opening = request.find(b">\\n", start)
    closing = request.find(b"\\n</reply-", opening)
    reply = request[opening + 3 : closing] if 0 <= start < opening < closing else b""
    quote = reply if len(reply) <= _QUOTE_LENGTH else reply[:_QUOTE_LENGTH].rpartition(b" ")[0]
    # It stands in a string inside of a string.
    evidence = quote.replace(b"\\", b"\\\\").replace(b'\\\\"', b'\\\\\\"')
    mark = zlib.crc32(reply) if quote else 0
    steps = []
    for place, step in enumerate(_STEPS):
        level = (mark >> 8 * place) % 3 if quote else 1
        steps.append(
            b'\\"%b\\":{\\"reason\\":\\"It shows something on this step.\\",\\"evidence\\":\\"%b\\",\\"level\\":%d,'
            b'\\"called_for\\":true}' % (step.encode(), evidence if level else b"", level)
        )
    return b'"{%b,\\"traps\\":[],\\"tip\\":\\"Own a small, true part of it.\\"}"' % b",".join(steps)


def _completion(content: bytes, read: int) -> bytes:
    return (
        b'{"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"slow","choices":[{"index":0,'
        b'"message":{"role":"assistant","content":%b,"refusal":null},"logprobs":null,"finish_reason":"stop"}],'
        b'"usage":{"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d}}'
        % (content, read, len(content) // 4, read + len(content) // 4)
    )


def _whole(body: bytes, status: str = "200 OK", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\n{more}content-length: {len(body)}\r\n\r\n"
    return head.encode() + body


def _streamed(content: bytes) -> bytes:
    """The whole answer as one event, its end and its usage, in the form of a stream."""
    delta = b'{"index":0,"delta":{"role":"assistant","content":%b},"finish_reason":null}' % content
    end = b'{"index":0,"delta":{},"finish_reason":"stop"}'
    usage = b',"usage":{"prompt_tokens":9,"completion_tokens":9,"total_tokens":18}'
    events = _EVENT % (delta, b"") + _EVENT % (end, b"") + _EVENT % (b"", usage) + b"data: [DONE]\n\n"
    head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
    return head + b"%x\r\n%b\r\n0\r\n\r\n" % (len(events), events)


async def serve(manners: Manners, port: int, listening: Callable[[int], None]) -> None:
    """Serve on loopback until standard input closes; `listening` is told the port."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(manners), "127.0.0.1", port, backlog=1024)
    listening(server.sockets[0].getsockname()[1])
    await asyncio.to_thread(sys.stdin.read)


def main() -> None:
    """Serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 for any that is free")
    parser.add_argument("--latency", type=float, default=0.2, help="seconds")
    parser.add_argument("--limit-every", type=int, default=0, help="each so many calls a 429")
    parser.add_argument("--retry-after", type=float, default=1.0, help="seconds that a 429 asks to wait")
    parser.add_argument("--fail-every", type=int, default=0, help="each so many calls a 500")
    parser.add_argument("--break-every", type=int, default=0, help="each so many calls half an answer")
    parser.add_argument("--words", default="", help="said instead of a grade")
    given = vars(parser.parse_args())
    port = given.pop("port")
    asyncio.run(serve(Manners(**given), port, lambda found: print(found, flush=True)))


if __name__ == "__main__":
    main()

"""How fast leanin starts, as ratios within one run: `python benchmarks/startup.py [--runs 7]`.

`leanin --version` is held against `python -c pass`, and the app's first text, measured in a pseudo-terminal, against
a hello-world Textual app. The two of a pair run in turn, so that a slow moment of the machine hits both. Also timed:
the first persona's name, and the first key that is acted on (F1, pressed before the app is even up).
"""

import argparse
import fcntl
import os
import pty
import re
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path

HELLO = """
from textual.app import App
from textual.widgets import Static

class Hello(App):
    def compose(self):
        yield Static("Hello world")

Hello().run()
"""

_ESCAPES = re.compile(rb"\x1b\[[0-9;?<>=]*[a-zA-Z]|\x1b[()][A-Z0-9]|\x1b[=>]")
_LIMIT = 30.0
_F1 = b"\x1bOP"

LEANIN = (sys.executable, "-m", "leanin")


def whole_run(*command: str) -> float:
    """Seconds that a command takes from start to end."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def until_shown(command: Sequence[str], text: str, keys: bytes = b"") -> float:
    """Seconds until `text` is drawn by a command in a pseudo-terminal of 120×40; `keys` are typed at the start."""
    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True, close_fds=True
    )
    os.close(terminal)
    try:
        if keys:
            os.write(controller, keys)
        drawn = b""
        while time.perf_counter() - began < _LIMIT:
            if select.select([controller], [], [], 0.05)[0]:
                try:
                    drawn += os.read(controller, 65536)
                except OSError:
                    break
                if text.encode() in _ESCAPES.sub(b"", drawn):
                    return time.perf_counter() - began
        raise SystemExit(f"“{text}” was not drawn by {' '.join(command[:3])} within {_LIMIT:.0f} s")
    finally:
        process.kill()
        process.wait()
        os.close(controller)


def medians(runs: int, **measured: Callable[[], float]) -> dict[str, float]:
    """The median of each measurement in milliseconds, taken in turn after one warm-up each."""
    taken: dict[str, list[float]] = {name: [] for name in measured}
    for number in range(runs + 1):
        for name, measure in measured.items():
            seconds = measure()
            if number:
                taken[name].append(seconds)
    return {name: 1000 * statistics.median(seconds) for name, seconds in taken.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as home:
        for variable, folder in (
            ("LEANIN_CONFIG_DIR", "config"),
            ("LEANIN_DATA_DIR", "data"),
            ("LEANIN_CACHE_DIR", "cache"),
        ):
            os.environ[variable] = str(Path(home) / folder)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed leanin, as any package, is compiled once
        os.environ |= {"TERM": "xterm-256color", "LEANIN_OFFER_ANSWERED": "true", "LEANIN_INTRODUCTION_SEEN": "true"}
        hello = (sys.executable, "-c", HELLO)
        times = medians(
            runs,
            bare=lambda: whole_run(sys.executable, "-c", "pass"),
            version=lambda: whole_run(*LEANIN, "--version"),
            hello=lambda: until_shown(hello, "Hello world"),
            first_text=lambda: until_shown(LEANIN, "lean in"),
            first_persona=lambda: until_shown(LEANIN, "Rosa"),
            first_key=lambda: until_shown(LEANIN, "The three steps of leaning in", keys=_F1),
        )
    against_bare = times["version"] / times["bare"]
    against_hello = times["first_text"] / times["hello"]
    print(f"medians of {runs}, milliseconds")
    print(f"  python -c pass                {times['bare']:7.0f}")
    print(f"  leanin --version              {times['version']:7.0f}   {against_bare:.1f}× bare Python")
    print(f"  hello-world Textual app       {times['hello']:7.0f}")
    print(f"  leanin, first text            {times['first_text']:7.0f}   {against_hello:.2f}× hello world")
    print(f"  leanin, first persona's name  {times['first_persona']:7.0f}")
    print(f"  leanin, F1 acted on           {times['first_key']:7.0f}")


if __name__ == "__main__":
    main()

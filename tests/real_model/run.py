"""`./dev test-llm [smollm2|qwen]`: a real model on this machine plays the client and grades, start to end.

The model runs in an environment of its own, so that leanin's dependencies stay what they are. What these models say
is no evidence of quality: they are far too small. The test asserts shapes, handling and that nothing is lost.
"""

import argparse
import os
import subprocess
import sys
import venv
from pathlib import Path

import weights

HERE = Path(__file__).resolve().parent
CACHE = Path.home() / ".cache" / "leanin-models"
RUNTIME = "xllamacpp==2026.10.11549"


def runtime() -> Path:
    """The interpreter of the model's own environment, made when it isn't there."""
    home = CACHE / "runtime"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = home / "made-for"
    if not stamp.exists() or stamp.read_text() != RUNTIME:
        venv.create(home, clear=True, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", RUNTIME], check=True)
        stamp.write_text(RUNTIME)
    return python


def main() -> int:
    """Serve the model, run the tests that need one, stop the server."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=weights.MODELS, nargs="?", default="smollm2")
    parser.add_argument("--port", type=int, default=8141)
    options = parser.parse_args()
    python, file = runtime(), weights.fetch(options.model, CACHE)
    server = subprocess.Popen(
        [python, HERE / "serve.py", file, str(options.port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        if not address:
            print("The model's server didn't start.", file=sys.stderr)
            return 1
        environment = os.environ | {"REAL_MODEL": options.model, "REAL_MODEL_ADDRESS": address}
        tests = [sys.executable, "-m", "pytest", "-m", "llm", "-s", "-p", "no:cacheprovider", str(HERE)]
        return subprocess.call(tests, env=environment, cwd=HERE.parents[1])
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())

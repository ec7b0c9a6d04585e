"""Serve weights on loopback with an OpenAI-compatible API until stopped: `serve.py WEIGHTS PORT`. Needs xllamacpp."""

import sys
import threading

import xllamacpp


def main() -> None:
    """Serve; prints the address once it is ready."""
    weights, port = sys.argv[1], int(sys.argv[2])
    params = xllamacpp.CommonParams()
    params.model.path = weights
    params.hostnames = ["127.0.0.1"]
    params.port = port
    params.n_ctx = 16384  # shared out over the two slots
    params.n_parallel = 2  # one keeps the evaluator's prompt read, the other the client's
    params.cpuparams.n_threads = 2
    server = xllamacpp.Server(params)
    print(f"{server.listening_address}/v1", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()

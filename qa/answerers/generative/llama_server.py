"""Serve a GGUF file with llama.cpp until the parent process ends.

``LocalServer`` runs it by its path. Its first line on standard input is JSON of ``model``,
``context``, ``slots`` and ``key``; its only line on standard output is JSON of ``url`` or
``error``. It ends when its standard input is closed, and when it gets another parent.
"""

from __future__ import annotations

import json
import os
import sys
import time
from threading import Thread
from typing import Any

_LOOK = 1.0  # seconds between two looks at who the parent is
_ERRORS_ONLY = 1


def main() -> None:
    """Serve what the first line of standard input asks for."""
    parent = os.getppid()
    wanted = json.loads(sys.stdin.readline())
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what llama.cpp prints is not the answer
    Thread(target=_end_with_input, daemon=True).start()
    try:
        import xllamacpp

        server = xllamacpp.Server(_parameters(xllamacpp.CommonParams(), wanted))
    except Exception as error:  # noqa: BLE001 (whatever it is, the parent tells it)
        answers.write(json.dumps({"error": str(error)}) + "\n")
        answers.flush()
        return
    answers.write(json.dumps({"url": f"{server.listening_address}/v1"}) + "\n")
    answers.flush()
    # A copy of the pipe's other end may outlive the parent, in another child of it.
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(0)


def _parameters(parameters: Any, wanted: dict[str, Any]) -> Any:  # noqa: ANN401 (it has no stubs)
    """Fill in the parameters of llama.cpp."""
    parameters.model.path = wanted["model"]
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.api_keys = [wanted["key"]]
    parameters.n_parallel = wanted["slots"]
    parameters.n_ctx = wanted["context"] * wanted["slots"]
    parameters.ui = parameters.endpoint_slots = parameters.endpoint_props = False
    parameters.verbosity = _ERRORS_ONLY
    # Threads of llama.cpp wait for one another by spinning: where another program has one of the
    # cores, all of them stand still. One core is left to the others.
    for threads in (parameters.cpuparams, parameters.cpuparams_batch):
        threads.n_threads = max(1, (os.cpu_count() or 2) - 1)
        threads.poll = 0
    return parameters


def _end_with_input() -> None:
    """End the program when the other end of standard input is closed."""
    while sys.stdin.read(1):
        pass
    os._exit(0)


if __name__ == "__main__":
    main()

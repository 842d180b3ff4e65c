"""Serve a GGUF file with llama.cpp until the parent process ends.

``LocalServer`` runs this file by its path. The first line of standard input is JSON with ``model``,
``context``, ``slots`` and ``key``. The only line of standard output is JSON with ``url`` or
``error``. The server ends when standard input is closed, or when its parent changes.
"""

from __future__ import annotations

import json
import os
import sys
import time
from threading import Thread
from typing import Any

_LOOK = 1.0  # seconds between two checks of the parent
_ERRORS_ONLY = 1


def main() -> None:
    """Serve the model that the first line of standard input names."""
    parent = os.getppid()
    wanted = json.loads(sys.stdin.readline())
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # keeps llama.cpp's own output away from standard output
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
    # Another child of the parent may hold a copy of the other end of the pipe.
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(0)


def _parameters(parameters: Any, wanted: dict[str, Any]) -> Any:  # noqa: ANN401 (it has no stubs)
    """Set the parameters of llama.cpp."""
    parameters.model.path = wanted["model"]
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.api_keys = [wanted["key"]]
    parameters.n_parallel = wanted["slots"]
    parameters.n_ctx = wanted["context"] * wanted["slots"]
    parameters.ui = parameters.endpoint_slots = parameters.endpoint_props = False
    parameters.verbosity = _ERRORS_ONLY
    # Threads of llama.cpp wait for each other by spinning: if another program occupies one core,
    # all of them stall. One core is therefore left free.
    for threads in (parameters.cpuparams, parameters.cpuparams_batch):
        threads.n_threads = max(1, (os.cpu_count() or 2) - 1)
        threads.poll = 0
    return parameters


def _end_with_input() -> None:
    """Exit when the other end of standard input is closed."""
    while sys.stdin.read(1):
        pass
    os._exit(0)


if __name__ == "__main__":
    main()

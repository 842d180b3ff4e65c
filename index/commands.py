"""Commands that messages tell the reader to type."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path


def index_command(*words: str) -> str:
    """Return the shell command that runs a command of the index, as this user can type it.

    ``dateline build FOLDER`` if this process was started as ``dateline``, which is all that an
    isolated installation has; else ``python -m index build FOLDER``.

    Args:
        words: The command and its arguments: ``"build", "FOLDER"``.
    """
    started_as = Path(sys.argv[0]).stem if sys.argv else ""
    program = ["dateline"] if started_as == "dateline" else ["python", "-m", "index"]
    return shlex.join([*program, *words])

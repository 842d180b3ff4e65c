"""Write the shell commands that messages recommend."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path


def index_command(*words: str) -> str:
    """Return a command of the index as this user can type it in a shell.

    It is ``dateline build FOLDER`` if this process was started as ``dateline``, the only program
    that an isolated installation (pipx) offers; otherwise ``python -m index build FOLDER``.

    Args:
        words: The command and its arguments, such as ``"build", "FOLDER"``.
    """
    started_as = Path(sys.argv[0]).stem if sys.argv else ""
    program = ["dateline"] if started_as == "dateline" else ["python", "-m", "index"]
    return shlex.join([*program, *words])

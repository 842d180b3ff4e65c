"""Keep in a generation what was left out of it: a line of JSON for each document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from index.reports import LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

ERRORS = "errors.jsonl"
"""The file of a generation that names each document that was left out, and why."""


def write(folder: Path, left_out: Iterable[LeftOut]) -> None:
    """Write it into a generation.

    Raises:
        OSError: If it cannot be written.
    """
    with (folder / ERRORS).open("w", encoding="utf-8", errors="backslashreplace") as file:
        for one in left_out:
            file.write(json.dumps(one.to_dict(), ensure_ascii=False) + "\n")


def read(folder: Path) -> Iterator[LeftOut]:
    """Yield what a generation left out.

    Raises:
        OSError, ValueError: If the file is missing or damaged.
    """
    with (folder / ERRORS).open(encoding="utf-8") as file:
        for line in file:
            yield LeftOut(**json.loads(line))

"""Write and read the errors of documents that were left out, as JSON Lines in a generation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from index.reports import LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

ERRORS = "errors.jsonl"
"""File of a generation with the documents that were left out, and their errors."""


def write(folder: Path, left_out: Iterable[LeftOut]) -> None:
    """Write the errors into the folder of a generation.

    Raises:
        OSError: If the file cannot be written.
    """
    with (folder / ERRORS).open("w", encoding="utf-8", errors="backslashreplace") as file:
        for one in left_out:
            file.write(json.dumps(one.to_dict(), ensure_ascii=False) + "\n")


def read(folder: Path) -> Iterator[LeftOut]:
    """Yield the errors in the folder of a generation.

    Raises:
        OSError, ValueError: If the file is missing or damaged.
    """
    with (folder / ERRORS).open(encoding="utf-8") as file:
        for line in file:
            yield LeftOut(**json.loads(line))

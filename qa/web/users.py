"""Read who may use the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import DatelineError

if TYPE_CHECKING:
    from pathlib import Path


def read_users(file: Path) -> list[tuple[str, str]]:
    """Read names and passwords from a file with a line ``name:password`` for each user.

    Raises:
        DatelineError: If the file cannot be read, or a line is not of this form.
    """
    users = []
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DatelineError(f"{file} cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        name, colon, password = line.strip().partition(":")
        if not line.strip():
            continue
        if not (name and colon and password):
            raise DatelineError(f"{file}:{number}: write name:password")
        users.append((name, password))
    if not users:
        raise DatelineError(f"{file} has no users: write a line name:password for each")
    return users

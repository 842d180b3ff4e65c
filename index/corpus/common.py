"""What several formats need: names of places, and the characters that no index can store."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def place_of(folder: Path) -> str:
    """Return the absolute path of a folder, as the index keeps it."""
    return os.fsencode(folder.resolve()).decode(errors="replace")


def check_unicode(text: str, key: str) -> None:
    """Refuse half characters, which JSON can spell and no index can store.

    Raises:
        ValueError: If the text holds a lone surrogate.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        half = ascii(text[error.start])[1:-1]
        raise ValueError(f'"{key}" holds half a character ({half}); repair its escapes') from error


def check_name(text: str, key: str) -> None:
    """Refuse what cannot stand in an id, a title, a source, a language or an address.

    Raises:
        ValueError: If the text holds a lone surrogate or the character NUL.
    """
    check_unicode(text, key)
    if "\0" in text:
        raise ValueError(f'"{key}" holds the character NUL; take it out')

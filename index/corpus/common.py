"""Helpers shared by several formats: paths of folders, and checks of unstorable characters."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def place_of(folder: Path) -> str:
    """Return the absolute path of a folder, in the form that an index stores."""
    return os.fsencode(folder.resolve()).decode(errors="replace")


def check_unicode(text: str, key: str) -> None:
    """Raise if a text has lone surrogates, which JSON can spell and no index can store.

    Raises:
        ValueError: If the text holds a lone surrogate.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        half = ascii(text[error.start])[1:-1]
        raise ValueError(f'"{key}" holds half a character ({half}); repair its escapes') from error


def check_name(text: str, key: str) -> None:
    """Raise if a text cannot be an id, a title, a source, a language or a URL.

    Raises:
        ValueError: If the text holds a lone surrogate or the character NUL.
    """
    check_unicode(text, key)
    if "\0" in text:
        raise ValueError(f'"{key}" holds the character NUL; take it out')

"""Where things are and which model is used: arguments first, then the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

PROJECT = Path(__file__).resolve().parent.parent
"""The folder that holds ``app.py``; relative defaults start here, whatever the shell's."""

DEFAULT_MODEL = "multilingual-e5-small"
"""The model that pip brings (see ``index.bundled_model``)."""

_PREFIX = "DATELINE_"


def _user_cache() -> Path:
    import platformdirs

    return platformdirs.user_cache_path("dateline", appauthor=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """Paths and the model's name.

    Attributes:
        index_dir: Where the index is (``DATELINE_INDEX``).
        model: The embedding model, or None for the one the index was made with
            (``DATELINE_MODEL``); a build uses the bundled one then.
        reader: What reads out answers (``DATELINE_READER``): ``trained`` or None for the reader
            that ships, ``none`` for scoring sentences, else a folder or hub name.
        feedback: The file that keeps what readers thought of answers (``DATELINE_FEEDBACK``).
        cache_dir: Where unpacked models are kept (``DATELINE_CACHE``).
        seeds: The corpus that ships.
    """

    index_dir: Path = PROJECT / "var" / "index"
    model: str | None = None
    reader: str | None = None
    feedback: Path = PROJECT / "var" / "feedback.sqlite"
    cache_dir: Path = field(default_factory=_user_cache)
    seeds: Path = PROJECT / "seeds"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read the ``DATELINE_…`` variables; empty ones count as absent.

        Raises:
            SettingsError: If a ``DATELINE_…`` variable is not one of those above.
        """
        found = {
            name: value
            for name, value in (os.environ if environment is None else environment).items()
            if name.startswith(_PREFIX) and value
        }
        known = {f"{_PREFIX}{name}" for name in ("INDEX", "MODEL", "READER", "FEEDBACK", "CACHE")}
        if unknown := sorted(found.keys() - known):
            raise SettingsError(
                f"unknown environment variable {unknown[0]}: Dateline reads "
                f"{', '.join(sorted(known))}; mend it with `unset {unknown[0]}`"
            )
        try:
            paths = {
                name: Path(found[variable]).expanduser()
                for name, variable in (
                    ("index_dir", "DATELINE_INDEX"),
                    ("feedback", "DATELINE_FEEDBACK"),
                    ("cache_dir", "DATELINE_CACHE"),
                )
                if variable in found
            }
        except RuntimeError as error:
            raise SettingsError(
                f"{error} Give DATELINE_INDEX, DATELINE_FEEDBACK and DATELINE_CACHE paths"
            ) from error
        return cls(model=found.get("DATELINE_MODEL"), reader=found.get("DATELINE_READER"), **paths)

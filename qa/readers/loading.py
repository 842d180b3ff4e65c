"""Load readers by name."""

from __future__ import annotations

import logging
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ModelUnavailableError
from index.models import base_name, model_name
from qa.calibration import fingerprints, warn_of_mismatches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.embedders import Embedder
    from qa.readers import Reader
    from qa.readers.sentences import SentenceReader
    from qa.readers.spans import SpanReader

_logger = logging.getLogger(__name__)

SENTENCES = "none"
"""Name for scoring sentences, without a trained reader."""

TRAINED = "trained"
"""Name of the bundled reader."""

_MIN_RATIO = 0.8  # difflib's ratio


def load_reader(
    name: str | None,
    embedder: Embedder,
    cache_dir: Path | None = None,
    ranking: Mapping[str, object] | None = None,
) -> Reader:
    """Load a reader by name; each network is loaded once, and shared.

    Args:
        name: ``trained`` or None for the bundled reader, ``none`` to score sentences, or a local
            folder or Hub name of an extractive question-answering model.
        embedder: Embedder for scoring sentences.
        cache_dir: Folder of the unpacked embedding model; None for the user's cache.
        ranking: Ranking of the passages (``Retriever.ranking``); None for the default.

    Raises:
        ModelUnavailableError: If the reader cannot be loaded.
        CalibrationError: If its calibration file cannot be read.

    Warns:
        CalibrationWarning: If the calibration was fitted with another ranking, or with other
            weights of the bundled reader. For another reader there is no warning, since the
            calibration never fits it; for another embedding model there is only a log message.
    """
    reader: SentenceReader | SpanReader
    weights = None
    if name == SENTENCES:
        from qa.readers.sentences import SentenceReader

        reader = SentenceReader(embedder)
    else:
        from qa.readers.network import WEIGHTS

        name = TRAINED if name is None else model_name(name)
        reader = _span_reader(name, cache_dir)
        weights = WEIGHTS if name == TRAINED else None
    now = fingerprints(model=base_name(embedder.name), ranking=ranking, reader=weights)
    model = {"model": now.pop("model")}
    warn_of_mismatches(reader.calibrations, now)
    if any(calibration.mismatches(model) for calibration in reader.calibrations.values()):
        _logger.warning(
            "the probabilities of answers were fitted with another embedding model than %s, and "
            "are less sure with it",
            embedder.name,
        )
    return reader


@lru_cache(maxsize=2)
def _span_reader(name: str, cache_dir: Path | None) -> SpanReader:
    from qa.readers.extraction import Extractor
    from qa.readers.spans import SpanReader

    if name != TRAINED:
        meant = get_close_matches(name.casefold(), (TRAINED, SENTENCES), 1, _MIN_RATIO)
        if meant and not Path(name).exists():
            raise ModelUnavailableError(
                f"there is no reader {name!r}; did you mean --reader {meant[0]}?"
            )
        return SpanReader(Extractor.load(name))
    try:
        return SpanReader(Extractor.bundled(cache_dir))
    except ModelUnavailableError as error:
        raise ModelUnavailableError(
            f"the trained reader builds on the default model: {error}; "
            f"or quote whole sentences, without a reader: --reader {SENTENCES}"
        ) from error

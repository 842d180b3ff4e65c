"""Load answerers by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import SettingsError

if TYPE_CHECKING:
    from qa.answerers import Answerer

EXTRACTIVE, GENERATIVE = "extractive", "generative"
NAMES = (EXTRACTIVE, GENERATIVE)
"""Names for ``--answerer`` and ``DATELINE_ANSWERER``."""


def load_answerer(name: str | None, extractive: Answerer) -> Answerer:
    """Return an answerer by its name.

    Args:
        name: ``extractive`` or None for quotes; ``generative`` for proved claims of a language
            model, which ``DATELINE_LLM_…`` variables configure.
        extractive: Extractive answerer, used alone or if the model fails.

    Raises:
        SettingsError: If the answerer does not exist, or its server is not configured.
    """
    if name in {None, EXTRACTIVE}:
        return extractive
    if name != GENERATIVE:
        raise SettingsError(f"no answerer is called {name!r}: give {' or '.join(NAMES)}")
    from qa.answerers.generative.answerer import GenerativeAnswerer
    from qa.answerers.generative.settings import ModelSettings

    return GenerativeAnswerer.of(extractive, ModelSettings.from_environment())


def answerers_of(answerer: Answerer) -> tuple[str, ...]:
    """Return the names of the available answerers, that of the given one first.

    ``generative`` is included if the answerer has a language model, or if the settings configure
    one.
    """
    if extractive_of(answerer) is not answerer:
        return GENERATIVE, EXTRACTIVE
    from qa.answerers.generative.settings import ModelSettings

    try:
        ModelSettings.from_environment()
    except SettingsError:
        return (EXTRACTIVE,)
    return EXTRACTIVE, GENERATIVE


def extractive_of(answerer: Answerer) -> Answerer:
    """Return the extractive answerer inside an answerer; the answerer itself if there is none."""
    quoting: Answerer = getattr(answerer, "extractive", answerer)
    return quoting

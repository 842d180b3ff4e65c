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
        name: ``extractive`` or None for quoting, ``generative`` for a language model whose claims
            are proved; its server is named by the variables ``DATELINE_LLM_…``.
        extractive: What quotes, by itself or where the model fails.

    Raises:
        SettingsError: If there is no such answerer, or no server is named.
    """
    if name in {None, EXTRACTIVE}:
        return extractive
    if name != GENERATIVE:
        raise SettingsError(f"no answerer is called {name!r}: give {' or '.join(NAMES)}")
    from qa.answerers.generative.answerer import GenerativeAnswerer
    from qa.answerers.generative.settings import ModelSettings

    return GenerativeAnswerer.of(extractive, ModelSettings.from_environment())


def answerers_of(answerer: Answerer) -> tuple[str, ...]:
    """Return the names of what can answer a question in place of an answerer, itself first.

    A language model is among them if the answerer has one, or the settings name one that could
    be loaded.
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
    """Return what quotes where an answerer cannot write; itself if it never writes."""
    quoting: Answerer = getattr(answerer, "extractive", answerer)
    return quoting

"""Analyze text for lexical search: the terms of passages and questions, for any search engine.

The terms of a passage are indexed in the fields of its language: ``stems_fr`` and ``words_fr`` for
a language with a Snowball stemmer, ``words_other`` for any other. A question is looked up by its
stems in the field of its own language, and by its unstemmed words in the fields of all languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import tantivy

STEMMED = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
"""Languages with a Snowball stemmer, and its name in tantivy."""

OTHER = "other"
"""Language part of the name of the field that all languages without a stemmer share."""

EXACT_WORD = 0.3
"""Default weight of a match of the unstemmed word, relative to a match of the stem.

Chosen on the training questions of PIAF."""

RAREST_WORDS = 12
"""Default number of unstemmed words looked up in a field; more only cost time."""

_WITHOUT_STOP_WORDS = {"ar", "ro", "tr"}  # tantivy has no stop words for them
_LONGEST_TERM = 80  # bytes; longer terms are URLs and noise


@dataclass(frozen=True, slots=True)
class FieldQuery:
    """The terms of a question to look up in one field.

    Attributes:
        field: Name of the field.
        terms: Distinct terms, in the order of the question.
        weight: Factor of their BM25 scores.
        rarest: Number of terms to look up, those of the lowest document frequency; None for all.
    """

    field: str
    terms: tuple[str, ...]
    weight: float = 1.0
    rarest: int | None = None


def fields(language: str) -> tuple[str, ...]:
    """Return the names of the fields in which a passage of a language is indexed."""
    if language in STEMMED:
        return f"stems_{language}", f"words_{language}"
    return (f"words_{OTHER}",)


def all_fields() -> tuple[str, ...]:
    """Return the names of all fields."""
    return tuple(name for language in (*STEMMED, OTHER) for name in fields(language))


def analyzer(field: str) -> tantivy.TextAnalyzer:
    """Return the analyzer that turns the text of a passage into the terms of a field.

    Both analyzers remove accents, which people leave out when they type. The analyzer of stems also
    removes stop words.
    """
    kind, _, language = field.partition("_")
    return _stem_analyzer(language) if kind == "stems" else _word_analyzer(None)


def passage_terms(text: str, language: str) -> dict[str, list[str]]:
    """Return the terms of a passage by field, each as often as it occurs.

    Args:
        text: The passage in its context (``index.passages.in_context``).
        language: Its language, ISO 639-1.
    """
    return {field: analyzer(field).analyze(text) for field in fields(language)}


def question_terms(
    text: str,
    language: str,
    languages: Collection[str],
    *,
    exact_word: float = EXACT_WORD,
    rarest_words: int = RAREST_WORDS,
) -> list[FieldQuery]:
    """Return the terms to look up for a question, field by field.

    Args:
        text: The question as typed.
        language: Its language, ISO 639-1. Passages in this language match by stem and by word,
            all others by word.
        languages: Languages of the passages.
        exact_word: Weight of a match of the unstemmed word, relative to one of the stem.
        rarest_words: Number of unstemmed words to look up in a field.
    """
    words = _distinct(_word_analyzer(language).analyze(text))
    stems = _distinct(_stem_analyzer(language).analyze(text)) if language in STEMMED else ()
    queries = [FieldQuery(f"stems_{language}", stems)]
    present = {one if one in STEMMED else OTHER for one in languages}
    for other in (one for one in (*STEMMED, OTHER) if one in present):
        weight = exact_word if other == language else 1.0
        rarest = None if other == OTHER and not stems else rarest_words
        queries.append(FieldQuery(f"words_{other}", words, weight, rarest))
    return [query for query in queries if query.terms]


def _distinct(terms: Sequence[str]) -> tuple[str, ...]:
    """Return the terms without duplicates and single letters, such as the s of "TikTok's"."""
    return tuple(
        term
        for term in dict.fromkeys(terms)
        if len(term) > 1 or not term.isascii() or term.isdigit()
    )


@cache
def _stem_analyzer(language: str) -> tantivy.TextAnalyzer:
    import tantivy

    builder = _analyzer_builder(language).filter(tantivy.Filter.stemmer(STEMMED[language]))
    return builder.filter(tantivy.Filter.ascii_fold()).build()


@cache
def _word_analyzer(language: str | None) -> tantivy.TextAnalyzer:
    """Return the analyzer of unstemmed words; with a language, it removes its stop words."""
    import tantivy

    return _analyzer_builder(language).filter(tantivy.Filter.ascii_fold()).build()


def _analyzer_builder(language: str | None) -> tantivy.TextAnalyzerBuilder:
    import tantivy

    builder = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(_LONGEST_TERM))
        .filter(tantivy.Filter.lowercase())
    )
    if language in STEMMED and language not in _WITHOUT_STOP_WORDS:
        builder = builder.filter(tantivy.Filter.stopword(STEMMED[language]))
    return builder

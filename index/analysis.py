"""Analyze text for lexical search: the terms of passages and of questions, whatever the engine.

A passage has terms in the fields of its language: ``stems_fr`` and ``words_fr`` where a Snowball
stemmer knows the language, else ``words_other``. A question looks up its stems in the field of its
own language and its plain words in those of all the others.
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
"""Languages with a Snowball stemmer; every other one is matched by the plain word."""

OTHER = "other"
"""Stands for the languages without a stemmer in the name of a field."""

EXACT_WORD = 0.3
"""The usual weight of the very word beside its stem; chosen on PIAF's training questions."""

RAREST_WORDS = 12
"""The usual number of plain words looked up in a field; more cost time and find nothing better."""

_WITHOUT_STOP_WORDS = {"ar", "ro", "tr"}  # tantivy has no list for them
_LONGEST_TERM = 80  # bytes; longer runs are addresses and noise


@dataclass(frozen=True, slots=True)
class FieldQuery:
    """The terms of a question to look up in one field.

    Attributes:
        field: The name of the field.
        terms: Distinct terms, in the order of the question.
        weight: The factor of their BM25 scores.
        rarest: Look up only so many of the terms, those that the fewest passages of the field
            have; None for all of them.
    """

    field: str
    terms: tuple[str, ...]
    weight: float = 1.0
    rarest: int | None = None


def fields(language: str) -> tuple[str, ...]:
    """Return the names of the fields that a passage of a language has."""
    if language in STEMMED:
        return f"stems_{language}", f"words_{language}"
    return (f"words_{OTHER}",)


def all_fields() -> tuple[str, ...]:
    """Return the names of all fields."""
    return tuple(name for language in (*STEMMED, OTHER) for name in fields(language))


def analyzer(field: str) -> tantivy.TextAnalyzer:
    """Return what cuts the text of a passage into the terms of a field.

    Stems lose stop words and accents, which people omit; plain words lose their accents.
    """
    kind, _, language = field.partition("_")
    return _stemmer(language) if kind == "stems" else _folder(None)


def passage_terms(text: str, language: str) -> dict[str, list[str]]:
    """Return the terms of a passage by field, repeated as often as they occur.

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
        text: The question, as it was asked.
        language: Its language, ISO 639-1. Passages of the same language match by stem and by
            word, others by the word.
        languages: The languages of the passages.
        exact_word: The weight of the very word beside its stem.
        rarest_words: The number of plain words that are looked up in a field.
    """
    words = _distinct(_folder(language).analyze(text))
    stems = _distinct(_stemmer(language).analyze(text)) if language in STEMMED else ()
    queries = [FieldQuery(f"stems_{language}", stems)]
    present = {one if one in STEMMED else OTHER for one in languages}
    for other in (one for one in (*STEMMED, OTHER) if one in present):
        weight = exact_word if other == language else 1.0
        rarest = None if other == OTHER and not stems else rarest_words
        queries.append(FieldQuery(f"words_{other}", words, weight, rarest))
    return [query for query in queries if query.terms]


def _distinct(terms: Sequence[str]) -> tuple[str, ...]:
    """Drop repetitions, and single letters such as the s of "TikTok's"."""
    return tuple(
        term
        for term in dict.fromkeys(terms)
        if len(term) > 1 or not term.isascii() or term.isdigit()
    )


@cache
def _stemmer(language: str) -> tantivy.TextAnalyzer:
    import tantivy

    builder = _words(language).filter(tantivy.Filter.stemmer(STEMMED[language]))
    return builder.filter(tantivy.Filter.ascii_fold()).build()


@cache
def _folder(language: str | None) -> tantivy.TextAnalyzer:
    """Return the analyzer of plain words; without stop words if a language is given."""
    import tantivy

    return _words(language).filter(tantivy.Filter.ascii_fold()).build()


def _words(language: str | None) -> tantivy.TextAnalyzerBuilder:
    import tantivy

    builder = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(_LONGEST_TERM))
        .filter(tantivy.Filter.lowercase())
    )
    if language in STEMMED and language not in _WITHOUT_STOP_WORDS:
        builder = builder.filter(tantivy.Filter.stopword(STEMMED[language]))
    return builder

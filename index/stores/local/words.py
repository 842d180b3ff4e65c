"""tantivy: the view that finds passages by their words (BM25). The one module that imports it."""

from __future__ import annotations

import heapq
import os
import shutil
import tempfile
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.datatypes import Filters, ScoredId
from index.passages import in_context

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import tantivy

    from index.datatypes import Article, Passage

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

_WITHOUT_STOPWORDS = {"ar", "ro", "tr"}  # tantivy knows none of theirs
_OTHER = "other"  # stands for the languages without a stemmer
_EXACT = 0.3  # what the very word adds to a match by stem; chosen on PIAF's training questions
_RAREST = 12  # words beside the stems, in each language; more cost time and find nothing better
# Enough for a million passages in one segment: each segment is searched by itself. What is not
# needed is not taken.
_WRITER_MEMORY = 1_000_000_000
_LONGEST_WORD = 80  # bytes; longer runs are addresses and noise


class WordIndex:
    """An inverted index of passages; each in the fields of its language, by stem and by word."""

    def __init__(self, index: tantivy.Index) -> None:
        for language in STEMMED:
            index.register_tokenizer(f"stem_{language}", _stemmer(language))
        index.register_tokenizer("plain", _folder(None))
        self._index = index
        self._searcher = index.searcher()

    @classmethod
    def build(cls, folder: Path, articles: Iterable[tuple[Article, Sequence[Passage]]]) -> Self:
        """A new index, in place of what the folder holds.

        It is always made whole: one from which passages were deleted counts their words on, so
        that its scores would tell how it came about.
        """
        import tantivy

        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir()
        words = cls(tantivy.Index(_schema(), str(folder)))
        writer = words._index.writer(_WRITER_MEMORY, 1)
        for article, passages in articles:
            for passage in passages:
                writer.add_document(_document(article, passage))
        writer.commit()
        writer.wait_merging_threads()
        words._index.reload()
        words._searcher = words._index.searcher()
        return words

    @classmethod
    def open(cls, folder: Path) -> Self:
        """An index that ``build`` made.

        Raises:
            ValueError: If the folder holds no readable index.
        """
        return cls(_open(folder))

    def __len__(self) -> int:
        return self._searcher.num_docs

    def search(
        self, text: str, language: str, limit: int, filters: Filters | None = None
    ) -> list[ScoredId]:
        """The passages that share words with a question, best first."""
        import tantivy

        query = self._words_query(text, language)
        if query is None or limit < 1:
            return []
        if filters:
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, test) for test in (query, *self._tests(filters))]
            )
        found = self._searcher.search(query, limit, count=False).hits
        ids = self._searcher.fast_field_values("id", [address for _, address in found])
        return [
            ScoredId(int(i), float(score))
            for (score, _), i in zip(found, ids, strict=True)
            if i is not None
        ]

    def _words_query(self, text: str, language: str) -> tantivy.Query | None:
        """Passages in the question's language match by stem and word, others by the word.

        It is one flat union of terms, each in the field of one language, since of such a one
        tantivy skips the passages that cannot be among the best (block-max WAND).
        """
        import tantivy

        words = _terms(_folder(language).analyze(text))
        stems = _terms(_stemmer(language).analyze(text)) if language in STEMMED else []
        terms = [(f"stems_{language}", stem, 1.0) for stem in stems]
        for other in self._languages:
            field, weight = f"words_{other}", _EXACT if other == language else 1.0
            rarest = words if other == _OTHER and not stems else self._rarest(field, words)
            terms += [(field, word, weight) for word in rarest]
        # Terms, never the query parser: a question is not a program.
        query, schema = tantivy.Query, self._index.schema
        union = [
            (
                tantivy.Occur.Should,
                query.boost_query(query.term_query(schema, field, term, "freq"), weight),
            )
            for field, term, weight in terms
        ]
        return query.boolean_query(union) if union else None

    def _rarest(self, field: str, words: Sequence[str]) -> list[str]:
        """Of a long question's words, those that tell most: few passages of the field have them."""
        having = {word: self._searcher.doc_freq(field, word) for word in words}
        return heapq.nsmallest(_RAREST, filter(having.get, words), key=having.__getitem__)

    @cached_property
    def _languages(self) -> list[str]:
        """The stemmed languages that passages are in, and what stands for all others."""
        import tantivy

        query, schema = tantivy.Query, self._index.schema
        tests = {one: query.term_query(schema, "language", one) for one in STEMMED}
        tests[_OTHER] = query.boolean_query(
            [
                (tantivy.Occur.Must, query.all_query()),
                (tantivy.Occur.MustNot, query.term_set_query(schema, "language", list(STEMMED))),
            ]
        )
        return [one for one, test in tests.items() if self._searcher.search(test, 1).hits]

    def _tests(self, filters: Filters) -> list[tantivy.Query]:
        """``Filters.admits`` as queries that add nothing to the score."""
        import tantivy

        query, schema, integer = tantivy.Query, self._index.schema, tantivy.FieldType.Integer
        tests = []
        if filters.since is not None:
            day = filters.since.toordinal()
            tests.append(query.range_query(schema, "last_day", integer, lower_bound=day))
        if filters.until is not None:
            day = filters.until.toordinal()
            tests.append(query.range_query(schema, "first_day", integer, upper_bound=day))
        if filters.as_of is not None:
            day = filters.as_of.toordinal()
            tests.append(query.range_query(schema, "last_day", integer, upper_bound=day))
        if filters.sources:
            tests.append(query.term_set_query(schema, "source", sorted(filters.sources)))
        if filters.languages:
            tests.append(query.term_set_query(schema, "language", sorted(filters.languages)))
        return [query.const_score_query(test, 0.0) for test in tests]


def _document(article: Article, passage: Passage) -> tantivy.Document:
    import tantivy

    document = tantivy.Document()
    document.add_unsigned("id", passage.id)
    document.add_text("source", article.source)
    document.add_text("language", article.language)
    document.add_integer("first_day", article.published.start.toordinal())
    document.add_integer("last_day", article.published.last.toordinal())
    text = in_context(article, passage)
    if article.language in STEMMED:
        document.add_text(f"stems_{article.language}", text)
        document.add_text(f"words_{article.language}", text)
    else:
        document.add_text(f"words_{_OTHER}", text)
    return document


def _open(folder: Path) -> tantivy.Index:
    """Open an index, on a read-only disk or for another user too."""
    import tantivy

    if os.access(folder, os.W_OK):
        return tantivy.Index.open(str(folder))
    # tantivy takes lock files while it opens: it gets a folder for them that leads to ours.
    with tempfile.TemporaryDirectory() as links:
        for path in folder.iterdir():
            if path.suffix != ".lock":
                (Path(links) / path.name).symlink_to(path.absolute())
        index = tantivy.Index.open(links)
        index.searcher()
        return index


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    for name in ("source", "language"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("first_day", "last_day"):
        builder.add_integer_field(name, indexed=True, fast=True)
    for language in STEMMED:
        builder.add_text_field(
            f"stems_{language}", tokenizer_name=f"stem_{language}", index_option="freq"
        )
    for language in (*STEMMED, _OTHER):
        builder.add_text_field(f"words_{language}", tokenizer_name="plain", index_option="freq")
    return builder.build()


def _terms(found: Sequence[str]) -> list[str]:
    """Distinct ones; not the s of "TikTok's"."""
    return [
        term
        for term in dict.fromkeys(found)
        if len(term) > 1 or not term.isascii() or term.isdigit()
    ]


@cache
def _stemmer(language: str) -> tantivy.TextAnalyzer:
    """Words of one language: no stop words, stemmed, accents folded (people omit them)."""
    import tantivy

    builder = _words(language).filter(tantivy.Filter.stemmer(STEMMED[language]))
    return builder.filter(tantivy.Filter.ascii_fold()).build()


@cache
def _folder(language: str | None) -> tantivy.TextAnalyzer:
    """Plain words, accents folded; of a question, without the stop words of its language."""
    import tantivy

    return _words(language).filter(tantivy.Filter.ascii_fold()).build()


def _words(language: str | None) -> tantivy.TextAnalyzerBuilder:
    import tantivy

    builder = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(_LONGEST_WORD))
        .filter(tantivy.Filter.lowercase())
    )
    if language in STEMMED and language not in _WITHOUT_STOPWORDS:
        builder = builder.filter(tantivy.Filter.stopword(STEMMED[language]))
    return builder

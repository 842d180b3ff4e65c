"""Find passages by their terms, by BM25 in tantivy: a view of the record."""

from __future__ import annotations

import heapq
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.analysis import all_fields, analyzer, fields
from index.datatypes import ScoredId
from index.filters import FIELDS, FieldType, Operator
from index.passages import in_context

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import tantivy

    from index.analysis import FieldQuery
    from index.datatypes import Article, Passage
    from index.filters import Filters

# Enough for a million passages in one segment: each segment is searched by itself. What is not
# needed is not taken.
_WRITER_MEMORY = 1_000_000_000


class WordIndex:
    """An inverted index of passages; each in the fields of its language, by stem and by word."""

    def __init__(self, index: tantivy.Index) -> None:
        # tantivy itself cuts passages into terms while it indexes, by the same analyzers.
        for field in all_fields():
            index.register_tokenizer(field, analyzer(field))
        self._index = index
        self._searcher = index.searcher()

    @classmethod
    def build(cls, folder: Path, articles: Iterable[tuple[Article, Sequence[Passage]]]) -> Self:
        """Build a new index in place of what the folder holds.

        It is always built whole. An index from which passages were deleted still counts their
        words, so that its scores would differ from those of a fresh build.
        """
        import tantivy

        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir()
        words = cls(tantivy.Index(_schema(), str(folder)))
        writer = words._index.writer(_WRITER_MEMORY, 1)
        for article, passages in articles:
            for document in _documents(article, passages):
                writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        words._index.reload()
        words._searcher = words._index.searcher()
        return words

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open an index that ``build`` made.

        Raises:
            ValueError: If the folder holds no readable index.
        """
        return cls(_open(folder))

    def __len__(self) -> int:
        return self._searcher.num_docs

    def search(
        self, terms: Sequence[FieldQuery], limit: int, filters: Filters | None = None
    ) -> list[ScoredId]:
        """Return the passages that have some of the terms, best first.

        The query is one flat union of terms, since of such a one tantivy skips the passages that
        cannot be among the best (block-max WAND).
        """
        import tantivy

        query, schema = tantivy.Query, self._index.schema
        # Terms, never the query parser: a question is not a program.
        union = [
            (
                tantivy.Occur.Should,
                query.boost_query(query.term_query(schema, one.field, term, "freq"), one.weight),
            )
            for one in terms
            for term in self._looked_up(one)
        ]
        if not union or limit < 1:
            return []
        wanted = query.boolean_query(union)
        if filters:
            wanted = query.boolean_query(
                [(tantivy.Occur.Must, test) for test in (wanted, *self._tests(filters))]
            )
        found = self._searcher.search(wanted, limit, count=False).hits
        ids = self._searcher.fast_field_values("id", [address for _, address in found])
        return [
            ScoredId(int(i), float(score))
            for (score, _), i in zip(found, ids, strict=True)
            if i is not None
        ]

    def _looked_up(self, query: FieldQuery) -> Sequence[str]:
        """Return the terms of a field that are looked up: of many, those that tell most."""
        if query.rarest is None:
            return query.terms
        frequency = {term: self._searcher.doc_freq(query.field, term) for term in query.terms}
        present = filter(frequency.get, query.terms)
        return heapq.nsmallest(query.rarest, present, key=frequency.__getitem__)

    def _tests(self, filters: Filters) -> list[tantivy.Query]:
        """Return ``Filters.admits`` as queries that add nothing to the score."""
        import tantivy

        query, schema, integer = tantivy.Query, self._index.schema, tantivy.FieldType.Integer
        tests = []
        for condition in filters.conditions:
            name = condition.field
            if condition.operator is Operator.ANY_OF:
                tests.append(query.term_set_query(schema, name, sorted(condition.names)))
                continue
            day, is_lower = condition.day.toordinal(), condition.operator is Operator.AT_LEAST
            lower, upper = (day, None) if is_lower else (None, day)
            tests.append(query.range_query(schema, name, integer, lower, upper))
        return [query.const_score_query(test, 0.0) for test in tests]


def _documents(article: Article, passages: Sequence[Passage]) -> Iterator[tantivy.Document]:
    import tantivy

    values = [(field.name, field.indexed(article)) for field in FIELDS.values()]
    analyzed = fields(article.language)
    for passage in passages:
        document = tantivy.Document()
        document.add_unsigned("id", passage.id)
        for name, value in values:
            if isinstance(value, int):
                document.add_integer(name, value)
            else:
                document.add_text(name, value)
        text = in_context(article, passage)
        for name in analyzed:
            document.add_text(name, text)
        yield document


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
    # Numbers are only read in columns: tantivy compares ranges there too.
    builder.add_unsigned_field("id", fast=True)
    for field in FIELDS.values():
        if field.type is FieldType.DAY:
            builder.add_integer_field(field.name, fast=True)
        else:
            builder.add_text_field(field.name, tokenizer_name="raw", index_option="basic")
    for name in all_fields():
        builder.add_text_field(name, tokenizer_name=name, index_option="freq")
    return builder.build()

"""Search passages by BM25 with tantivy; the index is derived from the database."""

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

# An upper limit in bytes, at which a million passages fit into one segment. Fewer segments are
# faster to search.
_WRITER_MEMORY = 1_000_000_000


class WordIndex:
    """An inverted index of passages, with fields for the stems and words of each language."""

    def __init__(self, index: tantivy.Index) -> None:
        # tantivy applies the same analyzers to passages as index.analysis does to questions.
        for field in all_fields():
            index.register_tokenizer(field, analyzer(field))
        self._index = index
        self._searcher = index.searcher()

    @classmethod
    def build(cls, folder: Path, articles: Iterable[tuple[Article, Sequence[Passage]]]) -> Self:
        """Build an index in a folder, replacing its content.

        The index is never updated in place: tantivy still counts the terms of deleted passages, so
        that BM25 scores would differ from those of a fresh build.
        """
        import tantivy

        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir()
        words = cls(tantivy.Index(_schema(), str(folder)))
        writer = words._index.writer(_WRITER_MEMORY, 1)
        for article, passages in articles:
            for document in _tantivy_documents(article, passages):
                writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        words._index.reload()
        words._searcher = words._index.searcher()
        return words

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open an index that ``build`` wrote.

        Raises:
            ValueError: If the folder has no readable index.
        """
        return cls(_open_index(folder))

    def __len__(self) -> int:
        return self._searcher.num_docs

    def search(
        self, terms: Sequence[FieldQuery], limit: int, filters: Filters | None = None
    ) -> list[ScoredId]:
        """Return the best passages that contain any of the terms, best first.

        The query is a flat union of terms, for which tantivy skips passages that cannot be among
        the best (block-max WAND; Ding & Suel 2011).
        """
        import tantivy

        query, schema = tantivy.Query, self._index.schema
        # The query parser is avoided, since it would interpret operators in a question.
        union = [
            (
                tantivy.Occur.Should,
                query.boost_query(query.term_query(schema, one.field, term, "freq"), one.weight),
            )
            for one in terms
            for term in self._selected_terms(one)
        ]
        if not union or limit < 1:
            return []
        wanted = query.boolean_query(union)
        if filters:
            wanted = query.boolean_query(
                [(tantivy.Occur.Must, test) for test in (wanted, *self._filter_queries(filters))]
            )
        found = self._searcher.search(wanted, limit, count=False).hits
        ids = self._searcher.fast_field_values("id", [address for _, address in found])
        return [
            ScoredId(int(i), float(score))
            for (score, _), i in zip(found, ids, strict=True)
            if i is not None
        ]

    def _selected_terms(self, query: FieldQuery) -> Sequence[str]:
        """Return the terms to look up: all, or those of the lowest document frequency."""
        if query.rarest is None:
            return query.terms
        frequency = {term: self._searcher.doc_freq(query.field, term) for term in query.terms}
        present = filter(frequency.get, query.terms)
        return heapq.nsmallest(query.rarest, present, key=frequency.__getitem__)

    def _filter_queries(self, filters: Filters) -> list[tantivy.Query]:
        """Return queries equivalent to ``Filters.admits`` that do not change scores."""
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


def _tantivy_documents(article: Article, passages: Sequence[Passage]) -> Iterator[tantivy.Document]:
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


def _open_index(folder: Path) -> tantivy.Index:
    """Open an index, even if the folder is read-only."""
    import tantivy

    if os.access(folder, os.W_OK):
        return tantivy.Index.open(str(folder))
    # tantivy creates lock files while it opens an index, so it opens a folder of symbolic links.
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
    # Numbers are only stored as fast fields (columns), in which tantivy can also compare ranges.
    builder.add_unsigned_field("id", fast=True)
    for field in FIELDS.values():
        if field.type is FieldType.DAY:
            builder.add_integer_field(field.name, fast=True)
        else:
            builder.add_text_field(field.name, tokenizer_name="raw", index_option="basic")
    for name in all_fields():
        builder.add_text_field(name, tokenizer_name=name, index_option="freq")
    return builder.build()

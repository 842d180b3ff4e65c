"""Store articles, passages and vectors in SQLite; all search indexes are derived from this file."""

from __future__ import annotations

import json
import sqlite3
import weakref
from datetime import date
from functools import cached_property, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from index.datatypes import Article, Passage
from index.filters import FIELDS, FieldType
from index.stores.datatypes import CorpusStats, Evidence, StoredEncoding
from index.stores.local import schema, statistics
from index.stores.local.columns import Row
from index.stores.local.schema import (
    ARTICLE_COLUMNS,
    SELECTED,
    article_of,
    period_of,
    quoted,
    where_of,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.filters import Field, Filters
    from index.stores.datatypes import EncodedArticle

DATABASE = "record.sqlite"
"""File of a generation from which its search indexes can be rebuilt."""

_VECTOR = np.dtype("<f2")
_BLOCK = 8192  # vectors read at a time
_CACHE_KIB = 64 * 1024  # of a writer; passage ids are random, so inserts touch random pages
_OPEN_END = "9999"  # year that stands for an unknown end
_UNDATED = f"last_day >= '{_OPEN_END}'"
_NEWEST = f"{_UNDATED}, last_day DESC, first_day DESC, id"
_AFTER = (
    f"({_UNDATED} > ? OR {_UNDATED} = ? AND (last_day < ? OR last_day = ? AND "
    "(first_day < ? OR first_day = ? AND id > ?)))"
)
"""Condition for articles after a given one in that order; takes each key twice, then the id."""
_INSERT_WORDS = "INSERT OR REPLACE INTO word_vectors VALUES (?, ?)"


class ArticleDatabase:
    """An SQLite file of articles, passages with their vectors, and mentioned times.

    Args:
        path: Path of the file.
        writable: Open the file for writing, and create it if it does not exist. Otherwise the file
            is opened as immutable.
    """

    def __init__(self, path: Path, *, writable: bool) -> None:
        mode = "rwc" if writable else "ro&immutable=1"
        # SQLite serializes calls itself (threadsafety 3), so threads can share the connection.
        self._db = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}", uri=True, check_same_thread=False
        )
        self._finalizer = weakref.finalize(self, self._db.close)
        if writable:
            self._db.executescript(
                "PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL;"
                "PRAGMA secure_delete = ON;"  # no text of withdrawn articles remains in the file
                f"PRAGMA cache_size = -{_CACHE_KIB};"
            )
            if self._db.execute("SELECT 1 FROM sqlite_master").fetchone():
                schema.migrate_fields(self._db, self.article)
            else:
                schema.create(self._db)
        self._fields = (*FIELDS.values(),)

    @cached_property
    def _insert(self) -> str:
        columns = *ARTICLE_COLUMNS, *(field.name for field in self._fields)
        places = ", ".join("?" * len(columns))
        return f"INSERT INTO articles ({quoted(*columns)}) VALUES ({places})"

    def fields(self) -> dict[str, str]:
        """Return the type of each filter field in the file (``day`` or ``name``), by name."""
        return schema.stored_fields(self._db)

    def add(self, encoded: EncodedArticle) -> None:
        """Insert a new article with its passages."""
        article, passages = encoded.article, encoded.passages
        values = (
            article.id,
            article.title,
            article.text,
            article.body_start,
            article.url,
            article.updated and article.updated.isoformat(),
            article.author,
            encoded.fingerprints.digest,
            encoded.fingerprints.signature,
            *[field.stored(article) for field in self._fields],
        )
        self._db.execute(self._insert, values)
        self._db.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?)",
            (
                (
                    *(passage.id, article.id, passage.start, passage.end),
                    vector.tobytes() if vector.any() else None,
                )
                for passage, vector in zip(passages, encoded.vectors.astype(_VECTOR), strict=True)
            ),
        )
        self._db.executemany(
            _INSERT_WORDS,
            (
                (passage.id, words)
                for passage, words in zip(passages, encoded.word_vectors, strict=False)
                if words
            ),
        )
        self._db.executemany(
            "INSERT INTO times VALUES (?, ?, ?, ?)",
            (
                (passage.id, place, period.start.isoformat(), period.last.isoformat())
                for passage, mentioned in zip(passages, encoded.times, strict=False)
                for place, period in enumerate(mentioned)
            ),
        )

    def embed(self, encodings: Sequence[StoredEncoding]) -> None:
        """Set the vectors and the word vectors of passages that are in the file."""
        self._db.executemany(
            "UPDATE passages SET vector = ? WHERE id = ?",
            ((one.vector.astype(_VECTOR).tobytes(), one.passage.id) for one in encodings),
        )
        self._db.executemany(
            _INSERT_WORDS,
            ((one.passage.id, one.word_vectors) for one in encodings if one.word_vectors),
        )

    def pending(self) -> list[str]:
        """Return the ids of the articles with passages without vectors, newest first."""
        rows = self._db.execute(
            "SELECT id FROM articles WHERE id IN "
            "(SELECT article_id FROM passages INDEXED BY pending_passages WHERE vector IS NULL) "
            f"ORDER BY {_NEWEST}"
        )
        return [article_id for (article_id,) in rows]

    def pending_passages(self) -> list[int]:
        """Return the ids of the passages without vectors."""
        rows = self._db.execute(
            "SELECT id FROM passages INDEXED BY pending_passages WHERE vector IS NULL"
        )
        return [passage_id for (passage_id,) in rows]

    def remove(self, article_ids: Collection[str]) -> None:
        """Delete articles with their passages; unknown ids are ignored."""
        self._db.executemany("DELETE FROM articles WHERE id = ?", ((i,) for i in article_ids))

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """Yield each article's id and the digest of its document, in the order of the ids."""
        yield from self._db.execute("SELECT id, digest FROM articles ORDER BY id")

    def signatures(self) -> Iterator[tuple[str, bytes]]:
        """Yield each article's id and signature, in the order of the ids."""
        yield from self._db.execute("SELECT id, signature FROM articles ORDER BY id")

    def clusters(self) -> dict[str, str]:
        """Return the cluster id of each article that has near-duplicates, by article id."""
        return dict(self._db.execute("SELECT id, cluster FROM articles WHERE cluster IS NOT NULL"))

    def encodings(self, article_id: str, dimension: int) -> list[StoredEncoding]:
        """Return an article's passages with their vectors and packed word vectors.

        Args:
            article_id: Id of the article.
            dimension: Length of a vector.

        Raises:
            KeyError: If the article does not exist.
        """
        text = self.article(article_id).text
        rows = self._db.execute(
            "SELECT id, start, end, coalesce(vector, zeroblob(?)), coalesce(vectors, x'') "
            "FROM passages LEFT JOIN word_vectors ON passage_id = id "
            "WHERE article_id = ? ORDER BY start",
            (dimension * _VECTOR.itemsize, article_id),
        )
        return [
            StoredEncoding(
                Passage(passage_id, article_id, start, end, text[start:end]),
                np.frombuffer(vector, _VECTOR),
                words,
            )
            for passage_id, start, end, vector, words in rows
        ]

    def articles(self) -> Iterator[tuple[Article, list[Passage]]]:
        """Yield every article with its passages, in the order of the ids."""
        passages = self._db.execute(
            "SELECT article_id, id, start, end FROM passages ORDER BY article_id, start"
        )
        grouped = groupby(passages, key=itemgetter(0))
        waiting = next(grouped, None)
        for row in self._db.execute(f"SELECT {SELECTED} FROM articles ORDER BY id"):
            article = article_of(row)
            own = []
            if waiting is not None and waiting[0] == article.id:
                own = [
                    Passage(i, article.id, start, end, article.text[start:end])
                    for _, i, start, end in waiting[1]
                ]
                waiting = next(grouped, None)
            yield article, own

    def mark_near_duplicates(self, changed: Mapping[str, str | None]) -> None:
        """Set the cluster ids of articles; None for no cluster."""
        self._db.executemany(
            "UPDATE articles SET cluster = ? WHERE id = ?",
            ((cluster, article_id) for article_id, cluster in changed.items()),
        )

    def save(self) -> None:
        """Commit pending changes to the file."""
        self._db.commit()

    def finish(self) -> None:
        """Commit, create the SQL indexes that readers need, and vacuum if much space is free."""
        self.save()
        schema.index_for_reading(self._db)
        [(free,)], [(pages,)] = (
            self._db.execute(f"PRAGMA {name}") for name in ("freelist_count", "page_count")
        )
        if free > pages / 4:  # a quarter of the file
            self._db.execute("VACUUM")

    def close(self) -> None:
        """Close the file; garbage collection does the same."""
        self._finalizer()

    def vectors(self, dimension: int) -> Iterator[NDArray[np.float16]]:
        """Yield the vectors of all passages by id, in blocks of shape ``(n, dimension)``.

        The vector of a passage that is not embedded is zero.

        Raises:
            ValueError: If a vector has another length.
        """
        size = dimension * _VECTOR.itemsize
        rows = self._db.execute(
            "SELECT id, coalesce(vector, zeroblob(?)) FROM passages ORDER BY id", (size,)
        )
        while some := rows.fetchmany(_BLOCK):
            for passage_id, blob in some:
                if len(blob) != size:
                    raise ValueError(f"passage {passage_id} has a vector of {len(blob)} bytes")
            joined = b"".join(blob for _, blob in some)
            yield np.frombuffer(joined, _VECTOR).reshape(len(some), dimension)

    def rows(self) -> Iterator[Row]:
        """Yield the fields of every passage's article, in the order of the passages' ids."""
        fields = [*FIELDS.values()]
        articles = {
            article_id: (tuple(map(_indexed, fields, values)), cluster, article_id)
            for article_id, cluster, *values in self._db.execute(
                f"SELECT id, cluster, {quoted(*FIELDS)} FROM articles INDEXED BY article_facts"
            )
        }
        for passage_id, article_id in self._db.execute(
            "SELECT id, article_id FROM passages INDEXED BY passage_facts ORDER BY id"
        ):
            yield Row(passage_id, *articles[article_id])

    def evidence(self, passage_ids: Collection[int]) -> dict[int, Evidence]:
        """Return packed word vectors and mentioned periods of existing passages, by id."""
        wanted = (json.dumps(list(passage_ids)),)
        words = dict(
            self._db.execute(
                "SELECT passage_id, vectors FROM word_vectors "
                "WHERE passage_id IN (SELECT value FROM json_each(?))",
                wanted,
            )
        )
        rows = self._db.execute(
            "SELECT passage_id, first_day, last_day FROM times "
            "WHERE passage_id IN (SELECT value FROM json_each(?)) ORDER BY passage_id, place",
            wanted,
        )
        times = {
            passage_id: tuple(period_of(first_day, last_day) for _, first_day, last_day in same)
            for passage_id, same in groupby(rows, key=itemgetter(0))
        }
        return {one: Evidence(words.get(one, b""), times.get(one, ())) for one in passage_ids}

    def near_duplicates(self, cluster: str, filters: Filters) -> list[Article]:
        """Return the articles of a cluster that pass the filters, earliest first."""
        where, values = where_of(filters)
        rows = self._db.execute(
            f"SELECT {SELECTED} FROM articles WHERE cluster = ? AND {where} "
            "ORDER BY first_day, last_day, id",
            (cluster, *values),
        )
        return [article_of(row) for row in rows]

    def passages(self, passage_ids: Collection[int]) -> dict[int, tuple[Passage, Article]]:
        """Return passages with their articles, by id; unknown ids are ignored."""
        rows = self._db.execute(
            "SELECT id, article_id, start, end FROM passages "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(passage_ids)),),
        ).fetchall()
        articles = {article_id: self.article(article_id) for article_id in {row[1] for row in rows}}
        return {
            passage_id: (
                Passage(passage_id, article_id, start, end, articles[article_id].text[start:end]),
                articles[article_id],
            )
            for passage_id, article_id, start, end in rows
        }

    def article(self, article_id: str) -> Article:
        """Return an article.

        Raises:
            KeyError: If the article does not exist.
        """
        row = self._db.execute(
            f"SELECT {SELECTED} FROM articles WHERE id = ?",
            (article_id,),
        ).fetchone()
        if row is None:
            raise KeyError(article_id)
        return article_of(row)

    def newest(self, filters: Filters, limit: int, after: str | None) -> list[Article]:
        """Return articles that pass the filters, newest first; see ``Snapshot.articles``."""
        where, values = where_of(filters)
        if after is not None:
            first_day, last_day = self._days(after)
            keys = last_day >= _OPEN_END, last_day, first_day
            where = f"{where} AND {_AFTER}"
            values = [*values, *(key for key in keys for _ in range(2)), after]
        ids = self._db.execute(
            f"SELECT id FROM articles INDEXED BY article_facts WHERE {where} "
            f"ORDER BY {_NEWEST} LIMIT ?",
            (*values, limit),
        ).fetchall()
        return [self.article(article_id) for (article_id,) in ids]

    def _days(self, article_id: str) -> tuple[str, str]:
        """Return the first and the last day on which an article may have been published."""
        row = self._db.execute(
            "SELECT first_day, last_day FROM articles INDEXED BY article_facts WHERE id = ?",
            (article_id,),
        ).fetchone()
        if row is None:
            raise KeyError(article_id)
        first_day, last_day = row
        return first_day, last_day

    def months(self) -> dict[str, int]:
        """Return the number of articles per month; see ``Snapshot.months``."""
        return statistics.months(self._db)

    def count_articles(self) -> int:
        """Return the number of articles."""
        [(count,)] = self._db.execute("SELECT COUNT(*) FROM articles INDEXED BY article_facts")
        return int(count)

    def __len__(self) -> int:
        """Return the number of passages."""
        [(count,)] = self._db.execute("SELECT COUNT(*) FROM passages INDEXED BY passage_facts")
        return int(count)

    def stats(self, filters: Filters) -> CorpusStats:
        """Return statistics of the articles that pass the filters."""
        return statistics.stats(self._db, filters)


@lru_cache(100_000)
def _day(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _indexed(field: Field, stored: str) -> int | str:
    return _day(stored) if field.type is FieldType.DAY else stored

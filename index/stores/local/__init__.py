"""The store on one machine: SQLite is the record; what is searched are views of it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Self

import numpy as np
from tqdm import tqdm

from index.commands import index_command
from index.datatypes import Filters, ScoredId
from index.errors import IndexCorruptError, IndexWriteError
from index.stores import Traces
from index.stores.local.columns import Columns
from index.stores.local.record import Record
from index.stores.local.vectors import SearchQuality, VectorIndex
from index.stores.local.words import WordIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.datatypes import Article, Passage, Period
    from index.stores import Contents, Origin

_WORDS, _VECTORS, _COLUMNS = "words", "vectors.faiss", "columns"
_TENTH = 0.1


class LocalStore:
    """A folder with ``record.sqlite``, ``words/``, ``vectors.faiss`` and ``columns``.

    Made by ``LocalStore.create`` and written until it is closed; afterwards it is opened
    with ``LocalStore.open`` any number of times, and never written again. Whatever is written
    goes to the record; ``commit`` makes the three views of it anew.
    """

    RECORD = "record.sqlite"
    """The file that all else can be made from."""

    quality = SearchQuality()
    """How vectors are searched, as ``commit`` measured it."""

    def __init__(self, folder: Path, dimension: int, *, writable: bool) -> None:
        self._folder = folder
        self._dimension = dimension
        self._writable = writable
        self._record = Record(folder / self.RECORD, writable=writable)
        if writable:
            self._words = WordIndex.build(folder / _WORDS, ())
            self._columns = Columns.build(())
            self._vectors = VectorIndex.build(lambda: iter(()), 0, dimension)
        else:
            self._words = WordIndex.open(folder / _WORDS)
            self._columns = Columns.open(folder / _COLUMNS)
            self._vectors = VectorIndex.open(folder / _VECTORS)

    @classmethod
    def create(cls, folder: Path, dimension: int, previous: Path | None = None) -> Self:
        """A store to write, in an existing folder: a new one, or what was saved there.

        Args:
            folder: Where.
            dimension: Length of its vectors.
            previous: The folder of a finished store to go on with; None to go on with what is
                in the folder itself, if anything is.
        """
        with _writing(folder):
            if previous is not None:
                shutil.copyfile(previous / cls.RECORD, folder / cls.RECORD)
            return cls(folder, dimension, writable=True)

    @classmethod
    def read_digests(cls, folder: Path) -> dict[str, bytes]:
        """``digests`` of a finished store, without opening the rest of it.

        Raises:
            IndexCorruptError: If the record cannot be read.
        """
        try:
            record = Record(folder / cls.RECORD, writable=False)
            found = record.digests()
            record.close()
        except sqlite3.Error as error:
            raise IndexCorruptError(
                f"{folder / cls.RECORD} cannot be read ({error}); build the index again: "
                + index_command("build", "FOLDER", "--fresh")
            ) from error
        return found

    @classmethod
    def open(cls, folder: Path, dimension: int) -> Self:
        """An existing store, for reading.

        Raises:
            IndexCorruptError: If its files cannot be read or do not belong together.
        """
        try:
            store = cls(folder, dimension, writable=False)
            counts = (
                len(store._record),
                len(store._words),
                len(store._columns),
                len(store._vectors),
            )
        except (OSError, ValueError, RuntimeError, sqlite3.Error) as error:
            raise IndexCorruptError(f"the index in {folder} cannot be read ({error})") from error
        if len(set(counts)) > 1 or store._vectors.dimension != dimension:
            raise IndexCorruptError(
                f"the parts of the index in {folder} do not belong together ({counts} passages)"
            )
        return store

    def upsert(
        self,
        article: Article,
        passages: Sequence[Passage],
        vectors: NDArray[np.floating],
        word_vectors: Sequence[bytes] = (),
        times: Sequence[Sequence[Period]] = (),
        traces: Traces | None = None,
    ) -> None:
        """See ``Store.upsert``."""
        if vectors.shape != (len(passages), self._dimension):
            raise ValueError(
                f"{len(passages)} passages need vectors of shape "
                f"{(len(passages), self._dimension)}, not {vectors.shape}"
            )
        for given in (word_vectors, times):
            if given and len(given) != len(passages):
                raise ValueError(
                    f"{len(passages)} passages need as many packed word vectors and lists of times"
                )
        with _writing(self._folder):
            self._record.upsert(
                article,
                passages,
                vectors.astype(np.float16),
                word_vectors,
                times,
                traces or Traces(),
            )

    def delete(self, article_ids: Collection[str]) -> None:
        """See ``Store.delete``."""
        with _writing(self._folder):
            self._record.delete(article_ids)

    def save(self) -> None:
        """Make what was written last if the process does not; it is not searchable yet."""
        with _writing(self._folder):
            self._record.save()

    def digests(self) -> dict[str, bytes]:
        """See ``Store.digests``."""
        return self._record.digests()

    def signatures(self) -> Iterator[tuple[str, bytes]]:
        """See ``Store.signatures``."""
        return self._record.signatures()

    def encodings(self, article_id: str) -> list[tuple[Passage, NDArray[np.float16], bytes]]:
        """See ``Store.encodings``."""
        return self._record.encodings(article_id)

    def mark_copies(self, clusters: Mapping[str, str]) -> None:
        """See ``Store.mark_copies``."""
        with _writing(self._folder):
            self._record.mark_copies(clusters)

    def commit(
        self,
        questions: Callable[[], NDArray[np.float32]] | None = None,
        *,
        progress: bool = False,
    ) -> None:
        """See ``Store.commit``."""
        with _writing(self._folder):
            if not self._writable:
                raise ValueError("it was opened for reading")
            self._record.commit()
            count = len(self._record.digests())
            bar = partial(tqdm, disable=not progress, leave=False, dynamic_ncols=True)
            articles = bar(self._record.articles(), "Words", count, unit=" articles")
            self._words = WordIndex.build(self._folder / _WORDS, articles)
            self._columns = Columns.build(self._record.rows())
            self._columns.save(self._folder / _COLUMNS)

            def blocks() -> Iterator[NDArray[np.float16]]:
                total = len(self._columns)
                with bar(desc="Vectors", total=total, unit=" passages", unit_scale=True) as shown:
                    for block in self._record.vectors(self._dimension):
                        yield block
                        shown.update(len(block))

            self._vectors = VectorIndex.build(blocks, len(self._columns), self._dimension)
            if questions is not None and not self._vectors.is_exact:
                newest = self._columns.newest(_TENTH)
                self.quality = self._vectors.tune(questions(), blocks, newest)
            self._vectors.save(self._folder / _VECTORS)

    def dense(
        self, vector: NDArray[np.float32], limit: int, filters: Filters | None = None
    ) -> list[ScoredId]:
        """See ``Store.dense``."""
        among = self._columns.admitted(filters) if filters else None
        together = filters is not None and bool(filters.languages or filters.sources)
        found = self._vectors.search(vector, limit, among, together=together)
        return [ScoredId(int(self._columns.ids[place]), score) for place, score in found]

    def lexical(
        self, text: str, language: str, limit: int, filters: Filters | None = None
    ) -> list[ScoredId]:
        """See ``Store.lexical``."""
        return self._words.search(text, language, limit, filters)

    def similarities(self, vector: NDArray[np.float32], passage_ids: Sequence[int]) -> list[float]:
        """See ``Store.similarities``."""
        return self._vectors.products(vector, self._columns.places(passage_ids))

    def origins(self, passage_ids: Collection[int]) -> dict[int, Origin]:
        """See ``Store.origins``."""
        return self._columns.origins(passage_ids)

    def word_vectors(self, passage_ids: Collection[int]) -> dict[int, bytes]:
        """See ``Store.word_vectors``."""
        return self._record.word_vectors(passage_ids)

    def times(self, passage_ids: Collection[int]) -> dict[int, tuple[Period, ...]]:
        """See ``Store.times``."""
        return self._record.times(passage_ids)

    def copies(self, cluster: str, filters: Filters | None = None) -> list[Article]:
        """See ``Store.copies``."""
        return self._record.copies(cluster, filters or Filters())

    def get(self, passage_ids: Collection[int]) -> dict[int, tuple[Passage, Article]]:
        """See ``Store.get``."""
        return self._record.get(passage_ids)

    def article(self, article_id: str) -> Article:
        """See ``Store.article``."""
        return self._record.article(article_id)

    def articles(self, filters: Filters, limit: int, offset: int = 0) -> list[Article]:
        """See ``Store.articles``."""
        return self._record.newest(filters, limit, offset)

    def months(self) -> dict[str, int]:
        """See ``Store.months``."""
        return self._record.months()

    def contents(self, filters: Filters | None = None) -> Contents:
        """See ``Store.contents``."""
        return self._record.contents(filters or Filters())

    def close(self) -> None:
        """See ``Store.close``."""
        self._record.close()


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """SQLite, tantivy and FAISS each report a full disk in their own way."""
    try:
        yield
    except (OSError, RuntimeError, ValueError, sqlite3.Error) as error:
        raise IndexWriteError(
            f"the index in {folder} cannot be written ({error}); free the space there or choose "
            "another folder with --index-dir"
        ) from error

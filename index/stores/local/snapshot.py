"""Read one generation of a local index."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from index.datatypes import ScoredId
from index.errors import IndexCorruptError, IndexMismatchError
from index.filters import Filters, Operator, field_types
from index.late_interaction import WordCodec
from index.stores.datatypes import Candidate, CorpusStats, Evidence, StoredPassage
from index.stores.local.columns import Columns
from index.stores.local.database import DATABASE, ArticleDatabase
from index.stores.local.generations import build_command
from index.stores.local.publishing import COLUMNS, VECTORS, WORDS
from index.stores.local.staging import CODEC
from index.stores.local.vectors import VectorIndex
from index.stores.local.words import WordIndex

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence, Sized
    from pathlib import Path

    from numpy.typing import NDArray

    from index.analysis import FieldQuery
    from index.datatypes import Article
    from index.stores.datatypes import IndexInfo, StoredEncoding
    from index.stores.local.manifest import Manifest

# Lexical search runs beside dense search in a second thread; both release the GIL.
_LEXICAL = ThreadPoolExecutor(thread_name_prefix="lexical")


class LocalSnapshot:
    """Reads a folder with ``record.sqlite``, ``words/``, ``vectors.faiss`` and ``columns``.

    See ``Snapshot``.

    Args:
        folder: Folder of the generation.
        manifest: Manifest of the generation.

    Raises:
        IndexMismatchError: If the generation has other filter fields.
        IndexCorruptError: If its files cannot be read or are inconsistent.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.info: IndexInfo = manifest.info(folder)
        try:
            self.codec = WordCodec.load(folder / CODEC)
            self._database = ArticleDatabase(folder / DATABASE, writable=False)
            _require_fields(self._database.fields(), folder, manifest)
            self._words = WordIndex.open(folder / WORDS)
            self._columns = Columns.open(folder / COLUMNS)
            self._vectors = VectorIndex.open(folder / VECTORS)
            parts: list[Sized] = [self._database, self._words, self._columns, self._vectors]
            counts = [*map(len, parts)]
            pending = self._database.pending_passages() if manifest.pending else []
        except (OSError, ValueError, RuntimeError, sqlite3.Error) as error:
            raise IndexCorruptError(f"the index in {folder} cannot be read ({error})") from error
        if len(set(counts)) > 1 or self._vectors.dimension != manifest.dimension:
            self.close()
            raise IndexCorruptError(
                f"the parts of the index in {folder} do not belong together "
                f"({', '.join(map(str, counts))} passages)"
            )
        self._embedded: NDArray[np.bool_] | None = None  # mask of the passages that have a vector
        if pending:
            self._embedded = np.ones(len(self._columns), np.bool_)
            self._embedded[self._columns.row_numbers(pending)] = False

    def candidates(
        self,
        vector: NDArray[np.float32],
        terms: Sequence[FieldQuery],
        limit: int,
        filters: Filters | None = None,
    ) -> list[Candidate]:
        """See ``Snapshot.candidates``."""
        lexical = _LEXICAL.submit(self._words.search, terms, limit, filters)
        try:
            cosines = dict(self.nearest(vector, limit, filters))
        finally:
            scores = dict(lexical.result())
        others = [passage_id for passage_id in scores if passage_id not in cosines]
        cosines.update(zip(others, self.similarities(vector, others), strict=True))
        infos = self._columns.infos(cosines)
        embedded = dict(zip(others, self._are_embedded(others), strict=True))
        return sorted(
            (
                Candidate(
                    passage_id,
                    cosine,
                    scores.get(passage_id, 0.0),
                    infos[passage_id],
                    embedded.get(passage_id, True),
                )
                for passage_id, cosine in cosines.items()
            ),
            key=lambda one: (-one.cosine, one.id),
        )

    def nearest(
        self, vector: NDArray[np.float32], limit: int, filters: Filters | None = None
    ) -> list[ScoredId]:
        """Return the passages nearest to a unit vector, by cosine similarity."""
        among = self._columns.admitted(filters) if filters else None
        if self._embedded is not None:
            among = self._embedded if among is None else among & self._embedded
        # The vectors of one language or source may form a cluster, far from the question's vector.
        clustered = filters is not None and any(
            one.operator is Operator.ANY_OF for one in filters.conditions
        )
        found = self._vectors.search(vector, limit, among, clustered=clustered)
        return [ScoredId(int(self._columns.ids[place]), score) for place, score in found]

    def similarities(self, vector: NDArray[np.float32], passage_ids: Sequence[int]) -> list[float]:
        """Return the cosine similarity of a unit vector with each passage, in their order.

        Raises:
            KeyError: If a passage does not exist.
        """
        return self._vectors.products(vector, self._columns.row_numbers(passage_ids))

    def _are_embedded(self, passage_ids: Sequence[int]) -> list[bool]:
        """Return whether each passage has a vector, in their order."""
        if self._embedded is None:
            return [True] * len(passage_ids)
        return [bool(one) for one in self._embedded[self._columns.row_numbers(passage_ids)]]

    def evidence(self, passage_ids: Collection[int]) -> dict[int, Evidence]:
        """See ``Snapshot.evidence``."""
        return self._database.evidence(self._columns.present(passage_ids))

    def passages(
        self, passage_ids: Collection[int], filters: Filters | None = None
    ) -> dict[int, StoredPassage]:
        """See ``Snapshot.passages``."""
        infos = self._columns.infos(passage_ids)
        near_duplicates = {
            cluster: self._database.near_duplicates(cluster, filters or Filters())
            for cluster in {info.cluster for info in infos.values()}
            if cluster is not None
        }
        return {
            passage_id: StoredPassage(
                passage,
                article,
                tuple(
                    other
                    for other in near_duplicates.get(infos[passage_id].cluster or "", ())
                    if other.id != article.id
                ),
            )
            for passage_id, (passage, article) in self._database.passages(passage_ids).items()
        }

    def article(self, article_id: str) -> Article:
        """See ``Snapshot.article``."""
        return self._database.article(article_id)

    def articles(
        self, filters: Filters | None, limit: int, after: str | None = None
    ) -> list[Article]:
        """See ``Snapshot.articles``."""
        return self._database.newest(filters or Filters(), limit, after)

    def stats(self, filters: Filters | None = None) -> CorpusStats:
        """See ``Snapshot.stats``."""
        return self._database.stats(filters) if filters else self._all

    @cached_property
    def _all(self) -> CorpusStats:
        return self._database.stats(Filters())

    def months(self) -> dict[str, int]:
        """See ``Snapshot.months``."""
        return self._database.months()

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """See ``Snapshot.digests``."""
        return self._database.digests()

    def encodings(self, article_id: str) -> list[StoredEncoding]:
        """Return the passages of an article with their vectors; see ``Writer.encodings``."""
        return self._database.encodings(article_id, self.info.encoder.dimension)

    def close(self) -> None:
        """See ``Snapshot.close``."""
        self._database.close()


def _require_fields(stored: Mapping[str, str], folder: Path, manifest: Manifest) -> None:
    """Check that a generation has the fields of ``index.filters``, in any order.

    Raises:
        IndexMismatchError: If its fields are different.
    """
    if stored != field_types():
        built, present = (
            ", ".join(f"{name} ({kind})" for name, kind in sorted(fields.items()))
            for fields in (stored, field_types())
        )
        raise IndexMismatchError(
            f"the index in {folder} was built with the filter fields {built}; this program has "
            f"{present}; build it again: "
            + build_command(folder.parent.parent, manifest.corpus, manifest.model)
        )

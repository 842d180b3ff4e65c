"""The published generation on which the next one is based."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.stores.postgresql import generations, indexes, reading, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.late_interaction import WordCodec
    from index.reports import LeftOut
    from index.stores.datatypes import IndexInfo
    from index.stores.postgresql.connections import Pool
    from index.stores.postgresql.generations import Generation


@dataclass(frozen=True, slots=True)
class PostgresBase:
    """The current generation of a store in PostgreSQL; see ``BaseGeneration``.

    Attributes:
        generation: The published generation.
        pool: Sessions that read it.
    """

    generation: Generation
    pool: Pool

    @property
    def info(self) -> IndexInfo:
        """See ``BaseGeneration.info``."""
        return self.generation.info

    @property
    def codec(self) -> WordCodec:
        """See ``BaseGeneration.codec``."""
        return self.generation.codec

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """See ``BaseGeneration.digests``."""
        return reading.column(self.pool.read, self.generation.view, "digest")

    def left_out(self) -> Iterator[LeftOut]:
        """See ``BaseGeneration.left_out``."""
        number = self.generation.view.number
        return iter(self.pool.read(lambda session: generations.read_left_out(session, number)))

    def is_intact(self) -> bool:
        """See ``BaseGeneration.is_intact``; False as well if the fields of filters differ."""
        info = self.generation.info
        return self.generation.fields == rows.present_fields() and not self.pool.read(
            lambda session: indexes.faulty(
                session, self.generation.view, info.passages, info.encoder.dimension
            )
        )

"""Read Parquet and Arrow: tables of articles, in batches of rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from index.corpus.packed_files import COMPRESSED
from index.corpus.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.corpus.sources import SourceFile

_ROWS = 16  # converted to Python objects at a time
_BATCH = 1000  # decoded at a time


def read_parquet(file: SourceFile) -> Iterator[Record]:
    """Yield a record for each row.

    Raises:
        CorpusError: If the file cannot be read, or pyarrow is not installed.
    """
    _require_pyarrow(file)
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with _opened(file) as data, parquet.ParquetFile(data, pre_buffer=False) as table:
            yield from _batch_records(table.iter_batches(batch_size=_BATCH))
    except pa.ArrowException as error:
        raise file.error(f"no Parquet file that can be read ({_reason(error)})") from error


def read_arrow(file: SourceFile) -> Iterator[Record]:
    """Yield a record for each row of an Arrow file or stream (Feather 2, ``datasets``).

    Raises:
        CorpusError: If the file cannot be read, or pyarrow is not installed.
    """
    _require_pyarrow(file)
    import pyarrow as pa
    from pyarrow import ipc

    try:
        with _opened(file) as data:
            if file.head(6) == b"ARROW1":
                table = ipc.open_file(data)
                batches = (table.get_batch(at) for at in range(table.num_record_batches))
                yield from _batch_records(batches)
            else:
                yield from _batch_records(iter(ipc.open_stream(data)))
    except pa.ArrowException as error:
        raise file.error(f"no Arrow file that can be read ({_reason(error)})") from error


def _opened(file: SourceFile) -> Any:  # noqa: ANN401 (what pyarrow reads from)
    """Open a file through Python's reader; a memory-mapped file that is damaged may crash."""
    import pyarrow as pa

    plain = file.path.suffix.lower() not in COMPRESSED and file.path.is_file()
    return pa.OSFile(str(file.path)) if plain else file.open()


def _batch_records(batches: Iterator[Any]) -> Iterator[Record]:
    for batch in batches:
        batch.validate(full=True)  # damage may have left offsets that point anywhere
        for start in range(0, batch.num_rows, _ROWS):
            for values in batch.slice(start, _ROWS).to_pylist():
                yield Record(values)


def _require_pyarrow(file: SourceFile) -> None:
    try:
        import pyarrow as pa  # noqa: F401
    except ImportError as error:
        raise file.error(
            "reading it needs pyarrow: pip install pyarrow, or install dateline[parquet]"
        ) from error


def _reason(error: Exception) -> str:
    return re.sub(r"\s+", " ", str(error))[:200].rstrip(". ")

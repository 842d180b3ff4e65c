"""Read archives (zip, tar) of files in any other format, one member at a time."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from functools import partial
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, NamedTuple

from index.corpus.aliases import folded
from index.corpus.file_formats import format_of, is_known
from index.corpus.manifests import MANIFEST
from index.corpus.mapper import Mapper
from index.corpus.packed_files import MAX_RATIO, max_unpacked, suffix_of
from index.corpus.records import Record
from index.corpus.sources import MAX_WHOLE_BYTES, MemberFile
from index.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.corpus.sources import SourceFile

_ARCHIVES = ".zip", ".tar", ".tgz"


class _Member(NamedTuple):
    """A file in an archive: its path, its uncompressed size, and a function that opens it."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]


def read_zip(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield the items of the members of a zip archive, which are read as streams.

    Raises:
        CorpusError: If the file is not a zip archive, or expands far beyond its size.
    """

    def members() -> Iterator[_Member]:
        with file.open() as data, zipfile.ZipFile(data) as archive:
            for one in archive.infolist():
                if not one.is_dir():
                    yield _Member(one.filename, one.file_size, partial(archive.open, one))

    yield from _read_members(file, members)


def read_tar(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield the items of the members of a tar archive, compressed or not; links are skipped.

    Raises:
        CorpusError: If the file is not a tar archive, or expands far beyond its size.
    """

    def members() -> Iterator[_Member]:
        with file.open() as data, tarfile.open(fileobj=data, mode="r|*") as archive:
            for one in archive:
                if one.isreg():
                    yield _Member(one.name, one.size, _BufferedMember(archive, one, file).open)

    yield from _read_members(file, members)


class _BufferedMember:
    """A member of a stream, which can be read only once; its bytes are kept in memory."""

    def __init__(self, archive: tarfile.TarFile, one: tarfile.TarInfo, file: SourceFile) -> None:
        self._archive, self._one, self._file = archive, one, file
        self._data: bytes | None = None

    def open(self) -> IO[bytes]:
        """Open the member, from memory."""
        if self._data is None:
            if self._one.size > MAX_WHOLE_BYTES:
                most = MAX_WHOLE_BYTES // 10**6
                raise self._file.error(
                    f"{self._one.name[:80]!r} has more than {most} MB; unpack the archive"
                )
            opened = self._archive.extractfile(self._one)
            self._data = opened.read() if opened is not None else b""
        return io.BytesIO(self._data)


def _read_members(
    file: SourceFile, members: Callable[[], Iterator[_Member]]
) -> Iterator[Record | CorpusError]:
    mapper = Mapper(file.options)
    budget = _Budget(file)
    try:
        manifests: dict[str, bytes] = {}
        for one in members():  # manifests first, since they date other members
            if PurePosixPath(one.name).name == MANIFEST:
                budget.spend(one.size)
                with one.open() as opened:
                    manifests[one.name] = opened.read()
        for one in members():
            if _is_wanted(one.name):
                budget.spend(one.size)
                yield from _member(one, file, manifests, mapper)
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error) as error:
        raise file.error(f"no archive that can be read ({error}); fetch it again") from error
    except (RuntimeError, NotImplementedError) as error:  # encrypted, unknown method
        raise file.error(f"cannot be unpacked ({error}); pack it again, as a plain zip") from error


def _is_wanted(name: str) -> bool:
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith((".", "__MACOSX")) and part != ".." for part in parts)
    return is_known(name) and not hidden and parts[-1:] != (MANIFEST,)


def _member(
    one: _Member, file: SourceFile, manifests: dict[str, bytes], mapper: Mapper
) -> Iterator[Record | CorpusError]:
    name = PurePosixPath(one.name).as_posix()
    if name.startswith("/") or ".." in PurePosixPath(name).parts or "\0" in name:
        yield file.error(f"{name[:80]!r} would lie outside of the archive; pack it again")
        return
    path = file.path / name
    if suffix_of(name) in _ARCHIVES:
        yield CorpusError("an archive in an archive; unpack the outer one", path)
        return
    try:
        member = MemberFile(path, name, file.options, one.open, manifests)
        for number, found in enumerate(format_of(member).read(member), 1):
            yield (
                _named_after_member(found, name, number, mapper)
                if isinstance(found, Record)
                else found
            )
    except CorpusError as error:
        yield error
    except UnicodeDecodeError as error:
        yield CorpusError(f"not {error.encoding}; convert it, or name its --encoding", path)
    except EOFError:
        yield CorpusError("is cut off: its end is missing; fetch it again", path)
    except OSError as error:
        yield CorpusError(f"cannot be unpacked: {error.strerror or error}", path)


def _named_after_member(record: Record, name: str, number: int, mapper: Mapper) -> Record:
    """Return a record named after its member: ``a.csv#7``, or ``a.txt`` for a single article."""
    identity = mapper.identity(mapper.fields(record))
    own = "" if record.whole else f"#{identity or number}"
    field = mapper.options.fields.get("id", "id")
    values = {key: value for key, value in record.values.items() if folded(key) != folded(field)}
    values[field] = f"{name}{own}"
    return record._replace(values=values, whole=False, identity=identity)


class _Budget:
    """Counter of the bytes that an archive expands to; raises when the ratio is implausible."""

    def __init__(self, file: SourceFile) -> None:
        self._file = file
        self._left = max_unpacked(file.path.stat().st_size)

    def spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise self._file.error(
                f"unpacks to more than {MAX_RATIO} times its size; if that is meant, unpack it "
                "and name the folder"
            )

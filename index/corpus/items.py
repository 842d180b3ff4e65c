"""The items of a file: what each is called, which version of it counts, how its dates are read."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from index.corpus.dating import is_ambiguous, order_of
from index.corpus.file_formats import format_of
from index.corpus.mapper import flat
from index.corpus.records import Record
from index.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from index.corpus.mapper import Mapper
    from index.corpus.sources import SourceFile

    Found = Record | CorpusError
    Reading = Callable[[SourceFile], Iterator[Found]]

_SIZE = 16  # bytes of a digest
_DATES = "published", "updated", "not_later_than"


class UnreadableError(CorpusError):
    """What stopped the reading of a file; if nothing was read before, none of it can be."""


class Item(NamedTuple):
    """What stands in a place of a file.

    Attributes:
        id: What it is called in the corpus.
        found: Its record, or why it is no article.
    """

    id: str
    found: Record | CorpusError


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What only the whole of a file tells of its items.

    Attributes:
        newer: Where the version that counts stands (``line 7``), by the numbers (from 1) of the
            items that are older versions.
        orders: How 03/04/2020 is read (``dmy`` or ``mdy``), by field; without those that do not
            show it.
    """

    newer: Mapping[int, str] = field(default_factory=dict)
    orders: Mapping[str, str] = field(default_factory=dict)


class Listing:
    """The ids and digests of a file's items, in its order, and what the whole file tells.

    No item is held; ids and digests are.

    Args:
        file: The file.
        mapper: What reads ids and versions.
        fingerprint: What else a digest depends on: options, and the version of the readers.
        notice: Is told of each item: its number from 1, its id, its digest and what was found.
        most: How many items are looked at; None for all.
        read: What yields them.
    """

    def __init__(
        self,
        file: SourceFile,
        mapper: Mapper,
        fingerprint: bytes,
        notice: Callable[[int, str, bytes, Found], None] | None = None,
        most: int | None = None,
        read: Reading | None = None,
    ) -> None:
        self._most = most
        self._read = read or records
        self._file, self._mapper, self._fingerprint = file, mapper, fingerprint
        self._ids: list[str] = []
        self._digests = bytearray()
        self._unread: set[int] = set()
        undecided: list[int] = []
        orders: defaultdict[str, set[str]] = defaultdict(set)
        for number, found in enumerate(islice(self._read(file), most), 1):
            article_id = id_of(file, mapper, number, found)
            digest = self._digest(found)
            self._ids.append(article_id)
            self._digests += digest or bytes(_SIZE)
            if not digest:
                self._unread.add(number)
            if isinstance(found, Record) and self._see_dates(found, orders):
                undecided.append(number)
            if notice is not None:
                notice(number, article_id, digest, found)
        decided = {name: shown.pop() for name, shown in orders.items() if len(shown) == 1}
        self.facts = FileFacts(self._newer(), decided)
        for number in undecided:  # another order in the column makes another date of it
            state = hashlib.blake2b(self.digest(number), digest_size=_SIZE)
            state.update(repr(sorted(decided.items())).encode())
            self._digests[(number - 1) * _SIZE : number * _SIZE] = state.digest()

    def __len__(self) -> int:
        return len(self._ids)

    def id(self, number: int) -> str:
        """Return the id of an item, by its number from 1."""
        if number in self.facts.newer:
            return place_of_item(self._file, number)
        return self._ids[number - 1]

    def first_id(self, number: int) -> str:
        """Return the id that an item shares with its other versions, by its number from 1."""
        return self._ids[number - 1]

    def digest(self, number: int) -> bytes:
        """Return the digest of an item, by its number from 1; empty if it cannot be read."""
        if number in self._unread:
            return b""
        return bytes(self._digests[(number - 1) * _SIZE : number * _SIZE])

    def _newer(self) -> dict[int, str]:
        """Return where the version that counts stands, by the numbers of the older ones."""
        if len({*self._ids}) == len(self._ids):
            return {}
        repeated = {one for one, count in Counter(self._ids).items() if count > 1}
        best: dict[str, tuple[tuple[float, float], int, str]] = {}
        for number, found in enumerate(islice(self._read(self._file), self._most), 1):
            own = self._ids[number - 1]
            if own in repeated and isinstance(found, Record):
                where = f"line {found.line}" if found.line else f"item {number}"
                version = self._mapper.version(found), number, where
                best[own] = max(best.get(own, version), version)
        return {
            number: best[own][2]
            for number, own in enumerate(self._ids, 1)
            if own in best and best[own][1] != number
        }

    def _see_dates(self, record: Record, orders: defaultdict[str, set[str]]) -> bool:
        """Note which orders a record's dates show; returns whether one of them shows none."""
        values = flat(record.values)
        layout = self._mapper.layout(tuple(values))
        undecided = False
        for role in _DATES:
            for name in layout[role]:
                value = values[name]
                if order := order_of(value):
                    orders[name].add(order)
                elif is_ambiguous(value):
                    undecided = True
        return undecided

    def _digest(self, found: Found) -> bytes:
        state = hashlib.blake2b(self._fingerprint, digest_size=_SIZE)
        if isinstance(found, CorpusError):
            if isinstance(found.__cause__, OSError):
                return b""
            state.update(str(found.reason).encode("utf-8", "surrogatepass"))
        else:
            parts = [f"{found.body_start}"]
            for name, value in found.values.items():
                spelt = value if isinstance(value, str) else repr(value)
                parts += name, f"{type(value).__name__} {len(spelt)}", spelt
            parts += (f"{name} {how}" for name, how in found.evidence.items())
            state.update("\0".join(parts).encode("utf-8", "surrogatepass"))
        return state.digest()


def items(
    file: SourceFile, mapper: Mapper, facts: FileFacts, read: Reading | None = None
) -> Iterator[Item]:
    """Yield what stands in a file, one after the other; older versions are errors."""
    for number, found in enumerate((read or records)(file), 1):
        newest = facts.newer.get(number)
        if newest is None or not isinstance(found, Record):
            yield Item(id_of(file, mapper, number, found), found)
            continue
        reason = (
            f"an older version of {mapper.identity(found)[:80]!r}, of which the newest stands on "
            f"{newest}; if they are different articles, name the field of their ids, as "
            "--field id=NAME"
        )
        yield Item(place_of_item(file, number), file.error(reason, found.line))


def id_of(file: SourceFile, mapper: Mapper, number: int, found: Found) -> str:
    """Return what the item of a number is called."""
    if isinstance(found, Record):
        if found.whole:
            return file.name
        return f"{file.name}#{mapper.identity(found) or number}"
    if isinstance(found, UnreadableError) and number == 1:
        return file.name
    return place_of_item(file, number)


def place_of_item(file: SourceFile, number: int) -> str:
    """Return what an item is called that is no article."""
    return f"{file.name}#item {number}"


def records(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield what a file holds; what stops its reading is the last of it."""

    def stopped(reason: str, line: int | None = None) -> UnreadableError:
        return UnreadableError(reason, file.path, line)

    try:
        file.name.encode()
        _require_file(file)
        yield from format_of(file).read(file)
    except CorpusError as error:
        yield stopped(error.reason, error.line)
    except UnicodeEncodeError:
        yield stopped("the file's name is not UTF-8; rename it")
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        yield stopped(
            f"not {error.encoding} (byte {byte:#04x}); name its encoding, as "
            "--encoding windows-1252, or convert it"
        )
    except EOFError:
        yield stopped("is cut off: its end is missing; fetch it again")
    except OSError as error:
        problem = stopped(f"cannot be read: {error.strerror or error}")
        problem.__cause__ = error
        yield problem
    except Exception as error:  # noqa: BLE001 (whatever a library makes of a damaged file)
        yield stopped(
            f"its reader fails ({type(error).__name__}: {str(error)[:100]}), so that it may be "
            "damaged, or made to do harm; leave it out, or convert it"
        )


def _require_file(file: SourceFile) -> None:
    if not file.path.is_file() and file.path.exists():
        raise PermissionError(None, "Permission denied")

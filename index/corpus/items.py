"""The items of a file: what each is called, which version of it counts, how its dates are read."""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from index.corpus.dating import order_of
from index.corpus.file_formats import format_of
from index.corpus.records import Record
from index.corpus.versions import (
    NO_KEY,
    NO_STAMP,
    SIZE,
    STAMPED,
    stamp,
    version_of,
)
from index.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from index.corpus.mapper import Mapper
    from index.corpus.roles import Fields
    from index.corpus.sources import SourceFile
    from index.corpus.versions import Version

    Found = Record | CorpusError
    Reading = Callable[[SourceFile], Iterator[Found]]

_DATES = "published", "updated", "not_later_than"
_MOST_NAMES = 1000  # sets of names of fields; a table has one


class UnreadableError(CorpusError):
    """What stopped the reading of a file; if nothing was read before, none of it can be."""


class Item(NamedTuple):
    """What stands in a place of a file.

    Attributes:
        id: What it is called in the corpus.
        found: Its record, or why it is no article.
        fields: The values of its record by their roles, if they were looked up.
    """

    id: str
    found: Record | CorpusError
    fields: Fields | None = None


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What only the whole of a file tells of its items.

    Attributes:
        newer: Where the version that counts stands (``line 7``), by the numbers (from 1) of the
            items that are older versions.
        numbered: The numbers of the items that are called by them, where another has such a
            number for an id.
        orders: How 03/04/2020 is read (``dmy`` or ``mdy``), by field; without those that do not
            show it.
    """

    newer: Mapping[int, str] = field(default_factory=dict)
    numbered: frozenset[int] = frozenset()
    orders: Mapping[str, str] = field(default_factory=dict)


class Listing:
    """The ids and digests of a file's items, in its order, and what the whole file tells.

    No item is held; ids and digests are. The digest of what has an id is stamped with its version
    (``index.corpus.versions``).

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
        self._file, self._mapper = file, mapper
        self._ids: list[str] = []
        self._lines = array("q")
        self._digests = bytearray()
        self._unread: set[int] = set()
        orders = _Orders()
        digests = _Digests(fingerprint)
        for number, found in enumerate(islice((read or records)(file), most), 1):
            stamped = NO_STAMP
            if isinstance(found, Record):
                fields = mapper.fields(found)
                identity = mapper.identity(fields)
                article_id = _id_of(file, number, found, identity)
                if identity or found.identity:
                    stamped = stamp(mapper.key(found, fields), mapper.version(fields))
                orders.see(number, fields)
            else:
                article_id = id_of(file, mapper, number, found)
                if isinstance(found.__cause__, OSError):
                    self._unread.add(number)
            self._ids.append(article_id)
            self._lines.append(found.line or 0)
            self._digests += digests.of(found)
            self._digests += stamped
            if notice is not None:
                notice(number, article_id, self.digest(number), found)
        decided = orders.decided()
        self.facts = FileFacts(*self._repeated(), decided)
        for number in orders.undecided:  # another order in the column makes another date of it
            self._add_to_digest(number, repr(sorted(decided.items())))
        for number, where in self.facts.newer.items():
            self._add_to_digest(number, where)  # which is told
            key = (number - 1) * STAMPED + SIZE
            self._digests[key : key + len(NO_KEY)] = NO_KEY  # it competes with no other file's

    def __len__(self) -> int:
        return len(self._ids)

    def id(self, number: int) -> str:
        """Return the id of an item, by its number from 1."""
        if number in self.facts.newer:
            return place_of_item(self._file, number)
        if number in self.facts.numbered:
            return _place_of_row(self._file, number)
        return self._ids[number - 1]

    def first_id(self, number: int) -> str:
        """Return the id that an item shares with others, by its number from 1."""
        return self._ids[number - 1]

    def digest(self, number: int) -> bytes:
        """Return the digest of an item, by its number from 1; empty if it cannot be read."""
        if number in self._unread:
            return b""
        whole = bytes(self._digests[(number - 1) * STAMPED : number * STAMPED])
        return whole if whole[SIZE:] != NO_STAMP else whole[:SIZE]

    def keys(self) -> bytes:
        """Return what identifies each item in other files, too: 8 bytes each, NUL if nothing."""
        size = len(NO_KEY)
        return b"".join(
            self._digests[at : at + size] for at in range(SIZE, len(self._digests), STAMPED)
        )

    def _add_to_digest(self, number: int, fact: str) -> None:
        start = (number - 1) * STAMPED
        state = hashlib.blake2b(self._digests[start : start + SIZE], digest_size=SIZE)
        state.update(fact.encode())
        self._digests[start : start + SIZE] = state.digest()

    def _repeated(self) -> tuple[dict[int, str], frozenset[int]]:
        """Return ``FileFacts.newer`` and ``FileFacts.numbered``: of several items with one id."""
        if len({*self._ids}) == len(self._ids):
            return {}, frozenset()
        repeated = {one for one, count in Counter(self._ids).items() if count > 1}
        best: dict[str, tuple[Version, int]] = {}
        versions: dict[int, str] = {}
        numbered: set[int] = set()
        for number, own in enumerate(self._ids, 1):
            if own not in repeated:
                continue
            digest = self.digest(number)
            if len(digest) < STAMPED:
                numbered.add(number)
                continue
            versions[number] = own
            version = version_of(digest), number
            best[own] = max(best.get(own, version), version)
        newest = {own: number for own, (_, number) in best.items()}
        newer = {
            number: self._where(newest[own])
            for number, own in versions.items()
            if newest[own] != number
        }
        return newer, frozenset(numbered)

    def _where(self, number: int) -> str:
        line = self._lines[number - 1]
        return f"line {line}" if line else f"item {number}"


class _Orders:
    """How the dates of each field are written: the day before the month, or after it."""

    def __init__(self) -> None:
        self._shown: defaultdict[str, set[str]] = defaultdict(set)
        self.undecided: list[int] = []

    def see(self, number: int, fields: Fields) -> None:
        """Note which orders the dates of an item show, by its number."""
        undecided = False
        for role in _DATES:
            for name in fields.layout[role]:
                value = fields.of[name]
                if isinstance(value, str) and (order := order_of(value)):
                    if order == "either":
                        undecided = True
                    else:
                        self._shown[name].add(order)
        if undecided:
            self.undecided.append(number)

    def decided(self) -> dict[str, str]:
        """Return the orders of fields whose dates show one, by their names."""
        return {name: min(shown) for name, shown in self._shown.items() if len(shown) == 1}


class _Digests:
    """Digests of what is found in a file.

    Args:
        fingerprint: What else they depend on.
    """

    def __init__(self, fingerprint: bytes) -> None:
        self._empty = hashlib.blake2b(fingerprint, digest_size=SIZE)
        self._of_names: dict[tuple[str, ...], hashlib.blake2b] = {}

    def of(self, found: Found) -> bytes:
        """Return the digest of what an article is made of, or of why there is none."""
        if isinstance(found, CorpusError):
            state = self._empty.copy()
            state.update(_encoded(str(found.reason)))
            return state.digest()
        values = [*found.values.values()]
        state = self._begun(tuple(found.values))
        if not all(type(one) is str for one in values):
            state.update(_encoded(" ".join(type(one).__name__ for one in values)))
            values = [one if isinstance(one, str) else repr(one) for one in values]
        if found.body_start or found.evidence or found.withheld:
            state.update(_encoded(repr((found.body_start, {**found.evidence}, found.withheld))))
        state.update(array("q", map(len, values)))
        state.update(_encoded("".join(values)))
        return state.digest()

    def _begun(self, names: tuple[str, ...]) -> hashlib.blake2b:
        begun = self._of_names.get(names)
        if begun is None:
            if len(self._of_names) >= _MOST_NAMES:
                self._of_names.clear()
            begun = self._empty.copy()
            begun.update(_encoded(repr(names)))
            self._of_names[names] = begun
        return begun.copy()


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def items(
    file: SourceFile, mapper: Mapper, facts: FileFacts, read: Reading | None = None
) -> Iterator[Item]:
    """Yield what stands in a file, one after the other; older versions are errors."""
    for number, found in enumerate((read or records)(file), 1):
        if not isinstance(found, Record):
            yield Item(id_of(file, mapper, number, found), found)
            continue
        fields = mapper.fields(found)
        newest = facts.newer.get(number)
        if newest is None:
            identity = "" if found.whole else mapper.identity(fields)
            own = _id_of(file, number, found, identity)
            if number in facts.numbered:
                own = _place_of_row(file, number)
            yield Item(own, found, fields)
            continue
        reason = (
            f"an older version of {mapper.identity(fields)[:80]!r}, of which the newest stands on "
            f"{newest}; if they are different articles, name the field of their ids, as "
            "--field id=NAME"
        )
        yield Item(place_of_item(file, number), file.error(reason, found.line))


def id_of(file: SourceFile, mapper: Mapper, number: int, found: Found) -> str:
    """Return what the item of a number is called."""
    if isinstance(found, Record):
        identity = "" if found.whole else mapper.identity(mapper.fields(found))
        return _id_of(file, number, found, identity)
    if isinstance(found, UnreadableError) and number == 1:
        return file.name
    return place_of_item(file, number)


def _id_of(file: SourceFile, number: int, found: Record, identity: str) -> str:
    return file.name if found.whole else f"{file.name}#{identity or number}"


def place_of_item(file: SourceFile, number: int) -> str:
    """Return what an item is called that is no article."""
    return f"{file.name}#item {number}"


def _place_of_row(file: SourceFile, number: int) -> str:
    """Return what an article is called whose number is another one's id."""
    return f"{file.name}#row {number}"


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

"""Read the items of a file, and give each an id."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from index.corpus.file_formats import format_of
from index.corpus.records import Record
from index.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from index.corpus.mapper import Mapper
    from index.corpus.roles import Fields
    from index.corpus.sources import SourceFile

    Found = Record | CorpusError
    Reading = Callable[[SourceFile], Iterator[Found]]


class UnreadableError(CorpusError):
    """The rest of a file cannot be read; if no item came before, the whole file cannot."""


class Item(NamedTuple):
    """An item of a file.

    Attributes:
        id: Id of the article in the corpus.
        found: Record, or the error that excludes the item.
        fields: Values of the record by role, if they were looked up.
    """

    id: str
    found: Record | CorpusError
    fields: Fields | None = None


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Facts about the items of a file that need the whole file.

    Attributes:
        newer: Places of the newest versions (``line 7``), by the numbers (from 1) of the items that
            are older versions.
        numbered: Numbers of the items that have their number as id, although another item has that
            number as its own id.
        orders: Orders in which 03/04/2020 is read (``dmy`` or ``mdy``), by field; fields whose
            values do not show an order are absent.
    """

    newer: Mapping[int, str] = field(default_factory=dict)
    numbered: frozenset[int] = frozenset()
    orders: Mapping[str, str] = field(default_factory=dict)


def items(
    file: SourceFile, mapper: Mapper, facts: FileFacts, read: Reading | None = None
) -> Iterator[Item]:
    """Yield the items of a file in order; older versions are errors."""
    for number, found in enumerate((read or records)(file), 1):
        if not isinstance(found, Record):
            yield Item(id_of(file, mapper, number, found), found)
            continue
        fields = mapper.fields(found)
        newest = facts.newer.get(number)
        if newest is None:
            identity = "" if found.whole else mapper.identity(fields)
            own = own_id(file, number, found, identity)
            if number in facts.numbered:
                own = place_of_row(file, number)
            yield Item(own, found, fields)
            continue
        reason = (
            f"an older version of {mapper.identity(fields)[:80]!r}, of which the newest stands on "
            f"{newest}; if they are different articles, name the field of their ids, as "
            "--field id=NAME"
        )
        yield Item(place_of_item(file, number), file.error(reason, found.line))


def id_of(file: SourceFile, mapper: Mapper, number: int, found: Found) -> str:
    """Return the id of the item with a number."""
    if isinstance(found, Record):
        identity = "" if found.whole else mapper.identity(mapper.fields(found))
        return own_id(file, number, found, identity)
    if isinstance(found, UnreadableError) and number == 1:
        return file.name
    return place_of_item(file, number)


def own_id(file: SourceFile, number: int, found: Record, identity: str) -> str:
    """Return the id of a record's article: its own id or address, or else its number."""
    return file.name if found.whole else f"{file.name}#{identity or number}"


def place_of_item(file: SourceFile, number: int) -> str:
    """Return the id of an item that is not an article."""
    return f"{file.name}#item {number}"


def place_of_row(file: SourceFile, number: int) -> str:
    """Return the id of an article whose number is the id of another one."""
    return f"{file.name}#row {number}"


def records(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield the records and errors of a file; an error that stops the reading is the last."""

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

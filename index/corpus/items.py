"""The items of a file, and what each is called."""

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
    """Return what the item of a number is called."""
    if isinstance(found, Record):
        identity = "" if found.whole else mapper.identity(mapper.fields(found))
        return own_id(file, number, found, identity)
    if isinstance(found, UnreadableError) and number == 1:
        return file.name
    return place_of_item(file, number)


def own_id(file: SourceFile, number: int, found: Record, identity: str) -> str:
    """Return what the article of a record is called, by its id or address, else its number."""
    return file.name if found.whole else f"{file.name}#{identity or number}"


def place_of_item(file: SourceFile, number: int) -> str:
    """Return what an item is called that is no article."""
    return f"{file.name}#item {number}"


def place_of_row(file: SourceFile, number: int) -> str:
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

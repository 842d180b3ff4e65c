"""Read the archive of a followed feed: JSON Lines with one version of an article per line."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from index.corpus.aliases import ALIASES, folded
from index.corpus.cleaning import is_nothing, to_text
from index.corpus.records import Record, Verbatim
from index.datatypes import Period

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

_VERBATIM = "$verbatim"
_BOUND = "time of collection"
_DATES = "published", "updated"
_ROLE_OF = {name: role for role, names in ALIASES.items() for name in names}


@dataclass(frozen=True, slots=True)
class CollectedItem:
    """A version of an article, as collected from a feed.

    Attributes:
        collected: Time of collection, in ISO 8601 and UTC.
        feed: The address of the feed.
        id: Identifier of the article in the feed.
        first: Time at which its first version was collected.
        values: Values from the feed, by its names.
        changed: Days between which its text was changed (``Period.isoformat``), if the feed gives
            no date of update; else empty.
        page: Values of the article's own page.
        evidence: Origins of the dates in ``page``.
        page_error: Why the page could not be fetched, if it was requested.
        tries: Number of failed requests of the page, if it may be requested again; else 0.
    """

    collected: str
    feed: str
    id: str
    first: str
    values: Mapping[str, Any]
    changed: str = ""
    page: Mapping[str, Any] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    page_error: str = ""
    tries: int = 0

    def to_line(self) -> str:
        """Return the version as a line of JSON, with a newline."""
        given = {name: getattr(self, name) for name in self.__slots__}
        used = {name: value for name, value in given.items() if value or name in _REQUIRED}
        return json.dumps(_encoded(used), ensure_ascii=False).translate(_SURROGATES) + "\n"

    @classmethod
    def from_line(cls, line: str) -> CollectedItem:
        """Parse a line written by ``to_line``.

        Raises:
            ValueError: If the line is anything else.
        """
        given = json.loads(line, object_hook=_decoded)
        if not isinstance(given, dict) or {*_REQUIRED} - given.keys():
            raise ValueError("fields are missing")
        known = {name: given[name] for name in cls.__slots__ if name in given}
        for name, value in known.items():
            if not isinstance(value, _TYPES.get(name, str)):
                raise ValueError(f"{name} is {value!r:.40}")  # noqa: TRY004 (as all else)
        if given.get("changed"):
            Period.parse(given["changed"])
        return cls(**known)


_REQUIRED = "collected", "feed", "id", "first", "values"
_TYPES: dict[str, type] = {"values": dict, "page": dict, "evidence": dict, "tries": int}
_SURROGATES = dict.fromkeys(range(55296, 57344), "?")


def read(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield the newest version of each article, which is its last line.

    Values from the feed take precedence over values from the page, except for the text: the longer
    one is used. If neither has a date, the article was out when it was first collected.
    """
    newest: dict[str, int] = {}
    for number, found in _numbered_items(file):
        if isinstance(found, CollectedItem):
            newest[found.id] = number
    for number, found in _numbered_items(file):
        if isinstance(found, str):
            yield file.error(
                f"no line of a feed that is followed ({found}); delete the line", number
            )
        elif newest[found.id] == number:
            yield _record(found, number, file.options.fields.get("id", "id"))


def _numbered_items(file: SourceFile) -> Iterator[tuple[int, CollectedItem | str]]:
    """Yield the number of each line with its item, or with what is wrong with it."""
    for number, line in enumerate(file.lines(), 1):
        if not line.strip():
            continue
        try:
            yield number, CollectedItem.from_line(line)
        except RecursionError:
            yield number, "too deeply nested"
        except ValueError as error:
            yield number, str(error)[:200]


def _record(item: CollectedItem, line: int, id_field: str) -> Record:
    values = {
        name: value for name, value in item.values.items() if folded(name) != folded(id_field)
    }
    evidence = {"not_later_than": _BOUND}
    said = {role for role in _DATES if _has_role(values, role)}
    for name, value in item.page.items():
        role = _ROLE_OF.get(folded(name), "")
        if role == "text" or role in said:
            continue
        if role in _DATES or not _has_role(values, role):
            values[name] = value
            if name in item.evidence:
                evidence[name] = f"page: {item.evidence[name]}"
    page = item.page.get("text", "")
    if isinstance(page, str) and len(page) > _longest_text(values):
        values["text"] = page
    if item.changed:
        values["updated"] = Period.parse(item.changed)
    return Record(
        {**values, id_field: item.id, "not_later_than": item.first}, line, evidence=evidence
    )


def _has_role(values: Mapping[str, Any], role: str) -> bool:
    """Return whether any value plays a role."""
    return any(
        _ROLE_OF.get(folded(name)) == role and not is_nothing(value)
        for name, value in values.items()
    )


def _longest_text(values: Mapping[str, Any]) -> int:
    texts = [
        len(to_text(value))
        for name, value in values.items()
        if folded(name) in ALIASES["text"] and isinstance(value, str)
    ]
    return max(texts, default=0)


def _encoded(value: Any) -> Any:  # noqa: ANN401 (whatever JSON may hold)
    if isinstance(value, Verbatim):
        return {_VERBATIM: str(value)}
    if isinstance(value, dict):
        return {str(name): _encoded(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_encoded(one) for one in value]
    return value


def _decoded(table: dict[str, Any]) -> Any:  # noqa: ANN401
    if table.keys() == {_VERBATIM} and isinstance(table[_VERBATIM], str):
        return Verbatim(table[_VERBATIM])
    return table

"""Look up the values of a record by the roles that they can play in an article."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from index.corpus.aliases import ALIASES, CRAWLS, SURE, UNSURE, folded, known_as
from index.corpus.cleaning import is_nothing, to_line
from index.corpus.parts import is_in_parts, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNPUBLISHED = frozenset(
    ("draft", "auto-draft", "unpublished", "pending", "private", "scheduled", "future", "trash")
)
"""Statuses of posts that are not public, in WordPress, Ghost, Drupal and similar systems."""

Layout = Mapping[str, tuple[str, ...]]
"""Field names by role, the likeliest first."""

_TEXT = frozenset((str,))
_LONGEST_YEAR = len("_year_")
_LONGEST_NAME = 200  # characters of a name that is cached


class Fields:
    """The values of a record by the roles that they can play.

    Attributes:
        of: Values by name.
        layout: Names by role, the likeliest first.
    """

    __slots__ = ("layout", "of")

    def __init__(self, of: Mapping[str, Any], layout: Layout) -> None:
        self.of, self.layout = of, layout

    def values(self, role: str) -> Iterator[Any]:
        """Yield the values that can play a role, except placeholders for a missing value."""
        for name in self.layout[role]:
            value = self.of[name]
            if is_nothing(value):
                continue
            if not isinstance(value, list | tuple | dict):
                yield value
            elif joined := _joined_value(value, role):
                yield joined

    def line(self, role: str) -> str:
        """Return the first value of a role on one line; lists of names are joined by commas."""
        for name in self.layout[role]:
            value = self.of[name]
            if type(value) is str and role != "title":
                line = line_of_name(value)
            else:
                line = _line_of(value)
            if line and not (role == "author" and str(value).strip().isdecimal()):
                return line  # not the number of a user
        return ""

    def date(self, name: str) -> Any:  # noqa: ANN401
        """Return the value of a date field; a year is completed by fields of month and day."""
        value = self.of[name]
        if len(name) > _LONGEST_YEAR or folded(name) != "year":
            return value
        parts = {folded(one): str(self.of[one]).strip().removesuffix(".0") for one in self.of}
        found = [parts["year"]]
        for part in ("month", "day"):
            if not parts.get(part, "").isdecimal():
                break
            found.append(parts[part])
        return "-".join(found) if len(found) > 1 else value

    def address(self, role: str) -> str:
        """Return the first value of a role that is a web address."""
        for name in self.layout[role]:
            value = self.of[name]
            for one in value if isinstance(value, list) else (value,):
                line = str(one.get("href", "") if isinstance(one, dict) else one).strip()
                if is_web_address(line) and "\0" not in line and len(line.split()) == 1:
                    return line
        return ""

    def unpublished(self) -> str:
        """Return the status of an unpublished or withdrawn article; empty for any other."""
        for name in self.layout["status"]:
            value = self.of[name]
            if isinstance(value, str) and value.strip().casefold() in _UNPUBLISHED:
                return value.strip()
        return ""


def flat(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return values in which mappings are replaced by their values, each named by its path.

    A mapping that is a date (CSL-JSON, MongoDB) or a text in parts is kept.
    """
    if _TEXT.issuperset(kinds := {*map(type, values.values())}):  # true of every table
        return values
    if not any(issubclass(kind, dict) for kind in kinds):
        return values
    result: dict[str, Any] = {}
    for name, value in values.items():
        is_date = isinstance(value, dict) and value.keys() & {"date-parts", "$date", "raw"}
        if isinstance(value, dict) and not is_date and not is_in_parts(value):
            result |= {f"{name}.{inner}": one for inner, one in flat(value).items()}
        else:
            result[name] = value
    return result


def layout_of(names: tuple[str, ...], given: Mapping[str, str]) -> Layout:
    """Return the names that can play each role, the likeliest first.

    Args:
        names: Field names of a record.
        given: Field names from the user, by role.
    """
    by_folded: dict[str, str] = {}
    for name in names:
        by_folded.setdefault(known_as(name), name)
    doubted = _doubted(by_folded.keys())
    taken = {*given.values()}
    layout: dict[str, tuple[str, ...]] = {}
    for role, aliases in ALIASES.items():
        if role in given:
            wanted = given[role]
            found = wanted if wanted in names else by_folded.get(folded(wanted))
            layout[role] = (found,) if found is not None else ()
            continue
        known = [
            (aliases[key], name)
            for key, name in by_folded.items()
            if key in aliases and name not in taken and not (role == "published" and key in doubted)
        ]
        layout[role] = tuple(name for _, name in sorted(known))
    if "not_later_than" not in given:
        bounds = (name for key, name in by_folded.items() if key in doubted and name not in taken)
        layout["not_later_than"] += tuple(bounds)
    return layout


def _doubted(keys: Set[str]) -> Set[str]:
    """Return the date fields that only bound the date of publication."""
    doubted = keys & UNSURE if keys & SURE else frozenset()
    return doubted | (keys & {"date"} if keys & CRAWLS else frozenset())


def _joined_value(value: Sequence[Any] | Mapping[str, Any], role: str) -> Any:  # noqa: ANN401
    """Return a list or a mapping as one value, if a role needs that; else unchanged."""
    if role == "text":
        return paragraphs(value)
    return ", ".join(_names_in(value)) if role == "source" else value


def _names_in(value: Any) -> list[str]:  # noqa: ANN401
    """Return the names in a value: itself, the items of a list, or the ``name`` of mappings."""
    if isinstance(value, list | tuple):
        return [name for one in value for name in _names_in(one)]
    if isinstance(value, dict):
        whole = next(
            (value[one] for one in ("name", "literal", "value", "title") if value.get(one)), ""
        )
        parts = [value.get("given"), value.get("family")]
        return [str(whole)] if whole else [" ".join(str(one) for one in parts if one)]
    return [] if is_nothing(value) else [str(value)]


def _line_of(value: Any) -> str:  # noqa: ANN401
    """Return a value on one line; empty if it stands for no value."""
    if is_nothing(value):
        return ""
    if isinstance(value, str):
        return to_line(value).replace("\0", "")
    return ", ".join(filter(None, map(to_line, _names_in(value)))).replace("\0", "")


def line_of_name(value: str) -> str:
    """Return the name of a source, author or language on one line; cached: names repeat."""
    return _line_of_known(value) if len(value) <= _LONGEST_NAME else _line_of(value)


_line_of_known: Callable[[str], str] = lru_cache(10_000)(_line_of)


def is_web_address(text: str) -> bool:
    """Return whether a text begins like a web address."""
    return text[:8].lower().startswith(("http://", "https://"))

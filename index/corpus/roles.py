"""The values of a record by the roles that they can play in an article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from index.corpus.aliases import ALIASES, folded
from index.corpus.cleaning import is_nothing, to_line

if TYPE_CHECKING:
    from collections.abc import Iterator

Layout = Mapping[str, tuple[str, ...]]
"""The names of fields by role, the likeliest first."""

_TEXT = frozenset((str,))


class Fields:
    """The values of a record by the roles that they can play.

    Attributes:
        of: The values by name.
        layout: The names by role, the likeliest first.
    """

    __slots__ = ("layout", "of")

    def __init__(self, of: Mapping[str, Any], layout: Layout) -> None:
        self.of, self.layout = of, layout

    def values(self, role: str) -> Iterator[Any]:
        """Yield the values that can play a role, but for those that say that there is none."""
        for name in self.layout[role]:
            value = self.of[name]
            if not is_nothing(value):
                yield value

    def line(self, role: str) -> str:
        """Return the first of them as a line; lists of names are joined by commas."""
        for name in self.layout[role]:
            value = self.of[name]
            if is_nothing(value):
                continue
            if isinstance(value, str):
                line = to_line(value)
            else:
                line = ", ".join(filter(None, map(to_line, _named(value))))
            if line and (line := line.replace("\0", "")):
                return line
        return ""

    def address(self, role: str) -> str:
        """Return the first of them that is an address of the web."""
        for name in self.layout[role]:
            line = str(self.of[name]).strip()
            if is_address(line) and "\0" not in line and len(line.split()) == 1:
                return line
        return ""


def flat(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return values in which mappings are replaced by what they hold, each by its path.

    A mapping that is a date (of CSL-JSON, of MongoDB) stays.
    """
    if _TEXT.issuperset(kinds := {*map(type, values.values())}):  # as of every table
        return values
    if not any(issubclass(kind, dict) for kind in kinds):
        return values
    result: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict) and not value.keys() & {"date-parts", "$date", "raw"}:
            result |= {f"{name}.{inner}": one for inner, one in flat(value).items()}
        else:
            result[name] = value
    return result


def layout_of(names: tuple[str, ...], given: Mapping[str, str]) -> Layout:
    """Return which of some names can play each role, the likeliest first.

    Args:
        names: Of the fields of a record.
        given: The names that the user gave, by role.
    """
    by_folded: dict[str, str] = {}
    for name in names:
        by_folded.setdefault(folded(name), name)
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
            if key in aliases and name not in taken
        ]
        layout[role] = tuple(name for _, name in sorted(known))
    return layout


def _named(value: Any) -> list[str]:  # noqa: ANN401
    """Return the names in a value: itself, those of a list, or what mappings call ``name``."""
    if isinstance(value, list | tuple):
        return [name for one in value for name in _named(one)]
    if isinstance(value, dict):
        whole = value.get("name") or value.get("literal") or value.get("value")
        parts = [value.get("given"), value.get("family")]
        return [str(whole)] if whole else [" ".join(str(one) for one in parts if one)]
    return [] if is_nothing(value) else [str(value)]


def is_address(text: str) -> bool:
    """Return whether a text begins as an address of the web."""
    return text[:8].lower().startswith(("http://", "https://"))

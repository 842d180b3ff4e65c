"""Options for reading a corpus, where its files leave something open."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Self

from index.corpus.aliases import ROLES
from index.errors import CorpusError

if TYPE_CHECKING:
    from pathlib import Path

FILE = "corpus.toml"
"""The file in a corpus that holds its options."""

DATE_ORDERS = "dmy", "mdy"
UNDATED = "skip", "keep"
STUBS = "keep", "skip"


@dataclass(frozen=True, slots=True)
class CorpusOptions:
    """Options for reading the files of a corpus.

    Example: ``CorpusOptions(fields={"published": "created"}, date_order="dmy")``

    Attributes:
        fields: Names of fields by the role that they play; see ``index.corpus.aliases``.
        timezone: Zone in which times such as seconds since 1970 are converted to days
            (``Europe/Brussels``); empty for UTC.
        date_order: Order of 03/04/2020 where its column does not show it: ``dmy`` or ``mdy``.
        source: Source of articles that name none.
        language: Language of articles that name none (ISO 639-1); empty to detect it.
        encoding: Encoding of all files; empty to detect it.
        records: Path to the list of articles in a JSON document, such as ``response.results``.
        undated: ``skip`` articles without any date, or ``keep`` them, as published on any day.
        stubs: ``keep`` or ``skip`` articles that look like stubs (``index.corpus.stubs``).

    Raises:
        ValueError: If an option has an invalid value.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    timezone: str = ""
    date_order: str = ""
    source: str = ""
    language: str = ""
    encoding: str = ""
    records: str = ""
    undated: str = "skip"
    stubs: str = "keep"

    def __post_init__(self) -> None:
        for role, name in self.fields.items():
            _require_valid(role in ROLES, "field", role, f"one of {', '.join(ROLES)}")
            _require_valid(isinstance(name, str) and bool(name), role, name, "the name of a field")
        for one in fields(self):
            if one.name != "fields":
                value = getattr(self, one.name)
                _require_valid(isinstance(value, str), one.name, value, "text")
        orders = ", ".join(DATE_ORDERS)
        _require_valid(self.date_order in ("", *DATE_ORDERS), "date-order", self.date_order, orders)
        _require_valid(self.undated in UNDATED, "undated", self.undated, ", ".join(UNDATED))
        _require_valid(self.stubs in STUBS, "stubs", self.stubs, ", ".join(STUBS))
        _require_valid(
            _is_zone(self.timezone), "timezone", self.timezone, "as Europe/Brussels, or UTC"
        )
        _require_valid(_is_encoding(self.encoding), "encoding", self.encoding, "as windows-1252")

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """Return the options that ``to_dict`` or a ``corpus.toml`` wrote.

        Raises:
            ValueError: If an option does not exist, or has an invalid value.
        """
        named = {key.replace("-", "_"): value for key, value in given.items()}
        known = [one.name for one in fields(cls)]
        if unknown := named.keys() - {*known}:
            options = ", ".join(known).replace("_", "-")
            raise ValueError(f"there is no option {min(unknown)!r}; there are {options}")
        table = named.pop("fields", {})
        _require_valid(isinstance(table, Mapping), "fields", table, "a table")
        return cls(fields={_role(name): value for name, value in table.items()}, **named)

    @classmethod
    def for_place(cls, place: Path, given: CorpusOptions | None = None) -> CorpusOptions:
        """Return the options of a place: those given, else those of its ``corpus.toml``.

        Args:
            place: A folder, or a file in one.
            given: Options that take precedence over the file.

        Raises:
            CorpusError: If the file cannot be read.
        """
        path = (place if place.is_dir() else place.parent) / FILE
        try:
            found = cls.of(tomllib.loads(path.read_text("utf-8"))) if path.is_file() else cls()
        except OSError as error:
            raise CorpusError(f"cannot be read: {error.strerror}", path) from error
        except ValueError as error:  # not TOML, not UTF-8, or not an option
            raise CorpusError(str(error), path) from error
        if given is None:
            return found
        said = given.to_dict()
        said["fields"] = {**found.fields, **given.fields}
        return replace(found, **said)

    def to_dict(self) -> dict[str, Any]:
        """Return the options that differ from the defaults, as plain JSON."""
        usual = type(self)()
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {
            name: dict(value) if isinstance(value, Mapping) else value
            for name, value in values.items()
            if value != getattr(usual, name)
        }


def parse_field(text: str) -> tuple[str, str]:
    """Parse ``ROLE=NAME``, as the command line takes it.

    Raises:
        ValueError: If it has another form, or names no role.
    """
    role, equals, name = text.partition("=")
    role = _role(role.strip())
    _require_valid(bool(equals) and bool(name.strip()), "field", text, "ROLE=NAME")
    _require_valid(role in ROLES, "field", role, f"one of {', '.join(ROLES)}")
    return role, name.strip()


def _role(name: str) -> str:
    """Return the role with this name; ``date`` stands for ``published``."""
    role = name.replace("-", "_")
    return {"date": "published"}.get(role, role)


def _require_valid(fits: bool, name: str, value: object, expected: str) -> None:
    if not fits:
        raise ValueError(f"{name}: {value!r:.60} means nothing; give {expected}")


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return not name or bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _is_encoding(name: str) -> bool:
    import codecs

    try:
        return not name or bool(codecs.lookup(name))
    except LookupError:
        return False

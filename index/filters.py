"""Define filters on articles as data, and the table of filter options for all user interfaces.

Filters are a list of conditions, each a field, an operator and a value. Stores translate conditions
on any field. The command line, the HTTP endpoints and the web page are generated from the options.
To add a filter, add an entry to ``FIELDS`` and one to ``OPTIONS`` (or ``register`` them), and build
the index again.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, Self

from index.fields import (
    FIELDS,
    IDENTIFIER,
    PUBLICATION,
    Field,
    FieldType,
    Operator,
    field_types,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.datatypes import Article

__all__ = [
    "FIELDS",
    "OPTIONS",
    "PUBLICATION",
    "RESERVED_LONG_OPTIONS",
    "RESERVED_NAMES",
    "Condition",
    "Field",
    "FieldType",
    "FilterOption",
    "Filters",
    "Operator",
    "field_types",
    "register",
    "registered",
]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on a field of an article.

    Attributes:
        field: Name of a field in ``FIELDS``.
        operator: Comparison.
        value: A day for ``AT_LEAST`` and ``AT_MOST``, boundary included; names for ``ANY_OF``.

    Raises:
        ValueError: If the field does not exist, or the operator or value does not match its type.

    Examples:
        >>> condition = Condition("language", Operator.ANY_OF, frozenset({"fr"}))
        >>> condition.names
        frozenset({'fr'})
    """

    field: str
    operator: Operator
    value: date | frozenset[str]

    def __post_init__(self) -> None:
        if self.field not in FIELDS:
            raise ValueError(f"there is no field {self.field!r}; there are {', '.join(FIELDS)}")
        kind = FIELDS[self.field].type
        if self.operator is Operator.ANY_OF:
            valid = kind is FieldType.NAME and _are_names(self.value)
        else:
            valid = kind is FieldType.DAY and _is_plain_date(self.value)
        if not valid:
            raise ValueError(
                f"{self.field!r} is a field of {kind.value}s; it cannot be "
                f"{self.operator.value} {self.value!r}"
            )

    @property
    def day(self) -> date:
        """The boundary of a condition on days.

        Raises:
            TypeError: If the condition is on names.
        """
        if isinstance(self.value, date):
            return self.value
        raise TypeError(f"a condition of {self.field!r} has names, no day")

    @property
    def names(self) -> frozenset[str]:
        """The admitted names of a condition on names.

        Raises:
            TypeError: If the condition is on days.
        """
        if isinstance(self.value, frozenset):
            return self.value
        raise TypeError(f"a condition of {self.field!r} has a day, no names")

    def admits(self, article: Article) -> bool:
        """Return whether an article meets the condition."""
        value: Any = FIELDS[self.field].value(article)
        if self.operator is Operator.AT_LEAST:
            return bool(value >= self.day)
        if self.operator is Operator.AT_MOST:
            return bool(value <= self.day)
        return value in self.names


def _is_plain_date(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _are_names(value: object) -> bool:
    return (
        isinstance(value, frozenset)
        and len(value) > 0
        and all(isinstance(name, str) for name in value)
    )


@dataclass(frozen=True, slots=True)
class FilterOption:
    """A user's option for a condition: a keyword argument, a command-line option or a form field.

    A date may be less precise than a day. ``AT_LEAST`` uses its first day and ``AT_MOST`` its last
    day, so that the boundary is included. ``ANY_OF`` takes several names.

    Attributes:
        name: Keyword in ``qa.ask``, in the endpoints and in links to the page.
        field: Field of the condition.
        operator: Operator of the condition.
        description: One sentence about the articles that it admits.
        help: Help text on the command line, where the option is repeated for each name; empty for
            ``description``.
        flag: Command-line option without dashes; empty for ``name`` with hyphens.
        metavar: Placeholder of the value on the command line; empty for ``DATE`` or ``NAME``.
        closes: Name of the option for the start of the range whose end this option is; None if it
            ends no range. A start after the end is an error.
        normalize: Function that converts a name to the form in which articles have it.
        are_languages: Whether the names are ISO 639-1 codes, which the page shows as names of
            languages.
    """

    name: str
    field: str
    operator: Operator
    description: str
    help: str = ""
    flag: str = ""
    metavar: str = ""
    closes: str | None = None
    normalize: Callable[[str], str] = str
    are_languages: bool = False

    @property
    def takes_several(self) -> bool:
        """Whether the value is a list of names rather than a date."""
        return self.operator is Operator.ANY_OF

    @property
    def long_option(self) -> str:
        """The command-line option with its dashes."""
        return f"--{self.flag or self.name.replace('_', '-')}"


RESERVED_NAMES = frozenset(
    # keywords of qa.ask, the pipeline, the endpoints, and links to the page
    {"question", "top_k", "index_dir", "reader", "answerer", "model", "asked", "self", "q"}
    # other options of `dateline ask`
    | {"as_json", "cite", "show_dropped"}
    # keywords of gradio_client, with which the endpoints are called
    | {"api_name", "fn_index", "headers"}
)
"""Names that no filter option can have, since the interfaces use them for something else."""

RESERVED_LONG_OPTIONS = frozenset(
    {"--help", "--json", "--top-k", "--reader", "--index-dir", "--store"}
    | {"--answerer", "--cite", "--show-dropped"}
)
"""Values of ``FilterOption.long_option`` that no filter option can have."""


OPTIONS: dict[str, FilterOption] = {
    option.name: option
    for option in (
        FilterOption(
            "since",
            "last_day",
            Operator.AT_LEAST,
            'Only articles from this day or later: YYYY, YYYY-MM, YYYY-MM-DD, "last month".',
            "Only articles from this day, month or year or later.",
        ),
        FilterOption(
            "until",
            "first_day",
            Operator.AT_MOST,
            "Only articles from this day or earlier.",
            "Only articles up to this day, month or year.",
            closes="since",
        ),
        FilterOption(
            "as_of",
            "version_day",
            Operator.AT_MOST,
            "Only articles whose present version was certainly published by the end of this day.",
            "Use nothing that may have been published or updated after this date.",
        ),
        FilterOption(
            "sources",
            "source",
            Operator.ANY_OF,
            "Only these sources.",
            "Only this source.",
            flag="source",
        ),
        FilterOption(
            "languages",
            "language",
            Operator.ANY_OF,
            "Only articles in these languages (ISO 639-1).",
            "Only articles in this language, such as fr.",
            flag="language",
            metavar="CODE",
            normalize=str.lower,
            are_languages=True,
        ),
    )
}
"""All options by name, in the order in which interfaces show them.

``since`` and ``until`` admit an article whose publication period *overlaps* the range. ``as_of``
admits an article only if its whole publication period lies before the end of that day: an article
dated to a month passes once the month is over. An article that was updated counts by the date of
its update, since its earlier text is unknown."""


@dataclass(frozen=True, slots=True)
class Filters:
    """A conjunction of conditions on articles; without conditions, it admits all articles.

    Attributes:
        conditions: Conditions that an article must meet.

    Examples:
        >>> filters = Filters.of(since=date(2020, 9, 1), languages={"fr"})
        >>> [condition.field for condition in filters.conditions]
        ['last_day', 'language']
    """

    conditions: tuple[Condition, ...] = ()

    @classmethod
    def of(cls, **values: Any) -> Self:  # noqa: ANN401 (a day or names, by the option)
        """Create filters from the values of options; see ``OPTIONS``.

        Args:
            **values: A day or a collection of names, by the name of the option. None and empty
                collections are ignored.

        Raises:
            TypeError: If an option does not exist.
            ValueError: If a value has the wrong type for its option.
        """
        if unknown := values.keys() - OPTIONS.keys():
            raise TypeError(f"there is no filter {min(unknown)!r}; there are {', '.join(OPTIONS)}")
        conditions = []
        for option in OPTIONS.values():
            value = values.get(option.name)
            if option.takes_several and value is not None:
                value = frozenset(value) or None
            if value is not None:
                conditions.append(Condition(option.field, option.operator, value))
        return cls(tuple(conditions))

    def __bool__(self) -> bool:
        return bool(self.conditions)

    def __and__(self, other: Filters) -> Filters:
        """Return the conjunction of both filters."""
        return Filters(tuple(dict.fromkeys(self.conditions + other.conditions)))

    def admits(self, article: Article) -> bool:
        """Return whether an article meets all conditions. Stores must agree with this method."""
        return all(condition.admits(article) for condition in self.conditions)

    def without(self, *fields: str) -> Filters:
        """Return the filters without the conditions on the named fields."""
        return Filters(tuple(one for one in self.conditions if one.field not in fields))

    def bound(self, operator: Operator, *fields: str) -> date | None:
        """Return the strictest boundary of the conditions on some fields; None if there is none.

        Args:
            operator: ``AT_LEAST`` for the latest lower bound, ``AT_MOST`` for the earliest upper
                bound.
            *fields: Names of the fields.
        """
        days = [
            one.day for one in self.conditions if one.operator is operator and one.field in fields
        ]
        return (max if operator is Operator.AT_LEAST else min)(days, default=None)


def register(*entries: Field | FilterOption) -> None:
    """Add fields and options to the tables until the process ends.

    An index contains the fields that are registered when it is built, and must be opened with the
    same ones. To register them temporarily, use ``registered``.

    Raises:
        ValueError: If a name or command-line option is malformed or in use, or if an option does
            not match its field.
    """
    for entry in entries:
        if isinstance(entry, Field):
            _require_unused(entry.name, FIELDS)
            FIELDS[entry.name] = entry
        else:
            _require_unused(entry.name, OPTIONS)
            _require_valid_names(entry)
            _require_matching_field(entry)
            OPTIONS[entry.name] = entry


@contextmanager
def registered(*entries: Field | FilterOption) -> Iterator[None]:
    """Register fields and options for the duration of a ``with`` block; see ``register``."""
    fields, options = dict(FIELDS), dict(OPTIONS)
    try:
        register(*entries)
        yield
    finally:
        for name in FIELDS.keys() - fields.keys():
            del FIELDS[name]
        for name in OPTIONS.keys() - options.keys():
            del OPTIONS[name]


def _require_unused(name: str, table: dict[str, Any]) -> None:
    if name in table:
        raise ValueError(f"there is a filter {name!r} already; choose another name")


def _require_valid_names(option: FilterOption) -> None:
    """Check that the name and the command-line option are well-formed and not reserved.

    Raises:
        ValueError: If one of them is malformed, reserved or in use.
    """
    if (
        not IDENTIFIER.fullmatch(option.name)
        or iskeyword(option.name)
        or option.name in RESERVED_NAMES
    ):
        raise ValueError(
            f"an option cannot be called {option.name!r}; choose another name, of lower-case "
            "letters, digits and underscores"
        )
    taken = RESERVED_LONG_OPTIONS | {one.long_option for one in OPTIONS.values()}
    if not _LONG_OPTION.fullmatch(option.long_option) or option.long_option in taken:
        raise ValueError(
            f"the option {option.name!r} cannot be {option.long_option!r} on the command line; "
            "choose another flag, of lower-case letters, digits and hyphens"
        )


_LONG_OPTION = re.compile(r"--[a-z][a-z0-9-]*")


def _require_matching_field(option: FilterOption) -> None:
    if option.field not in FIELDS:
        raise ValueError(f"the option {option.name!r} needs a field {option.field!r}; add it first")
    of_names = FIELDS[option.field].type is FieldType.NAME
    if of_names != option.takes_several:
        raise ValueError(
            f"the option {option.name!r} cannot compare a field of "
            f"{FIELDS[option.field].type.value}s by {option.operator.value!r}; use another "
            "operator or field"
        )

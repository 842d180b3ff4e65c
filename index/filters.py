"""Which articles may be used: filters as data, and the tables that all surfaces are made from.

A filter is a list of conditions, each a field, an operator and a value. Stores translate
conditions, whatever the field is; the command line, the endpoints and the page are made from the
options. To add a filter, write a line in ``FIELDS`` and one in ``OPTIONS`` (or ``register``
them), and build the index again.
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
    """What a field of an article must be.

    Example: ``Condition("language", Operator.ANY_OF, frozenset({"fr"}))``

    Attributes:
        field: The name of a field in ``FIELDS``.
        operator: How it is compared.
        value: A day for ``AT_LEAST`` and ``AT_MOST``, boundary included; names for ``ANY_OF``.

    Raises:
        ValueError: If there is no such field, or field, operator and value do not go together.
    """

    field: str
    operator: Operator
    value: date | frozenset[str]

    def __post_init__(self) -> None:
        if self.field not in FIELDS:
            raise ValueError(f"there is no field {self.field!r}; there are {', '.join(FIELDS)}")
        kind = FIELDS[self.field].type
        if self.operator is Operator.ANY_OF:
            fits = kind is FieldType.NAME and _are_names(self.value)
        else:
            fits = kind is FieldType.DAY and _is_day(self.value)
        if not fits:
            raise ValueError(
                f"{self.field!r} is a field of {kind.value}s; it cannot be "
                f"{self.operator.value} {self.value!r}"
            )

    @property
    def day(self) -> date:
        """The boundary.

        Raises:
            TypeError: If the condition is one of names.
        """
        if isinstance(self.value, date):
            return self.value
        raise TypeError(f"a condition of {self.field!r} has names, no day")

    @property
    def names(self) -> frozenset[str]:
        """The names of which the field must be one.

        Raises:
            TypeError: If the condition is one of days.
        """
        if isinstance(self.value, frozenset):
            return self.value
        raise TypeError(f"a condition of {self.field!r} has a day, no names")

    def admits(self, article: Article) -> bool:
        """Return whether the article's value of the field is as it must be."""
        value: Any = FIELDS[self.field].value(article)
        if self.operator is Operator.AT_LEAST:
            return bool(value >= self.day)
        if self.operator is Operator.AT_MOST:
            return bool(value <= self.day)
        return value in self.names


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _are_names(value: object) -> bool:
    return (
        isinstance(value, frozenset)
        and len(value) > 0
        and all(isinstance(name, str) for name in value)
    )


@dataclass(frozen=True, slots=True)
class FilterOption:
    """A condition as a person states it, by a keyword, a command-line option or a form.

    A date that a person gives may be less precise than a day: ``AT_LEAST`` takes its first day and
    ``AT_MOST`` its last, so that the boundary is included. ``ANY_OF`` takes several names.

    Attributes:
        name: The keyword, in ``qa.ask``, in the endpoints and in links to the page.
        field: The field of the condition.
        operator: Its operator.
        description: What it keeps, in a sentence.
        help: The sentence on the command line, where each name is given by itself; empty for the
            same one.
        flag: The command-line option, without its dashes; empty for the name with hyphens.
        metavar: What stands for a value there; empty for ``DATE`` or ``NAME``.
        closes: The option that begins the range which this one ends, if one does; to begin
            after the end is refused.
        normalize: Gives the form of a name that articles have.
        are_languages: Whether the names are codes of languages (ISO 639-1), which the page shows
            by the languages' names.
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
        """Whether it takes a list of names; otherwise it takes a date."""
        return self.operator is Operator.ANY_OF

    @property
    def long_option(self) -> str:
        """The command-line option, as it is typed."""
        return f"--{self.flag or self.name.replace('_', '-')}"


RESERVED_NAMES = frozenset(
    # keywords of qa.ask and the pipeline, of the endpoints, of a link to the page
    {"question", "top_k", "index_dir", "reader", "answerer", "model", "asked", "self", "q"}
    # other options of `dateline ask`
    | {"as_json", "cite", "show_dropped"}
    # keywords of gradio_client, which calls the endpoints
    | {"api_name", "fn_index", "headers"}
)
"""Names that no option can have: the surfaces use them for something else."""

RESERVED_LONG_OPTIONS = frozenset(
    {"--help", "--json", "--top-k", "--reader", "--index-dir", "--store"}
    | {"--answerer", "--cite", "--show-dropped"}
)
"""The same of ``FilterOption.long_option``."""


OPTIONS: dict[str, FilterOption] = {
    option.name: option
    for option in (
        FilterOption(
            "since",
            "last_day",
            Operator.AT_LEAST,
            'Only articles from this day or later: YYYY, YYYY-MM, YYYY-MM-DD, "last month".',
            "Only articles from this day, month or year on.",
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
            "Only articles that were certainly out, as they are, by the end of this day.",
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
            "Only articles in it, as fr.",
            flag="language",
            metavar="CODE",
            normalize=str.lower,
            are_languages=True,
        ),
    )
}
"""Every option, by name, in the order in which surfaces show them.

``since`` and ``until`` keep an article whose publication period *may* lie inside (it overlaps
them). ``as_of`` is a promise: it keeps an article only if it was *certainly* out by then, so that
one known to the month passes only when its whole month does. What was updated later than published
counts by its update, since the text of before is not known."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may be used at all: those that meet every condition; without one, all.

    Example: ``Filters.of(since=date(2020, 9, 1), languages={"fr"})``

    Attributes:
        conditions: What an article must meet.
    """

    conditions: tuple[Condition, ...] = ()

    @classmethod
    def of(cls, **given: Any) -> Self:  # noqa: ANN401 (a day or names, by the option)
        """Return the filters that options make; see ``OPTIONS``.

        Args:
            **given: By the option's name a day, or a collection of names. None and an empty
                collection count as absent.

        Raises:
            TypeError: If there is no such option.
            ValueError: If a value is not what its option takes.
        """
        if unknown := given.keys() - OPTIONS.keys():
            raise TypeError(f"there is no filter {min(unknown)!r}; there are {', '.join(OPTIONS)}")
        conditions = []
        for option in OPTIONS.values():
            value = given.get(option.name)
            if option.takes_several and value is not None:
                value = frozenset(value) or None
            if value is not None:
                conditions.append(Condition(option.field, option.operator, value))
        return cls(tuple(conditions))

    def __bool__(self) -> bool:
        return bool(self.conditions)

    def __and__(self, other: Filters) -> Filters:
        """Return the filters that admit what both admit."""
        return Filters(tuple(dict.fromkeys(self.conditions + other.conditions)))

    def admits(self, article: Article) -> bool:
        """Return whether this article may be used. Stores must agree with it."""
        return all(condition.admits(article) for condition in self.conditions)

    def without(self, *fields: str) -> Filters:
        """Return the filters without the conditions of some fields."""
        return Filters(tuple(one for one in self.conditions if one.field not in fields))

    def bound(self, operator: Operator, *fields: str) -> date | None:
        """Return the strictest day that fields must reach or not pass; None if there is none.

        Args:
            operator: ``AT_LEAST`` or ``AT_MOST``.
            *fields: The fields that count.
        """
        days = [
            one.day for one in self.conditions if one.operator is operator and one.field in fields
        ]
        return (max if operator is Operator.AT_LEAST else min)(days, default=None)


def register(*entries: Field | FilterOption) -> None:
    """Add fields and options to the tables, for as long as the process runs.

    An index keeps the fields that there were when it was built: register them before building and
    before opening. ``registered`` does it for a while.

    Raises:
        ValueError: If a name or command-line option is taken already or cannot be written, or an
            option's field or operator does not fit.
    """
    for entry in entries:
        if isinstance(entry, Field):
            _require_free(entry.name, FIELDS)
            FIELDS[entry.name] = entry
        else:
            _require_free(entry.name, OPTIONS)
            _require_usable(entry)
            _require_fit(entry)
            OPTIONS[entry.name] = entry


@contextmanager
def registered(*entries: Field | FilterOption) -> Iterator[None]:
    """Have fields and options in the tables inside a ``with`` block; see ``register``."""
    fields, options = dict(FIELDS), dict(OPTIONS)
    try:
        register(*entries)
        yield
    finally:
        for name in FIELDS.keys() - fields.keys():
            del FIELDS[name]
        for name in OPTIONS.keys() - options.keys():
            del OPTIONS[name]


def _require_free(name: str, table: dict[str, Any]) -> None:
    if name in table:
        raise ValueError(f"there is a filter {name!r} already; choose another name")


def _require_usable(option: FilterOption) -> None:
    """Check that the name and the command-line option can stand beside what surfaces have."""
    if (
        not IDENTIFIER.fullmatch(option.name)
        or iskeyword(option.name)
        or option.name in RESERVED_NAMES
    ):
        raise ValueError(
            f"an option cannot be called {option.name!r}; choose another name, of small letters, "
            "digits and underscores"
        )
    taken = RESERVED_LONG_OPTIONS | {one.long_option for one in OPTIONS.values()}
    if not _LONG_OPTION.fullmatch(option.long_option) or option.long_option in taken:
        raise ValueError(
            f"the option {option.name!r} cannot be {option.long_option!r} on the command line; "
            "choose another flag, of small letters, digits and hyphens"
        )


_LONG_OPTION = re.compile(r"--[a-z][a-z0-9-]*")


def _require_fit(option: FilterOption) -> None:
    if option.field not in FIELDS:
        raise ValueError(f"the option {option.name!r} needs a field {option.field!r}; add it first")
    of_names = FIELDS[option.field].type is FieldType.NAME
    if of_names != option.takes_several:
        raise ValueError(
            f"the option {option.name!r} cannot ask a field of {FIELDS[option.field].type.value}s "
            f"for {option.operator.value}"
        )

"""Define the fields of articles that filters compare. Import them from ``index.filters``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.datatypes import Article


class FieldType(Enum):
    """Type of the values of a field: days (``date``) or names (``str``)."""

    DAY = "day"
    NAME = "name"


class Operator(Enum):
    """Comparison of a field: ``AT_LEAST`` and ``AT_MOST`` for days, ``ANY_OF`` for names."""

    AT_LEAST = "at least"
    AT_MOST = "at most"
    ANY_OF = "any of"


IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
"""Valid names of fields and options."""

_RESERVED = {
    *("id", "title", "text", "body_start", "url", "cluster", "digest", "signature", "article"),
    *("updated", "author"),
    *("article_id", "start", "end", "vector"),  # columns of passages, which are joined to articles
}
_RESERVED_PREFIXES = "stems_", "words_"  # of the fields of index.analysis


@dataclass(frozen=True, slots=True)
class Field:
    """A property of articles that filters compare and stores index.

    Example: ``Field("host", FieldType.NAME, lambda article: urlsplit(article.url or "").netloc)``

    Attributes:
        name: Lower-case letters, digits and underscores.
        type: Type of the values.
        value: Pure function that returns the value for an article. Every article must have one; an
            empty name can stand for a missing value.

    Raises:
        ValueError: If the name is malformed or reserved.
    """

    name: str
    type: FieldType
    value: Callable[[Article], date | str]

    def __post_init__(self) -> None:
        reserved = self.name in _RESERVED or self.name.startswith(_RESERVED_PREFIXES)
        if reserved or not IDENTIFIER.fullmatch(self.name):
            raise ValueError(
                f"a field cannot be called {self.name!r}; choose another name, of lower-case "
                "letters, digits and underscores"
            )

    def stored(self, article: Article) -> str:
        """Return the value of an article as text; days in ISO 8601, whose order is that of days."""
        value = self._checked(article)
        return value.isoformat() if isinstance(value, date) else value

    def indexed(self, article: Article) -> int | str:
        """Return the value of an article for an index; days as ``date.toordinal``."""
        value = self._checked(article)
        return value.toordinal() if isinstance(value, date) else value

    def _checked(self, article: Article) -> date | str:
        value = self.value(article)
        if not isinstance(value, str if self.type is FieldType.NAME else date):
            raise TypeError(
                f"the field {self.name!r} of {article.id!r} is {value!r}, not a "
                f"{self.type.value}; its function must return one for every article"
            )
        return value


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("first_day", FieldType.DAY, lambda article: article.published.start),
        Field("last_day", FieldType.DAY, lambda article: article.published.last),
        Field("version_day", FieldType.DAY, lambda article: article.version_day),
        Field("source", FieldType.NAME, lambda article: article.source),
        Field("language", FieldType.NAME, lambda article: article.language),
        Field("dated", FieldType.NAME, lambda article: article.dated),
    )
}
"""All fields by name, in the order of the stores' columns.

``first_day`` and ``last_day`` are the ends of the publication period; they are equal if the date is
known to the day. ``version_day`` is the last day on which the article may have been published or
updated."""


def field_types() -> dict[str, str]:
    """Return the type of each field (``day`` or ``name``), by name, in the order of ``FIELDS``."""
    return {name: field.type.value for name, field in FIELDS.items()}


PUBLICATION = "first_day", "last_day", "version_day"
"""Fields of the publication date of an article or of its present version."""

"""The facts about articles that filters can ask for, and how these are compared.

Whoever needs them imports them from ``index.filters``.
"""

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
    """What the values of a field are: days (``date``) or names (``str``)."""

    DAY = "day"
    NAME = "name"


class Operator(Enum):
    """How a field is compared: days by ``AT_LEAST`` and ``AT_MOST``, names by ``ANY_OF``."""

    AT_LEAST = "at least"
    AT_MOST = "at most"
    ANY_OF = "any of"


IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
"""How the names of fields and options are written."""

_TAKEN = {
    *("id", "title", "text", "body_start", "url", "cluster", "digest", "signature", "article"),
    *("updated", "author"),
    *("article_id", "start", "end", "vector"),  # of passages, which are counted by their articles
}
_ANALYZED = "stems_", "words_"  # the fields of index.analysis begin so


@dataclass(frozen=True, slots=True)
class Field:
    """A fact about an article that filters can ask for, and that stores keep.

    Example: ``Field("host", FieldType.NAME, lambda article: urlsplit(article.url or "").netloc)``

    Attributes:
        name: Small letters, digits and underscores.
        type: What its values are.
        value: Gives the value of an article, the same one each time. An article always has one;
            an empty name can stand for none.

    Raises:
        ValueError: If the name is written otherwise, or stores use it for something else.
    """

    name: str
    type: FieldType
    value: Callable[[Article], date | str]

    def __post_init__(self) -> None:
        taken = self.name in _TAKEN or self.name.startswith(_ANALYZED)
        if taken or not IDENTIFIER.fullmatch(self.name):
            raise ValueError(
                f"a field cannot be called {self.name!r}; choose another name, of small letters, "
                "digits and underscores"
            )

    def stored(self, article: Article) -> str:
        """Return the value of an article as text; days in ISO 8601, which sorts as days do."""
        value = self._checked(article)
        return value.isoformat() if isinstance(value, date) else value

    def indexed(self, article: Article) -> int | str:
        """Return the value of an article as an index keeps it; days as ``date.toordinal``."""
        value = self._checked(article)
        return value.toordinal() if isinstance(value, date) else value

    def _checked(self, article: Article) -> date | str:
        value = self.value(article)
        if not isinstance(value, str if self.type is FieldType.NAME else date):
            raise TypeError(
                f"the field {self.name!r} of {article.id!r} is {value!r}, which is no "
                f"{self.type.value}; every article has one"
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
"""Every field, by name, in the order in which stores keep them. An article is published on some day
from its first to its last one; both are the same where its date is known to the day. Its version
day is the last one on which it may have been published or updated."""


def field_types() -> dict[str, str]:
    """Return the value of every field's ``FieldType``, by name, in the order of ``FIELDS``."""
    return {name: field.type.value for name, field in FIELDS.items()}


PUBLICATION = "first_day", "last_day", "version_day"
"""The fields that say when an article, or its present version, was published."""

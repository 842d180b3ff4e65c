"""Define records: the raw values of an article by name, as a reader yields them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Verbatim(str):
    """A text that is not HTML and is kept character for character."""

    __slots__ = ()


class Record(NamedTuple):
    """The raw fields of an article.

    A reader uses the role of a value as its name if the format defines it
    (``index.corpus.aliases.ROLES``). Other values keep their names in the file, and the mapper
    finds their roles.

    Example: ``Record({"headline": "Rain", "pubDate": "Wed, 05 Jun 2024 16:04:48 +0000"}, line=7)``

    Attributes:
        values: Values by name: texts, numbers, days, lists of them, or mappings, whose values are
            named by their path (``fields.bodyText``). A ``Period`` is a date that the reader has
            parsed.
        line: Line of the file at which the record begins, from 1; None if the format has no lines.
        whole: Whether the file is this single article, which then has the name of the file as id.
        body_start: Offset in a ``Verbatim`` text at which the body begins.
        evidence: Origins of dates by the name of their value, if they differ from ``field NAME``:
            ``{"published": "meta article:published_time"}``.
        identity: Identifier of the article in all files, if it is neither its id nor its address;
            items of an archive, for example, are named by their files.
        withheld: Reason to exclude the article and its earlier versions, such as a cancellation;
            empty otherwise.
    """

    values: Mapping[str, Any]
    line: int | None = None
    whole: bool = False
    body_start: int = 0
    evidence: Mapping[str, str] = MappingProxyType({})
    identity: str = ""
    withheld: str = ""

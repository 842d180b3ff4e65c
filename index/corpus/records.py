"""What readers give: records, which are values by name as a file has them, and where they stand."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Verbatim(str):
    """A value that is text and no HTML: it is kept character for character."""

    __slots__ = ()


class Record(NamedTuple):
    """An article as a file has it: nothing is read into it yet.

    A reader that knows what a value is names it by its role (``index.corpus.aliases.ROLES``);
    otherwise the file's own names stay, and the mapper finds their roles.

    Example: ``Record({"headline": "Rain", "pubDate": "Wed, 05 Jun 2024 16:04:48 +0000"}, line=7)``

    Attributes:
        values: By name: text, numbers, days, lists of them, or mappings, which are known by their
            path (``fields.bodyText``). A ``Period`` is a date that the reader has read itself.
        line: Where it begins in its file, counted from 1; None if lines mean nothing there.
        whole: The file is this article and no other, so that the article has the file's name.
        body_start: Where in a ``Verbatim`` text the article proper begins.
        evidence: What to call the place of a date, by the name of its value, where it is not
            ``field NAME``: ``{"published": "meta article:published_time"}``.
        identity: What identifies the article wherever it stands, where that is not its id or
            address here: an archive calls its items by the files in it.
        withheld: Why it is no article although it is a version of one: a newer version that was
            cancelled replaces those before it.
    """

    values: Mapping[str, Any]
    line: int | None = None
    whole: bool = False
    body_start: int = 0
    evidence: Mapping[str, str] = MappingProxyType({})
    identity: str = ""
    withheld: str = ""

"""Detect lists of links: files that have the addresses of articles, but no texts."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from index.corpus.cleaning import is_nothing
from index.corpus.mapper import Mapper
from index.corpus.records import Record
from index.corpus.roles import flat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

_SAMPLE = 200  # records that are read to classify a file
_ADDRESS = re.compile(r"\s*https?://\S+\s*")
_PROSE = re.compile(r"(?:[^\W\d_]+[,;:]?\s){5}")


def or_list_of_links(
    file: SourceFile, found: Iterator[Record | CorpusError]
) -> Iterator[Record | CorpusError]:
    """Yield the items of a file; for a list of links, yield one error in place of all links.

    A file is a list of links if each of its first records has an address and none has a text. A
    later record that has a text is still an article. If the user names the titles as texts, titles
    suffice.
    """
    mapper = Mapper(file.options)
    first, links = _beginning(found, mapper)
    if not links:
        while first:
            yield first.pop(0)  # and release it
        yield from found
        return
    count, line = 0, links[0].line
    for one in chain(first, found):
        if isinstance(one, Record) and _is_link(one, mapper):
            count += 1
        else:
            yield one
    has_titles = any(mapper.layout(tuple(flat(one.values)))["title"] for one in links)
    yield error_of(file, count, line, has_titles=has_titles)


def _beginning(
    found: Iterator[Record | CorpusError], mapper: Mapper
) -> tuple[list[Record | CorpusError], list[Record]]:
    """Return the first items of a file, and the links among them if the file is a list of links."""
    first: list[Record | CorpusError] = []
    links: list[Record] = []
    for one in found:
        first.append(one)
        if isinstance(one, Record):
            if not _is_link(one, mapper):
                return first, []
            links.append(one)
            if len(links) == _SAMPLE:
                break
    return first, links


def error_of(
    file: SourceFile, links: int, line: int | None = None, *, has_titles: bool = False
) -> CorpusError:
    """Return an error that says what a list of links lacks, and what to do."""
    what = "link" if links == 1 else "links"
    titles = ", or index no more than their titles, with --field text=title" if has_titles else ""
    return file.error(
        f"a list of {links:,} {what}: it has the addresses of articles, and not their texts, which "
        "no index can do without; fetch the pages first (as with "
        f"trafilatura --input-file LIST --output-dir FOLDER --json), and name their folder{titles}",
        line,
    )


def _is_link(record: Record, mapper: Mapper) -> bool:
    values = flat(record.values)
    texts = mapper.layout(tuple(values))["text"]
    if any(not is_nothing(values[name]) and not _is_address(values[name]) for name in texts):
        return False
    given = [value for value in values.values() if isinstance(value, str)]
    return any(map(_is_address, given)) and not any(map(_PROSE.search, _unnamed(record)))


def _unnamed(record: Record) -> list[str]:
    """Return the values of columns without names, except XML, which GDELT has in a column."""
    named = ((name, str(value)) for name, value in record.values.items())
    return [value for name, value in named if name.isdecimal() and not value.startswith("<")]


def _is_address(value: Any) -> bool:  # noqa: ANN401 (whatever a file may hold)
    return isinstance(value, str) and _ADDRESS.fullmatch(value) is not None

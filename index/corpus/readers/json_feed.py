"""Read JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.corpus.readers.json_documents import Recoded, read_list
from index.corpus.records import Record, Verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

_OF_FEED = "title", "language", "author.name", "authors.item.name"


def read(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield the items of a feed; the feed supplies values that an item lacks.

    Raises:
        CorpusError: If the file is not JSON.
    """
    feed = _feed(file)
    for found in read_list(file, "items"):
        if isinstance(found, Record):
            item = dict(found.values)
            if isinstance(item.get("content_text"), str):
                item["content_text"] = Verbatim(item["content_text"])
            own = {name: value for name, value in item.items() if value is not None}
            if "author" in own:
                own.setdefault("authors", [own.pop("author")])
            yield found._replace(values={**feed, **own})
        else:
            yield found


def _feed(file: SourceFile) -> dict[str, Any]:
    """Return the values of the feed itself, which may follow its items."""
    import ijson

    found: dict[str, list[str]] = {name: [] for name in _OF_FEED}
    with file.open_text() as text:
        try:
            for prefix, event, value in ijson.parse(Recoded(text)):
                if event == "string" and prefix in found:
                    found[prefix].append(value)
        except (ijson.JSONError, RecursionError):
            pass  # reported when the items are read
    return {
        "source_name": " ".join(found["title"]),
        "language": " ".join(found["language"]),
        "authors": found["authors.item.name"] or found["author.name"],
    }

"""Read which feeds to follow: addresses, or files that list them as text or OPML."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from index.corpus.options import CorpusOptions
from index.corpus.readers.xml_streams import elements, local_name
from index.corpus.sources import SourceFile
from index.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
_SCHEMES = re.compile(r"feed:(?://)?(?=https?://)|feed(?=://)", re.IGNORECASE)
_OPML = re.compile(rb"<opml[\s>]", re.IGNORECASE)


def feeds_of(given: Iterable[str]) -> list[str]:
    """Return the addresses of feeds without repetition, in the order given.

    Args:
        given: Addresses (``https:``, ``http:``, ``feed:``), or paths of files: OPML, or text with
            one address per line and ``#`` before comments.

    Raises:
        CorpusError: If an argument is neither, or a file lists no feed.
    """
    found = [url for one in given for url in _feeds(one.strip())]
    return list(dict.fromkeys(found))


def _feeds(given: str) -> Iterator[str]:
    if address := _feed_url(given):
        yield address
        return
    path = Path(given)
    if not given or "://" in given or not path.is_file():
        raise CorpusError(
            "is neither the address of a feed, as https://example.org/feed.xml, nor a file that "
            "lists such addresses; name one of these with --follow",
            path,
        )
    file = SourceFile(path, path.name, CorpusOptions())
    try:
        listed = list(_of_opml(file) if _OPML.search(file.head()) else _feeds_in_lines(file))
    except EOFError as error:
        raise file.error("is cut off: its end is missing; fetch it again") from error
    except UnicodeDecodeError as error:
        raise file.error(f"not {error.encoding}; convert it") from error
    except OSError as error:
        raise file.error(f"cannot be read: {error.strerror or error}") from error
    if not listed:
        raise file.error(
            "lists no feed; write an address on each line, or export the list as OPML from a "
            "reader of feeds"
        )
    yield from listed


def _feed_url(text: str) -> str:
    address = _SCHEMES.sub(lambda match: "" if ":" in match[0] else "http", text, count=1)
    return address if _ADDRESS.fullmatch(address) else ""


def _of_opml(file: SourceFile) -> Iterator[str]:
    for outer in elements(file, ("outline",)):
        for one in outer.iter():
            attributes = {name.lower(): value for name, value in one.attrib.items()}
            if local_name(one).lower() == "outline" and (url := attributes.get("xmlurl", "")):
                if not (address := _feed_url(str(url).strip())):
                    raise file.error(f"{str(url)[:80]!r} is no address of a feed; correct it")
                yield address


def _feeds_in_lines(file: SourceFile) -> Iterator[str]:
    with file.open_text() as text:
        for number, line in enumerate(text, 1):
            given = line.strip("\ufeff \t\r\n")
            if given and not given.startswith("#"):
                if not (address := _feed_url(given)):
                    raise file.error(f"{given[:80]!r} is no address of a feed; correct it", number)
                yield address

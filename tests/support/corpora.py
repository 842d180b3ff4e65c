"""Reading files of other makers, and pages and files that a test writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.corpus import CorpusOptions, open_corpus, read_all
from index.datatypes import Article
from index.errors import CorpusError
from index.settings import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES = PROJECT.parent / "shared" / "samples"


def sample(name: str) -> Path:
    """Return a file of another maker, or skip the test where it is absent."""
    path = SAMPLES / name
    if not path.is_file():
        pytest.skip(f"{name} is no part of this checkout")
    return path


def articles_of(path: Path, options: CorpusOptions | None = None) -> list[Article]:
    """Return the articles of a file, all of which can be read."""
    read = list(read_all(open_corpus(path, options=options)))
    assert not [one for one in read if isinstance(one, CorpusError)]
    return [one for one in read if isinstance(one, Article)]


def problems_of(path: Path, options: CorpusOptions | None = None) -> list[str]:
    """Return why items of a file are no articles."""
    read = read_all(open_corpus(path, options=options))
    return [one.reason for one in read if isinstance(one, CorpusError)]


def warc_response(
    record_id: str,
    url: str,
    content: bytes,
    status: str = "200 OK",
    headers: dict[str, str] | None = None,
) -> bytes:
    """Return a record of a web archive: what a server answered on 6 March 2017."""
    named = {"Content-Type": "text/html", **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    answer = f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + content
    return (
        (
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2017-03-06T04:02:06Z\r\n"
            f"WARC-Record-ID: <{record_id}>\r\nWARC-Target-URI: {url}\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n"
        ).encode()
        + answer
        + b"\r\n\r\n"
    )

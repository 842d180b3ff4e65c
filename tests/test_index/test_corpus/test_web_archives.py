"""Web archives: pages alone, and the time of the crawl as a bound."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from index.corpus import open_corpus, read_all
from index.datatypes import Article
from tests.support.corpora import articles_of, problems_of, sample, warc_response

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

TEXT = "The bridge is closed – said the mayor, and opens again in spring."
PAGE = f"<html lang='en'><title>Bridge</title><body><article><p>{TEXT}</p></article></body></html>"


def archive(folder: Path, *answers: tuple[str, str, dict[str, str], bytes]) -> Path:
    """Write answers: a status, a path of the site, headers, and the content."""
    path = folder / "a.warc.gz"
    with path.open("wb") as file:
        for number, (status, place, headers, content) in enumerate(answers):
            url = f"https://gazette.example{place}"
            record = warc_response(f"urn:uuid:{number}", url, content, status, headers)
            file.write(gzip.compress(record))  # each by itself, as crawlers do
    return path


HTML = {"Content-Type": "text/html", "Last-Modified": "Fri, 09 Aug 2013 23:54:35 GMT"}


def test_pages_alone_and_when_they_were_fetched(tmp_path: Path) -> None:
    path = archive(
        tmp_path,
        ("200 OK", "/2016/08/18/bridge", HTML, PAGE.encode()),
        ("200 OK", "/bridge", HTML, PAGE.encode()),
        ("404 Not Found", "/none", HTML, PAGE.encode()),
        ("200 OK", "/a.png", {"Content-Type": "image/png"}, b"\x89PNG"),
        (
            "200 OK",
            "/old",
            {"Content-Type": "text/html; charset=ISO-8859-1"},
            PAGE.encode("cp1252"),
        ),
        ("200 OK", "/packed", {**HTML, "Content-Encoding": "gzip"}, gzip.compress(PAGE.encode())),
    )
    dated, *bounded = articles_of(path)
    assert (dated.published.isoformat(), dated.dated) == ("2016-08-18", "address")
    assert dated.url == "https://gazette.example/2016/08/18/bridge"
    assert (dated.id, dated.source) == ("a.warc.gz#urn:uuid:0", "gazette.example")
    assert {one.published.isoformat() for one in bounded} == {"../2017-03-06"}
    assert {one.dated for one in bounded} == {"not later than WARC-Date"}
    assert {one.updated for one in bounded} == {None}
    assert {one.text for one in [dated, *bounded]} == {TEXT}
    assert [one.id[-1] for one in bounded] == ["1", "4", "5"]


def test_a_page_without_text_is_told_with_its_address(tmp_path: Path) -> None:
    path = archive(tmp_path, ("200 OK", "/empty", HTML, b"<html></html>"))
    [problem] = problems_of(path)
    assert problem.startswith("https://gazette.example/empty: no text")


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_that_is_cut_off(tmp_path: Path, packed: bool) -> None:
    path = archive(tmp_path, *[("200 OK", f"/{n}", HTML, PAGE.encode()) for n in range(3)])
    data = path.read_bytes() if packed else gzip.decompress(path.read_bytes())
    path = tmp_path / ("b.warc.gz" if packed else "b.warc")
    path.write_bytes(data[:-40])
    first, second, problem = read_all(open_corpus(path))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert "is cut off" in str(problem)


@pytest.mark.parametrize("content", [b"", b"no archive", b"WARC/1.0\r\n"])
def test_what_is_no_archive_has_no_article(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.warc").write_bytes(content)
    read = read_all(open_corpus(tmp_path / "a.warc"))
    assert not [one for one in read if isinstance(one, Article)]


def test_an_archive_of_warcio() -> None:
    [one] = articles_of(sample("warc-example.warc.gz"))
    assert one.id == "warc-example.warc.gz#urn:uuid:a9c51e3e-0221-11e7-bf66-0242ac120005"
    assert (one.title, one.source, one.language) == ("Example Domain", "example.com", "en")
    assert one.text.startswith("This domain is established to be used for illustrative examples")
    assert one.published.isoformat() == "../2017-03-06"  # and not 2013, when its server changed it
    assert (one.updated, one.dated) == (None, "not later than WARC-Date")
    assert (one.url, one.author) == ("http://example.com/", "")

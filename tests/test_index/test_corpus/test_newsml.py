"""News of agencies in NewsML-G2: which text, which date, what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.corpus import open_corpus, read_all
from index.datatypes import Article
from tests.support.corpora import articles_of, problems_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

XHTML = """<inlineXML contenttype="application/xhtml+xml"><h:html xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>Not this</h:title></h:head><h:body><h:p>It is <h:b>closed</h:b>.</h:p>
<h:figure><h:p>A picture.</h:p></h:figure><h:p>It opens in spring.</h:p></h:body>
</h:html></inlineXML>"""
NITF = """<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">
<head><title>Not this</title></head><body><body.head><hedline><hl1>Not this</hl1></hedline>
</body.head><body.content>
<p>It is closed.</p><media><media-caption>A picture.</media-caption></media>
<p>It opens in spring.</p></body.content></body></nitf></inlineXML>"""
PLAIN = '<inlineData contenttype="text/plain">It is closed.\n\nIt opens in spring.</inlineData>'


def item(
    meta: str = "", content: str = XHTML, about: str = "", guid: str = "a", version: str = "1"
) -> str:
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:{guid}" '
        f'version="{version}" xml:lang="en-GB"><itemMeta><itemClass qcode="ninat:text"/>'
        f'<provider qcode="nprov:AGY"><name>The Agency</name></provider>{meta}'
        "<edNote>Not for publication: call Ann.</edNote></itemMeta><contentMeta>"
        f"<headline>Bridge <i>closed</i></headline><by>Ann Ash</by>{about}</contentMeta>"
        f"<contentSet>{content}</contentSet></newsItem>"
    )


def write(folder: Path, *items: str) -> Path:
    path = folder / "wire.xml"
    inside = "".join(f"<itemSet>{one}</itemSet>" for one in items)
    message = f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/">{inside}</newsMessage>'
    path.write_text(items[0] if len(items) == 1 else message)
    return path


CREATED = "<versionCreated>2018-11-21T16:22:45-05:00</versionCreated>"


@pytest.mark.parametrize("content", [XHTML, NITF, PLAIN, XHTML + PLAIN])
def test_the_text_and_what_is_said_of_it(tmp_path: Path, content: str) -> None:
    [one] = articles_of(write(tmp_path, item(CREATED, content)))
    assert one.text == "It is closed.\n\nIt opens in spring."
    assert (one.id, one.title, one.author) == ("wire.xml", "Bridge closed", "Ann Ash")
    assert (one.source, one.language, one.url) == ("The Agency", "en", None)


@pytest.mark.parametrize(
    ("meta", "about", "version", "expected"),
    [
        (CREATED, "", "1", ("2018-11-21", None, "field versionCreated")),
        (CREATED, "", "4",
         ("../2018-11-21", "2018-11-21", "not later than field versionCreated")),
        (f"{CREATED}<firstCreated>2016-10-21T23:30:00-05:00</firstCreated>", "", "4",
         ("2016-10-21", "2018-11-21", "field firstCreated")),
        (CREATED, "<contentCreated>2016-11-21</contentCreated>", "4",
         ("2016-11-21", "2018-11-21", "field contentCreated")),
        ("<embargoed>2019-01-02T00:00:00Z</embargoed>" + CREATED, "", "1",
         ("2019-01-02", None, "field embargoed")),
    ],
)  # fmt: skip
def test_which_date_is_of_publication(
    tmp_path: Path, meta: str, about: str, version: str, expected: tuple[str, str | None, str]
) -> None:
    [one] = articles_of(write(tmp_path, item(meta, about=about, version=version)))
    assert (one.published.isoformat(), one.updated and one.updated.isoformat(), one.dated) == (
        expected
    )


def test_versions_pictures_and_what_is_withheld(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        item(CREATED, version="2"),
        item(CREATED, version="10", content=PLAIN),
        item(CREATED + '<pubStatus qcode="stat:canceled"/>', guid="b"),
        item(CREATED + "<embargoed>2999-01-01T00:00:00Z</embargoed>", guid="c"),
        item(CREATED, guid="d").replace("ninat:text", "ninat:picture"),
    )
    [one] = [one for one in read_all(open_corpus(path)) if isinstance(one, Article)]
    assert one.id == "wire.xml#urn:a"
    older, *withheld = problems_of(path)
    assert older.startswith("an older version of 'urn:a', of which the newest stands on line")
    assert [reason.partition(" ")[2] for reason in withheld] == [
        "is not to be published (its status is canceled)",
        "is embargoed until 2999-01-01T00:00:00Z",
    ]

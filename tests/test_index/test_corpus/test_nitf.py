"""News of agencies in older XML: NITF, NewsML 1, and Factiva's; sitemaps, and XML of no kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.corpora import articles_of, problems_of

if TYPE_CHECKING:
    from pathlib import Path

NITF = """<?xml version="1.0"?>
<nitf><head><title>Bridge closed</title><docdata management-status="{status}">
<doc-id id-string="a-17"/><date.issue norm="20200818T233000-0500"/>{release}
<date.expire norm="20201231"/></docdata>{printed}</head>
<body><body.head><hedline><hl1>Bridge closed</hl1></hedline><byline>Ann Ash</byline></body.head>
<body.content>{content}<media><media-caption>A picture.</media-caption></media></body.content>
<body.end><tagline>Not this</tagline></body.end></body></nitf>"""
CONTENT = "<p>It is closed.</p><p>It opens in spring.</p>"
BLOCKS = (
    '<block class="lead_paragraph"><p>It is closed.</p></block>'
    f'<block class="full_text">{CONTENT}</block>'
)
PRINTED = (
    '<pubdata date.publication="20200820" name="La Gazette" ex-ref="https://gazette.example/1"/>'
)
NEWSML = """<?xml version="1.0"?>
<NewsML><NewsEnvelope><DateAndTime>20250101T000000</DateAndTime></NewsEnvelope>
<NewsItem xml:lang="fr"><Identification><NewsIdentifier><ProviderId>agency.example</ProviderId>
<DateId>20200818</DateId><NewsItemId>17</NewsItemId><RevisionId>{revision}</RevisionId>
<PublicIdentifier>urn:newsml:agency.example:20200818:17:{revision}</PublicIdentifier>
</NewsIdentifier></Identification><NewsManagement><FirstCreated>20200818T233000+0200</FirstCreated>
<ThisRevisionCreated>20200819T080000+0200</ThisRevisionCreated><Status FormalName="{status}"/>
</NewsManagement><NewsComponent><NewsLines><HeadLine>Bridge closed</HeadLine>
<ByLine>Ann Ash</ByLine></NewsLines><AdministrativeMetadata><Provider><Party FormalName="Agency"/>
</Provider></AdministrativeMetadata>
<NewsComponent><Role FormalName="Lead"/><ContentItem><DataContent>It is closed.</DataContent>
</ContentItem></NewsComponent>
<NewsComponent><Role FormalName="Body"/><ContentItem><DataContent><p>It opens in spring.</p>
</DataContent></ContentItem></NewsComponent>
<NewsComponent><Role FormalName="Caption"/><ContentItem><DataContent>A picture.</DataContent>
</ContentItem></NewsComponent></NewsComponent></NewsItem></NewsML>"""
FACTIVA = """<?xml version="1.0"?><PPSResponse><ppsArticleResponse
xmlns="http://global.factiva.com/pps/2.0"><ppsarticleResultSet><ppsarticle><article>
<accessionNo>GAZ0000020200818e51700030</accessionNo><baseLanguage>EN</baseLanguage>
<copyright>(c) 2020</copyright><headline><paragraph><hlt>Bridge</hlt> closed</paragraph></headline>
<leadParagraph><paragraph>It is closed.</paragraph></leadParagraph>
<publicationDate><dateTime>2020-08-18T01:35:58Z</dateTime></publicationDate>
<sourceName>La Gazette</sourceName><tailParagraphs><paragraph>It opens in spring.</paragraph>
</tailParagraphs><notes>Not this</notes></article></ppsarticle></ppsarticleResultSet>
</ppsArticleResponse></PPSResponse>"""


def written(folder: Path, text: str) -> Path:
    path = folder / "a.xml"
    path.write_text(text)
    return path


def nitf(folder: Path, content: str = CONTENT, printed: str = "", release: str = "",
         status: str = "usable") -> Path:  # fmt: skip
    return written(
        folder, NITF.format(content=content, printed=printed, release=release, status=status)
    )


@pytest.mark.parametrize("content", [CONTENT, BLOCKS])
def test_nitf(tmp_path: Path, content: str) -> None:
    [one] = articles_of(nitf(tmp_path, content))
    assert one.text == "It is closed.\n\nIt opens in spring."
    assert (one.id, one.title, one.author) == ("a.xml#a-17", "Bridge closed", "Ann Ash")
    assert (one.published.isoformat(), one.dated) == ("2020-08-18", "field date.issue")


def test_nitf_of_a_printed_paper_has_its_day(tmp_path: Path) -> None:
    [one] = articles_of(nitf(tmp_path, printed=PRINTED))
    assert (one.published.isoformat(), one.dated) == ("2020-08-20", "field date.publication")
    assert (one.source, one.url) == ("La Gazette", "https://gazette.example/1")


def test_nitf_that_was_released_later_is_published_then(tmp_path: Path) -> None:
    [one] = articles_of(nitf(tmp_path, release='<date.release norm="20200901T060000Z"/>'))
    assert (one.published.isoformat(), one.dated) == ("2020-09-01", "field date.release")


def test_nitf_that_is_withheld_or_to_come_is_told(tmp_path: Path) -> None:
    [withheld] = problems_of(nitf(tmp_path, status="canceled"))
    assert withheld.endswith("is not to be published (its status is canceled)")
    [to_come] = problems_of(nitf(tmp_path, release='<date.release norm="21000901T060000Z"/>'))
    assert "is embargoed until 2100" in to_come


def test_newsml_1_has_lead_and_body_and_no_captions(tmp_path: Path) -> None:
    [one] = articles_of(written(tmp_path, NEWSML.format(revision=4, status="Usable")))
    assert one.text == "It is closed.\n\nIt opens in spring."
    assert one.id == "a.xml#urn:newsml:agency.example:20200818:17"
    assert (one.title, one.author, one.source) == ("Bridge closed", "Ann Ash", "Agency")
    assert one.language == "fr"
    assert (one.published.isoformat(), one.dated) == ("2020-08-18", "field FirstCreated")
    assert one.updated is not None
    assert one.updated.isoformat() == "2020-08-19"


def test_a_canceled_item_of_newsml_1_replaces_its_versions(tmp_path: Path) -> None:
    items = "".join(
        NEWSML.format(revision=revision, status=status).partition("</NewsEnvelope>")[2][:-9]
        for revision, status in ((1, "Usable"), (2, "Canceled"))
    )
    path = written(tmp_path, f"<NewsML>{items}</NewsML>")
    cancelled, older = problems_of(path)
    assert (cancelled if "status" in cancelled else older).endswith("(its status is canceled)")


def test_factiva_as_xml(tmp_path: Path) -> None:
    [one] = articles_of(written(tmp_path, FACTIVA))
    assert one.text == "It is closed.\n\nIt opens in spring."
    assert (one.id, one.title) == ("a.xml#GAZ0000020200818e51700030", "Bridge closed")
    assert (one.source, one.language) == ("La Gazette", "en")
    assert (one.published.isoformat(), one.dated) == ("2020-08-18", "field publicationDate")


def test_a_sitemap_is_a_list_of_links(tmp_path: Path) -> None:
    urls = "<url><loc>https://gazette.example/1</loc></url>\n" * 3
    [problem] = problems_of(written(tmp_path, f"<urlset>{urls}</urlset>"))
    assert problem.startswith("a list of 3 links")


def test_xml_of_no_kind_says_which_there_are_and_what_to_do(tmp_path: Path) -> None:
    [problem] = problems_of(written(tmp_path, "<root><record/></root>"))
    assert problem.startswith("is none of the kinds of .xml that are known (NewsML-G2,")
    assert "make a CSV or JSON Lines of it" in problem

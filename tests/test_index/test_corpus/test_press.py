"""Exports of press databases: many articles a file, dated by their headers alone."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import pytest

from index.corpus import CorpusOptions, open_corpus, read_all
from index.corpus.readers.pieces import date_in
from index.datatypes import Article
from index.errors import CorpusError
from index.settings import PROJECT
from tests.contracts.corpus_contract import ARTICLES
from tests.test_index.test_corpus.test_formats import Rows

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

SAMPLES = PROJECT.parent / "shared" / "samples"
TEXT = "Le maire a fermé le pont à Genève."


def read(place: Path, **options: Any) -> list[Article | CorpusError]:
    return list(read_all(open_corpus(place, CorpusOptions(**options))))


def only(place: Path) -> Article:
    [one] = read(place)
    assert isinstance(one, Article), one
    return one


def wrapped(text: str) -> str:
    return " ".join(text.split())


class PressRows(Rows):
    """Exports of databases, which set texts anew: ends of lines mean nothing there."""

    def test_reads_the_article_of_an_entry(self, tmp_path: Path) -> None:
        corpus = self.make(tmp_path, ARTICLES)
        for entry, given in zip(corpus.entries(), ARTICLES, strict=True):
            one = corpus.read(entry.id)
            assert one.id == entry.id == given.id
            assert wrapped(given.text) in wrapped(one.text)
            assert (one.source, one.language) == (given.source, "en")

    def test_is_opened_again_by_its_place(self, tmp_path: Path) -> None:
        corpus = self.make(tmp_path, ARTICLES)
        digests = [entry.digest for entry in open_corpus(corpus.place).entries()]
        assert digests == [entry.digest for entry in corpus.entries()]


EUROPRESSE = """<article><header><div><span class="DocPublicationName">{source}</span></div>
<div><span class="DocHeader">{published_at}</span></div><div class="titreArticle">
<p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">{title}</p></div></header>
<section><div class="DocText clearfix"><div class='docOcurrContainer'><p>{text}</p></div></div>
</section><footer><span id="PubliC_lblNodoc">{id}</span></footer></article>
"""


class TestEuropresse(PressRows):
    name = "news.html"
    begins = "<html><style>.DocPublicationName{}</style><body>"
    template = EUROPRESSE

    def write(self, path: Path, rows: list[dict[str, str]]) -> None:
        articles = (
            self.template.format(**{name: self.spelt(value) for name, value in row.items()})
            for row in rows
        )
        path.write_text(self.begins + "".join(articles), "utf-8")

    def spelt(self, value: str) -> str:
        return escape(value)


class TestFactivaWithCodes(TestEuropresse):
    begins = "<html><title>Factiva</title><body>"
    template = """<div class="article enArticle"><table>
<tr><td class="index"><b>HD</b>&nbsp;</td><td><b class='enHeadline'>{title}</b></td></tr>
<tr><td class="index"><b>PD</b>&nbsp;</td><td>{published_at}</td></tr>
<tr><td class="index"><b>SN</b>&nbsp;</td><td>{source}</td></tr>
<tr><td class="index"><p><b>LP</b>&nbsp;</p></td><td><p>{text}</p></td></tr>
<tr><td class="index"><br/><b>AN</b>&nbsp;</td><td><br/>{id}</td></tr></table></div>
"""


class TestLexisNexis(TestEuropresse):
    begins = "<HTML><!-- LXNComment 1 --><BODY>"
    template = """<!-- Hide
<DOC NUMBER=1>
<DOCFULL> --><DIV><P>2 of 3 DOCUMENTS</P></DIV><DIV><P>{source}</P></DIV>
<DIV><P>{published_at}</P></DIV><DIV><P><SPAN>{title}</SPAN></P></DIV>
<DIV><P><SPAN>LENGTH: </SPAN><SPAN>3 words</SPAN></P></DIV><DIV><P>{text}</P></DIV>
<DIV><P><SPAN>ACC-NO: </SPAN><SPAN>{id}</SPAN></P></DIV>
<!-- Hide XML section from browser
</DOCFULL>
</DOC> -->"""


class TestLexisNexisText(TestEuropresse):
    name = "news.txt"
    begins = "\ufeff"
    template = """
                2 of 3 DOCUMENTS

                {source}

                {published_at}

{title}

LENGTH: 3 words

{text}

ACC-NO: {id}

"""

    def spelt(self, value: str) -> str:
        return value


class TestFactivaText(TestLexisNexisText):
    template = """
HD      {title}
PD      {published_at}
SN      {source}
LA      English
LP      {text}
AN      Document {id}
"""


class TestProQuest(TestLexisNexisText):
    begins = "\ufeff\nReport Information from ProQuest\n"
    template = f"""{"_" * 60}

Document 2 of 3

{{title}}

Full text: {{text}}

Title: {{title}}

Publication title: {{source}}

Publication date: {{published_at}}

ProQuest document ID: {{id}}
"""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Communication, mardi 14 mars 2006, p. 16", "14 mars 2006"),
        ("Spécial 11 septembre 2001, samedi 1er avril 2023 1058 mots, p. 3", "1er avril 2023"),
        ("News, Thursday, June 13, 2024, p. A4", "June 13, 2024"),
        ("27. Februar 2012 Montag 9:50 PM GMT+1", "27. Februar 2012"),
        ("Sociedad, 5 de marzo de 2013", "5 de marzo de 2013"),
        ("Idées, mars 2006, p. 16", "mars 2006"),
        ("2021-W03", "2021-W03"),
        ("Cahier 2006, p. 16", ""),
        ("", ""),
    ],
)
def test_the_day_beside_other_words_of_a_header(line: str, expected: str) -> None:
    assert date_in(line) == expected


def test_a_sample_of_europresse() -> None:
    if not SAMPLES.is_dir():
        pytest.skip("the samples are not part of the project")
    # In three of the four, the number of the document has another day than the header.
    assert [
        (one.id.partition("#")[2], one.title, one.text, one.published.isoformat(), one.updated,
         one.source, one.author, one.url, one.dated)
        for one in read(SAMPLES / "europresse-2015.html") if isinstance(one, Article)
    ] == [
        ("news·20060315·LM·0q1503_1256056", "Title", "Some text: a mark.", "2006-03-14", None,
         "Newspaper", "Author", None, "header"),
        ("news·20060314·LM·0q1403_1255263", "Title", "Some text.", "2006-03-14", None,
         "Newspaper", "Ariane Chemin", None, "header"),
        ("news·20060314·LM·0mde1106_1251466", "A heading", "A paragraph.", "2006-03-13", None,
         "Newspaper", "", None, "header"),
        ("news·20060314·LM·0q1403_1239851", "Title", "Text.\n\nText.", "2006-03-13", None,
         "Newspaper", "Author", None, "header"),
    ]  # fmt: skip


def test_a_sample_of_lexisnexis() -> None:
    if not SAMPLES.is_dir():
        pytest.skip("the samples are not part of the project")
    # The days are cut by highlights of the search, and differ from those of loading.
    assert [
        (one.id.partition("#")[2], one.title, one.text, one.published.isoformat(), one.updated,
         one.source, one.language, one.author, one.url, one.dated)
        for one in read(SAMPLES / "lexisnexis-fr.html") if isinstance(one, Article)
    ] == [
        ("1", "Title of first article",
         ("First paragraph. Some accentuated characters: éùàê."
          "\n\nSecond paragraph. Including spurious line breaks to remove."),
         "2013-04-12", None, "My newpaper", "en", "", None, "header"),
        ("2", "Another title, with accents: éà",
         "Introduction to article\n\nSome text.\n\nMore text. And even more.",
         "2013-10-14", None, "My newpaper", "en", "Author 2", None, "header"),
        ("3", '" A quoted title "', "Last article.",
         "2013-03-10", None, "My newpaper", "en", "", None, "header"),
    ]  # fmt: skip


def europresse(path: Path, **values: str) -> Path:
    row = {"source": "La Croix, no. 43018", "published_at": "France, mardi 14 mars 2006, p. 3",
           "title": "Pont", "text": TEXT, "id": "news·20060315·LC·1"} | values  # fmt: skip
    exported = "<div>Date d'émission : <span id='PubliC_lblEndDate'>2015-07-04</span></div>"
    content = EUROPRESSE.format(**row).replace("</footer>", f"{exported}</footer>")
    path.write_text(f"<html><style>.titreArticleVisu{{}}</style>{content}", "utf-8")
    return path


def test_europresse_is_dated_by_the_issue_and_never_by_the_export(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    one = only(europresse(path, text="<p>Le ma<mark>ire</mark> a fermé.</p>"))
    assert (one.published.isoformat(), one.source) == ("2006-03-14", "La Croix")
    assert one.text == "Le maire a fermé."
    numbered = only(europresse(path, published_at="France, p. 3"))
    assert (numbered.published.isoformat(), numbered.dated) == (
        "2006-03-15",
        "number of the document",
    )
    bound = only(europresse(path, published_at="France, p. 3", id="X"))
    assert (bound.published.isoformat(), bound.dated) == ("../2015-07-04", "not later than export")


LEXIS = """
Time Of Request: Friday, March 20, 2018

                               1 of 2 DOCUMENTS

                            Copyright 2010 Guardian Newspapers Limited
                                   All Rights Reserved

                                 The Guardian (London)

                      January 11, 2010 Monday 10:35 PM GMT
                               Final Edition

A bridge, and a long title that goes
on

BYLINE: Andrew Writer

SECTION: NEWS; Pg. 3

LENGTH: 251 words

HIGHLIGHT: It stays closed.

The bridge, which opened on 5 May 1998,
is closed.

UPDATE: the mayor said that it stays closed.

LOAD-DATE: January 13, 2010

LANGUAGE: ENGLISH

GRAPHIC: A bridge on 6 June 1999

PUBLICATION-TYPE: Newspaper

                   Copyright 2010 Guardian Newspapers Limited

                               2 of 2 DOCUMENTS

                                 The Guardian

Undated

LENGTH: 3 words

It was signed on 5 May 1998.

LOAD-DATE: January 14, 2010

"""


def test_a_text_of_lexisnexis(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(LEXIS.replace("\n", "\r\n").encode("utf-8-sig"))
    first, second = read(path)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.text == (
        "It stays closed.\n\nThe bridge, which opened on 5 May 1998, is closed.\n\n"
        "UPDATE: the mayor said that it stays closed."
    )
    assert (first.title, first.source, first.author, first.published.isoformat()) == (
        "A bridge, and a long title that goes on", "The Guardian (London)", "Andrew Writer",
        "2010-01-11",
    )  # fmt: skip
    assert (second.title, second.source, second.text) == (
        "Undated", "The Guardian", "It was signed on 5 May 1998.",
    )  # fmt: skip
    assert (second.published.isoformat(), second.dated) == (
        "../2010-01-14",
        "not later than load date",
    )


def test_an_article_that_the_database_could_not_show_is_left_out_by_its_line(
    tmp_path: Path,
) -> None:
    sorry = "We are sorry but there is an error in this document and it is not possible to show it."
    path = tmp_path / "a.txt"
    path.write_text(LEXIS + f"\n      3 of 3 DOCUMENTS\n\n{sorry}\n", "utf-8")
    *_, problem = read(path)
    assert isinstance(problem, CorpusError)
    assert problem.line == LEXIS.count("\n") + 2
    assert "could not show" in problem.reason


def test_days_of_other_languages_in_lexisnexis(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "1 von 9 DOKUMENTEN\n\n   Spiegel\n\n   27. Februar 2012 Montag 9:50 PM GMT+1\n\nTitel\n\n"
        "AUTOR: Annett M.\n\nLÄNGE: 12 Wörter\n\nDie Brücke ist zu.\n\nUPDATE: 28. Februar 2012\n\n"
        "SPRACHE: GERMAN; DEUTSCH\n\nCopyright 2012 Spiegel Online GmbH\n",
        "utf-8",
    )
    one = only(path)
    assert (one.published.isoformat(), one.updated, one.language) == ("2012-02-27", None, "de")
    assert (one.title, one.author, one.text) == ("Titel", "Annett M.", "Die Brücke ist zu.")


FACTIVA = """<html><title>Factiva</title><div class="article frArticle"><table>
<tr><td class="index"><b>SE</b>&nbsp;</td><td>Infolocale</td></tr>
<tr><td class="index"><b>HD</b>&nbsp;</td><td><b class='frHeadline'>Pont</b></td></tr>
<tr><td class="index"><b>PD</b>&nbsp;</td><td>29 décembre 2011</td></tr>
<tr><td class="index"><b>SN</b>&nbsp;</td><td>Ouest France</td></tr>
<tr><td class="index"><b>CY</b>&nbsp;</td><td>Test Company 2012.</td></tr>
<tr><td class="index"><p><b>LP</b>&nbsp;</p></td><td><p>Un.</p><p>Deux.</p></td></tr>
<tr><td class="index"><p><b>TD</b>&nbsp;</p></td><td><p>Trois.</p></td></tr>
<tr><td class="index"><br/><b>AN</b>&nbsp;</td><td><br/>Document OUEST00020111229e7ct0</td></tr>
</table></div><div class="article deArticle"><div id="hd"><span class="deHeadline">Brücke</span>
</div><div>Von Anna B.</div><div>1.234 Wörter</div><div>30 Dezember 2011</div><div>06:00</div>
<div>Der Bote</div><div>BOTE</div><div>Deutsch</div><div>(c) 2012 Der Bote</div>
<p class="articleParagraph dearticleParagraph">Zu.</p><p>Document BOTE000020111230e7cu0</p></div>
<div>© 2013 Factiva</div>"""


def test_factiva_with_codes_and_without(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(FACTIVA, "utf-8")
    assert [
        (one.id, one.title, one.text, one.published.isoformat(), one.source, one.language,
         one.author, one.dated)
        for one in read(path) if isinstance(one, Article)
    ] == [
        ("a.html#OUEST00020111229e7ct0", "Pont", "Un.\n\nDeux.\n\nTrois.", "2011-12-29",
         "Ouest France", "fr", "", "field PD"),
        ("a.html#BOTE000020111230e7cu0", "Brücke", "Zu.", "2011-12-30", "Der Bote", "de",
         "Anna B.", "header"),
    ]  # fmt: skip


def test_factiva_in_german_as_a_browser_saves_it_below_scripts(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    scripts = f"<html><head><script>{'x = 1;' * 2000}</script><title>Factiva</title></head>"
    text = FACTIVA.replace("<html><title>Factiva</title>", scripts)
    path.write_text(text.replace("Document ", "Dokument "), "utf-8")
    assert [one.id for one in read(path) if isinstance(one, Article)] == [
        "a.html#OUEST00020111229e7ct0", "a.html#BOTE000020111230e7cu0",
    ]  # fmt: skip


def test_factiva_as_text_without_codes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    article = (
        "World News\nThe bridge is closed\nBy Ann Writer\n1,234 words\n{} December 2011\n15:32\n"
        "Reuters News\nLBA\nEnglish\n(c) 2012 Reuters Limited\n\nIt was built on 5 May 1998.\n\n"
        "It stays closed.\n\nDocument LBA0000020111229e7ct{}\n\n"
    )
    path.write_text(article.format(29, "0001r") + article.format(30, "0001s"), "utf-8")
    first, second = read(path)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.id, first.title, first.author, first.source, first.language) == (
        "a.txt#LBA0000020111229e7ct0001r", "The bridge is closed", "Ann Writer", "Reuters News",
        "en",
    )  # fmt: skip
    assert first.text == "It was built on 5 May 1998.\n\nIt stays closed."
    assert [one.published.isoformat() for one in (first, second)] == ["2011-12-29", "2011-12-30"]


NEXIS_PAGE = """<HTML><HEAD><!-- LXNComment 1827:6 --><META UPDATED="Saturday, October 21,
2017"></HEAD><BODY><DIV CLASS="c5"><P><SPAN>Time Of Request: Saturday, October 21, 2017</SPAN></P>
</DIV><A NAME="DOC_ID_1_0"></A><!-- Hide XML section from browser
<DOC NUMBER=1>
<DOCFULL> -->
<BR><DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">1 of 49 DOCUMENTS</SPAN></P>
</DIV>
<BR><DIV CLASS="c0"><BR><P CLASS="c1"><IMG SRC="a.gif"><BR><SPAN>Spiegel Online</SPAN></P>
</DIV>
<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c4">27.</SPAN><SPAN> Februar 2012 Montag 9:50 PM
GMT+1</SPAN><SPAN CLASS="c2">&nbsp;</SPAN></P>
</DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c7">Warnschuss f&uuml;r den Kurs</SPAN></P>
</DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">AUTOR: </SPAN><SPAN>Annett M.</SPAN></P>
</DIV>
<BR><DIV CLASS="c5"><BR><P CLASS="c6"><SPAN>HIGHLIGHT:</SPAN><SPAN>&nbsp;Der Bundestag hat
zugestimmt.<BR></SPAN></P>
</DIV>
<BR><DIV CLASS="c5"><P CLASS="c9"><SPAN>Berlin - Am 5. Mai 1998 (</SPAN><SPAN CLASS="c4">CDU</SPAN>
<SPAN>).</SPAN></P>
<P CLASS="c9"><SPAN CLASS="c8">Bis hierhin?</SPAN></P>
</DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN>UPDATE: </SPAN><SPAN>28. Februar 2012</SPAN></P>
</DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN>SPRACHE: </SPAN><SPAN>GERMAN; DEUTSCH</SPAN></P>
</DIV>
<BR><DIV CLASS="c0"><BR><P CLASS="c1"><SPAN>Copyright 2012 Spiegel Online<BR>Alle Rechte</SPAN></P>
</DIV>
<!-- Hide XML section from browser
</DOCFULL>
</DOC> -->
"""


def test_a_page_of_nexis_with_a_cover(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(NEXIS_PAGE, "utf-8")
    one = only(path)
    assert (one.published.isoformat(), one.updated, one.dated) == ("2012-02-27", None, "header")
    assert (one.title, one.source, one.author, one.language) == (
        "Warnschuss für den Kurs", "Spiegel Online", "Annett M.", "de",
    )  # fmt: skip
    assert one.text == (
        "Der Bundestag hat zugestimmt.\n\nBerlin - Am 5. Mai 1998 (CDU ).\n\nBis hierhin?"
    )


def test_a_byte_of_another_encoding_leaves_out_its_article_alone(tmp_path: Path) -> None:
    path = europresse(tmp_path / "a.html")
    data = path.read_bytes()
    article = data[data.index(b"<article") :].replace(b"LC", b"LM")
    path.write_bytes(data + article.replace("é".encode(), b"\xe9"))
    first, problem = read(path)
    assert isinstance(first, Article)
    assert "not UTF-8 (byte 0xe9)" in str(problem)


def test_windows_1252_is_found_out(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(
        LEXIS.replace("The bridge, which", "Le café de l’été à Genève, qui").encode("cp1252")
    )
    one = read(path)[0]
    assert isinstance(one, Article)
    assert "café de l’été à Genève" in one.text


PROQUEST = f"""{"_" * 60}

Report Information from ProQuest
November 27 2026 14:03
{"_" * 60}

Document 1 of 2

Bridge closed

Author: Peeters, Ann

Publication info: The Gazette ; London (UK) [London (UK)]05 Nov 2020: A1.

Abstract: It is closed.

Full text: The bridge is closed, the town said: it has cracks.

Mayor: "We shall see."

Subject: Bridges;

Company / organization: Name: Town of London;

Title: Bridge closed for repairs

Publication year: 2020

Publication date: Nov 5, 2020

Language of publication: English

ProQuest document ID: 2458

Document URL: https://search.proquest.com/docview/2458

Copyright: Copyright The Gazette Nov 6, 2020

Last updated: 2023-11-20
{"_" * 60}

Document 2 of 2

Bridge open

Publication info: The Gazette ; London (UK) [London (UK)]13 Nov 2020: A2.

Full text: It is open again.

Last updated: 2023-11-21

{"_" * 60}

Contact us at: http://support.proquest.example
"""


def test_a_text_of_proquest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PROQUEST, "utf-8")
    one, other = read_all(open_corpus(tmp_path))
    assert isinstance(one, Article)
    assert isinstance(other, Article)
    assert (one.id, one.title, one.source, one.author, one.language, one.url, one.dated) == (
        "a.txt#2458", "Bridge closed for repairs", "The Gazette", "Peeters, Ann", "en",
        "https://search.proquest.com/docview/2458", "header",
    )  # fmt: skip
    assert one.text == (
        'The bridge is closed, the town said: it has cracks.\n\nMayor: "We shall see."'
    )
    assert (one.published.isoformat(), one.updated) == ("2020-11-05", None)
    assert (other.title, other.source, other.published.isoformat(), other.text) == (
        "Bridge open", "The Gazette", "2020-11-13", "It is open again.",
    )  # fmt: skip

"""PDF, Word, RTF and EPUB: dated by a manifest or what can be trusted, never by their files."""

from __future__ import annotations

import io
import os
import zipfile
from typing import TYPE_CHECKING, Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.corpus import CorpusOptions, open_corpus, read_all
from index.datatypes import Article
from index.errors import CorpusError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

TEXT = "The bridge was closed on the day before, said the mayor of the town."


def read(place: Path, **options: Any) -> list[Article | CorpusError]:
    return list(read_all(open_corpus(place, CorpusOptions(**options))))


def only(place: Path, **options: Any) -> Article:
    [one] = read(place, **options)
    assert isinstance(one, Article), one
    return one


def pdf(text: str = TEXT, xmp: str = "", title: str = "Microsoft Word - a.doc") -> bytes:
    """Return a PDF of a page that was made and changed on days of its own."""
    shown = "".join(f"({line}) Tj T* " for line in text.split("\n"))
    stream = f"BT /F1 9 Tf 12 TL 20 700 Td {shown}ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /Metadata 7 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
            " /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Title ({title}) /CreationDate (D:20240101000000Z) /ModDate (D:20250101000000Z) >>",
        f"<< /Type /Metadata /Subtype /XML /Length {len(xmp)} >>\nstream\n{xmp}\nendstream",
    ]
    body = b"%PDF-1.7\n"
    offsets = []
    for number, one in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{one}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 8\n0000000000 65535 f \n{table}trailer\n<< /Size 8 /Root 1 0 R /Info 6 0 R >>\n"
    return body + end.encode() + f"startxref\n{len(body)}\n%%EOF".encode()


def word(*paragraphs: str, title: str = "") -> bytes:
    made = docx.Document()
    if title:
        made.add_heading(title, 0)
    for one in paragraphs:
        made.add_paragraph(one)
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def rtf(text: str) -> bytes:
    escaped = text.replace("\n", "\\par\n")
    return b"{\\rtf1\\ansi\\ansicpg1252 " + escaped.encode("cp1252") + b"}"


def epub(metadata: str = "") -> bytes:
    data = io.BytesIO()
    page = "<html><head><title>No</title></head><body><p>{}</p></body></html>"
    with zipfile.ZipFile(data, "w") as parts:
        parts.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/a.opf"/></rootfiles></container>',
        )
        parts.writestr(
            "OEBPS/a.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
            f"<dc:title>Bridge</dc:title>{metadata}</metadata><manifest>"
            '<item id="b" href="two%20b.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="a" href="one.xhtml" media-type="application/xhtml+xml"/>'
            '</manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
        )
        parts.writestr("OEBPS/one.xhtml", page.format(TEXT))
        parts.writestr("OEBPS/two b.xhtml", page.format("It stays closed."))
    return data.getvalue()


FILES = {"a.pdf": pdf(), "a.docx": word(TEXT), "a.rtf": rtf(TEXT), "a.epub": epub()}


@pytest.mark.parametrize("name", FILES)
def test_a_document_without_a_date_is_told_what_to_do(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    os.utime(path, (0, 0))
    [problem] = read(path)
    assert isinstance(problem, CorpusError)
    assert "manifest.csv" in problem.reason
    assert only(path, undated="keep").dated == ""


@pytest.mark.parametrize("name", FILES)
def test_a_manifest_dates_documents(tmp_path: Path, name: str) -> None:
    (tmp_path / "2020").mkdir()
    (tmp_path / "2020" / name).write_bytes(FILES[name])
    manifest = tmp_path / "manifest.csv"
    manifest.write_text(f"Date;Title;File;Newspaper\n17/09/2020;Shut;2020/{name};Gazette\n")
    one = only(tmp_path)
    assert (one.id, one.title, one.source) == (f"2020/{name}", "Shut", "Gazette")
    assert (one.published.isoformat(), one.dated) == ("2020-09-17", "manifest Date")
    assert one.text.startswith(TEXT)
    corpus = open_corpus(tmp_path)
    before = list(corpus.entries())
    manifest.write_text(f"Date;Title;File;Newspaper\n18/09/2020;Shut;2020/{name};Gazette\n")
    os.utime(manifest, (0, 0))
    assert list(corpus.entries()) != before
    manifest.write_text(f"File,Title,Date\n2020/{name},Shut,\n2020/another.pdf,Open,2021\n")
    [problem] = read(tmp_path)
    assert "no date" in str(problem)


def test_the_nearest_manifest_counts_and_names_of_other_machines_are_known(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.pdf").write_bytes(pdf())
    (tmp_path / "manifest.csv").write_text("file,date\nin/a.pdf,2019\n")
    assert only(tmp_path).published.isoformat() == "2019"
    (tmp_path / "in" / "manifest.csv").write_text("file,date\nC:\\Users\\me\\a.pdf,2020\n")
    assert only(tmp_path).published.isoformat() == "2020"
    (tmp_path / "in" / "manifest.csv").write_text("date,title\n2020,No\n")
    [problem] = read(tmp_path)
    assert "no column named file" in str(problem)


@pytest.mark.parametrize(
    "said",
    [
        "<prism:publicationDate>2020-09-17</prism:publicationDate>",
        '<rdf:Description prism:coverDate="2020-09-17" />',
        "<dcterms:issued> 2020-09-17T10:00:00+02:00 </dcterms:issued>",
    ],
)
def test_what_a_publisher_wrote_into_a_pdf_is_trusted(tmp_path: Path, said: str) -> None:
    path = tmp_path / "a.pdf"
    made = "<xmp:CreateDate>2024-01-01</xmp:CreateDate>"
    path.write_bytes(pdf(xmp=f"<x:xmpmeta>{made}{said}</x:xmpmeta>", title="The bridge"))
    one = only(path)
    assert (one.published.isoformat(), one.title) == ("2020-09-17", "The bridge")
    assert one.dated in ("prism:publicationDate", "prism:coverDate", "dcterms:issued")
    path.write_bytes(pdf(xmp=f"<x:xmpmeta>{made}</x:xmpmeta>"))
    assert isinstance(read(path)[0], CorpusError)


def test_lines_of_a_pdf_and_what_has_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf("The bridge was\nclosed."))
    assert only(path, undated="keep").text.split() == ["The", "bridge", "was", "closed."]
    path.write_bytes(pdf(""))
    [problem] = read(path)
    assert "recognise its text" in str(problem)


@pytest.mark.parametrize("name", FILES)
def test_damaged_files_stop_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"nothing of the kind" * 9)
    (tmp_path / "z.txt").write_text(f"date 2020 {TEXT}")
    problem, one = read(tmp_path)
    assert isinstance(one, Article)
    assert "read" in str(problem) or "no RTF" in str(problem)


def test_a_word_file_has_its_title_and_tables(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word(TEXT, title="Closed again"))
    one = only(path, undated="keep")
    assert (one.title, one.text) == ("Closed again", f"Closed again\n\n{TEXT}")


NEXIS = (
    "Friday, 5. July 2019 09:31:00 CEST", "Documents (2)", "1. Bridge shut", "2. Bridge open",
    "Bridge shut", "The Guardian (London)", "January 11, 2010 Monday",
    "Copyright 2010 Guardian Newspapers Limited All Rights Reserved", "Section: NEWS; Pg. 3",
    "Length: 251 words", "Byline: Ann Writer", "Body", TEXT, "It opened on 5 May 1998.",
    "Classification", "Language: ENGLISH", "Subject: BRIDGES (90%)",
    "Load-Date: January 13, 2010", "End of Document",
    "Bridge open", "The Guardian (London)", "Length: 3 words", "Body", "It is open.",
    "Load-Date: January 14, 2010", "End of Document",
)  # fmt: skip


@pytest.mark.parametrize("name", ["a.docx", "a.rtf"])
def test_nexis_uni(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(word(*NEXIS) if name == "a.docx" else rtf("\n".join(NEXIS)))
    first, second = read(path)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.title, first.source, first.author, first.language) == (
        "Bridge shut", "The Guardian (London)", "Ann Writer", "en",
    )  # fmt: skip
    assert first.text == f"{TEXT}\n\nIt opened on 5 May 1998."
    assert (first.published.isoformat(), first.dated) == ("2010-01-11", "header")
    assert (second.title, second.published.isoformat()) == ("Bridge open", "../2010-01-14")


def test_factiva_and_lexisnexis_in_rtf(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(
        rtf("HD\nPont fermé\nPD\n29 décembre 2011\nSN\nOuest France\nLP\nC'était là.\n"
            "AN\nDocument OUEST00020111229e7ct0\n")
    )  # fmt: skip
    one = only(path)
    assert (one.id, one.title, one.text) == (
        "a.rtf#OUEST00020111229e7ct0", "Pont fermé", "C'était là.",
    )  # fmt: skip
    assert one.published.isoformat() == "2011-12-29"
    path.write_bytes(
        rtf("1 of 1 DOCUMENTS\n\nGazette\n\n12 April 2013 Tuesday\n\nShut\n\nLENGTH: 3 words\n\n"
            "It is.\n\nLOAD-DATE: 13 April 2013\n")
    )  # fmt: skip
    one = only(path)
    assert (one.title, one.published.isoformat(), one.text) == ("Shut", "2013-04-12", "It is.")


def test_an_epub_is_dated_by_its_publication(tmp_path: Path) -> None:
    path = tmp_path / "a.epub"
    path.write_bytes(
        epub(
            "<dc:creator>Ann Writer</dc:creator><dc:language>en-GB</dc:language>"
            "<dc:publisher>Gazette</dc:publisher><dc:date opf:event='creation'>2019</dc:date>"
            "<dc:date opf:event='publication'>2020-09</dc:date>"
            "<meta property='dcterms:modified'>2021-01-02T03:04:05Z</meta>"
        )
    )
    one = only(path)
    assert (one.title, one.author, one.source, one.language) == (
        "Bridge", "Ann Writer", "Gazette", "en",
    )  # fmt: skip
    assert one.text == f"{TEXT}\n\nIt stays closed."
    assert (one.published.isoformat(), one.dated) == ("2020-09", "dc:date")
    assert one.updated is not None
    assert one.updated.isoformat() == "2021-01-02"
    path.write_bytes(epub("<dc:date>0101-01-01T00:00:00+00:00</dc:date>"))
    assert isinstance(read(path)[0], CorpusError)


PLACES = {
    "a.html": f"<html><style>.titreArticle</style><article>{TEXT}</article>".encode(),
    "b.html": f"<title>Factiva</title><div class='article enArticle'>{TEXT}</div>".encode(),
    "c.html": f"<!-- LXNComment --><DOCFULL> --><div><p>x</p></div><p>{TEXT}</DOCFULL>".encode(),
    "d.txt": f"1 of 2 DOCUMENTS\n\nA\n\n5 May 2012\n\nB\n\nLENGTH: 1\n\n{TEXT}\n".encode(),
    "e.txt": f"HD  A\nPD  5 May 2012\nLP  {TEXT}\nAN  Document A".encode(),
    "f.ris": f"TY  - NEWS\nDA  - 2020\nAB  - {TEXT}\nER  - \n".encode(),
    "manifest.csv": b"file,date\na.pdf,2020\na.docx,2020\na.rtf,2020\na.epub,2020\n",
    **FILES,
}


@given(st.sampled_from(sorted(PLACES)), st.floats(0, 1), st.binary(min_size=1, max_size=40))
@settings(max_examples=150, deadline=None)
def test_whatever_a_file_holds_is_an_article_or_told(
    tmp_path_factory: pytest.TempPathFactory, name: str, where: float, damage: bytes
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    data = PLACES[name]
    at = int(where * len(data))
    (folder / "manifest.csv").write_bytes(PLACES["manifest.csv"])
    (folder / "a.pdf").write_bytes(FILES["a.pdf"])
    (folder / name).write_bytes(data[:at] + damage + data[at + len(damage) :])
    assert read(folder)

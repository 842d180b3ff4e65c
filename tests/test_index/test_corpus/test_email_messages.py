"""E-mail is dated by its Date header, in its offset, and its attached texts are read."""

from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.corpus import open_corpus, read_all
from index.datatypes import Article
from index.errors import CorpusError
from index.settings import PROJECT
from tests.test_index.test_corpus.test_formats import TestCsv

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

SAMPLES = PROJECT.parent / "shared" / "samples"
TEXT = "Le maire a fermé le pont à Genève."


def read(place: Path) -> list[Article | CorpusError]:
    return list(read_all(open_corpus(place)))


def only(place: Path) -> Article:
    [one] = read(place)
    assert isinstance(one, Article), one
    return one


class TestMailbox(TestCsv):
    name = "news.mbox"

    def write(self, path: Path, rows: list[dict[str, str]]) -> None:
        messages = (
            "From list@example.org Thu Jan  1 00:00:00 1970\n"
            f"Message-ID: <{row['id']}>\nSubject: {row['title']}\nDate: {row['published_at']}\n"
            f'From: "{row["source"]}" <a@example.org>\nContent-Language: {row["lang"]}\n'
            f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
            f"{row['text']}\n\n"
            for row in rows
        )
        path.write_bytes("".join(messages).encode())


def test_a_sample() -> None:
    if not SAMPLES.is_dir():
        pytest.skip("the samples are not part of the project")
    one = only(SAMPLES / "email-with-attachment.eml")
    assert one == Article(
        id="email-with-attachment.eml",
        title="Fake email with attachment",
        text="Hello!\n\nHere's the attachments!\n\nIt includes:\n\n   - Lots of whitespace\n"
        "   - Little to no content\n   - and is a quick read\n\nBest,\n\nMallori\n\n"
        "Hey this is a fake attachment!",
        source="Mallori Harrell",
        author="Mallori Harrell",
        published=one.published,
        language="en",
        dated="header Date",
    )
    assert one.published.isoformat() == "2022-12-23"


def message(**headers: str) -> EmailMessage:
    made = EmailMessage()
    usual = {"From": "Anna Écrit <a@example.org>", "Subject": "Le pont à Genève",
             "Date": "Tue, 18 Aug 2020 23:30:00 -0500"}  # fmt: skip
    for name, value in (usual | headers).items():
        if value:
            made[name.replace("_", "-")] = value
    made.set_content(TEXT)
    return made


def test_headers_in_words_of_any_language(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(
        bytes(message(
            List_Id='"Le Matin" <matin.example.org>', Content_Language="fr",
            Archived_At="<https://lists.example.org/1>", Message_ID="<1@example.org>",
        ))
    )  # fmt: skip
    one = only(path)
    assert (one.title, one.text, one.source, one.author) == (
        "Le pont à Genève", TEXT, "Le Matin", "Anna Écrit",
    )  # fmt: skip
    assert (one.url, one.language) == ("https://lists.example.org/1", "fr")
    assert one.published.isoformat() == "2020-08-18"  # not the day of Greenwich


def test_without_a_date_the_time_of_receipt_is_a_bound(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    sent = message(Date="", Received="from a by b; Wed, 19 Aug 2020 06:30:00 +0200")
    path.write_bytes(bytes(sent))
    one = only(path)
    assert (one.published.isoformat(), one.dated) == (
        "../2020-08-19",
        "not later than header Received",
    )
    path.write_bytes(bytes(message(Date="")))
    [problem] = read(path)
    assert "no date" in str(problem)


def test_html_and_attachments(tmp_path: Path) -> None:
    sent = message()
    sent.set_content(f"<p>{TEXT}</p><script>no()</script>", subtype="html")
    sent.add_attachment("It opened on 5 May 1998.", filename="a.txt")
    sent.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="a.pdf")
    path = tmp_path / "a.eml"
    path.write_bytes(bytes(sent))
    assert only(path).text == f"{TEXT}\n\nIt opened on 5 May 1998."


def test_a_mailbox_with_quoted_lines_and_a_damaged_message(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    begins = b"From a Thu Jan  1 00:00:00 1970\n"
    whole = bytes(message(Message_ID="<1@a>"))
    other = b"Subject: Two\nDate: 18 Aug 2020 10:00 +0200\n\nFrom here on it is closed.\n"
    quoted = other.replace(b"From here", b">From here")
    path.write_bytes(begins + whole + b"\n" + begins + b"nothing\n\n" + begins + quoted)
    first, problem, last = read(path)
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert isinstance(problem, CorpusError)
    assert problem.line == whole.count(b"\n") + 3
    assert (first.id, last.text) == ("a.mbox#1@a", "From here on it is closed.")


@pytest.mark.parametrize("encoding", ["x-unknown", "utf-8", "us-ascii"])
def test_an_encoding_that_is_wrong_stops_nothing(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.eml"
    head = f"Subject: A\nDate: 18 Aug 2020\nContent-Type: text/plain; charset={encoding}\n\n"
    path.write_bytes(head.encode() + b"caf\xe9 closed")
    assert "closed" in only(path).text


@given(st.binary(max_size=300))
def test_whatever_a_file_holds_is_an_article_or_told(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("mail")
    (folder / "a.eml").write_bytes(b"Subject: A\nDate: 18 Aug 2020\n" + data)
    (folder / "b.mbox").write_bytes(b"From a\nSubject: A\nDate: 18 Aug 2020\n" + data)
    assert len(read(folder)) >= 2


def test_an_archive_of_mailman_hides_addresses_and_names_its_writers(tmp_path: Path) -> None:
    (tmp_path / "2005-January.mbox").write_text(
        "From ann at gazette.example  Mon Jan  3 10:20:30 2005\n"
        "From: ann at gazette.example (Ann Ash)\nDate: Mon, 3 Jan 2005 23:20:30 -0800\n"
        f"Subject: [list] Bridge\nMessage-ID: <1@gazette.example>\n\n{TEXT}\n\n"
    )
    one = only(tmp_path)
    assert (one.author, one.published.isoformat()) == ("Ann Ash", "2005-01-03")

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Any

import pytest

from index.corpus import read_all
from index.corpus.files import FileCorpus
from index.corpus.options import CorpusOptions
from index.datatypes import Article, Period
from index.errors import CorpusError

if TYPE_CHECKING:
    from pathlib import Path


def read(folder: Path, content: str | bytes, name: str = "one.txt") -> Article:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return FileCorpus(path).read(name)


def test_the_seeds(seeds: Path) -> None:
    august, september = read_all(FileCorpus(seeds))
    assert isinstance(august, Article)
    assert isinstance(september, Article)
    assert august.published == Period.parse("2020-08")
    assert september.published == Period.parse("2020-09")
    assert august.source == august.id == "000_ea78d9fc60611418.txt"
    assert september.source == "Belga"
    assert {august.language, september.language} == {"fr"}
    assert august.text[august.body_start :].startswith("« TikTok capture")
    assert september.text[september.body_start :].startswith("L'application chinoise")
    for one in (august, september):
        assert one.text == (seeds / one.id).read_bytes().decode()


@pytest.mark.parametrize(
    ("content", "published", "source", "body"),
    [
        (" date 2020-08 Le texte.", "2020-08", "one.txt", "Le texte."),
        ("Date 2020-09-17\n\nThe text.\n", "2020-09-17", "one.txt", "The text."),
        ("\ufeff\n date 2020 (AFP) The text.", "2020", "AFP", "The text."),
        ("date 2020-09 BRUXELLES (Belga) - Le texte.", "2020-09", "Belga", "Le texte."),
        ("date 2020-09 Brussels, 3 May (Reuters) — Text.", "2020-09", "Reuters", "Text."),
        ("date 2020-09 (Agence France-Presse) Texte.", "2020-09", "Agence France-Presse", "Texte."),
        ("date 2020-09 The WHO (World Health Organization) said so.", "2020-09", "one.txt",
         "The WHO (World Health Organization) said so."),
        ("date 2020-09 Le chiffre de Meta (Facebook) : une hausse.", "2020-09", "one.txt",
         "Le chiffre de Meta (Facebook) : une hausse."),
        ("date 2020-09 Joe Biden (Democrat) - who won.", "2020-09", "one.txt",
         "Joe Biden (Democrat) - who won."),
        ("date 2020-09 (dpa) - Text.", "2020-09", "dpa", "Text."),
        ("date 2020-09 (Bel\0ga) Text.", "2020-09", "one.txt", "(Bel\0ga) Text."),
        ("date 2020-09 (but not an agency) Text.", "2020-09", "one.txt",
         "(but not an agency) Text."),
        ("date 2020-09\r\nLine one.\r\n\r\nLine two.", "2020-09", "one.txt",
         "Line one.\r\n\r\nLine two."),
    ],
)  # fmt: skip
def test_headers(tmp_path: Path, content: str, published: str, source: str, body: str) -> None:
    one = read(tmp_path, content)
    assert one.published == Period.parse(published)
    assert one.source == source
    assert one.text == content
    assert one.text[one.body_start :].strip() == body


@pytest.mark.parametrize(
    ("written", "order", "published"),
    [
        ("17/09/2020", "", "2020-09-17"),
        ("9/17/2020", "dmy", "2020-09-17"),
        ("17.09.2020", "", "2020-09-17"),
        ("03.09.2020", "", "2020-09-03"),  # nobody writes the month first with points
        ("2020/09/17", "", "2020-09-17"),
        ("04/04/2020", "", "2020-04-04"),
        ("03/09/2020", "dmy", "2020-09-03"),
        ("03/09/2020", "mdy", "2020-03-09"),
        ("2020-09-17/2020-09-19", "", "2020-09-17/2020-09-19"),
    ],
)
def test_days_that_are_written_in_another_way(
    tmp_path: Path, written: str, order: str, published: str
) -> None:
    (tmp_path / "one.txt").write_text(f"date {written} (AFP) Text.")
    [one] = read_all(FileCorpus(tmp_path, CorpusOptions(date_order=order)))
    assert isinstance(one, Article)
    assert (one.published, one.source) == (Period.parse(published), "AFP")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_text_in_wider_encodings(tmp_path: Path, encoding: str) -> None:
    one = read(tmp_path, "date 2020-09 (AFP) Le café d'Élodie.".encode(encoding))
    assert one.text[one.body_start :] == "Le café d'Élodie."


@pytest.mark.parametrize(
    ("content", "line", "quoted"),
    [
        ("\n\nLe texte sans date.", 3, ""),
        ("", 1, ""),
        ("dated 2020-08 text", 1, ""),
        ("\ndate 2020-13 text", 2, "'2020-13'"),
        ("date 03/09/2020 text", 1, "'03/09/2020' is 03 September 2020 or 09 March 2020"),
        ("date 9-3-2020 text", 1, "'9-3-2020'"),
        ("date 31/02/2020 text", 1, "'31/02/2020'"),
        ("date 2020/09/31 text", 1, "'2020/09/31'"),
        ("date 17/09/20 text", 1, "'17/09/20'"),
        ("date 1/2/3/4 text", 1, "'1/2/3/4'"),
        ("date 2020-02-30 text", 1, "'2020-02-30'"),
        ("date 2020-08 \n\n ", 1, ""),
        ("date 2020-08 (Belga)", 1, ""),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(
    tmp_path: Path, content: str | bytes, line: int, quoted: str
) -> None:
    with pytest.raises(CorpusError) as caught:
        read(tmp_path, content)
    assert quoted in caught.value.reason
    assert caught.value.line == line
    assert caught.value.path == tmp_path / "one.txt"


def test_the_others_are_still_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("no date here")
    (tmp_path / "b.txt").write_text("date 2020-08 Fine.")
    problem, one = read_all(FileCorpus(tmp_path))
    assert isinstance(problem, CorpusError)
    assert isinstance(one, Article)


def test_which_files_are_articles(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.TXT", "README.md", ".hidden.txt", ".git/x.txt", "a/d.txt.bak"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("date 2020-08 Text.")
    (tmp_path / "folder.txt").mkdir()
    assert [entry.id for entry in FileCorpus(tmp_path).entries()] == ["a/c.TXT", "b.txt"]


def test_a_folder_that_cannot_be_listed_is_left_out_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("closed/a.txt", "open/b.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("date 2020-08 Text.")
    listed = os.scandir

    def scandir(folder: str) -> Any:
        if folder == str(closed):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder)
        return listed(folder)

    monkeypatch.setattr("os.scandir", scandir)
    closed = tmp_path / "closed"
    problem, one = read_all(FileCorpus(tmp_path))
    assert isinstance(one, Article)
    assert isinstance(problem, CorpusError)
    assert problem.path == closed
    assert "cannot be read" in problem.reason
    closed = tmp_path
    with pytest.raises(CorpusError):
        FileCorpus(tmp_path)


def test_a_name_that_is_not_utf_8_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("date 2020-08 Fine.")
    try:
        (tmp_path / "caf\udce9.txt").write_text("date 2020-08 Fine.")
    except OSError:
        pytest.skip("this file system refuses such names")
    problem, one = read_all(FileCorpus(tmp_path))
    assert isinstance(problem, CorpusError)
    assert "not UTF-8" in str(problem)
    str(problem).encode()
    assert isinstance(one, Article)


def test_no_folder_or_no_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "nowhere", tmp_path, tmp_path / ("n" * 300), tmp_path / "file"):
        with pytest.raises(CorpusError) as caught:
            FileCorpus(path)
        assert caught.value.path == path


def test_a_title_is_the_opening_words(tmp_path: Path) -> None:
    assert read(tmp_path, "date 2020-08 Short headline\n\nBody.").title == "Short headline"
    long = read(tmp_path, "date 2020-08 " + "many words " * 50)
    assert len(long.title) <= 80
    assert long.title.endswith("words …")

"""The formats that there are keep the contract, and ``open_corpus`` tells them apart."""

from __future__ import annotations

import csv
import gzip
import html
import json
import tracemalloc
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from index import builder
from index.builder import build
from index.cli import main
from index.corpus import Corpus, Entry, ListCorpus, open_corpus, read_all
from index.corpus.beir import BeirCorpus
from index.corpus.files import FileCorpus
from index.datatypes import Article
from index.errors import CorpusError
from index.testing import FakeEmbedder, article
from tests.conftest import DATA
from tests.contracts.corpus_contract import ARTICLES, CorpusContract
from tests.support.corpora import warc_response

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

pytestmark = pytest.mark.slow


def line(one: Article) -> str:
    return json.dumps(
        {
            "_id": one.id,
            "title": one.title,
            "text": one.text,
            "source": one.source,
            "date": one.published.isoformat(),
            "lang": one.language,
        }
    )


class TestText(CorpusContract):
    def make(self, folder: Path, articles: Sequence[Article]) -> Corpus:
        for path in folder.glob("*.txt"):
            path.unlink()
        for one in articles:
            head = f"date {one.published.isoformat()} ({one.source}) "
            (folder / one.id).write_bytes((head + one.text).encode())
        return FileCorpus(folder)

    def make_broken(self, folder: Path) -> Corpus:
        self.make(folder, [ARTICLES[0], ARTICLES[2]])
        (folder / "1.txt").write_text("no date")
        return FileCorpus(folder)


class TestBeirCorpus(CorpusContract):
    def make(self, folder: Path, articles: Sequence[Article]) -> Corpus:
        (folder / "corpus.jsonl").write_text("\n".join(map(line, articles)), "utf-8")
        return BeirCorpus(folder)

    def make_broken(self, folder: Path) -> Corpus:
        lines = [line(ARTICLES[0]), '{"_id": "1.txt", "date": "soon"}', line(ARTICLES[2])]
        (folder / "corpus.jsonl").write_text("\n".join(lines), "utf-8")
        return BeirCorpus(folder)


class TestBeirCorpusWithLinesThatRepeatAnId(TestBeirCorpus):
    def make_broken(self, folder: Path) -> Corpus:
        return self.make(folder, [ARTICLES[0], replace(ARTICLES[1], id="0.txt"), ARTICLES[2]])


class TestListCorpus(CorpusContract):
    def make(self, folder: Path, articles: Sequence[Article]) -> Corpus:
        return ListCorpus(articles)

    def make_broken(self, folder: Path) -> Corpus:
        return ListCorpus([ARTICLES[0], replace(ARTICLES[1], text=" "), ARTICLES[2]])


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "0.txt"},
        {"id": ""},
        {"text": "half \ud83d"},
        {"source": "a\0"},
        {"body_start": 999},
        {"body_start": -1},
        {"id": 1},
        {"title": None},
        {"text": b"Text."},
        {"language": None},
        {"published": "2020-09"},
        {"url": {}},
        {"body_start": None},
    ],
)
def test_an_article_that_cannot_be_indexed_is_named_by_its_place_in_the_list(
    changes: dict[str, Any],
) -> None:
    (name,) = changes
    with pytest.raises(CorpusError, match=rf"^articles\[1\]: .*{name}"):
        open_corpus([ARTICLES[0], replace(ARTICLES[1], **changes)])


def test_what_is_no_article_is_refused() -> None:
    with pytest.raises(CorpusError, match=r"^articles\[0\]: "):
        open_corpus(["seeds"])  # type: ignore[list-item]


def test_an_article_of_a_list_that_gets_another_id_is_moved(tmp_path: Path) -> None:
    build(ARTICLES, tmp_path, embedder=FakeEmbedder(), progress=False)
    renamed = [*ARTICLES[:-1], replace(ARTICLES[-1], id="renamed")]
    report = builder.update(renamed, tmp_path, embedder=FakeEmbedder(), progress=False)
    assert report.changes.moved == {"renamed": ARTICLES[-1].id}
    assert report.embedded == 0


def test_which_format_a_folder_is_in(tmp_path: Path, seeds: Path) -> None:
    assert isinstance(open_corpus(seeds), FileCorpus)
    assert isinstance(open_corpus(str(seeds)), FileCorpus)
    assert isinstance(open_corpus(DATA / "news"), BeirCorpus)
    (tmp_path / "a.txt").write_text("date 2020 Text.")
    (tmp_path / "corpus.jsonl").touch()
    assert isinstance(open_corpus(tmp_path), BeirCorpus)
    assert isinstance(open_corpus(iter(ARTICLES)), ListCorpus)


def test_what_is_no_corpus_is_told_what_would_be_one(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    for name in ("nowhere", "file", "n" * 300, "empty"):
        with pytest.raises(CorpusError) as caught:
            open_corpus(tmp_path / name)
        assert caught.value.path == tmp_path / name


def test_a_corpus_without_an_article_makes_no_index(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").touch()
    for corpus in (tmp_path, []):
        with pytest.raises(CorpusError):
            build(corpus, tmp_path / "index", embedder=FakeEmbedder(), progress=False)


def test_a_folder_in_the_beir_layout_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*arguments: str) -> tuple[dict[str, Any], str]:
        done = CliRunner().invoke(main, [*arguments, "--json", "--index-dir", str(index_dir)])
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout), done.stderr

    monkeypatch.setattr(builder, "_load_embedder", lambda _: FakeEmbedder())
    folder, index_dir = tmp_path / "news", tmp_path / "index"
    folder.mkdir()
    file = folder / "corpus.jsonl"
    lines = (DATA / "news" / "corpus.jsonl").read_text("utf-8").splitlines()
    file.write_text("\n".join([*lines, "{"]), "utf-8")
    built, told = run("build", str(folder))
    assert built["articles"] == len(lines)
    assert f"left out: {file}:{len(lines) + 1}: not JSON" in told
    assert built["problems"][0]["line"] == len(lines) + 1

    names = [json.loads(one)["_id"] for one in lines]
    new = line(article("new", "The bridge is open again."))
    file.write_text("\n".join([new, *lines[2:], lines[0].replace("pont", "ponton")]), "utf-8")
    planned, _ = run("update", "--dry-run")
    done, told = run("update")
    for report in (planned, done):
        assert (report["added"], report["changed"]) == (["new"], [names[0]])
        assert (report["removed"], report["unchanged"]) == ([names[1]], len(lines) - 2)
    assert done["problems"] == []
    assert "left out" not in told
    info, _ = run("info")
    assert (info["corpus"], info["articles"]) == (str(folder.resolve()), len(lines))


def test_all_is_read_in_the_order_that_is_asked_for(seeds: Path) -> None:
    corpus = open_corpus(seeds)
    names = [entry.id for entry in corpus.entries()]
    for wanted in (names, names[::-1], names[:1], []):
        read = list(read_all(corpus, wanted))
        assert [one.id for one in read if isinstance(one, Article)] == wanted
    assert list(read_all(corpus)) == list(read_all(corpus, names))


class Rows(CorpusContract):
    """Many articles a file: an id is that of the file and the row."""

    name = "news.csv"

    def rows(self, articles: Sequence[Article]) -> list[dict[str, str]]:
        return [
            {
                "id": one.id,
                "title": one.title,
                "published_at": one.published.isoformat(),
                "text": one.text,
                "source": one.source,
                "lang": one.language,
            }
            for one in articles
        ]

    def write(self, path: Path, rows: list[dict[str, str]]) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["id", "title", "published_at", "text", "source", "lang"])
            writer.writeheader()
            writer.writerows(rows)

    def test_is_opened_again_by_its_place(self, tmp_path: Path) -> None:
        corpus = self.make(tmp_path, ARTICLES)
        again = open_corpus(corpus.place)
        assert isinstance(again, FileCorpus)
        digests = [entry.digest for entry in again.entries()]
        assert digests == [entry.digest for entry in corpus.entries()]

    def make(self, folder: Path, articles: Sequence[Article]) -> Corpus:
        self.write(folder / self.name, self.rows(articles))
        return _Unprefixed(folder / self.name)

    def make_broken(self, folder: Path) -> Corpus:
        rows = self.rows([ARTICLES[0], ARTICLES[1], ARTICLES[2]])
        rows[1]["published_at"] = "soon"
        self.write(folder / self.name, rows)
        return _Unprefixed(folder / self.name)

    def test_a_row_that_repeats_an_id_is_told(self, tmp_path: Path) -> None:
        same = replace(ARTICLES[1], id="0.txt")
        *versions, last = read_all(self.make(tmp_path, [ARTICLES[0], same, ARTICLES[2]]))
        assert isinstance(last, Article)
        assert len([one for one in versions if isinstance(one, Article)]) == 1
        [problem] = (one for one in versions if isinstance(one, CorpusError))
        assert "an older version of '0.txt', of which the newest stands on" in problem.reason


class _Unprefixed(FileCorpus):
    """Names articles as the contract does, by their ids in the file alone."""

    def entries(self, *, progress: bool = False) -> Iterator[Entry]:
        for one in super().entries(progress=progress):
            yield Entry(one.id.removeprefix(f"{self._place.name}#"), one.digest)

    def read(self, article_id: str) -> Article:
        article = super().read(f"{self._place.name}#{article_id}")
        assert article.id == f"{self._place.name}#{article_id}"
        return replace(article, id=article_id)


class TestCsv(Rows):
    """Names, dates and texts as a spreadsheet writes them."""


class TestTsvPacked(TestCsv):
    name = "news.tsv.gz"

    def write(self, path: Path, rows: list[dict[str, str]]) -> None:
        with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]) if rows else [], delimiter="\t")
            writer.writeheader()
            writer.writerows(rows)


class TestJsonLines(TestCsv):
    name = "news.jsonl"

    def write(self, path: Path, rows: list[dict[str, str]]) -> None:
        path.write_text("\n".join(map(json.dumps, rows)), "utf-8")


class TestJsonList(TestCsv):
    name = "news.json"

    def write(self, path: Path, rows: list[dict[str, str]]) -> None:
        path.write_text(json.dumps(rows), "utf-8")


class _Pages(FileCorpus):
    """Names articles as the contract does, without the suffix of their files."""

    suffix = ".html"

    def entries(self, *, progress: bool = False) -> Iterator[Entry]:
        for one in super().entries(progress=progress):
            yield Entry(one.id.removesuffix(self.suffix), one.digest)

    def read(self, article_id: str) -> Article:
        return replace(super().read(article_id + self.suffix), id=article_id)


class InMarkup(CorpusContract):
    """A format whose markup keeps paragraphs, and no other white space."""

    def test_reads_the_article_of_an_entry(self, tmp_path: Path) -> None:
        corpus = self.make(tmp_path, ARTICLES)
        for entry, given in zip(corpus.entries(), ARTICLES, strict=True):
            one = corpus.read(entry.id)
            assert one.id == entry.id == given.id
            text = unicodedata.normalize("NFC", given.text)
            assert unicodedata.normalize("NFC", one.text).split() == text.split()
            assert (one.source, one.language) == (given.source, "en")

    def test_is_opened_again_by_its_place(self, tmp_path: Path) -> None:
        corpus = self.make(tmp_path, ARTICLES)
        digests = [entry.digest for entry in open_corpus(corpus.place).entries()]
        assert digests == [entry.digest for entry in corpus.entries()]

    def test_documents_are_held_one_at_a_time(self, tmp_path: Path) -> None:
        most = []
        for count in (1, 4, 24):  # the first loads libraries, which stay
            texts = [" ".join(f"word{n}.{word}" for word in range(9000)) for n in range(count)]
            given = [replace(ARTICLES[0], id=f"{n}.txt", text=text) for n, text in enumerate(texts)]
            corpus = self.make(tmp_path, given)
            tracemalloc.start()
            assert sum(1 for _ in corpus.entries()) == count
            most.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        assert most[2] < most[1] * 1.5


class OneAFile(InMarkup):
    """An article a file."""

    corpus: type[_Pages]

    def page(self, one: Article, published: str) -> str:
        raise NotImplementedError

    def write(self, folder: Path, one: Article, published: str = "") -> None:
        content = self.page(one, published or one.published.isoformat())
        (folder / f"{one.id}{self.corpus.suffix}").write_bytes(content.encode())

    def make(self, folder: Path, articles: Sequence[Article]) -> Corpus:
        for path in folder.glob("*"):
            path.unlink()
        for one in articles:
            self.write(folder, one)
        return self.corpus(folder)

    def make_broken(self, folder: Path) -> Corpus:
        self.make(folder, [ARTICLES[0], ARTICLES[2]])
        self.write(folder, ARTICLES[1], "soon")
        return self.corpus(folder)


def html_page(title: str, source: str, published: str, text: str) -> str:
    body = "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\r\n\r\n"))
    return (
        f'<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:site_name" content="{source}">'
        f'<meta property="article:published_time" content="{published}"></head>'
        f"<body><article>{body}</article></body></html>"
    )


class TestHtml(OneAFile):
    corpus = _Pages

    def page(self, one: Article, published: str) -> str:
        return html_page(one.title, one.source, published, one.text)


class TestWarc(InMarkup, Rows):
    name = "news.warc"

    def write(self, path: Path, rows: list[dict[str, str]]) -> None:
        with path.open("wb") as file:
            for row in rows:
                values = (row["title"], row["source"], row["published_at"], row["text"])
                url = f"https://gazette.example/{row['id']}"
                file.write(warc_response(row["id"], url, html_page(*values).encode()))

    def make_broken(self, folder: Path) -> Corpus:
        rows = self.rows(ARTICLES[:3])
        rows[1]["text"] = ""
        self.write(folder / self.name, rows)
        return _Unprefixed(folder / self.name)


class _Posts(_Pages):
    suffix = ".md"


class TestMarkdown(OneAFile):
    corpus = _Posts

    def page(self, one: Article, published: str) -> str:
        about = {"title": one.title, "date": published, "publisher": one.source, "lang": "en"}
        head = "".join(f"{name}: {json.dumps(value)}\n" for name, value in about.items())
        return f"---\n{head}---\n\n{one.text}\n"


class TestRss(TestCsv):
    """Every feed is of one publisher: an item names another as its source."""

    name = "news.xml"
    item = (
        "<item><guid isPermaLink='false'>{id}</guid><title>{title}</title>"
        "<dc:date>{published_at}</dc:date><description>{text}</description>"
        "<source>{source}</source></item>"
    )
    feed = (
        '<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Feed</title>'
        "<language>en</language>{items}</channel></rss>"
    )

    def write(self, path: Path, rows: list[dict[str, str]]) -> None:
        escaped = [
            {key: html.escape(value).replace("\r", "&#13;") for key, value in row.items()}
            for row in rows
        ]
        items = "".join(self.item.format(**row) for row in escaped)
        path.write_bytes(self.feed.format(items=items).encode())


class TestAtom(TestRss):
    name = "news.atom"
    item = (
        "<entry><id>{id}</id><title>{title}</title><published>{published_at}</published>"
        "<content type='text'>{text}</content><source><title>{source}</title></source></entry>"
    )
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Feed</title>{items}</feed>'
    )


class TestJsonFeed(TestJsonList):
    name = "feed.json"

    def write(self, path: Path, rows: list[dict[str, str]]) -> None:
        items = [
            {
                "id": row["id"],
                "title": row["title"],
                "date_published": row["published_at"],
                "content_text": row["text"],
                "publisher": row["source"],
            }
            for row in rows
        ]
        feed = {"version": "https://jsonfeed.org/version/1.1", "language": "en", "items": items}
        path.write_text(json.dumps(feed), "utf-8")


class TestNinjs(TestJsonList):
    name = "wire.json"

    def write(self, path: Path, rows: list[dict[str, str]]) -> None:
        items = [
            {
                "uri": row["id"],
                "versionCreated": "2026-01-01T00:00:00Z",
                "firstCreated": row["published_at"],
                "headlines": [{"value": row["title"]}],
                "bodies": [{"contentType": "text/plain", "value": row["text"]}],
                "language": "en",
                "infoSources": [{"name": row["source"]}],
            }
            for row in rows
        ]
        path.write_text(json.dumps(items), "utf-8")


class TestNewsml(TestRss):
    name = "wire.xml"
    item = (
        "<newsItem guid='{id}'><itemMeta><firstCreated>{published_at}</firstCreated></itemMeta>"
        "<contentMeta><headline>{title}</headline><language tag='en'/><infoSource><name>{source}"
        "</name></infoSource></contentMeta><contentSet><inlineData contenttype='text/plain'>{text}"
        "</inlineData></contentSet></newsItem>"
    )
    feed = (
        '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{items}</itemSet>'
        "</newsMessage>"
    )

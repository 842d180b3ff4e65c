"""A format of corpora that somebody adds: a file of a database, and a line in the table."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.builder import build
from index.corpus import Corpus, Entry, file_formats, formats, open_corpus, read_all
from index.corpus.file_formats import FileFormat
from index.corpus.formats import Format
from index.datatypes import Article, Period
from index.errors import CorpusError
from index.search import Retriever
from index.settings import PROJECT
from index.stores.memory import MemoryStore
from index.testing import FakeEmbedder
from qa import Pipeline
from qa.testing import ScriptedAnswerer, ScriptedQuote
from tests.contracts.corpus_contract import ARTICLES, CorpusContract

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

FLAGSHIP = "when does the ban take effect?"
SELECT = "SELECT id, title, text, source, published, language FROM article"


class DatabaseCorpus:
    """The rows of the table ``article`` in an SQLite file."""

    suffixes: tuple[str, ...] = ()

    def __init__(self, file: Path) -> None:
        self.place = str(file.resolve())
        self._file = file

    def entries(self, *, progress: bool = False) -> Iterator[Entry]:
        for name, *rest in self._rows(SELECT + " ORDER BY id"):
            yield Entry(name, hashlib.blake2b(repr(rest).encode(), digest_size=16).digest())

    def read(self, article_id: str) -> Article:
        rows = self._rows(SELECT + " WHERE id = ?", article_id)
        for name, title, text, source, published, language in rows:
            try:
                period = Period.parse(published)
            except ValueError as error:
                raise CorpusError(f"article {name!r}: {error}", self._file) from error
            return Article(name, title, text, source, period, language)
        raise CorpusError(f"no article has the id {article_id[:80]!r}", self._file)

    def watch(self) -> None:
        return

    def _rows(self, query: str, *values: str) -> Iterator[tuple[str, ...]]:
        try:
            with closing(sqlite3.connect(f"file:{self._file}?mode=ro", uri=True)) as database:
                yield from database.execute(query, values)
        except sqlite3.Error as error:
            raise CorpusError(f"cannot be read: {error}", self._file) from error


DATABASE = Format(
    "a .db file with a table of articles",
    lambda path: path.suffix == ".db" and path.is_file(),
    lambda path, options: DatabaseCorpus(path),
)


def write(file: Path, articles: Sequence[Article], *others: tuple[str, ...]) -> None:
    rows = [
        (one.id, one.title, one.text[one.body_start :], one.source, one.published.isoformat(),
         one.language)
        for one in articles
    ]  # fmt: skip
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(
            "CREATE TABLE article (id PRIMARY KEY, title, text, source, published, language)"
        )
        database.executemany("INSERT INTO article VALUES (?, ?, ?, ?, ?, ?)", [*rows, *others])


@pytest.fixture(autouse=True)
def added(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the format for one test."""
    monkeypatch.setattr(formats, "FORMATS", (DATABASE, *formats.FORMATS))


class TestDatabaseCorpus(CorpusContract):
    def make(self, folder: Path, articles: Sequence[Article]) -> Corpus:
        write(folder / "news.db", articles)
        return DatabaseCorpus(folder / "news.db")

    def make_broken(self, folder: Path) -> Corpus:
        broken = ("1.txt", "A title", "A text.", "Agency", "soon", "en")
        write(folder / "news.db", [ARTICLES[0], ARTICLES[2]], broken)
        return DatabaseCorpus(folder / "news.db")


def test_the_flagship_question_is_answered_from_it(tmp_path: Path, seeds: Path) -> None:
    articles = [one for one in read_all(open_corpus(seeds)) if isinstance(one, Article)]
    quotes = ["45 jours après sa signature", "à partir du 12 novembre"]
    script = {FLAGSHIP: [ScriptedQuote(a.id, q) for a, q in zip(articles, quotes, strict=True)]}
    write(tmp_path / "news.db", articles)
    store = MemoryStore()
    report = build(tmp_path / "news.db", store, embedder=FakeEmbedder(), progress=False)
    assert report.info.corpus == str(tmp_path / "news.db")
    retriever = Retriever(store.open(), FakeEmbedder())
    with Pipeline(retriever, ScriptedAnswerer(script)) as pipeline:
        answer = pipeline.ask(FLAGSHIP)
        assert [one.quote for one in answer.citations] == quotes
        for one in answer.citations:
            assert pipeline.article(one.document).text[one.start : one.end] == one.quote


def test_what_would_be_a_corpus_names_it(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"\.db file"):
        open_corpus(tmp_path / "nowhere")


def test_the_recipe_of_a_format_reads_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (PROJECT / "docs" / "extending.md").read_text("utf-8")
    recipe = text.partition("## A corpus format")[2].split("```python\n")[1].partition("```")[0]
    reader, _, line = recipe.rpartition("\n\n\n")
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "feeds.py").write_text(reader)
    monkeypatch.syspath_prepend(tmp_path)
    named = line.replace("json_feed:", "recipes.feeds:")
    one = eval(named, {"FileFormat": FileFormat})  # noqa: S307 (it is our own)
    monkeypatch.setattr(file_formats, "FILE_FORMATS", [one, *file_formats.FILE_FORMATS])
    item = {"id": "1", "content_html": "<p>It is <b>open</b>.</p>", "date_published": "2020-09"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "The Gazette"}
    (tmp_path / "feed.json").write_text(json.dumps({**feed, "items": [item, {"id": "2"}]}))
    first, second = read_all(open_corpus(tmp_path / "feed.json"))
    assert isinstance(first, Article)
    assert (first.id, first.text, first.source) == ("feed.json#1", "It is open.", "The Gazette")
    assert first.published == Period.parse("2020-09")
    assert isinstance(second, CorpusError)
    assert second.reason == "item '2' has no text"

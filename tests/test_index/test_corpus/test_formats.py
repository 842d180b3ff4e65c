"""The formats that there are keep the contract, and ``open_corpus`` tells them apart."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from index import builder
from index.builder import build
from index.cli import main
from index.corpus import Corpus, ListCorpus, open_corpus, read_all
from index.corpus.beir import BeirCorpus
from index.corpus.text import TextCorpus
from index.datatypes import Article
from index.errors import CorpusError
from index.testing import FakeEmbedder, article
from tests.conftest import DATA
from tests.contracts.corpus_contract import ARTICLES, CorpusContract

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


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


class TestTextCorpus(CorpusContract):
    def make(self, folder: Path, articles: Sequence[Article]) -> Corpus:
        for path in folder.glob("*.txt"):
            path.unlink()
        for one in articles:
            head = f"date {one.published.isoformat()} ({one.source}) "
            (folder / one.id).write_bytes((head + one.text).encode())
        return TextCorpus(folder)

    def make_broken(self, folder: Path) -> Corpus:
        self.make(folder, [ARTICLES[0], ARTICLES[2]])
        (folder / "1.txt").write_text("no date")
        return TextCorpus(folder)


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
    ("changes", "reason"),
    [
        ({"id": "0.txt"}, "another's"),
        ({"id": ""}, '"id" is empty'),
        ({"text": "half \ud83d"}, r"half a character \(\\ud83d\)"),
        ({"source": "a\0"}, '"source" holds the character NUL'),
        ({"body_start": 999}, "nothing from"),
        ({"body_start": -1}, "nothing from"),
        ({"id": 1}, '"id" is 1; give a str'),
        ({"title": None}, '"title" is None; give a str'),
        ({"text": b"Text."}, '"text" is .*; give a str'),
        ({"language": None}, '"language" is None; give a str'),
        ({"published": "2020-09"}, "\"published\" is '2020-09'; give a Period"),
        ({"url": {}}, r'"url" is \{\}; give a str \| None'),
        ({"body_start": None}, '"body_start" is None; give a int'),
    ],
)
def test_an_article_that_cannot_be_indexed_is_named_by_its_place_in_the_list(
    changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(CorpusError, match=rf"^articles\[1\]: .*{reason}"):
        open_corpus([ARTICLES[0], replace(ARTICLES[1], **changes)])


def test_what_is_no_article_is_refused() -> None:
    with pytest.raises(CorpusError, match=r"articles\[0\]: is a str; .*index\.Article"):
        open_corpus(["seeds"])  # type: ignore[list-item]


def test_an_article_of_a_list_that_gets_another_id_is_moved(tmp_path: Path) -> None:
    build(ARTICLES, tmp_path, embedder=FakeEmbedder(), progress=False)
    renamed = [*ARTICLES[:-1], replace(ARTICLES[-1], id="renamed")]
    report = builder.update(renamed, tmp_path, embedder=FakeEmbedder(), progress=False)
    assert report.changes.moved == {"renamed": ARTICLES[-1].id}
    assert report.embedded == 0


def test_which_format_a_folder_is_in(tmp_path: Path, seeds: Path) -> None:
    assert isinstance(open_corpus(seeds), TextCorpus)
    assert isinstance(open_corpus(str(seeds)), TextCorpus)
    assert isinstance(open_corpus(DATA / "news"), BeirCorpus)
    (tmp_path / "a.txt").write_text("date 2020 Text.")
    (tmp_path / "corpus.jsonl").touch()
    assert isinstance(open_corpus(tmp_path), BeirCorpus)
    assert isinstance(open_corpus(iter(ARTICLES)), ListCorpus)


def test_what_is_no_corpus_is_told_what_would_be_one(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    for name, reason in {
        "nowhere": "does not exist; name a folder with a corpus.jsonl or a folder with .txt files",
        "file": "is not a folder; name a folder",
        "n" * 300: "cannot be read",
        "empty": "holds no .txt file",
    }.items():
        with pytest.raises(CorpusError, match=f"/{name}: the corpus {reason}"):
            open_corpus(tmp_path / name)


def test_a_corpus_without_an_article_makes_no_index(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").touch()
    for corpus in (tmp_path, []):
        with pytest.raises(CorpusError, match="holds no article"):
            build(corpus, tmp_path / "index", embedder=FakeEmbedder(), progress=False)


def test_a_folder_in_the_beir_layout_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*arguments: str) -> tuple[dict[str, Any], str]:
        done = CliRunner().invoke(main, [*arguments, "--json", "--index-dir", str(index_dir)])
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout), done.stderr

    monkeypatch.setattr(builder, "_load", lambda _: FakeEmbedder())
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

"""What every ``Corpus`` must do. Subclass it and say how one is made."""

from __future__ import annotations

import tracemalloc
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index.builder import build, update
from index.corpus import Corpus, open_corpus, read_all
from index.datatypes import Article, Period
from index.errors import CorpusError
from index.testing import FakeEmbedder, article

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DATES = ["2020", "2020-09", "2020-09-17", "2021-W03", "2020-02-29"]
ARTICLES = [
    article(
        f"{number}.txt",
        f"The bridge was closed on the day before, said mayor number {number}. 🙂 Cafe\u0301."
        "\r\n\r\nShe hopes that it can be opened again in spring.",
        published=published,
    )
    for number, published in enumerate(DATES)
]


class CorpusContract(ABC):
    """Inherit, and write the two methods."""

    @abstractmethod
    def make(self, folder: Path, articles: Sequence[Article]) -> Corpus:
        """Return a corpus of these articles, in place of what it held in the folder before."""

    @abstractmethod
    def make_broken(self, folder: Path) -> Corpus:
        """Return one with the articles ``0.txt`` and ``2.txt`` and between them one that is none.

        A format that refuses such a corpus as a whole may raise its ``CorpusError`` here.
        """

    def test_is_a_corpus(self, tmp_path: Path) -> None:
        corpus = self.make(tmp_path, ARTICLES)
        assert isinstance(corpus, Corpus)
        assert all(suffix.startswith(".") for suffix in corpus.suffixes)
        assert open_corpus(corpus) is corpus

    def test_entries_are_unique_and_the_same_again(self, tmp_path: Path) -> None:
        corpus = self.make(tmp_path, ARTICLES)
        entries = list(corpus.entries())
        assert sorted(entry.id for entry in entries) == [one.id for one in ARTICLES]
        assert all(isinstance(entry.digest, bytes) and entry.digest for entry in entries)
        for again in (corpus, self.make(tmp_path, ARTICLES)):
            assert list(again.entries()) == entries

    def test_reads_the_article_of_an_entry(self, tmp_path: Path) -> None:
        corpus = self.make(tmp_path, ARTICLES)
        for entry, given in zip(corpus.entries(), ARTICLES, strict=True):
            one = corpus.read(entry.id)
            assert one.id == entry.id == given.id
            assert given.text in one.text[one.body_start :]
            assert one.text[one.body_start :].strip()
            assert one.source
            assert one.language == "en"

    def test_dates_are_as_precise_as_they_are_given(self, tmp_path: Path) -> None:
        read = [one for one in read_all(self.make(tmp_path, ARTICLES)) if isinstance(one, Article)]
        assert [one.published.isoformat() for one in read] == DATES

    def test_says_what_dated_an_article(self, tmp_path: Path) -> None:
        read = [one for one in read_all(self.make(tmp_path, ARTICLES)) if isinstance(one, Article)]
        assert len({one.dated for one in read}) == 1

    def test_holds_no_half_character_and_no_nul_in_a_name(self, tmp_path: Path) -> None:
        for one in read_all(self.make(tmp_path, ARTICLES)):
            assert isinstance(one, Article)
            names = [one.id, one.title, one.source, one.language, one.url or ""]
            assert not any("\0" in name for name in names)
            "".join([*names, one.text]).encode()

    @pytest.mark.parametrize(
        "change",
        [
            {"text": ARTICLES[2].text.replace("closed", "opened")},
            {"text": ARTICLES[2].text + " It may rain."},
            {"published": Period.parse("2020-09-18")},
            {"published": Period.parse("2020-09-17/2020-09-18")},
            {"source": "Another"},
        ],
    )
    def test_a_digest_changes_with_its_document_alone(
        self, tmp_path: Path, change: dict[str, object]
    ) -> None:
        before = dict(self.make(tmp_path, ARTICLES).entries())
        changed = [*ARTICLES[:2], replace(ARTICLES[2], **change), *ARTICLES[3:]]
        after = dict(self.make(tmp_path, changed).entries())
        assert {name for name in before if before[name] != after[name]} == {"2.txt"}
        fewer = dict(self.make(tmp_path, ARTICLES[1:]).entries())
        assert fewer == {name: before[name] for name in before if name != "0.txt"}

    def test_what_is_not_there_is_an_error(self, tmp_path: Path) -> None:
        corpus = self.make(tmp_path, ARTICLES)
        with pytest.raises(CorpusError):
            corpus.read("nowhere.txt")

    def test_a_document_that_is_no_article_is_told_with_its_place(self, tmp_path: Path) -> None:
        problems: list[CorpusError] = []
        try:
            corpus = self.make_broken(tmp_path)
        except CorpusError as error:
            problems.append(error)
        else:
            read = list(read_all(corpus))
            problems += [one for one in read if isinstance(one, CorpusError)]
            assert [one.id for one in read if isinstance(one, Article)] == ["0.txt", "2.txt"]
            assert len({entry.id for entry in corpus.entries()}) == len(read)
        [problem] = problems
        assert problem.reason
        assert str(problem).startswith(str(problem.path))
        assert problem.path.name
        str(problem).encode()

    def test_is_opened_again_by_its_place(self, tmp_path: Path) -> None:
        corpus = self.make(tmp_path, ARTICLES)
        if not corpus.place:
            with pytest.raises(CorpusError):
                open_corpus(corpus.place)
            return
        again = open_corpus(corpus.place)
        assert type(again) is type(corpus)
        assert again.place == corpus.place
        assert list(again.entries()) == list(corpus.entries())

    def test_documents_are_held_one_at_a_time(self, tmp_path: Path) -> None:
        size, count = 50_000, 100
        articles = [
            replace(ARTICLES[0], id=f"{n:02}.txt", text=f"{n} " * size) for n in range(count)
        ]
        corpus = self.make(tmp_path, articles)
        tracemalloc.start()
        entries = corpus.entries()
        assert isinstance(entries, Iterator)
        assert len({entry.id for entry in entries}) == count
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < sum(len(one.text) for one in articles) / 3

    def test_can_be_followed_or_says_that_it_cannot(self, tmp_path: Path) -> None:
        changes = self.make(tmp_path, ARTICLES).watch()
        assert changes is None or isinstance(changes, Iterator)

    def test_an_index_of_it_is_brought_up_to_date(self, tmp_path: Path) -> None:
        folder, index_dir = tmp_path / "corpus", tmp_path / "index"
        folder.mkdir()

        def updated(*articles: Article) -> dict[str, object]:
            corpus = self.make(folder, articles)
            return update(corpus, index_dir, embedder=FakeEmbedder(), progress=False).to_dict()

        first = self.make(folder, ARTICLES)
        report = build(first, index_dir, embedder=FakeEmbedder(), progress=False)
        assert (report.info.articles, report.info.corpus) == (len(ARTICLES), first.place)
        assert updated(*ARTICLES)["unchanged"] == len(ARTICLES)
        changed = replace(ARTICLES[1], text="The bridge is open.")
        told = updated(changed, *ARTICLES[2:], replace(ARTICLES[2], id="new.txt"))
        assert (told["added"], told["changed"], told["removed"], told["unchanged"]) == (
            ["new.txt"], ["1.txt"], ["0.txt"], len(ARTICLES) - 2,
        )  # fmt: skip

    def test_what_was_no_article_before_is_no_change(self, tmp_path: Path) -> None:
        try:
            corpus = self.make_broken(tmp_path)
        except CorpusError:
            return  # then no index is made
        index_dir = tmp_path / "index"
        built = build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
        assert built.info.articles == 2
        [left_out] = built.info.skipped
        assert left_out not in {"0.txt", "2.txt"}
        again = update(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
        assert not again.changes
        assert again.info == built.info
        assert [str(one) for one in again.problems] == [str(one) for one in built.problems]

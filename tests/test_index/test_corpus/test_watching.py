"""The index follows its folder while someone writes into it."""

from __future__ import annotations

import json
import threading
from queue import Queue
from typing import TYPE_CHECKING

import watchfiles
from click.testing import CliRunner

from index import caching
from index.builder import build
from index.cli import main
from index.corpus import open_corpus, watching
from index.corpus.files import FileCorpus
from index.testing import FakeEmbedder, article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pytest

    from index.corpus import Corpus


class Follower:
    """Counts what a corpus says of its changes, in a thread of its own."""

    def __init__(self, corpus: Corpus) -> None:
        self.seen: Queue[int] = Queue()
        self._enough = threading.Event()
        self._thread = threading.Thread(target=self._follow, args=[corpus.watch()])
        self._thread.start()
        assert self.seen.get(timeout=60) == 0  # the watch has begun

    def _follow(self, changes: Iterator[None]) -> None:
        for count, _ in enumerate(changes):
            self.seen.put(count)
            if self._enough.is_set():
                return

    def stop(self, last_change: Callable[[], object]) -> None:
        self._enough.set()
        last_change()
        self._thread.join(timeout=60)
        assert not self._thread.is_alive()


def test_text_files_that_change_are_noticed(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("date 2020 Old.")
    follower = Follower(open_corpus(tmp_path))
    (tmp_path / "notes.png").write_text("no article")
    assert follower.seen.empty()
    (tmp_path / "below").mkdir()
    (tmp_path / "new.txt").write_text("date 2020 New.")
    assert follower.seen.get(timeout=60) == 1
    follower.stop((tmp_path / "old.txt").unlink)
    assert follower.seen.get(timeout=60) == 2


def test_a_file_of_lines_is_noticed_even_if_another_takes_its_place(tmp_path: Path) -> None:
    file = tmp_path / "corpus.jsonl"
    file.write_text('{"_id": "a", "text": "Old."}')
    follower = Follower(open_corpus(tmp_path))
    (tmp_path / "queries.jsonl").write_text("{}")
    (tmp_path / "new").write_text('{"_id": "a", "text": "New."}')
    assert follower.seen.empty()
    follower.stop(lambda: (tmp_path / "new").replace(file))
    assert follower.seen.get(timeout=60) == 1


def test_an_update_at_each_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, index_dir = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "a.txt").write_text("date 2020 The first article.")
    build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)

    def edits(folder: Path, counts: Callable[[str], bool]) -> Iterator[None]:
        assert folder == corpus
        assert [counts(name) for name in ("a.txt", "A.TXT", "a.png")] == [True, True, False]
        yield
        (corpus / "b.txt").write_text("date 2021 The second article.")
        yield
        (corpus / "b.txt").write_text("no date")
        (corpus / "a.txt").unlink()
        yield
        (corpus / "a.txt").write_text("date 2020 The first article, again.")
        yield

    monkeypatch.setattr(watching, "changes", edits)
    monkeypatch.setattr(caching, "load_embedder", lambda *_: FakeEmbedder())
    done = CliRunner().invoke(main, ["update", "--watch", "--json", "--index-dir", str(index_dir)])
    assert done.exit_code == 0, done.output
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(r["added"], r["changed"], r["removed"]) for r in reports] == [
        (["b.txt"], [], []),
        ([], ["a.txt"], ["b.txt"]),
    ]
    assert "error: " in done.stderr  # a corpus without one article is reported, and watched on
    assert "left out: " in done.stderr


def test_a_corpus_that_cannot_be_followed(
    tmp_path: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(seeds, tmp_path, embedder=FakeEmbedder(), progress=False)
    monkeypatch.setattr(FileCorpus, "watch", lambda _: None)
    done = CliRunner().invoke(main, ["update", "--watch", "--index-dir", str(tmp_path)])
    assert done.exit_code == 1
    assert f"error: {seeds}: this corpus cannot be watched; leave out --watch" in done.stderr


def test_a_folder_that_the_system_does_not_watch(
    tmp_path: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(seeds, tmp_path, embedder=FakeEmbedder(), progress=False)

    def watch(*_: object, **__: object) -> Iterator[set[object]]:
        raise OSError(28, "OS file watch limit reached")
        yield set()

    monkeypatch.setattr(watchfiles, "watch", watch)
    monkeypatch.setattr(caching, "load_embedder", lambda *_: FakeEmbedder())
    done = CliRunner().invoke(main, ["update", "--watch", "--index-dir", str(tmp_path)])
    assert done.exit_code == 1
    assert f"error: {seeds}: the folder cannot be watched" in done.stderr
    assert "leave --watch out" in done.stderr


def test_articles_that_were_handed_in_have_no_place_to_watch(tmp_path: Path) -> None:
    build([article("a", "The first article.")], tmp_path, embedder=FakeEmbedder(), progress=False)
    done = CliRunner().invoke(main, ["update", "--watch", "--index-dir", str(tmp_path)])
    assert done.exit_code == 1
    assert "name a folder" in done.output
    assert "Traceback" not in done.output


def test_nothing_to_watch(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("date 2020 The first article.")
    build(corpus, tmp_path / "index", embedder=FakeEmbedder(), progress=False)
    corpus.rename(tmp_path / "elsewhere")
    arguments = ["update", "--watch", "--index-dir", str(tmp_path / "index")]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 1
    assert "error: " in done.output
    assert "Traceback" not in done.output
    assert CliRunner().invoke(main, [*arguments, "--dry-run"]).exit_code == 2

"""The index follows its folder while someone writes into it."""

from __future__ import annotations

import json
import threading
from queue import Queue
from typing import TYPE_CHECKING

from click.testing import CliRunner

from index import remembering, watching
from index.builder import build
from index.cli import main
from index.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest


def test_text_files_that_change_are_noticed(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("date 2020 Old.")
    seen: Queue[int] = Queue()
    enough = threading.Event()

    def follow() -> None:
        for count, _ in enumerate(watching.changes(tmp_path)):
            seen.put(count)
            if enough.is_set():
                return

    watcher = threading.Thread(target=follow)
    watcher.start()
    assert seen.get(timeout=60) == 0  # the watch has begun
    (tmp_path / "notes.md").write_text("no article")
    assert seen.empty()
    (tmp_path / "below").mkdir()
    (tmp_path / "new.txt").write_text("date 2020 New.")
    assert seen.get(timeout=60) == 1
    enough.set()
    (tmp_path / "old.txt").unlink()
    assert seen.get(timeout=60) == 2
    watcher.join(timeout=60)
    assert not watcher.is_alive()


def test_an_update_at_each_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, index_dir = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "a.txt").write_text("date 2020 The first article.")
    build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)

    def edits(folder: Path) -> Iterator[None]:
        assert folder == corpus
        yield
        (corpus / "b.txt").write_text("date 2021 The second article.")
        yield
        (corpus / "b.txt").write_text("no date")
        (corpus / "a.txt").unlink()
        yield
        (corpus / "a.txt").write_text("date 2020 The first article, again.")
        yield

    monkeypatch.setattr(watching, "changes", edits)
    monkeypatch.setattr(remembering, "load_embedder", lambda *_: FakeEmbedder())
    done = CliRunner().invoke(main, ["update", "--watch", "--json", "--index-dir", str(index_dir)])
    assert done.exit_code == 0, done.output
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(r["added"], r["changed"], r["removed"]) for r in reports] == [
        (["b.txt"], [], []),
        ([], ["a.txt"], ["b.txt"]),
    ]
    assert "error: " in done.stderr  # a corpus without one article: told, and gone on
    assert "left out: " in done.stderr


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

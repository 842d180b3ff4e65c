"""Patterns, and several places at once."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from index.builder import build, update
from index.cli import main
from index.corpus import open_corpus
from index.corpus.places import PlacesCorpus, joined
from index.errors import CorpusError
from index.testing import FakeEmbedder
from tests.contracts.corpus_contract import CorpusContract

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from index.corpus import Corpus
    from index.datatypes import Article

ROWS = "id,date,text\n{0},2020-09-17,The bridge {0} is closed.\n"


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "a.csv").write_text(ROWS.format("a"))
    (folder / "b.csv").write_text(ROWS.format("b"))
    (folder / "deep" / "er" / "c.csv").write_text(ROWS.format("c"))
    (folder / "d.json").write_text('[{"id": "d", "date": "2020", "text": "The dam holds."}]')
    (folder / ".hidden.csv").write_text(ROWS.format("hidden"))
    (folder / "notes.png").write_text("no article")
    return folder


def ids(place: Path | str) -> list[str]:
    return [entry.id for entry in open_corpus(place).entries()]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.csv", ["a.csv#a", "b.csv#b"]),
        ("**/*.csv", ["a.csv#a", "b.csv#b", "deep/er/c.csv#c"]),
        ("[ab].*", ["a.csv#a", "b.csv#b"]),
        ("*", ["a.csv#a", "b.csv#b", "d.json#d", "deep/er/c.csv#c"]),
        ("deep/*", ["er/c.csv#c"]),
    ],
)
def test_a_pattern_is_the_files_that_fit(exports: Path, pattern: str, expected: list[str]) -> None:
    corpus = open_corpus(exports / pattern)
    assert isinstance(corpus, PlacesCorpus)
    assert [entry.id for entry in corpus.entries()] == expected
    assert ids(corpus.place) == expected


def test_several_places(exports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(exports.parent)
    places = joined(["exports/*.json", "exports/a.csv", "exports/deep", "exports/a.*"])
    assert ids(places) == ["a.csv#a", "d.json#d", "deep/er/c.csv#c"]
    assert os.pathsep in open_corpus(places).place


def test_an_update_sees_files_that_fit_by_now(exports: Path, tmp_path: Path) -> None:
    place = str(exports / "*.csv")
    build(place, tmp_path / "index", embedder=FakeEmbedder(), progress=False)
    (exports / "e.csv").write_text(ROWS.format("e"))
    (exports / "a.csv").unlink()
    changes = update(None, tmp_path / "index", embedder=FakeEmbedder(), progress=False).changes
    assert (changes.added, changes.removed, changes.unchanged) == (("e.csv#e",), ("a.csv#a",), 1)


def test_a_name_that_looks_like_a_pattern_is_a_name(tmp_path: Path) -> None:
    for name in ("a[1].csv", "x:y.csv"):
        (tmp_path / name).write_text(ROWS.format("one"))
        assert ids(tmp_path / name) == [f"{name}#one"]
    with pytest.raises(CorpusError):
        joined(["x:y.csv", "b.csv"]) if os.pathsep == ":" else joined(["x;y", "b"])


@pytest.mark.parametrize("place", ["*.csv", "nowhere.csv", "*.png", "a*:b*"])
def test_what_is_not_there(tmp_path: Path, place: str) -> None:
    (tmp_path / "notes.png").write_text("no article")
    done = CliRunner().invoke(main, ["preview", str(tmp_path / place), "--no-estimate"])
    assert done.exit_code == 1
    assert done.stderr.startswith(f"error: {tmp_path}")


def test_the_command_line_takes_patterns_and_several_places(exports: Path, tmp_path: Path) -> None:
    given = [str(exports / "*.csv"), str(exports / "d.json")]
    done = CliRunner().invoke(main, ["preview", *given, "--no-estimate", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["read"] == 3
    done = CliRunner().invoke(main, ["preview", "--no-estimate"])
    assert done.exit_code == 2


def test_ten_thousand_files_that_the_shell_named(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.txt" for number in range(200)]
    for file in files:
        file.write_text(f"date 2020 The bridge {file.stem} is closed.")
    given = joined([str(file) for file in files] * 50)
    assert len(given) > 100_000
    assert len(ids(given)) == 200


class TestPattern(CorpusContract):
    def make(self, folder: Path, articles: Sequence[Article]) -> Corpus:
        for old in folder.glob("*.txt"):
            old.unlink()
        for one in articles:
            text = f"date {one.published.isoformat()} ({one.source}) {one.text}"
            (folder / one.id).write_bytes(text.encode())
        return open_corpus(folder / "*.txt")

    def make_broken(self, folder: Path) -> Corpus:
        for name, text in enumerate(["date 2020 One.", "none", "date 2020 Two."]):
            (folder / f"{name}.txt").write_text(text)
        return open_corpus(folder / "*.txt")

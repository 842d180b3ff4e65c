"""Articles that are added from the page: those that can be read; the others are told."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from index import builder
from index.builder import build
from index.errors import CorpusError, DatelineError, IndexLockedError
from qa import Pipeline
from qa.web.uploads import Uploads
from tests.conftest import DATA, SEEDS

if TYPE_CHECKING:
    from pathlib import Path

BRIDGE = "date 2021-03 (Zeitung) The old bridge of Halle closes on Monday, said Mayor Anna Maes."


@pytest.fixture
def uploads(tmp_path):
    """A corpus without an index: whatever is refused is refused before one is needed."""
    shutil.copytree(SEEDS, tmp_path / "corpus")
    return Uploads.open(str(tmp_path / "corpus"), tmp_path / "index")


def sent(folder: Path, **texts: str) -> list[Path]:
    """Files as the server keeps them: each in a folder of its own."""
    files = []
    for number, (name, text) in enumerate(texts.items()):
        file = folder / f"sent{number}" / name.replace("_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        files.append(file)
    return files


def test_an_added_article_answers_the_next_question(
    uploads, tmp_path, bundled_embedder, monkeypatch
):
    build(tmp_path / "corpus", uploads.store, embedder=bundled_embedder, progress=False)
    update = builder.update
    monkeypatch.setattr(
        builder, "update", lambda *given: update(*given, embedder=bundled_embedder, progress=False)
    )
    with Pipeline.open(uploads.store) as pipeline:
        assert pipeline.stats.articles == 2
        rows = 'id,date,text\n1,2021,"A row, of two."\n2,soon,"Another."\n'
        files = sent(tmp_path, bridge_txt=BRIDGE, bad_txt="no date", rows_csv=rows)
        done = uploads.add(files)
        assert [one.path.name for one in done.refused] == ["bad.txt"]
        assert done.report.changes.added == ("bridge.txt", "rows.csv#1")
        assert [one.line for one in done.report.problems] == [3]
        answer = pipeline.ask("When does the bridge of Halle close?")
        assert [one.document for one in answer.citations] == ["bridge.txt"]
    assert (tmp_path / "corpus" / "bridge.txt").read_text("utf-8") == BRIDGE
    assert not uploads.add(sent(tmp_path, bridge_txt=BRIDGE)).report.changes


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        ({"b_txt": "no date here"}, "b.txt"),
        ({"b_csv": "id,date,text\n1,soon,Text\n2,never,Text\n"}, "b.csv:2: .*'soon'"),
        ({"README_xyz": BRIDGE}, "README.xyz: only files of known formats"),
        ({".hidden_txt": BRIDGE}, "only files of known formats"),
        ({"long_txt": BRIDGE + "x" * 20_000_000}, "larger than 20 MB"),
        ({"000.ea78d9fc60611418_txt": BRIDGE}, None),
    ],
)
def test_a_bad_file_is_refused_alone(uploads, tmp_path, monkeypatch, texts, reason):
    monkeypatch.setattr(builder, "update", lambda *_: "updated")
    before = sorted((tmp_path / "corpus").iterdir())
    files = [*sent(tmp_path, a_txt=BRIDGE), *sent(tmp_path / "more", **texts)]
    if reason is None:
        name, reason = before[0].name, "another article of that name"
        files[1] = tmp_path / "other" / name
        files[1].parent.mkdir()
        files[1].write_text(BRIDGE, "utf-8")
    done = uploads.add(files)
    [error] = done.refused
    assert re.search(reason, str(error))
    assert str(tmp_path) not in str(error)
    assert done.report == "updated"
    assert {*(tmp_path / "corpus").iterdir()} == {*before, tmp_path / "corpus" / "a.txt"}
    alone = uploads.add(files[1:])
    assert (len(alone.refused), alone.report) == (1, None)


def test_what_cannot_be_indexed_is_taken_back(uploads, tmp_path, monkeypatch):
    def locked(*_):
        raise IndexLockedError("process 1 is building it")

    monkeypatch.setattr(builder, "update", locked)
    with pytest.raises(IndexLockedError):
        uploads.add(sent(tmp_path, bridge_txt=BRIDGE))
    assert not (tmp_path / "corpus" / "bridge.txt").exists()


def test_two_files_of_one_name_and_too_many(uploads, tmp_path, monkeypatch):
    [file] = sent(tmp_path, bridge_txt=BRIDGE)
    twin = tmp_path / "twin" / file.name
    twin.parent.mkdir()
    shutil.copy(file, twin)
    monkeypatch.setattr(builder, "update", lambda *_: "updated")
    [error] = uploads.add([file, twin]).refused
    assert "two files have this name" in error.reason
    with pytest.raises(CorpusError):
        uploads.add([tmp_path / f"{n}.txt" for n in range(1001)])


def test_where_articles_cannot_be_added_it_is_said_why(tmp_path, monkeypatch):
    def refused(place):
        with pytest.raises(DatelineError) as error:
            Uploads.open(str(place), tmp_path / "index")
        return str(error.value)

    assert "does not exist" in refused(tmp_path / "gone")
    assert "hand them in" in refused("")
    assert "index update" in refused(DATA / "news")
    single = tmp_path / "export.csv"
    single.write_text("date,title,text\n2020-09-17,Bridge,It is closed.\n")
    assert "one file" in refused(single)
    monkeypatch.setattr("os.access", lambda *_: False)
    assert "index build" in refused(SEEDS)

"""Versions of an article in several files: the newest counts, the others are told."""

from __future__ import annotations

import csv
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.builder import build, update
from index.corpus import open_corpus, read_all
from index.datatypes import Article
from index.errors import CorpusError
from index.testing import FakeEmbedder, MemoryStore
from tests.test_index.test_corpus.test_newsml import item, write

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAMES = "id", "date", "title", "text", "updated", "link", "outlet"
ROW = {"id": "4711", "date": "2020-09-14", "title": "Bridge", "outlet": "La Gazette"}


def table(path: Path, *rows: Mapping[str, str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, NAMES)
        writer.writeheader()
        writer.writerows(rows)


def articles(folder: Path) -> dict[str, str]:
    """Return the texts of a corpus by the ids of its articles."""
    read = read_all(open_corpus(folder))
    return {one.id: one.text for one in read if isinstance(one, Article)}


def problems(folder: Path) -> list[CorpusError]:
    return [one for one in read_all(open_corpus(folder)) if isinstance(one, CorpusError)]


def test_the_newer_export_counts_and_the_older_row_is_told(tmp_path: Path) -> None:
    table(tmp_path / "tue.csv", {**ROW, "text": "It is open.", "updated": "2020-09-15"})
    table(tmp_path / "wed.csv", {**ROW, "text": "It is closed.", "updated": "2020-09-14"})
    assert articles(tmp_path) == {"tue.csv#4711": "It is open."}
    [problem] = problems(tmp_path)
    assert problem.path == tmp_path / "wed.csv"
    assert problem.reason.startswith(
        "an older version of 'wed.csv#4711', of which the newest is 'tue.csv#4711'; if they are"
    )
    report = build(tmp_path, MemoryStore(), embedder=FakeEmbedder(), progress=False)
    assert report.info.reasons == {"an older version of …, of which the newest is …": 1}


@pytest.mark.parametrize(
    "change",
    [
        {"id": ""},  # the number of a row is no id
        {"id": "4712"},
        {"date": "2020-09-15"},
        {"outlet": "The Bugle"},
        {"link": "https://gazette.example/other"},
    ],
)
def test_others_are_articles_of_their_own(tmp_path: Path, change: dict[str, str]) -> None:
    table(tmp_path / "mon.csv", {**ROW, "text": "One.", "link": "https://gazette.example/4711"})
    table(tmp_path / "tue.csv", {**ROW, "text": "Two.", "link": "", **change})
    assert sorted(articles(tmp_path).values()) == ["One.", "Two."]
    assert problems(tmp_path) == []


def test_rows_without_ids_are_never_versions(tmp_path: Path) -> None:
    for name in ("mon.csv", "tue.csv"):
        table(tmp_path / name, {**ROW, "id": "", "text": "The same text."})
    assert len(articles(tmp_path)) == 2


def test_the_number_of_a_row_is_not_the_id_of_another(tmp_path: Path) -> None:
    table(tmp_path / "a.csv", {**ROW, "id": "", "text": "One."}, {**ROW, "id": "1", "text": "Two."})
    assert articles(tmp_path) == {"a.csv#row 1": "One.", "a.csv#1": "Two."}
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    ("identity", "count"),
    [
        ("urn:newsml:agency:1", 1),
        ("https://gazette.example/4711", 1),
        ("c56a4180-65aa-42ec-a945-5fd21dec0538", 1),
        ("20200914.17@mail.example", 1),
        ("4711", 2),
        ("page-one", 2),
    ],
)
def test_what_nobody_else_gives_identifies_by_itself(
    tmp_path: Path, identity: str, count: int
) -> None:
    one = {**ROW, "id": identity}
    table(tmp_path / "mon.csv", {**one, "text": "One."})
    changed = {"title": "Corrected", "date": "2020-09-15", "outlet": "", "text": "Two."}
    table(tmp_path / "tue.csv", {**one, **changed})
    assert len(articles(tmp_path)) == count


def test_a_delivery_again_changes_nothing(tmp_path: Path) -> None:
    table(tmp_path / "b.csv", {**ROW, "text": "It is open."})
    before = articles(tmp_path)
    for name in ("c.csv", "d.csv"):
        table(tmp_path / name, {**ROW, "text": "It is open."})
    assert articles(tmp_path) == before
    reasons = [one.reason for one in problems(tmp_path)]
    assert len(reasons) == 2
    assert all(one.startswith("the same article stands in 'b.csv#4711', too") for one in reasons)


def test_a_crawl_that_is_later_counts(tmp_path: Path) -> None:
    for name, day in (("a", "2020-09-16"), ("b", "2020-09-15")):
        row = {"url": "https://x.example/1", "date": "2020-09-14", "text": f"Of {day}."}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({**row, "crawled_at": day}))
    assert articles(tmp_path) == {"a.jsonl#https://x.example/1": "Of 2020-09-16."}


@pytest.mark.slow
def test_items_of_agencies_in_files_of_their_own(tmp_path: Path) -> None:
    created, guid = "<versionCreated>2020-08-20</versionCreated>", "newsml:agency:1"
    for version, name in (("2", "a"), ("10", "b"), ("9", "c")):
        write(tmp_path, item(created, guid=guid, version=version))
        (tmp_path / "wire.xml").rename(tmp_path / f"{name}.xml")
    assert [*articles(tmp_path)] == ["b.xml"]
    canceled = '<pubStatus qcode="stat:canceled"/>'
    write(tmp_path, item(canceled, guid=guid, version="11"))
    assert articles(tmp_path) == {}
    assert len(problems(tmp_path)) == 4


def test_what_was_replaced_comes_back(tmp_path: Path) -> None:
    store = MemoryStore()

    def texts() -> list[str]:
        snapshot = store.open()
        return [snapshot.article(name).text for name, _ in snapshot.digests()]

    table(tmp_path / "mon.csv", {**ROW, "text": "It is closed."})
    build(tmp_path, store, embedder=FakeEmbedder(), progress=False)
    table(tmp_path / "tue.csv", {**ROW, "text": "It is open.", "updated": "2020-09-15"})
    update(None, store, embedder=FakeEmbedder(), progress=False)
    assert texts() == ["It is open."]
    (tmp_path / "tue.csv").unlink()
    report = update(None, store, embedder=FakeEmbedder(), progress=False)
    assert texts() == ["It is closed."]
    assert (report.problems, report.info.skipped) == ((), {})


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from(["", "1", "2", "urn:x:agency:1"]),
            "date": st.sampled_from(["2020-09-14", "2020-09-15", "03/04/2020", ""]),
            "title": st.sampled_from(["Bridge", "Rain"]),
            "text": st.sampled_from(["It is open.", "It is closed.", ""]),
            "updated": st.sampled_from(["", "2020-09-16", "2020-09-17T10:00:00Z"]),
            "link": st.sampled_from(["", "", "https://x.example/1"]),
            "outlet": st.sampled_from(["", "La Gazette"]),
        }
    ),
    max_size=4,
)
STATES = st.lists(st.dictionaries(st.sampled_from(["a", "b", "c"]), ROWS), min_size=2, max_size=3)


def _written(folder: Path, state: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
    for path in folder.iterdir():
        path.unlink()
    table(folder / "0.csv", {**ROW, "text": "Always there."})
    for name, rows in state.items():
        if name == "b":
            lines = "\n".join(json.dumps(row) for row in rows)
            (folder / "b.jsonl").write_text(lines + "\n")
        else:
            table(folder / f"{name}.csv", *rows)


def _held(store: MemoryStore) -> tuple[Any, ...]:
    snapshot, base = store.open(), store.read_base()
    names = sorted(snapshot.digests())
    left_out = sorted((one.to_dict() for one in base.left_out()), key=str)
    return names, [snapshot.article(name) for name, _ in names], base.info.skipped, left_out


_NEW = {"id": "", "date": "2020-09-14", "title": "", "text": "T", "updated": "", "link": ""}


@given(STATES)
@example([{"c": [{**_NEW, "outlet": ""}] * n + [{**_NEW, "id": "1"}] * n} for n in (1, 2)])
@settings(max_examples=40)
def test_an_update_is_a_build(states: list[dict[str, list[dict[str, str]]]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, updated, fresh = Path(name), MemoryStore(), MemoryStore()
        _written(folder, states[0])
        build(folder, updated, embedder=FakeEmbedder(), progress=False)
        for state in states[1:]:
            _written(folder, state)
            update(None, updated, embedder=FakeEmbedder(), progress=False)
        build(folder, fresh, embedder=FakeEmbedder(), progress=False)
        assert _held(updated) == _held(fresh)


def test_an_update_tells_the_line_on_which_a_row_stands_now(tmp_path: Path) -> None:
    folder, store = tmp_path / "corpus", MemoryStore()
    folder.mkdir()
    undated = {**ROW, "id": "2", "text": "Two.", "date": ""}
    table(folder / "a.csv", {**ROW, "text": "One."}, undated)
    built = build(folder, store, embedder=FakeEmbedder(), progress=False)
    table(folder / "a.csv", undated, {**ROW, "text": "One."})
    updated = update(folder, store, embedder=FakeEmbedder(), progress=False)
    assert [one.line for one in built.problems] == [3]
    assert [one.line for one in updated.problems] == [2]

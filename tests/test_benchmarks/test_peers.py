"""The comparison with other systems: its figures, for a system that is made here."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from benchmarks import peers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from index.datatypes import Article


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "bench" / "piaf"
    folder.mkdir(parents=True)
    documents = [
        {"_id": f"d{number}", "title": "", "text": f"Texte numéro {number}.", "lang": "fr"}
        for number in range(12)
    ]
    questions = [
        {"_id": f"q{number}", "text": f"{number} ?", "lang": "fr", "spans": [[0, 5]]}
        for number in range(4)
    ]
    for name, rows in (("corpus", documents), ("queries", questions)):
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, "utf-8")
    judged = "".join(f"q{number}\td{number}\t1\n" for number in range(4))
    (folder / "qrels_train.tsv").write_text(f"query-id\tcorpus-id\tscore\n{judged}", "utf-8")
    return tmp_path


def test_hits_are_counted_among_ten_and_the_clock_stops_after_indexing(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of four questions one is answered first, one tenth, one eleventh, and one not at all."""
    places = {"0 ?": 0, "1 ?": 9, "2 ?": 10}

    @contextmanager
    def made(articles: Sequence[Article], model: Path) -> Iterator[peers.Search]:
        def search(question: str) -> list[str]:
            others = [article.id for article in articles if article.id != f"d{question[0]}"]
            at = places.get(question)
            found = others if at is None else [*others[:at], f"d{question[0]}", *others[at:]]
            return found[:10]

        with peers._timed_indexing(len(articles)) as indexed:
            indexed()
            yield search

    monkeypatch.setitem(peers.SYSTEMS, "made", (made, "float32"))
    found = peers.measure("made", data, texts=12, questions=4, model=tmp_path)
    assert (found["hits@1"], found["hits@10"]) == (0.25, 0.5)
    assert found["index"] > 0
    assert 0 < found["p50"] <= found["p95"]
    [_, _, row] = peers.table({"made": found}).splitlines()
    assert "| 0.250 | 0.500 |" in row


@pytest.mark.parametrize(
    ("system", "name"),
    [("dateline", "multilingual-e5-small"), ("dateline int8", "multilingual-e5-small:int8")],
)
def test_each_row_of_dateline_is_measured_with_the_precision_it_names(
    system: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, precision = peers.SYSTEMS[system]
    monkeypatch.setenv("DATELINE_PRECISION", precision)
    monkeypatch.setattr("index.settings.fastest_quantization", lambda: ":int8")
    loaded: list[str] = []

    class StoppedError(Exception):
        pass

    def load(model: str) -> None:
        loaded.append(model)
        raise StoppedError

    monkeypatch.setattr("index.embedders.SentenceTransformerEmbedder", load)
    with pytest.raises(StoppedError), opened([], tmp_path):
        pass
    assert loaded == [name]

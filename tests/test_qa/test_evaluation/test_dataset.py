from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from index.errors import CorpusError
from qa.evaluation.dataset import Dataset, DatasetError, gold_spans, load
from qa.evaluation.splits import half_of, with_questions_of
from tests.support.beir import Row, jsonl, tsv

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS: list[Row] = [
    {"_id": "en-0", "text": "The ban takes effect in 45 days.", "lang": "en"},
    {"_id": "de-0", "text": "Das Verbot gilt in 45 Tagen.", "lang": "de"},
    {"_id": "en-1", "text": "The app was removed.", "lang": "en"},
]
QUESTIONS: list[Row] = [
    {"_id": "en-a", "text": "When?", "lang": "en", "answer": ["45 days"], "spans": [[24, 31]] * 2},
    {"_id": "de-a", "text": "Wann?", "lang": "de", "answer": "45 Tagen", "spans": [[19, 27]]},
    {"_id": "en-b", "text": "What?", "lang": "en"},
    {"_id": "en-none", "text": "Why?", "lang": "en", "answer": "Unsaid.", "answerable": False},
    {"_id": "en-unjudged", "text": "Who?", "lang": "en"},
]
PAIRS = [("en-a", "en-0", 1), ("de-a", "de-0", 2), ("en-b", "en-1", 1), ("en-unjudged", "en-1", 0)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "bench"
    folder.mkdir()
    jsonl(folder / "corpus.jsonl", DOCUMENTS)
    jsonl(folder / "queries.jsonl", QUESTIONS)
    tsv(folder / "qrels.tsv", PAIRS)
    return folder


def ids(dataset: Dataset) -> list[str]:
    return [query.id for query in dataset.queries]


def test_a_folder(folder: Path) -> None:
    found = load(folder)
    assert found.name == "bench"
    assert list(found.articles) == ["en-0", "de-0", "en-1"]
    assert ids(found) == ["en-a", "de-a", "en-b", "en-none"]
    assert found.qrels == {"en-a": {"en-0": 1}, "de-a": {"de-0": 2}, "en-b": {"en-1": 1}}
    english, german, bare, none = found.queries
    assert (english.answers, english.spans) == (("45 days",), ((24, 31),))
    assert (german.answers, german.language) == (("45 Tagen",), "de")
    assert (bare.answers, bare.spans, bare.answerable) == ((), (), True)
    assert (none.answers, none.answerable) == ((), False)


def test_languages(folder: Path) -> None:
    assert ids(load(folder, query_lang="de")) == ["de-a"]
    german = load(folder, corpus_lang="de")
    assert list(german.articles) == ["de-0"]
    assert ids(german) == ["de-a", "en-none"]
    assert german.qrels == {"de-a": {"de-0": 2}}
    with pytest.raises(DatasetError):
        load(folder, query_lang="fr")


def test_a_question_without_a_language_is_detected_for_the_filter(folder: Path) -> None:
    text = "Wann tritt das Verbot in Kraft?"
    jsonl(folder / "queries.jsonl", [{"_id": "q", "text": text}])
    tsv(folder / "qrels.tsv", [("q", "de-0", 1)])
    (query,) = load(folder, query_lang="de").queries
    assert query.language is None


def test_a_sample_is_the_same_every_time_and_keeps_the_documents(folder: Path) -> None:
    samples = [ids(load(folder, sample=2, seed=seed)) for seed in range(20)]
    assert all(len(sample) == 2 for sample in samples)
    assert len({tuple(sample) for sample in samples}) > 2
    one = load(folder, sample=2)
    assert one == load(folder, sample=2)
    assert len(one.articles) == 3
    assert one.qrels.keys() <= set(ids(one))
    assert load(folder, sample=99) == load(folder)


def test_spans_count_only_where_they_hold_an_answer(folder: Path) -> None:
    found = load(folder)
    english, german = found.queries[:2]
    assert gold_spans(english, found.articles["en-0"]) == ((24, 31),)
    assert gold_spans(german, found.articles["de-0"]) == ((19, 27),)
    assert gold_spans(english, found.articles["de-0"]) == ()
    assert gold_spans(english, found.articles["en-1"]) == ()


def test_which_judgements(folder: Path) -> None:
    tsv(folder / "qrels_other.tsv", PAIRS[:1])
    assert len(load(folder).qrels) == 3
    assert list(load(folder, qrels="qrels_other.tsv").qrels) == ["en-a"]
    (folder / "qrels.tsv").unlink()
    assert list(load(folder).qrels) == ["en-a"]
    tsv(folder / "qrels_third.tsv", PAIRS)
    with pytest.raises(DatasetError) as caught:
        load(folder)
    assert "qrels_other.tsv, qrels_third.tsv" in caught.value.reason
    with pytest.raises(DatasetError) as caught:
        load(folder, qrels="nope.tsv")
    assert "qrels_other.tsv" in caught.value.reason
    (folder / "qrels_other.tsv").unlink()
    (folder / "qrels").mkdir()
    (folder / "qrels_third.tsv").rename(folder / "qrels" / "test.tsv")
    assert len(load(folder).qrels) == 3
    (folder / "qrels" / "test.tsv").unlink()
    with pytest.raises(DatasetError) as caught:
        load(folder)
    assert caught.value.path == folder


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffquery-id\tcorpus-id\tscore\r\n\r\nen-a\ten-0\t1\r\n",
        "en-a\ten-0\t1",
        "en-a 0 en-0 1\n",
        "en-a\t0\ten-0\t1\n",
        "en-a\ten-0\t1\nen-a\ten-0\t1\n",
    ],
)
def test_layouts_of_judgements(folder: Path, content: str) -> None:
    (folder / "qrels.tsv").write_bytes(content.encode())
    assert load(folder).qrels == {"en-a": {"en-0": 1}}


@pytest.mark.parametrize(
    ("line", "quoted"),
    [
        ("nobody\ten-0\t1", "'nobody'"),
        ("en-a\tnowhere\t1", "'nowhere'"),
        ("en-a\ten-0\tyes", "'yes'"),
        ("en-a\ten-0", ""),
        ("en-a\ten-1\t1\nen-a\ten-1\t2", ""),
    ],
)
def test_bad_judgements_are_told_with_their_line(folder: Path, line: str, quoted: str) -> None:
    (folder / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\n{line}\n")
    with pytest.raises(DatasetError) as caught:
        load(folder)
    assert quoted in caught.value.reason
    assert caught.value.path == folder / "qrels.tsv"
    assert caught.value.line == 2 + line.count("\n")


@pytest.mark.parametrize(
    ("bad", "quoted"),
    [
        ("{", "JSON"),
        ('{"text": "?"}', '"_id"'),
        ('{"_id": "q", "text": ""}', '"text"'),
        ('{"_id": "en-a", "text": "Again?"}', "line 1"),
        ('{"_id": "q", "text": "?", "answer": 7}', '"answer"'),
        ('{"_id": "q", "text": "?", "answer": ["\\ud800"]}', r"\ud800"),
        ('{"_id": "q", "text": "?", "answerable": "no"}', '"answerable"'),
        ('{"_id": "q", "text": "?", "spans": [[3, 3]]}', '"spans"'),
        ('{"_id": "q", "text": "?", "spans": {"a": 1}}', '"spans"'),
    ],
)
def test_bad_questions_are_told_with_their_line(folder: Path, bad: str, quoted: str) -> None:
    (folder / "queries.jsonl").write_text(json.dumps(QUESTIONS[0]) + f"\n{bad}\n")
    with pytest.raises(DatasetError) as caught:
        load(folder)
    assert quoted in caught.value.reason
    assert (caught.value.path, caught.value.line) == (folder / "queries.jsonl", 2)


def test_bad_documents_and_missing_files_stop_it(folder: Path) -> None:
    tsv(folder / "qrels.tsv", [])
    jsonl(folder / "queries.jsonl", QUESTIONS[:1])
    with pytest.raises(DatasetError) as caught:
        load(folder)
    assert caught.value.path == folder / "qrels.tsv"
    (folder / "queries.jsonl").unlink()
    with pytest.raises(CorpusError) as unread:
        load(folder)
    assert (unread.value.path, unread.value.line) == (folder / "queries.jsonl", None)
    (folder / "corpus.jsonl").write_text("{")
    with pytest.raises(CorpusError) as unread:
        load(folder)
    assert (unread.value.path, unread.value.line) == (folder / "corpus.jsonl", 1)


def test_halves_of_a_dataset_share_documents_and_no_question(folder: Path) -> None:
    whole = load(folder)
    halves = [with_questions_of(whole, half) for half in ("development", "held")]
    assert sorted(ids(halves[0]) + ids(halves[1])) == sorted(ids(whole))
    for name, half in zip(("development", "held"), halves, strict=True):
        assert half.articles == whole.articles
        assert ids(half)
        assert all(half_of(query) == name for query in ids(half))
        assert half.qrels == {n: whole.qrels[n] for n in ids(half) if n in whole.qrels}

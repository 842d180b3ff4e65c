from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.halves import half_of, with_questions_of
from benchmarks.mixed_pools import mixed_ntrex, mixed_xquad, ntrex_half
from index.errors import CorpusError
from qa.evaluation.dataset import Dataset, DatasetError, gold_spans, load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Row = dict[str, Any]

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


def jsonl(path: Path, rows: Sequence[Row]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def tsv(path: Path, pairs: Sequence[tuple[str, str, int]]) -> None:
    lines = ["query-id\tcorpus-id\tscore", *("\t".join(map(str, pair)) for pair in pairs)]
    path.write_text("\n".join(lines) + "\n", "utf-8")


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
    with pytest.raises(DatasetError, match="no question is left .* languages"):
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
    with pytest.raises(DatasetError, match=r"name one of qrels_other\.tsv, qrels_third\.tsv"):
        load(folder)
    with pytest.raises(DatasetError, match=r"no nope\.tsv in it; there is qrels_other"):
        load(folder, qrels="nope.tsv")
    (folder / "qrels_other.tsv").unlink()
    (folder / "qrels").mkdir()
    (folder / "qrels_third.tsv").rename(folder / "qrels" / "test.tsv")
    assert len(load(folder).qrels) == 3
    (folder / "qrels" / "test.tsv").unlink()
    with pytest.raises(DatasetError, match=r"no qrels\*\.tsv in it"):
        load(folder)


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
    ("line", "reason"),
    [
        ("nobody\ten-0\t1", "no question 'nobody' in queries.jsonl"),
        ("en-a\tnowhere\t1", "no document 'nowhere' in the corpus"),
        ("en-a\ten-0\tyes", "'yes' is not a whole number"),
        ("en-a\ten-0", "not a judgement"),
        ("en-a\ten-1\t1\nen-a\ten-1\t2", "a second time"),
    ],
)
def test_bad_judgements_are_told_with_their_line(folder: Path, line: str, reason: str) -> None:
    (folder / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\n{line}\n")
    with pytest.raises(DatasetError, match=reason) as caught:
        load(folder)
    assert caught.value.path == folder / "qrels.tsv"
    assert caught.value.line == 2 + line.count("\n")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{", "not JSON"),
        ('{"text": "?"}', '"_id" is missing'),
        ('{"_id": "q", "text": ""}', '"text" is empty'),
        ('{"_id": "en-a", "text": "Again?"}', "stands on line 1 too"),
        ('{"_id": "q", "text": "?", "answer": 7}', '"answer" is neither'),
        ('{"_id": "q", "text": "?", "answer": ["\\ud800"]}', "half a character"),
        ('{"_id": "q", "text": "?", "answerable": "no"}', '"answerable" is neither'),
        ('{"_id": "q", "text": "?", "spans": [[3, 3]]}', '"spans" is not a list'),
        ('{"_id": "q", "text": "?", "spans": {"a": 1}}', '"spans" is not a list'),
    ],
)
def test_bad_questions_are_told_with_their_line(folder: Path, bad: str, reason: str) -> None:
    (folder / "queries.jsonl").write_text(json.dumps(QUESTIONS[0]) + f"\n{bad}\n")
    with pytest.raises(DatasetError, match=reason) as caught:
        load(folder)
    assert (caught.value.path, caught.value.line) == (folder / "queries.jsonl", 2)


def test_bad_documents_and_missing_files_stop_it(folder: Path) -> None:
    tsv(folder / "qrels.tsv", [])
    jsonl(folder / "queries.jsonl", QUESTIONS[:1])
    with pytest.raises(DatasetError, match="judges no document relevant"):
        load(folder)
    (folder / "queries.jsonl").unlink()
    with pytest.raises(CorpusError, match=r"queries\.jsonl: cannot be read"):
        load(folder)
    (folder / "corpus.jsonl").write_text("{")
    with pytest.raises(CorpusError, match=r"corpus\.jsonl:1: not JSON"):
        load(folder)


# The pools that the benchmarks make.


@pytest.fixture
def translated(tmp_path: Path) -> Path:
    """Twelve stories in three languages, each with a question in each."""
    folder = tmp_path / "translated"
    folder.mkdir()
    tongues, stories = ("en", "de", "fr"), [f"paper.{n}" for n in range(12)]
    each = [(tongue, story) for tongue in tongues for story in stories]
    jsonl(
        folder / "corpus.jsonl",
        [{"_id": f"{t}:{s}", "text": f"{s} in {t}", "lang": t} for t, s in each],
    )
    jsonl(
        folder / "queries.jsonl",
        [{"_id": f"q-{t}:{s}", "text": f"{s} by {t}?", "lang": t} for t, s in each],
    )
    tsv(
        folder / "qrels.tsv",
        [(f"q-{t}:{s}", f"{other}:{s}", 1) for t, s in each for other in tongues],
    )
    return folder


def test_a_mixed_pool_has_each_story_once(translated: Path, tmp_path: Path) -> None:
    out = mixed_ntrex(translated, tmp_path / "a" / "pool")
    same, cross = (load(out, qrels=f"qrels_{kind}.tsv") for kind in ("same", "cross"))
    assert len({name[3:] for name in same.articles}) == len(same.articles) == 12
    tongues = [article.language for article in same.articles.values()]
    assert {tongues.count(t) for t in ("en", "de", "fr")} == {4}
    assert (len(same.queries), len(cross.queries)) == (12, 24)
    for dataset, shared in ((same, True), (cross, False)):
        for query in dataset.queries:
            (document,) = dataset.qrels[query.id]
            assert query.id.endswith(document[3:])
            assert (dataset.articles[document].language == query.language) is shared
    again = mixed_ntrex(translated, tmp_path / "again")
    other = mixed_ntrex(translated, tmp_path / "other", seed=1)
    assert (again / "corpus.jsonl").read_bytes() == (out / "corpus.jsonl").read_bytes()
    assert (other / "corpus.jsonl").read_bytes() != (out / "corpus.jsonl").read_bytes()


def test_halves_share_no_story(translated: Path, tmp_path: Path) -> None:
    development = load(
        mixed_ntrex(translated, tmp_path / "d", half="development"), qrels="qrels_cross.tsv"
    )
    held = load(mixed_ntrex(translated, tmp_path / "h", half="held"), qrels="qrels_cross.tsv")
    assert {half_of(name[3:]) for name in development.articles} == {"development"}
    assert {half_of(name[3:]) for name in held.articles} == {"held"}
    assert len(development.articles) + len(held.articles) == 12


def test_half_of_the_questions_and_all_the_documents(translated: Path, tmp_path: Path) -> None:
    half = load(ntrex_half(translated, tmp_path / "h", "held"))
    assert len(half.articles) == 36
    assert {half_of(query.id[5:]) for query in half.queries} == {"held"}
    assert all(len(documents) == 3 for documents in half.qrels.values())


def test_halves_of_a_dataset_share_documents_and_no_question(folder: Path) -> None:
    whole = load(folder)
    halves = [with_questions_of(whole, half) for half in ("development", "held")]
    assert sorted(ids(halves[0]) + ids(halves[1])) == sorted(ids(whole))
    for name, half in zip(("development", "held"), halves, strict=True):
        assert half.articles == whole.articles
        assert ids(half)
        assert all(half_of(query) == name for query in ids(half))
        assert half.qrels == {n: whole.qrels[n] for n in ids(half) if n in whole.qrels}


def test_a_mixed_pool_of_some_languages(translated: Path, tmp_path: Path) -> None:
    out = mixed_xquad(translated, tmp_path / "x", ["de", "fr"])
    dataset = load(out, qrels="qrels_cross.tsv")
    assert {article.language for article in dataset.articles.values()} == {"de", "fr"}
    assert {query.language for query in dataset.queries} == {"de", "fr"}
    assert len(dataset.queries) == len(dataset.articles) == 12
    with pytest.raises(ValueError, match="no document in"):
        mixed_xquad(translated, tmp_path / "x", ["de", "zh"])

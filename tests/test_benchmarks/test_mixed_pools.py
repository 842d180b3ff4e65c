"""Pools of documents in several languages, made of collections that are translated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.mixed_pools import mixed_ntrex, mixed_xquad, ntrex_half
from qa.evaluation.dataset import load
from qa.evaluation.splits import half_of
from tests.support.beir import jsonl, tsv

if TYPE_CHECKING:
    from pathlib import Path


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


def test_a_mixed_pool_of_some_languages(translated: Path, tmp_path: Path) -> None:
    out = mixed_xquad(translated, tmp_path / "x", ["de", "fr"])
    dataset = load(out, qrels="qrels_cross.tsv")
    assert {article.language for article in dataset.articles.values()} == {"de", "fr"}
    assert {query.language for query in dataset.queries} == {"de", "fr"}
    assert len(dataset.queries) == len(dataset.articles) == 12
    with pytest.raises(ValueError, match="'zh'"):
        mixed_xquad(translated, tmp_path / "x", ["de", "zh"])

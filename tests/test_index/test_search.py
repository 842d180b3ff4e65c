from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.datatypes import Filters
from index.passages import split
from index.search import Retriever, fuse
from index.stores.local import LocalStore
from tests.fakes import WordEmbedder, article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ARTICLES = [
    article("ban", "The ban takes effect on Sunday. Shops react.", published="2020-09-18"),
    article("rain", "Rain is expected in Lima on Sunday.", published="2020-09-19"),
    article("décret", "Le décret prend effet dimanche.", published="2020-08", language="fr"),
]


@pytest.fixture
def retriever(tmp_path: Path) -> Iterator[Retriever]:
    embedder = WordEmbedder()
    store = LocalStore.create(tmp_path, embedder.dimension)
    for one in ARTICLES:
        passages = split(one)
        store.upsert(one, passages, embedder.embed_passages([p.text for p in passages]))
    store.commit()
    yield Retriever(store, embedder)
    store.close()


def test_best_first_with_passage_and_article(retriever: Retriever) -> None:
    hits = retriever.search("When does the ban take effect?", "en", 10)
    assert hits[0].article.id == "ban"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(hits) == len(ARTICLES)
    for hit in hits:
        assert hit.article.text[hit.passage.start : hit.passage.end] == hit.passage.text
        assert 0 <= hit.score <= 1
    assert hits[0].lexical > 0


def test_the_limit_is_kept(retriever: Retriever) -> None:
    assert len(retriever.search("Sunday", "en", 1)) == 1


def test_filters_hide_whatever_the_score(retriever: Retriever) -> None:
    hits = retriever.search("the ban takes effect", "en", 10, Filters(as_of=date(2020, 8, 31)))
    assert [hit.article.id for hit in hits] == ["décret"]
    assert retriever.search("ban", "en", 10, Filters(since=date(2021, 1, 1))) == []


SCORES = st.dictionaries(st.integers(0, 50), st.floats(-1, 1), min_size=1, max_size=20)


@given(SCORES, st.data())
def test_fusion_keeps_every_candidate_and_its_order(
    dense: dict[int, float], data: st.DataObject
) -> None:
    lexical = data.draw(
        st.dictionaries(st.sampled_from(sorted(dense)), st.floats(0.01, 30), max_size=20)
    )
    fused = fuse(dense, lexical, dict.fromkeys(dense, "fr"), "fr")
    assert {scored.id for scored in fused} == dense.keys()
    assert all(0 <= scored.score <= 1 for scored in fused)
    place = {scored.id: scored.score for scored in fused}
    for one in dense:
        for other in dense:
            if dense[one] >= dense[other] and lexical.get(one, 0) >= lexical.get(other, 0):
                assert place[one] >= place[other] - 1e-9


def test_shared_words_count_for_less_across_languages() -> None:
    dense, lexical = {1: 0.8, 2: 0.75, 3: 0.6}, {2: 9.0}
    assert fuse(dense, lexical, dict.fromkeys(dense, "en"), "en")[0].id == 2
    assert fuse(dense, lexical, dict.fromkeys(dense, "fr"), "en")[0].id == 1


def test_nothing_fuses_to_nothing() -> None:
    assert list(fuse({}, {}, {}, "fr")) == []

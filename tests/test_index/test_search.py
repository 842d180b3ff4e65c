from __future__ import annotations

from dataclasses import replace
from datetime import date
from threading import Event
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.builder import build, update
from index.datatypes import Period, ScoredId
from index.errors import IndexMismatchError
from index.filters import Filters
from index.late_interaction import WordCodec
from index.processor import QUANTIZED
from index.ranking import (
    RankingStage,
    RankingWeights,
    SearchState,
    Stages,
    add_lexical_overlap,
    add_shared_times,
    collapse_duplicates,
    fuse,
    normalize_across_languages,
    rerank_by_late_interaction,
)
from index.sample_texts import SENTENCES
from index.search import Ranking, Retriever
from index.stores import Candidate, Evidence, PassageInfo
from index.stores.local.vectors import VectorIndex
from index.stores.local.words import WordIndex
from index.temporary import temporary_index
from index.testing import FakeEmbedder, article

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from index.embedders import Encoding

ARTICLES = [
    article("ban", "The ban takes effect on Sunday. Shops react.", published="2020-09-18"),
    article("rain", "Rain is expected in Lima on Sunday.", published="2020-09-19"),
    article("décret", "Le décret prend effet dimanche.", published="2020-08", language="fr"),
]


@pytest.fixture
def retriever() -> Iterator[Retriever]:
    with temporary_index(ARTICLES, FakeEmbedder()) as retriever:
        yield retriever


def test_best_first_with_passage_and_article(retriever: Retriever) -> None:
    hits = retriever.search("When does the ban take effect?", "en", 10)
    assert hits[0].article.id == "ban"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(hits) == len(ARTICLES)
    for hit in hits:
        assert hit.article.text[hit.passage.start : hit.passage.end] == hit.passage.text
    assert hits[0].lexical > 0


def test_the_limit_is_kept(retriever: Retriever) -> None:
    assert len(retriever.search("Sunday", "en", 1)) == 1


def test_filters_hide_whatever_the_score(retriever: Retriever) -> None:
    hits = retriever.search("the ban takes effect", "en", 10, Filters.of(as_of=date(2020, 8, 31)))
    assert [hit.article.id for hit in hits] == ["décret"]
    assert retriever.search("ban", "en", 10, Filters.of(since=date(2021, 1, 1))) == []


def test_a_passage_is_embedded_below_its_title_and_source() -> None:
    titled = replace(ARTICLES[1], title="Weather", source="Herald")
    embedder = FakeEmbedder()
    [query] = embedder.embed_queries(["Weather\nHerald\n" + titled.text])
    with temporary_index([titled], embedder) as retriever:
        [candidate] = retriever.snapshot.candidates(query, [], 1)
    assert candidate.cosine == pytest.approx(1, abs=1e-3)


def test_word_vectors_are_packed_about_the_models_common_direction(
    retriever: Retriever, tmp_path: Path
) -> None:
    retriever.snapshot.codec.save(tmp_path / "made.npy")
    WordCodec.fit([read.words for read in FakeEmbedder().encode_passages(SENTENCES)]).save(
        tmp_path / "expected.npy"
    )
    assert (tmp_path / "made.npy").read_bytes() == (tmp_path / "expected.npy").read_bytes()


def test_a_passage_that_speaks_of_the_time_asked_about_comes_first() -> None:
    articles = [
        article("later", "The bridge was closed for repairs in June 2019.", published="2020-03-01"),
        article("then", "The bridge was closed for repairs in May 2018.", published="2020-03-02"),
    ]
    question = "Why was the bridge closed?"
    with temporary_index(articles, FakeEmbedder()) as retriever:
        for period, expected in (("2018", "then"), ("2019", "later"), ("2018-05", "then")):
            hits = retriever.search(question, "en", 5, about=[Period.parse(period)])
            assert hits[0].article.id == expected
            assert len(hits) == 2
        without = {hit.article.id: hit.score for hit in retriever.search(question, "en", 5)}
        for hit in retriever.search(question, "en", 5, about=[Period.parse("1990")]):
            assert hit.score == without[hit.article.id]


class Wordless(FakeEmbedder):
    """A model that gives vectors of passages and none of words."""

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        no_words = np.empty((0, self.dimension), np.float32)
        return [replace(read, words=no_words) for read in super().encode_passages(texts)]


def test_without_word_vectors_the_fused_score_decides() -> None:
    with temporary_index(ARTICLES, Wordless()) as plain:
        ranking = plain.rank("the ban takes effect", "en")
        assert ranking.hybrid
        assert ranking.reranked == ranking.hybrid
        assert plain.search("the ban takes effect", "en", 1)[0].article.id == "ban"


def test_every_stage_ranks_best_first(retriever: Retriever) -> None:
    ranking = retriever.rank("When does the ban take effect on Sunday?", "en")
    for stage in (ranking.lexical, ranking.hybrid, ranking.reranked):
        assert stage
        assert [found.score for found in stage] == sorted((f.score for f in stage), reverse=True)
    assert {found.id for found in ranking.hybrid} == {found.id for found in ranking.reranked}
    assert ranking.elapsed_ms.keys() == {"embed", "candidates", "fuse", "compare"}


def test_words_and_vectors_are_searched_at_the_same_time(
    retriever: Retriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = Event()
    search_words, search_vectors = WordIndex.search, VectorIndex.search

    def begin(*given: object) -> list[ScoredId]:
        begun.set()
        return search_words(*given)  # type: ignore[arg-type]

    def wait(*given: object, **options: bool) -> list[tuple[int, float]]:
        assert begun.wait(10), "the search for words waits for that for vectors"
        return search_vectors(*given, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(WordIndex, "search", begin)
    monkeypatch.setattr(VectorIndex, "search", wait)
    assert retriever.search("When does the ban take effect?", "en", 1)[0].article.id == "ban"


@pytest.mark.parametrize("method", [WordIndex, VectorIndex])
def test_an_error_in_one_of_them_is_raised(
    retriever: Retriever, monkeypatch: pytest.MonkeyPatch, method: type
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(method.__name__)

    monkeypatch.setattr(method, "search", fail)
    with pytest.raises(OSError, match=method.__name__):
        retriever.search("ban", "en", 1)


def test_near_duplicates_take_one_slot() -> None:
    story = (
        "The ministry said on Friday that the bridge over the northern river would stay closed "
        "until the end of the winter, since engineers had found deep cracks in two of its pillars. "
        "Lorries will have to drive through the villages in the valley, whose mayors protested. "
        "Repairs are expected to cost nine million, half of which the region is going to pay."
    )
    near_duplicates = [
        article("late", story + " Our reporter.", published="2020-03-09", source="Gazette"),
        article("first", story, published="2020-03-06", source="Agency"),
        article("second", "BRIDGE. " + story, published="2020-03-07", source="Courier"),
    ]
    other = article("other", "The bridge was opened in 1974.", published="2019", source="Atlas")
    with temporary_index([*near_duplicates, other], FakeEmbedder()) as retriever:
        hits = retriever.search("Why is the bridge closed?", "en", 2)
        assert [hit.article.id for hit in hits] == ["first", "other"]
        assert [copy.source for copy in hits[0].near_duplicates] == ["Courier", "Gazette"]
        assert hits[1].near_duplicates == ()
        later = Filters.of(since=date(2020, 3, 7))
        hits = retriever.search("Why is the bridge closed?", "en", 5, later)
        assert [hit.article.id for hit in hits] == ["second"]
        assert [copy.id for copy in hits[0].near_duplicates] == ["late"]


WEIGHTS = RankingWeights()
CODEC = WordCodec(np.zeros(4, np.float32))
DAY = Period.parse("2020-02-01")


def state_of(
    cosines: dict[int, float],
    *,
    languages: dict[int, str] | None = None,
    language: str = "en",
    bm25: dict[int, float] | None = None,
    infos: dict[int, PassageInfo] | None = None,
    **more: Any,
) -> SearchState:
    """A search whose candidates were ranked by some scores, and can be compared word by word."""
    languages, bm25, infos = languages or {}, bm25 or {}, infos or {}
    candidates = {
        i: Candidate(
            i,
            cosine,
            bm25.get(i, 0.0),
            infos.get(i) or PassageInfo(str(i), languages.get(i, "en"), DAY, None),
        )
        for i, cosine in cosines.items()
    }
    ranked = sorted(map(ScoredId, cosines, cosines.values()), key=lambda one: (-one.score, one.id))
    given = {
        "query_words": np.ones((1, 4), np.float32),
        "codec": CODEC,
        "ranked": ranked,
        "evidence": dict.fromkeys(cosines, Evidence(b"", ())),
    }
    return SearchState(language, candidates, **given | more)


def scores_of(found: list[ScoredId]) -> dict[int, float]:
    """Scores by id; they are best first."""
    assert found == sorted(found, key=lambda one: (-one.score, one.id))
    return {one.id: one.score for one in found}


def test_a_later_duplicate_that_says_more_is_kept() -> None:
    def info(name: str, day: str) -> PassageInfo:
        return PassageInfo(name, "en", Period.parse(day), "c")

    infos = {1: info("new", "2020-02"), 2: info("old", "2020-01"), 3: info("new", "2020-02")}
    alike = state_of({1: 0.80, 2: 0.79, 3: 0.2}, infos=infos)
    assert [found.id for found in collapse_duplicates(alike, WEIGHTS)] == [2]
    more = state_of({1: 0.80, 2: 0.3, 3: 0.2}, infos=infos)
    assert [found.id for found in collapse_duplicates(more, WEIGHTS)] == [1, 3]
    tolerant = RankingWeights(duplicate_tolerance=1)
    assert [found.id for found in collapse_duplicates(more, tolerant)] == [2]


SCORES = st.dictionaries(st.integers(0, 50), st.floats(-1, 1), min_size=1, max_size=20)


@pytest.mark.parametrize("stage", [fuse, add_lexical_overlap])
@given(cosines=SCORES, data=st.data())
def test_scores_keep_every_candidate_and_its_order(
    stage: RankingStage, cosines: dict[int, float], data: st.DataObject
) -> None:
    bm25 = data.draw(
        st.dictionaries(st.sampled_from(sorted(cosines)), st.floats(0.01, 30), max_size=20)
    )
    scores = scores_of(stage(state_of(cosines, bm25=bm25), WEIGHTS))
    assert scores.keys() == cosines.keys()
    for one in cosines:
        for other in cosines:
            if cosines[one] >= cosines[other] and bm25.get(one, 0) >= bm25.get(other, 0):
                assert scores[one] >= scores[other] - 1e-9


@pytest.mark.parametrize("stage", [fuse, add_lexical_overlap])
def test_shared_words_count_for_less_across_languages(stage: RankingStage) -> None:
    cosines, bm25 = {1: 0.8, 2: 0.75, 3: 0.6}, {2: 9.0}
    french = dict.fromkeys(cosines, "fr")
    assert stage(state_of(cosines, bm25=bm25), WEIGHTS)[0].id == 2
    assert stage(state_of(cosines, bm25=bm25, languages=french), WEIGHTS)[0].id == 1


LANGUAGES = st.sampled_from(["en", "fr", "zh"])


@given(SCORES, st.data())
def test_normalizing_keeps_the_order_within_a_language(
    scores: dict[int, float], data: st.DataObject
) -> None:
    languages = {i: data.draw(LANGUAGES) for i in scores}
    state = state_of(scores, languages=languages)
    normalized = scores_of(normalize_across_languages(state, WEIGHTS))
    assert normalized.keys() == scores.keys()
    for one in scores:
        if languages[one] == "en":
            assert normalized[one] == scores[one]
        for other in scores:
            if languages[one] == languages[other] and scores[one] > scores[other]:
                assert normalized[one] >= normalized[other]


def test_a_language_whose_scores_run_lower_is_not_buried() -> None:
    # Twenty passages each on other things, and the right one, far above its own language's.
    scores = dict.fromkeys(range(20), 0.4) | dict.fromkeys(range(20, 40), 0.15) | {99: 0.35}
    languages = {i: "en" if i < 20 else "zh" for i in scores}
    assert normalize_across_languages(state_of(scores, languages=languages), WEIGHTS)[0].id == 99


def test_a_lone_answer_in_the_own_language_is_not_buried() -> None:
    scores = {0: 0.5} | {i: 0.1 + i / 500 for i in range(1, 100)}
    languages = {i: "en" if i == 0 else "fr" for i in scores}
    ranked = normalize_across_languages(state_of(scores, languages=languages), WEIGHTS)
    assert 0 in [found.id for found in ranked[:3]]


PERIODS = st.sampled_from(
    [Period.parse(text) for text in ("2018", "2018-05", "2018-05-04", "2018-05-04/..", "../2018")]
)


@given(SCORES, st.lists(PERIODS, max_size=2), st.data())
def test_a_time_only_moves_up(
    scores: dict[int, float], about: list[Period], data: st.DataObject
) -> None:
    times = {i: data.draw(st.lists(PERIODS, max_size=2)) for i in scores}
    infos = {i: PassageInfo(str(i), "en", data.draw(PERIODS), None) for i in scores}
    evidence = {i: Evidence(b"", tuple(mentioned)) for i, mentioned in times.items()}
    state = state_of(scores, infos=infos, about=about, evidence=evidence)
    moved, most = scores_of(add_shared_times(state, WEIGHTS)), WEIGHTS.shared_time
    assert moved.keys() == scores.keys()
    for i, score in scores.items():
        assert score <= moved[i] <= score + most
        if about and any(one.within(about[0]) for one in times[i] if one.precision != "open"):
            assert moved[i] == pytest.approx(score + most)


def test_the_time_of_publication_counts_for_less_than_what_is_said() -> None:
    may, june = Period.parse("2018-05"), Period.parse("2018-06")
    infos = {1: PassageInfo("a", "en", may, None), 2: PassageInfo("b", "en", june, None)}
    state = state_of({1: 0.5, 2: 0.5}, infos=infos, about=[may])
    spoken = replace(state, evidence={**state.evidence, 2: Evidence(b"", (may,))})
    assert [one.id for one in add_shared_times(spoken, WEIGHTS)] == [2, 1]
    assert [one.id for one in add_shared_times(state, WEIGHTS)] == [1, 2]
    assert add_shared_times(state, WEIGHTS)[0].score > 0.5


def test_no_date_is_about_no_time() -> None:
    undated = {1: PassageInfo("a", "en", Period.parse("../.."), None)}
    state = state_of({1: 0.5}, infos=undated, about=[Period.parse("2015/..")])
    assert add_shared_times(state, WEIGHTS) == [ScoredId(1, 0.5)]


def test_nothing_ranks_to_nothing() -> None:
    for stage in (*Stages().selecting, *Stages().reranking):
        assert stage(state_of({}), WEIGHTS) == []


def test_without_word_vectors_reranking_leaves_the_order() -> None:
    state = state_of({1: 0.5, 2: 0.6}, languages={1: "fr"}, bm25={1: 3.0})
    state = replace(state, query_words=np.empty((0, 4), np.float32))
    for stage in (rerank_by_late_interaction, normalize_across_languages, add_lexical_overlap):
        assert stage(state, WEIGHTS) == state.ranked


def test_a_stage_is_added_as_a_function(retriever: Retriever) -> None:
    def newest_first(state: SearchState, weights: RankingWeights) -> list[ScoredId]:
        published = {one.id: one.info.published for one in state.candidates.values()}
        return sorted(state.ranked, key=lambda one: published[one.id], reverse=True)

    usual = Stages()
    stages = replace(usual, reranking=(*usual.reranking, newest_first))
    added = Retriever(retriever.snapshot, retriever.embedder, stages=stages)
    hits = added.search("When does the ban take effect?", "en", 10)
    assert [hit.article.id for hit in hits] == ["rain", "ban", "décret"]
    assert added.ranking != retriever.ranking
    assert stages.names == (*usual.names, "newest_first")


def test_weights_are_those_of_the_retriever(retriever: Retriever) -> None:
    about = [Period.parse("2020-09-19")]
    heavy = Retriever(
        retriever.snapshot,
        retriever.embedder,
        weights=RankingWeights(shared_publication=2.0),
    )
    assert heavy.search("the ban takes effect", "en", 1, about=about)[0].article.id == "rain"
    assert retriever.search("the ban takes effect", "en", 1, about=about)[0].article.id == "ban"


def test_the_look_up_takes_its_constants_from_the_weights(retriever: Retriever) -> None:
    def ranking(**weights: float) -> Ranking:
        changed = replace(WEIGHTS, **weights)
        heavy = Retriever(retriever.snapshot, retriever.embedder, weights=changed)
        return heavy.rank("the ban takes effect", "en")

    usual = ranking()
    assert len(usual.reranked) > 1
    assert len(ranking(reranked=1).reranked) == 1
    assert len(ranking(candidates=1).dense) < len(usual.dense)
    assert ranking(exact_word=5.0).lexical[0].score > usual.lexical[0].score
    assert ranking(rarest_words=1).lexical[0].score < usual.lexical[0].score


@pytest.mark.parametrize("suffix", QUANTIZED)
def test_an_index_in_8_bits_is_asked_in_8_bits(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Rounded(FakeEmbedder):
        name = f"words{suffix}"

    loaded: list[str] = []

    def load(name: str, _: object) -> FakeEmbedder:
        loaded.append(name)
        return Rounded()

    monkeypatch.setattr("index.caching.load_embedder", load)
    build([article("a", "The ban.")], tmp_path, embedder=Rounded(), progress=False)
    for model in (None, "words", Rounded.name):
        Retriever.open(tmp_path, model).snapshot.close()
    assert loaded == [Rounded.name] * 3
    with pytest.raises(IndexMismatchError):
        Retriever.open(tmp_path, "other")
    with pytest.raises(IndexMismatchError):
        update([article("b", "It.")], tmp_path, embedder=FakeEmbedder(), progress=False)

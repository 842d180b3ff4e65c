"""What every ``Store`` must do. Subclass it and say how a store is made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from index.datatypes import Filters, Period
from index.passages import split
from index.stores import Origin, Traces
from index.testing import article

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.datatypes import Article
    from index.stores import Store

DIMENSION = 16
PERIOD = Period.parse("2020-09-17")

ARTICLES = [
    article("ban", "The ban takes effect on Sunday.", published="2020-09", source="Belga"),
    article("decree", "The decree was signed in August.", published="2020-08-06"),
    article("décret", "Le décret prend effet dimanche.", published="2020-08", language="fr"),
    article("year", "A look back at a year of sanctions.", published="2020", source="AFP"),
    article("old", "Sanctions against Huawei were announced.", published="2019-05-15"),
]
FILTERS = [
    Filters(since=date(2020, 8, 31)),
    Filters(since=date(2020, 9, 30)),
    Filters(until=date(2020, 8, 1)),
    Filters(until=date(2019, 12, 31)),
    Filters(as_of=date(2020, 8, 6)),
    Filters(as_of=date(2020, 8, 31)),
    Filters(as_of=date(2018, 1, 1)),
    Filters(since=date(2020, 8, 7), as_of=date(2020, 8, 31)),
    Filters(sources=frozenset({"Belga", "AFP"})),
    Filters(languages=frozenset({"fr"})),
    Filters(sources=frozenset({"nobody"})),
    Filters(languages=frozenset({"en"}), until=date(2020, 8, 31)),
]


def vectors_for(count: int, seed: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float16)
    unit = vectors / np.linalg.norm(vectors.astype(np.float32), axis=1, keepdims=True)
    return unit.astype(np.float16).astype(np.float32)


class StoreContract:
    """Inherit, and define a fixture ``store`` that gives an empty store of ``DIMENSION``."""

    @pytest.fixture
    def filled(self, store: Store) -> Store:
        for number, one in enumerate(ARTICLES):
            self.put(store, one, number)
        store.commit()
        return store

    @staticmethod
    def put(store: Store, one: Article, seed: int) -> None:
        passages = split(one)
        store.upsert(one, passages, vectors_for(len(passages), seed))

    def test_an_empty_store_finds_nothing(self, store: Store) -> None:
        store.commit()
        query = vectors_for(1, 99)[0]
        assert store.dense(query, 5) == []
        assert store.lexical("ban", "en", 5) == []
        assert store.get([1]) == {}
        assert store.contents().articles == 0
        assert store.contents().published is None

    def test_gives_back_what_it_was_given(self, filled: Store) -> None:
        for one in ARTICLES:
            assert filled.article(one.id) == one
            passages = split(one)
            assert filled.get([p.id for p in passages]) == {p.id: (p, one) for p in passages}
            assert filled.origins([p.id for p in passages]) == {
                p.id: Origin(one.id, one.language, one.published, None) for p in passages
            }

    def test_articles_are_listed_newest_first(self, filled: Store) -> None:
        def listed(limit: int = 10, offset: int = 0, **filters: Any) -> list[str]:
            return [one.id for one in filled.articles(Filters(**filters), limit, offset)]

        assert listed() == ["year", "ban", "décret", "decree", "old"]
        assert listed(2, 1) == ["ban", "décret"]
        assert listed(offset=5) == []
        for filters in FILTERS:
            passing = [one.id for one in filled.articles(filters, 10)]
            assert passing == [i for i in listed() if filters.admits(filled.article(i))]
        undated = replace(ARTICLES[0], id="undated", published=Period(date.min, date.max))
        self.put(filled, undated, 9)
        filled.commit()
        assert listed() == ["year", "ban", "décret", "decree", "old", "undated"]
        assert filled.articles(Filters(), 1) == [filled.article("year")]

    def test_articles_are_counted_by_the_month_that_is_known(self, filled: Store) -> None:
        assert list(filled.months().items()) == [("2019-05", 1), ("2020-08", 2), ("2020-09", 1)]

    def test_word_vectors_come_back_as_they_were_given(self, store: Store) -> None:
        passages = split(article("long", "One sentence here. " * 100))
        words = [bytes([number]) * number for number in range(len(passages))]
        assert len(words) > 2
        store.upsert(ARTICLES[0], passages, vectors_for(len(passages), 1), words)
        self.put(store, ARTICLES[1], 2)
        store.commit()
        ids = [p.id for p in passages]
        assert store.word_vectors(ids) == dict(zip(ids, words, strict=True))
        assert store.word_vectors([p.id for p in split(ARTICLES[1])]) == {}
        store.delete([ARTICLES[0].id])
        store.commit()
        assert store.word_vectors(ids) == {}

    def test_mentioned_times_come_back_in_their_order(self, store: Store) -> None:
        passages = split(article("long", "One sentence here. " * 100))
        given = [(Period.parse("2020-09"), Period.parse("../2019-05-04")), (), (PERIOD,)]
        times = [given[number % 3] for number in range(len(passages))]
        store.upsert(ARTICLES[0], passages, vectors_for(len(passages), 1), times=times)
        self.put(store, ARTICLES[1], 2)
        store.commit()
        ids = [p.id for p in passages]
        expected = {i: periods for i, periods in zip(ids, times, strict=True) if periods}
        assert store.times([*ids, 1]) == expected
        self.put(store, ARTICLES[0], 3)
        store.commit()
        assert store.times(ids) == {}

    def test_near_copies_are_told_earliest_first(self, filled: Store) -> None:
        filled.mark_copies({"ban": "b", "decree": "b", "year": "b"})
        filled.commit()
        assert [one.id for one in filled.copies("b")] == ["year", "decree", "ban"]
        only = Filters(sources=frozenset({"Belga", "AFP"}))
        assert [one.id for one in filled.copies("b", only)] == ["year", "ban"]
        assert filled.copies("nothing") == []
        clusters = {
            origin.article_id: origin.cluster
            for one in ARTICLES
            for origin in filled.origins([p.id for p in split(one)]).values()
        }
        assert clusters == {"ban": "b", "decree": "b", "year": "b", "décret": None, "old": None}
        filled.mark_copies({})
        filled.commit()
        assert filled.copies("b") == []

    def test_an_unknown_article_is_a_key_error(self, filled: Store) -> None:
        with pytest.raises(KeyError):
            filled.article("nowhere")
        with pytest.raises(KeyError):
            filled.similarities(vectors_for(1, 0)[0], [12345])
        assert filled.get([12345]) == {}

    def test_dense_agrees_with_plain_arithmetic(self, filled: Store) -> None:
        ids, rows = [], []
        for number, one in enumerate(ARTICLES):
            passages = split(one)
            ids += [p.id for p in passages]
            rows += list(vectors_for(len(passages), number))
        for seed in range(20):
            query = vectors_for(1, 1000 + seed)[0]
            expected = sorted(
                ((float(row @ query), i) for i, row in zip(ids, rows, strict=True)), reverse=True
            )
            found = filled.dense(query, 3)
            assert [hit.id for hit in found] == [i for _, i in expected[:3]]
            assert [hit.score for hit in found] == pytest.approx(
                [score for score, _ in expected[:3]], abs=1e-4
            )
            assert filled.similarities(query, ids) == pytest.approx(
                [float(row @ query) for row in rows], abs=1e-4
            )

    @pytest.mark.parametrize("filters", FILTERS, ids=str)
    def test_filters_admit_exactly_what_they_say(self, filled: Store, filters: Filters) -> None:
        admitted = {p.id for one in ARTICLES if filters.admits(one) for p in split(one)}
        query = vectors_for(1, 7)[0]
        words = " ".join(one.text for one in ARTICLES)
        assert {hit.id for hit in filled.dense(query, 100, filters)} == admitted
        unfiltered = {hit.id for hit in filled.lexical(words, "en", 100)}
        assert {hit.id for hit in filled.lexical(words, "en", 100, filters)} == (
            admitted & unfiltered
        )
        contents = filled.contents(filters)
        assert contents.passages == len(admitted)
        assert contents.articles == sum(filters.admits(one) for one in ARTICLES)

    def test_filters_come_before_the_cut(self, filled: Store) -> None:
        query = vectors_for(1, 7)[0]
        filters = Filters(as_of=date(2019, 12, 31))
        [nearest] = filled.dense(query, 1, filters)
        assert filled.get([nearest.id])[nearest.id][1].id == "old"
        question = "the ban takes effect on Sunday, after sanctions"
        [best] = filled.lexical(question, "en", 1)
        assert filled.get([best.id])[best.id][1].id == "ban"
        [best] = filled.lexical(question, "en", 1, filters)
        assert filled.get([best.id])[best.id][1].id == "old"

    def test_filters_do_not_change_the_word_scores(self, filled: Store) -> None:
        everything = {hit.id: hit.score for hit in filled.lexical("the ban decree", "en", 10)}
        some = filled.lexical("the ban decree", "en", 10, Filters(as_of=date(2020, 8, 31)))
        assert some
        for hit in some:
            assert hit.score == pytest.approx(everything[hit.id])

    @pytest.mark.parametrize(
        ("question", "language", "expected"),
        [
            ("announcing a sanction", "en", "old"),  # by the stem
            ("decrets", "fr", "décret"),  # by the stem, without the accent
            ("Huawei", "fr", "old"),  # a name, in an article of another language
            ("decret", "de", "décret"),  # a language without such articles: the folded word
        ],
    )
    def test_words_match_by_language(
        self, filled: Store, question: str, language: str, expected: str
    ) -> None:
        hits = filled.lexical(question, language, 5)
        assert hits
        assert filled.get([hits[0].id])[hits[0].id][1].id == expected

    @pytest.mark.parametrize("question", ["Canberra", "what the Herald said"])
    def test_words_of_title_and_source_are_found(self, store: Store, question: str) -> None:
        titled = replace(ARTICLES[0], title="News from Canberra", source="Herald")
        self.put(store, titled, 1)
        self.put(store, ARTICLES[1], 2)
        store.commit()
        found = store.get([hit.id for hit in store.lexical(question, "en", 5)])
        assert [one.id for _, one in found.values()] == ["ban"]

    def test_the_very_word_comes_before_its_stem(self, store: Store) -> None:
        for number, text in enumerate(("It was organised.", "An organisation.", "He organises.")):
            self.put(store, article(str(number), text), number)
        store.commit()
        best, *others = store.lexical("organisation", "en", 5)
        assert others
        assert store.get([best.id])[best.id][1].id == "1"

    @pytest.mark.parametrize(
        "text",
        ["", "   ", "the of", "?!", '"', "a:b AND (c", "id:1 OR *", "\0", "🙂", "x" * 10_000],
    )
    def test_any_text_may_be_looked_up(self, filled: Store, text: str) -> None:
        assert isinstance(filled.lexical(text, "en", 5), list)

    def test_putting_an_article_again_replaces_it(self, filled: Store) -> None:
        again = article("ban", "Nothing of it is left. The courts stopped everything.")
        old = {p.id for p in split(ARTICLES[0])}
        self.put(filled, again, 50)
        filled.commit()
        assert filled.article("ban") == again
        assert filled.get(old) == {}
        assert filled.lexical("Sunday", "en", 5) == []
        assert not old & {hit.id for hit in filled.dense(vectors_for(1, 3)[0], 100)}
        assert filled.contents().articles == len(ARTICLES)

    def test_a_deleted_article_is_gone_everywhere(self, filled: Store) -> None:
        filled.delete(["ban", "never there"])
        filled.commit()
        gone = {p.id for p in split(ARTICLES[0])}
        assert filled.get(gone) == {}
        assert filled.lexical("ban Sunday", "en", 5) == []
        assert not gone & {hit.id for hit in filled.dense(vectors_for(1, 3)[0], 100)}
        assert filled.contents().articles == len(ARTICLES) - 1
        with pytest.raises(KeyError):
            filled.article("ban")

    def test_contents(self, filled: Store) -> None:
        contents = filled.contents()
        assert contents.languages == {"en": 4, "fr": 1}
        assert contents.sources == {"Agency": 3, "AFP": 1, "Belga": 1}
        assert contents.published == (Period.parse("2019-05-15"), Period.parse("2020"))

    def test_shapes_must_fit(self, store: Store) -> None:
        passages = split(ARTICLES[0])
        with pytest.raises(ValueError, match="shape"):
            store.upsert(ARTICLES[0], passages, np.zeros((len(passages) + 1, DIMENSION)))
        with pytest.raises(ValueError, match="shape"):
            store.upsert(ARTICLES[0], passages, np.zeros((len(passages), DIMENSION - 1)))

    def test_keeps_any_text(self, store: Store) -> None:
        odd = article(
            "odd/№ 1.txt", "a\0b 🙂 e\u0301\r\nנ\u200d ¼ $$ <b> ' \" \\ ; DROP TABLE articles"
        )
        self.put(store, odd, 1)
        store.commit()
        assert store.article(odd.id) == odd
        filters = Filters(sources=frozenset({"' OR 1=1 --"}))
        assert store.dense(vectors_for(1, 1)[0], 5, filters) == []

    def test_what_an_update_needs_is_told_before_it_is_committed(self, store: Store) -> None:
        one, other = ARTICLES[0], ARTICLES[2]
        passages, vectors = split(one), vectors_for(len(split(one)), 3)
        packed = [bytes([number]) * 4 for number in range(len(passages))]
        store.upsert(one, passages, vectors, packed, traces=Traces(b"digest", b"signature"))
        self.put(store, other, 4)
        for _ in range(2):
            assert store.digests() == {one.id: b"digest", other.id: b""}
            assert list(store.signatures()) == [(one.id, b"signature"), (other.id, b"")]
            assert [
                (passage, vector.astype(np.float32).tolist(), words)
                for passage, vector, words in store.encodings(one.id)
            ] == list(zip(passages, vectors.tolist(), packed, strict=True))
            assert [words for _, _, words in store.encodings(other.id)] == [b""]
            store.commit()
        with pytest.raises(KeyError):
            store.encodings("nowhere")
        store.delete([one.id])
        assert store.digests() == {other.id: b""}

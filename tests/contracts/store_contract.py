"""What every ``Store`` must do. Subclass it and say how an empty store is made."""

from __future__ import annotations

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from index.analysis import FieldQuery, question_terms
from index.builder import build
from index.datatypes import Period
from index.errors import IndexCorruptError, IndexLockedError, IndexNotBuiltError
from index.filters import Condition, Field, FieldType, Filters, Operator, registered
from index.late_interaction import WordCodec
from index.passages import split
from index.reports import Container, CorpusReport, LeftOut
from index.stores import (
    BuildRecord,
    Candidate,
    Coverage,
    EncodedArticle,
    EncoderFingerprint,
    Evidence,
    Fingerprints,
    IncrementalWriter,
    PassageInfo,
    StoredPassage,
    open_store,
)
from index.testing import FakeEmbedder, article

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from numpy.typing import NDArray

    from index.datatypes import Article
    from index.stores import IndexInfo, Snapshot, Store, Writer

DIMENSION = 16
ENCODER = EncoderFingerprint("fake", DIMENSION, 800)
CODEC = WordCodec(np.zeros(DIMENSION, np.float32))
PERIOD = Period.parse("2020-09-17")

ARTICLES = [
    article("ban", "The ban takes effect on Sunday.", published="2020-09", source="Belga"),
    article("decree", "The decree was signed in August.", published="2020-08-06"),
    article("décret", "Le décret prend effet dimanche.", published="2020-08", language="fr"),
    article("year", "A look back at a year of sanctions.", published="2020", source="AFP"),
    article("old", "Sanctions against Huawei were announced.", published="2019-05-15"),
]
FILTERS = [
    Filters.of(since=date(2020, 8, 31)),
    Filters.of(since=date(2020, 9, 30)),
    Filters.of(until=date(2020, 8, 1)),
    Filters.of(until=date(2019, 12, 31)),
    Filters.of(as_of=date(2020, 8, 6)),
    Filters.of(as_of=date(2020, 8, 31)),
    Filters.of(as_of=date(2018, 1, 1)),
    Filters.of(since=date(2020, 8, 7), as_of=date(2020, 8, 31)),
    Filters.of(sources=frozenset({"Belga", "AFP"})),
    Filters.of(languages=frozenset({"fr"})),
    Filters.of(sources=frozenset({"nobody"})),
    Filters.of(languages=frozenset({"en"}), until=date(2020, 8, 31)),
]


def described(filters: Filters) -> str:
    """The name of a test, the same in every process."""
    return ", ".join(
        f"{one.field} {one.operator.value} "
        + (" ".join(sorted(one.value)) if isinstance(one.value, frozenset) else str(one.value))
        for one in filters.conditions
    )


ENGLISH = Condition("language", Operator.ANY_OF, frozenset({"en"}))


def vectors_for(count: int, seed: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float16)
    unit = vectors / np.linalg.norm(vectors.astype(np.float32), axis=1, keepdims=True)
    return unit.astype(np.float16).astype(np.float32)


VECTOR = vectors_for(1, 99)[0]


def encoded(one: Article, seed: int = 0, **others: Any) -> EncodedArticle:
    passages = split(one)
    return EncodedArticle(one, passages, vectors_for(len(passages), seed), **others)


def stage(store: Store, writer: Writer, *, keep: bool = True) -> None:
    """Open the staging area over what was published before."""
    base = None
    if keep:
        try:
            base = store.read_base()
        except IndexNotBuiltError:
            base = None
    writer.open_staging(ENCODER, CODEC, base)


LEFT_OUT = LeftOut("bad", "folder/bad", 7, "has 3 columns", "repair it")
REPORT = CorpusReport({"folder/bad": Container("0f", "CSV or TSV", "utf-8")}, {".xyz": 2})


def publish(
    store: Store,
    *articles: EncodedArticle,
    remove: Collection[str] = (),
    clusters: dict[str, str | None] | None = None,
) -> IndexInfo:
    """Publish a generation with these articles, besides those of the one before."""
    with store.write() as writer:
        stage(store, writer)
        held = {article_id for article_id, _ in writer.digests()}
        writer.replace([one for one in articles if one.article.id in held])
        writer.add([one for one in articles if one.article.id not in held])
        writer.remove(remove)
        writer.mark_near_duplicates(clusters or {})
        return writer.publish(
            BuildRecord("somewhere", {"bad": b"digest"}, left_out=[LEFT_OUT], report=REPORT)
        )


def incremental(writer: Writer) -> Any:
    """The writer, if it can publish early; otherwise the test is skipped."""
    if not isinstance(writer, IncrementalWriter):
        pytest.skip("this store publishes whole builds only")
    return writer


def publish_early(store: Store, *articles: EncodedArticle) -> IndexInfo:
    """Publish articles, some not embedded, in a build that is interrupted afterwards."""
    info: IndexInfo
    with suppress(KeyboardInterrupt), store.write() as writer:
        stage(store, writer)
        incremental(writer).add(articles)
        info = incremental(writer).publish_early(BuildRecord("somewhere"))
        raise KeyboardInterrupt
    return info


def search(
    snapshot: Snapshot,
    text: str = "",
    language: str = "en",
    limit: int = 100,
    filters: Filters | None = None,
    vector: NDArray[np.float32] | None = None,
) -> list[Candidate]:
    terms = question_terms(text, language, snapshot.stats().languages)
    vector = vectors_for(1, 99)[0] if vector is None else vector
    return snapshot.candidates(vector, terms, limit, filters)


def lexical(
    snapshot: Snapshot,
    text: str,
    language: str = "en",
    limit: int = 100,
    filters: Filters | None = None,
) -> list[Candidate]:
    """The candidates that share a term with the text, best first."""
    found = [one for one in search(snapshot, text, language, limit, filters) if one.bm25]
    return sorted(found, key=lambda one: (-one.bm25, one.id))


def articles_of(found: list[Candidate]) -> list[str]:
    return [one.info.article_id for one in found]


class Foreign:
    """A generation that is of no store."""

    info: Any = None
    codec = CODEC

    def digests(self) -> Iterator[tuple[str, bytes]]:
        return iter(())

    def is_intact(self) -> bool:
        return True


def open_files() -> int:
    """How many files this process holds open; 0 where the system does not tell."""
    descriptors = Path("/proc/self/fd")
    return len(list(descriptors.iterdir())) if descriptors.is_dir() else 0


class StoreContract:
    """Inherit, and define a fixture ``store`` that gives a store where nothing was published.

    Override ``damage`` if what is searched can be damaged apart from what an update takes over.
    """

    def damage(self, store: Store) -> bool:
        """Damage what only searches need; returns whether there is such a thing."""
        return False

    @pytest.fixture
    def snapshot(self, store: Store) -> Iterator[Snapshot]:
        publish(store, *(encoded(one, number) for number, one in enumerate(ARTICLES)))
        snapshot = store.open()
        yield snapshot
        snapshot.close()

    @pytest.fixture
    def added_fields(self) -> Iterator[None]:
        """Fields that the store is to keep without knowing them."""
        signed = Field("signed", FieldType.DAY, lambda one: one.published.start - timedelta(3))
        word = Field("first_word", FieldType.NAME, lambda one: one.title.split()[0])
        with registered(signed, word):
            yield

    def test_what_was_left_out_is_kept(self, store: Store) -> None:
        info = publish(store, encoded(article("a", "The bridge is closed.")))
        for one in (info, store.info()):
            assert one.report == REPORT
            assert one.reasons == {"has … columns": 1}
        assert [*store.read_base().left_out()] == [LEFT_OUT]

    @pytest.mark.usefixtures("added_fields")  # before anything is published
    def test_fields_that_were_added_filter_as_all_do(self, snapshot: Snapshot) -> None:
        text, day = "the ban décret August sanctions", date(2020, 8, 3)
        matching = {*articles_of(lexical(snapshot, text))}
        for condition in (
            Condition("signed", Operator.AT_LEAST, day),
            Condition("signed", Operator.AT_MOST, day),
            Condition("first_word", Operator.ANY_OF, frozenset({"The", "Le"})),
        ):
            for filters in (Filters((condition,)), Filters((condition, ENGLISH))):
                passing = {one.id for one in ARTICLES if filters.admits(one)}
                assert passing < {one.id for one in ARTICLES}
                assert {one.id for one in snapshot.articles(filters, 10)} == passing
                assert snapshot.stats(filters).articles == len(passing)
                assert {*articles_of(search(snapshot, filters=filters))} == passing
                found = lexical(snapshot, text, filters=filters)
                assert {*articles_of(found)} == matching & passing

    # An address.

    def test_before_anything_is_published_there_is_no_index(self, store: Store) -> None:
        for action in (store.current, store.open, store.info, store.check, store.read_base):
            with pytest.raises(IndexNotBuiltError):
                action()

    def test_its_place_opens_it_again(self, store: Store) -> None:
        publish(store, encoded(ARTICLES[0]))
        assert open_store(store.place).current() == store.current()
        assert open_store(store) is store

    def test_what_was_published_is_described(self, store: Store) -> None:
        info = publish(store, *(encoded(one, number) for number, one in enumerate(ARTICLES)))
        assert store.info() == info
        assert info.generation == store.current()
        assert (info.articles, info.passages) == (5, 5)
        assert info.encoder == ENCODER
        assert info.corpus == "somewhere"
        assert info.skipped == {"bad": b"digest"}
        assert info.languages == {"en": 4, "fr": 1}
        assert info.published == (Period.parse("2019-05-15"), Period.parse("2020"))
        assert 0 <= info.search.recall <= 1
        described = info.to_dict()
        assert described["skipped"] == {"bad": b"digest".hex()}
        assert described["search"] == asdict(info.search)
        assert described["published"] == ["2019-05-15", "2020"]
        assert store.check() == info

    # Generations.

    def test_an_empty_generation_finds_nothing(self, store: Store) -> None:
        publish(store)
        snapshot = store.open()
        assert search(snapshot, "ban") == []
        assert snapshot.evidence([1]) == {}
        assert snapshot.passages([1]) == {}
        assert snapshot.articles(None, 10) == []
        assert list(snapshot.digests()) == []
        assert (snapshot.stats().articles, snapshot.stats().published) == (0, None)
        snapshot.close()

    def test_a_snapshot_answers_as_before_when_another_is_published(
        self, store: Store, snapshot: Snapshot
    ) -> None:
        before = search(snapshot, "ban decree")
        publish(store, encoded(article("new", "A new ban.")), remove=["ban", "old"])
        assert search(snapshot, "ban decree") == before
        assert snapshot.article("ban") == ARTICLES[0]
        assert snapshot.stats().articles == len(ARTICLES)
        assert store.current() != snapshot.info.generation
        now = store.open()
        assert articles_of(lexical(now, "ban")) == ["new"]
        now.close()

    def test_a_snapshot_that_nobody_holds_releases_itself(self, store: Store) -> None:
        publish(store, encoded(ARTICLES[0]))

        def opened() -> weakref.ref[Snapshot]:
            snapshot = store.open()
            assert search(snapshot, "ban")
            return weakref.ref(snapshot)

        opened()
        gc.collect()
        files = open_files()
        gone = [opened() for _ in range(5)]
        for number in range(2):  # a store may hold the last two generations itself
            publish(store, encoded(article(f"new {number}", "A new ban."), number))
        gc.collect()
        assert [one() for one in gone] == [None] * 5
        assert open_files() <= files

    def test_threads_share_a_snapshot(self, snapshot: Snapshot) -> None:
        def asked(number: int) -> object:
            one = ARTICLES[number % len(ARTICLES)]
            found = search(snapshot, one.text, one.language, filters=FILTERS[number % 12])
            ids = [candidate.id for candidate in found]
            return (
                found,
                snapshot.evidence(ids),
                snapshot.passages(ids),
                snapshot.article(one.id),
                snapshot.stats(FILTERS[number % 12]),
                snapshot.articles(None, number % 5),
            )

        numbers = [*range(24)] * 4
        with ThreadPoolExecutor(8) as threads:
            together = list(threads.map(asked, numbers))
        assert together == [asked(number) for number in numbers]

    def test_what_is_not_published_is_not_seen(self, store: Store, snapshot: Snapshot) -> None:
        with store.write() as writer:
            stage(store, writer)
            writer.remove(["ban"])
            writer.save()
            again = store.open()
            assert again.info.generation == snapshot.info.generation
            assert again.article("ban") == ARTICLES[0]
            again.close()
        assert store.current() == snapshot.info.generation

    def test_an_interrupted_writer_is_resumed(self, store: Store) -> None:
        publish(store, encoded(ARTICLES[0]))
        with suppress(KeyboardInterrupt), store.write() as writer:
            stage(store, writer)
            writer.add([encoded(ARTICLES[1], 1)])
            writer.save()
            writer.add([encoded(ARTICLES[2], 2)])
            raise KeyboardInterrupt
        with store.write() as writer:
            staging = writer.open_staging(ENCODER, CODEC, store.read_base())
            assert staging.resumed
            assert [name for name, _ in writer.digests()] == ["ban", "decree"]
            writer.publish(BuildRecord(""))
        assert store.info().articles == 2

    @pytest.mark.parametrize("why", ["another model", "fresh", "abandoned"])
    def test_what_cannot_be_resumed_is_discarded(self, store: Store, why: str) -> None:
        publish(store, encoded(ARTICLES[0]))
        with suppress(KeyboardInterrupt), store.write() as writer:
            stage(store, writer)
            writer.add([encoded(ARTICLES[1], 1)])
            writer.save()
            if why == "abandoned":
                writer.abandon()
            raise KeyboardInterrupt
        encoder = replace(ENCODER, model="other") if why == "another model" else ENCODER
        with store.write(fresh=why == "fresh") as writer:
            assert not writer.open_staging(encoder, CODEC, None).resumed
            assert list(writer.digests()) == []

    def test_one_writer_at_a_time(self, store: Store) -> None:
        with store.write(), pytest.raises(IndexLockedError), store.write():
            pass
        publish(store, encoded(ARTICLES[0]))
        assert store.info().articles == 1

    def test_a_generation_begins_with_the_one_before_or_empty(self, store: Store) -> None:
        publish(store, encoded(ARTICLES[0]), encoded(ARTICLES[1], 1))
        with store.write() as writer:
            stage(store, writer, keep=False)
            assert list(writer.digests()) == []
        with store.write() as writer:
            base = store.read_base()
            assert base.info == store.info()
            assert base.codec.is_like(CODEC)
            assert base.is_intact()
            assert [name for name, _ in base.digests()] == ["ban", "decree"]
            writer.open_staging(ENCODER, CODEC, base)
            assert [name for name, _ in writer.digests()] == ["ban", "decree"]

    def test_a_generation_of_another_store_is_refused(self, store: Store) -> None:
        with store.write() as writer, pytest.raises(TypeError):
            writer.open_staging(ENCODER, CODEC, Foreign())

    def test_damage_to_what_is_searched_is_noticed_and_repaired(self, store: Store) -> None:
        publish(store, *(encoded(one, number) for number, one in enumerate(ARTICLES)))
        if not self.damage(store):
            pytest.skip("nothing of this store can be damaged by itself")
        assert not store.read_base().is_intact()
        with pytest.raises(IndexCorruptError):
            store.check(progress=False)
        info = publish(store)
        assert store.read_base().is_intact()
        assert store.check(progress=False) == info
        assert info.articles == len(ARTICLES)

    def test_a_deep_check_encodes_again(self, store: Store) -> None:
        build(ARTICLES, store, embedder=FakeEmbedder(), progress=False)
        info = store.check(deep=True, embedder=FakeEmbedder(), progress=False)
        assert info == store.info()

    # Articles and passages.

    def test_gives_back_what_it_was_given(self, snapshot: Snapshot) -> None:
        for one in ARTICLES:
            assert snapshot.article(one.id) == one
            passages = split(one)
            assert snapshot.passages([p.id for p in passages]) == {
                p.id: StoredPassage(p, one, ()) for p in passages
            }
        infos = {one.info for one in search(snapshot)}
        assert infos == {PassageInfo(a.id, a.language, a.published, None) for a in ARTICLES}

    def test_an_unknown_article_is_a_key_error(self, snapshot: Snapshot) -> None:
        with pytest.raises(KeyError):
            snapshot.article("nowhere")
        with pytest.raises(KeyError):
            snapshot.articles(None, 5, after="nowhere")
        assert snapshot.passages([12345]) == {}
        assert snapshot.evidence([12345]) == {}

    def test_keeps_any_text(self, store: Store) -> None:
        odd = article(
            "odd/№ 1.txt", "a\0b 🙂 e\u0301\r\nנ\u200d ¼ $$ <b> ' \" \\ ; DROP TABLE articles"
        )
        publish(store, encoded(odd))
        snapshot = store.open()
        assert snapshot.article(odd.id) == odd
        assert search(snapshot, filters=Filters.of(sources=frozenset({"' OR 1=1 --"}))) == []
        snapshot.close()

    def test_keeps_both_dates_and_the_evidence_of_them(self, store: Store) -> None:
        bound = replace(
            article("bound", "Sanctions were lifted.", published="../2020-08-06"),
            author="A. Writer",
            dated="not later than field updated",
            updated=Period.parse("2020-08-31"),
        )
        publish(store, encoded(bound), encoded(ARTICLES[1]))
        snapshot = store.open()
        assert snapshot.article("bound") == bound
        assert snapshot.stats().dated == {"": 1, bound.dated: 1} == store.info().dated
        for day, known in (
            (date(2020, 8, 6), {"decree"}),
            (date(2020, 8, 31), {"decree", "bound"}),
        ):
            filters = Filters.of(as_of=day)
            assert {one.id for one in snapshot.articles(filters, 5)} == known
            found = search(snapshot, filters=filters)
            assert {one.info.article_id for one in found} == known
        snapshot.close()

    def test_articles_are_listed_newest_first(self, store: Store, snapshot: Snapshot) -> None:
        newest_first = ["year", "ban", "décret", "decree", "old"]
        assert [one.id for one in snapshot.articles(None, 10)] == newest_first
        assert [one.id for one in snapshot.articles(None, 2, after="year")] == ["ban", "décret"]
        assert snapshot.articles(None, 10, after="old") == []
        for filters in FILTERS:
            passing = [one.id for one in snapshot.articles(filters, 10)]
            assert passing == [one for one in newest_first if filters.admits(snapshot.article(one))]
        undated = replace(ARTICLES[0], id="undated", published=Period(date.min, date.max))
        publish(store, encoded(undated, 9))
        with_undated = store.open()
        assert [one.id for one in with_undated.articles(None, 10)] == [*newest_first, "undated"]
        assert [one.id for one in with_undated.articles(None, 1)] == ["year"]
        with_undated.close()

    def test_pages_of_a_list_hold_every_article_once(self, store: Store) -> None:
        days = ["2020-08", "2020-08-31", "2020-08", "2020", "2020-12-31", "../..", "../.."]
        published = [article(f"{n}", f"Text {n}.", published=day) for n, day in enumerate(days)]
        publish(store, *map(encoded, published))
        snapshot = store.open()
        whole = [one.id for one in snapshot.articles(None, 10)]
        assert sorted(whole) == [one.id for one in published]
        for size in (1, 2, 3):
            pages: list[str] = []
            while page := snapshot.articles(None, size, after=pages[-1] if pages else None):
                pages += [one.id for one in page]
            assert pages == whole
        snapshot.close()

    def test_articles_are_counted(self, snapshot: Snapshot) -> None:
        stats = snapshot.stats()
        assert (stats.articles, stats.passages) == (5, 5)
        assert list(stats.languages.items()) == [("en", 4), ("fr", 1)]
        assert list(stats.sources.items()) == [("Agency", 3), ("AFP", 1), ("Belga", 1)]
        assert stats.published == (Period.parse("2019-05-15"), Period.parse("2020"))
        assert snapshot.months() == {"2019-05": 1, "2020-08": 2, "2020-09": 1}
        assert list(snapshot.months()) == ["2019-05", "2020-08", "2020-09"]

    def test_putting_an_article_again_replaces_it(self, store: Store, snapshot: Snapshot) -> None:
        again = article("ban", "Nothing of it is left. The courts stopped everything.")
        old = {p.id for p in split(ARTICLES[0])}
        publish(store, encoded(again, 50))
        now = store.open()
        assert now.article("ban") == again
        assert now.passages(old) == {}
        assert lexical(now, "Sunday") == []
        assert not old & {one.id for one in search(now)}
        assert now.stats().articles == len(ARTICLES)
        now.close()

    def test_a_removed_article_is_gone_everywhere(self, store: Store, snapshot: Snapshot) -> None:
        publish(store, remove=["ban", "never there"])
        now = store.open()
        gone = {p.id for p in split(ARTICLES[0])}
        assert now.passages(gone) == {}
        assert now.evidence(gone) == {}
        assert lexical(now, "ban Sunday") == []
        assert not gone & {one.id for one in search(now)}
        assert now.stats().articles == len(ARTICLES) - 1
        with pytest.raises(KeyError):
            now.article("ban")
        now.close()

    def test_evidence_comes_back_as_it_was_given(self, store: Store) -> None:
        long = article("long", "One sentence here. " * 100)
        passages = split(long)
        words = [bytes([number]) * 4 * number for number in range(len(passages))]
        given = [(Period.parse("2020-09"), Period.parse("../2019-05-04")), (), (PERIOD,)]
        times = [given[number % 3] for number in range(len(passages))]
        assert len(words) > 2
        publish(store, encoded(long, 1, word_vectors=words, times=times), encoded(ARTICLES[1], 2))
        snapshot = store.open()
        ids = [p.id for p in passages]
        assert snapshot.evidence([*ids, 1]) == {
            i: Evidence(packed, periods)
            for i, packed, periods in zip(ids, words, times, strict=True)
        }
        [other] = split(ARTICLES[1])
        assert snapshot.evidence([other.id]) == {other.id: Evidence(b"", ())}
        snapshot.close()

    def test_near_duplicates_are_told_earliest_first(
        self, store: Store, snapshot: Snapshot
    ) -> None:
        publish(store, clusters={"ban": "b", "decree": "b", "year": "b"})
        now = store.open()
        ids = {one.id: p.id for one in ARTICLES for p in split(one)}

        def others(name: str, filters: Filters | None = None) -> list[str]:
            found = now.passages([ids[name]], filters)[ids[name]]
            return [one.id for one in found.near_duplicates]

        assert others("ban") == ["year", "decree"]
        assert others("year") == ["decree", "ban"]
        assert others("old") == []
        assert others("decree", Filters.of(sources=frozenset({"Belga", "AFP"}))) == ["year", "ban"]
        clusters = {one.info.article_id: one.info.cluster for one in search(now)}
        assert clusters == {"ban": "b", "decree": "b", "year": "b", "décret": None, "old": None}
        now.close()
        with store.write() as writer:
            stage(store, writer)
            assert writer.clusters() == {"ban": "b", "decree": "b", "year": "b"}
        publish(store, clusters={"ban": None, "decree": None, "year": None})
        now = store.open()
        assert others("ban") == []
        now.close()

    # Search.

    def test_nearest_vectors_agree_with_plain_arithmetic(self, snapshot: Snapshot) -> None:
        rows = {
            p.id: vector
            for number, one in enumerate(ARTICLES)
            for p, vector in zip(split(one), vectors_for(len(split(one)), number), strict=True)
        }
        for seed in range(20):
            query = vectors_for(1, 1000 + seed)[0]
            expected = sorted(((float(row @ query), i) for i, row in rows.items()), reverse=True)[
                :3
            ]
            found = search(snapshot, limit=3, vector=query)
            assert [one.id for one in found] == [i for _, i in expected]
            assert [one.cosine for one in found] == pytest.approx(
                [score for score, _ in expected], abs=1e-4
            )
            assert [one.bm25 for one in found] == [0, 0, 0]

    def test_what_shares_a_term_is_a_candidate_with_its_cosine(self, snapshot: Snapshot) -> None:
        query = vectors_for(1, 7)[0]
        cosines = {one.id: one.cosine for one in search(snapshot, vector=query)}
        far = min(cosines, key=cosines.__getitem__)
        text = snapshot.passages([far])[far].passage.text
        found = search(snapshot, text, "en", limit=1, vector=query)
        assert {one.id for one in found} == {max(cosines, key=cosines.__getitem__), far}
        for one in found:
            assert one.cosine == pytest.approx(cosines[one.id], abs=1e-4)
        assert [one.id for one in found if one.bm25] == [far]

    @pytest.mark.parametrize("filters", FILTERS, ids=described)
    def test_filters_admit_exactly_what_they_say(
        self, snapshot: Snapshot, filters: Filters
    ) -> None:
        admitted = {p.id for one in ARTICLES if filters.admits(one) for p in split(one)}
        words = " ".join(one.text for one in ARTICLES)
        assert {one.id for one in search(snapshot, words, filters=filters)} == admitted
        unfiltered = {one.id for one in lexical(snapshot, words)}
        assert {one.id for one in lexical(snapshot, words, filters=filters)} == (
            admitted & unfiltered
        )
        stats = snapshot.stats(filters)
        assert stats.passages == len(admitted)
        assert stats.articles == sum(filters.admits(one) for one in ARTICLES)

    def test_filters_come_before_the_cut(self, snapshot: Snapshot) -> None:
        filters = Filters.of(as_of=date(2019, 12, 31))
        question = "the ban takes effect on Sunday, after sanctions"
        [nearest] = search(snapshot, limit=1, filters=filters)
        assert nearest.info.article_id == "old"
        assert articles_of(lexical(snapshot, question, limit=1)) == ["ban"]
        assert articles_of(lexical(snapshot, question, limit=1, filters=filters)) == ["old"]

    def test_filters_do_not_change_the_scores_of_terms(self, snapshot: Snapshot) -> None:
        everything = {one.id: one.bm25 for one in lexical(snapshot, "the ban decree")}
        filters = Filters.of(as_of=date(2020, 8, 31))
        some = lexical(snapshot, "the ban decree", filters=filters)
        assert some
        for one in some:
            assert one.bm25 == pytest.approx(everything[one.id])

    @pytest.mark.parametrize(
        ("question", "language", "expected"),
        [
            ("announcing a sanction", "en", "old"),  # by the stem
            ("decrets", "fr", "décret"),  # by the stem, without the accent
            ("Huawei", "fr", "old"),  # a name, in an article of another language
            ("decret", "de", "décret"),  # a language without such articles: the folded word
        ],
    )
    def test_terms_match_by_language(
        self, snapshot: Snapshot, question: str, language: str, expected: str
    ) -> None:
        assert articles_of(lexical(snapshot, question, language))[:1] == [expected]

    def test_only_the_rarest_terms_of_a_field_are_looked_up(self, snapshot: Snapshot) -> None:
        # One passage has the first, two have the second, and none has the third.
        terms = "huawei", "sanctions", "nowhere"

        def found(rarest: int | None) -> set[str]:
            query = FieldQuery("words_en", terms, rarest=rarest)
            candidates = snapshot.candidates(vectors_for(1, 99)[0], [query], 100)
            return {one.info.article_id for one in candidates if one.bm25}

        assert found(0) == set()
        assert found(1) == {"old"}
        assert found(2) == found(3) == found(None) == {"old", "year"}

    @pytest.mark.parametrize("question", ["Canberra", "what the Herald said"])
    def test_terms_of_title_and_source_are_found(self, store: Store, question: str) -> None:
        titled = replace(ARTICLES[0], title="News from Canberra", source="Herald")
        publish(store, encoded(titled, 1), encoded(ARTICLES[1], 2))
        snapshot = store.open()
        assert articles_of(lexical(snapshot, question)) == ["ban"]
        snapshot.close()

    def test_the_very_word_comes_before_its_stem(self, store: Store) -> None:
        texts = "It was organised.", "An organisation.", "He organises."
        publish(store, *(encoded(article(str(n), text), n) for n, text in enumerate(texts)))
        snapshot = store.open()
        best, *others = articles_of(lexical(snapshot, "organisation"))
        assert best == "1"
        assert others
        snapshot.close()

    @pytest.mark.parametrize(
        "text",
        ["", "   ", "the of", "?!", '"', "a:b AND (c", "id:1 OR *", "\0", "🙂", "x" * 10_000],
    )
    def test_any_text_may_be_looked_up(self, snapshot: Snapshot, text: str) -> None:
        assert isinstance(lexical(snapshot, text), list)

    # Writing.

    def test_shapes_must_fit(self, store: Store) -> None:
        passages = split(ARTICLES[0])
        with pytest.raises(ValueError):  # noqa: PT011
            EncodedArticle(ARTICLES[0], passages, np.zeros((len(passages) + 1, DIMENSION)))
        with pytest.raises(ValueError):  # noqa: PT011
            EncodedArticle(ARTICLES[0], passages, vectors_for(1, 0), word_vectors=[b"", b""])
        with store.write() as writer:
            stage(store, writer)
            with pytest.raises(ValueError):  # noqa: PT011
                writer.add([EncodedArticle(ARTICLES[0], passages, np.zeros((1, DIMENSION - 1)))])

    def test_questions_may_measure_the_search(self, store: Store) -> None:
        questions, asked = vectors_for(3, 5), []

        def queries() -> NDArray[np.float32]:
            asked.append(len(questions))
            return questions

        with store.write() as writer:
            stage(store, writer)
            writer.add([encoded(one, number) for number, one in enumerate(ARTICLES)])
            info = writer.publish(BuildRecord(""), queries)
        assert asked == ([len(questions)] if not info.search.is_exact else [])
        assert store.info() == info
        snapshot = store.open()
        assert len(search(snapshot, vector=questions[0])) == len(ARTICLES)
        snapshot.close()

    # Publishing early, which only some stores can do.

    def test_what_is_not_embedded_is_searched_by_its_words(self, store: Store) -> None:
        ban, old = encoded(ARTICLES[0], 0), encoded(ARTICLES[4], 4)
        decree = replace(encoded(ARTICLES[1]), vectors=np.zeros((1, DIMENSION)))
        info = publish_early(store, ban, decree, old)
        snapshot = store.open()
        assert (snapshot.info.coverage, info.pending) == (Coverage(3, 3, 2), 1)
        assert {*articles_of(search(snapshot))} == {"ban", "old"}
        for filters in (None, Filters.of(until=date(2020, 8, 31))):
            [found] = [one for one in lexical(snapshot, "decree", filters=filters) if one.bm25]
            assert (found.info.article_id, found.embedded, found.cosine) == ("decree", False, 0)
            assert all(one.embedded for one in search(snapshot, filters=filters))
        assert snapshot.stats().passages == info.passages == 3
        assert [one.id for one in snapshot.articles(None, 9)] == ["ban", "decree", "old"]
        assert snapshot.evidence([found.id])[found.id].word_vectors == b""
        snapshot.close()

    def test_a_build_goes_on_after_it_published(self, store: Store) -> None:
        whole = [encoded(one, number) for number, one in enumerate(ARTICLES)]
        later = [replace(one, vectors=np.zeros_like(one.vectors)) for one in whole]
        with store.write() as staging:
            stage(store, staging)
            writer = incremental(staging)
            writer.add(later)
            info = writer.publish_early(BuildRecord("somewhere", unread=2))
            assert store.info().coverage == info.coverage == Coverage(7, 5, 0)
            assert writer.pending() == ["year", "ban", "décret", "decree", "old"]
            early = store.open()
            for one in whole[:3]:
                writer.embed(
                    [
                        stored._replace(vector=vector.astype(np.float16), word_vectors=b"words")
                        for stored, vector in zip(
                            writer.encodings(one.article.id), one.vectors, strict=True
                        )
                    ]
                )
            assert writer.pending() == ["year", "old"]
            assert writer.publish_early(BuildRecord("somewhere")).coverage == Coverage(5, 5, 3)
            for one in whole[3:]:
                [stored] = writer.encodings(one.article.id)
                writer.embed([stored._replace(vector=one.vectors[0].astype(np.float16))])
            assert store.info().pending == 2
            assert writer.publish(BuildRecord("somewhere")).coverage.is_complete
        assert early.info == info
        assert search(early) == []
        early.close()
        snapshot = store.open()
        found = {one.info.article_id: one.cosine for one in search(snapshot, vector=VECTOR)}
        for one in whole:
            assert found[one.article.id] == pytest.approx(float(one.vectors[0] @ VECTOR), abs=2e-3)
        ids = {passage.id: one.article.id for one in whole for passage in one.passages}
        words = {ids[i]: one.word_vectors for i, one in snapshot.evidence([*ids]).items()}
        assert words == {"ban": b"words", "decree": b"words", "décret": b"words"} | {
            "year": b"",
            "old": b"",
        }
        snapshot.close()

    def test_a_build_that_published_early_is_resumed(self, store: Store) -> None:
        one, other = (replace(encoded(it), vectors=np.zeros((1, DIMENSION))) for it in ARTICLES[:2])
        with suppress(KeyboardInterrupt), store.write() as staging:
            stage(store, staging)
            writer = incremental(staging)
            writer.add([one])
            writer.publish_early(BuildRecord("somewhere", unread=1))
            writer.add([other])
            writer.save()
            raise KeyboardInterrupt
        assert store.info().coverage == Coverage(2, 1, 0)
        with store.write() as writer:
            assert writer.open_staging(ENCODER, CODEC, store.read_base()).resumed
            assert incremental(writer).pending() == ["ban", "decree"]
            writer.abandon()
        with store.write() as writer:
            assert not writer.open_staging(ENCODER, CODEC, store.read_base()).resumed
            assert incremental(writer).pending() == ["ban"]
            writer.remove(["ban"])
            assert incremental(writer).pending() == []
            writer.abandon()

    def test_what_an_update_needs_is_staged(self, store: Store) -> None:
        one, other = ARTICLES[0], ARTICLES[2]
        packed = [bytes([number]) * 4 for number in range(len(split(one)))]
        first = encoded(
            one, 3, word_vectors=packed, fingerprints=Fingerprints(b"digest", b"signature")
        )

        def assert_held(writer: Writer) -> None:
            assert list(writer.digests()) == [(one.id, b"digest"), (other.id, b"")]
            assert list(writer.signatures()) == [(one.id, b"signature"), (other.id, b"")]
            assert writer.article(one.id) == one
            assert [
                (passage, vector.astype(np.float32).tolist(), words)
                for passage, vector, words in writer.encodings(one.id)
            ] == list(
                zip(split(one), vectors_for(len(split(one)), 3).tolist(), packed, strict=True)
            )
            assert [words for _, _, words in writer.encodings(other.id)] == [b""]
            for read in (writer.article, writer.encodings):
                with pytest.raises(KeyError):
                    read("nowhere")

        with store.write() as writer:
            stage(store, writer)
            writer.add([first, encoded(other, 4)])
            assert_held(writer)
            writer.publish(BuildRecord(""))
        with store.write() as writer:
            stage(store, writer)
            assert_held(writer)
            writer.remove([one.id])
            assert list(writer.digests()) == [(other.id, b"")]

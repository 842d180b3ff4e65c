"""An index and the fields that there were when it was built."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from index.analysis import question_terms
from index.builder import build, update
from index.errors import IndexMismatchError
from index.filters import Condition, Field, FieldType, Filters, Operator, registered
from index.stores.local import LocalStore, generations
from index.stores.local.database import DATABASE, ArticleDatabase
from index.testing import FakeEmbedder, article

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from index.datatypes import Article
    from index.embedders import Encoding

WORD = Field("first_word", FieldType.NAME, lambda one: one.text.split()[0])
TITLE = Field("last_word", FieldType.NAME, lambda one: one.text.split()[-1])
PRINTED = Field("printed", FieldType.DAY, lambda one: one.published.last)
ARTICLES = [
    article(name, f"{name} take effect on Sunday.", published="2020-08")
    for name in ("Bans", "Rules", "Taxes")
]


class ListingEmbedder(FakeEmbedder):
    """Lists the texts that it embeds."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        self.texts += texts
        return super().encode_passages(texts)


def build_index(store: LocalStore) -> list[str]:
    """Build the index, and tell which texts were embedded."""
    embedder = ListingEmbedder()
    build(ARTICLES, store, embedder=embedder, progress=False)
    return embedder.texts


def found(store: LocalStore) -> list[list[str]]:
    """What is listed, and what is found, of the articles that begin with Rules."""
    filters = Filters((Condition("first_word", Operator.ANY_OF, frozenset({"Rules"})),))
    snapshot = store.open()
    [vector] = FakeEmbedder().embed_queries(["effect"])
    terms = question_terms("effect", "en", snapshot.stats().languages)
    candidates = snapshot.candidates(vector, terms, 9, filters)
    listed = snapshot.articles(filters, 9)
    snapshot.close()
    assert all(one.bm25 for one in candidates)
    return [[one.id for one in listed], [one.info.article_id for one in candidates]]


def test_built_again_it_has_a_field_that_was_added_and_nothing_is_embedded_again(
    tmp_path: Path,
) -> None:
    store = LocalStore(tmp_path / "index")
    assert any("take effect" in text for text in build_index(store))
    with registered(WORD):
        with pytest.raises(IndexMismatchError, match=r"first_day \(day\)"):
            store.open()
        assert not any("take effect" in text for text in build_index(store))
        assert found(store) == [["Rules"], ["Rules"]]
    with pytest.raises(IndexMismatchError, match="first_word"):
        store.open()
    build_index(store)
    store.open().close()


def test_updated_it_has_a_field_that_was_added(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "index")
    build_index(store)
    with registered(WORD):
        report = update(ARTICLES, store, embedder=FakeEmbedder(), progress=False)
        assert not report.changes
        assert report.embedded == 0
        assert found(store) == [["Rules"], ["Rules"]]
    update(ARTICLES, store, embedder=FakeEmbedder(), progress=False)
    store.open().close()


def test_the_order_in_which_fields_are_added_does_not_matter(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "index")
    with registered(TITLE, PRINTED, WORD):
        build_index(store)
        made = store.current()
    with registered(WORD, PRINTED, TITLE):
        assert found(store) == [["Rules"], ["Rules"]]
        update(ARTICLES, store, embedder=FakeEmbedder(), progress=False)
        assert store.current() == made


def test_a_field_of_another_type_is_another_field(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "index")
    named = Field("printed", FieldType.NAME, lambda one: one.published.isoformat())
    with registered(named):
        build_index(store)
    with registered(PRINTED):
        with pytest.raises(IndexMismatchError, match=r"printed \(name\).*printed \(day\)"):
            store.open()
        update(ARTICLES, store, embedder=FakeEmbedder(), progress=False)
        snapshot = store.open()
        for day, count in ((date(2020, 8, 31), 3), (date(2020, 8, 30), 0)):
            filters = Filters((Condition("printed", Operator.AT_MOST, day),))
            assert len(snapshot.articles(filters, 9)) == count
        snapshot.close()


def test_a_field_that_was_added_halfway_is_added_again(tmp_path: Path) -> None:
    path = tmp_path / "index" / "record.sqlite"
    store = LocalStore(tmp_path / "index")
    build_index(store)
    path.write_bytes((generations.current(tmp_path / "index") / DATABASE).read_bytes())

    def stopped(one: Article) -> str:
        if one.id == ARTICLES[-1].id:
            raise KeyboardInterrupt
        return one.text.split()[0]

    with registered(replace(WORD, value=stopped)), pytest.raises(KeyboardInterrupt):
        ArticleDatabase(path, writable=True)
    with registered(WORD):
        database = ArticleDatabase(path, writable=True)
        database.finish()
        assert {row.values[-1] for row in database.rows()} == {"Bans", "Rules", "Taxes"}
        database.close()

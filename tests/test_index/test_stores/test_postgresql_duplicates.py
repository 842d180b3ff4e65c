"""Near-duplicates that are found among rows, of what has changed, are those of all articles."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("psycopg", reason="pip install 'dateline[postgres]'")

from index.builder import build
from index.near_duplicates import NearDuplicateFinder, are_copies, band_keys, sign
from index.stores.postgresql import PostgresStore
from index.testing import FakeEmbedder, article

if TYPE_CHECKING:
    from index.datatypes import Article
    from tests.support.postgresql import Server

pytestmark = pytest.mark.slow


def revised(chance: random.Random, words: list[str]) -> list[str]:
    """A text with some words changed, or its tail cut: a copy, or hardly one."""
    changed = [
        word if chance.random() > 0.02 * chance.randrange(3) else f"new{chance.random()}"
        for word in words
    ]
    return changed[: chance.choice([len(words), len(words), max(20, len(words) // 2)])]


def corpus(chance: random.Random, texts: dict[str, list[str]]) -> list[Article]:
    """Another version of a corpus: articles come, go and are revised, often of each other."""
    for name in [*texts]:
        match chance.randrange(6):
            case 0:
                del texts[name]
            case 1:
                texts[name] = revised(chance, texts[name])
    for _ in range(10):
        origin = chance.choice([*texts.values(), None])
        words = [f"word{chance.randrange(500)}" for _ in range(80)]
        texts[f"a{chance.randrange(10**6)}"] = revised(chance, origin or words)
    texts["short"], texts["as short"] = ["Fire", "in", "Lyon."], ["fire", "in", "Lyon"]
    return [article(name, " ".join(words)) for name, words in texts.items()]


def test_clusters_are_those_of_all_articles(postgresql: Server) -> None:
    store = PostgresStore(postgresql.empty("duplicates"))
    store.init(allow_volatile_words=True)
    chance = random.Random(0)  # noqa: S311
    texts: dict[str, list[str]] = {}
    seen = 0
    for _ in range(6):
        articles = corpus(chance, texts)
        build(articles, store, embedder=FakeEmbedder(), progress=False)
        finder = NearDuplicateFinder()
        for one in articles:
            finder.add(one)
        right = finder.clusters()
        snapshot = store.open()
        found = {}
        for one in articles:
            [vector] = FakeEmbedder().embed_queries([one.text])
            candidates = snapshot.candidates(vector, (), 500)
            found |= {
                each.info.article_id: each.info.cluster for each in candidates if each.info.cluster
            }
        snapshot.close()
        assert found == right
        seen += len(right)
    assert seen > 20


def test_copies_share_a_key_and_others_hardly_ever() -> None:
    chance = random.Random(1)  # noqa: S311
    words = [f"word{number}" for number in range(200)]
    one, copy = (sign(article("a", " ".join(text))) for text in (words, [*words, "end"]))
    other = sign(article("b", " ".join(chance.sample(words, 200))))
    assert are_copies(one, copy)
    assert {*band_keys(one)} & {*band_keys(copy)}
    assert not are_copies(one, other)
    assert not {*band_keys(one)} & {*band_keys(other)}
    assert band_keys(b"") == []

"""The same articles in a dozen formats are the same in the index, passage by passage."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from index.builder import build
from index.corpus import CorpusOptions, open_corpus, read_all
from index.datatypes import Article, Period
from index.passages import split
from index.settings import PROJECT
from index.testing import FakeEmbedder, MemoryStore
from tests.support.exports import EXPORTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.support.exports import Export

pytestmark = pytest.mark.slow

WINER = PROJECT.parent / "shared" / "bench" / "winer_fr" / "corpus.jsonl"
FACTS = "title", "text", "published", "revised", "source", "language", "author", "url"

_OPENINGS = (
    "Le conseil a décidé : « le pont sera fermé », dit-il ; 3 < 5 & 7 > 2.",
    'Residents asked, "why now?" – and got no answer; see page 12, #4.',
    "From Monday, 7 September 2020, the bridge is closed to cars.",
    "1. Die Brücke * bleibt * bis März_2021_geschlossen, sagte Frau Ähren.",
    "Les Am\u00adé\u00adricains\u200b : «\u00a010\u202f000\u00a0emplois\u00a0»\u200e, dit-il.",
    "> Quoted by nobody: [the mayor](as if) it were `code`, or {{ a template }}.",
)

_LINES, _BLANKS = re.compile(r"\s*\n\s*"), re.compile(r"[^\S\n]{2,}|\t")


def made(number: int) -> Article:
    """Return an article with whatever some format needs to escape."""
    day = Period.parse(f"20{20 + number % 3}-0{1 + number % 9}-{10 + number}")
    more = (
        f"Le maire n’a pas souhaité s’exprimer avant le {number + 1} mai, et les travaux dureront "
        "trois mois ; l’ancienne route du bac, inondée dès qu’il pleut, sert de déviation."
    )
    return Article(
        id=f"made-{number}",
        title=f'Pont n° {number} : « fermé » & rouvert, dit l\'élu "AT&T" – À suivre',
        text=f"{_OPENINGS[number % len(_OPENINGS)]}\n\n{more}\n\nThe café reopens – with 20 % off.",
        source="La Gazette & Fils",
        published=day,
        language=("fr", "oc", "br")[number % 3],  # as it says of itself, not as it looks
        url=f"https://news.example/pont?id={number}&lang=fr",
        updated=Period.parse("2024-02-29") if number % 2 else None,
        author=("Élise Martin-Dubois", "Jean O'Neill")[number % 2],
    )


def winer(every: int) -> list[Article]:
    """Return one of so many articles of French Wikinews, each paragraph a paragraph."""
    if not WINER.is_file():
        pytest.skip("winer_fr is no part of this checkout")
    articles = []
    for number, line in enumerate(WINER.read_text("utf-8").splitlines()[::every]):
        row = json.loads(line)
        published = Period.parse(row["date"])
        articles.append(
            Article(
                id=row["_id"],
                title=row["title"],
                text="\n\n".join(_BLANKS.sub(" ", one) for one in _LINES.split(row["text"])),
                source=row["source"],
                published=published,
                language=row["lang"],
                url=row["url"],
                updated=Period.parse("2024-02-29") if number % 3 else None,
                author=("Élise Martin-Dubois", "Jean O'Neill", "")[number % 3],
            )
        )
    return articles


def facts(article: Article, export: Export) -> dict[str, Any]:
    """Return what the index of an article must be the same in."""
    found = {name: getattr(article, name) for name in FACTS if name not in export.lacks}
    if found.get("url"):
        found["url"] = unquote(found["url"])
    return found


def read(folder: Path, export: Export, articles: Sequence[Article]) -> list[Article]:
    if export.needs and find_spec(export.needs) is None:
        pytest.skip(f"{export.needs} is not installed")
    export.write(folder, articles)
    found = list(read_all(open_corpus(folder, CorpusOptions(records=export.records))))
    assert [one for one in found if not isinstance(one, Article)] == []
    return [one for one in found if isinstance(one, Article)]


@pytest.mark.parametrize("name", EXPORTS)
def test_the_index_of_an_export_is_that_of_its_articles(tmp_path: Path, name: str) -> None:
    export, articles = EXPORTS[name], [made(number) for number in range(15)]
    found = read(tmp_path, export, articles)
    assert [facts(one, export) for one in found] == [facts(plain(one), export) for one in articles]
    store = MemoryStore()
    options = CorpusOptions(records=export.records)
    build(tmp_path, store, options=options, embedder=FakeEmbedder(), progress=False)
    snapshot = store.open()
    assert snapshot.stats().passages == sum(len(split(plain(one))) for one in articles)
    for one, given in zip(found, articles, strict=True):
        indexed = snapshot.article(one.id)
        assert facts(indexed, export) == facts(plain(given), export)


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.campaign)])
@pytest.mark.parametrize("name", EXPORTS)
def test_wikinews_is_the_same_in_every_format(tmp_path: Path, name: str, every: int) -> None:
    export, articles = EXPORTS[name], winer(every)
    found = read(tmp_path, export, articles)
    wrong = [
        (one.id, fact)
        for one, given in zip(found, articles, strict=True)
        for fact, value in facts(one, export).items()
        if value != facts(plain(given), export)[fact]
    ]
    assert wrong == []
    for one, given in zip(found[:100], articles, strict=False):
        spans = [(passage.start, passage.end) for passage in split(one)]
        assert spans == [(passage.start, passage.end) for passage in split(plain(given))]


def plain(article: Article) -> Article:
    """Return an article with blanks of one width, without characters that nobody sees."""
    unseen = str.maketrans("\u00a0\u202f\u2009", "   ", "\u00ad\u200b\u200e\u200f\ufeff")
    return replace(article, text=article.text.translate(unseen))

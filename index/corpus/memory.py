"""Read articles from memory as a corpus."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from index.corpus.common import check_name, check_unicode
from index.corpus.protocol import Entry
from index.datatypes import Article, Period
from index.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from types import UnionType

_TYPES: dict[str, type | UnionType] = {
    **dict.fromkeys(("id", "title", "text", "source", "language"), str),
    "published": Period,
    "url": str | None,
    "body_start": int,
    "updated": Period | None,
    **dict.fromkeys(("author", "dated"), str),
}
_READING = 2  # incremented whenever an article would be read differently


class ListCorpus:
    """The articles of a list, in its order.

    ``build([article, another], index_dir)`` indexes them. An index does not record where the list
    came from, so an update needs the articles again.

    Args:
        articles: Articles, which are held in memory.

    Raises:
        CorpusError: If an article cannot be indexed, or two have the same id; the message gives its
            position.
    """

    def __init__(self, articles: Iterable[Article]) -> None:
        self.place = ""
        self.suffixes: tuple[str, ...] = ()
        self._articles: dict[str, Article] = {}
        for number, article in enumerate(articles):
            try:
                _check(article, self._articles)
            except ValueError as error:
                raise CorpusError(str(error), Path(f"articles[{number}]")) from error
            self._articles[article.id] = article

    def entries(self, *, progress: bool = False) -> Iterator[Entry]:  # noqa: ARG002
        """Yield an entry for every article, without a progress bar."""
        for article in self._articles.values():
            yield Entry(article.id, _digest(article))

    def read(self, article_id: str) -> Article:
        """Return an article.

        Raises:
            CorpusError: If there is no article with this id.
        """
        try:
            return self._articles[article_id]
        except KeyError as error:
            raise CorpusError(
                f"no article has the id {article_id[:80]!r}", Path("articles")
            ) from error

    def watch(self) -> None:
        """Return None: changes of a list cannot be watched."""
        return


def _check(article: Article, others: Container[str]) -> None:
    if not isinstance(article, Article):
        raise ValueError(  # noqa: TRY004 (as all else that is wrong with it)
            f"is a {type(article).__name__}; a corpus is a folder, or a list of index.Article"
        )
    for key, kind in _TYPES.items():
        value = getattr(article, key)
        if not isinstance(value, kind):
            expected = kind.__name__ if isinstance(kind, type) else str(kind)
            raise ValueError(f'"{key}" is {value!r:.80}; give a {expected}')  # noqa: TRY004
    for key in ("id", "title", "source", "language", "url", "author", "dated"):
        check_name(getattr(article, key) or "", key)
    check_unicode(article.text, "text")
    if not article.id:
        raise ValueError('"id" is empty; give each article its own')
    if article.id in others:
        raise ValueError(f"the id {article.id[:80]!r} is another's, too; give each its own")
    if article.body_start < 0 or not article.text[article.body_start :].strip():
        raise ValueError('"text" has nothing from "body_start" on; leave the article out')


def _digest(article: Article) -> bytes:
    """Return a digest of all fields but the id, so that a renamed article is recognized."""
    fields = [
        _READING, article.title, article.text, article.source, article.published.start.isoformat(),
        article.published.end.isoformat(), article.language, article.url, article.body_start,
        article.updated and article.updated.isoformat(), article.author, article.dated,
    ]  # fmt: skip
    return hashlib.blake2b(json.dumps(fields).encode(), digest_size=16).digest()

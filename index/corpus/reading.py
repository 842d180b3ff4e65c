"""Read the articles of a corpus in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tqdm import tqdm

from index.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from index.changes import Changes
    from index.corpus.protocol import Corpus
    from index.datatypes import Article


def read_changed(
    corpus: Corpus, changes: Changes, known: Mapping[str, CorpusError]
) -> Iterator[tuple[str, Article | CorpusError]]:
    """Read the documents that an update needs, one at a time, in the order of the corpus.

    Args:
        corpus: Corpus of the documents.
        changes: Differences between the corpus and its index.
        known: Errors of documents in the last build, by article id; unchanged documents are not
            read again.

    Yields:
        The id of each document with its article or error.
    """
    wanted = changes.to_read
    unchanged = {name for name in changes.left_out if changes.digests[name]} & known.keys()
    for article_id in changes.digests:
        if article_id in unchanged:
            yield article_id, known[article_id]
        elif article_id in wanted:
            yield article_id, next(read_all(corpus, [article_id]))


def read_all(
    corpus: Corpus, ids: Iterable[str] | None = None, *, progress: bool = False
) -> Iterator[Article | CorpusError]:
    """Read documents, one at a time.

    Args:
        corpus: Corpus of the documents.
        ids: Ids of their entries; None for all.
        progress: Show a progress bar on standard error.

    Yields:
        The article or error of each document, in the order of ``ids`` or of the corpus.

    Raises:
        CorpusError: If the corpus itself cannot be read.
    """
    if ids is None:
        ids = (entry.id for entry in corpus.entries())
    for article_id in tqdm(
        ids, desc="Reading", unit=" articles", disable=not progress, leave=False
    ):
        try:
            article = corpus.read(article_id)
        except CorpusError as error:
            yield error
        else:
            yield article

"""Follow feeds: collect their articles in a folder, and keep an index of it up to date."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from index.builder import build, update
from index.corpus import open_corpus
from index.corpus.following.clock import SystemClock
from index.corpus.following.follower import Follower, FollowOptions
from index.corpus.following.web import Web
from index.errors import CorpusError, DatelineError, IndexNotBuiltError
from index.settings import is_address
from index.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from index.builder import BuildReport
    from index.corpus import Corpus, CorpusOptions
    from index.corpus.following.clock import Clock
    from index.corpus.following.follower import Poll
    from index.embedders import Embedder
    from index.stores import Store

_MAX_SLEEP = 60.0  # seconds; after suspend, an overdue poll starts within this time


def archive_folder(index_dir: Path | str) -> Path:
    """Return the folder for the articles of followed feeds: ``index-feeds`` beside ``index``.

    Raises:
        CorpusError: If the index is not in a folder.
    """
    if isinstance(index_dir, str) and is_address(index_dir):
        raise CorpusError(
            "the index is in a database; name a folder for the articles of the feeds",
            Path("FOLDER"),
        )
    folder = Path(index_dir)
    return folder.with_name(f"{folder.name}-feeds")


@dataclass(frozen=True, slots=True)
class Follow:
    """Follows feeds, and indexes their articles.

    Attributes:
        feeds: Addresses of the feeds.
        folder: Folder of the collected articles, which is the corpus of the index.
        store: Store of the index: a folder, or anything else that ``open_store`` takes.
        load: Function that loads the embedder; called when there is something to embed.
        options: Options for following feeds.
        reading: Options for reading the corpus.
        strict: Fail on a document that cannot be read.
        fresh: Reuse nothing of an existing index in the first build.
        web: HTTP client.
        clock: Clock.
    """

    feeds: Sequence[str]
    folder: Path
    store: Path | str | Store
    load: Callable[[], Embedder]
    options: FollowOptions = field(default_factory=FollowOptions)
    reading: CorpusOptions | None = None
    strict: bool = False
    fresh: bool = False
    web: Web = field(default_factory=Web)
    clock: Clock = field(default_factory=SystemClock)

    def run(self, *, once: bool = False) -> Iterator[Poll | BuildReport | DatelineError]:
        """Poll each feed when it is due, until the process is interrupted.

        Args:
            once: Poll each feed once, then return.

        Yields:
            The result of each poll, and the report or error of each build or update. A failed
            update is repeated after the next round of polls.

        Raises:
            CorpusError: If the articles cannot be stored.
        """
        if (self.folder / "corpus.jsonl").exists() or self.folder.is_file():
            raise CorpusError(
                "the articles of feeds cannot be stored here; name a new or an empty folder",
                self.folder,
            )
        embedder: Embedder | None = None
        fresh = self.fresh
        stale = True  # the folder may have changed before this process started
        with Follower(
            self.folder, self.feeds, self.options, web=self.web, clock=self.clock
        ) as follower:
            while True:
                for poll in follower.poll():
                    stale = stale or bool(poll)
                    yield poll
                if stale and follower.has_articles:
                    try:
                        embedder = embedder or self.load()
                        yield self._index(embedder, fresh=fresh)
                        stale = fresh = False
                    except DatelineError as error:
                        yield error
                due = follower.next_due
                if once or due is None:
                    return
                while (left := due - self.clock.now()) > timedelta():
                    self.clock.sleep(min(left.total_seconds(), _MAX_SLEEP))

    def _index(self, embedder: Embedder, *, fresh: bool) -> BuildReport:
        corpus = open_corpus(self.folder, self.reading)
        store = open_store(self.store)
        if not fresh and self._continues(store, corpus, embedder):
            return update(corpus, store, strict=self.strict, progress=False, embedder=embedder)
        return build(
            corpus, store, strict=self.strict, progress=False, fresh=fresh, embedder=embedder
        )

    def _continues(self, store: Store, corpus: Corpus, embedder: Embedder) -> bool:
        """Return whether the store has an index of this corpus with this model."""
        try:
            info = store.info()
        except IndexNotBuiltError:
            return False
        return info.corpus == corpus.place and info.encoder.model == embedder.name

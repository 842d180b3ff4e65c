"""Following feeds: what they have is collected, and the index brought up to date with it."""

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

_LONGEST_SLEEP = 60.0  # seconds: a computer that slept itself is noticed after them


def archive_beside(index_dir: Path | str) -> Path:
    """Return where what is collected for an index is kept: ``index-feeds`` beside ``index``.

    Raises:
        CorpusError: If the index is in no folder.
    """
    if isinstance(index_dir, str) and is_address(index_dir):
        raise CorpusError(
            "the index is in no folder; name the one in which to keep what feeds have",
            Path("FOLDER"),
        )
    folder = Path(index_dir)
    return folder.with_name(f"{folder.name}-feeds")


@dataclass(frozen=True, slots=True)
class Follow:
    """What is followed, and into which index.

    Attributes:
        feeds: The addresses.
        folder: Where what they have is kept; the corpus of the index.
        store: The index: a folder, or anything else that ``open_store`` takes.
        load: Loads the embedder, once there is something to embed.
        options: How feeds are followed.
        reading: How the corpus is read.
        strict: Fail on a document that cannot be read.
        fresh: The first time, reuse nothing of the index.
        web: What gets documents.
        clock: What tells the time.
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
        """Ask the feeds whenever it is time, until the process is interrupted.

        Args:
            once: Ask each once.

        Yields:
            What asking each gave; what each build or update did, or why it failed: then it is tried
            again after the next round.

        Raises:
            CorpusError: If what feeds have cannot be kept.
        """
        if (self.folder / "corpus.jsonl").exists() or self.folder.is_file():
            raise CorpusError(
                "what feeds have is kept in a folder of files; name another one", self.folder
            )
        embedder: Embedder | None = None
        fresh = self.fresh
        stale = True  # whatever changed before this began
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
                    self.clock.sleep(min(left.total_seconds(), _LONGEST_SLEEP))

    def _index(self, embedder: Embedder, *, fresh: bool) -> BuildReport:
        corpus = open_corpus(self.folder, self.reading)
        store = open_store(self.store)
        if not fresh and self._continues(store, corpus, embedder):
            return update(corpus, store, strict=self.strict, progress=False, embedder=embedder)
        return build(
            corpus, store, strict=self.strict, progress=False, fresh=fresh, embedder=embedder
        )

    def _continues(self, store: Store, corpus: Corpus, embedder: Embedder) -> bool:
        """Return whether the index is one of this corpus, made with this model."""
        try:
            info = store.info()
        except IndexNotBuiltError:
            return False
        return info.corpus == corpus.place and info.encoder.model == embedder.name

"""What a corpus is: entries that say what there is, and articles that are read by id."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from index.corpus.options import CorpusOptions
    from index.corpus.records import Record
    from index.datatypes import Article
    from index.errors import CorpusError
    from index.reports import Container, CorpusReport


class Entry(NamedTuple):
    """A document of a corpus, before it is read.

    Attributes:
        id: The id of its article. A document that is no article has one, too.
        digest: Changes whenever another article would be read. Empty if not even the document's
            bytes can be read.
    """

    id: str
    digest: bytes


@runtime_checkable
class Corpus(Protocol):
    """A collection of dated articles, handed to the builder as the embedder is.

    ``tests/contracts/corpus_contract.py`` holds every format to what stands here.
    """

    @property
    def place(self) -> str:
        """What ``open_corpus`` opens again; empty if it cannot be, as a list in memory.

        It is written into the index, and an update begins there.
        """
        ...

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Suffixes of the files that hold its articles, as ``(".txt", ".csv")``; empty for none."""
        ...

    def entries(self, *, progress: bool = False) -> Iterator[Entry]:
        """Yield an entry for every document, readable or not, as the corpus is now.

        Ids are unique, and the order stays the same. No more than a document is held at a time.

        Args:
            progress: Show a progress bar on standard error.

        Raises:
            CorpusError: If the corpus itself cannot be read.
        """
        ...

    def read(self, article_id: str) -> Article:
        """Return the article of an entry.

        Raises:
            CorpusError: If the document is no article, or is not there.
        """
        ...

    def watch(self) -> Iterator[None] | None:
        """Yield once when the watch has begun, and again after each change; None if impossible.

        The iterator ends when the process is interrupted (Ctrl-C).

        Raises:
            CorpusError: From the iterator, if the corpus cannot be watched after all.
        """
        ...


@runtime_checkable
class ReadsWithOptions(Corpus, Protocol):
    """A corpus whose reading a user can direct."""

    @property
    def options(self) -> CorpusOptions:
        """How its files are read; an index keeps it, for its updates."""
        ...


@runtime_checkable
class ReadsContainers(Corpus, Protocol):
    """A corpus whose documents stand in containers, which need not be read again while the same."""

    def report(self) -> CorpusReport:
        """Return what the files are, as ``entries`` found them last and ``read`` read them."""
        ...

    def recall(self, containers: Mapping[str, Container], digests: Mapping[str, bytes]) -> None:
        """Say what an index holds of the corpus; ``entries`` goes by it from now on.

        Of containers that are the same, the entries are those that the index has, in the order of
        its ids, and nothing is read.

        Args:
            containers: What ``report`` said of them when the index was made.
            digests: Of every document by id, those that were left out included.
        """
        ...


@runtime_checkable
class ReadsRecords(Corpus, Protocol):
    """A corpus that can show what its articles are made of; a preview does."""

    @property
    def size(self) -> int:
        """Bytes of its files."""
        ...

    def report(self) -> CorpusReport:
        """Return what the files are, as far as they were read."""
        ...

    def layout(self, names: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
        """Return which fields can play each role, the likeliest first."""
        ...

    def documents(self, most: int) -> Iterator[tuple[str, Record | None, Article | CorpusError]]:
        """Yield the id, the record and the article of each document, in a single pass.

        Args:
            most: How many documents of a file tell of the others; see ``FileFacts``.
        """
        ...


@runtime_checkable
class AcceptsFiles(Corpus, Protocol):
    """A corpus to which articles can be added as files with one of its suffixes."""

    @property
    def writable(self) -> bool:
        """Whether this process may add files."""
        ...

    def check(self, file: Path, name: str) -> None:
        """Check that a file can be added.

        Args:
            file: The file, wherever it is.
            name: What it is to be called in the corpus.

        Raises:
            CorpusError: If it is no article, or another article has the name. It names the file
                by ``name``.
        """
        ...

    def add(self, file: Path, name: str) -> Path | None:
        """Copy a file that was checked into the corpus.

        Returns:
            The copy, which can be deleted to undo this; None if the corpus had the file already.
        """
        ...

"""Define a corpus: entries that list its documents, and articles that are read by id."""

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
        id: Id of its article. A document that is not an article has one, too.
        digest: Value that changes whenever the article that results would change. Empty if the
            document cannot be read at all.
    """

    id: str
    digest: bytes


@runtime_checkable
class Corpus(Protocol):
    """A collection of dated articles, handed to the builder as the embedder is.

    ``tests/contracts/corpus_contract.py`` tests these requirements for every format.
    """

    @property
    def place(self) -> str:
        """Argument with which ``open_corpus`` opens it again; empty if impossible, as for a list.

        The index stores it, for updates.
        """
        ...

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Suffixes of the files that hold its articles, as ``(".txt", ".csv")``; empty for none."""
        ...

    def entries(self, *, progress: bool = False) -> Iterator[Entry]:
        """Yield an entry for every document, readable or not, as the corpus is now.

        Ids are unique, and the order is stable. At most one document is in memory at a time.

        Args:
            progress: Show a progress bar on standard error.

        Raises:
            CorpusError: If the corpus itself cannot be read.
        """
        ...

    def read(self, article_id: str) -> Article:
        """Return the article of an entry.

        Raises:
            CorpusError: If the document is not an article, or does not exist.
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
    """A corpus with options for reading."""

    @property
    def options(self) -> CorpusOptions:
        """Options for reading its files; an index stores them, for updates."""
        ...


@runtime_checkable
class ReadsContainers(Corpus, Protocol):
    """A corpus of documents in containers; unchanged containers need not be read again."""

    def report(self) -> CorpusReport:
        """Return a report on the files, as of the last ``entries`` and ``read``."""
        ...

    def recall(self, containers: Mapping[str, Container], digests: Mapping[str, bytes]) -> None:
        """Set what an index has of the corpus, for the following calls of ``entries``.

        For an unchanged container, ``entries`` yields the entries that the index has, in the order
        of their ids, without reading it.

        Args:
            containers: Containers by name, as ``report`` described them when the index was built.
            digests: Digests of all documents by id, including those left out.
        """
        ...


@runtime_checkable
class ReadsRecords(Corpus, Protocol):
    """A corpus that can show the records of its articles, for a preview."""

    @property
    def size(self) -> int:
        """Bytes of its files."""
        ...

    def report(self) -> CorpusReport:
        """Return a report on the files read so far."""
        ...

    def layout(self, names: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
        """Return which fields can play each role, the likeliest first."""
        ...

    def documents(self, most: int) -> Iterator[tuple[str, Record | None, Article | CorpusError]]:
        """Yield the id, the record and the article of each document, in a single pass.

        Args:
            most: Number of documents of a file that decide about the others; see ``FileFacts``.
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
            name: Name that it will have in the corpus.

        Raises:
            CorpusError: If it is not an article, or another article has the name. The message calls
                the file ``name``.
        """
        ...

    def add(self, file: Path, name: str) -> Path | None:
        """Copy a checked file into the corpus.

        Returns:
            The copy, which can be deleted to undo the addition; None if the corpus already had the
            file.
        """
        ...

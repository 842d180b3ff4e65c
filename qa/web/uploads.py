"""Articles that are added from the page: checked, put into the corpus, indexed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.commands import index_command
from index.corpus import AcceptsFiles, ReadsWithOptions, open_corpus
from index.errors import CorpusError, DatelineError
from index.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.builder import BuildReport
    from index.corpus.preview import Preview
    from index.stores import Store

LARGEST = 20_000_000
"""Bytes of an uploaded file at most."""

TOGETHER = 100_000_000
"""Bytes of the files that are sent at once at most."""

MOST = 1000
"""Files that are added at once at most."""

_SHOWN = 3  # articles of each file in a preview


@dataclass(frozen=True, slots=True)
class UploadReport:
    """What became of files that were sent.

    Attributes:
        refused: What is wrong with each file that was not added.
        report: What the index made of the others; None if there were none.
    """

    refused: tuple[CorpusError, ...]
    report: BuildReport | None


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What would become of a file that was sent.

    Attributes:
        name: What it is called.
        refused: Why it would not be added; None if it would be.
        preview: What an index would hold of it; None if it would be refused.
    """

    name: str
    refused: CorpusError | None
    preview: Preview | None


@dataclass(frozen=True, slots=True)
class Uploads:
    """Where uploaded articles go.

    Attributes:
        corpus: What the index is made of.
        store: Where the index is.
    """

    corpus: AcceptsFiles
    store: Store

    @classmethod
    def open(cls, place: str, store: Path | str | Store) -> Self:
        """Open the corpus that an index was made of, to add articles to it.

        Args:
            place: Where it is, as the index says.
            store: Where the index is.

        Raises:
            DatelineError: If it is not there, takes no files, or cannot be written to.
        """
        try:
            corpus = open_corpus(place)
        except CorpusError as error:
            raise DatelineError(f"articles cannot be added: {error}") from error
        if not isinstance(corpus, AcceptsFiles):
            raise DatelineError(
                f"articles cannot be added to {place} from the page, since it does not hold one "
                f"file for each: add them there, and run: {index_command('update')}"
            )
        if not corpus.writable:
            raise DatelineError(
                f"articles cannot be added to {place}, which is not to be written to: allow it, or "
                f"build the index of another folder: {index_command('build', 'FOLDER')}"
            )
        return cls(corpus, open_store(store))

    def preview(self, files: Sequence[Path]) -> tuple[FilePreview, ...]:
        """Return what ``add`` would make of files; nothing is added.

        Raises:
            CorpusError: If there are too many.
        """
        from index.corpus.preview import preview

        options = self.corpus.options if isinstance(self.corpus, ReadsWithOptions) else None
        found: list[FilePreview] = []
        seen: set[str] = set()
        for file in _few(files):
            try:
                self._check(file, seen)
                found.append(FilePreview(file.name, None, preview(file, options, shown=_SHOWN)))
            except CorpusError as error:
                found.append(FilePreview(file.name, error, None))
        return tuple(found)

    def add(self, files: Sequence[Path]) -> UploadReport:
        """Check files, put those that can be read into the corpus and bring the index up to date.

        A file that cannot be read, is too large, or has the name of another is refused alone. If
        the index cannot be brought up to date, none is added.

        Args:
            files: Where the server keeps what was sent; their names are those of the articles.

        Raises:
            CorpusError: If there are too many.
            IndexLockedError, IndexWriteError: See ``index.builder.update``.
        """
        from index.builder import update

        refused: list[CorpusError] = []
        added: list[Path] = []
        seen: set[str] = set()
        try:
            for file in _few(files):
                try:
                    self._check(file, seen)
                    copy = self.corpus.add(file, file.name)
                except CorpusError as error:
                    refused.append(error)
                else:
                    added += [copy] if copy is not None else []
            whole = len(refused) < len(files)
            return UploadReport(tuple(refused), update(None, self.store) if whole else None)
        except BaseException:
            for copy in added:
                copy.unlink(missing_ok=True)
            raise

    def _check(self, file: Path, seen: set[str]) -> None:
        """Check that a file can be added after those whose names were seen.

        Raises:
            CorpusError: If it cannot be read, is too large, or has the name of another.
        """
        if file.name in seen:
            raise CorpusError("two files have this name; give each its own", Path(file.name))
        seen.add(file.name)
        if file.stat().st_size > LARGEST:
            raise CorpusError(f"the file is larger than {LARGEST / 1e6:g} MB", Path(file.name))
        self.corpus.check(file, file.name)


def _few(files: Sequence[Path]) -> Sequence[Path]:
    if len(files) > MOST:
        raise CorpusError(
            f"{len(files)} files are too many at once: send at most {MOST}", Path("articles")
        )
    return files

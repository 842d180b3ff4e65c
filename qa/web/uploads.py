"""Check uploaded files, add them to the corpus, and index them."""

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
"""Largest uploaded file, in bytes."""

TOGETHER = 100_000_000
"""Largest total of files that are uploaded together, in bytes."""

MOST = 1000
"""Largest number of files that are uploaded together."""

_SHOWN = 3  # articles of each file in a preview


@dataclass(frozen=True, slots=True)
class UploadReport:
    """The outcome of an upload.

    Attributes:
        refused: An error for each refused file.
        report: Report of the index update; None if all files were refused.
    """

    refused: tuple[CorpusError, ...]
    report: BuildReport | None


@dataclass(frozen=True, slots=True)
class FilePreview:
    """The preview of an uploaded file.

    Attributes:
        name: Name of the file.
        refused: Error that would refuse the file; None if it would be added.
        preview: Preview of its articles; None if it would be refused.
    """

    name: str
    refused: CorpusError | None
    preview: Preview | None


@dataclass(frozen=True, slots=True)
class Uploads:
    """The destination of uploaded files.

    Attributes:
        corpus: Corpus to which files are added.
        store: Store of the index.
    """

    corpus: AcceptsFiles
    store: Store

    @classmethod
    def open(cls, place: str, store: Path | str | Store) -> Self:
        """Open the corpus of an index for uploads.

        Args:
            place: Place of the corpus, as the index records it.
            store: Store of the index.

        Raises:
            DatelineError: If the corpus does not exist, takes no files, or cannot be written.
        """
        try:
            corpus = open_corpus(place)
        except CorpusError as error:
            raise DatelineError(f"articles cannot be added: {error}") from error
        if not isinstance(corpus, AcceptsFiles):
            raise DatelineError(
                f"{place} takes no uploads, since it is not a folder with a file for each article; "
                f"add articles there yourself, then run: {index_command('update')}"
            )
        if not corpus.writable and Path(place).is_file():
            raise DatelineError(
                f"articles cannot be added, since the index was built from one file, {place}; "
                f"build an index of a folder: {index_command('build', 'FOLDER')}"
            )
        if not corpus.writable:
            raise DatelineError(
                f"articles cannot be added to {place}, which is read-only; grant write access, or "
                f"build an index of another folder: {index_command('build', 'FOLDER')}"
            )
        return cls(corpus, open_store(store))

    def preview(self, files: Sequence[Path]) -> tuple[FilePreview, ...]:
        """Return a preview of each file, without adding any.

        Raises:
            CorpusError: If there are too many files.
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
        """Check files, add the valid ones to the corpus, and update the index.

        A file that cannot be read, is too large, or has the name of another is refused without
        affecting the others. If the index cannot be updated, no file is added.

        Args:
            files: Files where the server stored them; their names become those of the documents.

        Raises:
            CorpusError: If there are too many files.
            IndexLockedError: If another process is building the index.
            IndexWriteError: If the index cannot be written.
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
        """Check that a file can be added.

        Args:
            file: File where the server stored it.
            seen: Names of the files checked before, to which this one's is added.

        Raises:
            CorpusError: If it cannot be read, is too large, or has the name of another file.
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

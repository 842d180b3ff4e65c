"""Articles that are added from the page: checked, put into the corpus, indexed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.corpus.text import read_article
from index.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.builder import BuildReport

LARGEST = 2_000_000
"""Bytes of an uploaded file at most."""

TOGETHER = 20_000_000
"""Bytes of the files that are sent at once at most."""

MOST = 100
"""Files that are added at once at most."""


@dataclass(frozen=True, slots=True)
class Uploads:
    """Where uploaded articles go.

    Attributes:
        corpus: The folder that the index is made of.
        index_dir: Where the index is.
    """

    corpus: Path
    index_dir: Path

    def add(self, files: Sequence[Path]) -> BuildReport:
        """Check files, put them into the corpus and bring the index up to date.

        All are added or none is.

        Args:
            files: Where the server keeps what was sent; their names are those of the articles.

        Raises:
            CorpusError: If one cannot be read as an article, is too large, or has the name of
                another article.
            IndexLockedError, IndexWriteError: See ``index.builder.update``.
        """
        from index.builder import update

        if len(files) > MOST:
            raise CorpusError(
                f"{len(files)} files are too many at once: send at most {MOST}", self.corpus
            )
        targets = {file: self._target(file) for file in files}
        if len(set(targets.values())) < len(targets):
            raise CorpusError("two files have one name; give each its own", self.corpus)
        for file, target in targets.items():
            _check(file, target)
        new = {file: target for file, target in targets.items() if not target.exists()}
        try:
            for file, target in new.items():
                shutil.copyfile(file, target)
            return update(None, self.index_dir)
        except BaseException:
            for target in new.values():
                target.unlink(missing_ok=True)
            raise

    def _target(self, file: Path) -> Path:
        name = Path(file.name)
        hidden = name.name.startswith(".") or not name.name.isprintable()
        if hidden or name.suffix.lower() != ".txt":
            raise CorpusError("only .txt files are articles", Path(name.name))
        return self.corpus / name.name


def _check(file: Path, target: Path) -> None:
    if file.stat().st_size > LARGEST:
        raise CorpusError(f"the file is larger than {LARGEST / 1e6:g} MB", Path(target.name))
    try:
        read_article(file, target.name)
    except CorpusError as error:
        raise CorpusError(error.reason, Path(target.name), error.line) from error
    if target.exists() and target.read_bytes() != file.read_bytes():
        raise CorpusError(
            "the corpus has another article of that name; rename the file", Path(target.name)
        )

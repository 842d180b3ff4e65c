"""Report on a corpus: documents that were left out, formats and encodings, and ignored files."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from index.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_PARTICULAR = re.compile(r"'[^']*'|\((?:[^()]|\([^()]*\))*\)|\b(?:\d[\d,.]*\d|\d)\b")
_DATE = re.compile(r"… [A-Z][a-z]+ …")  # 03 April 2020
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A document that could not be read and was left out of the index.

    Attributes:
        id: Id of the article in the corpus.
        path: Path of its file.
        line: Line number in the file, from 1; None if the error has no line.
        reason: Description of the error.
        remedy: Advice for the user; empty if there is none.
    """

    id: str
    path: str
    line: int | None
    reason: str
    remedy: str

    @classmethod
    def of(cls, article_id: str, error: CorpusError) -> Self:
        """Create an entry from an error; the remedy is the part after the last semicolon."""
        reason, _, remedy = error.reason.rpartition("; ")
        if not reason:
            reason, remedy = remedy, ""
        return cls(article_id, str(error.path), error.line, reason, remedy)

    def to_error(self) -> CorpusError:
        """Return the entry as the error from which it was created."""
        reason = f"{self.reason}; {self.remedy}" if self.remedy else self.reason
        return CorpusError(reason, Path(self.path), self.line)

    def to_dict(self) -> dict[str, Any]:
        """Return the entry as plain JSON, in the form of a line of ``errors.jsonl``."""
        return asdict(self)


class Container(NamedTuple):
    """A file of a corpus, as recorded in an index.

    Attributes:
        digest: Digest of its bytes and of the options with which it was read.
        format: Name of its format.
        encoding: Character encoding; empty for binary formats.
    """

    digest: str
    format: str = ""
    encoding: str = ""


def container_of(article_id: str, containers: Collection[str]) -> str:
    """Return the container of a document: its id is that name, or begins with it and ``#``.

    Without one among ``containers``, what stands before the first ``#`` is returned.
    """
    name = article_id
    while name not in containers and "#" in name:
        name = name.rpartition("#")[0]
    return name


@dataclass(frozen=True, slots=True)
class CorpusReport:
    """Statistics of the files of a corpus.

    Attributes:
        containers: Files by name.
        passed_over: Number of files of unknown format, by suffix.
        stubs: Number of articles that look like stubs, by kind (``index.corpus.stubs``).
    """

    containers: Mapping[str, Container] = field(default_factory=dict)
    passed_over: Mapping[str, int] = field(default_factory=dict)
    stubs: Mapping[str, int] = field(default_factory=dict)

    def formats(self) -> dict[str, int]:
        """Return the number of files in each format, most frequent first."""
        return counted(one.format for one in self.containers.values())

    def encodings(self) -> dict[str, int]:
        """Return the number of files in each encoding, most frequent first."""
        return counted(one.encoding for one in self.containers.values())


def kind_of(reason: str) -> str:
    """Return an error message without the values of one document, so that equal ones are counted.

    Examples:
        >>> kind_of("the row has 5 columns and the first one 7")
        'the row has … columns and the first one …'
    """
    general = _DATE.sub("…", _PARTICULAR.sub("…", reason))
    return _BLANKS.sub(" ", general).strip()


def counted(names: Iterable[str]) -> dict[str, int]:
    """Return the frequency of each non-empty name, most frequent first."""
    return dict(Counter(filter(None, names)).most_common())


def count(number: int, noun: str) -> str:
    """Return a number with its noun in the singular or plural: ``1,234 articles``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"

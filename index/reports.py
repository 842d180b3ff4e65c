"""What is told of a corpus: what was left out and why, what its files are, what was passed over."""

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
    """A document of a corpus that was left out.

    Attributes:
        id: What it is called in the corpus.
        path: Its file.
        line: Where in the file, counted from 1; None if lines mean nothing there.
        reason: What is wrong with it.
        remedy: What to do; empty if nothing can be done.
    """

    id: str
    path: str
    line: int | None
    reason: str
    remedy: str

    @classmethod
    def of(cls, article_id: str, error: CorpusError) -> Self:
        """Return what an error says of a document."""
        reason, _, remedy = error.reason.rpartition("; ")
        if not reason:
            reason, remedy = remedy, ""
        return cls(article_id, str(error.path), error.line, reason, remedy)

    def to_error(self) -> CorpusError:
        """Return the error again."""
        reason = f"{self.reason}; {self.remedy}" if self.remedy else self.reason
        return CorpusError(reason, Path(self.path), self.line)

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON, as a line of ``errors.jsonl`` has it."""
        return asdict(self)


class Container(NamedTuple):
    """A file of a corpus, as an index keeps it.

    Attributes:
        digest: Of its bytes, and of how it is read.
        format: What its format is called.
        encoding: How it is encoded; empty where that was not asked.
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
    """What a corpus tells of its files.

    Attributes:
        containers: Its files, by name.
        passed_over: How many files were in no known format, by suffix.
        stubs: How many of the articles that were read look like stubs, by their kinds
            (``index.corpus.stubs``).
    """

    containers: Mapping[str, Container] = field(default_factory=dict)
    passed_over: Mapping[str, int] = field(default_factory=dict)
    stubs: Mapping[str, int] = field(default_factory=dict)

    def formats(self) -> dict[str, int]:
        """Return how many files are in each format, the most frequent first."""
        return counted(one.format for one in self.containers.values())

    def encodings(self) -> dict[str, int]:
        """Return how many files are in each encoding, the most frequent first."""
        return counted(one.encoding for one in self.containers.values())


def kind_of(reason: str) -> str:
    """Return a reason without what is particular to one document, so that equals can be counted.

    ``the row has 5 columns and the first one 7`` becomes ``the row has … columns and the first
    one …``.
    """
    general = _DATE.sub("…", _PARTICULAR.sub("…", reason))
    return _BLANKS.sub(" ", general).strip()


def counted(names: Iterable[str]) -> dict[str, int]:
    """Return how often each name occurs, the most frequent first; those without are not counted."""
    return dict(Counter(filter(None, names)).most_common())

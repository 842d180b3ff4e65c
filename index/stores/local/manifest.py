"""Describe a generation in its folder, and tell whether its files are as they were written."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from index.datatypes import Period
from index.errors import IndexCorruptError, IndexMismatchError
from index.reports import Container, CorpusReport
from index.stores.datatypes import EncoderFingerprint, IndexInfo, SearchQuality
from index.stores.local.errors import ERRORS
from index.stores.local.generations import MANIFEST, build_command

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMAT = 9
"""Version of what is on disk; raised whenever an older reader or writer would go wrong, and
whenever something else would be made of the same article, since an update keeps what it finds."""

_OWN = "sha256"  # of the manifest itself

READ_WHOLE = 200_000_000
"""Bytes of a generation whose checksums are compared whenever it is opened: an eighth of a second.
Of a larger one, only the sizes of the files are, and ``Store.check`` does the rest."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Describe one generation.

    Attributes:
        format: ``FORMAT`` of the writer.
        created: When, ISO 8601 in UTC.
        corpus: The folder that was read.
        options: How its files were read (``index.corpus.CorpusOptions.to_dict``).
        model: Name of the embedding model.
        dimension: Length of its vectors.
        passage_bytes: Largest passage, in UTF-8 bytes.
        articles: How many articles.
        passages: How many passages.
        skipped: The documents that could not be read: digest by name.
        reasons: How many they are, by kinds of reasons.
        containers: Digest, format and encoding of the corpus's files, by name.
        passed_over: How many of its files were in no known format, by suffix.
        languages: Articles per language.
        dated: Articles by what dated them (``Article.dated``).
        published: When the oldest and the newest article were published, ISO 8601.
        search: How vectors are searched, and how well.
        files: Size in bytes and SHA-256 of each file, by its path in the generation.
    """

    format: int
    created: str
    corpus: str
    options: Mapping[str, Any]
    model: str
    dimension: int
    passage_bytes: int
    articles: int
    passages: int
    skipped: Mapping[str, str]
    reasons: Mapping[str, int]
    containers: Mapping[str, tuple[str, str, str]]
    passed_over: Mapping[str, int]
    languages: Mapping[str, int]
    dated: Mapping[str, int]
    published: tuple[str, ...]
    search: SearchQuality
    files: Mapping[str, tuple[int, str]]

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON."""
        return dataclasses.asdict(self)

    def info(self, folder: Path) -> IndexInfo:
        """Return what any store tells about a generation.

        Args:
            folder: Where the generation is.
        """
        return IndexInfo(
            generation=folder.name,
            created=self.created,
            corpus=self.corpus,
            options=self.options,
            encoder=EncoderFingerprint(self.model, self.dimension, self.passage_bytes),
            articles=self.articles,
            passages=self.passages,
            skipped={name: bytes.fromhex(digest) for name, digest in self.skipped.items()},
            reasons=self.reasons,
            report=CorpusReport(
                {name: Container(*values) for name, values in self.containers.items()},
                self.passed_over,
            ),
            languages=self.languages,
            dated=self.dated,
            published=tuple(map(Period.parse, self.published)),
            search=self.search,
            size_bytes=sum(size for size, _ in self.files.values()),
            details={
                "format": self.format,
                "errors": str(folder / ERRORS),
                "files": dict(self.files),
            },
        )

    def require_files(self, folder: Path) -> None:
        """Check that the files of the generation have their sizes, and their bytes if it is small.

        Raises:
            IndexCorruptError: If one is missing or damaged.
        """
        for name, (size, _) in self.files.items():
            path = folder / name
            actual = path.stat().st_size if path.is_file() else None
            if actual != size:
                state = "is missing" if actual is None else f"has {actual} bytes, not {size}"
                raise IndexCorruptError(f"{path} {state}; {self._remedy(folder)}")
        if sum(size for size, _ in self.files.values()) <= READ_WHOLE:
            for name in self.files:
                self.verify(folder, name)

    def _remedy(self, folder: Path) -> str:
        command = build_command(folder.parent.parent, self.corpus, self.model)
        return f"build the index again: {command}"

    def verify(self, folder: Path, name: str) -> None:
        """Check that a file of the generation is, byte for byte, what was written.

        Raises:
            IndexCorruptError: If it is not.
        """
        try:
            fault = "is damaged" if _digest(folder / name) != self.files[name][1] else None
        except KeyError:
            fault = f"is not in {MANIFEST}"
        except OSError as error:
            fault = f"cannot be read ({error.strerror or error})"
        if fault:
            raise IndexCorruptError(f"{folder / name} {fault}; {self._remedy(folder)}")

    def write(self, folder: Path) -> None:
        """Write it into its generation."""
        fields = self.to_dict()
        text = json.dumps(fields | {_OWN: _digest_of(fields)}, indent=2)
        (folder / MANIFEST).write_text(text, "utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the manifest of a generation.

        Raises:
            IndexCorruptError: If it is missing or damaged.
            IndexMismatchError: If it has another format.
        """
        index_dir = folder.parent.parent
        remedy = f"build the index again: {build_command(index_dir)}"
        try:
            found = json.loads((folder / MANIFEST).read_text("utf-8"))
            made_with = found["format"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexCorruptError(
                f"{folder / MANIFEST} cannot be read ({error}); {remedy}"
            ) from error
        if made_with != FORMAT:
            raise IndexMismatchError(
                f"the index in {folder} has format {made_with}, this version reads {FORMAT}; "
                f"{remedy}"
            )
        try:
            found["search"] = SearchQuality(**found["search"])
            found["published"] = tuple(found["published"])
            found["files"] = {name: (int(s), str(h)) for name, (s, h) in found["files"].items()}
            own = found.pop(_OWN)
            manifest = cls(**found)
            manifest.info(folder)
            damage = None if own == _digest_of(manifest.to_dict()) else "it is not what was written"
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            damage = str(error)
        if damage:
            raise IndexCorruptError(f"{folder / MANIFEST} cannot be read ({damage}); {remedy}")
        return manifest


def checksums(folder: Path) -> dict[str, tuple[int, str]]:
    """Size and SHA-256 of every file in a generation but its manifest, by relative path."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_size, _digest(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST and path.suffix != ".lock"
    }


def _digest_of(fields: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

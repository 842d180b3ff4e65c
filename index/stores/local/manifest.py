"""Read and write the manifest of a generation, and verify its files against it."""

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

FORMAT = 10
"""Version of the format on disk.

Increase it if older code cannot read or update the format, or if the same article would be split,
encoded or dated differently, since an update keeps unchanged articles as they are."""

_CHECKSUM_KEY = "sha256"  # checksum of the manifest's other fields

VERIFY_UP_TO = 200_000_000
"""Size in bytes up to which checksums are verified when a generation is opened (an eighth of a
second). In a larger generation, only the sizes of the files are; ``Store.check`` verifies all."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The description of a generation, in the file ``manifest.json``.

    Attributes:
        format: ``FORMAT`` of the writer.
        created: Time of publication, ISO 8601 in UTC.
        corpus: Place of the corpus.
        options: Options with which its files were read (``index.corpus.CorpusOptions.to_dict``).
        model: Name of the embedding model.
        dimension: Length of its vectors.
        passage_bytes: Size limit of a passage in UTF-8 bytes.
        articles: Number of articles.
        passages: Number of passages.
        unread: Number of documents that the build had not read yet.
        pending: Number of articles with passages that are not embedded yet.
        skipped: Hexadecimal digests of the documents that could not be read, by article id.
        reasons: Number of those documents, by kind of error.
        containers: Digest, format and encoding of the corpus's files, by name.
        passed_over: Number of files of unknown format, by suffix.
        languages: Number of articles per language.
        dated: Number of articles per origin of their date (``Article.dated``).
        published: Publication dates of the oldest and the newest article, ISO 8601.
        search: Type and recall of the vector index.
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
    unread: int
    pending: int
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
        """Return the manifest as plain JSON, without its own checksum."""
        return dataclasses.asdict(self)

    def info(self, folder: Path) -> IndexInfo:
        """Return the manifest as the description that all stores provide.

        Args:
            folder: Folder of the generation.
        """
        return IndexInfo(
            generation=folder.name,
            created=self.created,
            corpus=self.corpus,
            options=self.options,
            encoder=EncoderFingerprint(self.model, self.dimension, self.passage_bytes),
            articles=self.articles,
            passages=self.passages,
            unread=self.unread,
            pending=self.pending,
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
        """Check the sizes of the generation's files, and the checksums if it is small.

        Raises:
            IndexCorruptError: If a file is missing or damaged.
        """
        for name, (size, _) in self.files.items():
            path = folder / name
            actual = path.stat().st_size if path.is_file() else None
            if actual != size:
                state = "is missing" if actual is None else f"has {actual} bytes, not {size}"
                raise IndexCorruptError(f"{path} {state}; {self._remedy(folder)}")
        if sum(size for size, _ in self.files.values()) <= VERIFY_UP_TO:
            for name in self.files:
                self.verify(folder, name)

    def _remedy(self, folder: Path) -> str:
        command = build_command(folder.parent.parent, self.corpus, self.model)
        return f"build the index again: {command}"

    def verify(self, folder: Path, name: str) -> None:
        """Check the checksum of a file of the generation.

        Raises:
            IndexCorruptError: If the file is missing or damaged.
        """
        try:
            fault = "is damaged" if _sha256(folder / name) != self.files[name][1] else None
        except KeyError:
            fault = f"is not in {MANIFEST}"
        except OSError as error:
            fault = f"cannot be read ({error.strerror or error})"
        if fault:
            raise IndexCorruptError(f"{folder / name} {fault}; {self._remedy(folder)}")

    def write(self, folder: Path) -> None:
        """Write the manifest into the folder of its generation."""
        fields = self.to_dict()
        text = json.dumps(fields | {_CHECKSUM_KEY: _sha256_of_json(fields)}, indent=2)
        (folder / MANIFEST).write_text(text, "utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the manifest of a generation.

        Raises:
            IndexCorruptError: If the manifest is missing or damaged.
            IndexMismatchError: If the generation has another format.
        """
        index_dir = folder.parent.parent
        remedy = f"build the index again: {build_command(index_dir)}"
        try:
            found = json.loads((folder / MANIFEST).read_text("utf-8"))
            version = found["format"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexCorruptError(
                f"{folder / MANIFEST} cannot be read ({error}); {remedy}"
            ) from error
        if version != FORMAT:
            raise IndexMismatchError(
                f"the index in {folder} has format {version}, but this program reads format "
                f"{FORMAT}; {remedy}"
            )
        try:
            found["search"] = SearchQuality(**found["search"])
            found["published"] = tuple(found["published"])
            found["files"] = {name: (int(s), str(h)) for name, (s, h) in found["files"].items()}
            own = found.pop(_CHECKSUM_KEY)
            manifest = cls(**found)
            manifest.info(folder)
            damage = (
                None if own == _sha256_of_json(manifest.to_dict()) else "it is not what was written"
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            damage = str(error)
        if damage:
            raise IndexCorruptError(f"{folder / MANIFEST} cannot be read ({damage}); {remedy}")
        return manifest


def checksums(folder: Path) -> dict[str, tuple[int, str]]:
    """Return size in bytes and SHA-256 of every file but the manifest, by path."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_size, _sha256(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST and path.suffix != ".lock"
    }


def _sha256_of_json(fields: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

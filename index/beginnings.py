"""What a new generation begins with: nothing, the one before, or what a stopped builder left."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from index import generations, passages
from index.changes import Changes
from index.corpus import open_corpus
from index.errors import IndexCorruptError, IndexMismatchError, IndexWriteError
from index.filling import fit_codec
from index.late_interaction import CODEC, WordCodec
from index.manifest import FORMAT, Manifest
from index.stores.local import LocalStore

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from index.corpus import Corpus
    from index.datatypes import Article
    from index.embedders import Embedder


@dataclass(frozen=True, slots=True)
class Maker:
    """What turns articles into a generation; what two of a kind make can stand side by side.

    Attributes:
        embedder: The model.
        codec: How its word vectors are packed: its mark, too, whatever its name is.
    """

    embedder: Embedder
    codec: WordCodec

    @classmethod
    def of(cls, embedder: Embedder) -> Self:
        """Find out the codec."""
        return cls(embedder, fit_codec(embedder))

    @property
    def passage_bytes(self) -> int:
        """Largest passage, in UTF-8 bytes."""
        return passages.largest(self.embedder.max_tokens)

    @property
    def marks(self) -> dict[str, Any]:
        """What tells it from others, besides the codec; plain JSON."""
        return {
            "format": FORMAT,
            "model": self.embedder.name,
            "dimension": self.embedder.dimension,
            "passage_bytes": self.passage_bytes,
        }

    def made(self, marks: dict[str, Any], codec: WordCodec) -> bool:
        """Whether one like it made what has these marks and was packed by this codec."""
        return marks == self.marks and codec.is_like(self.codec)


@dataclass(frozen=True, slots=True)
class Previous:
    """A finished generation that the next one goes on with.

    Attributes:
        folder: Where it is.
        manifest: Its description.
        corpus: The corpus as it is now.
        changes: How that differs from what the generation holds.
        codec: How its word vectors were packed.
    """

    folder: Path
    manifest: Manifest
    corpus: Corpus
    changes: Changes
    codec: WordCodec

    @classmethod
    def read(
        cls, folder: Path, corpus: Path | str | Corpus | Iterable[Article] | None, progress: bool
    ) -> Self:
        """Compare a generation with the corpus as it is; None for the one it was made of.

        Raises:
            IndexMismatchError, IndexCorruptError: If it cannot be gone on with.
            CorpusError: If the corpus cannot be read.
        """
        manifest = Manifest.read(folder)
        for name in _KEPT:
            manifest.verify(folder, name)
        corpus = open_corpus(manifest.corpus if corpus is None else corpus)
        held, left_out = LocalStore.read_digests(folder), manifest.left_out()
        found = dict(corpus.entries(progress=progress))
        changes = Changes.between(held, found, left_out)
        return cls(folder, manifest, corpus, changes, WordCodec.load(folder / CODEC))

    def has_sound_views(self) -> bool:
        """Whether what the record is searched by is what was written."""
        try:
            for name in self.manifest.files.keys() - _KEPT:
                self.manifest.verify(self.folder, name)
        except IndexCorruptError:
            return False
        return True

    def require(self, maker: Maker) -> None:
        """Check that what is made now can stand beside what was made then.

        Raises:
            IndexMismatchError: If the model is another one, whatever its name is.
        """
        manifest = self.manifest
        marks = {name: getattr(manifest, name) for name in maker.marks}
        if not maker.made(marks, self.codec):
            index_dir, model = self.folder.parent.parent, maker.embedder.name
            raise IndexMismatchError(
                f"the index in {index_dir} was made with another model than {model!r} is "
                "now; build it again: "
                + generations.build_command(index_dir, manifest.corpus, model)
            )


_KEPT = {LocalStore.RECORD, CODEC}
"""The files that the next generation takes over; all others are made anew."""


def begin(
    generation: Path, maker: Maker, previous: Previous | None
) -> tuple[LocalStore, WordCodec, bool]:
    """Open the store of a new generation, to be filled.

    What is saved in it from then on can be gone on with if the builder is stopped.

    Returns:
        The store; how its word vectors are packed; whether it holds what a stopped builder left,
        rather than what the generation before does.
    """
    stopped = _stopped(generation, maker)
    if stopped is not None:
        return *stopped, True
    for path in generation.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    codec = previous.codec if previous else maker.codec
    store = LocalStore.create(
        generation, maker.embedder.dimension, previous.folder if previous else None
    )
    codec.save(generation / CODEC)
    (generation / generations.UNFINISHED).write_text(json.dumps(maker.marks), "utf-8")
    return store, codec, False


def _stopped(generation: Path, maker: Maker) -> tuple[LocalStore, WordCodec] | None:
    """What a builder like this one left, if it can be gone on with."""
    try:
        marks = json.loads((generation / generations.UNFINISHED).read_text("utf-8"))
        codec = WordCodec.load(generation / CODEC)
        if not maker.made(marks, codec):
            return None
        return LocalStore.create(generation, maker.embedder.dimension), codec
    except (OSError, ValueError, IndexWriteError):
        return None

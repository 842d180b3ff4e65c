"""Check a local index: the checksums of its files, and the consistency of its parts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from tqdm import tqdm

from index.errors import IndexCorruptError
from index.stores.comparing import compare
from index.stores.local import generations
from index.stores.local.manifest import Manifest
from index.stores.local.snapshot import LocalSnapshot
from index.stores.local.staging import CARRIED_OVER

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from index.embedders import Embedder
    from index.stores.datatypes import IndexInfo

_ROUNDING = 5e-3  # error of an inner product of unit vectors in float16


def check(
    index_dir: Path, *, deep: bool = False, embedder: Embedder | None = None, progress: bool = True
) -> IndexInfo:
    """Check the current generation without changing it.

    The checksum of every file is compared with the manifest, and the parts are opened and their
    numbers of passages compared.

    Args:
        index_dir: Folder of the index.
        deep: Also compare every passage with its article, every vector with the vector index, and a
            sample of passages with the model.
        embedder: Embedder to use instead of loading the index's model.
        progress: Show a progress bar on standard error.

    Returns:
        Description of the generation.

    Raises:
        IndexCorruptError: If the generation is damaged.
        IndexNotBuiltError, IndexMismatchError: If there is no index that can be opened.
        ModelUnavailableError: With ``deep``, if the model cannot be loaded.
    """
    generation = generations.current(index_dir)
    manifest = Manifest.read(generation)
    total = sum(size for size, _ in manifest.files.values())
    with tqdm(total=total, desc="Checking", unit="B", unit_scale=True, disable=not progress) as bar:
        for name in dict.fromkeys([*sorted(CARRIED_OVER), *manifest.files]):
            manifest.verify(generation, name)
            bar.update(manifest.files[name][0])
    remedy = generations.build_command(index_dir, manifest.corpus, manifest.model)
    try:
        snapshot = LocalSnapshot(generation, manifest)
    except IndexCorruptError as error:
        raise IndexCorruptError(f"{error}; build the index again: {remedy}") from error
    try:
        stats = snapshot.stats()
        if (stats.articles, stats.passages) != (manifest.articles, manifest.passages):
            raise IndexCorruptError(
                f"the index in {generation} has {stats.articles} articles in "
                f"{stats.passages} passages, not {manifest.articles} in "
                f"{manifest.passages}; build the index again: {remedy}"
            )
        if deep:
            compare(
                snapshot,
                f"{remedy} --fresh",
                embedder,
                is_searched=partial(_is_searched, snapshot),
                progress=progress,
            )
    finally:
        snapshot.close()
    return manifest.info(generation)


def _is_searched(snapshot: LocalSnapshot, passage_id: int, vector: NDArray[np.float16]) -> bool:
    """Return whether the vector index has this unit vector for a passage: their product is 1."""
    try:
        [similarity] = snapshot.similarities(vector.astype(np.float32), [passage_id])
    except (KeyError, ValueError):
        return False
    return abs(similarity - 1) <= _ROUNDING

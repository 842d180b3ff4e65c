"""Check that a local index is what was written, and that its parts agree."""

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
from index.stores.local.staging import KEPT

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from index.embedders import Embedder
    from index.stores.datatypes import IndexInfo

_ROUNDING = 5e-3  # of an inner product of unit vectors kept in float16


def check(
    index_dir: Path, *, deep: bool = False, embedder: Embedder | None = None, progress: bool = True
) -> IndexInfo:
    """Check the current generation; nothing is written.

    Every file's checksum is compared with the manifest's, and the parts are opened, which compares
    their counts.

    Args:
        index_dir: Where the index is kept.
        deep: Also compare every passage with its article and its vector with the view's, and
            embed some passages again.
        embedder: Use this one instead of loading the index's model.
        progress: Show a progress bar on standard error.

    Returns:
        The description of the generation.

    Raises:
        IndexCorruptError: If anything is not as it was written.
        IndexNotBuiltError, IndexMismatchError: If there is no index that can be opened.
        ModelUnavailableError: With ``deep``, if the model cannot be loaded.
    """
    generation = generations.current(index_dir)
    manifest = Manifest.read(generation)
    total = sum(size for size, _ in manifest.files.values())
    with tqdm(total=total, desc="Checking", unit="B", unit_scale=True, disable=not progress) as bar:
        for name in dict.fromkeys([*sorted(KEPT), *manifest.files]):
            manifest.verify(generation, name)
            bar.update(manifest.files[name][0])
    remedy = generations.build_command(index_dir, manifest.corpus, manifest.model)
    try:
        snapshot = LocalSnapshot(generation, manifest)
    except IndexCorruptError as error:
        raise IndexCorruptError(f"{error}; build it again: {remedy}") from error
    try:
        stats = snapshot.stats()
        if (stats.articles, stats.passages) != (manifest.articles, manifest.passages):
            raise IndexCorruptError(
                f"the index in {generation} holds {stats.articles} articles in "
                f"{stats.passages} passages, not {manifest.articles} in "
                f"{manifest.passages}; build it again: {remedy}"
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
    """Whether the view has the same unit vector: only then is their product 1."""
    try:
        [similarity] = snapshot.similarities(vector.astype(np.float32), [passage_id])
    except (KeyError, ValueError):
        return False
    return abs(similarity - 1) <= _ROUNDING

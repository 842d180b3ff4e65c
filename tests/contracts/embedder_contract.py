"""What every ``Embedder`` must do. Subclass it and say how one is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from index.embedders import Embedder

TEXTS = ["The ban takes effect on Sunday.", "Huawei", "e\u0301 🙂 \0", " ", "word " * 3000]


class EmbedderContract:
    """Inherit, and define a fixture ``embedder``.

    Attributes:
        rounding: How much the cosine similarity of a text with itself may differ from 1 if it is
            embedded beside other texts.
    """

    rounding = 1e-3

    @pytest.mark.parametrize("contract", ["embed_queries", "embed_passages"])
    def test_gives_unit_vectors_in_order(self, embedder: Embedder, contract: str) -> None:
        embed = getattr(embedder, contract)
        vectors = embed(TEXTS)
        assert vectors.shape == (len(TEXTS), embedder.dimension)
        assert vectors.dtype == np.float32
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-4)
        for text, vector in zip(TEXTS, vectors, strict=True):
            assert float(embed([text])[0] @ vector) == pytest.approx(1, abs=self.rounding)

    def test_nothing_in_nothing_out(self, embedder: Embedder) -> None:
        assert embedder.embed_queries([]).shape == (0, embedder.dimension)
        assert embedder.embed_passages([]).shape == (0, embedder.dimension)

    def test_a_passage_is_nearest_to_a_question_in_its_own_words(self, embedder: Embedder) -> None:
        passages = embedder.embed_passages([TEXTS[0], "Rain is expected in Lima."])
        question = embedder.embed_queries(["When does the ban take effect?"])[0]
        assert passages[0] @ question > passages[1] @ question

    def test_encodings_have_the_same_vectors_and_their_words(self, embedder: Embedder) -> None:
        read = embedder.encode_passages(TEXTS)
        vectors = np.array([one.vector for one in read])
        assert vectors == pytest.approx(embedder.embed_passages(TEXTS), abs=1e-4)
        asked = embedder.encode_queries(TEXTS)
        vectors = np.array([one.vector for one in asked])
        assert vectors == pytest.approx(embedder.embed_queries(TEXTS), abs=1e-4)
        for one in (*read, *asked):
            assert one.words.ndim == 2
            assert one.words.dtype == np.float32
            assert np.isfinite(one.words).all()
        assert embedder.encode_passages([]) == embedder.encode_queries([]) == []

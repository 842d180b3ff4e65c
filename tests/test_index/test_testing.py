"""The doubles that ship are what their descriptions say."""

from __future__ import annotations

import doctest
import math

import pytest

from index import testing
from index.testing import FakeEmbedder


def test_the_example_is_true() -> None:
    results = doctest.testmod(testing)
    assert (results.failed, results.attempted) == (0, 4)


def test_similarity_is_the_share_of_words() -> None:
    one, other, none = FakeEmbedder().embed_passages(["A ban, a BAN on apps", "the ban", ""])
    assert float(one @ other) == pytest.approx(1 / math.sqrt(4 * 2))
    assert float(none @ none) == pytest.approx(1)


def test_each_distinct_word_has_a_vector() -> None:
    (read,) = FakeEmbedder().encode_passages(["a ban, a BAN"])
    assert read.words.shape == (2, FakeEmbedder.dimension)

"""The doubles of ``index.testing`` by the names that tests used before."""

from index.testing import FakeEmbedder as WordEmbedder
from index.testing import article

__all__ = ["WordEmbedder", "article"]

"""Load once what the builders of ``tests.support.crashes`` share, who are forked from here.

Otherwise each of them would spend nine tenths of its time on loading languages, and most would be
killed while they do.
"""

from __future__ import annotations

from tempfile import TemporaryDirectory

import faiss  # noqa: F401
import tantivy  # noqa: F401

from index import passages, search, stores  # noqa: F401
from index.corpus import open_corpus, read_all
from index.datatypes import Article
from index.dates.resolution import read_times
from index.near_duplicates import sign
from tests.support import crashes

# Nothing here may start a thread: a process that has some must not be forked.
with TemporaryDirectory() as _folder:
    crashes.write_corpus(crashes.Path(_folder), 1)
    for _article in read_all(open_corpus(_folder)):
        assert isinstance(_article, Article)
        passages.split(_article)
        read_times(_article)
        sign(_article)
    stores.open_store(_folder)

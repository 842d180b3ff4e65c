"""Read corpora in many formats: yield articles, and an error for each document that is not one."""

from __future__ import annotations

from index.corpus.formats import open_corpus
from index.corpus.memory import ListCorpus
from index.corpus.options import CorpusOptions
from index.corpus.protocol import AcceptsFiles, Corpus, Entry, ReadsContainers, ReadsWithOptions
from index.corpus.reading import read_all

__all__ = [
    "AcceptsFiles",
    "Corpus",
    "CorpusOptions",
    "Entry",
    "ListCorpus",
    "ReadsContainers",
    "ReadsWithOptions",
    "open_corpus",
    "read_all",
]

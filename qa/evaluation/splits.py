"""Split collections into data for training and fitting, and data for measurement.

The splits depend on names only, so that training, fitting and measuring use the same ones.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from qa.evaluation.dataset import Dataset

Half = Literal["development", "held"]


DEVELOPMENT_SHARE = 12
"""One in this many documents is held out from the reader's training, with its questions."""


def half_of(name: str) -> Half:
    """Return the half of a story or question: for development, or held out."""
    return "development" if hashlib.sha256(name.encode()).digest()[0] % 2 else "held"


def with_questions_of(dataset: Dataset, half: Half) -> Dataset:
    """Return the same documents with one half of the questions."""
    queries = tuple(query for query in dataset.queries if half_of(query.id) == half)
    judged = {query.id: dataset.qrels[query.id] for query in queries if query.id in dataset.qrels}
    return replace(dataset, queries=queries, qrels=judged)


def is_development(collection: str, subject: str) -> bool:
    """Return whether the documents of a subject are held out from the reader's training."""
    digest = hashlib.blake2b(f"{collection}\0{subject}".encode(), digest_size=4)
    return int.from_bytes(digest.digest()) % DEVELOPMENT_SHARE == 0

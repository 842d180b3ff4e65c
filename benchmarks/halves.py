"""Halves of a collection: one that constants may be chosen on, and one that is measured on."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from qa.evaluation.dataset import Dataset

Half = Literal["development", "held"]


def half_of(name: str) -> Half:
    """Which half a story or a question is in: the one for development, or the one held out."""
    return "development" if hashlib.sha256(name.encode()).digest()[0] % 2 else "held"


def with_questions_of(dataset: Dataset, half: Half) -> Dataset:
    """The same documents with one half of the questions."""
    queries = tuple(query for query in dataset.queries if half_of(query.id) == half)
    judged = {query.id: dataset.qrels[query.id] for query in queries if query.id in dataset.qrels}
    return replace(dataset, queries=queries, qrels=judged)

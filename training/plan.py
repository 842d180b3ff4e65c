"""Which windows are read in which step: decided by the seed alone, so that a run can be resumed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from training.data import Document, Example
    from training.windows import Window, Windows

NEGATIVES = 0.35
"""Share of the examples that are asked of a document without the answer as well, each epoch."""

FRENCH_TWICE = 0.5
"""Share of the French examples that come twice in an epoch, in another window: there are fewer."""

_BUCKET = 60  # batches whose windows are sorted by length together


@dataclass(frozen=True, slots=True)
class Recipe:
    """What training depends on, besides the data.

    Attributes:
        epochs: How often each example is read.
        tokens: Of a batch, padding included.
        rate: Largest learning rate.
        warmup: Share of the steps in which it rises; it falls to zero in the others.
        decay: Weight decay (Loshchilov & Hutter 2019, arXiv:1711.05101).
        seed: What every choice depends on.
    """

    epochs: int = 3
    tokens: int = 3072
    rate: float = 2e-4
    warmup: float = 0.05
    decay: float = 0.01
    seed: int = 20


def batches(
    examples: Sequence[Example],
    negatives: Sequence[tuple[Document, ...]],
    windows: Windows,
    recipe: Recipe,
) -> Iterator[list[Window]]:
    """The batches of all epochs, in order; windows of like length together."""
    for epoch in range(recipe.epochs):
        chance = random.Random(f"{recipe.seed}/{epoch}")
        drawn = list(_epoch(examples, negatives, windows, chance))
        chance.shuffle(drawn)
        pool = recipe.tokens * _BUCKET
        while drawn:
            size, held = 0, []
            while drawn and size < pool:
                held.append(drawn.pop())
                size += len(held[-1].ids)
            held.sort(key=lambda window: len(window.ids))
            packed = list(_pack(held, recipe.tokens))
            chance.shuffle(packed)
            yield from packed


def _epoch(
    examples: Sequence[Example],
    negatives: Sequence[tuple[Document, ...]],
    windows: Windows,
    chance: random.Random,
) -> Iterator[Window]:
    for example, others in zip(examples, negatives, strict=True):
        twice = example.document.language == "fr" and chance.random() < FRENCH_TWICE
        for _ in range(1 + twice):
            span = chance.choice(example.spans) if example.spans else None
            yield windows.cut(example.question, example.document, span, chance)
        if others and example.spans and chance.random() < NEGATIVES:
            yield windows.cut(example.question, chance.choice(others), None, chance)


def _pack(held: Sequence[Window], tokens: int) -> Iterator[list[Window]]:
    batch: list[Window] = []
    for window in held:  # sorted: the last is the longest
        if batch and (len(batch) + 1) * len(window.ids) > tokens:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch

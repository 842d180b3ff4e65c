"""Decide which windows are read in which step, by the seed only, so that a run can be resumed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.windows import LONGER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from training.data import Document, Example, Span
    from training.switching import Switcher
    from training.windows import TokenWindow, Windows

NEGATIVES = 0.35
"""Share of the examples that are also paired with a document without the answer, per epoch."""

FRENCH_TWICE = 0.5
"""Share of the French examples that are read twice per epoch, in another window, since there are
fewer."""

SWITCHED = 0.4
"""Share of the examples of the second part that are code-switched, in the question or document,
with their hard negatives."""

SECOND = 0.5
"""Weight of the weights after the second part in the bundled mean; the rest is the weight of those
after the first part. The mean combines what both parts learned (Wortsman et al. 2022,
arXiv:2109.01903)."""

REPEATS = {"fr": 3.0, "en": 1.0}
"""How often an example of a language is read in the second part; once for other languages."""

_BUCKET = 60  # batches whose windows are sorted by length together


@dataclass(frozen=True, slots=True)
class Recipe:
    """Hyperparameters of training.

    Attributes:
        epochs: Epochs of the first part.
        mixed: Epochs of the second part, which has more French, generated questions, longer windows
            and code-switching.
        tokens: Tokens per batch, including padding.
        rate: Maximum learning rate.
        warmup: Share of the steps in which the rate rises; it then falls to zero.
        decay: Weight decay (Loshchilov & Hutter 2019, arXiv:1711.05101).
        seed: Seed of all random choices.
    """

    epochs: int = 3
    mixed: int = 1
    tokens: int = 3072
    rate: float = 2e-4
    warmup: float = 0.05
    decay: float = 0.01
    seed: int = 20


@dataclass(frozen=True, slots=True)
class TrainingData:
    """Training data.

    Attributes:
        examples: Questions by people, with hard negatives.
        generated: Generated questions, with hard negatives.
        switcher: Code-switcher.
    """

    examples: Sequence[tuple[Example, tuple[Document, ...]]]
    generated: Sequence[tuple[Example, tuple[Document, ...]]]
    switcher: Switcher


def batches(data: TrainingData, windows: Windows, recipe: Recipe) -> Iterator[list[TokenWindow]]:
    """Yield the batches of the first part, in order, with windows of similar length together."""
    for epoch in range(recipe.epochs):
        chance = random.Random(f"{recipe.seed}/{epoch}")
        yield from _into_batches(
            list(_epoch_windows(data.examples, windows, chance)), recipe, chance
        )


def mixed_batches(
    data: TrainingData, windows: Windows, recipe: Recipe
) -> Iterator[list[TokenWindow]]:
    """Yield the batches of the second part."""
    for epoch in range(recipe.mixed):
        chance = random.Random(f"{recipe.seed}/mixed/{epoch}")
        yield from _into_batches(list(_mixed_windows(data, windows, chance)), recipe, chance)


def _into_batches(
    drawn: list[TokenWindow], recipe: Recipe, chance: random.Random
) -> Iterator[list[TokenWindow]]:
    chance.shuffle(drawn)
    pool = recipe.tokens * _BUCKET
    while drawn:
        size, pooled = 0, []
        while drawn and size < pool:
            pooled.append(drawn.pop())
            size += len(pooled[-1].ids)
        pooled.sort(key=lambda window: len(window.ids))
        packed = list(_pack_windows(pooled, recipe.tokens))
        chance.shuffle(packed)
        yield from packed


def _epoch_windows(
    examples: Sequence[tuple[Example, tuple[Document, ...]]],
    windows: Windows,
    chance: random.Random,
) -> Iterator[TokenWindow]:
    for example, others in examples:
        twice = example.document.language == "fr" and chance.random() < FRENCH_TWICE
        for _ in range(1 + twice):
            span = chance.choice(example.spans) if example.spans else None
            yield windows.cut(example.question, example.document, span, chance)
        if others and example.spans and chance.random() < NEGATIVES:
            yield windows.cut(example.question, chance.choice(others), None, chance)


def _mixed_windows(
    data: TrainingData, windows: Windows, chance: random.Random
) -> Iterator[TokenWindow]:
    def cut(question: str, document: Document, span: Span | None) -> TokenWindow:
        if chance.random() < SWITCHED:
            question, document, span = data.switcher.switch(question, document, span, chance)
        return windows.cut(question, document, span, chance, LONGER)

    for example, others in data.examples:
        times = REPEATS.get(example.document.language, 1.0)
        for _ in range(int(times) + (chance.random() < times % 1)):
            span = chance.choice(example.spans) if example.spans else None
            yield cut(example.question, example.document, span)
            if others and example.spans and chance.random() < NEGATIVES:
                yield cut(example.question, chance.choice(others), None)
    for example, others in data.generated:
        (span,) = example.spans
        yield windows.cut(example.question, example.document, span, chance, LONGER)
        if others and chance.random() < NEGATIVES:
            yield windows.cut(example.question, chance.choice(others), None, chance, LONGER)


def _pack_windows(windows: Sequence[TokenWindow], tokens: int) -> Iterator[list[TokenWindow]]:
    batch: list[TokenWindow] = []
    for window in windows:  # sorted by length: the last is the longest
        if batch and (len(batch) + 1) * len(window.ids) > tokens:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch

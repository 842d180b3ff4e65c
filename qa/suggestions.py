"""Questions that a corpus answers, made from its newest articles."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from qa.languages import packs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qa.pipeline import Pipeline

_LOOKED_AT = 200  # articles
_CHARACTERS = 5000  # of each
_TRIED = 3  # questions for each that is wanted

# Two words with capitals, or one, where no sentence or quote begins.
_WORD = r"[A-ZÀ-Þ][\w’'-]*[\w]"
_NAME = re.compile(rf"(?<=[\w,;)] )(?P<name>{_WORD}(?: {_WORD})?)")


def suggest(pipeline: Pipeline, template: str, count: int) -> list[str]:
    """Questions about what the newest articles name most, each of which has an answer.

    Args:
        pipeline: Who answers them.
        template: A question with a place for a name: ``What is the latest on {name}?``
        count: At most so many.

    Returns:
        Questions; those on what more articles name come first.
    """
    articles = pipeline.index_snapshot.articles(None, _LOOKED_AT)
    named = _distinct(names(one.text[one.body_start :][:_CHARACTERS] for one in articles))
    tried = (template.format(name=name) for name in islice(named, count * _TRIED))
    return list(islice((question for question in tried if pipeline.ask(question).found), count))


def names(texts: Iterable[str]) -> list[str]:
    """What texts name, by the number of texts that do, then by how often."""
    texts_with: Counter[str] = Counter()
    times: Counter[str] = Counter()
    not_names = re.compile("|".join(pack.not_names for pack in packs()))
    for text in texts:
        own = Counter(
            name
            for name in (match["name"] for match in _NAME.finditer(text))
            if not not_names.fullmatch(name)
        )
        texts_with.update(own.keys())
        times.update(own)
    return sorted(times, key=lambda name: (-texts_with[name], -times[name], name))


def _distinct(ranked: list[str]) -> Iterator[str]:
    """Names of which none shares a word with one before it."""
    kept: list[str] = []
    for name in ranked:
        words = set(name.casefold().split())
        if not any(words & set(other.casefold().split()) for other in kept):
            kept.append(name)
            yield name

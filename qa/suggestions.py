"""Suggest questions that a corpus answers, from the names in its newest articles."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from qa.languages import packs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qa.pipeline import Pipeline

_ARTICLES = 200  # newest articles in which names are counted
_CHARACTERS = 5000  # characters read of each article
_TRIED = 3  # questions tried per suggestion

# One or two capitalized words that do not begin a sentence or a quote.
_WORD = r"[A-ZÀ-Þ][\w’'-]*[\w]"
_NAME = re.compile(rf"(?<=[\w,;)] )(?P<name>{_WORD}(?: {_WORD})?)")


def suggest(pipeline: Pipeline, template: str, count: int) -> list[str]:
    """Return questions about the most frequent names of the newest articles.

    Each of them has an answer: the pipeline is asked.

    Args:
        pipeline: Pipeline over the corpus.
        template: Question with a place for a name, such as ``What is the latest on {name}?``
        count: Maximum number of questions.

    Returns:
        Questions, those about the names of most articles first.
    """
    articles = pipeline.index_snapshot.articles(None, _ARTICLES)
    named = _without_shared_words(
        frequent_names(one.text[one.body_start :][:_CHARACTERS] for one in articles)
    )
    tried = (template.format(name=name) for name in islice(named, count * _TRIED))
    return list(islice((question for question in tried if pipeline.ask(question).found), count))


def frequent_names(texts: Iterable[str]) -> list[str]:
    """Return the names in texts, by the number of texts that have them, then by frequency."""
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


def _without_shared_words(ranked: list[str]) -> Iterator[str]:
    """Yield the names that share no word with an earlier one."""
    kept: list[str] = []
    for name in ranked:
        words = set(name.casefold().split())
        if not any(words & set(other.casefold().split()) for other in kept):
            kept.append(name)
            yield name

"""Words of a question or of a document, replaced by those of another language.

A reader that never saw a question in another language than its document takes the difference for
a sign that there is no answer. Replacing words one by one (Qin et al. 2020, arXiv:2006.06402) makes
such pairs of questions that people asked. The dictionary is the embedding model's own: words that
are each other's nearest ones of the other language, by cross-domain similarity (CSLS, Conneau et
al. 2018, arXiv:1710.04087); frequent words, which say little by themselves, are aligned in
translated sentences.
"""

from __future__ import annotations

import random
import re
import statistics
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from index.embedders import Embedder
    from training.data import Document, Example, Span

Dictionary = dict[str, str]

REPLACED = 0.85
"""Share of the words in the dictionary that are replaced."""

_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 12_000  # of a language, the most frequent ones
_SEEN = 2  # times, at least
_NEIGHBOURS = 10
_ROUNDS = 5
_OFTEN = 8  # times that a word is seen whose translations are counted
_LIKELY = 0.15

QUESTION_WORDS = {
    "en": "who what which when where how why many",
    "fr": "qui quoi quel quand où comment pourquoi combien",
    "de": "wer was welche wann wo wie warum wieviele",
    "es": "quién qué cuál cuándo dónde cómo porqué cuántos",
    "it": "chi cosa quale quando dove come perché quanti",
    "pt": "quem quê qual quando onde como porquê quantos",
    "nl": "wie wat welke wanneer waar hoe waarom hoeveel",
    "ar": "من ماذا أي متى أين كيف لماذا كم",
}
"""What is asked for, in the same order."""


def vocabularies(
    examples: Iterable[Example], documents: Iterable[Document]
) -> dict[str, list[str]]:
    """The words of each language, the most frequent first, in small letters."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        counted[document.language].update(_words(document.text))
    for example in examples:
        counted[example.document.language].update(_words(example.question))
    return {
        language: [
            word
            for word, times in sorted(words.items(), key=lambda one: (-one[1], one[0]))
            if times >= _SEEN and len(word) > 1
        ][:_MOST_WORDS]
        for language, words in counted.items()
    }


def dictionaries(
    words: Mapping[str, Sequence[str]],
    parallel: Mapping[str, Sequence[str]],
    embedder: Embedder,
    sources: Sequence[str],
) -> dict[tuple[str, str], Dictionary]:
    """What words of a source language are in every other language, where that is known.

    Args:
        words: Of each language.
        parallel: Sentences of each language, the same ones in the same order.
        embedder: What finds like words.
        sources: The languages to translate from.
    """
    vectors = {language: embedder.embed_queries(own) for language, own in words.items()}
    found: dict[tuple[str, str], Dictionary] = {}
    for source in sources:
        for target in words:
            if source == target or not words[source] or not words[target]:
                continue
            near = _near(vectors[source], vectors[target])
            known = {words[source][i]: words[target][j] for i, j in near}
            if source in parallel and target in parallel:
                known |= _aligned(parallel[source], parallel[target])
            if source in QUESTION_WORDS and target in QUESTION_WORDS:
                asked = QUESTION_WORDS[source].split(), QUESTION_WORDS[target].split()
                known |= dict(zip(*asked, strict=True))
            found[source, target] = {w: other for w, other in known.items() if w != other}
    return found


class Switcher:
    """Replaces words.

    Args:
        known: The dictionaries, by source and target language.
        weights: How often a language is chosen, against the others; 1 where none is given.
    """

    def __init__(
        self, known: Mapping[tuple[str, str], Dictionary], weights: Mapping[str, float]
    ) -> None:
        self._known = known
        self._targets: dict[str, tuple[list[str], list[float]]] = {}
        for source, target in known:
            languages, chances = self._targets.setdefault(source, ([], []))
            languages.append(target)
            chances.append(weights.get(target, 1.0))
        self._switched: dict[tuple[str, str], tuple[Document, list[Span]]] = {}

    def switch(
        self, question: str, document: Document, span: Span | None, chance: random.Random
    ) -> tuple[str, Document, Span | None]:
        """A pair of two languages: the words of the question replaced, or those of the document."""
        source = document.language
        if source not in self._targets:
            return question, document, span
        languages, weights = self._targets[source]
        target = chance.choices(languages, weights)[0]
        if chance.random() < 0.5:
            asked, _ = _replaced(question, self._known[source, target], chance)
            return asked, document, span
        switched, moved = self._document(document, target)
        return question, switched, None if span is None else _moved(span, moved)

    def question(self, question: str, source: str, chance: random.Random) -> str:
        """Return a question of a source language with the words of another one."""
        if source not in self._targets:
            return question
        languages, weights = self._targets[source]
        target = chance.choices(languages, weights)[0]
        return _replaced(question, self._known[source, target], chance)[0]

    def _document(self, document: Document, target: str) -> tuple[Document, list[Span]]:
        key = document.id, target
        if key not in self._switched:
            chance = random.Random("/".join(key))
            text, moved = _replaced(document.text, self._known[document.language, target], chance)
            name = f"{document.id}>{target}"
            self._switched[key] = replace(document, id=name, text=text, title=""), moved
        return self._switched[key]


def _replaced(text: str, known: Dictionary, chance: random.Random) -> tuple[str, list[Span]]:
    """The text with words replaced, and where each piece was and is: ``(old, new)`` starts."""
    pieces: list[str] = []
    moved: list[Span] = [(0, 0)]
    at = length = 0
    for found in _WORD.finditer(text):
        word = found.group()
        other = known.get(word.lower())
        if other is None or chance.random() >= REPLACED:
            continue
        if word[0].isupper():
            other = other[0].upper() + other[1:]
        pieces += [text[at : found.start()], other]
        length += found.start() - at
        moved.append((found.start(), length))
        length += len(other)
        at = found.end()
        moved.append((at, length))
    return "".join([*pieces, text[at:]]), moved


def _moved(span: Span, moved: Sequence[Span]) -> Span:
    """Where a span is after words were replaced; a replaced word is in it whole or not at all."""
    starts = [old for old, _ in moved]
    first, last = bisect_right(starts, span[0]) - 1, bisect_right(starts, span[1] - 1) - 1
    begin = _inside(span[0], moved, first)
    if _is_word(last):  # the last character is a replaced word's: up to the word's end
        return begin, moved[last + 1][1]
    old, new = moved[last]
    return begin, new + span[1] - old


def _inside(at: int, moved: Sequence[Span], piece: int) -> int:
    old, new = moved[piece]
    return new if _is_word(piece) else new + at - old


def _is_word(piece: int) -> bool:
    """Pieces that are left and words that are replaced take turns."""
    return piece % 2 == 1


def _words(text: str) -> list[str]:
    return [found.lower() for found in _WORD.findall(text)]


def _aligned(first: Sequence[str], second: Sequence[str]) -> Dictionary:
    """The likeliest translation of words that are often seen (IBM model 1, Brown et al. 1993)."""
    pairs = [(_words(a), _words(b)) for a, b in zip(first, second, strict=True)]
    chances: dict[tuple[str, str], float] = defaultdict(lambda: 1.0)
    for _ in range(_ROUNDS):
        links: dict[tuple[str, str], float] = defaultdict(float)
        totals: dict[str, float] = defaultdict(float)
        for own, others in pairs:
            for other in others:
                whole = sum(chances[word, other] for word in own)
                for word in own:
                    share = chances[word, other] / whole
                    links[word, other] += share
                    totals[word] += share
        chances = defaultdict(float, {pair: n / totals[pair[0]] for pair, n in links.items()})
    seen = Counter(word for own, _ in pairs for word in own)
    best: dict[str, tuple[float, str]] = {}
    for (word, other), likely in chances.items():
        if seen[word] >= _OFTEN:
            best[word] = max(best.get(word, (0.0, "")), (likely, other))
    return {word: other for word, (likely, other) in best.items() if likely >= _LIKELY}


def _near(first: NDArray[np.float32], second: NDArray[np.float32]) -> list[tuple[int, int]]:
    """Pairs of rows: nearest to each other, or nearer than half of such pairs are."""
    similar = torch.from_numpy(first) @ torch.from_numpy(second).T
    few = min(_NEIGHBOURS, *similar.shape)
    similar = (
        2 * similar
        - similar.topk(few, dim=1).values.mean(1, keepdim=True)
        - similar.topk(few, dim=0).values.mean(0, keepdim=True)
    )
    values, there = (found.tolist() for found in similar.max(1))
    back = similar.argmax(0).tolist()
    mutual = [i for i, j in enumerate(there) if back[j] == i]
    enough = statistics.median(values[i] for i in mutual)
    return [(i, j) for i, j in enumerate(there) if back[j] == i or values[i] >= enough]

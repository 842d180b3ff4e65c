"""Replace words of a question or document by words of another language (code-switching).

If all training questions are in the language of their documents, a reader takes a difference of
language for a sign that there is no answer. Replacing words one by one (Qin et al. 2020,
arXiv:2006.06402) produces pairs of different languages from annotated questions. The dictionary
comes from the embedding model: mutual nearest neighbours of two languages, by cross-domain
similarity (CSLS, Conneau et al. 2018, arXiv:1710.04087). Frequent words, whose vectors carry little
meaning, are aligned in translated sentences.
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
_MOST_WORDS = 12_000  # most frequent words of a language
_SEEN = 2  # minimum occurrences
_NEIGHBOURS = 10
_ROUNDS = 5
_OFTEN = 8  # minimum occurrences of a word that is aligned
_MIN_PROBABILITY = 0.15

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
"""Interrogatives, in the same order in all languages."""


def vocabularies(
    examples: Iterable[Example], documents: Iterable[Document]
) -> dict[str, list[str]]:
    """Return the words of each language in lower case, most frequent first."""
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
    """Return dictionaries from each source language to every other language.

    Args:
        words: Words of each language.
        parallel: Sentences of each language, aligned across languages.
        embedder: Embedder of the words.
        sources: Source languages.
    """
    vectors = {
        language: embedder.embed_queries(language_words)
        for language, language_words in words.items()
    }
    found: dict[tuple[str, str], Dictionary] = {}
    for source in sources:
        for target in words:
            if source == target or not words[source] or not words[target]:
                continue
            neighbours = _mutual_neighbours(vectors[source], vectors[target])
            known = {words[source][i]: words[target][j] for i, j in neighbours}
            if source in parallel and target in parallel:
                known |= _aligned(parallel[source], parallel[target])
            if source in QUESTION_WORDS and target in QUESTION_WORDS:
                interrogatives = QUESTION_WORDS[source].split(), QUESTION_WORDS[target].split()
                known |= dict(zip(*interrogatives, strict=True))
            found[source, target] = {w: other for w, other in known.items() if w != other}
    return found


class Switcher:
    """Replaces words by words of another language.

    Args:
        known: Dictionaries by source and target language.
        weights: Sampling weights of the target languages; 1 by default.
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
        """Return a question and a document of which one is code-switched."""
        source = document.language
        if source not in self._targets:
            return question, document, span
        languages, weights = self._targets[source]
        target = chance.choices(languages, weights)[0]
        if chance.random() < 0.5:
            switched_question, _ = _replaced(question, self._known[source, target], chance)
            return switched_question, document, span
        switched, starts = self._document(document, target)
        return question, switched, None if span is None else _moved_span(span, starts)

    def question(self, question: str, source: str, chance: random.Random) -> str:
        """Return a question of a source language with words of another one."""
        if source not in self._targets:
            return question
        languages, weights = self._targets[source]
        target = chance.choices(languages, weights)[0]
        return _replaced(question, self._known[source, target], chance)[0]

    def _document(self, document: Document, target: str) -> tuple[Document, list[Span]]:
        key = document.id, target
        if key not in self._switched:
            chance = random.Random("/".join(key))
            text, starts = _replaced(document.text, self._known[document.language, target], chance)
            name = f"{document.id}>{target}"
            self._switched[key] = replace(document, id=name, text=text, title=""), starts
        return self._switched[key]


def _replaced(text: str, known: Dictionary, chance: random.Random) -> tuple[str, list[Span]]:
    """Return the text with words replaced, and the old and new start of each piece."""
    pieces: list[str] = []
    starts: list[Span] = [(0, 0)]
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
        starts.append((found.start(), length))
        length += len(other)
        at = found.end()
        starts.append((at, length))
    return "".join([*pieces, text[at:]]), starts


def _moved_span(span: Span, pieces: Sequence[Span]) -> Span:
    """Return the span after words were replaced; replaced words are inside as a whole."""
    starts = [old for old, _ in pieces]
    first, last = bisect_right(starts, span[0]) - 1, bisect_right(starts, span[1] - 1) - 1
    begin = _offset_inside(span[0], pieces, first)
    if _is_word(last):  # extend to the end of the replaced word
        return begin, pieces[last + 1][1]
    old, new = pieces[last]
    return begin, new + span[1] - old


def _offset_inside(at: int, pieces: Sequence[Span], index: int) -> int:
    old, new = pieces[index]
    return new if _is_word(index) else new + at - old


def _is_word(piece: int) -> bool:
    """Return whether a piece is a replaced word: unchanged and replaced pieces alternate."""
    return piece % 2 == 1


def _words(text: str) -> list[str]:
    return [found.lower() for found in _WORD.findall(text)]


def _aligned(first: Sequence[str], second: Sequence[str]) -> Dictionary:
    """Return the likeliest translations of frequent words (IBM model 1, Brown et al. 1993)."""
    pairs = [(_words(a), _words(b)) for a, b in zip(first, second, strict=True)]
    chances: dict[tuple[str, str], float] = defaultdict(lambda: 1.0)
    for _ in range(_ROUNDS):
        links: dict[tuple[str, str], float] = defaultdict(float)
        totals: dict[str, float] = defaultdict(float)
        for words, others in pairs:
            for other in others:
                total = sum(chances[word, other] for word in words)
                for word in words:
                    share = chances[word, other] / total
                    links[word, other] += share
                    totals[word] += share
        chances = defaultdict(float, {pair: n / totals[pair[0]] for pair, n in links.items()})
    seen = Counter(word for words, _ in pairs for word in words)
    best: dict[str, tuple[float, str]] = {}
    for (word, other), probability in chances.items():
        if seen[word] >= _OFTEN:
            best[word] = max(best.get(word, (0.0, "")), (probability, other))
    return {
        word: other
        for word, (probability, other) in best.items()
        if probability >= _MIN_PROBABILITY
    }


def _mutual_neighbours(
    first: NDArray[np.float32], second: NDArray[np.float32]
) -> list[tuple[int, int]]:
    """Return pairs of rows that are mutual nearest neighbours, or nearer than half of these."""
    similar = torch.from_numpy(first) @ torch.from_numpy(second).T
    few = min(_NEIGHBOURS, *similar.shape)
    similar = (
        2 * similar
        - similar.topk(few, dim=1).values.mean(1, keepdim=True)
        - similar.topk(few, dim=0).values.mean(0, keepdim=True)
    )
    values, nearest = (found.tolist() for found in similar.max(1))
    nearest_back = similar.argmax(0).tolist()
    mutual = [i for i, j in enumerate(nearest) if nearest_back[j] == i]
    enough = statistics.median(values[i] for i in mutual)
    return [(i, j) for i, j in enumerate(nearest) if nearest_back[j] == i or values[i] >= enough]

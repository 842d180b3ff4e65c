"""Score passages by BM25 over terms in memory (Robertson & Zaragoza 2009)."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from index.analysis import FieldQuery

_K1, _B = 1.2, 0.75  # the parameters of tantivy and Lucene


class TermIndex:
    """An inverted index of the terms of passages, by field.

    Args:
        documents: Id of each passage, and its terms by field.
    """

    def __init__(self, documents: Iterable[tuple[int, Mapping[str, Sequence[str]]]]) -> None:
        self._postings: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
        self._lengths: dict[str, dict[int, int]] = defaultdict(dict)
        self._count = 0
        for passage_id, by_field in documents:
            self._count += 1
            for name, terms in by_field.items():
                self._lengths[name][passage_id] = len(terms)
                for term, times in Counter(terms).items():
                    self._postings[name, term][passage_id] = times

    def scores(self, queries: Sequence[FieldQuery]) -> dict[int, float]:
        """Return the weighted sum of BM25 scores, by id, of the passages that have any term."""
        scores: dict[int, float] = defaultdict(float)
        for query in queries:
            found = {term: self._postings.get((query.field, term), {}) for term in query.terms}
            rarest = sorted(filter(found.get, query.terms), key=lambda term: len(found[term]))
            lengths = self._lengths.get(query.field, {})
            mean = sum(lengths.values()) / max(1, self._count)
            for term in rarest[: query.rarest]:
                holding = len(found[term])
                idf = math.log(1 + (self._count - holding + 0.5) / (holding + 0.5))
                for passage_id, times in found[term].items():
                    norm = _K1 * (1 - _B + _B * lengths[passage_id] / mean)
                    scores[passage_id] += query.weight * idf * times * (_K1 + 1) / (times + norm)
        return scores

"""Encode terms for PostgreSQL, and compute BM25 scores.

The BM25 index of pg_textsearch proposes passages, but it has no field weights, and it also counts
passages that are staged or belong to other generations. Scores are therefore computed here, from
the document frequencies of one generation.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from index.analysis import OTHER, fields, passage_terms
from index.stores.postgresql.vectors import SparseRows, sparse_binary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from index.analysis import FieldQuery

SPACE = 1_000_000_000
"""Dimensions of the sparse vectors, the maximum in pgvector; each term is hashed to one."""

_K1, _B = 1.2, 0.75  # the defaults of tantivy and Lucene
_USUAL_LENGTH = 64.0  # assumed mean length of a field, in terms; only proposals depend on it
_HEXADECIMAL = "0x"
_Number = TypeVar("_Number", float, "NDArray[np.float64]")


def token(field: str, term: str) -> str:
    """Return a term of a field as one word for the text search configuration ``simple``.

    Its parser splits at characters other than ASCII letters and digits, in a way that depends on
    the locale; a term with such characters is written in hexadecimal.

    >>> token("stems_fr", "decret"), token("words_other", "法")
    ('sfrdecret', 'wzz0xe6b395')
    """
    kind, _, language = field.partition("_")
    prefix = kind[0] + ("zz" if language == OTHER else language)
    if term.isascii() and term.isalnum() and not term.startswith(_HEXADECIMAL):
        return prefix + term
    return prefix + _HEXADECIMAL + term.encode("utf-8", "surrogatepass").hex()


@dataclass(frozen=True, slots=True)
class PassageTerms:
    """The terms of a passage, ready to be stored.

    Attributes:
        tokens: All tokens, each as often as it occurs, in any order, separated by spaces.
        lengths: Number of tokens in each field of the passage's language.
        weights: The factor of each token's frequency in BM25, for fields of the usual length, as a
            sparse vector in the binary form of pgvector.
    """

    tokens: str
    lengths: list[int]
    weights: bytes

    @classmethod
    def of(cls, text: str, language: str) -> PassageTerms:
        """Analyze the text of a passage in its context."""
        tokens: list[str] = []
        lengths: list[int] = []
        weights: dict[int, float] = {}
        for field, terms in passage_terms(text, language).items():
            lengths.append(len(terms))
            norm = _norm(len(terms) / _USUAL_LENGTH)
            for term, times in Counter(terms).items():
                one, dimension = _token_and_dimension(field, term)
                tokens += [one] * times
                weights[dimension] = times * (_K1 + 1) / (times + norm)
        return cls(" ".join(tokens), lengths, sparse_binary(weights, SPACE))


@dataclass(frozen=True, slots=True)
class TermStatistics:
    """Statistics of all passages of a generation, for BM25.

    Attributes:
        passages: Number of passages.
        lengths: Total number of terms, by field.
    """

    passages: int
    lengths: Mapping[str, int]

    @classmethod
    def of(cls, passages: int, lengths: Iterable[tuple[str, Sequence[int]]]) -> TermStatistics:
        """Sum the lengths of fields, given by language."""
        total: Counter[str] = Counter()
        for language, own in lengths:
            total.update(dict(zip(fields(language), own, strict=True)))
        return cls(passages, dict(total))


@dataclass(frozen=True, slots=True)
class TermQuery:
    """The tokens that a question searches for.

    Attributes:
        worth: Inverse document frequency times the weight of the field, by token.
        field_of: Field of each token.
        weight_of: Weight of that field, by token.
        statistics: Statistics of the generation.
    """

    worth: Mapping[str, float]
    field_of: Mapping[str, str]
    weight_of: Mapping[str, float]
    statistics: TermStatistics

    @classmethod
    def choose(
        cls,
        queries: Sequence[FieldQuery],
        counts: Mapping[str, int],
        statistics: TermStatistics,
    ) -> TermQuery:
        """Choose the tokens that occur in some passage; of fields with a limit, only the rarest.

        Args:
            queries: Terms of the question, by field.
            counts: Document frequency of each token.
            statistics: Statistics of the generation.
        """
        worth: dict[str, float] = {}
        field_of: dict[str, str] = {}
        weight_of: dict[str, float] = {}
        for query in queries:
            tokens = {term: token(query.field, term) for term in query.terms}
            present = [one for one in tokens.values() if counts.get(one)]
            for one in sorted(present, key=counts.__getitem__)[: query.rarest]:
                holding = counts[one]
                odds = (statistics.passages - holding + 0.5) / (holding + 0.5)
                worth[one] = worth.get(one, 0.0) + query.weight * math.log(1 + odds)
                field_of[one], weight_of[one] = query.field, query.weight
        return cls(worth, field_of, weight_of, statistics)

    def __bool__(self) -> bool:
        return bool(self.worth)

    @property
    def text(self) -> str:
        """The query for pg_textsearch.

        pg_textsearch has no weights, but multiplies the score of a word by its count. A token is
        therefore repeated in proportion to the weight of its field: three times and once for
        weights of 1 and 0.3.
        """
        least = min(self.weight_of.values(), default=1.0) or 1.0
        return " ".join(
            one for one in self.worth for _ in range(min(10, round(self.weight_of[one] / least)))
        )

    @property
    def sparse(self) -> str:
        """The query as a sparse vector, in the text form of pgvector."""
        values: dict[int, float] = {}
        for one, worth in self.worth.items():
            values[_dimension(one)] = values.get(_dimension(one), 0.0) + worth
        listed = ",".join(f"{at + 1}:{values[at]:.6g}" for at in sorted(values))
        return f"{{{listed}}}/{SPACE}"

    def scores(
        self,
        languages: Sequence[str],
        lengths: Sequence[Sequence[int]],
        weights: Sequence[bytes],
    ) -> NDArray[np.float64]:
        """Return the BM25 scores of passages, shape ``(passages,)``.

        Args:
            languages: Language of each passage.
            lengths: ``PassageTerms.lengths`` of each passage.
            weights: ``PassageTerms.weights`` of each passage, from which frequencies are recovered.
        """
        if not weights or not self.worth:
            return np.zeros(len(weights))
        tokens = {_dimension(one): one for one in self.worth}
        positions = np.array(sorted(tokens), np.int64)
        found, which = SparseRows.of(weights).at(positions)
        own = [tokens[position] for position in positions.tolist()]
        worth = np.array([self.worth[one] for one in own])
        names = sorted({self.field_of[one] for one in own})
        field = np.array([names.index(self.field_of[one]) for one in own])[which]
        length = np.zeros((len(weights), len(names)))
        for row, (language, counts) in enumerate(zip(languages, lengths, strict=True)):
            for name, count in zip(fields(language), counts, strict=True):
                if name in names:
                    length[row, names.index(name)] = count
        mean = np.array([self.statistics.lengths.get(name, 0) for name in names])
        mean = mean / max(1, self.statistics.passages)
        length = length[found.rows, field]
        usual = _norm(length / _USUAL_LENGTH)
        frequency = np.rint(found.values * usual / (_K1 + 1 - found.values))
        norm = _norm(length / mean[field])
        score = worth[which] * frequency * (_K1 + 1) / (frequency + norm)
        return np.bincount(found.rows, score, len(weights)).astype(np.float64, copy=False)


def _norm(relative_length: _Number) -> _Number:
    """Return the part of BM25's denominator that depends on the length of a passage."""
    return _K1 * (1 - _B + _B * relative_length)


@lru_cache(200_000)
def _token_and_dimension(field: str, term: str) -> tuple[str, int]:
    """Return the token of a term and its dimension; cached, since terms recur between passages."""
    one = token(field, term)
    return one, _dimension(one)


def _dimension(one: str) -> int:
    """Return the dimension of a token in the sparse vectors."""
    digest = hashlib.blake2b(one.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") % SPACE


def tokens_of(queries: Sequence[FieldQuery]) -> list[str]:
    """Return every token that a question may search for."""
    return [token(query.field, term) for query in queries for term in query.terms]

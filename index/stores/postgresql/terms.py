"""Terms as PostgreSQL keeps them, and BM25 over those of few passages.

The BM25 index of pg_textsearch proposes passages. Their scores are computed here, from counts of
the generation that is read: the index also counts passages that are not published or not of this
generation, and knows neither fields nor what the very word weighs beside its stem.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from index.analysis import OTHER, fields, passage_terms
from index.stores.postgresql.vectors import sparse_binary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from index.analysis import FieldQuery

SPACE = 1_000_000_000
"""Dimensions of the sparse vectors: the most that pgvector has. A term's is made of its hash."""

_K1, _B = 1.2, 0.75  # as tantivy and Lucene have them
_USUAL_LENGTH = 64.0  # terms of a passage in a field, roughly: for proposing, not for scores
_HEXADECIMAL = "0x"


def token(field: str, term: str) -> str:
    """Return a term of a field as one word for the ``simple`` configuration.

    Its parser cuts at what is no ASCII letter or digit, and differs between locales, so that a term
    of other characters is written in hexadecimal.

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
        tokens: All of them, repeated as often as they occur, with spaces between.
        lengths: How many there are in each field of the passage's language.
        weights: Their part of BM25, of a usual length, as a sparse vector of pgvector.
    """

    tokens: str
    lengths: list[int]
    weights: bytes

    @classmethod
    def of(cls, text: str, language: str) -> PassageTerms:
        """Analyze a passage in its context."""
        tokens: list[list[str]] = []
        weights: dict[int, float] = {}
        for field, terms in passage_terms(text, language).items():
            own = [token(field, term) for term in terms]
            tokens.append(own)
            norm = _norm(len(own) / _USUAL_LENGTH)
            for one, times in Counter(own).items():
                weights[_dimension(one)] = times * (_K1 + 1) / (times + norm)
        joined = " ".join(chain.from_iterable(tokens))
        return cls(joined, [*map(len, tokens)], sparse_binary(weights, SPACE))


@dataclass(frozen=True, slots=True)
class TermStatistics:
    """What BM25 knows of all passages of a generation.

    Attributes:
        passages: How many there are.
        lengths: How many terms they have in all, by field.
    """

    passages: int
    lengths: Mapping[str, int]

    @classmethod
    def of(cls, passages: int, lengths: Iterable[tuple[str, Sequence[int]]]) -> TermStatistics:
        """Add up the lengths of each language's fields."""
        total: Counter[str] = Counter()
        for language, own in lengths:
            total.update(dict(zip(fields(language), own, strict=True)))
        return cls(passages, dict(total))


@dataclass(frozen=True, slots=True)
class TermQuery:
    """What a question looks up: tokens that passages have, and what each is worth.

    Attributes:
        worth: Inverse document frequency times the weight of the field, by token.
        field_of: The field of each token.
        weight_of: The weight of that field.
        statistics: Of the generation.
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
        """Leave out what no passage has, and all but the rarest terms of a field.

        Args:
            queries: What was asked for.
            counts: In how many passages each token is.
            statistics: Of the generation.
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
        """The question for pg_textsearch, which counts a word as often as it is repeated.

        So it weighs a field: of weights 1 and 0.3, three times and once.
        """
        least = min(self.weight_of.values(), default=1.0) or 1.0
        return " ".join(
            one for one in self.worth for _ in range(min(10, round(self.weight_of[one] / least)))
        )

    @property
    def sparse(self) -> str:
        """The question as a sparse vector of pgvector, in its text form."""
        values: dict[int, float] = {}
        for one, worth in self.worth.items():
            values[_dimension(one)] = values.get(_dimension(one), 0.0) + worth
        listed = ",".join(f"{at + 1}:{values[at]:.6g}" for at in sorted(values))
        return f"{{{listed}}}/{SPACE}"

    def score(self, tokens: str, language: str, lengths: Sequence[int]) -> float:
        """Return the BM25 score of a passage.

        Args:
            tokens: ``PassageTerms.tokens``.
            language: Of the passage.
            lengths: ``PassageTerms.lengths``.
        """
        length_of = dict(zip(fields(language), lengths, strict=True))
        own = tokens.split(" ")
        score = 0.0
        for one in sorted(self.worth.keys() & own):  # since sums of floats depend on the order
            field, count = self.field_of[one], own.count(one)
            mean = self.statistics.lengths[field] / max(1, self.statistics.passages)
            norm = _norm(length_of[field] / mean)
            score += self.worth[one] * count * (_K1 + 1) / (count + norm)
        return score


def _norm(relative_length: float) -> float:
    return _K1 * (1 - _B + _B * relative_length)


@lru_cache(200_000)
def _dimension(one: str) -> int:
    digest = hashlib.blake2b(one.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") % SPACE


def tokens_of(queries: Sequence[FieldQuery]) -> list[str]:
    """Return every token that may be looked up for a question."""
    return [token(query.field, term) for query in queries for term in query.terms]

"""Terms in PostgreSQL: what is stored gives the frequencies back, and scores are those of BM25."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("psycopg", reason="pip install 'dateline[postgres]'")

from index.analysis import fields, passage_terms, question_terms
from index.stores.postgresql.terms import PassageTerms, TermQuery, TermStatistics, token
from index.stores.postgresql.vectors import SparseRows, sparse_binary

WORDS = "ban", "bans", "décret", "decree", "Sunday", "法", "x", "2020", "0xfe"
texts = st.lists(st.sampled_from(WORDS), max_size=300).map(" ".join)
languages = st.sampled_from(["en", "fr", "zh"])


def expected(query: TermQuery, text: str, language: str) -> float:
    """The formula, from the terms themselves."""
    score = 0.0
    for field, terms in passage_terms(text, language).items():
        counts = Counter(token(field, term) for term in terms)
        mean = query.statistics.lengths.get(field, 0) / query.statistics.passages
        for one, count in counts.items():
            if one in query.worth:
                norm = 1.2 * (0.25 + 0.75 * len(terms) / mean)
                score += query.worth[one] * count * 2.2 / (count + norm)
    return score


@given(st.lists(st.tuples(texts, languages), max_size=6), texts)
def test_scores_are_those_of_the_terms(passages: list[tuple[str, str]], question: str) -> None:
    stored = [PassageTerms.of(text, language) for text, language in passages]
    lengths = [(language, one.lengths) for (_, language), one in zip(passages, stored, strict=True)]
    statistics = TermStatistics.of(max(1, len(passages)), lengths)
    present = Counter(one for each in stored for one in {*each.tokens.split()})
    asked = question_terms(question, "en", ["en", "fr", "zh"])
    query = TermQuery.choose(asked, present, statistics)
    scores = query.scores(
        [language for _, language in passages],
        [one.lengths for one in stored],
        [one.weights for one in stored],
    )
    right = [expected(query, text, language) for text, language in passages]
    assert scores.tolist() == pytest.approx(right, rel=1e-9)


@given(texts, languages)
def test_tokens_are_the_terms_of_all_fields(text: str, language: str) -> None:
    stored = PassageTerms.of(text, language)
    terms = passage_terms(text, language)
    assert Counter(stored.tokens.split()) == Counter(
        token(field, term) for field, own in terms.items() for term in own
    )
    assert stored.lengths == [len(terms[field]) for field in fields(language)]


@given(
    st.lists(
        st.dictionaries(st.integers(0, 99), st.floats(0.5, 9, width=32), max_size=20), max_size=5
    ),
    st.sets(st.integers(0, 99), min_size=1),
)
def test_elements_of_sparse_vectors_are_found_by_position(
    vectors: list[dict[int, float]], wanted: set[int]
) -> None:
    positions = np.array(sorted(wanted))
    found, which = SparseRows.of([sparse_binary(one, 100) for one in vectors]).at(positions)
    assert list(
        zip(found.rows.tolist(), positions[which].tolist(), found.values.tolist(), strict=True)
    ) == [
        (row, position, one[position])
        for row, one in enumerate(vectors)
        for position in sorted(one.keys() & wanted)
    ]


def test_a_word_that_is_repeated_very_often_is_counted() -> None:
    stored = PassageTerms.of("ban " * 3000, "en")
    statistics = TermStatistics.of(2, [("en", stored.lengths)])
    query = TermQuery.choose(
        question_terms("ban", "en", ["en"]), {token("stems_en", "ban"): 1}, statistics
    )
    [score] = query.scores(["en"], [stored.lengths], [stored.weights])
    worth = math.log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    norm = 1.2 * (0.25 + 0.75 * 2)
    assert score == pytest.approx(worth * 3000 * 2.2 / (3000 + norm), rel=1e-4)

"""Mine hard negatives: documents similar to a question that do not contain its answer."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.data import Document, Example

PER_EXAMPLE = 8
"""Hard negatives per question, the best by TF-IDF."""
_RANKED = 30
_AT_ONCE = 500  # questions whose similarities are in memory at a time


def mine_hard_negatives(
    documents: Sequence[Document], examples: Sequence[Example]
) -> list[tuple[Document, ...]]:
    """Return hard negatives of each example, from its collection and language, most similar first.

    None of them contains one of the answers, ignoring case.
    """
    groups: dict[tuple[str, str], list[Document]] = defaultdict(list)
    for document in documents:
        groups[document.collection, document.language].append(document)
    found: list[tuple[Document, ...]] = [()] * len(examples)
    for key, pool in groups.items():
        indices = [
            index
            for index, example in enumerate(examples)
            if (example.document.collection, example.document.language) == key
        ]
        for index, ranked in zip(
            indices, _rank(pool, [examples[p].question for p in indices]), strict=True
        ):
            found[index] = tuple(_without_answer(examples[index], [pool[i] for i in ranked]))
    return found


def _without_answer(example: Example, ranked: Sequence[Document]) -> list[Document]:
    answers = [answer.casefold() for answer in example.answers]
    right = [
        document
        for document in ranked
        if document.id != example.document.id
        and not any(answer in document.text.casefold() for answer in answers)
    ]
    return right[:PER_EXAMPLE]


def _rank(pool: Sequence[Document], questions: Sequence[str]) -> list[list[int]]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(sublinear_tf=True, strip_accents="unicode")
    texts = vectorizer.fit_transform(f"{document.title}\n{document.text}" for document in pool)
    ranked: list[list[int]] = []
    for start in range(0, len(questions), _AT_ONCE):
        queries = vectorizer.transform(questions[start : start + _AT_ONCE])
        similar = (queries @ texts.T).toarray()
        best = (-similar).argsort(axis=1, kind="stable")[:, :_RANKED]
        ranked += [[int(i) for i in row if similar[which, i] > 0] for which, row in enumerate(best)]
    return ranked

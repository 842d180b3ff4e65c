"""The arithmetic of a search: scores fused, made comparable across languages, copies folded."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from statistics import median
from typing import TYPE_CHECKING

from index.datatypes import Period, ScoredId

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.stores import PassageInfo

WORDS_SAME_LANGUAGE = 0.4
WORDS_OTHER_LANGUAGE = 0.1
"""The share of the word score in the fused one. Words of another language match by accident
where they are not names or numbers."""

AS_WELL = 0.02
"""Cosine similarities that differ by no more are as good, among near-copies."""

SHARED_WORDS_SAME_LANGUAGE = 0.1
SHARED_WORDS_OTHER_LANGUAGE = 0.02
"""What the best match by shared words adds to the similarity of the words' meanings."""

SHARED_TIME = 0.04
PUBLISHED_THEN = 0.02
"""What a passage gains that speaks of the time a question names, or was published then."""

OTHER_LANGUAGE = 0.15
LEVELLED = 0.8
FEW = 5
"""Words of one language are nearer to each other than to those of another, whatever they mean, and
the further apart two languages are, the more so. Each language's candidates are therefore moved:
up by ``OTHER_LANGUAGE``, and by ``LEVELLED`` of what their median lies below that of the
question's own language, less so where either has not many more than ``FEW``.

docs/evaluation.md says which data chose these constants."""


def fuse(
    dense: Sequence[ScoredId],
    lexical: Sequence[ScoredId],
    languages: Mapping[int, str],
    language: str,
) -> list[ScoredId]:
    """Fuse the scores of one question's candidates convexly.

    Each method's are scaled to 0…1 over the candidates, then added (Bruch, Gai & Ingber 2023,
    arXiv:2210.11934).

    Args:
        dense: Cosine similarity of every candidate.
        lexical: BM25 score of those that share a word.
        languages: Each candidate's language.
        language: The question's.

    Returns:
        Every candidate, best first; ties in the order of the ids.
    """
    lowest = min((found.score for found in dense), default=0.0)
    spread = (max((found.score for found in dense), default=0.0) - lowest) or 1.0
    words = _scaled(lexical)
    fused = []
    for found in dense:
        own = languages[found.id] == language
        weight = WORDS_SAME_LANGUAGE if own else WORDS_OTHER_LANGUAGE
        meaning = (found.score - lowest) / spread
        fused.append(ScoredId(found.id, (1 - weight) * meaning + weight * words.get(found.id, 0.0)))
    return sorted(fused, key=best_first)


def level(
    similar: Sequence[ScoredId], languages: Mapping[int, str], language: str
) -> list[ScoredId]:
    """Make scores comparable across languages; see ``OTHER_LANGUAGE``.

    Args:
        similar: Late-interaction scores, -1 to 1.
        languages: Each candidate's language.
        language: The question's; where no candidate is in it, all of them are the measure.

    Returns:
        Every candidate, in the same order.
    """
    groups: dict[str, list[float]] = defaultdict(list)
    for found in similar:
        groups[languages[found.id]].append(found.score)
    own = groups.get(language) or [found.score for found in similar] or [0.0]
    moved = {language: 0.0}
    for other in groups.keys() - {language}:
        below = median(own) - median(groups[other])
        fewest = min(len(own), len(groups[other]))
        moved[other] = OTHER_LANGUAGE + LEVELLED * below * fewest / (fewest + FEW)
    return [ScoredId(found.id, found.score + moved[languages[found.id]]) for found in similar]


def add_shared_words(
    similar: Sequence[ScoredId],
    lexical: Sequence[ScoredId],
    languages: Mapping[int, str],
    language: str,
) -> list[ScoredId]:
    """The final score: how near the words are in meaning, and a little for being the same.

    Args:
        similar: Levelled late-interaction scores.
        lexical: BM25 score of those that share a word.
        languages: Each candidate's language.
        language: The question's.

    Returns:
        Every candidate, best first; ties in the order of the ids.
    """
    words = _scaled(lexical)
    scored = []
    for found in similar:
        own = languages[found.id] == language
        weight = SHARED_WORDS_SAME_LANGUAGE if own else SHARED_WORDS_OTHER_LANGUAGE
        scored.append(ScoredId(found.id, found.score + weight * words.get(found.id, 0.0)))
    return sorted(scored, key=best_first)


def add_shared_times(
    similar: Sequence[ScoredId],
    about: Sequence[Period],
    times: Mapping[int, Sequence[Period]],
    origins: Mapping[int, PassageInfo],
) -> list[ScoredId]:
    """Move passages up that speak of the time a question is about; none is left out.

    Args:
        similar: Passages and their scores.
        about: The periods that the question names.
        times: The periods that each passage mentions.
        origins: When each passage's article was published, which counts for less.

    Returns:
        Every passage, best first; ties in the order of the ids.
    """
    scored = []
    for found in similar:
        spoken = max((_fits(one, about) for one in times.get(found.id, ())), default=0.0)
        written = _fits(origins[found.id].published, about)
        bonus = max(SHARED_TIME * spoken, PUBLISHED_THEN * written)
        scored.append(ScoredId(found.id, found.score + bonus))
    return sorted(scored, key=best_first)


def _fits(period: Period, about: Sequence[Period]) -> float:
    """How well a period fits the best of some others: 1 if it lies inside, less if it is wider."""
    return max((_share(period, other) for other in about), default=0.0)


def _share(period: Period, other: Period) -> float:
    if period.start == date.min and period.end == date.max:
        return 0.0
    if period.start == date.min or period.end == date.max:
        # Of an open period, the end that is known.
        period = Period.of_day(period.last if period.start == date.min else period.start)
    if not period.overlaps(other):
        return 0.0
    start, end = max(period.start, other.start), min(period.end, other.end)
    return (end - start).days / (period.end - period.start).days


def fold(
    ranked: Sequence[ScoredId], dense: Sequence[ScoredId], origins: Mapping[int, PassageInfo]
) -> list[ScoredId]:
    """Keep, of each cluster of near-copies, the passages of one article.

    It is the earliest of those that fit as well as the best does: a later one may say more.

    Args:
        ranked: Passages, best first.
        dense: Their cosine similarities.
        origins: Where they come from.

    Returns:
        Those that are kept, in the same order.
    """
    kept: dict[str, PassageInfo] = {}
    best: dict[str, float] = {}
    for found in sorted(dense, key=best_first):
        origin = origins[found.id]
        if origin.cluster is None:
            continue
        if found.score >= best.setdefault(origin.cluster, found.score) - AS_WELL:
            known = kept.setdefault(origin.cluster, origin)
            kept[origin.cluster] = min(known, origin, key=_by_date)
    return [
        found
        for found in ranked
        for origin in [origins[found.id]]
        if origin.cluster is None or kept[origin.cluster].article_id == origin.article_id
    ]


def _by_date(origin: PassageInfo) -> tuple[date, date, str]:
    return origin.published.start, origin.published.end, origin.article_id


def best_first(found: ScoredId) -> tuple[float, int]:
    """Sorting key: higher scores first; ties in the order of the ids."""
    return -found.score, found.id


def _scaled(lexical: Sequence[ScoredId]) -> dict[int, float]:
    most = max((found.score for found in lexical), default=0.0) or 1.0
    return {found.id: found.score / most for found in lexical}

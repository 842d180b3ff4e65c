"""Read passages with an extractive model, and estimate the probability of its spans."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from index.dates.datelines import dateline_end
from index.dates.plain import whole_letters
from index.dates.resolution import annotate
from index.passages import in_context, sentences
from qa.calibration import Calibration
from qa.question import Kind
from qa.readers import Reading, answerability, article_match, best_of_each
from qa.readers.answer_types import expected_type, is_of_type
from qa.readers.answerability import COMPARED_HITS, evidence, supporting
from qa.readers.article_match import article_evidence, match_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index.datatypes import Hit
    from index.passages import Span
    from qa.question import Question
    from qa.readers.answer_types import AnswerType
    from qa.readers.extraction import ExtractedSpan, SpanExtractor

FEATURES = (
    "margin",
    "gap_to_last",
    "dense",
    "same_language",
    "open",
    "retrieval_score_if_open",
    "of_type",
    "recency_if_present",
    "agreeing_articles",
    "depth",
    *article_match.EVIDENCE,
)
"""Features of the best span of a passage:

- ``margin``: logit of the span minus the logit of no answer; 0 if no words of a passage can answer;
- ``gap_to_last``: retrieval score of the passage minus that of the last of the few best passages,
  or of the worst if there are fewer, since the level of scores depends on the question, its
  language and the corpus. ``USUAL_GAP`` is added if these passages are from one or two articles,
  which do not show the level;
- ``dense``: cosine similarity of passage and question;
- ``same_language``: whether the passage is in the question's language; if not, ``dense`` and
  ``margin`` are lower, although the passage answers just as often;
- ``open``: whether the question asks for a yes or no, or for news;
- ``retrieval_score_if_open``: retrieval score for an open question, which has no margin; else 0;
- ``of_type``: whether the span has the expected answer type and is not in the question
  (``qa.readers.answer_types``);
- ``recency_if_present``: share of the articles read that were published earlier, if the question is
  not about the past and names no time; else 0;
- ``agreeing_articles``: number of other articles with the same words, at most two;
- ``depth``: offset of the passage in its article, as a share of ``DEEP`` and at most 1, since news
  states the most important facts first;
- match of article and question (``qa.readers.article_match``).
"""

CALIBRATION = Path(__file__).with_name("spans.json")
"""File of a logistic model over ``FEATURES``, fitted by ``benchmarks/fit_reader.py``. It gives the
probability that the best span is right."""

USUAL_GAP = 0.15
"""Mean difference between development questions' passages with and without an answer."""

MISMATCH = 4.0
"""Penalty in logits of a span without the expected answer type."""

DEEP = 3000
"""Offset in characters from which all passages of an article count as equally deep."""

_AGREEING = 2.0  # articles
_COMPARED = 3  # articles needed to show the level of scores
_REMEMBERED = 256  # questions in the cache, each with the passages that were read
_LARGEST_MARGIN = 12.0
_PAIRS = (("(", ")"), ("[", "]"), ("«", "»"), ("“", "”"), ("„", "“"))
_MARKS = " \t\r\n,;:，、；：،؛"  # never the last character of an answer
_NUMBER, _LONGEST_NUMBER = re.compile(r"\d+(?:[.,]\d+)*"), 20
_HYPHENATED = re.compile(r"[\w-]*")
_STOPS = ".!?…。！？।"
_ABBREVIATED = 4  # letters; a full stop after a longer word, or after a figure, ends a sentence
_SEVERAL = (Kind.LIST, Kind.WHEN)  # a state may begin at different times for different people
_LISTED = math.log(10)
"""Maximum difference in logits between the best span and others that are returned with it, for a
question that may have several answers; the others are at least a tenth as likely."""


class _CachingExtractor:
    """A cache of the last questions: the page asks its suggested questions before users do."""

    def __init__(self, extractor: SpanExtractor) -> None:
        self.extract = lru_cache(_REMEMBERED)(extractor.extract)


class SpanReader:
    """Extracts spans, and estimates the probability that they are right (``FEATURES``).

    Whether the corpus answers at all is estimated by another model, for all spans together
    (``qa.readers.answerability``).

    Args:
        extractor: Extractive model. The logistic model was fitted with the bundled one; with
            another, the order of the spans is still useful, but the probabilities are less
            reliable.
    """

    def __init__(self, extractor: SpanExtractor) -> None:
        self._extractor = _CachingExtractor(extractor)
        self._calibration = Calibration.load(CALIBRATION, FEATURES)
        self._answerability = Calibration.load(answerability.CALIBRATION, answerability.FEATURES)

    @property
    def calibrations(self) -> dict[str, Calibration]:
        """The calibrated models, by what they estimate."""
        return {
            "how likely the words are right": self._calibration,
            "whether the corpus answers": self._answerability,
        }

    def read(self, question: Question, hits: Sequence[Hit]) -> list[Reading]:
        """Read passages as ``Reader.read`` does."""
        found = candidates(self._extractor, question, hits)
        if not found:
            return []
        readings = [reading for reading, _ in found]
        logits = [self._calibration.logit(features) for _, features in found]
        best = max(range(len(found)), key=logits.__getitem__)
        known = evidence(question, readings, readings[best])
        answerable = self._answerability.reaches_threshold(
            self._answerability.probability({"score": logits[best], **known})
        )
        return best_of_each(
            [
                replace(
                    reading,
                    score=1 / (1 + math.exp(-logit)),
                    answerable=answerable,
                )
                for reading, logit in zip(readings, logits, strict=True)
            ]
        )


def candidates(
    extractor: SpanExtractor, question: Question, hits: Sequence[Hit]
) -> list[tuple[Reading, dict[str, float]]]:
    """Return the best reading of each passage, unscored, with its ``FEATURES``.

    Args:
        extractor: Extractive model.
        question: Parsed question.
        hits: Passages in the order of retrieval.
    """
    texts = tuple(in_context(hit.article, hit.passage) for hit in hits)
    begins = tuple(len(text) - len(h.passage.text) for text, h in zip(texts, hits, strict=True))
    # The day of publication at the start of an article is not when anything in it happened.
    datelines = (_after_dateline(hit) - hit.passage.start for hit in hits)
    answers_from = tuple(begin + length for begin, length in zip(begins, datelines, strict=True))
    extracted = extractor.extract(question.read_as, texts, answers_from)
    least = min((hit.score for hit in hits[:COMPARED_HITS]), default=0.0)
    compared = len({hit.article.id for hit in hits[:COMPARED_HITS]}) >= _COMPARED
    found = []
    wordless = _is_wordless(question, extracted)
    expected = None if wordless else expected_type(question)
    present = not question.temporal.past and not question.temporal.mentioned
    terms = match_terms(question, (hit.article for hit in hits[:COMPARED_HITS]))
    for hit, begin, all_spans in zip(hits, begins, extracted, strict=True):
        if not all_spans:
            continue
        moved = hit.passage.start - begin
        fits = partial(_is_fitting, question, expected, hit, moved)
        timed = question.kind is Kind.WHEN
        spans = _with_times(all_spans, hit, moved) if timed else all_spans
        ordered = spans if wordless else _by_type(spans, fits)
        chosen = _several(ordered) if question.kind in _SEVERAL else [ordered[0]]
        places = tuple(
            _trimmed(hit.article.text, span.start + moved, span.end + moved) for span in chosen
        )
        margin = 0.0 if wordless else ordered[0].score
        features = {
            "margin": max(-_LARGEST_MARGIN, min(_LARGEST_MARGIN, margin)),
            "gap_to_last": hit.score - least + (0.0 if compared else USUAL_GAP),
            "dense": hit.dense,
            "same_language": float(hit.article.language == question.language),
            "open": float(wordless),
            "retrieval_score_if_open": hit.score if wordless else 0.0,
        }
        words = () if question.kind is Kind.SUBJECT and wordless else places
        reading = Reading(hit, *_quote(hit, places), 0.0, words)
        features |= {
            "recency_if_present": _recency(hit, hits[:COMPARED_HITS]) if present else 0.0,
            "depth": min(1.0, (hit.passage.start - hit.article.body_start) / DEEP),
            "of_type": float(wordless or fits(ordered[0])),
            **article_evidence(terms, reading),
        }
        found.append((reading, features))
    few = hits[:COMPARED_HITS]
    for reading, features in found:
        features["agreeing_articles"] = min(_AGREEING, len(supporting(reading, few)))
    return found


def _after_dateline(hit: Hit) -> int:
    """Return the offset at which a passage begins, without the dateline of its article."""
    article, start = hit.article, hit.passage.start
    if article.text[article.body_start : start].strip():
        return start
    return max(start, dateline_end(article))


def _is_fitting(
    question: Question, expected: AnswerType | None, hit: Hit, moved: int, span: ExtractedSpan
) -> bool:
    """Return whether a span has the expected answer type."""
    article = hit.article
    place = span.start + moved, span.end + moved
    return is_of_type(expected, question, article.text, *place, article.language)


def _with_times(spans: Sequence[ExtractedSpan], hit: Hit, moved: int) -> Sequence[ExtractedSpan]:
    """Return the spans that state a time, best first; all of them if none of the best does.

    A span without a time may answer, too: "when the last of them is rescued".
    """
    text, article = hit.article.text, hit.article
    few = [span for span in spans if span.score >= spans[0].score - MISMATCH]
    timed = [
        span
        for span in few
        if annotate(
            text[span.start + moved : span.end + moved], article.language, article.published
        )
    ]
    return timed or spans


def _recency(hit: Hit, hits: Sequence[Hit]) -> float:
    """Return the share of the other articles, with known dates, that were published before one."""
    own = hit.article.published
    others = {one.article.id: one.article.published for one in hits}
    others.pop(hit.article.id, None)
    if own.precision == "open" or not others:
        return 0.0
    before = (one.precision != "open" and one.end <= own.start for one in others.values())
    return sum(before) / len(others)


def _by_type(
    spans: Sequence[ExtractedSpan], fits: Callable[[ExtractedSpan], bool]
) -> list[ExtractedSpan]:
    """Return the spans best first, with those of an unexpected answer type last."""
    return sorted(spans, key=lambda one: MISMATCH * (not fits(one)) - one.score)


def _is_wordless(question: Question, extracted: Sequence[Sequence[ExtractedSpan]]) -> bool:
    """Return whether no words of a passage can answer; for a subject, the reading decides."""
    if question.kind is Kind.SUBJECT:
        return not any(spans and spans[0].score > 0 for spans in extracted)
    return question.kind is Kind.OPEN


def _several(spans: Sequence[ExtractedSpan]) -> list[ExtractedSpan]:
    """Return the best span, and almost equally good ones that do not overlap a better one."""
    chosen: list[ExtractedSpan] = []
    for span in spans:
        apart = all(span.end <= other.start or other.end <= span.start for other in chosen)
        if apart and span.score >= spans[0].score - _LISTED:
            chosen.append(span)
    return chosen


def _trimmed(text: str, start: int, end: int) -> Span:
    """Return a span without punctuation at its ends; some tokens end in a mark."""
    words = text[start:end].rstrip(_MARKS)
    bare = words.rstrip(_STOPS)
    last = bare.split()[-1:]
    if last and (len(last[0]) > _ABBREVIATED or not last[0][-1].isalpha()):
        words = bare
    for opening, closing in _PAIRS:
        if opening not in words and not words.startswith(closing):
            words = words.rstrip(closing)
        if closing not in words and not words.endswith(opening):
            words = words.lstrip(opening)
    words = words.strip(_MARKS)
    at = text.index(words, start)
    return (
        whole_letters(text, *_extended_to_words(text, at, at + len(words)))
        if words
        else (start, end)
    )


def _extended_to_words(text: str, start: int, end: int) -> Span:
    """Return a span that cuts no number and no word with hyphens: "70-year-old", not "70-"."""
    for number in _NUMBER.finditer(text, max(0, start - _LONGEST_NUMBER), end + _LONGEST_NUMBER):
        if number.start() < start < number.end():
            start = number.start()
        if number.start() < end < number.end():
            end = number.end()
    if text[end - 1] == "-":
        end = end + len(_HYPHENATED.match(text[end:]).group())  # type: ignore[union-attr]
    return start, end


def _quote(hit: Hit, spans: Sequence[Span]) -> Span:
    """Return the span of the sentences that contain the spans, without a dateline."""
    article, passage = hit.article, hit.passage
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    whole = [
        (start, end)
        for start, end in sentences(article.text, article.language, passage.start, passage.end)
        if start < last and first < end
    ]
    start = min([first, *(start for start, _ in whole)])
    return max(start, _after_dateline(hit)), max([last, *(end for _, end in whole)])

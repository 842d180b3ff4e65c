"""Measure how well an article matches the names, numbers, times and words of a question.

A passage may fit a question in every other respect. Only the name, the year or the number of the
question shows that it is about something else.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from index.analysis import STEMMED, passage_terms
from index.datatypes import Period
from qa.languages import language_pack
from qa.normalization import spaced
from qa.question import Kind
from qa.readers.lexical_overlap import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.datatypes import Article
    from qa.question import Question
    from qa.readers import Reading

EVIDENCE = ("names_held", "time_held", "words_held", "words_near")
"""Features of an article for a question:

- ``names_held``: share of the question's names and numbers in the article, its title, its source or
  its date; 1 if the question has none. A word is a name if it is capitalized in the question or in
  the articles. In German, which capitalizes all nouns, it is a name if it is a country, or if
  articles in another language capitalize it.
- ``time_held``: 1 if the article was published in a period of the question, or mentions it near the
  quote; .5 if it mentions it elsewhere; 0 otherwise. 1 if the question has no period with a year,
  or if the article is undated.
- ``words_held``: share of the question's other words in the article.
- ``words_near``: share of all words in the title, in the quote, or just before it.

The last two are ``UNKNOWN`` if question and article differ in language.
"""

UNKNOWN = {"words_held": 0.8, "words_near": 0.6}
"""Values for another language: about the means of questions answered in their own language."""

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_HAPPENED = {Kind.OTHER, Kind.LIST, Kind.SUBJECT}
_NO_COUNTRY = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}  # "unknown region" among them
_NAME = 2  # letters of the shortest name that counts
_PREFIX = 5  # letters compared: fixed-prefix stemming
_TERRITORY = 4  # letters that a country and its people share: "Greek", "Greece"
_FUZZY = 5  # letters of the shortest name in which typing errors are tolerated
_MIN_RATIO, _MIN_RATIO_ACROSS = (
    0.84,
    0.72,
)  # difflib's ratio; lower across languages
BEFORE = 240  # characters before a quote that count as near it
_REPORTED = timedelta(days=45)  # longest time after an event in which articles report it
_FORESEEN = timedelta(days=400)  # longest time before an event in which articles announce it
_CAPITALISED = 0.7  # least share of capitalized occurrences within sentences of a name


@dataclass(frozen=True, slots=True)
class MatchTerms:
    """The terms of a question that a matching article should have.

    Attributes:
        names: Names and numbers.
        words: Other content words.
        times: Periods with a year.
        language: ISO 639-1 code of the question's language.
        past: Whether the question asks about a past event, not a planned one.
    """

    names: tuple[str, ...]
    words: tuple[str, ...]
    times: tuple[Period, ...]
    language: str
    past: bool


def match_terms(question: Question, articles: Iterable[Article]) -> MatchTerms:
    """Return the terms of a question.

    Args:
        question: Parsed question.
        articles: Articles whose capitalization shows which words are names.
    """
    query = question.query
    times, timed = _periods_with_year(question)
    pack = language_pack(question.language)
    idle = ""
    if pack is not None:
        cues = pack.questions, pack.follow_ups
        idle = "|".join([cues[0].asking, cues[0].when, cues[1].light, pack.articles])
        idle += f"|{cues[0].happening}|{pack.temporal.latest}"
    dropped = [
        match.span() for match in re.finditer(rf"(?<!\w)(?:{idle})(?!\w)", query, re.IGNORECASE)
    ]
    dropped = [span for span in dropped if span[0] < span[1]] + timed
    written = _capitals({article.id: article for article in articles}.values())
    names, words = [], []
    for match in _WORD.finditer(query):
        word = match.group()
        if any(match.start() < end and start < match.end() for start, end in dropped):
            continue
        if _capitalises_nouns(question.language):
            capital = bool(country_codes(word, question.language))
        else:
            capital = word != word.lower()
        if word[0].isdigit() or (
            len(word) >= _NAME and (capital or _is_mostly_capitalized(word, written))
        ):
            names.append(word)
        elif _stems(word, question.language):
            words.append(word)
    return MatchTerms(
        tuple(dict.fromkeys(names)),
        tuple(dict.fromkeys(words)),
        times,
        question.language,
        question.temporal.past or (not question.temporal.future and question.kind in _HAPPENED),
    )


def article_evidence(terms: MatchTerms, reading: Reading) -> dict[str, float]:
    """Return the ``EVIDENCE`` of an article for a question.

    Args:
        terms: Terms of the question.
        reading: Reading of the article.
    """
    article = reading.hit.article
    whole = _whole_text(article)
    near = f"{article.title}\n{article.text[max(0, reading.start - BEFORE) : reading.end]}"
    across = article.language != terms.language
    held = names_found(terms, article)
    found = {
        "names_held": sum(held) / len(held) if held else 1.0,
        "time_held": max((_time_match(one, terms, reading) for one in terms.times), default=1.0),
    }
    if across:
        return found | UNKNOWN
    words = _share_of_words(terms.words, whole, article.language)
    beside = _share_of_words(terms.words, near, article.language, sure=0.0) * len(terms.words)
    beside += sum(_has_name(near, one, terms.language, article.language) for one in terms.names)
    everything = len(terms.words) + len(terms.names)
    return found | {
        "words_held": words,
        "words_near": beside / everything if everything else 1.0,
    }


def names_found(terms: MatchTerms, article: Article) -> list[bool]:
    """Return for each name and number of a question whether an article has it.

    The article's title, source and date count as well.
    """
    whole = _whole_text(article)
    return [_has_name(whole, name, terms.language, article.language) for name in terms.names]


def _whole_text(article: Article) -> str:
    published = article.published
    days = published.isoformat().replace("-", " ") if published.precision != "open" else ""
    return f"{article.title}\n{article.source}\n{days}\n{article.text}"


def shares_found(terms: MatchTerms, text: str, language: str) -> tuple[float, float | None]:
    """Return the shares of the question's names, and of its other words, in a text.

    Args:
        terms: Terms of the question.
        text: Any text.
        language: ISO 639-1 code of the text's language.

    Returns:
        Two shares from 0 to 1, each 1 if there are no such terms. The share of other words is None
        if question and text differ in language.
    """
    held = [_has_name(text, name, terms.language, language) for name in terms.names]
    names = sum(held) / len(held) if held else 1.0
    if language != terms.language:
        return names, None
    return names, _share_of_words(terms.words, text, language)


def country_codes(word: str, language: str) -> tuple[str, ...]:
    """Return the codes of the countries whose name in a language (CLDR) a word matches."""
    return (
        _territory_codes(language).get(fold(word)[:_TERRITORY], ())
        if len(word) >= _TERRITORY
        else ()
    )


def _periods_with_year(question: Question) -> tuple[tuple[Period, ...], list[tuple[int, int]]]:
    """Return the periods that a question names with their year, and whether it names any."""
    from index.dates.resolution import annotate

    query = question.query
    if not any(map(str.isdigit, query)):
        return (), []
    mentions = annotate(query, question.language, Period.of_day(date(2000, 1, 1)))
    dated = [one for one in mentions if _YEAR.search(query[one.start : one.end])]
    times = [one.period for one in dated]
    spans = [(one.start, one.end) for one in dated]
    for match in _YEAR.finditer(query):
        if not any(start <= match.start() < end for start, end in spans):
            times.append(Period.parse(match.group()))
            spans.append(match.span())
    return tuple(dict.fromkeys(times)), spans


def _time_match(period: Period, terms: MatchTerms, reading: Reading) -> float:
    """Return 1 if an article is of a time or names it near the quote, .5 if elsewhere."""
    from index.dates.resolution import read_times

    article = reading.hit.article
    published = article.published
    if published.precision == "open":
        return 1.0
    ahead = period.start - published.end
    if terms.past and timedelta() <= ahead <= _FORESEEN:
        return 0.0
    # An article of January mentions the previous year by name.
    later = _REPORTED if period.end - period.start < _REPORTED else timedelta()
    end = date.max if date.max - period.end < later else period.end + later
    if published.start < end and period.start < published.end:
        return 1.0
    best = 0.0
    for mention in read_times(article).mentions:
        if mention.period.overlaps(period) and _no_wider(mention.period, period):
            close = reading.start - BEFORE <= mention.start < reading.end
            best = max(best, 1.0 if close else 0.5)
    if not best and _YEAR.findall(article.title).count(str(period.start.year)):
        best = 1.0
    return best


def _no_wider(found: Period, asked: Period) -> bool:
    return (found.end - found.start) <= 2 * (asked.end - asked.start)


def _share_of_words(words: Sequence[str], text: str, language: str, sure: float = 1.0) -> float:
    """Return the share of words that are in a text, by their stems; ``sure`` if there are none."""
    if not words:
        return sure
    held = _terms(text, language)
    return sum(_has_word(word, held, language) for word in words) / len(words)


def _has_word(word: str, held: frozenset[str], language: str) -> bool:
    stems = _stems(word, language)
    if any(stem in held for stem in stems):
        return True
    long = [stem for stem in stems if len(stem) >= _FUZZY]
    return any(
        get_close_matches(stem, (one for one in held if one[:1] == stem[:1]), 1, _MIN_RATIO)
        for stem in long
    )


def _stems(word: str, language: str) -> tuple[str, ...]:
    if language not in STEMMED:
        return (fold(word),) if len(word) > _NAME else ()
    return tuple(_terms(word, language))


@lru_cache(4096)
def _terms(text: str, language: str) -> frozenset[str]:
    terms = passage_terms(text, language)
    if language in STEMMED:
        return frozenset(terms[f"stems_{language}"])
    return frozenset(term for own in terms.values() for term in own)


@lru_cache(512)
def _folded(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _WORD.findall(spaced(text)))


def _has_name(text: str, name: str, question_language: str, written_in: str) -> bool:
    """Return whether a text has a name or number, similarly spelt, or a country in its language."""
    held = _folded(text)
    wanted = fold(name)
    if wanted[0].isdigit():
        return wanted in held
    if wanted in held or any(one.startswith(wanted[:_PREFIX]) for one in held):
        return True
    across = question_language != written_in
    for code in country_codes(name, question_language):
        own = _names_of(written_in).get(code, ())
        if any(one.startswith(prefix) for prefix in own for one in held):
            return True
    if len(wanted) < _FUZZY:
        return False
    similar = (one for one in held if one[:1] == wanted[:1] or across)
    return bool(get_close_matches(wanted, similar, 1, _MIN_RATIO_ACROSS if across else _MIN_RATIO))


@lru_cache
def _names_of(language: str) -> dict[str, tuple[str, ...]]:
    """Return the prefixes of each country's names in a language, by its code (CLDR)."""
    import babel

    try:
        territories = babel.Locale.parse(language).territories
    except (ValueError, babel.UnknownLocaleError):
        return {}
    return {
        code: tuple({fold(word)[:_TERRITORY] for word in _WORD.findall(name) if len(word) > 3})
        for code, name in territories.items()
        if code.isalpha() and code not in _NO_COUNTRY
    }


@lru_cache
def _territory_codes(language: str) -> dict[str, tuple[str, ...]]:
    """Return the codes of countries by the prefixes of their names in a language."""
    found: dict[str, list[str]] = {}
    for code, names in _names_of(language).items():
        for name in names:
            found.setdefault(name, []).append(code)
    return {name: tuple(codes) for name, codes in found.items() if len(codes) <= 2}


def _capitals(articles: Iterable[Article]) -> Counter[tuple[str, bool]]:
    """Return how often each word is capitalized within sentences, and how often it is not."""
    total: Counter[tuple[str, bool]] = Counter()
    for article in articles:
        if not _capitalises_nouns(article.language):
            total += _written(article.text)
    return total


def _capitalises_nouns(language: str) -> bool:
    """Return whether a language writes every noun with a capital."""
    pack = language_pack(language)
    return pack is not None and pack.follow_ups.common_noun is not None


@lru_cache(512)
def _written(text: str) -> Counter[tuple[str, bool]]:
    inside = re.findall(r"(?<=[\w,;] )[^\W\d_]{2,}", text)
    return Counter((fold(word), word[0].isupper()) for word in inside)


def _is_mostly_capitalized(word: str, written: Counter[tuple[str, bool]]) -> bool:
    key = fold(word)
    large, small = written[key, True], written[key, False]
    return large > 0 and large >= _CAPITALISED * (large + small)

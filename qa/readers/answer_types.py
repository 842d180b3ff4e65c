"""Find the expected answer type of a question, and whether words have that type."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from index.datatypes import Period
from qa.languages import language_pack
from qa.normalization import tokens

if TYPE_CHECKING:
    from qa.languages.cues import AnswerTypeCues
    from qa.question import Question

CONTEXT = 24
"""Characters on either side of words in which a currency may stand: "six to eight" of "six to
eight million pounds"."""

_CURRENCY = re.compile(
    r"[$€£¥₹₽₩₺₪฿]|(?<![^\W\d_])(?-i:USD|EUR|GBP|CHF|SEK|NOK|DKK|JPY|CNY|RMB|INR|AUD|CAD|NZD|BRL"
    r"|MXN|ARS|RUB|PLN|TRY|ZAR|HKD|KRW|Rs)(?![^\W\d_])|(?<!\w)(?:dollars?|euros?|pounds?|sterling|pence|cents?"
    r"|francs?|francos?|franken|livres?|libras?|pfund|pesetas?|pesos?|yens?|yuans?|renminbi"
    r"|rupees?|roupies?|rupias?|rupien|roubles?|rubles?|rublos?|rubel|kron(?:a|e|or|er|en)"
    r"|couronnes?|coronas?|zlot(?:y|ys|ych)|lir[ae]s?|liras?|reais|r[ée]als?|dirhams?|dinars?"
    r"|dinares|shekels?|marks?|mark|marcos|dram|d[oó]lar(?:es)?|naira|shillings?)(?!\w)",
    re.IGNORECASE,
)


_FIGURE = re.compile(r"(?<![^\W_])(?<![^\W\d_]-)\d")  # not "A350" and "Su-27", which are names


_ANY_DAY = Period.of_day(date(2000, 1, 1))  # which times there are does not depend on it
_SENTENCE_END = re.compile(r"[^\W\d_]{4}[.!?]\s")


class AnswerType(Enum):
    """The type of an answer."""

    NUMBER = "number"
    MONEY = "money"
    AGE = "age"
    PERSON = "person"
    PLACE = "place"
    NAME = "name"


DECISIVE = frozenset({AnswerType.NUMBER, AnswerType.MONEY, AnswerType.AGE, AnswerType.NAME})
"""Types that the form of words can rule out."""


def expected_type(question: Question) -> AnswerType | None:
    """Return the expected answer type of a question; None if its words do not show it."""
    pack = language_pack(question.language)
    if pack is None or pack.answer_types is None:
        return None
    asked = question.read_as
    return next((kind for kind, cue in _cues(pack.answer_types) if cue.search(asked)), None)


def is_of_type(
    expected: AnswerType | None, question: Question, text: str, start: int, end: int, language: str
) -> bool:
    """Return whether words have the expected answer type, by their form.

    - A number has a figure or a number word, and no unit of measure if things are counted.
    - Money also has a currency nearby.
    - An age is a number without words that make it a duration ("for nine years").
    - A person, a place or a name has a capital.

    Words of the question never answer it, nor does a name that shares a word with it.

    Args:
        expected: Expected type.
        question: Question.
        text: Text that contains the words.
        start: Offset of their first character.
        end: Offset after their last character.
        language: ISO 639-1 code of the text's language.
    """
    words = text[start:end]
    asked = set(tokens(question.read_as, question.language))
    if {*tokens(words, language)} <= asked:
        return False
    match expected:
        case AnswerType.NUMBER:
            return _has_number(words, language) and not (
                _counts_things(question) and _is_measure(text, start, end, language)
            )
        case AnswerType.MONEY:
            near = text[max(0, start - CONTEXT) : end + CONTEXT]
            return _has_number(words, language) and _CURRENCY.search(near) is not None
        case AnswerType.AGE:
            return (
                _has_number(words, language)
                and not _is_no_age(text, start, end, language)
                and not _is_date(words, language)
            )
        case AnswerType.NAME:
            return any(map(str.isupper, words)) and _SENTENCE_END.search(words) is None
        case AnswerType.PERSON | AnswerType.PLACE:
            names = [word for word in re.findall(r"[^\W\d_][\w'’-]*", words) if word[0].isupper()]
            if expected is AnswerType.PLACE:
                return bool(names) or not any(map(str.isdigit, words))
            return bool(names) and not any(word.casefold() in asked for word in names)
        case _:
            return True


def _has_number(words: str, language: str) -> bool:
    if _FIGURE.search(words):
        return True
    pack = language_pack(language)
    if pack is None or pack.answer_types is None:
        return True
    return _number_word_pattern(pack.answer_types).search(words) is not None


def _counts_things(question: Question) -> bool:
    """Return whether a question asks for a number of things, not of days or miles."""
    pack = language_pack(question.language)
    if pack is None or pack.answer_types is None:
        return False
    cues, asked = pack.answer_types, question.read_as
    counted = rf"(?<!\w)(?:{cues.count})"
    measured = rf"{counted}\W*(?:\w+ )?(?:{cues.measures})(?!\w)"
    return bool(
        re.search(counted, asked, re.IGNORECASE) and not re.search(measured, asked, re.IGNORECASE)
    )


def _is_measure(text: str, start: int, end: int, language: str) -> bool:
    """Return whether each number at the start of some words has a unit of measure or money."""
    pack = language_pack(language)
    if pack is None or pack.answer_types is None:
        return False
    numbers, measures = _measures(pack.answer_types)
    begin = max(0, start - CONTEXT)
    near = text[begin : end + CONTEXT]
    spans = [begin + one.start() for one in numbers.finditer(near)]
    measured = {begin + one.start() for one in measures.finditer(near)}
    own = [at for at in spans if start <= at < end]
    return bool(own) and all(at in measured for at in own)


@cache
def _measures(cues: AnswerTypeCues) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of a number, and of one with its unit of measure or with decimals."""
    number = (
        rf"(?<![\w.,])(?:\d[\d.,\u2009\xa0]*(?:\s\d{{3}}(?!\d))*|(?:{cues.number_words})(?!\w))"
    )
    scale = rf"(?:[\s-](?:{cues.number_words}))?"
    decimal = rf"(?<![\w.,])\d+[.,]\d{{1,2}}(?![\d.,])(?!\s?(?:{cues.number_words})(?!\w))"
    unit = rf"(?:\s?(?:%|°)|[\s-](?:{cues.measures})(?!\w))"
    return (
        re.compile(number, re.IGNORECASE),
        re.compile(rf"{number}{scale}{unit}|(?<=[$€£¥]){number}|{decimal}", re.IGNORECASE),
    )


def _is_no_age(text: str, start: int, end: int, language: str) -> bool:
    """Return whether the words beside a number show that it is not an age."""
    pack = language_pack(language)
    if pack is None or pack.answer_types is None:
        return False
    begin = max(0, start - CONTEXT)
    found = _no_age(pack.answer_types).finditer(text[begin : end + CONTEXT])
    return any(begin + one.start() < end and start < begin + one.end() for one in found)


def _is_date(words: str, language: str) -> bool:
    """Return whether all figures of some words are those of a date: "5 June last year"."""
    from index.dates.resolution import annotate

    figures = [one.start() for one in _FIGURE.finditer(words)]
    times = annotate(words, language, _ANY_DAY) if figures else []
    return bool(figures) and all(
        any(time.start <= at < time.end and time.derivation is None for time in times)
        for at in figures
    )


@cache
def _no_age(cues: AnswerTypeCues) -> re.Pattern[str]:
    number = rf"(?:\d[\d.,]*|{cues.number_words})"
    source = cues.no_age.replace("{n}", number)
    return re.compile(rf"(?<!\w)(?:{source})(?!\w)", re.IGNORECASE)


@cache
def _cues(cues: AnswerTypeCues) -> tuple[tuple[AnswerType, re.Pattern[str]], ...]:
    """Return the pattern of each type, in the order in which they are tried."""
    sources = {
        AnswerType.MONEY: cues.money,
        AnswerType.AGE: cues.age,
        AnswerType.NUMBER: cues.number,
        AnswerType.PERSON: cues.person,
        AnswerType.PLACE: cues.place,
        AnswerType.NAME: cues.name,
    }
    return tuple(
        (kind, re.compile(rf"(?<!\w)(?:{source})(?!\w)", re.IGNORECASE))
        for kind, source in sources.items()
    )


@cache
def _number_word_pattern(cues: AnswerTypeCues) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{cues.number_words})(?!\w)", re.IGNORECASE)

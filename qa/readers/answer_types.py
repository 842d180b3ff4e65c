"""What sort of words a question asks for, and whether words are of that sort."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from qa.languages import language_pack
from qa.normalization import tokens

if TYPE_CHECKING:
    from qa.languages.pack import AnswerTypeCues
    from qa.question import Question

AROUND = 24
"""Characters on either side of words in which a currency may stand: "six to eight" of "six to
eight million pounds"."""

_CURRENCY = re.compile(
    r"[$€£¥₹₽₩₺₪฿]|\b(?:USD|EUR|GBP|CHF)\b|(?<!\w)(?:dollars?|euros?|pounds?|sterling|pence|cents?"
    r"|francs?|francos?|franken|livres?|libras?|pfund|pesetas?|pesos?|yens?|yuans?|renminbi"
    r"|rupees?|roupies?|rupias?|rupien|roubles?|rubles?|rublos?|rubel|kron(?:a|e|or|er|en)"
    r"|couronnes?|coronas?|zlot(?:y|ys|ych)|lir[ae]s?|liras?|reais|r[ée]als?|dirhams?|dinars?"
    r"|dinares|shekels?|marks?|mark|marcos|dram|d[oó]lar(?:es)?|naira|shillings?)(?!\w)",
    re.IGNORECASE,
)


_FIGURE = re.compile(r"(?<![^\W\d_])\d")  # not "A350", which is a name


class AnswerType(Enum):
    """What words must be to answer."""

    NUMBER = "number"
    MONEY = "money"
    AGE = "age"
    PERSON = "person"
    PLACE = "place"


def expected_type(question: Question) -> AnswerType | None:
    """Return what sort of words a question asks for; None if its words don't tell."""
    pack = language_pack(question.language)
    if pack is None or pack.answer_types is None:
        return None
    asked = question.read_as
    return next((kind for kind, cue in _cues(pack.answer_types) if cue.search(asked)), None)


def is_of_type(
    expected: AnswerType | None, question: Question, text: str, start: int, end: int, language: str
) -> bool:
    """Return whether words can be an answer, as far as their form tells.

    A number has a figure or a word for one, money a currency nearby as well, an age nothing beside
    it that makes it something else ("for nine years"), a person or a place a capital. The
    question's own words never answer it, nor does a name of which it has a word.

    Args:
        expected: What is asked for.
        question: The question.
        text: The text of the words.
        start: Their first character in it.
        end: One past their last.
        language: ISO 639-1 code of the text.
    """
    words = text[start:end]
    asked = set(tokens(question.read_as, question.language))
    if {*tokens(words, language)} <= asked:
        return False
    match expected:
        case AnswerType.NUMBER:
            return _has_number(words, language)
        case AnswerType.MONEY:
            near = text[max(0, start - AROUND) : end + AROUND]
            return _has_number(words, language) and _CURRENCY.search(near) is not None
        case AnswerType.AGE:
            return _has_number(words, language) and not _is_no_age(text, start, end, language)
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
    return _number_words(pack.answer_types).search(words) is not None


def _is_no_age(text: str, start: int, end: int, language: str) -> bool:
    """Return whether the words beside a number show that it is not an age."""
    pack = language_pack(language)
    if pack is None or pack.answer_types is None:
        return False
    begin = max(0, start - AROUND)
    found = _no_age(pack.answer_types).finditer(text[begin : end + AROUND])
    return any(begin + one.start() < end and start < begin + one.end() for one in found)


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
    }
    return tuple(
        (kind, re.compile(rf"(?<!\w)(?:{source})(?!\w)", re.IGNORECASE))
        for kind, source in sources.items()
    )


@cache
def _number_words(cues: AnswerTypeCues) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{cues.number_words})(?!\w)", re.IGNORECASE)

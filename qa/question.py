"""Parse a question: its language, its kind, and its times."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from qa.errors import InvalidQuestionError, require_encodable
from qa.languages import codes, language_pack, packs
from qa.temporal_query import (
    TemporalIntent,
    read_temporal_intent,
    today,
    without_relative_times,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from qa.languages.cues import NewsForms, QuestionCues

MAX_CHARACTERS = 2000
"""Maximum length of a question; the model reads far less."""

_OPENING_MARKS = re.compile("[¿¡]")
_NAME = 2  # words that may be a name, or initials


class Kind(Enum):
    """The kind of a question, by what answers it.

    - ``WHEN``, ``HOW_LONG``: a time, a duration.
    - ``OPEN``: a yes or no; no words of a passage are the answer.
    - ``LIST``: several things.
    - ``SUBJECT``: a subject without an interrogative; words may answer, or whole sentences.
    - ``NEWS``: the news of a subject; articles answer.
    - ``OTHER``: any other words.
    """

    WHEN = "when"
    HOW_LONG = "how long"
    OPEN = "open"
    LIST = "list"
    SUBJECT = "subject"
    NEWS = "news"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Question:
    """A parsed question.

    Attributes:
        text: Text of the question, without surrounding space.
        language: ISO 639-1 code of its language, or ``und``.
        kind: Kind of the question.
        temporal: Times in the question, and their roles.
        as_question: Question for a subject, which the reader gets instead; otherwise empty.
        shared_language: Whether the corpus has articles in its language.
        subject: Subject of a question for news, which is the query; otherwise empty.
    """

    text: str
    language: str
    kind: Kind
    temporal: TemporalIntent = field(default_factory=TemporalIntent)
    shared_language: bool = True
    as_question: str = ""
    subject: str = ""

    @property
    def read_as(self) -> str:
        """The question for the reader."""
        return self.as_question or self.query

    @property
    def query(self) -> str:
        """The query for retrieval, in a normalized spelling.

        Times that are only about publication are removed. The first letter is lowered: its capital
        moves the embedding of a short question further than a change of subject does. Typographic
        apostrophes, Spanish opening marks, and capitals of German nouns (if no article is German)
        have a similar effect, and are normalized, too.
        """
        return self.query_in_own_language if self.shared_language else self.query_in_others

    @property
    def query_in_others(self) -> str:
        """The query for articles in other languages, in which only names have capitals."""
        pack = language_pack(self.language)
        common = None if pack is None else pack.follow_ups.common_noun
        if common is None:
            return self.query_in_own_language
        nouns = rf"(?<!\w)(?:{common})(?!\w)"
        return re.sub(nouns, lambda noun: _uncapitalized(noun.group()), self.query_in_own_language)

    @property
    def query_in_own_language(self) -> str:
        """The query for articles in its own language."""
        text = _unshouted((self.subject or self.temporal.query or self.text).replace("’", "'"))
        text = _OPENING_MARKS.sub("", text)
        if self.subject:
            return text  # part of a sentence: a capital at its start is that of a name
        begin = next((at for at, letter in enumerate(text) if letter.isalnum()), 0)
        first, *_ = text[begin:].split(maxsplit=1)
        if first[1:] != first[1:].lower():
            return text
        return text[:begin] + text[begin].lower() + text[begin + 1 :]


def parse_question(
    text: str, corpus_languages: Collection[str], question_day: date | None = None
) -> Question:
    """Parse a question.

    Args:
        text: Question as it was typed.
        corpus_languages: Languages of the articles, which are likely for the question, too.
        question_day: Day of the question; None for today.

    Raises:
        InvalidQuestionError: If the question is empty or longer than ``MAX_CHARACTERS``.

    Examples:
        >>> parse_question("When does the bridge open?", ["en"]).kind
        <Kind.WHEN: 'when'>
    """
    from index.language import detect

    if not isinstance(text, str):
        raise InvalidQuestionError(f"the question is {text!r}; give a text")
    require_encodable("the question", text)
    stripped = text.strip()
    if not any(letter.isalnum() for letter in stripped):
        raise InvalidQuestionError("the question is empty; ask something in words")
    if len(stripped) > MAX_CHARACTERS:
        raise InvalidQuestionError(
            f"the question has {len(stripped):,} characters, at most {MAX_CHARACTERS:,} are read; "
            "ask it more briefly"
        )
    language = detect(_unshouted(stripped), {*corpus_languages, *codes()})
    language = _language_of_subject(stripped, language, corpus_languages)
    temporal = read_temporal_intent(stripped, language, question_day or today())
    kind, as_question = _question_kind(stripped, language), ""
    if subject := _subject_of_news(temporal.query or stripped, language):
        kind = Kind.NEWS
    elif kind is Kind.SUBJECT:
        bare = Question(stripped, language, kind, temporal).query.strip(" ?!.…")
        kind, as_question = _put_as_question(bare, language)
    shared = language in corpus_languages
    return Question(stripped, language, kind, temporal, shared, as_question, subject)


def languages_of_no_question(text: str) -> tuple[str, ...]:
    """Return the languages in which a text is a greeting, thanks, or a command."""
    bare = text.strip(" \t\n?!.,;:…¡¿")
    return tuple(
        pack.code
        for pack in packs()
        if pack.subjects is not None
        and re.fullmatch(pack.subjects.no_question, bare, re.IGNORECASE) is not None
    )


def is_no_question(text: str) -> bool:
    """Return whether a text is a greeting, thanks, or a command, in any language."""
    return bool(languages_of_no_question(text))


def _language_of_subject(text: str, language: str, corpus_languages: Collection[str]) -> str:
    """Return the language of a text that may lack function words to identify it.

    Of "Kursk noticias" or "ferry owner" only the form identifies it: a language in which the text
    is a question counts, if the detected one sees none. Without such a form, and without any
    function word of the detected language, the text is in a language of the corpus.
    """
    from index.language import detect

    if _question_kind(text, language) is not Kind.SUBJECT:
        return language
    understood = [pack.code for pack in packs() if _is_understood(text, pack.code)]
    if language in understood and (
        language in corpus_languages or not set(corpus_languages).intersection(understood)
    ):
        return language
    for codes_ in (understood, [one for one in understood if one in corpus_languages]):
        if len(codes_) == 1:
            return codes_[0]
    if language in corpus_languages or not corpus_languages or _has_function_word(text, language):
        return language
    return detect(_unshouted(text), corpus_languages)


def _is_understood(text: str, language: str) -> bool:
    """Return whether a language has a form for a subject, for news or with its question."""
    pack = language_pack(language)
    if pack is None or _question_kind(text, language) is not Kind.SUBJECT:
        return False
    bare = text.strip(" ?!.…")
    forms = () if pack.subjects is None else pack.subjects.forms
    return bool(_subject_of_news(text, language)) or any(
        re.fullmatch(pattern, bare, re.IGNORECASE) for pattern, _ in forms
    )


def _has_function_word(text: str, language: str) -> bool:
    pack = language_pack(language)
    if pack is None:
        return True
    words = rf"(?<!\w)(?:{pack.articles}|{pack.follow_ups.preposition})(?!\w)"
    return re.search(words, text, re.IGNORECASE) is not None


def _subject_of_news(text: str, language: str) -> str:
    """Return the subject of a question for news, without undated times; empty for others."""
    pack = language_pack(language)
    if pack is None or pack.news is None:
        return ""
    asked = " ".join(text.replace("’", "'").strip(" ¿¡?!.…").split())
    forms = (form.fullmatch(asked) for form in _forms_of_news(pack.news))
    subject = next((match["subject"] for match in forms if match), "")
    return without_relative_times(subject, language).strip(" ,:;") if subject else ""


@cache
def _forms_of_news(news: NewsForms) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of questions for news, with their optional endings."""
    return tuple(
        re.compile(rf"(?:{form.replace('.+)', '.+?)')})(?: (?:{news.closing}))*", re.IGNORECASE)
        for form in news.forms
    )


def _put_as_question(subject: str, language: str) -> tuple[Kind, str]:
    """Return the question for a subject, and its kind."""
    pack = language_pack(language)
    if pack is None or pack.subjects is None:
        return Kind.OPEN, ""
    for pattern, question in pack.subjects.forms:
        if match := re.fullmatch(pattern, subject, re.IGNORECASE):
            put = question.format_map({name: one or "" for name, one in match.groupdict().items()})
            asked = " ".join(put.split())
            kind = _question_kind(asked, language)
            # "What are the years of negotiations" need not be a list.
            return (Kind.SUBJECT if kind is Kind.LIST else kind), asked
    return Kind.SUBJECT, pack.subjects.other.format(subject=subject)


def _uncapitalized(phrase: str) -> str:
    """Return words in lower case, except those with a capital inside: "das TikTok-Verbot"."""
    words = (word.lower() if word[1:] == word[1:].lower() else word for word in phrase.split(" "))
    return " ".join(words)


def _unshouted(text: str) -> str:
    """Return a text that is all capitals in lower case, unless it may be a name."""
    return text.lower() if text.isupper() and len(text.split()) > _NAME else text


def _question_kind(text: str, language: str) -> Kind:
    pack = language_pack(language)
    if pack is None:
        return Kind.OTHER
    fitting = (kind for kind, cue in _kind_patterns(pack.questions) if cue.search(text))
    return next(fitting, Kind.OTHER)


@cache
def _kind_patterns(cues: QuestionCues) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """Return the pattern of each kind, in the order in which they are tried."""
    no_words = rf"^(?!.*(?<!\w)(?:{cues.asking})(?!\w)).*"
    sources = {
        Kind.WHEN: cues.when,
        Kind.HOW_LONG: cues.how_long,
        Kind.OPEN: cues.open,
        Kind.LIST: cues.list,
        Kind.SUBJECT: no_words,
    }
    return tuple(
        (kind, re.compile(rf"(?<!\w)(?:{source})(?!\w)", re.IGNORECASE))
        for kind, source in sources.items()
    )

"""Rewrite a follow-up ("and for WeChat?", "qui l'a signé ?") as a question that stands alone.

The rules use the forms in each language pack, and apply only if the form of the question shows that
it is a follow-up. The result need not be elegant: it holds the words that retrieval and reading
need. The page shows it, so that the user can correct it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from qa.languages import language_pack, packs
from qa.question import MAX_CHARACTERS
from qa.temporal_query import today

if TYPE_CHECKING:
    from index.passages import Span
    from qa.languages.cues import FollowUpForms


@dataclass(frozen=True, slots=True)
class Turn:
    """An answered question of a conversation.

    Attributes:
        question: Question as one that stands alone.
        language: ISO 639-1 code of its language.
        named: Words that answered it; None if they were a time, or if there were none.

    Examples:
        >>> before = Turn("When does the ban on TikTok take effect?", "en")
        >>> stand_alone("And for WeChat?", before)
        'When does the ban on WeChat take effect?'
    """

    question: str
    language: str
    named: str | None = None


@dataclass(frozen=True, slots=True)
class _FollowUpPatterns:
    """The compiled forms of a language; see ``FollowUpForms``.

    Attributes:
        noun: Determiner, noun, and a name that belongs to the noun.
        possessive: Possessive ending, removed when a name replaces another.
        common_noun: Capitalized noun that is not a name.
        closing: Second part of the verb, with the punctuation that ends the question.
    """

    opener: re.Pattern[str]
    asking: re.Pattern[str]
    which: re.Pattern[str]
    light: re.Pattern[str]
    bare: re.Pattern[str]
    thing: re.Pattern[str]
    person: re.Pattern[str]
    noun: re.Pattern[str]
    preposition: re.Pattern[str]
    possessive: re.Pattern[str] | None
    common_noun: re.Pattern[str] | None
    closing: re.Pattern[str]


_NAME = r"[A-ZÀ-Þ][\w-]*(?:['’][A-ZÀ-Þ]\w+)?"
_FRAGMENT = 6  # most words of a fragment, which is not a question by itself
_OPENING_WORDS = 2  # the interrogative and the finite verb
_END = re.compile(r"(?<![\s?!.…])[\s?!.…]*$")


def _forms(language: str) -> _FollowUpPatterns | None:
    pack = language_pack(language)
    return None if pack is None else _compiled(pack.follow_ups, _name_pattern())


@cache
def _compiled(forms: FollowUpForms, name: str) -> _FollowUpPatterns:
    alone = r"(?<!\w)(?:{})(?:(?<=['’])|(?!\w))"
    return _FollowUpPatterns(
        opener=re.compile(rf"\W*(?:{forms.opener})(?:(?<=['’ ])|(?!\w))[,\s]*", re.IGNORECASE),
        asking=re.compile(rf"\W*(?:{forms.asking})(?!\w)", re.IGNORECASE),
        which=re.compile(forms.which, re.IGNORECASE),
        light=re.compile(rf"{forms.asking}|{forms.light}", re.IGNORECASE),
        bare=re.compile(rf"\W*({forms.bare})[\s?!.…]*", re.IGNORECASE),
        thing=re.compile(alone.format(forms.thing), re.IGNORECASE),
        person=re.compile(alone.format(forms.person), re.IGNORECASE),
        # Case matters here, since names are recognized by their capitals.
        noun=re.compile(alone.format(rf"(?:{forms.noun})(?:(?:{forms.noun_link}){name})?")),
        preposition=re.compile(rf"(?:{forms.preposition})(?!\w) *", re.IGNORECASE),
        possessive=re.compile(f"(?:{forms.possessive})$") if forms.possessive else None,
        common_noun=re.compile(alone.format(forms.common_noun)) if forms.common_noun else None,
        closing=re.compile(rf"(?: (?:{forms.closing}))?{_END.pattern}"),
    )


def _name_pattern() -> str:
    """Return a pattern for names, with the particles of all languages."""
    particles = "|".join(pack.follow_ups.name_particles for pack in packs())
    return rf"{_NAME}(?:(?: (?:{particles}))* {_NAME})*"


def stand_alone(question: str, before: Turn | None) -> str:
    """Return a follow-up as a question that stands alone.

    Args:
        question: Question as it was typed.
        before: The question before it; None if it is the first.

    Returns:
        The rewritten question; the question itself if it stands alone, or if no rule applies.
    """
    asked = " ".join(question.split())
    forms = None if before is None else _forms(before.language)
    if before is None or forms is None or not asked or len(asked) > MAX_CHARACTERS:
        return question
    opened = forms.opener.match(asked)
    rest = asked[opened.end() :] if opened else asked
    bare = forms.bare.fullmatch(rest) or forms.bare.fullmatch(asked)
    if bare:
        return _with_interrogative(bare[1], before.question, forms)
    if _only_time(rest, before.language):
        return _at_another_time(_END.sub("", rest), before, forms)
    if opened and not forms.asking.match(rest) and len(rest.split()) <= _FRAGMENT:
        return _of_another(_END.sub("", rest), before, forms)
    topic = _antecedent(rest, before, forms)
    if topic is None:
        return question
    return _with(f"{_opening_marks(asked)}{rest}" if opened else rest, f"({topic})", forms)


def _with_interrogative(word: str, earlier: str, forms: _FollowUpPatterns) -> str:
    """Return the question before with another interrogative: "why", "depuis quand"."""
    asking = forms.asking.match(earlier)
    rest = earlier[asking.end() :].lstrip() if asking else earlier
    return f"{_opening_marks(earlier)}{word[0].upper()}{word[1:]} {rest}"


def _opening_marks(question: str) -> str:
    """Return the opening marks of a Spanish question."""
    return question[: len(question) - len(question.lstrip("¿¡"))]


def _at_another_time(phrase: str, before: Turn, forms: _FollowUpPatterns) -> str:
    """Return the question before with another time."""
    spans = _time_spans(before.question, before.language)
    if not spans:
        return _with(before.question, phrase, forms)
    (start, end) = spans[-1]
    said = before.question[:start].rstrip()
    *_, last = said.split(" ")
    if forms.preposition.fullmatch(f"{last} "):
        said = said[: -len(last)].rstrip()
    return f"{said} {phrase}{before.question[end:]}"


def _of_another(fragment: str, before: Turn, forms: _FollowUpPatterns) -> str:
    """Return the question before with another name, or with the fragment added at its end."""
    preposition = forms.preposition.match(fragment)
    other = fragment[preposition.end() :] if preposition else fragment
    other = forms.possessive.sub("", other) if forms.possessive else other
    names = _proper_names(before.question, forms)
    if names and re.match(_NAME, other):
        (start, end) = names[0]
        return f"{before.question[:start]}{other}{before.question[end:]}"
    return _with(before.question, fragment if preposition else f"({other})", forms)


def _antecedent(question: str, before: Turn, forms: _FollowUpPatterns) -> str | None:
    """Return what a pronoun refers to; None without a pronoun, or if the question names it."""
    person, thing = forms.person.search(question), forms.thing.search(question)
    pronoun = person or thing
    if pronoun is None:
        return None
    if not forms.asking.match(question) or _has_antecedent(question[: pronoun.start()], forms):
        return None
    if person and before.named:
        return before.named
    return _topic(before.question, forms)


def _has_antecedent(before: str, forms: _FollowUpPatterns) -> bool:
    """Return whether the words before a pronoun include a noun or name that it can refer to."""
    words = [word for word in re.split(r"[^\w]+", before) if word]
    heavy = [place for place, word in enumerate(words) if not forms.light.fullmatch(word)]
    # "Which university has its": the word after "which" is a noun.
    noun = bool(heavy) and heavy[0] == 1 and bool(forms.which.fullmatch(words[0]))
    return noun or len(heavy) > 1 or bool(forms.noun.search(before)) or bool(_name_spans(before))


def _topic(question: str, forms: _FollowUpPatterns) -> str | None:
    """Return the topic of a question: its first noun with its determiner, else its first name."""
    noun = forms.noun.search(question)
    if noun:
        return noun[0]
    names = _name_spans(question)
    return question[slice(*names[0])] if names else None


def _name_spans(question: str) -> list[Span]:
    """Return the spans of capitalized words, except one that begins the question."""
    first = len(question) - len(question.lstrip(" «“\"'¿¡"))
    found = re.finditer(rf"(?<!\w){_name_pattern()}(?!\w)", question)
    return [one.span() for one in found if one.start() > first]


def _proper_names(question: str, forms: _FollowUpPatterns) -> list[Span]:
    """Return the spans of names, without common nouns that German capitalizes."""
    if forms.common_noun is None:
        return _name_spans(question)
    common = [noun.span() for noun in forms.common_noun.finditer(question)]
    return [
        (start, end)
        for start, end in _name_spans(question)
        if not any(first <= start < last for first, last in common)
    ]


def _time_spans(text: str, language: str) -> list[Span]:
    from index.datatypes import Period
    from index.dates.resolution import annotate

    return [(one.start, one.end) for one in annotate(text, language, Period.of_day(today()))]


def _only_time(text: str, language: str) -> bool:
    """Return whether the text is a phrase of time, with or without a preposition."""
    spans = _time_spans(text, language)
    if len(spans) != 1:
        return False
    (start, end) = spans[0]
    before, after = text[:start].strip(" ,"), _END.sub("", text[end:])
    forms = _forms(language)
    return not after and (not before or bool(forms and forms.preposition.fullmatch(f"{before} ")))


def _with(question: str, words: str, forms: _FollowUpPatterns) -> str:
    """Insert words at the end of a question, before its punctuation and the end of its verb."""
    end = forms.closing.search(question)
    if end is None or len(question[: end.start()].split()) < _OPENING_WORDS:
        end = _END.search(question)  # "Wer regiert?" has a verb of one part
    at = end.start() if end else len(question)
    return f"{question[:at]} {words}{question[at:]}"

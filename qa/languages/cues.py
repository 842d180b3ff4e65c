"""Define the cues of a language pack: regular expressions, as plain data.

Regular expressions have no capturing groups, match whole words, and ignore case unless a
description says "case-sensitive". Their apostrophe is ``['’]``; in ``TemporalCues`` it is ``'``,
since apostrophes of the question are normalized first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


Rewrite = tuple[str, str]
"""A case-sensitive regular expression, and the replacement of each match."""


@dataclass(frozen=True, slots=True)
class QuestionCues:
    """Cues for the kind of a question (``qa.question.Kind``), tried in this order.

    Attributes:
        asking: Interrogatives. A text without one is a yes-or-no question or a subject.
        when: Cues of questions for a time.
        how_long: Cues of questions for a duration.
        open: Cues of questions for a yes or no, or for news, which no words of a passage answer.
        list: Cues of questions for several things.
        when_adverb: Cues of ``when`` that modify a verb, so that its tense says whether past or
            future is meant.
        happening: Verbs that say only that something happens, such as "take place".
    """

    asking: str
    when: str
    how_long: str
    open: str
    list: str
    when_adverb: str
    happening: str = r"(?!)"


@dataclass(frozen=True, slots=True)
class SubjectForms:
    """Questions for subjects, texts without an interrogative such as "bridge repair cost".

    Attributes:
        forms: Regular expressions with the question for a subject that matches as a whole; the
            first match counts. Named groups fill the fields of the question, which has an
            interrogative.
        other: Question for any other subject, with the field ``{subject}``.
        no_question: Pattern of a whole text that asks nothing: a greeting, thanks, a command.
        examples: Subjects with their questions, which the contract tries.
        greetings: Texts that ask nothing, which the contract tries.
    """

    forms: tuple[tuple[str, str], ...]
    other: str
    no_question: str
    examples: Mapping[str, str]
    greetings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewsForms:
    """Forms of questions for the news of a subject: "what happened with the bridge".

    Attributes:
        forms: Regular expressions that match a whole question, without its final punctuation; the
            first match counts. The group ``subject`` is the subject, and the only group that
            counts.
        closing: Optional words after the subject, such as "so far".
        examples: Questions with their subjects, which the contract tries.
        others: Questions for one thing, which the forms must not match.
    """

    forms: tuple[str, ...]
    closing: str
    examples: Mapping[str, str] = field(hash=False)
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerTypeCues:
    """Cues for the expected answer type of a question (``qa.readers.answer_types``).

    Attributes:
        money: Cues of questions for a sum of money; tried first.
        age: Cues of questions for an age.
        number: Cues of questions for a number.
        person: Cues of questions for a person.
        place: Cues of questions for a place.
        name: Cues of questions for the name of something.
        role: Regular expression of an office with the word that tells which one, in the group
            ``which``: "finance minister", "Finanzminister"; it has no other group. The word may
            be one of ``no_office``.
        no_office: Words beside an office that do not tell which one: "new", "the".
        number_words: Words for numbers, including "dozens" and "half".
        count: Cues of questions for a number of things, before their noun.
        measures: Units of measurement and of money, in which things are not counted.
        no_age: Regular expressions of a number, for which ``{n}`` stands, that is not an age: "for
            nine years" and "45 days", but not "45 days old".
        examples: A question of each type, by the name of the attribute.
    """

    money: str
    age: str
    number: str
    person: str
    place: str
    name: str
    role: str
    no_office: str
    number_words: str
    count: str
    measures: str
    no_age: str
    examples: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class TemporalCues:
    """Cues for the role of a time expression in a question.

    Attributes:
        before: Words before a time expression that is about publication.
        opened: Words after such an expression at the start of the question.
        single: Nouns for a single article. A question about one is not limited to its date, since
            other articles may be needed.
        joined: Words that join a second time expression to one that is about publication.
        as_of: Words that make a time expression the last day of the articles to use.
        latest: Words that ask for the newest state: "latest", "now", "current", "last" with a
            noun such as "toll"; without other senses, such as "the last emperor".
        so_far: Words that ask for the state of things and its date, such as "so far"; ``latest``
            matches them, too.
        past: Verbs in the past tense, except those of plans, such as "was planned for".
        future: Verbs in the future tense.
        preposition: Words that are removed together with a time expression.
    """

    before: str
    opened: str
    single: str
    joined: str
    as_of: str
    latest: str
    so_far: str
    past: str
    future: str
    preposition: str


@dataclass(frozen=True, slots=True)
class FollowUpForms:
    """Cues of follow-ups, questions that need the one before them.

    Attributes:
        opener: Words with which a follow-up may begin, such as "and".
        asking: Interrogatives.
        which: Interrogatives that modify a noun, such as "which".
        light: Words, besides interrogatives, that may precede a pronoun without being its
            antecedent, such as auxiliary verbs.
        bare: Interrogatives that are a follow-up by themselves, such as "why".
        thing: Pronouns for the topic of the question before.
        person: Pronouns for a person.
        noun: Determiner with its noun; case-sensitive.
        noun_link: Words that join a name to a noun; case-sensitive.
        name_particles: Small words inside names, such as "of" in "Bank of England";
            case-sensitive.
        preposition: Prepositions with which a fragment may begin.
        possessive: Possessive ending of names; None if the language has none.
        common_noun: Capitalized common noun, recognized by the words before it; case-sensitive.
            None if only names are capitalized.
        closing: Second part of a verb, which stays at the end when words are added;
            case-sensitive.
    """

    opener: str
    asking: str
    which: str
    light: str
    bare: str
    thing: str
    person: str
    noun: str
    noun_link: str
    name_particles: str
    preposition: str
    possessive: str | None = None
    common_noun: str | None = None
    closing: str = r"(?!)"

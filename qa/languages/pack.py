"""Define language packs: cues (regular expressions) and texts, as plain data.

Regular expressions have no capturing groups, match whole words, and ignore case unless a
description says "case-sensitive". Their apostrophe is ``['’]``; in ``TemporalCues`` it is ``'``,
since the question's apostrophes are straightened first. Texts have fields in braces.
``tests/contracts/language_contract.py`` lists what a pack lacks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.dates.expressions import Side
    from qa.languages.claims import ClaimCues

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
    """What asks for the news of a subject: "what happened with the bridge", "latest on the bridge".

    Attributes:
        forms: Regular expressions that match a whole question of that sort, without the marks at
            its end; the first that does counts. Their group ``subject`` is what it is about, and
            the only one that counts.
        closing: What may follow the subject and says only that news is asked for: "so far".
        examples: Questions and what they are about; the contract tries them.
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


@dataclass(frozen=True, slots=True)
class AnswerTexts:
    """The texts of an answer, in the language of its question.

    Attributes:
        finding: A finding with its date.
        finding_with_value: A finding with its date and its value.
        yes: Affirmative answer to a yes/no question.
        no: Negative answer to a yes/no question.
        differing: Note that the findings contradict each other.
        step: An earlier step of a story with its date, in one line.
        earlier_steps: The heading of such steps.
        how: A value with its computation.
        not_found: The answer if the corpus does not answer.
        closest: The heading of the passages closest to an answer.
        partly_indexed: How many documents can be searched while others are still to be read.
        partly_embedded: How many articles are searched by meaning while the index is being built.
        nothing_matches: The answer if no article passes the filters.
        no_question: The answer to a greeting, thanks or a command, with what to ask.
        corpus_spans: The first and the last date of the corpus.
        nearest: The nearest dates of articles that fail only the date filters.
        sources: The heading of the sources.
        also: The outlets of near-duplicates.
        updated: The date of an update, after the publication date.
        understood: The question that a follow-up was rewritten to.
        quote: The opening and the closing quotation mark.
        bounds: A period that is open at one end, by its known end and whether that is included.
        undated: A period that is open at both ends.
        shifted: An amount of time before a date, and after it.
        workdays: A number of working days, for which CLDR has no unit.
        denied: A time at which an event does not take place.
        cancelled: The time of a cancelled event.
        postponed: The former time of a moved event whose new time is unknown.
        moved: A new and a former time, for an event moved forward, and for a postponed one.
        planned: A time in the article's future, for a question about the past.
        over: A time in the article's past, for a question about the future.
        as_of: A value with the date of the information.
        fiscal_year: A fiscal year.
        fiscal_part: A part of a fiscal year.
        fiscal_parts: The names of the parts in order: four of ``quarter``, two of ``half-year``.
    """

    finding: str
    finding_with_value: str
    yes: str
    no: str
    differing: str
    step: str
    earlier_steps: str
    how: str
    not_found: str
    closest: str
    partly_indexed: str
    partly_embedded: str
    nothing_matches: str
    no_question: str
    corpus_spans: str
    nearest: str
    sources: str
    also: str
    updated: str
    understood: str
    quote: tuple[str, str]
    bounds: Mapping[Side, str]
    undated: str
    shifted: tuple[str, str]
    workdays: str
    denied: str
    cancelled: str
    postponed: str
    moved: tuple[str, str]
    planned: str
    over: str
    as_of: str
    fiscal_year: str
    fiscal_part: str
    fiscal_parts: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PageTexts:
    """The texts of the page, named by their place on it.

    - ``code`` is the ISO 639-1 code of the language.
    - ``filter_labels``, ``filter_examples`` (for some date options) and ``by_filter`` (headings of
      plots) are by the names of ``index.filters.OPTIONS``.
    - ``stages`` are by the values of ``qa.datatypes.Stage``.
    - ``answerers`` are by the names in ``qa.answerers.loading.NAMES``.
    - ``too_often``, ``too_large``, ``no_files`` and ``stopping`` are the reasons of refusals.
    """

    code: str
    tagline: str
    ask: str
    corpus: str
    chat: str
    welcome: str
    question: str
    filters: str
    filter_labels: Mapping[str, str]
    filter_examples: Mapping[str, str]
    languages: str
    known_on: str
    any_day: str
    labelled: str
    remove: str
    suggestions: str
    export: str
    exported: str
    no_evidence: str
    failed: str
    stages: Mapping[str, str]
    stop: str
    stopped: str
    answerer: str
    answerers: Mapping[str, str]
    again: str
    edit: str
    copy: str
    helpful: str
    unhelpful: str
    note: str
    note_sent: str
    send: str
    thanks: str
    timeline: str
    published: str
    spoken_of: str
    narrow: str
    considered: str
    position: str
    position_of: str
    link: str
    articles: str
    passages: str
    oldest: str
    newest: str
    made: str
    model: str
    size: str
    by_filter: Mapping[str, str]
    by_month: str
    by_evidence: str
    others: str
    browse: str
    earlier: str
    later: str
    nothing: str
    page_of: str
    upload: str
    upload_help: str
    to_be_added: str
    left_out: str
    uploaded: str
    unchanged: str
    latest_on: str
    too_often: str
    too_large: str
    no_files: str
    stopping: str


@dataclass(frozen=True, slots=True)
class Examples:
    """Examples for the cues of the pack, which the contract tries.

    Attributes:
        when, how_long, open, list, other: A question of each kind.
        past: A question for a time in the past.
        future: A question for a time in the future.
        latest: A question with a word of ``TemporalCues.latest``.
        now: A question for the present state.
        so_far: A question with a word of ``TemporalCues.so_far``.
        last_of_all: A question with a word for "last" that does not ask for the newest.
        published: A question about articles published in August 2020.
        as_of: A question that limits the articles to those until 31 August 2020.
        mentioned: A question about events in August 2020.
        period: A phrase of time for a filter, such as ``last week``.
        follow_up: A question, a follow-up with another name, and the rewritten follow-up.
    """

    when: str
    how_long: str
    open: str
    list: str
    other: str
    past: str
    future: str
    latest: str
    now: str
    so_far: str
    last_of_all: str
    published: str
    as_of: str
    mentioned: str
    period: str
    follow_up: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class LanguagePack:
    """The cues and texts of a language for question answering.

    The time expressions of the language are in its grammar (``index.dates.languages``).

    Attributes:
        code: ISO 639-1 code; the name of the module, and the address of the page.
        locale: CLDR locale for dates, lists and units.
        endonym: Name of the language in itself.
        questions: Cues for the kind of a question.
        temporal: Cues for the role of a time expression in a question.
        follow_ups: Cues of follow-ups.
        answers: Texts of an answer.
        page: Texts of the page.
        articles: Articles (determiners) in lower case, which are ignored when answers are compared.
        not_names: Capitalized words that are not names, such as titles; case-sensitive.
        examples: Examples for the cues.
        subjects: Questions for subjects; None if subjects are only retrieved, not read.
        news: Forms of questions for the news of a subject; None if there are none.
        answer_types: Cues for the expected answer type; None if it is not determined.
        elided_articles: Articles that an apostrophe joins to the next word; None if there are none.
        date_rewrites: Corrections of CLDR's dates, applied in order.
        contractions: Corrections of prepositions and articles before a date, such as "on June 2021"
            to "in June 2021", applied in order to each text of ``AnswerTexts`` with a date.
        claims: Cues for checking written claims; None if claims in this language cannot be
            checked, and are not shown.
    """

    code: str
    locale: str
    endonym: str
    questions: QuestionCues
    temporal: TemporalCues
    follow_ups: FollowUpForms
    answers: AnswerTexts
    page: PageTexts
    articles: str
    not_names: str
    examples: Examples
    subjects: SubjectForms | None = None
    news: NewsForms | None = None
    answer_types: AnswerTypeCues | None = None
    elided_articles: str | None = None
    date_rewrites: tuple[Rewrite, ...] = ()
    contractions: tuple[Rewrite, ...] = ()
    claims: ClaimCues | None = None

"""What a language pack is made of: regular expressions and texts, as plain data.

Regular expressions are written without groups that are counted, match whole words, and ignore case
unless it is said otherwise; an apostrophe is the straight one where the question's were
straightened (``TemporalCues``), else ``['’]``. Texts have places in braces that are filled in.
``tests/contracts/language_contract.py`` says what a pack lacks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.dates.expressions import Side
    from qa.languages.claims import ClaimCues

Rewrite = tuple[str, str]
"""A regular expression that minds case, and what replaces each match."""


@dataclass(frozen=True, slots=True)
class QuestionCues:
    """What tells the kind of a question (``qa.question.Kind``); tried in this order.

    Attributes:
        asking: Words that ask for something; a question without one is for a yes or no, or only
            names a subject.
        when: What asks for a time.
        how_long: What asks for a duration.
        open: What asks for a yes or no, or for what is new: no words of a passage answer.
        list: What asks for several things.
        when_adverb: Those of ``when`` that go with a verb, whose tense tells which time is meant.
        happening: Verbs that only say that something happens: "take place".
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
    """What a subject without a word that asks ("bridge repair cost") stands for.

    Attributes:
        forms: A regular expression and the question that a subject stands for that it matches as a
            whole; the first that does counts. Named groups, the only ones that count, fill the
            places in braces. The question has a word that asks.
        other: The question that any other subject stands for; ``{subject}`` is its place.
        no_question: A whole text that asks for nothing: a greeting, thanks, a command.
        examples: Subjects and the questions that they stand for; the contract tries them.
        greetings: Texts that ask for nothing.
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
    """What tells what sort of words a question asks for (``qa.readers.answer_types``).

    Attributes:
        money: What asks for a sum of money; tried first.
        age: What asks how old somebody or something is.
        number: What asks for a number of anything.
        person: What asks for a person.
        place: What asks for a place.
        number_words: Words for numbers, "dozens" and "half" among them.
        no_age: A number, for which ``{n}`` stands, with what makes it something else than an age:
            "for nine years", "45 days", but not "45 days old".
        examples: A question of each sort, by the name of the attribute.
    """

    money: str
    age: str
    number: str
    person: str
    place: str
    number_words: str
    no_age: str
    examples: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class TemporalCues:
    """What tells what a phrase of time in a question is for.

    Attributes:
        before: What stands before a phrase that is about publication.
        opened: What follows such a phrase where it opens the question.
        single: Nouns for a single article; a question about one may need others beside it.
        joined: What joins a second phrase to one that is about publication.
        as_of: What makes a phrase the day up to which articles count.
        latest: What asks for the newest: "latest", "now", "current", "last" with what is counted
            or published anew; not where it means something else: "the last emperor".
        so_far: What asks how things stand, and until when that is known: "so far"; each is one
            of ``latest`` as well.
        past: Verbs that look back; not where they speak of a plan: "was planned for".
        future: Verbs that look ahead.
        preposition: What is taken out together with a phrase.
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
    """What tells that a question needs the one before it.

    Attributes:
        opener: What a follow-up may begin with.
        asking: What asks for something.
        which: Those of ``asking`` that go with a noun.
        light: Other words that may stand before a pronoun whose noun is in the question before.
        bare: What may be a question by itself, and asks for something else of the same.
        thing: Pronouns for what a question was about.
        person: Pronouns for a person.
        noun: An article or the like with its noun; it minds case.
        noun_link: What joins to the noun a name that belongs to it; it minds case.
        name_particles: Small words inside names: "Bank of England"; they mind case.
        preposition: What a fragment may begin with that says what it adds.
        possessive: The ending that a name has as a possessor; None for none.
        common_noun: Where every noun has a capital, one that is no name, with what tells so; it
            minds case. None where only names have one.
        closing: What stays at the end of a question when words are added: the second part of its
            verb; it minds case.
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
    """The texts of an answer, which is in the language of its question.

    Attributes:
        told: A finding with its date.
        told_value: A finding with its date and its value.
        step: An earlier step of a story with its date, in a line.
        earlier_steps: The heading of such steps.
        how: A value, and what it was computed from.
        not_found: The answer where there is none.
        closest: The heading of what comes closest to an answer.
        nothing_matches: The answer where no article passes the filters.
        no_question: The answer to a greeting, thanks or a command: what to ask.
        corpus_spans: The first and the last date of the corpus.
        nearest: The nearest dates of articles that only their date rules out.
        sources: The heading of the sources.
        also: The outlets that published near-copies.
        updated: When an article was updated, after the date of its publication.
        understood: What a follow-up was taken for.
        quote: The marks before and after a quote.
        bounds: A period with one open end, by which end is known and whether it is included.
        undated: A period that is open at both ends.
        shifted: So long before a date, and so long after it.
        workdays: A number of working days, which CLDR has no unit for.
        denied: A time at which something does not happen.
        cancelled: A time of something that was called off.
        postponed: A time from which something was moved, where the new one is not given.
        moved: A time and the former one, moved to an earlier date, and to a later one.
        planned: A time that still lay ahead, where the question looks back.
        over: A time that was already past, where the question looks ahead.
        as_of: A value, and until when it is known.
        fiscal_year: A fiscal year.
        fiscal_part: A part of a fiscal year.
        fiscal_parts: The names of such parts, the first one first: four for ``quarter``, two for
            ``half-year``.
    """

    told: str
    told_value: str
    step: str
    earlier_steps: str
    how: str
    not_found: str
    closest: str
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
    """The texts of the page; attributes are named for where they stand.

    ``code`` is the language's. By the names of ``index.filters.OPTIONS`` are ``filter_labels``,
    ``filter_examples`` (of some dates) and ``by_filter`` (the headings of what is counted by name).
    ``stages`` are by the values of ``qa.datatypes.Stage``, ``answerers`` by the names of
    ``qa.answerers.loading.NAMES``. The last four tell why a request was
    refused.
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
    """Questions and phrases that show how the pack's cues are meant; the contract tries them.

    Attributes:
        when, how_long, open, list, other: A question of each kind.
        past: A question that asks when something was.
        future: A question that asks when something will be.
        latest: A question for the newest.
        now: A question for how things are now.
        so_far: A question for how things stand, and until when that is known.
        last_of_all: A question with a word for "last" that does not ask for the newest.
        published: A question about articles that were published in August 2020.
        as_of: A question that lets articles count up to 31 August 2020.
        mentioned: A question about what happened in August 2020.
        period: A phrase of time that a filter may be, as ``last week``.
        follow_up: A question, a follow-up that names another thing, and what the follow-up means.
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
    """All that question answering knows of a language.

    How the language speaks of time is in the grammar of the same code (``index.dates.languages``).

    Attributes:
        code: ISO 639-1 code; the module's name, and the page's address.
        locale: CLDR's name for how dates, lists and units are written.
        endonym: The language's name in itself.
        questions: What tells the kind of a question.
        temporal: What tells what a phrase of time in a question is for.
        follow_ups: What tells that a question needs the one before it.
        answers: The texts of an answer.
        page: The texts of the page.
        articles: Articles, in small letters; they don't count when answers are compared.
        not_names: Words with a capital that are no names, such as titles; they mind case.
        examples: How the cues are meant.
        subjects: What a subject without a word that asks stands for; None if it is only looked for.
        news: What asks for the news of a subject; None if nothing does.
        answer_types: What tells what sort of words answer; None if nothing does.
        elided_articles: Articles that an apostrophe joins to the next word; None for none.
        date_rewrites: What is written differently from CLDR's dates; applied in order.
        contractions: What becomes of prepositions and articles before a date ("on June 2021" is
            "in June 2021"); applied in order, to each text of ``AnswerTexts`` that has a date in
            it.
        claims: How the language says what a written claim must not change; None where claims of
            it cannot be checked, and are not shown.
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

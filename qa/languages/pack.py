"""Define language packs: cues (``qa.languages.cues``) and texts, as plain data.

Texts have fields in braces. ``tests/contracts/language_contract.py`` lists what a pack lacks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.dates.expressions import Side
    from qa.languages.claims import ClaimCues
    from qa.languages.cues import (
        AnswerTypeCues,
        FollowUpForms,
        NewsForms,
        QuestionCues,
        Rewrite,
        SubjectForms,
        TemporalCues,
    )


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

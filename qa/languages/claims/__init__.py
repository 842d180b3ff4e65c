"""Define the cues for checking written claims: one module per language, as plain data.

Regular expressions match whole words, ignore case, and have no counted groups. If a pack has no
such cues (``LanguagePack.claims``), answers in its language are quoted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ClaimTexts:
    """The texts about the model that wrote an answer.

    Attributes:
        written: Note on the model, and on the proof of its sentences.
        quoted: Note that the answer is only quoted, with the reason.
        reasons: Reasons, by ``qa.datatypes.Fallback``.
        dropped: Number of sentences that were not proved, if others were.
    """

    written: str
    quoted: str
    reasons: Mapping[str, str]
    dropped: str


@dataclass(frozen=True, slots=True)
class FreeOrder:
    """Cues of a language that marks roles by cases, and whose verbs are second or last.

    Attributes:
        determiners: Possible cases by determiner or relative pronoun: letters of "nadg", for
            nominative, accusative, dative and genitive.
        prepositions: Prepositions, and contractions with an article, with their plain preposition.
        belonging: Prepositions of phrases that may modify the previous noun: "die Altstadt von
            Merin".
        source: Preposition for the source of a statement.
        sources: Words that, with a genitive, mean the same: "nach Angaben der Polizei".
        agents: Prepositions for the agent of the passive voice.
        subject_or_not: Determiner that marks a subject with some nouns only.
        feminine: Nouns whose endings show that they are feminine.
        not_feminine: Cases that a determiner excludes with a feminine noun.
        pronouns: Pronouns that are always a subject.
        finite: Finite verbs, besides those in ``ClaimCues.predicates``.
        infinite: Infinitives and participles.
        auxiliaries: Finite verbs with a second verb at the end of the clause.
        particles: Particles of separable verbs, which are at the end of the clause.
        joining: Words that join clauses or nouns.
        relatives: Relative pronouns.
        subordinating: Words that open a clause which states a fact.
        complementing: Words that open a clause which states what somebody says or asks.
        contrasting: Words that open a contrast with the previous words.
        no_adjective: Words with the ending of an adjective that are not adjectives.
    """

    determiners: Mapping[str, str]
    prepositions: Mapping[str, str]
    belonging: frozenset[str]
    source: str
    sources: str
    agents: frozenset[str]
    subject_or_not: str
    feminine: str
    not_feminine: Mapping[str, str]
    pronouns: str
    finite: str
    infinite: str
    auxiliaries: str
    particles: str
    joining: str
    relatives: str
    subordinating: str
    complementing: str
    contrasting: str
    no_adjective: str


@dataclass(frozen=True, slots=True)
class ClaimCues:
    """Cues of a language for the meanings that a claim must not change.

    Attributes:
        function_words: Function words, besides the stop words of the stemmer.
        numbers: Words for numbers below a hundred, and for multiples ("dozen").
        multipliers: Words that multiply the previous number, with their factors.
        number_links: Words and marks inside a number in words: "and", "-".
        units: Units of numbers, by a language-independent name.
        qualifiers: Words before a number that qualify it, such as "more than", by a
            language-independent name.
        operators: Words that change whether or how far a statement holds, such as "not", "may" and
            "if", by a language-independent name. ``qa.answerers.generative.operators`` compares
            them.
        attribution: Words that attribute the rest of the sentence to somebody: "said that".
        past: Verb forms for past events.
        was: Verb forms for past states, which may have ended.
        present: Verb forms for present states.
        offices: Regular expressions of offices and occupations, by their language-independent names
            (``qa.offices``); ``deputy`` has the words that make a deputy of an office.
        predicates: Verbs and their nouns, by a language-independent name.
        things: Other words, by a language-independent name.
        nationalities: Adjectives of territories, by ISO 3166-1 code; CLDR has the names.
        since: Words before a time at which a state begins.
        directions: Words before a number that distinguish the old value from the new one.
        indefinite: Articles for one of a kind, joined by |.
        agent: Preposition of the agent in the passive voice.
        passive: Verbs in the passive voice, or a participle before an agent.
        locative: Prepositions of place.
        adjuncts: Prepositions of phrases that may be at either end of a sentence.
        condition: Word that opens a condition, in a group.
        genitive: Prepositions before a possessor.
        conjunctions: Words before the last item of a list.
        articles: Definite articles, joined by |.
        possessives: Possessive adjectives, joined by |.
        infinitive: An infinitive with the word that marks it: "to sell".
        copula: Forms of "be", without those of the perfect.
        refusing: Beginnings of the negations that are verbs: "refuse".
        ceasing: Beginnings of those that end what was so before: "stop".
        occasions: Words after a number of occasions: "twice", "three times".
        subjects: Pronouns that are the subject of a sentence.
        yes: Words that answer a question with yes.
        no: Words that answer a question with no.
        adverbs: Adverbs of manner, which do not form a part of their own.
        contrast: Words that join two statements in a claim.
        clause_breaks: Words that open another clause.
        relatives: Those of them that modify the previous word.
        texts: Texts about the model that wrote an answer.
        free_order: Cues for cases; None if word order shows the roles.
        names: Spellings of exonyms in this language, by a language-independent name, except CLDR's
            territories; case-sensitive.
        inversion: Pronoun that follows the verb of a question, with its hyphens; None if the
            language has none.
        fronted: Auxiliaries at the beginning of a question whose verb follows the subject; None if
            the language has none.
    """

    function_words: str
    numbers: Mapping[str, int]
    multipliers: Mapping[str, int]
    number_links: str
    units: Mapping[str, str]
    qualifiers: Mapping[str, str]
    operators: Mapping[str, str]
    attribution: str
    past: str
    was: str
    present: str
    offices: Mapping[str, str]
    predicates: Mapping[str, str]
    things: Mapping[str, str]
    nationalities: Mapping[str, str]
    since: str
    directions: str
    indefinite: str
    agent: str
    passive: str
    locative: str
    adjuncts: str
    condition: str
    genitive: str
    conjunctions: str
    articles: str
    possessives: str
    infinitive: str
    copula: str
    refusing: str
    ceasing: str
    occasions: str
    subjects: str
    yes: str
    no: str
    adverbs: str
    contrast: str
    clause_breaks: str
    relatives: str
    texts: ClaimTexts
    free_order: FreeOrder | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    inversion: str | None = None
    fronted: str | None = None

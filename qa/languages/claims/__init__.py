"""What the check of a written claim knows of a language: one module per language, plain data.

Regular expressions match whole words, ignore case, and have no groups that are counted. A pack
without these (``LanguagePack.claims``) leaves its language without written claims: answers in it
are quoted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ClaimTexts:
    """What an answer says of the model that wrote it.

    Attributes:
        written: Who wrote it, and what its sentences rest on.
        quoted: The answer is quoted only, and why.
        reasons: Why, by ``qa.datatypes.Fallback``.
        dropped: How many sentences were not proved, where others were.
    """

    written: str
    quoted: str
    reasons: Mapping[str, str]
    dropped: str


@dataclass(frozen=True, slots=True)
class FreeOrder:
    """How a language tells who does what by cases, where verbs stand second or last.

    Attributes:
        determiners: By a word before a noun, the cases that it may be in: letters of "nadg", for
            nominative, accusative, dative and genitive. Relative pronouns are among them.
        prepositions: By a preposition, itself, or the one that it is joined with an article from.
        belonging: Those that may say more of the noun before them: "die Altstadt von Merin".
        source: The preposition before whose word it is.
        sources: What a genitive behind it makes the same of: "nach Angaben der Polizei".
        agents: Prepositions before who does something, in the passive voice.
        subject_or_not: The determiner that is a subject's with some nouns, and not with others.
        feminine: Nouns whose endings tell that they are feminine.
        not_feminine: By a determiner, the cases that it is not with one of those.
        pronouns: Pronouns that are a subject wherever they stand.
        finite: Finite verbs, beside those of ``ClaimCues.predicates``.
        infinite: Infinitives and participles.
        auxiliaries: Finite verbs with which another verb stands last.
        particles: Parts of separable verbs, which stand last.
        joining: What joins clauses or nouns.
        relatives: Relative pronouns.
        subordinating: What opens a clause that tells a fact.
        complementing: What opens a clause that tells what somebody says or asks.
        contrasting: What opens words that only contrast with those before them.
        no_adjective: Words that end as adjectives do and are none.
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
    """How a language says what a claim must not change.

    Attributes:
        function_words: Words that say nothing by themselves, beyond the stop words of the stemmer.
        numbers: Words for numbers below a hundred, and those that are multiplied ("dozen").
        multipliers: Words that multiply what stands before them, and by how much.
        number_links: What may stand inside a number that is spelled out: "and", "-".
        units: By a name that is the same in every language, what a number counts.
        qualifiers: By a name that is the same in every language, what stands before a number and
            changes it: "more than".
        operators: By a name that is the same in every language, words that change whether or how
            far something holds: "not", "may", "if". ``qa.answerers.generative.operators`` says how
            each is compared.
        attribution: What makes the rest of the sentence somebody's word: "said that".
        past: Forms that tell of what is over.
        was: Those that tell how things were, and so may be no more.
        present: Forms that tell of how things are.
        predicates: By a name that is the same in every language, verbs and the nouns of them.
        things: By a name that is the same in every language, other words.
        nationalities: By the code of a territory (ISO 3166-1), its adjectives; CLDR has its name.
        since: What stands before a time from which on something is so.
        directions: Words before a number that tell what it was from what it is.
        indefinite: Articles that mean one of a kind, joined by |.
        agent: What stands before who does something, in the passive voice.
        passive: A verb in the passive voice, or a participle alone before an agent.
        locative: Prepositions of place.
        adjuncts: Prepositions of a phrase that may stand at either end of a sentence.
        condition: The word that opens a condition, in a group.
        genitive: Prepositions before whose something is.
        conjunctions: What joins the last thing of a list to the others.
        articles: Definite articles, joined by |.
        occasions: The word behind a number that says how often.
        subjects: Pronouns that are the subject of a sentence.
        yes: What answers a question with yes.
        no: What answers it with no.
        adverbs: Words that say how, which have no part of their own.
        contrast: What joins two statements of one claim.
        clause_breaks: Words that open another clause.
        relatives: Those of them that say more of the word before them.
        texts: What an answer says of the model that wrote it.
        free_order: How cases tell who does what; None where the order of words does.
        names: By a name that is the same in every language, how this one spells names that it has
            a form of its own for, CLDR's territories left out; they mind case.
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

"""Prove a claim by the sentences that it cites.

A claim is split into parts ("In August …; in September …"). Each part must pass all ``CHECKS`` on
one cited sentence, so that the subject of one sentence and the number of another cannot be
combined. Only a pronoun may be resolved by the previous sentence, if the claim cites it, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from index.passages import sentences as split_sentences
from qa.answerers.generative import checks
from qa.answerers.generative.alignment import align
from qa.answerers.generative.analysis import Analysis, analyse, fold
from qa.answerers.generative.cases import check_cases
from qa.answerers.generative.coordination import check_coordination, check_nominals
from qa.answerers.generative.evidence import ANY_DAY
from qa.answerers.generative.lists import is_apposition, read_enumeration
from qa.answerers.generative.operators import check_attribution, check_operators
from qa.answerers.generative.pronouns import with_antecedents, with_subject
from qa.answerers.generative.roles import check_possession, check_roles, check_subjects
from qa.answerers.generative.variants import variants_of
from qa.answerers.generative.yes_no import split_particle, with_particle
from qa.languages import language_pack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.datatypes import Article
    from qa.answerers.generative.claims import Claim
    from qa.answerers.generative.evidence import Sentence
    from qa.answerers.generative.lists import Enumeration
    from qa.languages.claims import ClaimCues
    from qa.question import Question

CHECKS = (
    checks.check_names,
    checks.check_numbers,
    checks.check_times,
    checks.check_locations,
    checks.check_words,
    check_operators,
    check_attribution,
    check_cases,
    check_coordination,
    check_nominals,
    check_roles,
    check_subjects,
    check_possession,
)
"""Checks that a part of a claim must pass on one sentence, the most informative first."""


@dataclass(frozen=True, slots=True)
class Failure:
    """The failure of a claim.

    Attributes:
        check: Name of the failed check, such as "numbers".
        reason: Reason in English, for the list of dropped claims.
    """

    check: str
    reason: str


_DEPENDS_ON_TODAY = Failure("times", "it has a time that depends on the day it is read")
_NO_ANTECEDENT = Failure("pronouns", "its pronoun stands for nothing")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on a claim.

    Attributes:
        claim: Claim; if it is proved, in the form that is shown.
        failure: Failure of the claim; None if it is proved.
        sentences: Sentences that prove it, in the order of the evidence; empty if it is not proved.
    """

    claim: Claim
    failure: Failure | None
    sentences: tuple[Sentence, ...] = ()

    @property
    def proved(self) -> bool:
        """Whether it may be shown."""
        return self.failure is None


_Outcome: TypeAlias = "tuple[Failure | None, tuple[Sentence, ...]]"
"""Failure of a text and no sentences, or None and the sentences that prove it."""


def verify(claim: Claim, evidence: Mapping[int, Sentence], question: Question) -> Verdict:
    """Decide whether a claim is proved.

    Args:
        claim: Claim of the model, in the language of the question.
        evidence: Sentences that the model was shown, by number.
        question: Parsed question.
    """
    failure = _failure("plain", checks.check_plain(claim.text))
    cited = [evidence[number] for number in claim.sentences if number in evidence]
    if failure is None and claim.text.endswith("?"):
        failure = Failure("plain", "it asks")
    if failure is None and (not claim.sentences or len(cited) < len(claim.sentences)):
        failure = Failure("sentences", "it names a sentence that there is not")
    pack = language_pack(question.language)
    cues = None if pack is None else pack.claims
    if failure is None and cues is None:
        reason = f"claims in the language {question.language!r} cannot be checked"
        failure = Failure("language", reason)
    if failure is None:
        quoted = checks.check_quotations(claim.text, [one.text for one in cited])
        failure = _failure("quotations", quoted)
    if failure is not None or cues is None:
        return Verdict(claim, failure)
    particle, text = split_particle(claim.text, cues)
    failure, used = _prove_text(text, cited, question, cues)
    if failure is None and not used:
        failure = Failure("words", "it says nothing")
    if failure is not None:
        return Verdict(claim, failure)
    shown = replace(claim, text=with_particle(particle, text, question, cues, used[0].article))
    by_number = {one.number: one for one in used}
    return Verdict(shown, None, tuple(by_number[number] for number in sorted(by_number)))


def _prove_text(
    text: str, cited: Sequence[Sentence], question: Question, cues: ClaimCues
) -> _Outcome:
    """Prove each sentence of a claim; a pronoun may refer to the subject of another sentence."""
    used: tuple[Sentence, ...] = ()
    before = None
    for start, end in split_sentences(text, question.language):
        said = with_subject(text[start:end], before, question.language, cues)
        if said is None:
            return _NO_ANTECEDENT, ()
        before = said
        failure, rests_on = _prove_sentence(said, cited, question, cues)
        if failure is not None:
            return failure, ()
        used += rests_on
    return None, used


def _prove_sentence(
    text: str, cited: Sequence[Sentence], question: Question, cues: ClaimCues
) -> _Outcome:
    """Prove a sentence of a claim as a whole, or else each of its joined statements."""
    whole = _prove(text, cited, question, cues)
    for moved in variants_of(text, cues) if whole[0] is not None else ():
        other = _prove(moved, cited, question, cues)
        if other[0] is None:
            return other
    if whole[0] is None:
        return whole
    if (listed := read_enumeration(text, question.language, cues)) is not None:
        return _prove_list(listed, cited, question, cues)
    joined = rf"\s*;\s*|\s*,\s*(?:{cues.contrast})\s+"
    parts = [one for one in re.split(joined, text, flags=re.IGNORECASE) if one.strip(" .!?")]
    if len(parts) == 1:
        return whole
    used: tuple[Sentence, ...] = ()
    for part in (with_subject(one, parts[0], question.language, cues) for one in parts):
        if part is None:
            return _NO_ANTECEDENT, ()
        failure, rests_on = _prove(part, cited, question, cues)
        if failure is not None:
            return failure, ()
        used += rests_on
    return None, used


def _prove_list(
    listed: Enumeration, cited: Sequence[Sentence], question: Question, cues: ClaimCues
) -> _Outcome:
    """Prove a claim that counts or lists things, for each thing separately."""
    if listed.failure is not None:
        return Failure("lists", listed.failure), ()
    used: tuple[Sentence, ...] = ()
    for item, statement in zip(listed.items, listed.statements, strict=True):
        fitting = [one for one in cited if is_apposition(item, listed.counted, one)]
        failure, rests_on = _prove(statement, fitting, question, cues)
        if failure is not None:
            return replace(failure, reason=f"of {item!r}: {failure.reason}"), ()
        used += rests_on
    return None, used


def _prove(part: str, cited: Sequence[Sentence], question: Question, cues: ClaimCues) -> _Outcome:
    """Find the sentence that proves a part of a claim, or the failure of the best sentence."""
    furthest = -1
    nearest: Failure | None = Failure("sentences", "it names no sentence")
    for sentence in cited:
        for source, rests_on in with_antecedents(sentence, cited):
            claim = _analyse_claim(part, question.language, cues, sentence.article)
            if claim is None:
                outcome: tuple[Failure | None, int] = (_DEPENDS_ON_TODAY, 0)
            else:
                outcome = _run(claim, source, sentence.article)
            failure, passed = outcome
            if failure is None:
                return None, rests_on
            if passed > furthest:
                furthest, nearest = passed, failure
    return nearest, ()


def _run(claim: Analysis, source: Analysis, article: Article) -> tuple[Failure | None, int]:
    if source.text.rstrip('»”" ').endswith("?"):
        return Failure("sentences", "the sentence asks"), 0
    alignment = align(_without_source(claim, article), source, article)
    for passed, check in enumerate(CHECKS):
        failure = _failure(check.__name__.removeprefix("check_"), check(alignment))
        if failure is not None:
            return failure, passed
    return None, len(CHECKS)


def _failure(check: str, reason: str | None) -> Failure | None:
    return None if reason is None else Failure(check, reason)


def _without_source(claim: Analysis, article: Article) -> Analysis:
    """Remove an "according to" phrase that names the source of the article."""
    named = fold(article.source)
    words = tuple(
        replace(word, content=False, capital=False)
        if word.folded in named.split() and word.capital
        else word
        for word in claim.words
    )
    return replace(claim, words=words) if named in fold(claim.text) else claim


def _analyse_claim(text: str, language: str, cues: ClaimCues, article: Article) -> Analysis | None:
    """Analyze a claim about an article; None if a time in it depends on the day of reading.

    A day without a year is resolved against the article's date. "Yesterday" and "last week" are
    rejected, since readers would count them from today.
    """
    from index.dates.resolution import annotate, read_times

    times = annotate(text, language, read_times(article).written)
    fixed = {(one.start, one.end, one.period) for one in annotate(text, language, ANY_DAY)}
    for one in times:
        shown = text[one.start : one.end]
        if (one.start, one.end, one.period) not in fixed and not (
            any(letter.isdigit() for letter in shown)
            or one.weekday
            or _names_month(shown, language)
        ):
            return None
    return analyse(text, language, cues, times)


def _names_month(text: str, language: str) -> bool:
    import babel

    months = babel.Locale.parse(language).months["format"]["wide"].values()
    return any(fold(month) in fold(text) for month in months)

"""Decide the yes or no before a claim from the claim and the question.

A model may begin any sentence with "Yes, ". The rest of the claim is proved separately. The claim
means yes if it affirms the question, and no if it negates the question or states the contrary. If
neither follows, the claim is shown without the word.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answerers.generative.alignment import align
from qa.answerers.generative.analysis import PREDICATE, analyse, compiled
from qa.answerers.generative.cases import check_cases
from qa.answerers.generative.coordination import check_coordination, check_nominals
from qa.answerers.generative.operators import has_ceased, is_negated, operators_in_scope
from qa.answerers.generative.roles import check_possession, check_roles, check_subjects
from qa.languages import language_pack
from qa.predicates import are_contrary, changes_state
from qa.question import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from index.datatypes import Article
    from index.passages import Span
    from qa.answerers.generative.alignment import Alignment
    from qa.answerers.generative.analysis import AnalysedWord, Analysis
    from qa.datatypes import Verdict
    from qa.languages.claims import ClaimCues
    from qa.question import Question


_FEWEST = 2  # content words of a question: "is it open" is about anything
_OF_CONTRARIES = "denial", "cancelled"
"""Operators that the contrary of a word may be: "denied", "withdrew"."""


def split_particle(text: str, cues: ClaimCues) -> tuple[Verdict | None, str]:
    """Split "Yes," or "No," from the beginning of a claim."""
    particles: tuple[tuple[Verdict, str], ...] = (("yes", cues.yes), ("no", cues.no))
    for name, pattern in particles:
        match = re.match(rf"(?:{pattern})\s*[,;:.–—-]\s*", text, re.IGNORECASE)
        if match is not None:
            return name, text[match.end() :]
    return None, text


def with_particle(
    given_verdict: Verdict | None, text: str, question: Question, cues: ClaimCues, article: Article
) -> str:
    """Return a proved claim with its yes or no.

    Args:
        given_verdict: Particle that the model wrote; it is used if the claim has the words of the
            question and does not contradict it.
        text: Rest of the claim.
        question: Parsed question, in the language of the claim.
        cues: Cues of that language for claims.
        article: Article that proves the claim.
    """
    asked = analyse(question.text, question.language, cues, ())
    said = analyse(text, question.language, cues, ())
    right = follows(asked, said, article) if asks_yes_or_no(question) else None
    if right is not None and right != given_verdict:
        alignment, _ = align_contrary(asked, said, article)
        right = right if is_same(alignment) else None  # it may be about somebody else
    shown = text[:1].upper() + text[1:] if given_verdict is not None else text
    if right is None:
        return shown
    particle = cues.yes if right == "yes" else cues.no
    word = particle.split("|")[0].capitalize()
    return f"{word}, {_uncapitalised(text, said)}"


def asks_yes_or_no(question: Question) -> bool:
    """Return whether a question is a yes-or-no question: it is open, and has no interrogative."""
    pack = language_pack(question.language)
    if pack is None or question.kind is not Kind.OPEN:
        return False
    return compiled(pack.questions.asking).search(question.text) is None


def follows(asked: Analysis, said: Analysis, article: Article) -> Verdict | None:
    """Return whether a statement answers a question with yes or no; None if neither follows.

    It must have all words and numbers of the question, or the contrary of one of them, and no
    operator that the question lacks, besides negation.
    """
    alignment, contrary = align_contrary(asked, said, article)
    if _missing(alignment) or len(alignment.numbers) < len(asked.numbers):
        return None
    if len(alignment.words) < _FEWEST:
        return None
    ours = _operators(asked.operators(), asked, alignment.words.keys() if contrary else ())
    theirs = _operators(
        operators_in_scope(alignment), said, alignment.words.values() if contrary else ()
    )
    # "It was denied" contains a denial, and is the contrary of "was it confirmed".
    allowed = {"negation", *(_OF_CONTRARIES if contrary else ())}
    negated = is_negated(asked, ours) != is_negated(said, theirs)
    if negated and asked.find(asked.cues.past) and has_ceased(said, theirs):
        return None  # who stopped did it before
    if not negated:
        allowed.add("all")  # who recalls all of the cars recalls the cars
    if (ours.keys() ^ theirs.keys()) - allowed:
        return None
    return "no" if negated != contrary else "yes"


def _operators(
    found: Mapping[str, Sequence[Span]], text: Analysis, contraries: Iterable[int]
) -> dict[str, Sequence[Span]]:
    """Return operators without the negations that are one of some words.

    "Refused" is the contrary of "accepted", and does not negate it besides.
    """
    taken = {text.words[at].start for at in contraries}
    kept = {
        name: [span for span in spans if name != "negation" or span[0] not in taken]
        for name, spans in found.items()
    }
    return {name: spans for name, spans in kept.items() if spans}


def align_contrary(asked: Analysis, said: Analysis, article: Article) -> tuple[Alignment, bool]:
    """Align a question with a statement; one missing word is aligned with its contrary.

    Returns:
        The alignment, and whether it has a contrary.
    """
    alignment = align(asked, said, article)
    missing = _missing(alignment)
    if len(missing) == 1:
        past = bool(asked.find(asked.cues.past))
        for there, word in enumerate(said.words):
            if _mean_contraries(asked.words[missing[0]], word, past=past):
                return replace(alignment, words={**alignment.words, missing[0]: there}), True
    return alignment, False


def _missing(alignment: Alignment) -> list[int]:
    """Return the indexes of the question's words that the statement lacks.

    A noun before a name that the statement has may be missing: "the novelist Claire Vasseur".
    """
    asked = alignment.claim
    return [
        at
        for at, word in enumerate(asked.words)
        if word.content
        and at not in alignment.words
        and not (at + 1 in alignment.words and _describes(asked, at))
    ]


def _describes(asked: Analysis, at: int) -> bool:
    """Return whether a word is a noun with its article, right before a name."""
    word, following = asked.words[at : at + 2]
    articles = rf"(?:{asked.cues.articles}|{asked.cues.indefinite})\s*$"
    return (
        asked.text[word.end : following.start] == " "
        and following.capital
        and not word.capital
        and re.search(rf"(?<!\w){articles}", asked.text[: word.start], re.IGNORECASE) is not None
    )


def _predicates_of(word: AnalysedWord) -> frozenset[str]:
    return frozenset(key.removeprefix(PREDICATE) for key in word.keys if key.startswith(PREDICATE))


def _mean_contraries(one: AnalysedWord, other: AnalysedWord, *, past: bool) -> bool:
    """Return whether a statement with one word denies a question, in the past, with the other."""
    return any(
        are_contrary(a, b) and not (past and changes_state(a, b))
        for a in _predicates_of(one)
        for b in _predicates_of(other)
    )


def is_same(alignment: Alignment) -> bool:
    """Return whether the statement has the words of the question in the same roles."""
    checks = (
        check_cases,
        check_coordination,
        check_nominals,
        check_roles,
        check_subjects,
        check_possession,
    )
    return all(check(alignment) is None for check in checks)


def _uncapitalised(text: str, said: Analysis) -> str:
    """Return a text as it continues after a comma: in lower case, unless it begins with a name."""
    first = said.words[0] if said.words else None
    if first is None or first.start > 0 or first.content or not text[1:2].islower():
        return text
    return text[0].lower() + text[1:]

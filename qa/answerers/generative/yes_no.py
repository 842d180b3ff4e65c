"""Decide the yes or no before a claim from the claim and the question.

A model may begin any sentence with "Yes, ". The rest of the claim is proved separately. The claim
means yes if it affirms the question, and no if it negates the question or states the contrary. If
neither follows, the claim is shown without the word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.answerers.generative.alignment import align, same_word
from qa.answerers.generative.analysis import PREDICATE, analyse, compiled
from qa.answerers.generative.cases import check_cases
from qa.answerers.generative.coordination import check_coordination
from qa.answerers.generative.roles import check_roles, check_subjects
from qa.languages import language_pack
from qa.predicates import are_contrary
from qa.question import Kind

if TYPE_CHECKING:
    from index.datatypes import Article
    from qa.answerers.generative.analysis import AnalysedWord, Analysis
    from qa.datatypes import Verdict
    from qa.languages.claims import ClaimCues
    from qa.question import Question


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
    right = follows(asked, said) if asks_yes_or_no(question) else None
    if right is not None and right != given_verdict and not is_same(asked, said, article):
        right = None  # the same words may be about somebody else
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


def follows(asked: Analysis, said: Analysis) -> Verdict | None:
    """Return whether a statement answers a question with yes or no; None if neither follows."""
    contrary = False
    alike = asked.language == said.language
    for word in asked.words:
        if not word.content or any(same_word(word, one, same_language=alike) for one in said.words):
            continue
        if contrary or not any(_mean_contraries(word, one) for one in said.words):
            return None
        contrary = True
    ours, theirs = said.operators(), asked.operators()
    # "It was denied" contains a denial, and is the contrary of "was it confirmed".
    if (ours.keys() ^ theirs.keys()) - ({"negation", "denial"} if contrary else {"negation"}):
        return None
    negated = ("negation" in ours) != ("negation" in theirs)
    return "no" if negated != contrary else "yes"


def _predicates_of(word: AnalysedWord) -> frozenset[str]:
    return frozenset(key.removeprefix(PREDICATE) for key in word.keys if key.startswith(PREDICATE))


def _mean_contraries(one: AnalysedWord, other: AnalysedWord) -> bool:
    return any(are_contrary(a, b) for a in _predicates_of(one) for b in _predicates_of(other))


def is_same(asked: Analysis, said: Analysis, article: Article) -> bool:
    """Return whether the claim has the words of the question in the same roles."""
    alignment = align(asked, said, article)
    checks = (check_cases, check_coordination, check_roles, check_subjects)
    return all(check(alignment) is None for check in checks)


def _uncapitalised(text: str, said: Analysis) -> str:
    """Return a text as it continues after a comma: in lower case, unless it begins with a name."""
    first = said.words[0] if said.words else None
    if first is None or first.start > 0 or first.content or not text[1:2].islower():
        return text
    return text[0].lower() + text[1:]

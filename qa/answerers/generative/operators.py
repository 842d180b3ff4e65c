"""Check that a claim is as denied, planned, alleged, conditional or quoted as its sentence.

Each check takes an ``Alignment``, and returns the reason for a failure in English, or None. A check
that cannot decide fails.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.answerers.generative.clauses import read_clauses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.passages import Span
    from qa.answerers.generative.alignment import Alignment
    from qa.answerers.generative.analysis import Analysis

BREAK = re.compile(r"[,;:()\[\]«»“”\"–—]")
"""Marks that end a clause, besides the words that open one."""

_BEFORE_CLAUSE = {"conditional", "denial", "alleged", "wish", "attempt", "possible", "negation"}
"""Operators that also apply from the governing clause: "did not say that"."""
_ANYWHERE = {"conditional", "denial", "alleged", "fiction"}
"""Operators that apply wherever they are in the sentence: "…, he alleged", "…, if it rains"."""
_OF_AN_INSERTION = {"cancelled", "postponed", "privative", "future"}
"""Operators that do not apply to the rest of the sentence if they are in an insertion."""
_GOVERNED = re.compile(
    r"(?:\bthat|\bwhether|\bque|\bqu['’]|\bdass|\bdaß|:)\s*(?:[^\W\d]+['’]?\s*){0,3}$",
    re.IGNORECASE,
)
"""The end of a clause that governs the next one, whatever its verb: "say that the", "rule: the"."""


def check_operators(alignment: Alignment) -> str | None:
    """Check that negation, plan, allegation, condition … are in both texts, or in neither."""
    span = alignment.span
    if span is None:
        return "nothing of it is in the sentence"
    claim, source = alignment.claim, alignment.source
    ours, theirs = claim.operators(), operators_in_scope(alignment)
    for name in sorted(ours.keys() | theirs.keys()):
        if (name in ours) == (name in theirs):
            if name == "negation" and is_negated(claim, ours) != is_negated(source, theirs):
                return "what is denied differs"
            continue
        if name == "future" and _is_future_present(alignment):
            continue
        which = "only the sentence" if name in theirs else "only the claim"
        return f"{which} has {name}"
    return check_tense(alignment)


def operators_in_scope(alignment: Alignment) -> dict[str, list[Span]]:
    """Return the operators of the sentence that apply to the words that the claim uses."""
    span = alignment.span
    if span is None:
        return {}
    source, found = alignment.source, {}
    clause = clause_of(source, *span)
    for name, spans in source.operators().items():
        inside = [one for one in spans if _reaches(alignment, clause, name, one)]
        if name in _OF_AN_INSERTION:
            inside = [one for one in inside if not _is_inserted(alignment, one)]
        if inside:
            found[name] = inside
    return found


def is_negated(text: Analysis, operators: Mapping[str, Sequence[Span]]) -> bool:
    """Return whether a text is negated by these operators.

    Several particles negate once ("neither … nor"), and a verb such as "refuse" reverses them.
    """
    spans = operators.get("negation", ())
    verbs = [one for one in spans if _is(text, one, text.cues.refusing, text.cues.ceasing)]
    return (len(spans) > len(verbs)) != (len(verbs) % 2 == 1)


def has_ceased(text: Analysis, operators: Mapping[str, Sequence[Span]]) -> bool:
    """Return whether one of these negations says that something stopped."""
    return any(_is(text, one, text.cues.ceasing) for one in operators.get("negation", ()))


def _is(text: Analysis, span: Span, *patterns: str) -> bool:
    found = text.text[slice(*span)]
    return any(re.match(pattern, found, re.IGNORECASE) for pattern in patterns)


def _reaches(alignment: Alignment, clause: Span, name: str, span: Span) -> bool:
    """Return whether the scope of an operator includes the words that the claim uses."""
    if name in _ANYWHERE:
        return True
    source = alignment.source
    if name == "privative" and not _is_of_claimed_noun(alignment, span):
        return False
    if source.cues.free_order is not None:
        return _governs(alignment, span)
    first = 0 if name in _BEFORE_CLAUSE and _is_governed(source, clause[0]) else clause[0]
    return first <= span[0] and span[1] <= clause[1]


def _is_of_claimed_noun(alignment: Alignment, span: Span) -> bool:
    """Return whether the claim uses the noun that "former" or "false" modifies.

    The noun is one of the two words next to it: "l'ancien ministre", "le ministre sortant".
    """
    source = alignment.source
    taken = set(alignment.words.values())
    content = [at for at, word in enumerate(source.words) if word.content]
    own = [at for at in content if span[0] <= source.words[at].start < span[1]]
    before = [at for at in content if source.words[at].end <= span[0]][-1:]
    behind = [at for at in content if source.words[at].start >= span[1]][:_NOUN_DISTANCE]
    if len(behind) == _NOUN_DISTANCE:
        first, second = (source.words[at] for at in behind)
        behind = behind if source.text[first.end : second.start] == " " else behind[:1]
    return not taken.isdisjoint([*own, *before, *behind])


_NOUN_DISTANCE = 2  # words after "former" in which its noun is found: "former Spanish minister"


def _governs(alignment: Alignment, span: Span) -> bool:
    """Return whether an operator is in a clause that the claim uses, or above one.

    This is for languages whose clauses are found by their verbs.
    """
    source = alignment.source
    order = source.cues.free_order
    if order is None:
        return True
    clauses = read_clauses(source, order)
    taken = {clauses.at(one.start) for one in alignment.aligned_parts()}
    governors = {clauses.clauses[one].governor for one in taken if one >= 0}
    return clauses.at(span[0]) in taken | governors


def _is_inserted(alignment: Alignment, span: Span) -> bool:
    """Return whether an operator is in an insertion without claimed words: ", since May,"."""
    text = alignment.source.text
    start, end = text.rfind(",", 0, span[0]), text.find(",", span[1])
    if min(start, end) < 0:
        return False
    return not any(start < one.start < end for one in alignment.aligned_parts())


def _is_future_present(alignment: Alignment) -> bool:
    """Return whether the present tense refers to a day in the article's future."""
    claim = alignment.claim
    if claim.find(claim.cues.past):
        return False
    written = alignment.source.written_end
    times = [alignment.claim.times[at] for at in alignment.times]
    return written is not None and any(one.period.end > written for one in times)


def check_tense(alignment: Alignment) -> str | None:
    """Check that a past state is not claimed as a present one."""
    claim, source, span = alignment.claim, alignment.source, alignment.span
    if span is None or claim.find(claim.cues.past) or not claim.find(claim.cues.present):
        return None
    clause = clause_of(source, *span)
    if source.find(source.cues.was, *clause) and not source.find(source.cues.present, *clause):
        return "it is told as present, and was past"
    return None


def clause_of(source: Analysis, start: int, end: int) -> Span:
    """Return the span of the clauses that contain a span of a sentence."""
    ends = [one.span() for one in BREAK.finditer(source.text)]
    ends += source.find(source.cues.clause_breaks)
    first = max((last for _, last in ends if last <= start), default=0)
    last = min((begin for begin, _ in ends if begin >= end), default=len(source.text))
    return first, last


def _is_governed(source: Analysis, start: int) -> bool:
    """Return whether a clause depends on the one before it: "said that"."""
    before = source.text[:start].rstrip()
    return (
        re.search(r"(?:that|whether|if|que|qu['’]|si|:|«|“|\")$", before, re.IGNORECASE) is not None
    )


def check_attribution(alignment: Alignment) -> str | None:
    """Check that reported speech is not claimed as a fact, nor a fact as reported speech."""
    span = alignment.span
    if span is None:
        return None
    claim, source = alignment.claim, alignment.source
    is_attributed = claim.find(claim.cues.attribution) or "alleged" in claim.operators()
    governing = source.find(source.cues.attribution, 0, span[0])
    if (governing or _is_attributed_behind(source, span[1])) and not is_attributed:
        return "somebody says so in the sentence"
    if _is_reported(source, span[0]) and not is_attributed:
        return "it depends on something before it in the sentence"
    if (
        is_attributed
        and not source.find(source.cues.attribution)
        and "alleged" not in source.operators()
    ):
        return "nobody says so in the sentence"
    if _inside_quotes(source.text, span) and not is_attributed:
        return "it is quoted in the sentence"
    return None


def _is_attributed_behind(source: Analysis, end: int) -> bool:
    """Return whether a span ends in reported speech: "The bridge is closed, Paul Martel said"."""
    for first, last in source.find(source.cues.attribution, end):
        comma = max(source.text.rfind(mark, end, first) for mark in ',»”"')
        joined = source.find(
            f"{source.cues.conjunctions}|{source.cues.clause_breaks}", comma, first
        )
        governs = source.find(source.cues.clause_breaks, last) or ":" in source.text[last:]
        if comma >= 0 and not joined and not governs:
            return True
    return False


def _is_reported(source: Analysis, start: int) -> bool:
    """Return whether a clause depends on a verb of saying before it: "say that", not "while"."""
    opener = _GOVERNED.search(source.text, 0, start)
    return opener is not None and not any(
        first <= opener.start() < last for first, last in source.find(source.cues.contrast)
    )


def _inside_quotes(text: str, span: Span) -> bool:
    return any(
        start <= span[0] and span[1] <= end
        for start, end in (match.span() for match in re.finditer(r"[«“\"][^«»“”\"]+[»”\"]?", text))
    )

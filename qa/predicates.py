"""Find the predicates of a text, by language-independent names from the language packs.

Texts in two languages can thus be compared: "closed" and "fermera" are both ``close``.
"""

from __future__ import annotations

import re
from functools import cache

from qa.languages import language_pack

_CONTRARY_PAIRS = (
    ("approve", "reject"),
    ("accept", "reject"),
    ("rise", "fall"),
    ("win", "lose"),
    ("open", "close"),
    ("buy", "sell"),
    ("build", "destroy"),
    ("allow", "ban"),
    ("condemn", "acquit"),
    ("arrest", "release"),
    ("confirm", "deny"),
    ("begin", "end"),
    ("hire", "dismiss"),
    ("support", "oppose"),
    ("praise", "criticise"),
    ("continue", "end"),
    ("join", "leave"),
    ("join", "withdraw"),
    ("increase", "fall"),
    ("allow", "block"),
    ("meet", "miss"),
)
"""Pairs of predicates that cannot both be true of the same thing at once."""
_STATES = frozenset({"open", "build", "begin", "arrest", "join", "continue", "hire", "buy"})
"""Predicates whose contrary ends what they began, so that both may have happened."""
_CONTRARIES = {frozenset(pair) for pair in _CONTRARY_PAIRS}


def predicates(text: str, language: str) -> frozenset[str]:
    """Return the predicates of a text, verbs and their nouns, by their names."""
    return frozenset(name for name, pattern in _patterns_of(language) if pattern.search(text))


def offsets_of(wanted: frozenset[str], text: str, language: str) -> list[int]:
    """Return the offsets in characters at which words of some predicates begin in a text."""
    return [
        match.start()
        for name, pattern in _patterns_of(language)
        if name in wanted
        for match in pattern.finditer(text)
    ]


def are_contrary(one: str, other: str) -> bool:
    """Return whether two predicates cannot both be true of the same thing at once."""
    return frozenset({one, other}) in _CONTRARIES


def changes_state(one: str, other: str) -> bool:
    """Return whether contrary predicates may both be true of the past, one after the other."""
    return not _STATES.isdisjoint({one, other})


@cache
def _patterns_of(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    pack = language_pack(language)
    if pack is None or pack.claims is None:
        return ()
    return tuple(
        (name, re.compile(rf"(?<!\w)(?:{source})(?!\w)", re.IGNORECASE))
        for name, source in pack.claims.predicates.items()
    )

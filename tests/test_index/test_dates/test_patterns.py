"""Patterns over kinds of tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates.languages import grammar_of, known_languages
from index.dates.patterns import LETTERS, compile_kinds


@pytest.mark.parametrize(
    ("pattern", "kinds"),
    [
        ("day=N month=MONTH year=YEAR?", {"N", "MONTH"}),
        ("DER? (AM|IM) unit=UNIT", {"UNIT"}),
        ("(N DOT|N SUFFIX) MONTH", {"N", "MONTH"}),
        ("(?<=TIME UND) WD(?!N)", {"WD"}),
        ("days=(N (COMMA N){0,20}) UND last=TIME", {"N", "UND", "TIME"}),
        ("(THIS N)* MONTH|YEAR", set()),
        ("(?<=[IN ON]) [WD ABBR] DOT+", {"DOT"}),
    ],
)
def test_every_match_has_the_kinds_that_a_pattern_requires(pattern: str, kinds: set[str]) -> None:
    compiled, required = compile_kinds(pattern)
    assert required == {LETTERS[kind] for kind in kinds}
    assert compiled.groupindex.keys() <= {"day", "month", "year", "unit", "days", "last"}


@pytest.mark.parametrize("language", known_languages())
@given(data=st.data())
def test_no_rule_is_skipped_that_would_match(language: str, data: st.DataObject) -> None:
    grammar = grammar_of(language)
    assert grammar is not None
    kinds = sorted({kind for kind, _ in grammar.lexicon.meanings()} | {"TIME", "N", "YEAR", "DOT"})
    drawn = data.draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=8))
    text = "".join(LETTERS[kind] for kind in drawn)
    for rule in grammar.rules:
        if not rule.required <= set(text):
            assert rule.compiled.search(text) is None, rule.pattern

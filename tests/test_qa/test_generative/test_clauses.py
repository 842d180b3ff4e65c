"""German sentences: their clauses, and the case and the place of each noun."""

from __future__ import annotations

import pytest

from qa.answerers.generative.analysis import analyse
from qa.answerers.generative.clauses import read_clauses
from qa.answerers.generative.phrases import read_phrases
from qa.languages.claims.de import CLAIMS


def clauses_of(text: str) -> list[tuple[str, str]]:
    """Return the kind and the words of each clause."""
    analysis = analyse(text, "de", CLAIMS, ())
    assert CLAIMS.free_order is not None
    found = read_clauses(analysis, CLAIMS.free_order).clauses
    return [
        (one.kind, " … ".join(text[slice(*part)].strip(" ,.;") for part in one.parts))
        for one in found
    ]


def cases_of(text: str) -> dict[str, str]:
    """Return the case of each noun phrase, or the preposition before it."""
    analysis = analyse(text, "de", CLAIMS, ())
    assert CLAIMS.free_order is not None
    phrases = read_phrases(analysis, read_clauses(analysis, CLAIMS.free_order))
    return {one.text: one.preposition or "".join(sorted(one.cases)) for one in phrases}


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (
            "Der Richter verurteilte den Fahrer, der den Polizisten verletzt hatte, in Lorbach.",
            [
                ("main", "Der Richter verurteilte den Fahrer … in Lorbach"),
                ("subordinate", "der den Polizisten verletzt hatte"),
            ],
        ),
        (
            "Altrex kaufte das Werk und verkaufte die Bank.",
            [("main", "Altrex kaufte das Werk"), ("second", "und verkaufte die Bank")],
        ),
        (
            "Der Minister sagte, dass die Bank schließt.",
            [("main", "Der Minister sagte"), ("complement", "dass die Bank schließt")],
        ),
        (
            "Der Verein versuchte, den Spieler zu verkaufen.",
            [("main", "Der Verein versuchte … den Spieler zu verkaufen")],
        ),
        (
            "Weil die Brücke gesperrt war, fuhren Busse.",
            [("subordinate", "Weil die Brücke gesperrt war"), ("main", "fuhren Busse")],
        ),
        (
            "Anna Keller und Paul Weber trafen den Minister, nicht aber den König.",
            [
                ("main", "Anna Keller und Paul Weber trafen den Minister"),
                ("contrast", "nicht aber den König"),
            ],
        ),
    ],
)
def test_clauses_are_told_by_their_verbs(text: str, clauses: list[tuple[str, str]]) -> None:
    assert clauses_of(text) == clauses


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        (
            "Dem Direktor übergab die Lehrerin den Schlüssel.",
            {"Dem Direktor": "d", "die Lehrerin": "n", "den Schlüssel": "ad"},
        ),
        (
            "Der Chef der Bank verklagte die Tochter des Richters.",
            {"Der Chef": "n", "der Bank": "g", "die Tochter": "a", "des Richters": "g"},
        ),
        ("Nortel verklagte Brixa.", {"Nortel": "n", "Brixa": "ad"}),
        ("Brixa wurde von Nortel verklagt.", {"Brixa": "a", "Nortel": "n"}),
        ("Er verklagte die Bank im Rathaus.", {"die Bank": "a", "Rathaus": "in"}),
    ],
)
def test_nouns_have_cases(text: str, cases: dict[str, str]) -> None:
    assert cases_of(text) == cases

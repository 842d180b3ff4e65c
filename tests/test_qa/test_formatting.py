"""Times in words: as precise as they are, and as one would write them."""

from __future__ import annotations

import pytest

from index.datatypes import Period
from index.dates.resolution import Boundary, Derivation, annotate
from qa.datatypes import NothingMatches
from qa.formatting import format_derivation, format_list, format_period, format_reason


@pytest.mark.parametrize(
    ("period", "english", "french"),
    [
        ("2020-06-01", "1 June 2020", "1er juin 2020"),
        ("2020-09-11", "11 September 2020", "11 septembre 2020"),
        ("2020-09", "September 2020", "septembre 2020"),
        ("2020", "2020", "2020"),
        ("2020-04-01/2020-06-30", "2nd quarter 2020", "2e trimestre 2020"),
        ("2020-12-01/2021-02-28", "December 2020 – February 2021", "décembre 2020 – février 2021"),
        ("2020-09-11/..", "from 11 September 2020", "à partir du 11 septembre 2020"),
        ("../2020-09-11", "until 11 September 2020", "jusqu'au 11 septembre 2020"),
        ("../..", "undated", "sans date"),
    ],
)
def test_a_period_in_words(period: str, english: str, french: str) -> None:
    told = {language: format_period(Period.parse(period), language) for language in ("en", "fr")}
    plain = {key: value.replace("\N{THIN SPACE}", " ") for key, value in told.items()}
    assert plain == {"en": english, "fr": french}


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("since 2015", "en", "from 2015"),
        ("after May 2015", "en", "after May 2015"),
        ("before Friday", "en", "before Friday, 24 September 2021"),
        ("depuis 2015", "fr", "à partir de 2015"),
        ("depuis avril 2015", "fr", "à partir d'avril 2015"),
        ("avant 2015", "fr", "avant 2015"),
        ("après le 1er mai 2015", "fr", "après le 1er mai 2015"),
        ("jusqu'en 2015", "fr", "jusqu'en 2015"),
        ("jusqu'à vendredi", "fr", "jusqu'au vendredi 24 septembre 2021"),
    ],
)
def test_an_open_end_is_told_as_it_was_given(text: str, language: str, told: str) -> None:
    [mention] = annotate(text, language, Period.parse("2021-09-22"))
    assert mention.bound is not None
    written = format_period(mention.period, language, bound=mention.bound, weekday=mention.weekday)
    assert written == told


def test_an_edge_belongs_to_an_open_period_only() -> None:
    edge = Boundary("since", Period.parse("2015"))
    assert format_period(Period.parse("2020"), "en", bound=edge) == "2020"


@pytest.mark.parametrize(
    ("basis", "english", "french"),
    [
        (
            Derivation(((45, "day"),), 1, Period.parse("2020-08-06")),
            "45 days after 6 August 2020",
            "45 jours après le 6 août 2020",
        ),
        (
            Derivation(((1, "year"), (2, "month")), -1, Period.parse("2020-08")),
            "1 year and 2 months before August 2020",
            "1 an et 2 mois avant août 2020",
        ),
        (
            Derivation(((1, "half-year"),), 1, Period.parse("2020")),
            "6 months after 2020",
            "6 mois après 2020",
        ),
    ],
)
def test_what_a_time_was_computed_from(basis: Derivation, english: str, french: str) -> None:
    assert format_derivation(basis, "en") == english
    assert format_derivation(basis, "fr").replace("\N{NO-BREAK SPACE}", " ") == french


def test_several_times() -> None:
    assert format_list(["a", "b"], "fr") == "a et b"
    assert format_list(["a", "b", "c"], "en") == "a, b and c"


@pytest.mark.parametrize("end", ["..", "2020-08"])
def test_a_corpus_with_an_undated_article_is_not_told_to_run_from_undated(end: str) -> None:
    first, last = Period.parse(f"../{end}"), Period.parse("2020-09")
    assert "runs" in format_reason(NothingMatches((), (last, last)), "en")
    for span in ((first, last), (last, Period.parse("2020-09/.."))):
        assert format_reason(NothingMatches((), span), "en") == ("No article matches the filters.")

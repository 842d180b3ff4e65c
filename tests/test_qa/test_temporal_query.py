"""What a phrase of time in a question does: filter, move up, or ask for the last word."""

from __future__ import annotations

import re
from datetime import date

import pytest

from index.datatypes import Period
from index.filters import Filters
from qa.temporal_query import parse_period, read_temporal_intent

TODAY = date(2021, 5, 12)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "What do articles from August 2020 say of the bridge?",
            "en",
            ("2020-08-01", "2020-08-31"),
        ),
        ("What has the press written since 3 May?", "en", (None, None)),
        ("What did the press say in September 2019?", "en", ("2019-09-01", "2019-09-30")),
        ("News published since April on the bridge", "en", ("2021-04-01", None)),
        ("Published before 2020: what of the bridge?", "en", (None, "2019-12-31")),
        ("Since March, what do the reports say?", "en", ("2021-03-01", None)),
        ("What do articles from May and June 2019 say?", "en", ("2019-05-01", "2019-06-30")),
        ("News from between May and July 2019", "en", ("2019-05-01", "2019-07-31")),
        ("Depuis mars, que disent les articles du pont ?", "fr", ("2021-03-01", None)),
        ("Que disent les articles publiés en août 2020 ?", "fr", ("2020-08-01", "2020-08-31")),
        ("Les articles d'août et de septembre 2020 ?", "fr", ("2020-08-01", "2020-09-30")),
        ("Que dit la presse depuis hier ?", "fr", ("2021-05-11", None)),
    ],
)
def test_publication_filters(
    text: str, language: str, expected: tuple[str | None, str | None]
) -> None:
    asked = read_temporal_intent(text, language, TODAY)
    since, until = (date.fromisoformat(day) if day else None for day in expected)
    assert asked.published == Filters.of(since=since, until=until)
    assert bool(asked.mentioned) == (expected == (None, None))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("As of 31 August 2020, who owns the bridge?", "en"),
        ("Who owned the bridge as of 31 August 2020?", "en"),
        ("Who owned the bridge, as of August 2020?", "en"),
        ("À la date du 31 août 2020, à qui est le pont ?", "fr"),
    ],
)
def test_as_of(text: str, language: str) -> None:
    asked = read_temporal_intent(text, language, TODAY)
    assert asked.published == Filters.of(as_of=date(2020, 8, 31))
    assert asked.mentioned == ()


@pytest.mark.parametrize(
    ("text", "language", "mentioned"),
    [
        ("What happened in August 2020?", "en", ["2020-08"]),
        ("Which bridges were closed last week?", "en", ["2021-W18"]),
        ("Who won the 2018 and 2019 elections?", "en", ["2018", "2019"]),
        ("Que s'est-il passé le 3 mai ?", "fr", ["2021-05-03"]),
        ("Quelle œuvre fut publiée en 1616 ?", "fr", ["1616"]),
        ("How many bridges were there as of August 2020?", "en", ["2020-08"]),
        ("As of 2016 how many bridges were there?", "en", ["2016"]),
        # An article among others is part of what is asked, and its day no limit.
        ("Did the report of 6 May 2020 agree with the press?", "en", ["2020-05-06"]),
        ("Does the story agree with articles from May 2020?", "en", ["2020-05"]),
        ("When does the bridge open?", "en", []),
        ("Wann öffnet die Brücke im Mai 2020?", "de", ["2020-05"]),
    ],
)
def test_any_other_time_hides_nothing(text: str, language: str, mentioned: list[str]) -> None:
    asked = read_temporal_intent(text, language, TODAY)
    assert [period.isoformat() for period in asked.mentioned] == mentioned
    assert asked.published == Filters()


@pytest.mark.parametrize(
    ("text", "language", "latest"),
    [
        ("What is the latest on the bridge?", "en", True),
        ("What do we know today?", "en", True),
        ("Quelles sont les dernières nouvelles du pont ?", "fr", True),
        ("Où en est le pont aujourd'hui ?", "fr", True),
        ("Who was the last mayor?", "en", False),
        ("Qui fut le dernier maire ?", "fr", False),
    ],
)
def test_the_latest(text: str, language: str, latest: bool) -> None:
    asked = read_temporal_intent(text, language, TODAY)
    assert asked.latest is latest
    assert asked.mentioned == ()


@pytest.mark.parametrize(
    ("text", "language", "past"),
    [
        ("When was the decree signed?", "en", True),
        ("When did it open?", "en", True),
        ("When does it open?", "en", False),
        ("When will it open?", "en", False),
        ("Quand le décret a-t-il été signé ?", "fr", True),
        ("Quand a-t-on fermé le pont ?", "fr", True),
        ("Quand a commencé la grève ?", "fr", True),
        ("Quand est-elle née ?", "fr", True),
        ("Quand le pont rouvrira-t-il ?", "fr", False),
        ("Quand l'interdiction prend-elle effet ?", "fr", False),
        ("Quand est-elle prévue ?", "fr", False),
    ],
)
def test_the_tense(text: str, language: str, past: bool) -> None:
    assert read_temporal_intent(text, language, TODAY).past is past


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020", "2020"),
        ("2020-08-06", "2020-08-06"),
        ("yesterday", "2021-05-11"),
        ("last week", "2021-W18"),
        ("August 2020", "2020-08"),
        ("since March", "2021-03-01/.."),
        ("hier", "2021-05-11"),
        ("début août 2020", "2020-08-01/2020-08-15"),
        ("le 6 août 2020", "2020-08-06"),
    ],
)
def test_a_filter_is_a_date_or_a_phrase(text: str, expected: str) -> None:
    assert parse_period(text, TODAY).isoformat() == expected


@pytest.mark.parametrize(
    "text", ["soon", "yesterday and more", "2020-13", "12", "May or June", "1.," * 5_000]
)
def test_what_is_no_single_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse_period(text, TODAY)


@pytest.mark.parametrize(
    ("text", "language", "query"),
    [
        ("Who owns the bridge, as of 31 August 2020?", "en", "Who owns the bridge?"),
        ("As of August 2020, who owns the bridge?", "en", "who owns the bridge?"),
        ("What do articles from May and June 2019 say?", "en", "What do articles say?"),
        (
            "Que disent les articles d'août 2020 du pont ?",
            "fr",
            "Que disent les articles du pont ?",
        ),
        ("Who owns it, according to news published in May 2019?", "en", "Who owns it?"),
        ("Selon la presse de mai 2019, à qui est-il ?", "fr", "à qui est-il ?"),
        ("What happened in August 2020?", "en", "What happened in August 2020?"),
        ("Wem gehört die Brücke?", "de", "Wem gehört die Brücke?"),
    ],
)
def test_what_is_only_about_publication_is_not_looked_for(
    text: str, language: str, query: str
) -> None:
    assert read_temporal_intent(text, language, TODAY).query == query


@pytest.mark.parametrize("text", ["1/9/2020", "01.09.2020", "3/4/2020"])
def test_a_date_that_is_two_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        parse_period(text, TODAY)
    assert parse_period("13/9/2020", TODAY) == Period.parse("2020-09-13")

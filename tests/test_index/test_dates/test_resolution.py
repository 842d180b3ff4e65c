"""How expressions are resolved: never wider nor narrower than the words and the evidence say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.datatypes import Period
from index.dates import calendar
from index.dates.expressions import Calendar, Inside, Part, Relative, Shifted, Window
from index.dates.grammar import parse
from index.dates.languages import grammar_of, known_languages
from index.dates.resolution import annotate, read_times, resolve
from index.testing import article
from qa.formatting import format_period

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
LANGUAGE = st.sampled_from(known_languages())
DIRECTION = st.sampled_from([-1, 0, 1])
MONTHS = ("2020-09", "2020-02", "2019-12")


def found(text: str, language: str, reference: str) -> list[tuple[str, str]]:
    return [
        (text[one.start : one.end], one.period.isoformat())
        for one in annotate(text, language, Period.parse(reference))
    ]


@given(
    DAYS,
    st.sampled_from([unit for unit in calendar.UNITS if unit != "workday"]),
    st.integers(-5, 5),
)
def test_a_unit_holds_its_days_and_follows_the_last(day: date, unit: calendar.Unit, n: int) -> None:
    one = calendar.unit_at(day, unit)
    if unit not in {"weekend", "workweek"}:
        assert one.start <= day < one.end
    following = calendar.shift_unit(one, 1, unit)
    assert following.start >= one.end
    assert calendar.shift_unit(calendar.shift_unit(one, n, unit), -n, unit) == one


@given(DAYS, st.sampled_from(["day", "week", "month", "quarter", "year", "decade"]), DIRECTION)
def test_this_next_and_last_are_as_wide_as_their_unit(
    day: date, unit: calendar.Unit, direction: int
) -> None:
    for turn in (-1, 0, 1):
        period = Relative(unit, turn).resolve(day, direction)
        assert period is not None
        assert period.precision == unit


@given(DAYS, st.integers(1, 12), st.integers(1, 28), DIRECTION)
def test_a_date_without_a_year_is_a_day_within_a_year(
    day: date, month: int, number: int, direction: int
) -> None:
    period = Calendar(month=month, day=number).resolve(day, direction)
    assert period is not None
    assert (period.start.month, period.start.day, period.precision) == (month, number, "day")
    assert abs(period.start - day) <= timedelta(days=366)


@given(DAYS, st.integers(0, 6), DIRECTION)
def test_a_weekday_lies_where_the_sentence_looks(day: date, weekday: int, direction: int) -> None:
    period = Calendar(weekday=weekday).resolve(day, direction)
    assert period is not None
    assert period.start.weekday() == weekday
    assert abs(period.start - day) < timedelta(days=7)
    assert direction * (period.start - day).days >= 0
    for turn in (-1, 1):
        strict = Calendar(weekday=weekday, turn=turn).resolve(day, direction)
        assert strict is not None
        assert 0 < turn * (strict.start - day).days <= 7


@given(
    DAYS,
    st.integers(1, 40),
    st.sampled_from(["day", "week", "month", "year"]),
    st.sampled_from([-1, 1]),
)
def test_an_offset_is_as_precise_as_its_unit(
    day: date, count: int, unit: calendar.Unit, sign: int
) -> None:
    spoken = Shifted(((count, unit),), sign).resolve(day)
    assert spoken == calendar.unit_at(calendar.shift(day, sign * count, unit), unit)
    anchored = Shifted(((count, unit),), sign, Calendar(day.year, day.month, day.day)).resolve(day)
    assert anchored == Period.of_day(calendar.shift(day, sign * count, unit))


@given(DAYS, st.integers(1, 30), st.sampled_from(["day", "week"]))
def test_a_window_is_as_long_as_it_says(day: date, count: int, unit: calendar.Unit) -> None:
    length = timedelta(days=count * (7 if unit == "week" else 1))
    ahead = Window(((count, unit),), 1).resolve(day)
    back = Window(((count, unit),), -1).resolve(day)
    assert ahead is not None
    assert back is not None
    assert (ahead.start, ahead.end) == (day + timedelta(days=1), ahead.start + length)
    assert (back.start, back.end) == (day - length, day)


@given(DAYS, st.sampled_from(["week", "month", "quarter", "year", "decade"]))
def test_parts_lie_inside_and_in_order(day: date, unit: calendar.Unit) -> None:
    outer = Relative(unit, 0)
    whole = outer.resolve(day)
    early, mid, late = (
        Part(which, outer).resolve(day)
        for which in ("early", "mid", "late")  # type: ignore[arg-type]
    )
    assert whole
    assert early
    assert mid
    assert late
    assert early.start == whole.start <= mid.start <= late.start < late.end == whole.end
    assert early.within(whole)
    assert mid.within(whole)


@given(
    st.sampled_from(
        [
            Calendar(weekday=4),
            Calendar(month=9, day=20),
            Calendar(month=2, day=29),
            Calendar(weekday=0, turn=-1),
            Relative("week", 1),
            Relative("month", -1),
            Shifted(((3, "day"),), -1),
            Window(((2, "month"),), -1),
        ]
    ),
    st.sampled_from(MONTHS),
    DIRECTION,
)
def test_of_several_days_of_writing_the_span_of_all_readings_results(
    expression: Calendar, month: str, direction: int
) -> None:
    period = Period.parse(month)
    days = [period.start + timedelta(days=n) for n in range((period.end - period.start).days)]
    readings = [expression.resolve(day, direction) for day in days]
    resolved = resolve(expression, days, direction)
    assert resolved is not None
    for one in readings:
        assert one is not None
        assert one.within(resolved)
    assert resolved.start == min(one.start for one in readings if one)
    assert resolved.end == max(one.end for one in readings if one)


@given(DAYS, LANGUAGE, st.sampled_from(["day", "month", "quarter", "year"]), st.booleans())
def test_what_is_written_is_read_again(
    day: date, language: str, unit: calendar.Unit, weekday: bool
) -> None:
    period = calendar.unit_at(day, unit)
    written = format_period(period, language, weekday=weekday)
    [mention] = annotate(written, language, Period.parse("2026-11-22"))
    assert (mention.period, mention.start, mention.end) == (period, 0, len(written))


@given(DAYS, st.sampled_from([("en", False), ("fr", False), ("fr", True)]))
def test_an_open_end_that_is_written_is_read_again(day: date, spoken: tuple[str, bool]) -> None:
    # English "from 5 May" is not read as open: it may be a letter from 5 May.
    language, since = spoken
    period = Period(day, date.max) if since else Period(date.min, day)
    [mention] = annotate(format_period(period, language), language, Period.parse("2026-11-22"))
    assert mention.period == period


@given(st.text(), LANGUAGE, DAYS)
def test_any_text_can_be_read(text: str, language: str, day: date) -> None:
    last = 0
    for mention in annotate(text, language, Period.of_day(day)):
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end


WORDS = {
    "en": (
        "the of in on 3 12 31 2020 1999 may monday friday next last week month year days ago after "
        "before from to and since until first second half quarter , - . / century"
    ),
    "fr": (
        "le la les du de d' au en à 3 12 1er 2020 mars mai lundi vendredi prochain dernier semaine "
        "mois an ans jours il y a après avant depuis jusqu'au et premier second trimestre , - . / "
        "siècle fin début mi ce"
    ),
}


@pytest.mark.parametrize("language", ["en", "fr"])
@given(data=st.data())
def test_any_words_of_time_can_be_combined(language: str, data: st.DataObject) -> None:
    grammar = grammar_of(language)
    assert grammar is not None
    words = data.draw(st.lists(st.sampled_from(WORDS[language].split()), max_size=12))
    text = " ".join(words)
    for token in parse(text, grammar):
        assert text[token.start : token.end].strip()
    annotate(text, language, Period.parse("2020-09"))


def test_an_article_tells_when_it_was_written() -> None:
    one = article("a", "Le conseil se réunira jusqu'au 14 mars, soit dimanche.", language="fr")
    read = read_times(replace(one, published=Period.parse("2021-03")))
    assert read.written.isoformat() == "2021-W10"
    assert read_times(replace(one, published=Period.parse("2021-03-09"))).written == Period.parse(
        "2021-03-09"
    )


def test_a_header_is_not_read() -> None:
    text = "date 2021-03 (Agency) It ended in 2019."
    one = article("a", text, published="2021-03", body_start=22)
    [mention] = read_times(one).mentions
    assert text[mention.start : mention.end] == "2019"


def test_a_language_without_a_grammar_says_nothing() -> None:
    assert annotate("em 5 de março de 2021", "pt", Period.parse("2021")) == []


def test_what_some_day_of_writing_rules_out_is_not_known() -> None:
    last = Inside(Calendar(day=31), Relative("month", 1))
    february, march = date(2021, 2, 28), date(2021, 3, 1)
    assert resolve(last, [february]) == Period.parse("2021-03-31")
    assert resolve(last, [february, march]) is None


def test_what_was_told_long_before_is_another_story() -> None:
    near = "She fell on 1 February 2020. The next day she flew home."
    far = near.replace(". The", ". " + "It rained a lot. " * 50 + "The")
    assert found(near, "en", "2021-03-20")[-1] == ("The next day", "2020-02-02")
    assert found(far, "en", "2021-03-20")[-1] == ("The next day", "2021-03-21")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_holiday_that_has_a_name_has_a_day(language: str) -> None:
    kinds = {"HOLIDAY", "HOLIDAYPLUS", "FEAST", "NOEL"}
    grammar = grammar_of(language)
    assert grammar is not None
    named = [value for kind, value in grammar.lexicon.meanings() if kind in kinds]
    assert named
    for value in named:
        name = value[0] if isinstance(value, tuple) else value
        for year in (1999, 2020, 2021):
            assert calendar.holiday(name, year).start.year == year


def test_week_53_is_one_where_the_year_has_it() -> None:
    assert found("in week 53 of 2020", "en", "2021-03-01")[0][1] == "2020-W53"
    assert found("in week 53 of 2021", "en", "2021-03-01") in ([], [("2021", "2021")])

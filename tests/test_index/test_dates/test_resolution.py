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
from index.dates.grammar import Language, parse
from index.dates.languages.en import ENGLISH
from index.dates.languages.fr import FRENCH
from index.dates.resolution import annotate, read_times, resolve
from qa.labels import format_period
from tests.support.fakes import article

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
LANGUAGE = st.sampled_from(["en", "fr"])
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


@pytest.mark.parametrize(("language", "grammar"), [("en", ENGLISH), ("fr", FRENCH)])
@given(data=st.data())
def test_any_words_of_time_can_be_combined(
    language: str, grammar: Language, data: st.DataObject
) -> None:
    words = data.draw(st.lists(st.sampled_from(WORDS[language].split()), max_size=12))
    text = " ".join(words)
    for token in parse(text, grammar):
        assert text[token.start : token.end].strip()
    annotate(text, language, Period.parse("2020-09"))


@pytest.mark.parametrize(
    ("text", "language", "published", "expected"),
    [
        # Nothing says when in the month it was written.
        (
            "The mayor resigned on Friday.",
            "en",
            "2021-03",
            [("Friday", "2021-02-26/2021-03-26")],
        ),
        # The date beside the weekday says in which week it was.
        (
            "The mayor resigned on Friday. Her deputy will stay until 14 March, that is Sunday.",
            "en",
            "2021-03",
            [
                ("Friday", "2021-03-05/2021-03-12"),
                ("until 14 March, that is Sunday", "../2021-03-14"),
            ],
        ),
        (
            "La maire a démissionné vendredi. Ce lundi 15 mars, le conseil se réunira.",
            "fr",
            "2021-03",
            [("vendredi", "2021-03-05/2021-03-12"), ("Ce lundi 15 mars", "2021-03-15")],
        ),
        # A year is not enough to say which Friday, nor is no date at all.
        ("The mayor resigned on Friday.", "en", "2021", [("Friday", "2021")]),
        ("The mayor resigned in 2019.", "en", "2021", [("2019", "2019")]),
    ],
)
def test_the_days_of_writing_are_narrowed_by_what_is_written(
    text: str, language: str, published: str, expected: list[tuple[str, str]]
) -> None:
    assert found(text, language, published) == expected


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


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "The treaty was signed on 5 March and enters into force 60 days after its signature.",
            "en",
            [("5 March", "2021-03-05"), ("60 days after", "2021-05-04")],
        ),
        (
            "Le traité, signé le 5 mars, entre en vigueur 60 jours après sa signature.",
            "fr",
            [("le 5 mars", "2021-03-05"), ("60 jours après", "2021-05-04")],
        ),
        # The day of another sentence is another event's.
        (
            "The talks began on 1 February. It enters into force 60 days after its signature.",
            "en",
            [("1 February", "2021-02-01")],
        ),
        (
            "She fell on 1 February 2020. The next day she flew home, and two weeks later she ran.",
            "en",
            [
                ("1 February 2020", "2020-02-01"),
                ("The next day", "2020-02-02"),
                ("two weeks later", "2020-02-16"),
            ],
        ),
        (
            "Elle est tombée le 1er février 2020. Le lendemain, elle a été opérée.",
            "fr",
            [("le 1er février 2020", "2020-02-01"), ("Le lendemain", "2020-02-02")],
        ),
    ],
)
def test_offsets_count_from_what_was_told(
    text: str, language: str, expected: list[tuple[str, str]]
) -> None:
    assert found(text, language, "2021-03-20") == expected


def test_an_offset_says_from_what() -> None:
    text = "It was signed on 5 March 2021 and starts 60 days after its signature."
    *_, mention = annotate(text, "en", Period.parse("2021"))
    assert mention.basis is not None
    assert mention.basis.anchor == Period.parse("2021-03-05")
    assert (mention.basis.amounts, mention.basis.sign) == (((60, "day"),), 1)


@pytest.mark.parametrize(
    ("text", "edge"),
    [("since 2015", "2015"), ("before May 2020", "2020-05"), ("until 3 May 2020", "2020-05-03")],
)
def test_an_open_end_is_as_precise_as_it_was_given(text: str, edge: str) -> None:
    [mention] = annotate(text, "en", Period.parse("2021"))
    assert mention.edge is not None
    assert mention.edge.side == text.split(maxsplit=1)[0]
    assert mention.edge.period.isoformat() == edge


def test_a_language_without_a_grammar_says_nothing() -> None:
    assert annotate("am 5. März 2021", "de", Period.parse("2021")) == []


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # In 2020, not 2021, the day was a Thursday.
        ("They will meet on Thursday, 5 March.", "2020-03-05"),
        ("They will meet on Friday, 5 March.", "2021-03-05"),
        # No year around has it so: the weekday is a slip.
        ("They will meet on Sunday, 5 March.", "2021-03-05"),
        # Yesterday was not announced for next year.
        ("The meeting will be on 9 February.", "2021-02-09"),
        ("The meeting will be on 9 June.", "2021-06-09"),
    ],
)
def test_which_year_a_date_is_of(text: str, expected: str) -> None:
    [(_, period)] = found(text, "en", "2021-02-10")
    assert period == expected


def test_how_long_something_took_is_no_date() -> None:
    assert found("In two years, rents rose by a third.", "en", "2021-02-10") == []
    assert found("In two years, rents will have risen.", "en", "2021-02-10") == [
        ("In two years", "2023")
    ]


@pytest.mark.parametrize("language", [ENGLISH, FRENCH])
def test_every_holiday_that_has_a_name_has_a_day(language: Language) -> None:
    kinds = {"HOLIDAY", "HOLIDAYPLUS", "FEAST", "NOEL"}
    named = [value for kind, value in language.lexicon.meanings() if kind in kinds]
    assert named
    for value in named:
        name = value[0] if isinstance(value, tuple) else value
        for year in (1999, 2020, 2021):
            assert calendar.holiday(name, year).start.year == year


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("He arrives today, Sunday he leaves.", "en", ["2020-09-17", "2020-09-20"]),
        (
            "Talks resume tomorrow, Monday and Tuesday.",
            "en",
            ["2020-09-18", "2020-09-21", "2020-09-22"],
        ),
        ("Sales rose last month, September will be worse.", "en", ["2020-08", "2020-09"]),
        ("Il jouera demain, lundi et mardi.", "fr", ["2020-09-18", "2020-09-21", "2020-09-22"]),
    ],
)
def test_neighbours_that_do_not_fit_together_are_both_read(
    text: str, language: str, expected: list[str]
) -> None:
    assert [period for _, period in found(text, language, "2020-09-17")] == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("He resigned in 2015. The following year he returned.", "en", "2016"),
        ("In March 2015 he resigned. The following month he returned.", "en", "2015-04"),
        ("En 2015, il démissionna. L'année suivante, il revint.", "fr", "2016"),
        ("En mars 2015, il démissionna. Le mois précédent, il riait.", "fr", "2015-02"),
        ("The following week, he returned.", "en", "2020-W39"),
    ],
)
def test_the_following_unit_follows_what_was_told(text: str, language: str, expected: str) -> None:
    assert found(text, language, "2020-09-17")[-1][1] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The assumption is wrong.",
        "An armistice was signed.",
        "She had an epiphany.",
        "my valentine",
    ],
)
def test_words_that_are_also_feasts_are_words(text: str) -> None:
    assert found(text, "en", "2020-09-17") == []


def test_week_53_is_one_where_the_year_has_it() -> None:
    assert found("in week 53 of 2020", "en", "2021-03-01")[0][1] == "2020-W53"
    assert found("in week 53 of 2021", "en", "2021-03-01") in ([], [("2021", "2021")])


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The vote has been rescheduled for 6 October.", "en", "2024-10-06"),
        ("Parliament has fixed the vote for March.", "en", "2025-03"),
        ("The hearing was pushed back to Friday.", "en", "2024-06-14"),
        ("Unions called a strike for Friday.", "en", "2024-06-14"),
        ("The vote was put off from 22 September to 6 October.", "en", "2024-10-06"),
        ("The vote was brought forward from 6 October to 22 September.", "en", "2024-09-22"),
        ("Le scrutin avait été fixé au 6 octobre.", "fr", "2024-10-06"),
        ("La réunion a été repoussée à vendredi.", "fr", "2024-06-14"),
        ("Ils ont appelé à la grève pour vendredi.", "fr", "2024-06-14"),
        ("Le scrutin est reporté du 22 septembre au 6 octobre.", "fr", "2024-10-06"),
        ("La session prendra fin l'an prochain.", "fr", "2025"),
    ],
)
def test_what_was_planned_lies_ahead(text: str, language: str, expected: str) -> None:
    assert [period for _, period in found(text, language, "2024-06-11")] == [expected]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It opens 45 days after the delivery of the beams on 6 December.", "en"),
        ("Il ouvrira 45 jours après la livraison prévue le 6 décembre.", "fr"),
    ],
)
def test_the_day_of_an_event_may_follow_it(text: str, language: str) -> None:
    offset, event = annotate(text, language, Period.parse("2019-12-02"))
    assert offset.period == Period.parse("2020-01-20")
    assert offset.basis is not None
    assert offset.basis.anchor == event.period == Period.parse("2019-12-06")


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("The road opens on Monday, officials said on Thursday.", "en", [False, True]),
        ("It opens on Monday, she told reporters yesterday.", "en", [False, True]),
        ("Il ouvrira lundi, a décidé jeudi le conseil.", "fr", [False, True]),
        ("The council met on Thursday.", "en", [False]),
    ],
)
def test_when_something_was_only_said(text: str, language: str, told: list[bool]) -> None:
    assert [one.told for one in annotate(text, language, Period.parse("2024-04-20"))] == told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met two Fridays ago.", ["2024-05-31"]),
        ("They will meet three Sundays from now.", ["2024-06-30"]),
        ("They meet on Sundays.", []),
        ("The shop opens on 12 Sundays a year.", []),
    ],
)
def test_weekdays_can_be_counted(text: str, expected: list[str]) -> None:
    assert [period for _, period in found(text, "en", "2024-06-11")] == expected


def test_what_is_not_known_for_sure_is_nothing_to_count_from() -> None:
    text = "She resigned last week. The following week, he did."
    sure = annotate(text, "en", Period.parse("2021-03-10"))
    assert [one.period.isoformat() for one in sure] == ["2021-W09", "2021-W10"]
    unsure = annotate(text, "en", Period.parse("2021-03"))
    assert [one.sure for one in unsure] == [False, False]
    assert unsure[1].basis is None

"""The grammar of times in English; numeric dates have the month first."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from index.datatypes import Period
from index.dates.clauses import Clauses
from index.dates.events import Events
from index.dates.expressions import (
    Anaphor,
    Bound,
    Calendar,
    Expression,
    Fiscal,
    FromEvent,
    Inside,
    LastOf,
    Narrative,
    Nth,
    Part,
    Ranked,
    Relative,
    Rest,
    Running,
    Shifted,
    TurnOfYear,
    UnitOf,
    Whole,
    Window,
    Yearly,
)
from index.dates.grammar import Grammar, Rule
from index.dates.languages._periods import (
    counted,
    in_year_ago,
    unit_beside,
    weekday_beside,
)
from index.dates.languages.common import (
    amounts_of,
    bare_year,
    bound,
    calendar_date,
    century,
    day_and_month,
    days_in,
    decade,
    entries,
    first_months,
    fiscal_part,
    following,
    following_weekday,
    full_year,
    names,
    numbered,
    numeric,
    quarter_of,
    same_day,
    span,
    week_of,
    with_year,
    within,
    year_named,
    year_of_event,
    years_of,
)
from index.dates.names import Names
from index.dates.polarity import Polarities
from index.dates.sentences import Sentences
from index.dates.tags import Tag
from index.dates.tokens import OTHER, Lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.dates.calendar import Unit

_MONTHS, _WEEKDAYS = names("en")
_AMBIGUOUS_MONTHS = {"may", "march", "mar", "dec", "jan"}

_DIGITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = [
    "first",
    "-",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
_NAMES = (
    "sheffield wednesday|sunday times|sunday telegraph|mail on sunday|sunday mirror|sunday express|"
    "sunday mail|sunday world|bloody sunday|super tuesday|ruby tuesday|saturday night live|"
    "black monday|black wednesday|black september|october revolution|october surprise|arab spring|"
    "easter island|chinese new year|lunar new year|jewish new year|islamic new year|"
    "prague spring|summer olympics|winter olympics|summer games|winter games|winter palace|"
    "summer palace|remembrance sunday|advent sunday|stir-up sunday|usa today|sunday school|"
    "nor'easter|nor'easters|spring training|spring break|spring cleaning|summer camp|summer school"
)
"""Names that contain a day, month or season without being a time."""
_COUNTED = (
    "people|persons|men|women|children|residents|voters|votes|seats|jobs|workers|employees|troops|"
    "soldiers|police|officers|protesters|migrants|refugees|students|pupils|patients|cases|deaths|"
    "homes|houses|pounds|dollars|euros|points|metres|meters|miles|kilometres|kilometers|km|feet|"
    "ft|acres|hectares|kg|tonnes|tons|barrels|calories|copies|tickets|fans|spectators|runs|"
    "pence|cents|degrees|litres|liters"
)
_DECADES = [
    "twenties",
    "thirties",
    "forties",
    "fifties",
    "sixties",
    "seventies",
    "eighties",
    "nineties",
]


_WORDS: dict[str, tuple[str, Any]] = {
    **{name: ("MONTH", number) for name, number in _MONTHS.items()},
    **{name: ("MAYBE", _MONTHS[name]) for name in _AMBIGUOUS_MONTHS},
    **{name.title(): ("CAPITAL", _MONTHS[name]) for name in _AMBIGUOUS_MONTHS},
    **{name: ("WD" if len(name) > 5 else "ABBR", day) for name, day in _WEEKDAYS.items()},
    **{f"{name}s": ("WDS", day) for name, day in _WEEKDAYS.items() if len(name) > 5},
    **entries("ABBR", "tues", 1),
    **entries("ABBR", "thur|thurs", 3),
    "sept": ("MONTH", 9),
    **{word: ("DIGIT", number) for number, word in enumerate(_DIGITS, 1)},
    **{word: ("TEEN", number) for number, word in enumerate(_TEENS, 10)},
    **{word: ("TENS", 10 * number) for number, word in enumerate(_TENS, 2)},
    **{word: ("ORD", number) for number, word in enumerate(_ORDINALS, 1) if word != "-"},
    "thirtieth": ("ORD", 30),
    "second": ("SECOND", 2),
    **{word: ("DECADES", 1900 + 10 * number) for number, word in enumerate(_DECADES, 2)},
    "noughties": ("DECADES", 2000),
    **entries("HUNDRED", "hundred", 100),
    **entries("THOUSAND", "thousand", 1000),
    **entries("ZERO", "zero|oh", 0),
    "thousands": ("THOUSANDS", 1000),
    "tens": ("TENTHS", 10),
    **entries("SUFFIX", "st|nd|rd|th"),
    **entries("PLURAL", "s"),
    **entries("UNIT", "day", "day"),
    **entries("UNITS", "days", "day"),
    **entries("UNIT", "week", "week"),
    **entries("UNITS", "weeks", "week"),
    **entries("UNIT", "weekend|holiday weekend|bank holiday weekend", "weekend"),
    **entries("UNITS", "weekends", "weekend"),
    **entries("UNIT", "workweek|work week|working week", "workweek"),
    **entries("UNIT", "month", "month"),
    **entries("UNITS", "months", "month"),
    **entries("UNIT", "quarter|qtr", "quarter"),
    **entries("UNITS", "quarters", "quarter"),
    **entries("UNIT", "year|yr", "year"),
    **entries("UNITS", "years", "year"),
    **entries("UNIT", "decade", "decade"),
    **entries("UNITS", "decades", "decade"),
    **entries("UNIT", "century", "century"),
    **entries("UNITS", "centuries", "century"),
    **entries("UNIT", "business day|working day", "workday"),
    **entries("UNITS", "business days|working days", "workday"),
    **entries("UNIT", "half|half year|half-year", "half-year"),
    **entries("FORTNIGHT", "fortnight|fortnights", (2, "week")),
    **entries("COUPLE", "couple|couple of", 2),
    **entries("HALFA", "half a|half an", 0.5),
    **entries("SEASON", "spring", "spring"),
    **entries("SEASON", "summer", "summer"),
    **entries("SEASON", "autumn", "autumn"),
    **entries("SEASON", "winter", "winter"),
    **entries("SEASONS", "springs", "spring"),
    **entries("SEASONS", "summers", "summer"),
    **entries("SEASONS", "autumns", "autumn"),
    **entries("SEASONS", "winters", "winter"),
    **entries("FALL", "fall", "autumn"),
    **entries("MIDSEASON", "midsummer|high summer", "summer"),
    **entries("MIDSEASON", "midwinter", "winter"),
    **entries("MIDWEEK", "midweek|mid-week", "week"),
    **entries("Q", "q", "quarter"),
    **entries("H", "h", "half-year"),
    **entries("CY", "cy|calendar year"),
    **entries("FISCAL", "fiscal|fiscal year|fiscal-year|financial year|fy"),
    **{
        name: ("HOLIDAY", name)
        for name in [
            "new year's eve",
            "women's day",
            "saint patrick",
            "april fool",
            "earth day",
            "labour day",
            "bastille day",
            "juneteenth",
            "halloween",
            "all saints",
            "guy fawkes night",
            "christmas eve",
            "christmas",
            "boxing day",
            "mardi gras",
            "ash wednesday",
            "palm sunday",
            "good friday",
            "easter",
            "easter monday",
            "pentecost",
            "whit monday",
            "memorial day",
            "presidents' day",
            "columbus day",
            "thanksgiving",
            "black friday",
        ]
    },
    **entries(
        "HOLIDAY",
        "martin luther king day|martin luther king jr day|martin luther king jr. day|"
        "martin luther king, jr. day|mlk day",
        "martin luther king",
    ),
    **entries("HOLIDAY", "independence day", "independence day"),
    **entries("HOLIDAY", "Epiphany|epiphany day", "epiphany"),
    **entries("HOLIDAY", "Assumption day|feast of the assumption", "assumption"),
    **entries("HOLIDAY", "ascension day", "ascension"),
    **entries("HOLIDAY", "new year's day|new years day", "new year"),
    **entries("HOLIDAY", "new years eve", "new year's eve"),
    **entries("HOLIDAY", "christmas day|xmas", "christmas"),
    **entries("HOLIDAY", "ve day|v-e day|victory in europe day", "victory day"),
    **entries("HOLIDAY", "victory day", "russian victory day"),
    **entries("HOLIDAY", "easter sunday", "easter"),
    **entries("HOLIDAY", "whit sunday", "pentecost"),
    **entries("HOLIDAY", "labor day", "us labor day"),
    **entries("HOLIDAY", "spring equinox|vernal equinox|first day of spring", "spring equinox"),
    **entries("HOLIDAY", "summer solstice|first day of summer", "summer solstice"),
    **entries(
        "HOLIDAY",
        "autumn equinox|autumnal equinox|fall equinox|first day of autumn|first day of fall",
        "autumn equinox",
    ),
    **entries("HOLIDAY", "winter solstice|first day of winter", "winter solstice"),
    **entries("HOLIDAY", "mother's day|mothers' day|mothers day", "mother's day"),
    **entries("HOLIDAY", "father's day|fathers' day|fathers day", "father's day"),
    **entries("HOLIDAY", "inauguration day", "inauguration day"),
    **entries("HOLIDAY", "groundhog day", "groundhog day"),
    **entries("HOLIDAY", "anzac day", "anzac day"),
    **entries("HOLIDAY", "australia day", "australia day"),
    **entries("HOLIDAY", "canada day", "canada day"),
    **entries("HOLIDAY", "st patrick's day|saint patrick's day|st. patrick's day", "saint patrick"),
    **entries("HOLIDAY", "valentine's day", "valentine"),
    **entries("HOLIDAY", "armistice day|remembrance day|veterans day|veterans' day", "armistice"),
    **entries("HOLIDAY", "May day", "labour day"),
    **entries("HOLIDAY", "st stephen's day|st. stephen's day", "boxing day"),
    **entries("HOLIDAY", "bonfire night", "guy fawkes night"),
    **entries("HOLIDAYPLUS", "mothering sunday", ("easter", -21)),
    **entries("HOLIDAYPLUS", "cyber monday", ("black friday", 3)),
    **entries("HOLIDAYPLUS", "Election day", ("us november monday", 1)),
    **entries("HOLIDAYPLUS", "maundy thursday|holy thursday", ("easter", -3)),
    **entries("HOLIDAYPLUS", "holy saturday|easter saturday", ("easter", -1)),
    **entries(OTHER, _NAMES),
    **entries("HOLIDAY", "thanksgiving day", "thanksgiving"),
    **entries("HOLIDAY", "april fools' day|april fool's day", "april fool"),
    **entries("DAYWORD", "today|tonight|current date", 0),
    **entries("DAYWORD", "yesterday|last night", -1),
    **entries("DAYWORD", "tomorrow|tmrw|tmr", 1),
    **entries("DAYWORD", "the day before yesterday|day before yesterday", -2),
    **entries("DAYWORD", "night before last|the night before last", -2),
    **entries("HOLYWEEK", "holy week|easter week"),
    **entries("DAYWORD", "the day after tomorrow|the day after tmrw|day after tomorrow", 2),
    **entries("NOW", "now|date|present", 0),
    **entries("DAYPART", "in the morning|in the afternoon|in the evening", True),
    **entries("DAYPART", "morning|afternoon|evening|night|overnight|lunchtime"),
    **entries("EARLY", "early|early in|beginning of|start of|early on in|opening of", "early"),
    **entries("MID", "mid|mid-|middle of|midway through|halfway through", "mid"),
    **entries("LATE", "late|late in|late on in", "late"),
    **entries("END", "end of|close of|the end of|end-", "late"),
    **entries("ENDED", "ended|ending"),
    **entries("FINAL", "final|closing", -1),
    **entries("VERBAL", "will|would|should|could|can|might|must|cannot|not"),
    **entries("BC", "bc|bce|b.c|b.c.e|AH|hijri|after the hijra"),
    **entries("EVERY", "every|each|every other|every second"),
    **entries("OFTEN", "once|twice|thrice|times"),
    **entries("YEAREARLIER", "year-earlier|year-ago|prior-year"),
    **entries("SAME", "the same|same"),
    **{
        f"{which} {word}": ("ANAPHOR", unit)
        for which in ("that", "that same", "that very", "the same", "the very same")
        for unit, words in {
            "day": "day|night|evening|morning|afternoon",
            "week": "week",
            "weekend": "weekend",
            "month": "month",
            "quarter": "quarter",
            "year": "year",
            "decade": "decade",
        }.items()
        for word in words.split("|")
    },
    **entries("ZONE", "gmt|utc|bst|est|edt|et|cet|ist|hrs|hours|local time"),
    **entries("COUNTED", _COUNTED),
    **entries("ITEM", "flight|resolution|route|highway|interstate|room|page|number|asteroid"),
    **entries("EARLIER", "earlier|earlier in", -1),
    **entries("LATERIN", "later in", 1),
    **entries("REST", "rest of|rest|remainder of|remaining of"),
    **entries("TODATE", "year to date|year-to-date|ytd", "year"),
    **entries("TODATE", "month to date|month-to-date|mtd", "month"),
    **entries("TODATE", "quarter to date|quarter-to-date|qtd", "quarter"),
    **entries("YEAREND", "year-end|year end|the year-end", "year"),
    **entries("YEAREND", "month-end|month end|the month-end", "month"),
    **entries("EOY", "eoy|end of year", "year"),
    **entries("EOM", "eom|end of month", "month"),
    **entries("YEAREND", "year's end", "year"),
    **entries("YEAREND", "month's end", "month"),
    **entries("YEAREND", "week's end", "week"),
    **entries("NEWYEAR", "new year", 0),
    **entries("NEWYEAR", "old year", -1),
    **entries("HOLIDAY", "new year's", "new year"),
    **entries("THIS", "this|current", 0),
    **entries("THISPAST", "this past|past", -1),
    **entries("NEXT", "next|upcoming", 1),
    **entries("FOLLOWING", "the following|on following|in following", 1),
    # Following Friday's vote: after it.
    **entries("AFTER", "following", 1),
    **entries("COMING", "coming|this coming", 1),
    **entries("LAST", "last|previous", -1),
    **entries("THE", "the", "the"),
    **entries("POSSESSIVE", "my|our|his|her|their|its"),
    **entries("A", "a|an", 1),
    **entries("OF", "of"),
    **entries("IN", "in|during|throughout|in the course of"),
    **entries("ON", "on|at"),
    **entries("BY", "by"),
    **entries(
        "MOVED",
        "slipped|postponed|moved|rescheduled|delayed|adjourned|deferred|put off|put back|"
        "pushed back|shifted|switched|rearranged|brought forward",
    ),
    **entries("TO", "to"),
    **entries("UNTIL", "until|till|through|thru|up to|up until|no later than|not later than"),
    **entries("FROM", "from"),
    **entries("BETWEEN", "between"),
    **entries("AND", "and"),
    **entries("OR", "or"),
    **entries("SINCE", "since|ever since"),
    **entries("THATIS", "that is|i.e.|namely"),
    **entries(
        "STARTING",
        "starting|beginning|commencing|effective|effective as of|as from|"
        "no earlier than|no sooner than|not before",
        1,
    ),
    **entries("ONWARDS", "onwards|onward"),
    **entries("BEFORE", "before|prior to|ahead of|earlier than", -1),
    **entries("AFTER", "after|later than|greater than", 1),
    **entries("AGO", "ago"),
    **entries("LATER", "later|hence|in the future|afterwards", 1),
    **entries("PRIOR", "prior", -1),
    **entries("PERIOD", "period|stretch"),
    **entries("THAT", "that|which"),
    **entries("WITHIN", "within|in under|in less than"),
    **entries("FOR", "for"),
    **entries("PLANNED", "planned|scheduled|set|slated|due|expected"),
    **entries("SPENT", "spent|lived|stayed|served|remained|ruled|reigned"),
    **entries("ABOUT", "about|around|some|nearly|almost|roughly|approximately|at least"),
    **entries("MORE", "more than|over"),
    **entries("WC", "w/c|week commencing|week beginning|week starting"),
    **entries("WEEKFROM", "week from"),
    **entries("ORLATER", "or later|or after|and later|and after|or newer"),
    **entries("THEDAYBEFORE", "the previous day|the previous night|the previous evening", -1),
    **entries("THEDAYBEFORE", "the night before|the evening before", -1),
    **entries("THEDAYAFTER", "the next day|the following day|next day", 1),
    **{
        f"the {which} {part}": ("THEDAYAFTER", 1)
        for which in ("next", "following")
        for part in ("morning", "afternoon", "evening", "night")
    },
    **entries("DAYNEXTTO", "the day before|the eve", -1),
    **entries("DAYNEXTTO", "the day after", 1),
}

_ALWAYS = (24, 7)
_ATTACKS = (9, 11)
_HALF = 0.5
_MARCH = 3
_SHORTEST_YEAR = 40  # '40 to '99 after "in" or "of"; lower ones rather open a quotation
_HALVES = {"year": (6, "month"), "decade": (5, "year"), "century": (5, "decade")}
_FRACTIONS = {"half-year": 2, "quarter": 4}
_IN_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_MONDAYS = {
    "us labor day",
    "memorial day",
    "martin luther king",
    "presidents' day",
    "columbus day",
    "easter monday",
    "whit monday",
}
_TENTHS: dict[str, Unit] = {"decade": "year", "century": "decade"}
_LASTING = {"week", "month", "quarter", "year", "decade", "century"}

_DAY = "(N|ORD|SECOND|DIGIT|TEEN)"
_MONTH = "(MONTH|MAYBE|CAPITAL)"
_WD = "(WD|ABBR)"


def _number(words: list[Any]) -> int:
    total = current = 0
    for word in filter(None, words):
        if word == 1000:
            total, current = total + current * word, 0
        else:
            current = current * word if word == 100 else current + word
    return total + current


def _pair_year(words: list[Any]) -> int | None:
    """Nineteen ninety-six, twenty twenty, nineteen hundred and five."""
    numbers = [word for word in words if word is not None]
    head, *rest = numbers
    if rest and head % 10 == 0 and head >= 20 and 0 < rest[0] < 10 and len(rest) > 1:
        head += rest.pop(0)
    year = head * 100 + sum(number for number in rest if number != 100)
    return year if 1000 <= year < 2100 else None


def _nothing(**_: object) -> bool:
    """Return a value for an expression that is not a time, so that no later rule matches it."""
    return True


def _fiscal(year: int | None, short: int | None) -> Fiscal | None:
    found = full_year(short) if short is not None else year
    return None if found is None else Fiscal(found, found)


def _week_on(unit: Any, weekday: int) -> Shifted | None:
    """A week, or a fortnight, after the coming Monday."""
    amount = unit if isinstance(unit, tuple) else (1, unit)
    coming = Calendar(weekday=weekday, turn=1)
    return Shifted((amount,), 1, coming) if amount[1] == "week" else None


def _date(unit: Any, **parts: int | None) -> Calendar | None:
    return calendar_date(**parts) if unit in {None, "day"} else None


def _slashed(turn: Any, weekday: Any, parts: Any, year: Any) -> Calendar | None:
    """9/17, but not 24/7; 9/11 is that of 2001."""
    if parts[0] == _ALWAYS and weekday is None and year is None:
        return None
    if parts[0] == _ATTACKS and weekday is None and year is None and turn is None:
        return Calendar(2001, *_ATTACKS)
    return day_and_month(parts[0], month_first=True, weekday=weekday, year=year, turn=turn or None)


def _years(year: int, short: int) -> Expression | None:
    """1939-45, the 2019-20 season."""
    last = year - year % 100 + short + 100 * (short == 0)
    return span(bare_year(year), Calendar(last)) if last > year else None


def _season_or_month(year: int, month: int) -> Expression | None:
    """2020-09 is a month; 2008-09 is rather a season of sports or an academic year."""
    if month == (year + 1) % 100:
        return span(Calendar(year), Calendar(year + 1))
    return calendar_date(year=year, month=month)


def _amount(count: float | None, unit: Any) -> tuple[float, Any] | None:
    if count is None:
        return None
    return _HALVES[unit] if count == _HALF and unit in _HALVES else (count, unit)


def _nth(which: int, count: Any, unit: Any, outer: Any) -> Expression | None:
    """The third week of May; halves and quarters of a month, a decade or a century as well."""
    if unit in _FRACTIONS and count is None and not _is_year(outer):
        return _fraction(which, _FRACTIONS[unit], outer)
    return Nth(which, count or 1, unit, outer)


def _is_year(outer: Any) -> bool:
    if isinstance(outer, Calendar):
        return outer.month is None and outer.weekday is None
    if isinstance(outer, Relative):
        return outer.unit == "year"
    return not isinstance(outer, Whole)


def _fraction(which: int, number: int, outer: Any) -> Expression | None:
    if isinstance(outer, Whole):
        first, years = outer.period.start, outer.period.end.year - outer.period.start.year
        if years % number:
            return None
        begin = first.year + years // number * ((which - 1 if which > 0 else which) % number)
        return Whole(Period(date(begin, 1, 1), date(begin + years // number, 1, 1)))
    unit = outer.unit if isinstance(outer, Relative) else "month"
    if number != 2 or unit not in {"month", *_TENTHS}:
        return None
    if unit in _TENTHS:
        return Nth(1 if which == 1 else 6, 5, _TENTHS[unit], outer)
    return Part("early" if which == 1 else "late", outer)


def _seasons_ago(count: int, which: str) -> Shifted:
    """Two summers ago: a year before the last one."""
    last = Yearly("season", which, turn=-1)
    return Shifted(((count - 1, "year"),), -1, last)


def _ago_from(amounts: Sequence[Any], anchor: Any) -> Shifted | None:
    """Ten years ago today; but "two years ago in May" does not count from May."""
    day = isinstance(anchor, Relative) and anchor.unit in {"day", "week", "month"}
    weekday = anchor == Calendar(weekday=getattr(anchor, "weekday", None))
    return Shifted(amounts_of(amounts), -1, anchor) if day or weekday else None


def _running_quarter(number: int, unit: Any) -> Expression | None:
    """Return "the fourth quarter" as the one under report: in January, that of last year."""
    if unit != "quarter" or not 1 <= number <= 4:
        return None
    return UnitOf("quarter", Calendar(month=3 * number))


def _ending(amounts: Sequence[Any], unit: Any, last: Any) -> Expression | None:
    """The three months to June, the week ended 12 September."""
    last = last.outer if isinstance(last, Part) and last.which == "late" else last
    spent = amounts_of(amounts) or ((1, unit),)
    if not isinstance(last, Calendar) or any(unit == "weekend" for _, unit in spent):
        return None
    if last.day is None and last.weekday is None:
        months = sum(count * _IN_MONTHS.get(unit, 0) for count, unit in spent)
        if last.month is None or months != int(months) or months < 1:
            return None
        return Window(spent, 1, anchor=Shifted(((months - 1, "month"),), -1, last))
    return Window(spent, 1, anchor=Shifted(spent, -1, Shifted(((1, "day"),), 1, last)))


def _holiday_weekend(which: Any, unit: Any, year: Any) -> Expression | None:
    """With the Monday that makes it long, or from the Thursday on."""
    holiday = Yearly("holiday", which, year=year)
    if unit != "weekend":
        return None
    if which in _MONDAYS:
        return Window(((3, "day"),), 1, anchor=Shifted(((2, "day"),), -1, holiday))
    if which == "thanksgiving":
        return Window(((4, "day"),), 1, anchor=holiday)
    return UnitOf("weekend", holiday)


def _nearest_weekend(unit: Any) -> Expression | None:
    return UnitOf(unit, Calendar(weekday=5)) if unit == "weekend" else None


def _near_holiday(pair: tuple[str, int], year: Any) -> Expression:
    name, days = pair
    return Shifted(((abs(days), "day"),), 1 if days > 0 else -1, Yearly("holiday", name, year=year))


def _part_of_running(which: Any, unit: Any) -> Expression | None:
    return Part(which, Running(unit, 0)) if unit in _LASTING else None


def _march(month: int) -> Expression | None:
    """March, where May or Dec might be a person."""
    return calendar_date(month=month) if month == _MARCH else None


def _century(number: int, unit: Any) -> Expression | None:
    return century(number) if unit == "century" else None


def _beyond(side: Any, article: str | None, inner: Expression) -> Expression | None:
    """After the 5th century; but the article of "after the 2016 election" is not the year's."""
    return None if article and isinstance(inner, Calendar | Yearly) else bound(side, inner)


def _days_and(first: int, last: Any) -> Expression | None:
    """5 and 6 May."""
    if not isinstance(last, Calendar) or last.day is None or last.month is None:
        return None
    return _adjacent(calendar_date(first, last.month, last.year), last)


def _adjacent(first: Any, last: Any) -> Expression | None:
    return span(first, last) if first and last and last.day == first.day + 1 else None


def _day_of_list(day: int, last: Any) -> Expression | None:
    """The 5th, of "the 5th and the 9th of May"."""
    if not isinstance(last, Calendar) or last.day is None or last.month is None:
        return None
    return calendar_date(day, last.month, last.year) if day < last.day else None


def _past(unit: Any) -> Expression:
    """The past week: the seven days up to today; but the past weekend is one."""
    return Relative(unit, -1) if unit == "weekend" else Window(((1, unit),), -1)


def _another_day(first: Any, day: int) -> Expression | None:
    """The 16th, of "December 13, 14, 16 and 17"."""
    if not isinstance(first, Calendar) or first.day is None or first.month is None:
        return None
    return calendar_date(day, first.month, first.year) if day > first.day else None


def _earlier(unit: Any, outer: Any) -> Expression | None:
    if isinstance(outer, Yearly) and outer.kind == "season":
        return outer  # later this summer: its parts are not defined
    if isinstance(outer, Relative) and outer.turn == 0:
        unit = outer.unit
    if isinstance(outer, Calendar) and outer.month is not None and outer.day is None:
        return outer  # earlier in May, which may be over
    return Rest(unit, passed=True) if unit else outer and Part("early", outer)


def _later(unit: Any, outer: Any) -> Expression | None:
    if isinstance(outer, Yearly) and outer.kind == "season":
        return outer  # later this summer: its parts are not defined
    if isinstance(outer, Relative) and outer.turn == 0:
        unit = outer.unit
    if isinstance(outer, Calendar) and outer.month is not None and outer.day is None:
        return outer
    return Rest(unit) if unit else None


def _day_in(day: int, unit: Any, outer: Any) -> Expression | None:
    if unit not in {None, "day"} or getattr(outer, "unit", None) != "month":
        return None
    return within(calendar_date(day), outer)


def _day_to(first: int, last: Any) -> Expression | None:
    if isinstance(last, Calendar) and last.day is not None and last.month is not None:
        return span(calendar_date(first), last)
    return None


def _to_day(first: Any, last: int) -> Expression | None:
    if isinstance(first, Calendar) and first.day is not None and first.month is not None:
        return span(first, calendar_date(last))
    return None


def _range(first: Any, last: Any, now: Any) -> Expression | None:
    return span(first, Relative("day", 0) if now is not None else last)


def _last_weekday(weekday: int) -> Nth:
    """Last Friday: the latest one, but three days ago at least; else it would be "Friday"."""
    week = Window(((7, "day"),), 1, anchor=Shifted(((9, "day"),), -1))
    return Nth(1, 1, "day", week, weekday)


def _weekdays_off(count: int, weekday: int, turn: int) -> Shifted | None:
    """The second Sunday from now is a week after the next one."""
    first = Calendar(weekday=weekday, turn=turn)
    return Shifted(((count - 1, "week"),), turn, first) if count > 1 else None


def _moved(first: Expression, last: Expression) -> Expression | None:
    """Put off from 5 to 7 May: complete each end by the other, and use the last."""
    whole = span(first, last)
    return last if whole is None else LastOf(whole)


_TURNS = "THIS|NEXT|FOLLOWING|COMING|LAST|THISPAST"
_COUNTS = "N|DIGIT|TEEN"
_COUNT = f"({_COUNTS})"
_UNIT = "(UNIT|UNITS)"
_LEADS = (
    "EARLIER LATERIN IN END SINCE UNTIL TO FROM BETWEEN BY BEFORE AFTER OF STARTING EARLY MID LATE "
    "UNIT"
)


_SMALL = "(TENS DASH? DIGIT|TENS|TEEN|DIGIT)"
_AMOUNTS = "AMOUNT ((COMMA? AND|COMMA)? AMOUNT){0,5}"
_NTH = "(ORD|SECOND|LAST|FINAL)"
_NOT_HIS = "(?<!POSSESSIVE)(?<!POSSESSIVE [EARLY MID LATE])(?<!POSSESSIVE [EARLY MID LATE] DASH)"
_NO_COUNT = "(?!DASH|SLASH|UNIT|UNITS|COUNTED|MONTH|MAYBE|CAPITAL|YEAR)"
_ENDS = "(STOP|DOT|COMMA|DASH|BRACKET|AND|OR|IN|ON|TO|UNTIL|BY|FROM)"

_NEXT_BUT_ONE = (
    "(AFTER(?=THE? NEXT)|BEFORE(?=THE? LAST)) THE? turn=(NEXT|LAST)"
    "(?!UNIT|UNITS|WD|ABBR|MONTH|MAYBE|CAPITAL|SEASON|FALL|HOLIDAY|N|ORD|DIGIT|TIME)"
)
"""What follows the week after next, the Friday before last."""

_NUMBERS = [
    Rule("number=N SUFFIX", lambda number: number, "ORD"),
    Rule("ten=TENS DASH? one=(ORD|SECOND)", lambda ten, one: ten + one if one < 10 else None,
         "ORD"),
    Rule(f"words=(DIGIT THOUSAND (DIGIT HUNDRED)? (AND? {_SMALL})?)", _number, "YEAR"),
    Rule(f"words=({_SMALL} HUNDRED AND? {_SMALL}|{_SMALL} ZERO DIGIT"
         f"|(TEEN|TENS DASH? DIGIT|TENS) (TENS DASH? DIGIT|TENS|TEEN))", _pair_year, "YEAR"),
    Rule("words=(TENS DASH? DIGIT|TENS)", _number, "N"),
]  # fmt: skip

_DATES = [
    # Every Monday is a habit, no day.
    Rule(f"EVERY N? (WD|ABBR|WDS|UNIT|UNITS|SEASON|FALL|{_MONTH} N?|HOLIDAY)", _nothing, "NOTHING"),
    Rule("EVERY (N|DIGIT|TEEN) UNITS", _nothing, "NOTHING"),
    Rule("OFTEN A UNIT (ON (WD|ABBR))?", _nothing, "NOTHING"),
    Rule("THE? (ORD|SECOND|LAST) WD (OF|IN) NOTHING", _nothing, "NOTHING"),
    Rule("EVERY (ORD|SECOND|LAST) (WD|UNIT) ((OF|IN) THE? UNIT)?", _nothing, "NOTHING"),
    # 19-Nov-12.
    Rule(f"day=N (DASH|SLASH) month={_MONTH} (DASH|SLASH) short=N(?!DASH|SLASH)", calendar_date),
    # A quarter of a fiscal year, whose months are unknown.
    Rule("FISCAL (year=YEAR|APOSTROPHE? short=N)(?!DASH|SLASH)", _fiscal, "FISCALYEAR"),
    Rule("THE? number=(ORD|SECOND|FINAL) DASH? unit=UNIT (OF|IN|COMMA)? THE? year=FISCALYEAR",
         fiscal_part, "FISCALYEAR"),
    Rule("unit=(Q|H) number=N (OF|IN|COMMA)? THE? year=FISCALYEAR", fiscal_part, "FISCALYEAR"),
    Rule("number=N unit=Q (OF|IN|COMMA)? THE? year=FISCALYEAR", fiscal_part, "FISCALYEAR"),
    Rule("year=FISCALYEAR (APOSTROPHE PLURAL)? COMMA? number=(ORD|SECOND|FINAL) DASH? unit=UNIT",
         fiscal_part, "FISCALYEAR"),
    Rule("year=FISCALYEAR (APOSTROPHE PLURAL)? COMMA? unit=(Q|H) number=N",
         fiscal_part, "FISCALYEAR"),
    Rule("year=FISCALYEAR (APOSTROPHE PLURAL)? COMMA? number=N unit=Q",
         fiscal_part, "FISCALYEAR"),
    Rule("year=FISCALYEAR", lambda year: year),
    Rule("FISCAL (ORD|SECOND|FINAL) DASH? UNIT", _nothing, "NOTHING"),
    # The same quarter a year earlier.
    Rule("THE? YEAREARLIER (unit=UNIT|PERIOD)", lambda unit: Anaphor(unit, 1)),
    Rule("(unit=ANAPHOR|SAME PERIOD) (A UNIT (EARLIER|AGO|BEFORE)|(OF|IN)? (LAST|THE LAST) UNIT)",
         lambda unit: Anaphor(unit, 1)),
    Rule("month=(MONTH|CAPITAL|MAYBE) OF unit=ANAPHOR",
         lambda month, unit: Anaphor(unit, month=month) if unit == "year" else None),
    Rule("(unit=ANAPHOR|SAME PERIOD) (OF|IN) year=YEAR", lambda unit, year: None
         if unit in {"day", "week", "weekend", "year"} else Anaphor(unit, year=year)),
    Rule("(EARLIER|LATER|LATE|EARLY)? unit=ANAPHOR", Anaphor),
    # In figures.
    Rule(f"(THIS|NEXT|LAST)? (weekday={_WD} COMMA?)? parts=FULL",
         lambda weekday, parts: numeric(parts[0], month_first=True, weekday=weekday)),
    # 9/17, but neither 4/5 of voters nor 5 1/2 years.
    Rule(f"(?<![N DIGIT]) turn=(THIS|NEXT|LAST)? (weekday={_WD} COMMA?)? parts=DAYMONTH "
         "(COMMA? year=YEAR)?(?!OF|DASH? [UNIT UNITS])", _slashed),
    Rule("pair=YEARMONTH", lambda pair: _season_or_month(*pair)),
    Rule("which=SEASON (OF|IN)? year=YEAR (DASH|SLASH) N",
         lambda which, year: Yearly("season", which, year=year)),
    Rule("year=YEAR (DASH|SLASH) month=N", _season_or_month),
    Rule("(?<!DASH) year=YEAR (DASH|SLASH) short=N (?!DASH|SLASH)", _years),
    Rule("month=N (DASH|SLASH) year=YEAR", calendar_date),
    Rule("year=YEAR month=N day=N", calendar_date),
    # In July two men; since July the second one.
    Rule(f"(?<=[IN SINCE]) month={_MONTH} (?=THE? (DIGIT|TEEN|SECOND))", calendar_date),
    Rule(f"turn=({_TURNS}) THE? day={_DAY} OF? month={_MONTH}", calendar_date),
    Rule(f"turn=(NEXT|COMING|LAST|THISPAST) month={_MONTH} THE? day={_DAY}"
         "(?!COUNTED|UNITS|COMMA? YEAR)", calendar_date),
    Rule(f"month={_MONTH} DOT? first=N DASH other={_MONTH} DOT? last=N (COMMA? year=YEAR)?",
         lambda month, first, other, last, year: span(
             calendar_date(first, month), calendar_date(last, other, year))),
    # 5 May 2020, Friday the 5th of May, this Friday-Jun-15.
    Rule(f"(?<!MONTH)(?<!MAYBE)(weekday={_WD} (COMMA|DASH|DOT)?)? THE? day={_DAY} "
         f"(DASH|SLASH|DOT)? (unit=UNIT? OF)? month={_MONTH} DOT? "
         "((COMMA? (OF|IN)|COMMA|DASH|SLASH)? year=YEAR|(OF|APOSTROPHE) short=N)?", _date),
    Rule(f"day=N (DASH|SLASH) month={_MONTH} (DASH|SLASH) short=N", calendar_date),
    Rule(f"day=N DASH year=YEAR DASH month={_MONTH}", calendar_date),
    Rule(f"month={_MONTH} (DASH|SLASH) year=YEAR (DASH|SLASH) day=N", calendar_date),
    Rule(f"year=YEAR (DASH|SLASH) month={_MONTH} (DASH|SLASH) day=N", calendar_date),
    # Nov 19-20, 2018; May 5 to 7; Feb. 27-March 4.
    Rule(f"month={_MONTH} DOT? THE? first={_DAY} (DASH|TO|UNTIL) THE? last={_DAY} "
         "(COMMA? year=YEAR)?(?!MONTH|UNIT|UNITS|COUNTED)",
         lambda month, first, last, year: span(
             calendar_date(first, month, year), calendar_date(last, month, year))),
    # Between July 10 and 14.
    Rule(f"(?<=BETWEEN) month={_MONTH} DOT? THE? first={_DAY} AND THE? last={_DAY} "
         "(COMMA? year=YEAR)?(?!MONTH|MAYBE|CAPITAL|UNITS|COUNTED)",
         lambda month, first, last, year: span(
             calendar_date(first, month, year), calendar_date(last, month, year))),
    Rule(f"month={_MONTH} DOT? first={_DAY} AND last={_DAY} (COMMA? year=YEAR|(?={_ENDS}))",
         lambda month, first, last, year: _adjacent(
             calendar_date(first, month, year), calendar_date(last, month, year))),
    Rule(f"month={_MONTH} BETWEEN first=N (DASH|AND) last=N (COMMA? year=YEAR)?",
         lambda month, first, last, year: span(
             calendar_date(first, month, year), calendar_date(last, month, year))),
    # May 5, 2020.
    Rule(f"(weekday={_WD} (COMMA|DASH|DOT)?)? month={_MONTH} (DASH|SLASH|DOT|COMMA(?=ORD))? THE? "
         f"day={_DAY} ((COMMA? (OF|IN)|COMMA|DASH|SLASH)? year=YEAR)?(?!UNITS? AGO)",
         calendar_date),
    # December 13, 14, 16 and 17: a list of days.
    *[Rule(f"(?<=first=(TIME|LISTED) COMMA) day=N (?=(COMMA N){{0,6}} COMMA? AND N{_NO_COUNT})",
           _another_day, "LISTED")] * 4,
    Rule(f"(?<=first=LISTED AND) day=N{_NO_COUNT}", _another_day, "LISTED"),
    Rule(f"(?<=first=LISTED COMMA AND) day=N{_NO_COUNT}", _another_day, "LISTED"),
    Rule(f"(?<=first=TIME AND) day=N(?={_ENDS})", _another_day),
    Rule("day=LISTED", lambda day: day),
    # Thursday the 21st, Monday 21.
    Rule("weekday=WD THE? day=(ORD|SECOND)(?!DASH? [UNIT UNITS])", calendar_date),
    # But not "Friday, the fourth decline".
    Rule(f"weekday=WD COMMA THE? day=(ORD|SECOND)(?={_ENDS})", calendar_date),
    # Not "on Monday, 20 people".
    Rule(f"weekday=WD THE? day=(N|TEEN)(?={_ENDS})", calendar_date),
    Rule("weekday=ABBR DOT? THE? day=ORD", calendar_date),
    # May 2020, 2020 May, April of 87.
    Rule(f"month={_MONTH} ((DOT? COMMA|DOT|OF|IN|DASH|SLASH)? year=YEAR"
         "|(OF|APOSTROPHE) short=N)", calendar_date),
    Rule("year=YEAR (COMMA|DASH|SLASH)? month=(MONTH|CAPITAL)", calendar_date),
    Rule(f"unit=UNIT OF month={_MONTH}(?!COMMA? YEAR)",
         lambda unit, month: calendar_date(month=month) if unit == "month" else None),
    Rule("THE? number=YEAR APOSTROPHE? PLURAL", years_of),
    # The 80s, but neither a woman in her early 30s nor a T-90s tank.
    Rule(f"{_NOT_HIS} ((?<!DASH)|(?<=TIME DASH)|(?<=[EARLY LATE] DASH)) THE? APOSTROPHE? number=N "
         "APOSTROPHE? PLURAL", decade),
    Rule("THE? ten=TEEN DASH? number=DECADES",
         lambda ten, number: decade(ten * 100 + number % 100)),
    Rule(f"{_NOT_HIS} THE? number=DECADES", decade),
    Rule("THE? DIGIT THOUSANDS", lambda: decade(2000)),
    Rule("THE? number=YEAR AND TENTHS", lambda number: decade(number + 10)),
    # In the late 19th and early 20th centuries.
    Rule("number=ORD (?=(AND|OR|TO|DASH) (EARLY|MID|LATE|THE|DASH)* ORD unit=UNITS)", _century),
    Rule("number=ORD unit=UNITS", _century),
    Rule("number=ORD DASH? unit=UNIT(?!BC)",
         lambda number, unit: century(number) if unit == "century" else None),
    # The Friday before last, Friday after next.
    Rule(f"THE? weekday=WD {_NEXT_BUT_ONE}", lambda weekday, turn: Shifted(
        ((1, "week"),), turn, Calendar(weekday=weekday, turn=turn))),
    # This Friday, next June, last summer.
    Rule("turn=(COMING|THISPAST) weekday=WD", calendar_date),
    # Next Friday is that of next week, as in Recognizers-Text; the nearest is "Friday".
    Rule("(ON? THE)? THIS weekday=WD"
         "(?!OF|IN (THE|THIS|NEXT|LAST)? [MONTH CAPITAL MAYBE UNIT TIME YEAR])",
         lambda weekday: Calendar(weekday=weekday, turn=0)),
    Rule("(ON? THE)? LAST weekday=WD"
         "(?!OF|IN (THE|THIS|NEXT|LAST)? [MONTH CAPITAL MAYBE UNIT TIME YEAR])", _last_weekday),
    Rule("turn=FOLLOWING weekday=WD DAYPART?", lambda turn, weekday: following_weekday(
        weekday, turn, Inside(Calendar(weekday=weekday), Relative("week", turn)))),
    Rule("(ON? THE)? turn=NEXT weekday=WD"
         "(?!OF|IN (THE|THIS|NEXT|LAST)? [MONTH CAPITAL MAYBE UNIT TIME YEAR])",
         lambda turn, weekday: Inside(Calendar(weekday=weekday), Relative("week", turn))),
    Rule(f"turn=({_TURNS}) month={_MONTH}", calendar_date),
    Rule(f"turn=({_TURNS}) which=(SEASON|FALL)",
         lambda turn, which: Yearly("season", which, turn=turn or None)),
    # In the new year: after the nearest turn of the year; but "on New Year".
    Rule("THE turn=NEWYEAR (?!HOLIDAY|UNIT|DAYPART|YEAR)", TurnOfYear),
    Rule("turn=NEWYEAR", lambda turn: None if turn else "new year", "HOLIDAY"),
    Rule("HOLYWEEK (year=YEAR)?",
         lambda year: UnitOf("week", Yearly("holiday", "easter", year=year))),
    Rule("which=HOLIDAY unit=UNIT year=YEAR", _holiday_weekend),
    Rule("which=HOLIDAY year=YEAR? unit=UNIT", _holiday_weekend),
    Rule("unit=UNIT OF which=HOLIDAY year=YEAR?", _holiday_weekend),
    Rule(f"(turn=({_TURNS})|THE)? which=HOLIDAY ((OF|IN|COMMA)? year=YEAR)?",
         lambda turn, which, year: Yearly("holiday", which, year=year, turn=turn or None)),
    Rule("THE? pair=HOLIDAYPLUS ((OF|COMMA)? year=YEAR)?", _near_holiday),
    Rule("which=MIDSEASON (OF? year=YEAR)?",
         lambda which, year: Part("mid", Yearly("season", which, year=year))),
    Rule("which=(SEASON|FALL) (OF|IN)? year=YEAR",
         lambda which, year: Yearly("season", which, year=year)),
    Rule("(?<=[IN SINCE LATE EARLY MID BY UNTIL OF MORE FOR FROM BETWEEN]) THE? which=SEASON",
         lambda which: Yearly("season", which)),
    Rule("(?<=TO) THE which=SEASON", lambda which: Yearly("season", which)),
    Rule("(?<=[LATE EARLY MID BY UNTIL]) THE? which=FALL(?!OF|IN|FROM|TO)",
         lambda which: Yearly("season", which)),
    Rule("(?<=IN) THE which=FALL (?!OF|FROM|TO|IN|DASH)", lambda which: Yearly("season", which)),
    Rule("unit=(Q|H) number=(N|DIGIT)", numbered, "NUMBERED"),
    # Week 31 of 2020, from week 31 to week 35; "in Week 14" is rather a season of sports.
    Rule("(?<=[THE FROM BETWEEN]) unit=UNIT number=N", numbered, "NUMBERED"),
    Rule("unit=UNIT number=N (?=OF (THE? UNIT|THIS|NEXT|LAST|YEAR)|COMMA? YEAR)", numbered,
         "NUMBERED"),
    Rule("(?<=NUMBERED [TO AND DASH UNTIL]) unit=UNIT number=N", numbered, "NUMBERED"),
    Rule("number=N unit=Q", numbered, "NUMBERED"),
    Rule("expression=NUMBERED (OF|COMMA|DASH|IN)? year=YEAR", with_year),
    Rule("year=YEAR (DASH|COMMA)? expression=NUMBERED", with_year),
    Rule("THE? number=(ORD|SECOND) DASH? unit=UNIT year=YEAR",
         quarter_of),
    Rule("THE? number=(ORD|SECOND) DASH? unit=UNIT(?!DASH|OF|IN)", _running_quarter),
    Rule(f"(?<=[{_LEADS}]) month=CAPITAL", calendar_date),
    Rule(f"(?<=[{_LEADS}]) THE month=CAPITAL (?!OF)", calendar_date),
    Rule("(?<=[UNTIL BY SINCE] ABOUT) month=(CAPITAL|MAYBE)", calendar_date),
    # Not "plan to march".
    Rule(f"(?<=[{_LEADS}])(?<!TO) month=MAYBE", calendar_date),
    # March's figures, a May poll, the March vote; but the May government, the March of Dimes.
    Rule("month=CAPITAL (?=APOSTROPHE PLURAL)", _march),
    Rule("(?<=FOR) month=CAPITAL", _march),
    Rule("(?<=PLANNED FOR) month=CAPITAL", calendar_date),
    Rule("(?<=THE) month=CAPITAL (?=DASH|$)", _march),
    Rule("(?<=A) month=CAPITAL (?=$)", calendar_date),
    # May to June, June and July; but not "left in June and may return".
    Rule("month=(MONTH|CAPITAL) (?=[TO UNTIL DASH AND] [MONTH CAPITAL MAYBE TIME])",
         calendar_date),
    Rule("month=MAYBE (?=[TO UNTIL DASH AND] [MONTH CAPITAL TIME])", calendar_date),
    Rule("(?<=[TIME MONTH] [DASH OR AND TO UNTIL]) month=CAPITAL", calendar_date),
    Rule("(?<=[TIME MONTH] [DASH TO UNTIL]) month=MAYBE", calendar_date),
    Rule("month=MONTH", calendar_date),
    Rule("CY number=N", lambda number: calendar_date(short=number)),
    Rule("THE? (CY|unit=UNIT) OF? year=YEAR(?!BC)", year_named),
    Rule("(?<=[IN SINCE BEFORE AFTER UNTIL BY GREATER EQUALS]) year=YEAR(?![BC ZONE])",
         calendar_date),
    Rule("(?<=OF) year=YEAR(?=[STOP DOT COMMA BRACKET AND OR])", year_of_event),
    Rule("(?<![ITEM]) year=YEAR(?![BC ZONE COUNTED])", bare_year),
    Rule("(?<=[IN OF SINCE FROM]) APOSTROPHE short=N(?!PLURAL)",
         lambda short: calendar_date(short=short) if short > _SHORTEST_YEAR else None),
]  # fmt: skip

_PERIODS = [
    # Two Sundays ago, two Sundays from now.
    Rule(f"count={_COUNT} weekday=(WD|WDS) AGO",
         lambda count, weekday: _weekdays_off(count, weekday, -1)),
    Rule(f"count={_COUNT} weekday=(WD|WDS) (FROM NOW|LATER)",
         lambda count, weekday: _weekdays_off(count, weekday, 1)),
    Rule("unit=MIDWEEK", lambda unit: Part("mid", Running(unit, 0))),
    # The Sunday after Easter, the week before Christmas.
    Rule("THE weekday=WD sign=(BEFORE|AFTER) THE? anchor=TIME", weekday_beside),
    Rule("THE unit=UNIT sign=(BEFORE|AFTER) THE? anchor=TIME", unit_beside),
    # The prior week; but not "the prior day's session" of another one.
    Rule("THE turn=PRIOR unit=UNIT(?!OF)", following),
    # Two summers ago.
    Rule(f"count={_COUNT} which=SEASONS AGO", _seasons_ago),
    Rule(f"THE? unit=UNIT {_NEXT_BUT_ONE}", lambda unit, turn: Relative(unit, 2 * turn)),
    # The first three days of May, but "the first days of May" do not say how many.
    # Not "last year in October", "indicted last month in the 2019 killing".
    Rule("(?<!THE) LAST unit=UNIT (?=(OF|IN) (article=THE)? outer=TIME)",
         lambda unit, article, outer: Relative(unit, -1)
         if isinstance(outer, Calendar) and (article or unit in {"month", "year"}) else None),
    Rule(f"THE? which={_NTH} (count={_COUNT} (?=UNITS)|(?=UNIT)) unit={_UNIT} (OF|IN) THE? "
         "(outer=TIME|of=UNIT)",
         lambda which, count, unit, outer, of: _nth(which, count, unit, outer or Running(of, 0))),
    Rule(f"THE? which={_NTH} (count={_COUNT} (?=UNITS)|(?=UNIT)) unit={_UNIT} (OF|IN) THE? "
         f"turn=({_TURNS}) of=UNIT",
         lambda which, count, unit, turn, of: _nth(which, count, unit, Relative(of, turn))),
    # In the first nine months: of the year.
    Rule(f"THE which={_NTH} count={_COUNT} unit=UNITS (?!OF|IN|AFTER|SINCE|TIME)", first_months),
    Rule(f"THE? which={_NTH} weekday=WD (OF|IN) THE? outer=TIME",
         lambda which, weekday, outer: Nth(which, 1, "day", outer, weekday)),
    Rule(f"THE? which={_NTH} weekday=WD (OF|IN) THE? (turn=({_TURNS}))? of=UNIT",
         lambda which, weekday, turn, of: Nth(
             which, 1, "day", Running(of, 0) if turn is None else Relative(of, turn), weekday)),
    # A week on Monday, Monday week; but not once a week on Monday.
    Rule("(?<!UNITS) A unit=(UNIT|FORTNIGHT) ON weekday=WD", _week_on),
    Rule("weekday=WD unit=UNIT(?!DASH)", _week_on),
    Rule("unit=TODATE", lambda unit: Rest(unit, passed=True)),
    Rule(f"outer=YEAR THE? which={_NTH} unit=UNIT",
         lambda outer, which, unit: Nth(which, 1, unit, Calendar(outer))),
    Rule(f"count={_COUNT} turn=({_TURNS}) unit=UNITS",
         lambda count, turn, unit: Window(((count, unit),), turn) if turn else None),
    Rule(f"(ABOUT (A|THE)?)? count=({_COUNTS}|BIGN|A|COUPLE|HALFA) unit={_UNIT}",
         _amount, "AMOUNT"),
    Rule("A? amount=FORTNIGHT", lambda amount: amount, "AMOUNT"),
    Rule("A amount=COUPLE unit=UNITS", lambda amount, unit: (amount, unit), "AMOUNT"),
    Rule("WITHIN THE? (NEXT|COMING)? amounts=(" + _AMOUNTS + ")",
         lambda amounts: Window(amounts_of(amounts), 1, within=True)),
    # Spent the next five decades in Congress.
    Rule(f"SPENT (FOR|MORE|IN)? THE? (NEXT|FOLLOWING) ({_AMOUNTS})", _nothing, "NOTHING"),
    # Not "will last three days", "may last a month", "and last five days".
    # Nor "the last months of her life".
    Rule(f"(?<![TO VERBAL MAYBE AND]) THE? turn=({_TURNS}) amounts=({_AMOUNTS})(?!OF POSSESSIVE)",
         lambda turn, amounts: Window(amounts_of(amounts), turn) if turn else None),
    Rule("THE? REST (OF|THE|THIS|POSSESSIVE)* unit=UNIT", Rest),
    Rule("THE? THIS? THISPAST unit=UNIT", _past),
    # Not "the last day of the trial".
    Rule("THE? turn=FOLLOWING unit=UNIT(?!OF)", following),
    Rule(f"THE? turn=({_TURNS}) unit=UNIT(?!OF)", lambda turn, unit: Relative(unit, turn)
         if turn or unit != "day" else None),
    # Over the weekend: the nearest, or by the tense.
    Rule("(?<=[MORE ON IN]) THE unit=UNIT", _nearest_weekend),
    Rule("THE unit=UNIT (?=APOSTROPHE PLURAL)", _nearest_weekend),
    Rule("THE? unit=UNIT", lambda unit: Relative(unit, 0) if unit == "weekend" else None),
    Rule(f"THE unit=UNIT turn=(BEFORE|AFTER|PRIOR) (?={_ENDS})", following),
    Rule("turn=(THEDAYBEFORE|THEDAYAFTER)(?!OF)", lambda turn: Narrative(((1, "day"),), turn)),
    # Not "the day before the vote".
    Rule(f"turn=DAYNEXTTO (?={_ENDS})", lambda turn: Narrative(((1, "day"),), turn)),
    Rule("THIS DAYPART", lambda: Relative("day", 0)),
    Rule("turn=DAYWORD DAYPART?", lambda turn: Relative("day", turn)),
    Rule("(BY|BEFORE) END (THE|THIS) unit=UNIT", lambda unit: bound("by", Relative(unit, 0))),
    Rule("UNTIL END (THE|THIS) unit=UNIT", lambda unit: bound("until", Relative(unit, 0))),
    Rule("which=(EARLY|LATE|END) unit=UNIT", lambda which, unit: Part(which, Running(unit, 0))),
    # "At the end of the day, it is a game" is no date.
    Rule("(?<=ON) END THE unit=UNIT", lambda unit: unit == "day" or None, OTHER),
    Rule("which=END THE unit=UNIT", lambda which, unit: Part(which, Running(unit, 0))),
    Rule("THE? which=(EARLY|MID|LATE) THE unit=UNIT", _part_of_running),
    Rule("unit=(EOY|EOM)", lambda unit: Part("late", Running(unit, 0))),
    Rule("(?<=[BY BEFORE UNTIL ON AFTER]) THE? unit=YEAREND",
         lambda unit: Part("late", Running(unit, 0))),
    Rule("EARLIER (THE unit=UNIT|outer=TIME)", _earlier),
    Rule("(LATER|LATERIN) (THE unit=UNIT|outer=TIME)", _later),
    Rule("THE? which=(ORD|SECOND) weekday=WD",
         lambda which, weekday: Nth(which, 1, "day", Relative("month", 0), weekday)),
    # It falls on a Thursday.
    Rule("(?<=ON) A WD DAYPART? (?=STOP|DOT|COMMA|IN|THIS|NEXT|LAST)", _nothing, "NOTHING"),
    Rule("weekday=WD DAYPART?", lambda weekday: Calendar(weekday=weekday)),
    Rule("time=TIME DAYPART", lambda time: time),
    Rule("(?<![CLOCK N DIGIT]) told=DAYPART (?!OF|TIME|ON)",
         lambda told: Anaphor("day", otherwise=Relative("day", 0)) if told else None),
    # The three months to June, the week ended 12 September.
    Rule("THE? FISCAL THAT? ENDED (ON|IN)? THE? last=TIME",
         lambda last: _ending((), "year", last)),
    Rule(f"THE (amounts=({_AMOUNTS})|unit=UNIT) (TO|UNTIL|PERIOD? THAT? ENDED (ON|IN)?) "
         "END? THE? last=TIME", _ending),
    # From 4 to 22 January, between the 3rd and the 12th of September, 4-23 next month.
    Rule(f"(FROM|BETWEEN)? THE? first={_DAY} (TO|UNTIL|DASH|AND) THE? last={_DAY} OF? outer=TIME",
         days_in),
    Rule(f"(FROM|BETWEEN) THE? first={_DAY} (TO|UNTIL|DASH|AND) THE? last=TIME", _day_to),
    Rule(f"THE? first={_DAY} (TO|UNTIL|DASH) THE? last=TIME", _day_to),
    # Not "sentenced on 1 December to nine years".
    Rule("FROM? first=TIME (TO|UNTIL|DASH) THE? last=(N|ORD|SECOND)(?!UNIT|UNITS|COUNTED)",
         _to_day),
    Rule("THE? first=(N|ORD|SECOND) (AND|SLASH) THE? last=TIME", _days_and),
    Rule("THE? day=(N|ORD|SECOND) (?=(AND|OR) last=TIME)", _day_of_list),
    # Friday of next week, the 4th of next month, March of next year, Q3 this year.
    Rule(f"(ON? THE)? day={_DAY} (unit=UNIT? OF)? outer=TIME", _day_in),
    Rule("ON? part=TIME (OF|IN|ON|COMMA|DASH)* THE? outer=TIME", within),
    Rule("outer=TIME (ON|IN|DASH|COMMA)* part=TIME", lambda outer, part: within(part, outer)),
    Rule("part=NUMBERED (OF|IN)? THE? outer=TIME", within),
    Rule("part=NUMBERED", lambda part: part),
    Rule("A WEEKFROM anchor=TIME", lambda anchor: Shifted(((1, "week"),), 1, anchor)),
    Rule("A WEEKFROM NOW", lambda: Shifted(((1, "week"),), 1)),
    Rule("THE? (WC|WEEKFROM) THE? inner=(TIME|ORD)", lambda inner: week_of("week", inner)),
    Rule("THE? unit=UNIT OF THE? inner=(TIME|ORD)", week_of),
    Rule("BEFORE END THE? inner=TIME", lambda inner: bound("by", inner)),
    Rule("THE? which=(EARLY|MID|LATE|END) DASH? THE? outer=TIME", Part),
    # The first storm of the year.
    Rule("(?<=OF) THE unit=UNIT",
         lambda unit: Ranked(unit, 0) if unit in {"week", "month", "year"} else None),
]  # fmt: skip

_OFFSETS = [
    Rule("inner=TIME COMMA? THATIS same=TIME", same_day),
    Rule(f"MORE amounts=({_AMOUNTS}) AGO", lambda amounts: Bound(
        "until", Shifted(amounts_of(amounts), -1))),
    # Ten years ago today, a week ago Tuesday.
    Rule(f"amounts=({_AMOUNTS}) AGO (ON|THIS)? anchor=TIME", _ago_from),
    Rule(f"amounts=({_AMOUNTS}) AGO", lambda amounts: Shifted(amounts_of(amounts), -1)),
    # In May two years ago.
    Rule("part=TIME COMMA? outer=TIME", in_year_ago),
    Rule("outer=TIME COMMA? IN THE? part=TIME", lambda outer, part: in_year_ago(part, outer)),
    Rule(f"IN amounts=({_AMOUNTS}) FROM? NOW?", lambda amounts: Shifted(amounts_of(amounts), 1)),
    Rule(f"amounts=({_AMOUNTS}) FROM NOW", lambda amounts: Shifted(amounts_of(amounts), 1)),
    Rule(f"(IN|FOR) amounts=({_AMOUNTS}) COMMA? FROM anchor=TIME",
         lambda amounts, anchor: Window(amounts_of(amounts), 1, anchor=anchor)),
    Rule(f"amounts=({_AMOUNTS}) STARTING (ON|FROM)? anchor=TIME",
         lambda amounts, anchor: Window(amounts_of(amounts), 1, anchor=anchor)),
    Rule(f"MORE amounts=({_AMOUNTS}) sign=(BEFORE|AFTER) anchor=TIME",
         lambda amounts, sign, anchor: Bound(
             "before" if sign < 0 else "since", Shifted(amounts_of(amounts), sign, anchor))),
    Rule("sign=DAYNEXTTO OF? anchor=TIME",
         lambda sign, anchor: Shifted(((1, "day"),), sign, anchor)),
    Rule(f"IN? amounts=({_AMOUNTS}) sign=(BEFORE|AFTER|FROM) anchor=TIME",
         lambda amounts, sign, anchor: Shifted(amounts_of(amounts), sign or 1, anchor)),
    # A decade later, in 2008: the date is that day itself.
    Rule(f"({_AMOUNTS}) (LATER|EARLIER) COMMA (IN|ON) THE? inner=TIME", lambda inner: inner),
    Rule(f"amounts=({_AMOUNTS}) sign=(LATER|EARLIER|PRIOR)",
         lambda amounts, sign: Narrative(amounts_of(amounts), sign)),
    Rule(f"(WITHIN|IN)? amounts=({_AMOUNTS}) sign=(BEFORE|AFTER) (?=THE|POSSESSIVE|A|$)",
         lambda amounts, sign: FromEvent(amounts_of(amounts), sign)),
    Rule("sign=DAYNEXTTO (?=THE|POSSESSIVE|A|$)", lambda sign: FromEvent(((1, "day"),), sign)),
    # The weeks before the vote.
    Rule("THE? UNITS sign=(BEFORE|AFTER|PRIOR) (?=THE|POSSESSIVE|A|$)",
         lambda sign: FromEvent((), sign)),
]  # fmt: skip

_RANGES = [
    Rule("outer=TIME BETWEEN first=TIME (AND|TO|DASH) last=TIME",
         lambda outer, first, last: span(within(first, outer), within(last, outer))),
    # Something postponed from one day to another is on the latter.
    Rule("(?<=MOVED) FROM first=TIME TO THE? last=TIME", _moved),
    Rule("(?<=MOVED) UNTIL THE? inner=TIME", lambda inner: inner),
    Rule("FROM? first=TIME (DASH? TO DASH?|UNTIL|DASH) THE? (last=TIME|now=NOW)", _range),
    Rule("BETWEEN first=TIME (AND|TO|DASH) THE? (last=TIME|now=NOW)", _range),
    # But not "at first".
    Rule("(?<=[FROM BETWEEN ON FOR BY UNTIL SINCE]) THE day=ORD (?=STOP|DOT|COMMA)",
         calendar_date),
    Rule("SINCE ABOUT? THE? inner=TIME", lambda inner: bound("since", inner, -1)),
    Rule("inner=TIME ORLATER", lambda inner: bound("since", inner)),
    Rule("STARTING (ON|FROM|IN)? THE? inner=TIME", lambda inner: bound("since", inner, 1)),
    Rule("FROM inner=TIME (ON|ONWARDS)", lambda inner: bound("since", inner)),
    # After Friday, but neither after Friday's attack nor after the 2016 election.
    Rule("AFTER (article=THE)? inner=TIME (?!APOSTROPHE PLURAL)",
         lambda article, inner: _beyond("after", article, inner)),
    Rule("BEFORE (article=THE)? inner=TIME (?!APOSTROPHE PLURAL)",
         lambda article, inner: _beyond("before", article, inner)),
    Rule("UNTIL ABOUT? THE? inner=TIME", lambda inner: bound("until", inner)),
    Rule("BY ABOUT? THE? inner=TIME", lambda inner: bound("by", inner)),
    Rule("GREATER EQUALS inner=TIME", lambda inner: bound("since", inner)),
    Rule("LESS EQUALS inner=TIME", lambda inner: bound("until", inner)),
    # In the third week, on the second day of the trial.
    Rule("(?<=[IN ON]) THE which=(ORD|SECOND) unit=UNIT (?=events=OF)?", counted),
]  # fmt: skip

_IRREGULAR = (
    "arose|ate|awoke|became|began|bent|bit|bled|blew|bore|born|bought|broke|brought|built|burnt|"
    "came|caught|chose|clung|crept|dealt|did|died|drank|drew|drove|dug|(?-i:fed)|fell|felt|fled|flew|"
    "forbade|forgot|fought|found|froze|gave|got|grew|had|has|have|been|heard|held|hid|hung|kept|"
    "knew|"
    "laid|leapt|led|left|lent|lit|lost|made|meant|met|overcame|overthrew|overtook|paid|ran|rang|"
    "rode|rose|said|sang|sank|sat|saw|says|sent|shook|shone|shot|shrank|slept|slid|sold|sought|"
    "spent|spoke|sped|spun|stole|stood|struck|stuck|stung|swam|swept|swore|swung|taught|tells|"
    "thought|threw|told|took|tore|undertook|underwent|understood|was|went|were|withdrew|woke|won|"
    "wore|wrote"
)
_ADVERBS = (
    r"(?: (?:not|also|only|now|soon|then|still|later|likely|first|again|already|just|never|always|"
    r"yet|since|long|once|all|both|each|even|ever|\w+ly))*"
)
_PARTICIPLE = (
    r"(?:\w{2,}ed|been|blown|begun|born|beaten|become|bought|brought|broken|built|caught|chosen|"
    r"come|cut|dealt|done|drawn|driven|eaten|fallen|felt|fought|found|forgotten|frozen|given|gone|got|"
    r"gotten|grown|heard|held|hidden|hit|hurt|kept|known|laid|led|left|lent|let|lost|made|meant|"
    r"met|overtaken|paid|put|quit|read|risen|run|said|seen|sent|set|shot|shown|shut|sold|sought|"
    r"spent|spoken|spread|stolen|struck|stuck|sworn|swept|taken|taught|thought|thrown|told|torn|"
    r"undergone|understood|won|withdrawn|worn|written)"
)
_REGULAR = (
    r"(?!(?!(?:dis)?agreed|freed|decreed|guaranteed)\w*eed\b|"
    r"(?:united|hundred|sacred|kindred|limited|alleged|detailed|naked|red|bed|wed|shed|"
    r"unprecedented|armed|supposed|related|mixed)\b)\w{2,}ed"
)
_VERB = (
    r"(?!(?:the|an?|his|her|its|their|our|my|this|that|these|those|both|all|more|some|him|them|us|"
    r"it|have)\b)(?-i:[a-z])\w+"
)
"""Infinitives after "to", except "to have", which refers to the past."""
_BENT_ON = (
    r"(?:going(?= to\b)|set|ready|prepared|prepar(?:es?|ing)|hop(?:es?|ed|ing)|want(?:s|ed|ing)?|"
    r"intend(?:s|ed|ing)?|aim(?:s|ed|ing)?|expect(?:s|ed|ing)?|agree(?:s|d|ing)?|vow(?:s|ed|ing)?|"
    r"promis(?:es?|ed|ing)|pledg(?:es?|ed|ing)|plan(?:s|ned|ning)?|scheduled|invit(?:es?|ed|ing)|"
    r"ask(?:s|ed|ing)?|urg(?:es?|ed|ing)|order(?:s|ed|ing)?|about|likely|slated|"
    r"decid(?:es?|ed|ing)|threaten(?:s|ed|ing)?|offer(?:s|ed|ing)?|refus(?:es?|ed|ing)|"
    r"need(?:s|ed)?|wish(?:es|ed|ing)?|propos(?:es?|ed|ing)|instruct(?:s|ed|ing)?|"
    r"seek(?:s|ing)?|sought|look(?:s|ing)|decision|agreement|"
    r"proposal|deadline|call(?:s|ed|ing)?|summoned|required|obliged|eligible|poised|"
    r"arrang(?:es?|ed|ing))"
)
"""Words that, with an infinitive, refer to the future."""
_MODAL = (
    r"(?:will|shall|would|won't|wouldn't|must|(?-i:may)|might|can|can't|cannot|could|should|"
    r"shouldn't|\w+'ll)"
)
_SAYING = (
    r"(?:said|says|told|tells|added|announced|reported|confirmed|declared|stated|warned|insisted|"
    r"argued|wrote|tweeted|acknowledged|claimed|noted|explained|admitted|denied|revealed|"
    r"predicted|estimates?|believes?)"
)
_ARRANGED = (
    r"(?:meets?|closes|faces|votes|hosts|returns|ends|holds|plays|visits|arrives?|leaves|travels|"
    r"launches|publishe?s|airs|sails|follows|joins|undergoes|testifies|retires|departs|debuts|"
    r"premieres|competes|marries|go|goes|appears?|speaks?|turns|unveils|attends?|celebrates?|"
    r"receives|welcomes|organi[sz]es|convenes|reconvenes|resumes|kicks off|wraps up|concludes|"
    r"entertains|embarks|inaugurates|delivers|"
    r"(?:(?<=we )|(?<=they )|(?<=you )|(?<=who ))"
    r"(?:close|face|vote|host|return|hold|play|visit|leave|travel))"
)
"""Verbs whose present tense refers to planned events, and that are rarely nouns."""

_DETERMINERS = ("the", "a", "an", "to", "of", "his", "her", "its", "their", "our", "this", "in")
_NO_NOUN = "".join(
    [r"(?<!\A\s)(?<!'s )(?<!(?-i:[a-z])ed )", *(rf"(?<!\b{word} )" for word in _DETERMINERS)]
)
"""Words before a noun; a noun may also follow a time directly."""

_NO_MODIFIER = "".join(rf"(?<!\b{word} )" for word in ("than", "as", "the", "a", "an", "its"))
_UNDONE = (
    r"(?:cancell?ed|suspended|called off|scrapped|axed|shelved|postponed|put off|put back|"
    r"delayed|deferred|rescheduled|rearranged|pushed back|adjourned|moved|shifted|"
    r"switched|brought forward)"
)
_HAVE = r"(?:has|have|had|is|are|was|were)"
_DISASTER = (
    r"(?:attacks?|bombings?|blasts?|explosions?|shootings?|stabbings?|killings?|murders?|"
    r"assassinations?|massacres?|crash(?:es)?|collisions?|derailments?|accidents?|incidents?|"
    r"air ?strikes?|shelling|earthquakes?|quakes?|tsunamis?|floods|flooding|landslides?|"
    r"mudslides?|avalanches?|fires?|blazes?|wildfires?|raids?|riots?|clashes|violence|unrest|"
    r"coups?|ambush(?:es)?|hijackings?|abductions?|kidnappings?|robber(?:y|ies)|leaks?|spills?|"
    r"outages?|deaths?|arrests?|resignations?|ouster|defeats?|collapses?|breakdowns?)"
)
"""Nouns of unplanned events."""
_AT_LAST = r"(?: (?:on|in|at|early|late|of))*\s*$"
_OCCASIONS = (
    r"(?:elections?|votes?|ballots?|runoffs?|run-offs?|primary|primaries|referendums?|polls?|"
    r"meetings?|summits?|talks|negotiations|conferences?|congress|conventions?|sessions?|hearings?|"
    r"trials?|verdict|sentencing|match(?:es)?|games?|finals?|semi-?finals?|qualifiers?|derby|races?|"
    r"fights?|bouts?|leg|tournaments?|championships?|concerts?|festivals?|fairs?|shows?|premieres?|"
    r"exhibitions?|auctions?|ceremon(?:y|ies)|parades?|march(?:es)?|rall(?:y|ies)|protests?|"
    r"demonstrations?|strikes?|walkouts?|weddings?|funerals?|launch(?:es)?|openings?|reopening|"
    r"deadlines?|debates?|celebrations?|visits?|trips?|inaugurations?|anniversar(?:y|ies)|"
    r"publications?|releases?|dinners?|events?|appearances?|resignation|dates?)"
)
"""Nouns of what is arranged for a day."""
_direction = Clauses(
    [
        (
            Tag.EVENT,
            (
                rf"{_DISASTER}(?=(?: (?:in|on|at|near|outside|against|of|that) "
                rf"(?:\S+ ){{0,3}}?\S+)?{_AT_LAST})"
            ),
        ),
        (
            Tag.EVENT,
            (
                r"(?:after|following|despite) "
                r"(?:an?(?=(?: [a-z\d]\S*){1,5} (?:on|in|late|early)\s*$)|"
                r"(?:the|his|her|its|their)(?=(?: [a-z\d]\S*){1,5} on\s*$))"
            ),
        ),
        (
            Tag.EVENT,
            (
                r"(?:at|in|during) (?:an?|the|his|her|its|their) (?:\S+ ){0,2}?"
                r"(?:interview|statement|speech|briefing|press conference|news conference|"
                rf"address|letter|report)(?={_AT_LAST})"
            ),
        ),
        (Tag.RELATIVE, "who|whom|whose|which|that|what|why|how"),
        (Tag.AHEAD, r"would have (?:been|turned|celebrated)(?: \w+)? \d+(?:th)?"),
        # Could have met, is said to have met, could not meet, was allowed to meet.
        (Tag.BACK, r"(?:would|could|should|might|(?-i:may)|must)(?: not)? have"),
        (Tag.BACK, rf"to have (?:been )?{_PARTICIPLE}"),
        (
            Tag.BACK,
            (
                rf"(?:{_HAVE} )?(?:been )?(?:accused|suspected|convicted|guilty) of(?: \w+ing)?|"
                rf"(?:{_HAVE} )?(?:been )?charged with \w+ing"
            ),
        ),
        (Tag.BACK, r"(?:could not|couldn't|(?:was|were) unable to)(?: be)?(?: \w+)?"),
        (
            Tag.BACK,
            r"(?:tried|failed|managed|had|used|forced|(?:was|were) allowed) to(?: be)?(?: \w+)?",
        ),
        (Tag.FORMER, r"(?:postponement|cancellation|calling off) of(?: the)?(?=\s*$)"),
        # Had been scheduled to meet: past or future, depending on the context.
        (
            Tag.FORMER,
            (
                rf"had{_ADVERBS} been{_ADVERBS} (?:scheduled|planned|expected|due|set|slated|"
                rf"supposed|meant)(?:(?: \S+){{0,3}}? to {_VERB}(?: {_PARTICIPLE})?)?|"
                rf"(?:was|were) to have (?:been )?{_PARTICIPLE}"
            ),
        ),
        # Will meet, will be held, will stay closed.
        (
            Tag.AHEAD,
            (
                rf"{_MODAL}{_ADVERBS}(?: (?:be|have|get|remain|stay|become){_ADVERBS}"
                rf"(?: {_PARTICIPLE}|\w+ing)?(?: (?:closed|shut))?| {_VERB})?"
            ),
        ),
        (Tag.LINK, r"(?:before|and then) (?!going|being|evening)[a-z]+ing"),
        (
            Tag.FORMER,
            rf"had{_ADVERBS} (?:hoped|planned|intended|aimed|wanted|expected) to {_VERB}",
        ),
        # To be held, is to be held, has yet to meet.
        (Tag.AHEAD, rf"to be {_PARTICIPLE}"),
        (
            Tag.AHEAD,
            (
                rf"(?:is|are|am|was|were|\w+'re|be|been){_ADVERBS} (?:due )?to {_VERB}"
                rf"(?: {_PARTICIPLE})?"
            ),
        ),
        (Tag.AHEAD, rf"(?:has|have|needs?)(?: yet)? to {_VERB}"),
        # Is expected to meet, plans for them to meet; agreed to meet, itself past.
        (
            Tag.AHEAD,
            (
                rf"(?:is|are|was|were|be|(?:has|have|had) been){_ADVERBS} {_BENT_ON}"
                rf"(?: \S+){{0,3}}? to {_VERB}(?: {_PARTICIPLE})?"
            ),
        ),
        # Has decided to hold a congress.
        (
            Tag.AHEAD,
            (
                rf"(?:has|have){_ADVERBS} (?:decided|agreed|voted|vowed|promised|pledged|chosen) to"
                rf"(?: be)? {_VERB}"
            ),
        ),
        (
            Tag.AHEAD,
            rf"(?!\w+ed\b|sought\b){_BENT_ON}(?: \S+){{0,3}}? to {_VERB}(?: {_PARTICIPLE})?",
        ),
        (
            Tag.URGED,
            (
                rf"(?:(?:has|have|had){_ADVERBS} )?{_BENT_ON}(?: \S+){{0,3}}? to {_VERB}"
                rf"(?: {_PARTICIPLE})?"
            ),
        ),
        # Was postponed to, has fixed the vote for.
        (
            Tag.AHEAD,
            (
                rf"(?:{_HAVE} )?(?:be |been )?(?:postpone(?:d|ment)|delayed|rescheduled|adjourned|"
                r"deferred|put off|(?:put|pushed|moved) back|shifted|switched|rearranged|"
                r"brought forward|extended)"
                r"(?=(?: \S+){0,6} (?:to|until|till|through|for|from)\s*$|\s*$)"
            ),
        ),
        (
            Tag.PLANNED,
            (
                rf"(?:{_HAVE} )?(?:been )?(?:set|called|fixed|moved|booked)"
                r"(?= (?:\S+ ){0,4}(?:to|for)\s*$)"
            ),
        ),
        # Has scrapped Saturday's parade.
        (
            Tag.PLANNED,
            rf"(?:has|have){_ADVERBS} {_UNDONE}(?= (?:the|its|their|his|her|all)\s*$|\s*$)",
        ),
        # Called for elections in September.
        (
            Tag.PLANNED,
            (
                r"(?:call(?:s|ed|ing)? for|demand(?:s|ed|ing)?)"
                r"(?= (?!an end|answers)(?:\S+ ){1,5}in(?: the| early| late)?\s*$)"
            ),
        ),
        # Closed, suspended until Friday.
        (
            Tag.AHEAD,
            (
                rf"(?:{_HAVE} )?(?:been )?(?:suspended|closed|shut|halted|grounded|barred|banned|"
                r"remanded|cordoned off)(?=(?: \S+){0,4} (?:until|till|through)\s*$)"
            ),
        ),
        # An extension until Friday, a curfew until Monday.
        (
            Tag.AHEAD,
            (
                r"(?:delay|extension|postponement|adjournment|moratorium|suspension|curfew|ban|"
                r"cease-?fire|truce|lockdown|shutdown|reprieve|contract|restrictions)"
                r"(?= (?:until|till|through)\s*$)"
            ),
        ),
        # Invited them to a ceremony on 12 March.
        (
            Tag.AHEAD,
            (
                r"(?:invit(?:es?|ed|ing)|summon(?:s|ed))(?: \S+){1,12}? to "
                r"(?:an?|the|their|his|her|talks|tea|dinner|lunch)"
                r"(?=(?: \S+){0,5} (?:on|in|for|next)(?: the)?\s*$|\s*$)"
            ),
        ),
        # Gave him until Friday, has until Friday; ahead of Friday's match.
        (
            Tag.AHEAD,
            (
                r"(?<!had )(?:gave|given|gives?|giving|granted|has|have)(?: \S+){0,4} "
                r"(?:until|till)(?=\s*$)"
            ),
        ),
        (Tag.AHEAD, r"(?:ahead of|in time for)(?=(?: the| his| her| their| its)?\s*$)"),
        # Is scheduled, had originally been planned; but "the planned strike" and "than expected".
        (
            Tag.PLANNED,
            (
                rf"(?:{_HAVE}(?: been)?{_ADVERBS} )?{_NO_MODIFIER}"
                r"(?:scheduled|planned|expected|expects?|slated)"
            ),
        ),
        (Tag.PLANNED, rf"(?:{_HAVE}(?: been)?{_ADVERBS} )?due(?! to)"),
        (Tag.PLANNED, r"plans?(?= (?:to|an?|its|another|new|further)\b)|upcoming|forthcoming"),
        (
            Tag.PLANNED,
            r"(?:promised|pencilled in|earmarked|targeted|aimed)(?= for\s*$)",
        ),
        (Tag.PLANNED, r"deadline(?: of| is)?(?=\s*$)"),
        # Begins, takes place: the present tense for planned events.
        (Tag.AHEAD, r"(?-i:(?:ends|closes|shuts|continues|concludes)(?= (?:on|in|at)\b|\s*$))"),
        (Tag.AHEAD, r"(?-i:starts?|begins?|(?:re)?opens|open(?= (?:on|at|in)\b|\s*$))"),
        (Tag.AHEAD, r"turns(?= \d)|falls(?= on\s*$)"),
        (Tag.AHEAD, r"resumes?|kicks? off|takes? (?:effect|place|over|office)|expires?|lapses"),
        # Something for a day is in the future.
        (
            Tag.PLANNED,
            (
                r"(?:tickets|preparations?|prepar(?:e|es|ed|ing)|squad|line-?up|forecast|bracing|"
                r"braced|ready|favou?rites?|odds|warm-?ups?|registration|candidates?|invitations?)"
                r"(?= for(?: the| a| its| their| his| her)?\s*$)"
            ),
        ),
        (Tag.PLANNED, r"(?:comes?|goes|enters?) (?:into|on|before)"),
        (Tag.PLANNED, r"runs?(?= (?:from|to|until|till|through)\b|\s*$)"),
        (Tag.SAID, rf"(?:(?:has|have|had|also|later|then) )?{_SAYING}|according to"),
        # Has been called off, was moved.
        (Tag.OFF, rf"(?:has been|have been|(?:is|are) being){_ADVERBS} {_UNDONE}"),
        (Tag.IS_OFF, rf"(?:is|are){_ADVERBS} {_UNDONE}"),
        (Tag.WAS_OFF, rf"(?:was|were|had been){_ADVERBS} {_UNDONE}"),
        # Has met, was held, did not meet, after meeting.
        (Tag.BACK, rf"(?:has|have|\w+'ve|hasn't|haven't){_ADVERBS} {_PARTICIPLE}"),
        (Tag.BACK, rf"after \w+ing|having {_PARTICIPLE}|did(?:n't)?{_ADVERBS} {_VERB}"),
        (
            Tag.BACK,
            (
                rf"(?:was|were|had|did|wasn't|weren't|hadn't|didn't){_ADVERBS}(?: (?:been|being))?"
                rf"(?: {_PARTICIPLE})?"
            ),
        ),
        (Tag.BACK, "ago|last"),
        # Is, are closed, is being held, meets.
        (
            Tag.PRESENT,
            (
                r"(?:is|are|am|isn't|aren't|\w+'re|has|have|does|do|don't|doesn't)"
                rf"{_ADVERBS}(?: being)?(?: (?:{_PARTICIPLE}|\w+ing))?"
            ),
        ),
        # The historian gives a talk; but "in the past weeks the".
        (
            Tag.PRESENT,
            (
                r"(?:the|an?|his|her|its|their) (?-i:[a-z]+(?<!s) (?:deals with|goes to|(?!"
                r"(?:say|claim|argue|believe|show|suggest|find|warn|think|know|note|insist|mean|"
                r"include|blame|accuse|denie|remember|recall|describe|reveal|cover|mark|week|month|"
                r"year|day|hour|decade|time|case|minute|place|way)s\b)[a-z]{3,}(?<![suio])s"
                r"(?= (?:the|an?|his|her|its|their) )))"
            ),
        ),
        # Chelsea face Everton.
        (
            Tag.PRESENT,
            (
                r"(?-i:[A-Z][a-z]+ (?:face|host|meet|play|visit|take on|travel to|"
                r"entertain|welcome)(?= [A-Z][a-z]))"
            ),
        ),
        (Tag.PRESENT, rf"(?:(?<=who )|(?<=which ))(?-i:[a-z]+s)|{_NO_NOUN}{_ARRANGED}"),
        # Prices rise, the fare goes up on.
        (
            Tag.PRESENT,
            (
                r"(?<=[a-rt-z]s )(?<!\bthis )(?<!\bhis )(?<!\bits )(?<!\bas )"
                r"(?-i:rise|fall|drop|climb|jump|increase|decrease|go|come|change|"
                r"move|apply|strike|reopen|return|head|vote|decide|choose|elect|celebrate|mark|play|"
                r"face|meet|travel|arrive|leave|close|shut|stop|gather|march|launch|join|quit|switch|"
                r"cost|lose|gain|enter|end)"
            ),
        ),
        (
            Tag.PRESENT,
            (
                r"(?-i:rises|falls|drops|climbs|increases|goes|comes|changes|moves|applies|strikes|"
                r"heads|decides|chooses|elects|marks|shuts|stops|marches|quits|switches|costs|"
                r"enters|lifts|steps down)(?= (?:up |down |back |forward |off |out )?"
                r"(?:on|from|by|to)\b)"
            ),
        ),
        (
            Tag.PAST_FORM,
            (
                rf"{_IRREGULAR}|(?<!\bto )(?:beat|cut|hit|put|quit|shut)|{_REGULAR}|"
                rf"{_NO_NOUN}(?:burst|cast|hurt|let|set|shed|spread|split|thrust|upset)"
            ),
        ),
        # Paintings stolen in March.
        (
            Tag.PARTICIPLE,
            (
                "stolen|taken|seen|given|written|shown|broken|chosen|driven|fallen|flown|forgotten|"
                "frozen|hidden|spoken|thrown|torn|worn|done|begun|drawn|withdrawn|beaten|sworn|born"
            ),
        ),
    ],
    measured=r"(?:figures|data|numbers|statistics|results|earnings|readings?|accounts)"
    r"(?: (?:on|of) \w+)? for(?: the)?",
    beside="on|in|at|late|early|during|over|by|for|from|only|just|back|about|around|until|till|"
    "through|since|before|after",
    owned=r"'s\b",
    occurred=rf"'s (?:\w+ ){{0,3}}?{_DISASTER}\b",
    dated="of",
    loose=r"(?:for|from)(?: the)?|(?<!on )(?<!of )the|its|his|her|their|our|an?",
    occasions=_OCCASIONS,
    place=r"(?:in|at|with|between|against|near|over|on|of) (?:[^\s,]+ ){0,3}?[^\s,]+,?",
    preceding=r"(?:ahead of|before) (?:the|an?|his|her|its|their)(?: \S+){1,4} on",
    at_event="in|at|during|for",
    backshifted=r"was|were|had|would|could|might|should|\w+ed|gave|sought",
)

_GIVEN_NAMES = (
    "Alan|Alex|Alice|Andrew|Anna|Anne|Anthony|Barbara|Ben|Bill|Bob|Brian|Carl|Carol|Caroline|"
    "Catherine|Charles|Chris|Christine|Claire|Colin|Daniel|Dave|David|Deborah|Donald|Donna|Edward|"
    "Elizabeth|Emily|Emma|Eric|Frank|Fred|Gary|Gavin|George|Graham|Greg|Harry|Helen|Henry|Ian|"
    "Jack|James|Jane|Jason|Jeff|Jennifer|Jim|Joan|Joe|John|Joseph|Judy|Julia|Julie|Karen|Kate|"
    "Keith|Kelly|Kenneth|Kevin|Larry|Laura|Lee|Linda|Lisa|Lucy|Margaret|Maria|Mark|Martin|Mary|"
    "Matt|Matthew|Megan|Michael|Michelle|Mike|Nancy|Neil|Nicholas|Nick|Nicole|Oliver|Pamela|"
    "Patricia|Patrick|Paul|Peter|Philip|Rachel|Ray|Rebecca|Richard|Rick|Robert|Roger|Ronald|Ruth|"
    "Ryan|Sam|Samuel|Sandra|Sarah|Scott|Sean|Sharon|Simon|Stephen|Steve|Steven|Stuart|Susan|"
    "Terry|Thomas|Tim|Timothy|Tom|Tony|Walter|William"
)
"""Common given names that are no places, before surnames that are weekdays."""

_HEADS = frozenset(
    [
        "MONTH",
        "MAYBE",
        "CAPITAL",
        "WD",
        "WDS",
        "ABBR",
        "YEAR",
        "FULL",
        "DAYMONTH",
        "YEARMONTH",
        "UNIT",
        "UNITS",
        "FORTNIGHT",
        "SEASON",
        "FALL",
        "HOLYWEEK",
        "MIDSEASON",
        "MIDWEEK",
        "NEWYEAR",
        "HOLIDAY",
        "HOLIDAYPLUS",
        "YEAREND",
        "WEEKFROM",
        "DAYWORD",
        "DAYNEXTTO",
        "THEDAYBEFORE",
        "THEDAYAFTER",
        "DAYPART",
        "APOSTROPHE",
        "Q",
        "H",
        "CY",
        "EOY",
        "EOM",
        "DECADES",
        "PLURAL",
        "SUFFIX",
        "THOUSAND",
        "THOUSANDS",
        "SEASONS",
        "TEEN",
        "TENS",
        "ORD",
        "WC",
        "ANAPHOR",
        "TODATE",
        "FISCAL",
        "YEAREARLIER",
    ]
)

_REPORTED = re.compile(
    r"(?<!\w)(?<!\bbe )(?<!\bbeing )(?<!\bis )(?<!\bare )"
    r"(?:said|says|told|added|announced|reported|confirmed|declared|stated|warned|"
    r"insisted|argued|wrote|tweeted|acknowledged)"
    r"(?: (?:reporters|journalists|parliament|lawmakers|in|a|an|the|his|her|its|their|statement|"
    r"interview|conference|news|press|on|late|early)){0,6}\s*$"
    r"|(?<!\w)told (?:the )?(?-i:[A-Z][\w'-]*)(?: (?-i:[A-Z][\w'-]*|of|and|the)){0,4}"
    r"(?: (?:on|late|early|in an interview)){0,3}\s*$",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\W*(?:and|or)?\W*(?:(?:of|in|on|the)\W*)?")

_AFTER = r"(?: (?:on|in|for|at))?(?: the)?"
_polarity = Polarities(
    _direction,
    negated=r"\bnot\b(?! (?:only|guilty|alone|un\w+))|n't\b|\bnever\b|\bcannot\b|"
    r"\bno longer\b|\bbe no\b|"
    r"\bno (?:\w+ ){1,2}(?=will|is|are)",
    limits="until|till|before|by|since",
    denied=rf"(?:not|instead of|rather than){_AFTER}",
    asserted=rf"but(?: rather| instead)?(?:{_AFTER}| (?:from|until|till|by|since)(?: the)?)",
    replaced=r"(?:originally|initially|previously|first)(?: \w+){0,2}? "
    r"(?:scheduled|planned|due|set|slated|meant|expected|supposed)(?: \w+){0,4}|"
    r"(?:was|were) to have (?:been )?\w+(?: \w+){0,3}|"
    r"(?:postponed|put off|put back|deferred|delayed|rescheduled|pushed back|moved|shifted|"
    r"brought forward)(?: (?:to|until|for)(?: \S+){1,4})? from",
    planned=r"(?:was|were|had been) (?:originally )?(?:re)?(?:scheduled|planned|due|set|slated|"
    r"expected|called)(?: \w+){0,3}",
    expected=r"should have (?:been )?\w+(?: \w+){0,3}|"
    r"(?:was|were) (?:(?:due|supposed|meant|set|scheduled) )?to (?!have)\w+(?: \w+){0,3}|"
    r"(?<=, )(?:set|booked|fixed|slated|pencilled in) for(?: the)?",
    cancelled=r"(?<=\bis )off(?! (?:to|the|for|limits|course|duty|work)\b)|cancell?ed|"
    r"suspended(?! (?:sentence|jail|prison|term|from)\b)|"
    "called off|scrapped|abandoned|axed|shelved|cancellation|calling off",
    postponed="postponed|put off|put back|deferred|delayed|rescheduled|rearranged|pushed back|"
    "adjourned|moved|shifted|brought forward|postponement|switched(?= (?:from|to)\\b)",
    attributive=r"(?<!night )(?<!day )(?<!morning )(?<!evening )of",
    happening=r"\b(?:held|visible|tak(?:e|es|ing) place|took place|happen\w*|go(?:es|ing)? ahead|"
    r"went ahead|"
    r"occur\w*|proceed\w*|played|staged|start\w*|beg[iau]n\w*|open\w*|be \w+ed|possible)\b",
    hypothetical=r"if|unless|in case",
    passive="been|was|were|is|are|be|being",
    new=rf"(?:to|until|till|for|by|from){_AFTER}",
    undone=rf"{{verb}}(?: \S+){{{{0,7}}}}? (?:planned|scheduled|due|set|slated){_AFTER}|"
    r"(?:cancellation|calling off|postponement) of(?: \S+){{1,6}}? (?:on|of|for)(?: the)?",
    owned=r"(?:{verb}|(?:cancellation|calling off|postponement) of)"
    r"(?: (?:the|its|their|his|her|a|all))?",
    # Friday's game, the Friday game; but "put off until Friday because of rain".
    owner=r"'s\b| (?!(?:after|amid|and|as|at|because|before|but|by|due|following|for|from|in|of|on|"
    r"or|over|owing|so|to|when|while|with)\b)[a-z]",
)

_MOVED = re.compile(
    r"\b(?:postpone[ds]?|postponement of|slipped|moved?|rescheduled?|delay(?:ed)?|adjourn(?:ed)?|"
    r"defer(?:red)?|put off|put back|pushed back|"
    r"shifted|switched|rearranged|brought forward|(?:put|push(?:ed)?|mov(?:e|ed)|bring|brought)"
    r"(?: \S+){1,6} (?:back|off|forward))"
    r"(?: \S+){0,5} from$",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"(?<!\w)(?:(?:high|low|big|large|small|great|long|short|fast|slow|strong|weak|deadli|heavi|hott|"
    r"cold|warm|wett|dri|steep|sharp|clos|earli|tight|poor|rich|bloodi|fierc|sever|deep|hard|few|"
    r"near|tough|rar|new|old)est|worst|best|most|least|only|times?|once|twice|first|second|third|"
    r"fourth|fifth|\d+(?:st|nd|rd|th))"
    r"(?: (?!(?:will|would|shall|may|could|should|must|to|is|are|was|were|be|been|has|have|had|"
    r"starts?|begins?|opens?|due|who|that|which)\b)[^\s,;:.]+){0,5}\s*$",
    re.IGNORECASE,
)
_EVENTS = Events(
    r"\s*(?:(?:the|a|an|his|her|its|their|our|my|that)\s+)?(?:(?!of\b)[\w'-]+\s+(?:was|were|is|are)\s+|"
    r"(?:deadly|fatal|first|last|second|final|recent|failed|latest|terrorist|presidential|general)\s+)?"
    r"(?P<event>[a-z]{4,})",
    endings=r"ations?|ings?|ions?|ments?|ures?|als?|ances?|ences?|ers?|ed|s",
    families={
        "death": "died|dies|death|deaths|dead|killed|killing|killings|murder|murdered|slain|"
        "slaying|shot|shooting|assassinated|assassination|gunned",
        "attack": "attacks?|attacked|bomb|bombs|bombed|bombings?|blasts?|explosions?|exploded",
        "vote": "vot(?:e|es|ed|ing)|elections?|elect(?:ed)?|referendum|polls?",
        "signature": "sign(?:ed|ing|ature|s)?|agreements?|agreed|accord|deal|treaty",
        "arrest": "arrest(?:ed|s)?|detained|captured?",
        "crash": "crash(?:ed|es)?|collision|collided",
        "building": "build|buil[dt]|construct(?:ed|ion)?|erected",
        "closing": "clos(?:e|es|ed|ing|ure)|shut(?:s|ting|down)?",
        "opening": "(?:re)?open(?:s|ed|ing)?|inaugurat(?:ed?|ion)",
        "birth": "born|birth",
        "founding": "found(?:ed|ing|ation)|establish(?:ed)?|set up",
        "resignation": "resign(?:s|ed|ing|ation)?|step(?:s|ped)? down|quit",
        "appointment": "appoint(?:s|ed|ment)?|nam(?:ed|es)|nominat(?:ed?|ion)",
        "publication": "publish(?:es|ed|ing)?|publication|releas(?:e|es|ed)",
        "marriage": "marr(?:y|ies|ied|iage)|wed|wedding",
        "demolition": "demolish(?:ed)?|demolition|torn down|tear down",
    },
)
_SENTENCES = Sentences(
    "Mr|Mrs|Ms|Messrs|Dr|Prof|Gen|Sen|Rep|Reps|Sens|Gov|Lt|Col|Sgt|Cpl|Capt|Maj|Cmdr|Adm|Rev|Hon|"
    "Pres|Sec|Supt|Atty|St|Mt|Ft|No|Nos|vs|v|cf|e\\.g|i\\.e|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|"
    "Nov|Dec",
    soft=r"[ap]\.m|Jr|Sr|Inc|Corp|Co|Ltd|Bros|etc|Ave|Blvd|Ph\.D",
    openers="The|A|An|He|She|It|They|We|I|You|This|That|These|Those|There|In|On|At|But|And|If|When|"
    "As|For|After|Before|His|Her|Their|Its|Our|My|Not|No|Some|Many|Most|One|However|Meanwhile|"
    "While",
)

GRAMMAR = Grammar(
    Lexicon(_WORDS),
    [*_NUMBERS, *_DATES, *_PERIODS, *_OFFSETS, *_RANGES],
    heads=_HEADS,
    joined=_JOINED,
    reported=_REPORTED,
    owned=re.compile("'s(?!\\w)"),
    direction=_direction,
    polarity=_polarity,
    sentences=_SENTENCES,
    moved=_MOVED,
    compared=re.compile(
        r"\bthan (?:\w+ )?(?:planned|announced|expected|scheduled|usual|forecast|hoped|feared|"
        r"promised|thought|due)\b"
    ),
    lasting=_TAKEN,
    events=_EVENTS,
    names=Names(
        "April|June|August|May",
        behind="in|since|last|this|next|by|until|till|of|to|and|or|from|the|an|its|his|her|their|our|my|"
        "early|late|mid|before|after|through|during|between|for|every|each|on",
        titles="Mr|Mr.|Mrs|Mrs.|Ms|Ms.|Dr|Dr.|Sen.|Rep.",
        dated="in|since|last|this|next|early|late|mid|until|till|during|through|each|every",
        openers="As|At|But|Come|If|It|He|She|They|We|You|When|While|Where|What|Who|That|Though|"
        "Although|Because|Like|Under|Over|So|Not|Now|Then|There|Here|Perhaps|Some|Many|Most|All",
        weekdays="Monday|Tuesday|Friday|Sunday",
        given=_GIVEN_NAMES,
    ),
    starting=re.compile(
        r"\b(?:began|begun|begins?|beginning|started|starts?|opened|opens|opening|kicked off|"
        r"kicks off|got under way|launched)\b",
        re.IGNORECASE,
    ),
    ranked=re.compile(
        r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)|"
        r"last|final|only|best|worst|most|least|[a-z]{2,}(?:est))(?: [^\s,;:.]+){1,5}\s*$"
    ),
    month_first=True,
)

"""How English speaks of time; of dates in figures it reads the month first."""

from __future__ import annotations

from typing import Any

from index.dates.calendar import HOLIDAYS
from index.dates.expressions import (
    Bound,
    Calendar,
    Expression,
    FromEvent,
    Inside,
    Narrative,
    Nth,
    Part,
    Relative,
    Rest,
    Shifted,
    Span,
    UnitOf,
    Window,
    Yearly,
)
from index.dates.grammar import Cues, Language, Rule
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
    names,
    numbered,
    numeric,
    span,
    week_of,
    with_year,
    within,
    year_named,
)
from index.dates.tokens import Lexicon

_MONTHS, _WEEKDAYS = names("en")
_AMBIGUOUS_MONTHS = {"may", "march", "mar", "dec"}

_DIGITS = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = (
    "first - third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_DECADES = "twenties thirties forties fifties sixties seventies eighties nineties".split()


_WORDS: dict[str, tuple[str, Any]] = {
    **{name: ("MONTH", number) for name, number in _MONTHS.items()},
    **{name: ("MAYBE", _MONTHS[name]) for name in _AMBIGUOUS_MONTHS},
    **{name.title(): ("CAPITAL", _MONTHS[name]) for name in _AMBIGUOUS_MONTHS},
    **{name: ("WD" if len(name) > 5 else "ABBR", day) for name, day in _WEEKDAYS.items()},
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
    **entries("UNIT", "weekend", "weekend"),
    **entries("UNITS", "weekends", "weekend"),
    **entries("UNIT", "workweek|work week|working week", "workweek"),
    **entries("UNIT", "month", "month"),
    **entries("UNITS", "months", "month"),
    **entries("UNIT", "quarter", "quarter"),
    **entries("UNITS", "quarters", "quarter"),
    **entries("UNIT", "year", "year"),
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
    **entries("FALL", "fall", "autumn"),
    **entries("Q", "q", "quarter"),
    **entries("H", "h", "half-year"),
    **entries("CY", "cy|calendar year|fiscal year|fy"),
    **{name: ("HOLIDAY", name) for name in HOLIDAYS},
    **{
        name: ("HOLIDAY", name)
        for name in (
            "mardi gras|ash wednesday|palm sunday|good friday|easter|easter monday|pentecost|"
            "whit monday|martin luther king day|memorial day|thanksgiving|black friday"
        ).split("|")
    },
    **entries("HOLIDAY", "new year's day|new years day", "new year"),
    **entries("HOLIDAY", "christmas day|xmas", "christmas"),
    **entries("HOLIDAY", "easter sunday", "easter"),
    **entries("HOLIDAY", "whit sunday", "pentecost"),
    **entries("HOLIDAY", "labor day", "us labor day"),
    **entries("HOLIDAY", "st patrick's day|saint patrick's day|st. patrick's day", "saint patrick"),
    **entries("HOLIDAY", "valentine's day", "valentine"),
    **entries("HOLIDAY", "armistice day|remembrance day", "armistice"),
    **entries("HOLIDAY", "thanksgiving day", "thanksgiving"),
    **entries("HOLIDAY", "april fools' day|april fool's day", "april fool"),
    **entries("DAYWORD", "today|tonight|current date", 0),
    **entries("DAYWORD", "yesterday|last night", -1),
    **entries("DAYWORD", "tomorrow|tmrw|tmr", 1),
    **entries("DAYWORD", "the day before yesterday|day before yesterday", -2),
    **entries("DAYWORD", "the day after tomorrow|the day after tmrw|day after tomorrow", 2),
    **entries("NOW", "now|date|present", 0),
    **entries("DAYPART", "morning|afternoon|evening|night|overnight|lunchtime"),
    **entries("EARLY", "early|early in|beginning of|start of|early on in|opening of", "early"),
    **entries("MID", "mid|mid-|middle of", "mid"),
    **entries("LATE", "late|late in|late on in", "late"),
    **entries("END", "end of|close of|the end of", "late"),
    **entries("EARLIER", "earlier|earlier in", -1),
    **entries("LATERIN", "later in", 1),
    **entries("REST", "rest of|rest|remainder of|remaining of"),
    **entries("EOY", "eoy|end of year", "year"),
    **entries("EOM", "eom|end of month", "month"),
    **entries("THIS", "this|current", 0),
    **entries("THISPAST", "this past|past", -1),
    **entries("NEXT", "next|following|upcoming", 1),
    **entries("COMING", "coming|this coming", 1),
    **entries("LAST", "last|previous", -1),
    **entries("THE", "the|my|our|his|her|their|its"),
    **entries("A", "a|an", 1),
    **entries("OF", "of"),
    **entries("IN", "in|during"),
    **entries("ON", "on|at"),
    **entries("BY", "by"),
    **entries("TO", "to|through|thru"),
    **entries("UNTIL", "until|till|up to|up until"),
    **entries("FROM", "from"),
    **entries("BETWEEN", "between"),
    **entries("AND", "and"),
    **entries("OR", "or"),
    **entries("SINCE", "since|ever since"),
    **entries("STARTING", "starting|beginning|commencing|effective|as of|as from", 1),
    **entries("ONWARDS", "onwards|onward"),
    **entries("BEFORE", "before|prior to|ahead of|earlier than", -1),
    **entries("AFTER", "after|later than|greater than", 1),
    **entries("AGO", "ago"),
    **entries("LATER", "later|hence|in the future|afterwards", 1),
    **entries("WITHIN", "within|in under|in less than"),
    **entries("FOR", "for"),
    **entries("ABOUT", "about|around|some|nearly|almost|roughly|approximately|at least"),
    **entries("MORE", "more than|over"),
    **entries("WC", "w/c|week commencing|week beginning|week starting|week from"),
    **entries("ORLATER", "or later|or after|and later|and after|or newer"),
    **entries("THEDAYBEFORE", "the day before|the previous day|the last day|the eve", -1),
    **entries("THEDAYAFTER", "the next day|the day after|the following day|next day", 1),
}

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


def _day_of_month(unit: Any, **parts: int | None) -> Calendar | None:
    return calendar_date(**parts) if unit in {None, "day"} else None


def _amount(count: float | None, unit: Any) -> tuple[float, Any] | None:
    return None if count is None else (count, unit)


def _earlier(unit: Any, outer: Any) -> Expression | None:
    if isinstance(outer, Relative) and outer.turn == 0:
        unit = outer.unit
    return Rest(unit, passed=True) if unit else outer and Part("early", outer)


def _later(unit: Any, outer: Any) -> Expression | None:
    if isinstance(outer, Relative) and outer.turn == 0:
        unit = outer.unit
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


_TURNS = "THIS|NEXT|COMING|LAST|THISPAST"
_COUNTS = "N|DIGIT|TEEN"
_COUNT = f"({_COUNTS})"
_UNIT = "(UNIT|UNITS)"
_LEADS = "IN END SINCE TO FROM BETWEEN BY BEFORE AFTER OF STARTING EARLY MID LATE AND UNIT"
_SMALL = "(TENS DASH? DIGIT|TENS|TEEN|DIGIT)"
_AMOUNTS = "AMOUNT ((COMMA? AND|COMMA)? AMOUNT)*"

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
    # In figures.
    Rule(f"turn=(THIS|NEXT|LAST)? (weekday={_WD} COMMA?)? parts=FULL",
         lambda turn, weekday, parts: numeric(parts[0], month_first=True, weekday=weekday)),
    Rule(f"turn=(THIS|NEXT|LAST)? (weekday={_WD} COMMA?)? parts=DAYMONTH (COMMA? year=YEAR)?",
         lambda turn, weekday, parts, year: day_and_month(
             parts[0], month_first=True, weekday=weekday, year=year, turn=turn or None)),
    Rule("pair=YEARMONTH", lambda pair: calendar_date(year=pair[0], month=pair[1])),
    Rule("year=YEAR (DASH|SLASH) month=N", lambda year, month: calendar_date(year=year, month=month)),
    Rule("month=N (DASH|SLASH) year=YEAR", lambda year, month: calendar_date(year=year, month=month)),
    Rule("year=YEAR month=N day=N", calendar_date),
    Rule(f"turn=({_TURNS}) THE? day={_DAY} OF? month={_MONTH}", calendar_date),
    # 5 May 2020, Friday the 5th of May, this Friday-Jun-15.
    Rule(f"(?<!MONTH)(?<!MAYBE)(weekday={_WD} (COMMA|DASH|DOT)?)? THE? day={_DAY} (DASH|SLASH|DOT)? "
         f"(unit=UNIT? OF)? month={_MONTH} DOT? ((COMMA? (OF|IN)|COMMA|DASH|SLASH)? year=YEAR"
         "|(OF|APOSTROPHE) short=N)?", _day_of_month),
    Rule(f"day=N (DASH|SLASH) month={_MONTH} (DASH|SLASH) short=N", calendar_date),
    Rule(f"day=N DASH year=YEAR DASH month={_MONTH}", calendar_date),
    Rule(f"month={_MONTH} (DASH|SLASH) year=YEAR (DASH|SLASH) day=N", calendar_date),
    Rule(f"year=YEAR (DASH|SLASH) month={_MONTH} (DASH|SLASH) day=N", calendar_date),
    # Nov 19-20, 2018; May 5 to 7.
    Rule(f"month={_MONTH} DOT? THE? first={_DAY} (DASH|TO|UNTIL) THE? last={_DAY} (COMMA? year=YEAR)?(?!MONTH)",
         lambda month, first, last, year: span(
             calendar_date(first, month, year), calendar_date(last, month, year))),
    Rule(f"month={_MONTH} BETWEEN first=N (DASH|AND) last=N (COMMA? year=YEAR)?",
         lambda month, first, last, year: span(
             calendar_date(first, month, year), calendar_date(last, month, year))),
    # May 5, 2020.
    Rule(f"(weekday={_WD} (COMMA|DASH|DOT)?)? month={_MONTH} (DASH|SLASH|DOT|COMMA(?=ORD))? THE? "
         f"day={_DAY} ((COMMA? (OF|IN)|COMMA|DASH|SLASH)? year=YEAR)?", calendar_date),
    # Thursday the 21st, Monday 21.
    Rule("weekday=WD COMMA? THE? day=(N|ORD|SECOND|TEEN)(?!UNIT|UNITS)", calendar_date),
    Rule("weekday=ABBR DOT? THE? day=ORD", calendar_date),
    # May 2020, 2020 May, April of 87.
    Rule(f"month={_MONTH} ((DOT? COMMA|DOT|OF|IN|DASH|SLASH)? year=YEAR"
         "|(OF|APOSTROPHE) short=N)", calendar_date),
    Rule("year=YEAR (COMMA|DASH|SLASH)? month=(MONTH|CAPITAL)", calendar_date),
    Rule("unit=UNIT OF month=(MONTH|MAYBE|CAPITAL)(?!COMMA? YEAR)", lambda unit, month: calendar_date(month=month)
         if unit == "month" else None),
    Rule("THE? number=N APOSTROPHE? PLURAL", decade),
    Rule("THE? APOSTROPHE number=N PLURAL", decade),
    Rule("THE? number=YEAR APOSTROPHE? PLURAL", decade),
    Rule("THE? number=DECADES", decade),
    Rule("THE? ten=TEEN number=DECADES", lambda ten, number: decade(ten * 100 + number % 100)),
    Rule("THE? DIGIT THOUSANDS", lambda: decade(2000)),
    Rule("THE? number=YEAR AND TENTHS", lambda number: decade(number + 10)),
    Rule("number=ORD DASH? unit=UNIT",
         lambda number, unit: century(number) if unit == "century" else None),
    # This Friday, next June, last summer.
    Rule("turn=(COMING|THISPAST) weekday=WD", calendar_date),
    # Next Friday is that of next week, as in Recognizers-Text; the nearest is "Friday".
    Rule("(ON? THE)? turn=(THIS|NEXT|LAST) weekday=WD",
         lambda turn, weekday: Inside(Calendar(weekday=weekday), Relative("week", turn))),
    Rule(f"turn=({_TURNS}) month={_MONTH}", calendar_date),
    Rule(f"turn=({_TURNS}) which=(SEASON|FALL)",
         lambda turn, which: Yearly("season", which, turn=turn)),
    Rule("which=HOLIDAY unit=UNIT year=YEAR?", lambda which, unit, year: UnitOf(
        unit, Yearly("holiday", which, year=year)) if unit == "weekend" else None),
    Rule(f"(turn=({_TURNS})|THE)? which=HOLIDAY ((OF|COMMA)? year=YEAR)?",
         lambda turn, which, year: Yearly("holiday", which, year=year, turn=turn)),
    Rule("which=(SEASON|FALL) (OF|IN)? year=YEAR",
         lambda which, year: Yearly("season", which, year=year)),
    Rule("(?<=[IN SINCE LATE EARLY MID BY UNTIL OF]) THE? which=SEASON",
         lambda which: Yearly("season", which)),
    Rule("unit=(Q|H) number=(N|DIGIT)", numbered, "NUMBERED"),
    Rule("unit=UNIT number=N", numbered, "NUMBERED"),
    Rule("expression=NUMBERED (OF|COMMA|DASH|IN)? year=YEAR", with_year),
    Rule("year=YEAR (DASH|COMMA)? expression=NUMBERED", with_year),
    Rule(f"(?<=[{_LEADS}]) THE? month=(MAYBE|CAPITAL)", calendar_date),
    Rule(f"month={_MONTH} (?=(TO|UNTIL|DASH|AND) ({_MONTH}|TIME))", calendar_date),
    Rule("month=MONTH", calendar_date),
    Rule("CY number=N", lambda number: calendar_date(short=number)),
    Rule("THE? (CY|unit=UNIT) OF? year=YEAR", year_named),
    Rule("(?<=[IN SINCE BEFORE AFTER UNTIL BY GREATER EQUALS]) year=YEAR", calendar_date),
    Rule("year=YEAR", bare_year),
]  # fmt: skip

_PERIODS = [
    Rule("THE? unit=UNIT AFTER THE? NEXT", lambda unit: Relative(unit, 2)),
    Rule(f"THE? which=(ORD|SECOND|LAST) (count={_COUNT})? unit={_UNIT} (OF|IN) THE? (outer=TIME|of=UNIT)",
         lambda which, count, unit, outer, of: Nth(
             which, count or 1, unit, outer or Relative(of, 0))),
    Rule(f"THE? which=(ORD|SECOND|LAST) (count={_COUNT})? unit={_UNIT} (OF|IN) THE? "
         f"turn=({_TURNS}) of=UNIT",
         lambda which, count, unit, turn, of: Nth(which, count or 1, unit, Relative(of, turn))),
    Rule("THE? which=(ORD|SECOND|LAST) weekday=WD (OF|IN) THE? outer=TIME",
         lambda which, weekday, outer: Nth(which, 1, "day", outer, weekday)),
    Rule(f"THE? which=(ORD|SECOND|LAST) weekday=WD (OF|IN) THE? turn=({_TURNS}) of=UNIT",
         lambda which, weekday, turn, of: Nth(which, 1, "day", Relative(of, turn), weekday)),
    Rule("outer=YEAR THE? which=(ORD|SECOND|LAST) unit=UNIT",
         lambda outer, which, unit: Nth(which, 1, unit, Calendar(outer))),
    Rule(f"count={_COUNT} turn=({_TURNS}) unit=UNITS",
         lambda count, turn, unit: Window(((count, unit),), turn) if turn else None),
    Rule(f"(ABOUT (A|THE)?)? count=({_COUNTS}|A|COUPLE|HALFA) unit={_UNIT}", _amount, "AMOUNT"),
    Rule("A? amount=FORTNIGHT", lambda amount: amount, "AMOUNT"),
    Rule("A amount=COUPLE unit=UNITS", lambda amount, unit: (amount, unit), "AMOUNT"),
    Rule("WITHIN THE? (NEXT|COMING)? amounts=(" + _AMOUNTS + ")",
         lambda amounts: Window(amounts_of(amounts), 1, within=True)),
    Rule(f"THE? turn=({_TURNS}) amounts=({_AMOUNTS})",
         lambda turn, amounts: Window(amounts_of(amounts), turn) if turn else None),
    Rule("THE? REST (OF|THE|THIS)* unit=UNIT", Rest),
    Rule("THE? turn=(THISPAST|THIS THISPAST) unit=UNIT", lambda turn, unit: Window(((1, unit),), -1)),
    Rule(f"THE? turn=({_TURNS}) unit=UNIT", lambda turn, unit: Relative(unit, turn)
         if turn or unit != "day" else None),
    Rule("THE? unit=UNIT", lambda unit: Relative(unit, 0) if unit == "weekend" else None),
    Rule("turn=(THEDAYBEFORE|THEDAYAFTER)",
         lambda turn: Narrative(((1, "day"),), turn)),
    Rule("THIS DAYPART", lambda: Relative("day", 0)),
    Rule("turn=DAYWORD DAYPART?", lambda turn: Relative("day", turn)),
    Rule("which=(EARLY|LATE|END) unit=UNIT", lambda which, unit: Part(which, Relative(unit, 0))),
    Rule("which=END THE unit=UNIT", lambda which, unit: Part(which, Relative(unit, 0))),
    Rule("unit=(EOY|EOM)", lambda unit: Part("late", Relative(unit, 0))),
    Rule("EARLIER (THE unit=UNIT|outer=TIME)", _earlier),
    Rule("(LATER|LATERIN) (THE unit=UNIT|outer=TIME)", _later),
    Rule("THE? which=(ORD|SECOND) weekday=WD",
         lambda which, weekday: Nth(which, 1, "day", Relative("month", 0), weekday)),
    Rule("weekday=WD DAYPART?", lambda weekday: Calendar(weekday=weekday)),
    Rule("time=TIME DAYPART", lambda time: time),
    # From 4 to 22 January, between the 3rd and the 12th of September, 4-23 next month.
    Rule(f"(FROM|BETWEEN)? THE? first={_DAY} (TO|UNTIL|DASH|AND) THE? last={_DAY} OF? outer=TIME",
         days_in),
    Rule(f"(FROM|BETWEEN) THE? first={_DAY} (TO|UNTIL|DASH|AND) THE? last=TIME", _day_to),
    Rule(f"THE? first={_DAY} (TO|UNTIL|DASH) THE? last=TIME", _day_to),
    Rule(f"FROM? first=TIME (TO|UNTIL|DASH) THE? last={_DAY}", _to_day),
    # Friday of next week, the 4th of next month, March of next year, Q3 this year.
    Rule(f"(ON? THE)? day={_DAY} (unit=UNIT? OF)? outer=TIME", _day_in),
    Rule("ON? part=TIME (OF|IN|ON|COMMA|DASH)* THE? outer=TIME", within),
    Rule("outer=TIME (ON|DASH|COMMA)* part=TIME", lambda outer, part: within(part, outer)),
    Rule("part=NUMBERED (OF|IN)? THE? outer=TIME", within),
    Rule("part=NUMBERED", lambda part: part),
    Rule("THE? WC THE? inner=(TIME|ORD)", lambda inner: week_of("week", inner)),
    Rule("THE? unit=UNIT OF THE? inner=(TIME|ORD)", week_of),
    Rule("BEFORE END THE? inner=TIME", lambda inner: bound("until", inner)),
    Rule("THE? which=(EARLY|MID|LATE|END) DASH? THE? outer=TIME", Part),
]  # fmt: skip

_OFFSETS = [
    Rule(f"MORE amounts=({_AMOUNTS}) AGO", lambda amounts: Bound(
        "until", Shifted(amounts_of(amounts), -1))),
    Rule(f"amounts=({_AMOUNTS}) AGO", lambda amounts: Shifted(amounts_of(amounts), -1)),
    Rule(f"IN amounts=({_AMOUNTS}) FROM? NOW?", lambda amounts: Shifted(amounts_of(amounts), 1)),
    Rule(f"amounts=({_AMOUNTS}) FROM NOW", lambda amounts: Shifted(amounts_of(amounts), 1)),
    Rule(f"(IN|FOR) amounts=({_AMOUNTS}) COMMA? FROM anchor=TIME",
         lambda amounts, anchor: Window(amounts_of(amounts), 1, anchor=anchor)),
    Rule(f"amounts=({_AMOUNTS}) STARTING (ON|FROM)? anchor=TIME",
         lambda amounts, anchor: Window(amounts_of(amounts), 1, anchor=anchor)),
    Rule(f"MORE amounts=({_AMOUNTS}) sign=(BEFORE|AFTER) anchor=TIME",
         lambda amounts, sign, anchor: Bound(
             "before" if sign < 0 else "since", Shifted(amounts_of(amounts), sign, anchor))),
    Rule(f"IN? amounts=({_AMOUNTS}) sign=(BEFORE|AFTER|FROM) anchor=TIME",
         lambda amounts, sign, anchor: Shifted(amounts_of(amounts), sign or 1, anchor)),
    Rule(f"amounts=({_AMOUNTS}) sign=(LATER|EARLIER)",
         lambda amounts, sign: Narrative(amounts_of(amounts), sign)),
    Rule(f"(WITHIN|IN)? amounts=({_AMOUNTS}) sign=(BEFORE|AFTER) (?=THE|A|$)",
         lambda amounts, sign: FromEvent(amounts_of(amounts), sign)),
]  # fmt: skip

_RANGES = [
    Rule("outer=TIME BETWEEN first=TIME (AND|TO|DASH) last=TIME",
         lambda outer, first, last: span(within(first, outer), within(last, outer))),
    Rule("FROM? first=TIME (TO|UNTIL|DASH) THE? (last=TIME|now=NOW)", _range),
    Rule("BETWEEN first=TIME (AND|TO|DASH) THE? (last=TIME|now=NOW)", _range),
    Rule("(?<=[FROM BETWEEN ON FOR BY UNTIL SINCE]) THE? day=ORD (?=STOP|DOT|COMMA)", calendar_date),
    Rule("SINCE THE? inner=TIME", lambda inner: bound("since", inner, -1)),
    Rule("inner=TIME ORLATER", lambda inner: bound("since", inner)),
    Rule("STARTING (ON|FROM|IN)? THE? inner=TIME", lambda inner: bound("since", inner, 1)),
    Rule("FROM inner=TIME (ON|ONWARDS)", lambda inner: bound("since", inner)),
    Rule("AFTER THE? inner=TIME", lambda inner: bound("after", inner)),
    Rule("BEFORE THE? inner=TIME", lambda inner: bound("before", inner)),
    Rule("(UNTIL|BY) THE? inner=TIME", lambda inner: bound("until", inner)),
    Rule("GREATER EQUALS inner=TIME", lambda inner: bound("since", inner)),
    Rule("LESS EQUALS inner=TIME", lambda inner: bound("until", inner)),
]  # fmt: skip

_direction = Cues(
    past=r"was|were|had|has|have|been|did|said|says|told|took|made|came|went|began|won|lost|met|"
    r"left|gave|got|saw|held|rose|fell|became|found|led|ran|sent|shot|struck|spoke|wrote|"
    r"died|born|ago|last|since|\w{3,}ed",
    future=r"(?:will|shall|would|won't|going to|(?:is|are|was|were|set|due) to|must|may|can|could|"
    r"should)(?: (?:not|also|have|be))*|due|expected|scheduled|planned|plans?|upcoming|starts?|"
    r"begins?|opens?|takes? effect|expires?|deadline|next|until|by|from|starting|effective",
)

_HEADS = frozenset(
    (
        "MONTH MAYBE CAPITAL WD ABBR YEAR FULL DAYMONTH YEARMONTH UNIT UNITS FORTNIGHT "
        "SEASON FALL HOLIDAY DAYWORD THEDAYBEFORE THEDAYAFTER DAYPART Q H CY EOY EOM "
        "DECADES PLURAL SUFFIX THOUSAND THOUSANDS TEEN TENS ORD WC"
    ).split()
)

ENGLISH = Language(
    Lexicon(_WORDS), _HEADS, [*_NUMBERS, *_DATES, *_PERIODS, *_OFFSETS, *_RANGES], _direction
)

"""How French speaks of time; of dates in figures it reads the day first."""

from __future__ import annotations

from typing import Any

from index.dates.expressions import (
    Calendar,
    Expression,
    FromEvent,
    Narrative,
    Nth,
    Part,
    Relative,
    Rest,
    SameDay,
    Shifted,
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
    fold,
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

_MONTHS, _WEEKDAYS = names("fr")

_DIGITS = "un deux trois quatre cinq six sept huit neuf".split()
_TEENS = "dix onze douze treize quatorze quinze seize".split()
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
         "septante": 70, "huitante": 80, "nonante": 90}  # fmt: skip
_ORDINALS = (
    "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième "
    "onzième douzième"
).split()

_ROMAN = (
    "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI"
).split()

_WORDS: dict[str, tuple[str, Any]] = {
    **{name: ("MONTH", number) for name, number in _MONTHS.items()},
    **{name: ("WD" if len(name) > 4 else "ABBR", day) for name, day in _WEEKDAYS.items()},
    **entries("MONTH", "fév|fev", 2),
    "Mars": ("MAYBE", 3),
    "sep": ("MONTH", 9),
    **{word: ("DIGIT", number) for number, word in enumerate(_DIGITS, 1)},
    **{word: ("TEEN", number) for number, word in enumerate(_TEENS, 10)},
    **{word: ("TENS", number) for word, number in _TENS.items()},
    "sept": ("SEPT", 9),  # the month in short, or the number
    **entries("FOURTWENTY", "quatre-vingt|quatre-vingts|quatre vingt|quatre vingts", 80),
    **{spelling: ("ORD", number) for number, word in enumerate(_ORDINALS, 1)
       for spelling in (word, fold(word))},
    **entries("ORD", "première|1ère", 1),
    **entries("SECOND", "second|seconde", 2),
    **{
        spelling: ("ROMAN", number)
        for number, numeral in enumerate(_ROMAN, 1)
        for spelling in (numeral, f"{numeral}e", f"{numeral}ème", f"{numeral}ᵉ")
    },
    **entries("HUNDRED", "cent|cents", 100),
    **entries("THOUSAND", "mille|mil", 1000),
    **entries("SUFFIX", "er|re|ère|ere|e|è|ème|eme|ième|ieme|nd|nde"),
    **entries("A", "une", 1),
    **entries("HALF", "et demi|et demie", 0.5),
    **entries("UNIT", "jour|journée", "day"),
    **entries("UNITS", "jours|journées", "day"),
    **entries("UNITS", "jours ouvrés|jours ouvrables", "workday"),
    **entries("UNIT", "semaine", "week"),
    **entries("UNITS", "semaines", "week"),
    **entries("UNIT", "week-end|weekend|fin de semaine", "weekend"),
    **entries("UNITS", "week-ends|weekends", "weekend"),
    **entries("MOIS", "mois", "month"),
    **entries("UNIT", "trimestre|quart", "quarter"),
    **entries("UNITS", "trimestres", "quarter"),
    **entries("UNIT", "semestre", "half-year"),
    **entries("UNITS", "semestres", "half-year"),
    **entries("UNIT", "an|année|annee", "year"),
    **entries("UNITS", "ans|années|annees", "year"),
    **entries("UNIT", "décennie|decennie", "decade"),
    **entries("UNITS", "décennies", "decade"),
    **entries("UNIT", "siècle|siecle", "century"),
    **entries("UNITS", "siècles", "century"),
    **entries("FORTNIGHT", "quinzaine|quinzaine de jours", (15, "day")),
    **entries("SEASON", "printemps", "spring"),
    **entries("ETE", "été", "summer"),
    **entries("SEASON", "automne", "autumn"),
    **entries("SEASON", "hiver", "winter"),
    **entries("Q", "q|t", "quarter"),
    **entries("H", "h|s", "half-year"),
    **entries("CY", "cy|année calendaire|exercice|millésime"),
    **entries("HOLIDAY", "nouvel an|jour de l'an", "new year"),
    **entries("HOLIDAY", "épiphanie", "epiphany"),
    **entries("HOLIDAY", "saint-valentin|saint valentin", "valentine"),
    **entries("HOLIDAY", "saint-patrick|saint patrick", "saint patrick"),
    **entries("HOLIDAY", "jour de la terre", "earth day"),
    **entries("HOLIDAY", "fête du travail", "labour day"),
    **entries("HOLIDAY", "fête nationale", "bastille day"),
    **entries("HOLIDAY", "assomption", "assumption"),
    **entries("HOLIDAY", "halloween", "halloween"),
    **entries("HOLIDAY", "toussaint", "all saints"),
    **entries("HOLIDAY", "noël|noel|jour de noël", "christmas"),
    **entries("HOLIDAY", "veille de noël|réveillon de noël", "christmas eve"),
    **entries("HOLIDAY", "saint-sylvestre|réveillon du nouvel an", "new year's eve"),
    **entries("HOLIDAY", "mardi gras", "mardi gras"),
    **entries("HOLIDAY", "mercredi des cendres", "ash wednesday"),
    **entries("HOLIDAY", "dimanche des rameaux", "palm sunday"),
    **entries("HOLIDAY", "vendredi saint", "good friday"),
    **entries("HOLIDAY", "pâques|paques|dimanche de pâques", "easter"),
    **entries("HOLIDAY", "lundi de pâques", "easter monday"),
    **entries("HOLIDAY", "jeudi de l'ascension", "ascension"),
    **entries("HOLIDAY", "pentecôte|dimanche de pentecôte", "pentecost"),
    **entries("HOLIDAY", "lundi de pentecôte", "whit monday"),
    **entries("HOLIDAY", "thanksgiving", "thanksgiving"),
    **entries("DAYWORD", "aujourd'hui|ce matin|ce midi|cet après-midi|ce soir|cette nuit", 0),
    **entries("DAYWORD", "hier", -1),
    **entries("DAYWORD", "avant-hier|avant hier", -2),
    **entries("DAYWORD", "demain", 1),
    **entries("DAYWORD", "après-demain|après demain", 2),
    **entries("NOW", "maintenant|ce jour", 0),
    **entries("DAYPART", "matin|midi|après-midi|soir|soirée|nuit|au soir|au matin|dans la matinée|"
              "dans la soirée|dans l'après-midi|dans la nuit"),
    **entries("DAYAFTER", "lendemain|jour suivant|jour d'après", 1),
    **entries("DAYAFTER", "surlendemain", 2),
    **entries("DAYAFTER", "veille|jour précédent|jour d'avant", -1),
    **entries("DAYAFTER", "avant-veille", -2),
    **entries("EARLY", "début|debut|commencement", "early"),
    **entries("MID", "mi|milieu", "mid"),
    **entries("END", "fin", "late"),
    **entries("REST", "reste|restant"),
    **entries("THIS", "ce|cet|cette|ces", 0),
    **entries("RUNNING", "en cours|courant|courante", 0),
    **entries("NEXT", "prochain|prochaine|prochains|prochaines|à venir|qui vient|suivant|suivante|"
              "suivants|suivantes", 1),
    **entries("LAST", "dernier|dernière|derniers|dernières|derniere|dernieres|passé|passée|passés|"
              "passées|écoulé|écoulée|écoulés|écoulées|précédent|précédente", -1),
    **entries("ENSUING", "d'après", 1),
    **entries("LE", "le|la|les|l'|des"),
    **entries("OF", "de|d'"),
    **entries("DU", "du"),
    **entries("TO", "à|a|jusqu'à|jusqu'a|jusqu'en|jusque"),
    **entries("AU", "au|aux|jusqu'au"),
    **entries("JUSQU", "jusqu'à|jusqu'a|jusqu'en|jusqu'au|jusque|jusqu'à la|au plus tard|d'ici|d'ici à|"
              "d'ici au|d'ici la|d'ici le", 1),
    **entries("EN", "en|dans|durant|pendant|au cours|lors"),
    **entries("IN", "dans|d'ici"),
    **entries("BETWEEN", "entre"),
    **entries("ET", "et"),
    **entries("SINCE", "depuis", -1),
    **entries("SINCE", "dès|à partir|à compter|à dater|au-delà", 1),
    **entries("BEFORE", "avant", -1),
    **entries("AFTER", "après|apres|passé le|supérieure à|supérieur à", 1),
    **entries("ILYA", "il y a|voici|voilà|y a"),
    **entries("LATER", "plus tard", 1),
    **entries("LATER", "plus tôt|auparavant", -1),
    **entries("WITHIN", "sous|dans un délai|dans les"),
    **entries("ABOUT", "environ|près|presque|à peu près|quelque|vers|autour|plus|moins|au moins"),
    **entries("ORLATER", "et plus|et après|ou plus tard|et au-delà"),
    **entries("SOIT", "soit|à savoir|c'est-à-dire"),
}  # fmt: skip

_DAY = "(N|WORDN|ORD|SECOND)"
_COUNT = "(N|WORDN)"
_MONTH = "(MONTH|MAYBE|SEPT)"
_WD = "(WD|ABBR)"
_OF = "(OF|DU)"
_UNIT = "(UNIT|MOIS)"
_UNITS = "(UNIT|UNITS|MOIS)"
_AT = "(AU|EN|TO|OF|DU)"
_SMALL = ("(FOURTWENTY DASH? (TEEN DASH? DIGIT|TEEN|DIGIT)?|TENS ((DASH? ET DASH?|DASH)? "
          "(TEEN DASH? DIGIT|TEEN|DIGIT))?|TEEN DASH? DIGIT|TEEN|DIGIT)")  # fmt: skip
_AMOUNTS = "AMOUNT ((COMMA|ET|COMMA ET)? AMOUNT)*"


def _number(words: list[Any]) -> int:
    total = current = 0
    for word in filter(None, words):
        if word == 1000:
            total, current = max(current, 1) * 1000, 0
        else:
            current = max(current, 1) * 100 if word == 100 else current + word
    return total + current


def _amount(count: float | None, unit: Any, half: float | None) -> tuple[float, Any]:
    return (count or 1) + (half or 0), unit


def _weekday_and_day(weekday: int, day: int) -> Calendar | None:
    return calendar_date(day, weekday=weekday) if day > 1 else None  # "mercredi un document"


_NUMBERS = [
    Rule("SEPT(?=UNIT|UNITS|MOIS)", lambda: 7, "WORDN"),
    Rule("number=N SUFFIX", lambda number: number, "ORD"),
    Rule(f"words=({_SMALL}? THOUSAND ({_SMALL}? HUNDRED)? {_SMALL}?)",
         lambda words: year if 1000 <= (year := _number(words)) < 2100 else None, "YEAR"),
    Rule(f"words=(FOURTWENTY DASH? (TEEN DASH? DIGIT|TEEN|DIGIT)?|TENS (DASH? ET DASH?|DASH)? "
         "(TEEN DASH? DIGIT|TEEN|DIGIT)|TENS|TEEN DASH DIGIT|TEEN|DIGIT)", _number, "WORDN"),
]  # fmt: skip

_DATES = [
    # In figures.
    Rule(f"(weekday={_WD} (COMMA|DOT)?)? parts=FULL",
         lambda weekday, parts: numeric(parts[0], month_first=False, weekday=weekday)),
    Rule(f"(weekday={_WD} (COMMA|DOT)?)? parts=DAYMONTH (COMMA? year=YEAR)?",
         lambda weekday, parts, year: day_and_month(
             parts[0], month_first=False, weekday=weekday, year=year)),
    Rule("pair=YEARMONTH", lambda pair: calendar_date(year=pair[0], month=pair[1])),
    Rule("year=YEAR (DASH|SLASH) month=N", calendar_date),
    Rule("(MOIS OF)? month=N (DASH|SLASH|COMMA) year=YEAR", calendar_date),
    Rule("day=N month=N year=YEAR", calendar_date),
    Rule(f"year=YEAR (DASH|SLASH) month={_MONTH} (DASH|SLASH) day=N", calendar_date),
    Rule(f"year=YEAR (DASH|SLASH) day=N (DASH|SLASH) month={_MONTH}", calendar_date),
    Rule(f"month={_MONTH} (DASH|SLASH) year=YEAR (DASH|SLASH) day=N", calendar_date),
    Rule(f"LE? (weekday={_WD} (COMMA|DOT)?)? day={_DAY} {_OF}? month={_MONTH} DOT? turn=(LAST|NEXT)",
         calendar_date),
    # Le lundi 24 août 2020, ce lundi 24 août, le 6 août dernier.
    Rule(f"turn=(THIS|RUNNING)? LE? (weekday={_WD} (COMMA|DOT)?)? LE? day={_DAY} "
         f"(unit=UNIT {_OF})? {_OF}? month={_MONTH} DOT? "
         f"(COMMA? {_OF}? year=YEAR|short=N(?=DOT|STOP|COMMA))?",
         lambda turn, unit, **parts: calendar_date(**parts, turn=turn)
         if unit in {None, "day"} else None),
    # Novembre 19-20, novembre entre 19 et 20.
    Rule(f"month={_MONTH} DOT? first=N (DASH|AU|TO) last=N (COMMA? year=YEAR)?(?!MONTH)",
         lambda month, first, last, year: span(
             calendar_date(first, month, year), calendar_date(last, month, year))),
    Rule(f"month={_MONTH} BETWEEN first=N (ET|DASH) last=N",
         lambda month, first, last: span(calendar_date(first, month), calendar_date(last, month))),
    Rule(f"(weekday={_WD} (COMMA|DOT)?)? month={_MONTH} (DOT|DASH)? day=(N|ORD|SECOND) "
         f"(COMMA? {_OF}? year=YEAR)?", calendar_date),
    Rule("LE? weekday=WD LE? day=ORD (?!UNIT|UNITS|MOIS|WD)", calendar_date),
    Rule("LE? weekday=WD LE? day=N (?!UNIT|UNITS|MOIS)", _weekday_and_day),
    Rule("LE? day=(N|WORDN) weekday=WD", calendar_date),
    # Mai 2020, mai de l'année 2020, mois de mai 2020.
    Rule(f"(MOIS {_OF})? month={_MONTH} DOT? COMMA? ({_OF} LE?)? UNIT? year=YEAR", calendar_date),
    Rule("year=YEAR (COMMA|DASH|SLASH)? month=MONTH", calendar_date),
    Rule(f"(MOIS {_OF})? month={_MONTH} turn=(LAST|NEXT)", calendar_date),
    Rule(f"THIS (MOIS {_OF})? month={_MONTH}", lambda month: calendar_date(month=month, turn=0)),
    Rule(f"MOIS {_OF} month={_MONTH}", calendar_date),
    # Les années 1990, les années quatre-vingt-dix, le XIXe siècle.
    Rule("LE? UNITS number=(YEAR|N|WORDN)", decade),
    Rule("LE? number=(ORD|ROMAN) DASH? SUFFIX? unit=UNIT", lambda number, unit: century(number)
         if unit == "century" else None),
    Rule("which=HOLIDAY (OF? year=YEAR|turn=(LAST|NEXT))?",
         lambda which, year, turn: Yearly("holiday", which, year=year, turn=turn)),
    Rule(f"which=(SEASON|ETE) ({_OF}? year=YEAR|turn=(LAST|NEXT))",
         lambda which, year, turn: Yearly("season", which, year=year, turn=turn)),
    Rule("turn=THIS which=(SEASON|ETE)", lambda turn, which: Yearly("season", which, turn=turn)),
    Rule("LE which=(SEASON|ETE)", lambda which: Yearly("season", which)),
    Rule("(EN|AU|DU) which=SEASON", lambda which: Yearly("season", which)),
    Rule("unit=(Q|H) number=(N|DIGIT)", numbered, "NUMBERED"),
    Rule("unit=UNIT number=N", numbered, "NUMBERED"),
    Rule(f"expression=NUMBERED {_OF}? year=YEAR", with_year),
    Rule("year=YEAR (DASH|COMMA)? expression=NUMBERED", with_year),
    Rule("month=MONTH", calendar_date),
    Rule(f"(?<=[EN SINCE END EARLY MID OF TO AU DU JUSQU BEFORE AFTER]) month=MAYBE", calendar_date),
    Rule("LE? (CY|unit=UNIT) OF? year=YEAR", year_named),
    Rule("(?<=[EN SINCE BEFORE AFTER JUSQU]) year=YEAR", calendar_date),
    Rule("year=YEAR", bare_year),
]  # fmt: skip

_PERIODS = [
    Rule(f"LE? which=(ORD|SECOND|LAST) (count={_COUNT})? unit={_UNITS} {_OF} LE? "
         f"(outer=TIME|turn=THIS unito={_UNIT}|of={_UNIT}|OF? LE? next={_UNIT} towards=(NEXT|LAST))",
         lambda which, count, unit, outer, turn, unito, of, next, towards: Nth(
             which, count or 1, unit,
             outer or Relative(unito or of or next, turn or towards or 0))),
    Rule(f"LE? count={_COUNT} which=(ORD|LAST) unit={_UNITS} {_OF} LE? outer=TIME",
         lambda count, which, unit, outer: Nth(which, count, unit, outer)),
    Rule(f"LE? which=(ORD|SECOND|LAST) weekday=WD {_OF} LE? outer=TIME",
         lambda which, weekday, outer: Nth(which, 1, "day", outer, weekday)),
    Rule(f"outer=YEAR COMMA? LE? which=(ORD|SECOND|LAST) unit={_UNITS}",
         lambda outer, which, unit: Nth(which, 1, unit, Calendar(outer))),
    Rule("outer=TIME COMMA? LE which=(ORD|SECOND|LAST) unit=UNIT",
         lambda outer, which, unit: Nth(which, 1, unit, outer)
         if unit in {"quarter", "half-year"} else None),
    Rule(f"LE? which=(ORD|SECOND|LAST) unit=UNIT year=TIME",
         lambda which, unit, year: Nth(which, 1, unit, year)
         if unit in {"quarter", "half-year"} else None),
    Rule("LE? which=(ORD|SECOND) unit=UNIT", lambda which, unit: numbered(unit, which)
         if unit in {"quarter", "half-year"} else None, "NUMBERED"),
    # Les 3 prochaines semaines, ces deux derniers mois.
    Rule(f"(LE|THIS|OF)? count={_COUNT} turn=(NEXT|LAST) unit=(UNITS|MOIS)",
         lambda count, turn, unit: Window(((count, unit),), turn)),
    Rule("(LE|THIS|OF)? turn=(NEXT|LAST) unit=UNITS", lambda turn, unit: None),
    Rule(f"LE? turn=THIS unit={_UNIT}", Relative),
    Rule(f"LE? unit={_UNIT} turn=(NEXT|LAST|RUNNING|ENSUING)", _relative := (
        lambda unit, turn: Relative(unit, turn) if turn or unit != "day" else None)),
    Rule(f"LE? turn=(NEXT|LAST) unit={_UNIT}", _relative),
    Rule("LE? unit=UNIT", lambda unit: Relative(unit, 0) if unit == "weekend" else None),
    Rule(f"(ABOUT OF?)? count=(N|WORDN|A)? unit={_UNITS} half=HALF?",
         lambda count, unit, half: None if count is None else _amount(count, unit, half), "AMOUNT"),
    Rule("A amount=FORTNIGHT", lambda amount: amount, "AMOUNT"),
    Rule("LE? days=DAYAFTER", lambda days: Narrative(((abs(days[0]), "day"),), 1 if days[0] > 0 else -1)),
    Rule("turn=DAYWORD DAYPART?", lambda turn: Relative("day", turn)),
    Rule("THIS DAYPART", lambda: Relative("day", 0)),
    Rule(f"LE? REST {_OF} (LE|THIS)? unit={_UNIT}", Rest),
    # Jours de la semaine.
    Rule("turn=THIS weekday=WD", lambda turn, weekday: calendar_date(weekday=weekday)),
    Rule("LE? weekday=WD DAYPART? turn=(LAST|NEXT)", calendar_date),
    Rule("LE? weekday=WD DAYPART?", calendar_date),
    Rule("time=TIME DAYPART", lambda time: time),
    # Du 4 au 22 janvier, entre le 3 et le 12 septembre, 4-23 mois prochain.
    Rule(f"(DU|OF|BETWEEN)? LE? first={_DAY} (AU|TO|JUSQU|DASH|ET) LE? last={_DAY} {_OF}? outer=TIME",
         days_in),
    Rule(f"(DU|OF|BETWEEN)? LE? first={_DAY} (AU|TO|JUSQU|DASH|ET) LE? last=TIME",
         lambda first, last: span(calendar_date(first), last)
         if isinstance(last, Calendar) and last.day and last.month else None),
    Rule(f"LE? day={_DAY} {_OF}? LE? outer=TIME", lambda day, outer: within(
        calendar_date(day), outer) if getattr(outer, "unit", None) == "month" else None),
    Rule(f"part=TIME (OF|DU|COMMA)? LE? outer=TIME", within),
    Rule(f"outer=TIME COMMA? part=TIME", lambda outer, part: within(part, outer)),
    Rule(f"expression=NUMBERED {_OF}? LE? outer=TIME", lambda expression, outer: within(
        expression, outer)),
    Rule("part=NUMBERED", lambda part: part),
    Rule(f"LE? unit=UNIT {_OF} LE? inner=TIME", week_of),
    # Début août, mi-octobre, à la fin de 2019, fin du mois.
    Rule(f"BEFORE LE? END {_OF}? LE? inner=TIME", lambda inner: bound("until", inner)),
    Rule(f"LE? which=(EARLY|MID|END) DASH? {_OF}? LE? (MOIS {_OF})? outer=TIME",
         Part),
    Rule(f"LE? which=(EARLY|MID|END) {_OF}? LE? unit={_UNIT}",
         lambda which, unit: Part(which, Relative(unit, 0))),
    Rule("inner=TIME COMMA? (SOIT|BRACKET) LE? same=TIME", lambda inner, same: SameDay(inner, same)
         if isinstance(same, Calendar) and same.weekday is not None else None),
]  # fmt: skip

_OFFSETS = [
    Rule(f"ILYA amounts=({_AMOUNTS})", lambda amounts: Shifted(amounts_of(amounts), -1)),
    Rule(f"amounts=({_AMOUNTS}) sign=(BEFORE|AFTER) LE? anchor=TIME",
         lambda amounts, sign, anchor: Shifted(amounts_of(amounts), sign, anchor)),
    Rule(f"amounts=({_AMOUNTS}) sign=(BEFORE|AFTER)(?=LE|OF|DU|$)",
         lambda amounts, sign: FromEvent(amounts_of(amounts), sign)),
    Rule(f"IN amounts=({_AMOUNTS})", lambda amounts: Shifted(amounts_of(amounts), 1)),
    Rule(f"WITHIN OF? amounts=({_AMOUNTS})",
         lambda amounts: Window(amounts_of(amounts), 1, within=True)),
    Rule(f"amounts=({_AMOUNTS}) sign=LATER", lambda amounts, sign: Narrative(
        amounts_of(amounts), sign)),
]  # fmt: skip

_RANGES = [
    Rule("BETWEEN LE? first=TIME (ET|DASH) LE? (last=TIME|now=NOW)", _range := (
        lambda first, last, now: span(first, Relative("day", 0) if now is not None else last))),
    Rule(f"(DU|OF|SINCE) LE? first=TIME (AU|TO|JUSQU|DASH|ET) LE? (last=TIME|now=NOW)", _range),
    Rule(f"first=TIME (AU|TO|JUSQU|DASH) LE? (last=TIME|now=NOW)", _range),
    Rule(f"direction=SINCE (OF|DU)? LE? inner=TIME",
         lambda direction, inner: bound("since", inner, direction)),
    Rule("inner=TIME ORLATER", lambda inner: bound("since", inner)),
    Rule(f"(UNIT? AFTER) LE? inner=TIME", lambda inner: bound("after", inner)),
    Rule(f"BEFORE LE? inner=TIME", lambda inner: bound("before", inner)),
    Rule(f"JUSQU (OF|AU|TO)? LE? inner=TIME", lambda inner: bound("until", inner, 1)),
]  # fmt: skip


_direction = Cues(
    past=r"(?:a|ont|avait|avaient|ai|as|avons|est|sont|était|étaient|fut|furent|eut|eurent)"
    r"(?: (?:pas|été|déjà|également|aussi|toujours|tous|\w+ment))* "
    r"\w+(?:é|ée|és|ées|i|ie|is|ies|it|u|ue|us|ues|rt|rte|rts|int|ints)"
    r"|depuis|derniers?|dernières?|passée?s?|il y a|\w{2,}(?:ait|aient|èrent|irent|urent)",
    future=r"\w{2,}(?:ra|ront|rai|ras|rons|rez|rait|raient)|doit|doivent|devait|devaient|va|vont|"
    r"allait|allaient|prévue?s?|attendue?s?|d'ici|dès|à partir|à compter|jusqu\w*|prochaine?s?|"
    r"entend|entendent|compte|comptent",
)

_HEADS = frozenset(
    (
        "MONTH MAYBE SEPT WD ABBR YEAR FULL DAYMONTH YEARMONTH UNIT UNITS MOIS FORTNIGHT "
        "SEASON ETE HOLIDAY DAYWORD DAYAFTER DAYPART Q H CY THOUSAND "
    ).split()
)

FRENCH = Language(
    Lexicon(_WORDS), _HEADS, [*_NUMBERS, *_DATES, *_PERIODS, *_OFFSETS, *_RANGES], _direction
)

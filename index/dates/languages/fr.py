"""The grammar of times in French; numeric dates have the day first."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from index.dates.clauses import Clauses
from index.dates.events import Events
from index.dates.expressions import (
    Anaphor,
    Calendar,
    Expression,
    Fiscal,
    FromEvent,
    LastOf,
    Narrative,
    Nth,
    Part,
    Ranked,
    Relative,
    Rest,
    Running,
    SameDay,
    Shifted,
    Span,
    TurnOfYear,
    UnitOf,
    Window,
    Yearly,
)
from index.dates.grammar import Grammar, Rule
from index.dates.languages._periods import (
    counted,
    half_of,
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
    days_of_month,
    decade,
    entries,
    first_months,
    fiscal_part,
    fold,
    following,
    following_weekday,
    is_year,
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
)
from index.dates.names import Names
from index.dates.polarity import Polarities
from index.dates.sentences import Sentences
from index.dates.tags import Tag
from index.dates.tokens import OTHER, Lexicon

if TYPE_CHECKING:
    from index.dates.calendar import Unit
    from index.dates.expressions import Amount

_MONTHS, _WEEKDAYS = names("fr")

_DIGITS = ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"]
_TEENS = ["dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"]
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
         "septante": 70, "huitante": 80, "nonante": 90}  # fmt: skip
_ORDINALS = [
    "premier",
    "deuxième",
    "troisième",
    "quatrième",
    "cinquième",
    "sixième",
    "septième",
    "huitième",
    "neuvième",
    "dixième",
    "onzième",
    "douzième",
]

_ENDINGS = [
    "prend",
    "prendre",
    "prennent",
    "prenait",
    "prendra",
    "prendront",
    "prendrait",
    "pris",
    "prit",
    "prenant",
    "met",
    "mettre",
    "mettent",
    "mettait",
    "mettra",
    "mettront",
    "mettrait",
    "mis",
    "mit",
    "mettant",
]
_ROMAN = [
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
    "XVIII",
    "XIX",
    "XX",
    "XXI",
]

_ROUND = {"huitaine": 8, "dizaine": 10, "douzaine": 12, "vingtaine": 20,
          "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60,
          "centaine": 100}  # fmt: skip

_COUNTED = (
    "personnes|emplois|postes|habitants|habitations|manifestants|policiers|gendarmes|soldats|"
    "militaires|hommes|femmes|enfants|élèves|étudiants|salariés|employés|agents|migrants|réfugiés|"
    "morts|blessés|victimes|cas|décès|malades|patients|électeurs|voix|participants|spectateurs|"
    "visiteurs|clients|foyers|domiciles|familles|logements|maisons|appartements|"
    "véhicules|voitures|camions|"
    "entreprises|sociétés|magasins|communes|villes|villages|pays|écoles|lits|places|exemplaires|"
    "pages|mots|signatures|points|fois|euros|dollars|livres|francs|millions|milliards|tonnes|"
    "kilos|kilogrammes|grammes|litres|mètres|kilomètres|hectares|degrés|barils|km|m|kg|g|ha|mw|gw|"
    "kwh|minutes|secondes|pièces|titres|œuvres|films|espèces|animaux|arbres|combattants|"
    "djihadistes|prisonniers|détenus|civils|membres|adhérents|militants|bénévoles|volontaires"
)
_NUMBERED_THINGS = (
    "vol|article|articles|numéro|numéros|page|pages|chapitre|résolution|résolutions|catégorie|"
    "niveau|fréquence|ligne|chambre|psaume|verset"
)
_NO_DATES = (
    "journal du dimanche|aujourd'hui en france|père noël|pères noël|île de pâques|"
    "nouvel an chinois|nouvel an lunaire|nouvel an juif|nouvel an berbère|printemps arabe|"
    "printemps arabes|printemps de prague|printemps de bourges|printemps des poètes|"
    "été indien|fêtes de fin d'année|mardi noir|jeudi noir|vendredi noir|un jour|"
    "premier ministre|première ministre|premier secrétaire|première secrétaire|premier adjoint|"
    "première adjointe|premier vice-président|premier président"
)

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
    **entries("ORD", "première|premiere|1ère", 1),
    **entries("FIRSTS", "premiers|premières", 1),
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
    **{word: ("ROUND", number) for word, number in _ROUND.items()},
    **entries("HOURS", "heure|heures"),
    **entries("HALF", "et demi|et demie", 0.5),
    **entries("UNIT", "jour|journée", "day"),
    **entries("UNITS", "jours|journées", "day"),
    **entries("UNITS", "jours ouvrés|jours ouvrables", "workday"),
    **entries("UNIT", "semaine", "week"),
    **entries("UNITS", "semaines", "week"),
    **entries("UNIT", "week-end|weekend|fin de semaine", "weekend"),
    **entries("UNITS", "week-ends|weekends", "weekend"),
    **entries("ENDOFWEEK", "en fin de semaine", "week"),
    **entries("MOIS", "mois", "month"),
    **entries("UNIT", "trimestre", "quarter"),
    **entries("QUART", "quart", "quarter"),
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
    **entries("CY", "cy|année calendaire|millésime"),
    **{
        f"{whose}{name}": ("FISCAL", None)
        for whose in ("", "son ", "leur ", "notre ")
        for name in (
            *("exercice", "exercice fiscal", "exercice comptable", "exercice décalé"),
            "année fiscale",
        )
    },
    **{
        f"{which} {word}": ("ANAPHOR", unit)
        for which in ("même", "mêmes")
        for word, unit in {
            "jour": "day",
            "soir": "day",
            "nuit": "day",
            "matin": "day",
            "semaine": "week",
            "week-end": "weekend",
            "mois": "month",
            "trimestre": "quarter",
            "année": "year",
        }.items()
    },
    **entries("ANAPHOR", "même période"),
    **entries("ANAPHOR", "jour même|soir même|matin même|nuit même", "day"),
    **entries("HOLIDAY", "nouvel an|jour de l'an", "new year"),
    **entries("HOLIDAY", "épiphanie", "epiphany"),
    **entries("HOLIDAY", "saint-valentin|saint valentin", "valentine"),
    **entries("HOLIDAY", "saint-patrick|saint patrick", "saint patrick"),
    **entries("HOLIDAY", "jour de la terre", "earth day"),
    **entries("HOLIDAY", "fête du travail", "labour day"),
    **entries("HOLIDAY", "fête nationale", "bastille day"),
    **entries("FEAST", "Assomption", "assumption"),
    **entries("HOLIDAY", "halloween", "halloween"),
    **entries("FEAST", "Toussaint|toussaint", "all saints"),
    **entries("FEAST", "Armistice", "armistice"),
    **entries("NOEL", "noël|noel", "christmas"),
    **entries("HOLIDAY", "jour de noël|nuit de noël|soir de noël", "christmas"),
    **entries("HOLIDAY", "veille de noël|réveillon de noël", "christmas eve"),
    **entries("HOLIDAY", "saint-sylvestre|réveillon du nouvel an", "new year's eve"),
    **entries("HOLIDAY", "mardi gras", "mardi gras"),
    **entries("HOLIDAY", "mercredi des cendres", "ash wednesday"),
    **entries("HOLIDAY", "dimanche des rameaux", "palm sunday"),
    **entries("HOLIDAY", "vendredi saint", "good friday"),
    **entries("NOEL", "pâques|paques", "easter"),
    **entries("HOLIDAY", "dimanche de pâques", "easter"),
    **entries("HOLIDAY", "lundi de pâques", "easter monday"),
    **entries("HOLIDAY", "jeudi de l'ascension", "ascension"),
    **entries("FEAST", "Ascension", "ascension"),
    **entries("HOLIDAY", "pentecôte|dimanche de pentecôte", "pentecost"),
    **entries("HOLIDAY", "lundi de pentecôte", "whit monday"),
    **entries("HOLIDAY", "thanksgiving", "thanksgiving"),
    **entries("HOLIDAY", "fête des mères", "french mothers' day"),
    **entries("HOLIDAY", "fête des pères", "father's day"),
    **entries("HOLIDAY", "fête de la musique", "music day"),
    **entries("HOLIDAY", "chandeleur", "candlemas"),
    **entries("DAYWORD", "aujourd'hui|ce matin|ce midi|cet après-midi|ce soir|cette nuit", 0),
    **entries("DAYWORD", "hier|la nuit dernière|nuit dernière|la nuit passée", -1),
    **entries("DAYWORD", "avant-hier|avant hier", -2),
    **entries("DAYWORD", "demain", 1),
    **entries("DAYWORD", "après-demain|après demain", 2),
    **entries("NOW", "maintenant|ce jour", 0),
    **entries("DAYPART", "matin|midi|après-midi|soir|soirée|nuit|au soir|au matin|dans la matinée|"
              "dans la soirée|dans l'après-midi|dans la nuit|à la mi-journée"),
    **entries("DAYPART", "dans la soirée|dans la matinée|dans l'après-midi|en soirée|en matinée|"
              "dans la journée|au petit matin|en début d'après-midi", True),
    **{f"en {part} {of}{time}": ("DAYPART", True)
       for part in ("début", "fin", "milieu", "cours")
       for of, time in (("de ", "journée"), ("de ", "matinée"), ("de ", "soirée"),
                        ("d'", "après-midi"))},
    **entries("DAYAFTER", "lendemain|jour suivant|jour d'après", 1),
    **entries("DAYAFTER", "surlendemain", 2),
    **entries("DAYAFTER", "veille|jour précédent|jour d'avant", -1),
    **entries("DAYAFTER", "avant-veille", -2),
    **entries("EARLY", "début|debut|commencement", "early"),
    **entries("MID", "mi|milieu", "mid"),
    **entries("END", "fin", "late"),
    **entries("HALFPART", "moitié"),
    # Of the turn of the year that is nearest.
    **entries("NEWYEAR", "nouvelle année|année nouvelle", 0),
    **entries("REST", "reste|restant"),
    **entries("THIS", "ce|cet|cette|ces", 0),
    **entries("RUNNING", "en cours|courant|courante", 0),
    **entries("NEXT", "prochain|prochaine|qui vient", 1),
    **entries("SUIVANT", "suivant|suivante", 1),
    **entries("SUIVANT", "précédent|précédente", -1),
    **entries("NEXTS", "prochains|prochaines|suivants|suivantes|à venir", 1),
    **entries("LAST", "dernier|dernière|derniere|passé|passée|écoulé|écoulée", -1),
    **entries("LASTS", "derniers|dernières|dernieres|passés|passées|écoulés|écoulées|précédents|"
              "précédentes", -1),
    **entries("ENSUING", "d'après", 1),
    **entries("LE", "le|la|les|l'|des"),
    **entries("OF", "de|d'"),
    **entries("DU", "du"),
    **entries("TO", "à|a|jusqu'à|jusqu'a|jusqu'en|jusque"),
    **entries("AU", "au|aux|jusqu'au"),
    **entries("MOVED", "reporté|reportée|reportés|reportées|repoussé|repoussée|repoussés|"
              "repoussées|décalé|décalée|décalés|décalées|avancé|avancée|avancés|avancées|"
              "ajourné|ajournée|ajournés|ajournées|renvoyé|renvoyée|renvoyés|renvoyées|"
              "déplacé|déplacée|déplacés|déplacées"),
    # "Prend fin" is a verb phrase; its "fin" is not the end of a period.
    **{f"{form} fin": (OTHER, None) for form in _ENDINGS},
    **entries("JUSQU", "jusqu'à|jusqu'a|jusqu'en|jusqu'au|jusque|jusqu'à la|au plus tard", 1),
    **entries("DICI", "d'ici|d'ici à|d'ici au|d'ici aux|d'ici la|d'ici le|d'ici à la", 1),
    **entries("EN", "en|durant|pendant|au cours|lors"),
    **entries("IN", "dans"),
    **entries("BETWEEN", "entre"),
    **entries("ET", "et"),
    **entries("SINCE", "depuis", -1),
    **entries("SINCE", "dès", 0),
    **entries("SINCE", "à partir|à compter|à dater|au-delà", 1),
    **entries("BEFORE", "avant", -1),
    **entries("AFTER", "après|apres|supérieure à|supérieur à", 1),
    **entries("ILYA", "il y a|voici|voilà|y a|cela fait|ça fait"),
    **entries("LATER", "plus tard", 1),
    **entries("LATER", "plus tôt|auparavant", -1),
    **entries("WITHIN", "sous|dans un délai|dans les"),
    **entries("ABOUT", "environ|près|presque|à peu près|quelque|autour|plus|moins|au moins|"
              "tout juste|à peine|exactement|pile|bientôt|déjà|seulement|quasiment|pratiquement|"
              "un peu plus|un peu moins|guère plus"),
    **entries("ORLATER", "et plus|et après|ou plus tard|et au-delà"),
    **entries("SOIT", "soit|à savoir|c'est-à-dire"),
    **entries("EXACT", "jour pour jour"),
    **entries("EVERY", "chaque|tous les|toutes les"),
    **entries("THERE", "là"),
    **entries("HERE", "ci"),
    **entries("BC", "de l'hégire|de l'Hégire|hégire|hégirien|hégirienne"),
    **entries("BC", "avant j.-c|av. j.-c|avant jésus-christ|avant notre ère"),
    **entries("SEASONED", "saison|saisons|année scolaire|année universitaire|campagne"),
    **entries("COUNTED", _COUNTED),
    **entries("LABEL", _NUMBERED_THINGS),
    **entries(OTHER, _NO_DATES),
}  # fmt: skip

_DAY = "(N|WORDN|ORD|SECOND)"
_COUNT = "(N|WORDN)"
_MONTH = "(MONTH|MAYBE|SEPT)"
_WD = "(WD|ABBR)"
_OF = "(OF|DU)"
_UNIT = "(UNIT|MOIS)"
_UNITS = "(UNIT|UNITS|MOIS)"
_NEXT = "(NEXT|NEXTS)"
_LAST = "(LAST|LASTS)"
_ONES = "(TEEN DASH? DIGIT|TEEN|DIGIT)"
_SMALL = f"(FOURTWENTY DASH? {_ONES}?|TENS ((DASH? ET DASH?|DASH)? {_ONES})?|{_ONES})"
_AMOUNTS = "AMOUNT ((COMMA|ET|COMMA ET)? AMOUNT){0,5}"


def _number(words: list[Any]) -> int:
    total = current = 0
    for word in filter(None, words):
        if word == 1000:
            total, current = max(current, 1) * 1000, 0
        else:
            current = max(current, 1) * 100 if word == 100 else current + word
    return total + current


def _year_in_words(words: list[Any]) -> int | None:
    year = _number(words)
    return year if 1000 <= year < 2100 else None


def _amount(count: float | None, unit: Unit, half: float | None) -> Amount | None:
    return None if count is None else (count + (half or 0), unit)


def _days_of_hours(count: int) -> Amount | None:
    return (count // 24, "day") if count and count % 24 == 0 else None


def _nothing(**_: object) -> bool:
    """Return a value for an expression that is not a time, so that no later rule matches it."""
    return True


def _weekday_and_day(weekday: int, day: int) -> Calendar | None:
    return calendar_date(day, weekday=weekday) if day > 1 else None  # "mercredi un document"


def _day_and_month(
    parts: list[Any], weekday: int | None = None, year: int | None = None
) -> Calendar | None:
    return day_and_month(parts[0], month_first=False, weekday=weekday, year=year)


def _no_fraction(parts: list[Any]) -> Calendar | None:
    """22/04 is a day wherever it stands, 3/4 or 15/20 need not be one."""
    [(day, month)] = parts
    return calendar_date(day, month) if day > 12 else None


def _date(unit: Unit | None, turn: int | None, **parts: int | None) -> Calendar | None:
    return calendar_date(**parts, turn=turn) if unit in {None, "day"} else None


def _date_of_event(day: int, month: int, year: int | None) -> Calendar | None:
    """The 8-Mai is a day of each year, but the 11-Septembre is that of 2001."""
    return calendar_date(day, month, 2001 if (day, month) == (11, 9) else year)


def _short_year(month: int, short: int) -> Calendar | None:
    """Mai 68: a number that cannot be a day is a year."""
    return calendar_date(month=month, year=1900 + short) if short > 31 else None


def _from_year_to_next(first: int, last: int) -> Expression | None:
    """2019-20, a season or a school year."""
    follows = last == first + 1 or last == (first + 1) % 100
    return span(Calendar(first), Calendar(first + 1)) if follows else None


def _season_from_year(pair: tuple[int, int]) -> Expression | None:
    """Saison 2011-12, which without its noun is December."""
    return _from_year_to_next(*pair)


def _season(which: str, year: int) -> Yearly:
    return Yearly("season", which, year=year)


def _century_of(number: int, unit: Unit | None) -> Expression | None:
    return century(number) if unit == "century" else None


def _decade_of(unit: Unit | None, year: int) -> Expression | None:
    return decade(year) if unit == "decade" else None


def _days_to(first: int, last: Expression) -> Expression | None:
    """Du 3 au 5 mai: the first day is of the month, or of the one before."""
    if not isinstance(last, Calendar) or last.day is None or last.month is None:
        return None
    one = calendar_date(first)
    if one is not None and last.turn is not None and first <= last.day:
        one = replace(one, month=last.month)
    return _turned_span(one, last)


def _turned_span(first: Expression | None, last: Expression | None) -> Expression | None:
    """Du 28 avril au 3 mai prochain: "prochain" places the first day, and the last follows it."""
    if (
        isinstance(first, Calendar)
        and isinstance(last, Calendar)
        and None not in {first.month, last.month, last.turn}
        and first.turn is first.year is None
    ):
        return span(replace(first, turn=last.turn), replace(last, turn=None))
    return span(first, last)


def _days_listed(firsts: list[Any], last: Expression) -> Expression | None:
    """Les 3, 4 et 5 mai: a range only if no day is left out."""
    days = [day for day in firsts if day is not None]
    if not isinstance(last, Calendar) or last.day is None:
        return None
    if [*days, last.day] != list(range(days[0], days[0] + len(days) + 1)):
        return None
    return _days_to(days[0], last)


def _another_day(first: Any, day: int) -> Calendar | None:
    """The 17th, of "le 16 février et le 17"."""
    if not isinstance(first, Calendar) or first.day is None or first.month is None:
        return None
    return calendar_date(day, first.month, first.year) if day > first.day else None


def _day_of_list(day: int, last: Expression) -> Calendar | None:
    """The 6th, of "les 6 et 13 avril prochains"."""
    if not isinstance(last, Calendar) or last.day is None or last.month is None:
        return None
    return calendar_date(day, last.month, last.year, turn=last.turn) if day < last.day else None


def _fiscal(years: list[Any], pair: tuple[int, int] | None) -> Fiscal:
    """L'exercice 2019, 2018-2019, 2018-19."""
    first = years[0] if pair is None else pair[0]
    return Fiscal(first, first + (pair is not None or len(years) > 1))


def _weeks_after(weekday: int, weeks: list[int]) -> Shifted | None:
    days = {8: 1, 15: 2}.get(weeks[0])
    return (
        None if days is None else Shifted(((days, "week"),), 1, Calendar(weekday=weekday, turn=1))
    )


def _relative(unit: Unit, turn: int) -> Relative | None:
    """Last week; but "the last day" is that of something."""
    return None if unit == "day" else Relative(unit, turn)


def _of_half_or_quarter(which: int, unit: Unit, outer: Expression) -> Nth | None:
    return (
        Nth(which, 1, unit, outer) if unit in {"quarter", "half-year"} and is_year(outer) else None
    )


def _ranked(unit: Unit) -> Ranked | None:
    return Ranked(unit, 0) if unit in {"week", "month", "year"} else None


def _nth_weekday(
    which: int, weekday: int, inside: Unit, turn: int | None, other: int | None
) -> Nth:
    """Le premier samedi du mois, de ce mois, du mois prochain."""
    given = turn if other is None else other
    outer = Running(inside, 0) if given is None else Relative(inside, given)
    return Nth(which, 1, "day", outer, weekday)


def _nth(
    which: int,
    unit: Unit,
    count: int | None = None,
    outer: Expression | None = None,
    inside: Unit | None = None,
    turn: int | None = None,
) -> Nth:
    if outer is None:
        outer = Relative(inside or "year", turn or 0)
    return Nth(which, count or 1, unit, outer)


def _first_days(which: int, outer: Expression) -> Part:
    """The first days of May are its beginning."""
    return Part("early" if which > 0 else "late", outer)


def _half_of_month(which: int, outer: Expression) -> Part | None:
    if which not in {1, 2, -1} or not _is_month(outer):
        return None
    return Part("early" if which == 1 else "late", outer)


def _is_month(outer: Expression) -> bool:
    if isinstance(outer, Calendar):
        return outer.month is not None and outer.day is None
    return isinstance(outer, Relative) and outer.unit == "month"


def _narrative_day(days: list[int]) -> Narrative:
    return Narrative(((abs(days[0]), "day"),), 1 if days[0] > 0 else -1)


def _beside(days: list[int], anchor: Expression) -> Shifted:
    """La veille du 14 juillet."""
    return Shifted(((abs(days[0]), "day"),), 1 if days[0] > 0 else -1, anchor)


def _dated_narrative(inner: Expression) -> Expression | None:
    """Le lendemain, samedi 8 avril: the date makes the anaphor redundant."""
    return inner if isinstance(inner, Calendar) and inner.day is not None else None


def _day_in(day: int, outer: Expression) -> Expression | None:
    if not isinstance(outer, Relative) or outer.unit != "month":
        return None
    part = calendar_date(day)
    return part and within(part, outer)


def _unit_of(unit: Unit | None, inner: Expression) -> UnitOf | None:
    """The week of 10 April, the weekend of Easter."""
    if unit != "weekend":
        return week_of(unit, inner)
    if isinstance(inner, Calendar) and inner.day is not None:
        return UnitOf(unit, inner)
    holiday = isinstance(inner, Yearly) and inner.kind == "holiday"
    return UnitOf(unit, inner) if holiday else None


def _weekend_dated(unit: Unit | None, first: int, last: Expression) -> Expression | None:
    return _days_to(first, last) if unit == "weekend" else None


def _this_unit(unit: Unit | None) -> Relative | None:
    return Relative(unit, 0) if unit in {"week", "month", "year"} else None


def _rest(sign: int, unit: Unit) -> Expression:
    return Relative(unit, 0) if unit == "day" else Rest(unit, passed=sign < 0)


def _moved(first: Expression, last: Expression) -> Expression | None:
    """Reporté du 5 au 7 mai: complete each end by the other, and use the last."""
    whole = _turned_span(first, last)
    return LastOf(whole) if isinstance(whole, Span) else last


def _range(first: Expression, last: Expression | None, now: int | None) -> Expression | None:
    return _turned_span(first, last if now is None else Relative("day", now))


def _by_the_end_of(unit: Unit) -> Expression | None:
    return bound("by", Relative(unit, 0))


def _weekend(unit: Unit | None) -> Relative | None:
    return Relative(unit, 0) if unit == "weekend" else None


_NUMBERS = [
    Rule("SEPT(?=MONTH|HUNDRED|THOUSAND)", lambda: 7, "DIGIT"),
    Rule("(?<=TEEN DASH|TENS DASH) SEPT", lambda: 7, "DIGIT"),
    Rule("(?<=FOURTWENTY DASH) SEPT", lambda: 7, "DIGIT"),
    Rule("number=N SUFFIX", lambda number: number, "ORD"),
    Rule(f"words=({_SMALL}? THOUSAND ({_SMALL}? HUNDRED)? {_SMALL}?)", _year_in_words, "YEAR"),
    Rule(f"words=(({_SMALL}? HUNDRED) {_SMALL}?|{_SMALL})", _number, "WORDN"),
    Rule("SEPT(?=UNIT|UNITS|MOIS|HOURS|TO N|TO WORDN)", lambda: 7, "WORDN"),
    # 14 heures 30, 2000 emplois, vol 1907, plus de 2000.
    Rule("count=N HOURS (?=LATER|BEFORE|AFTER|COMMA|DOT|STOP|$)", _days_of_hours, "AMOUNT"),
    Rule("(?<=[ILYA WITHIN ABOUT DICI IN]) count=N HOURS", _days_of_hours, "AMOUNT"),
    Rule(f"{_COUNT} HOURS (N(?!MONTH|WD|UNITS))?", _nothing, "CLOCK"),
    Rule("(YEAR|BIGN) (ET|TO|AU|DASH) YEAR COUNTED", _nothing, "NOTHING"),
    Rule("(YEAR|N|BIGN|WORDN) COUNTED", _nothing, "NOTHING"),
    Rule("YEAR UNITS", _nothing, "NOTHING"),
    Rule("LABEL (YEAR|N|DAYMONTH)", _nothing, "NOTHING"),
    Rule("ABOUT OF? YEAR", _nothing, "NOTHING"),
    Rule("BETWEEN YEAR ET $", _nothing, "NOTHING"),
]  # fmt: skip

_DATES = [
    # 19-nov-12.
    Rule(f"day=N (DASH|SLASH) month={_MONTH} (DASH|SLASH) short=N(?!DASH|SLASH)", calendar_date),
    # A quarter of a fiscal year, whose months are unknown.
    Rule("LE? FISCAL (years=(YEAR ((DASH|SLASH) (YEAR|N))?)|pair=YEARMONTH)"
         "(?!DASH|SLASH)", _fiscal, "FISCALYEAR"),
    Rule("LE? number=(ORD|SECOND|LAST) unit=UNIT (OF|DU)? LE? year=FISCALYEAR",
         fiscal_part, "FISCALYEAR"),
    Rule("LE? unit=(Q|H) number=N (OF|DU)? LE? year=FISCALYEAR", fiscal_part, "FISCALYEAR"),
    Rule("year=FISCALYEAR", lambda year: year),
    # Le même trimestre de l'année précédente, ce jour-là.
    Rule("LE? unit=ANAPHOR (OF|DU)? (LE? UNIT (LAST|SUIVANT)|(WORDN|DIGIT|A) UNIT LATER)",
         lambda unit: Anaphor(unit, 1)),
    Rule(f"month={_MONTH} {_OF} LE? unit=ANAPHOR",
         lambda month, unit: Anaphor(unit, month=month) if unit == "year" else None),
    Rule("LE? unit=ANAPHOR (OF|DU|EN)? year=YEAR", lambda unit, year: None
         if unit in {"day", "week", "weekend", "year"} else Anaphor(unit, year=year)),
    Rule("(LE|THIS)? unit=ANAPHOR(?!(OF|DU|EN)? YEAR)", Anaphor),
    # In figures.
    Rule(f"(weekday={_WD} (COMMA|DOT)?)? parts=FULL",
         lambda weekday, parts: numeric(parts[0], month_first=False, weekday=weekday)),
    Rule("(?<=[LE AU DU TO SINCE JUSQU BEFORE AFTER]) parts=DAYMONTH (COMMA? year=YEAR)? "
         "(?!LE|OF)", _day_and_month),
    Rule(f"weekday={_WD} (COMMA|DOT)? parts=DAYMONTH (COMMA? year=YEAR)?", _day_and_month),
    Rule("parts=DAYMONTH COMMA? year=YEAR", _day_and_month),
    Rule("parts=DAYMONTH (?!LE|OF|DU)", _no_fraction),
    Rule("SEASONED pair=YEARMONTH", _season_from_year),
    Rule("pair=YEARMONTH", lambda pair: calendar_date(year=pair[0], month=pair[1])),
    Rule("first=YEAR (DASH|SLASH) last=(YEAR|N) (?!DASH|SLASH)", _from_year_to_next, "SEASONYEAR"),
    Rule("year=YEAR (DASH|SLASH) month=N", calendar_date),
    Rule("(MOIS OF)? month=N (DASH|SLASH|COMMA) year=YEAR", calendar_date),
    Rule("day=N month=N year=YEAR", calendar_date),
    Rule(f"year=YEAR (DASH|SLASH) month={_MONTH} (DASH|SLASH) day=N", calendar_date),
    Rule(f"year=YEAR (DASH|SLASH) day=N (DASH|SLASH) month={_MONTH}", calendar_date),
    Rule(f"month={_MONTH} (DASH|SLASH) year=YEAR (DASH|SLASH) day=N", calendar_date),
    Rule(f"day=(N|ORD) DASH month={_MONTH} (year=YEAR)?", _date_of_event),
    # Samedi et dimanche 23 et 24 septembre.
    Rule(f"LE? WD (ET|TO) LE? WD COMMA? LE? first=N (ET|TO) LE? last=N month={_MONTH} "
         "(year=YEAR)?", days_of_month),
    Rule(f"LE? (weekday={_WD} (COMMA|DOT)?)? day={_DAY} {_OF}? month={_MONTH} DOT? "
         f"turn=({_NEXT}|{_LAST})", calendar_date),
    # Le lundi 24 août 2020, ce lundi 24 août, le 6 août dernier.
    Rule(f"turn=(THIS|RUNNING)? LE? (weekday={_WD} (COMMA|DOT)?)? LE? day={_DAY} "
         f"(unit=UNIT {_OF})? month={_MONTH} DOT? "
         f"(COMMA? {_OF}? year=YEAR|short=N(?=DOT|STOP|COMMA))?", _date),
    Rule(f"turn=(THIS|RUNNING)? (LE|(?=WD|ABBR)|(?<=[JUSQU AU TO ET DASH DU])) "
         f"(weekday={_WD} (COMMA|DOT)?)? LE? day={_DAY} (unit=UNIT {_OF})? {_OF} "
         f"month={_MONTH} DOT? (COMMA? {_OF}? year=YEAR)?",
         _date),
    # Novembre 19-20, novembre entre 19 et 20.
    Rule(f"month={_MONTH} DOT? first=N (DASH|AU|TO) last=N (COMMA? year=YEAR)?(?!MONTH)",
         lambda month, first, last, year: span(
             calendar_date(first, month, year), calendar_date(last, month, year))),
    Rule(f"month={_MONTH} BETWEEN first=N (ET|DASH) last=N",
         lambda month, first, last: span(calendar_date(first, month), calendar_date(last, month))),
    Rule(f"month={_MONTH} short=N", _short_year),
    Rule(f"(weekday={_WD} (COMMA|DOT)?)? month={_MONTH} (DOT|DASH)? day=(N|ORD|SECOND) "
         f"(COMMA? {_OF}? year=YEAR)?", calendar_date),
    Rule("LE? weekday=WD LE? day=ORD (?!UNIT|UNITS|MOIS|WD)", calendar_date),
    Rule("LE? weekday=WD LE? day=N (?!UNIT|UNITS|MOIS)", _weekday_and_day),
    Rule("LE day=(N|WORDN) weekday=WD", calendar_date),
    # Mai 2020, mai de l'année 2020, mois de mai 2020.
    Rule(f"(MOIS {_OF})? month={_MONTH} DOT? COMMA? ({_OF} LE?)? UNIT? year=YEAR", calendar_date),
    Rule("year=YEAR (COMMA|DASH|SLASH)? month=MONTH", calendar_date),
    Rule(f"(MOIS {_OF})? month={_MONTH} turn=({_LAST}|{_NEXT})", calendar_date),
    Rule(f"THIS (MOIS {_OF})? month={_MONTH}", lambda month: calendar_date(month=month, turn=0)),
    Rule(f"MOIS {_OF} month={_MONTH}", calendar_date),
    # Les années 1990, les années quatre-vingt-dix, le XIXe siècle.
    Rule("LE? UNITS number=(YEAR|N|WORDN)", decade),
    Rule("LE? unit=UNIT year=YEAR", _decade_of),
    Rule("(LE? (ORD|ROMAN) DASH? SUFFIX? UNIT|EN? YEAR) BC", _nothing, "NOTHING"),
    # Aux XIXe et XXe siècles, à la fin du XIXe et au début du XXe siècle.
    Rule("LE? number=(ORD|ROMAN) (?=(ET|TO|AU|LE|EARLY|MID|END|OF|DU)* (ORD|ROMAN) "
         "unit=(UNIT|UNITS))", _century_of),
    Rule("LE? number=(ORD|ROMAN) DASH? SUFFIX? unit=(UNIT|UNITS)", _century_of),
    Rule("LE? number=ORD unit=QUART OF? year=YEAR", quarter_of),
    # Noël, la Toussaint; not Jean-Noël, le sapin de Noël, Toussaint Louverture.
    Rule("(?<![OF DASH]) which=NOEL", lambda which: which, "HOLIDAY"),
    Rule("(?<=NOW OF) which=NOEL", lambda which: which, "HOLIDAY"),
    Rule("(?<=SINCE OF) which=NOEL", lambda which: which, "HOLIDAY"),
    Rule("(?<=UNIT OF) which=NOEL", lambda which: which, "HOLIDAY"),
    Rule("(?<=DAYAFTER OF) which=NOEL", lambda which: which, "HOLIDAY"),
    Rule("which=(NOEL|FEAST) (?=OF? YEAR|LAST|NEXT)", lambda which: which, "HOLIDAY"),
    Rule("(?<=[LE JUSQU DICI]) which=FEAST", lambda which: which, "HOLIDAY"),
    Rule("which=HOLIDAY (OF? year=YEAR|turn=(LAST|NEXT))?",
         lambda which, year, turn: Yearly("holiday", which, year=year, turn=turn)),
    # L'hiver 2017-2018; not les Jeux d'hiver 2018.
    Rule("which=(SEASON|ETE) first=SEASONYEAR", lambda which, first: _season(
        which, first.first.year)),
    Rule("years=SEASONYEAR", lambda years: years[0]),
    Rule(f"(?<!OF) which=(SEASON|ETE) {_OF}? year=YEAR",
         lambda which, year: Yearly("season", which, year=year)),
    Rule("which=SEASON turn=(LAST|NEXT)",
         lambda which, turn: Yearly("season", which, turn=turn)),
    Rule("LE which=ETE turn=(LAST|NEXT)",
         lambda which, turn: Yearly("season", which, turn=turn)),
    Rule("THIS which=(SEASON|ETE)", lambda which: Yearly("season", which)),
    Rule("LE which=(SEASON|ETE)", lambda which: Yearly("season", which)),
    Rule("(EN|AU|DU) which=SEASON", lambda which: Yearly("season", which)),
    # T3 is a flat or a quarter.
    Rule("(?<=[AU EN LE DU]) unit=(Q|H) number=(N|DIGIT)", numbered, "NUMBERED"),
    Rule("unit=(Q|H) number=(N|DIGIT) (?=OF? YEAR|DU YEAR)", numbered, "NUMBERED"),
    Rule("(?<=YEAR DASH) unit=(Q|H) number=(N|DIGIT)", numbered, "NUMBERED"),
    Rule("(?<=YEAR) unit=(Q|H) number=(N|DIGIT)", numbered, "NUMBERED"),
    Rule("unit=UNIT number=N", numbered, "NUMBERED"),
    Rule(f"expression=NUMBERED {_OF}? year=YEAR", with_year),
    Rule("year=YEAR (DASH|COMMA)? expression=NUMBERED", with_year),
    Rule("month=MONTH", calendar_date),
    Rule("(?<=[EN SINCE END EARLY MID JUSQU BEFORE]) month=MAYBE", calendar_date),
    Rule("(LE|THIS)? (CY|unit=UNIT) OF? year=YEAR", year_named),
    Rule("(?<=[EN SINCE BEFORE AFTER JUSQU DICI]) year=YEAR", calendar_date),
    Rule("(?<=[OF LE]) year=YEAR (?=STOP|DOT|COMMA|BRACKET|ET|TO)", year_of_event),
    Rule("year=YEAR", bare_year),
]  # fmt: skip

_PERIODS = [
    # Le 16 février et le 17.
    Rule("(?<=first=TIME ET) LE day=N (?=STOP|DOT|COMMA|DAYPART|$)", _another_day),
    Rule(f"THIS unit={_UNIT} DASH THERE", Anaphor),
    Rule("NOW DASH THERE", lambda: Anaphor("day")),
    Rule("THIS DAYPART DASH THERE", lambda: Anaphor("day")),
    Rule("THIS WD DASH THERE", _nothing, "NOTHING"),
    Rule(f"EVERY (ORD|SECOND|LAST) (WD|ABBR) (({_OF}|DU) LE? {_UNIT})?", _nothing, "NOTHING"),
    Rule(f"EVERY (WD|{_UNITS}|TIME)", _nothing, "NOTHING"),
    # Le mercredi et le samedi: a habit, not a day.
    Rule("LE WD DAYPART? ((COMMA LE WD DAYPART?)* ET LE WD DAYPART?)(?!N|ORD|SECOND|WORDN|LAST|NEXT"
         "|SUIVANT|COMMA? DAYMONTH|FULL)", _nothing, "NOTHING"),
    Rule(f"LE? (ORD|SECOND|LAST) WD {_OF} NOTHING", _nothing, "NOTHING"),
    # Le premier trimestre de l'année dernière, les deux premières semaines de mai.
    Rule(f"LE? which=(ORD|SECOND|LAST) (count={_COUNT})? unit={_UNITS} {_OF} LE? outer=TIME", _nth),
    Rule(f"LE? which=(ORD|SECOND|LAST) (count={_COUNT})? unit={_UNITS} {_OF} (LE|THIS)? "
         f"inside={_UNIT} (turn=(NEXT|LAST))?", _nth),
    Rule(f"LE? (which=(FIRSTS|LASTS) count={_COUNT}) unit={_UNITS} {_OF} LE? outer=TIME", _nth),
    Rule(f"LE? count={_COUNT} which=(FIRSTS|LASTS|ORD|LAST) unit={_UNITS} {_OF} LE? outer=TIME",
         _nth),
    Rule(f"LE? count={_COUNT} which=(FIRSTS|LASTS) unit={_UNITS} {_OF} (LE|THIS)? "
         f"inside={_UNIT} (turn=(NEXT|LAST))?", _nth),
    # Les neuf premiers mois: of the year.
    Rule(f"LE? count={_COUNT} FIRSTS unit={_UNITS} (?!OF|DU|AFTER|TIME)", first_months),
    Rule(f"LE? which=(FIRSTS|LASTS) (UNITS|MOIS) {_OF} LE? outer=TIME", _first_days),
    Rule(f"LE? which=(ORD|SECOND|LAST) FORTNIGHT {_OF} LE? outer=TIME", _half_of_month),
    Rule(f"LE? which=(ORD|SECOND|LAST) weekday=WD {_OF} LE? outer=TIME",
         lambda which, weekday, outer: Nth(which, 1, "day", outer, weekday)),
    Rule(f"LE? which=(ORD|SECOND|LAST) weekday=WD {_OF} (LE|turn=THIS)? inside={_UNIT} "
         "(other=(NEXT|LAST|RUNNING))?", _nth_weekday),
    # Lundi en huit: a week after the coming Monday.
    Rule("LE? weekday=WD EN weeks=(WORDN|N|DIGIT|TEEN)", _weeks_after),
    Rule(f"outer=YEAR COMMA? LE? which=(ORD|SECOND|LAST) unit={_UNITS}",
         lambda outer, which, unit: Nth(which, 1, unit, Calendar(outer))),
    Rule("outer=TIME COMMA? LE which=(ORD|SECOND|LAST) unit=UNIT", _of_half_or_quarter),
    Rule("LE? which=(ORD|SECOND|LAST) unit=UNIT outer=TIME", _of_half_or_quarter),
    Rule("LE? which=(ORD|SECOND) unit=UNIT", lambda which, unit: numbered(unit, which)
         if unit in {"quarter", "half-year"} else None, "NUMBERED"),
    # Les 3 prochaines semaines, ces deux derniers mois; "ces derniers mois" are uncounted.
    Rule(f"(LE|THIS|OF)? count={_COUNT} turn=({_NEXT}|{_LAST}) unit=(UNITS|MOIS)",
         lambda count, turn, unit: Window(((count, unit),), turn)),
    Rule(f"(LE|THIS|OF)? turn=(NEXTS|LASTS) count={_COUNT} unit=(UNITS|MOIS)",
         lambda turn, count, unit: Window(((count, unit),), turn)),
    Rule("(NEXTS|LASTS|FIRSTS) (UNITS|MOIS)|(UNITS|MOIS) (NEXTS|LASTS)", _nothing, "NOTHING"),
    Rule(f"LE? REST {_OF} (LE|THIS)? unit={_UNIT}", Rest),
    # Le week-end des 3 et 4 mai: which are its days.
    Rule("LE? unit=UNIT LE first=N ET last=TIME", _weekend_dated),
    # Plus tôt dans la journée, plus tard cette semaine.
    Rule(f"sign=LATER (IN LE|THIS) unit={_UNIT} (DASH HERE)?(?!NEXT|LAST)", _rest),
    Rule(f"LE day={_DAY} DU MOIS(?!OF|NEXT|LAST|SUIVANT)",
         lambda day: _day_in(day, Relative("month", 0))),
    Rule(f"LE? turn=THIS unit={_UNIT} (DASH HERE)?", Relative),
    # Not "la semaine suivant le vote".
    Rule(f"LE? unit={_UNIT} turn=(SUIVANT|ENSUING)(?!LE|DU|THIS)", following),
    Rule(f"LE? unit={_UNIT} turn=(NEXT|LAST|RUNNING)", _relative),
    Rule(f"LE? turn=(NEXT|LAST) unit={_UNIT} (?!OF|DU)", _relative),
    Rule(f"LE? unit=UNIT {_OF} LE? inner=TIME", _unit_of),
    Rule("LE? unit=UNIT sign=(BEFORE|AFTER) LE? anchor=TIME", unit_beside),
    Rule("(LE|DU) unit=UNIT", _weekend),
    Rule("unit=ENDOFWEEK turn=(NEXT|LAST)",
         lambda unit, turn: Part("late", Relative(unit, turn))),
    Rule("unit=ENDOFWEEK", lambda unit: Part("late", Running(unit, 0))),
    # Dans le courant du mois, au cours de la semaine.
    Rule(f"(?<=IN LE) RUNNING {_OF} LE? unit={_UNIT}(?!NEXT|LAST|SUIVANT|RUNNING)", _this_unit),
    Rule(f"(?<=EN) {_OF} LE? unit={_UNIT}(?!NEXT|LAST|SUIVANT|RUNNING)", _this_unit),
    Rule("THIS HOURS", _nothing, "NOTHING"),
    Rule(f"(ABOUT OF?)? A count=ROUND OF unit={_UNITS} half=HALF?", _amount, "AMOUNT"),
    Rule(f"(ABOUT OF?)? count=(N|WORDN|BIGN|A)? unit={_UNITS} half=HALF?", _amount, "AMOUNT"),
    Rule("A amount=FORTNIGHT", lambda amount: amount, "AMOUNT"),
    # La semaine avant Noël, le dimanche après Pâques, la première moitié du XXe siècle.
    Rule("LE weekday=WD sign=(BEFORE|AFTER) LE? anchor=TIME", weekday_beside),
    Rule(f"LE? which=(ORD|SECOND) HALFPART ({_OF} LE?)? outer=TIME", half_of),
    Rule(f"LE? which=(ORD|SECOND) HALFPART {_OF} LE? inside={_UNIT}", half_of),
    Rule("LE turn=NEWYEAR", TurnOfYear),
    # Le lendemain; la veille du 14 juillet; not la veille du scrutin.
    Rule("LE? DAYAFTER COMMA? LE? inner=TIME", _dated_narrative),
    Rule(f"LE? days=DAYAFTER {_OF} LE? anchor=TIME", _beside),
    Rule("LE? days=DAYAFTER (?!OF|DU)", _narrative_day),
    # Hier samedi, demain dimanche, samedi demain.
    Rule("LE? weekday=WD DAYPART? turn=DAYWORD DAYPART?", lambda weekday, turn: SameDay(
        Relative("day", turn), Calendar(weekday=weekday))),
    Rule("turn=DAYWORD DAYPART? weekday=WD DAYPART?", lambda turn, weekday: SameDay(
        Relative("day", turn), Calendar(weekday=weekday))),
    Rule("turn=DAYWORD DAYPART?", lambda turn: Relative("day", turn)),
    Rule("THIS DAYPART", lambda: Relative("day", 0)),
    # Jours de la semaine.
    Rule("THIS weekday=WD DAYPART?", calendar_date),
    Rule("LE? weekday=WD DAYPART? turn=(LAST|NEXT)", calendar_date),
    Rule("LE? weekday=WD DAYPART? turn=SUIVANT", following_weekday),
    Rule("LE? weekday=WD DAYPART?", calendar_date),
    Rule("time=TIME DAYPART", lambda time: time),
    Rule("told=DAYPART (?!OF|DU|TIME)", lambda told: Anaphor(
        "day", otherwise=Relative("day", 0)) if told else None),
    # Du 4 au 22 janvier, entre le 3 et le 12 septembre, 4-23 mois prochain.
    Rule(f"(DU|OF|BETWEEN)? LE? first={_DAY} (AU|TO|JUSQU|DASH|ET) LE? last={_DAY} {_OF}? "
         "outer=TIME", days_in),
    # Du samedi 13 au dimanche 15 juillet.
    Rule(f"(DU|OF)? LE? (WD COMMA?)? first={_DAY} (AU|TO|JUSQU|DASH) LE? last=TIME", _days_to),
    Rule(f"BETWEEN LE? first={_DAY} ET LE? last=TIME", _days_to),
    Rule(f"(DU|OF|BETWEEN)? LE? first={_DAY} (AU|TO|JUSQU|DASH) LE? last=TIME", _days_to),
    Rule(f"LE? firsts=({_DAY} (COMMA {_DAY})*) ET LE? last=TIME", _days_listed),
    # Les 6 et 13 avril: two separate days.
    Rule(f"LE? day={_DAY} (?=(COMMA {_DAY})* ET LE? last=TIME)", _day_of_list),
    Rule(f"LE? day={_DAY} {_OF}? LE? outer=TIME", _day_in),
    Rule("part=TIME (OF|DU|COMMA)? LE? outer=TIME", within),
    Rule("outer=TIME COMMA? EN? part=TIME", within),
    Rule(f"part=NUMBERED {_OF}? LE? outer=TIME", within),
    Rule("part=NUMBERED", lambda part: part),
    Rule(f"LE? unit=UNIT {_OF} LE? inner=TIME", _unit_of),
    # Début août, mi-octobre, à la fin de 2019, fin du mois.
    Rule(f"BEFORE LE? END {_OF}? LE? inner=TIME", lambda inner: bound("by", inner)),
    Rule(f"BEFORE LE? END {_OF}? LE? unit={_UNIT}", _by_the_end_of),
    Rule(f"LE? which=(EARLY|MID|END) DASH? {_OF}? LE? (MOIS {_OF})? outer=TIME", Part),
    Rule(f"LE? which=(EARLY|MID|END) {_OF}? LE? unit={_UNIT}",
         lambda which, unit: None if unit == "day" else Part(which, Running(unit, 0))),
    # La première victoire de l'année.
    Rule(f"(?<=OF) LE unit={_UNIT}(?!NEXT|LAST|SUIVANT|TIME)", _ranked),
    Rule(f"(?<=DU) unit={_UNIT}(?!NEXT|LAST|SUIVANT|TIME)", _ranked),
    Rule("inner=TIME COMMA? (SOIT|BRACKET) LE? same=TIME", same_day),
]  # fmt: skip

_OFFSETS = [
    Rule(f"ILYA amounts=({_AMOUNTS}) EXACT",
         lambda amounts: Shifted(amounts_of(amounts), -1, exact=True)),
    Rule(f"EXACT ILYA amounts=({_AMOUNTS})",
         lambda amounts: Shifted(amounts_of(amounts), -1, exact=True)),
    Rule(f"ILYA amounts=({_AMOUNTS})", lambda amounts: Shifted(amounts_of(amounts), -1)),
    # En mai, il y a deux ans.
    Rule("part=TIME COMMA? outer=TIME", in_year_ago),
    Rule("outer=TIME COMMA? (EN|AU|LE)? part=TIME",
         lambda outer, part: in_year_ago(part, outer)),
    Rule(f"amounts=({_AMOUNTS}) sign=(BEFORE|AFTER) LE? anchor=TIME",
         lambda amounts, sign, anchor: Shifted(amounts_of(amounts), sign, anchor)),
    # Le 12 février, deux semaines avant le scrutin: the date is that day itself.
    Rule(f"time=TIME COMMA ({_AMOUNTS}) (BEFORE|AFTER)(?=LE|OF|DU|$)", lambda time: time),
    Rule(f"amounts=({_AMOUNTS}) sign=(BEFORE|AFTER)(?=LE|OF|DU|$)",
         lambda amounts, sign: FromEvent(amounts_of(amounts), sign)),
    Rule(f"amounts=({_AMOUNTS}) sign=(LATER|AFTER|BEFORE)",
         lambda amounts, sign: Narrative(amounts_of(amounts), sign)),
    Rule(f"IN amounts=({_AMOUNTS})", lambda amounts: Shifted(amounts_of(amounts), 1)),
    Rule(f"(WITHIN|DICI) OF? amounts=({_AMOUNTS}) (?!NEXT|NEXTS|ENSUING)",
         lambda amounts: Window(amounts_of(amounts), 1, within=True)),
]  # fmt: skip

_RANGES = [
    Rule("BETWEEN LE? first=TIME (ET|DASH) LE? (last=TIME|now=NOW)", _range),
    # Something postponed from one day to another is on the latter.
    Rule("(?<=MOVED) (DU|OF) LE? first=TIME (AU|TO) LE? last=TIME", _moved),
    Rule("(?<=MOVED) JUSQU (AU|TO)? LE? inner=TIME", lambda inner: inner),
    Rule("(DU|OF|SINCE) LE? first=TIME (AU|TO|JUSQU|DASH|ET) LE? (last=TIME|now=NOW)", _range),
    Rule("first=TIME (AU|TO|JUSQU|DASH) LE? (last=TIME|now=NOW)", _range),
    Rule("direction=SINCE (OF|DU)? LE? inner=TIME",
         lambda direction, inner: bound("since", inner, direction)),
    Rule("inner=TIME ORLATER (?!OF)", lambda inner: bound("since", inner)),
    Rule("(UNIT? AFTER) LE? inner=TIME", lambda inner: bound("after", inner)),
    Rule("BEFORE LE? inner=TIME", lambda inner: bound("before", inner)),
    Rule("JUSQU (OF|AU|TO)? LE? inner=TIME", lambda inner: bound("until", inner)),
    Rule("DICI (OF|AU|TO)? LE? inner=TIME", lambda inner: bound("by", inner, 1)),
    # La troisième semaine, au deuxième jour du procès.
    Rule("(LE|(?<=AU)) which=(ORD|SECOND) unit=UNIT (?=events=(OF|DU))?", counted),
]  # fmt: skip


_ADVERBS = (
    r"(?: (?:pas|plus|jamais|rien|guère|déjà|également|aussi|bientôt|toujours|tous|toutes|"
    r"donc|ainsi|alors|encore|ensuite|bien|même|d'ailleurs|en effet|notamment|enfin|très|"
    r"désormais|aujourd'hui|tout|"
    r"\w+ment))*"
)
_PARTICIPLE = (
    r"(?:(?!(?:ici|midi|samedi|lundi|mardi|jeudi|vendredi|mercredi|demi|parmi|ainsi|aussi|début|"
    r"mais|dans|sans|lieu|peu|jeu|feu|milieu|plus|sous|depuis|puis|jamais|trois|mois|paris|pays|"
    r"nuit)\b)\w{2,}"
    r"(?:é|ée|és|ées|i|ie|is|ies|it|ite|its|ites|u|ue|us|ues|rt|rte|rts|rtes|int|ints|inte|intes|"
    r"ise|ises|ait|aite|aits|aites)|mort|né|dû|eu|lu|vu|su|pu|bu)"
)
_STEMS_IN_R = (
    r"(?:déclar|prépar|sépar|répar|compar|empar|égar|gar|tir|retir|attir|étir|admir|inspir|"
    r"respir|expir|soupir|désir|vir|conspir|assur|rassur|dur|mesur|jur|procur|figur|inaugur|"
    r"ador|explor|amélior|élabor|collabor|déplor|ignor|honor|dévor|restaur|instaur|entr|"
    r"rentr|montr|démontr|rencontr|concentr|administr|enregistr|illustr|filtr|frustr|arbitr|"
    r"pénétr|livr|délivr|ouvr|couvr|découvr|recouvr|offr|souffr|célébr|sombr|encadr|engendr|"
    r"pleur|demeur|opér|libér|espér|considér|génér|récupér|coopér|accélér|tolér|modér|adhér|"
    r"vénér|exaspér|différ|référ|préfér|transfér|confér|insér|suggér|digér|gér|énumér|"
    r"éclair|err|démarr|serr|enterr|cour|accour|mour|secour|parcour|concour|acquér|requér|"
    r"conquér)"
)
"""Verbs whose simple past and imperfect ("tira", "montrait") look like the future or the
conditional of others ("finira", "serait")."""
_NO_VERB = (
    r"(?!(?:opéra|caméra|choléra|extra|ultra|infra|contra|mantra|para|sahara|ankara|barbara|sierra|"
    r"sara|lara|clara|niagara|terra|hydra|intra|supra|trait|extrait|portrait|retrait|attrait|"
    r"abstrait|contrait|distrait|soustrait|front|affront|environ|marron|patron|baron|citron|vrai|"
    r"bras|gras|embarras)s?\b)(?-i:[a-zà-ÿ])"
)
_INFINITIVE = r"(?:(?:se |s'|y |en |le |la |les |l'|lui )?\w{2,}(?:er|ir|re|oir))"
_GONE = (
    r"(?:arrivé|parti|venu|revenu|devenu|survenu|intervenu|parvenu|allé|mort|né|entré|rentré|sorti|"
    r"tombé|resté|monté|descendu|passé|retourné|décédé|apparu|disparu)e?s?"
)
"""Participles whose present of "être" is a past: "est arrivé lundi"."""
_SIMPLE_PAST = (
    r"(?=\w+t\b)(?:\w*(?:ouvrit|couvrit|offrit|souffrit|duisit|truisit|perdit|rendit|vendit|pondit|tendit|"
    r"pendit|fendit|cendit|battit|reçut|perçut|conçut|voulut|mourut|parut|courut|connut|résolut|"
    r"vécut|[bt]int|[eér]vint|prit|permit|promit|admit|remit|soumit|transmit|commit|suivit|servit|"
    r"sortit|partit|sentit|vêtit)|dut|put|sut|fut|crut|élut)"
)
"""Forms in -it and -ut that are not the present tense."""
_NOUNS_IN_A = (
    r"(?!(?:cela|via|media|cinéma|agenda|visa|villa|gala|saga|panda|soda|pizza|mafia|schéma|drama|"
    r"panorama|delta|data|guérilla|junta|corrida|favela|intifada|fatwa|charia|burqa|quota|alpha|"
    r"coma|sauna|koala|karma|magma|plasma|propaganda|véranda|tombola|vendetta|diva|java|nova|"
    r"pyjama|sofa|acacia|razzia|marijuana|vodka|gamma|dogma|samba|paella|sangria|tapioca)\b)"
)
"""Nouns that look like verbs in the simple past: "signa"."""
_WE_AND_YOU = (
    r"nous (?!avons\b|étions\b)\w+(?<![aeiuvdt]r)ons|vous (?!avez\b|étiez\b)\w+(?<![aeiuvdt]r)ez"
)
"""The present tense; but "nous avons signé", "nous signerons"."""
_UNDONE = (
    r"(?:(?:annul|report|repouss|décal|supprim|ajourn|déprogramm|déplac|avanc|différ|renvoy)ée?s?|"
    r"(?:suspendu|remis)e?s?)"
)
_BENT_ON = (
    r"(?:va|vas|vont|vais|allons|allez|allait|allaient|doit|doivent|devait|devaient|devrait|"
    r"devraient|compte|comptent|comptait|comptaient|entend|entendent|entendait|prévoit|prévoient|"
    r"prévoyait|prévoyaient|souhaite|souhaitent|espère|espèrent|veut|veulent|peut|peuvent|pourra|"
    r"pourront|pourrait|pourraient|envisage|envisagent|prépare|préparent|faut|faudra)"
)
_DETERMINERS = "".join(
    rf"(?<!\b{word})"
    for word in (
        *("le ", "la ", "l’", "l'", "un ", "une ", "du ", "de ", "d’", "d'", "ce ", "cet ", "sa "),
        *("cette ", "son ", "ses ", "leur ", "leurs ", "au ", "aux ", "en ", "des ", "les "),
        *("ces ", "par ", "pas ", "être "),
    )
)
"""Words before a noun."""
_SAYING = (
    r"(?:annoncé|déclaré|dit|indiqué|affirmé|précisé|assuré|confirmé|ajouté|rapporté|expliqué|"
    r"estimé|fait savoir|averti|révélé|souligné|écrit|fait part|prévenu|noté|reconnu|raconté|"
    r"témoigné|commenté)"
)
_ARRANGED = (
    r"(?:se tien(?:t|nent)|s'?ouvr(?:e|ent)|ouvr(?:e|ent)|début(?:e|ent)|commenc(?:e|ent)|"
    r"démarr(?:e|ent)|jou(?:e|ent)|affront(?:e|ent)|reçoi(?:t|vent)|accueill(?:e|ent)|"
    r"rencontr(?:e|ent)|réuni(?:t|ssent)|organis(?:e|ent)|vot(?:e|ent)|arriv(?:e|ent)|partent|"
    r"revien(?:t|nent)|entr(?:e|ent)|pren(?:d|nent)|expir(?:e|ent)|s'achèv(?:e|ent)|"
    r"se termin(?:e|ent)|fêt(?:e|ent)|célèbr(?:e|ent)|disput(?:e|ent)|publi(?:e|ent)|"
    r"présent(?:e|ent)|dévoil(?:e|ent)|examin(?:e|ent)|repren(?:d|nent)|ren(?:d|dent)|"
    r"propos(?:e|ent)|lanc(?:e|ent)|débat|débattent|manifest(?:e|ent)|défil(?:e|ent)|éli(?:t|sent)|"
    r"choisi(?:t|ssent)|ferment|paraît|sortent|se déroul(?:e|ent)|"
    r"(?:r|rr)?ouvr(?:e|ent)|redout(?:e|ent)|crai(?:nt|gnent)|atten(?:d|dent)|chang(?:e|ent)|"
    r"interrog(?:e|ent)|jug(?:e|ent)|compara(?:î|i)(?:t|ssent)|visit(?:e|ent)|inaugur(?:e|ent)|reçoivent|"
    r"quitt(?:e|ent)|termin(?:e|ent)|tien(?:t|nent)|donn(?:e|ent)|per(?:d|dent)|gagn(?:e|ent)|"
    r"sign(?:e|ent)|restent|sort|s'(?:annonc|affront|arrêt|envol)(?:e|ent)|"
    r"se (?:rend|poursuit|bat|produit|rencontr(?:e|ent)|retrouv(?:e|ent)|disput(?:e|ent))|"
    r"(?<=qui )\w+(?:e|t|d))"
)
"""Verbs whose present tense refers to planned events."""

_AUXILIARIES = (
    r"(?:(?:a|ont|avait|avaient|est|sont|était|étaient|été|initialement|également|aussi) )*"
)

_DISASTER = (
    r"(?:attentats?|attaques?|explosions?|fusillades?|assassinats?|meurtres?|massacres?|tueries?|"
    r"accidents?|crash|collisions?|déraillements?|séismes?|tremblements? de terre|inondations?|"
    r"incendies?|émeutes?|heurts|affrontements|violences|drames?|mort|décès|défaites?|"
    r"putsch|coups? d'état|prises? d'otages|bombardements?|raids?|enlèvements?|arrestations?|"
    r"interpellations?|démissions?|effondrements?|naufrages?|avalanches?|éboulements?)"
)
"""Nouns of unplanned events."""
_NOT_DONE = "".join(
    rf"(?<!\b{verb} )"
    for verb in (
        *("commencé", "recommencé", "continué", "réussi", "cessé", "fini", "achevé", "tenté"),
        *("essayé", "accusé", "accusée", "soupçonné", "soupçonnée"),
    )
)
"""Verbs whose infinitive has the same time: "a réussi à fuir le 3 mai"."""
_OCCASIONS = (
    r"(?<!\ben )(?:élections?|scrutins?|votes?|vote|référendums?|primaires?|législatives?|"
    r"municipales?|présidentielles?|régionales?|européennes?|tours?|réunions?|sommets?|pourparlers|"
    r"négociations?|conférences?|congrès|sessions?|séances?|audiences?|procès|verdict|matche?s?|rencontres?|"
    r"finales?|demi-finales?|derby|courses?|combats?|tournois?|championnats?|concerts?|festivals?|"
    r"foires?|salons?|spectacles?|premières?|expositions?|ventes?|cérémonies?|défilés?|marches?|"
    r"manifestations?|mobilisations?|rassemblements?|grèves?|mariages?|obsèques|funérailles|"
    r"lancements?|ouverture|réouverture|débats?|fêtes?|célébrations?|visites?|voyages?|"
    r"anniversaires?|parution|sortie|rentrée|rendez-vous|échéances?|dates?|journées?)"
)
"""Nouns of what is arranged for a day."""
_direction = Clauses(
    [
        (
            Tag.EVENT,
            (
                rf"{_DISASTER}(?=(?: (?:à|en|dans|de|du|des|contre|sur|près de) "
                r"(?:\S+ ){0,3}?\S+)?"
                r"(?: (?:du|de|des|le|la|en|au|ce|cette|survenue?s?|dans la nuit))*\s*$)"
            ),
        ),
        (
            Tag.EVENT,
            (
                r"(?:après|à la suite|suite à|en raison|à cause)"
                r"(?=(?: [\w'-]+){1,9}\s*$)"
            ),
        ),
        # Sa démission prochaine, en octobre.
        (
            Tag.PLANNED,
            (
                r"(?:prochaine?s?|imminente?s?)"
                r"(?=,? (?:au|en|le|à|dès|pour|ce)?\s*(?:mois d[e']\s?)?$)"
            ),
        ),
        (Tag.RELATIVE, "qui|que|dont|lequel|laquelle|lesquels|lesquelles|auquel|duquel|où"),
        (Tag.SAID, rf"(?:a|ont|avait|avaient){_ADVERBS} {_SAYING}"),
        (
            Tag.SAID,
            "annonçait|déclarait|indiquait|affirmait|estimait|soulignait|selon|dit-il|dit-elle",
        ),
        (
            Tag.SAID,
            (
                rf"{_DETERMINERS}(?:annonce|annoncent|indique|indiquent|affirme|affirment|précise|"
                r"précisent|déclare|explique|rapporte|rapportent|confirme|estime)"
            ),
        ),
        (Tag.SAID, rf"(?:a|ont|avait|avaient)-(?:t-)?(?:ils?|elles?|on){_ADVERBS} {_PARTICIPLE}"),
        # Accusé d'avoir tué.
        (Tag.BACK, rf"(?<!après )(?:s'être|être|avoir){_ADVERBS} {_PARTICIPLE}(?<!\ber)"),
        # Aurait eu 80 ans; aurait fui: hearsay.
        (Tag.AHEAD, r"aurai(?:t|ent) (?:eu|fêté|célébré)(?: ses)? \d+ ans"),
        (Tag.BACK, rf"(?:aurait|auraient){_ADVERBS} {_PARTICIPLE}|(?:serait|seraient) {_GONE}"),
        (Tag.LINK, rf"avant (?:de |d'){_INFINITIVE}"),
        (Tag.AHEAD, rf"(?:soit|soient){_ADVERBS} {_PARTICIPLE}"),
        (
            Tag.WHEN,
            (
                r"(?:pour|afin|avant|à condition|pourvu|jusqu'à ce|de façon à ce|de sorte|il faut|"
                r"(?:souhait|demand|exig|voudr|veul|veut|réclam|propos)\w*) qu(?:e|')"
            ),
        ),
        # Était prévu: past or future, depending on the context.
        (
            Tag.FORMER,
            (
                rf"(?:était|étaient|avait été|avaient été){_ADVERBS} "
                r"(?:prévu|attendu|programmé|fixé|convoqué|planifié)e?s?"
            ),
        ),
        # Est prévu, a été reporté au, ont appelé à la grève pour.
        (
            Tag.PLANNED,
            (
                rf"{_AUXILIARIES}(?:report|repouss|retard|ajourn|diffé?r|fix|programm|planifi|"
                rf"décal|avanc|déplac|renvoy)"
                r"(?:é|ée|és|ées)"
                r"(?=(?: \S+){0,4} (?:à|au|pour|le|du|jusqu'à|jusqu'au)\s*$|\s*$)"
            ),
        ),
        # A invité les ministres à une cérémonie le 12 mars.
        (
            Tag.PLANNED,
            (
                rf"{_AUXILIARIES}(?:invit|convi)(?:é|ée|és|ées)"
                r"(?=(?: \S+){1,12} (?:à|au|aux)(?: \S+){1,5}\s*$)"
            ),
        ),
        (
            Tag.PLANNED,
            (
                r"(?:report|renvoi|ajournement|prolongation)"
                r"(?=(?: \S+){0,4} (?:à|au|jusqu'à|jusqu'au)\s*$)"
            ),
        ),
        (Tag.PLANNED, rf"{_AUXILIARIES}(?:prévue?s?|attendue?s?|programmée?s?)"),
        (
            Tag.PLANNED,
            r"(?:(?:a|ont|avait|avaient) )?appel(?:é|ée|és|ées)(?= (?:\S+ ){1,5}pour\s*$)",
        ),
        (Tag.PLANNED, "en vue|à l'approche|d'ici|à partir|à compter"),
        # Something for a day is in the future, and so is the end of a present state.
        (Tag.PLANNED, r"pour(?=(?: ce)?\s*$)"),
        (
            Tag.PLANNED,
            (
                r"(?:billets?|places|préparatifs|préparation|invitations?|inscriptions?)"
                r"(?= pour (?:\S+ ){1,5}d[eu]\s*$)"
            ),
        ),
        (
            Tag.AHEAD,
            (
                r"(?:s'achèv|expir|se termin)(?:e|ent)|pren(?:d|nent) (?:fin|effet)|"
                r"entr(?:e|ent) en vigueur|arriv(?:e|ent) à échéance"
            ),
        ),
        # Va rencontrer, devait ouvrir, menace de fermer; a appelé à voter, itself past.
        (Tag.AHEAD, rf"{_BENT_ON}{_ADVERBS} {_INFINITIVE}|sur le point|s'apprêt\w+"),
        (
            Tag.AHEAD,
            (
                rf"(?:menac|envisag|promett?|invit|demand|appell?)(?:e|ent)?(?: \S+){{0,6}} "
                rf"(?:de |d'|à ){_INFINITIVE}"
            ),
        ),
        (
            Tag.URGED,
            (
                rf"(?:a|ont|avait|avaient){_ADVERBS} (?:promis|décidé|menacé|envisagé|invité|"
                r"demandé|appelé|convenu|choisi|accepté|refusé)(?: \S+){0,6} "
                rf"(?:de |d'|à ){_INFINITIVE}"
            ),
        ),
        # Après avoir voté, vient de voter, a voté, s'est ouvert, est mort, était fermé.
        (Tag.OFF, rf"(?:a été|ont été){_ADVERBS} {_UNDONE}"),
        (Tag.IS_OFF, rf"(?:est|sont){_ADVERBS} {_UNDONE}"),
        (Tag.BACK, rf"après (?:s'être|être|avoir){_ADVERBS} {_PARTICIPLE}"),
        (Tag.BACK, rf"vien(?:t|nent) d(?:e |'){_INFINITIVE}(?: {_PARTICIPLE})?"),
        (
            Tag.BACK,
            (
                rf"(?:a|ont|ai|as|avons|avez|avait|avaient|eut|eurent|ayant){_ADVERBS} "
                rf"{_PARTICIPLE}"
                rf"(?: {_PARTICIPLE})?"
            ),
        ),
        (
            Tag.BACK,
            rf"(?:s'est|se sont|me suis|nous sommes|s'était|s'étaient){_ADVERBS} {_PARTICIPLE}",
        ),
        (Tag.BACK, rf"(?:est|sont|étant){_ADVERBS} {_GONE}"),
        (Tag.BACK, rf"(?:était|étaient|fut|furent){_ADVERBS}(?: {_PARTICIPLE})?"),
        (
            Tag.BACK,
            "eut|eurent|fit|firent|prit|prirent|mit|mirent|vint|vinrent|tint|tinrent|il y a",
        ),
        # Tira, montrait: before the future, which they look like.
        (Tag.BACK, rf"(?!opéra\b){_STEMS_IN_R}(?:a|ait|aient)"),
        (
            Tag.AHEAD,
            (
                rf"{_NO_VERB}\w*[aeidtuvrôîû](?:ra|ront|rai|ras|rons|rez|rait|raient)"
                rf"{_ADVERBS}(?: {_PARTICIPLE})?"
            ),
        ),
        (Tag.BACK, r"\w{2,}(?:aient|èrent|irent|urent|inrent)"),
        (Tag.BACK, r"(?!(?:fait|lait|souhait|parfait|forfait)\b)\w{2,}ait"),
        (
            Tag.BACK,
            (
                "(?:lanç|commenç|annonç|prononç|chang|engag|gagn|remport|arriv|pass|trouv|donn|"
                "décid|"
                "demand|laiss|cess|port|envoy|refus)a"
            ),
        ),
        (Tag.BACK, _SIMPLE_PAST),
        (
            Tag.BACK,
            rf"(?=\w+a\b){_DETERMINERS}{_NOUNS_IN_A}(?-i:[a-zà-ÿ]{{2,}}[bcçdfgijlmnpstuvxz]a)",
        ),
        (Tag.BACK, "remonte(?:nt)?"),
        # But "c'est lundi que le barrage a cédé" is past, despite the present tense.
        (
            Tag.PRESENT,
            (
                r"(?!(?<=\bc['’])est(?: (?:le|la|en|au|dès|bien|donc))?\s*$"
                r"|(?<=\bce n['’])est pas\s*(?:(?:le|en|au)\s*)?"
                r"(?:$|\w+ mais\s*(?:(?:le|en|au)\s*)?$))"
                rf"(?:est|sont|ai|suis|sommes){_ADVERBS}(?: {_PARTICIPLE})?"
            ),
        ),
        (Tag.PRESENT, rf"(?:a|ont)(?: lieu)?|{_WE_AND_YOU}|{_DETERMINERS}{_ARRANGED}"),
        # Les règles entrées en vigueur; blessé lors du match, il est forfait.
        (
            Tag.BACK,
            (
                r"(?<!l['’])(?<!d['’])(?<!une )entrée?s? en vigueur|"
                r"\A\W*(?-i:[A-ZÀ-Ý]\w+(?:é|ée|és|ées))"
                r"(?= (?:lors|en|à|au|aux|par|dans|sur|depuis|après|contre|face)\b)"
            ),
        ),
        # Lens se déplace à Lille; but "de se rendre" has no tense.
        (
            Tag.PRESENT,
            (
                r"(?:(?<=\bse )|(?<=\bs['’]))"
                r"(?<!\bde se )(?<!\bà se )(?<!\bpour se )(?<!\bsans se )"
                r"(?<!\bde s['’])(?<!\bà s['’])(?<!\bpour s['’])(?<!\bsans s['’])"
                r"(?!\w+(?:aient|[dt]re)\b|élèv|établi|chiffr|mont[eé]|situ|trouv|expliqu|agit|"
                r"appell|nomm|di[st]|déclar|souvien|félicit|inquièt|réjoui)(?-i:[a-zà-ÿ]{2,}(?:e|ent|d|(?<!ai)t))"
            ),
        ),
        # Les prix augmentent: after a plural, the ending is that of a verb.
        (
            Tag.PRESENT,
            (
                r"(?<=[sx] )(?<!\bplus )(?<!\btrès )(?<!\bmoins )(?<!\bpas )"
                r"(?!(?:souvent|cent|vent|argent|agent)\b)(?-i:[a-zà-ÿ]{2,}"
                r"(?:(?<!m)ent|(?:fer|for|fir|pri|cla|som|gram|tom|ani|ani|rou|esti|consu)ment))"
            ),
        ),
        (
            Tag.PRESENT,
            rf"{_DETERMINERS}(?:augment|baiss|grimp|mont|recul|pass|cess|démissionn|évolu)e",
        ),
        # In small letters, or at the start of its sentence: René and André are not verbs.
        (
            Tag.PARTICIPLE,
            (
                rf"{_DETERMINERS}(?!(?:journée|soirée|matinée|année)s?\b)"
                r"(?-i:(?<!.)\w+|[a-zà-ÿ]\w+)(?:(?<=é)|(?<=ée)|(?<=és)|(?<=ées))"
            ),
        ),
        (
            Tag.PARTICIPLE,
            (
                rf"{_DETERMINERS}\w*(?:ouvert|couvert|offert|duit|truit|crit|pris|mis|eint|oint|"
                rf"venu|"
                r"tenu|rendu|reçu|perdu|vendu|tendu|conclu|élu|paru|vaincu|battu|né|mort|parti|"
                r"sorti|réuni|choisi|saisi|accueilli|établi|démoli|envahi|aboli|investi)e?s?"
            ),
        ),
    ],
    measured=r"(?:chiffres|données|résultats|statistiques|comptes)(?: \w+){0,3}? "
    r"(?:d'|d[eu]|pour)(?: l[ea]| mois de)?",
    beside="le|la|les|l|même|en|au|aux|ce|cet|cette|dans|du|de|des|d|vers|à|par",
    auxiliary=r"(?:a|ont|avons|ai|est|sont|s'est|se sont)(?: (?:par ailleurs|également|aussi|"
    r"déjà|notamment|ainsi|en outre|de nouveau))?(?: (?:le|la|ce|cette|dans|en|au))*",
    participle=rf"(?:soir|matin|après-midi|midi|dernier|dernière)?,?\W*(?:\w+ment )?"
    rf"(?!(?:passée|dernière|née)\b)(?:{_PARTICIPLE}|été)",
    until=r"jusqu(?:'\w+|e)(?: l[ae]| l')?",
    # States, and what lasts; others, as "a prolongé", set an end that is in the future.
    lasting=r"(?!avai(?:t|ent) jusqu)\w+ai(?:t|ent)|fut|furent|dura|resta|"
    r"(?:a|ont|est|sont|ai|avons)(?: \w+)? "
    r"(?:dur|rest|travaill|attend|régn|siég|souffl|résist|véc|manifest|patient|discut|négoci|"
    r"débatt|dorm|séjourn|log|fonctionn|exist|ten|tourn|jou|gouvern|dirig|présid|serv|combatt|"
    r"lutt|hésit|veill|march|ram|continu|persist|surviv|conserv|gard|échapp|"
    # What was counted until then: sales rose by 3 % until September.
    r"augment|progress|recul|baiss|gagn|bond|chut|enregistr|grimp|diminu)(?:é|ée|és|ées|u|i)|"
    r"(?:a|ont) (?:crû|perdu|vendu|atteint)",
    dated="du|des|datée?s? du",
    # Convoqué pour le 3 mai; a demandé de fermer le 3 mai.
    loose=r"pour(?: l[ea]s?)?|"
    rf"{_NOT_DONE}(?:de |d['’]|à ){_INFINITIVE}(?: \S+){{0,2}}",
    occasions=_OCCASIONS,
    place=r"(?:à|en|au|aux|dans|d[eu]|des|d['’]|contre|entre|avec|sur) ?"
    r"(?:[^\s,]+ ){0,3}?[^\s,]+,?",
    at_event=r"(?:aux?|à la|à l['’]|lors d[eu]s?) ?(?:\S+ ){1,3}?(?:de|du)",
    preceding=r"(?:avant|à la veille|en vue)(?: d[eu]| des)? ?"
    r"(?:le|la|les|l['’]|son|sa|leur|ce|cette)? ?(?:\S+ ){1,4}?(?:de|du|d['’])(?: ce)?",
    backshifted=r"\w+(?:ait|aient)|a|ont|est|sont|été|ayant",
    narrates=True,
)

_HEADS = frozenset(
    [
        "MONTH",
        "MAYBE",
        "SEPT",
        "WD",
        "ABBR",
        "YEAR",
        "FULL",
        "DAYMONTH",
        "YEARMONTH",
        "UNIT",
        "UNITS",
        "MOIS",
        "FORTNIGHT",
        "SEASON",
        "ETE",
        "ENDOFWEEK",
        "HALFPART",
        "NEWYEAR",
        "HOLIDAY",
        "FEAST",
        "NOEL",
        "HOURS",
        "DAYWORD",
        "DAYAFTER",
        "DAYPART",
        "Q",
        "H",
        "CY",
        "ANAPHOR",
        "FISCAL",
        "THOUSAND",
    ]
)

_SUBJECT = r"(?: (?!que?\b|pour\b|de (?:ne|se)\b|d'|à )[\w'-]+){1,6}"
"""A subject behind its verb of saying: ", a annoncé la ville vendredi"."""
_REPORTED = re.compile(
    rf"[,»”\"]\s*(?:a|ont) (?:annoncé|déclaré|dit|indiqué|affirmé|précisé|assuré|confirmé|ajouté|"
    rf"expliqué|estimé|fait savoir|rapporté){_SUBJECT}\s*$|"
    r"(?<!\w)(?:(?:a|ont|avait|avaient) (?:\w+ment )?(?:annoncé|déclaré|dit|indiqué|décidé|"
    r"affirmé|précisé|assuré|confirmé|ajouté|rapporté|expliqué|estimé|fait savoir|averti|révélé)|"
    r"annonçait|déclarait|indiquait|affirmait|(?:a-t-|ont-)(?:il|elle|on|ils|elles) (?:\w+ment )?"
    r"(?:annoncé|déclaré|dit|indiqué|affirmé|précisé|assuré|confirmé|ajouté|expliqué|estimé|"
    r"lancé|souligné|averti|révélé|insisté|répondu|conclu|poursuivi))"
    r"(?: (?:ce|le|dès|devant|la|presse|à|aux|journalistes)){0,4}\s*$",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\W*(?:et|ou)?\W*(?:(?:de|d'|du|en|le|à|au|l')\W*){0,2}")

_AFTER = "(?: (?:le|la|les|en|au|pour|ce))?"
_polarity = Polarities(
    _direction,
    negated=r"\bn(?:e |')(?:\S+ ){0,4}?(?:pas|plus|jamais|aucune?)\b(?! seulement)|"
    r"\baucune? (?:\S+ ){1,2}n(?:e |')",
    limits="avant|jusqu'à|jusqu'au|depuis|d'ici",
    denied=rf"(?:non pas|pas|et non|au lieu (?:de|du|d')|plutôt que(?: de)?){_AFTER}",
    asserted=rf"mais(?: (?:bien|plutôt))?{_AFTER}",
    replaced=r"(?:initialement|auparavant|d'abord|à l'origine) (?:prévue?s?|programmée?s?|fixée?s?|"
    r"attendue?s?)(?: \w+){0,4}|(?:prévue?s?|programmée?s?) (?:initialement|à l'origine)(?: \w+)?|"
    r"(?:reporté|repoussé|décalé|avancé|déplacé|renvoyé)e?s? (?:du|de)",
    planned=r"(?:était|étaient|avait été|avaient été) (?:prévu|programmé|fixé|attendu|annoncé)e?s?"
    r"(?: \w+){0,3}",
    expected=r"(?:devait|devaient|aurait dû|auraient dû) (?:se |s')?\w+(?: \w+){0,3}",
    cancelled="annulée?s?|suspendue?s?|supprimée?s?|abandonnée?s?|déprogrammée?s?|annulation",
    postponed="reportée?s?|repoussée?s?|ajournée?s?|différée?s?|décalée?s?|retardée?s?|déplacée?s?|"
    "(?:avancée?|remise?|renvoyée?)s?(?= (?:du|au|à|de|d'))|report(?= (?:du|de|d'))",
    attributive="de|du|des|d'",
    happening=r"\b(?:lieu|tiendr\w+|ten(?:u|ir)\w*|jou(?:é|er|era)\w*|célébr\w+|organis\w+|dérouler\w*|"
    r"débuter\w*|commenc\w+|ouvr\w+|ser(?:a|ont) \w+(?:é|ée|és|ées|u|ue))\b",
    hypothetical=r"si|s'(?=ils? )|sauf si|au cas où",
    passive="été|est|sont|sera|seront|était|étaient|fut|furent",
    new=r"(?:à|au|aux|pour|jusqu'à|jusqu'au|d'ici|de|du|en)(?: (?:le|la|l'|ce))?",
    undone=r"(?:(?:a|ont|avait|avaient) {verb}|annulation|report)(?: \S+){{1,7}}? (?:du|de|d'|des|"
    r"(?:prévue?s?|programmée?s?|fixée?s?)(?: (?:le|pour|au|en|pour le))?)",
)

_MOVED = re.compile(
    r"\b(?:report|(?:report|repouss|ajourn|différ|décal|avanc|renvoy|déplac)(?:ée?s?|er|era|eront))"
    r"(?: \S+){1,5} d[ue]$",
    re.IGNORECASE,
)
_EVENTS = Events(
    r"\s*(?:(?:(?:de|du|des)\s+)?(?:le|la|les|un|une|son|sa|ses|leur|leurs|ce|cet|cette)\s+|"
    r"(?:de )?l'|d'un\s+|d'une\s+)?(?P<event>[a-zà-ÿœ]{4,})",
    endings=r"ations?|tions?|ements?|ages?|ures?|ances?|ées?|és?|er|s",
    families={
        "death": "mort|morts|mourut|mourir|décès|décédée?s?|décède|tuée?s?|tue|meurtres?|"
        "assassinée?s?|assassinats?|abattue?s?|fusillade",
        "attack": "attentats?|attaques?|attaquée?s?|explosions?|explosé|bombes?|explosait",
        "vote": "vot(?:e|es|é|ée|és|ées|er|ent|era|eront)|élections?|élue?s?|scrutin|"
        "référendum|tour",
        "signature": "sign(?:é|ée|és|ées|er|ature|atures|ent|e|era|eront)|accords?|traité",
        "arrest": "arrestations?|arrêtée?s?|interpellations?|interpellée?s?",
        "crash": "accidents?|collisions?|crash|percutée?s?|écrasée?s?",
        "building": "constru(?:it|its|ite|ites|ire|ira|iront|isent)|constructions?|bâtie?s?|bâtir|"
        "érigée?s?",
        "closing": "ferm(?:é|ée|és|ées|er|era|eront|e|ent|ait|aient|eture|etures)",
        "opening": "r?ouv(?:ert|erte|erts|ertes|rir|rira|riront|re|rent|rait|erture|ertures)|"
        "rouvert(?:e|s|es)?|réouvertures?|inaugur(?:é|ée|és|ées|er|era|e|ation|ations)",
        "birth": "née?s?|naît|naissances?|naquit",
        "founding": "fond(?:é|ée|és|ées|er|ation)|cré(?:é|ée|és|ées|er|ation)",
        "resignation": "démission(?:s|ne|né|ner|nera|naire)?",
        "appointment": "nomm(?:é|ée|és|ées|er|era)|nominations?|désignée?s?",
        "publication": "publi(?:é|ée|és|ées|er|era|e|ent|cation|cations)|"
        "par(?:u|ue|aît|aîtra|ution)|sort(?:i|ie|ira)?",
        "marriage": r"mari(?:é|ée|és|ées|er|age|ages)|épous\w+",
        "demolition": "démoli(?:e|s|es|r|ra|tion|tions)?|détrui(?:t|te|re|ra)|rasée?s?",
    },
)
_SENTENCES = Sentences(
    "MM|Mme|Mmes|Mlle|Mlles|Dr|Drs|Pr|Me|Mgr|Ste?|Gal|Cdt|Col|Lt|Cap|art|al|av|apr|env|cf|p|pp|vol|"
    "n°|janv|févr|avr|juil|sept|oct|nov|déc",
    soft=r"etc|[ap]\.m|J\.-C|Cie",
    openers="Le|La|Les|L|Un|Une|Des|Du|De|Il|Elle|Ils|Elles|On|Nous|Vous|Je|Ce|Cet|Cette|Ces|C|Son|"
    "Sa|Ses|Leur|Leurs|En|Au|Aux|Dans|Pour|Sur|Par|Mais|Et|Si|Quand|Selon|Après|Avant|Depuis|Plus",
)

GRAMMAR = Grammar(
    Lexicon(_WORDS),
    [*_NUMBERS, *_DATES, *_PERIODS, *_OFFSETS, *_RANGES],
    heads=_HEADS,
    joined=_JOINED,
    reported=_REPORTED,
    direction=_direction,
    polarity=_polarity,
    sentences=_SENTENCES,
    moved=_MOVED,
    compared=re.compile(r"\bque (?:\w+ )?(?:prévu|annoncé|attendu|promis|espéré|d'habitude)\b"),
    events=_EVENTS,
    starting=re.compile(
        r"\b(?:commenc\w+|débuts?|débuté?\w*|démarr\w+|lancé\w*|(?:s'est )?ouvert\w*|ouverture|"
        r"coup d'envoi)\b",
        re.IGNORECASE,
    ),
    ranked=re.compile(
        r"\b(?:premi(?:er|ère)s?|seconde?s?|\w+ième|derni(?:er|ère)s?|seule?s?|meilleure?s?|pires?|"
        r"plus \w+)(?: [^\s,;:.]+){0,5} d[eu]\s*$"
    ),
    habitual=re.compile(rf"[Ll]e (?:{'|'.join(name for name in _WEEKDAYS if len(name) > 4)})"),
    names=Names(
        "Avril|Juin|Juillet|Mai|Août|Noël",
        behind="en|de|du|depuis|début|fin|mi",
        titles="M|M.|Mme|Mlle|Me|Dr",
    ),
)

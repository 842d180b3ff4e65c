"""The grammar of times in German (Germany, Austria, Switzerland, South Tyrol), day first."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from index.dates.events import Events
from index.dates.expressions import (
    Anaphor,
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
    SameDay,
    Shifted,
    Span,
    TurnOfYear,
    UnitOf,
    Whole,
    Window,
    Yearly,
)
from index.dates.grammar import Grammar, Rule
from index.dates.languages._de_direction import direction_of
from index.dates.languages._de_verbs import POLARITY, REPORTING_CLAUSE
from index.dates.languages._periods import (
    counted,
    first_or_last_units,
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
    days_in,
    days_of_month,
    decade,
    entries,
    first_months,
    following,
    following_weekday,
    is_year,
    names,
    numbered,
    numeric,
    same_day,
    span,
    week_of,
    with_year,
    within,
    year_named,
)
from index.dates.names import Names
from index.dates.sentences import Sentences
from index.dates.tokens import OTHER, Lexicon

if TYPE_CHECKING:
    from index.dates.calendar import Unit
    from index.dates.expressions import Amount

_MONTHS, _WEEKDAYS = names("de")
_SHORTEST_MONTH = 3
_DOUBTFUL = {"mai", "august", "juli", "april"}  # people have such names

_ONES = ["ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
_TEENS = [
    *("zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn"),
    *("siebzehn", "achtzehn", "neunzehn"),
]
_TENS = [
    *("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"),
]
_UNDER_HUNDRED = {
    **{word: number for number, word in enumerate(_ONES, 1) if word != "ein"},
    **{word: number for number, word in enumerate(_TEENS, 10)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
    **{
        f"{one}und{ten}": 10 * tens + ones
        for tens, ten in enumerate(_TENS, 2)
        for ones, one in enumerate(_ONES, 1)
    },
}
_NUMBERS_IN_WORDS = {
    **_UNDER_HUNDRED,
    "zwo": 2,
    "eins": 1,
    "dreissig": 30,
    **{
        f"{head}hundert": 100 * number
        for head, number in (("", 1), ("ein", 1), *((one, i) for i, one in enumerate(_ONES, 1)))
    },
}
_YEARS_IN_WORDS = {
    **{f"neunzehnhundert{word}": 1900 + number for word, number in _UNDER_HUNDRED.items()},
    **{f"zweitausend{word}": 2000 + number for word, number in _UNDER_HUNDRED.items()},
}
_ORDINALS = [
    *("erst", "zweit", "dritt", "viert", "fünft", "sechst", "siebt", "acht", "neunt", "zehnt"),
    *("elft", "zwölft", "dreizehnt", "vierzehnt", "fünfzehnt", "sechzehnt", "siebzehnt"),
    *("achtzehnt", "neunzehnt", "zwanzigst"),
    *(f"{one}undzwanzigst" for one in _ONES),
    *("dreißigst", "einunddreißigst"),
]
_ENDINGS = ("e", "en", "er", "es", "em")
_DECADES = {
    **{ten: 1900 + 10 * number for number, ten in enumerate(_TENS, 2)},
    "nuller": 2000,
    "zehner": 2010,
}
_PARTS_OF_DAY = (
    *("früh", "morgen", "vormittag", "mittag", "nachmittag", "spätnachmittag", "abend"),
    *("spätabend", "vorabend", "nacht", "mitternacht"),
)
_COUNTED = (
    "menschen|personen|einwohner|einwohnern|teilnehmer|teilnehmern|besucher|besuchern|zuschauer|"
    "zuschauern|demonstranten|soldaten|polizisten|beamte|beamten|mitarbeiter|mitarbeitern|"
    "beschäftigte|beschäftigten|stellen|arbeitsplätze|arbeitsplätzen|schüler|schülern|schülerinnen|"
    "studenten|studierende|kinder|kindern|frauen|männer|männern|flüchtlinge|flüchtlingen|migranten|"
    "tote|toten|verletzte|verletzten|opfer|fälle|fällen|patienten|stimmen|wähler|wählern|kunden|"
    "haushalte|haushalten|wohnungen|häuser|häusern|fahrzeuge|fahrzeugen|autos|betriebe|betrieben|"
    "unternehmen|firmen|gemeinden|euro|dollar|franken|mark|schilling|lire|millionen|milliarden|"
    "tonnen|kilo|kilogramm|gramm|liter|meter|metern|kilometer|kilometern|hektar|quadratmeter|"
    "quadratkilometer|grad|prozent|punkte|punkten|seiten|exemplare|exemplaren|mal|km|m|kg|g|ha|mw|"
    "gw|kwh|ps|minuten|sekunden|stück|tiere|tieren|bäume|bäumen|mitglieder|mitgliedern|"
    "freiwillige|helfer|helfern|fans|plätze|plätzen|betten|höhenmeter|unterschriften|kühe|schafe"
)
_EVENTS_OF_DAYS = (
    "sitzung|sitzungen|ratssitzung|gemeinderatssitzung|stadtratssitzung|landtagssitzung|"
    "kabinettssitzung|plenarsitzung|sondersitzung|ausschusssitzung|vorstandssitzung|"
    "versammlung|vollversammlung|hauptversammlung|generalversammlung|jahresversammlung|"
    "bürgerversammlung|jahreshauptversammlung|mitgliederversammlung|pressekonferenz|"
    "medienkonferenz|abstimmung|volksabstimmung|wahl|wahlen|stichwahl|gemeinderatswahl|"
    "landtagswahl|bundestagswahl|verhandlung|gerichtsverhandlung|hauptverhandlung|entscheidung|"
    "urteil|urteilsverkündung|prozess|anhörung|spiel|spiele|heimspiel|auswärtsspiel|spieltag|"
    "spitzenspiel|derby|match|partie|duell|begegnung|rennen|abfahrt|slalom|riesenslalom|"
    "riesentorlauf|sprint|finale|halbfinale|viertelfinale|endspiel|etappe|training|"
    "qualifikation|treffen|gipfel|gipfeltreffen|spitzentreffen|gespräch|gespräche|konzert|"
    "aufführung|premiere|vorstellung|vortrag|veranstaltung|feier|feierlichkeiten|festakt|"
    "feierstunde|gottesdienst|prozession|umzug|gedenkfeier|erklärung|stellungnahme|termin|"
    "debatte|aussprache|tagung|konferenz|beerdigung|begräbnis|trauerfeier|eröffnung|kundgebung|"
    "demonstration|demonstrationen|streik|streiks|warnstreik|aktionstag|auftritt|besuch|"
    "ankunft|anschlag|anschläge|angriff|angriffe|explosion|unfall|unglück|beschluss|bericht|"
    "mitteilung|aussendung|ausgabe|handel|handelsverlauf"
)
"""Nouns after which "heutig" is today; "der heutige Umgang" is that of our time."""
_NO_DATES = (
    "guten morgen|schwarzer freitag|schwarzen freitag|blutsonntag|frankfurter allgemeine "
    "sonntagszeitung|welt am sonntag|bild am sonntag|chinesisches neujahr|chinesische neujahr|"
    "chinesischen neujahrsfest|jüdisches neujahr|arabischer frühling|arabische frühling|"
    "arabischen frühling|prager frühling|prager frühlings|erster mai preis|"
    "eines tages|dieser tage|eines abends|osterinsel|august der starke|ernst august|karl august"
)

_HOLIDAYS = {
    "neujahr|neujahrstag|neujahrs": "new year",
    "dreikönig|dreikönigstag|dreikönigsfest|heilige drei könige|epiphanias": "epiphany",
    "valentinstag": "valentine",
    "weltfrauentag|internationaler frauentag|internationalen frauentag": "women's day",
    "tag der arbeit|maifeiertag": "labour day",
    "mariä himmelfahrt|maria himmelfahrt|hochunserfrauentag|ferragosto": "assumption",
    "halloween|reformationstag": "halloween",
    "allerheiligen": "all saints",
    "heiligabend|heiliger abend|heiligen abend|weihnachtsabend": "christmas eve",
    "weihnachten|christtag|weihnachtstag|erster weihnachtstag|ersten weihnachtstag|"
    "ersten weihnachtsfeiertag|erster weihnachtsfeiertag": "christmas",
    "stephanstag|stefanstag|stefanitag|stephanitag|zweiter weihnachtstag|zweiten weihnachtstag|"
    "zweiter weihnachtsfeiertag|zweiten weihnachtsfeiertag": "boxing day",
    "silvester|silvesterabend|silvesternacht": "new year's eve",
    "faschingsdienstag|fastnachtsdienstag|veilchendienstag": "mardi gras",
    "aschermittwoch": "ash wednesday",
    "palmsonntag": "palm sunday",
    "karfreitag": "good friday",
    "ostern|ostersonntag": "easter",
    "ostermontag": "easter monday",
    "christi himmelfahrt|himmelfahrtstag|vatertag": "ascension",
    "pfingsten|pfingstsonntag": "pentecost",
    "pfingstmontag": "whit monday",
    "thanksgiving|erntedankfest der usa": "thanksgiving",
    "frühlingsanfang|frühlingsbeginn|frühjahrsbeginn": "spring equinox",
    "sommeranfang|sommerbeginn|sommersonnenwende": "summer solstice",
    "herbstanfang|herbstbeginn": "autumn equinox",
    "winteranfang|winterbeginn|wintersonnenwende": "winter solstice",
    "black friday": "black friday",
}
_HOLIDAY_WEEKENDS = {"osterwochenende|osterwochenendes": "easter",
                     "pfingstwochenende|pfingstwochenendes": "pentecost"}  # fmt: skip
_BESIDE_HOLIDAYS = {
    "faschingssamstag|faschingsamstag|fastnachtssamstag|fastnachtsamstag": ("easter", -50),
    "weiberfastnacht|unsinniger donnerstag|unsinnigen donnerstag|schmutziger donnerstag|"
    "schmutzigen donnerstag": ("easter", -52),
    "fastnachtssonntag|fastnachtsonntag|faschingssonntag|faschingsonntag": ("easter", -49),
    "faschingsmontag|fastnachtsmontag": ("easter", -48),
    "herz-jesu-sonntag|herz jesu sonntag": ("easter", 70),
    "dreifaltigkeitssonntag": ("easter", 56),
    "rosenmontag": ("easter", -48),
    "gründonnerstag": ("easter", -3),
    "karsamstag|ostersamstag|karsonnabend": ("easter", -1),
    "weißer sonntag|weißen sonntag": ("easter", 7),
    "pfingstsamstag": ("pentecost", -1),
    "fronleichnam": ("easter", 60),
    "allerseelen|allerseelentag": ("all saints", 1),
}
_FIXED_DAYS = {
    "tag der deutschen einheit": (10, 3),
    "nikolaus|nikolaustag": (12, 6),
    "nikolausabend": (12, 5),
    "barbaratag": (12, 4),
    "martinstag|martini": (11, 11),
    "bundesfeier|bundesfeiertag": (8, 1),
    "peter und paul": (6, 29),
    "lichtmess|mariä lichtmess|maria lichtmess": (2, 2),
    "josefitag|josefstag|josefi": (3, 19),
    "walpurgisnacht": (4, 30),
    "johannistag": (6, 24),
    "siebenschläfer|siebenschläfertag": (6, 27),
    "augsburger friedensfest|friedensfest": (8, 8),
    "mariä geburt": (9, 8),
    "weltkindertag": (9, 20),
    "michaelitag": (9, 29),
    "österreichischer nationalfeiertag|österreichischen nationalfeiertag|"
    "österreichische nationalfeiertag": (10, 26),
    "mariä empfängnis|maria empfängnis": (12, 8),
    "tag der unschuldigen kinder": (12, 28),
}
_MOVABLE_DAYS = {
    "erntedank|erntedankfest|erntedanksonntag": (6, 10, 1),
    "volkstrauertag": (6, 11, 13),
    "buß- und bettag|buss- und bettag": (2, 11, 16),
    "schutzengelsonntag": (6, 9, 1),
    "kirchweihsonntag": (6, 10, 15),
    "seelensonntag": (6, 11, 1),
    "totensonntag|ewigkeitssonntag|christkönigssonntag": (6, 11, 20),
}
"""Weekday (0 is Monday), month and day: the holiday is the first such weekday from that day on."""
_FIRST_ADVENT = date(2000, 11, 27)
"""The earliest day of the year on which it can fall."""


def _adjective_forms(stem: str) -> str:
    """Return the forms of an adjective, separated by ``|`` for ``entries``."""
    return "|".join(stem + ending for ending in _ENDINGS)


def _all_forms(*stems: str) -> str:
    return "|".join(map(_adjective_forms, stems))


_WORDS: dict[str, tuple[str, Any]] = {
    **{name: ("SHORT" if len(name) <= _SHORTEST_MONTH else "MONTH", number)
       for name, number in _MONTHS.items()},
    **{name: ("MAYBE", _MONTHS[name]) for name in _DOUBTFUL},
    **{f"{name}s": ("MONTH", number)
       for name, number in _MONTHS.items() if len(name) > _SHORTEST_MONTH},
    **entries("MONTH", "jänner|jaenner|jänners", 1),
    **entries("MONTH", "feber|febers", 2),
    **entries("MONTH", "maerz|marz", 3),
    **entries("SHORT", "mrz|mär", 3),
    **entries("SHORT", "jän", 1),
    **entries("SHORT", "jun", 6),
    **entries("SHORT", "jul", 7),
    **entries("SHORT", "sept", 9),
    **{name: ("WD", day) for name, day in _WEEKDAYS.items() if len(name) > 3},
    **{name.title(): ("ABBR", day) for name, day in _WEEKDAYS.items() if len(name) <= 3},
    "sonnabend": ("WD", 5),
    # Des Mittwochs; but "mittwochs" is a habit.
    **{f"{name.title()}s": ("WDGENITIVE", day)
       for name, day in (*_WEEKDAYS.items(), ("sonnabend", 5)) if len(name) > 3},
    **{f"{name}{end}": ("MONTHWEEK", number)
       for name, number in (*_MONTHS.items(), ("jänner", 1), ("feber", 2))
       if len(name) > _SHORTEST_MONTH or name == "mai" for end in ("woche",)},
    **{f"{name}{end}": ("MONTHHALF", number)
       for name, number in (*_MONTHS.items(), ("jänner", 1), ("feber", 2))
       if len(name) > _SHORTEST_MONTH or name == "mai" for end in ("hälfte",)},
    **{f"{month}wochenende": ("MONTHWEEKEND", number)
       for month, number in (*_MONTHS.items(), ("jänner", 1), ("feber", 2))
       if len(month) > _SHORTEST_MONTH or month == "mai"},
    **{f"{month}{name}": ("MONTHDAY", (number, day))
       for month, number in (*_MONTHS.items(), ("jänner", 1), ("feber", 2))
       if len(month) > _SHORTEST_MONTH or month == "mai"
       for name, day in _WEEKDAYS.items() if len(name) > 3},
    **{f"{name}{part}": ("WDPART", day)
       for name, day in (*_WEEKDAYS.items(), ("sonnabend", 5)) if len(name) > 3
       for part in _PARTS_OF_DAY},
    # As scanned papers have it: amSamstag, imJuni.
    **{f"{before}{name.title()}": (kind, number)
       for before in ("am", "im", "vom", "bis", "ab", "seit", "und", "den", "der", "zum")
       for kind, names_of in (("WD", _WEEKDAYS), ("MONTH", _MONTHS))
       for name, number in names_of.items() if len(name) > _SHORTEST_MONTH},
    **{glued: ("DAYWORD", number)
       for name, number in (("heute", 0), ("gestern", -1), ("vorgestern", -2))
       for glued in (
           *(before + name for before in (
               "hat", "wird", "ist", "war", "wurde", "die", "der", "das", "und", "sich", "erst",
               "bereits", "noch", "seit", "bis", "ab", "auch", "haben", "sind", "wurden", "dass")),
           *(name + after for after in (
               "in", "um", "im", "auf", "bei", "mit", "von", "vor", "nach", "zu", "zum", "zur",
               "die", "der", "das", "den", "ein", "eine", "einen", "gegen", "wieder")),
       )},
    **{word: ("WORDN", number) for word, number in _NUMBERS_IN_WORDS.items()},
    **{word: ("YEAR", number) for word, number in _YEARS_IN_WORDS.items()},
    "zweitausend": ("THOUSAND", 2000),
    **{f"{stem}{ending}": ("ORD", number)
       for number, stem in enumerate(_ORDINALS, 1) for ending in _ENDINGS},
    **{f"{stem}{ending}": ("ORD", number)
       for stem, number in (("dreissigst", 30), ("einunddreissigst", 31)) for ending in _ENDINGS},
    **entries("ORD", "siebente|siebenten|siebenter|siebentes", 7),
    **entries("SUFFIX", "te|ten|ter|tes|ste|sten|ster"),
    **entries("A", "ein|eine|einem|einen|einer|eines", 1),
    **entries("A", "einem guten|einer guten|einem knappen|einer knappen", 1),
    **entries("HALFPART", "hälfte"),
    **entries("HALFA", "halben|halbes|halbe|halb", 0.5),
    **entries("ANDHALF", "eineinhalb|anderthalb", 1.5),
    **entries("ANDHALF", "zweieinhalb", 2.5),
    **entries("ANDHALF", "dreieinhalb", 3.5),
    **entries("FEW", "paar"),
    **entries("BOTH", "beiden", 2),
    **entries("HOURS", "stunde|stunden"),
    **entries("UHR", "uhr|h"),
    **entries("UNIT", "tag|tages|tags", "day"),
    **entries("UNITS", "tage|tagen|tg", "day"),
    **entries("UNIT", "werktag|arbeitstag|werktages|arbeitstages|bankarbeitstag|handelstag",
              "workday"),
    **entries("UNITS", "werktage|werktagen|arbeitstage|arbeitstagen|bankarbeitstage|"
              "bankarbeitstagen", "workday"),
    **entries("UNIT", "woche|kalenderwoche", "week"),
    **entries("KW", "kw|kalenderwoche", "week"),
    **entries("UNITS", "wochen|kalenderwochen", "week"),
    **entries("UNIT", "wochenende|wochenendes", "weekend"),
    **entries("UNIT", "|".join(
        f"{which} {word}" for which in ("verlängerte", "verlängerten", "lange", "langen", "ganze",
                                        "ganzen", "gesamte", "gesamten")
        for word in ("wochenende", "wochenendes")), "weekend"),
    **entries("UNIT", "arbeitswoche", "workweek"),
    **entries("UNITS", "wochenenden", "weekend"),
    **entries("UNIT", "monat|monats|monates", "month"),
    **entries("UNIT", "wonnemonat|ferienmonat|reisemonat|berichtsmonat|sommermonat|wintermonat|"
              "herbstmonat|wahlmonat", "month"),
    **entries("UNITS", "monate|monaten", "month"),
    **entries("UNIT", "quartal|quartals|vierteljahr", "quarter"),
    **entries("UNITS", "quartale|quartalen", "quarter"),
    **entries("UNIT", "halbjahr|halbjahres|halbjahrs|jahreshälfte", "half-year"),
    **entries("UNITS", "halbjahre|halbjahren", "half-year"),
    **entries("UNIT", "jahr|jahres|jahrs|kalenderjahr", "year"),
    **entries("UNITS", "jahre|jahren", "year"),
    **entries("UNIT", "jahrzehnt|jahrzehnts|dekade", "decade"),
    **entries("UNITS", "jahrzehnte|jahrzehnten|dekaden", "decade"),
    **entries("UNIT", "jahrhundert|jahrhunderts", "century"),
    **entries("UNITS", "jahrhunderte|jahrhunderten", "century"),
    **entries("OLD", "alt|alte|alten|alter|altes|jährig|jährige|jährigen|jähriger|jähriges|"
              "lang|später alter"),
    **{f"{ten}er{rest}": ("DECADE", year)
       for ten, year in _DECADES.items() for rest in ("jahre", "jahren", "-jahre", "-jahren")},
    **{f"{ten}er {rest}": ("DECADE", year) for ten, year in _DECADES.items()
       for rest in ("jahre", "jahren")},
    **{f"{ten} {rest}": ("DECADE", _DECADES[ten]) for ten in ("nuller", "zehner")
       for rest in ("jahre", "jahren")},
    **{f"{ten}{rest}": ("DECADE", _DECADES[ten]) for ten in ("nuller", "zehner")
       for rest in ("jahre", "jahren")},
    **entries("DECADE", "zweitausender|zweitausenderjahre|zweitausenderjahren", 2000),
    **entries("ER", "er|ern"),
    # Mitte der Neunziger, in den Siebzigern.
    **{f"{ten.title()}{end}": (kind, year) for ten, year in _DECADES.items()
       for end, kind in (("ern", "TENS"), ("er", "GENITIVETENS"))
       if ten not in {"nuller", "zehner"}},
    **entries("EARLYADJ", "frühe|frühen", "early"),
    **entries("EARLYADJ", "späte|späten", "late"),
    **{name: ("SEASON", season)
       for season, words in {
           "spring": "frühling|frühlings|frühjahr|frühjahrs|frühjahres",
           "summer": "sommer|sommers|sommersaison|sommermonate|sommermonaten",
           "autumn": "herbst|herbstes",
           "winter": "winter|winters|wintersaison|wintermonate|wintermonaten",
       }.items() for name in words.split("|")},
    **entries("SEASONPART", "frühsommer", ("early", "summer")),
    **entries("SEASONPART", "hochsommer", ("mid", "summer")),
    **entries("SEASONPART", "spätsommer", ("late", "summer")),
    **entries("SEASONPART", "frühherbst", ("early", "autumn")),
    **entries("SEASONPART", "spätherbst", ("late", "autumn")),
    **entries("SEASONED", "saison|spielzeit|schuljahr|wintersemester|studienjahr"),
    **entries("Q", "q", "quarter"),
    **entries("QUARTER", "auftaktquartal|startquartal|auftaktquartals|startquartals", 1),
    **entries("QUARTER", "schlussquartal|schlussquartals|abschlussquartal|abschlussquartals|"
              "weihnachtsquartal|weihnachtsquartals", 4),
    **entries("H", "h", "half-year"),
    **entries("FISCAL", "geschäftsjahr|geschäftsjahres|geschäftsjahrs|bilanzjahr|fiskaljahr|"
              "wirtschaftsjahr|rechnungsjahr"),
    **{word: ("HOLIDAY", name) for words, name in _HOLIDAYS.items() for word in words.split("|")},
    **{word: ("HOLIDAYPLUS", value)
       for words, value in _BESIDE_HOLIDAYS.items() for word in words.split("|")},
    **{word: ("FIXED", value)
       for words, value in _FIXED_DAYS.items() for word in words.split("|")},
    **{word: ("HOLIDAYWEEKEND", name)
       for words, name in _HOLIDAY_WEEKENDS.items() for word in words.split("|")},
    **{word: ("MOVABLE", value)
       for words, value in _MOVABLE_DAYS.items() for word in words.split("|")},
    **entries("HOLYWEEK", "karwoche"),
    **entries("ADVENTWEEKEND", "adventwochenende|adventswochenende"),
    **entries("ADVENT", "advent|adventsonntag|adventssonntag"),
    **entries("HOLIDAY", "Himmelfahrt", "ascension"),
    **entries("MOTHERSDAY", "muttertag"),
    **entries("DAYWORD", "heute|heut", 0),
    **entries("DAYWORD", "gestern", -1),
    **entries("DAYWORD", "vorgestern", -2),
    **entries("DAYWORD", "vorvorgestern", -3),
    **entries("DAYWORD", "morgen", 1),
    **entries("DAYWORD", "übermorgen", 2),
    **entries("DAYWORD", "überübermorgen", 3),
    **entries("MORNING", "Morgen", 1),
    **entries("NOW", "jetzt", 0),
    **entries("HEUER", "heuer", 0),
    **entries("TODAYS", "heutige|heutigen|heutiger|heutiges", 0),
    **entries("TODAYSEVENT", "|".join(
        f"heutige{ending} {event}"
        for ending in ("", "n", "r", "s") for event in _EVENTS_OF_DAYS.split("|")),
        0),
    **entries("DAYADJ", _adjective_forms("gestrig"), -1),
    **entries("DAYADJ", _adjective_forms("morgig"), 1),
    **entries("DAYADJ", _adjective_forms("vorgestrig"), -2),
    **entries("UNITADJ", _adjective_forms("diesjährig"), (0, "year")),
    **entries("UNITADJ", _all_forms("letztjährig", "vorjährig"), (-1, "year")),
    **entries("UNITADJ", _adjective_forms("nächstjährig"), (1, "year")),
    **entries("UNITADJ", _adjective_forms("dieswöchig"), (0, "week")),
    **entries("UNITADJ", _all_forms("letztwöchig", "vorwöchig"), (-1, "week")),
    **{form: ("WDADJ", day) for name, day in (*_WEEKDAYS.items(), ("sonnabend", 5))
       if name.endswith("tag") for form in _adjective_forms(name[:-3] + "tägig").split("|")},
    **entries("DAYPART", "früh|vormittag|mittag|nachmittag|abend|nacht|mittags|abends|morgens|"
              "nachts|vormittags|nachmittags|spätabends|spätabend"),
    **entries("DAYPART", "in der früh|in der nacht|am abend|am nachmittag|am vormittag|am mittag|"
              "am morgen|am frühen morgen|am späten abend|am frühen abend|am späten nachmittag|"
              "am frühen nachmittag|am späten vormittag|am frühen vormittag|gegen abend|"
              "gegen mittag|zu mittag|im laufe des tages|im laufe des abends|im laufe der nacht|"
              "im laufe des nachmittags|im laufe des vormittags", True),
    **entries("DAYPART", "|".join(
        f"in den {adjective}{part}stunden"
        for adjective in ("", "frühen ", "späten ")
        for part in ("morgen", "vormittags", "mittags", "nachmittags", "abend", "nacht")), True),
    **entries("NIGHT", "nacht"),
    **entries("EARLY", "anfang|beginn|anfangs", "early"),
    **entries("MID", "mitte", "mid"),
    **entries("END", "ende|ausgang", "late"),
    **entries("EDGE", "jahresende|jahreswechsel|jahresausklang", ("late", "year")),
    **entries("EDGE", "jahresanfang|jahresbeginn", ("early", "year")),
    **entries("EDGE", "jahresmitte", ("mid", "year")),
    **entries("EDGE", "monatsende", ("late", "month")),
    **entries("EDGE", "monatsanfang|monatsbeginn", ("early", "month")),
    **entries("EDGE", "monatsmitte", ("mid", "month")),
    **entries("EDGE", "wochenbeginn|wochenanfang", ("early", "week")),
    **entries("EDGE", "wochenmitte", ("mid", "week")),
    **entries("EDGE", "quartalsende", ("late", "quarter")),
    **entries("REST", "rest|restlichen"),
    **entries("THIS", _all_forms("dies", "laufend"), 0),
    **entries("HEURIG", _adjective_forms("heurig"), 0),
    **entries(OTHER, "Heurige|Heurigen|Heuriger"),  # the wine, and where it is drunk
    **entries("RUNNING", "aktuellen|zu ende gehenden|zu ende gehende|ausklingenden", 0),
    # Of the turn of the year that is nearest.
    **entries("NEWYEAR", "neue jahr|neuen jahr|neuen jahres|neues jahr", 0),
    **entries("NEWYEAR", "alte jahr|alten jahr|alten jahres|altes jahr", -1),
    **entries("NEXT", _adjective_forms("nächst"), 1),
    **entries("COMING", _all_forms("kommend", "bevorstehend"), 1),
    **entries("NEXTBUTONE", _adjective_forms("übernächst"), 2),
    **entries("LAST", _all_forms("letzt", "vergangen", "vorig", "abgelaufen", "verflossen"), -1),
    **entries("LASTBUTONE", _all_forms("vorletzt", "vorvergangen", "vorvorig"), -2),
    **entries("FOLLOWING", _all_forms("folgend", "darauffolgend", "nachfolgend"), 1),
    **entries("FOLLOWING", _all_forms("vorangegangen", "vorhergehend", "vorausgegangen",
                                      "vorherig"), -1),
    **entries("TOLDUNIT", "vorjahr|vorjahres|vorjahrs", (-1, "year")),
    **entries("TOLDUNIT", "vormonat|vormonats", (-1, "month")),
    **entries("TOLDUNIT", "vorwoche", (-1, "week")),
    **entries("TOLDUNIT", "vorquartal|vorquartals", (-1, "quarter")),
    **entries("TOLDUNIT", "folgejahr|folgejahres", (1, "year")),
    **entries("TOLDUNIT", "folgemonat|folgemonats", (1, "month")),
    **entries("TOLDUNIT", "folgewoche", (1, "week")),
    **entries("YEAREARLIER", "vorjahresquartal|vorjahresquartals", "quarter"),
    **entries("YEAREARLIER", "vorjahresmonat|vorjahresmonats", "month"),
    **entries("YEAREARLIER", "vorjahreszeitraum|vorjahreszeitraums|vorjahreszeitraumes|"
              "vorjahresperiode"),
    **entries("DAYAFTER", "folgetag|tags darauf|tag darauf|tag danach|tag später|nächsten tag|"
              "nächsten morgen|folgenden tag|folgenden morgen|abend darauf|nacht darauf|"
              "morgen darauf|nächsten abend", 1),
    **entries("DAYAFTER", "anderntags|tags drauf|tag drauf", 1),
    **entries("DAYAFTER", "|".join(
        f"{which} {part}" for which in ("nächsten", "folgenden", "darauffolgenden")
        for part in ("tag", "morgen", "vormittag", "mittag", "nachmittag", "abend")), 1),
    **entries("DAYAFTER", "in der nacht darauf|am abend darauf|am morgen darauf", 1),
    **entries("DAYAFTER", "in der nacht zuvor|am abend zuvor|am morgen zuvor", -1),
    **entries("DAYAFTER", "vortag|vortages|tags zuvor|tag zuvor|tag davor|abend zuvor|nacht zuvor|"
              "tag vorher|vorabend", -1),
    **{f"{which} {word}": ("ANAPHOR", unit)
       for which in ("selben", "gleichen", "jenem", "jenen", "jener", "jenes", "desselben",
                     "derselben", "demselben")
       for word, unit in {
           "tag": "day", "tages": "day", "abend": "day", "nacht": "day", "morgen": "day",
           "woche": "week", "wochenende": "weekend", "monat": "month", "jahr": "year",
           "jahres": "year", "quartal": "quarter", "zeitraum": None, "periode": None}.items()},
    **entries("ANAPHOR", "diesem tag|diesem tage|diesem abend|diesem nachmittag|diesem morgen|"
              "diesem vormittag", "day"),
    **entries("DER", "der|die|das|den|dem|des"),
    **entries("IM", "im|in dem"),
    **entries("AM", "am|an dem|beim"),
    **entries("AN", "an"),
    **entries("ZU", "zum|zur|zu"),
    **entries("IN", "in|anno"),
    **entries("INSIDE", "innerhalb|innerhalb von|binnen|innert", 1),
    **entries("WITHIN", "während|im laufe|im verlauf|übers"),
    **entries("VON", "von"),
    **entries("VOM", "vom"),
    **entries("FOR", "für"),
    **entries("MADE", "geboren|gegründet|erbaut|errichtet|erschienen|entstanden|gestorben"),
    **entries("AUF", "auf"),
    **entries("MOVED", "verschoben|verlegt|vertagt|vorverlegt", True),
    **entries("BIS", "bis|bis zum|bis zur|bis einschließlich|bis inklusive|bis spätestens|"
              "bis in den|bis in die|bis ins|bis zu", 1),
    **entries("BY", "spätestens|spätestens am|spätestens im|spätestens bis|spätestens bis zum", 1),
    **entries("SINCE", "seit", -1),
    **entries("SINCE", "ab|frühestens|frühestens am|frühestens im|nicht vor", 1),
    **entries("ZWISCHEN", "zwischen"),
    **entries("UND", "und|sowie|bzw|bzw.|beziehungsweise|oder"),
    **entries("VOR", "vor", -1),
    **entries("NACH", "nach", 1),
    **entries("LATER", "später|danach|darauf", 1),
    **entries("LATER", "zuvor|davor|früher|vorher", -1),
    **entries("ABOUT", "rund|etwa|knapp|gut|fast|ungefähr|circa|ca|genau|mindestens|höchstens|"
              "gerade|insgesamt|nur|nicht einmal|bis zu|gut und gerne"),
    **entries("BUT", "sondern|sondern erst|sondern bereits|sondern schon"),
    **entries("ABOUT", "beinahe|nahezu|annähernd|über|gerade einmal|etwas mehr als|"
              "etwas weniger als|weit mehr als|deutlich mehr als|weit über"),
    **entries("ABOUT", "mehr als|weniger als|nunmehr|mittlerweile|inzwischen|bereits|schon|"
              "jetzt schon", "than"),
    **entries("AGO", "her"),
    **entries("POSSESSIVE", "|".join(
        stem + ending for stem in ("mein", "sein", "ihr", "unser")
        for ending in ("", "e", "em", "en", "er", "es"))),
    **entries("OFMONTH", "d. m|d. mts", 0),
    **entries("ORLATER", "oder später|und später"),
    **entries("SOIT", "also|das ist|das heißt|sprich|d. h"),
    **entries("EVERY", "jeden|jedes|jede|jedem|jeder|alle|allen|außer|ausgenommen"),
    **entries("BC", "der hidschra|hidschri|nach der hidschra|hidschra|a. h|ah|v. chr|v. u. z|"
              "vor christus|vor christi geburt|vor unserer zeitrechnung"),
    **entries("AD", "n. chr|nach christus"),
    **entries("COUNTED", _COUNTED),
    **entries("LABEL", "flug|artikel|paragraf|paragraph|resolution|seite|seiten|nummer|nr|linie|"
              "bundesstraße|raum|zimmer|kapitel|psalm|platz|rang|höhe|postfach|telefon|tel|"
              "startnummer|din|iso|windows"),
    **entries("VERBAL", "wird|werden|soll|sollen|will|wollen|ist|sind|kann|können|muss|müssen|"
              "beginnt|startet|findet|tritt|kommt|geht|öffnet|eröffnet|entscheidet|tagt|endet|"
              "stimmt|gibt|steht|hat|reist|trifft|spielt|läuft|zurück|wieder|fällig"),
    **entries(OTHER, _NO_DATES),
}  # fmt: skip

_DAY = "(N DOT|ORD|N SUFFIX)"
_DAY_ALONE = "(N DOT?|N SUFFIX|ORD)"
_COUNT = "(N|WORDN|BIGN|A|HALFA|ANDHALF)"
_MONTH = "(MONTH|MAYBE|SHORT DOT?)"
_UNITS = "(UNIT|UNITS)"
_DERS = "(DER|IM|AM|ZU DER|IN DER|IN|AN DER)"
_TURN = "(THIS|RUNNING|NEXT|LAST|NEXTBUTONE|LASTBUTONE)"
_PART = "(DAYPART|NIGHT|MORNING|DAYWORD)"
_AMOUNTS = "AMOUNT ((COMMA|UND) AMOUNT){0,3}"
_WDATE = "((WD|WDPART|ABBR) DOT? COMMA? (DER)?)"
_EIGHT_DAYS, _FOURTEEN_DAYS = 8, 14
_SATURDAY, _SUNDAY = 5, 6


def _nothing(**_: object) -> bool:
    """Return a value for an expression that is not a time, so that no later rule matches it."""
    return True


def _amount(count: float | None, unit: Unit, half: float | None = None) -> Amount | None:
    number = count if half is None else half
    return None if number is None else (number, unit)


def _days_of_hours(count: int) -> Amount | None:
    return (count // 24, "day") if count and count % 24 == 0 else None


def _day_month(pair: tuple[int, int], **others: Any) -> Calendar | None:
    """17.9.: the day comes first, always."""
    return calendar_date(pair[0], pair[1], **others)


def _month_year(pair: tuple[int, int]) -> Calendar | None:
    """05.2016, which has nothing but a month and a year."""
    month, year = pair
    return calendar_date(month=month, year=year) if year > 99 else None


def _slashed(pair: tuple[int, int]) -> Calendar | None:
    """29/2 is a day, 3/4 or 2/3 need not be one."""
    return calendar_date(*pair) if pair[0] > 12 else None


def _weekday_date(inner: Expression, weekday: int, turn: int | None = None) -> Expression | None:
    """Sonntag, 3. Mai; Montag, der 3.: the date, and the weekday that it has to be."""
    if not isinstance(inner, Calendar) or inner.day is None or inner.weekday is not None:
        return None
    return replace(inner, weekday=weekday, turn=inner.turn if turn is None else turn)


def _from_year_to_next(first: int, last: int) -> Expression | None:
    """2019/20, a season or a school year."""
    follows = last == first + 1 or last == (first + 1) % 100
    return span(Calendar(first), Calendar(first + 1)) if follows else None


def _lifetime(first: int, last: int) -> Expression | None:
    """(1756–1791)."""
    return span(Calendar(first), Calendar(last)) if first < last else None


def _year_pair(pair: tuple[int, int]) -> Expression | None:
    """2011/12 is that winter rather than that December."""
    return _from_year_to_next(*pair) or calendar_date(year=pair[0], month=pair[1])


def _two_days(days: list[Any], month: int, year: int | None) -> Expression | None:
    """25/26. Februar."""
    first, last = (calendar_date(day, month, year) for day in days[0])
    return span(first, last)


def _fiscal(years: list[Any], pair: tuple[int, int] | None) -> Fiscal:
    """Das Geschäftsjahr 2019, 2018/19."""
    first = years[0] if pair is None else pair[0]
    return Fiscal(first, first + (pair is not None or len(years) > 1))


def _relative(unit: Unit, turn: int) -> Relative | None:
    """Letzte Woche; but "der letzte Tag" is that of something."""
    return None if unit in {"day", "workday"} else Relative(unit, turn)


def _season(which: str, year: int | None = None, turn: int | None = None) -> Yearly:
    return Yearly("season", which, year=year, turn=turn)


def _season_part(part: tuple[Any, str], year: int | None) -> Part:
    return Part(part[0], _season(part[1], year))


def _holiday(which: str, year: int | None, turn: int | None) -> Yearly:
    return Yearly("holiday", which, year=year, turn=turn)


def _beside_holiday(
    which: tuple[str, int], year: int | None = None, turn: int | None = None
) -> Shifted:
    """Gründonnerstag 2019, Fastnachtssonntag im nächsten Jahr."""
    name, days = which
    sign = 1 if days > 0 else -1
    holiday: Expression = Yearly("holiday", name, year=year)
    if isinstance(holiday, Yearly) and turn is not None:
        holiday = Inside(holiday, Relative("year", turn))
    return Shifted(((abs(days), "day"),), sign, holiday)


def _movable_day(which: tuple[int, int, int], year: int | None) -> Nth:
    weekday, month, day = which
    first = date(2000, month, day)
    last = first + timedelta(days=6)
    week = Span(Calendar(year, month, day), Calendar(year, last.month, last.day))
    return Nth(1, 1, "day", week, weekday)


def _advent(which: int, year: int | None) -> Nth | None:
    """Der erste Advent, der zweite Adventssonntag."""
    if not 1 <= which <= _SUNDAYS_OF_ADVENT:
        return None
    first = _FIRST_ADVENT + timedelta(weeks=which - 1)
    return _movable_day((_SUNDAY, first.month, first.day), year)


_SUNDAYS_OF_ADVENT = 4


def _fixed_day(which: tuple[int, int], year: int | None) -> Calendar:
    month, day = which
    return Calendar(year, month, day)


def _edge(which: tuple[Any, Unit], year: int | None) -> Expression | None:
    """Jahresende, zum Jahresende 2019."""
    part, unit = which
    if year is not None:
        return Part(part, Calendar(year)) if unit == "year" else None
    return Part(part, Running(unit, 0))


def _before_edge(which: tuple[Any, Unit], year: int | None) -> Expression | None:
    """Noch vor Jahresende: within the year."""
    part, unit = which
    if part != "late" or (year is not None and unit != "year"):
        return None
    return bound("by", Relative(unit, 0) if year is None else Calendar(year))


def _unit(unit: Unit, turn: int | None) -> Relative:
    """Dieses Monats, des nächsten Monats; des Monats, which may be another one."""
    return Running(unit, 0) if turn is None else Relative(unit, turn)


def _nth(
    which: int,
    unit: Unit,
    count: int | None = None,
    outer: Expression | None = None,
    inside: Unit | None = None,
    turn: int | None = None,
) -> Nth | None:
    if outer is None:
        outer = Running("year", 0) if inside is None else _unit(inside, turn)
    if isinstance(outer, Calendar) and (
        outer.weekday is not None or (unit == "year" and outer.month is not None)
    ):
        return None  # "letztes Jahr im Oktober" is not the last year of an October
    return Nth(which if abs(which) < _MOST else -1, count or 1, unit, outer)


_MOST = 60


def _nth_weekday(
    which: int,
    weekday: int,
    outer: Expression | None = None,
    inside: Unit | None = None,
    turn: int | None = None,
) -> Nth:
    """Der letzte Freitag des Monats, der erste Mittwoch im nächsten Monat."""
    inner = outer if outer is not None else _unit(inside or "month", turn)
    return Nth(which, 1, "day", inner, weekday)


def _week_of_month(which: int, month: int, year: int | None) -> Nth:
    """In der dritten Juliwoche."""
    return Nth(which, 1, "week", Calendar(year, month))


def _weekend_of_month(which: int, month: int, year: int | None) -> Nth:
    """Am ersten Maiwochenende."""
    return Nth(which, 1, "weekend", Calendar(year, month))


def _weekday_of_month(which: int, what: tuple[int, int], year: int | None) -> Nth:
    """Am letzten Septembersonntag."""
    month, weekday = what
    return Nth(which, 1, "day", Calendar(year, month), weekday)


def _half_of_month(which: int, month: int, year: int | None) -> Part | None:
    """In der ersten Maihälfte."""
    if which not in {1, 2}:
        return None
    return Part("early" if which == 1 else "late", Calendar(year, month))


def _days_to(first: int, last: Expression) -> Expression | None:
    """Vom 3. bis 5. Mai: the first day is of the month, or of the one before."""
    if not isinstance(last, Calendar) or last.day is None or last.month is None:
        return None
    one = calendar_date(first)
    if one is not None and last.turn is not None and first <= last.day:
        one = replace(one, month=last.month)
    return span(one, last)


def _has_month(expression: Expression) -> bool:
    return isinstance(expression, Calendar) and expression.month is not None


def _days_of_list(first: int, until: int, last: Expression) -> Expression | None:
    """3. bis 5., of "von 3. bis 5. und von 10. bis 12. Juni"."""
    one, other = _day_of_list(first, last), _day_of_list(until, last)
    return span(one, other) if first < until else None


def _dated_like(weekday: int, day: int, last: Expression) -> Expression | None:
    """Freitag, 22., of "Freitag, 22., und Samstag, 23. Mai"."""
    one = _day_of_list(day, last)
    return one and replace(one, weekday=weekday)


def _days_listed(firsts: list[Any], last: Expression) -> Expression | None:
    """Am 3., 4. und 5. Mai: a range only if no day is left out."""
    days = [day for day in firsts if day is not None]
    if not isinstance(last, Calendar) or last.day is None:
        return None
    if [*days, last.day] != list(range(days[0], days[0] + len(days) + 1)):
        return None
    return _days_to(days[0], last)


def _day_of_list(day: int, last: Expression) -> Calendar | None:
    """Am 6., of "am 6. und 13. April", "am 6. sowie am 13. und 14. April"."""
    if isinstance(last, Span):
        last = last.first if _has_month(last.first) else last.last
    if not isinstance(last, Calendar) or last.day is None or last.month is None:
        return None
    return calendar_date(day, last.month, last.year) if day < last.day else None


def _moved(first: Expression, last: Expression, moved: bool | None) -> Expression | None:
    """Vom 14. auf den 21. Juni: what is put off is on the last day."""
    if isinstance(first, Calendar) and isinstance(last, Calendar):
        days = (first.day, last.day, first.weekday, last.weekday)
        if not moved and all(day is None for day in days):
            return span(first, last)  # von 2014 auf 2015
        whole = span(first, last)
        return LastOf(whole) if isinstance(whole, Span) else None
    return None


def _day_moved(first: int, last: Expression) -> Expression | None:
    whole = _days_to(first, last)
    return LastOf(whole) if isinstance(whole, Span) else None


def _weeks_of_days(amounts: list[Any]) -> tuple[Amount, ...]:
    """Vor acht Tagen, which are seven."""
    given = amounts_of(amounts)
    return ((_EIGHT_DAYS - 1, "day"),) if given == ((_EIGHT_DAYS, "day"),) else given


def _weeks_from(
    amounts: list[Any], weekday: int | None = None, turn: int | None = None, sign: int = 1
) -> Expression | None:
    """Montag in einer Woche, heute in acht Tagen: which are seven."""
    given = amounts_of(amounts)
    if not all(isinstance(one, tuple) for one in given):
        return None
    [(count, unit), *others] = given
    if unit == "day" and not others and count in {_EIGHT_DAYS, _FOURTEEN_DAYS + 1}:
        given = ((count // 7, "week"),)
    if weekday is not None:
        return Shifted(given, sign, Calendar(weekday=weekday, turn=1 if sign > 0 else None))
    return Shifted(given, sign, Relative("day", turn or 0))


def _ago_today(amounts: list[Any]) -> Shifted:
    """Heute vor zehn Jahren: to the day."""
    return Shifted(amounts_of(amounts), -1, exact=True)


_LIFE = 100
"""Maximum number of years between times of a narrative; "100 Jahre später" is today."""


def _narrative_day(shift: int) -> Narrative:
    return Narrative(((abs(shift), "day"),), 1 if shift > 0 else -1)


def _rest(sign: int, unit: Unit) -> Rest | None:
    """Später in diesem Jahr, früher in diesem Monat."""
    return None if unit == "day" else Rest(unit, passed=sign < 0)


def _narrative_unit(which: tuple[int, Unit]) -> Narrative | None:
    return following(*which)


def _adjacent_unit(which: tuple[int, Unit]) -> Relative:
    """Im Mai des Vorjahres, am Montag der Vorwoche: counted from the day of writing."""
    turn, unit = which
    return Relative(unit, turn)


def _beside(shift: int, anchor: Expression) -> Shifted | None:
    """Am Tag vor Heiligabend, am Vorabend des 14. Juli."""
    return Shifted(((abs(shift), "day"),), 1 if shift > 0 else -1, anchor)


def _range(first: Expression, last: Expression | None, now: int | None = None) -> Expression | None:
    return span(first, last if now is None else Relative("day", now))


def _unit_of(unit: Unit, inner: Expression) -> UnitOf | None:
    if unit != "weekend":
        return week_of(unit, inner)
    day = isinstance(inner, Calendar) and inner.day is not None
    holiday = isinstance(inner, Yearly) and inner.kind == "holiday"
    return UnitOf(unit, inner) if day or holiday else None


def _weekend_dated(weekend: Expression, days: list[Any]) -> Expression | None:
    """Am Wochenende, 5./6. Juni: which are its days."""
    [inner] = days
    of_days = isinstance(inner, Span) and isinstance(inner.first, Calendar) and inner.first.day
    is_weekend = isinstance(weekend, Relative | UnitOf) and weekend.unit == "weekend"
    return inner if is_weekend and of_days else None


def _since(direction: int, inner: Expression) -> Expression | None:
    found = bound("since", inner, direction)
    if found is None or direction < 0:
        return found
    return replace(found, direction=0, default=direction)


def _until(inner: Expression) -> Expression | None:
    return bound("until", inner)


def _century_of(number: int, unit: Unit) -> Expression | None:
    return century(number) if unit == "century" else None


def _decade_short(year: int | None, short: int | None) -> Expression | None:
    number = short if year is None else year
    return None if number is None else decade(number)


def _part_of_decade(which: Any, outer: Expression) -> Part | None:
    """In den frühen Siebzigern."""
    return Part(which, outer) if isinstance(outer, Whole) else None


def _of_year_alike(which: int, unit: Unit, outer: Expression) -> Nth | None:
    parts = {"quarter", "half-year", "week"}
    return Nth(which, 1, unit, outer) if unit in parts and is_year(outer) else None


def _day_in(day: int, outer: Expression) -> Expression | None:
    if not isinstance(outer, Relative) or outer.unit != "month":
        return None
    part = calendar_date(day)
    return part and within(part, outer)


def _is_day_or_weekday(expression: Expression) -> bool:
    return isinstance(expression, Calendar) and (
        expression.day is not None or expression.weekday is not None
    )


def _as_day(value: Any) -> Expression:
    return Calendar(weekday=value) if isinstance(value, int) else value


def _days_inside(outer: Expression, first: int, last: int) -> Expression | None:
    """Im November zwischen dem 19. und dem 20."""
    if isinstance(outer, Calendar) and outer.month is not None and outer.day is None:
        return span(
            calendar_date(first, outer.month, outer.year),
            calendar_date(last, outer.month, outer.year),
        )
    return days_in(first, last, outer)


_CLOCKS = [
    Rule("(POINTED|N|WORDN) UHR (N(?!DOT))?", _nothing, "CLOCK"),
    Rule("count=N HOURS", _days_of_hours, "AMOUNT"),
    Rule("(N|WORDN|A) HOURS", _nothing, "NOTHING"),
    Rule("(YEAR|BIGN) (UND|BIS|DASH) YEAR COUNTED", _nothing, "NOTHING"),
    Rule("ABOUT? (YEAR|N|BIGN|WORDN|THOUSAND) COUNTED", _nothing, "NOTHING"),
    Rule("(N|WORDN|A) DASH? (UNIT|UNITS)? DASH? OLD", _nothing, "NOTHING"),
    Rule("YEAR UNITS", _nothing, "NOTHING"),
    Rule("LABEL DOT? (YEAR|N)", _nothing, "NOTHING"),
    # "Rund 2000"; not "mehr Gäste als 2012".
    Rule("about=ABOUT YEAR", lambda about: None if about else True, "NOTHING"),
    Rule("(YEAR|BIGN|N) BC|(N|ORD) DOT? UNIT BC", _nothing, "NOTHING"),
    Rule("DER? year=(YEAR|N|BIGN) AD", Calendar),
    # Jeden Montag, alle zwei Wochen: a habit and no day.
    Rule(f"EVERY (LAST|ORD) (WD|WDPART) (IM|DER|IN) (EVERY|DER)? {_UNITS}", _nothing, "NOTHING"),
    Rule(f"EVERY (COUNTED|N|WORDN|ORD)? (WD|WDPART|{_UNITS}|DAYPART|NIGHT|MORNING|MONTH|SEASON)",
         _nothing, "NOTHING"),
    # In ihrem letzten Jahr: of somebody.
    Rule("POSSESSIVE (LAST|NEXT|ORD) (UNIT|UNITS)", _nothing, "NOTHING"),
    Rule("EVERY turn=DAYWORD", lambda turn: True if turn == 1 else None, "NOTHING"),
]  # fmt: skip

_FIGURES = [
    Rule("(?<=DER) weekday=WDGENITIVE", lambda weekday: weekday, "WD"),
    # Am Samstag und Sonntag, 23. und 24. September.
    Rule("WD (UND|SLASH|DASH|BIS) WD COMMA? DER? first=N DOT (UND|SLASH|DASH|BIS) DER? last=N DOT "
         "month=(MONTH|MAYBE|SHORT) (year=YEAR)?", days_of_month),
    Rule("day=N DOT month=N DOT year=YEAR", calendar_date),
    Rule("day=N DASH month=(MONTH|MAYBE|SHORT) DOT? DASH (short=N|year=YEAR)", calendar_date),
    Rule("day=N SLASH month=(MONTH|MAYBE|SHORT) DOT? SLASH (short=N|year=YEAR)", calendar_date),
    Rule("year=YEAR (DASH|SLASH) month=(MONTH|MAYBE|SHORT) (DASH|SLASH) day=N", calendar_date),
    Rule("month=(MONTH|MAYBE|SHORT) DASH year=YEAR DASH day=N", calendar_date),
    Rule("day=N DASH year=YEAR DASH month=(MONTH|MAYBE|SHORT)", calendar_date),
    Rule("figure=FULL", lambda figure: numeric(figure, month_first=False)),
    Rule("pair=POINTED DOT (year=YEAR)", _day_month),
    # 14.-15.10., 3.7. bis 5.8.
    Rule("VOM? first=N DOT (BIS|DASH|UND) DER? last=POINTED DOT?",
         lambda first, last: _days_to(first, _day_month(last) or Calendar())),
    Rule("VOM? first=N DOT (BIS|DASH|UND) DER? last=TIME", _days_to),
    Rule("pair=POINTED DOT(?!N|UHR)", _day_month),
    Rule("(?<=[AM VOM BIS AUF COMMA DER DASH WD ABBR]) pair=POINTED(?!UHR|COUNTED|POINTED|N)",
         _day_month),
    Rule("day=N DOT month=N DOT(?!N)", calendar_date),
    Rule("(?<=WD COMMA|WD DOT) pair=DAYMONTH", _day_month),
    Rule("pair=DAYMONTH", _slashed),
    Rule("month=N SLASH year=YEAR", calendar_date),
    Rule("pair=POINTED", _month_year),
]  # fmt: skip

_DATES = [
    # Am kommenden Wochenende; der heurige Jänner.
    Rule("DER? COMING unit=UNIT",
         lambda unit: UnitOf(unit, Calendar(weekday=_SATURDAY, turn=1))
         if unit == "weekend" else None),
    Rule("COMING", lambda: 1, "NEXT"),
    Rule("HEURIG (?=MONTH|MAYBE|UNIT|SEASON|HOLIDAY|WD)", lambda: 0, "THIS"),
    Rule("HEURIG", lambda: Relative("year", 0)),
    # Der diesjährige Ball, am letztjährigen Fest.
    Rule("which=UNITADJ", _adjacent_unit),
    Rule("DER? which=(ORD|N DOT|LAST) month=MONTHWEEK (year=YEAR)?", _week_of_month),
    Rule("DER? which=(ORD|N DOT|LAST) month=MONTHWEEKEND (year=YEAR)?", _weekend_of_month),
    Rule("DER? which=(ORD|N DOT|LAST) what=MONTHDAY (year=YEAR)?", _weekday_of_month),
    Rule("DER? which=ORD month=MONTHHALF (year=YEAR)?", _half_of_month),
    Rule("DER? FISCAL (years=(YEAR ((DASH|SLASH) (YEAR|N))?)|pair=YEARMONTH) (?!DASH|SLASH)",
         _fiscal, "FISCALYEAR"),
    Rule("DER? (ORD|N DOT|LAST) UNIT DER? year=FISCALYEAR", lambda year: year, "FISCALYEAR"),
    Rule("year=FISCALYEAR", lambda year: year),
    Rule("DER? unit=YEAREARLIER", lambda unit: Anaphor(unit, 1)),
    Rule(f"month={_MONTH} DER? unit=ANAPHOR", lambda month, unit: Anaphor(unit, month=month)
         if unit == "year" else None),
    # Im gleichen Quartal des Vorjahres.
    Rule("(IM|IN)? DER? unit=ANAPHOR (DER|IM|VON) which=TOLDUNIT",
         lambda unit, which: Anaphor(unit, 1) if which == (-1, "year") else None),
    Rule("(IM|IN)? DER? unit=ANAPHOR (DER UNIT|VON)? year=YEAR", lambda unit, year: None
         if unit in {"day", "week", "weekend", "year"} else Anaphor(unit, year=year)),
    Rule("(AM|IM|IN|DER|AN)? DER? unit=ANAPHOR (?!YEAR)", Anaphor),
    Rule("first=YEAR (DASH|SLASH) last=(YEAR|N) (?!DASH|SLASH|DOT N|COUNTED)",
         _from_year_to_next, "SEASONYEAR"),
    Rule("pair=YEARMONTH", _year_pair, "YEARPAIR"),
    Rule("(?<=BRACKET) first=YEAR DASH last=YEAR (?=STOP)", _lifetime),
    # 25/26. Februar.
    Rule(f"days=DAYMONTH DOT? month={_MONTH} (COMMA? year=YEAR)?", _two_days),
    # 3. Mai 2020, dritter Mai, Mai 3.
    Rule(f"day={_DAY} month={_MONTH} COMMA? DER? (UNIT (?=YEAR))? year=YEAR", calendar_date),
    Rule(f"DER? day={_DAY} month={_MONTH} turn=(NEXT|LAST)", calendar_date),
    Rule(f"day={_DAY} month={_MONTH} short=N(?=STOP|COMMA)", calendar_date),
    Rule(f"day={_DAY} month={_MONTH}", calendar_date),
    Rule("day=N month=(MONTH|MAYBE) year=YEAR?", calendar_date),
    Rule("month=(MONTH|SHORT|MAYBE) DOT? day=N COMMA? year=YEAR", calendar_date),
    Rule("(?<=WD COMMA) month=(MONTH|SHORT|MAYBE) DOT? day=N(?!COUNTED|DOT)", calendar_date),
    # Am siebten vierten, am siebten 4., am 7. vierten 2016.
    Rule("(?<=[AM WD DER COMMA]) DER? day=ORD month=N DOT (?!UNIT|UNITS|MONTH|WD|N)",
         calendar_date),
    Rule("(?<=[AM WD DER COMMA]) DER? day=N DOT month=ORD (year=YEAR)? (?!UNIT|UNITS|MONTH|WD)",
         calendar_date),
    Rule("DER? day=ORD month=ORD(?!UNIT|UNITS|MONTH|WD)", calendar_date),
    # Am 15. wird gewählt.
    Rule("(?<=[AM BIS]) day=(N DOT|N SUFFIX) (?=VERBAL|CLOCK|STOP)", calendar_date),
    # Mai 2020, Mai des Jahres 2020.
    Rule(f"month={_MONTH} COMMA? (DER UNIT)? year=YEAR", calendar_date),
    Rule(f"UNIT month={_MONTH} (year=YEAR)?", calendar_date),
    Rule(f"turn=THIS month={_MONTH}", calendar_date),
    Rule(f"turn=(NEXT|LAST) month={_MONTH}", calendar_date),
    # In den 90er Jahren, 1990er, Neunzigerjahre, im 19. Jahrhundert.
    Rule("DER? (year=YEAR|short=N) DASH? ER (?=DASH? (UND|BIS|COMMA) DER? (YEAR|N) DASH? ER DASH? "
         "UNITS)", _decade_short),
    Rule("DER? (year=YEAR|short=N) DASH? ER DASH? UNITS", _decade_short),
    Rule("number=(N DOT|ORD) (?=(UND|BIS) (DER|ZU|EARLYADJ)* (N DOT|ORD) unit=UNIT)", _century_of),
    Rule("DER number=(YEAR|N) DASH? ER (?!DASH)", decade),
    Rule("DER? number=DECADE", decade),
    Rule("(?<=DER) number=TENS", decade),
    Rule("(?<=EARLY DER|MID DER|END DER|DER EARLYADJ) number=(TENS|GENITIVETENS)", decade),
    Rule("number=(N|ORD) DOT? unit=UNIT", _century_of),
    Rule("(?<=[DER IM UND]) which=EARLYADJ outer=TIME", _part_of_decade),
    # Weihnachten 2019, letztes Ostern.
    Rule("turn=(NEXT|LAST)? which=HOLIDAY (year=YEAR)?", _holiday),
    Rule("which=HOLIDAYPLUS (IM|IN)? turn=(THIS|NEXT|LAST) UNIT", _beside_holiday),
    Rule("which=HOLIDAYPLUS (year=YEAR)?", _beside_holiday),
    Rule("which=HOLIDAYWEEKEND (year=YEAR)?",
         lambda which, year: UnitOf("weekend", _holiday(which, year, None))),
    Rule("HOLYWEEK (year=YEAR)?",
         lambda year: UnitOf("week", _holiday("easter", year, None))),
    Rule("which=MOVABLE (year=YEAR)?", _movable_day),
    Rule("DER? which=(ORD|N DOT) ADVENT (year=YEAR)?", _advent),
    Rule("DER? which=(ORD|N DOT) ADVENTWEEKEND (year=YEAR)?", lambda which, year: UnitOf(
        "weekend", sunday) if (sunday := _advent(which, year)) else None),
    Rule("which=FIXED (year=YEAR)?", _fixed_day),
    Rule("MOTHERSDAY (year=YEAR)?",
         lambda year: Nth(2, 1, "day", Calendar(year, 5), _SUNDAY)),
    Rule("which=SEASON years=(YEARPAIR|SEASONYEAR)",
         lambda which, years: _season(which, years[0].first.year)
         if isinstance(years[0], Span) and isinstance(years[0].first, Calendar) else None),
    Rule("(UNIT|UNITS|SEASONED)? year=(SEASONYEAR|YEARPAIR)", lambda year: year),
    Rule("which=SEASON (?=(THIS|NEXT|LAST) UNIT)", _season),
    Rule("which=SEASON (DER UNIT)? year=YEAR", _season),
    Rule("turn=(NEXT|LAST) which=SEASON", _season),
    Rule("THIS which=SEASON", _season),
    Rule("(?<=[IM DER SINCE BIS EARLY MID END ZU VOM VOR NACH BY FOR AUF WITHIN ZWISCHEN]) "
         "which=SEASON", _season),
    Rule("(?<=TIME UND|TIME BIS|TIME SLASH|TIME DASH) which=SEASON", _season),
    Rule("(?<=VON) which=SEASON (?=BIS|AUF)", _season),
    Rule("part=SEASONPART (year=YEAR)?", _season_part),
    Rule("unit=(Q|H) number=N", numbered, "NUMBERED"),
    Rule("number=(N DOT|N SUFFIX|ORD) unit=(UNIT|KW)(?=(SLASH|COMMA|DER UNIT)? YEAR)",
         numbered, "NUMBERED"),
    Rule("number=(N DOT|ORD) unit=KW", numbered, "NUMBERED"),
    Rule("unit=KW DOT? number=N", numbered, "NUMBERED"),
    Rule("quarter=QUARTER", lambda quarter: Yearly("quarter", quarter), "NUMBERED"),
    Rule("expression=NUMBERED (SLASH|COMMA|DASH|DER UNIT|VON)? year=YEAR", with_year),
    Rule("year=YEAR (DASH|COMMA|SLASH) expression=NUMBERED", with_year),
    Rule("VOR DER? which=EDGE (year=YEAR)?", _before_edge),
    Rule("which=EDGE (year=YEAR)?", _edge),
    Rule("month=MONTH", calendar_date),
    Rule("(?<=[IM SINCE END EARLY MID BIS VOR NACH VOM ZU DER ZWISCHEN BY FOR]) month=MAYBE",
         calendar_date),
    Rule("(?<=VON) month=MAYBE (?=AN|BIS|DASH)", calendar_date),  # not "von August Diehl"
    Rule("month=MAYBE (?=BIS MONTH|BIS MAYBE|UND MONTH|UND MAYBE|DASH MONTH|DASH MAYBE|"
         "BIS TIME|UND TIME|DASH TIME|SLASH TIME|(THIS|NEXT|LAST) UNIT)", calendar_date),
    Rule("(?<=TIME UND|TIME BIS|TIME DASH|TIME SLASH|TIME COMMA) month=MAYBE", calendar_date),
    Rule("DER? unit=(UNIT|UNITS) year=YEAR", year_named),
    Rule("(?<=[IN SINCE BIS VOR NACH END EARLY MID BY SEASONED VON]) year=YEAR", calendar_date),
    Rule("year=YEAR (?=MADE)", calendar_date),  # 1898 gegründet
    Rule("year=YEAR (?!SUFFIX|ER)", bare_year),
]  # fmt: skip

_PERIODS = [
    # Heute Abend, gestern früh, am heutigen Samstag, heute, Samstag.
    Rule("turn=(TODAYS|DAYADJ) weekday=(WD|WDPART)", lambda turn, weekday: SameDay(
        Relative("day", turn), Calendar(weekday=weekday))),
    Rule("turn=(TODAYS|DAYADJ) (UNIT|DAYPART|NIGHT|MORNING)",
         lambda turn: Relative("day", turn)),
    Rule("turn=(DAYADJ|TODAYSEVENT)", lambda turn: Relative("day", turn), "DAYOFNOUN"),
    Rule("turn=DAYWORD ((AM|IM|IN)? DER? (DAYPART|NIGHT|MORNING|DAYWORD))? COMMA? weekday=(WD|"
         "WDPART)"
         "(?!BIS|UND|TIME|DASH|COMMA|N)",
         lambda turn, weekday: SameDay(Relative("day", turn), Calendar(weekday=weekday))),
    Rule("turn=(DAYWORD|MORNING) COMMA weekday=WD (?=COMMA)", lambda turn, weekday: SameDay(
        Relative("day", turn), Calendar(weekday=weekday))),
    Rule("(?<![LAST NEXT THIS]) turn=DAYWORD (DAYPART|NIGHT|MORNING|DAYWORD)?",
         lambda turn: Relative("day", turn), "RELDAY"),
    Rule("(?<![AM DER IM ZU LAST NEXT THIS A EVERY]) turn=MORNING weekday=(WD|WDPART)",
         lambda turn, weekday: SameDay(Relative("day", turn), Calendar(weekday=weekday))),
    Rule("(?<=[DOT STOP]) turn=MORNING (DAYPART|NIGHT)?", lambda turn: Relative("day", turn)),
    Rule("(?<![DER AM IM ZU LAST NEXT THIS A EVERY]) turn=MORNING (DAYPART|NIGHT)",
         lambda turn: Relative("day", turn)),
    Rule("(?<![DER AM IM ZU LAST NEXT THIS A EVERY]) turn=MORNING (?=VERBAL)",
         lambda turn: Relative("day", turn)),
    Rule("turn=HEUER", lambda turn: Relative("year", turn)),
    Rule("(?<!A) turn=NEWYEAR", TurnOfYear),
    Rule("THIS (NIGHT|DAYPART|MORNING)", lambda: Relative("day", 0)),
    Rule("LAST NIGHT", lambda: Relative("day", -1)),
    # Sonntag, den 3. Mai; am Montag (3. Mai); Montag, der 3.
    Rule("weekday=(WD|WDPART|ABBR) (DOT|COMMA|BRACKET|DOT COMMA)? (AM|DER)? inner=TIME",
         _weekday_date, "DATED"),
    # Freitag, 22., und Samstag, 23. Mai.
    Rule("weekday=(WD|WDPART) COMMA? DER? day=N DOT (?=COMMA? (UND|BIS) (AM|DER)* last=DATED)",
         _dated_like),
    Rule("weekday=WD COMMA DER? day=N DOT (?=(COMMA N DOT){0,20} UND last=TIME)", _dated_like),
    Rule("turn=THIS date=DATED", lambda turn, date: replace(date, turn=turn)),
    Rule("date=DATED", lambda date: date),
    Rule("weekday=WD COMMA? (DER|AM) day=N DOT(?!N|UNIT|UNITS)", calendar_date),
    # Die ersten neun Monate 2019, die letzte Woche im Juli, der letzte Freitag des Monats.
    Rule("(ZU|AM|IM|DER)? DER? which=(ORD|N DOT|LAST) weekday=WD (IM|DER|IN|VON|IN DER)? "
         "outer=TIME",
         _nth_weekday),
    Rule("(AM|DER)? DER? which=(ORD|N DOT|LAST) weekday=WD (IM|DER|IN|AM|IN DER)? "
         "(turn=(THIS|NEXT|LAST|FOLLOWING))? inside=UNIT", _nth_weekday),
    Rule("turn=(NEXT|LAST) weekday=(WD|WDPART) (DAYPART|NIGHT|MORNING|DAYWORD)?(?!IN AMOUNT)",
         calendar_date),
    # Am darauffolgenden Freitag, am Freitag zuvor.
    Rule("turn=FOLLOWING weekday=(WD|WDPART)", following_weekday),
    Rule("weekday=(WD|WDPART) turn=LATER(?!IN|IM)", following_weekday),
    # Übernächsten Freitag.
    Rule("NEXTBUTONE weekday=(WD|WDPART)", lambda weekday: _weeks_from([(1, "week")], weekday)),
    Rule("LASTBUTONE weekday=(WD|WDPART)", lambda weekday: Shifted(
        ((1, "week"),), -1, Calendar(weekday=weekday, turn=-1))),
    Rule("THIS weekday=(WD|WDPART) (DAYPART|NIGHT|MORNING|DAYWORD)?", calendar_date),
    Rule(f"DER? which=(ORD|LAST) count={_COUNT} unit={_UNITS} (IM|DER|IN|VON)? DER? outer=TIME",
         _nth),
    Rule(f"DER? which=(ORD|LAST) count=(N|WORDN) unit={_UNITS} DER? (turn={_TURN})? inside=UNIT",
         _nth),
    # In den ersten neun Monaten: of the year.
    Rule("DER? which=ORD count=(N|WORDN) unit=UNITS (?!DER|IM|IN|VON|VOM|NACH|SEIT|AB|TIME)",
         first_months),
    # Die letzten Tage des Jahres are its end.
    Rule("DER? which=(ORD|LAST) UNITS (IM|DER|IN|VON|VOM)? DER? outer=TIME", first_or_last_units),
    Rule("DER? which=(ORD|LAST) UNITS (IM|DER|IN) DER? inside=UNIT",
         lambda which, inside: first_or_last_units(which, Running(inside, 0))),
    Rule("DER? which=(ORD|N DOT|LAST) unit=UNIT (IM|DER|IN|VON|VOM) DER? outer=TIME", _nth),
    Rule(f"DER? which=(ORD|N DOT|LAST) unit=UNIT (IM|DER|IN)? DER? turn={_TURN} "
         "inside=UNIT",
         _nth),
    Rule("DER? which=(ORD|N DOT|LAST) unit=UNIT (IM|DER|IN) inside=UNIT", _nth),
    Rule("DER? which=(ORD|N DOT) unit=UNIT COMMA? outer=TIME", _of_year_alike),
    Rule("outer=TIME (COMMA|IM)? DER? which=(ORD|N DOT) unit=UNIT", _of_year_alike),
    Rule("which=(ORD|N DOT|LAST) unit=UNIT", lambda which, unit: numbered(unit, which)
         if unit in {"quarter", "half-year"} and which > 0 else None, "NUMBERED"),
    # Die letzten drei Wochen, die kommenden zwei Jahre.
    Rule(f"(DER|THIS)? turn=(NEXT|LAST) ABOUT? count=(N|WORDN|BOTH) unit={_UNITS}",
         lambda turn, count, unit: Window(((count, unit),), turn)),
    Rule(f"(DER|THIS)? count=(N|WORDN|BOTH) turn=(NEXT|LAST) unit={_UNITS}",
         lambda turn, count, unit: Window(((count, unit),), turn)),
    Rule("(NEXT|LAST) FEW? UNITS|THIS UNITS", _nothing, "NOTHING"),
    Rule("REST (DER|VON)? (THIS|DER)? unit=UNIT", Rest),
    # In der Woche darauf, im folgenden Jahr, im Vorjahr.
    Rule("(AM|IM|DER)? shift=DAYAFTER (VOR|DER|VON|NACH) DER? anchor=TIME", _beside),
    Rule("(AM|IM)? DAYAFTER COMMA DER? inner=TIME", lambda inner: inner
         if isinstance(inner, Calendar) and inner.day is not None else None),
    Rule("(AM)? shift=DAYAFTER", _narrative_day),
    Rule("(?<=[TIME NUMBERED EARLY MID END]) DER which=TOLDUNIT", _adjacent_unit),
    Rule("DER? which=TOLDUNIT", _narrative_unit),
    Rule("sign=LATER ((IN|IM)? THIS|IM) unit=UNIT", _rest),
    Rule("THIS unit=UNIT LATER", lambda unit: None if unit == "day" else Relative(unit, 0)),
    Rule("(IM|IN|DER)? DER? unit=UNIT turn=LATER", lambda unit, turn: following(turn, unit)),
    Rule("(IM|AM|DER)? turn=FOLLOWING unit=UNIT", following),
    # In diesem und im nächsten Jahr.
    Rule("turn=(THIS|NEXT|LAST) (?=UND (IN|IM)? DER? (THIS|NEXT|LAST) unit=UNIT)",
         lambda turn, unit: _relative(unit, turn)),
    Rule("DER? turn=(THIS|RUNNING) unit=UNIT", lambda turn, unit: Relative(unit, turn)),
    Rule("DER? turn=(NEXT|LAST|NEXTBUTONE|LASTBUTONE) unit=UNIT (?!DER UNIT)", lambda turn, unit:
         _relative(unit, turn)),
    Rule("unit=UNIT sign=(VOR|NACH) DER? anchor=TIME", unit_beside),
    Rule("unit=UNIT (DER|VOM|NACH|UM|VON|ZU) DER? inner=TIME", _unit_of),
    Rule("DER? which=(ORD|N DOT) HALFPART (DER|IN|VON) DER? outer=TIME", half_of),
    Rule("DER? which=(ORD|N DOT) HALFPART (DER|IN|VON) DER? inside=UNIT", half_of),
    Rule("DER? which=(ORD|N DOT) HALFPART outer=TIME", half_of),
    # Am Wochenende (die Stadt, den Ort): an article that follows may be that of an object.
    Rule("(?<=[AM SINCE BIS VOR WITHIN UND DER ZU VOM]) unit=UNIT",
         lambda unit: Relative(unit, 0) if unit == "weekend" else None),
    Rule(f"ABOUT? count=(N|WORDN|BIGN|A|ANDHALF) (half=HALFA)? unit={_UNITS}", _amount, "AMOUNT"),
    # Die Nacht zum Dienstag, auf Dienstag, von Montag auf Dienstag.
    Rule("DER? (NIGHT|DAYPART) (VON|VOM) DER? first=(WD|TIME) (AUF|ZU) DER? last=(WD|TIME)",
         lambda first, last: span(_as_day(first), _as_day(last))),
    Rule("DER? (NIGHT|DAYPART) (AUF|ZU) DER? weekday=WD(?!TIME)", calendar_date),
    Rule("DER? (NIGHT|DAYPART) (AUF|ZU) DER? inner=TIME", lambda inner: inner
         if isinstance(inner, Calendar) else None),
    Rule(f"weekday=WD IN amounts=({_AMOUNTS})", _weeks_from),
    Rule(f"weekday=WD VOR amounts=({_AMOUNTS})",
         lambda weekday, amounts: _weeks_from(amounts, weekday, sign=-1)),
    # Am Montag nach Ostern.
    Rule("weekday=WD sign=(VOR|NACH) DER? anchor=TIME", weekday_beside),
    Rule("weekday=WD ((AM|IN|IM)? DER? (DAYPART|NIGHT|MORNING|DAYWORD))?", calendar_date),
    Rule("weekday=(WDPART|WDADJ)", calendar_date),
    Rule("(?<=[AM BIS AB VOM]) weekday=ABBR DOT?(?=BIS|DASH)", calendar_date),
    Rule("weekday=ABBR (DOT)?(?=DASH ABBR)", calendar_date),
    Rule("(?<=TIME DASH) weekday=ABBR", calendar_date),
    Rule("time=TIME DAYPART", lambda time: time),
    # Am Abend des 3. Mai; am Abend: of the last mentioned day.
    Rule("DAYPART DER inner=TIME", lambda inner: inner if _is_day_or_weekday(inner) else None),
    Rule("told=DAYPART (?!VOR|NACH|AUF|ZU|VON|VOM|TIME)",
         lambda told: Anaphor("day", otherwise=Relative("day", 0)) if told else None),
    # Vom 3. bis 7. August, 3./4. Mai, am 3., 4. und 5. Mai.
    Rule(f"(VOM|VON|ZWISCHEN)? DER? first={_DAY_ALONE} (BIS|DASH|UND) (ZU|DER)* last={_DAY_ALONE} "
         "(DER)? outer=TIME", days_in),
    Rule("outer=TIME (VOM|ZWISCHEN) DER? first=N DOT (BIS|UND|DASH) (ZU|DER)* last=N DOT",
         _days_inside),
    Rule(f"(VOM|VON) DER? (WD COMMA?)? first={_DAY} AUF DER? last=TIME",
         _day_moved),
    Rule(f"(VOM|VON) DER? (WD COMMA? DER?)? first={_DAY} (BIS|DASH) (ZU|DER)* last=TIME", _days_to),
    Rule(f"ZWISCHEN DER? first={_DAY_ALONE} (UND|DASH) DER? last=TIME", _days_to),
    Rule(f"first={_DAY_ALONE} (BIS|DASH|SLASH) (ZU|DER)* last=TIME", _days_to),
    Rule(f"firsts=({_DAY} (COMMA {_DAY}){{0,20}}) UND DER? last=TIME", _days_listed),
    Rule(f"(VOM|VON)? DER? first={_DAY} (BIS|DASH|SLASH) (ZU|DER)* until={_DAY} "
         "(?=(COMMA|UND) (AM|VOM|VON)? DER? last=TIME)", _days_of_list),
    Rule(f"day={_DAY} (?=((COMMA|UND) (AM|DER)* {_DAY}){{0,20}} UND (AM|DER)* last=TIME)",
         _day_of_list),
    Rule("first=N SLASH last=TIME", _days_to),
    # Nicht am 18., sondern am 25. Mai.
    Rule(f"day={_DAY} (?=COMMA BUT (AM|AB|VOM)? DER? last=TIME)", _day_of_list),
    Rule(f"day={_DAY} DER? outer=TIME", _day_in),
    Rule(f"day={_DAY} (?=UND (AM|DER)? {_DAY} turn=OFMONTH)",
         lambda day, turn: _day_in(day, Relative("month", turn))),
    Rule(f"day={_DAY} turn=OFMONTH",
         lambda day, turn: _day_in(day, Relative("month", turn))),
    Rule(f"(?<=[AM BIS VOM DER ZU]) day={_DAY} DER unit=UNIT",
         lambda day, unit: _day_in(day, Relative(unit, 0))),
    Rule("day=RELDAY", lambda day: day),
    Rule("weekend=TIME (COMMA|BRACKET)? (DER|AM|VOM)? days=TIME", _weekend_dated),
    Rule("part=TIME (DER|IN|IM|IN DER|COMMA)? outer=TIME", within),
    Rule("outer=TIME COMMA? (AM|VOM|IM)? part=TIME", within),
    Rule("part=NUMBERED (DER|IM|VON)? outer=TIME", within),
    Rule("part=NUMBERED", lambda part: part),
    # Anfang August, Ende der Woche, zu Beginn des Jahres.
    Rule("WITHIN DER unit=UNIT (?!DER|TIME|COMMA TIME)",
         lambda unit: None if unit == "day" else Relative(unit, 0)),
    Rule("VOR DER? END (DER|VON)? inner=TIME", lambda inner: bound("by", inner)),
    Rule("VOR DER? END DER unit=UNIT", lambda unit: bound("by", Relative(unit, 0))),
    Rule("(ZU|AM|SEIT)? which=(EARLY|MID|END) (DER|VON|VOM)? outer=TIME", Part),
    Rule("which=(EARLY|MID|END) DER unit=UNIT",
         lambda which, unit: None if unit == "day" else Part(which, Running(unit, 0))),
    # Der erste Sieg des Jahres.
    Rule("(?<![TIME NUMBERED AM IM IN]) DER unit=UNIT(?!DER|TIME)",
         lambda unit: Ranked(unit, 0) if unit in {"week", "month", "year"} else None),
    Rule("inner=TIME COMMA? (SOIT|BRACKET) (AM|DER)? same=TIME", same_day),
]  # fmt: skip


_OFFSETS = [
    # Heute in einer Woche; heute vor zehn Jahren.
    Rule(f"day=TIME IN amounts=({_AMOUNTS})", lambda day, amounts: _weeks_from(
        amounts, turn=day.turn) if isinstance(day, Relative) and day.unit == "day" else None),
    Rule(f"day=TIME VOR (GENAU)? amounts=({_AMOUNTS})", lambda day, amounts: _ago_today(amounts)
         if day == Relative("day", 0) else None),
    Rule(f"VOR amounts=({_AMOUNTS})", lambda amounts: Shifted(_weeks_of_days(amounts), -1)),
    Rule(f"amounts=({_AMOUNTS}) sign=(VOR|NACH) DER? anchor=TIME",
         lambda amounts, sign, anchor: Shifted(amounts_of(amounts), sign, anchor)),
    Rule(f"time=TIME COMMA {_AMOUNTS} (VOR|NACH)(?=DER|$)", lambda time: time),
    Rule(f"amounts=({_AMOUNTS}) sign=(VOR|NACH)(?=DER|$|THIS)",
         lambda amounts, sign: FromEvent(amounts_of(amounts), sign)),
    # Zwei Wochen ab heute; das ist zwei Jahre her.
    Rule(f"amounts=({_AMOUNTS}) SINCE day=(TIME|NOW)",
         lambda amounts, day: Shifted(amounts_of(amounts), 1)
         if day in {0, Relative("day", 0)} else None),
    Rule(f"amounts=({_AMOUNTS}) AGO", lambda amounts: Shifted(amounts_of(amounts), -1)),
    # Im Sommer vor zwei Jahren.
    Rule("part=TIME COMMA? outer=TIME", in_year_ago),
    Rule("outer=TIME COMMA? (IM|DER)? part=TIME", lambda outer, part: in_year_ago(part, outer)),
    # Am Tag nach Weihnachten; am Tag nach dem Unwetter vom 12. Mai.
    Rule("(AM|DER) unit=UNIT sign=(VOR|NACH) DER? anchor=TIME",
         lambda unit, sign, anchor: Shifted(((1, "day"),), sign, anchor)
         if unit == "day" else None),
    Rule("(AM|DER) unit=UNIT sign=(VOR|NACH) (?=DER)",
         lambda unit, sign: FromEvent(((1, "day"),), sign) if unit == "day" else None),
    # Neun Monate zuvor, im Mai 2002: the date is that day itself.
    Rule(f"({_AMOUNTS}) LATER COMMA (IM|AM|IN)? DER? inner=TIME", lambda inner: inner),
    Rule(f"amounts=({_AMOUNTS}) sign=LATER",
         lambda amounts, sign: Narrative(amounts_of(amounts), sign)
         if all(one is None or one[0] < _LIFE for one in amounts) else None),
    Rule(f"INSIDE (DER NEXT)? amounts=({_AMOUNTS})",
         lambda amounts: Window(amounts_of(amounts), 1, within=True)),
    Rule(f"IN amounts=({_AMOUNTS})", lambda amounts: Shifted(_weeks_of_days(amounts), 1)),
    # Seit zwei Jahren: since that year.
    Rule(f"direction=SINCE amounts=({_AMOUNTS})", lambda direction, amounts: bound(
        "since", Shifted(amounts_of(amounts), -1), -1) if direction < 0 else None),
]  # fmt: skip

_RANGES = [
    Rule("ZWISCHEN DER? first=TIME (UND|DASH) DER? (last=TIME|now=NOW)", _range),
    Rule("(VON|VOM) DER? first=TIME AUF DER? last=TIME (?=moved=MOVED)?", _moved),
    Rule("(VON|VOM) DER? first=TIME COMMA BIS (DER|ZU|AM)* last=TIME", _range),
    Rule("(VON|VOM|SINCE)? DER? first=TIME (BIS|DASH) (DER|ZU|AM|IM|IN)* (last=TIME|now=NOW)",
         _range),
    Rule("(VON|VOM) DER? inner=TIME AN", lambda inner: bound("since", inner, 1)),
    Rule("direction=SINCE (DER|AM|IM)* inner=TIME", _since),
    Rule("inner=TIME ORLATER", lambda inner: bound("since", inner)),
    Rule("NACH DER? inner=TIME", lambda inner: bound("after", inner)),
    Rule("VOR DER? inner=TIME", lambda inner: bound("before", inner)),
    Rule("BY (ZU|DER|AM|IM)* inner=TIME", lambda inner: bound("by", inner, 1)),
    # Innerhalb 31. Mai, as South Tyrol says for "spätestens am".
    Rule("INSIDE (ZU|AM)? inner=TIME", lambda inner: inner
         if isinstance(inner, Relative | Window) else bound("by", inner, 1)),
    Rule("BIS (ZU|DER|AM|IM|IN)* inner=TIME", _until),
    # In der dritten Woche, am zweiten Tag des Prozesses.
    Rule("(DER|(?<=[IM AM])) which=(ORD|N DOT) unit=UNIT (?=events=DER)?", counted),
    # Nach der gestrigen Sitzung: the day, and not what followed it.
    Rule("day=DAYOFNOUN", lambda day: day),
]  # fmt: skip

_HEADS = frozenset(
    [
        *(
            "MONTH",
            "MAYBE",
            "SHORT",
            "WD",
            "WDGENITIVE",
            "WDPART",
            "ABBR",
            "YEAR",
            "FULL",
            "POINTED",
        ),
        *("DAYMONTH", "YEARMONTH", "UNIT", "UNITS", "KW", "SEASON", "SEASONPART", "HOLIDAY"),
        *(
            "HOLIDAYPLUS",
            "HOLIDAYWEEKEND",
            "HOLYWEEK",
            "MOVABLE",
            "ADVENT",
            "ADVENTWEEKEND",
            "MONTHWEEKEND",
            "MONTHDAY",
            "OFMONTH",
            "N",  # am 27. 11.
            "FIXED",
            "MOTHERSDAY",
            "HOURS",
            "DAYWORD",
            "MORNING",
            "DAYADJ",
            "TODAYSEVENT",
            "NEWYEAR",
            "TENS",
            "GENITIVETENS",
            "QUARTER",
            "HALFPART",
            "UNITADJ",
            "WDADJ",
            "HEUER",
            "EDGE",
        ),
        *("DAYAFTER", "TOLDUNIT", "YEAREARLIER", "ANAPHOR", "DECADE", "FISCAL", "Q", "H"),
        *("DAYPART", "NIGHT", "THOUSAND", "HEURIG", "MONTHWEEK", "MONTHHALF"),
    ]
)

_SENTENCES = Sentences(
    "Dr|Prof|Mag|Dipl|Ing|Hr|Fr|St|Nr|Art|Abs|Bd|Aufl|Hrsg|bzw|ca|evtl|ggf|inkl|exkl|max|min|"
    "Mio|Mrd|Str|Tel|vgl|z|d|u|v|n|Jan|Feb|Mär|Apr|Jun|Jul|Aug|Sept|Sep|Okt|Nov|Dez|sog|geb|gest",
    # "Am 3. Mai" goes on; "auf Platz 3. Der Trainer" does not.
    soft=r"usw|etc|Chr|\d{1,2}",
    openers="Der|Die|Das|Den|Dem|Ein|Eine|Einen|Er|Sie|Es|Wir|Ihr|Ich|Man|Dies|Diese|Dieser|"
    "Dieses|Im|Am|In|An|Auf|Aus|Bei|Mit|Nach|Von|Vor|Zu|Für|Und|Aber|Doch|Auch|Wer|Was|Wie|Wo|"
    "Als|Wenn|Seit|Bis|Damit|Dabei|Dort|Nun|So|Laut",
)

_EVENTS = Events(
    r"\s*(?:(?:der|die|das|dem|den|des|seine[rmns]?|ihre[rmns]?|eine[rmns]?|deren|dessen)\s+)?"
    r"(?:(?-i:[a-zäöüß]+e[nrms]?)\s+){0,2}(?P<event>(?-i:[A-ZÄÖÜ])\w{3,})",
    endings=r"ungen|ung|nahmen|nahme|en|er|es|s|e|n",
    families={
        "death": r"starb(?:en)?|stirbt|gestorben|verstorben\w*|verstarb|tod|tode|todes|tot|tote|"
        r"getötet|tötung|ermordet|ermordung|\w*mord(?:es)?|erschossen|erschoss|umgebracht|"
        r"hingerichtet|hinrichtung|umgekommen|tat",
        "attack": r"\w*angriff(?:e|en|s)?|angegriffen|\w*anschl(?:ag|ags|äge|ägen)|"
        r"\w*attentat(?:e|s)?|"
        r"attackiert|explosion(?:en)?|explodiert\w*|detonation|detoniert\w*|überfall\w*|tat",
        "vote": r"\w*wahl(?:en)?|gewählt|wählt(?:e|en)?|wählen|abgestimmt|stimmt(?:e|en)? ab|"
        r"\w*abstimmung(?:en)?|referendums?|urnengang|votum",
        "signature": r"unterzeichn\w+|unterschrieben?|unterschrift|\w*vertrag(?:s|es)?|"
        r"\w*abkommens?|"
        r"\w*vereinbarung|vereinbart(?:e|en)?|einigung|geeinigt",
        "arrest": r"festnahmen?|festgenommen\w*|verhaftet\w*|verhaftung(?:en)?|gefasst",
        "crash": r"\w*absturz(?:es)?|abgestürzt\w*|stürzte[n]?|\w*unfall(?:s|es)?|\w*unglücks?|"
        r"verunglückt\w*|zusammenstoß|zusammengestoßen|kollision|kollidiert\w*|prallte[n]?",
        "building": r"(?:er)?baut(?:e|en)?|bauen|(?:er|ge)baut|\w*bau(?:s|es)?|errichte(?:t|te|n)|"
        r"errichtung",
        "closing": r"schlie(?:ßt|ßen|ßung)|schloss(?:en)?|geschlossen|gesperrt|sperr(?:e|ung)|"
        r"stillgelegt|stilllegung",
        "opening": r"(?:wieder)?eröffn(?:et|ete|eten|en|ung)|öffne(?:t|te|n)|geöffnet|eingeweiht|"
        r"einweihung|öffnung",
        "birth": r"geboren|geburt|zur welt",
        "founding": r"(?:ge)?gründe(?:t|te|ten|n)|gegründet\w*|gründung",
        "resignation": r"zurückgetreten|tritt zurück|trat(?:en)? zurück|rücktritts?|zurücktreten|"
        r"abgedankt|demission",
        "appointment": r"ernann(?:t|te|ten)|ernennung|berufen|berufung|bestell(?:t|ung)|"
        r"nominier\w+",
        "publication": r"veröffentlich\w+|erschien(?:en)?|erscheint|erscheinen|publizier\w+|"
        r"herausgegeben",
        "marriage": r"heirate\w*|geheiratet|hochzeit|heirat|verheiratet|getraut|trauung",
        "demolition": r"abgerissen|abrisses|abriss|abreißen|gesprengt|sprengung",
    },
)

_NAMES_OF_PEOPLE = Names(
    "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober",
    behind="im|seit|bis|ab|von|vom|zum|ende|anfang|mitte|und|oder|der|den|des|dem|diesen|diesem|"
    "nächsten|letzten|vergangenen|kommenden|jeden|nach|vor|monat|zwischen|für|in|am|ein|einen|kein|"
    "auf|beginn",
    titles="Herr|Herrn|Frau|Dr.|Prof.|Mag.|Ing.|Familie|Sprecher|Sprecherin|Minister|Ministerin|"
    "Bürgermeister|Bürgermeisterin|Trainer|Trainerin|Präsident|Präsidentin",
    dated="im|seit|bis|ab|von|vom|zum|ende|anfang|mitte|und|oder|monat|zwischen|nach|vor|für|auf|"
    "diesen|diesem|nächsten|letzten|vergangenen|kommenden",
    openers=r"[Mm]onat\w*|\w*monat\w*|Stand|Ausgabe|Heft|Stichtag|Beginn|Termin|Start|Noch|Schon|Erst|Also|"
    "Frühjahr|Sommer|Herbst|Winter|Januar|Februar|Jänner|April|Mai|Juni|Juli|August|September|"
    "Oktober|November|Dezember|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Sonnabend",
)

_FINITE = "wird|werden|soll|sollen|will|wollen|kann|muss|findet|beginnt|kommt|geht|tritt|läuft"
_LASTING = re.compile(
    r"\b(?!nächst)(?:[a-zäöüß]{3,}st|erst|zweit|dritt|viert|einzig)e[nrms]?"
    rf"\s(?:(?!(?:{_FINITE})\b)[^\s,;:.]+\s){{0,8}}$"
)
"""The best, the second … in ten years: a duration, not a date."""

GRAMMAR = Grammar(
    Lexicon(_WORDS),
    [*_CLOCKS, *_FIGURES, *_DATES, *_PERIODS, *_OFFSETS, *_RANGES],
    heads=_HEADS,
    joined=re.compile(r"\W*(?:und|oder|sowie|bzw\.?)?\W*(?:(?:im|am|den|der|vom)\W*)?"),
    in_reporting_clause=REPORTING_CLAUSE,
    direction=direction_of,
    polarity=POLARITY,
    sentences=_SENTENCES,
    lasting=_LASTING,
    ranked=re.compile(
        r"\b(?:erst|zweit|dritt|viert|fünft|sechst|siebt|letzt|einzig|best|größt|höchst|[a-zäöüß]{2,}st)e[nrms]?"
        r"(?: [^\s,;:.]+){1,3}\s*$"
    ),
    events=_EVENTS,
    starting=re.compile(
        r"\b(?:(?:Trainings-?|Fest|Turnier|Verkaufs)?(?:Start|Beginn|Auftakt|Eröffnung)|begann(?:en)?|"
        r"begonnen|begin(?:nt|nen|ne)|(?:ge)?startete?[nt]?|eröffnet(?:e|en)?|los(?:geht|gehen|ging|"
        r"gegangen)?)\b"
    ),
    names=_NAMES_OF_PEOPLE,
)

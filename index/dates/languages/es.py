"""The grammar of times in Spanish; numeric dates have the day first."""

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
    Whole,
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
from index.dates.polarity import Polarities
from index.dates.sentences import Sentences
from index.dates.tags import STRONG, Tag
from index.dates.tokens import OTHER, Lexicon

if TYPE_CHECKING:
    from index.dates.calendar import Unit
    from index.dates.expressions import Amount

_MONTHS, _WEEKDAYS = names("es")

_ONES = ["un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"]
_TEENS = [
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
]
_TENS = ["treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]
_HUNDREDS = {"doscient": 200, "trescient": 300, "cuatrocient": 400, "quinient": 500,
             "seiscient": 600, "setecient": 700, "ochocient": 800, "novecient": 900}  # fmt: skip
_ORDINALS = {"primer": 1, "segund": 2, "tercer": 3, "cuart": 4, "quint": 5, "sext": 6,
             "séptim": 7, "octav": 8, "noven": 9, "décim": 10, "undécim": 11,
             "duodécim": 12}  # fmt: skip
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
_NAMES_TOO = {"abril", "mayo", "julio"}
"""Months whose capitalized names may be people or places."""

_COUNTED = (
    "personas|empleos|puestos|plazas|habitantes|viviendas|manifestantes|policías|agentes|soldados|"
    "militares|hombres|mujeres|niños|niñas|alumnos|estudiantes|trabajadores|empleados|migrantes|"
    "inmigrantes|refugiados|desplazados|muertos|muertes|heridos|víctimas|casos|fallecidos|"
    "fallecimientos|contagios|pacientes|enfermos|camas|electores|votantes|votos|participantes|"
    "espectadores|aficionados|visitantes|turistas|clientes|hogares|familias|casas|vehículos|"
    "coches|carros|autos|camiones|empresas|compañías|tiendas|municipios|pueblos|aldeas|países|"
    "escuelas|colegios|ejemplares|páginas|palabras|firmas|puntos|veces|billones|euros|dólares|pesos|"
    "pesetas|reales|soles|libras|francos|millones|toneladas|kilos|kilogramos|gramos|litros|metros|"
    "kilómetros|hectáreas|grados|barriles|km|kg|mw|gw|kwh|minutos|segundos|piezas|"
    "títulos|obras|películas|especies|animales|árboles|combatientes|guerrilleros|presos|"
    "detenidos|civiles|miembros|afiliados|militantes|voluntarios|atletas|deportistas|goles|"
    "partidos|efectivos|bomberos|unidades|asistentes|invitados|socios|ciudadanos|vecinos|aniversario|edición|congreso"
)
_NUMBERED_THINGS = (
    "vuelo|artículo|artículos|número|números|página|páginas|capítulo|resolución|resoluciones|"
    "categoría|nivel|frecuencia|línea|canal|cámara|salmo|versículo|ley|decreto|ruta|carretera|"
    "agenda|habitación|expediente"
)
_NAMED_FOR_DAYS = (
    "avenida|av|avda|calle|plaza|plazoleta|barrio|club|parque|paseo|villa|hospital|estadio|"
    "instituto|colegio|escuela|universidad|autopista|movimiento|frente|sindicato|puente|rotonda"
)
"""Nouns of things named after days: la avenida 9 de Julio, el hospital 12 de Octubre."""
_NO_DATES = (
    "santo domingo|santo domingo de|plácido domingo|domingo negro|lunes negro|martes negro|"
    "jueves negro|septiembre negro|primavera árabe|primaveras árabes|primavera de praga|"
    "primavera sound|primavera-verano|primavera verano|otoño-invierno|otoño invierno|"
    "plaza de mayo|avenida de mayo|clínica mayo|isla de pascua|"
    "año nuevo chino|año nuevo lunar|año nuevo judío|veranillo de san martín|"
    "algún día|hoy en día|hoy día|hoy por hoy|de un día para otro|día a día|día tras día|"
    "año tras año|semana tras semana|mes tras mes|la final|gran final|semifinal|cuartos de final|"
    "octavos de final|a fin de que|al fin|por fin|en fin|años luz|tarde o temprano|siglo de oro|"
    "el mañana|Domingo de guzmán"
)

_WORDS: dict[str, tuple[str, Any]] = {
    **{name: ("MONTH" if len(name) > 4 or name == "mayo" else "ABM", number)
       for name, number in _MONTHS.items()},
    **{name: ("MAR", _MONTHS[name]) for name in ("mar", "may")},
    **entries("MONTH", "setiembre", 9),
    **entries("ABM", "sep", 9),
    **{name.title(): ("MAYBE", _MONTHS[name]) for name in _NAMES_TOO},
    **{name: ("WD", day) for name, day in _WEEKDAYS.items() if len(name) > 4},
    "Domingo": ("DOMINGO", 6),
    **{f"{name}s": ("WDS", day) for name, day in _WEEKDAYS.items() if name[-2:] in {"do", "go"}},
    **{name: ("ABBR", day) for name, day in _WEEKDAYS.items() if len(name) <= 4 and name != "mar"},
    **{spelling: ("DIGIT", number) for number, word in enumerate(_ONES, 1)
       for spelling in (word, fold(word)) if number > 1},
    **entries("ABBR", "miérc|mierc", 2),
    **entries("ABBR", "juev", 3),
    **entries("ABBR", "vier", 4),
    **entries("A", "un|una", 1),
    **entries("DIGIT", "uno", 1),
    **{spelling: ("TEEN", number) for number, word in enumerate(_TEENS, 10)
       for spelling in (word, fold(word))},
    **entries("TEEN", "veintiún|veintiuna", 21),
    **{word: ("TENS", 10 * number) for number, word in enumerate(_TENS, 3)},
    **{f"{word}s": ("TENTIES", 10 * number) for number, word in enumerate(_TENS, 3)},
    **entries("HUNDRED", "cien|ciento", 100),
    **{f"{stem}{ending}": ("HUNDRED", number) for stem, number in _HUNDREDS.items()
       for ending in ("os", "as")},
    **entries("THOUSAND", "mil", 1000),
    **{f"{spelling}{ending}": ("ORD", number) for stem, number in _ORDINALS.items()
       for spelling in (stem, fold(stem)) for ending in ("o", "a")},
    **entries("ORD", "primer", 1),
    **entries("ORD", "tercer", 3),
    **entries("FIRSTS", "primeros|primeras", 1),
    **{
        spelling: ("ROMAN", number)
        for number, numeral in enumerate(_ROMAN, 1)
        for spelling in (numeral, *([numeral.lower()] if len(numeral) > 2 else []))
    },
    **entries("SUFFIX", "º|ª|er|ro|ra|ero|era|do|da|to|ta|vo|va|mo|ma"),
    **entries("HOURS", "horas|hora|h|hs|hrs"),
    **entries("HALF", "y medio|y media", 0.5),
    **entries("MEDIO", "medio|media", 0.5),
    **entries("MITAD", "mitad", "half-year"),
    # Of the turn of the year that is nearest.
    **entries("NEWYEAR", "nuevo año", 0),
    **entries("COURSE", "transcurso"),
    **entries("DIA", "día|dia", "day"),
    **entries("DIAS", "días|dias", "day"),
    **entries("UNITS", "días hábiles|días laborables|días laborales|días de trabajo|"
              "dias habiles|dias laborables", "workday"),
    **entries("UNIT", "semana", "week"),
    **entries("UNITS", "semanas", "week"),
    **entries("UNIT", "fin de semana|finde|week-end|weekend", "weekend"),
    **entries("UNITS", "fines de semana", "weekend"),
    **entries("MES", "mes", "month"),
    **entries("UNITS", "meses", "month"),
    **entries("MONTHS", "bimestre", 2),
    **entries("MONTHS", "cuatrimestre", 4),
    **entries("UNIT", "trimestre", "quarter"),
    **entries("UNITS", "trimestres", "quarter"),
    **entries("UNIT", "semestre", "half-year"),
    **entries("UNITS", "semestres", "half-year"),
    **entries("UNIT", "año|ano|año calendario|año natural", "year"),
    **entries("UNITS", "años|anos", "year"),
    **entries("UNIT", "década|decada|decenio", "decade"),
    **entries("UNITS", "décadas|decadas|decenios", "decade"),
    **entries("UNIT", "siglo", "century"),
    **entries("UNITS", "siglos", "century"),
    **entries("FORTNIGHT", "quincena", (15, "day")),
    **entries("SEASON", "primavera", "spring"),
    **entries("SEASON", "verano", "summer"),
    **entries("SEASON", "otoño", "autumn"),
    **entries("SEASON", "invierno", "winter"),
    **entries("Q", "t|q", "quarter"),
    **entries("H", "s", "half-year"),
    **{
        f"{whose}{name}": ("FISCAL", None)
        for whose in ("", "su ", "nuestro ")
        for name in (
            *("ejercicio", "ejercicio fiscal", "ejercicio contable", "ejercicio económico"),
            "año fiscal",
        )
    },
    **entries("SAMEPERIOD", "mismo periodo|mismo período|igual periodo|igual período|misma fecha"),
    **{
        f"{which} {word}": ("ANAPHOR", unit)
        for which, gender in (
            ("ese", "o"), ("ese mismo", "o"), ("aquel", "o"), ("aquel mismo", "o"), ("mismo", "o"),
            ("esa", "a"), ("esa misma", "a"), ("aquella", "a"), ("aquella misma", "a"),
            ("misma", "a"),
        )
        for word, unit, its in (
            ("día", "day", "o"), ("dia", "day", "o"), ("mediodía", "day", "o"),
            ("mes", "month", "o"), ("año", "year", "o"), ("fin de semana", "weekend", "o"),
            ("trimestre", "quarter", "o"), ("semestre", "half-year", "o"),
            ("noche", "day", "a"), ("tarde", "day", "a"), ("mañana", "day", "a"),
            ("madrugada", "day", "a"), ("jornada", "day", "a"), ("semana", "week", "a"),
            ("década", "decade", "a"),
        )
        if gender == its
    },
    **entries("HOLIDAY", "año nuevo|ano nuevo", "new year"),
    **entries("HOLIDAY", "día de reyes|noche de reyes|día de los reyes magos", "epiphany"),
    **entries("HOLIDAY", "san valentín|día de los enamorados", "valentine"),
    **entries("HOLIDAY", "día de la mujer|día internacional de la mujer|día de la mujer "
              "trabajadora", "women's day"),
    **entries("HOLIDAY", "día de la tierra", "earth day"),
    **entries("HOLIDAY", "día del trabajo|día del trabajador|día de los trabajadores|"
              "día internacional de los trabajadores|fiesta del trabajo", "labour day"),
    **entries("HOLIDAY", "halloween", "halloween"),
    **entries("HOLIDAY", "todos los santos|día de todos los santos", "all saints"),
    **entries("FEAST", "Navidad|navidad", "christmas"),
    **entries("HOLIDAY", "día de navidad", "christmas"),
    **entries("HOLIDAY", "nochebuena", "christmas eve"),
    **entries("HOLIDAY", "nochevieja|noche vieja|noche de fin de año", "new year's eve"),
    **entries("HOLIDAY", "miércoles de ceniza", "ash wednesday"),
    **entries("HOLIDAY", "martes de carnaval", "mardi gras"),
    **entries("HOLIDAY", "domingo de ramos|Domingo de ramos", "palm sunday"),
    **entries("HOLIDAY", "viernes santo", "good friday"),
    **entries("HOLIDAY", "domingo de resurrección|domingo de pascua|Domingo de resurrección|"
              "Domingo de pascua", "easter"),
    **entries("FEAST", "Pascua", "easter"),
    **entries("HOLIDAY", "lunes de pascua", "easter monday"),
    **entries("HOLIDAY", "pentecostés", "pentecost"),
    **entries("HOLIDAY", "día de san patricio|san patricio", "saint patrick"),
    **entries("HOLIDAY", "día de Martin Luther King|día de Martin Luther King jr",
              "martin luther king"),
    **entries("HOLIDAY", "día de los presidentes", "presidents' day"),
    **entries("HOLIDAY", "día de los veteranos|día del armisticio", "armistice"),
    **entries("HOLIDAY", "día de colón", "columbus day"),
    **entries("HOLIDAY", "equinoccio de primavera", "spring equinox"),
    **entries("HOLIDAY", "solsticio de verano", "summer solstice"),
    **entries("HOLIDAY", "equinoccio de otoño", "autumn equinox"),
    **entries("HOLIDAY", "solsticio de invierno", "winter solstice"),
    **entries("HOLIDAY", "acción de gracias|día de acción de gracias", "thanksgiving"),
    **entries("HOLIDAY", "viernes negro|black friday", "black friday"),
    **entries("NEARHOLIDAY", "jueves santo", ("easter", -3)),
    **entries("NEARHOLIDAY", "sábado santo", ("easter", -1)),
    **entries("HOLYWEEK", "semana santa"),
    **{name: ("FIXED", day) for name, day in {
        "día de muertos": (2, 11),
        "día de los muertos": (2, 11),
        "día de los difuntos": (2, 11),
        "día de los santos inocentes": (28, 12),
        "día de la hispanidad": (12, 10),
        "día de la raza": (12, 10),
        "día de los inocentes": (28, 12),
        "fiesta nacional": (12, 10),
        "noche de san juan": (23, 6),
        "día de san juan": (24, 6),
        "día de la asunción": (15, 8),
        "día de la inmaculada": (8, 12),
    }.items()},
    **entries("DAYWORD", "hoy|hoy mismo|día de hoy|jornada de hoy", 0),
    **entries("DAYWORD", "ayer|ayer mismo|anoche|día de ayer|jornada de ayer|ayer noche", -1),
    **entries("DAYWORD", "trasanteayer|anteanteayer", -3),
    **entries("DAYWORD", "anteayer|antes de ayer|antier|antes de anoche|anteanoche|antenoche", -2),
    **entries("DAYWORD", "pasado mañana|pasado manana", 2),
    **entries("MANANA", "mañana|manana", 1),
    **entries("DAYWORD", "mañana mismo|mañana por la mañana|mañana en la mañana|día de mañana", 1),
    **entries("NOW", "ahora|la fecha|la actualidad|el momento", 0),
    **entries("DAYPART", "madrugada", 0),
    **entries("DAYPART", "tarde|noche|mediodía|medianoche", -1),
    **entries("DAYPART", "por la mañana|por la tarde|por la noche|de madrugada|de noche|"
              "a la mañana|a la tarde|a la noche|en la mañana|en la tarde|en la noche|"
              "en la madrugada|al mediodía|a mediodía|a medianoche|a última hora|"
              "a primera hora|a media mañana|a media tarde|al amanecer|al anochecer", "told"),
    **entries("DAYPARTS", "tardes|noches|mañanas|madrugadas"),
    **entries("DAYAFTER", "víspera|vispera|jornada anterior|jornada previa|noche anterior|"
              "tarde anterior", -1),
    **entries("DAYAFTER", "al otro día|jornada siguiente|mañana siguiente|noche siguiente", 1),
    **entries("EARLY", "principios|principio|comienzos|comienzo|inicios|inicio", "early"),
    **entries("MID", "mediados|medianos", "mid"),
    **entries("END", "finales|fines|final|fin|cierre", "late"),
    **entries("REST", "resto|lo que queda|lo que resta"),
    **entries("SOFAR", "lo que va|lo que llevamos|lo que llevaba|lo transcurrido"),
    **entries("ALL", "todo|toda"),
    **entries("THIS", "este|esta|este mismo|esta misma", 0),
    **entries("THESE", "estos|estas", 0),
    **entries("RUNNING", "en curso|corriente|presente|actual", 0),
    **entries("NEXT", "próximo|próxima|proximo|proxima|que viene|venidero|venidera|entrante", 1),
    **entries("NEXTS", "próximos|próximas|proximos|proximas|venideros|venideras|que vienen|"
              "siguientes", 1),
    **entries("SIGUIENTE", "siguiente|posterior", 1),
    **entries("SIGUIENTE", "anterior|previo|previa|precedente", -1),
    **entries("PAST", "pasado|pasada|último pasado", -1),
    **entries("PASTS", "pasados|pasadas|anteriores|previos|previas", -1),
    **entries("PAST", "antepasado|antepasada", -2),
    **entries("NEXT", "subsiguiente", 2),
    **entries("ULTIMO", "último|última|ultimo|ultima|penúltimo", -1),
    **entries("ULTIMOS", "últimos|últimas|ultimos|ultimas", -1),
    **entries("LE", "el|la|lo"),
    **entries("LOS", "los|las"),
    **entries("OF", "de"),
    **entries("DEL", "del"),
    **entries("TO", "a"),
    **entries("AL", "al"),
    **entries("EN", "en"),
    **entries("DURING", "durante|por|a lo largo"),
    **entries("PARA", "para|hacia|sobre"),
    **entries("POSS", "su|sus|mi|mis|tu|tus|nuestro|nuestra"),
    **entries("THAT", "ese|esa|aquel|aquella|esos|esas|aquellos|aquellas"),
    **entries("COUPLE", "par de", 2),
    **entries("ROUND", "decena de", 10),
    **entries("ROUND", "docena de", 12),
    **entries("ROUND", "veintena de", 20),
    **entries("ROUND", "treintena de", 30),
    **entries("MOVED", "aplazado|aplazada|aplazados|aplazadas|pospuesto|pospuesta|pospuestos|"
              "pospuestas|postergado|postergada|trasladado|trasladada|adelantado|adelantada|"
              "retrasado|retrasada|aplazó|aplazaron|pospuso|pospusieron|postergó|trasladó|"
              "adelantó|retrasó|retrasa|aplaza|adelanta|pospone|posterga|traslada"),
    **entries("UNTIL", "hasta", 1),
    **entries("BY", "a más tardar|como tarde|como muy tarde|como máximo|no más tarde|de aquí|"
              "antes de que acabe|antes de que termine|antes de que finalice|"
              "antes de que concluya", 1),
    **entries("BETWEEN", "entre"),
    **entries("ET", "y|e|o|u"),
    # Past but for the coming days: desde el lunes regirá.
    **entries("SINCE", "desde", -STRONG),
    **entries("FROM", "a partir|a contar|con efecto|con efectos|empezando|comenzando|"
              "con inicio", 1),
    **entries("BEFORE", "antes|con anterioridad|previo a|previa a|anterior a|anteriores a", -1),
    **entries("AFTER", "después|despues|luego|con posterioridad|posterior a|posteriores a", 1),
    **entries("TRAS", "tras", 1),
    **entries("HACE", "hace|hace ya|hace apenas|hace solo|hace sólo|hace casi|hace unos|"
              "hace unas|hace exactamente|hace cerca de|hace alrededor de|hace más de|"
              "hace aproximadamente|hace menos de|hace al menos|hará"),
    **entries("HACIA", "hacía|hacía ya", -1),
    **entries("ATRAS", "atrás"),
    **entries("LATER", "más tarde", 1),
    **entries("EARLIER", "más temprano"),
    **entries("WITHIN", "en un plazo de|en el plazo de|en un plazo máximo de|en un máximo de|"
              "en menos de|dentro de menos de|en el plazo máximo de|dentro de un plazo de"),
    **entries("DENTRO", "dentro de|de aquí a|de acá a|en cuestión de|dentro de unos|"
              "dentro de unas"),
    **entries("ABOUT", "unos|unas|casi|cerca|alrededor|aproximadamente|más|menos|al menos|"
              "apenas|solo|sólo"),
    **entries("ORLATER", "en adelante|y más tarde|o más tarde|y después|y posteriores"),
    **entries("SOIT", "es decir|o sea|esto es"),
    **entries("EXACT", "exactamente"),
    **entries("EVERY", "cada|todos los|todas las|todo los"),
    **entries("QUE", "que"),
    **entries("ALOS", "a los|a las"),
    **entries("ALCABO", "al cabo de|al cabo de unos|al cabo de unas"),
    **entries("INICIA", "que inicia|que empieza|que comienza|que arranca"),
    **entries("BC", "a. c|a.c|ac|antes de cristo|antes de nuestra era|hégira|de la hégira|AH|"
              "del calendario islámico|del calendario musulmán|del calendario persa|"
              "del calendario iraní|del calendario hebreo|del calendario judío|"
              "del calendario budista|del calendario lunar|de la era budista"),
    **entries("SEASONED", "temporada|temporadas|curso|curso escolar|curso académico|"
              "año escolar|campaña|zafra"),
    **{initial: ("INITIAL", initial) for initial in "SMFO"},
    **entries("PERCENT", "por ciento|por cien"),
    **entries("COUNTED", _COUNTED),
    **entries("LABEL", _NUMBERED_THINGS),
    **entries("PLACE", _NAMED_FOR_DAYS),
    **entries(OTHER, _NO_DATES),
}  # fmt: skip

_BY_INITIAL = {(11, "S"): 2001, (11, "M"): 2004, (23, "F"): 1981, (1, "O"): 2017}
"""Years of days that the Spanish press writes with the initial of their month."""

_WD = "(WD|ABBR)"
_MONTH = "(MONTH|MAYBE|ABM)"
_ANY_MONTH = "(MONTH|MAYBE|ABM|MAR)"
_DAY = "(N|WORDN|ORD)"
_COUNT = "(N|WORDN)"
_OF = "(OF|DEL)"
_LE = "(LE|LOS)"
_UNIT = "(UNIT|MES)"
_UNITS = "(UNIT|UNITS|MES|DIA|DIAS)"
_TURN = "(THIS|NEXT|PAST|ULTIMO)"
_NTH = "(ORD|ULTIMO)"
_NTHS = "(FIRSTS|ULTIMOS)"
_AROUND = "(NEXTS|PASTS|ULTIMOS)"
_ONES_OR_TEENS = "(TEEN|DIGIT|A)"
_SMALL = f"(TENS ET {_ONES_OR_TEENS}|TENS|TEEN|DIGIT)"
_AMOUNTS = "AMOUNT ((COMMA|ET|COMMA ET)? AMOUNT){0,5}"
_ENDS = "(STOP|DOT|COMMA|BRACKET)"


def _number(words: list[Any]) -> int:
    total = current = 0
    for word in filter(None, words):
        if word == 1000:
            total, current = max(current, 1) * 1000, 0
        else:
            current += word
    return total + current


def _year_in_words(words: list[Any]) -> int | None:
    year = _number(words)
    return year if 1000 <= year < 2100 else None


def _amount(count: float | None, unit: Unit | None, half: float | None = None) -> Amount | None:
    return None if count is None or unit is None else (count + (half or 0), unit)


def _half_a_unit(unit: Unit) -> Amount | None:
    """Medio año, media década."""
    halves: dict[Unit, Amount] = {
        "year": (6, "month"),
        "decade": (5, "year"),
        "century": (5, "decade"),
    }
    return halves.get(unit)


def _days_of_hours(count: int) -> Amount | None:
    return (count // 24, "day") if count and count % 24 == 0 else None


def _nothing(**_: object) -> bool:
    """Return a value for an expression that is not a time, so that no later rule matches it."""
    return True


def _date(
    turn: int | None = None, after: int | None = None, **parts: int | None
) -> Calendar | None:
    return calendar_date(**parts, turn=after if turn is None else turn)


def _month(turn: int | None = None, after: int | None = None, **parts: int | None) -> Any:
    return _date(turn, after, **parts)


def _opening_days(first: int, last: int) -> bool | None:
    """De lunes a viernes, de martes a domingo is a habit; de jueves a sábado is a time."""
    return True if first == 0 or last - first >= _MOST_DAYS else None


_MOST_DAYS = 3
"""Number of days of the week after the first one, of an event."""


def _weekday(weekday: int, turn: int | None = None, after: int | None = None) -> Calendar | None:
    """Este lunes is by the tense; el próximo lunes is ahead."""
    return calendar_date(weekday=weekday, turn=turn or after or None)


def _weekday_and_day(weekday: int, day: int, turn: int | None) -> Calendar | None:
    return calendar_date(day, weekday=weekday, turn=turn)


def _month_and_year(pair: tuple[int, int]) -> Calendar | None:
    """3.2015; but 3.15 is a number."""
    month, year = pair
    return calendar_date(month=month, year=year) if year > 99 else None


def _day_and_month(
    parts: list[Any], weekday: int | None = None, year: int | None = None
) -> Calendar | None:
    return day_and_month(parts[0], month_first=False, weekday=weekday, year=year)


def _no_fraction(parts: list[Any]) -> Calendar | None:
    """22/04 is a day wherever it stands, 3/4 or 15/20 need not be one."""
    [(day, month)] = parts
    return calendar_date(day, month) if day > 12 else None


def _initial(day: int, initial: str) -> Expression | None:
    """El 8-M is a day of each year, but el 11-S that of 2001."""
    if (day, initial) == (8, "M"):
        return Yearly("holiday", "women's day")
    year = _BY_INITIAL.get((day, initial))
    return None if year is None else Calendar(year, _INITIALS[initial], day)


_LAST_MINUTE = 90
"""Last minute of a match: "marcó en el 83" is the minute of a goal, "ganó en el 98" the year."""
_SEVENTY = 70
_QUARTERS = 4
_INITIALS = {"S": 9, "M": 3, "F": 2, "O": 10}


def _fixed(pair: tuple[int, int], year: int | None) -> Calendar | None:
    return calendar_date(*pair, year=year)


def _near_holiday(pair: tuple[str, int], year: int | None) -> Shifted:
    name, days = pair
    return Shifted(((abs(days), "day"),), 1 if days > 0 else -1, Yearly("holiday", name, year))


def _holy_week(year: int | None = None, turn: int | None = None) -> Window:
    """From Palm Sunday to Easter Sunday."""
    easter = Yearly("holiday", "easter", year, turn)
    return Window(((8, "day"),), 1, anchor=Shifted(((7, "day"),), -1, easter))


def _short_year(month: int, short: int) -> Calendar | None:
    """Mayo del 68: a number that cannot be a day is a year."""
    return calendar_date(month=month, year=1900 + short) if short > 31 else None


def _quarter_in_quarters(numbers: list[int], year: int) -> Expression | None:
    return quarter_of(numbers[0], "quarter", year) if numbers[1] == _QUARTERS else None


def _year_of_two_digits(year: int) -> Calendar | None:
    """El 98: a number that cannot be a day is a year of the last century."""
    return Calendar(1900 + year) if 31 < year < 100 else None


def _short_years(first: int, last: int) -> Expression | None:
    """Del 93 al 96; el curso 98-99."""
    one, other = _year_of_two_digits(first), _year_of_two_digits(last)
    if one is None or last > 99:
        return None
    return span(one, other or Calendar(2000 + last)) if last > first or last < 31 else None


def _season_from_short(pair: tuple[int, int]) -> Expression | None:
    """La temporada 98/99."""
    return _short_years(*pair)


def _from_year_to_next(first: int, last: int) -> Expression | None:
    """2019-20, a season or a school year; 1936-1939, 1939-45."""
    if last < 100:
        last += first - first % 100 + 100 * (last <= first % 100)
    return span(Calendar(first), Calendar(last)) if first < last < first + 100 else None


def _season_from_year(pair: tuple[int, int]) -> Expression | None:
    """Temporada 2011-12, which without its noun is December."""
    return _from_year_to_next(*pair)


def _century_of(number: int, unit: Unit | None) -> Whole | None:
    return century(number) if unit == "century" else None


def _decade_of(number: int, unit: Unit | None) -> Expression | None:
    return decade(number) if unit == "decade" else None


def _later_century(number: int) -> Whole | None:
    """El XX, after "los siglos XIX y"."""
    return century(number) if number >= _FIRST_ALONE else None


_FIRST_ALONE = 12
"""Lower numerals alone are rather those of kings and chapters."""


def _decade_of_century(tens: list[Whole], unit: Unit, number: int) -> Whole | None:
    """Los años treinta del siglo XIX."""
    whole = _century_of(number, unit)
    return whole and decade(whole.period.start.year + tens[0].period.start.year % 100)


def _turned_span(first: Expression | None, last: Expression | None) -> Expression | None:
    """Del 28 de abril al 3 de mayo próximo: "próximo" places the first, and the last follows."""
    if (
        isinstance(first, Calendar)
        and isinstance(last, Calendar)
        and None not in {first.month, last.month, last.turn}
        and first.turn is first.year is None
    ):
        return span(replace(first, turn=last.turn), replace(last, turn=None))
    return span(first, last)


def _days_to(first: int, last: Expression) -> Expression | None:
    """Del 3 al 5 de mayo: the first day is of the month, or of the one before."""
    if not isinstance(last, Calendar) or last.day is None or last.month is None:
        return None
    one = calendar_date(first)
    if one is not None and last.turn is not None and first <= last.day:
        one = replace(one, month=last.month)
    return _turned_span(one, last)


def _days_joined(first: int, last: Expression) -> Expression | None:
    """4-7 de febrero; but "el 4-1 de febrero" is a score."""
    in_order = isinstance(last, Calendar) and last.day is not None and first < last.day
    return _days_to(first, last) if in_order else None


def _days_listed(firsts: list[Any], last: Expression) -> Expression | None:
    """Los días 3, 4 y 5 de mayo: a range only if no day is left out."""
    days = [day for day in firsts if day is not None]
    if not days or not isinstance(last, Calendar) or last.day is None:
        return None
    if [*days, last.day] != list(range(days[0], days[0] + len(days) + 1)):
        return None
    return _days_to(days[0], last)


def _day_of_list(day: int, last: Expression) -> Calendar | None:
    """The 6th, of "los días 6 y 13 de abril próximos"."""
    if not isinstance(last, Calendar) or last.day is None or last.month is None:
        return None
    return calendar_date(day, last.month, last.year, turn=last.turn) if day < last.day else None


def _fiscal(years: list[Any], pair: tuple[int, int] | None) -> Fiscal:
    """Ejercicio 2019, 2018-2019, 2018-19."""
    first = years[0] if pair is None else pair[0]
    return Fiscal(first, first + (pair is not None or len(years) > 1))


def _weeks_after(weeks: list[int], weekday: int | None = None, day: int = 0) -> Shifted | None:
    """El lunes en ocho, de hoy en ocho: a week after it."""
    count = {8: 1, 15: 2}.get(weeks[0])
    if count is None:
        return None
    anchor = Relative("day", day) if weekday is None else Calendar(weekday=weekday, turn=1)
    return Shifted(((count, "week"),), 1, anchor)


def _relative(unit: Unit, turn: int, after: int | None = None) -> Expression | None:
    turn = turn if after is None else after
    if unit == "weekend" and turn == 1:
        # El próximo fin de semana, as el próximo sábado, is the one that comes.
        return UnitOf(unit, Calendar(weekday=5, turn=1))
    return Relative(unit, turn)


def _last(unit: Unit) -> Expression | None:
    """El último año: the twelve months that led up to today; el último trimestre is one."""
    if unit in {"weekend", "half-year"}:
        return Relative(unit, -1)
    return Window(((1, unit),), -1)


def _last_whole(outer: Expression) -> Expression:
    """El domingo de la última semana: of the last one, not of the last seven days."""
    if isinstance(outer, Window) and outer.sign < 0 and outer.amounts[0][0] == 1:
        return Relative(outer.amounts[0][1], -1)
    return outer


def _following(unit: Unit, turn: int) -> Narrative | None:
    """Al día siguiente, el año anterior."""
    return Narrative(((1, "day"),), turn) if unit == "day" else following(turn, unit)


def _nth(
    which: int,
    unit: Unit,
    count: int | None = None,
    outer: Expression | None = None,
    inside: Unit | None = None,
) -> Expression | None:
    outer = Relative(inside or "year", 0) if outer is None else _last_whole(outer)
    return Nth(which, count or 1, unit, outer)


def _nth_months(
    which: int, length: int, outer: Expression | None = None, year: int | None = None
) -> Nth | None:
    """El primer cuatrimestre, of four months; el segundo bimestre, of two."""
    whole = outer or (Relative("year", 0) if year is None else Calendar(year))
    last = 12 // length
    number = last if which < 0 else which
    return Nth((number - 1) * length + 1, length, "month", whole) if number <= last else None


def _half_of(which: int, outer: Expression) -> Expression | None:
    """La primera mitad del año, de mayo, de la década."""
    if which not in {1, 2, -1}:
        return None
    half = half_of(1 if which == 1 else 2, outer)
    if half is not None or _unit_of_period(outer) is None:
        return half
    return Part("early" if which == 1 else "late", outer)


def _unit_of_period(outer: Expression) -> Unit | None:
    if isinstance(outer, Relative):
        return outer.unit
    if isinstance(outer, Calendar) and outer.day is None and outer.weekday is None:
        return "year" if outer.month is None else "month"
    return "season" if isinstance(outer, Yearly) and outer.kind == "season" else None


def _weekend_dated(unit: Unit, first: int, last: Expression) -> Expression | None:
    return _days_to(first, last) if unit == "weekend" else None


def _this_unit(unit: Unit) -> Relative | None:
    return Relative(unit, 0) if unit in {"week", "month", "year"} else None


def _fortnight(which: int, outer: Expression) -> Part | None:
    """La primera quincena de mayo."""
    if which not in {1, 2, -1} or _unit_of_period(outer) != "month":
        return None
    return Part("early" if which == 1 else "late", outer)


def _first_days(which: int, outer: Expression) -> Part:
    """Los primeros días de mayo are its beginning."""
    return Part("early" if which > 0 else "late", outer)


def _of_half_or_quarter(which: int, unit: Unit, outer: Expression) -> Nth | None:
    return (
        Nth(which, 1, unit, outer) if unit in {"quarter", "half-year"} and is_year(outer) else None
    )


def _narrative_day(days: list[int]) -> Narrative:
    return Narrative(((abs(days[0]), "day"),), 1 if days[0] > 0 else -1)


def _beside(days: list[int], anchor: Expression) -> Shifted:
    """La víspera de Navidad."""
    return Shifted(((abs(days[0]), "day"),), 1 if days[0] > 0 else -1, anchor)


def _dated_narrative(inner: Expression) -> Expression | None:
    """Al día siguiente, sábado 8 de abril: the date makes the anaphor redundant."""
    return inner if isinstance(inner, Calendar) and inner.day is not None else None


def _day_in(day: int, outer: Expression) -> Expression | None:
    if not isinstance(outer, Relative) or outer.unit != "month":
        return None
    part = calendar_date(day)
    return part and within(part, outer)


def _within(part: Expression, outer: Expression) -> Expression | None:
    return within(part, _last_whole(outer))


def _unit_of(unit: Unit | None, inner: Expression) -> Expression | None:
    """La semana del 10 de abril, el fin de semana de Todos los Santos."""
    if unit != "weekend":
        return week_of(unit, inner)
    if isinstance(inner, Calendar) and inner.day is not None:
        return UnitOf(unit, inner)
    holiday = isinstance(inner, Yearly) and inner.kind == "holiday"
    return UnitOf(unit, inner) if holiday else None


def _moved(first: Expression, last: Expression) -> Expression | None:
    """Aplazado del 5 al 7 de mayo: complete each end by the other, and use the last."""
    whole = _turned_span(first, last)
    return LastOf(whole) if isinstance(whole, Span) else last


def _range(first: Expression, last: Expression | None, now: int | None) -> Expression | None:
    return _turned_span(first, last if now is None else Relative("day", now))


def _weekend(unit: Unit | None) -> Relative | None:
    return Relative(unit, 0) if unit == "weekend" else None


def _hours(turn: int, count: int) -> Window | None:
    """Las próximas 48 horas."""
    amount = _days_of_hours(count)
    return None if amount is None else Window((amount,), turn)


def _soon(amounts: list[Any]) -> Shifted:
    return Shifted(amounts_of(amounts), 1)


def _before_that(sign: int, amounts: list[Any]) -> Narrative | None:
    """Hacía tres años; but "hacía un día soleado" is about the weather."""
    found = amounts_of(amounts)
    return None if found == ((1, "day"),) else Narrative(found, sign)


def _ranked(unit: Unit) -> Ranked | None:
    return Ranked(unit, 0) if unit in {"week", "month", "year"} else None


def _same_of_year(unit: Unit | None, year: int) -> Anaphor | None:
    """El mismo trimestre de 2018; "la misma semana de 2018" has no fixed days."""
    return None if unit in {"day", "week", "weekend", "year"} else Anaphor(unit, year=year)


def _narrative_days(amounts: list[Any]) -> Narrative | None:
    """A los tres días; but "a los 45 años" is an age."""
    found = amounts_of(amounts)
    short = all(unit in {"day", "week", "month"} for _, unit in found)
    return Narrative(found, 1) if short else None


_NUMBERS = [
    Rule("(?<=[N]) SUFFIX", lambda: True, "SUFFIX"),
    Rule("number=N DOT? SUFFIX", lambda number: number, "ORD"),
    Rule(f"words=({_SMALL}? THOUSAND HUNDRED? {_SMALL}?)", _year_in_words, "YEAR"),
    Rule(f"words=(HUNDRED {_SMALL}?|{_SMALL})", _number, "WORDN"),
    # A las 14 horas, 2000 empleos, vuelo 1907, más de 2000, el 20 por ciento.
    Rule("count=N HOURS (?=LATER|BEFORE|AFTER|ATRAS)", _days_of_hours, "AMOUNT"),
    Rule("(?<=[HACE WITHIN DENTRO ABOUT EN]) count=N HOURS", _days_of_hours, "AMOUNT"),
    Rule(f"{_LE}? turn={_AROUND} count=N HOURS", _hours),
    Rule(f"{_COUNT} HOURS", _nothing, "CLOCK"),
    Rule("(?<=TO) LOS (N|WORDN) (?=OF (LE|DAYPART)|DEL|DAYPART)", _nothing, "CLOCK"),
    Rule("(YEAR|BIGN) (ET|TO|AL|DASH) YEAR COUNTED", _nothing, "NOTHING"),
    Rule("(YEAR|N|BIGN|WORDN) (COUNTED|PERCENT)", _nothing, "NOTHING"),
    Rule("YEAR UNITS", _nothing, "NOTHING"),
    Rule("LABEL (YEAR|N|DAYMONTH)", _nothing, "NOTHING"),
    Rule("ABOUT OF YEAR", _nothing, "NOTHING"),
    Rule("(YEAR|N|ROMAN) BC", _nothing, "NOTHING"),
    # Mañana: "the morning" after an article, otherwise "tomorrow".
    Rule("THIS MANANA", lambda: 0, "DAYWORD"),
    Rule("(?<=[LE LOS A MEDIO EVERY THAT ORD]) MANANA", lambda: -1, "DAYPART"),
    Rule("(?<=[WD DAYWORD] OF) MANANA", lambda: -1, "DAYPART"),
    Rule("(?<=[WD DAYWORD]) MANANA", lambda: -1, "DAYPART"),
    Rule("day=MANANA", lambda day: day, "DAYWORD"),
    Rule("(?<=[LE DEL AL THIS NEXT PAST UNTIL SINCE ET]) weekday=DOMINGO",
         lambda weekday: weekday, "WD"),
    Rule("(?<=DAYWORD) weekday=DOMINGO", lambda weekday: weekday, "WD"),
    Rule("(?<=DAYWORD COMMA) weekday=DOMINGO", lambda weekday: weekday, "WD"),
    Rule("weekday=DOMINGO (?=COMMA? (LE|DIA)* N)", lambda weekday: weekday, "WD"),
]  # fmt: skip

_DATES = [
    Rule(f"PLACE DOT? {_DAY} OF {_MONTH}(?!{_OF} YEAR)", _nothing, "NOTHING"),
    # 19-nov-12, 05-ago-2016, 2020/23/sep.
    Rule(f"day=N (DASH|SLASH) month={_ANY_MONTH} (DASH|SLASH) (year=YEAR|short=N(?!DASH|SLASH))",
         calendar_date),
    Rule(f"year=YEAR (DASH|SLASH) month={_ANY_MONTH} (DASH|SLASH) day=N", calendar_date),
    Rule(f"year=YEAR (DASH|SLASH) day=N (DASH|SLASH) month={_ANY_MONTH}", calendar_date),
    Rule(f"month={_ANY_MONTH} DASH year=YEAR DASH day=N", calendar_date),
    Rule(f"day=N DASH year=YEAR DASH month={_ANY_MONTH}", calendar_date),
    Rule(f"day=N DASH month={_MONTH}(?!DASH)", calendar_date),
    Rule("day=N DASH initial=INITIAL", _initial),
    # A quarter of a fiscal year, whose months are unknown.
    Rule("FISCAL (OF|DEL)? (years=(YEAR ((DASH|SLASH) (YEAR|N))?)|pair=YEARMONTH)(?!DASH|SLASH)",
         _fiscal, "FISCALYEAR"),
    Rule(f"LE? number={_NTH} unit=UNIT {_OF}? LE? year=FISCALYEAR", fiscal_part, "FISCALYEAR"),
    Rule(f"LE? unit=(Q|H) number=N {_OF}? LE? year=FISCALYEAR", fiscal_part, "FISCALYEAR"),
    Rule("LE? year=FISCALYEAR", lambda year: year),
    # El mismo trimestre del año anterior, ese día.
    Rule(f"LE? (unit=ANAPHOR|SAMEPERIOD) {_OF} LE? (UNIT (PAST|SIGUIENTE)|PAST UNIT)",
         lambda unit: Anaphor(unit, 1)),
    Rule(f"LE? (unit=ANAPHOR|SAMEPERIOD) {_OF}? year=YEAR", _same_of_year),
    Rule(f"LE? unit=ANAPHOR (?!({_OF}|EN)? YEAR)", Anaphor),
    # In figures.
    Rule(f"LE? (weekday={_WD} (COMMA|DOT)*)? LE? parts=FULL",
         lambda weekday, parts: numeric(parts[0], month_first=False, weekday=weekday)),
    Rule(f"weekday={_WD} (COMMA|DOT|BRACKET)* parts=DAYMONTH (COMMA? year=YEAR)?",
         _day_and_month),
    Rule("(?<=[LE OF DEL AL TO SINCE UNTIL BEFORE AFTER TRAS PARA]) parts=DAYMONTH "
         "(COMMA? year=YEAR)? (?!OF)", _day_and_month),
    Rule("(OF|DEL|BETWEEN|SINCE) LE? first=DAYMONTH (TO|AL|UNTIL|ET) LE? last=DAYMONTH",
         lambda first, last: span(_day_and_month([first]), _day_and_month([last]))),
    Rule("parts=DAYMONTH COMMA? year=YEAR", _day_and_month),
    Rule("parts=DAYMONTH (?!LE|OF|DEL)", _no_fraction),
    Rule("SEASONED pair=YEARMONTH", _season_from_year),
    Rule("SEASONED (OF|DEL)? pair=DAYMONTH", _season_from_short),
    Rule("SEASONED (OF|DEL)? first=N DASH last=N", _short_years),
    Rule("pair=YEARMONTH", lambda pair: calendar_date(year=pair[0], month=pair[1])),
    Rule("(?<!DASH) first=YEAR (DASH|SLASH) last=(YEAR|N) (?!DASH|SLASH)", _from_year_to_next,
         "SEASONYEAR"),
    Rule("day=N SLASH month=N SLASH year=YEAR", calendar_date),
    Rule("month=N (DASH|SLASH) year=YEAR", calendar_date),
    Rule("pair=POINTED", _month_and_year),
    Rule("day=N OF month=N (OF|DEL) year=YEAR", calendar_date),
    Rule("LE day=N DEL month=N (?!UNITS|DIAS|HOURS|COUNTED|PERCENT|COMMA)", calendar_date),
    # El tercer cuarto de 2016, as the American press calls a quarter.
    Rule(f"LE? numbers=(ORD ORD) {_OF}? year=YEAR", _quarter_in_quarters),
    # El pasado lunes 24 de agosto de 2020, este lunes, 24 de agosto; el 10 de mayo próximo.
    # El sábado y domingo 23 y 24 de septiembre.
    Rule(f"LE? WD (ET|TO|AL) LE? (WD|DOMINGO) COMMA? (LOS|DIAS)* first=N (ET|TO|AL) last=N {_OF} "
         f"month={_MONTH} ({_OF} year=YEAR)?", days_of_month),
    Rule(f"{_LE}? turn={_TURN}? (weekday={_WD} (DOT|COMMA)*)? LE? turned={_TURN}? DIA? day={_DAY} "
         f"OF? month={_MONTH} DOT? "
         f"((COMMA? {_OF} LE? UNIT?|COMMA|DASH|SLASH|EN)? year=YEAR|{_OF} short=N (?={_ENDS}))? "
         "after=(NEXT|PAST|RUNNING|NEXTS|PASTS)?",
         lambda turn, turned, after, **parts: _date(turned if turn is None else turn, after,
                                                    **parts)),
    Rule(f"LE? (weekday={_WD} (DOT|COMMA)*)? LE? DIA? day={_DAY} OF? month=MAR DOT? {_OF}? "
         "year=YEAR", calendar_date),
    # Mayo 5, 2020; noviembre 19-20.
    Rule(f"month={_MONTH} first=N (DASH|AL|TO) last=N (COMMA? {_OF}? year=YEAR)?(?!{_OF} MONTH)",
         lambda month, first, last, year: span(
             calendar_date(first, month, year), calendar_date(last, month, year))),
    Rule(f"(weekday={_WD} (COMMA|DOT)*)? month={_MONTH} DOT? day={_DAY}(?!UNITS|COUNTED) "
         f"(COMMA? {_OF}? year=YEAR)?", calendar_date),
    Rule(f"month={_MONTH} DEL short=N", _short_year),
    # El martes 13, el próximo día 25, el día 8.
    Rule(f"LE? turn={_TURN}? weekday=WD COMMA? LE? DIA day={_DAY}(?!{_UNITS})", _weekday_and_day),
    Rule(f"LE? turn={_TURN}? weekday=WD day=N(?!{_UNITS}|HOURS|COUNTED|PERCENT|MONTH|DASH N)",
         _weekday_and_day),
    Rule(f"LE? turn=(NEXT|PAST) day=N(?!{_UNITS}|HOURS|COUNTED|PERCENT|DASH|AL|TO|ET)",
         calendar_date),
    Rule(f"LE? turn=(NEXT|PAST)? DIA day={_COUNT}(?!{_UNITS}|(COMMA {_COUNT})* (ET|AL|UNTIL LE) "
         f"DIA? {_COUNT})",
         calendar_date),
    # Mayo de 2020, el mes de mayo del año 2020, el pasado mes de mayo, octubre próximo.
    Rule(f"LE? ({_TURN}? MES OF)? month={_MONTH} DOT? (COMMA? {_OF} LE? UNIT?|COMMA|DASH|EN)? "
         "year=YEAR", calendar_date),
    Rule("year=YEAR (COMMA|DASH|SLASH)? month=MONTH", calendar_date),
    Rule(f"LE? turn={_TURN} (MES OF)? month={_MONTH}", calendar_date),
    Rule(f"LE? (MES OF)? month={_MONTH} turn=(PAST|NEXT|RUNNING)", calendar_date),
    Rule(f"LE? MES OF month={_MONTH}", calendar_date),
    # Los años noventa, la década de los 90, los años 20 y 30; el siglo XIX.
    Rule("LOS UNITS (OF LOS?)? number=(YEAR|N|WORDN)(?!COMMA YEAR|COUNTED|PERCENT)", decade,
         "DECADE"),
    Rule(f"{_LE}? unit=(UNIT|UNITS) ({_OF} {_LE}? UNITS?)? number=(YEAR|N|WORDN)",
         lambda unit, number: _decade_of(number, unit), "DECADE"),
    Rule("LOS number=(WORDN|N) (?=STOP|DOT|COMMA|BRACKET)",
         lambda number: decade(number) if 20 <= number < 100 else None, "DECADE"),
    Rule("LOS UNITS? number=TENTIES", decade, "DECADE"),
    Rule("(?<=[EARLY MID END] OF) LOS number=(N|WORDN)",
         lambda number: decade(number) if number >= 20 else None, "DECADE"),
    Rule("(?<=DECADE [ET COMMA TO AL]) LOS? number=(YEAR|N|WORDN)", decade, "DECADE"),
    Rule(f"tens=DECADE {_OF} LE? unit=UNIT number=ROMAN", _decade_of_century),
    Rule("years=DECADE", lambda years: years[0]),
    Rule("LOS number=YEAR (?=STOP|DOT|COMMA)", decade),
    # En los siglos XIX y XX, a finales del siglo XIX y principios del XX.
    Rule("LOS? unit=UNITS number=ROMAN", _century_of),
    Rule("(?<=TIME ET) number=ROMAN", _later_century),
    Rule("(?<=[EARLY MID END] DEL) number=ROMAN", _later_century),
    Rule(f"LE? unit=UNIT number=(ROMAN|N)(?!BC|{_UNITS}|COUNTED)",
         lambda unit, number: _century_of(number, unit)),
    Rule(f"LE? number=ORD unit=UNIT {_OF}? year=YEAR", quarter_of),
    # Navidad, la Semana Santa; not el árbol de Navidad.
    Rule("(?<!OF) which=FEAST", lambda which: which, "HOLIDAY"),
    Rule("(?<=[EARLY MID END FROM BEFORE AFTER DIA UNIT DAYAFTER DAYPART] OF) which=FEAST",
         lambda which: which, "HOLIDAY"),
    Rule(f"which=FEAST (?={_OF}? YEAR|PAST|NEXT)", lambda which: which, "HOLIDAY"),
    Rule(f"LE? which=HOLIDAY ({_OF}? year=YEAR|turn=(PAST|NEXT))?",
         lambda which, year, turn: Yearly("holiday", which, year=year, turn=turn)),
    Rule("LE? turn=(PAST|NEXT) which=HOLIDAY",
         lambda turn, which: Yearly("holiday", which, turn=turn)),
    Rule(f"LE? pair=NEARHOLIDAY ({_OF}? year=YEAR)?", _near_holiday),
    Rule(f"LE? pair=FIXED ({_OF}? year=YEAR)?", _fixed),
    Rule(f"LE? HOLYWEEK ({_OF}? year=YEAR|turn=(PAST|NEXT))?", _holy_week),
    Rule("LE? turn=(PAST|NEXT) HOLYWEEK", _holy_week),
    # El verano de 2019, el pasado verano, en otoño; not los Juegos de Invierno.
    Rule("LE? which=SEASON OF? first=SEASONYEAR", lambda which, first: Yearly(
        "season", which, year=first.first.year)),
    Rule("years=SEASONYEAR", lambda years: years[0]),
    Rule(f"(?<!OF) LE? which=SEASON ({_OF} LE?)? UNIT? year=YEAR",
         lambda which, year: Yearly("season", which, year=year)),
    Rule("LE? turn=(NEXT|PAST|ULTIMO) which=SEASON",
         lambda turn, which: Yearly("season", which, turn=turn)),
    Rule("LE? which=SEASON turn=(NEXT|PAST)",
         lambda which, turn: Yearly("season", which, turn=turn)),
    Rule("(LE|THIS|(?<=[EN DEL AL UNTIL])) which=SEASON", lambda which: Yearly("season", which)),
    Rule("(?<=[EARLY MID END FROM BEFORE AFTER] OF) which=SEASON",
         lambda which: Yearly("season", which)),
    # T1 2019, 2019-T1, 1T20.
    Rule("(?<=N) initial=INITIAL (?=(OF|DEL)? [YEAR N])",
         lambda initial: "half-year" if initial == "S" else None, "H"),
    Rule("year=YEAR DASH? unit=(Q|H) number=N", lambda year, unit, number: with_year(
        numbered(unit, number), year)),
    Rule(f"unit=(Q|H) number=N {_OF}? year=YEAR",
         lambda unit, number, year: with_year(numbered(unit, number), year)),
    Rule(f"number=N unit=(Q|H) {_OF}? (year=YEAR|short=N)",
         lambda number, unit, year, short: with_year(
             numbered(unit, number), year or 2000 + (short or 0))),
    Rule("BETWEEN LE? unit=UNIT first=N ET (LE UNIT)? last=N", lambda unit, first, last: span(
        numbered(unit, first), numbered(unit, last))),
    Rule("unit=UNIT number=N(?!COUNTED|PERCENT|UNITS)", numbered, "NUMBERED"),
    Rule(f"LE? expression=NUMBERED {_OF}? year=YEAR", with_year),
    Rule("month=MONTH", calendar_date),
    Rule("(?<=[EN SINCE UNTIL DEL BETWEEN EARLY MID END]) month=(MAYBE|ABM) DOT?", calendar_date),
    Rule("(?<=[UNITS UNIT SEASON] OF) month=(MAYBE|ABM) DOT?", calendar_date),
    Rule("(?<=[EARLY MID END FROM BEFORE AFTER] OF) month=MAYBE", calendar_date),
    Rule("month=(MAYBE|ABM|MAR) DOT? (?=(ET|TO|AL|UNTIL|DASH) [MONTH ABM TIME])",
         calendar_date),
    Rule("month=ABM DOT? (?=(ET|TO|AL|UNTIL|DASH) MAR)", calendar_date),
    Rule("(?<=TIME [ET TO AL UNTIL DASH]) month=(MAYBE|ABM|MAR) DOT?", calendar_date),
    Rule("(LE|THIS)? unit=UNIT OF? year=YEAR", year_named),
    Rule("(?<=[EN SINCE BEFORE AFTER TRAS UNTIL LE DEL]) year=YEAR(?!BC)", calendar_date),
    Rule("(?<=OF) year=YEAR (?=STOP|DOT|COMMA|BRACKET|ET)", year_of_event),
    Rule("(?<![DASH APOSTROPHE]) year=YEAR(?!BC)", bare_year),
    # En el 98, los Juegos del 92, del 93 al 96: numbers that cannot be days.
    Rule("DEL first=N AL last=N (?!OF|DEL)", _short_years),
    Rule("(?<=[EN SINCE UNTIL]) LE year=N (?!OF|DEL|AL|DASH|UNITS|DIAS)",
         lambda year: _year_of_two_digits(year) if year > _LAST_MINUTE else None),
    Rule(f"(?<=DEL) year=N (?={_ENDS})",
         lambda year: _year_of_two_digits(year) if year >= _SEVENTY else None),
    Rule("(?<=[EN DEL]) APOSTROPHE year=N", _year_of_two_digits),
    Rule("LE? DIA? day=N DEL RUNNING(?!UNIT|MES)",
         lambda day: _day_in(day, Relative("month", 0))),
]  # fmt: skip

_PERIODS = [
    Rule(f"THAT (WD|ABBR|{_UNIT}|SEASON)", _nothing, "NOTHING"),
    # A habit, and no day: cada lunes, los lunes, de lunes a viernes, un lunes.
    Rule(f"EVERY {_NTH} (WD|ABBR) ({_OF} LE? {_UNIT})?", _nothing, "NOTHING"),
    Rule(f"EVERY {_COUNT}? (WD|WDS|{_UNITS}|SEASON|DAYPART|DAYPARTS|TIME)", _nothing, "NOTHING"),
    Rule("LOS DIAS? (OF)? WD (TO|AL) (WD|WDS)(?<=TO [WD WDS])", _nothing, "NOTHING"),
    Rule("(?<!DEL)(?<!SINCE)(?<!SINCE LE)(?<!THIS)(?<!LE) first=WD TO last=WD", _opening_days,
         "NOTHING"),
    Rule("LOS DIAS? (WD|WDS) ((COMMA|ET)+ LOS? (WD|WDS))*", _nothing, "NOTHING"),
    Rule("(LOS? WDS|(A|WORDN) (WD|WDS))", _nothing, "NOTHING"),
    Rule(f"LE? {_NTH} (WD|UNIT) {_OF} NOTHING", _nothing, "NOTHING"),
    # El primer trimestre del año pasado, las dos primeras semanas de mayo.
    Rule(f"LE? REST {_OF} (LE|THIS)? unit={_UNIT} RUNNING?", Rest),
    Rule(f"SOFAR {_OF} (LE|THIS)? unit={_UNIT} RUNNING?", lambda unit: Rest(unit, passed=True)),
    Rule("(LE|EN) unit=UNIT UNTIL NOW", lambda unit: Rest(unit, passed=True)),
    Rule(f"(?<=[OF DEL]) LE? turn=(THIS|NEXT|PAST|RUNNING) unit={_UNIT}", _relative),
    Rule(f"(?<=[OF DEL]) LE? unit={_UNIT} turn=(NEXT|PAST|RUNNING)", _relative),
    Rule(f"(?<=[UNITS DIAS] DEL) unit={_UNIT} turn=SIGUIENTE", _following),
    Rule(f"(?<=[UNITS DIAS] [OF DEL]) LE? ULTIMO unit={_UNIT}", _last),
    Rule(f"LE? which={_NTH} unit={_UNITS} {_OF} {_LE}? (outer=TIME|inside={_UNIT})", _nth),
    Rule(f"LOS? which={_NTHS} count={_COUNT} unit={_UNITS} {_OF} {_LE}? "
         f"(outer=TIME|inside={_UNIT})", _nth),
    Rule(f"LOS? count={_COUNT} which={_NTHS} unit={_UNITS} {_OF} {_LE}? "
         f"(outer=TIME|inside={_UNIT})", _nth),
    # Los nueve primeros meses: of the year.
    Rule(f"LOS? count={_COUNT} FIRSTS unit={_UNITS} (?!{_OF}|AFTER|TRAS|TIME)", first_months),
    Rule(f"LOS? FIRSTS count={_COUNT} unit={_UNITS} (?!{_OF}|AFTER|TRAS|TIME)", first_months),
    Rule(f"LOS? which={_NTHS} (UNITS|DIAS) {_OF} {_LE}? outer=TIME", _first_days),
    Rule(f"LE? which={_NTH} length=MONTHS {_OF} {_LE}? outer=TIME", _nth_months),
    Rule(f"LE? which=ORD length=MONTHS {_OF} LE UNIT", _nth_months),
    Rule("LE? which=ORD length=MONTHS", _nth_months),
    Rule(f"LE? which={_NTH} FORTNIGHT {_OF} {_LE}? outer=TIME", _fortnight),
    Rule(f"LE? which={_NTH} MITAD {_OF} {_LE}? outer=TIME", _half_of),
    Rule(f"LE? which={_NTH} MITAD {_OF} LE? unit={_UNIT}",
         lambda which, unit: _half_of(which, Relative(unit, 0))),
    Rule(f"LE? which={_NTH} weekday=WD {_OF} {_LE}? outer=TIME",
         lambda which, weekday, outer: Nth(which, 1, "day", outer, weekday)),
    Rule(f"LE? which={_NTH} weekday=WD {_OF} LE? inside={_UNIT}",
         lambda which, weekday, inside: Nth(which, 1, "day", Running(inside, 0), weekday)),
    # El lunes en ocho, de hoy en ocho días.
    Rule("LE? weekday=WD EN weeks=(WORDN|N) DIAS?", _weeks_after),
    Rule("OF? day=DAYWORD EN weeks=(WORDN|N) DIAS?", _weeks_after),
    Rule(f"outer=TIME COMMA LE which={_NTH} unit=UNIT", _of_half_or_quarter),
    Rule("LE? which=ORD unit=UNIT", lambda which, unit: numbered(unit, which)
         if unit in {"quarter", "half-year"} else None, "NUMBERED"),
    # Las próximas 3 semanas, los dos últimos meses; "los últimos meses" are uncounted.
    Rule(f"{_LE}? turn={_AROUND} count={_COUNT} unit={_UNITS}(?!(COMMA|ET) {_COUNT} {_UNITS})",
         lambda turn, count, unit: Window(((count, unit),), turn)),
    Rule(f"LOS? count={_COUNT} turn={_AROUND} unit={_UNITS}",
         lambda count, turn, unit: Window(((count, unit),), turn)),
    Rule(f"LOS? count={_COUNT} unit={_UNITS} turn=(NEXTS|PASTS)",
         lambda count, unit, turn: Window(((count, unit),), turn)),
    Rule("(NEXTS|PASTS|ULTIMOS|FIRSTS|THESE) (UNITS|DIAS|HOURS)|(UNITS|DIAS) (NEXTS|PASTS)",
         _nothing, "NOTHING"),
    Rule(f"LATER ((EN|OF)? THIS|EN LE) unit={_UNIT}", Rest),
    Rule(f"EARLIER ((EN|OF)? THIS|EN LE) unit={_UNIT}", lambda unit: Rest(unit, passed=True)),
    Rule("THIS PAST unit=UNIT", lambda unit: Relative(unit, -1)),
    Rule(f"LE? turn=(THIS|NEXT|PAST|RUNNING) unit={_UNIT}", _relative),
    Rule(f"LE? turn=SIGUIENTE unit={_UNIT}", following),
    Rule(f"LE? unit={_UNIT} turn=(NEXT|PAST|RUNNING)", _relative),
    Rule("(LE|AL)? DIA SIGUIENTE COMMA LE? inner=TIME", _dated_narrative),
    Rule(f"(LE|AL)? unit=({_UNIT}|DIA) turn=SIGUIENTE(?!OF|DEL)", _following),
    Rule(f"(?<![POSS THAT]) LE? ULTIMO unit={_UNIT} (?!{_OF} [LE OTHER $])", _last),
    Rule(f"ALL LE unit={_UNIT}", lambda unit: Relative(unit, 0)),
    Rule(f"LE? unit=UNIT {_OF} {_LE}? inner=TIME", _unit_of),
    Rule(f"LE? unit=UNIT INICIA {_LE}? inner=TIME", _unit_of),
    Rule(f"LE? unit=UNIT FROM {_OF} inner=TIME", _unit_of),
    # La semana antes de Navidad, el domingo después de Pascua, el fin de semana del 3 y 4 de mayo.
    Rule("LE unit=UNIT sign=(BEFORE|AFTER) OF? LE? anchor=TIME", unit_beside),
    Rule("LE weekday=WD sign=(BEFORE|AFTER) OF? LE? anchor=TIME", weekday_beside),
    Rule(f"LE? unit=UNIT {_OF} first=N ET last=TIME", _weekend_dated),
    Rule("(LE|(?<=DEL)) unit=UNIT", _weekend),
    Rule(f"(COURSE|DURING) (OF LE|DEL) unit={_UNIT}(?!NEXT|PAST|SIGUIENTE|RUNNING)", _this_unit),
    Rule("(LE|(?<=DEL)) turn=NEWYEAR", TurnOfYear),
    Rule(f"A count=(COUPLE|ROUND) unit={_UNITS}", _amount, "AMOUNT"),
    Rule(f"(ABOUT OF?)? count=(N|WORDN|BIGN|A) unit={_UNITS} half=HALF?", _amount, "AMOUNT"),
    Rule(f"count={_COUNT} half=HALF unit={_UNITS}", _amount, "AMOUNT"),
    Rule(f"MEDIO unit={_UNIT}", _half_a_unit, "AMOUNT"),
    Rule(f"LE? unit={_UNIT} (AFTER|TRAS) (DEL|OF? LE)? NEXT {_UNIT}?",
         lambda unit: Relative(unit, 2)),
    Rule(f"LE? unit={_UNIT} BEFORE DEL PAST", lambda unit: Relative(unit, -2)),
    Rule("A amount=FORTNIGHT", lambda amount: amount, "AMOUNT"),
    # Al día siguiente, sábado 8; la víspera de Navidad; not la víspera de la votación.
    Rule("LE? DAYAFTER COMMA? LE? inner=TIME", _dated_narrative),
    Rule(f"LE? days=DAYAFTER {_OF} {_LE}? anchor=TIME", _beside),
    Rule("LE? days=DAYAFTER (?!OF|DEL)", _narrative_day),
    # Ayer domingo, mañana, martes; el sábado, mañana.
    Rule("LE? turn=DAYWORD DAYPART? COMMA? weekday=WD DAYPART?", lambda turn, weekday: SameDay(
        Relative("day", turn), Calendar(weekday=weekday))),
    Rule("LE? turn=DAYWORD DAYPART? (LE? DAYPART)?", lambda turn: Relative("day", turn)),
    Rule("THIS DAYPART", lambda: Relative("day", 0)),
    Rule("LE PAST turn=DAYPART", lambda turn: Relative("day", turn)),
    # Weekdays.
    Rule(f"LE? DIA? turn={_TURN} weekday=WD DAYPART?", _weekday),
    Rule(f"LOS turn={_AROUND} weekday=WD(?=COMMA|ET)", _weekday),
    Rule("LE? DIA? weekday=WD DAYPART? turn=(NEXT|PAST|ULTIMO)", _weekday),
    Rule("LE? DIA? weekday=WD DAYPART? turn=SIGUIENTE", following_weekday),
    Rule("LE? DIA? weekday=WD DAYPART?", _weekday),
    Rule("weekday=ABBR DOT", _weekday),
    Rule("time=TIME DAYPART", lambda time: time),
    Rule("told=DAYPART (?!OF|DEL|TIME|LE)",
         lambda told: Anaphor("day", otherwise=Relative("day", 0)) if told == "told" else None),
    # Del 4 al 22 de enero, entre el 3 y el 12 de septiembre, 4 a 23 del mes que viene.
    Rule(f"({_OF}|BETWEEN|SINCE)? LE? DIA? first={_DAY} (AL|TO|UNTIL|ET) LE? DIA? last={_DAY} "
         f"{_OF}? LE? outer=TIME", days_in),
    Rule(f"{_OF}? LE? first={_DAY} DASH last={_DAY} {_OF}? LE? outer=TIME",
         lambda first, last, outer: days_in(first, last, outer) if first < last else None),
    # Del sábado 13 al domingo 15 de julio.
    Rule(f"({_OF}|SINCE)? LE? (WD COMMA?)? DIA? first={_DAY} (AL|TO|UNTIL) LE? last=TIME",
         _days_to),
    # Del día 3 al 5, of a month that is not named.
    Rule(f"(DEL|SINCE LE) DIA first={_DAY} (AL|UNTIL LE) DIA? last={_DAY}"
         f"(?!{_UNITS}|{_OF}|COUNTED|PERCENT)",
         lambda first, last: span(calendar_date(first), calendar_date(last))
         if first < last else None),
    Rule(f"{_OF}? LE? first={_DAY} DASH last=TIME", _days_joined),
    Rule(f"BETWEEN LE? DIA? first={_DAY} ET last=TIME", _days_to),
    Rule(f"LOS? DIAS? firsts=({_DAY} (COMMA {_DAY})*) ET LE? last=TIME", _days_listed),
    # Los días 6 y 13 de abril: two separate days.
    Rule(f"{_LE}? DIAS? day={_DAY} (?=(COMMA LE? {_DAY})* ET last=TIME)", _day_of_list),
    Rule(f"LE? day={_DAY} {_OF} LE? outer=TIME", _day_in),
    Rule(f"part=TIME ({_OF}|COMMA|EN)? LE? outer=TIME", _within),
    Rule("outer=TIME (COMMA|DASH)? EN? part=TIME", lambda outer, part: _within(part, outer)),
    Rule(f"part=NUMBERED {_OF}? LE? outer=TIME", _within),
    Rule("part=NUMBERED", lambda part: part),
    # A principios de agosto, a mediados de mes, a finales de 2019, a primeros de año.
    Rule(f"BEFORE {_OF} LE? END {_OF} {_LE}? inner=TIME", lambda inner: bound("by", inner)),
    Rule(f"BEFORE {_OF} LE? END {_OF} LE? unit={_UNIT}",
         lambda unit: bound("by", Relative(unit, 0))),
    Rule("BY LE unit=UNIT", lambda unit: bound("by", Relative(unit, 0))),
    Rule(f"LE? which=(EARLY|MID|END) {_OF} {_LE}? outer=TIME", Part),
    Rule(f"LE? which=(EARLY|MID|END) {_OF} LE? unit={_UNIT}",
         lambda which, unit: Part(which, Running(unit, 0))),
    Rule(f"LE? MITAD {_OF} {_LE}? outer=TIME", lambda outer: Part("mid", outer)),
    Rule(f"TO MITAD {_OF} unit={_UNIT}", lambda unit: Part("mid", Running(unit, 0))),
    Rule(f"(?<=[TO SINCE AFTER TRAS]) LOS? which={_NTHS} {_OF} outer=TIME", _first_days),
    Rule(f"(?<=TO) which={_NTHS} {_OF} unit={_UNIT}",
         lambda which, unit: _first_days(which, Relative(unit, 0))),
    # La primera victoria del año.
    Rule(f"(?<=DEL) unit={_UNIT}(?!NEXT|PAST|SIGUIENTE)", _ranked),
    Rule(f"(?<=OF) LE unit={_UNIT}(?!NEXT|PAST|SIGUIENTE)", _ranked),
    Rule("inner=TIME COMMA? (SOIT|BRACKET) LE? same=TIME", same_day),
]  # fmt: skip

_OFFSETS = [
    # Hace diez años que gobierna.
    Rule(f"HACE amounts=({_AMOUNTS}) QUE",
         lambda amounts: bound("since", Shifted(amounts_of(amounts), -1), -1)),
    Rule(f"HACE amounts=({_AMOUNTS}) EXACT",
         lambda amounts: Shifted(amounts_of(amounts), -1, exact=True)),
    Rule(f"HACE amounts=({_AMOUNTS})", lambda amounts: Shifted(amounts_of(amounts), -1)),
    Rule(f"HACE (TIME|NOW) amounts=({_AMOUNTS})",
         lambda amounts: Shifted(amounts_of(amounts), -1, exact=True)),
    Rule(f"amounts=({_AMOUNTS}) ATRAS", lambda amounts: Shifted(amounts_of(amounts), -1)),
    Rule(f"sign=HACIA amounts=({_AMOUNTS})",
         _before_that),
    Rule(f"amounts=({_AMOUNTS}) sign=(BEFORE|AFTER|FROM|TRAS) {_OF}? {_LE}? anchor=TIME",
         lambda amounts, sign, anchor: Shifted(amounts_of(amounts), sign, anchor)),
    # En mayo de hace dos años.
    Rule("part=TIME (OF|COMMA)? outer=TIME", in_year_ago),
    Rule("outer=TIME COMMA? EN LE? part=TIME", lambda outer, part: in_year_ago(part, outer)),
    Rule(f"LE? unit=DIA sign=(SIGUIENTE|BEFORE|AFTER) {_OF} {_LE}? anchor=TIME",
         lambda unit, sign, anchor: Shifted(((1, unit),), sign, anchor)),
    Rule("(LE|AL) unit=DIA sign=(SIGUIENTE|BEFORE|AFTER) (?=OF|DEL)",
         lambda unit, sign: FromEvent(((1, unit),), sign)),
    Rule("LE unit=DIA sign=(BEFORE|AFTER)", lambda unit, sign: Narrative(((1, unit),), sign)),
    # El 12 de febrero, dos semanas antes de la votación: the date is that day itself.
    Rule(f"time=TIME COMMA ({_AMOUNTS}) (BEFORE|AFTER)(?=OF|DEL)", lambda time: time),
    Rule(f"amounts=({_AMOUNTS}) sign=(BEFORE|AFTER|FROM)(?=OF|DEL)",
         lambda amounts, sign: FromEvent(amounts_of(amounts), sign)),
    Rule(f"({_AMOUNTS}) (LATER|AFTER|BEFORE) COMMA LE? inner=TIME", _dated_narrative),
    Rule(f"amounts=({_AMOUNTS}) sign=(LATER|AFTER|BEFORE)",
         lambda amounts, sign: Narrative(amounts_of(amounts), sign)),
    Rule(f"ALCABO amounts=({_AMOUNTS})", lambda amounts: Narrative(amounts_of(amounts), 1)),
    Rule(f"ALOS amounts=({_AMOUNTS}) (?={_ENDS})", _narrative_days),
    Rule(f"DENTRO amounts=({_AMOUNTS})", _soon),
    Rule(f"{_LE}? turn={_AROUND} amounts=({_AMOUNTS})",
         lambda turn, amounts: Window(amounts_of(amounts), turn)),
    Rule(f"(WITHIN|DURING LOS NEXTS) amounts=({_AMOUNTS})",
         lambda amounts: Window(amounts_of(amounts), 1, within=True)),
    Rule(f"EN amounts=({_AMOUNTS}) (?={_ENDS})", _soon),
]  # fmt: skip

_RANGES = [
    Rule(f"BETWEEN {_LE}? first=TIME (ET|DASH) {_LE}? (last=TIME|now=NOW)", _range),
    # Something postponed from one day to another is on the latter.
    Rule(f"(?<=MOVED) {_OF} LE? first=TIME (AL|TO|UNTIL) LE? last=TIME", _moved),
    Rule("(?<=MOVED) UNTIL LE? inner=TIME", lambda inner: inner),
    Rule(f"({_OF}|SINCE) {_LE}? first=TIME (AL|TO|UNTIL|DASH) {_LE}? (last=TIME|now=NOW)", _range),
    Rule(f"first=TIME (AL|TO|UNTIL|DASH) {_LE}? (last=TIME|now=NOW)", _range),
    Rule(f"direction=(SINCE|FROM) {_OF}? {_LE}? inner=TIME",
         lambda direction, inner: bound("since", inner, direction)),
    Rule(f"{_OF}? inner=TIME COMMA? ORLATER (?!OF)", lambda inner: bound("since", inner)),
    Rule(f"(AFTER {_OF}?|TRAS) {_LE}? inner=TIME", lambda inner: bound("after", inner)),
    Rule(f"BEFORE {_OF}? {_LE}? inner=TIME", lambda inner: bound("before", inner)),
    Rule(f"UNTIL {_LE}? inner=TIME", lambda inner: bound("until", inner)),
    Rule(f"BY (QUE|AL|TO|{_OF})? {_LE}? inner=TIME", lambda inner: bound("by", inner, 1)),
    Rule("GREATER EQUALS inner=TIME", lambda inner: bound("since", inner)),
    Rule("LESS EQUALS inner=TIME", lambda inner: bound("until", inner)),
    # La tercera semana, el segundo día del juicio.
    Rule("LE which=ORD unit=(UNIT|DIA) (?=events=(OF|DEL))?", counted),
]  # fmt: skip

_HEADS = frozenset(
    [
        "MONTH",
        "MAYBE",
        "ABM",
        "MAR",
        "WD",
        "WDS",
        "DOMINGO",
        "ABBR",
        "YEAR",
        "FULL",
        "DAYMONTH",
        "YEARMONTH",
        "UNIT",
        "UNITS",
        "MES",
        "MONTHS",
        "DIA",
        "DIAS",
        "FORTNIGHT",
        "SEASON",
        "HOLIDAY",
        "NEARHOLIDAY",
        "HOLYWEEK",
        "FIXED",
        "FEAST",
        "HOURS",
        "DAYWORD",
        "MANANA",
        "DAYAFTER",
        "COURSE",
        "NEWYEAR",
        "DAYPART",
        "INITIAL",
        "N",
        "TENTIES",
        "Q",
        "H",
        "ANAPHOR",
        "FISCAL",
        "THOUSAND",
        "TENS",
    ]
)

_ADVERBS = (
    r"(?: (?:ya|no|también|tampoco|además|así|hoy|ayer|anoche|siempre|nunca|todavía|aún|luego|"
    r"entonces|apenas|sólo|solo|siquiera|después|recién|más|muy|bien|casi|\w+mente))*"
)
_PARTICIPLE = (
    r"(?:\w{2,}(?:ado|ada|ados|adas|ido|ida|idos|idas|ído|ída|ídos|ídas)|dado|sido|ido|"
    r"(?:\w*(?:hech|dich|escrit|inscrit|suscrit|abiert|cubiert|muert|puest|vist|vuelt|suelt|rot|"
    r"impres|electo|frit))[oa]s?)"
)
_INFINITIVE = (
    r"(?:(?:no )?(?:\w{2,}(?:ar|er|ir|ír)|ir|ser|dar|ver)(?:se|lo|la|le|los|las|les|me|nos){0,2})"
)
_DETERMINERS = "".join(
    rf"(?<!\b{word} )"
    for word in (
        *("el", "la", "los", "las", "un", "una", "unos", "unas", "del", "al", "de", "su", "sus"),
        *("este", "esta", "ese", "esa", "cada", "otra", "otro", "nuestra", "nuestro", "gran"),
        *("primera", "primer", "en", "por", "sin", "con", "próxima", "próximo", "última", "dos"),
        *("nueva", "nuevo", "segunda", "tercera", "misma", "mismo", "toda", "cuya", "cuyo"),
    )
)
"""Words before a noun."""
_LETTER = r"(?-i:[a-zñáéíóú]|(?:(?<!.)|(?<=[\"“«‘¿¡]))[A-ZÑÁÉÍÓÚ])"
"""Verbs are in small letters, or open their sentence: Irán and Teherán are not verbs."""
_SAYING = (
    r"dij|inform|anunci|señal|indic|(?<!\bse )declar|afirm|explic|manifest|asegur|precis|confirm|"
    r"agreg|añad|subray|destac|reiter|advirti|advert|coment|sostuv|apunt|comunic|revel|admiti|reconoci|"
    "expres|relat|detall|record|denunci|insisti|puntualiz|argument|adelant|public|report|"
    "recalc|resalt|remarc|enfatiz|lament|consider|estim|critic|acus|ratific"
)
_SAID = rf"(?:{_SAYING})(?:o|ó|eron|aron|ieron|ió)"
_HAS_SAID = (
    r"(?:dicho|informado|anunciado|señalado|indicado|declarado|afirmado|explicado|manifestado|"
    r"asegurado|precisado|confirmado|agregado|añadido|subrayado|destacado|reiterado|advertido|"
    r"comentado|sostenido|apuntado|comunicado|revelado|admitido|reconocido|expresado|relatado|"
    r"detallado|recordado|denunciado|insistido|puntualizado|adelantado|lamentado|criticado|"
    r"publicado)"
)
_HAS = r"(?:ha|han|he|hemos|había|habían|haya|hayan|habrá sido|haber|habiendo)"
_WAS = r"(?:fue|fueron|era|eran|estaba|estaban|estuvo|estuvieron)"
_IS = r"(?:es|son|está|están|estamos|esté|estén|sea|sean|sigue|siguen)"
_BENT_ON = (
    r"(?:va a|van a|voy a|vamos a|iba a|iban a|vaya a|vayan a|debe|deben|debía|debían|deberá|"
    r"deberán|debería|deberían|tiene que|tienen que|tendrá que|tendrán que|tenía que|planea|"
    r"planean|planeaba|planeaban|prevé|prevén|preveía|preveían|espera|esperan|esperaba|esperaban|"
    r"pretende|pretenden|pretendía|pretendían|quiere|quieren|quería|querían|puede|pueden|podrá|"
    r"podrán|podría|podrían|piensa|piensan|pensaba|desea|desean|busca|buscan|busca|intentará|"
    r"tiene previsto|tienen previsto|tenía previsto|tenían previsto|tiene intención de|"
    r"tiene la intención de|hay que|habrá que|ha de|han de|suele|se dispone a|se disponen a|"
    r"se prepara para|se preparan para|confía en|confían en|aspira a|aspiran a|amenaza con|"
    r"amenazan con|se compromete a|está a punto de|a punto de|a la espera de)"
)
_PRETERITE = rf"{_LETTER}\w*(?:ó|aron|eron)"
_IRREGULAR = (
    "fue|dijo|hizo|dio|vio|tuvo|estuvo|pudo|puso|supo|quiso|vino|trajo|hubo|anduvo|"
    r"(?:man|de|con|re|sos|ob|abs|entre)tuvo|(?:pro|com|ex|dis|im|su|pos|inter|o|re)puso|"
    r"(?:inter|con|pre|sobre)vino|(?:con|pro|re|intro|tra|se|de)dujo|deshizo|satisfizo|atrajo"
)
_FIRST_PERSON = (
    r"vi|fui|hice|dije|tuve|estuve|pude|puse|supe|quise|vine|traje|anduve|"
    rf"(?!(?:café|bebé|comité|paté|puré|chalé|carné|esté|José)\b){_LETTER}\w+[^r\W]é|"
    rf"{_LETTER}(?:al|ec|ib|iv|orr|ub|ed|end|ov|onoc|ent|erd|um)í"
)
"""Preterites of the first person; the future ends in -ré."""
_IMPERFECT = (
    rf"(?!(?:graba|acaba|traba|sílaba|clava)n?\b){_LETTER}\w+aba(?:n|mos)?|era|eran|"
    r"iba|iban|(?:ten|hab|hac|pod|deb|quer|sab|ven|dec|viv|exist|consist|part|sal|ped|segu|"
    r"ocurr|sucedí?|permit|inclu|constitu|un|reun|compart|exig|conten|manten|obten|correspond|"
    r"pertenec|parec|conoc|ofrec|establec|perd|vend|respond|depend|asist|recib|sub|ten|d|"
    r"resid|dirig|su|oc|conviv|cre|pose|proced|ced|mov|ard|pon|dispon|supon|compon|tra|v)ía(?:n|mos)?"
)
_CONDITIONAL = (
    rf"(?:(?!(?:secret|m|vic|not|comis|santam|cent)aría){_LETTER}\w+aría|\w+iría|"
    r"\w+(?:ar|er|ir)ían|(?:ser|deber|volver|perder|vencer|caer|ver|correr|vender|suceder|proceder|"
    r"romper|recoger|\w{2,}(?:[aeou]c|nd|pond)er)ía|(?:podr|tendr|vendr|saldr|pondr|valdr|"
    r"obtendr|mantendr|contendr|detendr|intervendr|propondr|dispondr|supondr|har|dir|querr|"
    r"sabr|habr|cabr)ía(?:n|mos)?)"
)
_FUTURE = (
    rf"(?!(?:refrán|alacrán|azafrán|quizá|detrás|irán|teherán|corán)\b){_LETTER}\w*(?:[aei]r|dr|rr|br)"
    r"(?:á|án|é|emos|ás)"
)
_ARRANGED = (
    r"(?:se )?(?:celebra|comienza|empieza|arranca|juega|visita|llega|viaja|reúne|inicia|abre|"
    r"cierra|termina|finaliza|concluye|vence|entra|estrena|presenta|vota|elige|enfrenta|recibe|"
    r"acoge|disputa|vuelve|regresa|sale|actúa|inaugura|ofrece|debate|decide|examina|reanuda|"
    r"retoma|publica|lanza|entrega|conmemora|festeja|cumple|despide|mide|afronta|encara|expira|"
    r"caduca|reabre|juzga|comparece|interroga|adelanta|aplaza|pospone|retrasa|traslada|desarrolla|realiza|prevé|espera|convoca|aborda|analiza|asume|jura|toma|"
    r"compite|parte|pone|teme|aguarda|organiza|propone|invita|imparte|da|ve|protagoniza|clausura)n?"
)
"""Verbs whose present tense refers to planned events."""
_PUT_OFF = (
    r"(?:aplaz|posterg|retras|traslad|reprogram|pospus|pospuest|pospon|aplac|demor|difer|difiri|"
    r"adelant)"
)
_UNDONE = (
    r"(?:(?:cancel|anul|desconvoc|aplaz|posterg|retras|reprogram|traslad|adelant)ad[oa]s?|"
    r"suspendid[oa]s?|pospuest[oa]s?)"
)
_CALLED = r"(?:convoc|cit|fij|program|emplaz|anunci|calendariz|agend|señal|invit|llam)"
_FORMS = r"(?:ad[oa]s?|id[oa]s?|[oa]s?|ó|o|aron|ieron|eron)"
_TOWARDS = r"(?=(?: \S+){0,6} (?:para|al|a|hasta|para el|hasta el|para la|para este|hasta la)\s*$)"
_AUXILIARIES = (
    r"(?:(?:ha|han|había|habían|está|están|estaba|estaban|es|son|fue|fueron|era|eran|queda|quedó|"
    r"quedan|sido|se|tiene|tienen|inicialmente|originalmente|también) )*"
)

_DISASTER = (
    r"(?:atentados?|ataques?|explosión|explosiones|tiroteos?|asesinatos?|matanzas?|masacres?|"
    r"accidentes?|choques?|colisión|descarrilamientos?|terremotos?|seísmos?|sismos?|inundaciones|"
    r"incendios?|disturbios|enfrentamientos|violencia|muertes?|fallecimiento|derrotas?|golpe|"
    r"secuestros?|bombardeos?|detención|detenciones|dimisión|renuncia|naufragios?|avalanchas?|"
    r"derrumbes?|apagón|robos?)"
)
"""Nouns of unplanned events."""
_NOT_DONE = "".join(
    rf"(?<!\b{verb} )"
    for verb in (
        *("volvió", "volvieron", "comenzó", "comenzaron", "empezó", "empezaron", "llegó"),
        *("llegaron", "vuelto", "comenzado", "empezado", "llegado"),
    )
)
"""Verbs whose infinitive has the same time: "volvió a jugar el 3 de mayo"."""
_OCCASIONS = (
    r"(?:elecci(?:ón|ones)|comicios|votaci(?:ón|ones)|referéndum|primarias|plebiscito|vuelta|"
    r"reuni(?:ón|ones)|cumbres?|negociaciones|conferencias?|congresos?|sesi(?:ón|ones)|plenos?|"
    r"audiencias?|vistas?|juicios?|veredicto|partidos?|encuentros?|final(?:es)?|semifinal(?:es)?|"
    r"derbi|carreras?|combates?|peleas?|torneos?|campeonatos?|conciertos?|festival(?:es)?|ferias?|"
    r"espectáculos?|estrenos?|exposici(?:ón|ones)|subastas?|ceremonias?|actos?|desfiles?|"
    r"marchas?|manifestaci(?:ón|ones)|concentraci(?:ón|ones)|protestas?|huelgas?|paros?|bodas?|"
    r"funeral(?:es)?|lanzamientos?|inauguraci(?:ón|ones)|apertura|reapertura|debates?|fiestas?|"
    r"celebraci(?:ón|ones)|visitas?|viajes?|aniversarios?|publicación|citas?|fechas?|plazos?)"
)
"""Nouns of what is arranged for a day."""
_direction = Clauses(
    [
        (
            Tag.EVENT,
            (
                rf"{_DISASTER}(?=(?: (?:en|de|del|contra|a|cerca de) (?:\S+ ){{0,3}}?\S+)?"
                r"(?: (?:del?|el|la|en|este|esta|ocurrid[oa]s?|registrad[oa]s?))*\s*$)"
            ),
        ),
        (
            Tag.EVENT,
            (
                r"(?:tras|después del?|a raíz del?|consecuencia del?|debido al?|a causa del?)"
                r"(?=(?: [\w'-]+){1,5}? (?:del?|en|el)\s*(?:el|la)?\s*$)"
            ),
        ),
        (Tag.RELATIVE, "que|quien|quienes|donde|cuyo|cuya|cuyos|cuyas|cual|cuales"),
        # Se reunió el lunes y el martes viajará: what follows governs.
        (
            Tag.RELATIVE,
            r"(?:y|e|pero|aunque)(?=(?: (?:el|la|los|las|en|este|esta|desde|a|hasta))*\s*$)",
        ),
        (Tag.SAID, rf"(?:ha|han|había|habían){_ADVERBS} {_HAS_SAID}"),
        (Tag.PLANNED, r"para(?=(?: (?:el|la|este|esta|próximo|día))*\s*$)"),
        (
            Tag.PLANNED,
            (
                r"(?:entradas|boletos|localidades|preparativos|inscripciones|invitaciones)"
                r"(?= para (?:\S+ ){1,5}del?\s*$)"
            ),
        ),
        # The end of a present state is in the future.
        (
            Tag.AHEAD,
            (
                rf"{_DETERMINERS}(?:vence|expira|caduca|finaliza|termina|concluye)n?|"
                r"entran? en vigor|entran? en vigencia"
            ),
        ),
        (Tag.LINK, rf"antes de {_INFINITIVE}"),
        # Clauses whose verb is in the subjunctive, which says no more of its time.
        (
            Tag.WHEN,
            (
                "(?:para|antes de|a fin de|hasta|con el fin de|en caso de|sin) que|cuando|"
                "en cuanto|tan pronto como|una vez que|mientras no|aunque|salvo que|a menos que"
            ),
        ),
        (
            Tag.WHEN,
            (
                "(?:probable|posible|improbable|imposible|necesario|preciso|importante|conveniente|"
                "deseable|imprescindible|lógico) que|no cre(?:o|e|en|emos) que|"
                "(?:quier|pid|exig|desea|reclama|solicita|propon|recomienda|sugier|pretend|"
                "confía en|pidi|exigi|reclam|solicit|propus|orden|recomend|sugiri)"
                "(?:e|en|o|ó|eron|ieron|aron|n)?(?: (?:a|al|a la|a los) \\S+)? que"
            ),
        ),
        # Estaba previsto: past or future, depending on the context.
        (
            Tag.FORMER,
            (
                rf"(?:estaba|estaban|había sido|habían sido){_ADVERBS} "
                r"(?:previst|programad|fijad|convocad|citad|planead|agendad)[oa]s?"
            ),
        ),
        # Previsto, convocada para, aplazó la votación al.
        (Tag.PLANNED, rf"{_AUXILIARIES}{_PUT_OFF}{_FORMS}{_TOWARDS}"),
        (Tag.PLANNED, rf"{_AUXILIARIES}{_CALLED}{_FORMS}{_TOWARDS}"),
        (Tag.SAID, _SAID),
        (Tag.SAID, "según|asegura|afirma|señala|indica|informa|anuncia|explica|dice|dicen|decía"),
        (
            Tag.PLANNED,
            (
                rf"(?!(?<=\blas )esp|(?<=\blos )esp|(?<=\bla )esp|(?<=\bel )esp|(?<=\blo )esp)"
                rf"{_AUXILIARIES}(?:previst|programad|esperad|fijad|convocad)[oa]s?"
            ),
        ),
        (Tag.PLANNED, r"se (?:espera|esperan|prevé|prevén)|a partir|de cara|en vísperas"),
        # Va a reunirse, debía abrir, prevé visitar, preparado para jugar.
        (
            Tag.AHEAD,
            rf"(?:preparad|list|dispuest|convocad|citad|llamad)[oa]s? (?:para|a) {_INFINITIVE}",
        ),
        (Tag.AHEAD, rf"{_BENT_ON}{_ADVERBS} {_INFINITIVE}"),
        (
            Tag.URGED,
            (
                rf"(?:{_HAS} )?(?:acord|decidi|decid|promet|amenaz|acept|pidi|ped|invit|llam|"
                r"solicit|orden|exigi|exig|opt|resolvi)(?:ó|aron|ieron|ado|ido)(?: \S+){0,6}? "
                rf"{_INFINITIVE}"
            ),
        ),
        # Tras haber votado, tras reunirse, acaba de votar, ha votado, fue detenido.
        (Tag.OFF, rf"(?:ha sido|han sido){_ADVERBS} {_UNDONE}"),
        (Tag.IS_OFF, rf"(?:está|están|queda|quedan|es|son){_ADVERBS} {_UNDONE}"),
        (Tag.OFF, rf"se (?:ha|han){_ADVERBS} {_UNDONE}"),
        (Tag.IS_OFF, r"se (?:(?:cancela|anula|aplaza|posterga|retrasa)|(?:suspende|pospone))n?"),
        (
            Tag.WAS_OFF,
            (
                rf"(?:fue|fueron|quedó|quedaron|había sido|habían sido){_ADVERBS} {_UNDONE}|"
                r"se (?:(?:cancel|anul|aplaz|posterg|retras)(?:ó|aron)|suspend(?:ió|ieron)|"
                r"pospuso|pospusieron)"
            ),
        ),
        (Tag.BACK, rf"(?:tras|después de|luego de) (?:haber(?:se)? {_PARTICIPLE}|{_INFINITIVE})"),
        (Tag.BACK, rf"(?:acaba|acaban|acababa|acababan) de {_INFINITIVE}(?: {_PARTICIPLE})?"),
        (
            Tag.BACK,
            (
                rf"(?:{_IS} )?(?:acusad|sospechos|culpable|imputad|condenad)[oa]?s? (?:de|por) "
                rf"{_INFINITIVE}"
            ),
        ),
        (Tag.BACK, rf"{_HAS}{_ADVERBS} {_PARTICIPLE}(?: {_PARTICIPLE})?"),
        (Tag.BACK, rf"{_WAS}{_ADVERBS}(?: {_PARTICIPLE})?"),
        (Tag.BACK, rf"{_IRREGULAR}|{_PRETERITE}|{_IMPERFECT}|{_FIRST_PERSON}"),
        (Tag.BACK, rf"habrían?{_ADVERBS} {_PARTICIPLE}"),
        (Tag.AHEAD, rf"(?:{_FUTURE}|{_CONDITIONAL}){_ADVERBS}(?: {_PARTICIPLE})?"),
        (Tag.PRESENT, rf"{_IS}{_ADVERBS}(?: {_PARTICIPLE})?"),
        (Tag.PRESENT, r"hay|tienen? lugar|tiene|tienen|esperamos|aguardan?"),
        (Tag.PRESENT, rf"{_DETERMINERS}{_ARRANGED}"),
        # Lesionado en el partido, es baja.
        (
            Tag.BACK,
            (
                r"\A\W*(?!estad|partid|sábad|mercad|jornad|comunid|juzgad|senad)"
                r"(?-i:[A-ZÁÉÍÓÚ]\w+[aií]d[oa]s?)(?= (?:en|por|tras|durante|desde)\b)"
            ),
        ),
        # Se convierte; but "se celebró" and "se celebraba" are past.
        (
            Tag.PRESENT,
            (
                r"(?<=\bse )(?!\w+(?:aba|ía)n?\b|trata|llama|encuentra|sitúa|eleva|dice|sabe|"
                r"desconoce|debe|queja|muestra|declara)(?-i:[a-zñáéíóú]{2,}[ae]n?)(?!\w)"
            ),
        ),
        # Los precios suben: after a plural, the ending is that of a verb.
        (
            Tag.PRESENT,
            (
                r"(?<=s )(?!(?:gran|tan|bien|quien|también|cien|orden|joven|origen|según|algún|"
                r"ningún)\b)(?-i:[a-zñáéíóú]{2,}[ae]n)"
            ),
        ),
        (
            Tag.PRESENT,
            rf"{_DETERMINERS}(?:sube|baja|aumenta|cae|crece|cambia|rige|arriba|pasa|deja)",
        ),
        (
            Tag.PARTICIPLE,
            (
                rf"{_DETERMINERS}(?!(?:decida|pida|impida|despida|coincida|resida|"
                r"divida|presida|añada|sábado|mercado|estado|partido|diputado|senado|sentido|"
                r"abogado|resultado|lado|grado|juzgado|soldado|ganado|delegado|ministerio|jornada|"
                r"temporada|década|llegada|entrada|salida|vida|medida|comida|pasad[oa]|unid[oa]|"
                r"apellido|marido|ruido|contenido|empleado|tratado|jurado|embajada|partida|"
                r"madrugada|cada|nada|toda|todo|ambas|segunda|ronda|bebida|nevada|helada|"
                r"granizada|llamada|parada|mirada|oleada|riada|tonelada|escalada|redada|retirada|"
                r"bajada|subida|caída|corrida|despedida|huida|crecida|acogida)s?\b)"
                rf"(?-i:(?<!.)\w+|[a-zñáéíóú]\w+)(?:(?<=ado)|(?<=ada)|(?<=ados)|(?<=adas)|"
                r"(?<=ido)|(?<=ida)|(?<=idos)|(?<=idas))"
            ),
        ),
        (
            Tag.PARTICIPLE,
            rf"{_DETERMINERS}\w*(?:hech|dich|escrit|abiert|muert|puest|vist|vuelt)[oa]s?",
        ),
    ],
    measured=r"(?:cifras|datos|resultados|estadísticas|cuentas)(?: \w+){0,3}? "
    r"(?:del?|para)(?: el| la| mes de)?",
    beside="el|la|lo|los|las|en|este|esta|estos|del|de|al|a|para|por|durante|desde|hasta|hacia|"
    "mismo|día",
    until="hasta(?: (?:el|la|los|las|este|esta))?",
    # States, and what lasts; others, as "prorrogó", set an end that is in the future.
    lasting=r"\w+(?:aba|aban|ía|ían)|era|eran|fue|fueron|estuvo|estuvieron|tuvo|tuvieron|"
    r"(?:dur|permaneci|continu|trabaj|esper|resist|gobern|dirig|presid|reinó|vivi|manifest|"
    r"negoci|discut|debat|sopl|funcion|exist|jug|luch|march|aguant|sobreviv|conserv|mantuv|"
    r"prevaleci|persist|sirvi)(?:ó|aron|ieron|ió|o|eron)|sigui(?:ó|eron)|"
    # What was counted until then: sales grew by 3 % until September.
    r"(?:se )?(?:(?:aument|increment|baj|gan|factur|ingres|recaud|elev|alcanz|sum|registr|"
    r"acumul|export|import|mejor|avanz)(?:ó|aron)|(?:crec|sub|descend|perd|vend|ca|disminuy|"
    r"reduj|produj)(?:ió|ieron|yó|yeron|ó|o|eron))|"
    r"(?:ha|han|había|habían) (?:durado|permanecido|estado|sido|trabajado|esperado|resistido|"
    r"gobernado|vivido|continuado|seguido|funcionado)",
    dated="del?(?: día| pasado)?",
    # Convocado para el 3 de mayo; ha pedido cerrar el 3 de mayo.
    loose=r"para(?: (?:el|la|los|las|día))*|"
    rf"{_NOT_DONE}(?:a|para) {_INFINITIVE}(?: \S+){{0,2}}",
    occasions=_OCCASIONS,
    place=r"(?:en|al?|del?|contra|entre|con|sobre|ante) (?:[^\s,]+ ){0,3}?[^\s,]+,?",
    at_event=r"en (?:el|la|los|las) (?:\S+ ){1,3}?del?",
    preceding=r"(?:antes|ante|de cara|con vistas)(?: de| a)?l? ?(?:el|la|los|las|su)? ?"
    r"(?:\S+ ){1,4}?del?",
    backshifted=r"\w+(?:ía|ían|aba|aban)|fue|fueron|era|eran|iba|iban|ha|han|había|habían",
    narrates=True,
)

_SUBJECT = r"(?: (?!que\b|para\b)[\w'-]+){1,6}"
"""A subject behind its verb of saying: ", dijo el alcalde el viernes"."""
_REPORTED = re.compile(
    rf"[,»”\"]\s*(?:(?:ha|han) {_HAS_SAID}|{_SAID}){_SUBJECT}\s*$|"
    rf"(?<!\w)(?:(?:ha|han|había|habían) {_HAS_SAID}|{_SAID})(?:se)?"
    r"(?: (?:el|la|los|las|este|esta|en|a|al|de|del|un|una|prensa|medios|periodistas|agencia|"
    r"rueda|conferencia|comunicado|nota|ante|también|además|desde|por|través|Efe|EFE|AFP|"
    r"Reuters|AP|redes|sociales|Twitter)){0,7}\s*$",
)
_JOINED = re.compile(r"\W*(?:y|e|o|u)?\W*(?:(?:de|del|el|en|la|al|a)\W*)*")

_AFTER = "(?: (?:el|la|los|las|en|para|este|esta|ese|del?|día|próximo|pasado))*"
_SET = "(?:previst|programad|fijad|convocad|anunciad|agendad|planead)[oa]s?"
_polarity = Polarities(
    _direction,
    negated=r"\b(?:no|nunca|tampoco|ningún|ninguna)\b(?! (?:solo|sólo|solamente|obstante))",
    limits="antes|hasta|desde|partir",
    denied=rf"(?:(?:y|que) no|no|en (?:vez|lugar) de|en (?:vez|lugar) del|"
    rf"y no (?:para|a)){_AFTER}",
    asserted=rf"sino(?: (?:que|más bien))?{_AFTER}",
    replaced=rf"(?:inicialmente|originalmente|previamente|originariamente|en (?:un )?principio|"
    rf"en un inicio) {_SET}(?: \w+){{0,4}}|{_SET} (?:inicialmente|originalmente|"
    r"en (?:un )?principio)(?: \w+){0,2}",
    expected=r"(?:debía|debían|tenía que|tenían que|iba a|iban a|estaba previsto|"
    r"estaba programad[oa])(?: \w+){0,4}",
    new=r"(?:a|al|para|hasta)(?: (?:el|la|este|esta|próximo|día))*",
    cancelled=r"cancelaci(?:ón|ones)|suspensi(?:ón|ones)(?= del?\b)|"
    r"(?:cancel|anul|desconvoc|suspend)(?:ad[oa]s?|id[oa]s?|ó|ió|aron|ieron|a|an|e|en|"
    r"ará|arán|erá|erán)|suprimid[oa]s?|sin efecto",
    postponed=r"aplazamientos?|postergaci(?:ón|ones)|(?:aplaz|posterg|retras|reprogram|demor)(?:ad[oa]s?|ó|aron|a|an|ará|arán)|"
    r"pospuest[oa]s?|pospuso|pospusieron|pospone|posponen|pospondrá|diferid[oa]s?|"
    r"(?:adelant|anticip|traslad)(?:ad[oa]s?|ó|aron|a|an|ará|arán)(?= (?:al?|del?|para)\b)",
    attributive="del?",
    happening=r"\b(?:celebr\w+|lugar|jug\w+|disput\w+|realiz\w+|comenz\w+|empez\w+|habrá|inaugur\w+|"
    r"abr\w+|llev\w+ a cabo|ser(?:á|án) \w+(?:ad|id)[oa]s?)\b",
    hypothetical=r"si|en caso de que",
    passive="ha sido|han sido|había sido|fue|fueron|será|serán|es|son|está|están|estaba|quedó|"
    "quedaron|queda|quedan|quedará|sido|se",
    undone=r"(?:(?:ha|han|había|habían|fue|fueron|será|serán|se|quedó|queda|está|sido) {verb}|"
    r"(?:(?:cancel|anul|desconvoc|aplaz|posterg|retras|reprogram)(?:ó|aron|ará|arán)|"
    r"suspend(?:ió|ieron|erá)|pospuso|pospusieron|cancelación|suspensión|aplazamiento|"
    r"postergación))(?: \S+){{1,7}}? "
    rf"(?:del?|{_SET.replace('{', '{{')}){_AFTER}",
)

_MOVED = re.compile(
    r"\b(?:aplaz|posterg|traslad|retras|adelant|reprogram|pospuest|pospus|mov)"
    r"(?:ad[oa]s?|[oa]s?|ó|ar|ará|aron|ieron|ió|id[oa]s?|amiento|ación)(?: \S+){0,5} del?$",
    re.IGNORECASE,
)
_EVENTS = Events(
    r"\s*(?:(?:de|del|que)\s+)?(?:(?:el|la|los|las|un|una|su|sus|este|esta|ese|esa|se)\s+)?"
    r"(?P<event>[a-zñáéíóú]{4,})",
    endings=r"aciones|ación|iones|ión|mientos?|ados?|adas?|idos?|idas?|aron|ieron|ar|er|ir|ó|os|"
    r"as|es|o|a|e|s",
    families={
        "death": "muerte|muertes|murió|murieron|morir|muerto|muerta|muertos|falleció|fallecieron|"
        "fallecimiento|asesinato|asesinatos|asesinad[oa]s?|asesinó|asesinaron|matanza|mató|"
        "mataron",
        "attack": "atentados?|ataques?|atacó|atacaron|atacad[oa]s?|explosión|explosiones|explotó|"
        "bombas?",
        "vote": "votación|votaciones|vot(?:ó|aron|ará|arán|ar)|elección|elecciones|comicios|"
        "elegid[oa]s?|referéndum",
        "signature": "firma|firmas|firm(?:ó|aron|ará|arán|ar)|firmad[oa]s?|acuerdos?|tratado|"
        "suscribió|suscrit[oa]s?",
        "arrest": "arrestos?|arrestó|arrestad[oa]s?|detención|detenciones|detuvo|detuvieron|"
        "detenid[oa]s?",
        "publication": "publicación|public(?:ó|ará|arán|ar)|publicad[oa]s?|promulgación|promulgó|"
        "promulgad[oa]s?",
        "building": "constru(?:yó|yeron|id[oa]s?|ir|irá|irán|cción)|edific(?:ó|ad[oa]s?)|"
        "erigid[oa]s?",
        "closing": "cerr(?:ó|aron|ad[oa]s?|ar|ará|arán)|cierr(?:a|an|e|es)|clausur(?:a|ó|ad[oa]s?)",
        "opening": "(?:re)?(?:abr(?:ió|ieron|ir|irá|irán|e|en)|abiert[oa]s?|apertura)|"
        "inaugur(?:ó|ad[oa]s?|ar|ará|ación)",
        "birth": "naci(?:ó|eron|d[oa]s?|miento)|nacer",
        "founding": "fund(?:ó|aron|ad[oa]s?|ar|ación)|cre(?:ó|aron|ad[oa]s?|ación)",
        "resignation": "dimi(?:tió|tieron|tir|tirá|sión)|renunci(?:a|ó|ar|ará)",
        "appointment": "nombr(?:ó|ad[oa]s?|ar|ará|amiento)|design(?:ó|ad[oa]s?|ación)",
        "crash": "accidentes?|colisión|chocó|chocaron|estrelló",
        "marriage": "cas(?:ó|aron|ad[oa]s?|arse|ará)|bodas?|matrimonio",
        "demolition": "demol(?:ió|id[oa]s?|er|erá|ición)|derrib(?:ó|ad[oa]s?|ar|o)",
    },
)
_SENTENCES = Sentences(
    "Sr|Sra|Sres|Sras|Srta|Dr|Dra|Dres|D|Dña|Lic|Ing|Arq|Prof|Gral|Cnel|Cor|Tte|Cap|Sgto|Mons|"
    "Excmo|Excma|Ilmo|Fr|Hno|núm|nº|Nº|No|pág|págs|pp|p|a|art|arts|av|Av|Avda|Ud|Uds|Vd|Vds|aprox|"
    "vs|cf|vol|c|tel|ene|feb|mar|abr|may|jun|jul|ago|sept|sep|oct|nov|dic|lun|mié|jue|vie|sáb|dom",
    soft=r"etc|[ap]\.m|m|EE\.UU|UU|S\.A|Cía|C|Jr",
    openers="El|La|Los|Las|Lo|Un|Una|Unos|Unas|De|Del|Se|Su|Sus|Es|No|Y|Pero|En|Al|A|Con|Por|Para|"
    "Según|Tras|Desde|Hasta|Este|Esta|Estos|Ese|Esa|Cuando|Si|Además|También|Él|Ella|Ellos|Le|Les|"
    "Ha|Han|Hay|Fue|Era|Sin|Sobre|Entre|Como|Aunque|Mientras",
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
    opening=re.compile("hasta"),
    starting=re.compile(
        r"\b(?:comenz\w+|empez\w+|inici\w+|comienz\w+|empiez\w+|arranc\w+|abri\w+|"
        r"inaugur\w+)\b",
        re.IGNORECASE,
    ),
    ranked=re.compile(
        r"\b(?:primer[oa]?s?|segund[oa]s?|tercer[oa]?s?|cuart[oa]s?|quint[oa]s?|sext[oa]s?|"
        r"últim[oa]s?|únic[oa]s?|mejor(?:es)?|peor(?:es)?|mayor(?:es)?|menor(?:es)?|"
        r"más \w+|\w+ más \w+)(?: [^\s,;:.]+){0,5} del?\s*$"
    ),
    events=_EVENTS,
)

"""German verbs: where a time looks, when it is only that of saying, and whether it holds.

The finite verb of a main clause comes second, that of a subordinate clause last; participles and
infinitives stand at the end. ``index.dates.brackets`` says how such clauses are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.dates.brackets import TIME, Around, BracketClauses, BracketPolarities
from index.dates.clauses import PRESENT
from index.dates.languages._de_clauses import direction_of

if TYPE_CHECKING:
    from index.dates.polarity import Polarity

_SMALL = r"(?-i:[a-zäöüß])"
_GAP = r"[^,;:]{0,160}?"
"""What may stand between two parts of a verb."""
_END = r"(?=\s*(?:[.,;:!?)»“”\"]|$|(?:und|oder|sowie|wie|als)\b))"
_PREPOSITIONS = (
    r"(?:am|an|im|in|zum|zur|zu|ab|bis|seit|vom|von|vor|nach|der|den|dem|des|für|auf|bereits|schon|"
    r"erst|noch|spätestens|gegen|gleich|auch|nur|voraussichtlich|wohl|jeweils|während|um|kurz|rund)"
)
_DETERMINER = (
    r"(?i:der|die|das|den|dem|des|ein|eine|einen|einem|einer|eines|seine[rnms]?|ihre[rnms]?|"
    r"diese[rnms]?|mehrere|viele|alle)"
)

_GONE = (
    r"(?:ge(?:storben|kommen|gangen|fahren|flogen|reist|landet|startet|fallen|stiegen|sunken|"
    r"scheitert|wesen|worden|blieben|schehen|flohen|flüchtet|boren|stürzt|wachsen|wechselt|"
    r"treten|laufen|sprungen|zogen)|verstorben|verschwunden|entkommen|entstanden|erschienen|"
    r"eingetroffen|angekommen|abgestürzt|zurückgetreten|zurückgekehrt|ausgebrochen|eingestürzt|"
    r"verunglückt|verunfallt|erkrankt|explodiert|passiert|eskaliert|kollidiert|entgleist|ertrunken|"
    r"abgereist|aufgetreten|ausgeschieden|aufgestiegen|abgestiegen|zusammengestoßen|"
    r"zusammengetroffen|zusammengekommen|zusammengebrochen|umgekommen|erfroren|geglückt|gelungen|"
    r"misslungen|bekannt geworden|verlaufen|vergangen|begonnen|zu Ende gegangen|in Kraft getreten|"
    r"ausgelaufen|abgelaufen|angelaufen|eingegangen|hervorgegangen|heimgekehrt|worden)"
)
"""Participles of verbs whose perfect is built with "sein"."""
_PLANS = (
    r"(?:geplant|vorgesehen|angesetzt|anberaumt|erwartet|terminiert|vereinbart|eingeplant|"
    r"angekündigt|fällig|avisiert|programmiert|ausgeschrieben)"
)
_PUT_OFF = r"(?:verschoben|verlegt|vertagt|aufgeschoben|hinausgeschoben|vorverlegt|umdisponiert)"
_CALLED_OFF = (
    r"(?:abgesagt|gestrichen|annulliert|storniert|abgeblasen|ausgefallen|gecancelt|ausgesetzt|"
    r"fallen ?gelassen|geplatzt|entfallen)"
)
_NO_SUBJECT = (
    r"(?!\W*(?i:bei|beim|in|im|auf|an|am|während|nach|mit|wegen|trotz|vor|aus|zu|zum|zur|unter|"
    r"erst|schon|bereits|noch|gestern|heute)\b)"
)
"""What opens a sentence is not its subject: "bei der Sitzung am Montag wurde die Wahl vertagt"."""
_CHANGED = "ist|sind|war|waren|wurde|wurden|musste|mussten"
"""Finite verbs that such a participle may stand with."""
_PARTICIPLE = (
    rf"(?<!\bnicht\b)(?:{_SMALL}*ge{_SMALL}{{2,}}(?:t|en)|(?:be|ver|er|ent|zer|emp|miss|unter|über|"
    rf"wider)(?-i:[a-zäöüß]{{3,}}(?:t|en))|{_SMALL}{{3,}}iert|{_SMALL}+(?:be|ver|er|ent)"
    rf"{_SMALL}{{3,}}(?:t|en)|gegründet|getan)"
)
_INFINITIVE = rf"{_SMALL}{{2,}}(?:en|ern|eln|tun|sein)"
_WILL = (
    r"(?:wird|werden|werde|wirst|werdet|würde|würden|will|wollen|wolle|soll|sollen|solle|muss|"
    r"müssen|müsse|kann|können|könne|könnte|könnten|darf|dürfen|dürfte|dürften|möchte|möchten|"
    r"sollte|sollten|wollte|wollten)"
)
_HAD = (
    r"(?:hat|haben|habe|hatte|hatten|hätte|hätten|wurde|wurden|worden|war|waren|wäre|ist|sind|sei|"
    r"seien)"
)
_ATTRIBUTE = (
    r"(?: (?!(?:der|die|das|den|dem|ein\w*|sein\w*|ihr\w*|ist|sind|sei|seien|war|waren|wird|werden|wurde|wurden|hat|haben|hatte|hatten|"
    r"musste|mussten|muss|müssen|soll|sollen|will|wollen)\b)[^\s,;:]+){0,5}?"
)
"""Words between a time and the participle that it belongs to: none of them is a finite verb."""
_SAYING = (
    r"(?:sagte|sagten|erklärte|erklärten|teilte|teilten|betonte|betonten|kündigte|kündigten|"
    r"berichtete|berichteten|meldete|meldeten|bestätigte|bestätigten|verkündete|verkündeten|"
    r"mitteilte|mitteilten|ankündigte|ankündigten|schrieb|schrieben|hieß|warnte|warnten|"
    r"versicherte|unterstrich|erläuterte|informierte|gab|gaben|äußerte|sprach|forderte|forderten|"
    r"so|verlautete|bekanntgab|bekanntgaben|bekannt gab|bekannt gaben|beteuerte|twitterte|"
    r"kritisierte|kritisierten|mahnte|räumte|stellte klar|begründete)"
)
_SAID = (
    r"(?:gesagt|erklärt|mitgeteilt|angekündigt|betont|berichtet|gemeldet|bestätigt|verkündet|"
    r"bekannt ?gegeben|bekanntgegeben|bekannt ?gemacht|geschrieben|versichert|erläutert|"
    r"geäußert|gewarnt|gefordert)"
)
_WHO = r"(?:[^,;:.„“\"]{0,90}?)"
_AT = r"(?:(?:noch|bereits|schon|erst|ebenfalls|auch|am|im|an|dem|der|späten|frühen) ){0,3}"

SAID_AROUND = Around(
    # Sagte der Minister am Dienstag; teilte die Polizei am Dienstag mit.
    rf"(?:^|[,\"“”»„–-])\s*(?:das |dies )?(?-i:{_SAYING[:-1]}))\b (?!für|auf){_WHO} ?"
    rf"(?<!\bfür )(?<!\bauf )(?<!\bbis )(?<!\bab )(?<!\bseit ){_AT}{TIME}",
    # Der Sprecher sagte am Dienstag.
    rf"\b(?:sagte|sagten|erklärte|erklärten|betonte|betonten|berichtete|berichteten|meldete|"
    rf"versicherte|bestätigte|schrieb|warnte) (?:er |sie |es )?{_AT}{TIME}",
    # Wie die Polizei am Dienstag mitteilte; hieß es.
    rf"\b(?:wie|so|was)\b {_WHO}{TIME}[^,;:]{{0,60}}?\b{_SAYING}\b",
    # Nach Angaben vom Dienstag.
    rf"\b(?:Angaben|Mitteilung|Aussendung|Medieninformation|Medienberichten?|Bericht|Erklärung|"
    rf"Stellungnahme)\b[^,;:.]{{0,60}} vom {TIME}",
    # Hat am Dienstag angekündigt, dass; wurde am Dienstag mitgeteilt.
    rf"\b(?:hat|haben|hatte|hatten|habe)\b {_WHO}{TIME}[^,;:]{{0,60}}?\b{_SAID}(?=\s*[,.:]|$)",
    rf"{TIME} (?-i:sagte|erklärte|betonte|versicherte|teilte|mitteilte|verlautete)\b",
    # Der Minister kündigte am Dienstag an, dass; gab am Montag bekannt.
    rf"\b(?:kündigte|kündigten|gab|gaben|teilte|teilten)\b (?:{_WHO} )?{_AT}{TIME}"
    r"[^,;:.]{0,90}? (?:an|bekannt|mit)(?=\s*[,.:]|$)",
)


_FRAMES: list[tuple[float, str]] = [
    # Der am Montag beginnende Prozess, die für Montag geplante Sitzung, der am Montag eröffnete.
    (
        1.0,
        (rf"{TIME}{_ATTRIBUTE} (?:{_PLANS}|stattfind\w+|beginn\w+|bevorstehend)"
        r"(?:e|en|er|es|em|ende|enden|ender|endes|endem) (?:[a-zäöüß]+ ){0,2}[A-ZÄÖÜ]"),
    ),
    (
        PRESENT,
        (rf"\b{_DETERMINER} (?:{_PREPOSITIONS} ){{0,3}}{TIME}(?: [^\s,;:]+){{0,4}}? "
        r"[a-zäöüß]+end(?:e|en|er|es|em) "),
    ),
    (
        -1.0,
        (rf"\b{_DETERMINER} (?:{_PREPOSITIONS} ){{0,3}}{TIME}(?: [^\s,;:]+){{0,4}}? "
        r"(?!letzte|erste|nächste|zweite|dritte)[a-zäöüß]{2,}(?:te|ten|ter|tes|tem|ene|enen|ener|"
        r"enes|enem) (?:[a-zäöüß]+ ){0,2}[A-ZÄÖÜ]"),
    ),
    # War für Montag geplant, wurde auf Montag verschoben.
    (1.0, (rf"\b(?:für|auf|bis|zum) (?:den |die |das |kommenden |nächsten )?{TIME}{_GAP}"
          rf"\b(?:{_PLANS}|{_PUT_OFF})\b")),
    (1.0, (rf"\b(?:ist|sind|sei|seien|war|waren|bleibt|wird|"
          rf"werden)\b{_GAP}{TIME}{_GAP}\b{_PLANS}\b")),
    # Das Spiel am Samstag wurde abgesagt, auf Sonntag verlegt: it lay ahead.
    (1.0, (rf"^{_NO_SUBJECT}(?!\W*(?i:der|dem) {TIME}|\W*{TIME})"
           rf"(?!.*\b(?:{_CHANGED}|hat|haben|hatte|hatten)\b.*{TIME})"
           rf"[^,;:]*{TIME}(?: [^\s,;:]+){{0,5}}? (?:{_CHANGED}|wird|werden|muss)"
           rf"\b[^;:,]{{0,80}}?\b(?:{_PUT_OFF}|{_CALLED_OFF})\b")),
    # Es hätte am Montag stattfinden sollen; er hätte am Montag aussagen müssen.
    (1.0, rf"\b(?:hätte|hätten)\b{_GAP}{TIME}{_GAP}\b{_SMALL}+n sollen\b{_END}"),
    (-1.0, (rf"\b(?:hätte|hätten)\b{_GAP}{TIME}{_GAP}\b{_SMALL}+n (?:müssen|dürfen|können|"
            rf"wollen)\b{_END}")),
]  # fmt: skip

DIRECTION = BracketClauses(_FRAMES, direction_of)

_ON = r"(?:(?:am|im|an|in|zum|ab|auf|für|erst|schon|bereits|den|dem|der|die|das) ){0,3}"
_FINITE = r"(?:ist|sind|wurde|wurden|wird|werden|war|waren|musste|mussten|muss|müssen|sei|seien)"
_OFF_FRONT = r"(?:(?:geplant|vorgesehen|angesetzt|anberaumt|terminiert|angekündigt)e[rnms]?)"
_WORDS = r"(?:[^;:.]|(?<=\d)\.)"
"""A letter between words of a sentence; a point may follow a number."""
_PHRASE = r"(?:[^;:.,]|(?<=\d)\.)"
_EVENT = rf"{_WORDS}{{0,140}}?"
_STEADY = rf"^{_NO_SUBJECT}(?!{_ON}{TIME})(?!.*\b(?:hat|haben|hatte|{_FINITE[3:-1]})\b.*{TIME})"
"""A time that does not open its sentence, with no finite verb before it."""


def _taken_back(verbs: str, active: str) -> list[str]:
    """Return where a time stands of something that some verbs take back."""
    verbs = rf"(?<!nicht ){verbs}"
    return [
        # Das für den 14. Juni geplante Konzert wurde abgesagt; hat das … geplante Konzert abgesagt.
        rf"{TIME}{_ATTRIBUTE} {_OFF_FRONT} {_EVENT}\b(?:{verbs}|{active})\b",
        rf"(?:\b(?:{active})|^\W*(?:{verbs}))\b{_EVENT}{TIME}{_ATTRIBUTE} {_OFF_FRONT}",
        rf"\b(?:sagte|sagten|sagt|sagen|bläst)\b{_PHRASE}{{0,80}}{TIME} {_OFF_FRONT}"
        rf"{_EVENT} ab\b"
        if _CALLED_OFF in verbs
        else r"(?!)",
        # Das Konzert am 14. Juni ist abgesagt, fällt aus.
        rf"{_STEADY}[^,;:]*{TIME}(?: [^\s,;:]+){{0,5}}? {_FINITE}\b{_PHRASE}{{0,80}}?\b{verbs}\b",
        rf"{_STEADY}[^,;:]*{TIME}(?: [^\s,;:]+){{0,5}}? (?:{active})\b",
        # Das Konzert, das am 14. Juni stattfinden sollte, wurde abgesagt.
        (
            rf"{TIME}{_PHRASE}{{0,60}}\b(?:stattfinden|beginnen|starten|steigen|\w+ werden|\w+en) "
            rf"(?:sollte|sollten|hätte|hätten){_WORDS}{{0,20}}, {_EVENT}\b(?:{verbs}|{active})\b"
        ),
        (
            rf"{TIME}{_PHRASE}{{0,40}}\b(?:geplant|vorgesehen|angesetzt)(?: war| waren)?, "
            rf"{_EVENT}\b(?:{verbs}|{active})\b"
        ),
        # Das Konzert hätte am 14. Juni stattfinden sollen, wurde aber abgesagt.
        (
            rf"\b(?:hätte|hätten|sollte|sollten)\b{_PHRASE}{{0,60}}{TIME}{_PHRASE}{{0,60}}\b"
            rf"(?:sollen|müssen|stattfinden|beginnen|starten),? {_EVENT}\b(?:{verbs}|{active})\b"
        ),
    ]


_HOW = (
    r"(?:gut|schlecht|knapp|positiv|negativ|anders|mager|mild|hoch|niedrig|"
    r"(?!(?:der|einer|dieser|wieder|leider|aber)\b)\w+er)\b"
)
"""How something turns out, which is "ausfallen" as well."""
_FALLS = rf"(?:fällt|fallen|fiel|fielen) (?:(?!{_HOW})[^\s,;:]+ ){{0,5}}?aus|entfällt|entfallen"

_PATTERNS: list[tuple[Polarity, str]] = [
    ("affirmed", rf"\bsondern (?:erst |bereits |schon |doch )?{_ON}{TIME}"),
    (
        "denied",
        (
            rf"(?:(?<!wenn )(?<!falls )\b(?:nicht|statt|anstatt|anstelle|keinesfalls|und nicht)"
            rf"(?: wie geplant| wie vorgesehen| schon| erst| bereits| mehr| von)? ){_ON}{TIME}"
        ),
    ),
    (
        "postponed",
        (
            r"\b(?:ursprünglich|zunächst|eigentlich|anfangs)\b[^;:.]{0,60}?"
            rf"{TIME}{_PHRASE}{{0,40}}?(?:\b(?:geplant|vorgesehen|angesetzt|anberaumt|stattfinden|"
            r"terminiert|beginnen|starten|vereinbart|erwartet|hätte|sollte)|$)"
        ),
    ),
    *(("cancelled", one) for one in _taken_back(_CALLED_OFF, _FALLS)),
    # Wegen des Sturms fällt der Unterricht am Montag aus; am Montag fällt er aus.
    (
        "cancelled",
        (
            rf"\b(?:fällt|fallen)\b(?: (?!{_HOW})[^\s,;:]+){{0,8}} {TIME}"
            rf"(?: (?!{_HOW})[^\s,;:]+){{0,5}}? aus{_END}"
        ),
    ),
    # "Auf den 21. Juni verschoben" is the new day.
    ("affirmed", rf"\bauf (?:den |die |das |kommenden |nächsten )?{TIME}"),
    *(
        ("postponed", one)
        for one in _taken_back(
            _PUT_OFF,
            r"verschiebt sich|verzögert sich|verschob|verschoben|vertagte|vertagten|verlegte|"
            r"verlegten",
        )
    ),
    (
        "denied",
        (
            rf"^(?!\W*{_ON}{TIME}).*{TIME}(?: [^\s,;:]+){{0,4}}? (?<!noch )nicht\b"
            r"(?! (?:nur|vor|zuletzt|mehr|länger|einmal|weit|aus|zu|ohne|ganz|weniger|ins|ab|"
            r"in Frage|in der Lage|abgesagt|verschoben|verlegt|gestrichen))"
        ),
    ),
]

_CANCELS = rf"{_CALLED_OFF}|{_FALLS}|(?:sagte|sagten|sagt|sagen|bläst|bliesen?) [^.;:]{{1,80}} ab"
_MOVES = (
    rf"{_PUT_OFF}|(?:verschob|verschoben|verschiebt|vertagte|vertagten|vertagt|verlegte|verlegten|"
    r"verlegt)(?: sich)?|(?:Verschiebung|Verlegung|Vertagung)"
)
_AT_OPENING = rf"^\W*{_ON}{TIME}"

POLARITY = BracketPolarities(
    _PATTERNS,
    cancelled=rf"{_CANCELS}|Absage",
    postponed=_MOVES,
    negated=r"nicht|nie|kein\w*|weder",
    done=(
        # Am Mittwoch wurde das Spiel abgesagt, sagte der Klub das Spiel ab.
        (
            rf"{_AT_OPENING} (?!(?:wird|werden|soll|sollen|will|wollen)\b)"
            rf"(?:{_WORDS}{{0,140}}? )?(?<!nicht ){{verb}}\b"
        ),
        # Das Spiel wurde am Mittwoch abgesagt; not "auf Mittwoch verschoben".
        (
            rf"\b(?:{_CHANGED}|hat|haben|hatte|hatten)\b{_PHRASE}{{0,80}}?"
            rf"(?<!\bauf )(?<!\bauf den )(?<!\bfür )(?<!\bfür den )(?<!\bbis ){TIME}"
            r"(?! (?:\S+ ){0,3}(?:geplante|angesetzte|vorgesehene|terminierte)\w*)"
            rf"{_PHRASE}{{0,80}}? (?<!nicht ){{verb}}\b"
        ),
    ),
    planned=r"(?:war|waren) (?:[^\s,;:.]+ ){0,3}?(?:für|auf)(?: den| die| das| kommenden)?|"
    r"(?:hätte|hätten|sollte|sollten)\b[^,;:.]{0,60}",
)

"""Match German reporting verbs, and verbs of cancelling and postponing.

Regular expressions over whole sentences, as ``index.dates.brackets`` reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.dates.brackets import TIME, BracketPolarities, SentencePattern
from index.dates.languages._de_morphology import CALLED_OFF, PUT_OFF

if TYPE_CHECKING:
    from index.dates.polarity import Polarity

_END = r"(?=\s*(?:[.,;:!?)»“”\"]|$|(?:und|oder|sowie|wie|als)\b))"

"""Participles of verbs whose perfect is built with "sein"."""
_NO_SUBJECT = (
    r"(?!\W*(?i:bei|beim|in|im|auf|an|am|während|nach|mit|wegen|trotz|vor|aus|zu|zum|zur|unter|"
    r"erst|schon|bereits|noch|gestern|heute)\b)"
)
"""Prepositions, whose phrase is not the subject: "bei der Sitzung wurde die Wahl vertagt"."""
_CHANGED = "ist|sind|war|waren|wurde|wurden|musste|mussten"
"""Auxiliaries of such a participle."""
_ATTRIBUTE = (
    r"(?: (?!(?:der|die|das|den|dem|ein\w*|sein\w*|ihr\w*|ist|sind|sei|seien|war|waren|wird|"
    r"werden|wurde|wurden|hat|haben|hatte|hatten|musste|mussten|muss|müssen|soll|sollen|will|"
    r"wollen)\b)[^\s,;:]+){0,5}?"
)
"""Words between a time and its participle, none of which is a finite verb."""
_SAYING = (
    r"(?:sagte|sagten|erklärte|erklärten|teilte|teilten|betonte|betonten|kündigte|kündigten|"
    r"berichtete|berichteten|meldete|meldeten|bestätigte|bestätigten|verkündete|verkündeten|"
    r"mitteilte|mitteilten|ankündigte|ankündigten|schrieb|schrieben|hieß|warnte|warnten|"
    r"versicherte|unterstrich|erläuterte|informierte|gab|gaben|äußerte|sprach|forderte|forderten|"
    r"so(?= (?:der|die|das|ein|eine|[A-ZÄÖÜ]))|verlautete|bekanntgab|bekanntgaben|bekannt gab|"
    r"bekannt gaben|beteuerte|twitterte|"
    r"kritisierte|kritisierten|mahnte|räumte|stellte klar|begründete)"
)
_SAID = (
    r"(?:gesagt|erklärt|mitgeteilt|angekündigt|betont|berichtet|gemeldet|bestätigt|verkündet|"
    r"bekannt ?gegeben|bekanntgegeben|bekannt ?gemacht|geschrieben|versichert|erläutert|"
    r"geäußert|gewarnt|gefordert)"
)
_WHO = r"(?:[^,;:.„“\"]{0,90}?)"
_AT = r"(?:(?:noch|bereits|schon|erst|ebenfalls|auch|am|im|an|dem|der|späten|frühen) ){0,3}"

_THEN = "".join(
    rf"(?<!\b{preposition} )(?<!\b{preposition} den )(?<!\b{preposition} kommenden )"
    for preposition in ("für", "auf", "bis", "ab", "seit", "zum")
) + "".join(
    rf"(?<!\b{article} {preposition} )"
    for article in ("der", "die", "das", "den", "dem")
    for preposition in ("am", "im")
) + TIME  # fmt: skip
"""Text before the time of a statement, as opposed to a time that the statement is about.

"Kündigte für Montag Streiks an"; "gab die im November anstehenden Wahlen an"."""

REPORTING_CLAUSE = SentencePattern(
    # Sagte der Minister am Dienstag; teilte die Polizei am Dienstag mit; so Huber am Dienstag.
    rf"(?:^|[,\"“”»„–-])\s*(?:das |dies )?(?-i:{_SAYING})\b {_WHO} ?{_AT}{_THEN}",
    # Der Sprecher sagte am Dienstag.
    rf"\b(?:sagte|sagten|erklärte|erklärten|betonte|betonten|berichtete|berichteten|meldete|"
    rf"versicherte|bestätigte|schrieb|warnte) (?:er |sie |es )?{_AT}{_THEN}",
    # Wie die Polizei am Dienstag mitteilte; hieß es.
    rf"\b(?:wie|so|was)\b {_WHO}{_THEN}[^,;:]{{0,60}}?\b{_SAYING}\b",
    # Nach Angaben vom Dienstag.
    rf"\b(?:Angaben|Mitteilung|Aussendung|Medieninformation|Medienberichten?|Bericht|Erklärung|"
    rf"Stellungnahme)\b[^,;:.]{{0,60}} vom {TIME}",
    # Hat am Dienstag angekündigt, dass; wurde am Dienstag mitgeteilt.
    rf"\b(?:hat|haben|hatte|hatten|habe)\b {_WHO}{_THEN}[^,;:]{{0,60}}?\b{_SAID}(?=\s*[,.:]|$)",
    rf"{TIME} (?-i:sagte|erklärte|betonte|versicherte|teilte|mitteilte|verlautete)\b",
    # Der Minister kündigte am Dienstag an, dass; gab am Montag bekannt.
    # But "kündigte einen Gipfel im Herbst an", "kündigte ein Konzert am 3. Mai an".
    rf"\b(?:(?P<announces>kündigten?\b(?! eine?n? (?-i:[A-ZÄÖÜ]\w+) am {TIME}))|"
    rf"gab|gaben|teilte|teilten)\b (?:{_WHO} )?{_AT}"
    rf"(?(announces)(?<!\bim )|){_THEN}"
    r"[^,;:.]{0,90}? (?:an|bekannt|mit)(?=\s*[,.:]|$)",
)


_ON = r"(?:(?:am|im|an|in|zum|ab|auf|für|erst|schon|bereits|den|dem|der|die|das) ){0,3}"
_FINITE = r"(?:ist|sind|wurde|wurden|wird|werden|war|waren|musste|mussten|muss|müssen|sei|seien)"
_OFF_FRONT = r"(?:(?:geplant|vorgesehen|angesetzt|anberaumt|terminiert|angekündigt)e[rnms]?)"
_WORDS = r"(?:[^;:.]|(?<=\d)\.)"
"""Any character within a sentence; a full stop only after a number."""
_PHRASE = r"(?:[^;:.,]|(?<=\d)\.)"
_EVENT = rf"{_WORDS}{{0,140}}?"
_STEADY = rf"^{_NO_SUBJECT}(?!{_ON}{TIME})(?!.*\b(?:hat|haben|hatte|{_FINITE[3:-1]})\b.*{TIME})"
"""A time that neither opens its sentence nor follows a finite verb."""


def _cancellation_patterns(verbs: str, active: str) -> list[str]:
    """Return patterns of sentences that cancel or postpone an event, around its time."""
    verbs = rf"(?<!nicht ){verbs}"
    return [
        # Das für den 14. Juni geplante Konzert wurde abgesagt; hat das … geplante Konzert abgesagt.
        rf"{TIME}{_ATTRIBUTE} {_OFF_FRONT} {_EVENT}\b(?:{verbs}|{active})\b",
        rf"(?:\b(?:{active})|^\W*(?:{verbs}))\b{_EVENT}{TIME}{_ATTRIBUTE} {_OFF_FRONT}",
        rf"\b(?:sagte|sagten|sagt|sagen|bläst)\b{_PHRASE}{{0,80}}{TIME} {_OFF_FRONT}"
        rf"{_EVENT} ab\b"
        if CALLED_OFF in verbs
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
"""Words after which "ausfallen" means "turn out", not "be cancelled"."""
_FALLS = rf"(?:fällt|fallen|fiel|fielen) (?:(?!{_HOW})[^\s,;:]+ ){{0,5}}?aus|entfällt|entfallen"

_PATTERNS: list[tuple[Polarity, str]] = [
    ("affirmed", rf"\bsondern (?:erst |bereits |schon |doch )?{_ON}{TIME}"),
    (
        "denied",
        (
            rf"(?:(?<!wenn )(?<!falls )\b(?:nicht(?:, wie [^,]{{3,30}},)?|statt|anstatt|"
            r"anstelle|keinesfalls|und nicht)"
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
    *(("cancelled", one) for one in _cancellation_patterns(CALLED_OFF, _FALLS)),
    # Wegen des Sturms fällt der Unterricht am Montag aus; am Montag fällt er aus.
    (
        "cancelled",
        (
            rf"\b(?:fällt|fallen|fiel|fielen)\b(?: (?!{_HOW})[^\s,;:]+){{0,8}} {TIME}"
            rf"(?: (?!{_HOW})[^\s,;:]+){{0,5}}? aus{_END}"
        ),
    ),
    # "Auf den 21. Juni verschoben" is the new day.
    ("affirmed", rf"\bauf (?:den |die |das |kommenden |nächsten )?{TIME}"),
    *(
        ("postponed", one)
        for one in _cancellation_patterns(
            PUT_OFF,
            r"verschiebt sich|verzögert sich|verschob|verschoben|vertagte|vertagten|verlegte|"
            r"verlegten",
        )
    ),
    (
        "denied",
        (
            rf"^(?!\W*{_ON}{TIME}).*{TIME}(?: [^\s,;:]+){{0,4}}? (?<!noch )(?<!und )nicht\b"
            r"(?! (?:nur|vor|zuletzt|mehr|länger|einmal|weit|aus|zu|ohne|ganz|weniger|ins|ab|"
            r"in Frage|in der Lage|abgesagt|verschoben|verlegt|gestrichen))"
        ),
    ),
]

_CANCELS = rf"{CALLED_OFF}|{_FALLS}|(?:sagte|sagten|sagt|sagen|bläst|bliesen?) [^.;:]{{1,80}} ab"
_MOVES = (
    rf"{PUT_OFF}|(?:verschob|verschoben|verschiebt|vertagte|vertagten|vertagt|verlegte|verlegten|"
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
            rf"(?<!\bauf )(?<!\bauf den )(?<!\bauf kommenden )(?<!\bauf nächsten )"
            rf"(?<!\bfür )(?<!\bfür den )(?<!\bbis ){TIME}"
            r"(?! (?:\S+ ){0,3}(?:geplante|angesetzte|vorgesehene|terminierte)\w*)"
            rf"{_PHRASE}{{0,80}}? (?<!nicht ){{verb}}\b"
        ),
    ),
    planned=r"(?:war|waren) (?:[^\s,;:.]+ ){0,3}?(?:für|auf)(?: den| die| das| kommenden)?|"
    r"(?:hätte|hätten|sollte|sollten)\b[^,;:.]{0,60}",
)

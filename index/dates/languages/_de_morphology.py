"""What a German word may be in its clause: which form of a verb, or none.

No dictionary of verbs: the endings of weak verbs, the preterites of the strong ones, prefixes, and
the few auxiliaries tell most of it. Nouns have capitals, so that only small words can be verbs.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class Form(StrEnum):
    """A finite form of a verb, by what it says of time."""

    WILL = "will"  # wird, werden, würde
    MODAL = "modal"  # soll, muss, könnte
    MODAL_PAST = "modal_past"  # musste, konnte
    WANTED = "wanted"  # wollte
    HAVE = "have"  # hat, haben
    BE = "be"  # ist, sind, sei
    PAST = "past"  # wurde, hatte, kam, brach
    PLAN = "plan"  # plant, droht
    PRESENT = "present"  # beginnt; a participle has the same form: besucht
    WEAK = "weak"  # sagte, sagten; an adjective may have the same form: bekannte
    OPEN = "open"  # beginnen, trete; an infinitive or an adjective may have the same form


KNOWN = frozenset(set(Form) - {Form.PRESENT, Form.WEAK, Form.OPEN})
"""Forms that are nothing else."""


def _forms(words: str, form: Form) -> dict[str, Form]:
    return dict.fromkeys(words.split(), form)


_AUXILIARIES = {
    **_forms("wird werden werde werdet wirst würde würden", Form.WILL),
    **_forms("soll sollen solle sollte sollten muss muß müssen müsse müsste müssten kann können "
             "könne könnte könnten darf dürfen dürfe dürfte dürften will wollen wolle mag mögen "
             "möge möchte möchten", Form.MODAL),
    **_forms("musste mussten mußte mußten konnte konnten durfte durften mochte mochten",
             Form.MODAL_PAST),
    **_forms("wollte wollten", Form.WANTED),
    **_forms("hat haben habe hätte hätten", Form.HAVE),
    **_forms("ist sind sei seien wäre wären", Form.BE),
    **_forms("hatte hatten war waren wurde wurden ward", Form.PAST),
    **_forms("plant planen plane droht drohen hofft hoffen beabsichtigt beabsichtigen",
             Form.PLAN),
}  # fmt: skip

_INSEPARABLE = "be|ent|emp|er|ver|zer|miss|über|unter|hinter|wider|wieder|um|durch|voll"
_SEPARABLE = (
    "ab|an|auf|aus|auseinander|bei|bekannt|bereit|bevor|da|dar|davon|ein|empor|entgegen|entlang|"
    "fehl|fern|fest|fort|frei|gegenüber|gleich|heim|her|heraus|herein|herunter|hervor|heran|herum|"
    "hin|hinaus|hinein|hinunter|hinweg|hinzu|hoch|kennen|klar|los|mit|nach|nieder|preis|sicher|"
    "statt|still|stand|teil|tot|überein|um|voran|voraus|vorbei|vor|vorüber|wahr|weg|weiter|"
    "wieder|zu|zurecht|zurück|zusammen|zuvor"
)
_PREFIX = rf"(?:{_SEPARABLE})?(?:{_INSEPARABLE})?"

_STRONG_PRETERITES = (
    "aß|band|barg|barst|bat|gann|bewog|biss|blies|blieb|bog|bot|brach|brachte|brannte|briet|dachte|"
    "darb|drang|drosch|fahl|fand|fing|fiel|floh|flog|floss|focht|fraß|fror|fuhr|gab|galt|gaß|gewann|gefiel|gelang|geriet|geschah|genoss|gestand|gedachte|gebot|"
    "ging|glich|glitt|goss|griff|grub|hielt|hing|hieb|hieß|hob|half|kam|kannte|klang|klomm|kroch|"
    "lag|langgab|las|lang|ließ|lief|lieh|litt|log|lor|losch|lud|maß|mied|nahm|nannte|noss|pfiff|"
    "pries|quoll|rang|rannte|rief|riet|rieb|riss|ritt|roch|sah|sandte|sang|sank|sann|saß|schah|"
    "schied|schien|schlich|schlief|schlug|schliff|schloss|schmiss|schmolz|schnitt|schob|scholl|"
    "schor|schoss|schrak|schrie|schrieb|schritt|schuf|schwamm|schwand|schwang|schwieg|schwoll|"
    "schwor|sog|spann|spie|spross|sprach|sprang|stach|stahl|stand|starb|stieg|stieß|stob|strich|"
    "stritt|tat|traf|trank|trat|trieb|trog|trug|wand|wandte|warb|warf|wich|wies|wog|wob|wuchs|"
    "wusch|wusste|zog|zwang|lischt"
)
_STRONG = re.compile(rf"{_PREFIX}(?:{_STRONG_PRETERITES})(?:en|n)?")
_NOT_STRONG = re.compile(r"(?:ent|bis|da|nach|an)?lang(?:en)?|(?:be|er|ver|zu)?langen|maßen|band")

_WORD = re.compile("(?=.*[aeiouäöüy])[a-zäöüß]{3,}")
"""A word that may be a verb has a vowel."""

_LIKE_PARTICIPLES = re.compile(
    r"ge(?:hör|ling|winn|nieß|fäll|schieh|rä|steh|denk|bühr|lang|nüg|währ|wöhn|fährde|horch|leite|"
    r"nehmig|rinn|trau|wittere?|stalte|statte|biete|bär)t"
)
"""Present tenses that look like participles: gehört, gelingt."""

_PARTICIPLE = re.compile(
    rf"(?:{_SEPARABLE})?(?:zu)?ge[a-zäöüß]{{2,}}(?:t|en|an)|"
    rf"(?:{_SEPARABLE})?(?:{_INSEPARABLE})[a-zäöüß]{{2,}}(?:t|en)|"
    r"[a-zäöüß]{2,}iert|worden|getan"
)
_ATTRIBUTE = re.compile(rf"(?:{_SEPARABLE})?ge[a-zäöüß]{{2,}}te[nrms]?")
_ZU = re.compile(rf"(?:{_SEPARABLE})zu[a-zäöüß]{{2,}}(?:en|ern|eln|tun)")

_GONE = (
    "kommen|gangen|fahren|flogen|laufen|reist|wandert|landet|startet|fallen|stürzt|stiegen|sunken|"
    "sprungen|storben|wesen|blieben|schehen|flohen|flüchtet|wachsen|wechselt|treten|zogen|"
    "rutscht|rast|prallt|kippt|platzt|krochen|schwommen|ritten|rückt|kehrt|eilt|irrt|klettert|"
    "stolpert|wichen|schmolzen|froren|flossen|drungen|troffen|klungen|lungen|glückt|scheitert|"
    "rannt|folgt|schlüpft|siedelt|sackt|taucht|schieden|loschen|brannt|brochen|schnellt|schossen|"
    "stoßen|kracht|donnert|segelt|radelt|pilgert|strömt|kentert|rastet|schlafen|schlagen|strandet|standen|legen|sessen|wacht|rollt|fault|heilt|rostet|boren"
)
_GONE_PREFIXED = (
    "ver(?:storben|schwunden|unglückt|unfallt|laufen|gangen|zogen|reist|fallen|sunken|ebbt|"
    "klungen|blutet|blasst|hungert|brannt|kommen|hallt)|ent(?:kommen|standen|gangen|gleist|flohen|"
    "laufen|wichen|fallen|sprungen|schlafen|wischt)|er(?:schienen|krankt|froren|trunken|loschen|"
    "stickt|wacht|folgt|legen|gangen|blindet|wachsen)|zer(?:brochen|fallen|platzt|schellt)|"
    "miss(?:lungen|glückt)|begegnet"
)
GONE = re.compile(
    rf"worden|passiert|havariert|explodiert|eskaliert|kollidiert|entgleist|emigriert|implodiert|detoniert|"
    rf"kapituliert|(?:{_SEPARABLE})?ge(?:{_GONE})|(?:{_SEPARABLE})?(?:{_GONE_PREFIXED})"
)
"""Participles of verbs whose perfect is built with "sein"."""

PLANS = re.compile(
    r"(?:ein)?geplant|(?:vor|aus)ge(?:sehen|schrieben)|angesetzt|anberaumt|erwartet|terminiert|"
    r"vereinbart|angekündigt|fällig|avisiert|programmiert"
)
"""Participles that tell of what lies ahead."""

PUT_OFF = r"(?:verschoben|verlegt|vertagt|aufgeschoben|hinausgeschoben|vorverlegt|umdisponiert)"
CALLED_OFF = (
    r"(?:abgesagt|gestrichen|annulliert|storniert|abgeblasen|ausgefallen|gecancelt|ausgesetzt|"
    r"fallen ?gelassen|geplatzt|entfallen)"
)
"""Participles of verbs that take back what was to be."""

DETERMINERS = frozenset(
    "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner "
    "mein meine meinen sein seine seinen seinem seiner seines ihr ihre ihren ihrem ihrer ihres "
    "unser unsere unseren unserer unserem euer eure dieser diese dieses diesen diesem jener jene "
    "jenes jenen jenem jeder jede jedes jeden jedem welche welcher welches mehrere viele alle "
    "allen aller einige einigen einiger manche beide beiden beider zwei drei vier fünf sechs "
    "sieben acht neun zehn elf zwölf wenige wenigen dessen deren etliche zahlreiche".split()
)
PREPOSITIONS = frozenset(
    "ab an auf aus außer bei binnen bis durch entlang für gegen gegenüber hinter in infolge "
    "innerhalb laut mit mithilfe mittels nach neben ohne seit statt trotz über um unter von vor "
    "während wegen wider zu zwischen angesichts anhand anlässlich aufgrund außerhalb dank gemäß "
    "hinsichtlich mangels samt seitens zufolge zwecks per pro je rund etwa sehr wie als so zu "
    "im am zum zur vom beim ins ans aufs".split()
)
PRONOUNS = frozenset(
    "er sie es ich du wir ihr man wer was das dies sich ihn ihm ihnen uns euch mir mich dir dich "
    "jemand niemand jeder alle viele einige beide nichts etwas".split()
)
NO_NOUNS = DETERMINERS | PREPOSITIONS | PRONOUNS | frozenset(
    # In -t.
    "nicht jetzt erst selbst zuletzt fast weit bereit acht meist damit somit mitsamt sonst dort "
    "dicht leicht bekannt unbekannt gesamt überhaupt insgesamt oft gut nebst längst jüngst "
    "möglichst zunächst vielleicht soweit derzeit zurzeit jederzeit fort sofort echt recht "
    "schlecht alt kalt hart rot tot spät breit samt weltweit landesweit bundesweit europaweit "
    "zumeist anstatt zweit nackt direkt exakt komplett indirekt heut kürzlich höchst demnächst "
    "zuerst unbedingt stets ernst baldmöglichst frühest spätest best größt schnellst fest nachts "
    "privat konkret abrupt strikt korrekt perfekt intakt kompakt knapp wert bunt glatt satt fett "
    "matt fit laut allerorts unverletzt leichtverletzt schwerverletzt bislang seitdem inzwischen "
    # In -e, -en, -te, -ten, -n.
    "heute gestern morgen gerade lange gerne beinahe alleine nahe ehe solche solchen solcher "
    "andere anderen anderer anderes anderem erste ersten erster zweite zweiten dritte dritten "
    "vierte vierten letzte letzten nächste nächsten weitere weiteren weiterer oben unten hinten "
    "vorne außen innen draußen drinnen mitten neben selten zusammen eben sogar wegen hingegen "
    "dagegen entgegen deswegen indessen unterdessen inzwischen mittlerweile mindestens "
    "wenigstens bitte danke mitte seite ende falls eigentlich dann denn wenn schon schön nun "
    "davon daran darin woran worin ebenso also auch aber oder und sondern sowie beziehungsweise "
    "hinein heran zuvor vorher nachher danach später früher bald bereits noch nur doch "
    "dass weil ob nachdem bevor obwohl sodass sobald solange da "
    "einen vergangene vergangenen kommende kommenden gegebenenfalls allenfalls ebenfalls "
    "jedenfalls keinesfalls gleichfalls allein klein rein fein kein mehreren vielen gen "
    "seltene rechte linke hohe hohen große großen neue neuen alte alten gute guten".split()
)  # fmt: skip

_T_STEMS = re.compile(
    rf"{_PREFIX}(?:arbei|bie|war|star|ret|hal|tre|strei|lei|rei|gel|ra|schal|tes|kos|ach|"
    rf"stal|anstal|deu|leis|fürch|rich|rich|beobach|glei|brei|schrei|mie|hü|tö|be|fas|ras|"
    rf"lüf|hef|haf|kün|pflich|dich|bes|mis|wal|antwor|bit|wer|lauf|reiten|stif|betrach|gas|"
    rf"trau|hei|lau|las|tas|has|lis|ros|schlich|schul)te[nt]?"
)
"""Verbs whose stem ends in -t, so that "warten" is no preterite."""


@lru_cache(maxsize=16384)
def finite_form(word: str) -> Form | None:
    """Return which finite form a word in small letters may be; None if it is none."""
    known = _AUXILIARIES.get(word)
    if known is not None:
        return known
    if _ZU.fullmatch(word):
        return None
    if word in NO_NOUNS or not _WORD.fullmatch(word):
        return None
    if _STRONG.fullmatch(word) and not _NOT_STRONG.fullmatch(word):
        return Form.PAST
    if word.endswith("t"):
        if _PARTICIPLE.fullmatch(word) and re.match(rf"(?:{_SEPARABLE})?ge", word):
            return Form.PRESENT if _LIKE_PARTICIPLES.fullmatch(word) else None
        return Form.PRESENT
    if _ATTRIBUTE.fullmatch(word) and not _LIKE_PARTICIPLES.fullmatch(word.rstrip("en")):
        return None
    if word.endswith(("te", "ten")):
        if word.endswith(("tete", "teten", "dete", "deten")) or not _T_STEMS.fullmatch(word):
            return Form.WEAK
        return Form.OPEN
    if word.endswith(("e", "en", "ern", "eln")) and not _is_strong_participle(word):
        return Form.OPEN
    return None


def _is_strong_participle(word: str) -> bool:
    return re.fullmatch(rf"(?:{_SEPARABLE})?ge[a-zäöüß]{{3,}}en", word) is not None and not (
        re.fullmatch(rf"(?:{_SEPARABLE})?ge(?:hen|ben|nießen|winnen|lingen|fallen|langen|hören|"
                     r"stehen|denken|nügen|währen|raten|schehen|leiten|nehmigen|stalten)", word)
    )  # fmt: skip


@lru_cache(maxsize=16384)
def is_participle(word: str) -> bool:
    """Return whether a word may be a past participle: eröffnet, abgesagt, gestorben."""
    return word not in NO_NOUNS and _PARTICIPLE.fullmatch(word) is not None


@lru_cache(maxsize=16384)
def is_infinitive(word: str) -> bool:
    """Return whether a word may be an infinitive: eröffnen, sein."""
    return word in {"sein", "tun"} or (word not in NO_NOUNS and word.endswith(("en", "ern", "eln")))


def is_zu_infinitive(word: str, previous: str) -> bool:
    """Return whether a word, behind another one, is an infinitive with "zu": zurückzutreten."""
    return _ZU.fullmatch(word) is not None or (previous == "zu" and is_infinitive(word))

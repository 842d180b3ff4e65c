"""Recognize the forms of German verbs.

There is no dictionary of verbs. Forms are recognized by the endings of weak verbs, the preterites
of strong verbs, prefixes and auxiliaries. Nouns have capitals, so that only words in small letters
can be verbs.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class Form(StrEnum):
    """A class of finite verb forms, by tense."""

    WILL = "will"  # wird, werden, würde
    MODAL = "modal"  # soll, muss, könnte
    MODAL_PAST = "modal_past"  # musste, konnte
    WANTED = "wanted"  # wollte, sollte: of a plan, which may be over
    HAVE = "have"  # hat, haben
    BE = "be"  # ist, sind, sei
    PAST = "past"  # wurde, hatte, kam, brach
    PLAN = "plan"  # plant, droht
    PRESENT = "present"  # beginnt; a participle may have the same form: besucht
    WEAK = "weak"  # sagte, sagten; an adjective may have the same form: bekannte
    OPEN = "open"  # beginnen, trete; an infinitive or an adjective may have the same form


KNOWN = frozenset(Form) - {Form.PRESENT, Form.WEAK, Form.OPEN}
"""Forms that are unambiguous."""


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(words.split())


def _table(form: Form, words: str) -> dict[str, Form]:
    return dict.fromkeys(words.split(), form)


_AUXILIARIES = {
    **_table(Form.WILL, "wird werden werde werdet wirst würde würden"),
    **_table(Form.MODAL, "soll sollen solle muss muß müssen müsse müsste müssten kann können könne "
             "könnte könnten darf dürfen dürfe dürfte dürften will wollen wolle mag mögen möge "
             "möchte möchten"),
    **_table(Form.MODAL_PAST, "musste mussten mußte mußten konnte konnten durfte durften mochte "
             "mochten"),
    **_table(Form.WANTED, "wollte wollten sollte sollten"),
    **_table(Form.HAVE, "hat haben habe hätte hätten"),
    **_table(Form.BE, "ist sind sei seien wäre wären"),
    **_table(Form.PAST, "hatte hatten war waren wurde wurden"),
    **_table(Form.PLAN, "plant planen plane droht drohen hofft hoffen beabsichtigt beabsichtigen"),
}  # fmt: skip

_INSEPARABLE = "be|ent|emp|er|ver|zer|miss|über|unter|hinter|wider|wieder|um|durch|voll"
_SEPARABLE = (
    "ab|an|auf|aus|auseinander|bei|bekannt|bereit|bevor|da|dar|davon|ein|empor|entgegen|entlang|"
    "fehl|fern|fest|fort|frei|gegenüber|gleich|heim|her|heraus|herein|herunter|hervor|heran|herum|"
    "hin|hinaus|hinein|hinunter|hinweg|hinzu|hoch|kennen|klar|los|mit|nach|nieder|preis|sicher|"
    "statt|still|stand|teil|tot|überein|um|voran|voraus|vorbei|vor|vorüber|wahr|weg|weiter|"
    "wieder|zu|zurecht|zurück|zusammen|zuvor"
)
_STRONG_PRETERITES = (
    "aß|band|barg|barst|bat|gann|bewog|biss|blies|blieb|bog|bot|brach|brachte|brannte|briet|dachte|"
    "darb|drang|fahl|fand|fing|fiel|floh|flog|floss|focht|fraß|fror|fuhr|gab|galt|gaß|gebot|"
    "gedachte|gefiel|gelang|genoss|geriet|geschah|gestand|gewann|ging|glich|glitt|goss|griff|grub|"
    "half|hielt|hing|hieb|hieß|hob|kam|kannte|klang|kroch|lag|las|ließ|lief|lieh|litt|log|lor|"
    "losch|lud|maß|mied|nahm|nannte|pfiff|pries|quoll|rang|rannte|rief|riet|rieb|riss|ritt|roch|"
    "sah|sandte|sang|sank|sann|saß|schied|schien|schlich|schlief|schlug|schliff|schloss|schmiss|"
    "schmolz|schnitt|schob|scholl|schor|schoss|schrak|schrie|schrieb|schritt|schuf|schwamm|schwand|"
    "schwang|schwieg|schwoll|schwor|sog|spann|spie|spross|sprach|sprang|stach|stahl|stand|starb|"
    "stieg|stieß|stob|strich|stritt|tat|traf|trank|trat|trieb|trog|trug|wand|wandte|warb|warf|wich|"
    "wies|wog|wob|wuchs|wusch|wusste|zog|zwang"
)
_PREFIX = rf"(?:{_SEPARABLE})?(?:{_INSEPARABLE})?"
_STRONG = re.compile(rf"{_PREFIX}(?:{_STRONG_PRETERITES})(?:en|n)?")
_WORD = re.compile("(?=.*[aeiouäöüy])[a-zäöüß]{3,}")
"""A vowel, which every verb has."""

_GE_VERBS = (
    r"ge(?:hör|ling|winn|nieß|fäll|schieh|rä|steh|denk|bühr|lang|nüg|währ|wöhn|fährde|horch|leite|"
    r"nehmig|rinn|trau|wittere?|stalte|statte|biete|bär)t"
)
_LIKE_PARTICIPLES = re.compile(rf"{_GE_VERBS}(?:en?)?")
"""Finite forms that look like participles: gehört, gelangte."""
_GE_INFINITIVES = re.compile(
    rf"(?:{_SEPARABLE})?ge(?:hen|ben|nießen|winnen|lingen|fallen|langen|hören|stehen|denken|nügen|"
    r"währen|raten|schehen|leiten|nehmigen|stalten)"
)
_GE_PARTICIPLE = re.compile(rf"(?:{_SEPARABLE})?ge[a-zäöüß]{{2,}}(?:t|te[nrms]?|en)")
_PARTICIPLE = re.compile(
    rf"(?:{_SEPARABLE})?(?:zu)?ge[a-zäöüß]{{2,}}(?:t|en|an)|"
    rf"(?:{_SEPARABLE})?(?:{_INSEPARABLE})[a-zäöüß]{{2,}}(?:t|en)|"
    r"[a-zäöüß]{2,}iert|worden|getan"
)
_ZU = re.compile(rf"(?:{_SEPARABLE})zu[a-zäöüß]{{2,}}(?:en|ern|eln|tun)")
_T_STEMS = re.compile(
    rf"{_PREFIX}(?:arbei|bie|war|star|ret|hal|tre|strei|lei|rei|gel|ra|schal|tes|kos|ach|stal|"
    r"leis|fürch|rich|beobach|glei|brei|schrei|mie|hü|tö|be|fas|ras|lüf|hef|haf|pflich|dich|"
    r"mis|wal|antwor|bit|lauf|stif|betrach|trau|hei|lau|las|tas|has|lis|ros|schlich|schul)te[nt]?"
)
"""Verbs whose stem ends in -t, so that "warten" is no preterite."""

_GONE = (
    "kommen|gangen|fahren|flogen|laufen|reist|wandert|landet|startet|fallen|stürzt|stiegen|sunken|"
    "sprungen|storben|wesen|blieben|schehen|flohen|flüchtet|wachsen|wechselt|treten|zogen|"
    "rutscht|rast|prallt|kippt|platzt|krochen|schwommen|ritten|rückt|kehrt|eilt|irrt|klettert|"
    "stolpert|wichen|schmolzen|froren|flossen|drungen|troffen|klungen|lungen|glückt|scheitert|"
    "rannt|folgt|schlüpft|siedelt|sackt|taucht|schieden|loschen|brannt|brochen|schnellt|schossen|"
    "stoßen|kracht|donnert|segelt|radelt|pilgert|strömt|kentert|rastet|schlafen|schlagen|strandet|"
    "standen|legen|sessen|wacht|rollt|heilt|rostet|boren|worden"
)
_GONE_PREFIXED = (
    "ver(?:storben|schwunden|unglückt|unfallt|laufen|gangen|zogen|reist|fallen|sunken|ebbt|"
    "klungen|blutet|blasst|hungert|brannt|kommen|hallt)|ent(?:kommen|standen|gangen|gleist|flohen|"
    "laufen|wichen|fallen|sprungen|schlafen|wischt)|er(?:schienen|krankt|froren|trunken|loschen|"
    "stickt|wacht|folgt|legen|gangen|blindet|wachsen)|zer(?:brochen|fallen|platzt|schellt)|"
    "miss(?:lungen|glückt)|begegnet"
)
GONE = re.compile(
    rf"worden|(?:pass|explod|eskal|kollid|emigr|implod|deton|kapitul|havar)iert|"
    rf"(?:{_SEPARABLE})?ge(?:{_GONE})|(?:{_SEPARABLE})?(?:{_GONE_PREFIXED})"
)
"""Participles of verbs whose perfect is built with "sein"."""
PLANS = re.compile(
    r"(?:ein)?geplant|(?:vor|aus)ge(?:sehen|schrieben)|angesetzt|anberaumt|erwartet|terminiert|"
    r"vereinbart|angekündigt|fällig|avisiert|programmiert"
)
"""Participles that refer to the future."""
MISHAPS = re.compile(
    r"über(?:sieht|sehen|fällt|fallen|schlägt|schlagen)|verletz(?:t|en)|verlier(?:t|en)|"
    r"(?:prall|stürz|krach|ras|ramm|flücht|kollidier|explodier|entgleis|erfass|töt|attackier|"
    r"randalier|verunglück|beschädig|zerstör|verwüst|entwend|erbeut)(?:e?t|en)|stirbt|sterben|"
    r"erlieg(?:t|en)|stiehlt|stehlen|flieh(?:t|en)|ertrink(?:t|en)|erschieß(?:t|en)|ersticht|"
    r"erstechen|gewinn(?:t|en)|sieg(?:t|en)|besieg(?:t|en)|bezwing(?:t|en)|unterlieg(?:t|en)"
)
"""Verbs of what nobody arranges: in a main clause, their present tense narrates."""
ACHIEVED = re.compile(
    r"gelang(?:en)?|gelungen|schaffte[n]?|geschafft|versäumte?[n]?|vergaß(?:en)?|vergessen|"
    r"wagte[n]?|gewagt"
)
"""Verbs that imply that an action with "zu" took place, or did not."""
PUT_OFF = r"(?:verschoben|verlegt|vertagt|aufgeschoben|hinausgeschoben|vorverlegt|umdisponiert)"
CALLED_OFF = (
    r"(?:abgesagt|gestrichen|annulliert|storniert|abgeblasen|ausgefallen|gecancelt|ausgesetzt|"
    r"fallen ?gelassen|geplatzt|entfallen)"
)
"""Participles of verbs of cancelling and postponing."""

DETERMINERS = word_set(
    "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner "
    "mein meine meinen sein seine seinen seinem seiner seines ihr ihre ihren ihrem ihrer ihres "
    "unser unsere unseren unserer unserem euer eure dieser diese dieses diesen diesem jener jene "
    "jenes jenen jenem jeder jede jedes jeden jedem welche welcher welches mehrere viele alle "
    "allen aller einige einigen einiger manche beide beiden beider zwei drei vier fünf sechs "
    "sieben acht neun zehn elf zwölf wenige wenigen dessen deren etliche zahlreiche"
)
PREPOSITIONS = word_set(
    "ab an auf aus außer bei binnen bis durch entlang für gegen gegenüber hinter in infolge "
    "innerhalb laut mit mithilfe mittels nach neben ohne seit statt trotz über um unter von vor "
    "während wegen wider zu zwischen angesichts anhand anlässlich aufgrund außerhalb dank gemäß "
    "hinsichtlich mangels samt seitens zufolge zwecks per pro je rund etwa sehr wie als "
    "im am zum zur vom beim ins ans aufs"
)
"""Prepositions, and other words that precede an adjective."""
PRONOUNS = word_set(
    "er sie es ich du wir ihr man wer was das dies sich ihn ihm ihnen uns euch mir mich dir dich "
    "jemand niemand jeder alle viele einige beide nichts etwas"
)
_LIKE_VERBS = word_set(  # in -t; then in -e, -en and -n
    "nicht jetzt erst selbst zuletzt fast weit bereit acht meist damit somit mitsamt sonst dort "
    "dicht leicht bekannt unbekannt gesamt überhaupt insgesamt oft gut nebst längst jüngst "
    "möglichst zunächst vielleicht soweit derzeit zurzeit jederzeit fort sofort echt recht "
    "schlecht alt kalt hart rot tot spät breit samt weltweit landesweit bundesweit europaweit "
    "zumeist anstatt zweit nackt direkt exakt komplett indirekt heut kürzlich höchst demnächst "
    "zuerst unbedingt stets ernst baldmöglichst frühest spätest best größt schnellst fest nachts "
    "privat konkret abrupt strikt korrekt perfekt intakt kompakt knapp wert bunt glatt satt fett "
    "matt fit laut erneut worden allerorts unverletzt leichtverletzt schwerverletzt "
    "heute gestern morgen gerade lange gerne beinahe alleine nahe ehe solche solchen solcher "
    "andere anderen anderer anderes anderem erste ersten erster zweite zweiten dritte dritten "
    "vierte vierten letzte letzten nächste nächsten weitere weiteren weiterer oben unten hinten "
    "vorne außen innen draußen drinnen mitten neben selten zusammen eben sogar hingegen dagegen "
    "entgegen deswegen indessen unterdessen inzwischen mittlerweile mindestens wenigstens bitte "
    "danke mitte seite ende falls eigentlich dann denn wenn schon schön nun davon daran darin "
    "woran worin ebenso also auch aber oder und sondern sowie beziehungsweise heran zuvor nachher "
    "danach bald bereits noch nur doch dass weil ob nachdem bevor obwohl sodass sobald solange da "
    "vergangene vergangenen kommende kommenden gegebenenfalls allenfalls ebenfalls jedenfalls "
    "keinesfalls gleichfalls mehreren vielen gen seltene rechte linke hohe hohen große großen neue "
    "neuen alte alten gute guten bekannte bekannten unbekannte unbekannten verwandte verwandten"
)
NO_NOUNS = DETERMINERS | PREPOSITIONS | PRONOUNS | _LIKE_VERBS
"""Words that are not verbs, nor nouns if they are capitalized at the start of a sentence."""


@lru_cache(maxsize=16384)
def finite_form(word: str) -> Form | None:
    """Return the class of finite forms of a lower-case word; None if it is not a finite verb."""
    if word in _AUXILIARIES:
        return _AUXILIARIES[word]
    if word in NO_NOUNS or not _WORD.fullmatch(word) or _ZU.fullmatch(word):
        return None
    if _STRONG.fullmatch(word):
        return Form.PAST
    if _GE_PARTICIPLE.fullmatch(word) and not (
        _LIKE_PARTICIPLES.fullmatch(word) or _GE_INFINITIVES.fullmatch(word)
    ):
        return None
    return _by_ending(word)


def _by_ending(word: str) -> Form | None:
    if word.endswith("t"):
        return Form.PRESENT
    if word.endswith(("te", "ten")) and (
        word.endswith(("tete", "teten", "dete", "deten")) or not _T_STEMS.fullmatch(word)
    ):
        return Form.WEAK
    return Form.OPEN if word.endswith(("e", "en", "ern", "eln")) else None


@lru_cache(maxsize=16384)
def is_participle(word: str) -> bool:
    """Return whether a word may be a past participle: eröffnet, abgesagt, gestorben."""
    return word not in NO_NOUNS and _PARTICIPLE.fullmatch(word) is not None


def is_auxiliary(word: str) -> bool:
    """Return whether a lower-case word is a form of an auxiliary or a modal verb: war, soll."""
    return word in _AUXILIARIES


def is_infinitive(word: str) -> bool:
    """Return whether a word may be an infinitive: eröffnen, sein."""
    if word in {"sein", "tun"}:
        return True
    return word not in NO_NOUNS and word.endswith(("en", "ern", "eln"))


def is_zu_infinitive(word: str, previous: str) -> bool:
    """Return whether a word is an infinitive with "zu", given the previous word: zurückzutreten."""
    return _ZU.fullmatch(word) is not None or (previous == "zu" and is_infinitive(word))

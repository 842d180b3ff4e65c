"""Cues of German for checking claims.

Particles of separable verbs are detached ("lehnte … ab"), so such a verb is recognized by its
particle.
"""

from __future__ import annotations

from qa.languages.claims import ClaimCues, ClaimTexts, FreeOrder

_ONES = "ein zwei drei vier fünf sechs sieben acht neun"
_SMALL = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
    "fünfzehn "
    "sechzehn siebzehn achtzehn neunzehn"
)
_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"
_ANY = r"(?:[^.;:!?]|(?<=\d)\.)*?"  # within a sentence: "am 4. März"
_REST = rf"(?={_ANY}(?<!\w){{}}(?!\w))"
_IRREGULAR = (
    r"war|waren|wurde|wurden|hatte|hatten|kam|kamen|ging|gingen|starb|starben|stieg|stiegen|sank|"
    r"sanken|fiel|fielen|nahm|nahmen|gab|gaben|schloss|schlossen|floh|flohen|trat|traten|gewann|"
    r"gewannen|verlor|verloren|fand|fanden|stand|standen|blieb|blieben|rief|riefen|schrieb|"
    r"schrieben|sprach|sprachen|traf|trafen|begann|begannen|brach|brachen|lag|lagen|ließ|ließen|"
    r"hielt|hielten|wies|wiesen|verbot|verboten|beschloss|beschlossen|unterschrieb|unterschrieben|"
    r"entschied|entschieden|brannte|brannten|schlug|schlugen|lehnte|lehnten"
)
_LOWER = r"(?-i:[a-zäöüß])"
_PARTICIPLE = (
    rf"(?:{_LOWER}\w*ge\w+(?:t|en)|ge\w+(?:t|en)|{_LOWER}\w*(?:iert|agt|ötet|öffnet|eten|oten|"
    rf"ssen|letzt|icht|auft|ört|oben|ängt|ossen|edet|ommen|"
    r"rieben|hieden|troffen|wiesen|loren|gonnen|fohlen|fangen)|"
    rf"{_LOWER}*(?:be|ver|er|ent|zer|miss|über|unter|wider)\w+t)"
)
_INFINITIVE = rf"(?!\w*ge|verboten|worden){_LOWER}\w+(?:en|ern|eln)"

_AUXILIARY = (
    r"hat|haben|hatte|hatten|ist|sind|war|waren|wird|werden|wurde|wurden|soll|sollen|sollte|"
    r"sollten|"
    r"kann|können|konnte|konnten|muss|müssen|musste|mussten|darf|dürfen|durfte|durften|will|wollen|"
    r"wollte|wollten|mag|möchte|möchten|würde|würden|hätte|hätten|wäre|wären|könnte|könnten|habe|"
    r"sei|seien"
)
_DETERMINERS = {
    "der": "ngd",
    "die": "na",
    "das": "na",
    "dem": "d",
    "den": "ad",
    "des": "g",
    "denen": "d",
    "dessen": "g",
    "deren": "g",
    **{
        f"{stem}{ending}": cases
        for stem in ("ein", "kein", "sein", "ihr", "unser", "mein")
        for ending, cases in {
            "": "na",
            "e": "na",
            "en": "ad",
            "em": "d",
            "er": "gd",
            "es": "g",
        }.items()
    },
    **{
        f"{stem}{ending}": cases
        for stem in ("dies", "jed", "jen", "welch", "all", "beid", "viel", "mehrer", "einig")
        for ending, cases in {"e": "na", "en": "ad", "em": "d", "er": "ngd", "es": "nag"}.items()
    },
}
_PREPOSITIONS = {
    **{
        one: one
        for one in [
            "in",
            "an",
            "auf",
            "bei",
            "aus",
            "von",
            "zu",
            "nach",
            "mit",
            "für",
            "gegen",
            "durch",
            "um",
            "über",
            "unter",
            "vor",
            "hinter",
            "neben",
            "zwischen",
            "seit",
            "bis",
            "ab",
            "wegen",
            "trotz",
            "laut",
            "ohne",
            "außer",
            "während",
            "gegenüber",
            "statt",
            "anstatt",
            "innerhalb",
            "außerhalb",
            "aufgrund",
            "dank",
            "nahe",
            "als",
            "wie",
            "zufolge",
        ]
    },
    "im": "in",
    "ins": "in",
    "am": "an",
    "ans": "an",
    "aufs": "auf",
    "beim": "bei",
    "vom": "von",
    "zum": "zu",
    "zur": "zu",
    "fürs": "für",
    "durchs": "durch",
    "ums": "um",
    "vors": "vor",
}
"""Prepositions, including phrases such as "mit der Zeit" and "als Minister"."""

CLAIMS = ClaimCues(
    function_words=r"sein|ist|sind|war|waren|wird|werden|wurde|wurden|worden|hat|haben|hatte|"
    r"hatten|"
    r"gewesen|auch|schon|noch|bereits|sehr|dabei|damit|dazu|daran|davon|obwohl|trotz|laut|weder|"
    r"noch|nach|vor|bei|beim|mit|"
    r"von|vom|zu|zum|zur|aus|auf|an|am|im|in|ins|für|über|unter|zwischen|durch|gegen|ohne|um|"
    r"wegen|während|seit|bis|ab|als|wie|wenn|dass|daß|weil|da|denn|so|sie|er|es|ihr|ihre|ihren|"
    r"ihrem|ihrer|seine|seinen|seinem|seiner|sich|der|die|das|dem|den|des|ein|eine|einen|einem|"
    r"einer|eines|dieser|diese|dieses|diesem|diesen|welche|welcher|wer|was|wo|wann|warum|sagte|"
    r"sagt|sagten|erklärte|erklärten|teilte|teilten|berichtete|berichten|laut|angaben|soll|sollen|"
    r"sollte|kann|können|muss|müssen|könnte|könnten|will|wollen|neu|neue|neuen|neuer|neues|"
    r"neuem|artikel|agentur|etwa|rund|ungefähr|fast|mehr|weniger|ja|nein|fest|her|hin|statt|"
    r"geplant|vorgesehen|sei|seien|habe|hätte|hätten|würde|würden|dpa|menschen|personen",
    numbers={
        **{word: value for value, word in enumerate(_SMALL.split())},
        "ein": 1,
        "eine": 1,
        "einen": 1,
        "einem": 1,
        "einer": 1,
        "eines": 1,
        "zwo": 2,
        "dutzend": 12,
        **{ten: 20 + 10 * at for at, ten in enumerate(_TENS.split())},
        **{
            f"{one}und{ten}": 20 + 10 * at + value
            for at, ten in enumerate(_TENS.split())
            for value, one in enumerate(_ONES.split(), 1)
        },
        **{f"{one}hundert": 100 * value for value, one in enumerate(_ONES.split(), 1)},
        **{f"{one}tausend": 1000 * value for value, one in enumerate(_ONES.split(), 1)},
    },
    multipliers={
        "hundert": 100,
        "hunderte": 100,
        "tausend": 1000,
        "tausende": 1000,
        "million": 10**6,
        "millionen": 10**6,
        "mio": 10**6,
        "milliarde": 10**9,
        "milliarden": 10**9,
        "mrd": 10**9,
        "billion": 10**12,
        "billionen": 10**12,
    },
    number_links=r"und",
    units={
        "percent": r"%|prozent",
        "point": r"(?:prozent)?punkten?|(?:prozent)?punkte?",
        "euro": r"€|euros?|EUR",
        "dollar": r"\$|(?:us-)?dollars?|USD",
        "pound": r"£|pfund(?: sterling)?",
        "franc": r"franken|CHF",
        "yen": r"¥|yen",
        "kilometre": r"km|kilometern?|kilometer",
        "mile": r"meilen?",
        "metre": r"m(?!\w)|metern?|meter",
        "centimetre": r"cm|zentimetern?",
        "foot": r"fuß",
        "square kilometre": r"km²|km2|quadratkilometern?",
        "square metre": r"m²|m2|quadratmetern?",
        "hectare": r"hektar|ha(?!\w)",
        "kilogram": r"kg|kilo(?:gramm)?s?",
        "gram": r"g(?!\w)|gramm",
        "tonne": r"t(?!\w)|tonnen?",
        "litre": r"litern?",
        "barrel": r"barrel|fass",
        "celsius": r"°C|grad(?: celsius)?",
        "fahrenheit": r"°F|grad fahrenheit",
        "megawatt": r"MW|megawatt",
        "gigawatt": r"GW|gigawatt",
        "second": r"sekunden?",
        "minute": r"minuten?",
        "hour": r"stunden?",
        "day": r"tagen?|tage?s?",
        "week": r"wochen?",
        "month": r"monaten?|monate?s?",
        "year": r"jahren?|jahre?s?",
        "decade": r"jahrzehnte?n?",
        "century": r"jahrhunderte?n?",
    },
    qualifiers={
        "over": r"mehr als|über|mindestens|wenigstens|nicht weniger als",
        "under": r"weniger als|unter|höchstens|maximal|bis zu|nicht mehr als",
        "about": r"etwa|rund|ungefähr|circa|ca\.?|fast|knapp|schätzungsweise|gut",
    },
    operators={
        "negation": r"nicht(?! nur)|kein\w*|nie|niemals|niemand\w*|nichts|ohne|weder|noch nie|kaum|"
        r"weiger\w+|unmöglich|anstatt|statt|unwahrscheinlich|scheiter\w+|verzicht\w+ auf",
        "denial": r"dementier\w+|bestr(?:eit|itt)\w*|leugn\w+|falsch\w*|gerüchte?n?|unbegründet\w*|"
        r"widersprach\w*|wies(?:en)? [^.;]*zurück",
        "cancelled": r"abgesagt\w*|abzusagen|absag\w*|abgeblasen|gestrichen\w*|aufgehoben\w*|"
        rf"(?:sag|blas)\w*{_REST.format('ab')}|gestoppt\w*|zurückgezogen\w*|annullier\w+|"
        r"ausgesetzt\w*|widerrufen\w*",
        "postponed": r"verschob\w*|verschieb\w*|vertag\w+|aufgeschoben\w*|verzöger\w+|verlegt\w*",
        "future": rf"(?:wird|werden){_REST.format(_INFINITIVE)}|"
        rf"(?:soll|sollen)(?![^.;,]*\b(?:haben|sein|worden)\b)|{_LOWER}\w*plan(?:t|en|te|ten)|"
        rf"plant|"
        r"planen|geplant\w*|vorgesehen\w*|künftig\w*|nächste[nrsm]?|kommende[nrsm]?|"
        r"voraussichtlich|"
        r"bevorsteh\w+|demnächst|angesetzt\w*",
        "wish": r"(?:will|wolle|wollen|wollte|wollten|möchte\w*|wünsch\w+|hoff\w+|forder\w+|"
        r"verlang\w+|"
        r"droh\w+|versprach\w*|versprech\w+|versprich\w*|empfahl\w*|empfehl\w+|empfiehlt|bat|"
        r"baten|bitten|bittet|bot|boten|erwäg\w+|rief(?:en)? [^.;]*auf)|"
        rf"schl(?:ug|ägt|agen){_REST.format('vor')}|vorgeschlagen\w*|bereit",
        "attempt": r"versuch\w+|beinahe|fast|kurz davor",
        "possible": r"könn\w+|kann|vielleicht|möglich\w*|wahrscheinlich\w*|eventuell\w*|"
        r"womöglich|wohl|droht|schein(?:t|en|bar)|anscheinend|vermutlich|dürfte\w*",
        "conditional": r"wenn|falls|sofern|ob|außer|es sei denn|würde\w*|wäre\w*|hätte\w*|"
        r"sollte\w*|"
        r"unter der bedingung|abhängig|hängt",
        "alleged": r"angeblich\w*|mutmaßlich\w*|verdächt\w+|beschuldig\w+|angeklagt\w*|"
        r"soll(?:en)?(?=[^.;,]*\b(?:haben|sein|worden)\b)|vorgeworfen|wirft|glaub\w+|befürcht\w+|"
        r"warn\w+|behaupt\w+|sogenannt\w*|habe|sei|seien",
        "fiction": r"(?:im|in) (?:[\w-]+ ){0,4}?(?:stück|roman|film|krimi|oper|"
        r"komödie|theaterstück)",
        "privative": r"früher\w*|ehemalig\w*|ex|ex-\w+|vize\w*|vize-\w+|stellvertret\w+|"
        r"amtierend\w*|"
        r"kommissarisch\w*|falsch\w*|scheidend\w*|gewählte[rn]?|kandidat\w*|verstorben\w*",
        "part": r"einige\w*|manche\w*|die meisten|meist\w*|teil(?:e|en|s|weise)?|hälfte|wenige|"
        r"mehrere\w*|"
        r"viele\w*|mehrheit|minderheit|drittel|viertel|bestimmte|vor allem|hauptsächlich",
        "only": r"nur|lediglich|ausschließlich|allein|bloß|einzig\w*",
        "all": r"alle\w*|jede\w*|ganz\w*|sämtlich\w*|gesamt\w*|immer|vollständig\w*|komplett\w*",
        "again": r"wieder|erneut|abermals|noch einmal|wiedergewählt|zweite\w*|dritte\w*|andere\w*|"
        r"weitere\w*",
    },
    attribution=r"(?:sagte\w*|sagt|sagen|erklärt\w*|berichte\w+|laut|zufolge|nach angaben|"
    r"nach worten|"
    r"betont\w*|meint\w*|schreib\w+|schrieb\w*|"
    rf"teil(?:te|ten|t|en){_REST.format('mit')}|gab(?:en)?{_REST.format('an')}|mitgeteilt|"
    rf"behaupt\w+)",
    past=rf"(?:hat|haben|ist|sind){_REST.format(_PARTICIPLE)}|{_IRREGULAR}|"
    r"(?-i:(?!heute|erste|zweite|dritte|letzte|nächste|rechte|bitte|alte|gute|weite|leichte|kalte)"
    r"[a-zäöüß]\w*te(?:n)?)|worden",
    was=r"war|waren|hatte|hatten",
    present=r"ist|sind|bleibt|bleiben",
    offices={
        "deputy": r"vize|stellvertretende[rnms]?|amtierende[rnms]?|kommissarische[rnms]?"
        r"|stellvertreter(?:in)?",
        "judge": r"\w*richter(?:s|n|in|innen)?",
        "prosecutor": r"\w*staatsanw[aä]lt(?:e|en|in|s|innen|schaft)?",
        "defender": r"(?:straf|pflicht)?verteidiger(?:s|n|in|innen)?|verteidigte",
        "lawyer": r"(?:rechts)?anw[aä]lt(?:e|en|in|s|innen)?",
        "referee": r"schiedsrichter(?:s|n|in|innen)?",
        "coach": r"\w*trainer(?:s|n|in|innen)?",
        "captain": r"\w*kapitän(?:s|e|en|in)?",
        "chair": r"\w*vorsitzende[rnms]?|\w*vorstandschef(?:s|in)?",
        "president": r"\w*(?<!vize)präsident(?:en|in|innen)?",
        "prime minister": r"(?:premier|ministerpräsident|regierungschef|(?:bundes)?kanzler)"
        r"(?:s|en|in|innen|minister\w*)?",
        "minister": r"(?!premier|ministerpr)\w*minister(?:s|n|in|innen)?",
        "secretary": r"(?!general)\w*sekretär(?:s|e|en|in)?",
        "secretary general": r"generalsekretär(?:s|e|en|in)?",
        "director": r"\w*direktor(?:s|en|in|innen)?|geschäftsführer(?:s|in)?",
        "head": r"\w*chef(?:s|in|innen)?|\w*leiter(?:s|in|innen)?|anführer(?:s|in)?",
        "mayor": r"\w*bürgermeister(?:s|n|in|innen)?",
        "governor": r"gouverneur(?:s|e|in)?|landeshauptmann",
        "ambassador": r"botschafter(?:s|in|innen)?|gesandte[rn]?",
        "spokesperson": r"\w*sprecher(?:s|in|innen)?",
        "pilot": r"(?:ko|co-?)?pilot(?:en|in)?",
        "bishop": r"(?:erz)?bischof(?:s)?|kardinal(?:s)?|papst(?:es)?",
    },
    predicates={
        "approve": r"verabschiede\w*|genehmig\w+|billig\w+|gebilligt\w*|angenommen\w*|"
        r"beschlo\w+|beschließ\w+|stimm\w+(?=[^.;]*\bzu\b)|zugestimmt|zustimm\w+|ratifizier\w+",
        "reject": rf"lehn\w+{_REST.format('ab')}|abgelehnt\w*|ablehn\w+|verwarf\w*|verworfen\w*",
        "rise": r"stieg\w*|steig\w+|gestiegen\w*|erhöh\w+|anstieg|zunahm\w*|zugenommen|wuchs\w*|"
        r"wächst|wachs\w+|gewachsen\w*|kletter\w+|zugelegt",
        "fall": r"sank\w*|sink\w+|gesunken\w*|senk\w+|gesenkt\w*|fiel\w*|fäll\w*|fallen|"
        r"gefallen\w*|"
        r"rückgang|zurückgegangen|verringer\w+|reduzier\w+|abgenommen|schrumpf\w+",
        "win": r"gewann\w*|gewinn\w+|gewonnen\w*|sieg\w*|gesiegt",
        "beat": r"schlug\w*|geschlagen\w*|besieg\w+",
        "lose": r"verlor\w*|verlier\w+|verlust\w*|niederlage\w*",
        "open": r"(?:wieder)?eröffn\w+|öffn\w+|geöffnet\w*|eingeweiht\w*|einweih\w+|"
        rf"weih\w+{_REST.format('ein')}",
        "close": r"schloss\w*|schließ\w*|geschlossen\w*|zu schließen|schließung\w*|dichtgemacht",
        "kill": r"töte\w*|getötet\w*|tote\w*|starb\w*|sterb\w+|stirbt|gestorben\w*|tod|"
        r"todesopfer\w*|"
        r"ermorde\w+|ums leben",
        "injure": r"verletz\w+|verwunde\w*",
        "miss": r"vermisst\w*|verschwund\w+|verschwand\w*",
        "arrest": rf"festgenommen\w*|festnahme\w*|festzunehmen|(?:nahm|nahmen|nimmt|nehmen)"
        rf"{_REST.format('fest')}|verhaft\w+|inhaftier\w+",
        "release": r"freigelassen\w*|freilass\w+|freigekommen|entlassen aus der haft|"
        rf"(?:ließ|ließen|lässt){_REST.format('frei')}",
        "begin": rf"begann\w*|beginn\w*|begonnen\w*|start\w+|gestartet\w*|"
        rf"(?:fing|fängt){_REST.format('an')}",
        "continue": r"fortgesetzt|fortsetz\w+|setz\w+ fort|weiterhin",
        "end": r"ende|ende(?:n|t|te|ten)|beende\w*|abgeschlossen\w*|endgültig fertig|auslauf\w+",
        "buy": r"kauf\w*|gekauft\w*|erwarb\w*|erwerb\w*|übernahm\w*|übernehm\w+|übernommen\w*",
        "sell": r"verkauf\w*|veräußer\w+",
        "build": r"bau(?:t|te|ten|en)|gebaut\w*|errichte\w*|bau",
        "destroy": r"zerstör\w+|abgerissen\w*|abriss",
        "elect": r"wähl\w+|gewählt\w*|wahl|wahlen",
        "appoint": r"ernann\w*|ernenn\w+|berufen\w*|berief\w*",
        "resign": rf"zurückgetreten\w*|zurücktret\w+|rücktritt\w*|"
        rf"(?:trat|traten|tritt|treten){_REST.format('zurück')}",
        "dismiss": r"entlassen\w*|entließ\w*|entlass\w+|gefeuert\w*|abgesetzt\w*|kündig\w+(?! an)",
        "hire": rf"eingestellt\w*|einstell\w+|stell\w+{_REST.format('ein')}",
        "ban": r"verb(?:ot|iet|oten)\w*|untersag\w*",
        "allow": r"erlaub\w*|gestatte\w*|zugelassen\w*|genehmigt\w*|legalisier\w*",
        "sign": r"unterzeichn\w+|unterschr\w+",
        "effect": rf"(?:trat|traten|tritt|treten|getreten){_REST.format('kraft')}|in kraft|"
        r"inkrafttreten",
        "sue": r"verklag\w*|klag\w+|geklagt|klage",
        "condemn": r"verurteil\w*|schuldig\w*",
        "acquit": r"freigesprochen\w*|freispruch\w*|freisprech\w+",
        "attack": rf"angegriffen\w*|angriff\w*|(?:griff|griffen|greift){_REST.format('an')}|"
        rf"attack\w+|"
        r"überf(?:iel|all)\w*",
        "defend": r"verteidig\w*",
        "support": r"unterstütz\w*",
        "oppose": r"widersetz\w*|ablehn\w+",
        "criticise": r"kritisier\w*|kritik",
        "praise": r"lob(?:t|te|ten|en)|gelobt\w*|begrüß\w*",
        "confirm": r"bestätig\w*",
        "announce": rf"angekündigt\w*|ankündig\w*|kündig\w+{_REST.format('an')}|"
        rf"gab(?:en)?{_REST.format('bekannt')}|bekanntgegeben",
        "invest": r"investier\w*|investition\w*",
        "pay": r"zahl(?:t|te|ten|en|ung|ungen)|gezahlt\w*|bezahl\w*",
        "cost": r"koste\w*|gekostet",
        "visit": r"besuch\w*",
        "meet": r"traf\w*|treff\w+|trifft|getroffen\w*|tag(?:te|ten|t)",
        "arrive": rf"angekommen\w*|ankunft|(?:kam|kamen|kommt|kommen){_REST.format('an')}|"
        rf"eingetroffen",
        "leave": r"verließ\w*|verlass\w+|verlässt|abgereist|ausgetreten",
        "flee": r"floh\w*|flieh\w+|geflohen\w*|flucht|geflüchtet",
        "evacuate": r"evakuier\w*|geräumt\w*",
        "vote": r"abgestimmt\w*|abstimm\w+|stimmen?",
        "strike": r"streik\w*|gestreikt",
        "protest": r"protest\w*|demonstr\w+",
        "employ": r"beschäftig\w+",
        "host": r"beherberg\w+|ausgerichtet",
        "publish": r"veröffentlich\w*|erschien\w*|erschein\w*",
        "receive": r"erhielt\w*|erhalt\w+|erhält|bekam\w*|bekomm\w+",
        "discover": r"entdeck\w*|gefunden\w*|fand|fanden|finden",
        "save": r"gerettet\w*|rett(?:en|et|ete|eten|ung)",
        "export": r"export\w*",
        "import": r"import\w*",
        "block": r"blockier\w*",
        "produce": r"produzier\w*|produktion\w*|hergestellt\w*",
        "measure": r"misst|maß|lang|länge",
        "weigh": r"wiegt|wog|gewicht",
        "live": r"leb(?:t|te|ten|en)|wohn\w+|einwohner\w*|bevölkerung",
        "travel": r"reis(?:t|te|ten|en)|gereist",
        "replace": r"ersetz\w*|abgelöst|nachfolg\w*",
        "extend": r"verlänger\w*|erweiter\w*",
        "accept": r"akzeptier\w*|angenommen",
        "deny": r"dementier\w*|bestr(?:eit|itt)\w*",
        "plan": r"plan(?:t|te|ten|en)?|geplant\w*",
        "want": r"will|wolle|wollen|wollte\w*|möchte\w*",
        "hope": r"hoff\w+",
        "propose": r"vorgeschlagen\w*|vorschlag\w*",
        "threaten": r"droh\w*|bedroh\w*",
        "promise": r"versprach\w*|versprech\w+|verspricht|versprochen",
        "demand": r"forder\w*|gefordert|verlang\w*",
        "offer": r"angebot\w*|anbiet\w+",
        "try": r"versuch\w*",
        "accuse": r"beschuldig\w*|vorgeworfen",
        "suspect": r"verdächt\w*",
        "warn": r"warn(?:t|te|ten|en|ung)|gewarnt",
        "fear": r"befürcht\w*|angst",
        "renovate": r"renovier\w*|saniert?\w*",
        "finance": r"finanzier\w*",
        "cancel": r"abgesagt\w*|absag\w*|annullier\w+",
        "withdraw": r"zurückgezogen|rückzug|zurückzieh\w+",
        "cause": r"verursach\w+|fordert?e?(?= [\w ]{1,20}(?:tote|opfer|verletzte))",
        "suspend": r"suspendier\w+|ausgesetzt\w*",
        "succeed": r"nachfolger\w*",
        "free": r"befrei\w+|befreiung",
        "collapse": r"einsturz\w*|eingestürzt\w*",
        "crash": r"abgestürzt\w*|absturz\w*",
        "burn": r"brannte\w*|verbrannt\w*",
        "investigate": r"ermitt(?:elt|eln|elte|elten|lung|lungen)|untersuch\w+",
        "increase": r"zunahme",
        "escape": r"entkam\w*|entkomm\w+",
        "return": r"zurückgekehrt\w*|rückkehr",
        "reveal": r"enthüll\w+",
        "marry": r"heirat\w+|geheiratet|hochzeit",
        "seize": r"beschlagnahm\w+",
        "expel": r"ausgewiesen\w*|ausweisung",
        "kidnap": r"entführ\w+",
        "launch": r"gestartet",
        "shoot": r"schuss|schüsse|erschoss\w*|schießerei",
        "rule": r"urteil\w*",
        "delay": r"verspät\w+|verzöger\w+",
        "own": r"besitz\w+|eigentümer\w*",
        "confess": r"gestand\w*|gestanden|geständnis",
        "eliminate": r"ausgeschieden",
        "qualify": r"qualifizier\w+",
        "lift": r"aufgehoben\w*",
        "impeach": r"amtsenthebung",
        "seek": r"such(?:t|te|ten|en)",
        "use": r"benutz\w+|verwend\w+",
    },
    things={
        "bridge": r"brücken?",
        "road": r"straßen?",
        "motorway": r"autobahn(?:en)?",
        "tunnel": r"tunneln?s?",
        "school": r"schulen?",
        "university": r"universität(?:en)?|uni",
        "hospital": r"krankenh(?:aus|auses|äuser|äusern)|kliniken?|klinik",
        "museum": r"muse(?:um|ums|en)",
        "library": r"bibliothek(?:en)?|bücherei(?:en)?",
        "theatre": r"theaters?",
        "station": r"bahnh(?:of|ofs|öfe|öfen)",
        "airport": r"flughafens?|flughäfen",
        "port": r"hafens?|häfen",
        "stadium": r"stadion(?:s)?|stadien",
        "pool": r"schwimmb(?:ad|ads|ades|äder|ädern)|freibad|hallenbad",
        "park": r"parks?",
        "factory": r"fabrik(?:en)?|werke?s?",
        "company": r"unternehmens?|firm(?:a|en)|gesellschaft(?:en)?|konzerns?",
        "bank": r"bank(?:en)?",
        "shop": r"geschäfte?s?|läden|ladens?",
        "city": r"st(?:adt|ädte|ädten)|gemeinden?",
        "centre": r"innenstadt|zentrums?",
        "village": r"d(?:orf|orfs|orfes|örfer|örfern)",
        "region": r"region(?:en)?",
        "country": r"land(?:es)?|länder[n]?",
        "government": r"regierung(?:en)?",
        "parliament": r"parlaments?|parlamente",
        "council": r"(?:stadt|gemeinde)r(?:at|ats|ates|äte)|rat",
        "ministry": r"ministeriums?|ministerien",
        "minister": r"minister(?:s|n|in|innen)?",
        "president": r"präsident(?:en|in|innen)?",
        "mayor": r"(?:ober)?bürgermeister(?:s|n|in|innen)?",
        "director": r"direktor(?:s|en|in|innen)?|leiter(?:s|in)?",
        "judge": r"richter(?:s|n|in|innen)?",
        "court": r"gerichte?s?",
        "police": r"polizei",
        "army": r"armeen?|bundeswehr",
        "firefighter": r"feuerwehr(?:leute|mann|männer)?",
        "fire": r"br(?:and|ands|andes|ände|änden)|feuers?",
        "flood": r"überschwemmung(?:en)?|hochwassers?",
        "storm": r"st(?:urm|urms|urmes|ürme)|unwetters?",
        "earthquake": r"erdbebens?",
        "explosion": r"explosion(?:en)?",
        "accident": r"unf(?:all|alls|älle|ällen)",
        "person": r"menschen?|person(?:en)?",
        "worker": r"mitarbeiter(?:s|n|in|innen)?|beschäftigten?|arbeiter(?:n|in)?",
        "job": r"stellen?|arbeitspl(?:atz|ätze|ätzen)",
        "child": r"kind(?:er|ern|es)?",
        "student": r"student(?:en|in|innen)?|schüler(?:n|in|innen)?|studierenden?",
        "teacher": r"lehrer(?:s|n|in|innen)?",
        "patient": r"patient(?:en|in|innen)?",
        "driver": r"fahrer(?:s|n|in|innen)?",
        "visitor": r"besucher(?:s|n|in|innen)?",
        "passenger": r"passagieren?|passagiere?s?|fahrg(?:ast|äste|ästen)",
        "house": r"h(?:aus|auses|äuser|äusern)|wohnung(?:en)?",
        "building": r"gebäudes?|gebäuden",
        "project": r"projekte?[ns]?",
        "law": r"gesetze?[ns]?",
        "decree": r"dekrete?s?|verordnung(?:en)?",
        "budget": r"haushalts?|budgets?",
        "tax": r"steuern?",
        "price": r"preise?[ns]?",
        "wage": r"l(?:ohn|öhne|öhnen)|gehälter[n]?",
        "contract": r"vertr(?:ag|ags|ages|äge|ägen)",
        "agreement": r"abkommens?|vereinbarung(?:en)?",
        "train": r"z(?:ug|ugs|uges|üge|ügen)",
        "tram": r"straßenbahn(?:en)?",
        "bus": r"buss?e?[ns]?|bus",
        "car": r"autos?|wagens?|pkw",
        "ship": r"schiff(?:e|en|s)?",
        "plane": r"flugzeuge?[ns]?",
        "app": r"apps?|anwendung(?:en)?",
        "download": r"downloads?|herunterlad\w+",
        "platform": r"plattform(?:en)?",
        "water": r"wassers?",
        "river": r"fl(?:uss|usses|üsse|üssen)",
        "forest": r"w(?:ald|aldes|älder|äldern)",
        "study": r"studien?|studie",
        "report": r"berichte?s?",
        "award": r"auszeichnung(?:en)?",
        "concert": r"konzerte?[ns]?",
        "festival": r"festivals?|feste?s?",
        "exhibition": r"ausstellung(?:en)?",
        "match": r"spiele?[ns]?",
        "team": r"teams?|mannschaft(?:en)?",
        "club": r"vereine?[ns]?|klubs?",
        "union": r"gewerkschaft(?:en)?",
        "referendum": r"referendums?|volksabstimmung(?:en)?",
        "measure": r"maßnahmen?",
        "rain": r"regens?",
        "snow": r"schnees?",
        "statement": r"angaben?",
        "reason": r"gr(?:und|ünde|ünden)|weil",
        "first": r"erste[nrsm]?",
        "last": r"letzte[nrsm]?",
        "north": r"norden",
        "south": r"süden",
        "east": r"osten",
        "west": r"westen",
        "big": r"groß\w*|größ\w+",
        "small": r"klein\w*",
        "high": r"hoh\w+|hoch|höher\w*",
        "public": r"öffentlich\w*",
        "national": r"national\w*",
        "local": r"lokal\w*|örtlich\w*",
        "free": r"kostenlos\w*|frei(?:e|er|es|en)?",
        "former": r"früher\w*|ehemalig\w*",
        "only": r"nur|lediglich",
        "all": r"alle\w*|jede\w*",
        "several": r"mehrere\w*",
        "half": r"hälfte|halb\w*",
        "war": r"krieg(?:e|es|s)?",
        "peace": r"friedens?",
        "unanimous": r"einstimmig\w*",
        "power": r"macht",
        "journalist": r"journalist(?:en|in|innen)?",
        "banker": r"banker(?:s|n)?",
        "man": r"m(?:ann|annes|änner|ännern)",
        "woman": r"frau(?:en)?",
        "sale": r"umsatz\w*|umsätze",
        "election": r"wahlen",
        "hostage": r"geiseln?",
        "prisoner": r"gefangene[nrs]?|häftling\w*",
        "prison": r"gefängnis\w*|haft",
        "hotel": r"hotels?",
        "bomb": r"bomben?",
        "attack noun": r"anschl(?:ag|ags|äge|ägen)",
        "victim": r"opfern?",
        "toll": r"bilanz",
        "unemployment": r"arbeitslos\w*",
        "birth": r"geburt(?:en)?",
        "vote noun": r"stimmen",
        "health": r"gesundheit\w*",
        "investment": r"investition(?:en)?",
        "strike noun": r"streiks?",
        "church": r"kirchen?",
        "mosque": r"moscheen?",
        "soldier": r"soldat(?:en|in)?",
        "leader": r"chefs?|chefin|anführer\w*",
        "singer": r"sänger(?:s|in|n)?",
        "actor": r"schauspieler\w*",
        "player": r"spieler(?:s|n|in)?",
        "song": r"lied(?:er|ern|es)?",
        "point": r"punkte?n?",
        "missile": r"raketen?",
        "border": r"grenzen?",
        "refugee": r"flüchtling(?:e|en|s)?",
        "energy": r"energien?",
        "wind": r"wind\w*",
        "coal": r"kohle\w*",
        "newspaper": r"zeitung(?:en)?",
        "article": r"artikeln?",
        "family": r"familien?",
        "wife": r"ehefrau(?:en)?",
        "husband": r"ehem(?:ann|änner)",
        "doctor": r"ärzt(?:e|en|in|innen)|arzt(?:es)?",
        "scientist": r"forscher(?:n|in)?|wissenschaftler(?:n|in)?",
        "planet": r"planeten?",
        "animal": r"tieren?",
        "market": r"m(?:arkt|ärkte|ärkten)",
        "money": r"geld(?:er|ern)?",
        "member": r"mitglied(?:er|ern|s)?",
        "senator": r"senator(?:en|in)?",
        "ambassador": r"botschafter(?:s|n|in)?",
        "lawyer": r"an(?:walt|wälte|wältin)",
        "prosecutor": r"staatsanw\w+",
        "weapon": r"waffen?",
        "mission": r"mission(?:en)?",
        "independence": r"unabhängigkeit",
        "climate": r"klima\w*",
        "constitutional": r"verfassung\w*",
        "drug": r"drogen?|cannabis",
    },
    nationalities={
        "US": r"(?i:amerikanisch\w*|US|USA)",
        "GB": r"(?i:britisch\w*|Großbritannien)",
        "FR": r"(?i:französisch\w*)",
        "DE": r"(?i:deutsche?[nrsm]?)",
        "ES": r"(?i:spanisch\w*)",
        "IT": r"(?i:italienisch\w*)",
        "BE": r"(?i:belgisch\w*)",
        "NL": r"(?i:niederländisch\w*)",
        "CH": r"(?i:schweizerisch\w*|Schweizer)",
        "AT": r"(?i:österreichisch\w*)",
        "PT": r"(?i:portugiesisch\w*)",
        "PL": r"(?i:polnisch\w*)",
        "RU": r"(?i:russisch\w*)",
        "UA": r"(?i:ukrainisch\w*)",
        "CN": r"(?i:chinesisch\w*)",
        "JP": r"(?i:japanisch\w*)",
        "TR": r"(?i:türkisch\w*)",
        "EU": r"(?i:europäisch\w*|EU)",
    },
    since=r"ab|ab dem|seit|seit dem|von",
    directions=r"auf|von",
    indefinite=r"ein|eine|einen|einem|einer|eines",
    agent=r"von|vom|durch",
    passive=rf"(?:wird|werden|wurde|wurden){_ANY}(?<!\w){_PARTICIPLE}|{_PARTICIPLE} worden",
    locative=r"in|im|am|an|bei|beim|auf|aus|von|vom|nach|nahe|vor",
    adjuncts=r"nach angaben|in|im|am|an|bei|beim|auf|wegen|laut|nach|vor|während|trotz|seit|ab|"
    r"aufgrund|aus",
    condition=r"(?:wenn|falls|sofern)",
    genitive=r"von|vom",
    conjunctions=r"und|sowie",
    articles=r"der|die|das|dem|den|des",
    possessives=r"sein\w*|ihr\w*|unser\w*",
    infinitive=r"zu \w+n|\w+zu\w+en",
    copula=r"ist|sind|war|waren",
    refusing=r"weiger|verzicht|scheiter|unmöglich",
    ceasing=r"aufgehört",
    occasions=r"mal|male",
    subjects=r"er|sie|es",
    yes=r"ja",
    no=r"nein",
    adverbs=r"\w+(?:weise|lich)",
    contrast=r"aber|während|und",
    clause_breaks=r"dass|daß|weil|während|aber|und|obwohl|wenn|nachdem|bevor|ob|oder|als|sondern|"
    r"der(?<=, der)|die(?<=, die)|das(?<=, das)",
    relatives=r"welcher|welche|welches|der(?<=, der)|die(?<=, die)|das(?<=, das)",
    texts=ClaimTexts(
        written="Geschrieben von {model} auf {host}; jeder Satz stützt sich auf die Zitate "
        "darunter.",
        quoted="Zitiert, nicht geschrieben: {reason}.",
        reasons={
            "unreachable": "das Sprachmodell war nicht erreichbar",
            "slow": "das Sprachmodell hat nicht rechtzeitig geantwortet",
            "busy": "das Sprachmodell hat zu viel zu tun",
            "refused": "der Server des Sprachmodells hat mit einem Fehler geantwortet",
            "malformed": "die Antwort des Sprachmodells war nicht lesbar",
            "language": "was ein Sprachmodell in dieser Sprache schreibt, lässt sich nicht prüfen",
            "nothing": "das Sprachmodell hat in den Artikeln keine Antwort gefunden",
            "unproved": "nichts von dem, was das Sprachmodell schrieb, ließ sich belegen",
        },
        dropped="Ohne Beleg weggelassen: {count}",
    ),
    free_order=FreeOrder(
        determiners=_DETERMINERS,
        prepositions=_PREPOSITIONS,
        belonging=frozenset(
            [
                "in",
                "an",
                "auf",
                "bei",
                "aus",
                "von",
                "zu",
                "mit",
                "für",
                "gegen",
                "über",
                "unter",
                "vor",
                "hinter",
                "neben",
                "zwischen",
                "ohne",
            ]
        ),
        source="laut",
        sources=r"(?:\w+ )?(?:Angaben?|Worten|Aussagen?|Auskunft)",
        agents=frozenset({"von", "durch"}),
        subject_or_not="der",
        feminine=r"\w+(?:ung|heit|keit|schaft|tion|sion|tät|erin|istin|entin|enz|anz|ei)",
        not_feminine={"der": "n", "dieser": "n", "jeder": "n", "jener": "n"},
        pronouns=r"er|es|man|ich|wir",
        finite=rf"{_IRREGULAR}|{_AUXILIARY}|wolle|solle|könne|müsse|dürfe|werde|sei|seien|"
        r"bleib(?:t|en)|steht|stehen|geht|gehen|kommt|kommen|gilt|gelten|liegt|liegen|gibt|geben|"
        r"nimmt|nehmen|fuhr|fuhren|half|halfen|wog|stieß|stießen|lief|liefen|zog|zogen|trug|trugen|"
        r"wuchs|wuchsen|sah|sahen|saß|saßen|bat|baten|griff|griffen|warf|warfen|hieß|hießen|"
        r"(?-i:(?!heute|erste|zweite|dritte|letzte|nächste|rechte|bitte|alte|gute|weite|leichte|"
        r"kalte|beste|größte|höchste|gesamte|bekannte|konkrete)[a-zäöüß]{2,}te(?:n)?)",
        infinite=rf"{_PARTICIPLE}|{_INFINITIVE}",
        auxiliaries=_AUXILIARY,
        particles=r"ab|an|auf|aus|bei|bekannt|ein|fest|fort|frei|her|hin|los|mit|nach|nieder|statt|"
        r"teil|um|unter|vor|weg|weiter|wieder|zu|zurück|zusammen",
        joining=r"und|sowie|oder",
        relatives=r"der|die|das|den|dem|dessen|deren|denen|welche[rsnm]?",
        subordinating=r"weil|da(?= \w+ )|obwohl|während|nachdem|bevor|als|wo|woraufhin|wobei|"
        r"wodurch|nachdem|seitdem|damit|indem|sobald|solange|obgleich|wenn|falls|sofern",
        complementing=r"dass|daß|ob|warum|wie|wann|wer|was",
        contrasting=r"nicht|wohl aber|aber|sondern|außer|jedoch|ohne|statt|anstatt|doch|kein\w*",
        no_adjective=r"wurden?|worden|hatten?|haben|werden|sollen|wollen|können|müssen|gegen|"
        r"zwischen|neben|wegen|außer|aber|oder|nieder|unter|über|hinter|wieder|immer|später|"
        r"gestern|heute|bisher|weder|sowie|wie|nie|gerne|ohne|seine|dabei",
    ),
    names={
        "Brussels": "Brüssel",
        "Geneva": "Genf",
        "Moscow": "Moskau",
        "Beijing": "Peking",
        "Vienna": "Wien",
        "Athens": "Athen",
        "Lisbon": "Lissabon",
        "Rome": "Rom",
        "Venice": "Venedig",
        "Milan": "Mailand",
        "Cologne": "Köln",
        "Antwerp": "Antwerpen",
        "Copenhagen": "Kopenhagen",
        "Warsaw": "Warschau",
        "Cairo": "Kairo",
        "Kyiv": "Kiew|Kyjiw",
        "Pope": "Papst(?:es)?",
        "Europe": "Europas?",
        "Africa": "Afrikas?",
        "Asia": "Asiens?",
        "White House": "Weiße[ns]? Haus(?:es)?",
        "UN": "UN|UNO|Vereinte[n]? Nationen",
        "NATO": "Nato|NATO",
        "WHO": "WHO|Weltgesundheitsorganisation",
        "EU": "EU|Europäische[n]? Union",
        "Rhine": "Rheins?",
        "Danube": "Donau",
    },
)

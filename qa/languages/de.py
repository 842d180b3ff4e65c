"""The language pack of German."""

from __future__ import annotations

from qa.languages.claims.de import CLAIMS
from qa.languages.common import FEW_WORDS, press
from qa.languages.cues import (
    AnswerTypeCues,
    FollowUpForms,
    NewsForms,
    QuestionCues,
    SubjectForms,
    TemporalCues,
)
from qa.languages.pack import AnswerTexts, Examples, LanguagePack, PageTexts

_PRESS = press(
    r"Artikeln?|Meldungen|Nachrichten|Berichten?|Beiträgen?|Presse|Zeitungen|Medien|"
    r"artikeln?|meldungen|nachrichten|berichten?|presse|zeitungen|medien"
)
_MONTH = r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)"
_WEEKDAY = r"(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag)"

_SO_FAR = (
    r"bislang|bisher|bis heute|bis jetzt|bis dato|bis zum heutigen tag|nach derzeitigem stand|"
    r"nach jetzigem stand|stand heute|zum jetzigen zeitpunkt|nach aktuellem stand|bis zuletzt"
)
_COUNTED = (
    r"(?:nachrichten?|meldung(?:en)?|stand|neuigkeit(?:en)?|informationen|entwicklung(?:en)?|"
    r"zahl(?:en)?|lage|bilanz|schätzung(?:en)?|umfragen?|prognosen?|berichte?|fassung|version|"
    r"ausgabe|auswertung|zählung|kurs|preis|zwischenstand|update)"
)
"""Nouns of values that change; with "letzte", a question asks for the newest value."""

_DEATHS = r"(?:zahl der )?(?:tote[nr]?|todesopfer|opfer)"
_PERSON = (
    r"(?:richter|präsident|gouverneur|bürgermeister|oberbürgermeister|minister|ministerpräsident"
    r"|premierminister|premier|kanzler|bundeskanzler|könig|königin|chef|leiter|direktor|kapitän"
    r"|trainer|autor|erfinder|gründer|künstler|sänger|schauspieler|täter|attentäter|mörder"
    r"|verdächtige[rn]?|sprecher|pressesprecher|anwalt|anwältin|sieger|gewinner|meister|eigentümer"
    r"|besitzer|nachfolger|vorgänger|vorsitzende[rn]?"
    r"|architekt|pilot|fahrer|veranstalter|kommandant)(?:in|innen|n|s|e)?"
)
_NEWS = (
    r"(?:neues|neuigkeit(?:en)?|nachrichten?|meldung(?:en)?|news|aktuelles|infos?|informationen"
    r"|entwicklung(?:en)?|stand)"
)
_ABOUT = r"(?:zu|zum|zur|über|von|vom|bei|beim|mit|in|im|an|am|auf|aus|um|für|rund um|bezüglich)"
_PLEASE = (
    r"(?:gibt es|gibt['’]s|hast du|haben sie|habt ihr|bitte|zeig mir|zeigen sie mir|gib mir"
    r"|was sind|was ist|wie ist|irgendwelche|erzähl mir|etwas)"
)
_ASKING_FIRST = (
    r"wer|wen|wem|wessen|was|wo|wohin|woher|wann|wie|warum|wieso|weshalb|welche[rsnm]?|ist|sind|war"
    r"|waren|hat|haben|wird|werden|wurde|wurden|gibt|gilt|kann|können|der|die|das|keine"
)
"""First words of other questions; a subject at the start of a question for news does not begin with
one of them."""

PACK = LanguagePack(
    code="de",
    locale="de_DE",
    endonym="Deutsch",
    claims=CLAIMS,
    questions=QuestionCues(
        asking=r"wer|wen|wem|wessen|was|wo|wohin|woher|wann|wie|wieso|weshalb|warum|womit|wofür|"
        r"worüber|woran|welche[rsnm]?|wie ?viele?|nenne|nennen|gib|geben|liste"
        r"|^\W*(?:das |der |die )?(?:datum|zeitpunkt|tag|jahr|namen?|zahl|preis|höhe|alter)"
        r" (?:der|des|von|vom)",
        when=r"wann|(?:welche[rsnm]?|was für ein) (?:datum|tag|tages|woche|monat|jahr|jahres|"
        r"zeitpunkt|uhrzeit)s?|ab wann|bis wann|seit wann"
        r"|^\W*(?:das |der |die )?(?:datum|zeitpunkt|termine?|daten) (?:der|des|von|vom|für)",
        how_long=r"wie lange|wie viel zeit|wie viele (?:stunden|tage|wochen|monate|jahre) "
        r"(?:dauert|dauern|dauerte|dauerten|wird|werden|braucht|brauchen|bleibt|bleiben)",
        open=r"was gibt es neues|was ist neu|^\W*(?:ist|sind|war|waren|hat|haben|hatte|hatten|"
        r"wird|werden|wurde|wurden|gibt es|gab es|kann|können|darf|dürfen|muss|müssen|soll|"
        r"sollen|will|wollen|stimmt|gilt|gelten|bleibt|bleiben|kommt|kommen|findet|finden|tritt)"
        r"(?= (?!\w+ welche))"
        # Any verb before its subject, and a question mark: "Dauert der Streik noch an?"
        r"|^\W*\w+(?:t|te) (?:der|die|das|es|er|sie|man|ein|eine|(?-i:[A-ZÄÖÜ])\w+) .*\?",
        list=r"welche(?= (?!\w+ (?:ist|war|hat|wird) )(?:\w+e[nrs]? )*\w+(?:en|e|er|n|s)\b)|"
        r"wer sind|was sind|wer alles|nenne|nennen sie|liste",
        when_adverb=r"(?:ab |bis |seit )?wann",
        happening=r"finde[nt]?|fand(?:en)?|statt|stattfinden|stattgefunden|stattfindet|geschieht|"
        r"geschah|geschehen|passiert|passierte|ereignet|ereignete|steigt",
    ),
    subjects=SubjectForms(
        forms=(
            (r"(?P<of>.+) (?:datum|termine?|zeitpunkt)", "wann {of}"),
            (r"(?:datum|termine?) (?P<of>.+)", "wann {of}"),
            (
                r"(?:die |der )?(?:gesamt)?(?:kosten|preis) (?:des|der|von|vom|für) (?P<of>.+)",
                "wie viel kostet {of}",
            ),
            (
                rf"(?:die )?(?:{_DEATHS}) (?P<of>(?:bei|beim|in|im|nach|durch|auf|am|an) .+)",
                "wie viele Tote gab es {of}",
            ),
            (
                r"(?:die )?(?:zahl der )?verletzten? (?P<of>(?:bei|beim|in|im|nach|durch|auf) .+)",
                "wie viele Verletzte gab es {of}",
            ),
            (
                r"(?:die |der )?(?:ursachen?|gründe?) (?P<of>(?:des|der|von|für) .+)",
                "was war die Ursache {of}",
            ),
            (rf"(?:der |die |das )?(?P<who>{_PERSON} .+)", "wer ist {who}"),
            (r"(?:die )?(?:gesamt)?kosten (?P<of>.+)", "wie viel kostet {of}"),
            (r"(?:die )?(?P<of>\w{4,}?)s?kosten", "wie viel kostet {of}"),
            (rf"(?:die )?(?:{_DEATHS}) (?P<of>.+)", "wie viele Tote gab es bei {of}"),
            (r"(?:die )?verletzten? (?P<of>.+)", "wie viele Verletzte gab es bei {of}"),
            (
                (
                    r"(?:die )?(?P<who>passagiere|einwohner|mitarbeiter|beschäftigten|zuschauer"
                    r"|touristen|soldaten|sitze|mandate|stimmen|unterschriften|opfer) (?P<of>.+)"
                ),
                "wie viele {who} {of}",
            ),
            (r"(?:der )?(?:ort|schauplatz) (?P<of>(?:des|der|von|vom) .+)", "was ist der Ort {of}"),
        ),
        other="was ist {subject}",
        no_question=r"(?:hallo|hi|servus|moin|grüß gott|guten (?:tag|morgen|abend)|gute nacht"
        r"|tschüss?|auf wiedersehen)(?: (?:alle|zusammen|allerseits))?"
        r"|(?:vielen |besten )?dank(?:e)?(?: (?:schön|sehr|dir|ihnen))?|dankeschön"
        r"|(?:bitte )?(?:stopp?|halt|weiter|mehr|löschen|zurück|beenden|nochmal|noch einmal)"
        r"(?: bitte)?|ok(?:ay)?|ja|nein|test|hilfe",
        examples={
            "Kosten der Brücke": "wie viel kostet Brücke",
            "Gewinner der Abstimmung": "wer ist gewinner der Abstimmung",
            "die Länge der Brücke": "was ist die Länge der Brücke",
            "Einsturz Brücke Datum": "wann einsturz Brücke",
            "Termin Brückenfest": "wann Brückenfest",
        },
        greetings=("Guten Tag!", "vielen Dank", "bitte weiter"),
    ),
    news=NewsForms(
        forms=(
            rf"was (?:gibt es|gibt['’]s|ist) (?:denn )?(?:{_NEWS}|neu) {_ABOUT} (?P<subject>.+)",
            (
                rf"(?:{_PLEASE} )*(?:(?:das|die|der|den|was) )?(?:(?:neueste|aktuelle|aktuellste"
                rf"|jüngste|letzte)[nrsm]? )?(?:(?:{_NEWS}|neueste|aktuell) {_ABOUT}|(?:stand|lage"
                r"|entwicklung(?:en)?) (?:der|des|in der)) (?P<subject>.+)"
            ),
            (
                rf"was (?:ist|war) (?:gerade |derzeit )?{_ABOUT} (?P<subject>.+?) (?:denn )?"
                r"(?:passiert|geschehen|los|vorgefallen|geworden)"
            ),
            (
                r"was (?:(?:ist|war) )?(?:passierte?|geschah|geschieht|geschehen|los|tut sich"
                rf"|läuft) (?:gerade |derzeit |denn )?{_ABOUT} (?P<subject>.+)"
            ),
            r"was (?:ist|wurde) aus (?P<subject>.+?)(?: geworden)?",
            r"wie (?:steht|geht) es (?:mit|um|bei) (?P<subject>.+?)(?: weiter)?",
            rf"(?P<subject>(?!(?:{_ASKING_FIRST})\b).+?) (?:aktuell|{_NEWS})",
        ),
        closing=r"gerade|derzeit|zurzeit|aktuell|jetzt|heute|inzwischen|zuletzt|seither"
        r"|in letzter zeit",
        examples={
            "Was ist mit der Brücke von Kestrel passiert?": "der Brücke von Kestrel",
            "was gibt es Neues zur Brücke von Kestrel": "Brücke von Kestrel",
            "aktuell zur Brücke von Kestrel": "Brücke von Kestrel",
            "Neuigkeiten über die Brücke von Kestrel": "die Brücke von Kestrel",
            "Brücke von Kestrel aktuell": "Brücke von Kestrel",
        },
        others=(
            "Wer ist aktuell Bürgermeister von Norville?",
            "Was geschah, als die Brücke fiel?",
            "Was ist die neueste Version der App?",
        ),
    ),
    answer_types=AnswerTypeCues(
        money=r"was (?:kostet\w*|kosten)|wie ?viel (?:geld|(?:[\w-]+ ){0,12}?(?:kostet\w*|gekostet"
        r"|kosten|wert|bezahl\w+|zahl\w+|gezahlt|verdien\w+|ausgegeben|gespendet))"
        r"|(?:preis|kosten|gehalt|geldstrafe|kaution|lösegeld|schulden) (?:der|des|von|vom|für)",
        age=r"wie alt|in welchem alter|^\W*(?:das )?alter (?:der|des|von|vom)",
        number=r"wie ?viele?(?! zeit)|wie (?:hoch|groß|weit|lang|tief|schwer|schnell|breit)"
        r"|(?:zahl|anzahl|anteil|länge|höhe|stärke|einwohnerzahl|geschwindigkeit)"
        r" (?:der|des|von|vom)"
        r"|welche[rmns]? (?:geschwindigkeit|höhe|tiefe|entfernung|anteil)"
        r"|was ist (?:die |der )?\w*(?:quote|rate|beteiligung|temperatur|größe|gewicht|kapazität)",
        person=r"^\W*(?:(?:von|mit|für|an|gegen|durch|bei) )?(?:wer|wen|wem|wessen)",
        place=r"wo|wohin|woher",
        role=r"(?P<which>[^\W\d_]{3,}?)s?(?:minister|direktor|chef|sprecher|sekretär|präsident|anwalt"
        r"|richter|trainer|leiter|beauftragte|kommissar|berater|vorstand)(?:in|en|innen|s)?",
        no_office=r"ex|neu|alt|vize",
        name=r"namen? (?:der|des|von|vom)|wie (?:heißt|heißen|hieß|hießen)"
        r"|was ist (?:der )?(?:\w+ )?name",
        number_words=r"dutzende?|hunderte?|tausende?n?|millionen|milliarden|hälfte|drittel|viertel"
        r"|mehrere[rn]?|keine?[rns]?|ein(?:e[rmns]?)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun"
        r"|zehn|elf|zwölf|\w*(?:zehn|zig|ßig|hundert|tausend)(?:\w+)?",
        count=r"wie ?viele?|(?:an)?zahl (?:der|von)",
        measures=r"tagen?|wochen?|monaten?|jahren?|stunden?|uhr|minuten?|sekunden?|meilen?|km"
        r"|kilometern?|metern?|hektar|tonnen?|kg|kilo(?:gramm)?|dollar|euro|cent|prozent"
        r"|grad",
        no_age=r"(?:seit|vor|nach|in|über|während|alle|binnen|innerhalb von) (?:den |letzten "
        r"|rund |etwa )*"
        r"{n} jahren?(?! alt)|{n} (?:monaten?|wochen?|tagen?|stunden?|minuten?|mal|punkten?|toren?"
        r"|prozent|menschen|sitzen?|kilometern?|metern?|stimmen)(?! alt)|{n} ?%"
        r"|{n} jahren? (?:lang|haft"
        r"|gefängnis|später|zuvor|danach|im (?:amt|gefängnis))",
        examples={
            "name": "wie heißt die Brücke",
            "money": "was kostet die Brücke",
            "age": "wie alt ist die Brücke",
            "number": "wie viele Menschen gingen über die Brücke",
            "person": "wer baute die Brücke",
            "place": "wo steht die Brücke",
        },
    ),
    temporal=TemporalCues(
        before=rf"(?:{_PRESS}(?: \w+)?|"
        rf"(?:{_PRESS}{FEW_WORDS}|^)(?:veröffentlicht|erschienen|publiziert|datiert)\w*|"
        rf"{_PRESS} (?:sagen|sagten|schreiben|schrieben|berichten|berichteten))"
        r"(?: (?:aus|von|vom|im|in|am|seit|zwischen|aus dem|aus der|des|dem|der|den|ab))?"
        r"(?: (?:dem|der|den|monat|jahr))?",
        opened=rf"(?:was|wie|welche[rsnm]?|wer|worüber)\b.*\b{_PRESS}\b",
        single=r"(?:der|den|dem|ein|einen|einem|diese[mnr]|welche[mnr]) "
        r"(?:artikel|bericht|beitrag)|meldung|reportage|analyse",
        joined=r"und|oder|bis|und (?:im|am|aus|vom)",
        as_of=r"stand|mit stand|nach dem stand|nach dem stand vom|auf dem stand|auf dem stand vom|"
        r"stand vom|zum stand|zum stand vom|bekannt am|per",
        latest=rf"(?:letzte|vorläufig)[nrsm]? {_COUNTED}|(?:neueste|jüngste|aktuelle|"
        rf"aktuellste)[nrsm]?|"
        r"aktuell|derzeit(?:ig[enrsm]{1,2})?|zurzeit|zur zeit|momentan|gegenwärtig(?:e[nrsm]?)?|"
        r"jetzt|jetzige[nrsm]?|im moment|im augenblick|heute|was gibt es neues|inzwischen|"
        r"mittlerweile|"
        r"wie ist der stand|zuletzt(?= (?:bekannt|gemeldet|berichtet))|"
        # "Ist er noch Bürgermeister"; not "noch einmal", "noch ein".
        r"(?:ist|sind|hat|haben|gilt|gelten|bleibt|läuft|laufen|gibt es|lebt|leben|wird|werden|"
        r"fehlt|"
        r"fehlen|steht|stehen)(?: [\w-]+){0,6}? (?:immer noch|noch immer|"
        rf"noch(?! (?:einmal|ein|eine|einen|mehr|weitere|vor|nie|ausstehend)\b))|{_SO_FAR}",
        so_far=_SO_FAR,
        past=r"wurden?|war(?:en)?|hatten?|(?:hat|haben|ist|sind)\b.*?\b(?:\w*ge\w+(?:t|en)|"
        r"(?:be|ver|er|ent|zer|unter|über)\w+(?:t|en)|\w+iert)(?=\W*$)|"
        r"(?:kam|ging|gab|begann|fand|starb|trat|sank|brach|fiel|lief|schlug|nahm|sprach|traf"
        r"|verlor|gewann|rief|hielt|stieg|flog|fuhr|zog|schrieb|sah|stand|griff|erhielt|erschien"
        r"|entstand|verschwand|zerbrach|verstarb)(?:en)?|schlo(?:ss|ssen)|(?:ver)?ließ(?:en)?|floh(?:en)?|"
        r"\w{3,}(?<!heu)te(?: (?:er|sie|es|der|die|das))|(?<=wann )(?-i:[a-zäöü])\w+(?<!heu)ten?",
        future=r"(?:wird|werden|würde|würden)(?!.* (?:worden|gewesen))|soll|sollen|will|wollen|"
        r"künftig",
        preposition=rf"(?:(?:laut|nach|in|aus|gemäß) (?:den |der |dem )?{_PRESS} ?)?"
        r"(?:aus|von|vom|im|in|am|seit|zwischen|aus dem|aus der|des|dem|der|den|ab|mit|zum)?"
        r"(?: (?:dem|der|den|monat))?",
    ),
    follow_ups=FollowUpForms(
        opener=r"(?:(?:und|aber|ok|okay|also),? )?(?:was ist mit|wie (?:steht|sieht) es (?:bei|"
        r"mit)|"
        r"wie (?:steht|sieht)['’]s (?:bei|mit)|wie ist es (?:bei|mit))"
        r"|(?:und )?(?:das gleiche|dasselbe|genauso)|und|aber|also|dann",
        asking=r"wer|wen|wem|wessen|was|wo|wohin|woher|wann|wie|wieso|weshalb|warum"
        r"|welche[rsnm]?|wie ?viele?|womit|wofür",
        which=r"welche[rsnm]?|wie ?viele?",
        light=r"hat|haben|ist|sind|war|waren|wurde|wurden|wird|werden|hatte|hatten|kann|können|"
        r"soll|sollen|muss|müssen|will|darf|gilt|gelten|tritt|lange|viel|ab|bis|seit|mit|zu|an|"
        r"auf|in|für|von|nicht|auch|denn|dann|genau|kommt|findet|sagt|sagte",
        bare=r"warum(?: nicht)?|wann|wo|wer|wie|wie viele?|seit wann|bis wann|ab wann|wie lange"
        r"|von wem|wieso|weshalb|wohin|welche[rsnm]?",
        thing=r"(?<!gibt )(?<!gab )(?<!handelt )(?<!geht )(?:er|sie|es|das(?= (?!\w))|dies|"
        r"dieser|diese|dieses|ihn)(?= |\W*$)|davon|dafür|daran|dazu|damit|darüber",
        person=r"ihm|ihr|ihnen",
        noun=r"(?:der|die|das|den|dem|des|ein|eine|einen|einem|einer|dieser|diese|dieses|diesem|"
        r"diesen|Der|Die|Das|Dieser|Diese|Dieses) [A-ZÄÖÜ][\wäöüß-]*",
        noun_link=r" (?:von|vom|des|der|in(?! (?:Kraft|Betrieb|Haft|Gang|Frage)\b)|im|"
        r"gegen|über|auf|an|am|zu|zum|zur) ?"
        r"(?:der |die |das |den |dem )?",
        name_particles=r"von|van|der|zu|de",
        preposition=r"für|in|im|an|am|bei|beim|von|vom|mit|gegen|seit|bis|vor|nach|über|auf|zu|zum|"
        r"zur|unter|aus|durch",
        common_noun=r"(?:[Dd](?:er|ie|as|en|em|es)|[Ee]in(?:e|en|em|er|es)?|[Dd]iese[rsnm]?|"
        r"[Kk]eine?"
        r"|im|am|zum|zur|vom|beim|ins|[Ww]elche[rsnm]?|(?:[Ww]ie )?viele|mehrere|alle) "
        r"(?:[a-zäöüß]+ )*[A-ZÄÖÜ][\w-]*"
        r"|in Kraft|zu Ende|in Betrieb|in Haft|zu Gericht|unter Druck",
        # Wann tritt das Verbot [für WeChat] in Kraft; wer hat es [in Wien] unterzeichnet.
        closing=r"(?:in Kraft|außer Kraft|zu Ende|in Betrieb|vor Gericht|statt|an|ab|auf|aus|ein|"
        r"vor|zurück|fest|bekannt|mit|nach|um|los|weiter|"
        r"(?:[a-zäöüß]+(?:t|en|ern|eln) )?(?!(?:jetzt|nicht|zuletzt|bereits|insgesamt|oft|zurzeit|"
        r"derzeit|dort)\b)[a-zäöüß]{2,}(?:t|en|ern|eln))",
    ),
    answers=AnswerTexts(
        finding="{date}: {quote} {numbers}",
        finding_with_value="{date}: {value} – {quote} {numbers}",
        yes="Ja",
        no="Nein",
        differing="Die Artikel widersprechen sich; der neueste steht zuletzt.",
        step="{date}: {headline} {numbers}",
        earlier_steps="Davor",
        how="{value} ({how})",
        not_found="Die Artikel geben darauf keine Antwort.",
        closest="Thematisch am nächsten, aber keine Antwort",
        partly_indexed="Bisher sind {articles} von {documents} Artikeln durchsuchbar, {embedded} "
        "davon nach ihrer Bedeutung.",
        partly_embedded="Bisher werden {embedded} von {articles} Artikeln nach ihrer Bedeutung "
        "durchsucht.",
        nothing_matches="Kein Artikel passt zu den Filtern.",
        no_question="Fragen Sie das Archiv etwas: wer, was, wann, wo, wie viele, oder ein Thema.",
        corpus_spans="Die Artikel reichen vom {first} bis zum {last}.",
        nearest="Die nächstgelegenen Daten: {dates}.",
        sources="Quellen",
        also="auch in {outlets}",
        updated="aktualisiert: {date}",
        understood="Verstanden als: {question}",
        quote=("„", "“"),
        bounds={
            "since": "ab {date}",
            "after": "nach {date}",
            "until": "bis {date}",
            "by": "spätestens {date}",
            "before": "vor {date}",
        },
        undated="ohne Datum",
        shifted=("{amount} vor {date}", "{amount} nach {date}"),
        workdays="{count} Werktage",
        denied="nicht {date}",
        cancelled="{date}, abgesagt",
        postponed="{date}, verschoben",
        moved=("{date}, vorverlegt von {former}", "{date}, verschoben von {former}"),
        planned="geplant: {date}",
        over="{date}, bereits vorbei",
        as_of="{value}, Stand {date}",
        fiscal_year="Geschäftsjahr {year}",
        fiscal_part="{part} des Geschäftsjahres {year}",
        fiscal_parts={
            "quarter": (
                "erstes Quartal",
                "zweites Quartal",
                "drittes Quartal",
                "viertes Quartal",
            ),
            "half-year": ("erstes Halbjahr", "zweites Halbjahr"),
        },
    ),
    page=PageTexts(
        code="de",
        tagline="Fragen Sie das Archiv: jede Antwort wörtlich belegt und datiert.",
        ask="Fragen",
        corpus="Archiv",
        chat="Fragen und Antworten",
        welcome="Was steht im Archiv, und wann stand es dort?",
        question="Ihre Frage",
        filters="Eingrenzen",
        filter_labels={
            "since": "Ab",
            "until": "Bis",
            "as_of": "Stand",
            "sources": "Quellen",
            "languages": "Sprachen",
        },
        filter_examples={"since": "letzter Monat", "as_of": "31. August 2020"},
        languages="Sprachen",
        known_on="Was bekannt war am",
        any_day="beliebiger Tag",
        labelled="{name}: {value}",
        remove="Entfernen: {what}",
        suggestions="Fragen, auf die das Archiv antwortet",
        export="Gespräch speichern",
        exported="Gespräch vom {date}",
        no_evidence="Hier stehen die Fundstellen einer Antwort im Zusammenhang ihrer Artikel.",
        failed="Auf dem Server ist ein Fehler aufgetreten; Näheres steht in seinem Protokoll.",
        stages={
            "searching": "Das Archiv wird durchsucht …",
            "reading": "Fundstellen werden gelesen …",
            "writing": "Das Sprachmodell schreibt …",
        },
        stop="Anhalten",
        stopped="Angehalten.",
        answerer="Antworten werden",
        answerers={"generative": "geschrieben", "extractive": "zitiert"},
        again="Noch einmal fragen",
        edit="Bearbeiten",
        copy="Kopieren",
        helpful="Hilfreich",
        unhelpful="Nicht hilfreich",
        note="Was war richtig oder falsch? (freiwillig)",
        note_sent="Notiert.",
        send="Senden",
        thanks="Danke.",
        timeline="Wann darüber berichtet wurde",
        published="veröffentlicht",
        spoken_of="erwähnt",
        narrow="Markieren Sie einen Abschnitt der Zeitleiste oder geben Sie Daten ein, um nur in "
        "diesem Zeitraum zu suchen.",
        considered="Ebenfalls geprüft",
        position="Zeichen {start} bis {end}",
        position_of="Zeichen {start} bis {end} von {total}",
        link="Link zu dieser Frage",
        articles="Artikel",
        passages="Textstellen",
        oldest="Ältester",
        newest="Neuester",
        made="Zuletzt erstellt",
        model="Modell",
        size="Größe",
        by_filter={"sources": "Nach Quelle", "languages": "Nach Sprache"},
        by_month="Nach Monat",
        by_evidence="Nach Herkunft des Datums",
        others="{count} weitere",
        browse="Artikel",
        earlier="Ältere",
        later="Neuere",
        nothing="Keine passenden Artikel.",
        page_of="{first} bis {last} von {total}, die neuesten zuerst",
        upload="Artikel hinzufügen",
        upload_help="CSV, JSON, datierte Texte und andere Archivdateien, je höchstens {size}.",
        to_be_added="Hinzuzufügen: {count}",
        left_out="Ausgelassen: {count}",
        uploaded="{added} hinzugefügt, {changed} geändert.",
        unchanged="Nichts Neues.",
        latest_on="Was sind die neuesten Nachrichten zu {name}?",
        too_often="Zu viele Fragen von Ihrer Adresse; versuchen Sie es in {seconds} s noch einmal.",
        too_large="Die Anfrage ist zu groß. Ist das Gespräch lang geworden, löschen Sie es "
        "und beginnen Sie neu.",
        no_files="Hier werden keine Dateien angenommen.",
        stopping="Der Server wird beendet; versuchen Sie es gleich noch einmal.",
    ),
    articles=r"der|die|das|den|dem|des|ein|eine|einen|einem|einer|eines",
    contractions=(
        (rf"(?<=\bvor )(?=\d{{1,2}}\.|{_WEEKDAY})", "dem "),
        (rf"(?<=\bnach )(?=\d{{1,2}}\.|{_WEEKDAY})", "dem "),
        (rf"^nicht (?=\d{{1,2}}\.|{_WEEKDAY})", "nicht am "),
        (rf"^nicht (?={_MONTH})", "nicht im "),
        (rf"(?<=, verschoben )von (?=\d{{1,2}}\.|{_WEEKDAY})", "vom "),
        (rf"(?<=, vorverlegt )von (?=\d{{1,2}}\.|{_WEEKDAY})", "vom "),
        (rf"^bis (?=\d{{1,2}}\.|{_WEEKDAY})", "bis zum "),
        (rf"^spätestens (?=\d{{1,2}}\.|{_WEEKDAY})", "spätestens am "),
        (rf"^spätestens (?={_MONTH})", "spätestens im "),
    ),
    not_names=r"Herr|Frau|Dr|Prof",
    examples=Examples(
        when="Wann tritt das Verbot in Kraft?",
        how_long="Wie lange dauern die Bauarbeiten?",
        open="Ist die Brücke gesperrt?",
        list="Welche Unternehmen sind verboten?",
        other="Wer hat das Dekret unterzeichnet?",
        past="Wann wurde das Dekret unterzeichnet?",
        future="Wann wird die Brücke wieder geöffnet?",
        latest="Was sind die neuesten Nachrichten zur Brücke?",
        now="Wer ist jetzt Bürgermeister der Stadt?",
        so_far="Wie viele Menschen sind bisher gestorben?",
        last_of_all="Wer war der letzte Kaiser des Landes?",
        published="Was sagen die Artikel vom August 2020 über die Brücke?",
        as_of="Stand 31. August 2020: Wem gehört die Brücke?",
        mentioned="Was geschah im August 2020?",
        period="Anfang August 2020",
        follow_up=(
            "Wann tritt das Verbot in Kraft?",
            "und für WeChat?",
            "Wann tritt das Verbot für WeChat in Kraft?",
        ),
    ),
)

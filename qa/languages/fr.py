"""The language pack of French."""

from __future__ import annotations

from qa.languages.claims.fr import CLAIMS
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

_PRESS = press("articles|nouvelles|dépêches|informations|actualités?|presse|journaux")
_SO_FAR = (
    r"à ce jour|jusqu'à (?:présent|maintenant|ce jour|aujourd'hui)|jusqu'ici|à l'heure actuelle|"
    r"à l'heure qu'il est|à présent|pour l'instant|pour le moment|au dernier pointage|"
    r"aux dernières nouvelles"
)
_COUNTED = (
    r"(?:bilans?|chiffres?|décomptes?|comptages?|estimations?|versions?|éditions?|sondages?|"
    r"prévisions?|rapports?|relevés?|recensements?|statistiques?|données|nouvelles?|informations?|"
    r"actualités?|infos?|dépêches?|news|cours|prix|taux|scores?|état|situation|mises? à jour)"
)
"""Nouns of values that change; with "dernier", a question asks for the newest value."""
_STILL = r"encore(?! (?:une?|des|plus|moins|mieux)\b)|toujours(?! pas\b)"
_DAY = r"(?=(?:[a-z]+ )?\d+(?:er)? [a-zéû])"
"""Lookahead for a day, which takes an article, unlike a month or a year."""
_WORDS_OF_ASKING = (
    r"qui|que|qu['’]\w+|quoi|où|quand|comment|pourquoi|combien|(?:les?|la)?quel(?:le)?s?"
)
_COST = r"co[uû]t|prix|montant|facture"
_DEATHS = r"(?:dernier |nouveau )?bilan(?: humain)?|morts|nombre de morts|décès|victimes"
_PERSON = (
    r"(?:juge|présidente?|gouverneure?|maire|ministre|premi(?:er|ère) ministre|chancelière?|roi"
    r"|reine|chef|patron|directeur|directrice|dirigeante?|capitaine|entraîneur|auteure?|créateur"
    r"|créatrice|inventeur|fondateur|artiste|chanteu(?:r|se)|acteur|actrice|assaillant|tueur"
    r"|suspect|pirate|porte-parole|avocate?|vainqueur|gagnante?|championne?|propriétaire"
    r"|successeur|prédécesseur|architecte|pilote|chauffeur|conducteur|conductrice|organisateur"
    r"|commandante?)s?"
)
_NEWS = r"(?:nouvelles?|infos?|informations?|actualités?|actus?|développements|nouveautés?)"
_ABOUT = (
    r"(?:(?:sur|concernant|pour|avec|dans|en|chez|à propos de|au sujet de|du côté de|de) "
    r"|(?:à propos |au sujet |du côté )?(?:d['’]|du |des )|aux? )"
)
_THERE = (
    r"(?:(?:avec|à|dans|en|sur|lors de|pendant|pour|chez|autour de|entre|de) "
    r"|(?:lors |autour )?(?:d['’]|du |des )|aux? )"
)
_HAPPENED = (
    r"que s['’]est-il (?:passé|produit)|qu['’]est-ce qu(?:i|['’]il) s['’]est (?:passé|produit)"
    r"|que se passe-t-il|qu['’]est-ce qui se passe|qu['’](?:est-il|arrive-t-il)(?: arrivé)?"
    r"|qu['’]est-ce qui est arrivé|il (?:s['’]est passé|se passe) quoi"
)
_PLEASE = (
    r"(?:y a-t-il|il y a|avez-vous|as-tu|tu as|vous avez|quelles sont|quel est|donnez?-moi"
    r"|dis-moi|dites-moi|est-ce qu['’]il y a|que sait-on|parlez?-moi)"
)
_ASKING_FIRST = (
    r"qui|que|quoi|où|quand|comment|pourquoi|combien|quel(?:le)?s?|est-ce|y a|les?|la|des|aucune"
)
"""First words of other questions; a subject at the start of a question for news does not begin with
one of them."""

PACK = LanguagePack(
    code="fr",
    claims=CLAIMS,
    locale="fr",
    endonym="Français",
    questions=QuestionCues(
        asking=r"qui|que|qu['’]\w+|quoi|où|^ou|quand|comment|pourquoi|combien"
        r"|(?:les?|la)?quel(?:le)?s?|cite[rz]?|nomme[rz]?|donne[rz]?|indique[rz]?"
        r"|^\W*(?:l[ea] |l['’])?(?:date|jour|année|noms?|nombre|âge)"
        r" (?:de|du|des|d['’]\w+)",
        when=r"quand|quel(?:le)?s? "
        r"(?:date|jour|semaine|week-end|mois|trimestre|saison|année|exercice|décennie|siècle|heure|"
        r"époque)s?"
        r"|^\W*(?:l[ea]s? |l['’])?(?:date|jour|année)s? (?:de|du|des|d['’]\w+|où|auxquelles?)",
        how_long=r"combien de temps",
        open=rf"^est-ce|^(?!.*(?<!\w)(?:{_WORDS_OF_ASKING})(?!\w)).*\w-(?:t-)?(?:il|elle|on)s?"
        r"|^\W*(?:les )?derni[eè]res (?:nouvelles|infos?|informations|actualités)"
        r"|quoi de (?:neuf|nouveau)",
        list=r"(?:les)?quel(?:le)?s|qui (?:sont|étaient|ont été)",
        when_adverb=r"quand",
        happening=r"(?:eu |avoir |eurent |eut |ont |a |aura |auront )?lieu|tenue?s?|tenir"
        r"|produite?s?|passée?s?|déroulée?s?|été",
    ),
    subjects=SubjectForms(
        forms=(
            (r"(?P<of>.+) dates? (?P<what>(?:de |du |d['’]).+)", "quand {of} {what}"),
            (r"(?P<of>.+) dates?", "quand {of}"),
            (rf"(?:le )?(?:{_COST}) (?:de |d['’])(?P<of>.+)", "combien coûte {of}"),
            (rf"(?:le )?(?:{_COST}) du (?P<of>.+)", "combien coûte le {of}"),
            (rf"(?:le )?(?:{_COST}) des (?P<of>.+)", "combien coûtent les {of}"),
            (
                rf"(?:le |les )?(?:{_DEATHS}) (?P<of>(?:dans|de|du|des|à|au|aux|d['’]).+)",
                "combien de morts dans le bilan {of}",
            ),
            (rf"(?:les? |la |l['’])?(?P<who>{_PERSON} .+)", "qui est le {who}"),
            (rf"(?:le )?(?:{_COST}) (?P<of>.+)", "combien coûte {of}"),
            (r"(?:les )?blessés (?P<of>.+)", "combien de blessés {of}"),
            (rf"(?:le |les )?(?:{_DEATHS}) (?P<of>.+)", "combien de morts dans {of}"),
            (
                (
                    r"(?:les )?(?P<who>passagers|habitants|employés|salariés|élèves|spectateurs"
                    r"|touristes|soldats|sièges|voix|signatures|victimes) (?P<of>.+)"
                ),
                "combien de {who} {of}",
            ),
            (r"(?:le )?lieu (?P<of>(?:de |du |des |d['’]).+)", "quel est le lieu {of}"),
            (r"(?:la |les )?causes? (?P<of>(?:de |du |des |d['’]).+)", "quelle est la cause {of}"),
        ),
        other="quel est {subject}",
        no_question=r"(?:bonjour|bonsoir|salut|coucou|allô|bonne (?:journée|soirée|nuit)"
        r"|au revoir)(?: (?:à tous|tout le monde|à vous))?|merci(?: (?:beaucoup|bien|à vous))?"
        r"|(?:stop|arrête[rz]?|continue[rz]?|encore|efface[rz]?|recommence[rz]?|suivant|retour"
        r"|quitte[rz]?|annule[rz]?)(?: s['’]il (?:vous|te) plaît)?|ok|oui|non|test|aide",
        examples={
            "coût du pont": "combien coûte le pont",
            "vainqueur du vote": "qui est le vainqueur du vote",
            "longueur du pont": "quel est longueur du pont",
            "effondrement du pont date": "quand effondrement du pont",
            "fermeture date du pont": "quand fermeture du pont",
        },
        greetings=("Bonjour !", "merci beaucoup", "continuez"),
    ),
    news=NewsForms(
        forms=(
            rf"quoi de (?:neuf|nouveau) {_ABOUT}(?P<subject>.+)",
            (
                rf"(?:{_PLEASE} )*(?:(?:les?|la|des?|d['’]|quelles?|une?) ?)?(?:derni[eè]re?s? "
                rf"|nouvelles? )?{_NEWS}(?: r[ée]centes?)? {_ABOUT}(?P<subject>.+)"
            ),
            rf"(?:{_PLEASE} )*(?:du|quelque chose de) (?:neuf|nouveau) {_ABOUT}(?P<subject>.+)",
            rf"(?:{_HAPPENED})(?: r[ée]cemment| derni[eè]rement)? {_THERE}(?P<subject>.+)",
            r"(?:que (?:devient|deviennent)|qu['’](?:est|sont) devenue?s?) (?P<subject>.+)",
            rf"où en (?:est|sont|est-on|sommes-nous) (?:{_THERE})?(?P<subject>.+)",
            rf"(?P<subject>(?!(?:{_ASKING_FIRST})\b).+?)(?: :)? (?:derni[eè]res )?{_NEWS}",
        ),
        closing=r"récemment|dernièrement|maintenant|en ce moment|actuellement|aujourd['’]hui"
        r"|ces derniers (?:temps|jours)|depuis",
        examples={
            "Que s'est-il passé avec le pont de Kestrel ?": "le pont de Kestrel",
            "quoi de neuf sur le pont de Kestrel": "le pont de Kestrel",
            "dernières nouvelles du pont de Kestrel": "pont de Kestrel",
            "Où en est le pont de Kestrel en ce moment ?": "le pont de Kestrel",
            "pont de Kestrel actualités": "pont de Kestrel",
        },
        others=(
            "Quelle est la dernière version de l'application ?",
            "Que s'est-il passé quand le pont est tombé ?",
            "Qui présente les actualités de la chaîne ?",
        ),
    ),
    answer_types=AnswerTypeCues(
        money=r"combien (?:d['’]argent|(?:[\w'’-]+ ){0,12}?(?:coûte\w*|coûté|coûter\w*|coute\w*"
        r"|vaut|valent|valait|payé\w*|paye\w*|paie\w*|payer|gagne\w*|dépensé\w*|rapporté?\w*|vendu\w*"
        r"|versé\w*))|(?:prix|coûts?|montant|salaire|amende|caution|rançon|dette|valeur) (?:\w+ )?"
        r"(?:de|du|des|d['’])(?:\w+)?",
        age=r"quel âge|^\W*(?:l['’])?âge (?:de|du|des|d['’]\w+)",
        number=r"combien(?! de temps)|(?:nombre|pourcentage|part|longueur|hauteur|taille)"
        r" (?:de|du|des|d['’]\w+)|quel(?:le)? (?:pourcentage|part|proportion"
        r"|vitesse|hauteur|profondeur|distance"
        r"|(?:est|était) (?:la |le |l['’])?(?:population|magnitude|intensité|taux|vitesse"
        r"|température|profondeur|largeur|poids|capacité|participation))",
        person=r"^\W*(?:(?:par|à|de|pour|avec|contre|chez) )?qui",
        place=r"où",
        role=r"(?:direct(?:eur|rice)|ministre|secrétaire|responsable|conseill(?:er|ère)|chef|juge"
        r"|procureur|rédact(?:eur|rice)|product(?:eur|rice)|commissaire|attachée?|président|agent"
        r"|entraîneur)s? (?:d(?:e la |e l['’]|es |u |e |['’]))?(?P<which>[^\W\d_]+)",
        no_office=r"d|de|du|des|la|le|les|et|ou|à|au|aux|en|qui|que|a|est|sont|actuel(?:le)?|sortante?"
        r"|nouveau|nouvelle|élue?|adjointe?|par|pour|dans|sur|avec|depuis|dit|ont|nommée?",
        name=r"noms? (?:de|du|des|d['’]\w+)|s['’]appel\w+|quel (?:est|était) le (?:\w+ )?nom",
        number_words=r"dizaines?|douzaines?|vingtaines?|trentaines?|quarantaines?|cinquantaines?"
        r"|soixantaines?|centaines?|milliers?|millions?|milliards?|moitié|tiers|quarts?|plusieurs"
        r"|aucune?|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze"
        r"|quinze|seize|(?:vingt|trente|quarante|cinquante|soixante|quatre-vingts?|cents?|mille)"
        r"(?:[- ]\w+)?",
        count=r"combien d[e'’]|nombre d[e'’]s?",
        measures=r"jours?|semaines?|mois|ans?|années?|heures?|h|minutes?|secondes?|milles|km"
        r"|kilomètres?|mètres?|pieds|hectares?|tonnes?|kg|kilos?|kilogrammes?|dollars?"
        r"|euros?|centimes|francs?|pour cent|degrés",
        no_age=r"(?:pendant|durant|depuis|il y a|dans|après|en|tous les|sur) (?:plus de |près de "
        r"|les )?"
        r"{n} (?:ans|années)|{n} (?:jours?|mois|semaines?|heures?|minutes?|fois|points?|buts?"
        r"|matchs?"
        r"|pour cent|personnes|sièges|kilomètres|mètres|voix)|{n} ?%|{n} (?:ans"
        r"|années) (?:plus tard"
        r"|après|auparavant|durant|de (?:prison|réclusion|détention|mandat|service|travaux|règne))",
        examples={
            "name": "quel est le nom du pont",
            "money": "combien coûte le pont",
            "age": "quel âge a le pont",
            "number": "combien de personnes ont passé le pont",
            "person": "qui a construit le pont",
            "place": "où est le pont",
        },
    ),
    temporal=TemporalCues(
        before=rf"(?:{_PRESS}(?: \w+[ée]e?s?)?|"
        rf"(?:{_PRESS}{FEW_WORDS}|^)(?:publi|par|dat)[éu]e?s?|"
        rf"{_PRESS} (?:dit|disait|disent|disaient|écrit|écrivent|rapportent|rapportait))"
        r"(?: (?:de|d'|en|du|des|le|au mois de|entre))?",
        opened=rf"(?:que|qu'|quoi|comment|quel|qui).*\b{_PRESS}\b",
        single=r"article|dépêche|reportage|analyse",
        joined=r"et|ou|à|et (?:le|en|de|du)",
        as_of=r"à la date du|à la date de|en date du|tel que connu au|connus? au|état au",
        latest=rf"derni(?:ers?|[eè]res?) {_COUNTED}|{_COUNTED}(?: [\w-]+){{0,2}} "
        r"les? plus récente?s?|(?:les?|la) plus récente?s?|aujourd'hui|actuellement|"
        rf"actuel(?:le)?s?|en ce moment|en cours(?! d)|présentement|désormais|maintenant|{_SO_FAR}|"
        # "Est-il encore maire"; not what was still so, nor once again, nor still another.
        r"(?:est|sont|a|ont|peut|peuvent|reste|restent|dirige|possède|vit)(?:[ -][\w'-]+){0,6}? "
        rf"(?:{_STILL})|n'(?:est|a|ont|y a)(?:[ -][\w'-]+){{0,4}}? (?:toujours|encore) pas|"
        rf"qui(?: \w+){{1,3}} (?:{_STILL})|(?!\w+(?:ai|m)ent\b)\w+ent(?:-ils|-elles)? "
        rf"(?:{_STILL})",
        so_far=_SO_FAR,
        past=r"(?:"
        r"(?:a|ont|avait|avaient|eut|eurent|fut|furent|était|étaient)"
        r"(?:(?:-t)?-(?:il|elle|on|ils|elles)"
        r"| (?:été|eu|(?!lieu|droit)\w+(?:é|ée|és|ées|i|is|it|u|us)))"
        r"|(?:est|sont)-(?:il|elle|ils|elles) (?!prévu|attendu)\w+(?:é|ée|és|ées|i|ie|t|te|u|ue)"
        r"|\w+(?:ait|aient)-(?:il|elle|on|ils|elles)|fut|furent|était|étaient"
        r")(?!.* (?:prévu|programmé|fixé|attendu|censé|planifié)e?s?\b)",
        future=r"(?:va|vont)(?:-t)?-(?:il|elle|on|ils|elles) \w+(?:er|ir|re|oir)|"
        r"(?:va|vont) (?:\w+ )?\w+(?:er|ir|re|oir)|"
        r"(?:aura|auront|sera|seront|fera|feront|ira|iront|pourra|pourront|devra|devront)|"
        r"\w+(?:ra|ront)-(?:t-)?(?:il|elle|on|ils|elles)|"
        # In small letters: Ankara is no verb.
        r"(?:quand|date|jour|qui|que|où)(?: \S+){0,6}? (?:se |s'|y )?"
        r"(?-i:[a-zéè])\w+[aeidtuvrôîû](?:ra|ront)",
        preposition=rf"(?:(?:d'après|selon|dans) (?:les |la )?{_PRESS}(?: \w+[ée]e?s?)? ?)?"
        r"(?:de|d'|en|du|le|entre)?",
    ),
    follow_ups=FollowUpForms(
        opener=r"(?:(?:et|mais|ok),? )?(?:qu['’]en est-il d(?:e la |e l['’]|es |u |e |['’])"
        r"|quid d(?:e la |e l['’]|es |u |e |['’]))|(?:et )?(?:pareil|(?:la )?même chose)|et|mais"
        r"|donc|alors",
        asking=r"qui|que|qu['’]\w+|quoi|où|quand|comment|pourquoi|combien"
        r"|(?:les?|la)?quel(?:le)?s?|est-ce",
        which=r"quel(?:le)?s?|combien",
        light=r"a|ont|est|sont|fut|furent|était|étaient|avait|avaient|aura|auront|sera|seront|va"
        r"|vont|peut|peuvent|doit|doivent|t|se|s|ne|n|y|de|d|par|dans|à|pour|depuis|jusqu|temps|dit",
        bare=r"pourquoi(?: pas)?|quand|où|qui|comment|combien|depuis quand|jusqu['’]à quand"
        r"|par qui|(?:les?|la)quel(?:le)?s?",
        thing=r"(?<=-)(?<!faut-)(?<!agit-)(?<!xiste-t-)(?<!y a-t-)(?<!y a-)(?:t-)?"
        r"(?:il|elle|ils|elles)|(?<!-)(?:il|elle|ils|elles)(?= )|ça|cela|celui-ci"
        r"|celle-ci|l['’](?=(?:a|ai|ont|avait|avaient|aura|auront|est)\b)|le(?= dit\b)",
        person=r"lui",
        noun=r"(?:l[ea]s? |l['’]|une? |cet? |cette |ces |du |des )\w[\w'’-]*",
        noun_link=r" (?:de|du|des|d['’]|contre|sur|en|à) ?(?:l[ea]s? |l['’])?",
        name_particles=r"d[eu]|l['’]",
        preposition=r"pour|en|à|au|aux|dans|par|de|du|des|avec|contre|depuis|jusqu['’]à|avant"
        r"|après|sur|chez",
    ),
    answers=AnswerTexts(
        finding="{date}\N{NO-BREAK SPACE}: {quote} {numbers}",
        finding_with_value="{date}\N{NO-BREAK SPACE}: {value} – {quote} {numbers}",
        yes="Oui",
        no="Non",
        differing="Les articles diffèrent\N{NO-BREAK SPACE}: le plus récent vient en dernier.",
        step="{date}\N{NO-BREAK SPACE}: {headline} {numbers}",
        earlier_steps="Auparavant",
        how="{value} ({how})",
        not_found="Le corpus ne le dit pas.",
        closest="Le plus proche, sans être une réponse",
        partly_indexed="Pour l’instant, la recherche porte sur {articles} articles sur "
        "{documents}, dont {embedded} par le sens.",
        partly_embedded="Pour l’instant, {embedded} articles sur {articles} sont cherchés par le "
        "sens.",
        nothing_matches="Aucun article ne correspond aux filtres.",
        no_question="Posez une question (qui, quoi, quand, où, combien) ou indiquez un sujet.",
        corpus_spans="Dates du corpus\N{NO-BREAK SPACE}: {first} – {last}.",
        nearest="Dates les plus proches avec des articles\N{NO-BREAK SPACE}: {dates}.",
        sources="Sources",
        also="aussi dans {outlets}",
        updated="mis à jour : {date}",
        understood="Compris comme\N{NO-BREAK SPACE}: {question}",
        quote=("«\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}»"),
        bounds={
            "since": "à partir de {date}",
            "after": "après {date}",
            "until": "jusqu'à {date}",
            "by": "d'ici {date}",
            "before": "avant {date}",
        },
        undated="sans date",
        shifted=("{amount} avant {date}", "{amount} après {date}"),
        workdays="{count} jours ouvrables",
        denied="pas {date}",
        cancelled="{date}, annulé",
        postponed="{date}, reporté",
        moved=("{date}, avancé de {former}", "{date}, reporté de {former}"),
        planned="prévu pour {date}",
        over="{date}, déjà passé",
        as_of="{value}, au {date}",
        fiscal_year="exercice {year}",
        fiscal_part="{part} de l'exercice {year}",
        fiscal_parts={
            "quarter": (
                "premier trimestre",
                "deuxième trimestre",
                "troisième trimestre",
                "quatrième trimestre",
            ),
            "half-year": ("premier semestre", "second semestre"),
        },
    ),
    page=PageTexts(
        code="fr",
        tagline="Interrogez les archives : chaque réponse citée, sourcée et datée.",
        ask="Demander",
        corpus="Corpus",
        chat="Questions et réponses",
        welcome="Que disent les archives, et quand l'ont-elles dit ?",
        question="Votre question",
        filters="Préciser",
        filter_labels={
            "since": "Depuis",
            "until": "Jusqu'à",
            "as_of": "En date du",
            "sources": "Sources",
            "languages": "Langues",
        },
        filter_examples={"since": "le mois dernier", "as_of": "31 août 2020"},
        languages="Langues",
        known_on="Ce qu'on savait le",
        any_day="n'importe quel jour",
        labelled="{name} : {value}",
        remove="Retirer : {what}",
        suggestions="Des questions auxquelles les archives répondent",
        export="Exporter la conversation",
        exported="Conversation du {date}",
        no_evidence="Les passages cités par une réponse, dans leurs articles.",
        failed="Une erreur est survenue sur le serveur ; son journal en dit plus.",
        stages={
            "searching": "Recherche dans les archives …",
            "reading": "Lecture des passages …",
            "writing": "Le modèle de langue rédige …",
        },
        stop="Arrêter",
        stopped="Arrêté.",
        answerer="Les réponses sont",
        answerers={"generative": "rédigées", "extractive": "citées"},
        again="Redemander",
        edit="Modifier",
        copy="Copier",
        helpful="Utile",
        unhelpful="Pas utile",
        note="Qu'est-ce qui était juste ou faux ? (facultatif)",
        note_sent="C'est noté.",
        send="Envoyer",
        thanks="Merci.",
        timeline="Chronologie",
        published="publié",
        spoken_of="évoqué",
        narrow="Faites glisser sur la frise, ou utilisez les filtres, pour limiter la question à "
        "une période.",
        considered="Également examinés",
        position="caractères {start} à {end}",
        position_of="caractères {start} à {end} sur {total}",
        link="Lien vers cette question",
        articles="articles",
        passages="passages",
        oldest="Le plus ancien",
        newest="Le plus récent",
        made="Dernière construction",
        model="Modèle",
        size="Taille",
        by_filter={"sources": "Par source", "languages": "Par langue"},
        by_evidence="Selon l’origine de la date",
        by_month="Par mois",
        others="{count} autres",
        browse="Articles",
        earlier="Plus anciens",
        later="Plus récents",
        nothing="Aucun article ne correspond.",
        page_of="{first} à {last} sur {total}, du plus récent au plus ancien",
        upload="Ajouter des articles",
        upload_help="CSV, JSON, textes datés et autres formats ; {size} chacun au plus.",
        to_be_added="À ajouter : {count}",
        left_out="Écartés : {count}",
        uploaded="{added} ajoutés, {changed} modifiés.",
        unchanged="Rien de nouveau.",
        latest_on="Quelles sont les dernières nouvelles de {name} ?",
        too_often="Trop de questions depuis votre adresse : réessayez dans {seconds} s.",
        too_large="La requête est trop grande. Si la conversation est longue, effacez-la et "
        "recommencez.",
        no_files="Aucun fichier n'est accepté ici.",
        stopping="Le serveur s'arrête : réessayez dans un instant.",
    ),
    articles=r"le|la|les|un|une|des|du",
    elided_articles=r"l",
    # CLDR writes "1 juin"; the French say "1er juin".
    date_rewrites=((r"(?<!\d)1 (?=[a-zéû])", "1er "),),
    contractions=(
        (rf"^à partir de {_DAY}", "à partir du "),
        (r"^à partir de (?=[aoé])", "à partir d'"),
        (rf"^jusqu'à {_DAY}", "jusqu'au "),
        (r"^jusqu'à (?=\d{4})", "jusqu'en "),
        (rf"(?:(?<=avant )|(?<=après )|(?<=d'ici )|(?<=^pas )|(?<=^prévu pour )){_DAY}", "le "),
        (r"^pas (?=(?:[a-zéû]+ )?\d{4}$)", "pas en "),
        (r"^prévu pour (?=à partir|après|jusqu|avant|d'ici)", "prévu "),
        (rf"(?<=é) de {_DAY}", " du "),
        (r"(?<=é) de (?=[aoé])", " d'"),
        (r", au (?=(?:[a-zéû]+ )?\d{4}$)", ", en "),
    ),
    not_names=r"Mme",
    examples=Examples(
        when="Quand l'interdiction prend-elle effet ?",
        how_long="Combien de temps dureront les travaux ?",
        open="Est-ce que le pont est fermé ?",
        list="Quelles entreprises sont interdites ?",
        other="Qui a signé le décret ?",
        past="Quand le décret a-t-il été signé ?",
        future="Quand le pont rouvrira-t-il ?",
        latest="Quelles sont les dernières nouvelles du pont ?",
        now="Qui est maintenant le maire de la ville ?",
        so_far="Combien de personnes sont mortes à ce jour ?",
        last_of_all="Qui était le dernier empereur du pays ?",
        published="Que disent les articles d'août 2020 du pont ?",
        as_of="À la date du 31 août 2020, à qui est le pont ?",
        mentioned="Que s'est-il passé en août 2020 ?",
        period="début août 2020",
        follow_up=(
            "Quand l'interdiction prend-elle effet ?",
            "et pour WeChat ?",
            "Quand l'interdiction prend-elle effet pour WeChat ?",
        ),
    ),
)

"""French expressions of time: what is found, and the days that it means."""

from __future__ import annotations

import pytest

from index.datatypes import Period
from index.dates.resolution import annotate

THURSDAY = "2020-05-14"
"""The day of reference, unless a case needs another."""


def found(sentence: str, reference: str) -> list[tuple[str, str]]:
    return [
        (sentence[mention.start : mention.end], mention.period.isoformat())
        for mention in annotate(sentence, "fr", Period.parse(reference))
    ]


FIGURES = [
    ("Publié le 05/06/2019 à 14h05.", [("05/06/2019", "2019-06-05")]),
    ("Mis à jour le 17.03.2018.", [("17.03.2018", "2018-03-17")]),
    ("Fichier du 2017-11-30.", [("2017-11-30", "2017-11-30")]),
    ("Rendez-vous le 12/05.", [("12/05", "2020-05-12")]),
]
WRITTEN = [
    ("Il est né le 3 avril 1950.", [("le 3 avril 1950", "1950-04-03")]),
    ("La loi du 29 juillet 1881 tient.", [("29 juillet 1881", "1881-07-29")]),
    ("La taxe a été créée en mars 2012.", [("mars 2012", "2012-03")]),
    ("Il est mort le vingt-sept mai 1940.", [("le vingt-sept mai 1940", "1940-05-27")]),
    ("Le sept juin prochain, il parlera.", [("Le sept juin prochain", "2020-06-07")]),
    ("Le 8-Mai est férié.", [("8-Mai", "2020-05-08")]),
    ("Après le 11-Septembre, tout a changé.", [("Après le 11-Septembre", "2001-09-12/..")]),
    ("Les acteurs de mai 68.", [("mai 68", "1968-05")]),
    ("La défaite de juin 40.", [("juin 40", "1940-06")]),
    ("Le sommet a eu lieu le 6 mars dernier.", [("le 6 mars dernier", "2020-03-06")]),
    ("Le G20 de novembre 2014 a échoué.", [("novembre 2014", "2014-11")]),
    ("Le budget 2021 est adopté.", [("2021", "2021")]),
    ("Il tirait à l'arc en 1515.", [("1515", "1515")]),
]
WEEKDAYS = [
    ("Le gouvernement présentera lundi son projet.", [("lundi", "2020-05-18")]),
    ("Le tribunal a condamné lundi l'ancien maire.", [("lundi", "2020-05-11")]),
    ("La violence s'est produite lundi.", [("lundi", "2020-05-11")]),
    ("Elle a donc démissionné mardi.", [("mardi", "2020-05-12")]),
    ("Le match s'est joué jeudi dernier.", [("jeudi dernier", "2020-05-07")]),
    ("Le vote aura lieu jeudi prochain.", [("jeudi prochain", "2020-05-21")]),
    ("Ce mardi, les syndicats ont défilé.", [("Ce mardi", "2020-05-12")]),
    ("Ce samedi, les syndicats défileront.", [("Ce samedi", "2020-05-16")]),
    ("Il a été vu mercredi en fin de journée.", [("mercredi en fin de journée", "2020-05-13")]),
    ("Il a parlé mardi en début de soirée.", [("mardi en début de soirée", "2020-05-12")]),
    ("L'explosion a eu lieu vers 18 h mercredi.", [("mercredi", "2020-05-13")]),
    ("Les Lyonnais ont gagné mercredi 3 points.", [("mercredi", "2020-05-13")]),
]
UNITS = [
    ("La semaine prochaine, il ira à Berlin.", [("La semaine prochaine", "2020-W21")]),
    ("Le mois dernier, le taux a baissé.", [("Le mois dernier", "2020-04")]),
    ("L'an dernier, il pleuvait.", [("L'an dernier", "2019")]),
    ("Plus tôt ce mois-ci, il a plu.", [("ce mois-ci", "2020-05")]),
    ("Cette semaine, il fait beau.", [("Cette semaine", "2020-W20")]),
    (
        "Le reste de cette semaine sera sec.",
        [("Le reste de cette semaine", "2020-05-14/2020-05-17")],
    ),
    ("Le reste du mois sera humide.", [("Le reste du mois", "2020-05-14/2020-05-31")]),
    (
        "Il partait hier soir, il rentre demain.",
        [("hier soir", "2020-05-13"), ("demain", "2020-05-15")],
    ),
    ("Le week-end dernier a été calme.", [("Le week-end dernier", "2020-05-09/2020-05-10")]),
    ("Le week-end de Pâques a été calme.", [("Le week-end de Pâques", "2020-04-11/2020-04-12")]),
]
WINDOWS = [
    (
        "Ces trois derniers mois ont été rudes.",
        [("Ces trois derniers mois", "2020-02-14/2020-05-13")],
    ),
    ("Les dix derniers jours ont été secs.", [("Les dix derniers jours", "2020-05-04/2020-05-13")]),
    ("D'ici un an, tout sera prêt.", [("D'ici un an", "2020-05-14/2021-05-13")]),
    (
        "D'ici à deux semaines, tout sera prêt.",
        [("D'ici à deux semaines", "2020-05-14/2020-05-27")],
    ),
    ("Il répondra sous huit jours.", [("sous huit jours", "2020-05-14/2020-05-21")]),
    ("Il répondra sous 48 heures.", [("sous 48 heures", "2020-05-14/2020-05-15")]),
]
RANGES = [
    ("Le salon se tient du 3 au 5 juin.", [("du 3 au 5 juin", "2020-06-03/2020-06-05")]),
    ("Entre mars et mai 2019, il a plu.", [("Entre mars et mai 2019", "2019-03-01/2019-05-31")]),
    ("De 2010 à 2015, il a dirigé la ville.", [("De 2010 à 2015", "2010-01-01/2015-12-31")]),
    (
        "Du 28 décembre 2019 au 3 janvier 2020, il a neigé.",
        [("Du 28 décembre 2019 au 3 janvier 2020", "2019-12-28/2020-01-03")],
    ),
    (
        "Le feu a pris dans la nuit de samedi à dimanche.",
        [("de samedi à dimanche", "2020-05-09/2020-05-10")],
    ),
    (
        "Le sondage date du 1er au 15 mars dernier.",
        [("du 1er au 15 mars dernier", "2020-03-01/2020-03-15")],
    ),
    (
        "Les 28 et 29 avril prochains, il votera.",
        [("Les 28 et 29 avril prochains", "2021-04-28/2021-04-29")],
    ),
    ("Les 3, 4 et 5 juin, la ville fêtera.", [("Les 3, 4 et 5 juin", "2020-06-03/2020-06-05")]),
    ("Les 4 et 18 mai 2019, il a joué.", [("18 mai 2019", "2019-05-18")]),
    ("La saison 2019-2020 est finie.", [("2019-2020", "2019-01-01/2020-12-31")]),
    ("La saison 2018/19 est finie.", [("2018/19", "2018-01-01/2019-12-31")]),
    ("La saison 2011-12 est finie.", [("saison 2011-12", "2011-01-01/2012-12-31")]),
]
OFFSETS = [
    ("Il y a trois jours, il signait.", [("Il y a trois jours", "2020-05-11")]),
    ("Il y a dix-sept ans, tout changeait.", [("Il y a dix-sept ans", "2003")]),
    ("Il y a cent ans, la ville brûlait.", [("Il y a cent ans", "1920")]),
    ("Il y a une vingtaine d'années, il partait.", [("Il y a une vingtaine d'années", "2000")]),
    ("Il y a un an jour pour jour, il partait.", [("Il y a un an jour pour jour", "2019-05-14")]),
    ("Il y a 48 heures, il partait.", [("Il y a 48 heures", "2020-05-12")]),
    ("Il partira dans deux semaines.", [("dans deux semaines", "2020-W22")]),
    ("Il partira dans 150 jours.", [("dans 150 jours", "2020-10-11")]),
    (
        "Arrêté le 3 mars, il a été libéré le lendemain.",
        [("le 3 mars", "2020-03-03"), ("le lendemain", "2020-03-04")],
    ),
    (
        "Le lendemain, vendredi 8 mai, il est mort.",
        [("Le lendemain, vendredi 8 mai", "2020-05-08")],
    ),
    (
        "La veille du 14 juillet 2019, il pleuvait.",
        [("La veille du 14 juillet 2019", "2019-07-13")],
    ),
    ("Le lendemain de Noël, il est parti.", [("Le lendemain de Noël", "2019-12-26")]),
    (
        "Parti le 3 mars, il est revenu dix jours plus tard.",
        [("le 3 mars", "2020-03-03"), ("dix jours plus tard", "2020-03-13")],
    ),
    (
        "Dix ans après le 11 septembre 2001, on commémore.",
        [("Dix ans après le 11 septembre 2001", "2011-09-11")],
    ),
    (
        "Il partit le 12 février 1985, deux semaines avant le coup d'État.",
        [("le 12 février 1985, deux semaines avant", "1985-02-12")],
    ),
    (
        "Signé le 3 mars, il vaut 45 jours après sa signature.",
        [("le 3 mars", "2020-03-03"), ("45 jours après", "2020-04-17")],
    ),
]
PARTS = [
    ("Les prix ont baissé début avril.", [("début avril", "2020-04-01/2020-04-15")]),
    ("La réforme, attendue mi-octobre, divise.", [("mi-octobre", "2020-10-11/2020-10-20")]),
    ("Fin 2019, le chômage reculait.", [("Fin 2019", "2019-09-01/2019-12-31")]),
    (
        "La première quinzaine de mai 2019 a été sèche.",
        [("La première quinzaine de mai 2019", "2019-05-01/2019-05-15")],
    ),
    (
        "Les derniers jours de mai 2019 ont été chauds.",
        [("Les derniers jours de mai 2019", "2019-05-16/2019-05-31")],
    ),
    (
        "Au début des années 2000, il pleuvait.",
        [("début des années 2000", "2000-01-01/2003-04-30")],
    ),
]
NTH = [
    ("Le premier lundi de septembre 2020.", [("Le premier lundi de septembre 2020", "2020-09-07")]),
    (
        "Le dernier week-end de juin 2020.",
        [("Le dernier week-end de juin 2020", "2020-06-27/2020-06-28")],
    ),
    (
        "Les deux premières semaines de mai 2020.",
        [("Les deux premières semaines de mai 2020", "2020-05-04/2020-05-17")],
    ),
]
HOLIDAYS = [
    ("À Noël, les trains seront bondés.", [("Noël", "2020-12-25")]),
    ("La Toussaint 2019 a été calme.", [("Toussaint 2019", "2019-11-01")]),
    ("Le lundi de Pâques 2019, il pleuvait.", [("lundi de Pâques 2019", "2019-04-22")]),
    ("Il y aura foule à l'Ascension 2021.", [("Ascension 2021", "2021-05-13")]),
    ("Le sapin de Noël et le père Noël plaisent.", []),
    ("Jean-Noël a visité l'île de Pâques.", []),
    ("L'ascension du Mont-Blanc par Toussaint Durand.", []),
]
YEAR_PARTS = [
    (
        "Au premier trimestre 2021, le PIB reculera.",
        [("premier trimestre 2021", "2021-01-01/2021-03-31")],
    ),
    (
        "Au deuxième trimestre de l'année dernière, le PIB a reculé.",
        [("deuxième trimestre de l'année dernière", "2019-04-01/2019-06-30")],
    ),
    (
        "Au second semestre 2019, le PIB a reculé.",
        [("second semestre 2019", "2019-07-01/2019-12-31")],
    ),
    ("Au T3 2019, les ventes ont progressé.", [("T3 2019", "2019-07-01/2019-09-30")]),
    ("L'été 2018 a été chaud.", [("été 2018", "2018-06-01/2018-08-31")]),
    ("L'hiver 2017-2018 a été doux.", [("hiver 2017-2018", "2017-12-01/2018-02-28")]),
    ("Cet hiver, il fera froid.", [("Cet hiver", "2020-12-01/2021-02-28")]),
    ("Cet hiver, il a fait froid.", [("Cet hiver", "2019-12-01/2020-02-29")]),
    ("Les Jeux d'hiver 2018 ont déçu.", [("2018", "2018")]),
]
AGES = [
    ("Dans les années 1990, on fumait.", [("années 1990", "1990-01-01/1999-12-31")]),
    (
        "La mode des années quatre-vingt revient.",
        [("des années quatre-vingt", "1980-01-01/1989-12-31")],
    ),
    ("La décennie 1990 fut longue.", [("La décennie 1990", "1990-01-01/1999-12-31")]),
    ("Au XIXe siècle, on creusa le canal.", [("XIXe siècle", "1800-01-01/1899-12-31")]),
    ("Au 18e siècle, on dansait.", [("18e siècle", "1700-01-01/1799-12-31")]),
    ("Au IIe siècle avant J.-C., Rome s'étend.", []),
]
OPEN_ENDS = [
    ("Il vit à Bruxelles depuis 2015.", [("depuis 2015", "2015-01-01/..")]),
    ("La taxe s'appliquera dès le 1er janvier.", [("dès le 1er janvier", "2021-01-01/..")]),
    ("À partir de dimanche, les bars fermeront.", [("À partir de dimanche", "2020-05-17/..")]),
    ("Avant 2020, il n'y avait rien.", [("Avant 2020", "../2019-12-31")]),
    ("Après le 15 mai, les écoles rouvriront.", [("Après le 15 mai", "2020-05-16/..")]),
    ("Jusqu'au 30 juin, le masque est obligatoire.", [("Jusqu'au 30 juin", "../2020-06-30")]),
    ("D'ici 2030, l'Europe changera.", [("D'ici 2030", "../2030-12-31")]),
    ("D'ici mi-décembre, il parlera.", [("D'ici mi-décembre", "../2020-12-20")]),
    ("D'ici la fin de l'année, il parlera.", [("D'ici la fin de l'année", "../2020-12-31")]),
    ("Il parlera avant la fin du mois.", [("avant la fin du mois", "../2020-05-31")]),
    ("La route est fermée jusqu'à dimanche 13 heures.", [("jusqu'à dimanche", "../2020-05-17")]),
    ("Ils étaient 100 jeudi et plus de 200 à la fin.", [("jeudi", "2020-05-14")]),
]
NO_DATES = [
    "Le match débutera à 14h30 ou à 20 heures.",
    "Il a travaillé de 9 heures à 17 heures.",
    "Pendant deux semaines, les élèves seront en vacances.",
    "Il a écopé de trois à cinq ans de prison.",
    "Il faut trois à quatre jours pour arriver.",
    "Âgé de dix-sept ans, il a fui.",
    "Chaque année et chaque lundi, il nage.",
    "Ces derniers mois, les prix ont monté.",
    "Dans les prochains jours, il neigera.",
    "Cette année-là, ce jour-là, ce jeudi-là.",
    "Le dernier jour du procès a été long.",
    "On est à la veille du scrutin, au lendemain de la crise.",
    "Quelque 1 500 personnes contre 2000 emplois.",
    "Plus de 1950 euros et près de 2000 manifestants.",
    "Entre 2000 et 3000 personnes ont défilé.",
    "Le vol 1907 et la résolution 1973.",
    "Un T3 avec un Galaxy S2 et une Audi Q3.",
    "Il revient dans un quart d'heure.",
    "Le troisième quart-temps a été décisif.",
    "Il est au niveau 3/4, avec les 2/3 des voix et 8/10 de moyenne.",
    "Il l'a emporté 3-2, puis 6-4.",
    "La sonde explore le sol de Mars.",
    "Il a été élu en mer, c'est le jeu de la marche.",
    "Le Journal du Dimanche l'a écrit.",
    "L'appel a été passé par un homme.",
    "Le Printemps arabe et le Nouvel An chinois.",
    "L'article 1382 du code civil.",
]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        *FIGURES,
        *WRITTEN,
        *WEEKDAYS,
        *UNITS,
        *WINDOWS,
        *RANGES,
        *OFFSETS,
        *PARTS,
        *NTH,
        *HOLIDAYS,
        *YEAR_PARTS,
        *AGES,
        *OPEN_ENDS,
        *((sentence, []) for sentence in NO_DATES),
    ],
)
def test_a_french_sentence_says_when(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert found(sentence, THURSDAY) == expected


@pytest.mark.parametrize(
    ("sentence", "reference", "expected"),
    [
        ("Lundi, il a plu.", "2018-12-31", [("Lundi", "2018-12-31")]),
        # What was done then, in a sentence about what will be.
        ("Il contestera le décret pris en août.", "2020-09-18", [("août", "2020-08")]),
        ("Le décret signé lundi entrera en vigueur.", THURSDAY, [("lundi", "2020-05-11")]),
        ("Le décret sera signé lundi.", THURSDAY, [("lundi", "2020-05-18")]),
        ("Le décret signé\nlundi entrera en vigueur.", THURSDAY, [("lundi", "2020-05-11")]),
        ("Le décret sera bientôt signé lundi.", THURSDAY, [("lundi", "2020-05-18")]),
        ("Le décret sera officiellement signé lundi.", THURSDAY, [("lundi", "2020-05-18")]),
        ("Le décret ne sera pas signé lundi.", THURSDAY, [("lundi", "2020-05-18")]),
        ("Le musée restera fermé lundi.", THURSDAY, [("lundi", "2020-05-18")]),
        ("Il rencontrera les députés lundi.", THURSDAY, [("lundi", "2020-05-18")]),
        ("Il visitera l'entreprise lundi.", THURSDAY, [("lundi", "2020-05-18")]),
        ("La société ouvrira son marché lundi.", THURSDAY, [("lundi", "2020-05-18")]),
        ("Il a neigé lundi.", "2019-01-02", [("lundi", "2018-12-31")]),
        ("Il neigera le 2 janvier.", "2018-12-31", [("le 2 janvier", "2019-01-02")]),
        ("Il a neigé le 30 décembre.", "2019-01-02", [("le 30 décembre", "2018-12-30")]),
        ("Le mois prochain, il votera.", "2019-12-15", [("Le mois prochain", "2020-01")]),
        ("La semaine dernière, il a plu.", "2020-01-02", [("La semaine dernière", "2019-W52")]),
    ],
)
def test_a_french_sentence_says_when_around_the_new_year(
    sentence: str, reference: str, expected: list[tuple[str, str]]
) -> None:
    assert found(sentence, reference) == expected

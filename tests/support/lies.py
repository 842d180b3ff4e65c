"""Claims about made-up articles, true and false, in two languages: what a verifier is measured by.

A story is told in English and French. Its claims say the same in other words; its lies change one
thing each. Everything in braces is filled in from a seed, so that no two cases are alike. The
stories of ``WORKED_ON`` were looked at while the verifier was written; those of ``HELD_OUT`` and
``FRESH`` were written before it was run on them, and looked at once.
"""

# ruff: noqa: E501 (each claim is one line)

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PEOPLE = (
    "Anna Keller", "Paul Martel", "Ingrid Sorel", "Hugo Lindt", "Nora Valdez", "Émile Rostan",
    "Clara Weiss", "Oscar Dupond", "Irina Malkova", "Yves Charlier",
)  # fmt: skip
_TOWNS = (
    "Varnay", "Lorbach", "Sestrieux", "Montalet", "Grünfeld", "Port-Alban", "Belcastre", "Nordhus",
)  # fmt: skip
_FIRMS = ("Altrex", "Velmo", "Corvane", "Sidelec", "Navarra Rail", "Optima", "Brixon")
_MONTHS = {
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    "fr": ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """What an article says, and what may be said of it.

    Attributes:
        text: By language, its sentences; the second one is the one that is cited.
        claims: By language, what it proves.
        lies: By kind, then by language, what it does not.
    """

    text: Mapping[str, str]
    claims: Mapping[str, tuple[str, ...]]
    lies: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Case:
    """A claim about an article.

    Attributes:
        kind: What was changed; ``honest`` for nothing.
        article: The language of the article.
        language: The language of the claim.
        text: The article.
        claim: The claim.
        elsewhere: Whether the claim cites another article than the one that proves it.
    """

    kind: str
    article: str
    language: str
    text: str
    claim: str
    elsewhere: bool = False

    @property
    def honest(self) -> bool:
        """Whether the claim may be shown."""
        return self.kind == "honest"


def _story(
    en: str, fr: str, claims: tuple[tuple[str, ...], tuple[str, ...]], **lies: tuple[str, str]
) -> Story:
    return Story(
        {"en": en, "fr": fr},
        {"en": claims[0], "fr": claims[1]},
        {kind: {"en": one, "fr": other} for kind, (one, other) in lies.items()},
    )


WORKED_ON = (
    _story(
        "There was news from {town}. The mayor of {town}, {name}, opened the new bridge on {day} "
        "{month} {year}. Rain fell.",
        "Il y a du nouveau à {town}. Le maire de {town}, {name}, a inauguré le nouveau pont le "
        "{day} {month} {year}. Il a plu.",
        (
            (
                "The mayor of {town}, {name}, opened the bridge on {day} {month} {year}.",
                "{name} opened the new bridge in {month} {year}.",
                "On {day} {month} {year}, the new bridge was opened by {name}.",
            ),
            (
                "Le maire de {town}, {name}, a inauguré le pont le {day} {month} {year}.",
                "{name} a inauguré le nouveau pont en {month} {year}.",
                "Le {day} {month} {year}, le nouveau pont a été inauguré par {name}.",
            ),
        ),
        name=(
            "The mayor of {town}, {name2}, opened the bridge on {day} {month} {year}.",
            "Le maire de {town}, {name2}, a inauguré le pont le {day} {month} {year}.",
        ),
        town=(
            "The mayor of {town2}, {name}, opened the bridge.",
            "Le maire de {town2}, {name}, a inauguré le pont.",
        ),
        year=(
            "{name} opened the bridge on {day} {month} {year2}.",
            "{name} a inauguré le pont le {day} {month} {year2}.",
        ),
        month=(
            "{name} opened the bridge on {day} {month2} {year}.",
            "{name} a inauguré le pont le {day} {month2} {year}.",
        ),
        negation=(
            "{name} did not open the bridge on {day} {month} {year}.",
            "{name} n'a pas inauguré le pont le {day} {month} {year}.",
        ),
        opposite=(
            "{name} closed the bridge on {day} {month} {year}.",
            "{name} a fermé le pont le {day} {month} {year}.",
        ),
        knowledge=(
            "{name} opened the bridge, which cost {number} million euros.",
            "{name} a inauguré le pont, qui a coûté {number} millions d'euros.",
        ),
        planned=(
            "{name} will open the bridge on {day} {month} {year}.",
            "{name} inaugurera le pont le {day} {month} {year}.",
        ),
    ),
    _story(
        "A factory burned. The fire at the {firm} factory in {town} killed {small} people and "
        "injured {number}. The smoke was seen far away.",
        "Une usine a brûlé. L'incendie de l'usine {firm} à {town} a fait {small} morts et {number} "
        "blessés. La fumée se voyait de loin.",
        (
            (
                "The fire at the {firm} factory killed {small} people.",
                "The fire in {town} injured {number}.",
                "The fire killed {small} people and injured {number}.",
            ),
            (
                "L'incendie de l'usine {firm} a fait {small} morts.",
                "L'incendie à {town} a fait {number} blessés.",
                "L'incendie a fait {small} morts et {number} blessés.",
            ),
        ),
        number=(
            "The fire at the {firm} factory killed {number2} people.",
            "L'incendie de l'usine {firm} a fait {number2} morts.",
        ),
        swapped=(
            "The fire killed {number} people and injured {small}.",
            "L'incendie a fait {number} morts et {small} blessés.",
        ),
        counted=(
            "The fire at the {firm} factory killed {number} people.",
            "L'incendie de l'usine {firm} a fait {number} morts.",
        ),
        name=(
            "The fire at the {firm2} factory killed {small} people.",
            "L'incendie de l'usine {firm2} a fait {small} morts.",
        ),
        over=(
            "The fire killed more than {small} people.",
            "L'incendie a fait plus de {small} morts.",
        ),
        negation=(
            "The fire at the {firm} factory killed nobody.",
            "L'incendie de l'usine {firm} n'a fait aucun mort.",
        ),
        alleged=(
            "The fire allegedly killed {small} people.",
            "L'incendie aurait fait {small} morts.",
        ),
    ),
    _story(
        "The council met. The council of {town} plans to close the swimming pool on {day} {month} "
        "{year}. People are angry.",
        "Le conseil s'est réuni. Le conseil municipal de {town} prévoit de fermer la piscine le "
        "{day} {month} {year}. Les gens sont en colère.",
        (
            (
                "The council of {town} plans to close the swimming pool on {day} {month} {year}.",
                "The council plans to close the pool in {month} {year}.",
            ),
            (
                "Le conseil municipal de {town} prévoit de fermer la piscine le {day} {month} {year}.",
                "Le conseil municipal prévoit de fermer la piscine en {month} {year}.",
            ),
        ),
        planned=(
            "The council of {town} closed the swimming pool on {day} {month} {year}.",
            "Le conseil municipal de {town} a fermé la piscine le {day} {month} {year}.",
        ),
        negation=(
            "The council of {town} does not plan to close the swimming pool.",
            "Le conseil municipal de {town} ne prévoit pas de fermer la piscine.",
        ),
        opposite=(
            "The council plans to open the swimming pool on {day} {month} {year}.",
            "Le conseil municipal prévoit d'ouvrir la piscine le {day} {month} {year}.",
        ),
        other=(
            "The council plans to close the library on {day} {month} {year}.",
            "Le conseil municipal prévoit de fermer la bibliothèque le {day} {month} {year}.",
        ),
        year=(
            "The council plans to close the pool in {year2}.",
            "Le conseil municipal prévoit de fermer la piscine en {year2}.",
        ),
        day=(
            "The council plans to close the pool on {day2} {month} {year}.",
            "Le conseil municipal prévoit de fermer la piscine le {day2} {month} {year}.",
        ),
    ),
    _story(
        "There is a new road. The road between {town} and {town2}, which is {number} kilometres "
        "long, cost {small}.5 million euros. It was opened.",
        "Il y a une nouvelle route. La route entre {town} et {town2}, longue de {number} "
        "kilomètres, a coûté {small},5 millions d'euros. Elle est ouverte.",
        (
            (
                "The road cost {small}.5 million euros.",
                "The road is {number} kilometres long.",
                "The road between {town} and {town2} cost €{small}.5 million.",
            ),
            (
                "La route a coûté {small},5 millions d'euros.",
                "La route est longue de {number} kilomètres.",
                "La route entre {town} et {town2} a coûté {small},5 millions d'euros.",
            ),
        ),
        unit=("The road is {number} miles long.", "La route est longue de {number} miles."),
        currency=(
            "The road cost {small}.5 million dollars.",
            "La route a coûté {small},5 millions de dollars.",
        ),
        magnitude=(
            "The road cost {small}.5 billion euros.",
            "La route a coûté {small},5 milliards d'euros.",
        ),
        number=(
            "The road is {number2} kilometres long.",
            "La route est longue de {number2} kilomètres.",
        ),
        under=(
            "The road cost less than {small}.5 million euros.",
            "La route a coûté moins de {small},5 millions d'euros.",
        ),
    ),
    _story(
        "Two firms are at war. {firm} sued {firm2} over a contract on {day} {month} {year}. The "
        "judges will hear both.",
        "Deux sociétés se battent. {firm} a poursuivi en justice {firm2} pour un contrat le {day} "
        "{month} {year}. Les juges les entendront.",
        (
            (
                "{firm} sued {firm2} over a contract.",
                "{firm2} was sued by {firm} on {day} {month} {year}.",
            ),
            (
                "{firm} a poursuivi en justice {firm2} pour un contrat.",
                "Le {day} {month} {year}, {firm} a poursuivi {firm2} en justice.",
            ),
        ),
        roles=(
            "{firm2} sued {firm} over a contract.",
            "{firm2} a poursuivi en justice {firm} pour un contrat.",
        ),
        passive=(
            "{firm} was sued by {firm2} over a contract.",
            "{firm} a été poursuivi en justice par {firm2} pour un contrat.",
        ),
        quotation=(
            '{firm} sued {firm2} "over the contract".',
            "{firm} a poursuivi en justice {firm2} « pour le contrat ».",
        ),
        attribution=(
            "{firm} claims that it sued {firm2}.",
            "{firm} prétend avoir poursuivi en justice {firm2}.",
        ),
        possible=(
            "{firm} may have sued {firm2} over a contract.",
            "{firm} a peut-être poursuivi en justice {firm2} pour un contrat.",
        ),
    ),
    _story(
        "It was said in {town}. {name} denied that the company {firm} would sell the hospital. "
        "Nobody asked more.",
        "On l'a dit à {town}. {name} a démenti que la société {firm} vendrait l'hôpital. Personne "
        "n'a demandé plus.",
        (
            ("{name} denied that the company {firm} would sell the hospital.",),
            ("{name} a démenti que la société {firm} vendrait l'hôpital.",),
        ),
        denial=(
            "The company {firm} would sell the hospital.",
            "La société {firm} vendrait l'hôpital.",
        ),
        confirmed=(
            "{name} confirmed that the company {firm} would sell the hospital.",
            "{name} a confirmé que la société {firm} vendrait l'hôpital.",
        ),
        done=(
            "The company {firm} sold the hospital.",
            "La société {firm} a vendu l'hôpital.",
        ),
        opposite=(
            "{name} denied that the company {firm} would buy the hospital.",
            "{name} a démenti que la société {firm} achèterait l'hôpital.",
        ),
    ),
)  # fmt: skip

HELD_OUT = (
    _story(
        "The museum is famous. The director of the museum, {name}, resigned on {day} {month} "
        "{year}. A party was held.",
        "Le musée est connu. La directrice du musée, {name}, a démissionné le {day} {month} {year}. "
        "Une fête a eu lieu.",
        (
            (
                "{name} resigned on {day} {month} {year}.",
                "The director of the museum, {name}, resigned in {month} {year}.",
                "In {year}, the director of the museum resigned.",
            ),
            (
                "{name} a démissionné le {day} {month} {year}.",
                "La directrice du musée, {name}, a démissionné en {month} {year}.",
                "En {year}, la directrice du musée a démissionné.",
            ),
        ),
        name=("{name2} resigned on {day} {month} {year}.", "{name2} a démissionné le {day} {month} {year}."),
        half=("{half} resigned on {day} {month} {year}.", "{half} a démissionné le {day} {month} {year}."),
        year=("{name} resigned in {year2}.", "{name} a démissionné en {year2}."),
        negation=("{name} did not resign.", "{name} n'a pas démissionné."),
        planned=(
            "{name} will resign on {day} {month} {year}.",
            "{name} démissionnera le {day} {month} {year}.",
        ),
        other=(
            "The director of the theatre, {name}, resigned.",
            "La directrice du théâtre, {name}, a démissionné.",
        ),
        knowledge=(
            "{name} resigned because of an illness.",
            "{name} a démissionné à cause d'une maladie.",
        ),
    ),
    _story(
        "Figures were published. Prices in {town} rose by {small} percent in {year}, and wages fell "
        "by {small2} percent. Experts disagree.",
        "Des chiffres ont été publiés. Les prix à {town} ont augmenté de {small} % en {year}, et les "
        "salaires ont baissé de {small2} %. Les experts se disputent.",
        (
            (
                "Prices rose by {small} percent in {year}.",
                "Prices in {town} increased by {small}% in {year}.",
                "In {year}, prices in {town} rose by {small} per cent.",
            ),
            (
                "Les prix ont augmenté de {small} % en {year}.",
                "Les prix à {town} ont augmenté de {small} pour cent.",
                "En {year}, les prix à {town} ont augmenté de {small} %.",
            ),
        ),
        number=("Prices rose by {small3} percent in {year}.", "Les prix ont augmenté de {small3} % en {year}."),
        swapped=("Prices rose by {small2} percent in {year}.", "Les prix ont augmenté de {small2} % en {year}."),
        opposite=("Prices fell by {small} percent in {year}.", "Les prix ont baissé de {small} % en {year}."),
        unit=("Prices rose by {small} points in {year}.", "Les prix ont augmenté de {small} points en {year}."),
        year=("Prices rose by {small} percent in {year2}.", "Les prix ont augmenté de {small} % en {year2}."),
        over=(
            "Prices rose by at least {small} percent in {year}.",
            "Les prix ont augmenté d'au moins {small} % en {year}.",
        ),
    ),
    _story(
        "It is about trains. {firm} will build {number} trains for the city of {town} from {month} "
        "{year}. The contract is signed.",
        "Il s'agit de trains. {firm} construira {number} trains pour la ville de {town} à partir de "
        "{month} {year}. Le contrat est signé.",
        (
            (
                "{firm} will build {number} trains for the city of {town}.",
                "{firm} will build {number} trains from {month} {year}.",
            ),
            (
                "{firm} construira {number} trains pour la ville de {town}.",
                "{firm} construira {number} trains à partir de {month} {year}.",
            ),
        ),
        done=("{firm} built {number} trains for the city of {town}.", "{firm} a construit {number} trains pour la ville de {town}."),
        number=("{firm} will build {number2} trains.", "{firm} construira {number2} trains."),
        name=("{firm2} will build {number} trains.", "{firm2} construira {number} trains."),
        town=(
            "{firm} will build {number} trains for the city of {town2}.",
            "{firm} construira {number} trains pour la ville de {town2}.",
        ),
        other=("{firm} will build {number} ships.", "{firm} construira {number} navires."),
        until=(
            "{firm} will build {number} trains until {month} {year}.",
            "{firm} construira {number} trains jusqu'à {month} {year}.",
        ),
        opposite=("{firm} will sell {number} trains.", "{firm} vendra {number} trains."),
    ),
    _story(
        "There was a vote. On {day} {month} {year}, the parliament approved the law with {number} "
        "votes. A debate had gone before.",
        "On a voté. Le {day} {month} {year}, le parlement a adopté la loi par {number} voix. Un débat "
        "avait précédé.",
        (
            (
                "The parliament approved the law on {day} {month} {year}.",
                "The law was approved by the parliament in {month} {year}.",
            ),
            (
                "Le parlement a adopté la loi le {day} {month} {year}.",
                "La loi a été adoptée par le parlement en {month} {year}.",
            ),
        ),
        opposite=(
            "The parliament rejected the law on {day} {month} {year}.",
            "Le parlement a rejeté la loi le {day} {month} {year}.",
        ),
        negation=(
            "The parliament did not approve the law on {day} {month} {year}.",
            "Le parlement n'a pas adopté la loi le {day} {month} {year}.",
        ),
        planned=(
            "The parliament is expected to approve the law on {day} {month} {year}.",
            "Le parlement devrait adopter la loi le {day} {month} {year}.",
        ),
        possible=(
            "The parliament may have approved the law.",
            "Le parlement a peut-être adopté la loi.",
        ),
        other=("The government approved the law.", "Le gouvernement a adopté la loi."),
        part=(
            "The parliament partly approved the law.",
            "Le parlement a partiellement adopté la loi.",
        ),
        day=(
            "The parliament approved the law on {day2} {month} {year}.",
            "Le parlement a adopté la loi le {day2} {month} {year}.",
        ),
    ),
    _story(
        "It was election day. {name} beat {name2} in the election in {town} on {day} {month} {year}. "
        "The winner thanked everyone.",
        "C'était jour d'élection. {name} a battu {name2} à l'élection à {town} le {day} {month} "
        "{year}. Le gagnant a remercié tout le monde.",
        (
            (
                "{name} beat {name2} in the election in {town}.",
                "{name} defeated {name2} on {day} {month} {year}.",
            ),
            (
                "{name} a battu {name2} à l'élection à {town}.",
                "{name} a battu {name2} le {day} {month} {year}.",
            ),
        ),
        roles=("{name2} beat {name} in the election.", "{name2} a battu {name} à l'élection."),
        passive=(
            "{name} was beaten by {name2} in the election.",
            "{name} a été battu par {name2} à l'élection.",
        ),
        mixed=("{mixed} beat {name2} in the election.", "{mixed} a battu {name2} à l'élection."),
        town=("{name} beat {name2} in the election in {town2}.", "{name} a battu {name2} à l'élection à {town2}."),
        year=("{name} beat {name2} in {year2}.", "{name} a battu {name2} en {year2}."),
        negation=("{name} did not beat {name2}.", "{name} n'a pas battu {name2}."),
    ),
    _story(
        "The union spoke. The union threatened to block the port if {firm} dismissed {number} "
        "workers. No reply came.",
        "Le syndicat a parlé. Le syndicat a menacé de bloquer le port si {firm} licenciait {number} "
        "salariés. Il n'y eut pas de réponse.",
        (
            (
                "The union threatened to block the port if {firm} dismissed {number} workers.",
                "The union threatened to block the port if {firm} dismissed {number} employees.",
            ),
            (
                "Le syndicat a menacé de bloquer le port si {firm} licenciait {number} salariés.",
                "Le syndicat a menacé de bloquer le port si {firm} licenciait {number} employés.",
            ),
        ),
        done=("The union blocked the port.", "Le syndicat a bloqué le port."),
        condition=(
            "{firm} dismissed {number} workers.",
            "{firm} a licencié {number} salariés.",
        ),
        unconditional=(
            "The union threatened to block the port.",
            "Le syndicat a menacé de bloquer le port.",
        ),
        number=(
            "The union threatened to block the port if {firm} dismissed {number2} workers.",
            "Le syndicat a menacé de bloquer le port si {firm} licenciait {number2} salariés.",
        ),
        other=(
            "The union threatened to block the airport if {firm} dismissed {number} workers.",
            "Le syndicat a menacé de bloquer l'aéroport si {firm} licenciait {number} salariés.",
        ),
        opposite=(
            "The union threatened to block the port if {firm} hired {number} workers.",
            "Le syndicat a menacé de bloquer le port si {firm} embauchait {number} salariés.",
        ),
    ),
)  # fmt: skip


FRESH = (
    _story(
        "A storm came. The storm destroyed {number} houses in {town} and {small} in {town2} on {day} "
        "{month} {year}. Help is on its way.",
        "La tempête est venue. La tempête a détruit {number} maisons à {town} et {small} à {town2} le "
        "{day} {month} {year}. Des secours arrivent.",
        (
            (
                "The storm destroyed {number} houses in {town}.",
                "On {day} {month} {year}, the storm destroyed {number} houses in {town}.",
                "{number} houses in {town} were destroyed by the storm.",
            ),
            (
                "La tempête a détruit {number} maisons à {town}.",
                "Le {day} {month} {year}, la tempête a détruit {number} maisons à {town}.",
                "{number} maisons à {town} ont été détruites par la tempête.",
            ),
        ),
        number=(
            "The storm destroyed {number2} houses in {town}.",
            "La tempête a détruit {number2} maisons à {town}.",
        ),
        places=(
            "The storm destroyed {number} houses in {town2}.",
            "La tempête a détruit {number} maisons à {town2}.",
        ),
        other=(
            "The storm destroyed {number} schools in {town}.",
            "La tempête a détruit {number} écoles à {town}.",
        ),
        cause=(
            "The flood destroyed {number} houses in {town}.",
            "L'inondation a détruit {number} maisons à {town}.",
        ),
        negation=(
            "The storm destroyed no houses in {town}.",
            "La tempête n'a détruit aucune maison à {town}.",
        ),
        opposite=(
            "The storm saved {number} houses in {town}.",
            "La tempête a sauvé {number} maisons à {town}.",
        ),
        planned=(
            "The storm will destroy {number} houses in {town}.",
            "La tempête détruira {number} maisons à {town}.",
        ),
    ),
    _story(
        "Money was spent. The bank {firm} bought {firm2} for {small} million euros in {year}. "
        "Shareholders rejoiced.",
        "De l'argent a été dépensé. La banque {firm} a acheté {firm2} pour {small} millions d'euros en "
        "{year}. Les actionnaires se réjouissent.",
        (
            (
                "The bank {firm} bought {firm2} in {year}.",
                "{firm} acquired {firm2} for {small} million euros.",
                "{firm2} was bought by {firm} for €{small} million.",
            ),
            (
                "La banque {firm} a acheté {firm2} en {year}.",
                "{firm} a acquis {firm2} pour {small} millions d'euros.",
                "{firm2} a été acheté par {firm} pour {small} millions d'euros.",
            ),
        ),
        roles=(
            "{firm2} bought {firm} for {small} million euros.",
            "{firm2} a acheté {firm} pour {small} millions d'euros.",
        ),
        passive=(
            "{firm} was bought by {firm2} in {year}.",
            "{firm} a été acheté par {firm2} en {year}.",
        ),
        opposite=(
            "The bank {firm} sold {firm2} in {year}.",
            "La banque {firm} a vendu {firm2} en {year}.",
        ),
        magnitude=(
            "{firm} bought {firm2} for {small} billion euros.",
            "{firm} a acheté {firm2} pour {small} milliards d'euros.",
        ),
        currency=(
            "{firm} bought {firm2} for {small} million dollars.",
            "{firm} a acheté {firm2} pour {small} millions de dollars.",
        ),
        wish=("{firm} wants to buy {firm2}.", "{firm} veut acheter {firm2}."),
        year=("{firm} bought {firm2} in {year2}.", "{firm} a acheté {firm2} en {year2}."),
        under=(
            "{firm} bought {firm2} for less than {small} million euros.",
            "{firm} a acheté {firm2} pour moins de {small} millions d'euros.",
        ),
    ),
    _story(
        "Nobody worked. {number} teachers of the school in {town} were not paid in {month} {year}, "
        "{name} said. The city is silent.",
        "Personne ne travaillait. {number} enseignants de l'école de {town} n'ont pas été payés en "
        "{month} {year}, a déclaré {name}. La ville se tait.",
        (
            (
                "{number} teachers of the school in {town} were not paid in {month} {year}.",
                "In {month} {year}, {number} teachers were not paid, {name} said.",
            ),
            (
                "{number} enseignants de l'école de {town} n'ont pas été payés en {month} {year}.",
                "En {month} {year}, {number} enseignants n'ont pas été payés, a déclaré {name}.",
            ),
        ),
        negation=(
            "{number} teachers of the school in {town} were paid in {month} {year}.",
            "{number} enseignants de l'école de {town} ont été payés en {month} {year}.",
        ),
        number=(
            "{number2} teachers of the school in {town} were not paid.",
            "{number2} enseignants de l'école de {town} n'ont pas été payés.",
        ),
        other=(
            "{number} pupils of the school in {town} were not paid.",
            "{number} élèves de l'école de {town} n'ont pas été payés.",
        ),
        name=(
            "{number} teachers were not paid, {name2} said.",
            "{number} enseignants n'ont pas été payés, a déclaré {name2}.",
        ),
        month=(
            "{number} teachers were not paid in {month2} {year}.",
            "{number} enseignants n'ont pas été payés en {month2} {year}.",
        ),
        done=(
            "{number} teachers of the school in {town} were dismissed.",
            "{number} enseignants de l'école de {town} ont été licenciés.",
        ),
    ),
    _story(
        "It was in the paper. The former president of {firm}, {name}, was arrested at the airport on "
        "{day} {month} {year}. The trial is far off.",
        "C'était dans le journal. L'ancien président de {firm}, {name}, a été arrêté à l'aéroport le "
        "{day} {month} {year}. Le procès est loin.",
        (
            (
                "The former president of {firm}, {name}, was arrested on {day} {month} {year}.",
                "{name} was arrested at the airport.",
            ),
            (
                "L'ancien président de {firm}, {name}, a été arrêté le {day} {month} {year}.",
                "{name} a été arrêté à l'aéroport.",
            ),
        ),
        former=(
            "The president of {firm}, {name}, was arrested at the airport.",
            "Le président de {firm}, {name}, a été arrêté à l'aéroport.",
        ),
        opposite=(
            "{name} was released on {day} {month} {year}.",
            "{name} a été libéré le {day} {month} {year}.",
        ),
        name=("{name2} was arrested at the airport.", "{name2} a été arrêté à l'aéroport."),
        place=("{name} was arrested at the station.", "{name} a été arrêté à la gare."),
        roles=("{name} arrested the former president.", "{name} a arrêté l'ancien président."),
        future=(
            "{name} will be arrested at the airport.",
            "{name} sera arrêté à l'aéroport.",
        ),
        day=("{name} was arrested on {day2} {month} {year}.", "{name} a été arrêté le {day2} {month} {year}."),
    ),
    _story(
        "Some rules are new. From {day} {month} {year}, cars are banned on the bridge in {town}. "
        "Drivers complain.",
        "Des règles sont nouvelles. À partir du {day} {month} {year}, les voitures sont interdites sur "
        "le pont à {town}. Les conducteurs se plaignent.",
        (
            (
                "Cars are banned on the bridge in {town} from {day} {month} {year}.",
                "From {day} {month} {year}, cars are banned on the bridge.",
            ),
            (
                "Les voitures sont interdites sur le pont à {town} à partir du {day} {month} {year}.",
                "À partir du {day} {month} {year}, les voitures sont interdites sur le pont.",
            ),
        ),
        until=(
            "Cars are banned on the bridge in {town} until {day} {month} {year}.",
            "Les voitures sont interdites sur le pont à {town} jusqu'au {day} {month} {year}.",
        ),
        opposite=(
            "Cars are allowed on the bridge in {town} from {day} {month} {year}.",
            "Les voitures sont autorisées sur le pont à {town} à partir du {day} {month} {year}.",
        ),
        other=(
            "Buses are banned on the bridge in {town}.",
            "Les bus sont interdits sur le pont à {town}.",
        ),
        negation=(
            "Cars are not banned on the bridge in {town}.",
            "Les voitures ne sont pas interdites sur le pont à {town}.",
        ),
        town=(
            "Cars are banned on the bridge in {town2}.",
            "Les voitures sont interdites sur le pont à {town2}.",
        ),
        year=(
            "Cars are banned on the bridge from {day} {month} {year2}.",
            "Les voitures sont interdites sur le pont à partir du {day} {month} {year2}.",
        ),
    ),
)  # fmt: skip


def cases(stories: tuple[Story, ...], seed: int = 0) -> Iterator[Case]:
    """Yield every claim and lie of some stories, filled in; of each pair of languages.

    Args:
        stories: What is told.
        seed: Decides what is filled in.
    """
    chosen = random.Random(seed)  # noqa: S311 (made-up names)
    for story in stories:
        for article in ("en", "fr"):
            for language in ("en", "fr"):
                for kind, template in _claims(story, language):
                    values = _values(chosen)
                    text = story.text[article].format(**values[article])
                    claim = template.format(**values[language])
                    yield Case(kind, article, language, text, claim)
                    if kind == "honest":
                        yield Case("elsewhere", article, language, text, claim, elsewhere=True)


def _claims(story: Story, language: str) -> Iterator[tuple[str, str]]:
    for claim in story.claims[language]:
        yield "honest", claim
    for kind, lies in story.lies.items():
        yield kind, lies[language]


def _values(chosen: random.Random) -> dict[str, dict[str, str]]:
    """What stands for the names in braces, by language."""
    people, towns = chosen.sample(_PEOPLE, 2), chosen.sample(_TOWNS, 2)
    while people[0].split()[1] == people[1].split()[1]:
        people = chosen.sample(_PEOPLE, 2)
    firms, months = chosen.sample(_FIRMS, 2), chosen.sample(range(12), 2)
    years, days = chosen.sample(range(2015, 2025), 2), chosen.sample(range(2, 28), 2)
    numbers, small = chosen.sample(range(21, 97), 2), chosen.sample(range(2, 16), 3)
    other = chosen.choice([one for one in _PEOPLE if one not in people])
    common = {
        "name": people[0],
        "name2": people[1],
        "half": f"{people[0].split()[0]} {other.split()[1]}",
        "mixed": f"{people[0].split()[0]} {people[1].split()[1]}",
        "town": towns[0],
        "town2": towns[1],
        "firm": firms[0],
        "firm2": firms[1],
        "day": str(days[0]),
        "day2": str(days[1]),
        "year": str(years[0]),
        "year2": str(years[1]),
        "number": str(numbers[0]),
        "number2": str(numbers[1]),
        "small": str(small[0]),
        "small2": str(small[1]),
        "small3": str(small[2]),
    }
    return {
        code: {**common, "month": names[months[0]], "month2": names[months[1]]}
        for code, names in _MONTHS.items()
    }

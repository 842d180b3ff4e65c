"""The words of the page, in the two languages that it speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa.datatypes import Stage


@dataclass(frozen=True, slots=True)
class Words:
    """What the page says in one language; ``{…}`` is filled in.

    Attributes are named for where they stand; those of an answer are in ``qa.labels``, since it is
    told in the language of its question.
    """

    code: str
    path: str
    other: str
    other_code: str
    other_path: str
    tagline: str
    ask: str
    corpus: str
    chat: str
    welcome: str
    question: str
    filters: str
    since: str
    until: str
    as_of: str
    since_example: str
    as_of_example: str
    sources: str
    languages: str
    known_on: str
    any_day: str
    labelled: str
    remove: str
    suggestions: str
    export: str
    exported: str
    no_evidence: str
    failed: str
    stages: Mapping[str, str]
    again: str
    edit: str
    copy: str
    helpful: str
    unhelpful: str
    note: str
    note_sent: str
    send: str
    thanks: str
    timeline: str
    published: str
    spoken_of: str
    narrow: str
    considered: str
    position: str
    position_of: str
    link: str
    articles: str
    passages: str
    oldest: str
    newest: str
    made: str
    model: str
    size: str
    by_source: str
    by_language: str
    by_month: str
    others: str
    browse: str
    earlier: str
    later: str
    nothing: str
    page_of: str
    upload: str
    upload_help: str
    uploaded: str
    unchanged: str
    latest_on: str


_EN = Words(
    code="en",
    path="",
    other="Français",
    other_code="fr",
    other_path="fr",
    tagline="Ask the archive: every answer quoted, sourced and dated.",
    ask="Ask",
    corpus="Corpus",
    chat="Questions and answers",
    welcome="What does the archive say, and when did it say it?",
    question="Your question",
    filters="Narrow down",
    since="Since",
    until="Until",
    as_of="As of",
    since_example="last month",
    as_of_example="31 August 2020",
    sources="Sources",
    languages="Languages",
    known_on="As it was known on",
    any_day="any day",
    labelled="{name}: {value}",
    remove="Remove: {what}",
    suggestions="Questions that the archive answers",
    export="Export the conversation",
    exported="Conversation of {date}",
    no_evidence="The passages that an answer quotes, in their articles.",
    failed="Something went wrong on the server; its log says what.",
    stages={"searching": "Searching the archive …", "reading": "Reading the passages …"},
    again="Ask again",
    edit="Edit",
    copy="Copy",
    helpful="Helpful",
    unhelpful="Not helpful",
    note="What was right or wrong about it? (optional)",
    note_sent="Noted.",
    send="Send",
    thanks="Thank you.",
    timeline="When it was said",
    published="published",
    spoken_of="spoken of",
    narrow="Drag over the line, or use the filters, to ask again of that time alone.",
    considered="Also considered",
    position="characters {start}–{end}",
    position_of="characters {start}–{end} of {total}",
    link="Link to this question",
    articles="articles",
    passages="passages",
    oldest="Oldest",
    newest="Newest",
    made="Last built",
    model="Model",
    size="Size",
    by_source="By source",
    by_language="By language",
    by_month="By month",
    others="{count} others",
    browse="Articles",
    earlier="Older",
    later="Newer",
    nothing="No article is like that.",
    page_of="{first}–{last} of {total}, newest first",
    upload="Add articles",
    upload_help="Text files with a date, as the archive's own; {size} each at most.",
    uploaded="{added} added, {changed} changed.",
    unchanged="Nothing was new.",
    latest_on="What is the latest on {name}?",
)

_FR = Words(
    code="fr",
    path="fr",
    other="English",
    other_code="en",
    other_path="",
    tagline="Interrogez les archives : chaque réponse citée, sourcée et datée.",
    ask="Demander",
    corpus="Corpus",
    chat="Questions et réponses",
    welcome="Que disent les archives, et quand l'ont-elles dit ?",
    question="Votre question",
    filters="Préciser",
    since="Depuis",
    until="Jusqu'à",
    as_of="En date du",
    since_example="le mois dernier",
    as_of_example="31 août 2020",
    sources="Sources",
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
    stages={"searching": "Recherche dans les archives …", "reading": "Lecture des passages …"},
    again="Redemander",
    edit="Modifier",
    copy="Copier",
    helpful="Utile",
    unhelpful="Pas utile",
    note="Qu'est-ce qui était juste ou faux ? (facultatif)",
    note_sent="C'est noté.",
    send="Envoyer",
    thanks="Merci.",
    timeline="Quand cela a été dit",
    published="publié",
    spoken_of="évoqué",
    narrow="Glissez sur la ligne, ou précisez les dates, pour n'interroger que cette période.",
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
    by_source="Par source",
    by_language="Par langue",
    by_month="Par mois",
    others="{count} autres",
    browse="Articles",
    earlier="Plus anciens",
    later="Plus récents",
    nothing="Aucun article ne correspond.",
    page_of="{first} à {last} sur {total}, du plus récent au plus ancien",
    upload="Ajouter des articles",
    upload_help="Des fichiers texte datés, comme ceux des archives ; {size} chacun au plus.",
    uploaded="{added} ajoutés, {changed} modifiés.",
    unchanged="Rien de nouveau.",
    latest_on="Quelles sont les dernières nouvelles de {name} ?",
)

WORDS: Mapping[str, Words] = {words.code: words for words in (_EN, _FR)}
"""By ISO 639-1 code."""


def status(words: Words, stage: Stage) -> str:
    """What is being done."""
    return words.stages[stage.value]

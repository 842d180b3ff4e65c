from __future__ import annotations

import pytest

from qa.errors import InvalidQuestionError
from qa.question import MAX_CHARACTERS, Kind, is_no_question, parse_question


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("when does the ban take effect?", "en", Kind.WHEN),
        ("On what date was the decree signed?", "en", Kind.WHEN),
        ("How long does the ban last?", "en", Kind.HOW_LONG),
        ("How many users does the platform have?", "en", Kind.OTHER),
        ("Who is the head of the company in the United States?", "en", Kind.OTHER),
        ("Whenever it rains, what happens to the streets?", "en", Kind.OTHER),
        ("For what quarter will Ovalie publish results?", "en", Kind.WHEN),
        ("In which century was the abbey built?", "en", Kind.WHEN),
        ("De quel trimestre Ovalie publiera-t-elle les résultats ?", "fr", Kind.WHEN),
        ("quand l'interdiction prend-elle effet ?", "fr", Kind.WHEN),
        ("À quelle date le décret a-t-il été signé ?", "fr", Kind.WHEN),
        ("Combien de temps dure l'interdiction ?", "fr", Kind.HOW_LONG),
        ("Combien d'utilisateurs a la plateforme ?", "fr", Kind.OTHER),
        ("Qui est la responsable de la plateforme ?", "fr", Kind.OTHER),
        ("Quelle est l'entreprise qui a été vendue ?", "fr", Kind.OTHER),
        ("Quando entra em vigor a proibição?", "pt", Kind.OTHER),
        ("Which companies are banned in the country?", "en", Kind.LIST),
        ("In which large northern cities did the shops close?", "en", Kind.LIST),
        ("What are the conditions of the sale?", "en", Kind.LIST),
        ("Who are the owners of the platform?", "en", Kind.LIST),
        ("Name the countries that banned the platform", "en", Kind.LIST),
        ("Please list all ministers who objected", "en", Kind.LIST),
        ("What dates were the elections held on?", "en", Kind.WHEN),
        ("Which company is banned in the country?", "en", Kind.OTHER),
        ("Which gas did the factory use?", "en", Kind.OTHER),
        ("Which process is used to sign a decree?", "en", Kind.OTHER),
        ("Which virus did the doctors find?", "en", Kind.OTHER),
        ("What is the capital of the country?", "en", Kind.OTHER),
        ("What does the decree say of the owners?", "en", Kind.OTHER),
        ("Who was the head of the company?", "en", Kind.OTHER),
        ("Quelles entreprises sont interdites dans le pays ?", "fr", Kind.LIST),
        ("Quels sont les pays qui l'ont interdite ?", "fr", Kind.LIST),
        ("Dans quels pays l'application est-elle interdite ?", "fr", Kind.LIST),
        ("Lesquelles de ces entreprises sont interdites ?", "fr", Kind.LIST),
        ("Qui sont les propriétaires de la plateforme ?", "fr", Kind.LIST),
        ("Qui étaient les ministres opposés au décret ?", "fr", Kind.LIST),
        ("À quelles dates les élections ont-elles eu lieu ?", "fr", Kind.WHEN),
        ("Quel pays a interdit la plateforme ?", "fr", Kind.OTHER),
        ("Dans quelle ville le décret a-t-il été signé ?", "fr", Kind.OTHER),
        ("Qui était la responsable de la plateforme ?", "fr", Kind.OTHER),
        ("Date of the ban of the platform", "en", Kind.WHEN),
        ("Date de l'interdiction de la plateforme", "fr", Kind.WHEN),
        ("nom de la présidente de la plateforme ?", "fr", Kind.OTHER),
        ("Ou la plateforme est elle interdite ?", "fr", Kind.OTHER),
        ("The date of the ban?", "en", Kind.WHEN),
        ("Number of users of the platform?", "en", Kind.OTHER),
        ("the names of the owners of the platform", "en", Kind.OTHER),
        ("La date de l'interdiction est-elle connue ?", "fr", Kind.WHEN),
        ("Years of negotiations over the platform", "en", Kind.SUBJECT),
        ("Is the platform banned in the country?", "en", Kind.OPEN),
        ("Did the president sign the decree?", "en", Kind.OPEN),
        ("Will it be known when the ban takes effect?", "en", Kind.WHEN),
        ("Whose decree is banned, and was it signed?", "en", Kind.OTHER),
        ("Est-ce que l'interdiction est levée ?", "fr", Kind.OPEN),
        ("Le président a-t-il signé le décret ?", "fr", Kind.OPEN),
        ("L'application est-elle interdite dans le pays ?", "fr", Kind.OPEN),
        ("Can you tell me who signed the decree?", "en", Kind.OTHER),
        ("What is the latest on the ban of the platform?", "en", Kind.NEWS),
        ("What's new in the dispute about the platform?", "en", Kind.NEWS),
        ("the ban of the platform in the country", "en", Kind.SUBJECT),
        ("Between the two reports, was the ban lifted?", "en", Kind.OPEN),
        ("Dernières nouvelles de l'interdiction de la plateforme", "fr", Kind.NEWS),
        ("Quoi de neuf sur l'interdiction de la plateforme ?", "fr", Kind.NEWS),
        ("l'interdiction de la plateforme dans le pays", "fr", Kind.SUBJECT),
        ("Qu'a-t-il signé dans la capitale ?", "fr", Kind.OTHER),
        ("Pourquoi l'application est-elle interdite ?", "fr", Kind.OTHER),
        ("Comment le président a-t-il réagi ?", "fr", Kind.OTHER),
    ],
)
def test_language_and_kind(text: str, language: str, kind: Kind) -> None:
    question = parse_question(f"  {text}\n", {"fr"})
    assert (question.text, question.language, question.kind) == (text, language, kind)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("When does it end?", "when does it end?"),
        ("when does it end?", "when does it end?"),
        ("À partir de quand ?", "à partir de quand ?"),
        ("L’interdiction", "l'interdiction"),
        ("TikTok a-t-il gagné ?", "TikTok a-t-il gagné ?"),
        ("WHO said so?", "WHO said so?"),
        ("A?", "a?"),
        ("¿Cuándo termina?", "cuándo termina?"),
        ("« TikTok » a-t-il gagné ?", "« TikTok » a-t-il gagné ?"),
    ],
)
def test_what_is_looked_for(text: str, query: str) -> None:
    question = parse_question(text, {"fr"})
    assert (question.text, question.query) == (text, query)


@pytest.mark.parametrize("text", ["when \udcff", "\ud800 quand"])
def test_half_characters_are_refused(text: str) -> None:
    with pytest.raises(InvalidQuestionError):
        parse_question(text, ())


@pytest.mark.parametrize("text", ["", "  \n", "?!", "…", "🙂"])
def test_an_empty_question(text: str) -> None:
    with pytest.raises(InvalidQuestionError):
        parse_question(text, ())


def test_a_question_that_is_too_long() -> None:
    parse_question("a" * MAX_CHARACTERS, ())
    with pytest.raises(InvalidQuestionError):
        parse_question("a" * (MAX_CHARACTERS + 1), ())


@pytest.mark.parametrize(
    ("shouted", "language", "query"),
    [
        ("WHEN DOES THE BAN TAKE EFFECT?", "en", "when does the ban take effect?"),
        (
            "QUAND L’INTERDICTION PREND-ELLE EFFET ?",
            "fr",
            "quand l'interdiction prend-elle effet ?",
        ),
        ("OTAN ?", None, "OTAN ?"),
    ],
)
def test_a_question_in_capitals_is_the_same_question(
    shouted: str, language: str | None, query: str
) -> None:
    question = parse_question(shouted, {"fr", "en"})
    assert (question.text, question.query) == (shouted, query)
    assert language in (None, question.language)


@pytest.mark.parametrize(
    ("text", "language", "kind", "read_as"),
    [
        (
            "repair cost of the platform",
            "en",
            Kind.SUBJECT,
            "what is the repair cost of the platform",
        ),
        (
            "cost of repairing the platform",
            "en",
            Kind.OTHER,
            "how much does repairing the platform cost",
        ),
        ("platform repair cost", "en", Kind.OTHER, "how much does platform repair cost"),
        ("ferry fire toll", "en", Kind.OTHER, "how many people died in ferry fire"),
        ("measles toll samoa", "en", Kind.OTHER, "how many people died in measles samoa"),
        ("winner of the election", "en", Kind.OTHER, "who won the election"),
        ("owner of the ferry", "en", Kind.OTHER, "who owns the ferry"),
        ("judge in the ferry case", "en", Kind.OTHER, "who is the judge in the ferry case"),
        (
            "companies building the platform",
            "en",
            Kind.SUBJECT,
            "what are the companies building the platform",
        ),
        ("day of the ferry fire", "en", Kind.WHEN, "day of the ferry fire"),
        ("platform ban", "en", Kind.SUBJECT, "what is the platform ban"),
        ("coût de la réparation du pont", "fr", Kind.OTHER, "combien coûte la réparation du pont"),
        (
            "prix du ferry dans la capitale",
            "fr",
            Kind.OTHER,
            "combien coûte le ferry dans la capitale",
        ),
        (
            "vainqueur de la course dans le pays",
            "fr",
            Kind.OTHER,
            "qui est le vainqueur de la course dans le pays",
        ),
        (
            "jour de l'attentat dans la capitale",
            "fr",
            Kind.WHEN,
            "jour de l'attentat dans la capitale",
        ),
        (
            "population de la capitale au recensement",
            "fr",
            Kind.SUBJECT,
            "quel est population de la capitale au recensement",
        ),
    ],
)
def test_a_subject_is_read_as_the_question_that_it_stands_for(
    text: str, language: str, kind: Kind, read_as: str
) -> None:
    question = parse_question(text, {language})
    assert (question.kind, question.read_as) == (kind, read_as)


@pytest.mark.parametrize(
    ("text", "languages", "language"),
    [
        (
            "mondiaux triathlon longue distance oklahoma city date",
            {"fr"},
            "fr",
        ),  # "date" is also English
        ("collision helicopters cabasse date", {"en", "fr"}, "en"),
    ],
)
def test_a_subject_is_rather_in_a_language_of_the_corpus(
    text: str, languages: set[str], language: str
) -> None:
    question = parse_question(text, languages)
    assert (question.language, question.kind) == (language, Kind.WHEN)


@pytest.mark.parametrize(
    "text",
    [
        "Hello",
        "hi there!",
        "Thanks a lot",
        "ok",
        "bonjour",
        "Merci beaucoup !",
        "stop it",
        "continue",
    ],
)
def test_a_greeting_thanks_or_a_command_is_no_question(text: str) -> None:
    assert is_no_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "hello kitty sales",
        "Who said thanks?",
        "next election",
        "merci de la reine",
        "stop of the train",
        "help for samoa",
    ],
)
def test_what_only_begins_so_is_a_question(text: str) -> None:
    assert not is_no_question(text)

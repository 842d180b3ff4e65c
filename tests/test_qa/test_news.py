"""What is told where somebody asks for the news of a subject."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from index.datatypes import Hit
from index.passages import split
from index.testing import article as plain_article
from qa.answerers.extractive import ExtractiveAnswerer
from qa.formatting import format_value
from qa.question import Kind, parse_question
from qa.render import to_html, to_markdown
from qa.testing import ScriptedReader
from qa.web.evidence import evidence_html

if TYPE_CHECKING:
    from index.datatypes import Article
    from qa.answer import Answer

TOLD = {
    "en": (
        "the Marlow ferry",
        (
            "Fire breaks out on the Marlow ferry",
            "A fire broke out in the engine room of the Marlow ferry on Sunday.",
        ),
        (
            "Marlow ferry towed to port",
            "Two tugs towed the burnt Marlow ferry to Kestrel yesterday evening.",
        ),
        (
            "Inquiry blames crew of Marlow ferry",
            "The inquiry into the fire on the Marlow ferry blames a loose hose.",
        ),
    ),
    "fr": (
        "le ferry de Marlow",
        (
            "Incendie à bord du ferry de Marlow",
            "Un incendie s'est déclaré dimanche à bord du ferry de Marlow.",
        ),
        (
            "Le ferry de Marlow remorqué au port",
            "Deux remorqueurs ont ramené hier soir le ferry de Marlow à Kestrel.",
        ),
        (
            "Ferry de Marlow : l'équipage en cause",
            "L'enquête sur l'incendie du ferry de Marlow met en cause un tuyau.",
        ),
    ),
    "de": (
        "die Fähre von Marlow",
        (
            "Feuer auf der Fähre von Marlow",
            "Am Sonntag brach im Maschinenraum der Fähre von Marlow ein Feuer aus.",
        ),
        (
            "Fähre von Marlow im Hafen",
            "Zwei Schlepper brachten die ausgebrannte Fähre von Marlow nach Kestrel.",
        ),
        (
            "Fähre von Marlow: Schlauch war undicht",
            "Die Untersuchung zum Feuer auf der Fähre von Marlow nennt einen Schlauch.",
        ),
    ),
    "es": (
        "el ferry de Marlow",
        (
            "Incendio a bordo del ferry de Marlow",
            "Un incendio se declaró el domingo a bordo del ferry de Marlow.",
        ),
        (
            "El ferry de Marlow, remolcado al puerto",
            "Dos remolcadores llevaron ayer el ferry de Marlow a Kestrel.",
        ),
        (
            "Ferry de Marlow: culpan a la tripulación",
            "La investigación del incendio del ferry de Marlow culpa a una manguera.",
        ),
    ),
}
"""A subject and three articles about it, the oldest first: headline and lede."""

ASKED = {
    "en": ("what happened with {}", "Any news about {}?", "latest on {}", "What's new with {}?"),
    "fr": ("Que s'est-il passé avec {} ?", "quoi de neuf sur {}", "Où en est {} ?"),
    "de": ("Was ist mit der Fähre von Marlow passiert?", "Neuigkeiten über {}", "aktuell über {}"),
    "es": ("¿Qué pasó con {}?", "últimas noticias sobre {}", "¿Hay novedades sobre {}?"),
}
DAYS = ("2021-03-07", "2021-03-09", "2021-05-20")
MORE = {
    "en": " The port authority will publish a longer report in the summer.",
    "fr": " Les autorités du port publieront un rapport plus long cet été.",
    "de": " Der Hafen will im Sommer einen längeren Bericht vorlegen.",
    "es": " La autoridad portuaria publicará un informe más largo en verano.",
}


def article(name: str, text: str, published: str, language: str = "en", title: str = "") -> Article:
    one = plain_article(name, text, published=published, language=language)
    return replace(one, title=title or one.title)


def articles_in(language: str) -> list[Article]:
    """The three articles and one of the same town that is newer."""
    _, *told = TOLD[language]
    found = [
        article(f"{n}.txt", lede + MORE[language], day, language, title=title)
        for n, ((title, lede), day) in enumerate(zip(told, DAYS, strict=True))
    ]
    other = article("x.txt", "Marlow has a mayor. She is new." * 3, "2021-06-01", language)
    return [*found, other]


def hits_of(articles: list[Article], scores: dict[str, float] | None = None) -> list[Hit]:
    found = [
        Hit(passage, one, (scores or {}).get(one.id, 0.9), 0.85, 1.0)
        for one in articles
        for passage in split(one)
    ]
    return sorted(found, key=lambda hit: -hit.score)


def ask(
    text: str, articles: list[Article], top_k: int = 5, scores: dict[str, float] | None = None
) -> Answer:
    question = parse_question(text, {one.language for one in articles})
    hits = hits_of(articles, scores)
    return ExtractiveAnswerer(ScriptedReader({})).answer(question, hits, top_k=top_k)


@pytest.mark.parametrize(
    ("language", "form"), [(code, form) for code, forms in ASKED.items() for form in forms]
)
def test_the_newest_is_told_and_the_steps_before_it(language: str, form: str) -> None:
    subject, *told = TOLD[language]
    articles = articles_in(language)
    answer = ask(form.format(subject), articles)
    assert answer.found
    assert answer.news
    assert [one.document for one in answer.citations] == ["0.txt", "1.txt", "2.txt"]
    assert [one.headline for one in answer.findings] == [title for title, _ in told]
    assert [one.quote for one in answer.citations] == [lede for _, lede in told]
    for citation, one in zip(answer.citations, articles, strict=False):
        assert one.text[citation.start : citation.end] == citation.quote
    first, _, *steps = answer.answer.splitlines()
    assert told[2][0] in first
    assert told[2][1] in first
    assert first.endswith("[3]")
    assert [told[n][0] in line for n, line in enumerate(steps)] == [True, True]
    assert not any(lede in line for line in steps for _, lede in told)


@pytest.mark.parametrize("language", ["en", "fr", "de", "es"])
def test_every_surface_shows_the_newest_first(language: str) -> None:
    subject, *told = TOLD[language]
    answer = ask(ASKED[language][-1].format(subject), articles_in(language))
    for text in (str(answer), to_markdown(answer, encode=str), to_html(answer)):
        shown = " ".join(text.replace("&#x27;", "'").split())
        newest, older, oldest = (shown.index(title) for title, _ in reversed(told))
        assert newest < oldest < older
    json = answer.to_dict()
    assert [one["value"] for one in json["findings"]] == [title for title, _ in told]
    assert "news" not in json
    assert '3" open>' in evidence_html(answer, {})


def test_a_word_for_news_tells_the_language() -> None:
    for asked, language in (("Kursk noticias", "es"), ("Kursk aktuell", "de")):
        question = parse_question(asked, {"en", "es"})
        assert (question.kind, question.language) == (Kind.NEWS, language)


def test_one_article_has_no_steps_before_it() -> None:
    [newest] = [one for one in articles_in("en") if one.id == "2.txt"]
    answer = ask("latest on the Marlow ferry", [newest])
    assert answer.answer.count("\n") == 0
    assert "Before that" not in str(answer)
    assert "Before that" in str(ask("latest on the Marlow ferry", articles_in("en")))


def test_of_many_steps_the_newest_are_told() -> None:
    answer = ask("latest on the Marlow ferry", articles_in("en"), top_k=2)
    assert [one.document for one in answer.citations] == ["1.txt", "2.txt"]


def test_what_only_mentions_the_subject_is_no_news_of_it() -> None:
    passing = article(
        "z.txt",
        "The council of Kestrel approved its budget after a long debate last night. Nobody spoke "
        "of the Marlow ferry.",
        "2021-07-01",
        title="Kestrel council approves budget",
    )
    answer = ask("latest on the Marlow ferry", [*articles_in("en"), passing])
    assert "z.txt" not in {one.document for one in answer.citations}
    alone = ask("latest on the Marlow ferry", [passing])
    assert alone.findings[0].text == "Nobody spoke of the Marlow ferry."


def test_what_retrieval_puts_far_behind_is_of_another_story() -> None:
    answer = ask("latest on the Marlow ferry", articles_in("en"), scores={"2.txt": 0.5})
    assert [one.document for one in answer.citations] == ["0.txt", "1.txt"]


def test_another_subject_is_declined() -> None:
    assert not ask("latest on the Kestrel tramway", articles_in("en")).found
    assert not ask("¿Qué pasó con el tranvía de Kestrel?", articles_in("es")).found


def test_another_of_the_same_kind_is_declined() -> None:
    kestrel = article(
        "k.txt", "The Kestrel ferry sank on Monday.", "2021-07-01", title="Kestrel ferry sinks"
    )
    answer = ask("latest on the Marlow ferry", [*articles_in("en"), kestrel])
    assert "k.txt" not in {one.document for one in answer.citations}
    assert not ask("latest on the Marlow ferry", [kestrel]).found


@pytest.mark.parametrize(("score", "found"), [(0.9, True), (0.6, False)])
def test_without_a_name_and_across_languages_retrieval_decides(score: float, found: bool) -> None:
    articles = articles_in("fr")[:3]
    scores = dict.fromkeys((one.id for one in articles), score)
    assert ask("latest on the ferry", articles, scores=scores).found is found


def test_a_typing_error_in_a_name_is_forgiven() -> None:
    assert ask("latest on the Marloww ferry", articles_in("en")).news


def test_across_languages_names_and_retrieval_decide() -> None:
    answer = ask("latest on the Marlow ferry", articles_in("fr"), scores={"x.txt": 0.3})
    assert [one.document for one in answer.citations] == ["0.txt", "1.txt", "2.txt"]
    assert answer.answer.startswith("20 May 2021: Ferry de Marlow")


def test_only_the_time_that_is_named_counts() -> None:
    answer = ask("what happened with the Marlow ferry in March 2021?", articles_in("en"))
    assert [one.document for one in answer.citations] == ["0.txt", "1.txt"]
    early = ask("what happened with the Marlow ferry in 2019?", articles_in("en"))
    assert not early.found


def test_a_time_without_a_year_counts_from_the_day_of_the_question() -> None:
    text = "what happened with the Marlow ferry last month?"
    question = parse_question(text, {"en"}, question_day=date(2021, 6, 1))
    answer = ExtractiveAnswerer(ScriptedReader({})).answer(question, hits_of(articles_in("en")))
    assert [one.document for one in answer.citations] == ["2.txt"]


def test_a_headline_that_only_repeats_the_text_is_not_shown() -> None:
    text = "Two tugs towed the burnt Marlow ferry to Kestrel yesterday evening, the port said."
    one = article("a.txt", text, "2021-03-09", title="Two tugs towed the burnt Marlow ferry…")
    [finding] = ask("latest on the Marlow ferry", [one]).findings
    assert finding.headline == ""
    assert finding.text == text
    assert format_value(finding, "en") is None


def test_a_lede_begins_behind_headline_and_dateline() -> None:
    text = (
        "Marlow ferry towed to port\n9 March 2021. –\n– Two tugs towed the burnt Marlow ferry to "
        "Kestrel yesterday evening. It was raining."
    )
    one = article("a.txt", text, "2021-03-09", title="Marlow ferry towed to port")
    [finding] = ask("latest on the Marlow ferry", [one]).findings
    assert finding.text.startswith("Two tugs towed")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What happened after the vote on the ferry?", "en"),
        ("What is the latest figure for the ferry?", "en"),
        ("Quelles sont les dernières prévisions pour le ferry ?", "fr"),
        ("Was geschah nach der Abstimmung über die Fähre?", "de"),
        ("¿Qué última cifra dio el puerto?", "es"),
    ],
)
def test_other_questions_are_not_for_news(text: str, language: str) -> None:
    assert parse_question(text, {language}).kind is not Kind.NEWS

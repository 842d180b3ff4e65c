"""Text becomes terms in one way, whatever store looks them up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import (
    OTHER,
    STEMMED,
    FieldQuery,
    all_fields,
    fields,
    passage_terms,
    question_terms,
)
from index.datatypes import Article, Passage, Period
from index.passages import in_context
from index.stores.local.words import WordIndex

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = st.sampled_from([*STEMMED, "zh", "ja", "cs", ""])
TEXTS = st.text(max_size=60) | st.sampled_from(
    ["Les élections présidentielles", "The elections, elected!", "北京 2020", "Straße", "x's 5 G"]
)


def words_of(queries: list[FieldQuery], field: str) -> tuple[str, ...]:
    return next((query.terms for query in queries if query.field == field), ())


def test_a_language_with_a_stemmer_has_two_fields_and_the_others_share_one() -> None:
    assert fields("fr") == ("stems_fr", "words_fr")
    assert fields("zh") == fields("cs") == fields("") == (f"words_{OTHER}",)
    assert len(all_fields()) == len({*all_fields()}) == 2 * len(STEMMED) + 1


@given(TEXTS, LANGUAGES)
def test_a_passage_has_terms_in_the_fields_of_its_language(text: str, language: str) -> None:
    terms = passage_terms(text, language)
    assert tuple(terms) == fields(language)
    assert {*terms} <= {*all_fields()}


def test_passages_lose_endings_stop_words_and_accents_in_stems_and_keep_them_in_words() -> None:
    terms = passage_terms("Les élections et les électeurs de Genève, l'élection", "fr")
    assert terms["words_fr"] == [
        "les", "elections", "et", "les", "electeurs", "de", "geneve", "l", "election",
    ]  # fmt: skip
    assert terms["stems_fr"] == ["elect", "electeur", "genev", "elect"]


def test_terms_are_repeated_as_often_as_they_occur() -> None:
    assert passage_terms("Ban, ban and BAN", "en")["words_en"] == ["ban", "ban", "and", "ban"]


@pytest.mark.parametrize(
    ("language", "passage", "question"),
    [
        ("en", "The measures were taken.", "Which measure was taken?"),
        ("fr", "Il a décrété des mesures.", "Quelle mesure a été décrétée ?"),
        ("de", "Die Häuser brennen.", "Welches Haus brennt?"),
        ("es", "Las elecciones.", "¿Cuándo es la elección?"),
    ],
)
def test_a_question_shares_stems_with_a_passage_of_its_language(
    language: str, passage: str, question: str
) -> None:
    [stems, *_] = question_terms(question, language, {language})
    assert stems.field == f"stems_{language}"
    assert {*stems.terms} & {*passage_terms(passage, language)[stems.field]}


@pytest.mark.parametrize("typed", ["Geneve", "genève", "GENÈVE", "geneve"])
def test_accents_and_capitals_that_are_left_out_do_not_matter(typed: str) -> None:
    terms = passage_terms("Le Conseil de Genève", "fr")
    queries = question_terms(typed, "fr", {"fr", "en"})
    for query in queries:
        if query.field in terms:
            assert {*query.terms} <= {*terms[query.field]}
    assert words_of(queries, "words_en") == ("geneve",)


def test_a_question_looks_up_stems_in_its_language_and_words_in_each_that_there_is() -> None:
    queries = question_terms("When does the ban take effect?", "en", {"en", "fr", "zh", "cs"})
    assert [query.field for query in queries] == ["stems_en", "words_en", "words_fr", "words_other"]
    stems, own, french, other = queries
    assert own.terms == french.terms == other.terms
    assert own.terms == ("when", "does", "ban", "take", "effect")
    assert "doe" in stems.terms
    assert len(stems.terms) == len(own.terms)
    assert stems.weight == french.weight == other.weight == 1.0
    assert 0 < own.weight < 1  # the very word adds to its stem


def test_only_the_rarest_words_are_looked_up_unless_nothing_else_can_be() -> None:
    queries = question_terms("北京 在 哪里", "zh", {"zh", "fr"})
    assert [(query.field, query.rarest is None) for query in queries] == [
        ("words_fr", False),
        ("words_other", True),
    ]
    stems, *words = question_terms("the ban", "en", {"en", "zh"})
    assert stems.rarest is None
    assert all(query.rarest for query in words)


def test_terms_of_a_question_are_distinct_and_in_its_order() -> None:
    queries = question_terms("TikTok's ban: is TikTok banned, s or 5?", "en", {"fr"})
    assert words_of(queries, "words_fr") == ("tiktok", "ban", "banned", "5")


@pytest.mark.parametrize("language", ["en", "fr", "zh"])
@pytest.mark.parametrize("text", ["", "?!", " \n"])
def test_a_question_without_words_looks_up_nothing(text: str, language: str) -> None:
    assert question_terms(text, language, {"en", "fr", "zh"}) == []


def test_a_question_of_stop_words_alone_looks_up_nothing() -> None:
    assert question_terms("is it the", "en", {"en", "fr"}) == []


@given(TEXTS, LANGUAGES, st.sets(LANGUAGES))
def test_a_question_only_has_fields_that_there_are(
    text: str, language: str, languages: set[str]
) -> None:
    queries = question_terms(text, language, languages)
    names = [query.field for query in queries]
    assert len(names) == len({*names})
    assert {*names} <= {*all_fields()}
    for query in queries:
        assert query.terms
        assert len(query.terms) == len({*query.terms})
    words = {query.terms for query in queries if query.field.startswith("words_")}
    assert len(words) <= 1


def test_very_long_words_are_no_terms() -> None:
    address = "a" * 100
    assert passage_terms(f"see {address}", "en")["words_en"] == ["see"]
    assert words_of(question_terms(f"{address} Lima", "en", {"fr"}), "words_fr") == ("lima",)


def article(number: int, text: str, language: str) -> tuple[Article, list[Passage]]:
    period = Period.parse("2020-09-17")
    one = Article(str(number), f"Títle {number}", text, "Agence é", period, language)
    return one, [Passage(number, one.id, 0, len(text), text)]


EXAMPLES = [
    article(1, "Les élections présidentielles de Genève, élection après élection.", "fr"),
    article(2, "The elections were held; electors elected those who would elect.", "en"),
    article(3, "Die Häuser brennen in der Straße. Haus an Haus.", "de"),
    article(4, "北京今天宣布新的规定 2020", "zh"),
    article(5, "Seçimler ertelendi " + "z" * 100, "tr"),
]


def test_the_local_store_indexes_the_terms_of_its_passages(tmp_path: Path) -> None:
    index = WordIndex.build(tmp_path / "words", EXAMPLES)
    held = {
        passage.id: passage_terms(in_context(one, passage), one.language)
        for one, passages in EXAMPLES
        for passage in passages
    }
    terms = {
        (field, term)
        for by_field in held.values()
        for own in by_field.values()
        for term in own
        for field in all_fields()
    }
    for field, term in sorted(terms):
        found = {passage_id for passage_id, _ in index.search([FieldQuery(field, (term,))], 9)}
        assert found == {i for i, by_field in held.items() if term in by_field.get(field, ())}


def test_the_local_store_counts_how_often_a_term_occurs(tmp_path: Path) -> None:
    often, once = (
        article(1, "ban ban ban here", "en"),
        article(2, "ban it was not here", "en"),
    )
    index = WordIndex.build(tmp_path / "words", [once, often])
    assert [i for i, _ in index.search([FieldQuery("words_en", ("ban",))], 9)] == [1, 2]

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.passages import MAX_BYTES, in_context, largest, sentences, split
from index.testing import article
from tests.support.laws import costly

# Real trouble, far oftener than chance would bring it.
PIECES = st.sampled_from(
    ["Le décret prend effet. ", "M. Dupont", " ", "\n", "\r\n", "\r\n\r\n", "\t", "🙂",
     "👨\u200d👩", "e\u0301", ". ", "« Oui. » ", '"', "…", "a" * 90, "中文句子。", "\0", "\u2028",
     "\u200b", "3,5 %", "U.S. ", "\x85", "\ufeff", "MM. "]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join))
LANGUAGES = st.sampled_from(["fr", "en", "zh", "ar", "und"])


@given(TEXTS, LANGUAGES, st.integers(0, 20), st.integers(8, 200))
@example("a" * 1000, "en", 0, 8)
@example("🙂" * 100, "fr", 3, 8)
@example("e" + "\u0301" * 100, "fr", 0, 8)
def test_passages_stand_where_they_say(text: str, language: str, start: int, size: int) -> None:
    one = article("a", text, language=language, body_start=start)
    passages = split(one, size)
    at = start
    for passage in passages:
        assert one.text[passage.start : passage.end] == passage.text
        assert passage.text
        assert passage.text == passage.text.strip()
        assert len(passage.text.encode()) <= size
        assert not text[at : passage.start].strip()  # nothing but space is left out
        at = passage.end
    assert not text[at:].strip()
    assert len({passage.id for passage in passages}) == len(passages)


@given(TEXTS, LANGUAGES)
def test_sentences_cover_the_text(text: str, language: str) -> None:
    at = 0
    for start, end in sentences(text, language):
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@costly(10)
@given(st.lists(PIECES, min_size=1, max_size=8).map("".join))
def test_a_long_article_is_cut_whole(unit: str) -> None:
    text = (unit * (100_000 // len(unit) + 1))[:100_000]
    one = article("long", text, language="fr")
    at = 0
    for passage in split(one):
        assert text[passage.start : passage.end] == passage.text
        assert len(passage.text.encode()) <= MAX_BYTES
        assert not text[at : passage.start].strip()
        at = passage.end
    assert not text[at:].strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bonjour M. Dupont. Le décret est là.", ["Bonjour M. Dupont.", "Le décret est là."]),
        ("Pour MM. Blanc et Noir, oui. Non.", ["Pour MM. Blanc et Noir, oui.", "Non."]),
        ("« Non. » Il est parti.", ["« Non. »", "Il est parti."]),
        ("Titre\n\nLe texte commence.", ["Titre", "Le texte commence."]),
        ("Hier, le Dr. Petit y était. Il a parlé.", ["Hier, le Dr. Petit y était.", "Il a parlé."]),
        ("Que dit l'art. 12 du code ? Rien.", ["Que dit l'art. 12 du code ?", "Rien."]),
        ("Le prix ? Mme. Roux le donne.", ["Le prix ?", "Mme. Roux le donne."]),
    ],
)
def test_french_sentences(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text, "fr")] == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The talks were led by Gov. Ann Lee of the coast."),
        ("es", "La obra la presentó la Sra. Ruiz en la plaza."),
        ("de", "Das sieht Art. 7 der Satzung so vor."),
        ("pt", "A obra foi apresentada por J. Sousa na praça."),
    ],
)
def test_no_sentence_ends_in_an_abbreviation(language: str, text: str) -> None:
    assert len(sentences(text, language)) == 1


def test_a_model_that_reads_little_gets_small_passages() -> None:
    assert largest(512) == MAX_BYTES
    assert largest(128) == 284


def test_passages_end_with_sentences_where_they_can() -> None:
    text = "One sentence here. " * 100
    for passage in split(article("a", text)):
        assert passage.text.endswith(".")
        assert passage.text.startswith("One")


def test_an_id_depends_on_article_place_and_words() -> None:
    def first_id(name: str, text: str) -> int:
        return split(article(name, text))[0].id

    assert first_id("a", "Same words.") == first_id("a", "Same words.")
    assert len({first_id("a", "Same."), first_id("b", "Same."), first_id("a", " Same.")}) == 3
    assert 0 <= first_id("a", "Same.") < 2**63


def test_a_passage_is_indexed_below_its_title_and_source() -> None:
    one = replace(
        article("a.txt", "It rained. " * 100, source="Agency"), title="Rain\n in  Lima " + "x" * 200
    )
    first, *_ = split(one)
    context, source, *rest = in_context(one, first).split("\n")
    assert context.startswith("Rain in Lima xxx")
    assert len(context) <= 100
    assert source == "Agency"
    assert rest == [first.text]


@pytest.mark.parametrize(
    ("title", "source"),
    [("", "a.txt"), ("It rained in", "a.txt"), ("It rained in …", "a.txt"), ("", "")],
)
def test_what_adds_nothing_is_not_put_above_it(title: str, source: str) -> None:
    one = replace(article("a.txt", "It rained in\nLima.", source=source), title=title)
    [passage] = split(one)
    assert in_context(one, passage) == passage.text

"""References of what an answer cites, and its findings as a table."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.datatypes import Period
from qa.answer import Answer
from qa.datatypes import Citation, Finding
from qa.exports import STYLES, to_style

CITATION = Citation(
    number=1,
    source="Le Monde & fils",
    document="a.csv#7",
    title="100 % fermé : le pont_neuf {bis}",
    published=Period.parse("2020-09-17"),
    language="fr",
    url="https://a.example/7?x=%20",
    quote="le pont est fermé",
    start=3,
    end=20,
    score=0.9,
    author="Par Anne Martin et Bob d'Emilio",
)


def answer(*citations: Citation) -> Answer:
    numbers = tuple(one.number for one in citations)
    findings = (Finding("closed", (), (), citations[0].published, numbers),) if citations else ()
    return Answer("when?", "en", findings=findings, citations=citations)


def test_csl_has_the_dates_as_precise_as_they_are_known() -> None:
    def issued(published: str) -> object:
        return answer(replace(CITATION, published=Period.parse(published))).to_csl()[0]["issued"]

    assert issued("2020-09-17") == {"date-parts": [[2020, 9, 17]]}
    assert issued("2020-09") == {"date-parts": [[2020, 9]]}
    assert issued("2020") == {"date-parts": [[2020]]}
    assert issued("2020-W38") == {"date-parts": [[2020, 9, 14], [2020, 9, 20]]}
    assert issued("../2017-03-06") == {"literal": "not later than 2017-03-06"}
    [item] = answer(CITATION).to_csl()
    assert item["author"] == [{"literal": "Anne Martin"}, {"literal": "Bob d'Emilio"}]
    assert (item["id"], item["type"], item["container-title"], item["URL"], item["note"]) == (
        "a.csv#7", "article-newspaper", "Le Monde & fils", CITATION.url, "le pont est fermé",
    )  # fmt: skip


def test_bibtex_escapes_what_tex_would_obey() -> None:
    told = answer(CITATION).to_bibtex()
    assert told.startswith("@article{lemondefils2020-1,\n")
    assert r"title = {{100 \% fermé : le pont\_neuf \{bis\}}}," in told
    assert r"journaltitle = {Le Monde \& fils}," in told
    assert "author = {{Anne Martin} and {Bob d'Emilio}}," in told
    assert "date = {2020-09-17}," in told
    assert "url = {https://a.example/7?x=%20}," in told
    bound = answer(replace(CITATION, published=Period.parse("../2017-03-06"))).to_bibtex()
    assert "date = {../2017-03-06}," in bound
    assert "year =" not in bound


def test_ris_is_a_record_for_each_article() -> None:
    other = replace(CITATION, number=2, document="b", published=Period.parse("../2017-03-06"))
    again = replace(CITATION, number=3, quote="il rouvre")
    told = answer(CITATION, other, again).to_ris()
    lines = told.split("\r\n")
    assert lines.count("TY  - NEWS") == lines.count("ER  - ") == 2
    assert "DA  - 2020/09/17/" in lines
    assert "N1  - il rouvre" in lines
    assert "N1  - Published not later than 2017-03-06" in lines
    month = answer(replace(CITATION, published=Period.parse("2020-09"))).to_ris()
    assert "DA  - 2020/09//\r\n" in month


@given(st.text(st.characters(codec="utf-8"), min_size=1), st.text(st.characters(codec="utf-8")))
def test_whatever_a_title_holds_a_record_stays_one(title: str, author: str) -> None:
    odd = answer(replace(CITATION, title=title, author=author, url=None))
    lines = odd.to_ris().split("\r\n")
    assert all(line == "" or line[2:6] == "  - " for line in lines)
    assert json.loads(to_style(odd, "csl"))[0]["title"] == title
    bibtex = odd.to_bibtex().replace("\\{", "").replace("\\}", "")
    assert bibtex.count("{") == bibtex.count("}")


@pytest.mark.parametrize("style", STYLES)
def test_no_answer_has_no_references(style: str) -> None:
    assert to_style(answer(), style).strip() in ("", "[]")


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(ValueError, match="bibtex, ris, csl"):
        to_style(answer(), "mla")


def test_a_table_has_a_row_for_each_finding_and_citation() -> None:
    other = replace(CITATION, number=2, document="b")
    frame = answer(CITATION, other).to_frame()
    assert list(frame["document"]) == ["a.csv#7", "b"]
    assert list(frame["published"]) == ["2020-09-17"] * 2
    assert frame["quote"][0] == CITATION.quote
    assert list(answer().to_frame().columns) == list(frame.columns)

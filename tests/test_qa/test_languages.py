"""The languages there are, and one more that is added by its two files alone."""

from __future__ import annotations

import ast
import html
import json
import re
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

import index
import index.dates.languages
import qa
import qa.languages
from index.datatypes import Hit, Passage
from index.filters import Filters
from index.testing import article
from qa.compose import compose
from qa.formatting import format_derivations, format_value
from qa.languages import codes, interface_pack, language_pack, packs
from qa.question import Kind, parse_question
from qa.readers import Reading
from qa.render import to_text
from qa.web.page import masthead_html
from tests.contracts.language_contract import TODAY, LanguageContract
from tests.support.fake_pipeline import FakePipeline
from tests.support.markup import PANEL, Markup, foreign
from tests.support.web_server import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa import Pipeline
    from qa.languages.pack import LanguagePack

TOY = Path(__file__).parents[1] / "toy_language"


def test_no_module_compares_a_language_with_a_code() -> None:
    found = []
    written = re.compile(rf"[\"'](?:{'|'.join(codes())})[\"']")
    for package in (index, qa):
        for path in Path(package.__path__[0]).rglob("*.py"):
            text = path.read_text("utf-8")
            for node in ast.walk(ast.parse(text)) if written.search(text) else ():
                sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
                if {one.value for one in sides if isinstance(one, ast.Constant)} & {*codes()}:
                    found.append(f"{path.name}:{node.lineno}")
    assert found == []


BAN = "Il decreto, firmato il 6 agosto 2020, entra in vigore 45 giorni dopo il 6 agosto 2020."


@pytest.fixture
def italian() -> Iterator[str]:
    """Add Italian for one test."""
    doors = {qa.languages: "pack", index.dates.languages: "grammar"}
    for package, folder in doors.items():
        package.__path__.append(str(TOY / folder))
    index.dates.languages.clear_caches()
    yield "it"
    for package, folder in doors.items():
        package.__path__.remove(str(TOY / folder))
        sys.modules.pop(f"{package.__name__}.it", None)
    index.dates.languages.clear_caches()


@pytest.mark.parametrize("code", codes())
class TestShippedLanguages(LanguageContract):
    @pytest.fixture
    def pack(self, code: str) -> LanguagePack:
        return interface_pack(code)


class TestToyLanguage(LanguageContract):
    @pytest.fixture
    def code(self, italian: str) -> str:
        return italian

    @pytest.fixture
    def pack(self, code: str) -> LanguagePack:
        return interface_pack(code)


def test_a_question_in_it_is_understood(italian: str) -> None:
    question = parse_question("Quando entra in vigore il divieto?", {"en"}, TODAY)
    assert (question.language, question.kind) == ("it", Kind.WHEN)
    asked = parse_question("Che cosa dicono gli articoli da agosto 2020?", {"en"}, TODAY)
    assert asked.temporal.published == Filters.of(since=date(2020, 8, 1))


def test_an_answer_is_in_it(italian: str) -> None:
    question = parse_question("Quando entra in vigore il divieto?", {"it"}, TODAY)
    decree = replace(article("decreto", BAN, published="2020-08", language="it"))
    hit = Hit(Passage(0, decree.id, 0, len(BAN), BAN), decree, score=0.9, dense=0.9, lexical=1.0)
    answer = compose(question, [Reading(hit, 0, len(BAN), 0.9, answerable=True)])
    [finding] = answer.findings
    value, how = format_value(finding, "it"), format_derivations(finding, "it")
    assert (value, how) == ("20 settembre 2020", "45 giorni dopo il 6 agosto 2020")
    assert [period.isoformat() for period in finding.periods] == ["2020-09-20"]
    assert "agosto 2020" in to_text(answer)
    assert "Fonti" in to_text(answer)
    nothing = compose(question, [])
    assert nothing.answer == "Il corpus non lo dice."


def test_the_ban_is_told_in_it(italian: str, seed_pipeline: Pipeline) -> None:
    """Asked in Italian of the seeds, of which none is Italian."""
    answer = seed_pipeline.ask("quando il divieto entra in vigore?")
    assert (answer.language, answer.found) == ("it", True)
    values = [format_value(finding, answer.language) for finding in answer.findings]
    assert values[0] == "20 settembre 2020"
    assert format_derivations(answer.findings[0], "it") == "45 giorni dopo il 6 agosto 2020"
    assert values[1] == "da domenica 20 settembre 2020 e dal 12 novembre 2020"


@pytest.mark.slow
def test_the_page_is_served_in_it_and_leads_there(italian: str) -> None:
    with serve(FakePipeline()) as url:
        mastheads = {path: _masthead(f"{url}{path}") for path in ("", "fr", "it")}
    assert interface_pack("it").page.tagline in html.unescape(mastheads["it"])
    for path in ("", "fr"):
        assert '<a href="it" hreflang="it" lang="it">Italiano</a>' in mastheads[path]


def _masthead(address: str) -> str:
    """The heading of a page that is served, from what Gradio sends the browser."""
    config = re.search(r"window\.gradio_config = (\{.*?\});?</", httpx.get(address).text)
    assert config is not None
    page = json.loads(config[1])
    assert f'<meta name="dateline-languages" content="{" ".join(codes())}">' in page["head"]
    components = [one["props"] for one in page["components"]]
    [masthead] = [one["value"] for one in components if one.get("elem_id") == "masthead"]
    return masthead


def test_each_page_leads_to_all_others(italian: str) -> None:
    for own in packs():
        markup = Markup(masthead_html(own.page))
        assert markup.balanced
        assert not foreign(markup.elements, PANEL, {"./", *codes()})
        links = [values for tag, values in markup.elements if tag == "a"]
        others = [pack for pack in packs() if pack is not own]
        assert [one["hreflang"] for one in links] == [pack.code for pack in others]
        assert [one["lang"] for one in links] == [pack.code for pack in others]
        assert [one["href"] for one in links] == [
            "./" if pack.code == "en" else pack.code for pack in others
        ]
        assert all(pack.endonym in markup.text for pack in others)


def test_a_language_without_a_pack_is_answered_in_english() -> None:
    assert language_pack("it") is None
    assert interface_pack("it") is language_pack("en")
    assert codes()[0] == "en"
    assert "common" not in codes()
    assert language_pack("common") is None
    assert language_pack("../en") is None


def test_a_file_without_a_pack_is_a_fault(tmp_path: Path, italian: str) -> None:
    (tmp_path / "pl.py").write_text("WORDS = {}", encoding="utf-8")
    qa.languages.__path__.append(str(tmp_path))
    try:
        with pytest.raises(TypeError, match=r"pl\.py.*PACK"):
            language_pack("pl")
    finally:
        qa.languages.__path__.remove(str(tmp_path))
        sys.modules.pop("qa.languages.pl", None)


@pytest.mark.parametrize(
    ("part", "broken", "test", "named"),
    [
        ("answers", {"not_found": " "}, "test_no_part_is_empty", r"answers\.not_found"),
        (
            "answers",
            {"nearest": "Les plus proches."},
            "test_its_texts_have_the_places_that_are_filled_in",
            r"answers\.nearest",
        ),
        (
            "page",
            {"stages": {"searching": "Recherche …"}},
            "test_what_is_by_name_has_every_name",
            r"page\.stages\[reading\]",
        ),
        (
            "page",
            {"failed": "An error occurred on the server. Its log has the details."},
            "test_no_sentence_is_left_in_english",
            r"page\.failed",
        ),
        (
            "questions",
            {"list": "quels|(?:quelles"},
            "test_its_patterns_compile_and_match_something",
            r"questions\.list",
        ),
        (
            "questions",
            {"how_long": "depuis combien"},
            "test_each_kind_of_question_is_recognised",
            r"questions\.how_long",
        ),
        ("temporal", {"as_of": "en date du"}, "test_what_is_about_publication_filters", "as_of"),
        ("temporal", {"past": "fut"}, "test_the_tense_of_a_question_is_seen", r"temporal\.past"),
        ("follow_ups", {"opener": "mais"}, "test_a_follow_up_is_made_whole", "follow_ups"),
    ],
)
def test_what_a_pack_lacks_is_named(
    monkeypatch: pytest.MonkeyPatch, part: str, broken: dict[str, object], test: str, named: str
) -> None:
    from qa.languages import fr

    changed = replace(getattr(fr.PACK, part), **broken)
    monkeypatch.setattr(fr, "PACK", replace(fr.PACK, **{part: changed}))
    with pytest.raises(AssertionError, match=named):
        getattr(LanguageContract(), test)(interface_pack("fr"))


def test_a_contraction_that_the_grammar_cannot_read_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from qa.languages import fr

    monkeypatch.setattr(fr, "PACK", replace(fr.PACK, contractions=((r"^jusqu'à ", "environ "),)))
    with pytest.raises(AssertionError, match="'environ "):
        LanguageContract().test_what_it_writes_of_time_its_grammar_reads(interface_pack("fr"))

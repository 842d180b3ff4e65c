"""What the page shows of files before they are added, and the references that it gives."""

from __future__ import annotations

import html
import json
import shutil
from pathlib import Path

import pytest

from qa.languages import page_texts
from qa.web.upload_view import previews_markdown
from qa.web.uploads import Uploads
from tests.conftest import SEEDS
from tests.support.fake_pipeline import FakePipeline
from tests.support.page import ask
from tests.support.web_server import serve

EN = page_texts("en")
ROWS = (
    "id,published,updated,title,outlet,text\n"
    "1,2020-09-14,2020-09-16,The bridge *closes*,La Gazette,It is closed from Monday.\n"
    "2,soon,,Rain,La Gazette,It rains.\n"
    "3,2020-09-15,,Snow,La Gazette,It snows.\n"
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return shutil.copytree(SEEDS, tmp_path_factory.mktemp("site") / "corpus")


@pytest.fixture(scope="module")
def uploads(corpus):
    return Uploads.open(str(corpus), corpus.parent / "index")


@pytest.fixture
def files(tmp_path):
    """Return files of which one is bad, and one has a bad row."""
    (tmp_path / "rows.csv").write_text(ROWS, "utf-8")
    (tmp_path / "bad.txt").write_text("no date", "utf-8")
    return [tmp_path / "bad.txt", tmp_path / "rows.csv"]


def test_a_preview_says_what_would_be_added_dated_and_left_out(uploads, corpus, files):
    before = sorted(corpus.iterdir())
    bad, rows = uploads.preview(files)
    assert (bad.name, bad.preview, rows.refused) == ("bad.txt", None, None)
    assert (rows.preview.estimate, dict(rows.preview.dated)) == (2, {"field published": 2})
    assert [one.line for one in rows.preview.left_out] == [3]
    shown = previews_markdown([bad, rows], EN)
    assert "*closes*" not in shown  # a title is no markup
    first, *others = html.unescape(shown).splitlines()
    assert first.startswith("- bad.txt:1: ")
    assert others[0] == "- **rows.csv** · To be added: 2 · field published: 2"
    assert "14 September 2020" in others[1]
    assert "16 September 2020" in others[1]
    assert "The bridge *closes*" in others[1]
    assert others[3].strip() == "- Left out: 1"
    assert "3: " in others[4]
    assert "soon" in others[4]
    assert sorted(corpus.iterdir()) == before


def test_a_preview_says_why_nothing_would_be_added(uploads, tmp_path):
    (tmp_path / "a.xml").write_text(
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1">'
        '<itemMeta><itemClass qcode="ninat:picture"/></itemMeta></newsItem>',
        "utf-8",
    )
    shown = html.unescape(previews_markdown(uploads.preview([tmp_path / "a.xml"]), EN))
    assert "To be added: 0" in shown
    assert "NewsML-G2: pictures and other media are no articles" in shown.replace("\\", "")


@pytest.fixture(scope="module")
def site(uploads):
    with serve(FakePipeline(), uploads=uploads) as url:
        yield url


@pytest.mark.slow
def test_the_page_shows_it_before_anything_is_added_and_gives_references(tab, site, corpus, files):
    before = sorted(corpus.iterdir())
    tab.goto(site)
    assert not tab.locator("#cite-bibtex").is_visible()
    ask(tab, "When will the bridge reopen?")
    found = {}
    for style in ("bibtex", "ris", "csl"):
        with tab.expect_download() as download:
            tab.locator(f"#cite-{style}").click()
        found[Path(download.value.suggested_filename).suffix] = download.value.path().read_text()
    assert found[".bib"].startswith("@article{")
    assert found[".ris"].startswith("TY  - NEWS")
    assert json.loads(found[".json"])[0]["type"] == "article-newspaper"
    tab.get_by_role("tab", name=EN.corpus).click()
    tab.locator("#upload > button").click()
    tab.locator("#upload input[type=file]").set_input_files(files)
    told = tab.locator("#uploaded")
    told.get_by_text("To be added: 2").wait_for()
    assert "bad.txt:1: " in told.inner_text()
    assert "3: " in told.inner_text()
    assert sorted(corpus.iterdir()) == before

"""News of agencies in JSON: versions, embargoes, cancellations, notes to editors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from index.corpus import open_corpus, read_all
from index.datatypes import Article
from tests.support.corpora import articles_of, problems_of, sample

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

ITEM = {
    "uri": "urn:newsml:agency:1",
    "versioncreated": "2020-08-20T10:00:00Z",
    "firstcreated": "2020-08-18T23:30:00-05:00",
    "headline": "Bridge closed",
    "body_xhtml": "<p>It is <b>closed</b>.</p><p>It opens in spring.</p>",
    "body_text": "It is closed. It opens in spring.",
    "ednote": "Not for publication: call Ann, +32 2 555 00 00.",
    "infosources": [{"name": "Agency"}],
}


def wire(folder: Path, *changes: dict[str, Any]) -> Path:
    path = folder / "wire.json"
    path.write_text(json.dumps([{**ITEM, **change} for change in changes]))
    return path


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, ("2020-08-18", "2020-08-20", "field firstcreated")),
        ({"firstcreated": None}, ("2020-08-20", None, "field versioncreated")),
        ({"firstcreated": None, "version": "1"}, ("2020-08-20", None, "field versioncreated")),
        ({"firstcreated": None, "version": "3"},
         ("../2020-08-20", "2020-08-20", "not later than field versioncreated")),
        ({"contentcreated": "2020-08-17"}, ("2020-08-17", "2020-08-20", "field contentcreated")),
        ({"embargoed": "2020-08-19T06:00:00+02:00"},
         ("2020-08-19", "2020-08-20", "field embargoed")),
        ({"embargoed": "2020-08-01T06:00:00Z"}, ("2020-08-18", "2020-08-20", "field firstcreated")),
    ],
)  # fmt: skip
def test_which_date_is_of_publication(
    tmp_path: Path, change: dict[str, Any], expected: tuple[str, str | None, str]
) -> None:
    [one] = articles_of(wire(tmp_path, change))
    assert (one.published.isoformat(), one.updated and one.updated.isoformat(), one.dated) == (
        expected
    )
    assert (one.title, one.text) == ("Bridge closed", "It is closed.\n\nIt opens in spring.")
    assert (one.id, one.source) == ("wire.json#urn:newsml:agency:1", "Agency")


def test_the_newest_version_replaces_the_others(tmp_path: Path) -> None:
    other = {"uri": "urn:newsml:agency:2"}
    path = wire(
        tmp_path,
        {"version": "9", "headline": "Old"},
        {"version": "10", "headline": "New"},
        {"version": "2", "headline": "First"},
        {**other, "headline": "Late", "versioncreated": "2020-08-20T10:00:00+02:00"},
        {**other, "headline": "Later", "versioncreated": "2020-08-20T09:00:00Z"},
    )
    read = list(read_all(open_corpus(path)))
    assert [one.title for one in read if isinstance(one, Article)] == ["New", "Later"]
    assert len(problems_of(path)) == 3
    reason = "an older version of 'urn:newsml:agency:1', of which the newest stands on item 2"
    assert reason in problems_of(path)[0]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"pubstatus": "canceled"}, "its status is canceled"),
        ({"pubStatus": "stat:withheld"}, "its status is withheld"),
        ({"embargoed": "2999-01-01T00:00:00Z"}, "is embargoed until 2999"),
        ({"embargoed": "2999-01-01T00:00:00"}, "is embargoed until 2999"),
    ],
)
def test_what_is_not_to_be_published_is_left_out(
    tmp_path: Path, change: dict[str, Any], reason: str
) -> None:
    [problem] = problems_of(wire(tmp_path, change))
    assert reason in problem


def test_version_3_and_a_wire_of_dpa(tmp_path: Path) -> None:
    third = {
        "uri": "https://agency.example/1",
        "standard": {"name": "ninjs", "version": "3.0"},
        "contentCreated": "2020-08-18",
        "headlines": [{"role": "short", "value": "Bridge"}, {"role": "main", "value": "It closed"}],
        "bodies": [
            {"role": "main", "contentType": "text/plain", "value": "It is closed. For long."},
            {
                "role": "main",
                "contentType": "text/html",
                "value": "<p>It is closed.</p><p>Long.</p>",
            },
            {"role": "caption", "contentType": "text/html", "value": "<p>The bridge.</p>"},
        ],
        "by": "Ann",
    }
    (tmp_path / "a.json").write_text(json.dumps(third))
    [one] = articles_of(tmp_path / "a.json")
    assert (one.title, one.text, one.author) == ("It closed", "It is closed.\n\nLong.", "Ann")
    assert (one.id, one.source, one.url) == ("a.json", "agency.example", None)
    wired = {
        "urn": "urn:newsml:dpa.com:1",
        "version": 2,
        "headline": "Brücke gesperrt",
        "article_html": "<section><p>Sie ist gesperrt.</p></section>",
        "content_created": None,
        "version_created": "2020-08-18T10:00:00+02:00",
        "notepad": {"nonpublic_html": "Ann, 030"},
        "creditline": "dpa",
        "language": "de",
    }
    (tmp_path / "b.json").write_text(json.dumps(wired))
    [one] = articles_of(tmp_path / "b.json")
    assert (one.text, one.source, one.language) == ("Sie ist gesperrt.", "dpa", "de")
    assert one.published.isoformat() == "../2020-08-18"


def test_an_item_of_the_iptc() -> None:
    [one] = articles_of(sample("ninjs-1.4-text.json"))
    assert (one.id, one.title) == (
        "ninjs-1.4-text.json", "Captain of wrecked cruise ship on trial in Italy",
    )  # fmt: skip
    assert one.text.startswith(
        "GROSSETO, Italy (AP) -- The trial of the captain of the shipwrecked"
    )
    assert one.text.endswith("Schettino has denied wrongdoing.")
    assert one.text.count("\n\n") == 3
    assert (one.published.isoformat(), one.updated) == ("2013-07-09", None)
    assert (one.source, one.language, one.url) == ("ninjs.example.com", "en", None)
    assert one.author == "Paulo Santalucia and Frances d'Emilio"


@pytest.mark.parametrize("kind", ["picture", "graphic", "audio", "video", "event"])
def test_what_is_no_text_is_passed_over(tmp_path: Path, kind: str) -> None:
    path = wire(tmp_path, {"type": "text"}, {"type": kind, "uri": "urn:newsml:agency:2"})
    assert len(articles_of(path)) == 1


def test_a_body_has_no_title_and_no_captions(tmp_path: Path) -> None:
    page = (
        "<html><head><title>Bridge closed</title></head><body><h1>Bridge closed</h1>"
        "<p>It is closed.</p><figure><img/><figcaption>A picture.</figcaption></figure>"
        "<h2>In spring</h2><p>It opens.</p></body></html>"
    )
    body = {"role": "main", "contenttype": "text/html", "value": page}
    [one] = articles_of(wire(tmp_path, {"body_xhtml": None, "body_text": None, "bodies": [body]}))
    assert one.text == "It is closed.\n\nIn spring\n\nIt opens."


def test_an_alert_without_a_body_has_its_description(tmp_path: Path) -> None:
    described = [{"role": "text", "contenttype": "text/plain", "value": "It is closed for now."}]
    [one] = articles_of(
        wire(tmp_path, {"body_xhtml": None, "body_text": None, "descriptions": described})
    )
    assert one.text == "It is closed for now."

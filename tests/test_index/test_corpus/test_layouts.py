"""Articles as interfaces, readers of feeds and newsrooms lay them out, each with made-up words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from index.corpus import CorpusOptions
from tests.support.corpora import articles_of, problems_of

if TYPE_CHECKING:
    from pathlib import Path

    from index.datatypes import Article

TEXT = "The bridge over the river is closed, since its pillars have cracks, the town said."
URL = "https://gazette.example/2020/bridge"

DOCUMENTS: dict[str, Any] = {
    "articles.results, with the time of indexing beside that of publication": {
        "articles": {"results": [{
            "uri": "78", "date": "2020-08-20", "dateTime": "2020-08-20T23:30:00Z",
            "dateTimePub": "2020-08-18T22:00:00Z", "url": URL, "title": "Bridge", "body": TEXT,
            "source": {"uri": "gazette.example", "title": "La Gazette"},
            "authors": [{"name": "Ann Ash", "type": "author"}],
        }], "totalResults": 1},
    },
    "a list under a name that nobody knows": {
        "request": {"pageUrl": URL},
        "objects": [{
            "date": "Tue, 18 Aug 2020 00:00:00 GMT", "author": "Ann Ash", "siteName": "La Gazette",
            "title": "Bridge", "text": TEXT, "pageUrl": URL,
        }],
    },
    "objects by their ids": {
        key: {"title": "Bridge", "text": TEXT, "date": "2020-08-18", "url": URL + end,
              "publisher": "La Gazette", "author": "Ann Ash"}
        for key, end in (("a", ""), ("b", "-2"))
    },
    "parts of several kinds": {
        "content_elements": [{
            "_id": "ABC", "type": "story", "headlines": {"basic": "Bridge"},
            "content_elements": [
                {"type": "text", "content": TEXT},
                {"type": "image", "caption": "A picture"},
            ],
            "created_date": "2020-08-01T10:00:00Z", "publish_date": "2020-08-20T10:00:00Z",
            "first_publish_date": "2020-08-18T10:00:00Z", "canonical_url": URL,
            "credits": {"by": [{"name": "Ann Ash"}]}, "source": {"name": "La Gazette"},
        }],
    },
    "rendered by WordPress": [{
        "id": 157, "date": "2020-08-18T23:30:00", "date_gmt": "2020-08-19T03:30:00",
        "guid": {"rendered": "https://gazette.example/?p=157"}, "status": "publish", "link": URL,
        "title": {"rendered": "Bridge"}, "content": {"rendered": f"<p>{TEXT}</p>"},
        "publisher": "La Gazette", "byline": "Ann Ash", "author": 42,
    }],
    "a reader of feeds": {"items": [{
        "id": "tag:1", "published": "2020-08-18T10:00:00Z", "crawlTimeMsec": "1597999999000",
        "title": "Bridge", "alternate": [{"href": URL, "type": "text/html"}],
        "summary": {"direction": "ltr", "content": f"<p>{TEXT}</p>"}, "author": "Ann Ash",
        "origin": {"title": "La Gazette"},
    }]},
    "the archive of a newspaper": {"response": {"docs": [{
        "_id": "nyt://1", "web_url": URL, "abstract": "Short", "lead_paragraph": TEXT,
        "headline": {"main": "Bridge", "kicker": None}, "pub_date": "2020-08-18T05:00:00+0000",
        "byline": {"original": "Ann Ash"}, "source": "La Gazette",
    }]}},
}  # fmt: skip


def written(folder: Path, document: Any) -> Path:
    path = folder / "a.json"
    path.write_text(json.dumps(document))
    return path


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_the_values_of_an_article_are_found(tmp_path: Path, document: Any) -> None:
    one = articles_of(written(tmp_path, document))[0]
    assert (one.title, one.text, one.source, one.author) == (
        "Bridge",
        TEXT,
        "La Gazette",
        "Ann Ash",
    )
    assert one.published.isoformat() == "2020-08-18"
    assert one.url == URL


def test_objects_by_their_ids_keep_them(tmp_path: Path) -> None:
    row = {"title": "Bridge", "text": TEXT, "date": "2020-08-18"}
    ids = [one.id for one in articles_of(written(tmp_path, {"x1": row, "x2": row}))]
    assert ids == ["a.json#x1", "a.json#x2"]


def test_an_article_with_links_to_others_is_one(tmp_path: Path) -> None:
    document = {"title": "Bridge", "text": TEXT, "date": "2020-08-18",
                "related": [{"title": "Other", "url": URL, "date": "2019-01-01"}] * 3}  # fmt: skip
    [one] = articles_of(written(tmp_path, document))
    assert (one.id, one.title) == ("a.json", "Bridge")


def test_a_large_document_is_read_from_its_list(tmp_path: Path) -> None:
    row = {"title": "Bridge", "text": TEXT * 20, "date": "2020-08-18"}
    path = written(tmp_path, {"total": 90, "articles": [{"id": str(n), **row} for n in range(90)]})
    assert path.stat().st_size > 1 << 16
    assert [one.id for one in articles_of(path)] == [f"a.json#{number}" for number in range(90)]


def row(folder: Path, **values: Any) -> Article:
    [one] = articles_of(written(folder, [{"title": "Bridge", "text": TEXT, **values}]))
    return one


@pytest.mark.parametrize(
    ("values", "published"),
    [
        # When a link was saved is no date of publication, be that empty or not.
        ({"created_at": "2021-03-04", "published_at": None}, "../2021-03-04"),
        ({"created_at": "2021-03-04", "published_at": "2020-08-18"}, "2020-08-18"),
        ({"created_at": "2021-03-04"}, "2021-03-04"),
        # Corpora of crawled pages have the time of the crawl.
        ({"timestamp": "2019-04-25T12:57:54Z", "url": URL}, "../2019-04-25"),
        ({"date": "2019-04-25", "dump": "CC-MAIN-2019-18"}, "../2019-04-25"),
        # The first publication counts, whatever the order of the fields is.
        ({"publish_date": "2020-08-20", "first_publish_date": "2020-08-18"}, "2020-08-18"),
        ({"date": {"$date": {"$numberLong": "1597708800000"}}}, "2020-08-18"),
        ({"Veröffentlicht am": "18.08.2020"}, "2020-08-18"),
        ({"Fecha de publicacion": "18 de agosto de 2020"}, "2020-08-18"),
        ({"Time": "7:51  PM ET Tue, 18 August 2020"}, "2020-08-18"),
    ],
)
def test_no_time_of_saving_or_crawling_is_taken_for_publication(
    tmp_path: Path, values: dict[str, Any], published: str
) -> None:
    assert row(tmp_path, **values).published.isoformat() == published


@pytest.mark.parametrize("status", ["draft", "Draft", "pending", "private", "future", "trash"])
def test_what_is_not_published_is_left_out_and_told(tmp_path: Path, status: str) -> None:
    document = [{"title": "Bridge", "text": TEXT, "date": "2020-08-18", "status": status}]
    assert problems_of(written(tmp_path, document)) == [f"is not published: its status is {status}"]


@pytest.mark.parametrize("status", ["publish", "published", "read", "unread", "success", None, 1])
def test_other_statuses_say_nothing(tmp_path: Path, status: Any) -> None:
    assert row(tmp_path, date="2020-08-18", status=status).title == "Bridge"


def test_the_number_of_a_user_is_no_author(tmp_path: Path) -> None:
    assert row(tmp_path, date="2020-08-18", author=42).author == ""


def test_a_number_of_excel_is_told(tmp_path: Path) -> None:
    [problem] = problems_of(written(tmp_path, [{"title": "B", "text": TEXT, "date": "44061"}]))
    assert "as Excel counts them; export the column as dates" in problem


WORDS = {"type": "text", "text": "The bridge is "}, {"type": "text", "text": "closed", "marks": []}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (["The ", {"type": "bold", "text": "bridge"}, " is closed."], "The bridge is closed."),
        (["One.", {"type": "image", "url": "a.jpg"}, "Two."], "One.\n\nTwo."),
        (
            {"summary": ["Short."], "sections": [{"headline": ["H"], "paragraphs": ["A.", "B."]}]},
            "Short.\n\nH\n\nA.\n\nB.",
        ),
        (
            {"type": "doc", "content": [
                {"type": "paragraph", "content": WORDS},
                {"type": "image", "content": "A picture."},
                {"type": "bullet_list", "content": [
                    {"type": "list_item", "content": [{"type": "paragraph", "content": WORDS}]}
                ]},
            ]},
            "The bridge is closed\n\nThe bridge is closed",
        ),
        (
            {"blocks": [{"type": "header", "data": {"text": "H"}},
                        {"type": "paragraph", "data": {"text": "A <b>b</b>."}}]},
            "H\n\nA b.",
        ),
        ([{"_type": "block", "children": [{"_type": "span", "text": "A "},
                                          {"_type": "span", "text": "b."}]}], "A b."),
    ],
)  # fmt: skip
def test_a_text_in_parts_is_whole(tmp_path: Path, text: Any, expected: str) -> None:
    (tmp_path / "a.json").write_text(json.dumps([{"date": "2020", "body": text}]), "utf-8")
    [one] = articles_of(tmp_path)
    assert one.text == expected


@pytest.mark.parametrize("nothing", ["\\N", "(null)", "[NULL]", "<null>"])
def test_what_databases_spell_for_nothing_is_nothing(tmp_path: Path, nothing: str) -> None:
    names = "created", "introtext", "fulltext", "publish_up"
    row = "2020-09-01", TEXT, nothing, "2020-09-17"
    (tmp_path / "a.tsv").write_text("\t".join(names) + "\n" + "\t".join(row), "utf-8")
    [one] = articles_of(tmp_path)
    assert (one.text, one.published.isoformat()) == (TEXT, "2020-09-17")


def test_names_of_solr_are_known_without_their_types(tmp_path: Path) -> None:
    row = {
        "pub_date_dt": "2020-09-17T00:00:00Z",
        "headline_s": ["Closed"],
        "content_txt_en": [TEXT],
    }
    (tmp_path / "a.json").write_text(json.dumps({"response": {"docs": [row]}}), "utf-8")
    [one] = articles_of(tmp_path)
    assert (one.title, one.text, one.published.isoformat()) == ("Closed", TEXT, "2020-09-17")


def article_of(number: int) -> dict[str, Any]:
    return {"id": number, "date": f"2020-09-{number:02}", "text": f"{TEXT} {number}"}


@pytest.mark.parametrize(
    "document",
    [
        {"pages": [{"items": [article_of(1)]}, {"items": [article_of(2), article_of(3)]}]},
        {
            "2019": {"news": [article_of(1)]},
            "2020": {"news": [article_of(2), article_of(3)]},
            "total": 3,
        },
        {"data": {"pages": {"1": [article_of(1), article_of(2)], "2": [article_of(3)]}}},
    ],
)
def test_lists_in_several_pages_are_one(tmp_path: Path, document: dict[str, Any]) -> None:
    (tmp_path / "a.json").write_text(json.dumps(document), "utf-8")
    assert [one.id for one in articles_of(tmp_path)] == ["a.json#1", "a.json#2", "a.json#3"]


def test_answers_of_an_interface_a_line(tmp_path: Path) -> None:
    answers = ({"status": "ok", "articles": [article_of(n), article_of(n + 1)]} for n in (1, 3))
    kept = {**article_of(9), "images": [{"url": "https://gazette.example/a.jpg"}]}
    lines = map(json.dumps, [*answers, kept])
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    found = articles_of(tmp_path)
    assert [one.id for one in found] == [f"a.jsonl#{n}" for n in (1, 2, 3, 4, 9)]


@pytest.mark.parametrize("path", ["", "pages.list"])
def test_not_a_number_is_nothing(tmp_path: Path, path: str) -> None:
    rows = [
        article_of(1),
        {**article_of(2), "score": float("nan"), "author": float("inf")},
        article_of(3),
    ]
    document = {"pages": {"list": rows}} if path else rows
    (tmp_path / "a.json").write_text(json.dumps(document), "utf-8")
    found = articles_of(tmp_path, CorpusOptions(records=path))
    assert [one.id for one in found] == ["a.json#1", "a.json#2", "a.json#3"]


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("a.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel"),
        ("a.json", b"PK\x03\x04", "zip"),
        ("a.txt", b"%PDF-1.7", "PDF"),
        ("a.jsonl", b"\x1f\x8b\x08\0", "gzip"),
    ],
)
def test_what_is_no_text_says_what_it_is(tmp_path: Path, name: str, head: bytes, kind: str) -> None:
    (tmp_path / name).write_bytes(head + bytes(100))
    [problem] = problems_of(tmp_path)
    assert "is no text" in problem
    assert kind in problem
    assert "suffix" in problem


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"year": "2020", "month": "9", "day": "17"}, "2020-09-17"),
        ({"Year": 2020, "Month": 9.0, "Day": ""}, "2020-09"),
        ({"year": "2020", "day": "17"}, "2020"),
        ({"year": "2020", "month": "9", "day": "17", "date": "2020-09-18"}, "2020-09-18"),
    ],
)
def test_a_date_in_several_fields_is_one(
    tmp_path: Path, parts: dict[str, Any], expected: str
) -> None:
    (tmp_path / "a.json").write_text(json.dumps([{"text": TEXT, **parts}]), "utf-8")
    [one] = articles_of(tmp_path)
    assert one.published.isoformat() == expected

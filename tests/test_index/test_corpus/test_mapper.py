"""Records become articles: fields are found by their names, cleaned and dated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.corpus.aliases import ROLES
from index.corpus.cleaning import is_html, to_text
from index.corpus.mapper import Mapper
from index.corpus.options import CorpusOptions
from index.corpus.records import Record, Verbatim

if TYPE_CHECKING:
    from index.datatypes import Article

TEXT = "The bridge was closed on the day before, said the mayor of the town."


def mapped(values: dict[str, Any], order: str = "", **options: Any) -> Article:
    record = Record({"text": TEXT, **values})
    return Mapper(CorpusOptions(**options)).article(record, "a.csv#1", lambda _: order)


@pytest.mark.parametrize("role", ["published", "title", "source", "url", "language", "author"])
def test_every_name_in_the_wild_is_known_however_it_is_spelt(role: str) -> None:
    values = {
        "published": "2020-09-17", "title": "Closed", "source": "Agency",
        "url": "https://a.example/1", "language": "fr", "author": "A. Writer",
    }  # fmt: skip
    expected = values[role]
    for name in ROLES[role]:
        for spelt in (name, name.upper(), name.replace("_", "-"), name.title().replace("_", "")):
            date = {} if role == "published" else {"published": "2020-09-17"}
            one = mapped({spelt: expected, **date})
            found = getattr(one, role)
            assert (found.isoformat() if role == "published" else found) == expected, spelt


def test_where_only_a_bound_is_known_the_date_is_open_towards_the_past() -> None:
    one = mapped({"date_download": "2017-03-06 10:00:00", "date_publish": "None"})
    assert one.published.isoformat() == "../2017-03-06"
    assert one.dated == "not later than field date_download"
    assert one.updated is None
    revised = mapped({"modified": "2018-11-21", "crawled_at": "2019-01-01"})
    assert revised.published.isoformat() == "../2018-11-21"
    assert revised.updated is not None
    assert revised.updated.isoformat() == "2018-11-21"


def test_both_dates_are_told_apart() -> None:
    one = mapped({"dateModified": "2018-11-21T10:00:00Z", "datePublished": "2016-11-21"})
    assert one.published.isoformat() == "2016-11-21"
    assert one.updated is not None
    assert one.updated.isoformat() == "2018-11-21"
    assert one.dated == "field datePublished"


@pytest.mark.parametrize("nothing", [None, "None", "null", "NaN", float("nan"), "", " ", [], {}])
def test_what_spells_nothing_is_nothing(nothing: Any) -> None:
    one = mapped({"date": nothing, "year": "2020", "author": nothing, "title": nothing})
    assert one.published.isoformat() == "2020"
    assert one.author == ""
    assert one.title == TEXT
    with pytest.raises(ValueError, match="--field date=NAME"):
        mapped({"date": nothing})
    assert mapped({"date": nothing}, undated="keep").published.isoformat() == "../.."


def test_an_order_is_that_of_the_column_else_it_is_asked_for() -> None:
    with pytest.raises(ValueError, match="03 April 2020.*04 March 2020.*--date-order"):
        mapped({"date": "03/04/2020"})
    assert mapped({"date": "03/04/2020"}, "dmy").published.isoformat() == "2020-04-03"
    assert mapped({"date": "03/04/2020"}, date_order="mdy").published.isoformat() == "2020-03-04"


def test_a_field_that_is_named_comes_before_all_others() -> None:
    values = {"date": "2020-09-17", "first_seen": "2019-05-15", "Chapô": "Another text of it."}
    one = mapped(values, fields={"published": "first_seen", "text": "Chapô"})
    assert (one.published.isoformat(), one.text) == ("2019-05-15", "Another text of it.")
    assert one.dated == "field first_seen"
    with pytest.raises(ValueError, match="--field date=NAME"):
        mapped({"date": "2020"}, fields={"published": "nowhere"})


def test_what_is_inside_of_a_field_is_known_by_its_path() -> None:
    one = Mapper(CorpusOptions()).article(
        Record(
            {
                "webTitle": "Closed",
                "webPublicationDate": "2024-05-01T12:00:00Z",
                "fields": {"bodyText": TEXT, "byline": "A. Writer"},
                "source": {"name": "Agency"},
            }
        ),
        "a",
        lambda _: "",
    )
    assert (one.title, one.text, one.author, one.source) == ("Closed", TEXT, "A. Writer", "Agency")


def test_html_is_cleaned_and_its_paragraphs_stay() -> None:
    html = "<!-- wp:paragraph --><p>A &amp; B<br>said.</p><script>x()</script><p>Then <b>C</b>.</p>"
    assert to_text(html) == "A & B\n\nsaid.\n\nThen C."
    assert to_text(html.replace("&", "&amp;").replace("<", "&lt;")) == "A & B\n\nsaid.\n\nThen C."
    for plain in ("a < b and c > d", "R&D at AT&T", "<3", "1 <2> 3"):
        assert not is_html(plain)
        assert to_text(plain) == plain


def test_a_source_that_is_an_address_is_the_articles_address() -> None:
    one = mapped({"date": "2020", "source": "https://www.a.example/1"})
    assert (one.url, one.source) == ("https://www.a.example/1", "a.example")


def test_bytes_that_are_not_utf_8_are_told() -> None:
    with pytest.raises(ValueError, match='"text".*0xe9'):
        mapped({"date": "2020", "title": "Decree", "text": "d\udce9cret"})


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text())
NAMES = st.sampled_from([name for names in ROLES.values() for name in names]) | st.text()


@given(st.dictionaries(NAMES, VALUES | st.dictionaries(NAMES, VALUES, max_size=3), max_size=8))
def test_any_record_is_an_article_or_says_why_not(values: dict[str, Any]) -> None:
    mapper = Mapper(CorpusOptions(language="en"))
    record = Record(values)
    fields = mapper.fields(record)
    mapper.key(mapper.identity(fields), fields)
    mapper.version(fields)
    try:
        one = mapper.article(record, "a", lambda _: "")
    except ValueError:
        return
    assert one.text[one.body_start :].strip()
    assert one.title.strip()
    assert one.source.strip()
    "".join([one.title, one.text, one.source, one.author, one.url or ""]).encode()
    assert "\0" not in one.title + one.source + one.author + (one.url or "")


@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_a_verbatim_text_is_kept_character_for_character(text: str) -> None:
    one = Mapper(CorpusOptions(language="en")).article(
        Record({"text": Verbatim(text), "date": "2020"}), "a", lambda _: ""
    )
    assert one.text == text

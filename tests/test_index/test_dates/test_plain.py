"""Text as it comes is read as if it were written plainly."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.datatypes import Period
from index.dates.plain import normalize, whole_letters
from index.dates.resolution import annotate

SENTENCE = "L'œuvre fut achevée fin août 2019, puis rouverte aujourd'hui, le 1er février 2021."


def read(text: str) -> list[tuple[str, str]]:
    mentions = annotate(text, "fr", Period.parse("2021-02-01"))
    return [(text[one.start : one.end], one.period.isoformat()) for one in mentions]


@pytest.mark.parametrize(
    ("plainly", "as_it_comes"),
    [
        ("é", "e\u0301"),
        ("û", "u\u0302"),
        ("fi", "\ufb01"),
        ("fé", "fé\u00ad"),
        ("ao", "a\u200bo"),
        ("ier", "i\u200de\u2060r"),
        (" ", "\u00a0"),
        (" ", "\u202f"),
        (" ", "\u2009"),
        ("'", "\u2019"),
        ("'", "\u02bc"),
        ("'", "\u2032"),
        ("2019", "２０１９"),
    ],
)
def test_characters_of_the_same_meaning_are_read_alike(plainly: str, as_it_comes: str) -> None:
    text = SENTENCE.replace(plainly, as_it_comes)
    assert text != SENTENCE
    expected = [
        (words.replace(plainly, as_it_comes).rstrip("\u00ad\u200b"), period)
        for words, period in read(SENTENCE)
    ]
    assert [period for _, period in expected] == [
        "2019-08-16/2019-08-31",
        "2021-02-01",
        "2021-02-01",
    ]
    assert read(text) == expected


def test_a_decomposed_text_is_read_to_the_end_of_its_last_letter() -> None:
    text = unicodedata.normalize("NFD", "Il est né en février.")
    [mention] = annotate(text, "fr", Period.parse("2021-05"))
    assert text[mention.start : mention.end] == unicodedata.normalize("NFD", "février")


@given(
    st.text(st.sampled_from("ae\u0301\u00ad\ufb01\u2019\u00a0 '1\u200b\u0302"), max_size=30),
    st.data(),
)
def test_every_stretch_has_a_place_in_the_original(text: str, data: st.DataObject) -> None:
    written = normalize(text)
    if not written.text:
        return
    start = data.draw(st.integers(0, len(written.text) - 1))
    end = data.draw(st.integers(start + 1, len(written.text)))
    first, last = written.original(start, end)
    assert 0 <= first < last <= len(text)
    assert written.text[start:end] in normalize(text[first:last]).text


@given(st.text())
def test_what_is_plain_is_plain(text: str) -> None:
    once = normalize(text).text
    assert normalize(once).text == once


@given(st.text("aé\u0301\u0302 .", min_size=1), st.data())
def test_a_widened_span_ends_at_whole_letters(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = whole_letters(text, start, end)
    assert first <= start < end <= last
    assert first == 0 or not unicodedata.combining(text[first])
    assert last == len(text) or not unicodedata.combining(text[last])

"""Datelines, which are not times of what an article reports."""

from __future__ import annotations

import pytest

from index.dates.datelines import dateline_end
from index.testing import article


@pytest.mark.parametrize(
    ("language", "dateline", "text"),
    [
        ("fr", "9 juillet 2016 . – ", "Le compositeur est mort vendredi."),
        ("fr", "8 juillet 2016, 14h30 . –\n", "Un homme a été blessé."),
        ("en", "PARIS, 9 July 2016 (AFP) — ", "The composer died on Friday."),
        ("en", "Port-au-Prince, July 8 - ", "Two people were hurt."),
        ("en", "9 July 2016\n", "The composer died on Friday."),
        ("de", "Berlin (Deutschland), 09.07.2016 – ", "Der Minister trat am Freitag zurück."),
        ("es", "Madrid, 9 de julio de 2016.- \n", "El compositor murió el viernes."),
    ],
)
def test_the_text_begins_after_the_dateline(language: str, dateline: str, text: str) -> None:
    one = article("a", dateline + text, published="2016-07-09", language=language)
    assert one.text[dateline_end(one) :] == text


@pytest.mark.parametrize(
    ("published", "text"),
    [
        ("2016-07-09", "The composer died on 9 July 2016 – a day of mourning followed."),
        ("2016-07-09", "On Friday, 8 July, two people were hurt in the north - both were young."),
        ("2016-07-09", "12 May 2009 – the day when it began – is still remembered."),
        ("2016-07-09", "Nothing here – no day.\n9 July 2016 – yes."),
        ("2016-07-09", "9 July 2016 was a good day."),
        ("../2016-07-09", "9 July 2016 – The composer died on Friday."),
        ("2016-07-09", ""),
    ],
)
def test_other_days_at_the_start_are_text(published: str, text: str) -> None:
    assert dateline_end(article("a", text, published=published)) == 0


def test_a_header_is_left_out_as_before() -> None:
    text = "Agency\n\n9 July 2016 – The composer died."
    one = article("a", text, published="2016-07-09", body_start=8)
    assert one.text[dateline_end(one) :] == "The composer died."
    one = article("a", "Agency\n\nThe composer died.", published="2016-07-09", body_start=8)
    assert dateline_end(one) == 8

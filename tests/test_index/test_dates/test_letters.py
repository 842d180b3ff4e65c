"""Where a mention stands: never inside a letter, whatever the letters are made of."""

from __future__ import annotations

import unicodedata
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from index.datatypes import Period
from index.dates.resolution import annotate

_WORDS = (
    "à partir du 1er février 2022",
    "fin août",
    "jusqu'au 3 décembre",
    "l'été dernier",
    "mercredi 5 août",
    "Noël",
    "hôtel",
    "ﬁn août",
)
_BETWEEN = (" ", "\u00a0", "\u202f", ", ", "\u00ad ", "\u200b ", " \u2019")


@given(
    st.lists(st.tuples(st.sampled_from(_WORDS), st.sampled_from(_BETWEEN)), max_size=6),
    st.sampled_from(("NFC", "NFD")),
    st.sampled_from("-\u00ad\u200b"),
)
def test_no_mention_begins_or_ends_inside_a_letter(
    words: list[tuple[str, str]], form: Literal["NFC", "NFD"], mark: str
) -> None:
    written = "".join(word + between for word, between in words)
    text = unicodedata.normalize(form, written).replace("vr", f"v{mark}r" if mark != "-" else "vr")
    for mention in annotate(text, "fr", Period.parse("2021-06-10")):
        for place in (mention.start, mention.end):
            assert place == len(text) or not unicodedata.combining(text[place]), text


@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4))
def test_accents_that_stand_apart_change_no_period(words: list[str]) -> None:
    text = ". ".join(words)
    reference = Period.parse("2021-06-10")
    composed = annotate(unicodedata.normalize("NFC", text), "fr", reference)
    apart = annotate(unicodedata.normalize("NFD", text), "fr", reference)
    assert [one.period for one in composed] == [one.period for one in apart]

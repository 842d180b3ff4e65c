"""German: the forms of its verbs, and where the clauses look that they govern."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates.brackets import TIME
from index.dates.languages._de_direction import direction_of
from index.dates.languages._de_morphology import (
    GONE,
    Form,
    finite_form,
    is_participle,
    is_zu_infinitive,
)
from index.dates.tags import PRESENT, PROBABLE, STRONG

AHEAD, BACK, NOWHERE = 1.0, -1.0, 0.0


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("wird", Form.WILL),
        ("müsste", Form.MODAL),
        ("sollte", Form.WANTED),
        ("brach", Form.PAST),
        ("verstarben", Form.PAST),
        ("stattfand", Form.PAST),
        ("demonstrierten", Form.WEAK),
        ("startete", Form.WEAK),
        ("warten", Form.OPEN),
        ("trete", Form.OPEN),
        ("beginnt", Form.PRESENT),
        ("gehört", Form.PRESENT),
        ("abgesagt", None),
        ("geplante", None),
        ("zurückzutreten", None),
        ("überhaupt", None),
        ("heute", None),
    ],
)
def test_a_word_is_the_form_of_a_verb_that_its_ending_shows(word: str, form: Form | None) -> None:
    assert finite_form(word) is form


@pytest.mark.parametrize("word", ["zusammengekracht", "eingedrungen", "erlegen", "explodiert"])
def test_verbs_of_motion_and_change_have_their_perfect_with_sein(word: str) -> None:
    assert is_participle(word)
    assert GONE.fullmatch(word)


def test_an_infinitive_may_hold_its_zu() -> None:
    assert is_zu_infinitive("zurückzutreten", "")
    assert is_zu_infinitive("kommen", "zu")
    assert not is_zu_infinitive("kommen", "nicht")


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("Am {} wird der Radweg gesperrt.", AHEAD),
        ("Am {} wurde der Radweg gesperrt.", BACK),
        ("Der Mann soll am {} aussagen.", AHEAD),
        ("Der Mann soll am {} eingebrochen sein.", BACK),
        ("Am {} ist ein Frachter auf Grund gelaufen.", BACK),
        ("Am {} ist das Amt geschlossen.", PRESENT),
        ("Tödlich verunglückt ist am {} ein Urlauber.", BACK),
        ("Kommt es am {} zu einer Einigung, endet der Streit.", PRESENT),
        ("Der Rat hofft, dass das Parlament am {} zustimmt.", PRESENT),
        ("Er hat am {} gepackt und am Dienstag verkauft.", BACK),
        ("Er hat am Dienstag gepackt und wird am {} reisen.", AHEAD),
        ("Er hat Bürgermeister Huber (SPD) am {} „Der Letzte“ genannt.", -STRONG),
        ("Er kündigte an, am {} zurückzutreten.", AHEAD),
        ("Er bestreitet, am {} dort gewesen zu sein.", BACK),
        ("Die am {} in der Halle eröffnete Messe ist gut besucht.", BACK),
        ("Die am {} beginnende Messe war ausverkauft.", AHEAD),
        ("Nach der Niederlage am {} herrscht Ernüchterung.", BACK),
        ("Vor dem Derby am {} plagen den Trainer Sorgen.", PROBABLE),
        ("Das Konzert vom {} wird im Radio übertragen.", -PROBABLE),
        ("Beim nächsten Treffen am {} ist alles anders.", PROBABLE),
        ("Heute ist es kälter als am {}.", -PROBABLE),
        ("Er wollte am {} die Straße überqueren, als ihn ein Auto erfasste.", -PROBABLE),
        ("Treffpunkt: {}, 9 Uhr, Bahnhof Mals.", PRESENT),
        ("Das Fest am {}", NOWHERE),
        ("Die Partei bereitete die Wahl am {} vor.", -PROBABLE),
        ("Die Polizei nahm den Mann mit Gewalt am {} vor Ort fest.", -STRONG),
        ("Der Unfall am {} forderte drei Tote.", BACK),
        ("Das Parlament hatte das Gesetz am {} verabschiedet.", BACK),
    ],
)
def test_a_clause_looks_where_its_verb_does(sentence: str, direction: float) -> None:
    before, after = sentence.split("{}")
    assert direction_of(before, after) == direction


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_has_a_direction(before: str, after: str) -> None:
    assert BACK <= direction_of(before, after) <= AHEAD


@given(st.sampled_from(["www.example.org/", "a_b.txt", "(", "„", TIME]))
def test_what_stands_right_beside_a_time_does_not_hide_it(beside: str) -> None:
    assert direction_of(f"Am {beside}", f"{beside} wird gewählt.") in {
        AHEAD,
        STRONG,
        PRESENT,
        NOWHERE,
    }

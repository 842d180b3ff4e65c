"""Questions, follow-ups and dates in Spanish: marks that open a question, accents left out."""

from __future__ import annotations

from datetime import date

import pytest

from index.datatypes import Period
from index.dates.resolution import Boundary
from index.filters import Filters
from index.language import detect
from qa.followup import Turn, stand_alone
from qa.formatting import format_period
from qa.question import Kind, parse_question

TODAY = date(2021, 5, 12)
BAN = Turn("¿Cuándo entra en vigor la prohibición?", "es")
SAID = Turn("¿Qué dijo ByteDance en agosto de 2020?", "es")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("¿Cuándo entra en vigor la prohibición?", Kind.WHEN),
        ("cuando entra en vigor la prohibicion", Kind.WHEN),
        ("¿En qué fecha se firmó el decreto?", Kind.WHEN),
        ("Fecha de la firma del decreto", Kind.WHEN),
        ("¿Cuál es la fecha del juicio?", Kind.WHEN),
        ("¿Cuánto tiempo duró la huelga?", Kind.HOW_LONG),
        ("¿Cuánto dura el mandato?", Kind.HOW_LONG),
        ("¿Qué países firmaron el acuerdo?", Kind.LIST),
        ("¿Cuáles son los candidatos a la alcaldía?", Kind.LIST),
        ("¿Quiénes firmaron el decreto?", Kind.LIST),
        ("¿Está cerrado el puente?", Kind.OPEN),
        ("¿Es cierto que el puente cerró?", Kind.OPEN),
        ("¿Qué hay de nuevo sobre el puente?", Kind.NEWS),
        ("¿Cuántas personas murieron?", Kind.OTHER),
        ("¿Qué sabemos de la vacuna?", Kind.OTHER),
        ("¿Qué pasó cuando cerró el puente?", Kind.OTHER),
        ("¿A qué hora empieza?", Kind.WHEN),
    ],
)
def test_kinds_of_questions(text: str, kind: Kind) -> None:
    question = parse_question(text, {"fr"}, TODAY)
    assert (question.language, question.kind) == ("es", kind)


@pytest.mark.parametrize(
    ("text", "latest"),
    [
        ("¿Quién es ahora el alcalde?", True),
        ("¿Quién gobierna actualmente?", True),
        ("¿Cuál es el último balance de víctimas?", True),
        ("¿Cuántos muertos hay hasta ahora?", True),
        ("¿Quién sigue siendo ministro?", True),
        ("¿Quién fue el último emperador?", False),
        ("¿Cuándo fue la última vez que ganó?", False),
    ],
)
def test_the_newest_is_asked_for(text: str, latest: bool) -> None:
    assert parse_question(text, {"es"}, TODAY).temporal.latest is latest


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("A fecha del 31 de agosto de 2020, ¿cuántos hay?", {"as_of": date(2020, 8, 31)}),
        ("Al 31 de agosto de 2020, ¿cuántos hay?", {"as_of": date(2020, 8, 31)}),
        (
            "¿Qué decía la prensa del 3 de mayo de 2020 sobre el puente?",
            {"since": date(2020, 5, 3), "until": date(2020, 5, 3)},
        ),
        ("Noticias publicadas desde mayo de 2020 sobre el puente", {"since": date(2020, 5, 1)}),
        ("¿Qué pasó el 3 de mayo de 2020 en el puente?", {}),
    ],
)
def test_what_is_about_publication_filters(text: str, filters: dict[str, date]) -> None:
    assert parse_question(text, {"es"}, TODAY).temporal.published == Filters.of(**filters)


@pytest.mark.parametrize(
    ("before", "asked", "meant"),
    [
        (BAN, "¿y para WeChat?", "¿Cuándo entra en vigor la prohibición para WeChat?"),
        (BAN, "¿Por qué?", "¿Por qué entra en vigor la prohibición?"),
        (BAN, "¿Desde cuándo?", "¿Desde cuándo entra en vigor la prohibición?"),
        (BAN, "¿Quién la firmó?", "¿Quién la firmó (la prohibición)?"),
        (BAN, "¿Y quién la aprobó?", "¿quién la aprobó (la prohibición)?"),
        (BAN, "¿Qué hay de TikTok?", "¿Cuándo entra en vigor la prohibición (TikTok)?"),
        (BAN, "¿Quién ganó la liga?", "¿Quién ganó la liga?"),
        (SAID, "¿y en septiembre?", "¿Qué dijo ByteDance en septiembre?"),
        (SAID, "¿y WeChat?", "¿Qué dijo WeChat en agosto de 2020?"),
    ],
)
def test_follow_ups(before: Turn, asked: str, meant: str) -> None:
    assert stand_alone(asked, before) == meant


def test_the_marks_that_open_a_question_are_not_looked_for() -> None:
    question = parse_question("Al 31 de agosto de 2020, ¿Quién gobierna?", {"es"}, TODAY)
    assert question.query == "quién gobierna?"


def test_a_mark_that_opens_a_question_tells_the_language() -> None:
    assert detect("¿Dónde?", {"fr", "es"}) == "es"
    assert detect("¿TikTok?", {"fr", "en"}) != "es"


@pytest.mark.parametrize(
    ("side", "written", "told"),
    [
        ("since", "2020-09-17", "a partir del 17 de septiembre de 2020"),
        ("since", "2020-09", "a partir de septiembre de 2020"),
        ("after", "2020-09-17", "después del 17 de septiembre de 2020"),
        ("until", "2020-09-17", "hasta el 17 de septiembre de 2020"),
        ("by", "2020", "a más tardar en 2020"),
    ],
)
def test_prepositions_contract(side: str, written: str, told: str) -> None:
    known = Period.parse(written)
    starts = {"since": known.start, "after": known.end}
    period = Period(starts[side], date.max) if side in starts else Period(date.min, known.end)
    assert format_period(period, "es", bound=Boundary(side, known)) == told  # type: ignore[arg-type]

"""Counts, lists and changes over several articles: each thing is proved, and they are counted."""

# ruff: noqa: E501 (each claim is one line)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.datatypes import Hit
from index.passages import split
from index.testing import article
from qa.answerers.generative.claims import Claim
from qa.answerers.generative.evidence import choose_evidence
from qa.answerers.generative.verify import verify
from qa.question import Kind, Question

if TYPE_CHECKING:
    from qa.answerers.generative.verify import Verdict

pytestmark = pytest.mark.slow

EN = (
    ("The mayor of Varnay, Anna Keller, resigned on 3 May 2021. Nobody was surprised.", "2021-05-04"),
    ("Paul Martel, the mayor of Lorbach, resigned on Monday. Rain fell.", "2021-06-08"),
    ("Mayor Hugo Lindt resigned on 9 July 2021. The governor Nora Valdez did not resign.", "2021-07-10"),
    ("The price was 3 euros in August 2020. The tax was 7 euros in August 2020.", "2020-08-20"),
    ("The price was 4 euros in September 2020. The bridge was closed on 5 September 2020.", "2020-09-20"),
    ("The bridge was closed on 8 October 2020. The tunnel was closed on 9 October 2020.", "2020-10-20"),
)  # fmt: skip
FR = (
    ("La maire de Varnay, Anna Keller, a démissionné le 3 mai 2021. Personne n'était surpris.", "2021-05-04"),
    ("Paul Martel, le maire de Lorbach, a démissionné lundi. Il a plu.", "2021-06-08"),
    ("Le maire Hugo Lindt a démissionné le 9 juillet 2021. La gouverneure Nora Valdez n'a pas démissionné.", "2021-07-10"),
    ("Le prix était de 3 euros en août 2020. La taxe était de 7 euros en août 2020.", "2020-08-20"),
    ("Le prix était de 4 euros en septembre 2020. Le pont a été fermé le 5 septembre 2020.", "2020-09-20"),
    ("Le pont a été fermé le 8 octobre 2020. Le tunnel a été fermé le 9 octobre 2020.", "2020-10-20"),
)  # fmt: skip
WORLD = {"en": EN, "fr": FR}
# The evidence is in the order of publication: 1 and 2 are of August 2020, 3 and 4 of September,
# 5 and 6 of October, 7 and 8 Keller's, 9 and 10 Martel's, 11 and 12 Lindt's and Valdez's.
MAYORS = (7, 9, 11)

HONEST = [
    ("en", "Three mayors resigned: Anna Keller, Paul Martel and Hugo Lindt.", MAYORS),
    ("en", "Two mayors resigned: Anna Keller and Paul Martel.", (7, 9)),
    ("en", "The three mayors resigned: Anna Keller, Paul Martel, and Hugo Lindt.", MAYORS),
    ("en", "Anna Keller, Paul Martel and Hugo Lindt resigned.", MAYORS),
    ("en", "Anna Keller and Hugo Lindt resigned.", (7, 11)),
    ("en", "The bridge was closed two times: on 5 September 2020 and on 8 October 2020.", (4, 5)),
    ("en", "In August 2020 the price was 3 euros; in September 2020 the price was 4 euros.", (1, 3)),
    ("en", "In August 2020 the price was 3 euros; in September 2020 it was 4 euros.", (1, 3)),
    ("en", "The price was 3 euros in August 2020, and it was 4 euros in September 2020.", (1, 3)),
    ("en", "The price was 3 euros in August 2020. In September 2020, it was 4 euros.", (1, 3)),
    ("fr", "Trois maires ont démissionné : Anna Keller, Paul Martel et Hugo Lindt.", MAYORS),
    ("fr", "Deux maires ont démissionné : Anna Keller et Hugo Lindt.", (7, 11)),
    ("fr", "Anna Keller, Paul Martel et Hugo Lindt ont démissionné.", MAYORS),
    ("fr", "Le pont a été fermé deux fois : le 5 septembre 2020 et le 8 octobre 2020.", (4, 5)),
    ("fr", "En août 2020, le prix était de 3 euros ; en septembre 2020, il était de 4 euros.", (1, 3)),
    ("fr", "Le prix était de 3 euros en août 2020 ; le prix était de 4 euros en septembre 2020.", (1, 3)),
]  # fmt: skip
LIES = [
    ("en", "Four mayors resigned: Anna Keller, Paul Martel and Hugo Lindt.", MAYORS),
    ("en", "Two mayors resigned: Anna Keller, Paul Martel and Hugo Lindt.", MAYORS),
    ("en", "Three mayors resigned.", MAYORS),
    ("en", "More than three mayors resigned: Anna Keller, Paul Martel and Hugo Lindt.", MAYORS),
    ("en", "Three mayors resigned: Anna Keller, Keller and Hugo Lindt.", MAYORS),
    ("en", "Three mayors resigned: Anna Keller, Paul Martel and Paul Martel.", MAYORS),
    ("en", "Three mayors resigned: Anna Keller, Paul Martel and the mayor of Varnay.", MAYORS),
    ("en", "Four mayors resigned: Anna Keller, Paul Martel, Hugo Lindt and Nora Valdez.", (*MAYORS, 12)),
    ("en", "Three mayors resigned: Anna Keller, Paul Martel and Oscar Dupond.", MAYORS),
    ("en", "Three mayors did not resign: Anna Keller, Paul Martel and Hugo Lindt.", MAYORS),
    ("en", "Three mayors were arrested: Anna Keller, Paul Martel and Hugo Lindt.", MAYORS),
    ("en", "Three governors resigned: Anna Keller, Paul Martel and Hugo Lindt.", MAYORS),
    ("en", "Three mayors resigned: Anna Keller, Paul Martel and Hugo Lindt.", (7, 9)),
    ("en", "One mayor resigned: Anna Keller.", (7,)),
    ("en", "Anna Keller, Paul Martel and Nora Valdez resigned.", (7, 9, 12)),
    ("en", "Anna Keller and Nora Valdez did not resign.", (7, 12)),
    ("en", "The bridge was closed three times: on 5 September 2020 and on 8 October 2020.", (4, 5)),
    ("en", "The bridge was closed two times: on 5 September 2020 and on September 5, 2020.", (4, 5)),
    ("en", "The bridge was closed two times: on 8 October 2020 and on 9 October 2020.", (5, 6)),
    ("en", "The bridge was closed three times: on 5 September 2020, on 8 October 2020 and on 9 October 2020.", (4, 5, 6)),
    ("en", "In August 2020 the price was 4 euros; in September 2020 the price was 3 euros.", (1, 3)),
    ("en", "In August 2020 the tax was 7 euros; in September 2020 it was 4 euros.", (2, 3)),
    ("en", "In August 2020 the price was 3 euros; in September 2020 the tax was 4 euros.", (1, 3)),
    ("en", "In August 2020 it was 3 euros; in September 2020 it was 4 euros.", (1, 3)),
    ("en", "The tax was 7 euros in August 2020. In September 2020, it was 4 euros.", (2, 3)),
    ("en", "The price fell from 3 euros in August 2020 to 4 euros in September 2020.", (1, 3)),
    ("fr", "Quatre maires ont démissionné : Anna Keller, Paul Martel et Hugo Lindt.", MAYORS),
    ("fr", "Deux maires ont démissionné : Anna Keller, Paul Martel et Hugo Lindt.", MAYORS),
    ("fr", "Trois maires ont démissionné.", MAYORS),
    ("fr", "Trois maires ont démissionné : Anna Keller, Paul Martel et Nora Valdez.", (7, 9, 12)),
    ("fr", "Trois maires n'ont pas démissionné : Anna Keller, Paul Martel et Hugo Lindt.", MAYORS),
    ("fr", "Trois gouverneurs ont démissionné : Anna Keller, Paul Martel et Hugo Lindt.", MAYORS),
    ("fr", "Deux maires ont démissionné : Anna Keller et la maire de Varnay.", (7, 9)),
    ("fr", "Anna Keller et Nora Valdez ont démissionné.", (7, 12)),
    ("fr", "Le pont a été fermé trois fois : le 5 septembre 2020 et le 8 octobre 2020.", (4, 5)),
    ("fr", "Le pont a été fermé deux fois : le 8 octobre 2020 et le 9 octobre 2020.", (5, 6)),
    ("fr", "En août 2020, la taxe était de 7 euros ; en septembre 2020, elle était de 4 euros.", (2, 3)),
    ("fr", "En août 2020, le prix était de 4 euros ; en septembre 2020, il était de 3 euros.", (1, 3)),
]  # fmt: skip


def judged(language: str, text: str, numbers: tuple[int, ...], told: str) -> Verdict:
    articles = [
        article(f"{told}{at}", one, published=day, language=told)
        for at, (one, day) in enumerate(WORLD[told])
    ]
    hits = [Hit(passage, of, 1.0, 0.8, 1.0) for of in articles for passage in split(of)]
    question = Question("What?", language, Kind.OTHER)
    evidence = {one.number: one for one in choose_evidence(question, hits, 4000)}
    assert len(evidence) == 12
    return verify(Claim(text, numbers), evidence, question)


@pytest.mark.parametrize("told", ["en", "fr"])
@pytest.mark.parametrize(("language", "claim", "numbers"), HONEST)
def test_what_each_sentence_says_is_counted_and_listed(
    language: str, claim: str, numbers: tuple[int, ...], told: str
) -> None:
    verdict = judged(language, claim, numbers, told)
    assert verdict.failure is None
    assert [one.number for one in verdict.sentences] == sorted(numbers)


@pytest.mark.parametrize("told", ["en", "fr"])
@pytest.mark.parametrize(("language", "claim", "numbers"), LIES)
def test_no_other_count_or_list_is_shown(
    language: str, claim: str, numbers: tuple[int, ...], told: str
) -> None:
    assert not judged(language, claim, numbers, told).proved

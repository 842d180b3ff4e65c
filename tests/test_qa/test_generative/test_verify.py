"""Lies are not shown, and honest claims are: over made-up articles, in two languages both ways."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from index.datatypes import Hit
from index.passages import split
from index.testing import article
from qa.answerers.generative.claims import Claim
from qa.answerers.generative.evidence import choose_evidence
from qa.answerers.generative.verify import CHECKS, verify
from qa.question import Kind, Question
from tests.support.fresh_claims import FreshClaim, fresh_claims
from tests.support.lies import FRESH, HELD_OUT, WORKED_ON, Case, cases

if TYPE_CHECKING:
    from qa.answerers.generative.verify import Verdict
    from tests.support.lies import Story

pytestmark = pytest.mark.slow

ELSEWHERE = {
    "en": "The weather was fine. Nothing else happened in the valley that day. It rained later.",
    "fr": "Il faisait beau. Rien d'autre ne se passa dans la vallée ce jour-là. Il a plu ensuite.",
}
ASKED = {"en": "What happened?", "fr": "Que s'est-il passé ?"}


def judged(case: Case) -> Verdict:
    one = article("a", case.text, published="2024-12-30", language=case.article)
    other = article("b", ELSEWHERE[case.article], published="2024-12-31", language=case.article)
    hits = [Hit(passage, of, 1.0, 0.8, 1.0) for of in (one, other) for passage in split(of)]
    question = Question(ASKED[case.language], case.language, Kind.OTHER)
    evidence = {one.number: one for one in choose_evidence(question, hits, 2000)}
    return verify(Claim(case.claim, (5 if case.elsewhere else 2,)), evidence, question)


@pytest.mark.parametrize("stories", [WORKED_ON, HELD_OUT, FRESH])
def test_no_lie_is_shown_and_honest_claims_are(stories: tuple[Story, ...]) -> None:
    shown: Counter[bool] = Counter()
    total: Counter[bool] = Counter()
    lies_shown = []
    for case in cases(stories):
        verdict = judged(case)
        total[case.honest] += 1
        shown[case.honest] += verdict.proved
        if verdict.proved and not case.honest:
            lies_shown.append((case.kind, case.claim))
    assert lies_shown == []
    assert shown[True] >= 0.9 * total[True]


def shown(one: FreshClaim, language: str, of: str | None = None) -> bool:
    told = article("a", one.sentence, published="2024-12-30", language=of or language)
    hits = [Hit(passage, told, 1.0, 0.8, 1.0) for passage in split(told)]
    evidence = {one.number: one for one in choose_evidence(ASK, hits, 2000)}
    return verify(Claim(one.text, (1,)), evidence, replace(ASK, language=language)).proved


ASK = Question("?", "en", Kind.OTHER)


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_of_fresh_claims_no_lie_is_shown_and_most_honest_ones_are(language: str) -> None:
    claims = list(fresh_claims(language))
    honest = [one for one in claims if one.honest]
    lies = [one for one in claims if not one.honest]
    assert len(honest) == len(lies) == 60
    assert [one.text for one in lies if shown(one, language)] == []
    assert sum(shown(one, language) for one in honest) >= 0.9 * len(honest)


def test_in_german_cases_tell_who_does_what() -> None:
    claims = [one for name in ("de", "de_more", "de_fresh") for one in fresh_claims(name)]
    honest = [one for one in claims if one.honest]
    lies = [one for one in claims if not one.honest]
    assert len(lies) >= 150
    assert [one.text for one in lies if shown(one, "de")] == []
    assert sum(shown(one, "de") for one in honest) >= 0.9 * len(honest)


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("es_of_en", 0.75),
        ("es_of_fr", 0.6),
        ("en_of_es", 0.9),
        ("fr_of_es", 0.8),
        ("en_more", 0.9),
        ("fr_more", 0.9),
        ("de_held", 0.7),
    ],
)
def test_across_languages_and_of_joined_verbs_no_lie_is_shown(name: str, most: float) -> None:
    language, _, of = name.partition("_")
    claims = list(fresh_claims(name))
    lies = [one for one in claims if not one.honest]
    honest = [one for one in claims if one.honest]
    written_in = of.removeprefix("of_") if of.startswith("of_") else language
    assert [one.text for one in lies if shown(one, language, written_in)] == []
    assert sum(shown(one, language, written_in) for one in honest) >= most * len(honest)


def test_a_german_article_proves_nothing_in_another_language() -> None:
    told = FreshClaim(
        "Der Fahrer verletzte den Polizisten.", "The driver injured the officer.", True
    )
    one = article("a", told.sentence, published="2024-12-30", language="de")
    hits = [Hit(passage, one, 1.0, 0.8, 1.0) for passage in split(one)]
    evidence = {one.number: one for one in choose_evidence(ASK, hits, 2000)}
    assert not verify(Claim(told.text, (1,)), evidence, ASK).proved


def test_the_share_is_of_hundreds() -> None:
    made = [case for stories in (WORKED_ON, HELD_OUT, FRESH) for case in cases(stories)]
    assert sum(not case.honest for case in made) >= 200
    assert len({case.kind for case in made}) >= 20


EN = (
    "The mayor spoke. Anna Keller, the mayor of Varnay, opened the bridge on 3 May 2021. "
    "It cost 4 million euros. She thanked the workers."
)


def of(
    claim: str,
    *numbers: int,
    text: str = EN,
    asked: str = "What happened?",
    kind: Kind = Kind.OTHER,
) -> Verdict:
    one = article("a", text, published="2021-05-04")
    hits = [Hit(passage, one, 1.0, 0.8, 1.0) for passage in split(one)]
    question = Question(asked, "en", kind)
    evidence = {one.number: one for one in choose_evidence(question, hits, 2000)}
    return verify(Claim(claim, numbers), evidence, question)


def test_a_sentence_that_is_not_there_proves_nothing() -> None:
    assert of("Anna Keller opened the bridge.", 2).proved
    for numbers in [(), (0,), (9,), (2, 9), (-1,)]:
        assert not of("Anna Keller opened the bridge.", *numbers).proved


def test_two_sentences_make_no_third_statement() -> None:
    text = "Anna Keller opened the bridge. Paul Martel closed the school."
    assert of(
        "Anna Keller opened the bridge; Paul Martel closed the school.", 1, 2, text=text
    ).proved
    assert not of("Anna Keller closed the school.", 1, 2, text=text).proved
    assert not of("Paul Martel opened the bridge.", 1, 2, text=text).proved


def test_a_pronoun_takes_the_subject_of_the_sentence_before() -> None:
    text = "Anna Keller was elected. She opened the bridge on 3 May 2021. Paul Martel was there."
    assert of("Anna Keller opened the bridge on 3 May 2021.", 1, 2, text=text).proved
    assert not of("Anna Keller opened the bridge on 3 May 2021.", 2, text=text).proved
    assert not of("Paul Martel opened the bridge on 3 May 2021.", 2, 3, text=text).proved
    two = "Anna Keller met Paul Martel. She opened the bridge."
    assert not of("Paul Martel opened the bridge.", 1, 2, text=two).proved


def test_sentences_that_prove_nothing_are_not_cited() -> None:
    verdict = of("Anna Keller opened the bridge.", 1, 2)
    assert [one.number for one in verdict.sentences] == [2]


OPENED = "Anna Keller opened the bridge on 3 May 2021."
VOTE = (
    "The council rejected the plan of Anna Keller in May 2021. "
    "Paul Martel did not open the bridge. The mayor denied that the school was closed."
)


@pytest.mark.parametrize(
    ("asked", "claim", "shown"),
    [
        ("Did Anna Keller open the bridge?", f"Yes, {OPENED}", f"Yes, {OPENED}"),
        ("Did Anna Keller open the bridge?", f"No, {OPENED}", f"Yes, {OPENED}"),
        ("Did Anna Keller open the bridge?", OPENED, f"Yes, {OPENED}"),
        ("Did Anna Keller close the bridge?", f"Yes, {OPENED}", OPENED),
        ("Did Anna Keller open the school?", f"Yes, {OPENED}", OPENED),
        ("Did Anna Keller open the school?", f"No, {OPENED}", OPENED),
        ("When did Anna Keller open the bridge?", f"Yes, {OPENED}", OPENED),
        (
            "Did the council approve the plan?",
            "The council rejected the plan.",
            "No, the council rejected the plan.",
        ),
        (
            "Did Anna Keller reject the plan?",
            "The council rejected the plan of Anna Keller.",
            "The council rejected the plan of Anna Keller.",
        ),
        (
            "Did Paul Martel open the bridge?",
            "Yes, Paul Martel did not open the bridge.",
            "No, Paul Martel did not open the bridge.",
        ),
        (
            "Was the school closed?",
            "Yes, the mayor denied that the school was closed.",
            "The mayor denied that the school was closed.",
        ),
    ],
)
def test_code_decides_between_yes_and_no(asked: str, claim: str, shown: str) -> None:
    text = VOTE if "May 2021" not in claim else EN
    verdict = of(claim, 1, 2, 3, asked=asked, text=text, kind=Kind.OPEN)
    assert verdict.failure is None
    assert verdict.claim.text == shown


@pytest.mark.parametrize("asked", ["Is it true that Anna Keller opened the bridge?", "Who?"])
def test_a_claim_that_asks_says_nothing(asked: str) -> None:
    assert not of("Anna Keller opened the bridge?", 2, asked=asked).proved


def test_a_quotation_is_verbatim() -> None:
    text = 'Anna Keller said: "The bridge is safe for everyone." Nobody answered.'
    assert of('Anna Keller said "The bridge is safe for everyone".', 1, text=text).proved
    assert not of('Anna Keller said "The bridge is safe for everybody".', 1, text=text).proved
    assert not of('Anna Keller said "The bridge is safe for everyone', 1, text=text).proved


def test_days_that_the_reader_would_count_from_today_are_not_shown() -> None:
    text = "Anna Keller opened the bridge yesterday. Rain fell."
    assert of("Anna Keller opened the bridge on 3 May 2021.", 1, text=text).proved
    assert not of("Anna Keller opened the bridge yesterday.", 1, text=text).proved
    assert not of("Anna Keller opened the bridge on 4 May 2021.", 1, text=text).proved


@pytest.mark.parametrize(
    "claim",
    [
        "Anna Keller opened the bridge <b>today</b>.",
        "Anna Keller opened the bridge: https://evil.example/x.",
        "Anna Keller opened the [bridge](//evil.example).",
        "Anna Keller opened\nthe bridge.",
        "Anna Keller opened the bridge\u202e.",
        "**Anna Keller opened the bridge.**",
        "www.evil.example: Anna Keller opened the bridge.",
    ],
)
def test_no_markup_is_shown(claim: str) -> None:
    assert not of(claim, 2).proved


def test_a_language_without_cues_proves_nothing() -> None:
    one = article("a", EN, published="2021-05-04")
    hits = [Hit(passage, one, 1.0, 0.8, 1.0) for passage in split(one)]
    question = Question("Che cosa?", "it", Kind.OTHER)
    evidence = {one.number: one for one in choose_evidence(question, hits, 2000)}
    assert not verify(Claim("Anna Keller opened the bridge.", (2,)), evidence, question).proved


def test_every_sentence_proves_itself_where_it_says_its_time() -> None:
    """A copy is the least that has to be shown."""
    honest = [case for case in cases((*WORKED_ON, *HELD_OUT)) if case.honest]
    for case in islice(honest, 0, None, 5):
        sentence = case.text.split(". ")[1] + "."
        copied = Case("honest", case.article, case.article, case.text, sentence)
        assert judged(copied).proved, (sentence, judged(copied).failure)


@pytest.mark.parametrize(
    ("text", "lie", "check"),
    [
        ("Paul Martel said that the bridge was closed.", "The bridge was closed.", "attribution"),
        ('A banner read "the bridge was closed".', "The bridge was closed.", "attribution"),
        ("Anna Keller met Paul Weber in the hall.", "Anna Weber was in the hall.", "names"),
        ("The price of bread rose.", "Bread rose.", "possession"),
        (
            "The head of the bank sued the daughter of the judge.",
            "The head sued the judge.",
            "possession",
        ),
        ("The judge's daughter was arrested.", "The judge was arrested.", "possession"),
        ("The bridge was closed, Paul Martel said.", "The bridge was closed.", "attribution"),
        ("The bridge was closed, according to police.", "The bridge was closed.", "attribution"),
        ("The mayor praised the driver, who closed it.", "The mayor closed it.", "subjects"),
        ("Prices rose, and wages fell in May.", "Prices fell in May.", "subjects"),
        ("The mayor resigned while the governor stayed.", "The mayor stayed.", "subjects"),
        ("The mayor resigned, the governor stayed.", "The mayor stayed.", "subjects"),
        ("The mayor praised the driver who closed it.", "The mayor closed it.", "subjects"),
    ],
)
def test_each_check_finds_a_lie_that_no_other_finds(
    text: str, lie: str, check: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not of(lie, 1, text=text).proved
    others = tuple(one for one in CHECKS if one.__name__ != f"check_{check}")
    assert len(others) == len(CHECKS) - 1
    monkeypatch.setattr("qa.answerers.generative.verify.CHECKS", others)
    assert of(lie, 1, text=text).proved


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("The mayor stayed while the governor resigned.", "The governor resigned."),
        ("The mayor praised the driver who closed it.", "The driver closed it."),
        ("Anna Keller resigned and thanked the workers.", "Anna Keller thanked the workers."),
        ("The judge's daughter was arrested.", "The daughter was arrested."),
        ("The price of bread rose.", "The price of bread rose."),
        ("Anna Keller resigned, and said that it is safe.", "Anna Keller resigned."),
        ("The driver, who hurt the judge, fled.", "The driver fled."),
    ],
)
def test_a_clause_proves_what_is_told_of_its_own_subject(text: str, claim: str) -> None:
    assert of(claim, 1, text=text).proved

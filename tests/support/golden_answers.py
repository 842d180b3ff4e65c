"""Answers whose every rendering is kept in a file, so that a change of one of them is seen.

After an intended change write the file anew, and read the difference::

    python -m tests.support.golden_answers
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.datatypes import Hit, Period
from index.passages import split
from index.testing import article
from qa.answer import Answer
from qa.compose import compose
from qa.datatypes import NothingMatches
from qa.escaping import backslash_markdown
from qa.question import Kind, Question
from qa.readers import Reading
from qa.render import to_html, to_markdown, to_text
from qa.temporal_query import TemporalIntent
from qa.web.evidence import evidence_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.datatypes import Article

FILE = Path(__file__).parent.parent / "data" / "answers" / "golden.json"
LANGUAGES = ("en", "fr", "de")  # the interface speaks English where a question is in German
_ELAPSED = 12.345


@dataclass(frozen=True, slots=True)
class _Source:
    """An article of one sentence or more, and what was read in it."""

    published: str
    text: str
    words: tuple[str, ...] = ()
    score: float = 0.7
    language: str = "en"
    copies: int = 0
    source: str = "Agency"


_DECREE = "Le décret pris le 6 août prendra effet 45 jours après sa signature."
_BAN = (
    "Les téléchargements sont bloqués à partir de dimanche et l'application est interdite "
    "à partir du 12 novembre."
)
_ASKED: dict[str, tuple[Kind, bool, tuple[_Source, ...]]] = {
    "days": (
        Kind.WHEN,
        False,
        (
            _Source("2020-08", _DECREE, ("45 jours après sa signature",), 0.9, "fr", 2),
            _Source("2020-09-18", _BAN, ("à partir de dimanche",), 0.7, "fr", source="Belga"),
            _Source("2020-09", "It begins on 20 September 2020.", (), 0.5),
            _Source("2020-10", "It began on 20 September 2020.", (), 0.5),
        ),
    ),
    "bounds": (
        Kind.WHEN,
        False,
        (
            _Source("2021-03-01", "It opens after May 2021.", ("after May 2021",)),
            _Source("2021-03-02", "It opens by the end of April.", ("by the end of April",)),
            _Source("2021-03-03", "It opens before Friday.", ("before Friday",)),
            _Source("2021-03-04", "It is open until 5 June 2021."),
            _Source("2021-03-05", "It opens in summer or in the 3rd quarter of 2022."),
            _Source("2021-03-06", "It is open from 3 to 9 June and in 2023."),
            _Source("../..", "Voted on 1 June 2021, it opens two weeks after the vote."),
        ),
    ),
    "months": (Kind.WHEN, False, (_Source("2021-03", "It opens in two months."),)),
    "past": (Kind.WHEN, True, (_Source("2021-03-09", "Signed on 5 March, it begins on 4 April."),)),
    "no day": (Kind.WHEN, False, (_Source("2021-03-09", "It begins at noon.", ("at noon",)),)),
    "who": (
        Kind.OTHER,
        False,
        (
            _Source("2019", "Since then Ana \n Pappas <b>leads</b> it.", ("Ana \n Pappas",)),
            _Source("2020-08-06", "The “Kevin Mayer” leads it.", ("Kevin Mayer",), 0.9),
            _Source("2021", "ANA PAPPAS leads it, [1] they say.", ("ANA PAPPAS",)),
        ),
    ),
    "which": (
        Kind.LIST,
        False,
        (
            _Source(
                "2020-01/2020-03", "Acme, Bolt and Cato were banned.", ("Acme", "Bolt", "Cato")
            ),
            _Source("2020-12-01/2021-02-28", "Bolt and Acme were.", ("Bolt", "Acme"), copies=1),
        ),
    ),
    "yes or no": (Kind.OPEN, False, (_Source("2020", "It is banned now.", ("banned",)),)),
    "no words": (Kind.OTHER, False, (_Source("2020-09-11/..", "It is banned now."),)),
    "closest": (
        Kind.WHEN,
        False,
        (
            _Source("2020-08", "It begins on 4 April.", ("4 April",), 0.3),
            _Source("2019-05-05", "It *may* begin.", (), 0.2, copies=1),
        ),
    ),
    "nothing read": (Kind.WHEN, False, ()),
}
_FILTERED: dict[str, tuple[tuple[str, ...], tuple[str, str] | None]] = {
    "no match": ((), ("2019-05-05", "2020-06")),
    "no match, one nearest": (("2019-05-05", "2019-05-05"), ("2019-05-05", "2020-06")),
    "no match, two nearest": (("2019-05-05", "2020"), ("../2019", "2020-06")),
    "no match, no corpus": ((), None),
}


def golden() -> dict[str, dict[str, Any]]:
    """Every rendering of every answer, by its name and language."""
    return {name: _renderings(*made) for name, made in _answers()}


def _answers() -> Iterator[tuple[str, tuple[Answer, dict[str, Article]]]]:
    for language in LANGUAGES:
        for name, (kind, past, sources) in _ASKED.items():
            question = Question(f"{name}?", language, kind, temporal=TemporalIntent(past=past))
            yield f"{name}, {language}", _answered(question, sources)
        for name, (nearest, span) in _FILTERED.items():
            question = Question(f"{name}?", language, Kind.OTHER)
            published = (Period.parse(span[0]), Period.parse(span[1])) if span else None
            reason = NothingMatches(tuple(map(Period.parse, nearest)), published)
            yield (
                f"{name}, {language}",
                (
                    Answer(question.text, language, reason=reason, elapsed_ms=_ELAPSED),
                    {},
                ),
            )


def _answered(
    question: Question, sources: tuple[_Source, ...]
) -> tuple[Answer, dict[str, Article]]:
    readings = [_reading(number, one) for number, one in enumerate(sources)]
    readings.sort(key=lambda reading: -reading.score)
    articles = {reading.hit.article.id: reading.hit.article for reading in readings}
    return replace(compose(question, readings), elapsed_ms=_ELAPSED), articles


def _reading(number: int, one: _Source) -> Reading:
    name = f"{number}.txt"
    text = f"Heading.\n\n{one.text}"
    told = article(
        name,
        text,
        published=one.published,
        language=one.language,
        source=one.source if number % 2 else name,
        body_start=len("Heading.\n\n"),
    )
    told = replace(told, url=f"https://news.example/{number}" if number else None)
    copies = tuple(
        article(f"{number}-{copy}.txt", text, published=f"2021-0{copy + 1}", source=f"Paper {copy}")
        for copy in range(one.copies)
    )
    passage = next(one for one in split(told, 800) if one.end == len(text))
    spans = tuple((text.index(word), text.index(word) + len(word)) for word in one.words)
    return Reading(
        Hit(passage, told, 1.0 - number / 10, 0.8, 1.0, near_duplicates=copies),
        text.index(one.text),
        len(text),
        one.score,
        spans,
        one.score >= 0.5,
    )


def _renderings(answer: Answer, articles: dict[str, Article]) -> dict[str, Any]:
    return {
        "json": answer.to_dict(),
        "text": to_text(answer),
        "markdown": to_markdown(answer),
        "chat": to_markdown(answer, "source-1-"),
        "export": to_markdown(answer, encode=backslash_markdown),
        "html": to_html(answer),
        "evidence": evidence_html(answer, articles, "source-1-"),
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(golden(), ensure_ascii=False, indent=1) + "\n", "utf-8")

"""Generate questions from dated news: headlines and sentences without one of their parts.

A headline is a short summary in other words than the text: "238 injured in crane accident" without
its number asks what people ask. Articles that answer a question of ``news_questions``, in either
half, are excluded, and so are articles with an unclear licence.
"""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING

from index.datatypes import Article, Period
from index.passages import sentences, split
from qa.evaluation.splits import half_of
from training.data import Collections, Document, Example, document_of, rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from training.data import Span

COLLECTION = "news"
"""Collection of the documents of these questions."""

_FOLDERS = "news_en", "news_de", "news_es"
_UNSURE = "urn:cess-esp:"  # addresses of articles with an unclear licence
_HEADED = "en", "de", "fr"  # languages of articles with proper headlines
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:['’-][^\W_]+)*")
_NAME = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-Þ][\w'’-]+(?: (?:[a-z]{2,3} )?[A-ZÀ-ÖØ-Þ][\w'’-]+)*")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?!\w)")
_CURRENCY = re.compile(
    r"[$€£]|dollar|euro|pound|franc|peso|yen|pfund|livre|million|milliard", re.IGNORECASE
)
_TIMES = {
    "en": r"(?:on |last |next )?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r" \d{1,2})",
    "fr": r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?: dernier| prochain)?"
    r"(?: \d{1,2} \w+)?|hier",
    "de": r"(?:am |vom )?(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|(?:am )?Mittwoch|gestern"
    r"|\d{1,2}\. (?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November"
    r"|Dezember)",
    "es": r"(?:el )?(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)|ayer|mañana"
    r"|\d{1,2} de (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre"
    r"|noviembre|diciembre)",
}
_QUESTION_PHRASES = {
    "en": {
        "who": "who",
        "what": "what",
        "where": "where",
        "many": "how many",
        "much": "how much",
        "when": "when",
    },
    "fr": {
        "who": "qui",
        "what": "quel",
        "where": "où",
        "many": "combien de",
        "much": "combien",
        "when": "quand",
    },
    "de": {
        "who": "wer",
        "what": "was",
        "where": "wo",
        "many": "wie viele",
        "much": "wie viel",
        "when": "wann",
    },
    "es": {
        "who": "quién",
        "what": "qué",
        "where": "dónde",
        "many": "cuántos",
        "much": "cuánto",
        "when": "cuándo",
    },
}
_PLACED = {
    "en": r"(?:in|at|near|from)",
    "fr": r"(?:à|en|au|aux|près de)",
    "de": r"(?:in|bei|aus)",
    "es": r"(?:en|cerca de|desde)",
}
_VERB_OF_SAYING = r"\s*,?\s*(?:said|says|told|a déclaré|a affirmé|sagte|erklärte|dijo|afirmó)\b"
_SHORT = 3  # letters; most lower-case words of this length are function words
_FEWEST = 3  # minimum content words of a question
_CONTEXT_WORDS = 4, 9  # words kept of a sentence, drawn at random
_SHARED = 0.4  # minimum share of the headline's other words in the passage
_OF_PASSAGE = 2  # questions generated from a passage's sentences
_YEAR = 0.1  # share of questions with the article's year, which its text need not contain


def questions(bench: Path) -> Collections:
    """Return passages of dated news, and questions generated from their headlines and sentences.

    Args:
        bench: Folder of ``news_questions/`` and ``winer_fr/``.

    Raises:
        OSError: If a file is missing.
    """
    folder_of_questions = bench / "news_questions"
    measured = {
        document
        for line in (folder_of_questions / "questions.jsonl").read_text("utf-8").splitlines()
        for document in json.loads(line)["documents"]
    }
    documents: list[Document] = []
    examples: list[Example] = []
    for folder in (*(folder_of_questions / name for name in _FOLDERS), bench / "winer_fr"):
        for row in rows(folder / "corpus.jsonl"):
            if row["_id"] in measured or (row.get("url") or "").startswith(_UNSURE):
                continue
            if folder.name == "winer_fr" and half_of(row["_id"]) != "development":
                continue
            passages = _passages(row)
            documents += passages
            examples += _questions_about(passages, row)
    return Collections(tuple(documents), tuple(examples))


def _passages(row: dict[str, str]) -> list[Document]:
    """Return the passages of an article as they are read, with its headline as title."""
    article = Article(
        id=row["_id"],
        title=row["title"],
        text=row["text"],
        source=row["_id"],
        published=Period.parse("2000"),
        language=row["lang"],
    )
    return [
        document_of(
            COLLECTION,
            {**row, "_id": f"{row['_id']}#{number}", "text": passage.text},
            row["_id"],
        )
        for number, passage in enumerate(split(article))
    ]


def _questions_about(passages: list[Document], row: dict[str, str]) -> Iterator[Example]:
    chance = random.Random(row["_id"])
    year = (row.get("date") or "")[:4]
    headline = row["title"] if row["lang"] in _HEADED else ""
    for example in (*_of_headline(passages, headline, chance), *_of_sentences(passages, chance)):
        named = f"{example.question} {year}" if chance.random() < _YEAR and year else None
        yield Example(named or example.question, example.document, example.spans)


def _of_headline(
    passages: list[Document], headline: str, chance: random.Random
) -> Iterator[Example]:
    """Yield a question for each name and number of a headline that is in a passage."""
    for kind, start, end in _askable_parts(headline, passages[0].language if passages else "en"):
        part = headline[start:end]
        rest = _content_words(f"{headline[:start]} {headline[end:]}")
        if len(rest) < _FEWEST:
            continue
        for document in passages:
            found = re.search(rf"(?<!\w){re.escape(part)}(?!\w)", document.text)
            folded = document.text.casefold()
            if found and sum(w.casefold() in folded for w in rest) >= _SHARED * len(rest):
                question = _as_question(kind, headline, (start, end), document.language, chance)
                # Otherwise the headline would contain the answer.
                untitled = Document(
                    f"{document.id}-",
                    document.collection,
                    document.subject,
                    document.language,
                    "",
                    document.text,
                )
                yield Example(question, untitled, (found.span(),))
                break


def _of_sentences(passages: list[Document], chance: random.Random) -> Iterator[Example]:
    for document in passages:
        parts = [
            (kind, (first + start, first + end), (first, last))
            for first, last in sentences(document.text, document.language)
            for kind, start, end in _askable_parts(document.text[first:last], document.language)
            if kind != "what"
        ]
        for kind, span, (first, last) in chance.sample(parts, min(_OF_PASSAGE, len(parts))):
            sentence = document.text[first:last]
            if len(_content_words(sentence)) < 2 * _FEWEST:
                continue
            inside = span[0] - first, span[1] - first
            question = _as_question(kind, sentence, inside, document.language, chance)
            yield Example(question, document, (span,))


def _askable_parts(text: str, language: str) -> Iterator[tuple[str, int, int]]:
    """Yield the parts of a text that can be asked for: kind, start and end."""
    taken: list[Span] = []
    for found in re.finditer(rf"(?<!\w)(?:{_TIMES[language]})(?!\w)", text, re.IGNORECASE):
        taken.append(found.span())
        yield ("when", *found.span())
    for found in _NUMBER.finditer(text):
        if not _overlaps(found.span(), taken):
            context = text[max(0, found.start() - 3) : found.end() + 18]
            kind = "much" if _CURRENCY.search(context) else "many"
            if len(found.group()) == len("2000") and found.group().isdigit():
                kind = "when"
            taken.append(found.span())
            yield (kind, *found.span())
    for found in _NAME.finditer(text):
        if found.start() and not _overlaps(found.span(), taken):
            placed = re.search(rf"(?<!\w){_PLACED[language]} $", text[: found.start()])
            speaks = re.match(_VERB_OF_SAYING, text[found.end() :])
            several = len(found.group().split()) > 1
            if placed or (several and language != "de") or speaks:
                yield ("where" if placed else "who" if speaks else "what", *found.span())


def _as_question(kind: str, text: str, span: Span, language: str, chance: random.Random) -> str:
    """Return a text without a part, as a question for this part."""
    before, after = text[: span[0]], text[span[1] :]
    if kind == "where":
        before = re.sub(rf"(?<!\w){_PLACED[language]} $", "", before)
    words_before, words_after = _WORD.findall(before), _WORD.findall(after)
    if chance.random() < 0.7:
        words_before, words_after = _content_words(before), _content_words(after)
    count = chance.randint(*_CONTEXT_WORDS)
    phrase = _QUESTION_PHRASES[language][kind]
    # The counted noun follows its number.
    first = words_after[: max(1, count // 2)]
    nearest = words_before[-(count - len(first)) :]
    words = [*first, *nearest] if kind == "many" else [*nearest, *first]
    joined = " ".join(words)
    if chance.random() < 0.5:
        joined = joined.lower()
    return f"{phrase} {joined}" + ("?" if chance.random() < 0.3 else "")


def _content_words(text: str) -> list[str]:
    """Return the content words of a text: all but short words in lower case."""
    return [w for w in _WORD.findall(text) if len(w) > _SHORT or not w.islower()]


def _overlaps(span: Span, others: list[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)

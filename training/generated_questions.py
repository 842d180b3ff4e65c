"""Generate questions from news: sentences without words that a document still has.

Such questions teach reading without annotation (Lewis et al. 2019, arXiv:1906.04980). They cover
what no annotated data cover: a sentence of one language with its translation as the document, and
times in newspapers. Only the halves of the collections that are not used for measurement are used.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from qa.evaluation.splits import half_of
from training.data import Collections, Document, Example, document_of, rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from training.data import Span

COLLECTIONS = "ntrex", "winer"
"""Collections from which questions are generated."""

_QUESTION_PHRASES = {
    "en": ("who or what", "how many", "when"),
    "fr": ("qui ou quoi", "combien", "quand"),
    "de": ("wer oder was", "wie viele", "wann"),
    "es": ("quién o qué", "cuántos", "cuándo"),
    "it": ("chi o che cosa", "quanti", "quando"),
    "pt": ("quem ou o quê", "quantos", "quando"),
    "nl": ("wie of wat", "hoeveel", "wanneer"),
    "ar": ("من أو ماذا", "كم", "متى"),
}
"""Words that replace a name, a number and a time."""

_NAME, _NUMBER, _TIME = range(3)
_FREQUENT = "en", "fr"  # one of them is in two thirds of the pairs
_PAIRS = 6  # language pairs per sentence
_NAMES = re.compile(r"\b[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")
_NUMBERS = re.compile(r"\b\d+(?:[.,]\d+)*\b")
_SHORTEST = 40  # minimum characters of a sentence
_WORDS = 5, 14  # words kept on each side of the gap, drawn at random
_BEFORE_TIMES = re.compile(
    r"\b(?:depuis|le|la|en|au|du|de|fin|début|dès|jusqu'au|à)\s*$", re.IGNORECASE
)
_CONTEXT = 12  # characters that the context of an annotated date shares with the text


def translations(folder: Path) -> Collections:
    """Generate questions from sentences in one language, about the same story in another.

    The answer is a name or a number that both languages spell alike.

    Args:
        folder: Folder of NTREX: each line is a sentence, aligned across languages.

    Raises:
        OSError: If a file is missing.
    """
    stories: dict[str, dict[str, Document]] = defaultdict(dict)
    for row in rows(folder / "corpus.jsonl"):
        language, _, story = row["_id"].partition(":")
        if half_of(story) == "development" and language in _QUESTION_PHRASES:
            stories[story][language] = document_of(COLLECTIONS[0], row, story)
    examples = [example for name in stories for example in _between(stories[name], name)]
    return Collections(
        tuple(d for by_language in stories.values() for d in by_language.values()), tuple(examples)
    )


def sentences(folder: Path) -> dict[str, list[str]]:
    """Return the sentences of the stories in each language, aligned across languages.

    Args:
        folder: Folder of NTREX.

    Raises:
        OSError: If a file is missing.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for row in sorted(rows(folder / "corpus.jsonl"), key=lambda row: row["_id"]):
        language, _, story = row["_id"].partition(":")
        if half_of(story) == "development":
            found[language] += row["text"].split("\n")
    return found


def _between(story: Mapping[str, Document], name: str) -> Iterator[Example]:
    chance = random.Random(name)
    lines = {
        language: list(_lines_with_start(document.text)) for language, document in story.items()
    }
    fewest = min(map(len, lines.values()))
    frequent = [one for one in story if one in _FREQUENT]
    for at in range(fewest):
        for _ in range(_PAIRS):
            first = chance.choice(frequent if frequent and chance.random() < 2 / 3 else list(story))
            others = [one for one in story if one != first]
            if not others:
                return
            pair = [first, chance.choice(others)]
            chance.shuffle(pair)
            question_language, document_language = pair
            start, sentence = lines[document_language][at]
            generated = _without_a_shared_word(
                lines[question_language][at][1], question_language, sentence, chance
            )
            if generated is not None:
                question, (a, b) = generated
                yield Example(question, story[document_language], ((start + a, start + b),))


def _without_a_shared_word(
    sentence: str, language: str, translation: str, chance: random.Random
) -> tuple[str, Span] | None:
    if len(sentence) < _SHORTEST:
        return None
    shared = [
        (found, where, kind)
        for kind, pattern in ((_NAME, _NAMES), (_NUMBER, _NUMBERS))
        for found in pattern.finditer(sentence)
        if (where := re.search(rf"(?<!\w){re.escape(found.group())}(?!\w)", translation))
    ]
    if not shared:
        return None
    name, where, kind = chance.choice(shared)
    before, after = _words_around(sentence, name.span(), chance)
    return f"{before} {_QUESTION_PHRASES[language][kind]} {after}".strip(" .,") + "?", where.span()


def times(folder: Path) -> Collections:
    """Generate questions from sentences of French news, without an annotated time.

    Args:
        folder: Folder of WiNER's dated articles, with annotated dates.

    Raises:
        OSError: If a file is missing.
    """
    documents = {
        row["_id"]: document_of(COLLECTIONS[1], row, row["_id"])
        for row in rows(folder / "corpus.jsonl")
        if half_of(row["_id"]) == "development"
    }
    examples: dict[tuple[str, Span], Example] = {}
    chance = random.Random(folder.name)
    for row in rows(folder / "dates.jsonl"):
        document = documents.get(row["doc"])
        if document is None or row["type"] != "Date":
            continue
        for span, inside, sentence in _mentions(document.text, row["text"], row["context"]):
            before, after = _words_around(sentence, inside, chance)
            rest = f"{_BEFORE_TIMES.sub('', before)} {after}".strip(" .,;:–-")
            question = f"{_QUESTION_PHRASES['fr'][_TIME]} {' '.join(rest.split())}?"
            examples[document.id, span] = Example(question, document, (span,))
    return Collections(tuple(documents.values()), tuple(examples.values()))


def _mentions(text: str, date: str, context: str) -> Iterator[tuple[Span, Span, str]]:
    """Yield the spans of a date in a text and in its sentence, with the sentence."""
    for start, sentence in _sentences(text):
        if len(sentence) < _SHORTEST + len(date):
            continue
        for found in re.finditer(rf"(?<!\w){re.escape(date)}(?!\w)", sentence):
            first, last = found.span()
            if sentence[max(0, first - _CONTEXT) : last + _CONTEXT].strip() in context:
                yield (start + first, start + last), (first, last), sentence


def _words_around(sentence: str, span: Span, chance: random.Random) -> tuple[str, str]:
    """Return some words before the span, and some after it."""
    before, after = sentence[: span[0]].split(), sentence[span[1] :].split()
    count = chance.randint(*_WORDS)
    return " ".join(before[-count:]), " ".join(after[: chance.randint(*_WORDS)])


def _lines_with_start(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    for start, line in _lines_with_start(text):
        at = 0
        for sentence in re.split(r"(?<=[.!?]) ", line):
            yield start + at, sentence
            at += len(sentence) + 1

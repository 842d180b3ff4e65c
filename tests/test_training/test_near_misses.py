"""Near-misses, short forms and news: what the continued training of the reader is made of."""

from __future__ import annotations

import json
import random
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
import torch

from qa.readers.lexical_overlap import fold
from training import news
from training.continued import group_loss
from training.data import Document, Example
from training.groups import GroupSources, batches
from training.near_misses import NearMisses
from training.question_parts import parts_of
from training.short_forms import short_form
from training.windows import TokenWindow

if TYPE_CHECKING:
    from pathlib import Path

OWNERS = [
    ("Nipayia", "Lotus Shipping", "2009", "hijacked"),
    ("Maran", "Corfu Navigation", "2011", "arrested"),
    ("Faina", "Waterlux Holding", "2008", "repaired"),
    ("Sirius", "Vela International", "2010", "launched"),
]


def owner_of(tanker: str, owner: str, year: str, event: str) -> Example:
    text = (
        f"The sea was calm. In {year} the tanker {tanker}, which was {event} off the coast, "
        f"belonged to {owner}. Nobody was hurt."
    )
    document = Document(f"d/{tanker}", "d", tanker, "en", "", text)
    start = text.index(owner)
    question = f"Who owned the {event} tanker {tanker} in {year}?"
    return Example(question, document, ((start, start + len(owner)),))


EXAMPLES = [owner_of(*row) for row in OWNERS]
MADE = NearMisses(EXAMPLES)


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 (sampling, not secrets)


def words(text: str) -> set[str]:
    return {fold(word) for word in re.findall(r"\w+", text)}


def test_names_are_what_the_document_writes_with_a_capital() -> None:
    kinds = {
        part.text: part.kind[0] for part in parts_of(EXAMPLES[0].question, EXAMPLES[0].document)
    }
    assert kinds["Nipayia"] == "name"
    assert kinds["hijacked"] == "word"
    assert "Who" not in kinds


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.document.subject)
def test_a_near_miss_asks_for_something_that_the_document_does_not_hold(
    example: Example, seed: int
) -> None:
    question = MADE.question(example, chance(seed))
    assert question is not None
    new = words(question) - words(example.question)
    assert new
    assert not new & words(example.document.text)


@pytest.mark.parametrize("seed", range(12))
def test_a_rival_stands_beside_the_answer(seed: int) -> None:
    example = EXAMPLES[0]
    made = MADE.with_rival(example, example.spans[0], chance(seed))
    assert made is not None
    document, (start, end) = made
    assert document.text[start:end] == "Lotus Shipping"
    assert len(re.findall("belonged to", document.text)) == 2
    # The right sentence is whole: the rival is beside it.
    right = "the tanker Nipayia, which was hijacked off the coast, belonged to Lotus Shipping."
    assert right in document.text
    assert words(document.text) - words(example.document.text)


@pytest.mark.parametrize("seed", range(12))
def test_a_rival_alone_leaves_no_answer(seed: int) -> None:
    example = EXAMPLES[0]
    document = MADE.with_rival_alone(example, example.spans[0], chance(seed))
    assert document is not None
    assert "Lotus Shipping" not in document.text
    assert "belonged to" in document.text


def test_no_rival_alone_where_the_document_answers_twice() -> None:
    one = EXAMPLES[0]
    text = f"{one.document.text} Lotus Shipping did not comment."
    twice = Example(one.question, Document("d/twice", "d", "twice", "en", "", text), one.spans)
    assert MADE.with_rival_alone(twice, twice.spans[0], chance(0)) is None


@pytest.mark.parametrize(
    ("question", "language", "subject"),
    [
        ("What is the name of the owner of the tanker?", "en", "who owns the tanker"),
        ("Who is the owner of the tanker?", "en", "who owns the tanker"),
        ("Quel est le coût du pont ?", "fr", "coût du pont"),
    ],
)
def test_a_short_form_is_read_as_the_subject_is_when_somebody_types_it(
    question: str, language: str, subject: str
) -> None:
    forms = {short_form(question, language, chance(seed)) for seed in range(60)}
    assert any(subject in form for form in forms), forms
    assert all("?" not in form for form in forms)


ARTICLE = {
    "_id": "a",
    "title": "238 injured in crane accident at Grand Mosque",
    "text": "A crane fell on the mosque in Mecca on Friday. At least 238 people were injured "
    "in the accident at the Grand Mosque, officials said.",
    "lang": "en",
    "date": "2015-09-12",
    "url": "https://example.org",
}


def write(path: Path, *rows: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    asked = tmp_path / "news_questions"
    write(asked / "questions.jsonl", {"documents": ["measured"]})
    write(asked / "news_en/corpus.jsonl", ARTICLE, {**ARTICLE, "_id": "measured"})
    write(asked / "news_de/corpus.jsonl")
    write(asked / "news_es/corpus.jsonl", {**ARTICLE, "_id": "es", "url": "urn:cess-esp:1"})
    write(tmp_path / "winer_fr/corpus.jsonl")
    return tmp_path


def test_what_is_measured_on_and_what_has_no_sure_licence_is_left_out(bench: Path) -> None:
    found = news.questions(bench)
    assert {document.subject for document in found.documents} == {"a"}


def test_a_headline_asks_for_what_the_text_holds(bench: Path) -> None:
    examples = news.questions(bench).examples
    number = [one for one in examples if one.answers == ("238",) and not one.document.title]
    assert number
    assert all(one.question.startswith("how many") for one in number)
    for example in examples:
        assert example.answers[0] not in example.question
        # A headline that is read with its text would give its own answer away.
        assert example.answers[0] not in example.document.title or example.document.title


class CutAll:
    """Windows of whole texts, a character a token."""

    def cut(
        self,
        question: str,
        document: Document,
        span: tuple[int, int] | None,
        by: random.Random,
        lengths: object = None,
    ) -> TokenWindow:
        by.random()
        ids = tuple(map(ord, f"{question}\n{document.text}"))
        if span is None:
            return TokenWindow(ids, 0, 0)
        moved = len(question) + 1
        return TokenWindow(ids, span[0] + moved, span[1] - 1 + moved)


def test_the_first_window_of_a_group_holds_the_answer_and_no_other() -> None:
    others = (EXAMPLES[1].document,)
    sources = GroupSources([(one, others) for one in EXAMPLES[:1]], MADE, None)
    first = list(islice(batches(sources, CutAll(), 4000, 1), 8))  # type: ignore[arg-type]
    again = list(islice(batches(sources, CutAll(), 4000, 1), 8))  # type: ignore[arg-type]
    assert first == again
    groups = [group for batch in first for group in batch]
    assert any(len(group.windows) == 3 for group in groups)
    for group in groups:
        right, *wrong = group.windows
        assert "".join(map(chr, right.ids[right.start : right.end + 1])) == "Lotus Shipping"
        assert all(window.start == window.end == 0 for window in wrong)
    assert all(
        sum(len(one.windows) for one in batch) * max(one.longest for one in batch) <= 4000
        for batch in first
        if len(batch) > 1
    )


def test_the_loss_of_a_group_falls_as_the_right_window_rises_above_the_others() -> None:
    starts = torch.zeros(3, 5)
    ends = torch.zeros(3, 5)
    first = last = torch.tensor([2, 0, 0])
    even = group_loss(starts, ends, first, last, [3])
    starts[0, 2] = 4.0
    better = group_loss(starts, ends, first, last, [3])
    starts[1, 3] = 6.0
    worse = group_loss(starts, ends, first, last, [3])
    assert better < even
    assert worse > better
    # A group by itself, and one without an answer, have nothing to be compared with.
    assert group_loss(starts, ends, first, last, [1, 2]) == 0

"""Build groups for continued training: the right document, and others that seem to answer."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from training.short_forms import short_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from training.data import Document, Example, Span
    from training.near_misses import NearMisses
    from training.switching import Switcher
    from training.windows import TokenWindow, Windows

LENGTHS = (112, 112, 128, 176)
"""Token lengths of windows; one is drawn for a group, so that its windows have similar lengths."""

SHARES = {
    "piaf": 0.22,
    "squad2": 0.18,
    "afriqa": 0.12,
    "squadshifts": 0.1,
    "timeqa": 0.05,
    "ntrex": 0.1,
    "winer": 0.03,
    "news": 0.2,
}
"""Sampling weights of the collections."""

SHORT = 0.4
"""Share of groups with questions in short form."""

SWITCHED = 0.2
"""Share of groups with code-switched questions."""

RIVAL = 0.35
"""Share of right windows with a rival sentence next to the right one."""

_POOLED = 40  # groups whose windows are sorted by length together


@dataclass(frozen=True, slots=True)
class Group:
    """Windows that are compared; only the first may contain an answer."""

    windows: tuple[TokenWindow, ...]

    @property
    def longest(self) -> int:
        """The number of tokens in the longest window."""
        return max(len(window.ids) for window in self.windows)

    @property
    def answered(self) -> bool:
        """Whether the first window contains an answer."""
        return self.windows[0].start > 0


@dataclass(frozen=True, slots=True)
class GroupSources:
    """The sources of groups.

    Attributes:
        examples: Questions with similar documents that do not answer.
        near_misses: Generator of near-misses.
        switcher: Code-switcher; None for no switching.
    """

    examples: Sequence[tuple[Example, tuple[Document, ...]]]
    near_misses: NearMisses
    switcher: Switcher | None

    def unanswered(self) -> dict[str, list[Example]]:
        """Return the unanswerable questions that people wrote, by document."""
        found: dict[str, list[Example]] = defaultdict(list)
        for example, _ in self.examples:
            if not example.spans:
                found[example.document.id].append(example)
        return found


def batches(
    sources: GroupSources, windows: Windows, tokens: int, seed: int
) -> Iterator[list[Group]]:
    """Yield batches without end, determined by the seed, with groups of similar length together.

    Args:
        sources: Sources of groups.
        windows: Cutter of windows.
        tokens: Tokens per batch, including padding.
        seed: Seed of all random choices.
    """
    chance = random.Random(f"{seed}/groups")
    drawn = groups(sources, windows, chance)
    while True:
        pool = sorted((next(drawn) for _ in range(_POOLED)), key=lambda group: group.longest)
        packed: list[list[Group]] = []
        for group in pool:
            last = packed[-1] if packed else None
            count = len(group.windows) + sum(len(one.windows) for one in last or ())
            if last is None or count * group.longest > tokens:
                packed.append([group])
            else:
                last.append(group)
        chance.shuffle(packed)
        yield from packed


def groups(sources: GroupSources, windows: Windows, chance: random.Random) -> Iterator[Group]:
    """Yield groups without end, each from a collection drawn by ``SHARES``."""
    by_collection: dict[str, list[tuple[Example, tuple[Document, ...]]]] = defaultdict(list)
    for example, others in sources.examples:
        if example.spans:
            by_collection[example.document.collection].append((example, others))
    unanswered = sources.unanswered()
    names = sorted(by_collection)
    shares = [SHARES.get(name, 0.1) for name in names]
    while True:
        (name,) = chance.choices(names, shares)
        example, others = chance.choice(by_collection[name])
        yield _group(example, others, unanswered, sources, windows, chance)


def _group(
    example: Example,
    others: Sequence[Document],
    unanswered: Mapping[str, Sequence[Example]],
    sources: GroupSources,
    windows: Windows,
    chance: random.Random,
) -> Group:
    lengths = (chance.choice(LENGTHS),)
    span = chance.choice(example.spans)
    document = example.document
    # The near-miss is made from the full question.
    near_miss = _near_miss(example, span, unanswered, sources.near_misses, chance)
    if chance.random() < RIVAL and (
        changed := sources.near_misses.with_rival(example, span, chance)
    ):
        document, span = changed
    say = _Phrasing(example, sources.switcher, chance)
    examples = say(example.question)
    read = [windows.cut(examples, document, span, chance, lengths)]
    if others:
        read.append(windows.cut(examples, chance.choice(others[:4]), None, chance, lengths))
    if near_miss is not None:
        question, missed_document = near_miss
        answer_span = None if missed_document is not example.document else example.spans[0]
        read.append(
            _window_around_other_answer(
                windows, say(question), missed_document, answer_span, chance, lengths
            )
        )
    return Group(tuple(read))


def _window_around_other_answer(
    windows: Windows,
    question: str,
    document: Document,
    span: Span | None,
    chance: random.Random,
    lengths: Sequence[int],
) -> TokenWindow:
    """Return a window around the answer to another question, which does not answer this one."""
    return replace(windows.cut(question, document, span, chance, lengths), start=0, end=0)


def _near_miss(
    example: Example,
    span: Span,
    unanswered: Mapping[str, Sequence[Example]],
    near_misses: NearMisses,
    chance: random.Random,
) -> tuple[str, Document] | None:
    """Return a question and a document that does not answer it, a near-miss."""
    if written := unanswered.get(example.document.id):
        return chance.choice(written).question, example.document
    if chance.random() < RIVAL:
        rival = near_misses.with_rival_alone(example, span, chance)
        if rival is not None:
            return example.question, rival
    question = near_misses.question(example, chance)
    return None if question is None else (question, example.document)


class _Phrasing:
    """Phrases all questions of a group alike: in full, in short form, or code-switched."""

    def __init__(self, example: Example, switcher: Switcher | None, chance: random.Random) -> None:
        self._language = example.document.language
        self._switcher = switcher
        self._seed = chance.random()
        self._short = chance.random() < SHORT
        self._switched = chance.random() < SWITCHED

    def __call__(self, question: str) -> str:
        chance = random.Random(self._seed)
        if self._short:
            question = short_form(question, self._language, chance)
        if self._switched and self._switcher is not None:
            question = self._switcher.question(question, self._language, chance)
        return question

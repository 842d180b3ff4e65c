"""Which verb tells where a time looks, and in which sentence it is looked for."""

from __future__ import annotations

import pytest

from index.dates.clauses import Clauses
from index.dates.languages import grammar_of
from index.dates.sentences import Sentences
from index.dates.tags import Tag

CLAUSES = Clauses(
    [
        (Tag.RELATIVE, "who"),
        (Tag.AHEAD, "will meet"),
        (Tag.URGED, "agreed to meet"),
        (Tag.SAID, "said"),
        (Tag.PRESENT, "is"),
        (Tag.PAST_FORM, "met|hired"),
    ],
    beside="on",
    owned="'s",
)


@pytest.mark.parametrize(
    ("sentence", "verb"),
    [
        # The nearest verb before, in the same part of the sentence.
        ("they met but will meet on _", "will meet"),
        ("they will meet, having met on _", "met"),
        # A participle counts only right beside the time.
        ("they will meet workers hired on _", "hired"),
        ("they will meet workers hired by us on _", "will meet"),
        # A verb of saying likewise, or where there is no other.
        ("he said on _ they will meet", "said"),
        ("he said _'s talks will meet", "will meet"),
        ("he said talks on _ will meet", "will meet"),
        ("he said so on _", "said"),
        # Else the first one after it, or the one of another part.
        ("on _ they met and will meet", "met"),
        ("on _, he said, they will meet", "said"),
        ("the talks, on _, he said, will meet", "will meet"),
        ("they met in Leeds, on _", "met"),
        ("the man, who met us, on _ will meet", "will meet"),
        ("the man, who met us, on _, will meet", "will meet"),
        ("they met; on _ they will meet", "will meet"),
        ("the talks on _ in Leeds who met will meet", "will meet"),
        ("the men on _ who met will meet", "met"),
        ("talks on _", None),
    ],
)
def test_which_verb_governs(sentence: str, verb: str | None) -> None:
    before, _, after = sentence.partition("_")
    governor = CLAUSES.governor(before, after)
    if verb is None:
        assert governor is None
        assert CLAUSES(before, after) == 0
        return
    assert governor is not None
    part = before if governor.before else after
    assert part[governor.word.start : governor.word.end] == verb


def test_where_a_verb_looks_depends_on_its_side() -> None:
    assert CLAUSES("they agreed to meet on ", ".") == 1
    assert CLAUSES("on ", " they agreed to meet.") == -1
    assert 0 < CLAUSES("it is on ", ".") < 1
    assert CLAUSES("as of ", " all is well.") == 0


@pytest.mark.parametrize(
    ("text", "language", "sentence"),
    [
        ("It rained. He left on _. She stayed.", "en", "He left on _"),
        (
            "It opens at 5 p.m. _ for Mr. Hall. She stayed.",
            "en",
            "It opens at 5 p.m. _ for Mr. Hall",
        ),
        ("He left the U.S. The case starts _.", "en", "The case starts _."),
        ("He said: “It rained.” We left on _.", "en", "We left on _."),
        ("“It rained.'' We left on _.", "en", "We left on _."),
        (
            "Il pleut. M. Durand et Mme. Roy partent _. Elle reste.",
            "fr",
            "M. Durand et Mme. Roy partent _",
        ),
        ("Headline\n\nHe left on _.", "en", "He left on _."),
    ],
)
def test_where_a_sentence_begins_and_ends(text: str, language: str, sentence: str) -> None:
    grammar = grammar_of(language)
    assert grammar is not None
    at = text.index("_")
    start, end = grammar.sentences.around(text, at, at + 1)
    assert text[start:end] == sentence


def test_a_sentence_is_no_longer_than_what_belongs_together() -> None:
    text = "word " * 1000
    start, end = Sentences().around(text, 2500, 2504)
    assert end - start < 1300


ENGLISH = grammar_of("en")


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("The talks on _ have been called off.", 0.5),
        ("_'s talks have been called off.", 0.5),
        ("The talks on _ were called off.", 0.0),
        ("The talks were called off on _.", -1.0),
        ("On _ the talks were called off.", -1.0),
        ("The talks had been scheduled for _.", 0.0),
        ("The talks planned for _ were called off.", 0.0),
        ("The talks are planned for _.", 1.0),
        ("The winner will be announced on _.", 1.0),
        ("The road was closed until _.", 1.0),
    ],
)
def test_where_a_time_of_what_was_called_off_looks(sentence: str, direction: float) -> None:
    assert ENGLISH is not None
    before, after = sentence.split("_")
    assert ENGLISH.direction(before, after) == direction

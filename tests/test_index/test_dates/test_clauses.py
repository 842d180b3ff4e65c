"""Which verb tells where a time looks, and in which sentence it is looked for."""

from __future__ import annotations

import pytest

from index.dates.clauses import Clauses
from index.dates.languages import grammar_of
from index.dates.sentences import Sentences
from index.dates.tags import PRESENT, PROBABLE, STRONG, SURE, VAGUE, Tag

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
    assert CLAUSES("they agreed to meet on ", ".") == PROBABLE
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
        ("The talks on _ have been called off.", VAGUE),
        ("_'s talks have been called off.", VAGUE),
        ("The talks on _ were called off.", 0.0),
        ("The talks were called off on _.", -SURE),
        ("On _ the talks were called off.", -SURE),
        ("The talks had been scheduled for _.", 0.0),
        ("The talks planned for _ were called off.", 0.0),
        ("The talks are planned for _.", PROBABLE),
        ("The winner will be announced on _.", SURE),
        ("The road was closed until _.", PROBABLE),
    ],
)
def test_where_a_time_of_what_was_called_off_looks(sentence: str, direction: float) -> None:
    assert ENGLISH is not None
    before, after = sentence.split("_")
    assert ENGLISH.direction(before, after) == direction


@pytest.mark.parametrize(
    ("language", "sentence", "direction"),
    [
        ("en", "He was arrested on _.", -SURE),
        ("en", "On _ he was arrested.", -SURE),
        ("en", "The club sacked its coach on _.", -STRONG),
        ("en", "He was arrested in Leeds, in the north, on _.", -STRONG),
        ("en", "The crash on _ killed three people.", -SURE),
        ("en", "The treaty of _ was broken.", -STRONG),
        ("en", "The vote of _ was rigged.", -PROBABLE),
        ("en", "They discussed the summit in Rome on _.", -PROBABLE),
        ("en", "The summit on _ divided the party.", -PROBABLE),
        ("en", "The museum will open on _.", SURE),
        ("en", "The museum was to open on _.", PROBABLE),
        ("en", "Prices rise on _.", PRESENT),
        ("fr", "Il a été arrêté le _.", -SURE),
        ("fr", "Le _, il a été arrêté.", -SURE),
        ("fr", "Le parti a critiqué l'accord du _.", -STRONG),
        ("fr", "Le parti a préparé le scrutin du _.", -PROBABLE),
        ("fr", "Les prix augmentent le _.", PRESENT),
        ("es", "Fue detenido el _.", -SURE),
        ("es", "El _ fue detenido.", -SURE),
        ("es", "El partido criticó el acuerdo del _.", -STRONG),
        ("es", "El partido preparó las elecciones del _.", -PROBABLE),
        ("es", "Los precios suben el _.", PRESENT),
    ],
)
def test_a_direction_is_certain_where_a_time_belongs_to_its_verb(
    language: str, sentence: str, direction: float
) -> None:
    grammar = grammar_of(language)
    assert grammar is not None
    before, after = sentence.split("_")
    assert grammar.direction(before, after) == direction

"""Questions are made of what the articles name, and only those that have an answer."""

from __future__ import annotations

from dataclasses import replace

from qa.languages import page_texts
from qa.suggestions import frequent_names, suggest
from qa.web.suggested import Suggested
from tests.support.fake_pipeline import ENGLISH, FakePipeline


def test_names_are_ranked_by_how_many_texts_have_them() -> None:
    texts = [
        "Yesterday the mayor of Ostend met Donald Trump. They spoke of Ostend.",
        "A year ago, Donald Trump said so in May.",
        "Nobody in Paris knew. However, the TikTok ban came on Monday.",
    ]
    assert frequent_names(texts) == ["Donald Trump", "Ostend", "Paris", "TikTok"]


def test_the_first_word_of_a_sentence_is_no_name() -> None:
    assert frequent_names(["The end. Beginnings are hard. « Nothing » was said.", ""]) == []


def test_only_what_has_an_answer_is_suggested() -> None:
    text = "Ships pass the Halle bridge. Near Ostend, and near Halle, and near Ostend, they wait."
    pipeline = FakePipeline([replace(ENGLISH, text=text)], **{"bridge.txt": text})
    found = suggest(pipeline, "What is the latest on {name}?", 3)
    assert found == ["What is the latest on Halle?"]
    assert len(pipeline.calls) == 2


def test_a_corpus_that_names_nothing_suggests_nothing() -> None:
    pipeline = FakePipeline([replace(ENGLISH, text="nothing here.")])
    assert suggest(pipeline, "{name}?", 3) == []
    assert pipeline.calls == []


def test_a_corpus_that_answers_nothing_is_not_asked_for_ever() -> None:
    people = " and ".join(f"near {chr(65 + n)}ville" for n in range(26))
    pipeline = FakePipeline([replace(ENGLISH, text=f"They were seen {people}.")])
    assert suggest(pipeline, "What is the latest on {name}?", 2) == []
    assert 2 < len(pipeline.calls) < 10


def test_they_are_made_once_for_each_generation_of_the_index() -> None:
    text = "Ships pass the Halle bridge. Near Halle they wait, and in Ostend they do not."
    pipeline = FakePipeline([replace(ENGLISH, text=text)], **{"bridge.txt": text})
    suggested = Suggested(pipeline, page_texts("en"))
    assert "Halle" in suggested.html()
    asked = len(pipeline.calls)
    assert suggested.html() == suggested.html()
    assert len(pipeline.calls) == asked
    pipeline.info = replace(pipeline.info, generation="another")
    suggested.html()
    assert len(pipeline.calls) > asked

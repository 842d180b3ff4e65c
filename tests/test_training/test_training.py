"""How the reader was trained: on which questions, in which windows and order, and resumed."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from index.models import bundled_encoder, bundled_folder
from qa.evaluation.splits import half_of, is_development
from qa.readers import weights
from qa.readers.network import assemble, bundled
from training.data import Collections, Document, Example, load
from training.generated_questions import times, translations
from training.negatives import PER_EXAMPLE, mine_hard_negatives
from training.plan import Recipe, TrainingData, batches, mixed_batches
from training.reader import Run, main
from training.switching import Switcher, dictionaries, vocabularies
from training.windows import LENGTHS, TokenWindow, Windows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from index.embedders import Embedder
    from training.data import Span

pytestmark = pytest.mark.slow

TOWERS = ["Amber", "Birch", "Cedar", "Dune", "Ember", "Fjord", "Grove", "Heath"]
BUILDERS = ["Ana Lopez", "Ben Marsh", "Cleo Wang", "Dora Klein", "Eli Novak", "Fay Osei"]
IN_XQUAD = "The Amber tower was painted by Dora Klein."


def text_of(number: int) -> str:
    builder = BUILDERS[number % len(BUILDERS)]
    return f"The {TOWERS[number % len(TOWERS)]} tower stands by a river. {builder} built it."


def subjects(collection: str, *, development: bool) -> list[str]:
    """Names of pages that are, or are not, kept from training."""
    names = (f"Page {number}" for number in range(200))
    return [name for name in names if is_development(collection, name) is development]


def write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def write_pairs(path: Path, *pairs: tuple[str, str]) -> None:
    lines = ["query-id\tcorpus-id\tscore", *(f"{query}\t{name}\t1" for query, name in pairs)]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def asked(text: str, answer: str, question: str = "Who built it?") -> dict[str, Any]:
    """A question as SQuAD writes it; with an empty answer, one that has none."""
    answers = [{"text": answer, "answer_start": text.index(answer)}] * 2 if answer else []
    return {"question": question, "answers": answers, "is_impossible": not answer}


def write_squad(path: Path, pages: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"data": list(pages)}), "utf-8")


def page(title: str | None, first: int) -> dict[str, Any]:
    """Two paragraphs with two questions each, one of which has no answer there."""
    paragraphs = []
    for number in (first, first + 1):
        text, builder = text_of(number), BUILDERS[number % len(BUILDERS)]
        tower = TOWERS[number % len(TOWERS)]
        qas = [
            asked(text, builder, f" Who built the {tower} tower? "),
            asked(text, "", f"Who sold the {tower} tower?"),
        ]
        paragraphs.append({"context": text, "qas": qas})
    return {"paragraphs": paragraphs} | ({} if title is None else {"title": title})


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All five collections, in their formats, of a few made-up documents."""
    folder = tmp_path_factory.mktemp("data")
    bench, train = folder / "bench", folder / "train"
    write_rows(
        bench / "xquad/corpus.jsonl",
        [
            {"_id": "en-0", "title": "Amber", "text": IN_XQUAD, "lang": "en"},
            {"_id": "fr-0", "title": "Amber", "text": text_of(0), "lang": "fr"},
        ],
    )
    french = "La tour fut bâtie par Ana Lopez."
    span = [22, 31]
    write_rows(
        bench / "piaf/corpus.jsonl",
        [
            {"_id": name, "title": "Tour", "text": french + f" {name}", "lang": "fr"}
            for name in ("for-training", "for-the-test")
        ],
    )
    write_rows(
        bench / "piaf/queries.jsonl",
        [
            {"_id": "p1", "text": "Qui l'a bâtie ?", "spans": [span, span]},
            {"_id": "p2", "text": "Par qui ?", "spans": [span]},
        ],
    )
    write_pairs(bench / "piaf/qrels_train.tsv", ("p1", "for-training"))
    write_pairs(bench / "piaf/qrels_test.tsv", ("p2", "for-the-test"))
    write_rows(
        train / "afriqa/corpus.jsonl",
        [{"_id": "a", "title": None, "text": "Nok is a village.", "lang": "en"}],
    )
    write_rows(
        train / "afriqa/queries.jsonl",
        [
            {"_id": "yes", "text": "Is Nok a village?", "spans": [[-1, 2]]},
            {"_id": "what", "text": "What is Nok?", "spans": [[7, 16]]},
            {"_id": "beyond", "text": "Where is it?", "spans": [[7, 99]]},
        ],
    )
    write_pairs(train / "afriqa/qrels.tsv", ("yes", "a"), ("what", "a"), ("beyond", "a"))
    learned, held = (subjects("squad2", development=kept) for kept in (False, True))
    pages = [page(title, 2 * number) for number, title in enumerate([*learned[:4], *held[:2]])]
    pages[0]["paragraphs"].append({"context": f" {IN_XQUAD}\n", "qas": [asked(IN_XQUAD, "Amber")]})
    write_squad(train / "squad2/dev-v2.0.json", pages)
    write_squad(train / "squadshifts/new_wiki_v1.0.json", [page(None, 1)])
    write_rows(
        train / "timeqa/corpus.jsonl",
        [
            {"_id": f"House#{number}", "title": "House", "text": f"Owned by {names}.", "date": None}
            for number, names in enumerate(["Ana", "Ben and Cleo", "Dora and Eli Novak"], 1)
        ],
    )
    write_rows(
        train / "timeqa/queries.jsonl",
        [
            {
                "_id": "/wiki/House#P1#0",
                "text": "Who owned it?",
                "spans": [["House#1", 9, 12], ["House#2", 9, 12], ["House#2", 17, 21]],
                "answerable": True,
            },
            {"_id": "/wiki/House#P1#1", "text": "And in 1800?", "spans": [], "answerable": False},
        ],
    )
    write_news(bench)
    return folder


STORY = {
    "en": ["The governor of Ohio said on Monday that 45 schools are to close.", "He left."],
    "fr": ["Le gouverneur de l'Ohio a dit lundi que 45 écoles fermeront.", "Il est parti."],
    "de": ["Der Gouverneur von Ohio sagte am Montag, dass 45 Schulen schließen.", "Er ging."],
}


def write_news(bench: Path) -> None:
    """Stories in several languages, and French ones in which dates are marked."""
    write_rows(
        bench / "ntrex/corpus.jsonl",
        [
            {"_id": f"{code}:{story}", "title": "", "text": "\n".join(lines), "lang": code}
            for code, lines in STORY.items()
            for story in halves()["development"][:2] + halves()["held"][:2]
        ],
    )
    text = "Peu de gens.\nLe pont de la ville de Brest a été fermé le 3 mai 2018 par le maire."
    context = "e la ville de Brest a été fermé le 3 mai 2018 par le maire."
    names = halves()["development"][0], halves()["held"][0]
    write_rows(
        bench / "winer_fr/corpus.jsonl",
        [{"_id": name, "title": "Pont", "text": text, "lang": "fr"} for name in names],
    )
    marked = {"text": "3 mai 2018", "context": context}
    write_rows(
        bench / "winer_fr/dates.jsonl",
        [{"doc": name, "type": kind} | marked for name in names for kind in ("Date", "Hour")],
    )


def halves() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"development": [], "held": []}
    for number in range(40):
        found[half_of(f"story.{number}")].append(f"story.{number}")
    return found


@pytest.fixture(scope="module")
def collections(data: Path) -> Collections:
    return load(data)


def of(collections: Collections, name: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (example.question, example.document.id, example.answers)
        for example in collections.examples
        if example.document.collection == name
    ]


def test_what_the_reader_is_measured_on_stays_out(collections: Collections) -> None:
    texts = [document.text for document in collections.documents]
    assert not any("for-the-test" in text or "Dora Klein." in text for text in texts)
    assert text_of(0) in texts  # which only a translation holds
    assert of(collections, "piaf") == [
        ("Qui l'a bâtie ?", "piaf/for-training", ("Ana Lopez",)),
    ]


def test_each_collection_is_read(collections: Collections) -> None:
    # Neither a yes nor a span beyond the text can be learned from.
    assert of(collections, "afriqa") == [("What is Nok?", "afriqa/a", ("a village",))]
    assert of(collections, "timeqa") == [
        ("Who owned it?", "timeqa/House#1", ("Ana",)),
        ("Who owned it?", "timeqa/House#2", ("Ben", "Cleo")),
        ("And in 1800?", "timeqa/House#3", ()),  # of a page's paragraphs, the longest two
        ("And in 1800?", "timeqa/House#2", ()),
    ]
    first, second, *_ = of(collections, "squad2")
    assert first[::2] == ("Who built the Amber tower?", ("Ana Lopez",))
    assert second[::2] == ("Who sold the Amber tower?", ())
    assert len(of(collections, "squad2")) == 6 * 4
    assert len(of(collections, "squadshifts")) == 4


def test_spans_stand_in_their_documents_and_names_are_unique(collections: Collections) -> None:
    for example in collections.examples:
        assert len(set(example.spans)) == len(example.spans)
        assert all(0 <= a < b <= len(example.document.text) for a, b in example.spans)
    names = [document.id for document in collections.documents]
    assert len(set(names)) == len(names)
    assert {example.document.id for example in collections.examples} <= set(names)


def test_whole_subjects_are_kept_from_training(collections: Collections) -> None:
    kept: dict[tuple[str, str], set[bool]] = {}
    for document in collections.documents:
        kept.setdefault((document.collection, document.subject), set()).add(document.development)
    assert all(len(sides) == 1 for sides in kept.values())
    assert {True} in kept.values()
    assert {False} in kept.values()
    shares = [is_development("squad2", f"Page {number}") for number in range(4000)]
    assert 0.06 < sum(shares) / len(shares) < 0.11


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(bundled_folder() / "tokenizer.json"))


def unspaced(tokenizer: Tokenizer, ids: Sequence[int]) -> str:
    return tokenizer.decode(list(ids)).replace("▁", "").replace(" ", "")


def dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 (sampling, not secrets)


def document(text: str, name: str = "d", title: str = "", language: str = "en") -> Document:
    return Document(name, "made up", name, language, title, text)


WORDS = st.builds(
    lambda words, times: words * times,
    st.lists(
        st.sampled_from(
            ["the", "decree", "l'été", "1,400", "Straße", "запрет", "antidisestablished"]
        ),
        min_size=1,
        max_size=9,
    ),
    st.integers(1, 90),
)


@settings(deadline=None)
@given(WORDS, *[st.integers(0, 9999)] * 2, st.integers(1, 5), st.integers(0, 29))
def test_a_window_holds_the_answer_and_is_never_too_long(
    tokenizer: Tokenizer, words: list[str], place: int, seed: int, length: int, asked: int
) -> None:
    place %= len(words)
    start = len(" ".join([*words[:place], ""]))
    answer = " ".join(words[place : place + length])
    told = document(" ".join(words), title="The decree and its title " * (seed % 9))
    question = "who signed it " * asked + "?"
    windows, chance = Windows(tokenizer), dice(seed)
    window = windows.cut(question, told, (start, start + len(answer)), chance)
    assert len(window.ids) <= max(LENGTHS)
    assert window.ids.index(2) < window.start <= window.end < len(window.ids) - 1
    assert unspaced(tokenizer, window.ids[window.start : window.end + 1]) == answer.replace(" ", "")
    nothing = windows.cut(question, told, None, chance)
    assert (nothing.start, nothing.end) == (0, 0)
    assert len(nothing.ids) <= max(LENGTHS)


def test_windows_are_of_several_lengths_and_some_have_the_title(tokenizer: Tokenizer) -> None:
    told = document("the decree was signed " * 200, title="Zanzibar")
    windows, chance = Windows(tokenizer), dice(0)
    drawn = [windows.cut("who?", told, None, chance) for _ in range(60)]
    assert {len(window.ids) for window in drawn} == set(LENGTHS)
    titled = ["Zanzibar" in tokenizer.decode(list(window.ids)) for window in drawn]
    assert 10 < sum(titled) < 50
    # Whichever part of the text.
    assert len({window.ids[-5:] for window in drawn}) > 1


@settings(deadline=None)
@given(WORDS)
def test_a_whole_document_is_read_in_windows(tokenizer: Tokenizer, words: list[str]) -> None:
    told = document(" ".join(words * 3))
    seen: list[Span] = []
    for window, offsets, first in Windows(tokenizer).whole("who signed it?", told):
        assert len(window.ids) <= 384
        assert len(window.ids) == first + len(offsets) + 1
        text = told.text[offsets[0][0] : offsets[-1][1]]
        assert unspaced(tokenizer, window.ids[first:-1]) == text.replace(" ", "")
        assert not seen or offsets[0] in seen  # nothing between two windows is left out
        seen += offsets
    encoded = tokenizer.encode(told.text, add_special_tokens=False)
    assert sorted(set(seen)) == sorted(set(encoded.offsets))


class Numbered:
    """Instead of windows: the example's number, as often as the chance says."""

    def cut(
        self,
        question: str,
        document: Document,
        span: Span | None,
        chance: random.Random,
        lengths: Sequence[int] = LENGTHS,
    ) -> TokenWindow:
        place = 0 if span is None else 1
        return TokenWindow((int(question),) * chance.randint(3, 60), place, place)


def planned(
    recipe: Recipe,
    number: int,
    language: str = "en",
    negatives: int = 0,
    part: Callable[..., Iterator[list[TokenWindow]]] = batches,
) -> Any:
    told = document("text", language=language)
    others = tuple(document("other", f"o{n}", language=language) for n in range(negatives))
    pairs = [(Example(str(n), told, ((0, 4),)), others) for n in range(number)]
    return list(part(TrainingData(pairs, pairs[:5], Switcher({}, {})), Numbered(), recipe))


@given(st.integers(0, 400), st.integers(60, 500), st.integers(0, 2**32))
def test_a_batch_keeps_to_its_tokens_and_an_epoch_holds_every_example(
    number: int, tokens: int, seed: int
) -> None:
    recipe = Recipe(epochs=2, tokens=tokens, seed=seed)
    found = planned(recipe, number)
    assert all(len(batch) * max(len(window.ids) for window in batch) <= tokens for batch in found)
    order = [window.ids[0] for batch in found for window in batch]
    assert sorted(order[:number]) == sorted(order[number:]) == list(range(number))


def test_the_seed_alone_decides_the_batches() -> None:
    recipe = Recipe(epochs=2, tokens=200, seed=1)
    assert planned(recipe, 300, "fr", 3) == planned(recipe, 300, "fr", 3)
    assert planned(recipe, 300) != planned(Recipe(epochs=2, tokens=200, seed=2), 300)
    order = [window.ids[0] for batch in planned(recipe, 300) for window in batch]
    assert order[:300] != order[300:]  # nor is an epoch like another


def test_some_french_comes_twice_and_some_is_asked_of_a_document_without_the_answer() -> None:
    recipe = Recipe(epochs=1, tokens=200)
    windows = [window for batch in planned(recipe, 1000, "fr", 2) for window in batch]
    answered = Counter(window.ids[0] for window in windows if window.start)
    assert len(answered) == 1000
    assert set(answered.values()) == {1, 2}
    assert 400 < Counter(answered.values())[2] < 600
    assert 250 < sum(1 for window in windows if not window.start) < 450
    english = [window for batch in planned(recipe, 1000) for window in batch]
    assert len(english) == 1000


def test_the_second_part_has_more_french_and_what_was_made() -> None:
    recipe = Recipe(epochs=0, mixed=2, tokens=200)
    for language, often in (("fr", 3), ("en", 1), ("de", 1)):
        found = planned(recipe, 100, language, part=mixed_batches)
        counted = Counter(window.ids[0] for batch in found for window in batch)
        assert counted == {n: 2 * (often + (n < 5)) for n in range(100)}
    negatives = [w for b in planned(recipe, 500, "en", 2, mixed_batches) for w in b if not w.start]
    assert 250 < len(negatives) < 450


def test_questions_are_made_between_languages_from_the_half_for_development(data: Path) -> None:
    made = translations(data / "bench/ntrex")
    ours = set(halves()["development"])
    assert {document.subject for document in made.documents} == ours & set(
        halves()["development"][:2]
    )
    assert {document.language for document in made.documents} == set(STORY)
    for example in made.examples:
        [answer] = example.answers
        assert answer in {"Ohio", "45"}
        assert answer not in example.question
        [language] = [
            code
            for code, words in {
                "en": "who or what|how many",
                "fr": "qui ou quoi|combien",
                "de": "wer oder was|wie viele",
            }.items()
            if re.search(words, example.question)
        ]
        assert language != example.document.language
    assert {example.answers for example in made.examples} == {("Ohio",), ("45",)}


def test_when_is_asked_of_dated_news(data: Path) -> None:
    made = times(data / "bench/winer_fr")
    [example] = made.examples
    assert example.document.subject == halves()["development"][0]
    assert example.answers == ("3 mai 2018",)
    assert example.question.startswith("quand ")
    assert example.question.endswith("a été fermé par le maire?")


LEXICON = {"ban": "interdiction", "the": "l", "river": "rivière", "a": "une"}


@given(
    st.lists(st.sampled_from([*LEXICON, "Ban", "Brest", "2018", "l'été"]), min_size=1), st.data()
)
def test_replaced_words_move_the_answer_with_them(words: list[str], data: st.DataObject) -> None:
    text = ", ".join(words) + "."
    place = data.draw(st.integers(0, len(words) - 1))
    length = data.draw(st.integers(1, len(words) - place))
    start = len("".join(f"{word}, " for word in words[:place]))
    span = start, start + len(", ".join(words[place : place + length]))
    told = document(text, data.draw(st.text(max_size=3)))
    switcher = Switcher({("en", "fr"): LEXICON}, {})
    seed = data.draw(st.integers(0, 99))
    question, other, moved = switcher.switch("who has the ban?", told, span, dice(seed))
    assert moved is not None
    answer = other.text[slice(*moved)].split(", ")
    assert len(answer) == length
    for word, found in zip(words[place:], answer, strict=False):
        assert found.lower() in {word.lower(), LEXICON.get(word.lower())}
    assert (question == "who has the ban?") or (other is told and span == moved)
    # What was found out about a document is kept: it is the same each time.
    again = Switcher({("en", "fr"): LEXICON}, {}).switch("who has the ban?", told, span, dice(seed))
    assert again == (question, other, moved)


def test_a_language_without_a_dictionary_is_left_alone() -> None:
    told = document("Bonjour.", language="fr")
    switcher = Switcher({("en", "fr"): LEXICON}, {})
    assert switcher.switch("qui ?", told, None, dice(0)) == ("qui ?", told, None)


class Meanings:
    """An embedder of words that mean one of a few things."""

    THINGS = ({"ban", "interdiction"}, {"river", "rivière"}, {"bridge", "pont"}, {"oak", "chêne"})

    def embed_queries(self, texts: Sequence[str]) -> Any:
        rows = [[float(text in thing) for thing in self.THINGS] for text in texts]
        return np.array(rows, np.float32) + 0.01 * np.arange(len(texts), dtype=np.float32)[:, None]


def test_dictionaries_know_like_words_frequent_words_and_what_is_asked() -> None:
    words = {"en": ["ban", "river", "oak"], "fr": ["rivière", "chêne", "interdiction"]}
    parallel = {
        "en": ["the oak", "the river", "the ban", "the bridge"] * 4,
        "fr": ["le chêne", "le rivière", "le interdiction", "le pont"] * 4,
    }
    known = dictionaries(words, parallel, Meanings(), ["en"])  # type: ignore[arg-type]
    assert set(known) == {("en", "fr")}
    found = known["en", "fr"]
    assert found["ban"] == "interdiction"
    assert found["oak"] == "chêne"
    assert found["the"] == "le"
    assert (found["who"], found["when"], found["many"]) == ("qui", "quand", "combien")


def test_a_vocabulary_is_of_words_that_are_seen_twice() -> None:
    told = document("The ban, the ban and the river 12 12 a a.")
    example = Example("Which river?", told, ())
    assert vocabularies([example], [told]) == {"en": ["the", "ban", "river"]}


VOCABULARY = ["ban", "Ban", "decree", "river", "tower", "BANNED", "Ana Lopez", "ana", "signed"]


@settings(deadline=None)
@given(st.data())
def test_what_looks_like_an_answer_and_is_none_does_not_hold_it(data: st.DataObject) -> None:
    texts = data.draw(
        st.lists(
            st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=5), min_size=1, max_size=14
        )
    )
    documents = [
        document(" ".join(words), f"d{n}", language=data.draw(st.sampled_from(["en", "fr"])))
        for n, words in enumerate(texts)
    ]
    examples = []
    for n, told in enumerate(documents):
        answer = data.draw(st.sampled_from(texts[n]))
        start = told.text.index(answer)
        question = " ".join(data.draw(st.lists(st.sampled_from(VOCABULARY), min_size=1)))
        spans = data.draw(st.sampled_from([((start, start + len(answer)),), ()]))
        examples.append(Example(question, told, spans))
    found = mine_hard_negatives(documents, examples)
    assert len(found) == len(examples)
    for example, others in zip(examples, found, strict=True):
        assert (
            len({other.id for other in others} - {example.document.id})
            == len(others)
            <= PER_EXAMPLE
        )
        assert all(other.language == example.document.language for other in others)
        for answer in example.answers:
            assert not any(answer.lower() in other.text.lower() for other in others)


def test_the_documents_that_share_most_words_come_first() -> None:
    told = document("Ana Lopez built the Amber tower.", "told")
    near = document("The Amber tower was sold.", "near")
    far = document("A tower was sold.", "far")
    other = document("It rains.", "other")
    foreign = document("The Amber tower was sold.", "foreign", language="fr")
    example = Example("Who built the Amber tower?", told, ((0, 9),))
    [found] = mine_hard_negatives([other, far, near, told, foreign], [example])
    assert [one.id for one in found] == ["near", "far"]


STEPS = 4
RECIPE = Recipe(epochs=1, tokens=150, rate=1e-3, seed=3)


@pytest.fixture(scope="module")
def trained(
    data: Path, tmp_path_factory: pytest.TempPathFactory, bundled_embedder: Embedder
) -> tuple[Path, Run]:
    """A few steps in one go."""
    out = tmp_path_factory.mktemp("whole")
    run = Run(data, out, RECIPE)
    run.train(STEPS)
    return out, run


@pytest.mark.campaign
def test_a_run_that_was_stopped_goes_on_where_it_was(
    data: Path, trained: tuple[Path, Run], tmp_path: Path
) -> None:
    out, whole = trained
    Run(data, tmp_path, RECIPE).train(STEPS // 2)
    early = (tmp_path / "reader.safetensors").read_bytes()
    resumed = Run(data, tmp_path, RECIPE)
    resumed.train(STEPS)
    for one, other in zip(whole.model.parameters(), resumed.model.parameters(), strict=True):
        assert torch.equal(one, other)
    resumed.train(STEPS)  # there already: not a step more
    late = (tmp_path / "reader.safetensors").read_bytes()
    assert late == (out / "reader.safetensors").read_bytes()
    assert late != early


def test_what_was_trained_is_what_the_reader_loads(trained: tuple[Path, Run]) -> None:
    out, run = trained
    told_of = weights.load(out / "reader.safetensors")
    reader = assemble(bundled_encoder(), bundled_folder(), told_of)
    weight = run.model.qa_outputs.weight.detach()
    assert weight.any()
    assert torch.allclose(reader.qa_outputs.weight, weight, atol=1e-4)
    # The run itself holds what it learned, not what four bits made of it.
    learned = torch.load(out / "checkpoint.pt", weights_only=True)["weights"]
    told = dict(run.model.named_parameters())
    assert all(torch.equal(told[name].cpu(), tensor.cpu()) for name, tensor in learned.items())
    layers = reader.bert.encoder.layer, run.model.bert.encoder.layer
    own, other = (layer[-1].output.dense.weight.float() for layer in layers)
    assert torch.allclose(own, other, atol=0.02)


@pytest.mark.campaign
@pytest.mark.model
def test_what_ships_is_the_mean_of_both_parts(data: Path, tmp_path: Path) -> None:
    run = Run(data, tmp_path, Recipe(epochs=1, tokens=3000, rate=1e-2))
    run.train()
    state = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
    name = "qa_outputs.weight"
    first, last = (state[part][name].cpu() for part in ("first", "weights"))
    assert (first - last).abs().max() > 0.001
    shipped = bundled(file=tmp_path / "reader.safetensors").qa_outputs.weight
    assert torch.allclose(shipped, (first + last) / 2, atol=1e-4)


def test_the_log_tells_how_well_it_reads(trained: tuple[Path, Run]) -> None:
    out, _ = trained
    last = json.loads((out / "log.jsonl").read_text("utf-8").splitlines()[-1])
    assert last["step"] == STEPS
    for name in ("em_en", "f1_en", "auc"):
        assert 0 <= last[name] <= 1
    assert last["packed"] == (out / "reader.safetensors").stat().st_size


def test_a_run_of_another_recipe_is_not_gone_on_with(data: Path, trained: tuple[Path, Run]) -> None:
    out, _ = trained
    done = CliRunner().invoke(main, ["--data", str(data), "--out", str(out), "--seed", "4"])
    assert done.exit_code == 1
    assert "--fresh" in done.output
    assert "Traceback" not in done.output

"""Train the reader: ``python -m training.reader --data FOLDER``.

A stopped run is resumed. The same command, data and machine give the same weights. The folder
``--out`` gets ``reader.safetensors``, the file that is bundled (``qa/readers/``), ``log.jsonl``,
and ``checkpoint.pt``, the state of the run.
"""

from __future__ import annotations

import json
import math
import random
import statistics
import time
from dataclasses import asdict
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click
import torch
from tqdm import tqdm

from index import bundled_model
from index.embedders import SentenceTransformerEmbedder
from index.settings import Settings
from qa.evaluation.quotes import exact_match, token_f1
from qa.readers.network import WEIGHTS
from training import generated_questions
from training.data import Collections, load
from training.learner import Learner
from training.negatives import mine_hard_negatives
from training.options import data_option
from training.plan import SECOND, Recipe, TrainingData, batches, mixed_batches
from training.switching import Switcher, dictionaries, vocabularies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from index.embedders import Embedder
    from training.data import Document, Example
    from training.windows import TokenWindow

_USUAL = Recipe()
_CHECKPOINT_EVERY, _VALIDATE_EVERY = 200, 700  # steps
_VALIDATED = 120  # examples per language
_LONGEST = 40  # maximum tokens of an answer
_OFTEN = {"en": 6.0, "fr": 4.0}  # sampling weights of target languages; 1 for the others


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@data_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/training"),
    show_default=True,
    help="Where the weights and the state of the run are written.",
)
@click.option(
    "--epochs",
    type=click.IntRange(1),
    default=_USUAL.epochs,
    show_default=True,
    help="How often each example is read, in the first part.",
)
@click.option(
    "--mixed",
    type=click.IntRange(0),
    default=_USUAL.mixed,
    show_default=True,
    help="Epochs of the second part.",
)
@click.option("--rate", type=float, default=_USUAL.rate, show_default=True, help="Learning rate.")
@click.option(
    "--seed", type=int, default=_USUAL.seed, show_default=True, help="What is drawn by lot."
)
@click.option("--stop-after", type=click.IntRange(1), metavar="STEPS", help="Stop early, to try.")
@click.option("--fresh", is_flag=True, help="Start anew, even if a stopped run is there.")
def main(
    data: Path,
    out: Path,
    epochs: int,
    mixed: int,
    rate: float,
    seed: int,
    stop_after: int | None,
    fresh: bool,
) -> None:
    """Train the reader's layers on the questions of FOLDER, with validation during the run."""
    out.mkdir(parents=True, exist_ok=True)
    if fresh:
        (out / "checkpoint.pt").unlink(missing_ok=True)
    recipe = Recipe(epochs=epochs, mixed=mixed, rate=rate, seed=seed)
    Run(data, out, recipe).train(stop_after)


class Run:
    """A training run, resumed from its checkpoint if there is one."""

    def __init__(self, data: Path, out: Path, recipe: Recipe) -> None:
        self._out, self._recipe = out, recipe
        torch.manual_seed(recipe.seed)
        settings = Settings.from_environment()
        folder = bundled_model.ensure(settings.cache_dir)
        self._learner = Learner(folder, recipe.rate, recipe.decay)
        self.model = self._learner.model
        self._windows = self._learner.windows
        written, generated = load(data), _load_generated(data)
        embedder = SentenceTransformerEmbedder(cache_dir=settings.cache_dir)
        parallel = generated_questions.sentences(data / "bench/ntrex")
        self._data = _training_data(
            _training_part(written), _training_part(generated), parallel, embedder
        )
        self._development = _with_negatives(_validation_set(written)) + _with_negatives(
            _validation_set(generated)
        )
        self._step = 0
        self._first: dict[str, torch.Tensor] = {}
        self._resume()

    def train(self, stop_after: int | None = None) -> None:
        """Train on the remaining batches, and write the weights."""
        parts = self._parts()
        lengths = [sum(1 for _ in part()) for part in parts]
        rates = [
            self._recipe.rate * share
            for n in lengths
            for share in _schedule(n, self._recipe.warmup)
        ]
        total = len(rates)
        bar = tqdm(total=total, initial=self._step, desc="Training", unit=" steps")
        losses: list[float] = []
        self.model.train()
        steps = self._step, stop_after or total
        remaining = islice(chain.from_iterable(part() for part in parts), *steps)
        for rate, batch in zip(rates[slice(*steps)], remaining, strict=True):
            losses.append(self._learner.learn(self._loss(batch), rate))
            self._step += 1
            if self._step == lengths[0]:
                self._first = self._learner.values()
            bar.update()
            bar.set_postfix(loss=f"{statistics.fmean(losses[-50:]):.3f}")
            if self._step % _CHECKPOINT_EVERY == 0:
                self._save()
            if self._step % _VALIDATE_EVERY == 0 or self._step == total:
                self._log(loss=statistics.fmean(losses[-_VALIDATE_EVERY:]), **self.validate())
        bar.close()
        self._write()

    def _parts(self) -> list[Callable[[], Iterator[list[TokenWindow]]]]:
        given = self._data, self._windows, self._recipe
        return [partial(batches, *given), partial(mixed_batches, *given)]

    def _loss(self, batch: Sequence[TokenWindow]) -> torch.Tensor:
        starts, ends = self._learner.read(batch)
        first, last = self._learner.answer_tokens(batch)
        entropy = torch.nn.functional.cross_entropy
        return (entropy(starts, first) + entropy(ends, last)) / 2

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """Return EM and F1 on documents with the answer, and the AUC against hard negatives."""
        self.model.train(mode=False)
        exact: dict[str, list[float]] = {}
        f1: dict[str, list[float]] = {}
        margins: tuple[list[float], list[float]] = ([], [])
        for example, others in self._development:
            predicted, margin = self._answer(example.question, example.document)
            language = example.document.language
            group = (
                "made"
                if example.document.collection in generated_questions.COLLECTIONS
                else language
            )
            exact.setdefault(group, []).append(exact_match(predicted, example.answers, language))
            f1.setdefault(group, []).append(token_f1(predicted, example.answers, language))
            margins[0].append(margin)
            if others:
                margins[1].append(self._answer(example.question, others[0])[1])
        self.model.train()
        found = {f"em_{one}": statistics.fmean(values) for one, values in exact.items()}
        found |= {f"f1_{one}": statistics.fmean(values) for one, values in f1.items()}
        return found | {"auc": _auc(*margins)}

    def _answer(self, question: str, document: Document) -> tuple[str, float]:
        """Return the best span of a document, and its margin over no answer."""
        best = ("", -math.inf)
        for window, offsets, first in self._windows.whole(question, document):
            starts, ends = (logits[0].float().cpu() for logits in self._learner.read([window]))
            a, b = starts[first:-1], ends[first:-1]
            pairs = torch.triu(a[:, None] + b[None, :])
            allowed = torch.ones_like(pairs).triu().tril(_LONGEST - 1).bool()
            pairs = pairs.masked_fill(~allowed, -math.inf)
            at = int(pairs.argmax())
            i, j = divmod(at, len(b))
            margin = float(pairs[i, j] - starts[0] - ends[0])
            if margin > best[1]:
                best = (document.text[offsets[i][0] : offsets[j][1]], margin)
        return best

    def _log(self, **values: float) -> None:
        line = {"step": self._step, **{k: round(v, 4) for k, v in values.items()}}
        tqdm.write(json.dumps(line))
        with (self._out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line | {"time": round(time.time())}) + "\n")

    def _curve(self) -> str:
        """Return the validations so far, as a table in Markdown."""
        lines = (self._out / "log.jsonl").read_text("utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        names = [name for name in dict.fromkeys(chain(*rows)) if name != "time"]
        cells = [names, ["---"] * len(names)]
        cells += [[str(row.get(name, "")) for name in names] for row in rows]
        return "".join(f"| {' | '.join(row)} |\n" for row in cells)

    def _save(self) -> None:
        """Save the state of the run atomically."""
        path = self._out / "checkpoint.pt"
        state = {
            "recipe": asdict(self._recipe),
            "step": self._step,
            "first": self._first,
            **self._learner.state(),
        }
        torch.save(state, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)

    def _resume(self) -> None:
        path = self._out / "checkpoint.pt"
        if not path.exists():
            return
        state = torch.load(path, map_location=self._learner.device, weights_only=True)
        if state["recipe"] != asdict(self._recipe):
            raise click.ClickException(
                f"{path} is of another recipe: {state['recipe']}; start anew with --fresh, "
                "or name another folder with --out"
            )
        self._step, self._first = state["step"], state["first"]
        self._learner.resume(state)

    def _write(self) -> None:
        """Write the bundled weights, the mean of both parts, with their validation."""
        self._save()
        path = self._out / WEIGHTS.name
        exact = self._learner.values()
        mean = {name: self._mean(name, last) for name, last in exact.items()}
        self._learner.pack(path, mean, {"recipe": json.dumps(asdict(self._recipe))})
        self._learner.load_values(self._learner.packed(path))
        self._log(packed=path.stat().st_size, **self.validate())
        self._learner.load_values(exact)
        (self._out / "curve.md").write_text(self._curve(), "utf-8")

    def _mean(self, name: str, last: torch.Tensor) -> torch.Tensor:
        return torch.lerp(self._first[name], last, SECOND) if self._first else last


def _schedule(steps: int, warmup: float) -> list[float]:
    """Return the factors of linear warm-up and linear decay."""
    rising = max(1, round(steps * warmup))
    falling = max(1, steps - rising)
    return [min((step + 1) / rising, (steps - step) / falling) for step in range(steps)]


def _load_generated(data: Path) -> Collections:
    parts = (
        generated_questions.translations(data / "bench/ntrex"),
        generated_questions.times(data / "bench/winer_fr"),
    )
    return Collections(
        tuple(document for part in parts for document in part.documents),
        tuple(example for part in parts for example in part.examples),
    )


def _training_part(collections: Collections) -> Collections:
    return Collections(
        tuple(one for one in collections.documents if not one.development),
        tuple(one for one in collections.examples if not one.document.development),
    )


def _validation_set(collections: Collections) -> Collections:
    """Return the validation set: some held-out examples with an answer, per language."""
    candidates = [one for one in collections.examples if one.document.development and one.spans]
    chance = random.Random(0)
    chosen: list[Example] = []
    for language in sorted({one.document.language for one in candidates}):
        of_language = [one for one in candidates if one.document.language == language]
        chosen += chance.sample(of_language, min(_VALIDATED, len(of_language)))
    documents = tuple(one for one in collections.documents if one.development)
    return Collections(documents, tuple(chosen))


def _training_data(
    written: Collections,
    generated: Collections,
    parallel: Mapping[str, Sequence[str]],
    embedder: Embedder,
) -> TrainingData:
    words = vocabularies(
        [*written.examples, *generated.examples], [*written.documents, *generated.documents]
    )
    sources = sorted({one.document.language for one in written.examples})
    switcher = Switcher(dictionaries(words, parallel, embedder, sources), _OFTEN)
    return TrainingData(_with_negatives(written), _with_negatives(generated), switcher)


def _with_negatives(part: Collections) -> list[tuple[Example, tuple[Document, ...]]]:
    return list(zip(part.examples, mine_hard_negatives(part.documents, part.examples), strict=True))


def _auc(right: Sequence[float], wrong: Sequence[float]) -> float:
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score([1] * len(right) + [0] * len(wrong), [*right, *wrong]))


if __name__ == "__main__":
    main()

"""Continue training the bundled reader: ``python -m training.continued --data DATA``.

The windows of a group are read together: the right document, a similar one, and a near-miss. The
loss has two terms: the usual one, for the first and last token of the answer or for no answer, and
one in which all spans of a group are alternatives of the right one (shared normalisation; Clark &
Gardner 2018, arXiv:1710.10723), since passages are compared in use. The learning rate is constant,
and weights are averaged over the last steps (Izmailov et al. 2018, arXiv:1803.05407), so a run may
be stopped at any time. A stopped run is resumed.
"""

from __future__ import annotations

import json
import random
import statistics
import time
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click
import torch
from tqdm import tqdm

from index import bundled_model
from index.embedders import SentenceTransformerEmbedder
from index.settings import Settings
from qa.readers.network import WEIGHTS
from training import generated_questions, news
from training.data import Collections, load
from training.groups import GroupSources, batches, groups
from training.learner import Learner
from training.near_misses import NearMisses
from training.negatives import mine_hard_negatives
from training.options import data_option
from training.switching import Switcher, dictionaries, vocabularies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.groups import Group

_EVERY = 50  # steps between checkpoints
_VALIDATED = 60  # groups
_WARMUP = 20  # steps
_LANGUAGES = "en", "fr", "de", "es"  # of the words that replace others
_SOURCES = "en", "fr"  # of the words that are replaced
_FREQUENT = 5_000  # most frequent words of each language


@dataclass(frozen=True, slots=True)
class ContinuedRecipe:
    """Hyperparameters of the continued training.

    Attributes:
        steps: Number of batches.
        tokens: Tokens per batch, including padding.
        rate: Learning rate.
        decay: Weight decay.
        shared: Weight of the loss term with shared normalisation.
        averaging: Share of the previous average in the moving average of weights.
        seed: Seed of all random choices.
    """

    steps: int = 1200
    tokens: int = 2048
    rate: float = 1.5e-4
    decay: float = 0.01
    shared: float = 0.5
    averaging: float = 0.985
    seed: int = 21


_USUAL = ContinuedRecipe()


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@data_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/continued"),
    show_default=True,
    help="Where the weights and the state of the run are written.",
)
@click.option("--steps", type=click.IntRange(1), default=_USUAL.steps, show_default=True)
@click.option("--rate", type=float, default=_USUAL.rate, show_default=True, help="Learning rate.")
@click.option("--seed", type=int, default=_USUAL.seed, show_default=True)
@click.option("--stop-after", type=click.IntRange(1), metavar="STEPS", help="Stop early.")
def main(data: Path, out: Path, steps: int, rate: float, seed: int, stop_after: int | None) -> None:
    """Continue training the bundled reader, on near-misses and short questions."""
    out.mkdir(parents=True, exist_ok=True)
    recipe = ContinuedRecipe(steps=steps, rate=rate, seed=seed)
    ContinuedRun(data, out, recipe).train(stop_after)


class ContinuedRun:
    """A training run, resumed from its checkpoint if there is one.

    Args:
        data: Folder of ``bench/`` and ``train/``.
        out: Folder for checkpoints and weights.
        recipe: Hyperparameters.
    """

    def __init__(self, data: Path, out: Path, recipe: ContinuedRecipe) -> None:
        self._out, self._recipe = out, recipe
        torch.manual_seed(recipe.seed)
        settings = Settings.from_environment()
        self._learner = Learner(bundled_model.ensure(settings.cache_dir), recipe.rate, recipe.decay)
        self.model = self._learner.model
        self._learner.load_values(self._learner.packed(WEIGHTS))
        self._average = self._learner.values()
        self._windows = self._learner.windows
        everything = _load_all(data)
        self._sources = _group_sources(everything, data, settings, out, development=False)
        validation = _group_sources(everything, data, settings, out, development=True)
        chance = random.Random(recipe.seed)
        self._validation = list(islice(groups(validation, self._windows, chance), _VALIDATED))
        self._step = 0
        self._resume()

    def train(self, stop_after: int | None = None) -> None:
        """Train on the remaining batches, and write the weights."""
        last = min(stop_after or self._recipe.steps, self._recipe.steps)
        drawn = batches(self._sources, self._windows, self._recipe.tokens, self._recipe.seed)
        remaining = islice(drawn, self._step, last)
        losses: list[float] = []
        self.model.train()
        for batch in tqdm(
            remaining, initial=self._step, total=last, desc="Training", unit=" steps"
        ):
            rate = self._recipe.rate * min(1.0, (self._step + 1) / _WARMUP)
            losses.append(self._learner.learn(self._loss(batch), rate))
            self._step += 1
            # During the first steps, the average is over all of them.
            decay = min(self._recipe.averaging, self._step / (self._step + 10))
            for name, value in self._learner.values().items():
                self._average[name].lerp_(value, 1 - decay)
            if self._step % _EVERY == 0 or self._step == last:
                self._save()
                notes = {"continued": json.dumps(asdict(self._recipe) | {"step": self._step})}
                path = self._out / f"step-{self._step:04}.safetensors"
                self._learner.pack(path, self._average, notes)
                self._log(loss=statistics.fmean(losses[-_EVERY:]), **self.validate())

    def _loss(self, batch: Sequence[Group]) -> torch.Tensor:
        windows = [window for group in batch for window in group.windows]
        starts, ends = self._learner.read(windows)
        first, last = self._learner.answer_tokens(windows)
        entropy = torch.nn.functional.cross_entropy
        loss = (entropy(starts, first) + entropy(ends, last)) / 2
        sizes = [len(group.windows) for group in batch]
        return loss + self._recipe.shared * group_loss(starts, ends, first, last, sizes)

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """Measure the averaged weights on groups of held-out documents.

        Returns:
            ``exact``: share of right windows whose best span is that of the annotator;
            ``first``: share of groups whose right window has the highest margin;
            ``auc``: AUC of the margin as a classifier of right windows.
        """
        exact, first, margins, labels = [], [], [], []
        current = self._learner.values()
        self._learner.load_values(self._average)
        self.model.train(mode=False)
        for group in self._validation:
            starts, ends = self._learner.read(group.windows)
            best = [_best_span(s, e) for s, e in zip(starts, ends, strict=True)]
            right = group.windows[0]
            exact.append(best[0][1:] == (right.start, right.end))
            first.append(best[0][0] >= max(margin for margin, *_ in best))
            margins += [margin for margin, *_ in best]
            labels += [1, *[0] * (len(best) - 1)]
        self._learner.load_values(current)
        self.model.train()
        from sklearn.metrics import roc_auc_score

        return {
            "exact": statistics.fmean(exact),
            "first": statistics.fmean(first),
            "auc": float(roc_auc_score(labels, margins)),
        }

    def _log(self, **values: float) -> None:
        line = {"step": self._step, **{k: round(v, 4) for k, v in values.items()}}
        tqdm.write(json.dumps(line))
        with (self._out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line | {"time": round(time.time())}) + "\n")

    def _save(self) -> None:
        path = self._out / "checkpoint.pt"
        state = {
            "recipe": asdict(self._recipe),
            "step": self._step,
            "average": self._average,
            **self._learner.state(),
        }
        torch.save(state, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)

    def _resume(self) -> None:
        path = self._out / "checkpoint.pt"
        if not path.exists():
            return
        state = torch.load(path, map_location=self._learner.device, weights_only=True)
        if {**state["recipe"], "steps": 0} != {**asdict(self._recipe), "steps": 0}:
            raise click.ClickException(
                f"{path} is of another recipe: {state['recipe']}; name another folder with --out"
            )
        self._step, self._average = state["step"], state["average"]
        self._learner.resume(state)


def group_loss(
    starts: torch.Tensor,
    ends: torch.Tensor,
    first: torch.Tensor,
    last: torch.Tensor,
    sizes: Sequence[int],
) -> torch.Tensor:
    """Return the loss with shared normalisation over the windows of each group.

    Spans are compared by their margin over no answer, as in the ranking of passages.

    Args:
        starts: Start logits, shape ``(windows, tokens)``; token 0 stands for no answer.
        ends: End logits, of the same shape.
        first: First token of each window's answer; 0 without one.
        last: Last token of each window's answer; 0 without one.
        sizes: Number of windows in each group; only the first may have an answer.

    Returns:
        The mean over the groups with an answer and other windows, halved because start and end both
        contribute a logit; 0 if there is no such group.
    """
    none = starts[:, 0] + ends[:, 0]
    total = torch.logsumexp(starts[:, 1:], 1) + torch.logsumexp(ends[:, 1:], 1) - none
    right = starts.gather(1, first[:, None])[:, 0] + ends.gather(1, last[:, None])[:, 0] - none
    losses, at = [], 0
    for size in sizes:
        if size > 1 and first[at] > 0:
            losses.append(torch.logsumexp(total[at : at + size], 0) - right[at])
        at += size
    return torch.stack(losses).mean() / 2 if losses else starts.new_zeros(())


def _best_span(starts: torch.Tensor, ends: torch.Tensor) -> tuple[float, int, int]:
    """Return the margin of the best span of a window, and its first and last token."""
    sums = starts[:, None] + ends[None, :]
    allowed = torch.ones_like(sums).triu().tril(39).bool()
    allowed[0] = False
    at = int(sums.masked_fill(~allowed, -float("inf")).argmax())
    first, last = divmod(at, len(ends))
    return float(sums[first, last] - sums[0, 0]), first, last


def _load_all(data: Path) -> Collections:
    bench = data / "bench"
    parts = (
        load(data),
        generated_questions.translations(bench / "ntrex"),
        generated_questions.times(bench / "winer_fr"),
        news.questions(bench),
    )
    return Collections(
        tuple(document for part in parts for document in part.documents),
        tuple(example for part in parts for example in part.examples),
    )


def _group_sources(
    everything: Collections, data: Path, settings: Settings, out: Path, *, development: bool
) -> GroupSources:
    documents = [one for one in everything.documents if one.development is development]
    examples = [one for one in everything.examples if one.document.development is development]
    with_negatives = list(zip(examples, mine_hard_negatives(documents, examples), strict=True))
    switcher = None if development else _switcher(everything, data, settings, out)
    return GroupSources(with_negatives, NearMisses(examples), switcher)


def _switcher(everything: Collections, data: Path, settings: Settings, out: Path) -> Switcher:
    """Return a code-switcher, whose dictionaries are cached with the checkpoint."""
    path = out / "dictionaries.json"
    if path.exists():
        cached = json.loads(path.read_text("utf-8"))
        return Switcher(
            {tuple(name.split(">")): dictionary for name, dictionary in cached.items()}, {}
        )
    words = vocabularies(everything.examples, everything.documents)
    known = {language: words[language][:_FREQUENT] for language in _LANGUAGES if language in words}
    found = dictionaries(
        known,
        generated_questions.sentences(data / "bench/ntrex"),
        SentenceTransformerEmbedder(cache_dir=settings.cache_dir),
        [language for language in _SOURCES if language in known],
    )
    path.write_text(
        json.dumps({">".join(pair): dictionary for pair, dictionary in found.items()}), "utf-8"
    )
    return Switcher(found, {})


if __name__ == "__main__":
    main()

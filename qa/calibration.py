"""Store logistic models in JSON files, with fingerprints of what they were fitted on."""

from __future__ import annotations

import hashlib
import json
import math
import warnings
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Self

from index.ranking import RankingWeights, Stages, describe
from qa.errors import CalibrationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class CalibrationWarning(UserWarning):
    """A calibration was fitted with another ranking, model or reader than the one in use."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model, as it is stored in a JSON file.

    Attributes:
        command: Command that fits the model again and writes the file.
        weights: Weights by feature.
        intercept: Logit if all features are 0.
        threshold: Least probability that counts as positive; None if there is no threshold.
        fitted_on: Fingerprints of what the features depend on: ``ranking``, ``model`` (the name
            of the embedding model) and, if there is one, ``reader``.
        figures: Measurements made when the model was fitted.

    Examples:
        >>> model = Calibration("fit", {"score": 2.0}, -1.0, 0.5, {}, {})
        >>> model.probability({"score": 0.5}), model.reaches_threshold(0.4)
        (0.5, False)
    """

    command: str
    weights: Mapping[str, float]
    intercept: float
    threshold: float | None
    fitted_on: Mapping[str, str]
    figures: Mapping[str, Any]

    @classmethod
    def load(cls, path: Path, features: Sequence[str]) -> Self:
        """Read a model that ``save`` wrote.

        Args:
            path: JSON file.
            features: Features that the model must have, in this order.

        Raises:
            CalibrationError: If the file is missing or damaged, or has other features.
        """
        try:
            found = cls(**json.loads(path.read_text("utf-8")))
            found.require(features)
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise CalibrationError(
                f"the calibration in {path} cannot be read ({error}); install Dateline again, or "
                "fit it again with the command that docs/reader.md names"
            ) from error
        return found

    def require(self, features: Sequence[str]) -> None:
        """Check that the model has exactly these features, in this order, and finite weights.

        Raises:
            ValueError: If it does not.
        """
        if [*self.weights] != [*features]:
            raise ValueError(f"it has the features {[*self.weights]}, not {[*features]}")
        numbers = [self.intercept, *self.weights.values()]
        if not all(isinstance(one, int | float) and math.isfinite(one) for one in numbers):
            raise ValueError("not all of its weights are numbers")

    def save(self, path: Path) -> None:
        """Write the file; see ``load``."""
        path.write_text(json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n", "utf-8")

    def logit(self, features: Mapping[str, float]) -> float:
        """Return the logit of the probability.

        Raises:
            KeyError: If a feature is missing.
        """
        return self.intercept + sum(
            weight * features[name] for name, weight in self.weights.items()
        )

    def probability(self, features: Mapping[str, float]) -> float:
        """Return the probability, 0 to 1.

        Raises:
            KeyError: If a feature is missing.
        """
        return 1 / (1 + math.exp(-self.logit(features)))

    def reaches_threshold(self, probability: float) -> bool:
        """Return whether a probability reaches the threshold; true if there is none."""
        return self.threshold is None or probability >= self.threshold

    def mismatches(self, now: Mapping[str, str]) -> list[str]:
        """Return the names of the fingerprints that differ from the given ones.

        Args:
            now: Fingerprints in use, by the names of ``fitted_on``; others are not compared.
        """
        return [name for name, one in now.items() if self.fitted_on.get(name) != one]


def warn_of_mismatches(calibrations: Mapping[str, Calibration], now: Mapping[str, str]) -> None:
    """Issue a ``CalibrationWarning`` for each model whose fingerprints differ from those in use.

    Args:
        calibrations: Models by what they estimate, for the message.
        now: Fingerprints in use; see ``Calibration.mismatches``.
    """
    for what, calibration in calibrations.items():
        if changed := calibration.mismatches(now):
            warnings.warn(
                f"{what} was fitted with another {' and another '.join(changed)} than is used "
                f"now, so its probabilities are less reliable; fit it again with: "
                f"{calibration.command}",
                CalibrationWarning,
                stacklevel=3,
            )


def fingerprints(
    *, model: str, ranking: Mapping[str, object] | None = None, reader: Path | None = None
) -> dict[str, str]:
    """Return the fingerprints for ``Calibration.fitted_on``.

    Args:
        model: Name of the embedding model.
        ranking: Ranking of the retriever (``Retriever.ranking``); None for the default.
        reader: File of the reader's weights; None if there is no trained reader.
    """
    used = ranking or describe(RankingWeights(), Stages())
    found = {"ranking": _hash(json.dumps(used, sort_keys=True).encode()), "model": model}
    return found | ({"reader": _hash(reader.read_bytes())} if reader else {})


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]

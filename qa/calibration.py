"""Fitted numbers in files: a logistic model, what it was fitted on, and by which command."""

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
    """Probabilities were fitted on something else than what is used."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model that a command fitted, as it lies in a JSON file.

    Attributes:
        command: What fits it again, and writes the file.
        weights: By feature.
        intercept: The logit where all features are 0.
        threshold: The probability from which on a thing counts; None if there is no such.
        fitted_on: Fingerprints of what the features depend on: ``ranking``, ``model`` (the name
            of the embedding model) and, where there is one, ``reader``.
        figures: What was measured when it was fitted.
    """

    command: str
    weights: Mapping[str, float]
    intercept: float
    threshold: float | None
    fitted_on: Mapping[str, str]
    figures: Mapping[str, Any]

    @classmethod
    def load(cls, path: Path, features: Sequence[str]) -> Self:
        """Read what ``save`` wrote.

        Args:
            path: The file.
            features: What the model must have weights for, in this order.

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
        """Check that there are numbers for these features, in this order, and for no others.

        Raises:
            ValueError: If not.
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
        """Return whether a thing of this probability counts; always true without a threshold."""
        return self.threshold is None or probability >= self.threshold

    def mismatches(self, now: Mapping[str, str]) -> list[str]:
        """Return what it was fitted on in another state than the present one.

        Args:
            now: Fingerprints, as in ``fitted_on``; what is not among them is not compared.
        """
        return [name for name, one in now.items() if self.fitted_on.get(name) != one]


def warn_of_mismatches(calibrations: Mapping[str, Calibration], now: Mapping[str, str]) -> None:
    """Warn if models were fitted on something else than what is used now.

    Args:
        calibrations: By what they tell.
        now: Fingerprints of what is used; see ``Calibration.mismatches``.
    """
    for what, calibration in calibrations.items():
        if changed := calibration.mismatches(now):
            warnings.warn(
                f"{what} was fitted with another {' and another '.join(changed)} than is used "
                f"now, so that its probabilities are less sure; fit it again with: "
                f"{calibration.command}",
                CalibrationWarning,
                stacklevel=3,
            )


def fingerprints(
    *, model: str, ranking: Mapping[str, object] | None = None, reader: Path | None = None
) -> dict[str, str]:
    """Return what ``Calibration.fitted_on`` holds for these.

    Args:
        model: The name of the embedding model.
        ranking: Of the retriever (``Retriever.ranking``); None for the default.
        reader: The file of the reader's weights; None for none.
    """
    used = ranking or describe(RankingWeights(), Stages())
    found = {"ranking": _hash(json.dumps(used, sort_keys=True).encode()), "model": model}
    return found | ({"reader": _hash(reader.read_bytes())} if reader else {})


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]

"""Laws of which each example takes long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ParamSpec

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")


def costly(examples: int, **others: Any) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Try a law on few examples, and on as many times more as a profile gives other laws.

    ``make test-campaigns`` runs what is marked so with the profile ``thorough``.

    Args:
        examples: How many, with the usual profile.
        others: As for hypothesis' ``settings``.
    """
    scale = settings().max_examples / settings.get_profile("dateline").max_examples
    limited = settings(max_examples=round(examples * scale), **others)
    return lambda law: pytest.mark.costly(limited(law))

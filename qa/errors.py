"""The errors of asking; the tree is drawn in ``index.errors``."""

from __future__ import annotations

from index.errors import DatelineError


class InvalidQuestionError(DatelineError):
    """The question is empty or too long, or one of its filters means nothing."""


class FeedbackError(DatelineError):
    """Feedback cannot be kept or read."""

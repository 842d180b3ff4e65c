"""The errors of asking; the tree is drawn in ``index.errors``."""

from __future__ import annotations

from index.errors import DatelineError


class InvalidQuestionError(DatelineError):
    """The question is empty or too long, or one of its filters means nothing."""


class CalibrationError(DatelineError):
    """A file of fitted numbers is missing or damaged, or belongs to another version."""


class FeedbackError(DatelineError):
    """Feedback cannot be kept or read."""


def require_encodable(name: str, text: object) -> None:
    """Raise an error for half a character (a lone surrogate), left behind by wrong decoding.

    Raises:
        InvalidQuestionError: If the text holds one, or is none.
    """
    if not isinstance(text, str):
        raise InvalidQuestionError(f"{name} is {str(text)[:40]!r}; give a text")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidQuestionError(
            f"{name} holds bytes that are not UTF-8; type or encode it again"
        ) from error

"""Define the errors of questions and answers; ``index.errors`` shows the whole tree."""

from __future__ import annotations

from index.errors import DatelineError


class InvalidQuestionError(DatelineError):
    """The question is empty or too long, or a filter cannot be understood."""


class CalibrationError(DatelineError):
    """A calibration file is missing, damaged, or of another version."""


class FeedbackError(DatelineError):
    """The feedback file cannot be read or written."""


def require_encodable(name: str, text: object) -> None:
    """Check that a text can be encoded as UTF-8.

    Wrong decoding leaves lone surrogates, halves of characters, which cannot.

    Args:
        name: Name of the argument, for the message.
        text: Value of the argument.

    Raises:
        InvalidQuestionError: If it is not a text, or holds a lone surrogate.
    """
    if not isinstance(text, str):
        raise InvalidQuestionError(f"{name} is {str(text)[:40]!r}; give a text")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidQuestionError(
            f"{name} holds bytes that are not UTF-8; type or encode it again"
        ) from error

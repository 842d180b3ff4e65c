"""Define the limits of a request, and the error of a failed one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class FetchError(Exception):
    """A document could not be fetched.

    Attributes:
        reason: Why it failed.
        status: HTTP status; 0 if the server did not respond.
        headers: Headers of the response, in lower case.
        transient: Whether a later attempt may succeed.
    """

    def __init__(
        self,
        reason: str,
        status: int = 0,
        headers: Mapping[str, str] | None = None,
        *,
        transient: bool = True,
    ) -> None:
        super().__init__(reason)
        self.reason, self.status, self.headers = reason, status, headers or {}
        self.transient = transient


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a request.

    Attributes:
        seconds: Maximum duration, from the first connection on.
        silence: Maximum seconds between two chunks.
        size: Maximum bytes of a document, decompressed.
        redirects: Maximum number of redirects.
    """

    seconds: float = 60.0
    silence: float = 20.0
    size: int = 20_000_000
    redirects: int = 5

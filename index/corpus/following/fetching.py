"""What getting a document may cost, and what is raised where it fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class FetchError(Exception):
    """A document that was not got.

    Attributes:
        reason: Why.
        status: What the server answered; 0 if it did not.
        headers: The answer's, in small letters.
        transient: Whether it may work later.
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
    """What a server may take.

    Attributes:
        seconds: For a whole document, from the first connection on.
        silence: Seconds between two pieces of it.
        size: Bytes of a document, unpacked.
        redirects: How often it may send on.
    """

    seconds: float = 60.0
    silence: float = 20.0
    size: int = 20_000_000
    redirects: int = 5

"""Read the settings of the language model: the ``DATELINE_LLM_…`` variables."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from index.errors import SettingsError, printable
from qa.answerers.generative.hub import HUB, download
from qa.answerers.generative.local import check_model_file

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "DATELINE_LLM_"
DEADLINE = 60.0
CONTEXT = 4096
_REPLY = 1024
"""Default deadline in seconds, context length in tokens, and maximum tokens of a reply."""
_SUFFIX = ".gguf"
_INSTRUCTIONS = 700  # tokens of the prompt without the evidence


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """A model behind an OpenAI-compatible server.

    Attributes:
        url: Base address of its API, such as ``http://localhost:11434/v1`` (``DATELINE_LLM_URL``);
            empty if it is served from ``file``.
        model: Name of the model on the server (``DATELINE_LLM_MODEL``; default: the file's name).
        key: Bearer token (``DATELINE_LLM_KEY``, or the first word of the file
            ``DATELINE_LLM_KEY_FILE``); never logged or shown.
        deadline: Seconds for a complete reply (``DATELINE_LLM_DEADLINE``).
        context: Context length in tokens, for prompt and reply (``DATELINE_LLM_CONTEXT``).
        file: GGUF file to serve on this machine (``DATELINE_LLM_URL``, if it is a path or the name
            of a file on the model hub).
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    deadline: float = DEADLINE
    context: int = CONTEXT
    file: Path | None = None

    @property
    def host(self) -> str:
        """The host to display, without user name and password."""
        if self.file is not None:
            return "localhost"
        parts = urlsplit(self.url)
        return parts.hostname or self.url

    @property
    def evidence_tokens(self) -> int:
        """The number of tokens left for the evidence."""
        return max(200, self.context - _REPLY - _INSTRUCTIONS)

    @property
    def reply_tokens(self) -> int:
        """The maximum number of tokens of a reply."""
        return min(_REPLY, self.context // 4)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read the ``DATELINE_LLM_…`` variables; empty ones count as absent.

        Raises:
            SettingsError: If a variable is missing or invalid, or names a file that cannot be
                served.
        """
        found = os.environ if environment is None else environment
        url, model = found.get(f"{PREFIX}URL", ""), found.get(f"{PREFIX}MODEL", "")
        if not url:
            raise SettingsError(
                "the answerer generative needs a server or a GGUF file: set DATELINE_LLM_URL, as "
                "in DATELINE_LLM_URL=http://localhost:11434/v1 or DATELINE_LLM_URL=model.gguf"
            )
        deadline = _read_number(found, "DEADLINE", DEADLINE, at_least=1.0)
        context = int(_read_number(found, "CONTEXT", CONTEXT, at_least=1024))
        file = download(url) if url.startswith(HUB) else Path(url).expanduser()
        if file.suffix.lower() == _SUFFIX and ("://" not in url or url.startswith(HUB)):
            check_model_file(file)
            return cls("", model or file.stem, None, deadline, context, file)
        if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
            raise SettingsError(
                "DATELINE_LLM_URL is not an http or https address; give the one that the server's "
                "API begins with, the path of a file that ends in .gguf, or hf://OWNER/NAME/FILE.gguf"
            )
        if not model:
            raise SettingsError("set DATELINE_LLM_MODEL to the name of the model on the server")
        return cls(
            url.rstrip("/"),
            model,
            _read_key(found),
            deadline,
            context,
        )


def _read_key(environment: Mapping[str, str]) -> str | None:
    if key := environment.get(f"{PREFIX}KEY"):
        return key.strip()
    if not (name := environment.get(f"{PREFIX}KEY_FILE")):
        return None
    path = Path(name).expanduser()
    try:
        lines = path.read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"DATELINE_LLM_KEY_FILE: {printable(path)} cannot be read; "
            "name a file that holds the key"
        ) from error
    if not lines:
        raise SettingsError(f"DATELINE_LLM_KEY_FILE: {printable(path)} is empty; put the key there")
    return lines[0]


def _read_number(
    environment: Mapping[str, str], name: str, default: float, *, at_least: float
) -> float:
    value = environment.get(f"{PREFIX}{name}")
    if not value:
        return default
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not at_least <= number < float("inf"):
        raise SettingsError(f"{PREFIX}{name} is {value[:40]!r}; give a number from {at_least:g} on")
    return number

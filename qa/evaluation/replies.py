"""Store the replies of a language model, so that a measurement can be resumed and repeated."""

from __future__ import annotations

import hashlib
import json
import time
from typing import TYPE_CHECKING

from index.corpus.beir import rows, string
from index.errors import CorpusError
from qa.answerers.generative.answerer import GenerativeAnswerer
from qa.answerers.generative.client import ModelClient
from qa.answerers.generative.settings import ModelSettings
from qa.evaluation.dataset import DatasetError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qa.answerers import Answerer
    from qa.answerers.generative.client import Prompt


class RecordedModel(ModelClient):
    """Client that stores complete replies in a file, and requests each only once.

    A line of the file is JSON with ``prompt`` (SHA-256 of model, instructions, question and
    evidence), ``reply`` and ``seconds``. Each reply is written when it is complete, so that an
    interrupted run can be resumed.

    Args:
        settings: Model and address.
        path: File of replies; created with the first reply.

    Raises:
        DatasetError: If a line of the file is not a reply.
    """

    def __init__(self, settings: ModelSettings, path: Path) -> None:
        super().__init__(settings)
        self._path = path
        self._recorded: dict[str, str] = {}
        self._asked: dict[str, float] = {}
        for row in rows(path) if path.exists() else ():
            if isinstance(row, CorpusError):
                raise DatasetError(row.reason, path, row.line)
            line, values = row
            try:
                self._recorded[string(values, "prompt", required=True)] = string(values, "reply")
            except ValueError as error:
                raise DatasetError(f"is no reply: {error}", path, line) from error

    def texts(self, prompt: Prompt) -> Iterator[str]:
        """Yield texts as ``ModelClient.texts`` does; a stored reply is yielded at once."""
        key = self._key(prompt)
        if (kept := self._recorded.get(key)) is not None:
            yield kept
            return
        reply = ""
        self._asked[key] = time.monotonic()
        for reply in super().texts(prompt):
            yield reply
        self._record(key, reply)

    def keep(self, prompt: Prompt, reply: str) -> None:
        """Store a reply as ``ModelClient.keep`` does, even if it was stopped."""
        super().keep(prompt, reply)
        if (key := self._key(prompt)) not in self._recorded:
            self._record(key, reply)

    def _record(self, key: str, reply: str) -> None:
        self._recorded[key] = reply
        seconds = time.monotonic() - self._asked.pop(key, time.monotonic())
        line = {"prompt": key, "reply": reply, "seconds": round(seconds, 1)}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _key(self, prompt: Prompt) -> str:
        asked = [self.settings.model, prompt.system, prompt.user]
        return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def load_writer(replies: Path | None) -> Callable[[Answerer], Answerer]:
    """Return a function that turns an extractive answerer into a generative one.

    Args:
        replies: File in which replies are stored; None to store none.

    Raises:
        SettingsError: If no server is configured.
        DatasetError: If the file of replies cannot be read.
    """
    settings = ModelSettings.from_environment()
    if replies is None:
        return lambda quoting: GenerativeAnswerer.of(quoting, settings)
    client = RecordedModel(settings, replies)
    return lambda quoting: GenerativeAnswerer(quoting, client)

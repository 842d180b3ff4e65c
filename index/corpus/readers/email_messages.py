"""Read e-mail: one message per file, or a mailbox of messages (mbox, RFC 4155)."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.errors import MessageError
from email.utils import getaddresses
from html import escape
from typing import TYPE_CHECKING, Any, cast

from index.corpus.records import Record
from index.corpus.sources import MAX_WHOLE_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage, MIMEPart

    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

_ADDRESS = re.compile(r"https?://[^\s<>]+")
_SPACE = re.compile(r"\s+")
_HIDDEN = re.compile(r"\S+ at \S+ \(([^()]+)\)")  # an address in a Mailman archive
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_TEXTS = "text/plain", "text/html"
_LONGEST_HEADER = 5000  # characters; the parser takes quadratic time


class _CutHeaders(policy.EmailPolicy):
    """The current standard policy, with headers of limited length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name[:_LONGEST_HEADER], value[:_LONGEST_HEADER]


HEADERS_CUT = cast("policy.EmailPolicy[EmailMessage]", _CutHeaders())
"""Policy for parsing messages from untrusted senders."""


def read(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield the single message of a file.

    The message is dated by ``Date``, in the offset given there. Without one, the time at which the
    first server received the message is a bound.
    """
    yield _record(file.read(), file, None)


def read_mailbox(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield the messages of a mailbox, with one in memory at a time."""
    for line, data in _messages(file):
        yield _record(data, file, line)


def _messages(file: SourceFile) -> Iterator[tuple[int, bytes]]:
    """Yield each message and the line on which it begins, always after an empty line."""
    lines: list[bytes] = []
    begins, size, after_gap = 1, 0, True
    with file.open() as data:
        for number, line in enumerate(data, 1):
            if after_gap and line.startswith(b"From "):
                if lines:
                    yield begins, _ESCAPED.sub(rb"\1", b"".join(lines))
                lines, begins, size = [], number, 0
            else:
                size += len(line)
                if size > MAX_WHOLE_BYTES:
                    most = MAX_WHOLE_BYTES // 10**6
                    raise file.error(f"has more than {most} MB in one message; split it", begins)
                lines.append(line)
            after_gap = not line.strip()
    if lines:
        yield begins, _ESCAPED.sub(rb"\1", b"".join(lines))


def _record(data: bytes, file: SourceFile, line: int | None) -> Record | CorpusError:
    try:
        message = message_from_bytes(data, policy=HEADERS_CUT)
        if not any(name in message for name in ("From", "Date", "Subject")):
            return file.error("no e-mail: it has no From, Date or Subject", line)
        values = _values(message)
    except (MessageError, ValueError, LookupError, IndexError, RecursionError) as error:
        return file.error(f"no e-mail that can be read ({_one_line(str(error))[:100]})", line)
    evidence = {"published": "header Date", "not_later_than": "header Received"}
    return Record(values, line, whole=line is None, evidence=evidence)


def _values(message: EmailMessage) -> dict[str, Any]:
    senders = getaddresses([header_of(message, "From")])
    name, address = next(iter(senders), ("", ""))
    raw = [*message.raw_items()]
    written = next((str(value) for name, value in raw if name.casefold() == "from"), "")
    if hidden := _HIDDEN.fullmatch(written.strip()):
        name = _one_line(hidden[1])
    received = [str(value) for name, value in raw if name.casefold() == "received"]
    return {
        "id": header_of(message, "Message-ID").strip("<>"),
        "title": header_of(message, "Subject"),
        "text": _text(message),
        "published": header_of(message, "Date"),
        "not_later_than": _one_line(received[-1].rpartition(";")[2]) if received else "",
        "source_name": _list_name(message) or name or address,
        "author": name or address,
        "url": _email_address(message, "Archived-At"),
        "language": header_of(message, "Content-Language"),
    }


def header_of(message: EmailMessage, name: str) -> str:
    """Return a header on one line; empty if it is missing or unusable."""
    try:
        return _one_line(str(message[name] or ""))
    except (ValueError, LookupError, AttributeError, TypeError, OverflowError, RecursionError):
        return ""


def _list_name(message: EmailMessage) -> str:
    """Return the name of a mailing list: ``"The Morning" <morning.example.org>``."""
    return header_of(message, "List-Id").partition("<")[0].strip(' "')


def _email_address(message: EmailMessage, name: str) -> str:
    match = _ADDRESS.search(header_of(message, name))
    return match[0] if match else ""


def _text(message: EmailMessage) -> str:
    """Return the text of the message and of attached texts; other attachments are ignored."""
    body = message.get_body(("plain", "html"))
    parts = [body] if body is not None else []
    parts += [
        part
        for part in message.walk()
        if part is not body
        and part.get_content_type() in _TEXTS
        and part.get_content_disposition() == "attachment"
    ]
    texts = [(_part_text(part), part.get_content_type() == "text/html") for part in parts]
    if any(is_html for _, is_html in texts):
        return "\n".join(text if is_html else _as_html(text) for text, is_html in texts)
    return "\n\n".join(text.strip() for text, _ in texts)


def _as_html(text: str) -> str:
    return "".join(f"<p>{escape(one)}</p>" for one in re.split(r"\n\s*\n", text))


def _part_text(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError):  # an unknown encoding
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()

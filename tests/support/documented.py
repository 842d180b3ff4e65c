"""Find the shell commands and the Python of the documents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from index.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from markdown_it.token import Token

_PROGRAMS = (
    "createdb|curl|dateline|docker|llama-server|make|ollama|openssl|pg_dump|pg_restore|pip|psql"
    "|python3?|systemctl|vllm"
)
_INLINE = re.compile(rf"(?:sudo )?(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?(?:{_PROGRAMS}) .*")
_PROMPT = "$ "


@dataclass(frozen=True, slots=True)
class Command:
    """A command line of a document.

    Attributes:
        page: Name of the document.
        line: Number of the line at which its block or paragraph begins.
        text: The command, in one line and without its comment.
        exported: What the lines before it in its block export, such as ``DATELINE_STORE=…``.
        output: What the document says that it prints; empty if it does not show it.
    """

    page: str
    line: int
    text: str
    exported: tuple[str, ...] = ()
    output: str = ""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A block of Python of a document."""

    page: str
    line: int
    text: str


def pages() -> list[Path]:
    """Return the documents, without those that other tests compare with what programs print.

    These are the help of the commands (``test_docs``) and the tutorial (``test_tutorial``).
    """
    found = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *(PROJECT / "docs").glob("*.md")]
    return sorted(path for path in found if path.name not in {"cli.md", "tutorial.md"})


def fences(page: Path) -> Iterator[Token]:
    """Yield the fenced blocks of a document, those in lists too."""
    return (token for token in _tokens(page) if token.type == "fence")


def commands(page: Path) -> Iterator[Command]:
    """Yield the commands in blocks of ``sh`` and ``console``, and those in running text."""
    for token in _tokens(page):
        line = token.map[0] + 1 if token.map else 0
        if token.type == "fence" and token.info == "sh":
            yield from _block(page, line, token.content)
        elif token.type == "fence" and token.info == "console":
            for entry in token.content.removeprefix(_PROMPT).split(f"\n{_PROMPT}"):
                text, _, output = entry.partition("\n")
                yield Command(page.name, line, text, output=output)
        for part in token.children or ():
            if part.type == "code_inline" and _INLINE.fullmatch(part.content):
                yield Command(page.name, line, part.content)


def snippets(page: Path) -> Iterator[Snippet]:
    """Yield the blocks of Python."""
    for token in fences(page):
        if token.info == "python":
            yield Snippet(page.name, token.map[0] + 1 if token.map else 0, token.content)


def _block(page: Path, line: int, block: str) -> Iterator[Command]:
    exported: tuple[str, ...] = ()
    for text in block.replace("\\\n", " ").splitlines():
        without_comment = re.sub(r"\s+# .*", "", " ".join(text.split())).strip()
        if without_comment.startswith("export "):
            exported += (without_comment.removeprefix("export "),)
        elif without_comment:
            yield Command(page.name, line, without_comment, exported)


def _tokens(page: Path) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(page.read_text("utf-8"))

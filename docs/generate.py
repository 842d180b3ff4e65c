"""Write the command lines' help into ``docs/cli.md``: ``python -m docs.generate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click

TARGET = Path(__file__).with_name("cli.md")

_HEAD = """# The command lines

Made from the programs' own help by `make docs`; a test keeps it in step.

Exit codes: 0 when it worked (that no answer was found is an answer), 1 for what you can mend,
said in one line, 2 for wrong usage.

`dateline` is there once Dateline is installed, in a checkout as `.venv/bin/dateline`. Each of its
commands has another spelling, which needs no more than the environment's Python:

| | |
|---|---|
| `dateline chat` | `python app.py` (in a checkout) |
| `dateline ask` | `python -m qa ask`, or `python -m qa` alone |
| `dateline feedback` | `python -m qa feedback` |
| `dateline build`, `update`, `check`, `info` | `python -m index build`, `update`, `check`, `info` |
| `dateline evaluate` | `python -m qa.evaluation` |
| `dateline evaluate dates`, `evaluate times` | `python -m qa.evaluation dates`, `times` |
"""


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command of the project, by what one types."""
    import qa.cli
    import training.reader
    from qa.dateline import COMMANDS, main

    yield "dateline", main
    for name, command in COMMANDS.items():
        yield f"dateline {name}", command.load()
        for part, its in command.parts.items():
            yield f"dateline {name} {part}", its.load()
    yield "python -m qa", qa.cli.main
    yield "python -m training.reader", training.reader.main


def render() -> str:
    """The whole page."""
    sections = [_HEAD]
    for name, command in commands():
        context = command.make_context(
            name,
            [],
            resilient_parsing=True,
            terminal_width=88,
            max_content_width=88,
            help_option_names=["-h", "--help"],
        )
        sections.append(f"## `{name}`\n\n```\n{command.get_help(context)}\n```\n")
    return "\n".join(sections)


if __name__ == "__main__":
    TARGET.write_text(render(), "utf-8")

"""Write the command lines' help into ``docs/cli.md``: ``python -m docs.generate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = Path(__file__).with_name("cli.md")

_HEAD = """# The command lines

Made from the programs' own help by `make docs`; a test keeps it in step.

Exit codes: 0 when it worked (that no answer was found is an answer), 1 for what you can mend,
said in one line, 2 for wrong usage.
"""


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command of the project, by what one types."""
    import app
    import index.cli
    import qa.cli
    import qa.evaluation.cli
    import qa.evaluation.dates_cli
    import training.reader

    for name, command in (
        ("python app.py", app.main),
        ("python -m qa", qa.cli.main),
        ("python -m qa.evaluation", qa.evaluation.cli.main),
        ("python -m qa.evaluation dates", qa.evaluation.dates_cli.main),
        ("python -m training.reader", training.reader.main),
        ("python -m index", index.cli.main),
    ):
        yield name, command
        if isinstance(command, click.Group):
            for part, subcommand in sorted(command.commands.items()):
                yield f"{name} {part}", subcommand


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

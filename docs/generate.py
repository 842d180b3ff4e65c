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
"""


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command of the project, by what one types."""
    import app
    import index.cli
    import qa.cli
    import qa.evaluation.cli
    import qa.evaluation.dates_cli
    import training.reader

    yield "python app.py", app.main
    yield "python -m qa", qa.cli.main
    yield "python -m qa.evaluation", qa.evaluation.cli.main
    yield "python -m qa.evaluation dates", qa.evaluation.dates_cli.main
    yield "python -m training.reader", training.reader.main
    yield "python -m index", index.cli.main
    for name, command in sorted(index.cli.main.commands.items()):
        yield f"python -m index {name}", command


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

"""Define the command ``dateline``, whose subcommands are imported when they are called."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from index import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping


class LazyCommand(click.Command):
    """A command that is imported when it is called.

    Args:
        where: Module and name of the command, such as ``"qa.cli:ask"``.
        summary: Description in the list of commands.
        parts: Subcommands by name, in the form of ``where``; the first argument selects one.
    """

    def __init__(self, where: str, summary: str, parts: Mapping[str, str] | None = None) -> None:
        super().__init__(None, short_help=summary, add_help_option=False)
        self._where = where
        self.parts = {name: LazyCommand(part, "") for name, part in (parts or {}).items()}

    def load(self) -> click.Command:
        """Import the command."""
        module, _, name = self._where.partition(":")
        command = getattr(import_module(module), name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{self._where} is not a command")
        return command

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 click does not say more
    ) -> click.Context:
        """Parse the arguments with the imported command, so that the group calls that one."""
        if args and (part := self.parts.get(args[0])):
            return part.make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)
        return self.load().make_context(info_name, args, parent, **extra)


class _InGivenOrder(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.commands)


COMMANDS = {
    "chat": LazyCommand("qa.web.cli:main", "Ask in the browser."),
    "ask": LazyCommand("qa.cli:ask", "Answer a question here."),
    "build": LazyCommand("index.cli:build", "Build the index of a corpus."),
    "update": LazyCommand("index.cli:update", "Bring the index up to date with its corpus."),
    "work": LazyCommand("index.cli:work", "Embed what a build has queued in a database."),
    "preview": LazyCommand("index.cli:preview", "Show how a corpus would be read."),
    "check": LazyCommand("index.cli:check", "Check that the index is what was written."),
    "info": LazyCommand("index.cli:info", "Show what the index holds."),
    "store": LazyCommand(
        "index.store_cli:store",
        "Care for an index in a database (store init, migrate, stats, forget).",
        {name: f"index.store_cli:{name}" for name in ("init", "migrate", "stats", "forget")},
    ),
    "feedback": LazyCommand("qa.cli:feedback", "Print the readers' feedback on answers."),
    "evaluate": LazyCommand(
        "qa.evaluation.cli:main",
        "Measure retrieval and answers, or how times are read (evaluate answers, dates, times).",
        {
            "answers": "qa.evaluation.answers_cli:main",
            "dates": "qa.evaluation.dates_cli:main",
            "times": "qa.evaluation.times_cli:main",
        },
    ),
}
"""Commands by name, in the order in which help lists them."""


@click.group(
    cls=_InGivenOrder,
    commands=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Ask a corpus of dated news articles, and keep its index.

    "dateline chat" is the place to start: it builds the index on its first run.
    """


if __name__ == "__main__":
    main(prog_name="dateline")

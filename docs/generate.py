"""Write what the documentation takes from the code: ``python -m docs.generate``.

``docs/cli.md`` is the help of the command lines, ``docs/json.md`` describes the JSON of an answer.
The table of ``docs/time.md`` shows the examples of ``tests/data/times``, which tests run.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docs import json_reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import click

_COMMANDS = Path(__file__).with_name("cli.md")
_JSON = Path(__file__).with_name("json.md")
_TIME = Path(__file__).with_name("time.md")
_EXAMPLES = Path(__file__).parents[1] / "tests" / "data" / "times"

_HEAD = """# The command lines

Made from the programs' own help by `make docs`; a test keeps it in step.

Exit codes: 0 when it worked (that no answer was found is an answer), 1 for an error that you
can correct, printed in one line, 2 for wrong usage.

`dateline` is there once Dateline is installed, in a checkout as `.venv/bin/dateline`. Each of its
commands has another spelling, which needs no more than the environment's Python:

| | |
|---|---|
| `dateline chat` | `python app.py` (in a checkout) |
| `dateline ask` | `python -m qa ask`, or `python -m qa` alone |
| `dateline feedback` | `python -m qa feedback` |
| `dateline build`, `update`, `check`, `info` | `python -m index build`, `update`, `check`, `info` |
| `dateline store` | `python -m index store` |
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


def render_commands() -> str:
    """Return the page of the command lines."""
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
        sections.append(f"## `{name}`\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(sections)


_TABLE = re.compile(
    r"(?<=<!-- examples: made by `make docs` -->\n\n).*?(?=\n<!-- end -->)", re.DOTALL
)
_ROWS = {
    "figures": "figures",
    "dates": "dates",
    "months and years": "months, years",
    "weekdays": "weekdays",
    "days": "days, from that of writing",
    "units": "weeks, months, years, from that day",
    "weekends": "weekends",
    "seasons": "seasons",
    "quarters": "quarters",
    "halves": "halves",
    "fiscal years": "fiscal years",
    "holidays": "holidays",
    "parts": "parts",
    "nth": "numbered",
    "decades": "decades, centuries",
    "windows": "windows",
    "windows ending": "windows that end with a date",
    "offsets": "offsets",
    "anaphora": "from the last mentioned time",
    "ranges": "ranges",
    "open ends": "open ends",
}
"""The families of examples that the table shows, and what it calls them.

The others show what is left alone, or how a sentence places a time."""
_MOST = 7
"""Examples a cell."""


def time_table(folder: Path) -> str:
    """Return the table of what is understood: a row a family, a column a language.

    Args:
        folder: Files of examples, as ``tests.support.times`` describes them. A cell shows the
            first expressions of its family; a line without a family is not shown.
    """
    columns = {path.stem: _by_family(path) for path in sorted(folder.glob("*.jsonl"), key=_order)}
    lines = [["", *map(_name, columns)], ["---"] * (1 + len(columns))]
    for family, label in _ROWS.items():
        cells = [" · ".join(texts.get(family, ())) for texts in columns.values()]
        if any(cells):
            lines.append([label, *cells])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _order(path: Path) -> tuple[bool, str]:
    """English first, in which the page is."""
    return path.stem != "en", path.stem


def _name(language: str) -> str:
    from babel import Locale

    return str(Locale.parse(language).english_name)


def _by_family(path: Path) -> Mapping[str, list[str]]:
    """Return the first expressions of each family of a file."""
    found: dict[str, list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        example = json.loads(line)
        texts = found.setdefault(example.get("family", ""), [])
        for result in example["results"][-1:]:  # what comes before is what it is counted from
            text = result["text"].replace("|", r"\|")
            if not _tells(result, example.get("family", "")):
                continue
            known = {one.casefold() for one in texts}
            if text.casefold() not in known and len(texts) < _MOST:
                texts.append(text)
    return found


_LONG = {"ranges", "quarters", "halves", "seasons", "weekends", "decades"}
"""Families whose expressions are longer than a day."""


def _tells(result: Mapping[str, Any], family: str) -> bool:
    """Return whether an expression shows its family: neither "2012" nor the day beside a range."""
    bare = re.fullmatch(r"\d+\.?", result["text"]) is not None
    return not bare and not (family in _LONG and result["type"] == "date")


def render_time() -> str:
    """Return the page on times with the table made anew."""
    page = _TIME.read_text("utf-8")
    return _TABLE.sub(lambda _: time_table(_EXAMPLES), page)


PAGES: Mapping[Path, Callable[[], str]] = {
    _COMMANDS: render_commands,
    _JSON: json_reference.render,
    _TIME: render_time,
}
"""Pages that are generated, whole or in part, and the functions that generate them."""


if __name__ == "__main__":
    for target, render in PAGES.items():
        target.write_text(render(), "utf-8")

"""The messages of Dateline as its sources have them, for the snapshot of their wording.

``python -m tests.support.messages`` writes the snapshot, ``tests/data/messages.txt``. Other tests
assert the class and the attributes of an error; how it is worded is seen, and improved, there.
"""

from __future__ import annotations

import ast
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING

from index.settings import PROJECT
from qa.languages import packs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

FILE = PROJECT / "tests" / "data" / "messages.txt"
PACKAGES = ("index", "qa")
# Functions whose texts people read, by the name under which they are called.
_SHOWING = {"announce", "corrupt", "echo", "error", "exception", "warn", "warning"}
_NOT_ERRORS = {"AssertionError", "KeyError", "NotImplementedError", "RuntimeError", "TypeError"}


@cache
def by_module() -> dict[str, list[str]]:
    """Return the messages of every module, by its path."""
    return {
        path.relative_to(PROJECT).as_posix(): messages(ast.parse(path.read_text("utf-8")))
        for package in PACKAGES
        for path in sorted((PROJECT / package).rglob("*.py"))
    }


def messages(tree: ast.AST) -> list[str]:
    """Return the messages of a module, each after the name of its error or function."""
    constants = {
        target.id: template(node.value)
        for node in ast.iter_child_nodes(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = _name(node.func)
            if name.endswith(("Error", "BadParameter", "Refusal")) or name in _SHOWING:
                text = max((_resolved(one, constants) for one in node.args), key=len)
                if " " in text and name not in _NOT_ERRORS:
                    found.add(f"{name}: {text}")
    return sorted(found)


def _resolved(node: ast.expr, constants: Mapping[str, str]) -> str:
    return constants.get(node.id, "") if isinstance(node, ast.Name) else template(node)


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def template(node: ast.expr) -> str:
    """Return a text with the expressions in it in braces; empty for what is no text."""
    match node:
        case ast.Constant(value=str(text)):
            return " ".join(text.split(" ")).replace("\n", "\\n")
        case ast.JoinedStr(values=parts):
            return "".join(map(template, parts))
        case ast.FormattedValue(value=value):
            return "{" + _short(value) + "}"
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return template(left) + template(right)
        case ast.IfExp(body=body, orelse=other):
            return f"{template(body)} | {template(other)}"
    return ""


def _short(value: ast.expr) -> str:
    text = ast.unparse(value)
    return text if len(text) <= 40 else "…"


def texts(value: object, name: str) -> Iterator[str]:
    """Yield the texts of a part of a language pack, each after its name."""
    if isinstance(value, str):
        yield f"{name}: {value}"
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from texts(one, f"{name}[{number}]")
    elif hasattr(value, "items"):
        for key, one in value.items():
            yield from texts(one, f"{name}[{key}]")
    elif value is not None:
        for field in fields(value):  # type: ignore[arg-type]
            yield from texts(getattr(value, field.name), f"{name}.{field.name}")


def sections() -> Mapping[str, Iterable[str]]:
    """Return all messages by the file in which they are."""
    found: dict[str, Iterable[str]] = {path: own for path, own in by_module().items() if own}
    for pack in packs():
        own = [*texts(pack.answers, "answers"), *texts(pack.page, "page")]
        found[f"qa/languages/{pack.code}.py"] = own
    return found


def snapshot() -> str:
    """Return the text of the snapshot."""
    head = "Made by `python -m tests.support.messages`; change a message where it is.\n"
    return "\n".join([head, *(f"{path}\n{_listed(own)}" for path, own in sections().items())])


def _listed(own: Iterable[str]) -> str:
    return "".join(f"    {one}\n" for one in own)


def write(path: Path = FILE) -> None:
    path.write_text(snapshot(), "utf-8")


if __name__ == "__main__":
    write()

"""Names follow the glossary, and the tree of errors is complete."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING

from index import errors
from index.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What docs/glossary.md and the code call otherwise; each whole identifier, leading underscores
# not counted.
REPLACED = {
    *("answering_times", "asked_time", "datum", "filling", "fit_passages", "hand_over", "mend"),
    *("remembering", "sufficiency", "suffices"),
    *("Answered", "AskedTime", "Chosen", "Contents", "Filled", "Origin", "Shown", "Traces"),
    # Of index, where one name had several meanings.
    *("build_views", "kept_fields", "keep_fields", "said_around", "tell_problems", "tell_update"),
    # Of qa, where "told", "asked" and "said" had many meanings.
    *("asked_of", "says_itself", "tell_news", "telling", "told_article", "told_value"),
    *("Asked", "Asking", "ToldFinding"),
    # Where one name had several meanings, or none that a reader could guess.
    *("Fresh", "Held", "Kept", "Known", "Unpacked", "apart_from", "cut_near", "is_told"),
    *("is_told_of", "kept_index", "names_others", "sample_alike", "stands_beside"),
    *("archive_beside", "check_places", "is_there", "names_held", "places_of", "shares_held"),
    *("tell_end", "tells_ahead", "tells_the_contrary", "told_apart"),
    *("ALIKE_ACROSS", "LIKELY", "LOOKED_AT", "OTHERS", "SAID_TWICE", "TAKEN_BACK"),
    # Of benchmarks and training.
    *("Best", "Borrowing", "Case", "KeptExtractor", "Material", "Remembering", "Retrieved"),
    *("Visitor", "anew", "ask_anew", "asked_across", "asked_all", "asked_in", "cut_up"),
    *("made_copies", "made_corpus", "made_up", "one_made", "over_time", "processor_seconds"),
    *("real_copies", "with_others", "with_users"),
}
_PACKAGES = "index", "qa", "benchmarks", "training"
_ENTRY = re.compile(r"^    ((?:│   )?)[├└]── ([\w.]+)", re.MULTILINE)


def sources() -> Iterator[Path]:
    for package in _PACKAGES:
        yield from sorted((PROJECT / package).rglob("*.py"))


def modules() -> Iterator[tuple[Path, ast.Module]]:
    return ((path, parsed(path)) for path in sources())


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def identifiers(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield name, node.lineno
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node.lineno


def test_no_name_is_one_that_the_glossary_replaced() -> None:
    written = re.compile(rf"\b_*(?:{'|'.join(map(re.escape, REPLACED))})\b")
    found = [
        f"{path.relative_to(PROJECT)}:{line}: {name}"
        for path in sources()
        if written.search(path.read_text("utf-8")) or path.stem in REPLACED
        for name, line in identifiers(parsed(path))
        if name.lstrip("_") in REPLACED or path.stem in REPLACED
    ]
    assert not found


def test_no_two_classes_have_one_name() -> None:
    defined: dict[str, list[str]] = {}
    for path, tree in modules():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                defined.setdefault(node.name, []).append(str(path))
    assert not {name: paths for name, paths in defined.items() if len(paths) > 1}


def test_the_tree_of_errors_is_complete() -> None:
    bases = {
        node.name: base.id
        for _, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for base in node.bases
        if isinstance(base, ast.Name)
    }
    expected: set[tuple[str, str]] = set()
    known = {"DatelineError"}
    while found := {(n, b) for n, b in bases.items() if b in known} - expected:
        expected |= found
        known |= {name for name, _ in found}
    drawn, parent = set(), "DatelineError"
    for indent, name in _ENTRY.findall(errors.__doc__ or ""):
        short = name.rpartition(".")[2]
        drawn.add((short, parent if indent else "DatelineError"))
        parent = parent if indent else short
    assert drawn == expected


_NOT_VERBS = {
    "A",
    "All",
    "An",
    "Each",
    "How",
    "If",
    "Its",
    "The",
    "What",
    "When",
    "Where",
    "Whether",
}


def test_docstrings_of_functions_begin_with_a_verb() -> None:
    found = [
        f"{path.relative_to(PROJECT)}:{node.lineno}: {node.name}"
        for path, tree in modules()
        # A rule of a grammar is described by an example of what it reads.
        if not path.is_relative_to(PROJECT / "index" / "dates" / "languages")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not any("property" in ast.unparse(one) for one in node.decorator_list)
        and (ast.get_docstring(node) or " ").split(" ")[0] in _NOT_VERBS
    ]
    assert found == []

"""The examples in docstrings run, and what users meet first has one."""

from __future__ import annotations

import dataclasses
import doctest
import importlib
import inspect
from typing import TYPE_CHECKING

import pytest

import index
import qa
from index.settings import PROJECT

if TYPE_CHECKING:
    from types import ModuleType


def modules_with_examples() -> list[str]:
    return [
        ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")
        for package in ("index", "qa")
        for path in sorted((PROJECT / package).rglob("*.py"))
        if ">>> " in path.read_text("utf-8")
    ]


@pytest.mark.parametrize("name", modules_with_examples())
def test_the_examples_of_a_module_run(name: str) -> None:
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        pytest.skip(f"{error.name} is not installed")
    results = doctest.testmod(module, optionflags=doctest.ELLIPSIS)
    assert results.attempted
    assert not results.failed


@pytest.mark.parametrize("package", [index, qa], ids=lambda package: package.__name__)
def test_every_public_dataclass_with_fields_has_an_example(package: ModuleType) -> None:
    public = [getattr(package, name) for name in package.__all__]
    described = [
        one
        for one in public
        if inspect.isclass(one) and dataclasses.is_dataclass(one) and dataclasses.fields(one)
    ]
    assert [one.__name__ for one in described if ">>> " not in (one.__doc__ or "")] == []


@pytest.mark.parametrize("one", [index.build, index.update, index.open_corpus, qa.Pipeline])
def test_what_opens_and_builds_has_an_example(one: object) -> None:
    """``qa.ask`` loads the model; the README's example of it is run elsewhere."""
    assert ">>> " in (inspect.getdoc(one) or "")

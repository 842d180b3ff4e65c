"""The page's scripts; Gradio runs each with ``element``, ``trigger`` and ``watch`` of its own."""

from pathlib import Path


def script(name: str) -> str:
    """A script's text."""
    return (Path(__file__).parent / f"{name}.js").read_text(encoding="utf-8")

"""Load the scripts of the page; Gradio calls each with ``element``, ``trigger`` and ``watch``."""

from pathlib import Path


def script(name: str) -> str:
    """Return the text of a script."""
    return (Path(__file__).parent / f"{name}.js").read_text(encoding="utf-8")

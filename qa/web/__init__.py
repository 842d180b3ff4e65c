"""Serve the web page; only the modules that ``pyproject.toml`` lists import Gradio."""

import os

# Set before anything here imports Gradio: it sends no usage reports, and does not recompute with
# pandas, after every answer, statistics that nobody reads.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", "1000000000")

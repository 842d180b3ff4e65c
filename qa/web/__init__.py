"""Serve the web page; only the modules that ``pyproject.toml`` lists import Gradio."""

import os

# Before anything here imports Gradio. The page reports to nobody, and the statistics that
# Gradio would recompute after every answer, with pandas, have no reader either.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", "1000000000")

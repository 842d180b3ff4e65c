"""The web chat of a checkout: ``python app.py`` is ``dateline chat``."""

from qa.web.cli import main
from qa.web.page import build_app

__all__ = ["build_app", "main"]

if __name__ == "__main__":
    main(prog_name="python app.py")

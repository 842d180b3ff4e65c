"""The web chat of a checkout: ``python app.py`` is ``dateline chat``."""

from qa.web.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main(prog_name="python app.py")

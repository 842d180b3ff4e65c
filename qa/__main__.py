"""Run the command line of questions: ``python -m qa``."""

from qa.cli import main

if __name__ == "__main__":
    main(prog_name="python -m qa")

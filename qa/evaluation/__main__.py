"""``python -m qa.evaluation``."""

from qa.evaluation.cli import main

if __name__ == "__main__":
    main(prog_name="python -m qa.evaluation")

"""Run the command line of evaluation: ``python -m qa.evaluation``."""

import sys

from qa.evaluation import answers_cli, cli, dates_cli, times_cli

if __name__ == "__main__":
    if sys.argv[1:2] == ["answers"]:
        answers_cli.main(sys.argv[2:], prog_name="python -m qa.evaluation answers")
    if sys.argv[1:2] == ["dates"]:
        dates_cli.main(sys.argv[2:], prog_name="python -m qa.evaluation dates")
    if sys.argv[1:2] == ["times"]:
        times_cli.main(sys.argv[2:], prog_name="python -m qa.evaluation times")
    cli.main(prog_name="python -m qa.evaluation")

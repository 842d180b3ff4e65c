"""Run the command line of the index: ``python -m index``."""

from index.cli import main
from index.store_cli import store

main.add_command(store)

if __name__ == "__main__":
    main(prog_name="python -m index")

"""Options that several command lines share."""

import click

READER = click.option(
    "--reader",
    metavar="NAME",
    help="What reads out answers: trained for the reader that ships, none to quote whole sentences "
    "without one, else a local folder or a hub name of an extractive question-answering model.  "
    "[default: $DATELINE_READER, else trained]",
)

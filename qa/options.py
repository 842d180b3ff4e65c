"""Options that several command lines share."""

import click

READER = click.option(
    "--reader",
    metavar="NAME",
    help="What reads out answers: a local folder or a hub name of an extractive "
    "question-answering model, or none to score sentences instead.  [default: $DATELINE_READER, "
    "else the reader that ships]",
)

"""Define options that several command lines share."""

from __future__ import annotations

from pathlib import Path

import click

from index.filters import OPTIONS, FilterOption
from qa.answerers.loading import EXTRACTIVE, NAMES

READER = click.option(
    "--reader",
    metavar="NAME",
    help="Reader: trained for the bundled one, none to quote whole sentences, or a local folder or "
    "Hub name of an extractive question-answering model.  [default: $DATELINE_READER, else "
    "trained]",
)

ANSWERER = click.option(
    "--answerer",
    metavar="NAME",
    help="Answerer: extractive to quote, generative to let a language model write claims that are "
    "then proved; DATELINE_LLM_URL and DATELINE_LLM_MODEL select the model.  "
    "[default: $DATELINE_ANSWERER, else extractive]",
)

MEASURED_ANSWERER = click.option(
    "--answerer",
    type=click.Choice(NAMES),
    default=EXTRACTIVE,
    show_default=True,
    help="Answerer to measure; generative also measures the model of DATELINE_LLM_URL.",
)

REPLIES = click.option(
    "--replies",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Store the model's replies in FILE, and reuse those that are there.",
)


class FilterCommand(click.Command):
    """A command with an option for each filter (``index.filters.OPTIONS``), after ``--top-k``."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the parameters, with those of the filters that are registered now."""
        params = super().get_params(ctx)
        place = [param.name for param in params].index("top_k") + 1
        return [*params[:place], *map(_option, OPTIONS.values()), *params[place:]]


def _option(option: FilterOption) -> click.Option:
    return click.Option(
        [option.long_option, option.name],
        metavar=option.metavar or ("NAME" if option.takes_several else "DATE"),
        multiple=option.takes_several,
        help=(option.help or option.description)
        + (" May be repeated." if option.takes_several else ""),
    )

"""How Italian speaks of time, as far as a test needs."""

from __future__ import annotations

import re

from index.dates.expressions import Relative, Shifted
from index.dates.grammar import Cues, Grammar, Rule
from index.dates.languages.common import (
    bare_year,
    bound,
    calendar_date,
    entries,
    names,
)
from index.dates.tokens import Lexicon

_MONTHS, _WEEKDAYS = names("it")
_WORDS = {
    **{name: ("MONTH", number) for name, number in _MONTHS.items()},
    **{name: ("WD", number) for name, number in _WEEKDAYS.items() if len(name) > 3},
    **entries("UNIT", "giorno|giorni", "day"),
    **entries("UNIT", "settimana|settimane", "week"),
    **entries("UNIT", "mese|mesi", "month"),
    **entries("UNIT", "anno|anni", "year"),
    **entries("DAYWORD", "oggi", 0),
    **entries("DAYWORD", "ieri", -1),
    **entries("DAYWORD", "domani", 1),
    **entries("LAST", "scorso|scorsa", -1),
    **entries("NEXT", "prossimo|prossima", 1),
    **entries("IL", "il|l'|lo|la"),
    **entries("FROM", "dal|dall'|da|a partire dal|a partire da|a partire dall'", "since"),
    **entries("AFTER", "dopo|dopo il|dopo l'", "after"),
    **entries("UNTIL", "fino al|fino all'|fino a", "until"),
    **entries("BY", "entro|entro il|entro l'", "by"),
    **entries("BEFORE", "prima del|prima dell'|prima di", "before"),
}

GRAMMAR = Grammar(
    Lexicon(_WORDS),
    [
        Rule("IL? (weekday=WD)? day=N month=MONTH (year=YEAR)?", calendar_date),
        Rule("month=MONTH year=YEAR?", calendar_date),
        Rule("year=YEAR", bare_year),
        Rule("weekday=WD", calendar_date),
        Rule("turn=DAYWORD", lambda turn: Relative("day", turn)),
        Rule("IL? unit=UNIT turn=(LAST|NEXT)", Relative),
        Rule(
            "count=N unit=UNIT AFTER anchor=TIME",
            lambda count, unit, anchor: Shifted(((count, unit),), 1, anchor),
        ),
        Rule("side=(FROM|AFTER|UNTIL|BY|BEFORE) IL? inner=TIME", bound),
    ],
    joined=re.compile(r"\W*e?\W*(?:(?:di|del|dell')\W*)?"),
    direction=Cues(
        past=r"(?:è|sono|ha|hanno|era|erano) (?:stat[oaie] )?\w+[tsr][oaie]",
        future=r"\w+r(?:à|anno)|entra|entrano",
    ),
)

"""Rules over tokens: a cascade that combines words to dates, dates to ranges.

A rule is a regular expression over the *kinds* of tokens, as in finite-state cascades (Abney 1996,
"Partial parsing via finite-state cascades"). Each rule in turn replaces what it matches by one
token, which later rules build on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING, Any

from index.dates.sentences import Sentences
from index.dates.tokens import OTHER, Lexicon, Token, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from index.dates.polarity import Polarity

TIME = "TIME"
"""The kind of a token whose value is an ``Expression``."""

_KIND = re.compile(r"[A-Z]+")
_NAMED_GROUP = re.compile(r"([a-z]+)=\(")
_NAMED_KIND = re.compile(r"([a-z]+)=(.)")


class _Letters(dict[str, str]):
    """One letter for each kind of token, so that kinds can be matched as a string."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = Lock()  # languages may be loaded by several threads

    def __missing__(self, kind: str) -> str:
        with self._lock:
            return self.setdefault(kind, chr(0xE000 + len(self)))


_LETTERS = _Letters()


@dataclass(frozen=True, slots=True)
class Rule:
    """What a sequence of kinds means.

    Attributes:
        pattern: A regular expression whose letters are kinds, spaces not counted. ``day=N``
            hands the value of that token to ``make`` as ``day``; if its name ends in ``s``,
            a list of all values there.
        make: Gives the meaning, or None if this is none after all. What is missing is None.
        kind: The kind of the token that comes of it.
    """

    pattern: str
    make: Callable[..., Any]
    kind: str = TIME
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        letters = _KIND.sub(lambda kind: _LETTERS[kind.group()], self.pattern).replace(" ", "")
        groups = re.sub(r"(?<!=)\((?!\?)", "(?:", letters)
        named = _NAMED_KIND.sub(r"(?P<\1>\2)", _NAMED_GROUP.sub(r"(?P<\1>", groups))
        object.__setattr__(self, "compiled", re.compile(named))


class Cues:
    """Words that tell whether a sentence looks back or ahead.

    Args:
        past, future: Regular expressions of words; where both match, it is the future.
    """

    def __init__(self, past: str, future: str) -> None:
        self._cue = re.compile(
            rf"(?<!\w)(?:(?P<future>{future})|(?P<past>{past}))(?!\w)", re.IGNORECASE
        )

    def __call__(self, before: str, after: str) -> float:
        """Where the sentence looks: -1, 0 or 1, by the nearest cue before, else after."""
        cue = None
        for match in self._cue.finditer(before):
            cue = match
        cue = cue or self._cue.search(after)
        return 0 if cue is None else 1 if cue["future"] else -1


_NEVER = re.compile(r"(?!)")
"""Matches nothing."""


_NO_CUES = Cues(past=_NEVER.pattern, future=_NEVER.pattern)
_SENTENCES = Sentences()


def _affirmed(_before: str, _after: str) -> Polarity:
    return "affirmed"


def _no_event(_after: str) -> None:
    return None


def _no_names(_text: str) -> Callable[[int, int], bool]:
    return lambda _start, _end: False


def _never(_before: str, _after: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a language speaks of time.

    Only the first two have to be given.

    Attributes:
        lexicon: The words that the rules combine.
        rules: How words become expressions, in the order in which they apply.
        heads: Kinds of tokens of which every expression of time has one. Runs of tokens without
            any are passed over, which saves most of the work; if empty, none are.
        joined: Matches what stands between two dates that share a year that only the last one
            has: the "and" of "May and June 2020".
        reported: Searched for in the sentence up to an expression; matches if the expression is
            only when something was said or decided: "told reporters on Thursday".
        said_around: The same, told from both parts of the sentence, where a verb of saying may
            stand behind the time or around it: "wie er am Dienstag mitteilte".
        owned: Matches what follows an expression that belongs to a noun, and so not to a verb of
            saying before it: the "'s" of "told reporters Monday's vote".
        direction: Given a sentence up to an expression and the sentence after it, returns where
            it looks, and how surely: from -1, back, to 1, ahead; 0 if nothing says so. ``Cues``
            goes by the nearest word, ``index.dates.clauses.Clauses`` by the verb that governs.
        polarity: Given the same as ``direction``, returns whether the time is affirmed, denied,
            cancelled or postponed. ``index.dates.polarity.Polarities`` is one such.
        moved: Searched for in the sentence up to the first word of a range; matches if the range
            is from the day of something to the one it was put off to: "moved the vote from".
        compared: Searched for at the end of a span, and behind it; matches if the span is only
            compared, and no time: "two days later than planned".
        sentences: Tells which sentence an expression stands in; knows the abbreviations.
        lasting: Searched for in the sentence up to an offset ahead; matches if that says how long
            something took: "the worst in ten years".
        events: Tells what words speak of the event that an offset counts from.
        habitual: Matches an expression that tells a habit, if nothing looks back or ahead there:
            "le lundi", that is every Monday.
        names: Given a text, returns what tells whether an expression from one place to another is
            somebody's name: "April Ryan". ``index.dates.names.Names`` is one such.
        month_first: Whether dates in figures have the month first. A text that shows the other
            order in one of its dates is read in that order.
    """

    lexicon: Lexicon
    rules: Sequence[Rule]
    heads: frozenset[str] = frozenset()
    joined: re.Pattern[str] = _NEVER
    reported: re.Pattern[str] = _NEVER
    said_around: Callable[[str, str], bool] = _never
    owned: re.Pattern[str] = _NEVER
    direction: Callable[[str, str], float] = _NO_CUES
    polarity: Callable[[str, str], Polarity] = _affirmed
    sentences: Sentences = _SENTENCES
    moved: re.Pattern[str] = _NEVER
    compared: re.Pattern[str] = _NEVER
    lasting: re.Pattern[str] = _NEVER
    events: Callable[[str], re.Pattern[str] | None] = _no_event
    habitual: re.Pattern[str] = _NEVER
    names: Callable[[str], Callable[[int, int], bool]] = _no_names
    month_first: bool = False


def parse(text: str, grammar: Grammar) -> list[Token]:
    """Return the expressions of a text: tokens of the kind ``TIME``, in order, not overlapping."""
    found: list[Token] = []
    tokens = _in_usual_order(tokenize(text, grammar.lexicon), month_first=grammar.month_first)
    is_name = grammar.names(text)
    for island in _islands(tokens):
        if grammar.heads and grammar.heads.isdisjoint([token.kind for token in island]):
            continue
        found += (
            token
            for token in _combined(island, grammar.rules)
            if token.kind == TIME and not is_name(token.start, token.end)
        )
    return found


_MONTHS = 12


def _in_usual_order(tokens: list[Token], *, month_first: bool) -> list[Token]:
    """Swap day and month of the dates in figures of a text that writes them the other way round.

    It shows so where only one order gives a date, as in 25/12/2015, if no date contradicts.
    """
    full = [token.value for token in tokens if token.kind == "FULL"]
    pairs = [(int(one), int(other)) for one, other, _ in full if len(one) <= 2]
    day_first = any(one > _MONTHS >= other for one, other in pairs)
    month_leads = any(other > _MONTHS >= one for one, other in pairs)
    if day_first == month_leads or month_leads == month_first:
        return tokens
    return [_swapped(token) for token in tokens]


def _swapped(token: Token) -> Token:
    if token.kind == "FULL" and len(token.value[0]) <= 2:
        one, other, year = token.value
        return replace(token, value=(other, one, year))
    if token.kind == "DAYMONTH":
        return replace(token, value=token.value[::-1])
    return token


def _islands(tokens: list[Token]) -> list[list[Token]]:
    """Runs of tokens that could combine; most of a text cannot."""
    islands: list[list[Token]] = []
    island: list[Token] = []
    for token in tokens:
        if token.kind != OTHER:
            island.append(token)
        elif island:
            islands.append(island)
            island = []
    return [*islands, island] if island else islands


def _combined(tokens: list[Token], rules: Sequence[Rule]) -> list[Token]:
    kinds = _kinds(tokens)
    for rule in rules:
        match = rule.compiled.search(kinds)
        if match is not None:
            tokens = _applied(rule, tokens, kinds, match)
            kinds = _kinds(tokens)
    return tokens


def _kinds(tokens: Iterable[Token]) -> str:
    return "".join([_LETTERS[token.kind] for token in tokens])


def _applied(
    rule: Rule, tokens: list[Token], kinds: str, match: re.Match[str] | None
) -> list[Token]:
    result: list[Token] = []
    done = 0
    while match is not None:
        start, end = match.span()
        value = rule.make(**_values(match, tokens))
        if value is not None:
            result += tokens[done:start]
            last = tokens[end - 2 if tokens[end - 1].kind == "DOT" and end - start > 1 else end - 1]
            result.append(Token(rule.kind, value, tokens[start].start, last.end))
            done = end
        match = rule.compiled.search(kinds, start + 1 if value is None else end)
    return result + tokens[done:]


def _values(match: re.Match[str], tokens: list[Token]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in match.re.groupindex:
        start, end = match.span(name)
        inside = [token.value for token in tokens[start:end]] if start >= 0 else []
        values[name] = inside if name.endswith("s") else inside[0] if inside else None
    return values

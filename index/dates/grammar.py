"""Parse time expressions by a cascade of rules over tokens.

A rule is a regular expression over the *kinds* of tokens, as in finite-state cascades (Abney 1996,
"Partial parsing via finite-state cascades"). Each rule in turn replaces the tokens that it matches
by one token, which later rules can match.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from index.dates.patterns import LETTERS, compile_kinds
from index.dates.sentences import Sentences
from index.dates.tokens import OTHER, Lexicon, Token, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from index.dates.polarity import Polarity

TIME = "TIME"
"""The kind of a token whose value is an ``Expression``."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that replaces a sequence of tokens by one token.

    Attributes:
        pattern: Regular expression over kinds, in which spaces are ignored. ``day=N`` passes the
            value of that token to ``make`` as ``day``. A name that ends in ``s`` receives a list of
            all values in its group.
        make: Function that returns the value of the new token, or None to reject the match. A group
            that did not match is passed as None.
        kind: Kind of the new token.
    """

    pattern: str
    make: Callable[..., Any]
    kind: str = TIME
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)
    required: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        compiled, required = compile_kinds(self.pattern)
        object.__setattr__(self, "compiled", compiled)
        object.__setattr__(self, "required", required)


class Cues:
    """Determines the direction of a time by cue words.

    Args:
        past: Pattern of words that refer to the past.
        future: Pattern of words that refer to the future; it is tried first.
    """

    def __init__(self, past: str, future: str) -> None:
        self._cue = re.compile(
            rf"(?<!\w)(?:(?P<future>{future})|(?P<past>{past}))(?!\w)", re.IGNORECASE
        )

    def __call__(self, before: str, after: str) -> float:
        """Return -1, 0 or 1, by the nearest cue before the time, otherwise the first after it."""
        cue = None
        for match in self._cue.finditer(before):
            cue = match
        cue = cue or self._cue.search(after)
        return 0 if cue is None else 1 if cue["future"] else -1


_NEVER = re.compile(r"(?!)")
"""Pattern that matches nothing."""


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
    """The lexicon, rules and cues by which times are found in a language.

    Only the lexicon and the rules are required. "Before" and "after" mean the text of the sentence
    on either side of an expression.

    Attributes:
        lexicon: Words of time expressions.
        rules: Rules, in the order in which they are applied.
        heads: Kinds of tokens at least one of which is in every time expression. Runs of tokens
            without any are skipped, which saves most of the time. If empty, none are skipped.
        joined: Pattern of the text between two dates that share the year of the last one: the "and"
            in "May and June 2020".
        reported: Pattern searched for in the text before an expression that is only the time of a
            reporting verb: "told reporters on Thursday".
        in_reporting_clause: The same test, given the text before and after, for languages in which
            the verb can follow the time or surround it: "wie er am Dienstag mitteilte".
        owned: Pattern of the text after an expression that modifies a noun, and so does not belong
            to a reporting verb before it: the "'s" in "told reporters Monday's vote".
        direction: Function that returns the direction, -1 (past) to 1 (future), given the text
            before and after. ``Cues`` uses the nearest cue word, and
            ``index.dates.clauses.Clauses`` the governing verb.
        polarity: Function that returns the polarity, given the text before and after, such as an
            ``index.dates.polarity.Polarities``.
        moved: Pattern searched for in the text up to the first word of a range from the old to the
            new day of an event: "moved the vote from".
        compared: Pattern searched for in an offset and the text after it, if it is a comparison
            rather than a time: "two days later than planned".
        sentences: Sentence splitter.
        lasting: Pattern searched for in the text before an offset into the future that is a
            duration: "the worst in ten years".
        events: Function that returns a pattern of words for the event of an offset, given the text
            after it.
        opening: Pattern of a preposition at the start of an expression that belongs to the verb
            before it: "put off until Friday".
        ranked: Pattern searched for in the text before a unit in which something is ranked: "the
            first storm of".
        habitual: Pattern of an expression that is a habit unless its clause has a direction: "le
            lundi" (every Monday).
        starting: Pattern searched for in the clause of a day on which an event begins: "began".
        names: Function of a text that returns a test whether the expression between two offsets is
            a person's name: "April Ryan". ``index.dates.names.Names`` is one.
        month_first: Whether numeric dates have the month first. A text with a date that is only
            valid in the other order is read in that order.
    """

    lexicon: Lexicon
    rules: Sequence[Rule]
    heads: frozenset[str] = frozenset()
    joined: re.Pattern[str] = _NEVER
    reported: re.Pattern[str] = _NEVER
    in_reporting_clause: Callable[[str, str], bool] = _never
    owned: re.Pattern[str] = _NEVER
    direction: Callable[[str, str], float] = _NO_CUES
    polarity: Callable[[str, str], Polarity] = _affirmed
    sentences: Sentences = _SENTENCES
    moved: re.Pattern[str] = _NEVER
    compared: re.Pattern[str] = _NEVER
    lasting: re.Pattern[str] = _NEVER
    events: Callable[[str], re.Pattern[str] | None] = _no_event
    opening: re.Pattern[str] = _NEVER
    ranked: re.Pattern[str] = _NEVER
    habitual: re.Pattern[str] = _NEVER
    starting: re.Pattern[str] = _NEVER
    names: Callable[[str], Callable[[int, int], bool]] = _no_names
    month_first: bool = False
    _possible: dict[frozenset[str], tuple[int, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def possible_rules(self, kinds: str) -> tuple[int, ...]:
        """Return the numbers of the rules that can match a text of these kinds, in order."""
        present = frozenset(kinds)
        numbers = self._possible.get(present)
        if numbers is None:
            if len(self._possible) >= _MOST_COMBINATIONS:
                self._possible.clear()
            numbers = tuple(
                number for number, rule in enumerate(self.rules) if rule.required <= present
            )
            self._possible[present] = numbers
        return numbers


_MOST_COMBINATIONS = 4096
"""Maximum number of combinations of kinds whose rules are cached."""


def parse(text: str, grammar: Grammar) -> list[Token]:
    """Return the time expressions of a text as tokens of the kind ``TIME``, in order."""
    found: list[Token] = []
    tokens = _in_detected_order(tokenize(text, grammar.lexicon), month_first=grammar.month_first)
    is_name = grammar.names(text)
    for island in _islands(tokens):
        if grammar.heads and grammar.heads.isdisjoint([token.kind for token in island]):
            continue
        found += (
            token
            for token in _apply_rules(island, grammar)
            if token.kind == TIME
            and _is_separate(text, token)
            and not is_name(token.start, token.end)
        )
    return found


_MONTHS = 12
_CODE = re.compile(r"[A-Z]-\d{1,2} ")


def _is_separate(text: str, token: Token) -> bool:
    """Return whether no letter or digit adjoins a token, as in "H1N1", nor "COVID-" a day."""
    if _CODE.match(text, max(0, token.start - 2)):
        return False
    behind = token.end < len(text) and text[token.end].isalnum() and text[token.end - 1].isalnum()
    before = token.start and text[token.start - 1].isalnum() and text[token.start].isalnum()
    return not (behind or before)


def _in_detected_order(tokens: list[Token], *, month_first: bool) -> list[Token]:
    """Swap day and month of numeric dates if the text uses the other order.

    A date such as 25/12/2015 shows the order, unless another date contradicts it.
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
    """Return the runs of tokens in the lexicon; rules cannot match across other tokens."""
    islands: list[list[Token]] = []
    island: list[Token] = []
    for token in tokens:
        if token.kind != OTHER:
            island.append(token)
        elif island:
            islands.append(island)
            island = []
    return [*islands, island] if island else islands


def _apply_rules(tokens: list[Token], grammar: Grammar) -> list[Token]:
    kinds = _kinds(tokens)
    numbers = grammar.possible_rules(kinds)
    at = 0
    while at < len(numbers):
        number = numbers[at]
        rule = grammar.rules[number]
        match = rule.compiled.search(kinds)
        at += 1
        if match is not None:
            tokens = _apply_rule(rule, tokens, kinds, match)
            kinds = _kinds(tokens)
            numbers = grammar.possible_rules(kinds)
            at = bisect_right(numbers, number)
    return tokens


def _kinds(tokens: Iterable[Token]) -> str:
    return "".join([LETTERS[token.kind] for token in tokens])


def _apply_rule(
    rule: Rule, tokens: list[Token], kinds: str, match: re.Match[str] | None
) -> list[Token]:
    result: list[Token] = []
    done = 0
    while match is not None:
        start, end = match.span()
        value = rule.make(**_group_values(match, tokens))
        if value is not None:
            result += tokens[done:start]
            last = tokens[end - 2 if tokens[end - 1].kind == "DOT" and end - start > 1 else end - 1]
            result.append(Token(rule.kind, value, tokens[start].start, last.end))
            done = end
        match = rule.compiled.search(kinds, start + 1 if value is None else end)
    return result + tokens[done:]


def _group_values(match: re.Match[str], tokens: list[Token]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in match.re.groupindex:
        start, end = match.span(name)
        inside = [token.value for token in tokens[start:end]] if start >= 0 else []
        values[name] = inside if name.endswith("s") else inside[0] if inside else None
    return values

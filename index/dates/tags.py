"""Tag the words that determine the direction of times: verbs, and what opens or ends a clause.

``index.dates.clauses`` chooses the tagged word that governs a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SURE = 1.0
"""Direction of a time right beside the verb that governs it: "was arrested on 15 August"."""
STRONG = 0.9
"""Direction of a time farther from its verb: "closed its mine in Wales on 15 August"."""
PROBABLE = 0.75
"""Direction of a time that may belong to a noun instead: "announced the vote of 7 March"."""
PRESENT = 0.5
"""Direction of a time that a verb in the present tense governs: "prices rise on 1 January"."""
VAGUE = 0.25
"""Direction of another time in a clause in the present tense, which need not be that of its verb.

It counts only for weekdays."""


class Tag(StrEnum):
    """Function of a word or phrase in its clause, with its direction."""

    AHEAD = "ahead"  # future: will be held, is to speak, plans to meet
    PLANNED = "planned"  # future: scheduled for, due on
    FORMER = "former"  # a former plan, past or future: had been scheduled for
    URGED = "urged"  # agreed to meet: a time after it is future, a time before it past
    WHEN = "when"  # opens a clause in the future, unless its verb is past: cuando, pour que
    OFF = "off"  # has been called off: a time before it was in the future
    IS_OFF = "is_off"  # is called off: a weekday beside it is ahead
    WAS_OFF = "was_off"  # was called off: a time before it is past or future
    BACK = "back"  # past: was held, has met, fell
    PRESENT = "present"  # is, are closed, meets
    SAID = "said"  # a reporting verb: said, has announced
    PAST_FORM = "past_form"  # held, closed: past tense, or participle after another verb
    EVENT = "event"  # a noun of a past event right before the time: the attack on Friday
    LINK = "link"  # a non-finite verb, with the direction of the verb before it: before meeting
    PARTICIPLE = "participle"  # a past participle that is not a finite verb
    RELATIVE = "relative"  # who, which
    BREAK = "break"  # a comma, a dash, a bracket


FUTURE = {Tag.AHEAD: 1.0, Tag.PLANNED: 1.0, Tag.WHEN: 1.0}
_DIRECTION_AFTER = FUTURE | {Tag.URGED: 1.0, Tag.PRESENT: PRESENT, Tag.FORMER: 0.0}
_DIRECTION_AFTER |= {Tag.IS_OFF: PRESENT}
"""Direction of a time after a verb; -1 for other tags."""
DIRECTION_BEFORE = FUTURE | {Tag.OFF: PRESENT, Tag.IS_OFF: PRESENT}
DIRECTION_BEFORE |= dict.fromkeys((Tag.PRESENT, Tag.FORMER, Tag.WAS_OFF), 0.0)
"""Direction of a time before a verb; -1 for other tags. "On Friday he agreed to meet" is past, and
"as of Friday all are safe" can be either."""

_REACH = {Tag.URGED: 2, Tag.PRESENT: 6, Tag.IS_OFF: 6}
"""Maximum number of words between such a verb and a time after it.

It was measured in news, on times whose direction is explicit: beyond it, most are past."""

ONLY_BEFORE = {Tag.PARTICIPLE, Tag.EVENT, Tag.LINK, Tag.WHEN}
"""Tags of words that do not govern a time before them."""

FINITE_BEFORE_PARTICIPLES = {Tag.AHEAD, Tag.PRESENT, Tag.PLANNED, Tag.FORMER}


@dataclass(frozen=True, slots=True)
class Word:
    """A tagged word with its offsets in a text."""

    tag: Tag
    start: int
    end: int
    beside: bool = False  # only a preposition is between it and the time
    last: bool = False  # it is the last word of its segment


@dataclass(frozen=True, slots=True)
class Governor:
    """The verb that governs a time.

    Attributes:
        word: Verb; its offsets are those in the text before or after the time.
        before: Whether the verb precedes the time.
        elsewhere: Whether the verb is in another segment of the sentence.
    """

    word: Word
    before: bool
    elsewhere: bool = False

    def between(self, before: str, after: str) -> str:
        """Return the text between the verb and the time."""
        return before[self.word.end :] if self.before else after[: self.word.start]

    def direction(self, before: str, after: str) -> float:
        """Return the direction of a time, -1 to 1, given its sentence before and after it."""
        tag = self.word.tag
        if self.elsewhere and tag is Tag.PRESENT:
            return 0.0
        words = len(self.between(before, after).split())
        if self.before and words > _REACH.get(tag, words):
            return 0.0
        return (_DIRECTION_AFTER if self.before else DIRECTION_BEFORE).get(tag, -1.0)

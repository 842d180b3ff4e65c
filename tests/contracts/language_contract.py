"""What every language must have. Subclass it and say which language.

Each failure lists the parts by their names in ``qa.languages.pack.LanguagePack``, all of them at
once, so that whoever adds a language can go through the list.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from datetime import date
from string import Formatter
from typing import TYPE_CHECKING, get_args

from index.datatypes import Period
from index.dates.expressions import Side
from index.dates.languages import grammar_of
from index.dates.resolution import Boundary, Derivation, annotate
from index.filters import OPTIONS, Filters
from qa import normalization
from qa.answerers.loading import NAMES
from qa.datatypes import Stage
from qa.followup import Turn, stand_alone
from qa.formatting import format_derivation, format_period
from qa.languages import DEFAULT, codes, language_pack
from qa.question import Kind, is_no_question, parse_question
from qa.temporal_query import parse_period, read_temporal_intent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qa.languages.pack import LanguagePack
    from qa.temporal_query import TemporalIntent

TODAY = date(2021, 5, 12)
_CUES = ("questions", "temporal", "follow_ups")
_TEXTS = ("answers", "page")
_MAY_BE_EMPTY = {"temporal.preposition"}
_A_SENTENCE = 4  # words that two languages do not share by accident
_PERIODS = ("2020-09-17", "2020-09-08", "2020-06-01", "2020-09", "2020")


class LanguageContract:
    """Inherit, and define the fixtures ``code``, a language's code, and ``pack``, its pack."""

    def test_it_has_a_pack_and_a_grammar(self, code: str, pack: LanguagePack) -> None:
        assert code in codes()
        assert language_pack(code) is pack
        assert grammar_of(code) is not None, f"index.dates.languages has no module {code}"
        assert (pack.code, pack.page.code) == (code, code)

    def test_its_articles_are_in_the_pack_alone(self, code: str) -> None:
        assert code not in normalization._ARTICLES, (
            f"qa.normalization holds articles of {code}, which its pack replaces: delete them there"
        )

    def test_no_part_is_empty(self, pack: LanguagePack) -> None:
        _none([name for name, value in _strings(pack) if not value.strip()])

    def test_what_is_by_name_has_every_name(self, pack: LanguagePack) -> None:
        lacking = [f"answers.bounds[{side}]" for side in {*get_args(Side)} ^ {*pack.answers.bounds}]
        stages = {stage.value for stage in Stage}
        lacking += [f"page.stages[{name}]" for name in stages ^ {*pack.page.stages}]
        lacking += [f"page.answerers[{name}]" for name in {*NAMES} ^ {*pack.page.answerers}]
        labels, examples = pack.page.filter_labels.keys(), pack.page.filter_examples.keys()
        lacking += [f"page.filter_labels[{name}]" for name in OPTIONS.keys() ^ labels]
        usual = _default().page.filter_examples.keys()
        lacking += [f"page.filter_examples[{name}]" for name in usual ^ examples]
        parts = {unit: len(names) for unit, names in pack.answers.fiscal_parts.items()}
        if parts != {"quarter": 4, "half-year": 2}:
            lacking.append("answers.fiscal_parts: 4 names for quarter, 2 for half-year")
        several = {option.name for option in OPTIONS.values() if option.takes_several}
        lacking += [f"page.by_filter[{name}]" for name in several ^ pack.page.by_filter.keys()]
        _none(lacking)

    def test_its_patterns_compile_and_match_something(self, pack: LanguagePack) -> None:
        wrong = []
        for name, pattern in _patterns(pack):
            try:
                compiled = re.compile(pattern)
            except re.error as error:
                wrong.append(f"{name}: {error}")
                continue
            if compiled.fullmatch("") and name not in _MAY_BE_EMPTY:
                wrong.append(f"{name} matches nothing at all")
            if compiled.groups:
                wrong.append(f"{name} has a group that is counted; write (?:…)")
        _none(wrong)

    def test_its_texts_have_the_places_that_are_filled_in(self, pack: LanguagePack) -> None:
        english = dict(_texts(_default()))
        wrong = [
            f"{name}: {text!r} has {_places(text)}, not {_places(english[name])}"
            for name, text in _texts(pack)
            if _places(text) != _places(english[name])
        ]
        _none(wrong)

    def test_no_sentence_is_left_in_english(self, pack: LanguagePack) -> None:
        english = dict(_texts(_default()))
        left = [
            name
            for name, text in _texts(pack)
            if pack.code != DEFAULT
            and text == english[name]
            and len(re.findall(r"[^\W\d_]+", re.sub(r"\{.*?\}", "", text))) >= _A_SENTENCE
        ]
        _none(left)

    def test_cldr_knows_how_it_is_written(self, pack: LanguagePack) -> None:
        from babel import Locale

        locale = Locale.parse(pack.locale)
        assert locale.language == pack.code
        assert pack.endonym.casefold() == str(Locale.parse(pack.code).display_name).casefold()

    def test_each_kind_of_question_is_recognised(self, pack: LanguagePack) -> None:
        wrong = []
        for kind in set(Kind) - {Kind.SUBJECT, Kind.NEWS}:
            name = kind.name.lower()
            question = parse_question(getattr(pack.examples, name), {pack.code}, TODAY)
            if question.language != pack.code:
                wrong.append(f"examples.{name} is read as {question.language}: {question.text!r}")
            elif question.kind is not kind:
                wrong.append(f"questions.{name}: {question.text!r} is {question.kind}")
        _none(wrong)

    def test_a_subject_stands_for_a_question(self, pack: LanguagePack) -> None:
        if pack.subjects is None:
            return
        wrong = []
        for subject, meant in pack.subjects.examples.items():
            question = parse_question(subject, {pack.code}, TODAY)
            if question.language == pack.code and question.read_as != meant:
                wrong.append(f"subjects: {subject!r} is {question.read_as!r}, not {meant!r}")
        wrong += [
            f"subjects.no_question: {text!r}"
            for text in pack.subjects.greetings
            if not is_no_question(text)
        ]
        for pattern, question in pack.subjects.forms:
            if {*re.compile(pattern).groupindex} != _places(question):
                wrong.append(f"subjects.forms: {question!r} has other places than {pattern!r}")
            if not re.search(pack.questions.asking, question, re.IGNORECASE):
                wrong.append(f"subjects.forms: {question!r} has no word that asks")
        _none(wrong)

    def test_the_news_of_a_subject_are_asked_for(self, pack: LanguagePack) -> None:
        if pack.news is None:
            return
        wrong = []
        for asked, subject in pack.news.examples.items():
            question = parse_question(asked, {pack.code}, TODAY)
            if (question.kind, question.subject) != (Kind.NEWS, subject):
                wrong.append(f"news: {asked!r} is about {question.subject!r}, not {subject!r}")
        wrong += [
            f"news: {asked!r} is no question for news"
            for asked in pack.news.others
            if parse_question(asked, {pack.code}, TODAY).kind is Kind.NEWS
        ]
        for form in pack.news.forms:
            compiled = re.compile(form)
            if compiled.groups != 1 or {*compiled.groupindex} != {"subject"}:
                wrong.append(f"news.forms: {form!r} has other groups than subject")
        _none(wrong)

    def test_when_goes_with_a_verb(self, pack: LanguagePack) -> None:
        assert re.search(pack.questions.when_adverb, pack.examples.when, re.IGNORECASE)

    def test_the_tense_of_a_question_is_seen(self, pack: LanguagePack) -> None:
        assert self.read(pack, "past").past, "temporal.past"
        assert not self.read(pack, "future").past, "temporal.past"
        assert self.read(pack, "future").future, "temporal.future"
        assert not self.read(pack, "past").future, "temporal.future"

    def test_the_newest_is_asked_for(self, pack: LanguagePack) -> None:
        assert self.read(pack, "latest").latest, "temporal.latest"
        assert self.read(pack, "now").latest, "temporal.latest"
        for name in ("when", "past", "future", "last_of_all"):
            assert not self.read(pack, name).latest, f"temporal.latest: examples.{name}"
        suggested = pack.page.latest_on.format(name="TikTok")
        assert read_temporal_intent(suggested, pack.code, TODAY).latest, "page.latest_on"

    def test_how_things_stand_is_asked_for(self, pack: LanguagePack) -> None:
        assert self.read(pack, "so_far").so_far, "temporal.so_far"
        assert self.read(pack, "so_far").latest, "temporal.latest has to hold temporal.so_far"
        for name in ("when", "now", "latest"):
            assert not self.read(pack, name).so_far, f"temporal.so_far: examples.{name}"

    def test_what_is_about_publication_filters(self, pack: LanguagePack) -> None:
        published, as_of = self.read(pack, "published"), self.read(pack, "as_of")
        august = Filters.of(since=date(2020, 8, 1), until=date(2020, 8, 31))
        assert published.published == august, "temporal.before"
        assert as_of.published == Filters.of(as_of=date(2020, 8, 31)), "temporal.as_of"
        for name, intent in (("published", published), ("as_of", as_of)):
            assert intent.mentioned == ()
            assert "2020" not in intent.query, f"temporal.preposition: examples.{name}"

    def test_what_is_not_about_publication_does_not_filter(self, pack: LanguagePack) -> None:
        intent = self.read(pack, "mentioned")
        assert intent.mentioned == (Period.parse("2020-08"),)
        assert intent.published == Filters()
        assert intent.query == pack.examples.mentioned

    def test_a_filter_may_be_a_phrase(self, pack: LanguagePack) -> None:
        for phrase in (pack.examples.period, *pack.page.filter_examples.values()):
            parse_period(phrase, TODAY)

    def test_a_follow_up_is_made_whole(self, pack: LanguagePack) -> None:
        before, asked, meant = pack.examples.follow_up
        assert stand_alone(asked, Turn(before, pack.code)) == meant, "follow_ups"
        for name in ("when", "how_long", "open", "list", "other"):
            whole = getattr(pack.examples, name)
            assert stand_alone(whole, Turn(before, pack.code)) == whole, f"examples.{name}"

    def test_what_it_writes_of_time_its_grammar_reads(self, pack: LanguagePack) -> None:
        """A date that an answer gives can be asked about in the same words.

        Of an open end the date is enough: "from 17 September" goes on elsewhere with "to".
        """
        wrong = []
        for period in map(Period.parse, _PERIODS):
            told = {format_period(period, pack.code): {period}}
            if period.precision == "day":
                told[format_period(period, pack.code, weekday=True)] = {period}
            for side in get_args(Side):
                open_end = _open(side, period)
                text = format_period(open_end, pack.code, bound=Boundary(side, period))
                told[text] = {period, open_end}
            for text, meant in told.items():
                read = {one.period for one in annotate(text, pack.code, Period.of_day(TODAY))}
                if len(read) != 1 or not read <= meant:
                    wrong.append(f"{text!r} is read as {[one.isoformat() for one in read]}")
        _none(wrong)

    def test_what_it_writes_of_a_shift_its_grammar_reads(self, pack: LanguagePack) -> None:
        derivation = Derivation(((45, "day"),), 1, Period.parse("2020-08-06"))
        text = format_derivation(derivation, pack.code)
        mentions = annotate(text, pack.code, Period.of_day(TODAY))
        assert [one.period for one in mentions] == [Period.parse("2020-09-20")], text

    def read(self, pack: LanguagePack, name: str) -> TemporalIntent:
        return read_temporal_intent(getattr(pack.examples, name), pack.code, TODAY)


def _none(wrong: list[str]) -> None:
    assert not wrong, "\n".join(wrong)


def _default() -> LanguagePack:
    pack = language_pack(DEFAULT)
    assert pack is not None
    return pack


def _open(side: Side, period: Period) -> Period:
    match side:
        case "since":
            return Period(period.start, date.max)
        case "after":
            return Period(period.end, date.max)
        case "until" | "by":
            return Period(date.min, period.end)
        case "before":
            return Period(date.min, period.start)


def _strings(part: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every string in a part, with the path that leads to it."""
    if isinstance(part, str):
        yield name, part
    elif is_dataclass(part):
        for field in fields(part):
            yield from _strings(getattr(part, field.name), f"{name}.{field.name}".lstrip("."))
    elif isinstance(part, tuple):
        for number, one in enumerate(part):
            yield from _strings(one, f"{name}[{number}]")
    elif isinstance(part, dict):
        for key, one in part.items():
            yield from _strings(one, f"{name}[{key}]")


def _patterns(pack: LanguagePack) -> Iterator[tuple[str, str]]:
    parts: Mapping[str, object] = {name: getattr(pack, name) for name in _CUES}
    for name, part in parts.items():
        yield from _strings(part, name)
    for name in ("articles", "not_names", "elided_articles"):
        yield from _strings(getattr(pack, name), name)


def _texts(pack: LanguagePack) -> Iterator[tuple[str, str]]:
    for name in _TEXTS:
        yield from _strings(getattr(pack, name), name)


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}

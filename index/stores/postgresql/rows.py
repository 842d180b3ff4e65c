"""Convert articles and passages to rows, and filters to SQL; only this module knows the columns."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from psycopg import sql

from index.datatypes import Article, Passage, Period
from index.filters import FIELDS, FieldType, Operator, field_types
from index.near_duplicates import band_keys
from index.passages import in_context
from index.stores.postgresql.terms import PassageTerms
from index.stores.postgresql.text import from_text, to_text
from index.stores.postgresql.vectors import half_binary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.filters import Field, Filters
    from index.stores.datatypes import EncodedArticle
    from index.stores.postgresql.connections import Session
    from index.stores.postgresql.generations import View

ARTICLE = sql.SQL(
    "a.id, a.title, a.text, a.body_start, a.url, a.name_source, a.name_language, "
    "a.day_first_day, a.day_last_day, a.updated, a.author, a.name_dated"
)
"""The columns that ``article`` reads, from ``articles a``."""

_ARTICLE_COLUMNS = {
    "id": "text",
    "born": "int4",
    "title": "text",
    "text": "text",
    "body_start": "int4",
    "url": "text",
    "updated": "text",
    "author": "text",
    "digest": "bytea",
    "signature": "bytea",
    "bands": "int8[]",
}
_PASSAGE_COLUMNS = {
    "id": "int8",
    "born": "int4",
    "article_id": "text",
    "first": "int4",
    "past": "int4",
    "times": "int4[]",
    "vector": "bytea",  # sent unchanged: binary COPY has no types
    "terms": "text",
    "lengths": "int4[]",
    "weights": "bytea",
}
_WORD_COLUMNS = {"passage_id": "int8", "born": "int4", "packed": "bytea"}
_TYPES = {FieldType.DAY: "int4", FieldType.NAME: "text"}
_DECLARED = {
    FieldType.DAY: sql.SQL("integer NOT NULL DEFAULT 0"),
    FieldType.NAME: sql.SQL("text COLLATE \"C\" NOT NULL DEFAULT ''"),
}


def article(row: Sequence[Any]) -> Article:
    """Return the article of a row with the columns of ``ARTICLE``."""
    article_id, title, text, body_start, url, source, language, first_day, last_day, *more = row
    updated, author, dated = more
    return Article(
        id=from_text(article_id),
        title=from_text(title),
        text=from_text(text),
        source=from_text(source),
        published=period(first_day, last_day),
        language=from_text(language),
        url=None if url is None else from_text(url),
        body_start=body_start,
        updated=None if updated is None else Period.parse(updated),
        author=from_text(author),
        dated=from_text(dated),
    )


def passage(passage_id: int, start: int, end: int, of: Article) -> Passage:
    """Return a passage, whose text is a span of its article's text."""
    return Passage(passage_id, of.id, start, end, of.text[start:end])


@lru_cache(100_000)  # a search needs hundreds, and a corpus has few distinct ones
def period(first_day: int, last_day: int) -> Period:
    """Return the period from one day to another, both included, given as ordinals."""
    return Period(date.fromordinal(first_day), date.fromordinal(last_day) + timedelta(days=1))


def times(flat: Sequence[int]) -> tuple[Period, ...]:
    """Return the periods of the column ``times``."""
    return tuple(
        Period(date.fromordinal(start), date.fromordinal(end))
        for start, end in zip(flat[::2], flat[1::2], strict=True)
    )


def insert(session: Session, articles: Sequence[EncodedArticle], born: int) -> None:
    """Insert articles with their passages, born in a generation."""
    fields = [*FIELDS.values()]
    own = {column_name(field): _TYPES[field.type] for field in fields}
    values = [[_stored_value(field, one.article) for field in fields] for one in articles]
    _copy(
        session,
        "articles",
        _ARTICLE_COLUMNS | own,
        (
            (
                to_text(one.article.id),
                born,
                to_text(one.article.title),
                to_text(one.article.text),
                one.article.body_start,
                None if one.article.url is None else to_text(one.article.url),
                one.article.updated and one.article.updated.isoformat(),
                to_text(one.article.author),
                one.fingerprints.digest,
                one.fingerprints.signature,
                band_keys(one.fingerprints.signature),
                *kept,
            )
            for one, kept in zip(articles, values, strict=True)
        ),
    )
    _copy(
        session,
        "passages",
        _PASSAGE_COLUMNS | own,
        (
            (*row, *kept)
            for one, kept in zip(articles, values, strict=True)
            for row in _passage_rows(one, born)
        ),
    )
    _copy(
        session,
        "word_vectors",
        _WORD_COLUMNS,
        (
            (its.id, born, packed)
            for one in articles
            for its, packed in zip(one.passages, one.word_vectors, strict=False)
        ),
    )


def _passage_rows(one: EncodedArticle, born: int) -> Iterator[tuple[Any, ...]]:
    mentioned = one.times or [()] * len(one.passages)
    for its, vector, periods in zip(one.passages, one.vectors, mentioned, strict=True):
        terms = PassageTerms.of(in_context(one.article, its), one.article.language)
        yield (
            its.id,
            born,
            to_text(its.article_id),
            its.start,
            its.end,
            [day.toordinal() for when in periods for day in (when.start, when.end)],
            half_binary(vector),
            terms.tokens,
            terms.lengths,
            terms.weights,
        )


def _copy(
    session: Session, table: str, columns: dict[str, str], rows: Iterator[tuple[Any, ...]]
) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with session.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types([*columns.values()])
        for row in rows:
            copy.write_row(row)


# The fields of index.filters.


def column_name(field: Field) -> str:
    """Return the column of a field; its name includes the type, which may change."""
    return f"{field.type.value}_{field.name}"


def _stored_value(field: Field, of: Article) -> int | str:
    value = field.indexed(of)
    return to_text(value) if isinstance(value, str) else value


def add_fields(session: Session) -> None:
    """Add columns for new fields.

    The column of a removed field is kept, and filled again if the field returns.
    """
    known = {
        name
        for (name,) in session.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'passages'::regclass AND attnum > 0"
        )
    }
    added = [field for field in FIELDS.values() if column_name(field) not in known]
    for field in added:
        for table in ("articles", "passages"):
            session.execute(
                sql.SQL("ALTER TABLE {} ADD COLUMN {} {}").format(
                    sql.Identifier(table), sql.Identifier(column_name(field)), _DECLARED[field.type]
                )
            )


def fill_fields(session: Session, names: Sequence[str], view: View) -> None:
    """Compute fields of all articles of a generation, and write them to its rows."""
    fields = [FIELDS[name] for name in names]
    assignments = sql.SQL(", ").join(
        sql.SQL("{} = %s").format(sql.Identifier(column_name(field))) for field in fields
    )
    after = ""
    some = sql.SQL(
        "SELECT {} FROM articles a WHERE {} AND a.id > %s ORDER BY a.id LIMIT 1000"
    ).format(ARTICLE, view.of("a"))
    while found := session.execute(some, (after,)).fetchall():
        for row in found:
            values = [_stored_value(field, article(row)) for field in fields]
            for table, key in (("articles", "id"), ("passages", "article_id")):
                session.execute(
                    sql.SQL("UPDATE {name} SET {assignments} WHERE {key} = %s AND {view}").format(
                        name=sql.Identifier(table),
                        assignments=assignments,
                        key=sql.Identifier(key),
                        view=view.of(table),
                    ),
                    (*values, row[0]),
                )
        after = found[-1][0]


def present_fields() -> dict[str, str]:
    """Return the types of the current fields, by name, as a generation records them."""
    return dict(sorted(field_types().items()))


def where(filters: Filters | None, table: str) -> tuple[sql.Composable, list[Any]]:
    """Return filters as an SQL condition, and the values of its placeholders.

    Args:
        filters: Filters; None for a condition that is always true.
        table: Name of the table in the statement.
    """
    clauses: list[sql.Composable] = [sql.SQL("true")]
    values: list[Any] = []
    for condition in filters.conditions if filters else ():
        column = sql.Identifier(table, column_name(FIELDS[condition.field]))
        if condition.operator is Operator.ANY_OF:
            clauses.append(sql.SQL("{} = ANY(%s)").format(column))
            values.append([to_text(name) for name in sorted(condition.names)])
        else:
            sign = sql.SQL(">=" if condition.operator is Operator.AT_LEAST else "<=")
            clauses.append(sql.SQL("{} {} %s").format(column, sign))
            values.append(condition.day.toordinal())
    return sql.SQL(" AND ").join(clauses), values

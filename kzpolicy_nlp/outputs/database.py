"""Documents into a SQLite database: a table for each record list, keys between them, a full-text index, views."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from ..records import SCHEMA, Document
from . import tables
from .tables import DOCUMENTS, KEY, POSITION

#: Views by the tables that they read.
VIEWS = {
    "targets": {
        "targets_by_year": "SELECT year, kind, count(*) AS targets, count(DISTINCT document_id) AS documents "
        "FROM targets GROUP BY year, kind ORDER BY year, kind",
        "targets_by_actor": "SELECT actor, min(year) AS first_year, max(year) AS last_year, count(*) AS targets, "
        "count(DISTINCT document_id) AS documents FROM targets WHERE actor IS NOT NULL "
        "GROUP BY actor ORDER BY targets DESC, actor",
    },
    "facts": {
        "facts_by_year": "SELECT year, count(*) AS facts, count(DISTINCT document_id) AS documents "
        "FROM facts GROUP BY year ORDER BY year",
    },
    "deadlines": {
        "deadlines_by_year": "SELECT year, count(*) AS deadlines, count(DISTINCT document_id) AS documents "
        "FROM deadlines GROUP BY year ORDER BY year",
    },
    "money": {
        "money_by_currency": "SELECT currency, count(*) AS mentions, count(DISTINCT document_id) AS documents, "
        "max(amount) AS largest FROM money GROUP BY currency ORDER BY mentions DESC, currency",
    },
    **{
        names: {
            f"{names}_by_mentions": f"SELECT id, min(name) AS name, min(kind) AS kind, count(*) AS mentions, "
            f"count(DISTINCT document_id) AS documents FROM {names} GROUP BY id ORDER BY mentions DESC, id"
        }
        for names in ("organisations", "places")
    },
    "persons": {
        "persons_by_mentions": "SELECT name, count(*) AS mentions, count(DISTINCT document_id) AS documents "
        "FROM persons GROUP BY name ORDER BY mentions DESC, name",
    },
}

_TYPES = {str: "TEXT", int: "INTEGER", float: "REAL", bool: "INTEGER", dt.date: "TEXT"}
_ONCE = 200  # documents written at a time


def write_sqlite(documents: Iterable[Document], path: Path, chosen: Sequence[str]) -> None:
    """Writes a new database.

    `documents` has the texts, each other table a row a record with `document_id` and `position` as its key. Days are
    ISO strings, lists JSON. `documents_text` finds words: `SELECT … WHERE documents_text MATCH 'экспорт'`.
    `PRAGMA user_version` is the version of the record schema.

    Args:
        chosen: the record lists to write.
    """
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode = OFF")  # a file that is not whole never gets to its place
        database.execute("PRAGMA synchronous = OFF")
        database.execute(f"PRAGMA user_version = {SCHEMA}")
        for table in (DOCUMENTS, *chosen):
            database.execute(_create(table))
        database.execute("BEGIN")
        _fill(database, documents, chosen)
        _index(database, chosen)
        database.execute("COMMIT")
        database.execute("PRAGMA optimize")
    finally:
        database.close()


def _create(table: str) -> str:
    """Returns the statement that makes a table; its columns are those of `outputs.tables`."""
    listed = []
    for column in tables.columns(table):
        of = _TYPES.get(column.type, "TEXT")
        listed.append(f'"{column.name}" {of}{"" if column.nullable else " NOT NULL"}')
    if table == DOCUMENTS:
        listed.insert(0, '"number" INTEGER PRIMARY KEY')  # the order of the inputs, and the full-text index's key
        return f'CREATE TABLE "{table}" ({", ".join(listed)}, UNIQUE ("{KEY}"))'
    keys = f'PRIMARY KEY ("{KEY}", "{POSITION}"), FOREIGN KEY ("{KEY}") REFERENCES "{DOCUMENTS}" ("{KEY}")'
    return f'CREATE TABLE "{table}" ({", ".join(listed)}, {keys}) WITHOUT ROWID'


def _fill(database: sqlite3.Connection, documents: Iterable[Document], chosen: Sequence[str]) -> None:
    insert = {
        table: f'INSERT INTO "{table}" VALUES ({", ".join("?" * (len(tables.columns(table)) + (table == DOCUMENTS)))})'
        for table in (DOCUMENTS, *chosen)
    }
    numbered = enumerate(tables.keyed(documents), 1)
    while some := list(islice(numbered, _ONCE)):
        heads = ((n, *row) for n, (d, key) in some for row in _rows(d, DOCUMENTS, key))
        database.executemany(insert[DOCUMENTS], heads)
        for table in chosen:
            database.executemany(insert[table], (row for _, (d, key) in some for row in _rows(d, table, key)))


def _rows(document: Document, table: str, key: str) -> Iterator[list[Any]]:
    for row in tables.rows(document, table, key):
        yield [_cell(value) if isinstance(value, (dt.date, list)) else value for value in row]


def _cell(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else json.dumps(value, ensure_ascii=False)


def _index(database: sqlite3.Connection, chosen: Sequence[str]) -> None:
    """Makes the full-text index and the views."""
    database.execute(
        f"CREATE VIRTUAL TABLE documents_text USING fts5 (text, content='{DOCUMENTS}', content_rowid='number')"
    )
    database.execute("INSERT INTO documents_text (documents_text) VALUES ('rebuild')")
    for table, views in VIEWS.items():
        if table in chosen:
            for name, query in views.items():
                database.execute(f"CREATE VIEW {name} AS {query}")

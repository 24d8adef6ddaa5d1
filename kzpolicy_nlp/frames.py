"""Documents as Arrow tables and as frames of pandas and polars: one table for each record list.

>>> from kzpolicy_nlp import Extractor
>>> from kzpolicy_nlp.frames import to_arrow
>>> tables = to_arrow(Extractor(names=False).extract_many(["Построить 300 школ.", "Экспорт вырос на 5%."]))
>>> tables["quantities"].select(["document_id", "amount", "unit"]).to_pylist()
[{'document_id': '#0', 'amount': 300.0, 'unit': 'школа'}, {'document_id': '#1', 'amount': 5.0, 'unit': 'percent'}]

The tables and their columns are those of docs/pipelines.md; the extra is `frames`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from .errors import InputError, KzPolicyError, needs
from .extractor import Extractor
from .outputs import tables as _tables
from .outputs.tables import TABLES
from .records import LISTS, Document

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Column = TypeVar("Column", "pd.Series", "pl.Series")

__all__ = [
    "LISTS",
    "TABLES",
    "add_records",
    "added_fields",
    "from_arrow",
    "records",
    "targets",
    "to_arrow",
    "to_pandas",
    "to_polars",
]


def to_arrow(documents: Document | Iterable[Document], tables: Iterable[str] = TABLES) -> dict[str, pa.Table]:
    """Returns the records of documents as Arrow tables by their names; a table without rows keeps its columns.

    Args:
        documents: a document or any number of them.
        tables: the tables to make; `tokens` and `sentences` may be asked for.

    Raises:
        InputError: there is no such table.
        MissingExtra: pyarrow is not installed.
    """
    collected = _tables.Tables(tables)
    for document, key in _tables.keyed([documents] if isinstance(documents, Document) else documents):
        collected.add(document, key)
    return collected.take()


def to_pandas(documents: Document | Iterable[Document], tables: Iterable[str] = TABLES) -> dict[str, pd.DataFrame]:
    """Returns the same as pandas frames: whole numbers as Int64, days as date32, `currency` and `kind` categorical.

    Raises:
        InputError: there is no such table.
        MissingExtra: pandas or pyarrow is not installed.
    """
    return {name: _pandas(table) for name, table in to_arrow(documents, tables).items()}


def to_polars(documents: Document | Iterable[Document], tables: Iterable[str] = TABLES) -> dict[str, pl.DataFrame]:
    """Returns the same as polars frames.

    Raises:
        InputError: there is no such table.
        MissingExtra: polars or pyarrow is not installed.
    """
    return {name: _polars(table) for name, table in to_arrow(documents, tables).items()}


def from_arrow(tables: Mapping[str, Any]) -> list[Document]:
    """Returns the documents that tables describe, equal to those that `to_arrow` was given.

    Args:
        tables: by their names, as Arrow tables, frames of pandas or polars, or whatever else gives an Arrow stream;
            `documents` must be there. Without a table for it a list is empty.

    Raises:
        InputError: there is no table of documents, a column is not of its type, or a row is of no document.
        MissingExtra: pyarrow is not installed.
    """
    return _tables.documents_of(tables)


def targets(
    column: Column, *, date: dt.date | str | Iterable[Any] | None = None, extractor: Extractor | None = None
) -> pd.DataFrame | pl.DataFrame:
    """Returns the targets of a column of texts: `records(column, "targets", …)`."""
    return records(column, "targets", date=date, extractor=extractor)


def records(
    column: Column,
    table: str,
    *,
    date: dt.date | str | Iterable[Any] | None = None,
    extractor: Extractor | None = None,
) -> pd.DataFrame | pl.DataFrame:
    """Returns a frame with a row for each record of the texts in a column; of pandas or polars, as the column is.

    `row` is the number of the text in the column. A pandas frame has the column's index labels for its index too, so
    that `df[["date"]].join(targets(df["text"]))` puts each record beside what is known of its text. An absent text has
    no records.

    Args:
        column: a series of texts; null where there is none.
        table: which records: one of `kzpolicy_nlp.records.LISTS`.
        date: the date of all texts ("auto": each text's own), or a column of dates.
        extractor: one with options of its own; by default `Extractor()`.

    Raises:
        InputError: a value is no text or no date, with its row named; or the column is of no frame that is known.
        MissingExtra: pyarrow is not installed.
    """
    kind = type(column).__module__.partition(".")[0]
    if kind not in ("pandas", "polars"):
        raise InputError(f"a series of pandas or polars is wanted, got {type(column).__name__}")
    made = _tables.Tables(_named([table]))
    numbers = []
    for number, document in _read(column, date, extractor or Extractor()):
        made.add(document, "")
        numbers += [number] * len(getattr(document, table))
    found = made.take()[table].drop_columns([_tables.KEY])
    found = found.add_column(0, "row", [_tables.arrow().array(numbers, "int64")])
    if kind == "polars":
        return _polars(found)
    labels: Any = column  # polars has none
    return _pandas(found).set_index(labels.index.take(numbers))


def added_fields(lists: Iterable[str] = LISTS) -> pa.Schema:
    """Returns the columns that `add_records` adds: `date_found`, a list of structs for each record list, and `error`.

    Raises:
        InputError: there is no such list.
        MissingExtra: pyarrow is not installed.
    """
    pa = _tables.arrow()
    kinds = {name: _tables.nested_type(name) for name in _named(lists)}
    kinds = {"date_found": pa.date32(), **kinds, "error": pa.string()}
    return pa.schema(list(kinds.items()))


def add_records(
    table: Any,
    text: str = "text",
    date: str | None = None,
    *,
    lists: Iterable[str] = LISTS,
    extractor: Extractor | None = None,
    max_chars: int = 1_000_000,
) -> pa.Table:
    """Returns a table with the records of each row's text beside it, in the columns of `added_fields`.

    No row is lost and none stops the others: where a text is null, too long or can't be read, or its date is none,
    `error` says why and the lists are null. This is the function for clusters that hand batches around (Spark, Ray,
    Dask): models load once in a process, and an extractor travels as its options.

    Args:
        table: an Arrow table or batch, or a frame of pandas or polars.
        text: the column of texts.
        date: the column of document dates: days, timestamps, ISO strings, or "auto" for the text's own.
        lists: the record lists wanted, of `kzpolicy_nlp.records.LISTS`.
        extractor: one with options of its own; by default `Extractor()`.
        max_chars: the longest text that is read, in characters.

    Raises:
        InputError: a column is not there, or one that would be added is.
        MissingExtra: pyarrow is not installed.
    """
    pa = _tables.arrow()
    given = table if isinstance(table, pa.Table) else pa.table(table)
    wanted = list(lists)
    fields = added_fields(wanted)
    check_columns(given.column_names, text, date, fields.names)
    reader = extractor or Extractor()
    days = given[date].to_pylist() if date is not None else [None] * given.num_rows
    added: list[dict[str, Any]] = []
    for words, day in zip(given[text].to_pylist(), days, strict=True):
        try:
            if words is None:
                raise InputError("the text is null")
            if isinstance(words, str) and len(words) > max_chars:
                raise InputError(f"the text has {len(words):,} characters; the most that is read is {max_chars:,}")
            document = reader.extract(words, day)
        except Exception as error:  # whatever it is, it is this row's alone
            said = str(error) if isinstance(error, KzPolicyError) else f"{type(error).__name__}: {error}"
            added.append({"error": said})
        else:
            found = {name: _tables.nested(document, name) for name in wanted}
            added.append({"date_found": document.date_found, **found})
    for name, column in zip(fields.names, pa.Table.from_pylist(added, schema=fields).columns, strict=True):
        given = given.append_column(fields.field(name), column)
    return given


def _named(lists: Iterable[str]) -> list[str]:
    """Returns the names of lists.

    Raises:
        InputError: one of them is none.
    """
    named = list(lists)
    if unknown := [name for name in named if name not in LISTS]:
        raise InputError(f"no such list: {unknown[0]}; choose from {', '.join(LISTS)}")
    return named


def check_columns(names: Sequence[str], text: str, date: str | None, added: Iterable[str]) -> None:
    """Raises InputError if a column that is to be read isn't there, or one that is to be added is."""
    for name in (text, *([] if date is None else [date])):
        if name not in names:
            raise InputError(f"no column {name!r}; there are: {', '.join(names)}")
    if taken := [name for name in added if name in names]:
        raise InputError(f"there is a column {taken[0]!r} already; rename it, or leave that list out with lists=…")


def _read(column: Iterable[Any], date: Any, extractor: Extractor) -> Iterator[tuple[int, Document]]:
    """Yields the number and the document of each value of a column that is a text."""
    texts = list(column)
    dates: Sequence[Any] = [date] * len(texts) if date is None or isinstance(date, (str, dt.date)) else list(date)
    if len(dates) != len(texts):
        raise InputError(f"{len(texts)} texts and {len(dates)} dates; give one date, or one for each text")
    for number, (text, day) in enumerate(zip(texts, dates, strict=True)):
        if not _absent(text):
            try:
                yield number, extractor.extract(text, None if _absent(day) else day)
            except InputError as error:
                raise InputError(f"row {number}: {error}") from None


def _absent(value: Any) -> bool:
    """Whether a value stands for none: None, NaN, NaT, NA."""
    return value is None or type(value).__name__ in ("NaTType", "NAType") or value != value


def _pandas(table: pa.Table) -> pd.DataFrame:
    with needs("frames", "a pandas frame"):
        import pandas as pd

    pa = _tables.arrow()
    kept = {pa.int64(): pd.Int64Dtype(), pa.date32(): pd.ArrowDtype(pa.date32())}
    return table.to_pandas(types_mapper=kept.get)


def _polars(table: pa.Table) -> pl.DataFrame:
    with needs("frames", "a polars frame"):
        import polars as pl

    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame

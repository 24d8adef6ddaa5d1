"""Documents as typed tables, and back: one table for each record list, and `documents` for the texts.

Columns and types are read from the records' own fields, so a new field appears here by itself. A record inside a
record (`baseline`, `value`) is written flat: `baseline_amount`, `value_start`. Two columns come first in every table of
records: `document_id`, the key of its document in `documents`, and `position`, its place in the document's list.
"""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal

from .. import records
from ..errors import InputError, needs
from ..records import LISTS, SCHEMA, Document

if TYPE_CHECKING:
    import pyarrow as pa

DOCUMENTS = "documents"
#: The tables, in their order; those of tokens and sentences are made only where asked for.
TABLES = (DOCUMENTS, *LISTS)
ALL_TABLES = (*TABLES, "tokens", "sentences")
KEY, POSITION = "document_id", "position"

#: Columns whose few values are kept once, in a dictionary, beside those whose values the records list themselves.
_CODED = {"currency", "unit", "kind", "country"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table.

    `path` names the field that it holds (`baseline.amount`), empty for a key. `type` is str, int, float, bool, date, or
    for a list `tuple[…]` of such a type or of a record. `coded` says that few values repeat.
    """

    name: str
    path: str
    type: Any
    nullable: bool
    coded: bool = False


@cache
def record_of(table: str) -> type:
    """Returns the record class that a table's rows are made of."""
    if table == DOCUMENTS:
        return Document
    if table not in ALL_TABLES:
        raise InputError(f"no such table: {table}; choose from {', '.join(ALL_TABLES)}")
    derived = getattr(Document, table, None)  # cities and deadlines are properties
    hints = typing.get_type_hints(derived.fget if isinstance(derived, property) else Document, vars(records))
    record: type = typing.get_args(hints["return" if isinstance(derived, property) else table])[0]
    return record


@cache
def columns(table: str) -> tuple[Column, ...]:
    """Returns the columns of a table, keys first, then the record's fields in their order."""
    keys = [Column(name=KEY, path="", type=str, nullable=False)]
    if table == DOCUMENTS:
        return (*keys, *(c for c in _columns_of(Document, "", "", False) if c.path not in ALL_TABLES))
    keys.append(Column(name=POSITION, path="", type=int, nullable=False))
    return (*keys, *_columns_of(record_of(table), "", "", False))


def _columns_of(record: Any, name: str, path: str, nullable: bool) -> Iterator[Column]:
    """Yields the columns of a record's fields; those of a record that may be absent may be null."""
    for field, (kind, optional, coded) in _field_types(record).items():
        if _is_record(kind):
            yield from _columns_of(kind, f"{name}{field}_", f"{path}{field}.", nullable or optional)
        else:
            yield Column(name=name + field, path=path + field, type=kind, nullable=nullable or optional, coded=coded)


@cache
def _field_types(record: Any) -> dict[str, tuple[Any, bool, bool]]:
    """Returns each field's type, whether it may be None, and whether its values are few."""
    hints = typing.get_type_hints(record, vars(records))
    found = {}
    for field in fields(record):
        hint, optional = hints[field.name], False
        if typing.get_origin(hint) in (typing.Union, types.UnionType):
            (hint,) = (a for a in typing.get_args(hint) if a is not type(None))
            optional = True
        listed = typing.get_origin(hint) is Literal
        coded = listed or (hint is str and field.name in _CODED)
        found[field.name] = (type(typing.get_args(hint)[0]) if listed else hint, optional, coded)
    return found


def _is_record(kind: Any) -> bool:
    return is_dataclass(kind)


@cache
def _getters(table: str) -> tuple[Callable[[Any], Any], ...]:
    """Returns for each column that is no key the function that takes its value from a record."""
    return tuple(_getter(c.path.split("."), c.type) for c in columns(table) if c.path)


def _getter(path: Sequence[str], kind: Any) -> Callable[[Any], Any]:
    if len(path) > 1:
        outer, inner = attrgetter(path[0]), _getter(path[1:], kind)
        return lambda record: None if (found := outer(record)) is None else inner(found)
    value = attrgetter(path[0])
    if typing.get_origin(kind) is not tuple:
        return value
    if _is_record(item := typing.get_args(kind)[0]):
        names = [field.name for field in fields(item)]
        return lambda record: [{name: getattr(x, name) for name in names} for x in value(record)]
    return lambda record: list(value(record))


def rows(document: Document, table: str, key: str) -> Iterator[tuple[Any, ...]]:
    """Yields the rows of a document in a table, as plain Python values in the order of `columns(table)`.

    Args:
        key: what stands in `document_id`; the caller sees to it that no two documents share one.
    """
    getters = _getters(table)
    if table == DOCUMENTS:
        yield (key, *(get(document) for get in getters))
        return
    for position, record in enumerate(getattr(document, table)):
        yield (key, position, *(get(record) for get in getters))


def arrow() -> Any:
    """Returns pyarrow.

    Raises:
        MissingExtra: it is not installed.
    """
    with needs("frames", "an Arrow table"):
        import pyarrow
    return pyarrow


def schema(table: str, *, coded: bool = True) -> pa.Schema:
    """Returns the Arrow schema of a table; its metadata names the table and the version of the records.

    Args:
        coded: keep the values of `currency`, `kind` and the like in dictionaries; False makes all of them strings.

    Raises:
        InputError: there is no such table.
        MissingExtra: pyarrow is not installed.
    """
    pa = arrow()
    listed = [
        pa.field(c.name, _arrow_type(c.type, coded=coded and c.coded), nullable=c.nullable) for c in columns(table)
    ]
    return pa.schema(listed, metadata={"kzpolicy_nlp.table": table, "kzpolicy_nlp.schema": str(SCHEMA)})


def _arrow_type(kind: Any, *, coded: bool) -> pa.DataType:
    pa = arrow()
    if coded:
        return pa.dictionary(pa.int32(), pa.string())
    if typing.get_origin(kind) is tuple:
        return pa.list_(_arrow_type(typing.get_args(kind)[0], coded=False))
    if _is_record(kind):
        inner = [
            pa.field(name, _arrow_type(of, coded=False), nullable=optional)
            for name, (of, optional, _) in _field_types(kind).items()
        ]
        return pa.struct(inner)
    plain = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), dt.date: pa.date32()}
    return plain[kind]


def nested_type(table: str) -> pa.DataType:
    """Returns the Arrow type of a document's whole list in one cell: structs of the table's columns but its keys."""
    pa = arrow()
    fields_of = [f for f, c in zip(schema(table, coded=False), columns(table), strict=True) if c.path]
    return pa.list_(pa.struct(fields_of))


def nested(document: Document, table: str) -> list[dict[str, Any]]:
    """Returns a document's list as the value of such a cell."""
    names = [c.name for c in columns(table) if c.path]
    return [dict(zip(names, row[2:], strict=True)) for row in rows(document, table, "")]


class Tables:
    """Collects documents and gives them as Arrow tables, as often as wanted: a writer takes them batch by batch.

    Args:
        tables: the tables to make, of `ALL_TABLES`.

    Raises:
        InputError: there is no such table.
        MissingExtra: pyarrow is not installed.
    """

    def __init__(self, tables: Iterable[str] = TABLES) -> None:
        self.schemas = {table: schema(table) for table in tables}
        self._rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in self.schemas}

    def add(self, document: Document, key: str) -> None:
        """Adds a document's rows under its key."""
        for table, collected in self._rows.items():
            collected.extend(rows(document, table, key))

    def take(self) -> dict[str, pa.Table]:
        """Returns the tables of what was added since the last time; one without rows has its schema all the same."""
        pa = arrow()
        taken = {}
        for table, collected in self._rows.items():
            form = self.schemas[table]
            by_column: Iterable[Sequence[Any]] = zip(*collected, strict=True) if collected else [()] * len(form)
            arrays = [_array(values, field.type) for values, field in zip(by_column, form, strict=True)]
            taken[table] = pa.Table.from_arrays(arrays, schema=form)
            collected.clear()
        return taken


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    pa = arrow()
    if pa.types.is_dictionary(kind):
        return pa.array(values, kind.value_type).dictionary_encode()
    return pa.array(values, kind)


def keyed(documents: Iterable[Document]) -> Iterator[tuple[Document, str]]:
    """Yields each document with a key of its own: its id, or `#` and its number where it has none or another's."""
    seen: set[str] = set()
    for number, document in enumerate(documents):
        key = f"#{number}" if document.id is None else document.id
        while key in seen:
            key += f"#{number}"
        seen.add(key)
        yield document, key


def documents_of(tables: Mapping[str, Any]) -> list[Document]:
    """Returns the documents that tables describe, equal to those that they were made from.

    Args:
        tables: a `documents` table and any others by their names, as Arrow tables or anything that gives one (frames of
            pandas and polars do). A list without its table is empty, a field without its column has its default; other
            columns, and the tables of cities and deadlines (which are places and dates), are not read.

    Raises:
        InputError: there is no table of documents, a column is not of its type, or a row is of no document.
    """
    if DOCUMENTS not in tables:
        raise InputError(f"no table of documents; there are: {', '.join(tables) or 'none'}")
    heads: dict[str, dict[str, Any]] = {}
    for key, _, values in _read(DOCUMENTS, tables[DOCUMENTS]):
        if heads.setdefault(key, values) is not values:
            raise InputError(f"documents: two documents have the document_id {key!r}")
    stored = {field.name for field in fields(Document)}
    for table in (t for t in ALL_TABLES if t in tables and t in stored):
        lists: dict[str, list[tuple[int, Any]]] = {}
        for key, position, values in _read(table, tables[table]):
            if key not in heads:
                raise InputError(f"{table}: a row has the document_id {key!r}, which is not in documents")
            record = _made(record_of(table), values, f"{table}: row {position} of {key!r}")
            lists.setdefault(key, []).append((position, record))
        for key, found in lists.items():
            heads[key][table] = tuple(record for _, record in sorted(found, key=lambda pair: pair[0]))
    return [_made(Document, head, f"{DOCUMENTS}: {key!r}") for key, head in heads.items()]


def _made(record: type, values: dict[str, Any], where: str) -> Any:
    try:
        return record(**values)
    except TypeError as error:
        raise InputError(f"{where}: {error}") from None


def _read(table: str, source: Any) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Yields key, position and field values of each row of a table."""
    pa = arrow()
    form = schema(table, coded=False)
    given = source if isinstance(source, pa.Table) else pa.table(source)
    wanted = [column for column in columns(table) if column.name in given.column_names]
    for name in (KEY, POSITION) if table != DOCUMENTS else (KEY,):
        if name not in given.column_names:
            raise InputError(f"{table}: no column {name}; there are: {', '.join(given.column_names)}")
    try:
        named = pa.schema([form.field(c.name).with_nullable(True) for c in wanted])
        plain = pa.table([_decoded(given[name]) for name in named.names], named.names).cast(named)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise InputError(f"{table}: {error}") from None
    for batch in plain.to_batches(max_chunksize=10_000):
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            row = dict(zip([c.name for c in wanted], values, strict=True))
            yield row[KEY], row.get(POSITION, 0), _fields_from(record_of(table), "", row)


def _decoded(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Returns a column without dictionaries; pyarrow itself can't take those of polars apart."""
    pa = arrow()
    if not pa.types.is_dictionary(column.type):
        return column
    return pa.chunked_array(
        [pa.array(c.dictionary.to_pylist(), pa.string()).take(c.indices) for c in column.chunks], pa.string()
    )


def _fields_from(record: Any, name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the field values that a row holds under names with this beginning; what is null is absent."""
    found: dict[str, Any] = {}
    for field, (kind, _, _) in _field_types(record).items():
        if _is_record(kind):
            if inner := _fields_from(kind, f"{name}{field}_", row):
                found[field] = kind(**inner)
        elif (value := row.get(name + field)) is not None:
            if typing.get_origin(kind) is tuple:
                (item, *_) = typing.get_args(kind)
                value = tuple(item(**x) if _is_record(item) else x for x in value)
            found[field] = value
    return found

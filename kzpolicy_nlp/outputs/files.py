"""Documents into files: JSON lines, CSV, Parquet and SQLite, each by a writer of its name.

A file appears whole or not at all: it is written beside its place and moved there when it is done.
"""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from .. import streams
from ..errors import InputError, OutputError, needs
from ..records import LISTS, Document
from . import tables
from .database import write_sqlite

#: The formats by the ends of names.
SUFFIXES = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
}
FORMATS = ("jsonl", "csv", "parquet", "sqlite")
BY_TABLE = ("csv", "parquet")  # one file a table
ROWS = 20_000  # records of a table that Parquet writes at a time


def form_of(name: str, to: str | None = None) -> str:
    """Returns the format of an output, by the end of its name unless `to` says it; jsonl for stdout (`-`).

    Raises:
        InputError: the name tells no format, or one that doesn't go with compression.
    """
    end = streams.compression_of(name)
    plain = name[: -len(end)] if end else name
    form = to or ("jsonl" if name == "-" else SUFFIXES.get(os.path.splitext(plain)[1].lower()))
    if form is None:
        raise InputError(f"{name}: which format? end it with {', '.join(SUFFIXES)}, or name one with --to")
    if form not in FORMATS:
        raise InputError(f"no such format: {form}; choose from {', '.join(FORMATS)}")
    if end and form not in ("jsonl", "csv"):
        raise InputError(f"{name}: {form} can't be compressed again; leave {end} out")
    return form


def tables_of(form: str, named: Sequence[str] | None) -> tuple[str, ...]:
    """Returns the tables that an output has: those named, else targets for csv and parquet, all for the others.

    Raises:
        InputError: there is no such table.
    """
    known = tables.TABLES if form in BY_TABLE else LISTS
    if named is None:
        return ("targets",) if form in BY_TABLE else LISTS
    if list(named) == ["all"]:
        return known
    if unknown := [name for name in named if name not in known]:
        raise InputError(f"no such records: {', '.join(unknown)}; choose from {', '.join(known)}, or all")
    return tuple(name for name in known if name in named)


def paths_of(path: Path, form: str, chosen: Sequence[str]) -> dict[str, Path]:
    """Returns the files that an output is, by table: `out.targets.csv` and so on where csv or parquet have several."""
    if form not in BY_TABLE or len(chosen) == 1:
        return {chosen[0]: path}
    stem, dot, ends = path.name.partition(".")
    return {table: path.with_name(f"{stem}.{table}{dot}{ends}") for table in chosen}


def write(form: str, lines: Iterable[bytes], path: Path, chosen: Sequence[str]) -> None:
    """Writes the documents of JSON lines in a format, all or nothing.

    Args:
        chosen: the tables to write, as `tables_of` gives them; jsonl is written as its lines are.

    Raises:
        OutputError: a file can't be written.
        MissingExtra: the format needs a package that is not installed.
    """
    places = paths_of(path, form, chosen)
    begun = {table: place.with_name(f"{place.name}.tmp") for table, place in places.items()}
    try:
        WRITERS[form](lines, begun, places, chosen)
        for table, place in places.items():
            with open(begun[table], "rb+") as file:
                os.fsync(file.fileno())
            os.replace(begun[table], place)
    except sqlite3.Error as error:
        raise OutputError(f"{path}: {error}") from None
    except OSError as error:
        raise OutputError(f"{error.filename or path}: {error.strerror or error}") from None
    finally:
        for place in begun.values():
            place.unlink(missing_ok=True)


@contextmanager
def opened(begun: Path, place: Path) -> Iterator[IO[bytes]]:
    """Opens a file for writing that is compressed as the name of its place says."""
    with open(begun, "wb") as raw, streams.writing(place.name, raw) as stream:
        yield stream


def _write_jsonl(
    lines: Iterable[bytes], begun: dict[str, Path], places: dict[str, Path], chosen: Sequence[str]
) -> None:
    (table,) = places
    with opened(begun[table], places[table]) as stream:
        for line in lines:
            stream.write(line)


def _write_csv(lines: Iterable[bytes], begun: dict[str, Path], places: dict[str, Path], chosen: Sequence[str]) -> None:
    from contextlib import ExitStack

    with ExitStack() as stack:
        writers = {t: CsvRows(t, stack.enter_context(opened(begun[t], places[t]))) for t in chosen}
        for document, key in tables.keyed(map(Document.from_json, lines)):
            for writer in writers.values():
                writer.add(document, key)


class CsvRows:
    """A table as CSV in UTF-8, a record a line; absent is empty, a list is joined by bars."""

    def __init__(self, table: str, stream: IO[bytes]) -> None:
        self.table, self.stream = table, stream
        self.text = io.StringIO(newline="")
        self.writer = csv.writer(self.text, lineterminator="\n")
        self.writer.writerow([column.name for column in tables.columns(table)])
        self._flush()

    def add(self, document: Document, key: str) -> None:
        """Writes a document's rows."""
        for row in tables.rows(document, self.table, key):
            self.writer.writerow([_cell(value) for value in row])
        self._flush()

    def _flush(self) -> None:
        self.stream.write(self.text.getvalue().encode())
        self.text.seek(0)
        self.text.truncate()


def _cell(value: Any) -> Any:
    """Returns a value as CSV has it: whole floats without the point, lists in one cell."""
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, list):
        return "|".join(v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for v in value)
    return value


def _write_parquet(
    lines: Iterable[bytes], begun: dict[str, Path], places: dict[str, Path], chosen: Sequence[str]
) -> None:
    with needs("frames", "writing .parquet"):
        import pyarrow.parquet as pq

    made = tables.Tables(chosen)
    writers = {t: pq.ParquetWriter(begun[t], made.schemas[t], compression="zstd") for t in chosen}
    waiting = 0
    try:
        for document, key in tables.keyed(map(Document.from_json, lines)):
            made.add(document, key)
            waiting += sum(len(getattr(document, t)) if t != tables.DOCUMENTS else 1 for t in chosen)
            if waiting >= ROWS:
                waiting = 0
                for table, part in made.take().items():
                    writers[table].write_table(part)
        for table, part in made.take().items():
            writers[table].write_table(part)
    finally:
        for writer in writers.values():
            writer.close()


def _write_sqlite(
    lines: Iterable[bytes], begun: dict[str, Path], places: dict[str, Path], chosen: Sequence[str]
) -> None:
    (table,) = places
    write_sqlite(map(Document.from_json, lines), begun[table], chosen)


WRITERS: dict[str, Callable[[Iterable[bytes], dict[str, Path], dict[str, Path], Sequence[str]], None]] = {
    "jsonl": _write_jsonl,
    "csv": _write_csv,
    "parquet": _write_parquet,
    "sqlite": _write_sqlite,
}


@contextmanager
def to_stream(form: str, stream: IO[bytes], chosen: Sequence[str]) -> Iterator[Callable[[bytes], None]]:
    """Gives a function that writes a document's JSON line to a stream at once, as jsonl or csv.

    Raises:
        InputError: the format needs a file, or several.
    """
    if form == "jsonl":

        def write_line(line: bytes) -> None:
            stream.write(line + b"\n")
            stream.flush()

        yield write_line
    elif form != "csv":
        raise InputError(f"{form} needs a file to write: -o FILE")
    elif len(chosen) > 1:
        raise InputError("stdout takes one table of csv: name one with --records")
    else:
        rows, number = CsvRows(chosen[0], stream), 0

        def write_rows(line: bytes) -> None:
            nonlocal number
            document = Document.from_json(line)
            rows.add(document, f"#{number}" if document.id is None else document.id)
            number += 1
            stream.flush()

        yield write_rows
    stream.flush()

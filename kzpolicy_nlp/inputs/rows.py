"""Files that hold many documents: JSON lines, CSV and Parquet, read a row at a time."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, NamedTuple

from ..errors import InputError, needs
from .encodings import encoding_of

#: The kinds of files that hold a document a row, by the ends of their names.
KINDS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv", ".parquet": "parquet"}

_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_HEAD = 1 << 16  # bytes from which a file's encoding is told
_DELIMITERS = ",;\t|"


class Columns(NamedTuple):
    """The names of the columns, or keys, that hold a document's text, date and id.

    The text's must be there. The date's and the id's need not be, unless the caller names them.
    """

    text: str = "text"
    date: str | None = None
    id: str | None = None


class Row(NamedTuple):
    """A document of a table, as found."""

    text: str
    date: dt.date | str | None
    id: str | None


def read_lines(stream: IO[bytes], encoding: str | None = None) -> Iterator[tuple[int, bytes]]:
    """Yields the lines of a JSON-lines file in UTF-8 with their numbers, blank ones left out."""
    for number, line in enumerate(_in_utf8(stream, encoding), 1):
        if not line.isspace():
            yield number, line.rstrip(b"\r\n")


def row_of_line(line: bytes, columns: Columns) -> Row:
    """Returns the document of a JSON line: an object with the columns' keys, or a bare string.

    Raises:
        InputError: the line is no JSON, or has no text.
    """
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not a JSON line: {error}") from None
    if isinstance(data, str):
        return Row(data, None, None)
    if not isinstance(data, dict):
        raise InputError(f"a line must be an object or a string, this one is a {type(data).__name__}")
    wanted = [columns.text, *(c for c in (columns.date, columns.id) if c is not None)]
    if missing := [key for key in wanted if key not in data]:
        raise InputError(f"no {', '.join(map(repr, missing))} in the line (its keys: {', '.join(data)})")
    return _row(data[columns.text], data.get(columns.date or "date"), data.get(columns.id or "id"))


def read_csv(stream: IO[bytes], columns: Columns, encoding: str | None = None) -> Iterator[tuple[int, Row]]:
    """Yields the documents of a CSV file with the line on which each begins.

    The first line names the columns; commas, semicolons, tabs or bars part them, whichever it has most of.

    Raises:
        InputError: a column is missing.
    """
    csv.field_size_limit(2**31 - 1)  # a text is longer than csv's 131,072 characters
    lines = (line.decode("utf-8", "surrogateescape") for line in _in_utf8(stream, encoding))
    head = next(lines, "")
    delimiter = max(_DELIMITERS, key=head.count)
    where = _places(next(csv.reader([head], delimiter=delimiter), []), columns)
    reader = csv.reader(lines, delimiter=delimiter)
    line = 2
    for fields in reader:
        if fields:
            values = [fields[i] if i is not None and i < len(fields) else None for i in where]
            yield line, _row(*values)
        line = reader.line_num + 2


def read_parquet(stream: IO[bytes], columns: Columns) -> Iterator[tuple[int, Row]]:
    """Yields the documents of a Parquet file with the numbers of their rows.

    Raises:
        InputError: it is no Parquet file, or a column is missing.
        MissingExtra: pyarrow is not installed.
    """
    with _parquet(stream) as file:
        names = file.schema_arrow.names
        where = [None if i is None else names[i] for i in _places(names, columns)]
        number = 0
        for batch in file.iter_batches(batch_size=500, columns=[n for n in where if n is not None]):
            values = [[None] * len(batch) if name is None else batch[name].to_pylist() for name in where]
            for row in zip(*values, strict=True):
                number += 1
                yield number, _row(*row)


def rows_of_parquet(stream: IO[bytes]) -> int:
    """Returns the number of rows of a Parquet file, without reading them; raises what `read_parquet` does."""
    with _parquet(stream) as file:
        return int(file.metadata.num_rows)


@contextmanager
def _parquet(stream: IO[bytes]) -> Iterator[Any]:
    with needs("frames", "reading .parquet"):
        import pyarrow as pa
        import pyarrow.parquet as pq
    try:
        yield pq.ParquetFile(stream)
    except pa.ArrowException as error:
        raise InputError(f"not a readable Parquet file: {error}") from None


def _places(names: list[str], columns: Columns) -> list[int | None]:
    """Returns where the text, date and id columns stand; None for a date or id that isn't there and wasn't named."""
    wanted = [columns.text, *(c for c in (columns.date, columns.id) if c is not None)]
    if missing := [name for name in wanted if name not in names]:
        raise InputError(
            f"no column {', '.join(map(repr, missing))} (its columns: {', '.join(names)}); "
            "name them with --text-column, --date-column, --id-column"
        )
    return [names.index(n) if n in names else None for n in (columns.text, columns.date or "date", columns.id or "id")]


def _row(text: Any, date: Any, id: Any) -> Row:
    """Returns a row with its date read; what is wrong with the text or the date is found when it is extracted."""
    return Row("" if text is None else text, read_day(date), None if id in (None, "") else str(id))


def read_day(value: Any) -> Any:
    """Returns a day of a table as a date where it is written 02.09.2024, None where it is empty, else as it is.

    >>> read_day("02.09.2024"), read_day("2024-09-02"), read_day(" ")
    (datetime.date(2024, 9, 2), '2024-09-02', None)
    """
    if not isinstance(value, str):
        return value
    value = value.strip()
    if (day := _DAY.match(value)) and not value[day.end() :].strip(" 0123456789:"):
        try:
            return dt.date(int(day[3]), int(day[2]), int(day[1]))
        except ValueError:
            return value
    return value or None


def _in_utf8(stream: IO[bytes], encoding: str | None) -> Iterator[bytes]:
    """Yields the lines of a file in UTF-8, without a byte order mark."""
    lines = stream if hasattr(stream, "peek") else io.BufferedReader(stream, _HEAD)  # type: ignore[type-var]
    if encoding is None:
        head = lines.peek(_HEAD)
        encoding = encoding_of(_whole(head))
    if codecs.lookup(encoding).name == "utf-8" and not lines.peek(3).startswith(codecs.BOM_UTF8):
        yield from lines
        return
    try:
        for line in io.TextIOWrapper(lines, encoding=encoding, newline="\n"):
            yield line.removeprefix("\ufeff").encode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise InputError(f"not {encoding} (byte 0x{error.object[error.start]:02x})") from None


def _whole(head: bytes) -> bytes:
    """Returns the first bytes of a text without a last character that was cut in UTF-8."""
    for cut in range(1, 4):
        if len(head) >= cut and head[-cut] >= 0xC0:
            return head[:-cut]
    return head

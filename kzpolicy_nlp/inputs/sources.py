"""Files, folders, patterns and stdin into items: one item a document, in a fixed order, nothing read ahead."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import glob
import hashlib
import io
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, NamedTuple

from .. import streams
from ..errors import InputError
from . import rows, texts
from .rows import Columns, Row

STDIN = "-"
FORMATS = ("txt", "md", "html", "docx", "pdf", "jsonl", "csv", "parquet")
#: What `--date` may say instead of a day: the text's own date line, or the date in the file's name.
AUTO, IN_NAME = "auto", "name"

_YEAR_FIRST = re.compile(r"(?<!\d)(?P<y>\d{4})(?P<part>[-_.]?)(?P<m>\d\d)(?P=part)(?P<d>\d\d)(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(?P<d>\d\d)(?P<part>[-_.])(?P<m>\d\d)(?P=part)(?P<y>\d{4})(?!\d)")


@dataclass(frozen=True, slots=True)
class Reading:
    """How inputs are read: the caller's options, the same for each.

    Args:
        date: the day of documents that have none of their own: an ISO date, `auto`, `name`, or None.
        columns: of tables.
        encoding: of texts and tables; None tells it from the bytes.
        form: the kind of every input, one of `FORMATS`; None goes by the ends of names.
    """

    date: str | None = None
    columns: Columns = field(default_factory=Columns)
    encoding: str | None = None
    form: str | None = None


class Text(NamedTuple):
    """A document as it goes into the extractor."""

    text: str
    date: dt.date | str | None
    id: str


@dataclass(frozen=True, slots=True)
class Item:
    """A document that is not read yet: a whole file, a line or row of one, or what could not be reached (`lost`).

    Args:
        place: where it is: `folder/a.txt`, `news.jsonl:17`. It is the document's id, unless its row gives one.
        size: the bytes of the input that it stands for.
    """

    place: str
    size: int
    file: str | None = None
    kind: str = ""
    content: bytes | Row | None = None
    lost: str | None = None

    def read(self, reading: Reading, is_word: Callable[[str], bool] | None = None) -> Text:
        """Returns the text of the item.

        Raises:
            InputError: it can't be read; the message says why.
            MissingExtra: the package that reads it is not installed.
        """
        if self.lost is not None:
            raise InputError(self.lost)
        if self.file is not None:
            data = self._data()
            text = texts.read_text(self.kind, data, encoding=reading.encoding, is_word=is_word)
            return Text(text, _day(reading, self.file), self.place)
        row = rows.row_of_line(self.content, reading.columns) if isinstance(self.content, bytes) else self.content
        assert row is not None
        date = row.date if row.date is not None else _day(reading, self.place.rpartition(":")[0])
        return Text(row.text, date, row.id or self.place)

    def name(self, reading: Reading) -> str:
        """Returns the id of the document, as far as it can be told when the document can't be read."""
        try:
            row = rows.row_of_line(self.content, reading.columns) if isinstance(self.content, bytes) else self.content
        except InputError:
            row = None
        return row.id if row is not None and row.id and self.file is None else self.place

    def _data(self) -> bytes:
        assert self.file is not None
        if isinstance(self.content, bytes):
            return self.content
        try:
            with open(self.file, "rb") as raw, streams.reading(self.file, raw) as stream:
                return stream.read()
        except streams.DAMAGE as error:
            raise InputError(_reason(error)) from None

    def digest(self) -> str:
        """Returns 32 hexadecimal digits that are others when the item's place or content is another."""
        digest = hashlib.blake2b(self.place.encode("utf-8", "surrogateescape") + b"\0", digest_size=16)
        if self.file is not None and self.content is None:
            try:
                with open(self.file, "rb") as raw:
                    while block := raw.read(1 << 20):
                        digest.update(block)
            except OSError:
                digest.update(b"unreadable")
        elif self.content is not None:
            digest.update(self.content if isinstance(self.content, bytes) else repr(tuple(self.content)).encode())
        return digest.hexdigest()


class Sources:
    """The inputs that a caller named, found but not read.

    Args:
        names: files, folders (read with all that is in them), patterns with `*`, `?` and `**`, or `-` for stdin.
        reading: how to read them.
        skip: the files of the output: a folder may hold them, but none may be an input.

    Raises:
        InputError: one of them is an input; or the reading names an encoding or a format that there isn't.

    Attributes:
        total: the bytes of all inputs, None where stdin is one of them.
        passed: how many files of other kinds the folders hold, by the ends of their names.
    """

    def __init__(self, names: Iterable[str], reading: Reading, *, skip: Collection[str] = ()) -> None:
        if reading.form is not None and reading.form not in FORMATS:
            raise InputError(f"no such format: {reading.form}; choose from {', '.join(FORMATS)}")
        if reading.encoding is not None:
            try:
                codecs.lookup(reading.encoding)
            except LookupError:
                raise InputError(f"no such encoding: {reading.encoding}") from None
        self.reading = reading
        self.passed: Counter[str] = Counter()
        self._skip = {os.path.abspath(name) for name in skip}
        self._files: list[tuple[str, int, str | None]] = []
        for name in names:
            self._find(name)
        self.total = None if any(f == STDIN for f, _, _ in self._files) else sum(size for _, size, _ in self._files)

    def __iter__(self) -> Iterator[Item]:
        """Yields the items, in the order of the names and, in a folder, of the file names.

        A file that breaks off is an item of its own, which says where.
        """
        for name, size, lost in self._files:
            kind = self.reading.form or kind_of(name)
            place = _shown(name)
            if lost is not None:
                yield Item(place, size, lost=lost)
            elif name == STDIN:
                kind = self.reading.form or "jsonl"
                if kind in texts.KINDS.values():
                    yield Item("stdin", 0, file="stdin", kind=kind, content=sys.stdin.buffer.read())
                else:
                    yield from self._rows("stdin", kind, 0)
            elif kind is None:
                known = ", ".join(sorted({*texts.KINDS, *rows.KINDS}))
                yield Item(place, size, lost=f"a file of no known kind ({known}); say what it is with --format-in")
            elif kind in texts.KINDS.values():
                yield Item(place, size, file=name, kind=kind)
            else:
                yield from self._rows(name, kind, size)

    def _find(self, name: str) -> None:
        """Adds the files that a name stands for; what isn't there is added as lost."""
        if name == STDIN:
            self._files.append((STDIN, 0, None))
        elif os.path.isdir(name):
            before = len(self._files)
            for folder, folders, files in os.walk(name):
                folders[:] = sorted(f for f in folders if not f.startswith("."))
                for file in sorted(f for f in files if not f.startswith(".")):
                    self._add(os.path.join(folder, file), chosen=False)
            if len(self._files) == before:
                self._files.append((name, 0, "no file of a known kind in this folder"))
        elif not os.path.exists(name) and glob.has_magic(name):
            found = sorted(glob.glob(name, recursive=True))
            for file in found:
                if os.path.isfile(file):
                    self._add(file, chosen=False)
            if not found:
                self._files.append((name, 0, "no file has such a name"))
        else:
            self._add(name, chosen=True)

    def _add(self, name: str, *, chosen: bool) -> None:
        if os.path.abspath(name) in self._skip:
            if chosen:
                raise InputError(f"{name} is one of the inputs; write the output elsewhere")
            return
        if not chosen and kind_of(name) is None:
            self.passed[os.path.splitext(name)[1].lower() or "no suffix"] += 1
            return
        try:
            self._files.append((name, os.path.getsize(name), None))
        except OSError as error:
            self._files.append((name, 0, _reason(error)))

    def _rows(self, name: str, kind: str, size: int) -> Iterator[Item]:
        """Yields the documents of a table; where it breaks off, a last item says why."""
        last = 0
        try:
            with _opened(name) as raw, streams.reading(name, raw) as stream:
                told = 0
                share = size // max(1, rows.rows_of_parquet(stream)) if kind == "parquet" and size else None
                for last, content in self._table(kind, stream):
                    taken = share if share is not None else raw.tell() - told if size else 0
                    told += taken
                    yield Item(f"{_shown(name)}:{last}", taken, content=content)
        except (InputError, csv.Error, *streams.DAMAGE) as error:
            reason = _reason(error)
            yield Item(_shown(name), 0, lost=f"reading ended after line {last}: {reason}" if last else reason)

    def _table(self, kind: str, stream: IO[bytes]) -> Iterator[tuple[int, bytes | Row]]:
        columns, encoding = self.reading.columns, self.reading.encoding
        if kind == "jsonl":
            yield from rows.read_lines(stream, encoding)
        elif kind == "csv":
            yield from rows.read_csv(stream, columns, encoding)
        else:
            whole = stream if stream.seekable() else io.BytesIO(stream.read())
            yield from rows.read_parquet(whole, columns)


def kind_of(name: str) -> str | None:
    """Returns the kind of a file by the end of its name, compressed or not; None where it is no known one.

    >>> kind_of("a/2024.TXT"), kind_of("news.jsonl.gz"), kind_of("photo.jpg")
    ('txt', 'jsonl', None)
    """
    plain = name[: -len(end)] if (end := streams.compression_of(name)) else name
    suffix = os.path.splitext(plain)[1].lower()
    return texts.KINDS.get(suffix) or rows.KINDS.get(suffix)


def date_in_name(name: str) -> dt.date | None:
    """Returns the first date in a file's name (folders don't count), None where there is none.

    >>> date_in_name("2023/address_2024-09-02.html"), date_in_name("02.09.2024 послание.docx")
    (datetime.date(2024, 9, 2), datetime.date(2024, 9, 2))
    """
    base = os.path.basename(name)
    found = [m for pattern in (_YEAR_FIRST, _DAY_FIRST) for m in pattern.finditer(base)]
    for match in sorted(found, key=lambda m: m.start()):
        try:
            day = dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            continue
        if 1900 <= day.year <= 2100:
            return day
    return None


@contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    """Opens a file, or gives stdin, which stays open."""
    if name == "stdin":
        yield sys.stdin.buffer
    else:
        with open(name, "rb") as raw:
            yield raw


def _shown(name: str) -> str:
    """Returns a file's name as a text; bytes of it that are no UTF-8 are shown as \\xNN."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _day(reading: Reading, name: str) -> dt.date | str | None:
    return date_in_name(name) if reading.date == IN_NAME else reading.date


def _reason(error: BaseException) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error) or type(error).__name__

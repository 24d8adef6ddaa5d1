"""Tables that stand in a text, as Markdown (`| … |`), HTML (`<table>…`) or lines with tabs: their grids of cells."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from .tokens import Tokens

_TAG = re.compile(r"<(/?)(table|tr|td|th)\b([^<>]{0,300})>", re.IGNORECASE)
_SPAN = re.compile(r"\b(row|col)span\s*=\s*[\"']?(\d{1,3})", re.IGNORECASE)
_INNER = re.compile(r"<[^<>]{0,300}>")
_RULE = re.compile(r"[\s|:=+-]+")
_WIDEST = 60  # columns; a wider table is none
_TALLEST = 200  # rows that one cell may reach over


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: tokens `first … last - 1` (none in an empty one) and its clean text, tags left out."""

    first: int
    last: int
    text: str
    head: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: tokens `first … last - 1`; `rows` is its grid, a merged cell standing in each place that it covers.

    `heads` counts the rows that are marked as heads (0: none is).
    """

    first: int
    last: int
    rows: tuple[tuple[Cell | None, ...], ...]
    heads: int = 0


def find_tables(tokens: Tokens) -> list[Table]:
    """Returns the tables of a text, in its order; one row or one column alone is no table."""
    clean = tokens.view.clean
    tables: list[Table] = []
    if "|" in clean:
        tables.extend(_markdown(tokens))
    if "<t" in clean or "<T" in clean:
        tables.extend(_html(tokens))
    if "\t" in tokens.view.text:
        tables.extend(_tabbed(tokens))
    return sorted((t for t in tables if len(t.rows) > 1 and len(t.rows[0]) > 1), key=lambda t: t.first)


def _cell(tokens: Tokens, start: int, end: int, *, head: bool = False) -> Cell:
    first, last = bisect_left(tokens.starts, start), bisect_left(tokens.starts, end)
    text = _INNER.sub(" ", tokens.view.clean[start:end]) if "<" in tokens.view.clean[start:end] else None
    plain = tokens.view.clean[start:end] if text is None else text
    return Cell(first, last, " ".join(plain.split()), head)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _markdown(tokens: Tokens) -> Iterator[Table]:
    clean = tokens.view.clean
    rows: list[list[Cell]] = []
    heads = 0
    for start, end in (*_lines(clean), (len(clean), len(clean))):
        line = clean[start:end].strip()
        if line.startswith("|") and line.count("|") > (1 if rows else 2):
            if _RULE.fullmatch(line) and "-" in line:
                heads = len(rows)
                continue
            begin = start + clean[start:end].index("|") + 1
            stop = start + clean[start:end].rindex("|") if line.endswith("|") else end
            row, at = [], begin
            for piece in clean[begin:stop].split("|")[:_WIDEST]:
                row.append(_cell(tokens, at, at + len(piece)))
                at += len(piece) + 1
            rows.append(row)
        elif rows and (line or start == len(clean)):
            yield _table(rows, heads)
            rows, heads = [], 0


def _tabbed(tokens: Tokens) -> Iterator[Table]:
    text, inward = tokens.view.text, tokens.view.inward
    rows: list[list[Cell]] = []
    for start, end in (*_lines(text), (len(text), len(text))):
        if text.count("\t", start, end) > 1:
            row, at = [], start
            for piece in text[start:end].split("\t")[:_WIDEST]:
                row.append(_cell(tokens, inward(at), inward(at + len(piece))))
                at += len(piece) + 1
            rows.append(row)
        elif rows:
            yield _table(rows, 0)
            rows = []


def _html(tokens: Tokens) -> Iterator[Table]:
    grid: dict[tuple[int, int], Cell] = {}
    opened: tuple[int, str, str] | None = None  # where an open cell's content begins, its tag and attributes
    row = column = -1
    heads = begin = 0
    for tag in _TAG.finditer(tokens.view.clean):
        name, closing = tag.group(2).lower(), bool(tag.group(1))
        if opened is not None and row >= 0:
            column = _place(grid, row, column, _cell(tokens, opened[0], tag.start(), head=opened[1] == "th"), opened[2])
            opened = None
        if name == "table":
            if grid:
                yield _grid(tokens, grid, heads, begin, tag.end())
            grid, row, heads, begin = {}, -1, 0, tag.start()
        elif name == "tr" and not closing:
            if row >= 0 and heads == row and all(c.head for (r, _), c in grid.items() if r == row):
                heads = row + 1
            row, column = row + 1, 0
        elif name in ("td", "th") and not closing:
            opened = tag.end(), name, tag.group(3)


def _place(grid: dict[tuple[int, int], Cell], row: int, column: int, cell: Cell, attributes: str) -> int:
    """Puts a cell into each place that it covers and returns the column behind it."""
    spans = {name.lower(): max(1, int(count)) for name, count in _SPAN.findall(attributes)}
    while (row, column) in grid:
        column += 1
    behind = min(column + spans.get("col", 1), _WIDEST)
    for r in range(row, row + min(spans.get("row", 1), _TALLEST)):
        for c in range(column, behind):
            grid.setdefault((r, c), cell)
    return behind


def _grid(tokens: Tokens, grid: dict[tuple[int, int], Cell], heads: int, start: int, end: int) -> Table:
    height = max((r for r, _ in grid), default=-1) + 1
    width = max((c for _, c in grid), default=-1) + 1
    held = [[grid.get((r, c)) for c in range(width)] for r in range(height)]
    first, last = bisect_left(tokens.starts, start), bisect_left(tokens.starts, end)
    return Table(first, last, tuple(map(tuple, held)), heads)


def _table(rows: list[list[Cell]], heads: int) -> Table:
    width = max(len(row) for row in rows)
    grid = tuple((*row, *([None] * (width - len(row)))) for row in rows)
    return Table(rows[0][0].first, rows[-1][-1].last, grid, heads)

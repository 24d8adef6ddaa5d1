"""The cells of tables: years in heads, and figures that take their unit from a column, a label or a caption."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass

from ..text.data import words
from ..text.morphology import forms
from ..text.rules import Chain
from ..text.tables import Cell, Table, find_tables
from .context import Context
from .figures import tidy
from .periods import Piece, TimeExpr
from .rows import Measure
from .value import Value

_YEARS = range(1990, 2061)
_PLAIN = 8  # tokens of a cell that holds a figure and its bound, no prose


def _first(expr: TimeExpr) -> int:
    return expr.first


def _first_of(line: tuple[int, int]) -> int:
    return line[0]


_WORD = re.compile(r"№|[^\W\d_]+(?:[./][^\W\d_]+)*")


def says(kind: str, text: str) -> bool:
    """Whether the text of a cell holds a word of a class of `words/tables.toml` («term», «done», …)."""
    return any(w in _listed(kind) for w in _WORD.findall(text.lower()))


@functools.cache
def _listed(kind: str) -> frozenset[str]:
    return frozenset(words("tables")[kind]["words"])


@dataclass(frozen=True, slots=True)
class Datum:
    """A figure of a table: the cell of its label, the head of its column (None in a row with its own term)."""

    value: Value
    label: Cell
    head: TimeExpr | None
    heads: tuple[Cell, ...]  # the head cells above it, the topmost first
    row: tuple[int, int]  # the tokens of its row
    caption: tuple[int, int]  # the tokens of the line before the table
    measured: bool = False  # whether the label names its measure («Экспорт, млн тенге»)


class Cells:
    """The tables of one text, read: `years` are times found in their heads alone, `data` their figures."""

    def __init__(self, chain: Chain, exprs: Sequence[TimeExpr]) -> None:
        self.chain, self.tokens = chain, chain.tokens
        self.tables = find_tables(chain.tokens)
        self.data: list[Datum] = []
        self.heads: dict[int, tuple[Cell, ...]] = {}  # the head cells of a time in a head, by its first token
        self.terms: set[int] = set()  # the first tokens of rows' own terms
        self.exprs: list[TimeExpr] = sorted(exprs, key=_first)
        self._values: dict[int, Value] = {}
        self._grids = [(t, g) for t in self.tables if (g := self._read_heads(t)) is not None]

    def read(self, values: Sequence[Value]) -> list[Value]:
        """Returns the values with those of the tables' cells put in their places.

        Args:
            values: money and quantities found in the text.
        """
        if not self._grids:
            return list(values)
        context = Context(self.chain)
        own = {v.first: v for v in values}
        dropped: set[int] = set()
        begins = [v.first for v in values]
        for table, (body, times) in self._grids:
            inside = values[bisect_left(begins, table.first) : bisect_left(begins, table.last)]
            dropped.update(v.first for v in inside)
            self._read_body(table, body, times, context, inside)
        made = {d.value.first: d.value for d in self.data}
        kept = {i: v for i, v in own.items() if i not in dropped or self._stays(v)}
        return sorted({**kept, **made}.values(), key=lambda v: v.first)

    @property
    def tabled(self) -> set[int]:
        """The first tokens of the values that stand in tables which are read."""
        return {i for t, _ in self._grids for i in range(t.first, t.last)}

    def _stays(self, value: Value) -> bool:
        """Whether a value inside a table has a unit or a currency of its own."""
        return value.money or value.unit is not None

    # heads

    def _read_heads(self, table: Table) -> tuple[int, dict[int, TimeExpr]] | None:
        """Returns where the body begins and the time of each column; None for a table that is not read."""
        times: dict[int, TimeExpr] = {}
        body = table.heads or self._count_heads(table)
        for row in table.rows[:body]:
            for column, cell in enumerate(row):
                time = None if cell is None else self._time(cell)
                if time is not None:
                    times[column] = time
        for column, time in times.items():
            self.heads[time.first] = self._above(table, body, column)
        if times:
            return body, times
        term = any(c is not None and says("term", c.text) for row in table.rows[:body] for c in row)
        return (body, {}) if body and (term or self._opening(table) is not None) else None

    def _opening(self, table: Table) -> TimeExpr | None:
        """Returns the time of the line that opens a table («до конца 2024 года предусмотрено:»)."""
        first, last = self._caption(table)
        if last == first or last >= len(self.tokens) or self.tokens.words[last] != ":":
            return None
        times = self._times(first, last)
        return times[-1] if times else None

    def _count_heads(self, table: Table) -> int:
        """Returns how many rows stand before the first that holds a figure which is no year."""
        for number, row in enumerate(table.rows[:4]):
            cells = [c for c in row[1:] if c is not None and c.last > c.first]
            if any(self._figure(c) is not None and self._time(c) is None for c in cells):
                return number
        return 1

    def _above(self, table: Table, body: int, column: int) -> tuple[Cell, ...]:
        return tuple(dict.fromkeys(c for row in table.rows[:body] if (c := row[column]) is not None))

    def _time(self, cell: Cell) -> TimeExpr | None:
        """Returns the one time of a head cell; a bare year is one, too."""
        inside = self._times(cell.first, cell.last)
        if inside:
            return inside[0]
        years = [i for i in range(cell.first, cell.last) if self._is_year(self.tokens.words[i])]
        if len(years) != 1 or cell.last - cell.first > _PLAIN:
            return None
        made = TimeExpr(
            years[0], years[0] + 1, Piece((1, 1), (12, 0), "year", int(self.tokens.words[years[0]])), rule="head"
        )
        insort(self.exprs, made, key=_first)
        return made

    def _times(self, first: int, last: int) -> list[TimeExpr]:
        """Returns the times that stand in a range of tokens."""
        begin = bisect_left(self.exprs, first, key=_first)
        return self.exprs[begin : bisect_left(self.exprs, last, key=_first)]

    @staticmethod
    def _is_year(word: str) -> bool:
        return len(word) == 4 and word.isdecimal() and int(word) in _YEARS

    # figures

    def _read_body(
        self, table: Table, body: int, times: dict[int, TimeExpr], context: Context, inside: Sequence[Value]
    ) -> None:
        number, unit = self._column(table, body, "number"), self._column(table, body, "unit")
        caption = self._caption(table)
        overall = self._measure_of_caption(caption)
        for row in table.rows[body:]:
            label_at = next((c for c, cell in enumerate(row) if c not in (number, unit) and self._is_label(cell)), None)
            label = None if label_at is None else row[label_at]
            if label is None or label_at is None or says("rank", label.text):
                continue
            measure = self._measure(row[unit]) if unit is not None and unit < len(row) else None
            own = self._measure_of_label(label)
            measure = measure or own or overall
            cells = [c for c in row if c is not None]
            span = min(c.first for c in cells), max(c.last for c in cells)
            done: set[int] = set()
            for column, cell in enumerate(row):
                if cell is None or column in (label_at, unit, number) or cell.first in done or cell.last == cell.first:
                    continue
                done.add(cell.first)
                if self._times(cell.first, cell.last):
                    continue
                head = times.get(column)
                if times and head is None:
                    continue
                value = self._value(cell, measure, context, inside)
                if value is None:
                    continue
                if head is None and (term := self._term(row)) is not None:
                    self.terms.add(term.first)
                    head = term
                head = head or self._opening(table)
                if head is not None:
                    heads = self._above(table, body, column)
                    self.data.append(Datum(value, label, head, heads, span, caption, own is not None))

    def _term(self, row: Sequence[Cell | None]) -> TimeExpr | None:
        times = self._times(min(c.first for c in row if c), max(c.last for c in row if c))
        return times[-1] if times else None

    def _column(self, table: Table, body: int, kind: str) -> int | None:
        for row in table.rows[: max(body, 1)]:
            for column, cell in enumerate(row):
                if cell is not None and says(kind, cell.text):
                    return column
        return None

    def _is_label(self, cell: Cell | None) -> bool:
        return cell is not None and sum(c.isalpha() for c in cell.text) > 2

    def _figure(self, cell: Cell) -> int | None:
        """Returns the atom of the one number of a cell without prose."""
        if not 0 < cell.last - cell.first <= _PLAIN:
            return None
        found = {self.chain.at[i] for i in range(cell.first, cell.last)}
        numbers = [i for i in found if "number" in self.chain.atoms[i].tags]
        return numbers[0] if len(numbers) == 1 else None

    def _value(self, cell: Cell, measure: Measure | None, context: Context, inside: Sequence[Value]) -> Value | None:
        own = [v for v in inside if cell.first <= v.first and v.last <= cell.last]
        for value in own:
            figure = self.chain.atoms[value.number]
            if value.last > figure.last or value.first < figure.first:  # it says its unit itself
                return value
        at = self._figure(cell)
        if at is None:
            return None
        number, atom = context.number(at), self.chain.atoms[at]
        measure = measure or Measure(1.0)
        first = atom.first
        sign = -1.0 if first > cell.first and self.tokens.words[first - 1] == "-" and self.tokens.glued(first) else 1.0
        high = None if number.amount_max is None else tidy(number.amount_max * measure.scale)
        return Value(
            first if sign > 0 else first - 1,
            atom.last,
            sign * tidy(number.amount * measure.scale),
            high,
            bound=context.bound(at),
            money=measure.money,
            currency=measure.currency,
            unit=measure.unit,
            rule="cell",
            number=at,
        )

    # measures

    def _caption(self, table: Table) -> tuple[int, int]:
        """Returns the tokens of the line that stands before a table."""
        if table.first == 0:
            return 0, 0
        opening = self.tokens.starts[table.first]
        of = self.tokens.sentence_of
        last = next((i for i in range(table.first - 1, -1, -1) if self.tokens.words[i][0].isalnum()), 0)
        lines = self.tokens.lines
        line = lines[bisect_right(lines, of[last], key=_first_of) - 1]
        first = self.tokens.sentences[line[0]][0]
        return (first, last + 1) if self.tokens.starts[first] < opening else (0, 0)

    def _measure_of_caption(self, caption: tuple[int, int]) -> Measure | None:
        return self._tail(*caption) if caption[1] > caption[0] else None

    def _measure_of_label(self, label: Cell) -> Measure | None:
        return self._tail(label.first, label.last)

    def _tail(self, first: int, last: int) -> Measure | None:
        """Returns the measure behind the last comma or in the last brackets («Экспорт, млн долларов»)."""
        while last > first and not self.tokens.words[last - 1][0].isalnum() and self.tokens.words[last - 1] != "%":
            last -= 1
        for i in range(last - 1, first - 1, -1):
            if self.tokens.words[i] in (",", "("):
                return self._measure_at(i + 1, last)
        return None

    def _measure(self, cell: Cell | None) -> Measure | None:
        return None if cell is None or cell.last == cell.first else self._measure_at(cell.first, cell.last)

    def _measure_at(self, first: int, last: int) -> Measure | None:
        """Returns the measure that tokens name: «млн тенге», «тыс. мест», «%», «в процентах к ВВП»."""
        i, end = self.chain.at[first], self.chain.at[last - 1] + 1
        scale, atoms = 1.0, self.chain.atoms
        while i < end and not atoms[i].tags & {"currency", "unit", "counted"}:
            if "scale" in atoms[i].tags:
                scale = float(atoms[i].entry("scale")["value"])
            elif not atoms[i].tags & {"dot", "in"}:
                break
            i += 1
        if i == end:
            return None
        atom = atoms[i]
        if "currency" in atom.tags:
            return Measure(scale, currency=str(atom.entry("currency")["code"]) or None, money=True)
        for tag in ("unit", "counted"):
            if tag in atom.tags:
                return Measure(scale, unit=str(atom.entry(tag)["unit"]))
        word = self.tokens.lowers[atom.last - 1]
        noun = next((f for f in forms(word) if f.pos == "NOUN" and (f.case, f.number) == ("gent", "plur")), None)
        return None if noun is None or i + 1 < end else Measure(scale, unit=noun.lemma)

"""The records of a document as tables for a terminal: targets first, then facts, values, dates and names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import IO, Any

from ..records import Document

#: Below this many columns a record is a short paragraph, not a row; half of it for tables of few columns.
NARROW = 90

_SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "mn"))
_BOUNDS = {"exact": "", "at_least": "≥ ", "at_most": "≤ ", "about": "≈ "}
_UNITS = {"percent": "%", "percentage_point": "p.p."}
_ARROWS = {"up": " ↑", "down": " ↓", None: ""}
_STYLES = {
    "value": "bold green",
    "by": "bold yellow",
    "goal": "cyan",
    "forecast": "magenta",
    "allocation": "blue",
    "deadline": "bold yellow",
    "name": "bold",
    "in the text": "dim",
}


def show(document: Document, stream: IO[str], *, only: Sequence[str] | None = None) -> None:
    """Writes a document's records to a stream; colour and width are the terminal's (NO_COLOR and COLUMNS count).

    Args:
        only: the record lists to show; None shows each but cities and deadlines, which places and dates include.
    """
    from rich.console import Console

    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    title = " · ".join(
        [plain(document.id or "text"), str(document.date or "no date"), f"{len(document.text):,} characters"]
    )
    console.print(title, style="bold", soft_wrap=True)
    shown = False
    for name, (heads, row_of) in _TABLES.items():
        if name in only if only is not None else name not in ("cities", "deadlines"):
            rows = _grouped([row_of(record) for record in getattr(document, name)], grouped=name in _NAMES)
            if rows:
                shown = True
                _print(console, name, heads, rows)
    if not shown:
        console.print("nothing found")


def plain(text: str) -> str:
    """Returns a text as one line that a terminal takes as it is: no line breaks, no control characters.

    >>> plain("a\\x1b[31m\\nb")
    'a [31m b'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def sum_of(record: Any) -> str:
    """Returns a value with its bound, range, scale and currency or unit.

    >>> from kzpolicy_nlp import Money
    >>> sum_of(Money(amount=1e12, amount_max=1.5e12, currency="KZT", bound="at_least"))
    '≥ 1 tn–1.5 tn KZT'
    """
    unit = getattr(record, "currency", None) or getattr(record, "unit", None) or ""
    upper = "" if record.amount_max is None else f"–{_number(record.amount_max)}"
    return f"{_BOUNDS[record.bound]}{_number(record.amount)}{upper} {_UNITS.get(unit, unit)}".strip()


def _number(amount: float) -> str:
    for size, name in _SCALES:
        if abs(amount) >= size:
            return f"{amount / size:,.6g} {name}"
    return f"{amount:,.6g}"


def _statement(record: Any) -> tuple[str, ...]:
    """The cells of a target or a fact."""
    said = record.value.text if record.value is not None else record.text
    by = str(getattr(record, "due", None) or record.year or "")
    kind = (record.kind,) if hasattr(record, "kind") else ()
    change = f"{record.mode}{_ARROWS[record.direction]}"
    return (sum_of(record), by, record.indicator or "", *kind, change, record.actor or "", said)


def _day(day: dt.date | None) -> str:
    return str(day) if day is not None else ""


_Maker = Callable[[Any], tuple[str, ...]]
_TABLES: dict[str, tuple[tuple[str, ...], _Maker]] = {
    "targets": (("value", "by", "indicator", "kind", "change", "actor", "in the text"), _statement),
    "facts": (("value", "year", "indicator", "change", "actor", "in the text"), _statement),
    "money": (("value", "per", "in the text"), lambda r: (sum_of(r), r.per or "", r.text)),
    "quantities": (("value", "in the text"), lambda r: (sum_of(r), r.text)),
    "dates": (
        ("from", "to", "role", "in the text"),
        lambda r: (_day(r.first_day), _day(r.last_day) or r.recurring or r.relative or "", r.role, r.text),
    ),
    "deadlines": (("by", "in the text"), lambda r: (_day(r.due), r.text)),
    "organisations": (("name", "kind", "in the text"), lambda r: (r.name, r.kind, r.text)),
    "places": (("name", "kind", "country", "in the text"), lambda r: (r.name, r.kind, r.country or "", r.text)),
    "cities": (("name", "KATO", "country", "in the text"), lambda r: (r.name, r.kato or "", r.country or "", r.text)),
    "persons": (("name", "role", "in the text"), lambda r: (r.name, r.role or "", r.text)),
}
_NAMES = ("organisations", "places", "cities", "persons")


def _grouped(rows: list[tuple[str, ...]], *, grouped: bool) -> list[tuple[str, ...]]:
    """Returns clean rows; grouped, one row for each thing, with the distinct mentions of it."""
    rows = [tuple(plain(cell) for cell in row) for row in rows]
    if not grouped:
        return rows
    mentions: dict[tuple[str, ...], dict[str, None]] = {}
    for *thing, text in rows:
        mentions.setdefault(tuple(thing), {})[text] = None
    return [(*thing, ", ".join(texts)) for thing, texts in mentions.items()]


def _style(head: str, cell: str) -> str:
    return _STYLES.get(cell if head in ("kind", "role") else head, "")


def _print(console: Any, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.table import Table
    from rich.text import Text

    console.print()
    console.print(Text(f"{title} ({len(rows)})", style="bold underline"))
    used = [i for i in range(len(heads)) if any(row[i] for row in rows)]
    if console.width < (NARROW if len(used) > 4 else NARROW // 2):
        listed = Table.grid(padding=(0, 1, 0, 0))
        for row in rows:
            cells = [Text(row[i], style=_style(heads[i], row[i])) for i in used if row[i]]
            listed.add_row("•", Text(" · ").join(cells))
        console.print(listed)
        return
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for i in used:
        short = heads[i] in ("value", "by", "year", "kind", "change", "from", "to", "role", "KATO", "country")
        table.add_column(heads[i], no_wrap=short, overflow="fold", ratio=None)
    for row in rows:
        table.add_row(*(Text(row[i], style=_style(heads[i], row[i])) for i in used))
    console.print(table)

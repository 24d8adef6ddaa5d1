"""Headings that name a measure for the rows of bare numbers behind them: «Добыча, млн тонн: 2022 – 84,2; 2025 – 96»."""

from __future__ import annotations

from dataclasses import dataclass

from ..text.morphology import forms
from .context import Context

_MEASURES = frozenset({"unit", "currency", "counted"})
_MOST = 40  # lines that one heading reaches over


@dataclass(frozen=True, slots=True)
class Measure:
    """What a heading names: the scale, and the unit of a quantity or the currency of a sum."""

    scale: float
    unit: str | None = None
    currency: str | None = None
    money: bool = False


def read_rows(context: Context) -> dict[int, Measure]:
    """Returns the measure of each bare number that stands in a row behind a heading, by its atom."""
    found: dict[int, Measure] = {}
    headings = {i: m for i in _candidates(context) if (m := _heading(context, i)) is not None}
    if not headings:
        return found
    tokens, at = context.tokens, context.chain.at
    known: Measure | None = None
    lines = 0
    for first, last in tokens.lines:
        begin = at[tokens.sentences[first][0]]
        end = at[tokens.sentences[last - 1][1] - 1] + 1
        named = rows = False
        for i in range(begin, end):
            if i in headings:
                known, named, rows, lines = headings[i], True, False, 0
            elif known is not None and is_row(context, i):
                found[i] = known
                rows = True
        lines += 1
        if not (named and not rows) and (not rows or lines > _MOST or not _ends_open(context, end - 1)):
            known = None
    return found


def _ends_open(context: Context, last: int) -> bool:
    """Whether a line is a row of a list: no full stop ends it."""
    return not context.has(last, "dot")


def is_row(context: Context, i: int) -> bool:
    """Whether a number is the value of a row: behind a dash or colon, nothing counted behind it."""
    if not context.has(i, "number") or context.has(i, "year", "years", "lone_one"):
        return False
    j = i - 1
    while context.same(j, i) and context.has(j, "bound", "filler") and j > i - 4:
        j -= 1
    return context.same(j, i) and context.has(j, "dash", "colon") and context.stops(i + 1)


def _candidates(context: Context) -> list[int]:
    """The atoms that can close a heading: a measure, or a noun behind a scale or a comma."""
    found = []
    before = frozenset[str]()
    for i, atom in enumerate(context.atoms):
        named = not atom.tags.isdisjoint(_MEASURES) or "scale" in before
        if named or (("comma" in before or "dot" in before) and context.has(i + 1, "colon", "close")):
            found.append(i)
        before = atom.tags
    return found


def _heading(context: Context, i: int) -> Measure | None:
    """The measure that a heading names at atom i: «, %:», «(млн тенге)», «, тыс. человек», «в процентах:»."""
    before, scale = i - 1, 1.0
    if context.has(before, "dot") and context.has(before - 1, "scale"):
        before -= 1
    if context.has(before, "scale"):
        scale, before = float(context.atoms[before].entry("scale")["value"]), before - 1
    if context.has(before, "in"):
        before -= 1
    if not context.same(before, i) or not context.has(before, "comma", "open"):
        return None
    after = i + 1
    if context.has(after, "dot") and context.glued(after):
        after += 1
    if context.has(before, "open") != context.has(after, "close"):
        return None
    closed = context.has(after, "close")
    if closed:
        after += 1
    atom = context.atoms[i]
    if context.same(i, after) and not closed and not context.has(after, "colon", "dash"):
        relative = "unit" in atom.tags and atom.entry("unit")["unit"] == "percent"  # «% к ВВП:»
        if not relative or not any(context.has(j, "colon") and context.same(i, j) for j in range(after, after + 5)):
            return None
    if "currency" in atom.tags:
        return Measure(scale, currency=str(atom.entry("currency")["code"]) or None, money=True)
    for tag in ("unit", "counted"):
        if tag in atom.tags and context.is_unit(i):
            return Measure(scale, unit=str(atom.entry(tag)["unit"]))
    noun = next((f for f in forms(context.word(i)) if f.pos == "NOUN" and (f.case, f.number) == ("gent", "plur")), None)
    return None if noun is None or closed else Measure(scale, unit=noun.lemma)

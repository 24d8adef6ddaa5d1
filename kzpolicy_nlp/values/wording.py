"""What a meaning says in words where nothing settles it: the `relative` of a date (SPEC §0, §5)."""

from __future__ import annotations

from .periods import Cycle, Feast, Fixed, Meaning, MonthDay, Part, Piece, Range, Recurring, Shifted, Spell, Weekday

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def describe(of: Meaning) -> str | None:
    """What a meaning says, in English, where it takes an anchor or the text around to settle it; else None."""
    if isinstance(of, Fixed):
        return None
    if isinstance(of, Piece):
        if of.year is not None:
            return None
        year = "the year" if of.shift is None else _which("year", of.shift)
        if of.precision == "year":
            return year
        (month, day), (month_last, day_last) = of.first, of.last
        if of.first == of.last:
            return f"--{month:02}-{day:02} of {year}"
        if of.precision == "month":
            return f"--{month:02} of {year}"
        return f"--{month:02}-{day:02}…--{month_last:02}{f'-{day_last:02}' if day_last else ''} of {year}"
    if isinstance(of, Shifted):
        return _which(of.unit, of.shift)
    if isinstance(of, Weekday):
        named = _WEEKDAYS[of.number]
        return named if of.shift is None else f"{named} of {_which('week', of.shift)}"
    if isinstance(of, MonthDay):
        return f"---{of.number:02}" + ("" if of.shift is None else f" of {_which('month', of.shift)}")
    if isinstance(of, Feast):
        return of.name
    if isinstance(of, Cycle):
        named = "new cycle" if of.shift is None else _which("cycle", of.shift)
        return named if of.side is None else f"{of.side} of {named}"
    if isinstance(of, Part):
        inner = describe(of.of)
        side = {1: "first ", 2: "second ", 3: "third "}.get(of.number, "") + of.side
        return inner and f"{side} of {inner}"
    if isinstance(of, Range):
        begin, end = describe(of.begin), describe(of.end)
        return f"{begin or '…'} to {end or '…'}" if begin or end else None
    if isinstance(of, Spell):
        return f"{of.way} {of.amount:g} {of.unit}{'s' * (of.amount != 1)}"
    if isinstance(of, Recurring):
        return None
    if of.limit:
        return "this limit"
    moved = f" of {of.year}" if of.year else f" of {_which('year', of.shift)}" if of.shift is not None else ""
    return f"{'same' if of.same else 'this'} {of.unit or 'period'}{moved}"


def _which(unit: str, shift: int) -> str:
    names = {0: "this", -1: "last", 1: "next"}
    return f"{names[shift]} {unit}" if shift in names else f"{unit}{shift:+d}"

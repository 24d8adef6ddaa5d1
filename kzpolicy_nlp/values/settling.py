"""How an anchor and the words around settle a meaning to days (SPEC §5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from . import calendar
from .calendar import DAY, Interval
from .periods import (
    Cycle,
    Feast,
    Fixed,
    Meaning,
    MonthDay,
    Part,
    Piece,
    Pointing,
    Range,
    Recurring,
    Shifted,
    Spell,
    Weekday,
)

Way = Literal["back", "on", None]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a meaning is settled against.

    Attributes:
        anchor: The document's date, or None.
        way: Where the tense points: `back`, `on`, or None where it says nothing.
        near: Whether a day that has just gone may still be meant («поручил … до 1 ноября»).
        begun: How many days back a start may lie though the tense points on («с 1 июля выплачивается»).
        year: The year that the text speaks of, which stands in for an open one.
        this_year: What stands in for «этот год»; only where there is no anchor.
        period: The period named before.
        works: Whether people work on a day.
    """

    anchor: dt.date | None = None
    way: Way = None
    near: bool = False
    begun: int = 0
    year: int | None = None
    this_year: int | None = None
    period: Interval | None = None
    works: Callable[[dt.date], bool] = calendar.is_weekday


def settle(of: Meaning, by: Setting) -> Interval | None:
    """The days that a meaning comes to, or None where the setting does not decide them."""
    if isinstance(of, Fixed):
        return of.span
    if isinstance(of, Piece):
        return _settle_piece(of, by)
    if isinstance(of, Part):
        return _settle_part(of, by)
    if isinstance(of, Range):
        return _settle_range(of, by)
    if isinstance(of, Pointing):
        return _settle_pointing(of, by)
    if by.anchor is None or isinstance(of, Recurring):
        return None
    if isinstance(of, Shifted):
        return calendar.moved(by.anchor, of.unit, of.shift)
    if isinstance(of, Feast):
        return _settle_feast(of, by.anchor, by.way)
    if isinstance(of, Cycle):
        return _settle_cycle(of, by.anchor)
    if isinstance(of, MonthDay):
        month = calendar.containing(by.anchor, "month").start
        if of.shift is not None:
            return calendar.day(piece_day(calendar.shifted(month, "month", of.shift), of.number))
        days = [piece_day(calendar.shifted(month, "month", by_months), of.number) for by_months in (-1, 0, 1)]
        if by.way == "back":
            return calendar.day(max(d for d in days if d <= by.anchor))
        return calendar.day(min(d for d in days if d >= by.anchor))
    if isinstance(of, Weekday):
        return calendar.day(_settle_weekday(of, by.anchor, by.way))
    return _settle_spell(of, by.anchor, by)


def piece_day(month: dt.date, number: int) -> dt.date:
    """The day of that number in a month, or the month's last."""
    return min(month + DAY * (number - 1), calendar.containing(month, "month").last)


def year_of(of: Piece, by: Setting) -> int | None:
    """The year of a piece, or None."""
    if of.year is not None:
        return of.year
    if of.shift is not None:
        if by.anchor is not None:
            return by.anchor.year + of.shift
        return by.this_year if of.shift == 0 else None
    if by.anchor is None:
        return by.year
    if by.year is not None and _fits(of.of(by.year), by):
        return by.year
    return _open_year(of, by.anchor, by)


def _fits(span: Interval, by: Setting) -> bool:
    """Whether an interval does not run against the tense."""
    if by.anchor is None or by.way is None:
        return True
    return span.start <= by.anchor + DAY * 2 if by.way == "back" else span.last + DAY * by.begun >= by.anchor


def _open_year(of: Piece, anchor: dt.date, by: Setting) -> int:
    now = anchor.year
    if of.precision == "year":
        return now
    if by.way == "back":
        return now if of.of(now).start <= anchor + DAY * 2 else now - 1
    if by.way == "on":
        ended = (anchor - of.of(now).last).days
        if 0 < ended <= by.begun:
            return now
        if ended > 0 and by.near:
            return now + 1 if ended > 3 * (of.of(now + 1).start - anchor).days else now
        return now + 1 if ended > 0 else now
    if of.precision in ("day", "month"):
        return min((now, now - 1, now + 1), key=lambda year: abs((of.of(year).start - anchor).days))
    return now


def _settle_piece(of: Piece, by: Setting) -> Interval | None:
    found = year_of(of, by)
    return None if found is None or not 1 < found < 9998 else of.of(found)


def _settle_part(of: Part, by: Setting) -> Interval | None:
    whole = settle(of.of, by)
    if whole is None:
        return None
    if of.side == "half":
        return calendar.half_of(whole, of.number)
    if of.side == "third":
        return calendar.third_of(whole, of.number)
    return calendar.part(whole, of.side)


def _settle_range(of: Range, by: Setting) -> Interval | None:
    end = settle(of.end, by)
    begin = settle(of.begin, by)
    if begin is None or end is None:
        return None
    if begin.start > end.last and isinstance(of.begin, Piece) and of.begin.is_open:
        begin = of.begin.of(end.last.year - 1) if of.begin.first > (end.last.month, 0) else begin
    if begin.start > end.last:
        return None
    return Interval(begin.first, end.last, "year" if begin == end and begin.precision == "year" else "period")


def _settle_pointing(of: Pointing, by: Setting) -> Interval | None:
    period = by.period
    if period is None:
        return None
    if of.unit is not None and of.unit not in ("day", "workday"):
        period = calendar.containing(period.start, of.unit)
    years = of.shift or 0
    if of.year is not None:
        years = of.year - period.last.year
    first = None if period.first is None else calendar.shifted(period.first, "year", years)
    last = calendar.shifted(period.last, "year", years)
    if (period.last + DAY).day == 1:
        last = calendar.containing(last, "month").last
    return replace(period, first=first, last=last)


def _settle_weekday(of: Weekday, anchor: dt.date, way: Way) -> dt.date:
    if of.shift is not None and of.shift >= 0:
        return anchor + DAY * (of.number - anchor.weekday() + 7 * of.shift)
    ahead = (of.number - anchor.weekday()) % 7
    if of.shift is not None:
        return anchor - DAY * (7 if not ahead else 7 - ahead)
    return anchor + DAY * (ahead if way == "on" or not ahead else ahead - 7)


def _settle_cycle(of: Cycle, anchor: dt.date) -> Interval:
    """Between two cycles this one and the next are the one to come; a new one may have begun some weeks ago."""
    year = anchor.year if (anchor.month, anchor.day) >= of.first else anchor.year - 1
    span = calendar.piece(year, of.first, of.last, "period")
    ended, fresh = span.last < anchor, (anchor - span.start).days < 60
    ahead = 1 if ended else 0
    by = (0 if fresh else 1) if of.shift is None else max(of.shift, ahead) if of.shift >= 0 else of.shift + ahead
    span = calendar.piece(year + by, of.first, of.last, "period")
    if of.side is not None:
        return calendar.day(span.start if of.side == "begin" else span.last)
    return span


def _settle_feast(of: Feast, anchor: dt.date, way: Way) -> Interval | None:
    """The feast's day that the tense points to, or the nearest."""
    behind = [d for d in of.days if d <= anchor + DAY * 2]
    ahead = [d for d in of.days if d >= anchor]
    if not behind or not ahead:
        return None
    if way is None:
        return calendar.day(min(behind[-1], ahead[0], key=lambda d: abs((d - anchor).days)))
    return calendar.day(ahead[0] if way == "on" else behind[-1])


def _settle_spell(of: Spell, anchor: dt.date, by: Setting) -> Interval | None:
    if of.way == "ago":
        if of.unit in ("day", "workday", "week"):
            return calendar.day(calendar.shifted(anchor, of.unit, -of.amount, by.works))
        return calendar.containing(calendar.shifted(anchor, of.unit, -of.amount), of.unit)
    if of.way == "either" and by.way == "back" and of.unit == "month" and of.amount == int(of.amount):
        counted = _months_so_far(int(of.amount), anchor)
        if counted is not None:
            return counted
    if of.way == "last" or (of.way == "either" and by.way == "back"):
        return Interval(calendar.shifted(anchor, of.unit, -of.amount), anchor)
    if of.way == "either" and by.way is None:
        return None
    return Interval(None, calendar.shifted(anchor, of.unit, of.amount, by.works))


def _months_so_far(count: int, anchor: dt.date) -> Interval | None:
    """The first months of a year that a report of this date speaks of («за 9 месяцев»), where their number fits."""
    year, gone = (anchor.year, anchor.month - 1) if anchor.month > 2 else (anchor.year - 1, anchor.month + 11)
    if not (gone - 2 <= count <= gone or (count in (3, 6, 9) and count <= gone)) or count > 11:
        return None
    return calendar.piece(year, (1, 1), (count, 0), "period")

"""Intervals of days and the arithmetic of anchors: pure, without any text."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ..records import Precision

Unit = Literal["day", "workday", "week", "month", "quarter", "half", "year", "decade", "century"]
Side = Literal["begin", "middle", "end", "eve", "last"]

DAY = dt.timedelta(days=1)
_MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}


@dataclass(frozen=True, slots=True)
class Interval:
    """The days `first … last`, both of them included; `first` is None where an end alone is known."""

    first: dt.date | None
    last: dt.date
    precision: Precision = "period"

    @property
    def start(self) -> dt.date:
        """The first day, or the last where the first is not known."""
        return self.last if self.first is None else self.first

    def holds(self, day: dt.date) -> bool:
        """Whether a day lies inside."""
        return self.start <= day <= self.last


def day(of: dt.date) -> Interval:
    """A single day."""
    return Interval(of, of, "day")


def piece(year: int, first: tuple[int, int], last: tuple[int, int], precision: Precision) -> Interval:
    """The stretch of a year between two (month, day); day 0 is a month's last one; it may run into the next year.

    >>> piece(2024, (2, 1), (2, 0), "month").last.isoformat()
    '2024-02-29'
    """
    over = last[0] < first[0] or (last[0] == first[0] and last[1] and last[1] < first[1])
    return Interval(_date(year, *first), _date(year + bool(over), *last), precision)


def _date(year: int, month: int, number: int) -> dt.date:
    length = calendar.monthrange(year, month)[1]
    return dt.date(year, month, min(number, length) if number else length)


def year(of: int) -> Interval:
    """A calendar year."""
    return piece(of, (1, 1), (12, 31), "year")


def years(first: int, last: int) -> Interval:
    """The years `first … last`."""
    return Interval(dt.date(first, 1, 1), dt.date(last, 12, 31), "year" if first == last else "period")


def containing(of: dt.date, unit: Unit) -> Interval:
    """The week (from Monday), month, quarter, half, year, decade or century that a day lies in."""
    if unit in ("day", "workday"):
        return day(of)
    if unit == "week":
        monday = of - DAY * of.weekday()
        return Interval(monday, monday + DAY * 6, "week")
    if unit == "decade":
        first = of.year - of.year % 10
        return years(first, first + 9)
    if unit == "century":
        first = of.year - (of.year - 1) % 100
        return years(first, first + 99)
    months = _MONTHS[unit]
    first_month = (of.month - 1) // months * months + 1
    precision: Precision = (
        "month" if unit == "month" else "quarter" if unit == "quarter" else "half" if unit == "half" else "year"
    )
    return piece(of.year, (first_month, 1), (first_month + months - 1, 0), precision)


def moved(of: dt.date, unit: Unit, by: int) -> Interval:
    """The unit that lies so many units from the one that holds a day.

    >>> moved(dt.date(2024, 9, 2), "week", 1).last.isoformat()
    '2024-09-15'
    """
    if unit == "week":
        return containing(of + DAY * 7 * by, "week")
    if unit in ("day", "workday"):
        return day(of + DAY * by)
    return containing(shifted(containing(of, unit).start, unit, by), unit)


def is_weekday(day: dt.date) -> bool:
    """Whether a day is none of a weekend."""
    return day.weekday() < 5


def shifted(of: dt.date, unit: Unit, by: float, works: Callable[[dt.date], bool] = is_weekday) -> dt.date:
    """The day so many units later (or earlier); a day that its month lacks becomes the month's last.

    Args:
        of: The day to count from.
        unit: What is counted.
        by: How many; halves of years and months count («полтора года»).
        works: Whether people work on a day, for `workday`.

    >>> shifted(dt.date(2024, 2, 29), "year", 1).isoformat()
    '2025-02-28'
    """
    if unit == "day":
        return of + DAY * int(by)
    if unit == "week":
        return of + DAY * int(by * 7)
    if unit == "workday":
        step = DAY if by > 0 else -DAY
        left = abs(int(by))
        while left:
            of += step
            left -= works(of)
        return of
    whole = by * _MONTHS[unit]
    months = int(whole // 1)
    index = of.year * 12 + of.month - 1 + months
    landed = _date(index // 12, index % 12 + 1, of.day)
    return landed + DAY * round((whole - months) * 30)


def part(of: Interval, side: Side) -> Interval:
    """The beginning, middle or end of an interval (SPEC §5).

    The beginning of a year is its first quarter, that of a quarter or half its first month, that of a month its first
    ten days; the middle is a day; of the end only the last day is known. `eve` is the day before, `last` the last ten
    days.
    """
    first, last = of.start, of.last
    if side == "end":
        return Interval(None, last, of.precision)
    if side == "eve":
        return day(first - DAY)
    length = (last - first).days + 1
    if side == "last":
        return Interval(max(first, last - DAY * 9), last, "period")
    if side == "middle":
        half = first + DAY * ((length - 1) // 2)
        if of.precision == "year":
            return day(dt.date(first.year, 6, 30))
        if length > 600:
            whole = last.year - first.year + 1
            half = dt.date(first.year + whole // 2 - (whole == 100), 12, 31)
        elif of.precision == "month":
            half = first.replace(day=15)
        return day(half)
    if length > 600:
        return years(first.year, first.year + (last.year - first.year + 1) // 3)
    if of.precision == "year":
        return piece(first.year, (first.month, 1), (first.month + 2, 0), "quarter")
    if of.precision in ("quarter", "half"):
        return piece(first.year, (first.month, 1), (first.month, 0), "month")
    if of.precision == "month":
        return Interval(first, first.replace(day=10), "period")
    return Interval(first, first + DAY * max(0, (length - 1) // 3), "period")


def half_of(of: Interval, number: int) -> Interval:
    """The first or second half of an interval, by months where it has whole ones."""
    first, last = of.start, of.last
    if of.precision == "year":
        return piece(first.year, (6 * number - 5, 1), (6 * number, 0), "half")
    if of.precision == "month":
        return Interval(first, first.replace(day=15)) if number == 1 else Interval(first.replace(day=16), last)
    if (last - first).days > 600:
        middle = first.year + (last.year - first.year + 1) // 2
        return years(first.year, middle - 1) if number == 1 else years(middle, last.year)
    middle_day = first + DAY * (((last - first).days + 1) // 2)
    return Interval(first, middle_day - DAY) if number == 1 else Interval(middle_day, last)


def third_of(of: Interval, number: int) -> Interval:
    """The first, second or third ten days of a month (its «декада»)."""
    first = of.start.replace(day=1 + 10 * (number - 1))
    return Interval(first, of.last if number == 3 else first + DAY * 9)

"""The arithmetic of anchors."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzpolicy_nlp.values import calendar
from kzpolicy_nlp.values.calendar import Interval, Side, Unit
from kzpolicy_nlp.values.workdays import is_workday

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
UNITS = st.sampled_from(get_args(Unit))
WHOLE = st.sampled_from(("week", "month", "quarter", "half", "year", "decade", "century"))


@given(DAYS, UNITS)
def test_a_unit_holds_its_day(day: dt.date, unit: Unit) -> None:
    assert calendar.containing(day, unit).holds(day)


@given(DAYS, WHOLE)
def test_units_follow_each_other_without_gap(day: dt.date, unit: Unit) -> None:
    here, after = calendar.containing(day, unit), calendar.moved(day, unit, 1)
    assert here.last + calendar.DAY == after.first
    assert calendar.moved(after.start, unit, -1) == here


@given(DAYS, UNITS, st.integers(0, 60))
def test_shifting_ahead_is_never_behind(day: dt.date, unit: Unit, by: int) -> None:
    if unit != "century":
        assert calendar.shifted(day, unit, by) >= day
        assert calendar.shifted(day, unit, -by) <= day


@given(DAYS, st.integers(0, 900))
def test_days_shift_one_by_one(day: dt.date, by: int) -> None:
    assert (calendar.shifted(day, "day", by) - day).days == by


@given(DAYS, WHOLE, st.sampled_from(get_args(Side)))
def test_parts_lie_inside_and_in_order(day: dt.date, unit: Unit, side: Side) -> None:
    whole = calendar.containing(day, unit)
    part = calendar.part(whole, side)
    assert part.start <= part.last
    if side == "eve":
        assert part.last + calendar.DAY == whole.first
    else:
        assert whole.start <= part.start
        assert part.last <= whole.last


@given(DAYS, st.sampled_from(("month", "quarter", "half", "year", "decade")))
def test_halves_meet(day: dt.date, unit: Unit) -> None:
    whole = calendar.containing(day, unit)
    first, second = calendar.half_of(whole, 1), calendar.half_of(whole, 2)
    assert (first.first, second.last) == (whole.first, whole.last)
    assert first.last + calendar.DAY == second.first


@given(DAYS)
def test_thirds_of_a_month_meet(day: dt.date) -> None:
    month = calendar.containing(day, "month")
    thirds = [calendar.third_of(month, n) for n in (1, 2, 3)]
    assert thirds[0].first == month.first
    assert thirds[2].last == month.last
    assert all(a.last + calendar.DAY == b.first for a, b in pairwise(thirds))


@pytest.mark.parametrize(
    ("day", "unit", "by", "expected"),
    [
        ("2024-02-29", "year", 1, "2025-02-28"),
        ("2024-02-29", "year", 4, "2028-02-29"),
        ("2024-01-31", "month", 1, "2024-02-29"),
        ("2023-01-31", "month", 1, "2023-02-28"),
        ("2023-12-31", "month", 2, "2024-02-29"),
        ("2024-12-31", "day", 1, "2025-01-01"),
        ("2024-09-02", "month", 3, "2024-12-02"),
        ("2024-09-02", "month", -9, "2023-12-02"),
        ("2024-09-02", "year", 1.5, "2026-03-02"),
        ("2024-09-02", "month", 1.5, "2024-10-17"),
        ("2024-09-02", "quarter", 2, "2025-03-02"),
        ("2024-09-02", "workday", 5, "2024-09-09"),
        ("2024-09-06", "workday", 1, "2024-09-09"),
        ("2024-09-09", "workday", -1, "2024-09-06"),
    ],
)
def test_shifted(day: str, unit: Unit, by: float, expected: str) -> None:
    assert calendar.shifted(dt.date.fromisoformat(day), unit, by).isoformat() == expected


def test_nobody_works_on_a_holiday() -> None:
    assert calendar.shifted(dt.date(2024, 12, 13), "workday", 1, is_workday) == dt.date(2024, 12, 17)


@pytest.mark.parametrize(
    ("side", "first", "last"),
    [("begin", "2026-01-01", "2026-03-31"), ("middle", "2026-06-30", "2026-06-30"), ("end", None, "2026-12-31")],
)
def test_parts_of_a_year(side: Side, first: str | None, last: str) -> None:
    part = calendar.part(calendar.year(2026), side)
    assert (part.first and part.first.isoformat(), part.last.isoformat()) == (first, last)


def test_a_winter_runs_into_the_next_year() -> None:
    winter = calendar.piece(2023, (12, 1), (2, 0), "period")
    assert (winter.first, winter.last) == (dt.date(2023, 12, 1), dt.date(2024, 2, 29))


def test_decades_and_centuries() -> None:
    assert calendar.containing(dt.date(1995, 5, 5), "decade") == calendar.years(1990, 1999)
    century = calendar.containing(dt.date(2000, 1, 1), "century")
    assert (century.start.year, century.last.year) == (1901, 2000)


def test_an_end_alone_starts_at_itself() -> None:
    assert Interval(None, dt.date(2024, 12, 31)).start == dt.date(2024, 12, 31)

"""The working days of Kazakhstan and its feasts that move (SPEC §5): from `words/holidays.tsv`."""

from __future__ import annotations

import datetime as dt
import functools
from collections import defaultdict

from ..text.data import rows
from ..text.lexicon import lexicon
from .calendar import is_weekday


@functools.cache
def _days() -> dict[str, frozenset[dt.date]]:
    listed: dict[str, set[dt.date]] = defaultdict(set)
    for row in rows("holidays"):
        listed[row["kind"]].add(dt.date.fromisoformat(row["day"]))
    return {kind: frozenset(days) for kind, days in listed.items()}


@functools.cache
def _years() -> tuple[int, int]:
    years = {day.year for day in _days()["off"]}
    return min(years), max(years)


@functools.cache
def _fixed() -> frozenset[tuple[int, int]]:
    """The (month, day) of the public holidays that the word list names, for years without a list of their own."""
    found: set[tuple[int, int]] = set()
    for entry in lexicon().entries["holiday"].values():
        if entry.get("off"):
            month, first = entry["from"]
            found.update((month, day) for day in range(first, entry.get("to", entry["from"])[1] + 1))
    return frozenset(found)


def is_workday(day: dt.date) -> bool:
    """Whether people work on a day: no weekend (unless it was moved), no public holiday, no day given for one.

    >>> [is_workday(dt.date(2024, 5, n)) for n in (3, 4, 8, 9)]
    [True, True, False, False]
    """
    first, last = _years()
    if not first <= day.year <= last:
        return is_weekday(day) and (day.month, day.day) not in _fixed()
    listed = _days()
    return day in listed["work"] or (is_weekday(day) and day not in listed["off"])


@functools.cache
def feasts(name: str) -> tuple[dt.date, ...]:
    """The first days of a feast that moves, in order."""
    return tuple(sorted(_days()[name]))

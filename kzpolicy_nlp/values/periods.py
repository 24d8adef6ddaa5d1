"""What a time expression says before it is settled to days: its meanings (SPEC §5)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from ..records import Precision
from . import calendar
from .calendar import Interval, Side, Unit

_PRECISIONS: dict[str, Precision] = {
    "day": "day",
    "workday": "day",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "half": "half",
    "year": "year",
}

Governor = Literal[
    "until",
    "since",
    "through",
    "within",
    "during",
    "after",
    "in",
    "onto",
    "results",
    "as_of",
    "dated",
    "compared",
    None,
]


@dataclass(frozen=True, slots=True)
class Fixed:
    """Days that need no anchor."""

    span: Interval


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a year, from (month, day) to (month, day); day 0 is a month's last.

    `year` names the year; else `shift` counts it from the anchor's; else it is open and settled by tense and context.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    precision: Precision
    year: int | None = None
    shift: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether no year is named."""
        return self.year is None and self.shift is None

    def of(self, year: int) -> Interval:
        """The days in a given year."""
        return calendar.piece(year, self.first, self.last, self.precision)


@dataclass(frozen=True, slots=True)
class Shifted:
    """The unit so many units from the anchor's («прошлая неделя»: week, −1)."""

    unit: Unit
    shift: int


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week; `shift` counts weeks from the anchor's, None leaves it to the tense."""

    number: int
    shift: int | None = None


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of the month that is meant («до 25 числа»); `shift` counts months from the anchor's, None: the nearest."""

    number: int
    shift: int | None = None


@dataclass(frozen=True, slots=True)
class Feast:
    """A feast whose day moves from year to year; `days` are its days in order."""

    name: str
    days: tuple[dt.date, ...]


@dataclass(frozen=True, slots=True)
class Cycle:
    """A school year or heating season by its place to the anchor; `shift` None is the new one, `side` one end of it."""

    first: tuple[int, int]
    last: tuple[int, int]
    shift: int | None
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a period; `number` is 1 or 2 for a half, 1–3 for ten days of a month."""

    of: Meaning
    side: Side | Literal["half", "third"]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Range:
    """From the first period's first day to the last one's last."""

    begin: Meaning
    end: Meaning


@dataclass(frozen=True, slots=True)
class Spell:
    """A length from the anchor: ahead (`next`, `in`), behind (`last`, `ago`), or as the tense says (`either`).

    With `then` it starts behind a time named before («через год после этого»).
    """

    amount: float
    unit: Unit
    way: Literal["next", "in", "last", "ago", "either"]
    then: bool = False


@dataclass(frozen=True, slots=True)
class Recurring:
    """Again and again: every year, month, …; `day` of the month or the (month, day) that is meant."""

    every: str
    day: int | tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Pointing:
    """A period named before: the same (moved to `year`, or by `shift` years), or «этот период» itself.

    `limit`: the last day of the deadline named before («к этому сроку»).
    """

    unit: Unit | None = None
    year: int | None = None
    shift: int | None = None
    same: bool = False
    limit: bool = False


Meaning = Fixed | Piece | Shifted | Weekday | MonthDay | Feast | Cycle | Part | Range | Spell | Recurring | Pointing


@dataclass(frozen=True, slots=True)
class TimeExpr:
    """A time expression as found: tokens `first … last - 1`, without the preposition that governs it.

    Attributes:
        first: Its first token.
        last: The token behind its last.
        meaning: What it says.
        governor: The class of the preposition before it; a later item of a list has that of the first.
        opening: The first token of that preposition (`first` where there is none).
        rule: The rule that found it.
        name: Whether it is part of a name («ЭКСПО-2017»).
        listed: Whether it goes on a list («в 2016 [и 2017 годах]»).
    """

    first: int
    last: int
    meaning: Meaning
    governor: Governor = None
    opening: int = -1
    rule: str = ""
    name: bool = False
    listed: bool = False

    @property
    def precision(self) -> Precision:
        """How fine the time is that the expression names."""
        meaning = self.meaning.of if isinstance(self.meaning, Part) else self.meaning
        if isinstance(meaning, Fixed):
            return meaning.span.precision
        if isinstance(meaning, Piece):
            return meaning.precision
        if isinstance(meaning, Shifted):
            return _PRECISIONS.get(meaning.unit, "period")
        return "day" if isinstance(meaning, (Weekday, MonthDay)) else "period"

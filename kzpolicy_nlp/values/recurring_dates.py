"""Rules for times that come again, and for those that point to a period named before (SPEC §5)."""

from __future__ import annotations

from ..text.rules import Found
from .calendar import Unit
from .calendar_dates import UNITS, Reading, is_plural, reading
from .periods import MonthDay, Pointing, Recurring
from .relative_dates import unit_of


@UNITS.rule(
    "recurring",
    "every time_unit",
    "every number time_unit",
    "every half_year",
    "every weekday",
    "recurring until day date_number",
    "recurring until day month",
)
def recurring(found: Found) -> Reading | None:
    """Again and again.

    [ежегодно] выделяется 5 млн => date role=other recurring=year
    [каждые полгода] => date recurring="6 month" role=other
    [каждый квартал] публикуется отчет => date recurring=quarter role=other
    прием граждан – [каждый четверг] => date recurring=week role=other
    [ежемесячно до 25 числа] => date recurring=month role=other
    ежегодный план => no date
    """
    word = found.get("recurring")
    day = found.get("day")
    weekday = found.get("weekday")
    if weekday is not None:
        every = "week"
    elif word is not None:
        every = word.entry("recurring")["every"]
    else:
        unit, times = unit_of(found.get("half_year") or found["time_unit"])
        number = found.get("number")
        amount = times * (number.number.amount if number is not None else 1)
        if unit in ("day", "workday") and number is None:
            return None
        every = f"{amount:g} {unit}" if amount != 1 else unit
    if day is None:
        return reading(Recurring(every), "recurring")
    month = found.get("month")
    number_of_day = int(day.number.amount)
    named = (int(month.entry("month")["value"]), number_of_day) if month is not None else number_of_day
    return reading(Recurring(every, named), "recurring")


@UNITS.rule("day|ordinal date_number", "day|ordinal date_number every time_unit", "day|ordinal date_number time_unit")
def day_of_any_month(found: Found) -> Reading | None:
    """A day of the month, of this one or the next, or of each.

    до [25 числа] представить отчет => deadline due=2024-09-25
    до [15-го числа] => deadline due=2024-09-15
    до [10 числа каждого месяца] => date recurring=month role=other
    в 5 числах => no date
    """
    day = found["day|ordinal"].number
    unit = found.get("time_unit")
    if day.amount_max is not None or not 1 <= day.amount <= 31 or (unit is not None and unit_of(unit)[0] != "month"):
        return None
    if found.get("every") is not None:
        return reading(Recurring("month", int(day.amount)), "recurring")
    return reading(MonthDay(int(day.amount)), "number", "weak")


@UNITS.rule(
    "same period_noun|time_unit",
    "same_here time_unit",
    "pointing period_noun",
    "same_here period_noun",
    "same which period_noun",
)
def pointing(found: Found) -> Reading | None:
    """A period that was named before, itself or moved to another year.

    в первом полугодии 2023 года вырос на 5%, за [аналогичный период прошлого года] – на 3%
    => date first_day=2022-01-01 last_day=2022-06-30 role=past
    в 2019 году открыт завод, в [том же году] – школа => date first_day=2019-01-01 last_day=2019-12-31 role=past
    в этот период => no date
    """
    same = found.get("same") is not None or found.get("same_here") is not None
    atom = found.get("period_noun") or found.get("period_noun|time_unit") or found["time_unit"]
    unit: Unit | None = None
    if "period_noun" not in atom.tags:
        unit, _ = unit_of(atom)
    if is_plural(found.tokens.lowers[atom.first]):
        return None
    return reading(Pointing(unit, same=same), "pointing", "relative", "open")

"""Rules for times that come again, and for a day of any month (SPEC §5)."""

from __future__ import annotations

from ..text.rules import Found
from .calendar_dates import UNITS, Reading, reading, shift_of
from .periods import MonthDay, Recurring
from .relative_dates import unit_of


@UNITS.rule(
    "recurring",
    "every time_unit",
    "every number time_unit",
    "every half_year",
    "every weekday",
    "every day month",
    "recurring comma? until? day|ordinal date_number month_noun?",
    "recurring comma? until? day|ordinal month",
    "times_word in time_unit|half_year",
    "number times_word in time_unit|half_year",
    "times_word in number time_unit",
    "number times_word in number time_unit",
)
def recurring(found: Found) -> Reading | None:
    """Again and again.

    [ежегодно] выделяется 5 млн => date role=other recurring=year
    [каждые полгода] => date recurring="6 month" role=other
    [каждый квартал] публикуется отчет => date recurring=quarter role=other
    прием граждан – [каждый четверг] => date recurring=week role=other
    [ежемесячно до 25 числа] => date recurring=month role=other
    [ежемесячно, не позднее 5-го числа], сдается отчет => date recurring=month role=other
    [ежегодно, до 1 марта], публикуется отчет => date recurring=year role=other
    [каждое 1 сентября] открывают школы => date recurring=year role=other
    отчет сдается [раз в квартал] => date recurring=quarter role=other
    отчет сдается [два раза в год] => date recurring=half role=other
    съезд проводится [раз в три года] => date recurring="3 year" role=other
    вырос в 5 раз в год => no date
    10 раз в месяц => no date
    ежегодный план => no date
    """
    word = found.get("recurring")
    day = found.get("day|ordinal") or found.get("day")
    if day is not None and (day.number.amount_max is not None or not 1 <= day.number.amount <= 31):
        return None
    if found.get("times_word") is not None:
        return _times(found)
    weekday = found.get("weekday")
    if weekday is not None:
        every = "week"
    elif word is None and day is not None:
        every = "year"
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


def _times(found: Found) -> Reading | None:
    """Once in so long, or twice and four times a year."""
    counted, before = found.all("number"), found.before()
    times = counted[0].number.amount if counted and counted[0].first == found.first else 1
    bare = not counted or counted[0].first != found.first
    if before is not None and before.tags & ({"in", "condition", "bound"} | ({"number", "ordinal"} if bare else set())):
        return None
    unit, units = unit_of(found.get("time_unit|half_year") or found["time_unit"])
    length = units * (counted[-1].number.amount if counted and counted[-1].first != found.first else 1)
    if times == 1:
        return reading(Recurring(f"{length:g} {unit}" if length != 1 else unit), "recurring")
    named = {(2, "year"): "half", (4, "year"): "quarter", (12, "year"): "month"}.get((int(times), unit))
    return None if named is None or length != 1 else reading(Recurring(named), "recurring")


@UNITS.rule(
    "day|ordinal date_number",
    "day|ordinal date_number every time_unit",
    "day|ordinal date_number time_unit",
    "day|ordinal date_number which time_unit",
    "day|ordinal date_number time_unit comma following",
)
def day_of_any_month(found: Found) -> Reading | None:
    """A day of the month, of this one or the next, or of each.

    до [25 числа] представить отчет => deadline due=2024-09-25
    до [15-го числа] => deadline due=2024-09-15
    до [10 числа каждого месяца] => date recurring=month role=other
    до [5 числа следующего месяца] => deadline due=2024-10-05
    до [5 числа месяца], следующего за отчетным => date recurring=month role=other
    в 5 числах => no date
    """
    day = found["day|ordinal"].number
    unit = found.get("time_unit")
    if day.amount_max is not None or not 1 <= day.amount <= 31 or (unit is not None and unit_of(unit)[0] != "month"):
        return None
    if found.get("following") is not None and unit is not None:
        found.last = unit.last
        return reading(Recurring("month", int(day.amount)), "recurring")
    if found.get("every") is not None:
        return reading(Recurring("month", int(day.amount)), "recurring")
    which = found.get("which")
    if which is not None:
        return reading(MonthDay(int(day.amount), shift_of(which)), "number", "weak", "relative")
    return reading(MonthDay(int(day.amount)), "number", "weak")

"""Rules for days, months, quarters and halves as a calendar names them, their year apart or absent (SPEC §5)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from ..records import Precision
from ..text.morphology import forms
from ..text.rules import Atom, Found, RuleBook
from . import calendar
from .periods import Feast, Fixed, Meaning, Part, Piece
from .workdays import feasts

_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one atom of time says. Its tags say how it may be joined:

    `open` (its year may follow), `year`, `years`, `day`, `month`, `weekday`, `season`, `unit` (a relative one),
    `weak` (counts as a time only where its surroundings say so), `months` («9 месяцев»), `holiday`, `month_noun`.
    """

    meaning: Meaning
    tags: frozenset[str]
    rule: str = ""


def reading(meaning: Meaning, *tags: str) -> Reading:
    """A reading with its tags as classes of atoms."""
    return Reading(meaning, frozenset(f"t_{t}" for t in ("time", *tags)))


#: What a year, a month, a day is, before parts and ranges are put together (values/dates.py).
UNITS: RuleBook[Reading] = RuleBook()


def is_plural(word: str) -> bool:
    """Whether a word form is plural in every reading as a noun or adjective."""
    numbers = {f.number for f in forms(word) if f.pos in ("NOUN", "ADJF", "PRTF", "NPRO") and f.case}
    return numbers == {"plur"}


def day_of(day: float, month: int, last: float | None = None) -> Piece | None:
    """A day (or days) of a month of an open year, or None where there is no such day."""
    if not (day == int(day) and 1 <= day <= _LENGTHS[month - 1]):
        return None
    if last is not None and not day < last <= _LENGTHS[month - 1]:
        return None
    precision: Precision = "day" if last is None else "period"
    return Piece((month, int(day)), (month, int(last or day)), precision)


def year_piece(year: float) -> Piece:
    """A calendar year."""
    return Piece((1, 1), (12, 31), "year", year=int(year))


def month_piece(month: int, until: int | None = None) -> Piece:
    """A month, or the months from one to another."""
    return Piece((month, 1), (until or month, 0), "month" if until is None else "period")


@UNITS.rule(
    "day|ordinal month", "name_number month", "number ordinal month", "quote day quote month", "day date_number month"
)
def day_and_month(found: Found) -> Reading | None:
    """A day of a month, its year apart or absent.

    до [1 декабря] => deadline due=2024-12-01
    с [1-го января] вводится новый налог => date first_day=2025-01-01 last_day=2025-01-01 role=start
    школу сдадут к [первому сентября] => deadline due=2025-09-01
    завод запустят [двадцать пятого декабря] => deadline due=2024-12-25
    [«02» сентября 2025 года] => date first_day=2025-09-02
    фестиваль пройдет [1–3 июня 2025 г.] => date first_day=2025-06-01 last_day=2025-06-03 role=deadline
    улица 1 Мая => no date
    построено 5,5 марта => no date
    """
    before = found.before()
    if before is not None and before.tags & {"street"}:
        return None
    month = found["month"].entry("month")["value"]
    number = found.get("day|ordinal") or found.get("day") or found.get("name_number") or found["ordinal"]
    amount, last = number.number.amount, number.number.amount_max
    if found.get("number") is not None:
        tens = found["number"].number
        if not (tens.words and tens.amount in (20, 30) and amount < 10):
            return None
        amount += tens.amount
    elif number.number.scaled or (number.number.digits and len(number.number.digits) > 2):
        return None
    piece = day_of(amount, month, last)
    return None if piece is None else reading(piece, "open", "day")


@UNITS.rule("since (day|ordinal through|until|onto day|ordinal month)")
def days_of_a_month(found: Found) -> Reading | None:
    """From one day to another of the same month.

    уборка пройдет с [8 по 14 апреля 2025 года] => date first_day=2025-04-08 last_day=2025-04-14 role=deadline
    в ночь с [5 на 6 мая] подтоплено 5 домов => date first_day=2024-05-05 last_day=2024-05-06 role=past
    @2024-04-09 первый этап пройдет с [8 по 14 апреля] => date first_day=2024-04-08 last_day=2024-04-14 role=deadline
    """
    first, last = found.all("day|ordinal")
    piece = day_of(first.number.amount, found["month"].entry("month")["value"], last.number.amount)
    return None if piece is None else reading(piece, "open", "days")


_DASHED = re.compile(r"\d{1,2}-\d{1,2}-\d{4}")
_SLASHED = re.compile(r"\d{4}/\d\d/\d\d")
_SHORT = re.compile(r"(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])")


@UNITS.rule("until|since (number)")
def day_and_month_in_figures(found: Found) -> Reading | None:
    """A day and a month in figures with a point, as a limit or a start, where nothing is counted by it.

    заявки принимаются до [01.12] => deadline due=2024-12-01
    представить отчет до [15.10], не позже => deadline due=2024-10-15
    до 10.05 тенге => no date
    работает с 09.10 до 18.20 => no date
    """
    after = found.after()
    word = found.tokens.words[found["number"].first]
    if not _SHORT.fullmatch(word) or found["number"].number.scaled or found["number"].last - found["number"].first > 1:
        return None
    if after is not None and found.tokens.words[after.first] not in ".,;)":
        return None
    day, month = map(int, word.split("."))
    piece = day_of(day, month)
    return None if piece is None else reading(piece, "day")


@UNITS.rule("dotted_date", "dotted_date year_word dot?", "iso_date", "name_number", "number slash number slash number")
def day_in_figures(found: Found) -> Reading | None:
    """A day in figures: day first, or ISO.

    срок – до [31.12.2025] => deadline due=2025-12-31
    не позднее [01.09.2025 г.] => deadline due=2025-09-01
    утверждено [2024-03-15] => date first_day=2024-03-15
    построить до [31-12-2025] => deadline due=2025-12-31
    построить до [2025/12/31] => deadline due=2025-12-31
    приказ № 12-05-2025/7 => no date
    пункт 45.13.99 => no date
    """
    before, after = found.before(), found.after()
    tokens = found.tokens
    close_short(found)
    if any(a is not None and "slash" in a.tags for a in (before, after)):
        return None
    kind = next(k for k in ("dotted_date", "iso_date", "name_number", "number") if found.get(k) is not None)
    text = "".join(tokens.words[found[kind].first : found.last if kind == "number" else found[kind].last])
    if kind == "name_number" and not (_DASHED.fullmatch(text) and not _is_recorded(before, after)):
        return None
    if kind == "number" and not _SLASHED.fullmatch(text):
        return None
    numbers = [int(n) for n in re.split(r"[-./]", text)]
    if len(numbers) != 3:
        return None
    if kind in ("iso_date", "number"):
        numbers.reverse()
    day, month, year = numbers
    if year < 100 and len(text) != 8:  # «2.10.15» is a section
        return None
    year += 2000 if year < 60 else 1900 if year < 100 else 0
    try:
        return reading(Fixed(calendar.day(dt.date(year, month, day))), "day")
    except ValueError:
        return None


def _is_recorded(before: Atom | None, after: Atom | None) -> bool:
    """Whether figures are those of a number of record («№ 12-05-2025/7»)."""
    return (before is not None and bool(before.tags & {"record", "number_sign"})) or (
        after is not None and "slash" in after.tags
    )


@UNITS.rule("month month_noun?", "month dash month")
def month_alone(found: Found) -> Reading | None:
    """A month or a run of months.

    в [феврале] Президент предложил => date first_day=2024-02-01 last_day=2024-02-29 role=past
    запуск состоится в [мае] => deadline due=2025-05-31
    за [январь – август 2024 года] выделено 5 млн => date first_day=2024-01-01 last_day=2024-08-31 role=past
    в [июне месяце] построят мост => deadline due=2025-06-30
    """
    first = found["month"].entry("month")["value"]
    if found.get("month", 1) is None:
        return reading(month_piece(first), "open", "month", "weak")
    last = found.all("month")[1].entry("month")["value"]
    return reading(month_piece(first, last), "open", "months", *(() if first != last else ("weak",)))


@UNITS.rule("compound_months")
def months_in_one_word(found: Found) -> Reading | None:
    """Months or seasons joined by a hyphen without spaces.

    в [январе–августе] экспорт вырос => date first_day=2024-01-01 last_day=2024-08-31 role=past
    ремонт проведут в [мае-июне 2025 года] => deadline due=2025-06-30
    """
    first, last = found["compound_months"].number
    return reading(month_piece(first, last), "open", "months")


@UNITS.rule("number|ordinal|roman quarter_word dot?", "roman dash roman quarter_word", "compound_quarters quarter_word")
def quarter(found: Found) -> Reading | None:
    """A quarter by its number.

    на [первый квартал 2025 года] установлена цена => deadline due=2025-03-31
    в [III квартале 2024 года] выплаты продлят => deadline due=2024-09-30
    за [2-й квартал] добыто 5 млн тонн => date first_day=2024-04-01 last_day=2024-06-30 role=past
    в [4 кв. 2025 г.] введут => deadline due=2025-12-31
    площадью 60 кв. м => no date
    в [III–IV кварталах] завершат => date first_day=2024-07-01 last_day=2024-12-31
    в 15 квартале Алматы => no date
    """
    number = found.get("number|ordinal|roman")
    if number is None:
        pair = found.get("compound_quarters")
        first, last_one = pair.number if pair is not None else (a.number.amount for a in found.all("roman"))
        if not 1 <= first < last_one <= 4:
            return None
        return reading(Piece((int(first * 3 - 2), 1), (int(last_one * 3), 0), "period"), "open", "quarter")
    last = number.number.amount_max
    n = number.number.amount
    if not (n in (1, 2, 3, 4) and (last is None or last in (2, 3, 4))) or number.number.scaled:
        return None
    short = found.get("dot") is not None
    if not short:
        found.last = found["quarter_word"].last
    if number.number.words and "ordinal" not in number.tags:
        return None
    months = int(n * 3 - 2), int((last or n) * 3)
    piece = Piece((months[0], 1), (months[1], 0), "quarter" if last is None else "period")
    word = found["quarter_word"]
    strong = "time_unit" in word.tags
    return reading(piece, "open", "quarter", *(() if strong else ("weak",)))


@UNITS.rule("number|ordinal|roman half_word")
def half_year(found: Found) -> Reading | None:
    """The first or second half of a year.

    в [первом полугодии 2024 года] экспорт вырос => date first_day=2024-01-01 last_day=2024-06-30 role=past
    во [II полугодии] построим 5 школ => deadline due=2024-12-31
    за [1 полугодие] выделено => date first_day=2024-01-01 last_day=2024-06-30
    """
    number = found["number|ordinal|roman"].number
    if number.amount not in (1, 2) or number.amount_max is not None:
        return None
    months = (1, 6) if number.amount == 1 else (7, 12)
    return reading(Piece((months[0], 1), (months[1], 0), "half"), "open", "half")


@UNITS.rule("number time_unit", "ordinal number time_unit")
def first_months(found: Found) -> Reading | None:
    """The months of a year that have gone, once the year is named or a report is given.

    за [9 месяцев 2023 года] добыто 5 млн тонн => date first_day=2023-01-01 last_day=2023-09-30 role=past
    в течение [шести месяцев 2025 года] построят => deadline due=2025-06-30
    за [первые восемь месяцев] экспорт вырос => date first_day=2024-01-01 last_day=2024-08-31 role=past
    срок займа – 9 месяцев => no date
    за первые два месяца работы построили => no date
    """
    number = found["number"].number
    if found["time_unit"].entry("time_unit")["unit"] != "month" or number.amount_max is not None or number.scaled:
        return None
    if number.amount not in range(1, 13):
        return None
    piece = Piece((1, 1), (int(number.amount), 0), "period")
    first = found.get("ordinal")
    if first is None:
        return reading(piece, "open", "count", "weak")
    before, after = found.before(), found.after()
    if first.number.amount != 1 or before is None or not before.tags & {"during", "within", "in", "results"}:
        return None
    if (
        after is not None
        and not after.tags & {"year", "year_word", "which", "this_year_short"}
        and _belongs(found, after)
    ):
        return None
    return reading(piece, "open", "count")


def _belongs(found: Found, atom: Atom) -> bool:
    """Whether an atom is a noun in the genitive, which what stands before it may belong to."""
    return any(f.pos == "NOUN" and f.case == "gent" for f in forms(found.tokens.lowers[atom.first])[:1])


@UNITS.rule("season", "season and season")
def season(found: Found) -> Reading | None:
    """A season.

    [осенью] начнется ремонт => deadline due=2024-11-30
    за [лето] отремонтировано 12 школ => date first_day=2024-06-01 last_day=2024-08-31 role=past
    [весной 2023 года] посеяно 5 тыс. га => date first_day=2023-03-01 last_day=2023-05-31 role=past
    12 лет => no date
    """
    first = found["season"].entry("season")["value"]
    if found.get("season", 1) is not None or len(found.all("season")) > 1:
        return None
    last = (first + 1) % 12 + 1
    return reading(Piece((first, 1), (last, 0), "period"), "open", "season", "weak")


@UNITS.rule("holiday")
def holiday(found: Found) -> Reading | None:
    """A holiday with a fixed day.

    ветеранам выплатят ко [Дню Победы] => deadline due=2025-05-09
    парк откроют к [Наурызу] => deadline due=2025-03-23
    до [Нового года] сдадим мост => deadline due=2024-12-31
    в [новом году] откроем 5 школ => deadline due=2025-12-31
    к [Курбан айту] раздадут помощь => deadline due=2025-06-06
    празднование Дня Победы => no date
    """
    entry = found["holiday"].entry("holiday")
    before = found.before()
    if entry.get("new_year") and before is not None and before.tags & {"in", "until"}:
        if "in" in before.tags:
            return reading(Piece((1, 1), (12, 31), "year", shift=1), "year", "new")
        return reading(Part(Piece((1, 1), (12, 31), "year"), "end"), "part")
    if entry.get("movable"):
        return reading(Feast(entry["movable"], feasts(entry["movable"])), "holiday", "weak")
    first = tuple(entry["from"])
    last = tuple(entry.get("to", first))
    return reading(Piece(first, last, "day" if first == last else "period"), "open", "holiday", "weak")


def close_short(found: Found) -> None:
    """Takes a dot into the span only where it is that of «г.»."""
    dot = found.get("dot")
    if dot is not None and (len(found.tokens.words[dot.first - 1]) > 2 or not found.tokens.glued(dot.first)):
        found.last = dot.first


def half_meaning(of: Meaning, number: float) -> Part | None:
    """The first or second half of a period."""
    return Part(of, "half", int(number)) if number in (1, 2) else None


def with_year(of: Piece, year: Meaning) -> Piece | None:
    """A piece with the year that a year names."""
    if not isinstance(year, Piece) or not of.is_open:
        return None
    return replace(of, year=year.year, shift=year.shift)


def shift_of(atom: Atom) -> int:
    """How many units from the anchor a word like «следующий» points."""
    return int(atom.entry("which")["shift"])

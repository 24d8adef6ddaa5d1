"""Rules for years, runs of years, decades and centuries (SPEC §5)."""

from __future__ import annotations

import datetime as dt

from ..text.morphology import forms
from ..text.rules import Atom, Found
from . import calendar
from .calendar import Interval, Side
from .calendar_dates import UNITS, Reading, close_short, is_plural, reading, year_piece
from .periods import Cycle, Fixed, Piece

_SPOKEN = range(1900, 2101)
_OLD = range(1300, 1900)
_NO_NOUN = frozenset({"comma", "dot", "close", "dash", "year_word"})


@UNITS.rule(
    "year year_kind? year_word dot?",
    "which comma? year year_kind? year_word dot?",
    "number ordinal year_word",
    "ordinal year_word",
    "integer year_word dot?",
)
def year(found: Found) -> Reading | None:
    """A year with its word, or an ordinal with it.

    к [2026 году] => deadline due=2026-12-31
    в [2025-м году] введут 5 школ => deadline due=2025-12-31
    завод построен в [прошлом, 2023 году] => date first_day=2023-01-01 last_day=2023-12-31 role=past
    к [2030 г.] построим => deadline due=2030-12-31
    в [две тысячи тридцатом году] построим => deadline due=2030-12-31
    в [37-м году] завод эвакуировали => date first_day=1937-01-01 role=past
    в [1854 году] основан город => date first_day=1854-01-01 last_day=1854-12-31 role=past
    на 33-м году независимости => no date
    стаж 2025 лет => no date
    """
    close_short(found)
    if found.get("year") is not None:
        return reading(year_piece(found["year"].number.amount), "year")
    old = found.get("integer")
    if old is not None:
        known = len(old.number.digits) == 4 and old.number.amount in _OLD and old.last == old.first + 1
        return reading(year_piece(old.number.amount), "year") if known else None
    number = found["ordinal"].number
    value = number.amount
    tens = found.get("number")
    if tens is not None:
        if not tens.number.words or tens.number.amount % 10 or tens.number.amount <= value:
            return None
        value += tens.number.amount
    if value in _SPOKEN and (tens is not None or number.digits):
        return reading(year_piece(value), "year")
    before = found.before()
    if value >= 100 or (number.words and tens is None) or value < 10:
        return None
    if before is None or not before.tags & {"in", "until", "since"}:
        return None
    return reading(year_piece(value + (1900 if value >= 35 else 2000)), "year")


@UNITS.rule(
    "apostrophe number year_word? dot?",
    "apostrophe ordinal year_word?",
    "number year_word dot?",
    "number years_word dot?",
)
def short_year(found: Found) -> Reading | None:
    """A year by its last two figures, behind an apostrophe or a month.

    в [’25 году] построим 5 школ => deadline due=2025-12-31
    к [1 сентября ’25] откроем школу => deadline due=2025-09-01
    к [1 сентября 25 г.] откроем школу => deadline due=2025-09-01
    в [‘25-м] построим школу => deadline due=2025-12-31
    цена '25 тенге' => no date
    построено ’25 => no date
    """
    close_short(found)
    number = found.get("number") or found["ordinal"]
    digits, before, word = number.number.digits, found.before(), found.get("year_word")
    if len(digits) != 2 or number.last - number.first > (1 if "number" in number.tags else 3):
        return None
    month = before is not None and "month" in before.tags
    placed = before is not None and bool(before.tags & {"in", "until", "since"})
    if found.get("apostrophe") is None:
        if not month or word is None:
            return None
    elif not found.tokens.glued(number.first) or not (month or placed or word is not None):
        return None
    after = found.after()
    if word is None and after is not None and after.tags & {"unit", "currency", "scale", "percent_sign", "time_unit"}:
        return None
    value = int(digits)
    return reading(year_piece(value + (2000 if value < 60 else 1900)), "year")


@UNITS.rule("year years_word dot?", "ordinal years_word dot?")
def last_year_of_list(found: Found) -> Reading | None:
    """The last year of a list, whose word is in the plural.

    в 2016 и [2017 годах] построено 5 школ => date first_day=2017-01-01 last_day=2017-12-31 role=past
    в [2026], 2027 и 2028 годах выделят 5 млн => deadline due=2026-12-31
    к 2030 и [2035 годам] построят => deadline due=2035-12-31
    """
    close_short(found)
    atom = found.get("year") or found["ordinal"]
    return reading(year_piece(atom.number.amount), "year") if "year" in atom.tags else None


@UNITS.rule("year", "ordinal")
def year_alone(found: Found) -> Reading | None:
    """A year without its word, where its surroundings say that it is one.

    к [2030] доля вырастет до 15% => deadline due=2030-12-31
    в 2024 году доля составит 5%, а в [2025-м] – 7% => date first_day=2025-01-01 role=deadline
    в [2023-м] стороны ограничились девятью контрактами => date first_day=2023-01-01 role=past
    он стал 2025-м участником программы => no date
    доля МСБ, %: [2024] – 9; 2025 – 11 => date first_day=2024-01-01 role=deadline
    построено 2000 домов => no date
    приказ № 2025 => no date
    """
    atom = found.get("year") or found["ordinal"]
    if "year" not in atom.tags:
        return None
    return reading(year_piece(atom.number.amount), "year", "weak", *(("row",) if "ordinal" in atom.tags else ()))


@UNITS.rule(
    "year slash integer year_kind? years_word|year_word|cycle? dot?",
    "years year_kind? years_word|year_word|cycle? dot?",
)
def years(found: Found) -> Reading | None:
    """A run of years.

    в [2025–2027 годах] будет направлено => deadline due=2027-12-31
    программа на [2025-2027 гг.] => date first_day=2025-01-01 last_day=2027-12-31
    в [2025/26 учебном году] откроют 5 школ => date first_day=2025-09-01 last_day=2026-05-25 role=deadline
    [2023-2024 годы] были трудными => date first_day=2023-01-01 last_day=2024-12-31
    """
    close_short(found)
    span = found.get("years")
    word = found.get("years_word|year_word|cycle")
    if span is not None:
        first, last = span.number.amount, span.number.amount_max
    else:
        first, last = found["year"].number.amount, found["integer"].number.amount
        if last < 100:
            last += first - first % 100
        if last != first + 1:
            return None
    if not (first in _SPOKEN and last in _SPOKEN and first < last):
        return None
    if word is not None and "cycle" in word.tags:
        return _two_years(word, first, last)
    return reading(Fixed(calendar.years(int(first), int(last))), "years", *(() if word else ("weak",)))


def _two_years(cycle: Atom, first: float, last: float, *, toward: bool = False) -> Reading | None:
    """A cycle that two years name: its days where they are the same everywhere, else the years."""
    if last != first + 1 or first not in _SPOKEN:
        return None
    entry = cycle.entry("cycle")
    if toward and "begins" in entry.values:
        return reading(Fixed(calendar.day(dt.date(int(first), *entry["begins"]))), "day", "edge")
    if not entry.get("exact"):
        return reading(Fixed(calendar.years(int(first), int(last))), "years")
    days = calendar.piece(int(first), tuple(entry["begins"]), tuple(entry["ends"]), "period")
    return reading(Fixed(days), "years", "cycle")


@UNITS.rule("cycle year slash integer", "cycle years years_word?", "cycle year dash year years_word?")
def cycle(found: Found) -> Reading | None:
    """A heating season or school year by its two years.

    по итогам [отопительного сезона 2019/20] проведен перерасчет => date first_day=2019-01-01 last_day=2020-12-31
    к [отопительному сезону 2025–2026 годов] подготовят котельные => deadline due=2025-10-15
    в [учебном году 2025/2026] откроют школу => date first_day=2025-09-01 last_day=2026-05-25
    """
    span = found.get("years")
    if span is not None:
        first, last = span.number.amount, span.number.amount_max
    else:
        first = found["year"].number.amount
        last = (found.get("integer") or found.all("year")[-1]).number.amount
        if last < 100:
            last += first - first % 100
    before = found.before()
    toward = before is not None and "until" in before.tags and bool(before.entry("until").get("toward"))
    return _two_years(found["cycle"], first, last, toward=toward)


@UNITS.rule("which|new cycle", "part which|new cycle", "part cycle")
def cycle_from_anchor(found: Found) -> Reading | None:
    """A school year or heating season by its place before or behind the anchor, or one of its ends.

    в [новом учебном году] откроют 5 школ => date first_day=2024-09-01 last_day=2025-05-25 role=deadline
    за [прошедший отопительный сезон] сожжено 5 млн тонн => date first_day=2023-10-15 last_day=2024-04-15 role=past
    котельные подготовят до [начала отопительного сезона] => deadline due=2024-10-15
    до [конца отопительного сезона] сожгут 5 млн тонн => deadline due=2025-04-15
    к [началу учебного года] откроют школу => deadline due=2025-09-01
    @2024-05-05 к [новому учебному году] сдадут школу => deadline due=2024-09-01
    @2024-02-01 до [начала нового учебного года] сдадут школу => deadline due=2024-09-01
    в учебном году занятия идут => no date
    """
    entry = found["cycle"].entry("cycle")
    if "begins" not in entry.values:
        return None
    begins, ends = tuple(entry["begins"]), tuple(entry["ends"])
    which = found.get("which|new")
    part = found.get("part")
    side: Side | None = part.entry("part")["part"] if part is not None else None
    if side not in (None, "begin", "end"):
        return None
    if which is None:
        day = begins if side == "begin" else ends
        return reading(Piece(day, day, "day"), "day", "edge")
    shift = int(which.entry("which")["shift"]) if "which" in which.tags else None
    if is_plural(found.tokens.lowers[which.first]):
        return None
    before = found.before()
    if side is None and before is not None and "until" in before.tags and before.entry("until").get("toward"):
        side = "begin"
    return reading(Cycle(begins, ends, shift, side), "cycle", *(("day", "edge") if side else ()))


@UNITS.rule("decade years_word?", "ordinal years_word?", "decade_word years_word?")
def decade(found: Found) -> Reading | None:
    """The years of a decade.

    в [1990-х годах] доля составляла 15% => date first_day=1990-01-01 last_day=1999-12-31 role=past
    в [90-е] заводы закрылись => date first_day=1990-01-01 last_day=1999-12-31 role=past
    в [2030-х] построим АЭС => deadline due=2039-12-31
    в [девяностые годы] производство упало => date first_day=1990-01-01 last_day=1999-12-31
    в [нулевые годы] производство росло => date first_day=2000-01-01 last_day=2009-12-31 role=past
    20-е место => no date
    нулевые ставки => no date
    """
    zeros = found.get("decade_word")
    if zeros is not None:
        before = found.before()
        if found.get("years_word") is None and not (before is not None and before.tags & {"in", "since", "part"}):
            return None
        after = found.after()
        if found.get("years_word") is None and after is not None and _ranks(found.tokens.lowers[after.first], ""):
            return None
        first = int(zeros.entry("decade_word")["value"])
        return reading(Fixed(calendar.years(first, first + 9)), "years", "decade")
    atom = found.get("decade") or found["ordinal"]
    number = atom.number
    value = number.amount
    if "decade" not in atom.tags and not (number.words and is_plural(found.tokens.lowers[atom.first])):
        return None
    named = found.get("years_word") is not None
    before = found.before()
    governed = before is not None and bool(before.tags & {"in", "until", "since", "t_part", "part"})
    if value % 10 or not (20 <= value < 100 or value in _SPOKEN) or not (named or governed or value >= 1900):
        return None
    after = found.after()
    if not named and value < 1900 and after is not None and "date_number" in after.tags:
        return None
    followed = not named and value < 1900 and after is not None and not after.tags & _NO_NOUN
    if followed and after is not None and _ranks(found.tokens.lowers[after.first], number.suffix):
        return None
    if value < 100:
        value += 2000 if value == 20 else 1900
    return reading(Fixed(calendar.years(int(value), int(value) + 9)), "years", "decade")


def _ranks(word: str, suffix: str) -> bool:
    """Whether an ordinal in figures belongs to this noun («90-е место», «20-х числах»), and is no decade."""
    readings = [f for f in forms(word)[:3] if f.pos in ("NOUN", "ADJF")]
    if len(suffix) > 1 or not readings:
        return False
    if any(f.number == "sing" and f.gender == "neut" for f in readings):
        return True
    return any(f.number == "plur" and f.case in ("gent", "loct") for f in readings)


@UNITS.rule("roman century_word", "ordinal century_word", "integer century_word")
def century(found: Found) -> Reading | None:
    """A century by its number.

    к [концу XXI века] => date last_day=2100-12-31
    """
    number = (found.get("roman") or found.get("ordinal") or found["integer"]).number
    if not 15 <= number.amount <= 22 or number.amount_max is not None:
        return None
    n = int(number.amount)
    return reading(Fixed(Interval(dt.date(n * 100 - 99, 1, 1), dt.date(n * 100, 12, 31))), "years", "century")

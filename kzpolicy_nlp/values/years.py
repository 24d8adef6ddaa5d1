"""Rules for years, runs of years, decades and centuries (SPEC §5)."""

from __future__ import annotations

import datetime as dt

from ..text.morphology import forms
from ..text.rules import Found
from . import calendar
from .calendar import Interval
from .calendar_dates import UNITS, Reading, close_short, is_plural, reading, year_piece
from .periods import Fixed

_SPOKEN = range(1900, 2101)
_NO_NOUN = frozenset({"comma", "dot", "close", "dash", "year_word"})


@UNITS.rule(
    "year year_kind? year_word dot?",
    "which comma? year year_kind? year_word dot?",
    "number ordinal year_word",
    "ordinal year_word",
)
def year(found: Found) -> Reading | None:
    """A year with its word, or an ordinal with it.

    к [2026 году] => deadline due=2026-12-31
    в [2025-м году] введут 5 школ => deadline due=2025-12-31
    завод построен в [прошлом, 2023 году] => date first_day=2023-01-01 last_day=2023-12-31 role=past
    к [2030 г.] построим => deadline due=2030-12-31
    в [две тысячи тридцатом году] построим => deadline due=2030-12-31
    в [37-м году] завод эвакуировали => date first_day=1937-01-01 role=past
    на 33-м году независимости => no date
    стаж 2025 лет => no date
    """
    close_short(found)
    if found.get("year") is not None:
        return reading(year_piece(found["year"].number.amount), "year")
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
    в [2025/26 учебном году] откроют 5 школ => date first_day=2025-01-01 last_day=2026-12-31 role=deadline
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
    return reading(Fixed(calendar.years(int(first), int(last))), "years", *(() if word else ("weak",)))


@UNITS.rule("cycle year slash integer", "cycle years years_word?", "cycle year dash year years_word?")
def cycle(found: Found) -> Reading | None:
    """A heating season or school year by its two years.

    по итогам [отопительного сезона 2019/20] проведен перерасчет => date first_day=2019-01-01 last_day=2020-12-31
    """
    span = found.get("years")
    if span is not None:
        first, last = span.number.amount, span.number.amount_max
    else:
        first = found["year"].number.amount
        last = (found.get("integer") or found.all("year")[-1]).number.amount
        if last < 100:
            last += first - first % 100
    if last != first + 1 or first not in _SPOKEN:
        return None
    return reading(Fixed(calendar.years(int(first), int(last))), "years")


@UNITS.rule("decade years_word?", "ordinal years_word?")
def decade(found: Found) -> Reading | None:
    """The years of a decade.

    в [1990-х годах] доля составляла 15% => date first_day=1990-01-01 last_day=1999-12-31 role=past
    в [90-е] заводы закрылись => date first_day=1990-01-01 last_day=1999-12-31 role=past
    в [2030-х] построим АЭС => deadline due=2039-12-31
    в [девяностые годы] производство упало => date first_day=1990-01-01 last_day=1999-12-31
    20-е место => no date
    """
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

"""Rules for items of a list whose noun comes with a later one: «1, 2 и 3 июня», «в этом и следующем году» (SPEC §5)."""

from __future__ import annotations

from ..text.morphology import forms
from ..text.rules import Found
from .calendar_dates import UNITS, Reading, day_of, is_plural, reading, shift_of
from .date_parts import WITH_YEAR
from .periods import Piece


@UNITS.rule(
    "(day) and|comma|dash day month",
    "(day) comma day and|comma day month",
    "(day) comma day comma day and|comma day month",
)
def day_of_a_list(found: Found) -> Reading | None:
    """A day whose month is said with the next one.

    выходными будут [8] и 9 мая => date first_day=2025-05-08 last_day=2025-05-08
    выборы прошли [3], 4 и 5 июня => date first_day=2024-06-03 role=past
    """
    before = found.before()
    if before is not None and "since" in before.tags and found.get("and|comma|dash") is not None:
        return None
    first = found["day"].number
    after = found.get("day", 1)
    if after is None or first.amount_max is not None or first.amount >= after.number.amount or first.suffix:
        return None
    piece = day_of(first.amount, found["month"].entry("month")["value"])
    return None if piece is None else reading(piece, "open", "day", "listed")


@UNITS.rule(
    "(ordinal|roman) and|comma ordinal|roman quarter_word",
    "(ordinal|roman) comma ordinal|roman and|comma ordinal|roman quarter_word",
)
def quarter_of_a_list(found: Found) -> Reading | None:
    """A quarter whose noun is said with the next one.

    в [I] и II кварталах выделят средства => date first_day=2025-01-01 last_day=2025-03-31
    """
    n = found["ordinal|roman"].number.amount
    if n not in (1, 2, 3):
        return None
    months = int(n * 3 - 2), int(n * 3)
    return reading(Piece((months[0], 1), (months[1], 0), "quarter"), "open", "quarter", "listed")


@UNITS.rule(
    "(which) and|comma which year_word|years_word",
    "and (which years_word)",
)
def year_of_a_list(found: Found) -> Reading | None:
    """This year or the next, its noun in the plural or said with the next one.

    в [этом] и следующем году построим 5 школ => deadline due=2024-12-31
    в этом и [следующем году] построим 5 школ => deadline due=2025-12-31
    в прошлом и [текущем годах] построено 5 школ => date first_day=2024-01-01 last_day=2024-12-31 role=past
    в [прошлом] и текущем годах построено 5 школ => date first_day=2023-01-01 last_day=2023-12-31 role=past
    этот и следующий этапы => no date
    """
    if is_plural(found.tokens.lowers[found["which"].first]):
        return None
    return reading(Piece((1, 1), (12, 31), "year", shift=shift_of(found["which"])), "year", "relative")


@UNITS.rule("in (elliptic_year)")
def year_left_out(found: Found) -> Reading | None:
    """The next year or the last, its noun said with a year before in the sentence.

    в этом году построено 5 школ, в [следующем] – откроем 7 => deadline due=2025-12-31
    в прошлом году закуплено 10 автобусов, в [нынешнем] планируют закупить 30 => deadline due=2024-12-31
    в прошлом году добыто 5 млн тонн, в [этом] – 7 => date first_day=2024-01-01 role=past
    в следующем, по его словам, все решится => no date
    в прошлом году открыли 5 школ, в нынешнем составе их 40 => no deadline
    """
    after = found.after()
    entry = found["elliptic_year"].entry("elliptic_year")
    if after is not None and entry.get("strict") and "comma" in after.tags:
        return None
    if after is not None and found.tokens.words[after.first][0].isalnum():
        said = {f.pos for f in forms(found.tokens.lowers[after.first])[:2]}
        if not entry.get("goes_on") or not said <= {"VERB", "NPRO", "ADVB", "PRTS", "PRED", "PREP", "INFN"}:
            return None
    shift = int(entry["shift"])
    return reading(Piece((1, 1), (12, 31), "year", shift=shift), "year", "relative", "weak", "elliptic")


@WITH_YEAR.rule("(t_open which) and|comma t_open t_year", "(t_open which) and|comma in t_open t_year")
def month_of_a_list(found: Found) -> Reading | None:
    """A month of this year or the last, the year's noun said with the next one.

    в [мае прошлого] и марте нынешнего года проведены проверки => date first_day=2023-05-01 last_day=2023-05-31
    """
    first: Reading = found["t_open"].number
    if not isinstance(first.meaning, Piece) or first.meaning.precision == "year":
        return None
    piece = Piece(first.meaning.first, first.meaning.last, first.meaning.precision, shift=shift_of(found["which"]))
    return Reading(piece, first.tags - {"t_open", "t_weak"} | {"t_dated"}, first.rule)

"""Rules that put times together: a year to its day, parts of a time, ranges from one to another (SPEC §5)."""

from __future__ import annotations

from dataclasses import replace

from ..text.morphology import forms
from ..text.rules import Chain, Found, RuleBook
from . import calendar
from .calendar_dates import Reading, half_meaning, is_plural, reading, with_year
from .periods import Fixed, Meaning, Part, Piece, Pointing, Range, Shifted, Spell

#: A year put to what it belongs to.
WITH_YEAR: RuleBook[Reading] = RuleBook()
#: Halves of a time, ten days of a month.
DIVIDED: RuleBook[Reading] = RuleBook()
#: Beginnings, middles, ends.
PARTS: RuleBook[Reading] = RuleBook()
#: From one time to another, and one time said twice.
RANGES: RuleBook[Reading] = RuleBook()

_YEAR = Piece((1, 1), (12, 31), "year")
#: The cases of an ordinal's ending («2023-м», «2023-го»), the letters escaped.
_AGREEING = {"\u043c": ("loct", "ablt"), "\u0433\u043e": ("gent", "accs"), "\u043c\u0443": ("datv",)}
_KINDS = frozenset(
    {
        *("t_day", "t_month", "t_quarter", "t_half", "t_year", "t_part", "t_years"),
        *("t_season", "t_holiday", "t_unit", "t_weekday"),
    }
)


def may_be_year(chain: Chain, i: int) -> bool:
    """Whether a bare year is not a count: what follows is no word that it could count, nor a sign of a number."""
    tokens, atoms = chain.tokens, chain.atoms
    atom = atoms[i]
    if i + 1 >= len(atoms) or tokens.sentence_of[atoms[i + 1].first] != tokens.sentence_of[atom.first]:
        return True
    after = atoms[i + 1]
    if after.tags & {"scale", "unit", "currency", "percent_sign", "number", "time_unit", "term"}:
        return False
    word = tokens.lowers[after.first]
    suffix = tokens.lowers[atom.last - 1].rpartition("-")[2]
    if suffix in _AGREEING:  # «в 2023-м стороны ограничились …» counts no sides
        if any(f.pos == "NPRO" for f in forms(word)):
            return True  # «к концу 2026-го их станет 390 тысяч»
        agreeing = [f for f in forms(word)[:4] if f.pos in ("NOUN", "ADJF", "PRTF") and f.score > 0.02]
        return not any(f.case in _AGREEING[suffix] and f.number == "sing" and f.gender != "femn" for f in agreeing)
    if not word[0].isalpha() or after.tags & {"t_time", "until", "since", "and", "in", "onto", "through"}:
        return not (word in "/" and tokens.glued(after.first))
    likely = [f for f in forms(word)[:4] if f.score > 0.02]
    if "t_row" in atom.tags:  # «в 2016-м школ было 87»: an ordinal counts nothing
        return not any(f.pos == "NOUN" and f.case == "loct" for f in likely)
    return {f.case for f in likely if f.pos in ("NOUN", "ADJF", "PRTF", "NPRO")} <= {"nomn", "accs"}


@WITH_YEAR.rule("t_open|t_count dot? t_year")
def piece_of_year(found: Found) -> Reading | None:
    """A day, month, quarter or half with the year behind it.

    до [1 сентября 2025 года] построить школу => deadline due=2025-09-01
    с [декабря этого года] будут курсировать => date first_day=2024-12-01 last_day=2024-12-31 role=start
    в [мае 2025] откроют школу => deadline due=2025-05-31
    [22 Ноября 2016], 11:34 => date first_day=2016-11-22 last_day=2016-11-22
    за [тот же период 2023 года] прибыль упала => date role=past
    """
    atom = found["t_open|t_count"]
    dot = found.get("dot")
    if dot is not None and not found.tokens.glued(dot.first):
        return None
    first: Reading = atom.number
    year = found["t_year"].number
    meaning = first.meaning
    if isinstance(meaning, Spell):
        meaning = Piece((1, 1), (int(meaning.amount), 0), "period")
        if not 1 <= meaning.last[0] <= 12:
            return None
    if isinstance(meaning, Pointing):
        named = year.meaning
        if not isinstance(named, Piece) or meaning.unit not in (None, "day", "month", "quarter", "half"):
            return None
        return reading(replace(meaning, year=named.year, shift=named.shift), "pointing")
    if not isinstance(meaning, Piece) or (meaning.precision == "year"):
        return None
    whole = with_year(meaning, year.meaning)
    if whole is None:
        return None
    return Reading(whole, first.tags - {"t_open", "t_weak", "t_count"} | {"t_dated"}, first.rule)


@WITH_YEAR.rule("t_season t_years")
def season_of_years(found: Found) -> Reading | None:
    """A winter that two years share.

    [зимой 2023–2024 годов] отремонтировано 5 домов => date first_day=2023-12-01 last_day=2024-02-29 role=past
    """
    season, years = found["t_season"].number.meaning, found["t_years"].number.meaning
    if not (isinstance(season, Piece) and isinstance(years, Fixed)) or season.first[0] < season.last[0]:
        return None
    return reading(replace(season, year=years.span.start.year), "season")


@WITH_YEAR.rule("t_decade t_century")
def decade_of_century(found: Found) -> Reading | None:
    """A decade of a century that is named.

    в [60-е годы прошлого века] прорыты каналы => date first_day=1960-01-01 last_day=1969-12-31 role=past
    """
    decade, century = found["t_decade"].number.meaning, found["t_century"].number.meaning
    if not isinstance(decade, Fixed):
        return None
    base = 1900
    if isinstance(century, Fixed):
        base = century.span.start.year - 1
    elif isinstance(century, Shifted):
        base = 2000 + 100 * century.shift
    first = base + decade.span.start.year % 100
    return reading(Fixed(calendar.years(first, first + 9)), "years", "decade")


@PARTS.rule("part t_time", "part year_word", "part year_kind year_word", "part time_unit")
def part_of(found: Found) -> Reading | None:
    """The beginning, the middle or the end of a time.

    до [конца 2026 года] построить => deadline due=2026-12-31
    в [начале 2026 года] откроют => date first_day=2026-01-01 last_day=2026-03-31 role=deadline
    к [середине 2026 года] сдадут => deadline due=2026-06-30
    до [конца года] введем 12 объектов => deadline due=2024-12-31
    до [конца текущего года] => date last_day=2024-12-31
    в [конце первого квартала 2025 года] ожидается пуск => deadline due=2025-03-31
    @2024-04-09 завершат до [конца следующей недели] => deadline due=2024-04-21
    до [конца месяца] представить план => deadline due=2024-09-30
    к [концу 1990-х] показатель снизился => date last_day=1999-12-31 role=past
    к [концу первой декады октября] завершат => deadline due=2024-10-10
    начало строительства => no date
    до конца трассы => no date
    """
    side = found["part"].entry("part")["part"]
    time = found.get("t_time")
    if time is not None:
        inner: Reading = time.number
        if inner.tags & {"t_dayword", "t_recurring", "t_spell", "t_days", "t_count", "t_edge"}:
            return None
        if inner.tags >= {"t_part"} and "t_divided" not in inner.tags:
            return None
        if inner.tags >= {"t_year", "t_weak"} and not may_be_year(found.chain, found.chain.at[time.first]):
            return None
        if inner.tags & {"t_day", "t_weekday"} and side not in ("eve",):
            return None
        return reading(Part(inner.meaning, side), "part")
    if side == "eve":
        return None
    if found.get("year_word") is not None:
        kind = found.get("year_kind")
        if kind is not None and "academic" in kind.tags:
            return None
        return reading(Part(_YEAR, side), "part", "year_part")
    unit = found["time_unit"]
    entry = unit.entry("time_unit")
    if is_plural(found.tokens.lowers[unit.first]) or entry.get("times") or (entry["unit"] == "day" and side != "end"):
        return None
    return reading(Part(Shifted("day" if entry["unit"] == "workday" else entry["unit"], 0), side), "part")


@DIVIDED.rule("ordinal half_part t_time", "ordinal half_part year_word", "ordinal half_part time_unit")
def half_of(found: Found) -> Reading | None:
    """The first or second half of a time.

    во [второй половине 2024 года] затраты составят => date first_day=2024-07-01 last_day=2024-12-31 role=deadline
    в [первой половине июня] откроют => date last_day=2025-06-15
    во [второй половине года] запустим завод => deadline due=2024-12-31
    вторая половина дня => no date
    """
    number = found["ordinal"].number.amount
    time = found.get("t_time")
    meaning: Meaning = _YEAR
    if time is not None:
        if time.tags & {"t_dayword", "t_recurring", "t_spell", "t_day", "t_weekday"}:
            return None
        meaning = time.number.meaning
    elif found.get("time_unit") is not None:
        unit = found["time_unit"].entry("time_unit")["unit"]
        if unit not in ("month", "decade", "century", "year"):
            return None
        meaning = Shifted(unit, 0) if unit != "year" else _YEAR
    half = half_meaning(meaning, number)
    return None if half is None else reading(half, "part", "divided")


@DIVIDED.rule("last time_unit t_month")
def last_day(found: Found) -> Reading | None:
    """The last day of a month.

    заявки примут в [последний день сентября] => deadline due=2024-09-30
    """
    if found["time_unit"].entry("time_unit")["unit"] != "day" or is_plural(found.tokens.lowers[found["last"].first]):
        return None
    return reading(Part(found["t_month"].number.meaning, "end"), "part", "divided")


@DIVIDED.rule(
    "ordinal|roman|last third_word t_month",
    "last time_unit t_year",
    "last time_unit year_word",
    "results year_word",
    "results year_kind year_word",
)
def counted_part(found: Found) -> Reading | None:
    """Ten days of a month; the last quarter of a year; the year that results are of.

    в [первой декаде июня 2025 года] откроют => date first_day=2025-06-01 last_day=2025-06-10
    в [I декаде июня] откроют => deadline due=2025-06-10
    в [последней декаде сентября] завершат => date first_day=2024-09-21 last_day=2024-09-30 role=deadline
    в [последнем квартале 2025 года] запустят => deadline due=2025-12-31
    по итогам [года] экспорт составит 5 млрд => deadline due=2024-12-31
    """
    if found.get("third_word") is not None:
        which = found["ordinal|roman|last"]
        number = which.number.amount if which.number is not None else 3
        if number not in (1, 2, 3):
            return None
        return reading(Part(found["t_month"].number.meaning, "third", int(number)), "part", "divided")
    if found.get("results") is not None:
        found.first = (found.get("year_kind") or found["year_word"]).first
        return reading(_YEAR, "year", "open_year")
    unit = found["time_unit"].entry("time_unit")["unit"]
    months = {"quarter": 10, "month": 12, "half": 7}.get(unit)
    if months is None:
        return None
    piece = Piece((months, 1), (12, 31), unit)
    year = found.get("t_year")
    whole = with_year(piece, year.number.meaning) if year is not None else piece
    return None if whole is None else reading(whole, "part", "divided")


@PARTS.rule("t_eve t_holiday", "t_eve t_day", "until (new comma? t_year)")
def day_before(found: Found) -> Reading | None:
    """The day before a holiday or a day; a new year as a limit is the last day of the old one.

    [накануне Нового года] открыли парк => date first_day=2023-12-31 last_day=2023-12-31 role=past
    до [Нового 2025 года] сдадим мост => deadline due=2024-12-31
    к [новому, 2026 году] сдадим мост => deadline due=2025-12-31
    """
    year = found.get("t_year")
    if year is None:
        time = (found.get("t_holiday") or found["t_day"]).number
        return reading(Part(time.meaning, "eve"), "day")
    named = year.number.meaning
    if not isinstance(named, Piece) or named.year is None:
        return None
    return reading(Part(replace(named, year=named.year - 1), "end"), "part")


@RANGES.rule(
    "since (t_time dot? through|until t_time)",
    "(t_time dash t_time)",
    "between (t_time and t_time)",
)
def range_of(found: Found) -> Reading | None:
    """From one time to another: one expression.

    отсрочка с [1 апреля по 30 июня 2025 года] => date first_day=2025-04-01 last_day=2025-06-30
    с [2020 по 2024 год] построено 5 школ => date first_day=2020-01-01 last_day=2024-12-31 role=past
    с [января по сентябрь] перевезено 5 млн тонн => date first_day=2024-01-01 last_day=2024-09-30 role=past
    с [{конца 2025-го по начало 2026-го} годов] на IPO выйдут => date last_day=2026-03-31 role=deadline
    с [декабря 2023 по март 2024 года] => date first_day=2023-12-01 last_day=2024-03-31
    с [14.10. по 15.11.2024] прошли курсы => date first_day=2024-10-14 last_day=2024-11-15
    [30 апреля – 5 мая 2025 года] пройдет форум => date first_day=2025-04-30 last_day=2025-05-05 role=deadline
    стандарт СТ РК 2025-2019 => no date
    работает с понедельника по пятницу => no date
    с 5 до 10 процентов => no date
    """
    first_atom, last_atom = found.all("t_time")
    first, last = first_atom.number, last_atom.number
    dashed = found.get("dash") is not None
    if not (first.tags & _KINDS and last.tags & _KINDS):
        return None
    weak_last = last.tags >= {"t_weak", "t_year"} and not may_be_year(found.chain, found.chain.at[last_atom.first])
    if isinstance(first.meaning, Piece) and isinstance(last.meaning, Piece) and _runs_back(first.meaning, last.meaning):
        return None
    if weak_last or (dashed and not first.tags & last.tags & _KINDS):
        return None
    if dashed and "t_month" in last.tags and "t_weak" in last.tags and "t_weak" not in first.tags:
        return None
    return reading(_range(first.meaning, last.meaning), "range", *({"day"} if "t_day" in first.tags else ()))


def _runs_back(begin: Piece, end: Piece) -> bool:
    """Whether two years stand in the wrong order for a range."""
    named = begin.year is not None and end.year is not None and begin.precision == end.precision == "year"
    return named and (begin.year or 0) >= (end.year or 0)


def _range(begin: Meaning, end: Meaning) -> Meaning:
    if isinstance(begin, Piece) and begin.is_open and begin.precision == "day" and isinstance(end, Fixed):
        last = end.span.last
        begin = replace(begin, year=last.year - (begin.first > (last.month, last.day)))
    if isinstance(begin, Piece) and isinstance(end, Piece):
        same = (begin.year, begin.shift) == (end.year, end.shift)
        in_order = begin.first <= end.first and begin.precision != "year"
        if (begin.is_open or same) and in_order:
            return replace(end, first=begin.first, precision="period")
        if begin.is_open and end.year is not None:
            begin = replace(begin, year=end.year - 1)
        elif begin.is_open and end.shift is not None:
            begin = replace(begin, shift=end.shift - 1)
        if begin.precision == end.precision == "year" and begin.year and end.year and begin.year < end.year:
            return Fixed(calendar.years(begin.year, end.year))
    return Range(begin, end)


@PARTS.rule(
    "t_weekday comma? t_day",
    "t_dayword comma? t_day",
    "t_weekday open t_day close",
    "t_dayword open t_day close",
    "t_day open t_weekday close",
)
def day_said_twice(found: Found) -> Reading | None:
    """A day and its weekday, one expression.

    в [среду, 21 августа] министр сообщил => date first_day=2024-08-21 last_day=2024-08-21 role=past
    об этом [сегодня, 2 сентября 2024 года], сообщили => date first_day=2024-09-02 role=past
    """
    day: Reading = found["t_day"].number
    return Reading(day.meaning, day.tags - {"t_weak"}, day.rule)

"""Rules for times that count from the document's date (SPEC §5)."""

from __future__ import annotations

from typing import Literal

from ..text.morphology import forms
from ..text.rules import Atom, Found
from .calendar import Unit
from .calendar_dates import UNITS, Reading, is_plural, reading, shift_of
from .periods import Piece, Recurring, Shifted, Spell, Weekday

Way = Literal["next", "in", "last", "ago", "either"]
#: Longest spell that is still a time: a thousand years and the like are figures of speech.
_LONGEST = {"year": 200, "decade": 15, "century": 1, "half": 40, "quarter": 80, "month": 600, "week": 500}


def unit_of(atom: Atom) -> tuple[Unit, float]:
    """The unit of a word and how many of them it is («пятилетка»: 5 years)."""
    if "half_year" in atom.tags:
        return "month", float(atom.entry("half_year")["months"])
    entry = atom.entry("time_unit")
    return entry["unit"], float(entry.get("times", 1))


def _is_many(found: Found, unit: Atom) -> bool:
    """Whether a unit without a number is in the plural, so that it says no length («годы», «лет назад»)."""
    if "time_unit" not in unit.tags or unit.last - unit.first > 1:
        return False
    if unit.entry("time_unit").get("plural_only"):
        return False
    return bool(unit.entry("time_unit").get("many")) or is_plural(found.tokens.lowers[unit.first])


def spell_of(found: Found, way: Way) -> Spell | None:
    """So many units; the further end where a range is said."""
    unit_atom = found.get("time_unit|half_year") or found.get("half_year") or found["time_unit"]
    unit, times = unit_of(unit_atom)
    number = found.get("number")
    amount = 1.0
    if number is not None:
        amount = number.number.amount_max or number.number.amount
        if amount <= 0:
            return None
    elif _is_many(found, unit_atom):
        return None
    amount *= times
    if amount > _LONGEST.get(unit, 3000) or (amount != int(amount) and unit not in ("year", "month", "quarter")):
        return None
    return Spell(amount, unit, way)


@UNITS.rule("which year_kind? year_word dot?", "this_year_short", "last_year_short", "same_here year_word")
def year_from_anchor(found: Found) -> Reading | None:
    """This year, the last, the next.

    в [прошлом году] экспорт вырос => date first_day=2023-01-01 last_day=2023-12-31 role=past
    в [текущем году] будет направлено 5 млн => deadline due=2024-12-31
    в [следующем году] построим 5 школ => deadline due=2025-12-31
    доля за [позапрошлый год] упала => date first_day=2022-01-01 last_day=2022-12-31 role=past
    построить до [1 июня т.г.] => deadline due=2024-06-01
    в [этом же году] откроем центр => deadline due=2024-12-31
    на [предстоящий финансовый год] предусмотрено 5 млн => deadline due=2025-12-31
    @none в [этом году] построим 5 школ => date first_day=null last_day=null relative="this year" role=deadline
    в прошлые годы => no date
    """
    which = found.get("which")
    word = found.get("year_word")
    if found.get("dot") is not None and word is not None:
        found.last = word.last
    shift = 0 if which is None else shift_of(which)
    if found.get("last_year_short") is not None:
        shift = -1
    if which is not None and is_plural(found.tokens.lowers[which.first]):
        return None
    return reading(Piece((1, 1), (12, 31), "year", shift=shift), "year", "relative")


@UNITS.rule("which time_unit", "which term half_word")
def unit_from_anchor(found: Found) -> Reading | None:
    """This week, month or quarter, the last, the next.

    на [прошлой неделе] подписан меморандум => date first_day=2024-08-26 last_day=2024-09-01 role=past
    в [следующем месяце] откроют школу => deadline due=2024-10-31
    в [текущем квартале] выделят 5 млн => deadline due=2024-09-30
    в [следующем десятилетии] построят АЭС => deadline due=2039-12-31
    в [прошлом веке] построен завод => date first_day=1901-01-01 last_day=2000-12-31 role=past
    в следующий раз => no date
    в следующие месяцы => no date
    """
    unit, times = unit_of(found["time_unit"])
    tokens = found.tokens
    if unit in ("day", "workday") or times != 1:
        return None
    words = tokens.lowers[found["which"].first], tokens.lowers[found["time_unit"].first]
    if any(map(is_plural, words)):
        return None
    shift = shift_of(found["which"])
    if unit == "decade" and shift < 0 and (before := found.before()) is not None and "during" in before.tags:
        return reading(Spell(1, unit, "last"), "spell", "relative")
    tags = ("century",) if unit == "century" else ()
    return reading(Shifted(unit, shift), "unit", "relative", *tags)


@UNITS.rule("which season", "which month", "which weekday", "nearest weekday")
def season_from_anchor(found: Found) -> Reading | None:
    """A season, month or weekday with the word that says which.

    [прошлой осенью] собрано 15 млн тонн => date first_day=2023-09-01 last_day=2023-11-30 role=past
    [этой весной] построено 5 школ => date first_day=2024-03-01 last_day=2024-05-31 role=past
    [следующим летом] отремонтируют дорогу => deadline due=2025-08-31
    в [прошлую среду] министр заявил => date first_day=2024-08-28 last_day=2024-08-28 role=past
    в [следующую пятницу] откроют школу => deadline due=2024-09-13
    """
    if found.get("nearest") is not None:
        return reading(Weekday(found["weekday"].entry("weekday")["value"]), "weekday", "relative")
    shift = shift_of(found["which"])
    word = found.tokens.lowers[found["which"].first]
    if is_plural(word):
        return None
    if found.get("weekday") is not None:
        number = found["weekday"].entry("weekday")["value"]
        return reading(Weekday(number, shift), "weekday", "relative")
    if found.get("season") is not None:
        first = found["season"].entry("season")["value"]
        if shift == 0:
            return reading(Piece((first, 1), ((first + 1) % 12 + 1, 0), "period", shift=0), "season", "relative")
        meaning = Piece((first, 1), ((first + 1) % 12 + 1, 0), "period", shift=shift)
        return reading(meaning, "season", "relative")
    if found.get("month") is None:
        return None
    first = found["month"].entry("month")["value"]
    return reading(Piece((first, 1), (first, 0), "month", shift=shift), "month", "relative")


@UNITS.rule(
    "which|last number time_unit",
    "last half_year",
    "last time_unit",
    "which last number time_unit",
    "which half_year",
    "which time_unit",
)
def last_spell(found: Found) -> Reading | None:
    """The years, months or days up to the anchor, or from it on.

    за [последние пять лет] выделено 5 млн => date last_day=2024-09-02 role=past
    за [прошедшие два года] построено 5 школ => date last_day=2024-09-02 role=past
    за [прошедшие сутки] спасено 5 человек => date last_day=2024-09-02 role=past
    за [последний год] цены выросли => date last_day=2024-09-02 role=past
    за [последние полгода] создано 500 мест => date last_day=2024-09-02 role=past
    в [следующие три года] построим => deadline due=2027-09-02
    за [последние 80 с лишним лет] => date last_day=2024-09-02
    в последние годы => no date
    последние 5 школ => no date
    в [предстоящую пятилетку] построим 5 школ => deadline due=2029-09-02
    """
    which = found.get("which") or found.get("which|last")
    half_year = found.get("half_year")
    alone = found.get("number") is None and which is not None and half_year is None
    if alone:
        entry = found["time_unit"].entry("time_unit")
        if not entry.get("plural_only") and not (entry.get("times") and which is not None and "which" in which.tags):
            return None
    if which is not None and "which" in which.tags and found.get("last") is None:
        way: Way = "next" if shift_of(which) > 0 else "last"
    else:
        way = "last"
    spell = spell_of(found, way)
    if spell is None or (found.get("number") is None and half_year is None and _is_one_day(found)):
        return None
    if found.get("number") is None and half_year is None:
        before = found.before()
        if before is None or not before.tags & {"during", "within", "in"} or (after_year(found)):
            return None
    return reading(spell, "spell", "relative")


def _is_one_day(found: Found) -> bool:
    """Whether the unit is a day («последний день» is no length; «последние сутки» are)."""
    entry = found["time_unit"].entry("time_unit")
    return entry["unit"] in ("day", "workday") and not entry.get("plural_only")


def after_year(found: Found) -> bool:
    """Whether a year follows («последний квартал 2024 года» is no spell)."""
    after = found.after()
    return after is not None and bool(after.tags & {"year", "which", "year_word", "month"})


@UNITS.rule("nearest number time_unit", "nearest half_year", "nearest time_unit")
def next_spell(found: Found) -> Reading | None:
    """The years, months or days from the anchor on.

    в [ближайшие три года] построим 5 школ => deadline due=2027-09-02
    в [ближайшие полгода] откроем центр => deadline due=2025-03-02
    в течение [ближайших 10 дней] внести предложения => deadline due=2024-09-12
    на [ближайшее десятилетие] => date last_day=2034-09-02
    в ближайшие годы => no date
    в ближайшее время => no date
    """
    spell = spell_of(found, "next")
    return None if spell is None else reading(spell, "spell", "relative")


@UNITS.rule(
    "within entire? (number? time_unit)",
    "within entire? (half_year)",
    "during entire? (number time_unit)",
    "during entire? (half_year)",
    "during entire? (time_unit)",
    "during (number open integer close time_unit)",
    "within (number open number close time_unit)",
)
def spell_of_tense(found: Found) -> Reading | None:
    """A length of time that the tense places before or behind the anchor.

    построить школу в течение [трех месяцев] => deadline due=2024-12-02
    внести предложения в течение [10 рабочих дней] => deadline due=2024-09-16
    за [два года] построим 300 школ => deadline due=2026-09-02
    за [25 лет] количество машин увеличилось => date last_day=2024-09-02 role=past
    за [полгода] создадим 500 рабочих мест => deadline due=2025-03-02
    завод построили всего за 5 месяцев => no date
    в течение 5 дней со дня подачи заявления => no date
    в течение двух часов => no date
    """
    if found.get("half_year") is None and found.get("time_unit") is not None:
        unit = found["time_unit"]
        number = found.get("number") or found.get("number?")
        if number is None and "year_word" in unit.tags and found.get("within") is None and _year_follows(found):
            return None
        accusative = any(f.case == "accs" for f in forms(found.tokens.lowers[unit.first]))
        if number is None and found.get("within") is None and not accusative:
            return None
        if number is not None and unit.entry("time_unit")["unit"] == "half" and number.number.digits:
            return None
    if _counts_from_event(found):
        return None
    spell = spell_of(found, "either")
    if spell is None:
        return None
    return reading(spell, "spell", "either", *(("count",) if spell.unit == "month" else ()))


def _year_follows(found: Found) -> bool:
    after = found.after()
    return after is not None and bool(after.tags & {"year", "since"})


def _counts_from_event(found: Found) -> bool:
    """Whether the length is counted from an event («со дня подачи», «после ввода»)."""
    after, further = found.after(), found.after(2)
    if after is None:
        return False
    if after.tags & {"after_event", "until"}:
        return True
    event = further is not None and bool(further.tags & {"moment", "time_unit"})
    return event and bool(after.tags & {"since", "dated"})


@UNITS.rule("after (number time_unit)", "after (half_year)", "after (time_unit)", "(time_unit after number)")
def spell_ahead(found: Found) -> Reading | None:
    """A moment so far ahead of the anchor.

    через [пять лет] экспорт вырастет => deadline due=2029-09-02
    через [год] откроем 5 школ => deadline due=2025-09-02
    через [полгода] => date last_day=2025-03-02
    [лет через пять] построим => deadline due=2029-09-02
    начнется не ранее чем через [год] => date last_day=2025-09-02 role=start
    через год после вступления => no date
    через 5 дней со дня подачи => no date
    через [каждые 5 лет] => date recurring="5 year"
    """
    spell = spell_of(found, "in")
    if spell is None or _counts_from_event(found):
        return None
    return reading(spell, "spell", "relative")


@UNITS.rule(
    "in (term term_noun)",
    "in (number dash term term_noun)",
    "in|within (term period_noun)",
    "in (number term term_noun)",
    "in term_noun bound? (number time_unit)",
    "during|onto (term period_noun)",
    "no_later (number time_unit)",
)
def term(found: Found) -> Reading | None:
    """A term named by an adjective.

    в [двухмесячный срок] внести предложения => deadline due=2024-11-02
    в [недельный срок] разработать планы => deadline due=2024-09-09
    в [10-дневный срок] доложить => deadline due=2024-09-12
    в [3-х месячный срок] доложить => deadline due=2024-12-02
    внести предложения в срок [10 рабочих дней] => deadline due=2024-09-16
    утвердить не позднее [3 рабочих дней] => deadline due=2024-09-05
    на [трехлетний период] предусмотрено 5 млрд => deadline due=2027-09-02
    за [пятилетний период] построим 5 школ => deadline due=2029-09-02
    на пенсию выходят не позже 45 лет => no date
    в летний период => no date
    в кратчайшие сроки => no date
    в месячный срок со дня подписания => no date
    """
    if _counts_from_event(found):
        return None
    if found.get("term") is None:
        spell = spell_of(found, "next")
        short = spell is not None and spell.unit in ("day", "workday", "week", "month")
        return reading(spell, "spell", "relative") if spell is not None and short else None
    entry = found["term"].entry("term")
    number = found.get("number")
    if entry.get("counted") and number is None:
        return None
    amount = float(entry["amount"]) * (number.number.amount if number is not None else 1)
    if not 0 < amount <= 3000:
        return None
    before = found.chain.atoms[found.groups[0][0]]
    way: Way = "either" if "during" in (before.tags if before is not None else ()) else "next"
    return reading(Spell(amount, entry["unit"], way), "spell", "relative")


@UNITS.rule("number time_unit ago", "time_unit ago", "half_year ago")
def spell_ago(found: Found) -> Reading | None:
    """A moment so far behind the anchor.

    [два года назад] построен завод => date first_day=2022-01-01 last_day=2022-12-31 role=past
    [месяц назад] подписан меморандум => date first_day=2024-08-01 last_day=2024-08-31 role=past
    [10 дней назад] => date first_day=2024-08-23 last_day=2024-08-23
    несколько лет назад => no date
    """
    spell = spell_of(found, "ago")
    return None if spell is None else reading(spell, "spell", "relative")


@UNITS.rule("weekday")
def weekday(found: Found) -> Reading | None:
    """A day of the week, in the direction of the tense.

    в [пятницу] откроют школу => deadline due=2024-09-06
    в [среду] подписан меморандум => date first_day=2024-08-28 last_day=2024-08-28 role=past
    прием граждан – по [пятницам] => date recurring=week role=other
    работает с понедельника по пятницу => no date
    """
    if is_plural(found.tokens.lowers[found.first]):
        before = found.before()
        return reading(Recurring("week"), "recurring") if before is not None and "through" in before.tags else None
    return reading(Weekday(found["weekday"].entry("weekday")["value"]), "weekday", "weak")


@UNITS.rule("day_word")
def day_word(found: Found) -> Reading | None:
    """Today, yesterday, tomorrow.

    [вчера] подписан меморандум => date first_day=2024-09-01 last_day=2024-09-01 role=past
    [завтра] откроют школу => deadline due=2024-09-03
    [накануне] министр поручил => date first_day=2024-09-01 last_day=2024-09-01 role=past
    сегодня в стране работают 5 тысяч школ => no date
    накануне выборов => no date
    """
    entry = found["day_word"].entry("day_word")
    eve = ("eve",) if entry.get("preposition") else ()
    return reading(Shifted("day", int(entry["shift"])), "dayword", "relative", *eve)


@UNITS.rule("since|until (day_adjective)")
def day_by_adjective(found: Found) -> Reading | None:
    """Today or tomorrow by its adjective, as a limit or a start.

    с [сегодняшнего дня] цены снижены => date first_day=2024-09-02 role=start
    до [завтрашнего дня] представить отчет => deadline due=2024-09-03
    до сегодняшнего дня не построено => no date
    """
    shift = int(found["day_adjective"].entry("day_adjective")["shift"])
    if shift == 0 and found.get("since|until") is not None and "until" in found["since|until"].tags:
        return None
    return reading(Shifted("day", shift), "day", "relative")

"""Time expressions: units put together to parts and ranges, with what governs them; not settled to days (SPEC §5)."""

from __future__ import annotations

from dataclasses import replace

from ..text.morphology import forms
from ..text.rules import Atom, Chain, Found, RuleBook
from . import calendar, relative_dates  # the latter registers its rules
from .calendar_dates import UNITS, Reading, half_meaning, is_plural, reading, with_year
from .periods import Fixed, Governor, Meaning, Part, Piece, Pointing, Range, Shifted, Spell, TimeExpr

__all__ = ["find_dates", "relative_dates"]

#: A year put to what it belongs to.
WITH_YEAR: RuleBook[Reading] = RuleBook()
#: Beginnings, middles, ends, halves.
PARTS: RuleBook[Reading] = RuleBook()
#: From one time to another, and one time said twice.
RANGES: RuleBook[Reading] = RuleBook()

_GOVERNORS: tuple[Governor, ...] = (
    "until", "since", "through", "within", "during", "after", "in", "onto", "results", "as_of", "dated", "compared",
)  # fmt: skip
_JOINTS = frozenset({"comma", "and", "dash", "slash"})
_LEFT_OUT = frozenset({"entire", "quote", "period_noun"})
_PLACING = frozenset({"in", "until", "since", "onto", "during", "within", "through", "results", "as_of", "compared"})
_YEAR = Piece((1, 1), (12, 31), "year")


@WITH_YEAR.rule("t_open t_year", "t_open|t_count t_year")
def piece_of_year(found: Found) -> Reading | None:
    """A day, month, quarter or half with the year behind it.

    до [1 сентября 2025 года] построить школу => deadline due=2025-09-01
    с [декабря этого года] будут курсировать => date first_day=2024-12-01 last_day=2024-12-31 role=start
    в [мае 2025] откроют школу => deadline due=2025-05-31
    [22 Ноября 2016], 11:34 => date first_day=2016-11-22 last_day=2016-11-22
    за [тот же период 2023 года] прибыль упала => date role=past
    """
    atom = found.get("t_open") or found["t_open|t_count"]
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
    начало строительства => no date
    до конца трассы => no date
    """
    side = found["part"].entry("part")["part"]
    time = found.get("t_time")
    if time is not None:
        inner: Reading = time.number
        if inner.tags & {"t_dayword", "t_recurring", "t_spell", "t_days", "t_count", "t_part"}:
            return None
        if inner.tags >= {"t_year", "t_weak"} and not _may_be_year(found.chain, found.chain.at[time.first]):
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
    if is_plural(found.tokens.lowers[unit.first]) or entry.get("times") or entry["unit"] == "day" and side != "end":
        return None
    return reading(Part(Shifted("day" if entry["unit"] == "workday" else entry["unit"], 0), side), "part")


@PARTS.rule("ordinal half_part t_time", "ordinal half_part year_word", "ordinal half_part time_unit")
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
    return None if half is None else reading(half, "part")


@PARTS.rule("ordinal third_word t_month", "last time_unit t_year", "last time_unit year_word", "results year_word", "results year_kind year_word")
def counted_part(found: Found) -> Reading | None:
    """Ten days of a month; the last quarter of a year; the year that results are of.

    в [первой декаде июня 2025 года] откроют => date first_day=2025-06-01 last_day=2025-06-10
    в [последнем квартале 2025 года] запустят => deadline due=2025-12-31
    по итогам [года] экспорт составит 5 млрд => deadline due=2024-12-31
    """
    if found.get("third_word") is not None:
        number = found["ordinal"].number.amount
        if number not in (1, 2, 3):
            return None
        return reading(Part(found["t_month"].number.meaning, "third", int(number)), "part")
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
    return None if whole is None else reading(whole, "part")


@RANGES.rule(
    "since (t_time through|until t_time)",
    "(t_time dash t_time)",
    "between (t_time and t_time)",
)
def range_of(found: Found) -> Reading | None:
    """From one time to another: one expression.

    отсрочка с [1 апреля по 30 июня 2025 года] => date first_day=2025-04-01 last_day=2025-06-30
    с [2020 по 2024 год] построено 5 школ => date first_day=2020-01-01 last_day=2024-12-31 role=past
    с [января по сентябрь] перевезено 5 млн тонн => date first_day=2024-01-01 last_day=2024-09-30 role=past
    с [конца 2025-го по начало 2026-го] годов на IPO выйдут => date last_day=2026-03-31 role=deadline
    с [декабря 2023 по март 2024 года] => date first_day=2023-12-01 last_day=2024-03-31
    [30 апреля – 5 мая 2025 года] пройдет форум => date first_day=2025-04-30 last_day=2025-05-05 role=deadline
    с 5 до 10 процентов => no date
    """
    first_atom, last_atom = found.all("t_time")
    first, last = first_atom.number, last_atom.number
    dashed = found.get("dash") is not None
    kinds = {"t_day", "t_month", "t_quarter", "t_half", "t_year", "t_part", "t_years", "t_season", "t_holiday", "t_unit"}
    if not (first.tags & kinds and last.tags & kinds):
        return None
    weak_last = last.tags >= {"t_weak", "t_year"} and not _may_be_year(found.chain, found.chain.at[last_atom.first])
    if weak_last or (dashed and not first.tags & last.tags & kinds):
        return None
    if dashed and "t_month" in last.tags and "t_weak" in last.tags and "t_weak" not in first.tags:
        return None
    return reading(_range(first.meaning, last.meaning), "range", *({"day"} if "t_day" in first.tags else ()))


def _range(begin: Meaning, end: Meaning) -> Meaning:
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


def fold(chain: Chain, book: RuleBook[Reading]) -> Chain:
    """The chain with each mention that a book finds as one atom, whose `number` is its reading."""
    atoms: list[Atom] = []
    done = 0
    at = chain.at
    for found, made in book.find(chain):
        begin, end = at[found.first], at[found.last - 1] + 1
        if begin < done:
            continue
        atoms.extend(chain.atoms[done:begin])
        whole = made if made.rule else replace(made, rule=found.rule.name)
        atoms.append(Atom(found.first, found.last, whole.tags, {}, whole))
        done = end
    if not done:
        return chain
    atoms.extend(chain.atoms[done:])
    return Chain(chain.tokens, atoms)


def find_dates(chain: Chain) -> list[TimeExpr]:
    """Returns the time expressions of a text in its order, not overlapping; nothing is settled to days yet.

    Args:
        chain: The text's atoms with its numbers read.
    """
    chain = _compounds(chain)
    for book in (UNITS, WITH_YEAR, PARTS, RANGES):
        chain = fold(chain, book)
    return _share_years(_Walk(chain).found)


def _compounds(chain: Chain) -> Chain:
    """Reads «январе-сентябре», one token, as a run of months."""
    from ..text.lexicon import lexicon

    words, atoms, known = chain.tokens.lowers, chain.atoms, lexicon().forms
    changed: list[Atom] | None = None
    for i, atom in enumerate(atoms):
        if atom.tags or atom.last - atom.first != 1 or "-" not in words[atom.first]:
            continue
        halves = [known.get(half, {}).get("month") for half in words[atom.first].split("-")]
        if len(halves) == 2 and halves[0] and halves[1] and halves[0]["value"] < halves[1]["value"]:
            changed = changed or list(atoms)
            months = (halves[0]["value"], halves[1]["value"])
            changed[i] = Atom(atom.first, atom.last, frozenset({"compound_months"}), {}, months)
    return Chain(chain.tokens, changed) if changed else chain


class _Walk:
    """Goes over the folded chain: what governs each time, and whether a weak one counts."""

    def __init__(self, chain: Chain) -> None:
        self.chain, self.atoms, self.tokens = chain, chain.atoms, chain.tokens
        self.found: list[TimeExpr] = []
        accepted = -2
        for i, atom in enumerate(self.atoms):
            if "name_year" in atom.tags:
                self._name(atom)
                continue
            if "t_time" not in atom.tags:
                continue
            governor, opening = self._governor(i)
            listed = False
            if governor is None and accepted == i - 2 and self.atoms[i - 1].tags & _JOINTS and self._same(i, i - 2):
                governor, opening, listed = self.found[-1].governor, atom.first, True
            if not self._counts(i, governor, listed):
                if not self._named_by(i):
                    continue
                self.found.append(TimeExpr(atom.first, atom.last, atom.number.meaning, rule="year_of_name", name=True))
                continue
            self.found.append(
                TimeExpr(
                    atom.first, atom.last, atom.number.meaning, governor, opening, rule=atom.number.rule, listed=listed
                )
            )
            accepted = i

    def _same(self, i: int, j: int) -> bool:
        of = self.tokens.sentence_of
        return 0 <= j < len(self.atoms) and of[self.atoms[i].first] == of[self.atoms[j].first]

    def _has(self, i: int, of: int, *tags: str) -> bool:
        return self._same(of, i) and bool(self.atoms[i].tags & set(tags))

    def _name(self, atom: Atom) -> None:
        """A year within a name («ЭКСПО-2017»), but not in an address of the web."""
        tokens = self.tokens
        for i in (atom.last, atom.first - 3):
            if 0 <= i < len(tokens) and tokens.words[i] in "/_" and (tokens.glued(i) or i < atom.first):
                return
        meaning = Piece((1, 1), (12, 31), "year", year=int(atom.number.amount))
        self.found.append(TimeExpr(atom.first, atom.last, meaning, opening=atom.first, rule="year_in_name", name=True))

    def _governor(self, i: int) -> tuple[Governor, int]:
        """The class of the preposition before an atom, and its first token."""
        first = self.atoms[i].first
        j = i - 1
        while self._same(i, j) and self.atoms[j].tags & _LEFT_OUT and i - j < 4:
            j -= 1
        if self._has(j, i, "hour_word") and self._has(j - 1, i, "number", "clock"):
            j -= 2
        if not self._same(i, j):
            return None, first
        tags = self.atoms[j].tags
        for governor in _GOVERNORS:
            if governor in tags:
                if self._has(j - 1, i, "than") and governor in ("in", "onto", "during", "results", "as_of", "since"):
                    return "compared", self.atoms[j].first
                return governor, self.atoms[j].first
        if self._has(j, i, "after_event"):
            return "since", self.atoms[j].first
        if self.atoms[i].number.tags & {"t_year", "t_pointing", "t_dated", "t_unit"}:
            for back in range(2, 5):
                if self._has(i - back, i, "compared"):
                    return "compared", first
                if self._has(i - back, i, "comma", "t_time"):
                    break
        return None, first

    def _counts(self, i: int, governor: Governor, listed: bool) -> bool:
        """Whether an atom of time counts; only a weak one has to show it."""
        tags = self.atoms[i].tags
        if "t_weak" not in tags:
            return True
        placed = governor in _PLACING
        if "t_year" in tags or "t_years" in tags:
            return self._year_counts(i, placed, listed)
        if "t_month" in tags:
            return placed or listed or governor == "dated" or self._lists_on(i)
        if "t_weekday" in tags:
            return governor in ("in", "since", "until", "onto") and not self._genitive(i + 1, i)
        if "t_season" in tags:
            if governor == "until" and self._has(i - 2, i, "preparing"):
                return False
            word = self.tokens.lowers[self.atoms[i].first]
            return governor in ("until", "since", "during", "within", "results") or self._adverbial(word) or listed
        if "t_holiday" in tags:
            return governor in ("until", "since", "in", "onto")
        if "t_count" in tags:
            return governor == "results"
        return "t_number" in tags and governor in ("until", "since", "in")

    def _adverbial(self, word: str) -> bool:
        return any(f.case == "ablt" for f in forms(word))

    def _lists_on(self, i: int) -> bool:
        """Whether a list goes on with a time of the same kind that is no longer weak."""
        kind = self.atoms[i].tags & {"t_year", "t_month", "t_day"}
        for j in range(i + 1, i + 12, 2):
            if not (self._has(j, i, *_JOINTS) and self._has(j + 1, i, *kind)):
                return False
            if "t_weak" not in self.atoms[j + 1].tags:
                return True
        return False

    def _year_counts(self, i: int, placed: bool, listed: bool) -> bool:
        if self._lists_on(i):
            return True
        if not _may_be_year(self.chain, i):
            return False
        if placed or listed or "t_row" in self.atoms[i].tags:
            return True
        if self._has(i - 1, i, "open") and (self._has(i + 1, i, "close", "comma", "dash") or not self._same(i, i + 1)):
            return True
        starts = not self._same(i, i - 1) or self._has(i - 1, i, "colon", "semicolon")
        return starts and self._has(i + 1, i, "dash", "colon")

    def _genitive(self, j: int, i: int) -> bool:
        """Whether the next word may be a noun that belongs to this one, or is counted by it."""
        if not self._same(i, j):
            return False
        word = self.tokens.lowers[self.atoms[j].first]
        return word[0].isalpha() and any(f.case == "gent" and f.pos == "NOUN" for f in forms(word)[:1])

    def _named_by(self, i: int) -> bool:
        """Whether a year ends a name in Latin letters, outside quotes («Agro Day 2016»), or a copyright mark's."""
        atom = self.atoms[i]
        if not atom.tags >= {"t_year", "t_weak"} or not self._same(i, i - 1) or not _may_be_year(self.chain, i):
            return False
        before = self.tokens.words[self.atoms[i - 1].first].lstrip("\N{COPYRIGHT SIGN}")
        if not before:
            return True
        latin = before[0].isascii() and before[0].isupper() and before.isalpha() and len(before) > 1
        return latin and not self._has(i + 1, i, "quote") and not self._has(i - 1, i, "record")


def _may_be_year(chain: Chain, i: int) -> bool:
    """Whether a bare year is not a count: what follows is no word that it could count, nor a sign of a number."""
    tokens, atoms = chain.tokens, chain.atoms
    atom = atoms[i]
    if i + 1 >= len(atoms) or tokens.sentence_of[atoms[i + 1].first] != tokens.sentence_of[atom.first]:
        return True
    after = atoms[i + 1]
    if after.tags & {"scale", "unit", "currency", "percent_sign", "number", "time_unit", "term"}:
        return False
    word = tokens.lowers[after.first]
    if not word[0].isalpha() or after.tags & {"t_time", "until", "since", "and", "in", "onto", "through"}:
        return not (word in "/" and tokens.glued(after.first))
    cases = {f.case for f in forms(word)[:4] if f.pos in ("NOUN", "ADJF", "PRTF", "NPRO") and f.score > 0.02}
    return not cases - {"nomn", "accs"}


def _share_years(found: list[TimeExpr]) -> list[TimeExpr]:
    """Gives the year that the last item of a list names to the items before it («в мае и июне 2024 года»)."""
    for i in range(len(found) - 2, -1, -1):
        here, after = found[i], found[i + 1]
        if (
            after.listed
            and isinstance(here.meaning, Piece)
            and isinstance(after.meaning, Piece)
            and here.meaning.is_open
            and not after.meaning.is_open
            and here.meaning.precision != "year"
            and after.meaning.precision != "year"
        ):
            meaning = replace(here.meaning, year=after.meaning.year, shift=after.meaning.shift)
            found[i] = replace(here, meaning=meaning)
    return found

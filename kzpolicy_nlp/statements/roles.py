"""What a time is for and which days it means: deadline, start, past or other (SPEC §5–6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ..records import Precision, Role
from ..text.rules import Chain
from ..values.calendar import DAY, Interval, shifted
from ..values.periods import (
    Governor,
    Part,
    Piece,
    Pointing,
    Recurring,
    Shifted,
    Spell,
    TimeExpr,
    Weekday,
)
from ..values.settling import Setting, Way, settle
from ..values.wording import describe
from ..values.workdays import is_workday
from .clauses import Clauses
from .headings import Headings
from .idle import Idle
from .tenses import SILENT, Sense, Tenses

_RANGES = frozenset({"range_of", "days_of_a_month"})
_LENGTHS = frozenset({"within", "during"})
_SETTING = frozenset({"in", "during", "results", "onto", "as_of"})
_FAR = 40  # tokens that a document's name may stand before its period


@dataclass(frozen=True, slots=True)
class Moment:
    """A time expression settled: tokens `first … last - 1`, its days, and what it is for (SPEC §5)."""

    first: int
    last: int
    first_day: dt.date | None
    last_day: dt.date | None
    precision: Precision
    role: Role
    relative: str | None = None
    recurring: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class _Year:
    """A year that the text has named: where, with which sense of the tense, and whether things are set in it."""

    year: int
    way: Way
    sentence: int
    sets: bool


def resolve_dates(exprs: Sequence[TimeExpr], chain: Chain, clauses: Clauses, anchor: dt.date | None) -> list[Moment]:
    """Returns the expressions that are times, with their days and roles.

    Args:
        exprs: What `find_dates` found, in text order.
        chain: The text's atoms.
        clauses: Its clauses.
        anchor: The document's date; without one relative expressions keep days of None and say what they mean.

    до 2030 года построить 5 школ => deadline due=2030-12-31
    """
    return _Resolver(chain, clauses, anchor).resolve(exprs)


class _Resolver:
    """Goes through the expressions in text order and keeps the year and the period that were named last."""

    def __init__(self, chain: Chain, clauses: Clauses, anchor: dt.date | None) -> None:
        self.chain, self.tokens, self.clauses, self.anchor = chain, chain.tokens, clauses, anchor
        self.years: list[_Year] = []
        self.told: dict[bool, tuple[int, int]] = {}  # the last year and the latest, by whether one ahead is left out
        self.periods: dict[bool, tuple[Interval, Moment]] = {}  # by whether it is a single day
        self.period_at = -1
        self.limit: tuple[Interval, Moment] | None = None  # the deadline named last
        self.moments: list[Moment] = []
        self.tenses, self.headings = Tenses(chain, clauses), Headings(chain, clauses)
        self.idle = Idle(chain, clauses, self.tenses, anchor)

    def resolve(self, exprs: Sequence[TimeExpr]) -> list[Moment]:
        for n, expr in enumerate(exprs):
            moment = self._moment(expr, exprs[n + 1] if n + 1 < len(exprs) else None)
            if moment is not None:
                self.moments.append(moment)
        return self.moments

    # one expression

    def _moment(self, expr: TimeExpr, following: TimeExpr | None) -> Moment | None:
        meaning = expr.meaning
        if isinstance(meaning, Recurring):
            return self._made(expr, None, "other", recurring=meaning.every)
        if expr.name:
            return self._made(expr, settle(meaning, Setting()), "other")
        sense = self.tenses.of(expr)
        way = self._way(expr, sense)
        if self.idle.holds(expr, sense, way):
            return None
        if isinstance(meaning, Pointing):
            return self._limit(expr) if meaning.limit else self._pointing(expr, meaning, sense)
        if isinstance(meaning, Spell) and meaning.then:
            behind = self._behind(meaning, self.tokens.sentence_of[expr.first])
            return None if behind is None else self._made(expr, behind, self._role(expr, sense, behind) or "deadline")
        span = self._from_start(expr, following) or settle(meaning, self._setting(expr, sense, way))
        role = self.headings.role(expr)
        if role == "deadline" and self._relation(meaning, span) == "past" and not sense.ahead and expr.governor is None:
            role = "past"
        if role is None:
            role = self._role(expr, sense, span)
        if role is None:
            return None
        if self._is_year_so_far(expr, sense):
            role = "past"
            if span is not None:
                span = Interval(span.start, self.anchor) if self.anchor and span.start <= self.anchor else None
        moment = self._made(expr, span, role)
        if not self._in_brackets(expr):
            self._remember(expr, span, moment, way)
        return moment

    def _from_start(self, expr: TimeExpr, following: TimeExpr | None) -> Interval | None:
        """The days of a length that a start beside it opens («с 2026 года в течение трех лет», or turned)."""
        meaning = expr.meaning
        if not (isinstance(meaning, Spell) and meaning.way in ("either", "next") and expr.governor in _LENGTHS):
            return None
        start: dt.date | None = None
        sentence_of = self.tokens.sentence_of
        before = self.moments[-1] if self.moments else None
        if before and before.role == "start" and sentence_of[before.first] == sentence_of[expr.first]:
            beside = expr.opening - before.last <= 1
            start = before.first_day if beside or expr.governor == "within" else None
        elif following and following.governor == "since" and 0 <= following.opening - expr.last <= 1:
            span = settle(following.meaning, self._setting(following, SILENT, None))
            start = span.start if span else None
        if start is None:
            return None
        return Interval(start, shifted(start, meaning.unit, meaning.amount, is_workday) - DAY)

    def _behind(self, meaning: Spell, sentence: int) -> Interval | None:
        """The days of a length behind a time that was named before («через год после этого»)."""
        named = self.periods.get(False) or self.limit
        if self.limit is not None and (named is None or named[1].first < self.limit[1].first):
            named = self.limit
        if named is None or sentence - self.tokens.sentence_of[named[1].first] > 2:
            return None
        first = named[0].last + DAY
        return Interval(first, shifted(named[0].last, meaning.unit, meaning.amount, is_workday))

    def _in_brackets(self, expr: TimeExpr) -> bool:
        first = self.tokens.sentences[self.tokens.sentence_of[expr.first]][0]
        for i in range(expr.first - 1, max(first, expr.first - _FAR) - 1, -1):
            tags = self.chain.tags(i)
            if tags & {"open", "close"}:
                return "open" in tags
        return False

    def _made(self, expr: TimeExpr, span: Interval | None, role: Role, *, recurring: str | None = None) -> Moment:
        return Moment(
            expr.first,
            expr.last,
            span.first if span else None,
            span.last if span else None,
            span.precision if span else expr.precision,
            role,
            None if recurring else describe(expr.meaning),
            recurring,
            expr.rule,
        )

    def _pointing(self, expr: TimeExpr, meaning: Pointing, sense: Sense) -> Moment | None:
        """A period that was named before; «этот период» takes its role too."""
        near = self.tokens.sentence_of[expr.first] - self.period_at <= (4 if meaning.same else 2)
        of_day = meaning.unit in ("day", "workday")
        named = self.periods.get(of_day) or (self.periods.get(True) if meaning.unit else None)
        if named is None or not near:
            moved = meaning.shift is not None or meaning.year is not None
            return self._made(expr, None, "past") if meaning.same and moved else None
        span = settle(meaning, Setting(period=named[0]))
        if not meaning.same:
            return self._made(expr, span, named[1].role)
        role = self._role(expr, sense, span) or "past"
        return self._made(expr, span, "past" if expr.governor == "compared" else role)

    def _limit(self, expr: TimeExpr) -> Moment | None:
        """«К этому сроку»: the last day of the deadline that was named before."""
        if self.limit is None or self.tokens.sentence_of[expr.first] - self.tokens.sentence_of[self.limit[1].first] > 2:
            return None
        span, named = self.limit
        return self._made(expr, Interval(None, span.last, named.precision), "deadline")

    def _remember(self, expr: TimeExpr, span: Interval | None, moment: Moment, way: Way) -> None:
        """Keeps the years and the period that later expressions may lean on."""
        if expr.governor == "dated":
            return
        sentence = self.tokens.sentence_of[expr.first]
        if span is None:
            if expr.precision != "day":
                self.periods.pop(False, None)
            return
        meaning = expr.meaning.of if isinstance(expr.meaning, Part) else expr.meaning
        if isinstance(meaning, Piece) and meaning.year is not None and expr.governor != "compared":
            self.years.append(_Year(meaning.year, way, sentence, expr.governor in _SETTING))
            for back in (False,) if way == "on" else (False, True):
                _, latest = self.told.get(back, (0, meaning.year))
                self.told[back] = meaning.year, max(latest, meaning.year)
        if moment.role == "deadline":
            self.limit = (span, moment)
        if span.first is not None and expr.governor != "compared" and not isinstance(meaning, Weekday):
            self.periods[span.first == span.last] = (span, moment)
            self.period_at = sentence

    def _setting(self, expr: TimeExpr, sense: Sense, way: Way) -> Setting:
        near = sense.tense == "past" and sense.ahead
        begun = 0
        if expr.governor == "since" and expr.rule not in _RANGES:
            begun = 14 if self.tenses.is_perfective(expr) else 62
        if self.anchor is None:
            return Setting(None, way, near, begun, *self.told.get(way == "back", (None, None)))
        sentence = self.tokens.sentence_of[expr.first]
        last = self.years[-1] if self.years else None
        year = None
        if last is not None and last.sets and sentence - last.sentence <= 1:
            year = last.year if self.headings.line_of[sentence] == self.headings.line_of[last.sentence] else None
        return Setting(self.anchor, way, near, begun, year, None, None, is_workday)

    def _way(self, expr: TimeExpr, sense: Sense) -> Way:
        """Where an open expression is looked for."""
        if sense.way is None and expr.governor in ("until", "after"):
            return "on"
        if expr.governor in ("results", "during", "as_of", "compared") and sense.way is None:
            return "back"
        if sense.way == "on" and expr.governor == "compared":
            return "back"
        return sense.way

    # the role

    def _role(self, expr: TimeExpr, sense: Sense, span: Interval | None) -> Role | None:
        relation = self._relation(expr.meaning, span)
        governor = expr.governor
        if isinstance(expr.meaning, Spell):
            return self._role_of_spell(expr.meaning, sense, expr.governor)
        if governor == "compared":
            return "deadline" if relation == "future" else "past"
        if governor == "since" and expr.rule not in _RANGES:
            return "start"
        if governor == "until":
            gone = relation == "past" or (relation is None and sense.tense == "past")
            return "past" if gone and not sense.ahead else "deadline"
        if relation == "future" and not (sense.way == "back" and self._is_almost_now(span)):
            return "deadline"
        if relation == "past":
            return "past"
        if sense.ahead:
            return "deadline"
        weekly = isinstance(expr.meaning, Shifted) and expr.meaning.unit == "week"  # «на этой неделе» is in it
        meant = governor == "onto" and relation == "now" and not weekly and not self._is_point(expr)
        if relation is None and governor is None and self._is_row(expr) and self._is_of_plan(expr):
            return "deadline"  # «предусмотрено 9 млрд тенге: 2025 г. – 4 млрд, …»
        if relation == "now" and expr.precision == "year" and self._is_of_plan(expr) and not weekly:
            return "deadline"  # «в текущем году на ремонт предусмотрено 120 млрд тенге»
        if sense.tense == "past" and not meant:
            return "past"  # «на сегодня освоено», but «на текущий год выделено»
        if governor in ("results", "during", "as_of"):
            return "past"
        if governor == "onto" and self._is_point(expr) and relation is None:
            return "past"
        if governor in ("onto", "through"):
            return "deadline"
        if sense.tense == "present":
            if governor in ("in", "within"):
                return "deadline"
            if (
                governor is None
                and expr.precision == "day"
                and relation is None
                and getattr(expr.meaning, "year", None)
            ):
                return "deadline"
            return "other" if governor != "since" else "deadline" if relation == "now" else "past"
        return self._role_of_silence(expr, relation, span)

    def _is_point(self, expr: TimeExpr) -> bool:
        """Whether a state is given at a time («на 1 октября», «на начало года»)."""
        return expr.precision == "day" or (isinstance(expr.meaning, Part) and expr.meaning.side == "begin")

    def _is_almost_now(self, span: Interval | None) -> bool:
        """Whether a day lies so little behind the anchor that the anchor may be a day off."""
        return span is not None and self.anchor is not None and span.last <= self.anchor + DAY * 2

    def _role_of_spell(self, spell: Spell, sense: Sense, governor: Governor) -> Role:
        if governor == "since":
            return "start"
        if spell.way in ("last", "ago"):
            return "past"
        if spell.way == "either":
            return "deadline" if sense.ahead else "past"
        return "past" if sense.tense == "past" and not sense.ahead and spell.way == "in" else "deadline"

    def _role_of_silence(self, expr: TimeExpr, relation: str | None, span: Interval | None) -> Role:
        """The role where nothing says a tense: a row of values looks ahead, an item goes on as the one before."""
        if relation == "now" and expr.precision == "period" and self._in_brackets(expr):
            return "deadline"
        if relation == "now":
            row = "dash" in self.chain.tags(expr.last)
            return "deadline" if row or expr.rule in _RANGES else "other"
        if relation is None and expr.governor is None and self._is_row(expr):
            return "deadline"
        if relation is None and self.moments:
            for moment in reversed(self.moments[-20:]):
                same = span is not None and (moment.first_day, moment.last_day) == (span.first, span.last)
                if same and moment.role in ("deadline", "past"):
                    return moment.role
            before = self.moments[-1]
            near = self.tokens.sentence_of[expr.first] - self.tokens.sentence_of[before.first] <= 8
            return before.role if near and before.role in ("deadline", "past") else "other"
        return "other"

    def _is_row(self, expr: TimeExpr) -> bool:
        """Whether a year opens an item of a row («доля, %: 2025 г. – 35, 2026 г. – 41»)."""
        parted = "dash" in self.chain.tags(expr.last) and not self.tokens.glued(expr.last)
        return parted and bool(self.chain.tags(expr.first - 1) & {"colon", "comma", "semicolon"})

    def _is_of_plan(self, expr: TimeExpr) -> bool:
        told = self.clauses.at(expr.first).predicate
        return told is not None and "planned" in self.chain.tags(told)

    def _relation(self, meaning: object, span: Interval | None) -> str | None:
        """How the days lie to the anchor: past, now, future; by the words alone where no anchor is given."""
        if self.anchor is not None and span is not None:
            if span.start > self.anchor:
                return "future"
            return "past" if span.last < self.anchor else "now"
        if isinstance(meaning, Part):
            meaning = meaning.of
        shift = getattr(meaning, "shift", None)
        if isinstance(meaning, (Piece, Shifted, Weekday)) and shift is not None:
            return "future" if shift > 0 else "past" if shift < 0 else "now"
        return None

    def _is_year_so_far(self, expr: TimeExpr, sense: Sense) -> bool:
        """Whether this is «с начала года» of what has been: it ends at the anchor."""
        meaning = expr.meaning
        if expr.governor != "since" or not isinstance(meaning, Part) or meaning.side != "begin":
            return False
        of = meaning.of
        now = isinstance(of, (Piece, Shifted)) and (of.shift == 0 or (isinstance(of, Piece) and of.is_open))
        if isinstance(of, Piece) and of.year is not None and self.anchor is not None:
            now = of.year == self.anchor.year
        return now and not sense.ahead

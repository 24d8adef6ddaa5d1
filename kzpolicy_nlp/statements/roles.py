"""What a time is for and which days it means: deadline, start, past or other (SPEC §5–6)."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from ..records import Precision, Role
from ..text.lexicon import lexicon
from ..text.morphology import Form, forms
from ..text.rules import Chain
from ..values.calendar import DAY, Interval
from ..values.periods import (
    Fixed,
    Part,
    Piece,
    Pointing,
    Range,
    Recurring,
    Setting,
    Shifted,
    Spell,
    TimeExpr,
    Way,
    Weekday,
    describe,
    settle,
)
from .clauses import Clause, Clauses

_RANGES = frozenset({"range_of", "days_of_a_month"})
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
class _Sense:
    """What the clause around a time says of it: its tense, and whether it speaks of what is to come."""

    tense: str | None
    ahead: bool
    has_predicate: bool

    @property
    def way(self) -> Way:
        if self.ahead:
            return "on"
        return "back" if self.tense == "past" else None


_SILENT = _Sense(None, False, False)


@dataclass(frozen=True, slots=True)
class _Year:
    """A year that the text has named: where, with which sense of the tense, and whether things are set in it."""

    year: int
    way: Way
    sentence: int
    sets: bool


def resolve_dates(
    exprs: Sequence[TimeExpr], chain: Chain, clauses: Clauses, anchor: dt.date | None
) -> list[Moment]:
    """Returns the expressions that are times, with their days and roles.

    Args:
        exprs: What `find_dates` found, in text order.
        chain: The text's atoms.
        clauses: Its clauses.
        anchor: The document's date; without one relative expressions keep days of None and say what they mean.

    до 2030 года построить 5 школ => deadline due=2030-12-31
    """
    return _Resolver(chain, clauses, anchor).resolve(exprs)


@functools.cache
def days_off() -> frozenset[tuple[int, int]]:
    """The (month, day) of the public holidays that the word list names."""
    found = set()
    for entry in lexicon().entries.get("holiday", {}).values():
        if entry.get("off"):
            month, first = entry["from"]
            found.update((month, day) for day in range(first, entry.get("to", entry["from"])[1] + 1))
    return frozenset(found)


class _Resolver:
    """Goes through the expressions in text order and keeps the year and the period that were named last."""

    def __init__(self, chain: Chain, clauses: Clauses, anchor: dt.date | None) -> None:
        self.chain, self.tokens, self.clauses, self.anchor = chain, chain.tokens, clauses, anchor
        self.years: list[_Year] = []
        self.periods: dict[bool, tuple[Interval, Moment]] = {}  # by whether it is a single day
        self.period_at = -1
        self.moments: list[Moment] = []
        self.line_of = [n for n, (a, b) in enumerate(self.tokens.lines) for _ in range(a, b)]
        self._titles: dict[int, bool] = {}

    def resolve(self, exprs: Sequence[TimeExpr]) -> list[Moment]:
        for n, expr in enumerate(exprs):
            moment = self._moment(expr, exprs[n + 1] if n + 1 < len(exprs) else None)
            if moment is not None:
                self.moments.append(moment)
        return self.moments

    def _tags(self, token: int) -> frozenset[str]:
        return self.chain.atoms[self.chain.at[token]].tags if 0 <= token < len(self.tokens) else frozenset()

    # one expression

    def _moment(self, expr: TimeExpr, following: TimeExpr | None) -> Moment | None:
        meaning = expr.meaning
        if isinstance(meaning, Recurring):
            return self._made(expr, None, "other", recurring=meaning.every)
        if expr.name:
            return self._made(expr, settle(meaning, Setting()), "other")
        sense = self._sense(expr)
        way = self._way(expr, sense)
        if self._is_idle(expr, sense, way):
            return None
        if isinstance(meaning, Pointing):
            return self._pointing(expr, meaning, sense)
        span = settle(meaning, self._setting(expr, sense, way))
        role = self._fixed_role(expr)
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

    def _in_brackets(self, expr: TimeExpr) -> bool:
        first = self.tokens.sentences[self.tokens.sentence_of[expr.first]][0]
        for i in range(expr.first - 1, max(first, expr.first - _FAR) - 1, -1):
            tags = self._tags(i)
            if tags & {"open", "close"}:
                return "open" in tags
        return False

    def _made(self, expr: TimeExpr, span: Interval | None, role: Role, *, recurring: str | None = None) -> Moment:
        return Moment(
            expr.first,
            expr.last,
            span.first if span else None,
            span.last if span else None,
            span.precision if span else _precision(expr),
            role,
            None if recurring else describe(expr.meaning),
            recurring,
            expr.rule,
        )

    def _pointing(self, expr: TimeExpr, meaning: Pointing, sense: _Sense) -> Moment | None:
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

    def _remember(self, expr: TimeExpr, span: Interval | None, moment: Moment, way: Way) -> None:
        """Keeps the years and the period that later expressions may lean on."""
        if expr.governor == "dated":
            return
        sentence = self.tokens.sentence_of[expr.first]
        if span is None:
            if _precision(expr) != "day":
                self.periods.pop(False, None)
            return
        meaning = expr.meaning.of if isinstance(expr.meaning, Part) else expr.meaning
        if isinstance(meaning, Piece) and meaning.year is not None and expr.governor != "compared":
            self.years.append(_Year(meaning.year, way, sentence, expr.governor in _SETTING))
        if span.first is not None and expr.governor != "compared" and not isinstance(meaning, Weekday):
            self.periods[span.first == span.last] = (span, moment)
            self.period_at = sentence

    def _setting(self, expr: TimeExpr, sense: _Sense, way: Way) -> Setting:
        near = sense.tense == "past" and sense.ahead
        fitting = [y for y in self.years if not (y.way == "on" and way == "back")]
        if self.anchor is None:
            year = fitting[-1].year if fitting else None
            return Setting(None, way, near, year, max((y.year for y in fitting), default=None))
        sentence = self.tokens.sentence_of[expr.first]
        last = self.years[-1] if self.years else None
        year = None
        if last is not None and last.sets and sentence - last.sentence <= 1:
            year = last.year if self.line_of[sentence] == self.line_of[last.sentence] else None
        return Setting(self.anchor, way, near, year, None, None, days_off())

    # the clause around it

    def _sense(self, expr: TimeExpr) -> _Sense:
        """The tense that bears on an expression: of a participle before it, of its clause, of one near it."""
        own = self._participle(expr)
        if own is not None:
            return own
        clause = self.clauses.at(expr.first)
        sentence = self.tokens.sentence_of[expr.first]
        if clause.predicate is not None:
            if self._is_quoted_before(expr, clause.predicate):
                for sense in self._neighbours(sentence, clause.first):
                    return sense
            return self._of(clause)
        for sense in self._neighbours(sentence, expr.first):
            return sense
        back = sentence - 1
        while back >= 0 and sentence - back <= 8 and not self._opens(back):
            back -= 1
        if back >= 0 and self._opens(back) and (sentence - back == 1 or self._is_item(sentence)):
            for sense in self._neighbours(back, self.tokens.sentences[back][1]):
                return sense
        return _SILENT

    def _is_quoted_before(self, expr: TimeExpr, predicate: int) -> bool:
        """Whether the predicate only says who spoke the words that the expression ends («… до 2020 года» - сообщил он)."""
        if not 0 < predicate - expr.last <= 6:
            return False
        between = range(expr.last, predicate)
        return any("quote" in self._tags(i) for i in between) and any("dash" in self._tags(i) for i in between)

    def _opens(self, sentence: int) -> bool:
        return self.tokens.words[self.tokens.sentences[sentence][1] - 1] == ":"

    def _is_item(self, sentence: int) -> bool:
        first, last = self.tokens.sentences[sentence]
        word = self.tokens.words[first]
        return not word.isalpha() or word[0].islower() or self.tokens.words[last - 1] == ";"

    def _neighbours(self, sentence: int, token: int) -> list[_Sense]:
        """The senses of the clauses of a sentence that have a predicate, those before the token first, nearest first."""
        clauses = [c for c in self.clauses.of(sentence) if c.predicate is not None]
        before = [c for c in clauses if c.first < token]
        after = [c for c in clauses if c.first >= token]
        return [self._of(c) for c in (*reversed(before), *after)]

    def _of(self, clause: Clause) -> _Sense:
        return _Sense(clause.tense, clause.points_ahead, True)

    def _participle(self, expr: TimeExpr) -> _Sense | None:
        """What a participle right before the expression says («запущенном в 2016 году», «запланированные на 2018 год»)."""
        first = self.tokens.sentences[self.tokens.sentence_of[expr.first]][0]
        for i in range(expr.opening - 1, max(first, expr.opening - 3) - 1, -1):
            word = self.tokens.lowers[i]
            if not word.isalpha():
                return None
            form = _participle(word)
            if form is None:
                continue
            if "planned" in lexicon().forms.get(word, {}):
                return _Sense(None, True, True)
            if form.tense == "past":
                return _Sense("past", False, True)
            return None
        return None

    def _way(self, expr: TimeExpr, sense: _Sense) -> Way:
        """Where an open expression is looked for."""
        if sense.way is None and expr.governor in ("until", "after"):
            return "on"
        if expr.governor == "since" and sense.way == "on" and expr.rule not in _RANGES:
            return None
        if expr.governor in ("results", "during", "as_of", "compared") and sense.way is None:
            return "back"
        if sense.way == "on" and expr.governor == "compared":
            return "back"
        return sense.way

    def _is_idle(self, expr: TimeExpr, sense: _Sense, way: Way) -> bool:
        """Whether an expression is no time here: «сегодня» for «now», a habit, a length that is not placed."""
        meaning = expr.meaning
        if expr.rule == "day_word" and isinstance(meaning, Shifted):
            return self._is_rhetoric(expr, meaning.shift, sense)
        if expr.rule == "weekday" and sense.tense == "present" and not sense.ahead and expr.governor != "in":
            return True
        if isinstance(meaning, Range) and isinstance(meaning.begin, Weekday):
            return way != "on"
        if expr.rule == "season":
            return sense.tense == "present" and not sense.ahead and isinstance(meaning, Piece) and meaning.is_open
        if isinstance(meaning, Spell) and meaning.way == "in":
            return sense.tense == "past" and not sense.ahead
        if isinstance(meaning, Spell) and meaning.way == "either":
            return self._is_length(expr, meaning, sense)
        return False

    def _is_rhetoric(self, expr: TimeExpr, shift: int, sense: _Sense) -> bool:
        if "clock" in self._tags(expr.last) or "clock" in self._tags(expr.last + 1):
            return False
        after = self.tokens.lowers[expr.last] if expr.last < len(self.tokens) else "."
        if shift < 0:
            noun = after[0].isalpha() and expr.first + 1 == expr.last and self._governs_noun(expr, after)
            return sense.tense != "past" or noun
        if shift > 0:
            return not sense.ahead
        perfective = self._perfective(expr)
        return not (perfective and sense.tense in ("past", "future"))

    def _governs_noun(self, expr: TimeExpr, after: str) -> bool:
        """Whether «накануне» is a preposition («накануне выборов»)."""
        best = forms(after)[0]
        entries = lexicon().forms.get(self.tokens.lowers[expr.first], {})
        return bool(entries["day_word"].get("preposition")) and best.pos == "NOUN" and best.case == "gent"

    def _perfective(self, expr: TimeExpr) -> bool:
        predicate = self.clauses.at(expr.first).predicate
        if predicate is None:
            return False
        return any(f.aspect == "perf" for f in forms(self.tokens.lowers[predicate])[:2])

    def _is_length(self, expr: TimeExpr, meaning: Spell, sense: _Sense) -> bool:
        """Whether «за N лет», «в течение N дней» is only a length."""
        if sense.ahead:
            return False
        if sense.tense != "past":
            return not (expr.governor == "during" and sense.tense is None and meaning.unit in ("month", "year"))
        if expr.governor == "within":
            return meaning.amount != 1
        if "only" in self._tags(expr.opening - 1):
            return True
        predicate = self.clauses.at(expr.first).predicate
        if predicate is None or predicate > expr.first or meaning.unit == "year":
            return False
        if self.anchor is not None and meaning.unit == "month":
            span = settle(meaning, Setting(self.anchor, "back"))
            return span is None or span.last == self.anchor
        return True

    # the role

    def _fixed_role(self, expr: TimeExpr) -> Role | None:
        """The role that the place of an expression gives it: a date line, a law's date, a title, a document's period."""
        if expr.governor == "dated" or self._is_date_line(expr) or self._in_title(expr):
            return "other"
        if expr.governor == "onto" or (expr.governor == "until" and not self._is_toward(expr)):
            return self._period_of_document(expr)
        return None

    def _is_toward(self, expr: TimeExpr) -> bool:
        atom = self.chain.atoms[self.chain.at[expr.opening]]
        return "until" in atom.entries and bool(atom.entry("until").get("toward"))

    def _is_date_line(self, expr: TimeExpr) -> bool:
        """Whether this is the text's own date: followed by a clock, or alone with a place."""
        if expr.governor is not None or _precision(expr) != "day":
            return False
        if self._beside_clock(expr):
            return True
        sentence = self.tokens.sentence_of[expr.first]
        first, last = self.tokens.sentences[sentence]
        before = [w for w in self.tokens.words[first : expr.first] if w[0].isalpha()]
        after = self.tokens.words[expr.last : last]
        capitals = all(w[0].isupper() or len(w) < 3 for w in before) and len(before) <= 5
        if not capitals or (expr.rule == "day_word" and before):
            return False
        if expr.rule == "day_in_figures" and expr.first == first:
            return True
        if all(not w.isalpha() for w in after):
            return not before or self.clauses.at(expr.first).predicate is None
        return bool(after) and after[0] in "-(/|." and bool(before) and sentence <= 4

    def _beside_clock(self, expr: TimeExpr) -> bool:
        """Whether a clock stands right behind, or before («19:23, 21 октября»)."""
        for near, further in ((expr.last, expr.last + 1), (expr.first - 1, expr.first - 2)):
            if "clock" in self._tags(near) or ("comma" in self._tags(near) and "clock" in self._tags(further)):
                return True
        return False

    def _in_title(self, expr: TimeExpr) -> bool:
        sentence = self.tokens.sentence_of[expr.first]
        line = self.line_of[sentence]
        known = self._titles.get(line)
        if known is None:
            known = self._titles[line] = self._is_title(line)
        return known or self._in_quoted_title(expr)

    def _is_title(self, line: int) -> bool:
        """Whether a line is a heading: one sentence without a predicate, an end or an opener's items."""
        first, last = self.tokens.lines[line]
        if last - first != 1:
            return False
        begin, end = self.tokens.sentences[first]
        words = self.tokens.words
        if words[end - 1] in ".:;!?…," or not words[begin][0].isupper() or end - begin > 40 or end - begin < 3:
            return False
        if any(c.tense is not None or c.modal for c in self.clauses.of(first)):
            return False
        if any("dash" in self._tags(i) and not self.tokens.glued(i) for i in range(begin, end)):
            return False
        return first == 0 or words[self.tokens.sentences[first - 1][1] - 1] not in ":;,"

    def _in_quoted_title(self, expr: TimeExpr) -> bool:
        """Whether the expression lies in the quoted name of a law or a document."""
        first = self.tokens.sentences[self.tokens.sentence_of[expr.first]][0]
        for i in range(expr.first - 1, max(first, expr.first - _FAR) - 1, -1):
            if "quote" in self._tags(i):
                return bool(self._tags(i + 1) & {"about_law", "document"})
        return False

    def _period_of_document(self, expr: TimeExpr) -> Role | None:
        """`other` for the period of a programme or plan, `deadline` for that of a budget, None for neither."""
        if _precision(expr) not in ("year", "period") or isinstance(expr.meaning, (Spell, Part)):
            return None
        clause = self.clauses.at(expr.first)
        stop = max(self.tokens.sentences[self.tokens.sentence_of[expr.first]][0], expr.opening - _FAR)
        for i in range(expr.opening - 1, stop - 1, -1):
            tags = self._tags(i)
            if "budget" in tags:
                return "deadline"
            if "document" in tags:
                beside = i == expr.opening - 1 and "dash" in self._tags(expr.last)
                return None if beside else "other"
            if (i == clause.predicate and clause.tense is not None) or tags & {"colon", "semicolon", "planned"}:
                return None
        return None

    def _role(self, expr: TimeExpr, sense: _Sense, span: Interval | None) -> Role | None:
        relation = self._relation(expr.meaning, span)
        governor = expr.governor
        if isinstance(expr.meaning, Spell):
            return self._role_of_spell(expr.meaning, sense)
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
        if sense.tense == "past" and not (governor == "onto" and relation == "now"):
            return "past"
        if governor in ("results", "during", "as_of"):
            return "past"
        if governor in ("onto", "through"):
            return "deadline"
        if sense.tense == "present":
            if governor in ("in", "within"):
                return "deadline"
            return "other" if governor != "since" else "deadline" if relation == "now" else "past"
        return self._role_of_silence(expr, relation, span)

    def _is_almost_now(self, span: Interval | None) -> bool:
        """Whether a day lies so little behind the anchor that the anchor may be a day off."""
        return span is not None and self.anchor is not None and span.last <= self.anchor + DAY * 2

    def _role_of_spell(self, spell: Spell, sense: _Sense) -> Role:
        if spell.way in ("last", "ago"):
            return "past"
        if spell.way == "either":
            return "deadline" if sense.ahead else "past"
        return "past" if sense.tense == "past" and not sense.ahead and spell.way == "in" else "deadline"

    def _role_of_silence(self, expr: TimeExpr, relation: str | None, span: Interval | None) -> Role:
        """The role where nothing says a tense: a row of values looks ahead, an item goes on as the one before."""
        if relation == "now":
            return "deadline" if expr.governor is None and "dash" in self._tags(expr.last) else "other"
        if relation is None and self.moments:
            for moment in reversed(self.moments[-20:]):
                same = span is not None and (moment.first_day, moment.last_day) == (span.first, span.last)
                if same and moment.role in ("deadline", "past"):
                    return moment.role
            before = self.moments[-1]
            near = self.tokens.sentence_of[expr.first] - self.tokens.sentence_of[before.first] <= 8
            return before.role if near and before.role in ("deadline", "past") else "other"
        return "other"

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

    def _is_year_so_far(self, expr: TimeExpr, sense: _Sense) -> bool:
        """Whether this is «с начала года» of what has been: it ends at the anchor."""
        meaning = expr.meaning
        if expr.governor != "since" or not isinstance(meaning, Part) or meaning.side != "begin":
            return False
        of = meaning.of
        now = isinstance(of, Piece) and (of.is_open or of.shift == 0) or isinstance(of, Shifted) and of.shift == 0
        if isinstance(of, Piece) and of.year is not None and self.anchor is not None:
            now = of.year == self.anchor.year
        return now and not sense.ahead


@functools.lru_cache(maxsize=1 << 14)
def _participle(word: str) -> Form | None:
    """The reading of a word as a full participle, where that is a likely one."""
    for form in forms(word)[:2]:
        if form.pos == "PRTF":
            return form
    return None


def _precision(expr: TimeExpr) -> Precision:
    meaning = expr.meaning
    if isinstance(meaning, Part):
        meaning = meaning.of
    if isinstance(meaning, Fixed):
        return meaning.span.precision
    if isinstance(meaning, Piece):
        return meaning.precision
    if isinstance(meaning, Shifted):
        return {"day": "day", "workday": "day", "week": "week", "month": "month", "quarter": "quarter", "half": "half",
                "year": "year"}.get(meaning.unit, "period")  # type: ignore[return-value]  # fmt: skip
    if isinstance(meaning, Weekday):
        return "day"
    return "period"


__all__ = ["DAY", "Moment", "days_off", "resolve_dates"]

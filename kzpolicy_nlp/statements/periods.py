"""Which time governs a value: of its clause, of its sentence, or carried over from a heading or the sentence before."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from ..text.rules import Chain
from ..values.value import Value
from .asides import Asides, Timed
from .clauses import Clause, Clauses
from .layout import ABOVE, Layout
from .syntax import best_form, listed, pairs

_NESTED = 8  # lists that stand in one another
_ROW = 12  # values in a row that are paired with times


@dataclass(frozen=True, slots=True)
class Period:
    """The year and last day that a value takes, and the expression that gives them."""

    year: int | None = None
    due: dt.date | None = None
    moment: Timed | None = None


class Periods:
    """The times of a text by sentence."""

    def __init__(
        self,
        chain: Chain,
        clauses: Clauses,
        moments: Sequence[Timed],
        values: Sequence[Value],
        anchor: dt.date | None,
    ) -> None:
        self.chain, self.clauses, self.anchor = chain, clauses, anchor
        self.values = list(values)
        self._values = {v.first: v for v in values}
        self._numbers = {v.number: n for n, v in enumerate(values)}
        self.tokens = chain.tokens
        self.asides = Asides(chain.tokens, clauses, values)
        self.by_sentence: dict[int, list[Timed]] = {}
        for m in moments:
            self.by_sentence.setdefault(self.tokens.sentence_of[m.first], []).append(m)
        self.layout = Layout(chain.tokens, clauses)
        self._headings: dict[tuple[int, str], Timed | None] = {}

    def is_one_paragraph(self, sentence: int, other: int) -> bool:
        """Whether two sentences stand in one line of the text."""
        return self.layout.line_of[sentence] == self.layout.line_of[other]

    def of(self, value: Value, clause: Clause) -> Timed | None:
        """Returns the time of a value's own clause, the nearest first."""
        own = [m for m in self._in(clause) if m.role != "other" and self._may(m, value)]
        return _nearest(value, [m for m in own if not self.asides.is_compared(m)])

    def _in(self, clause: Clause) -> list[Timed]:
        return [m for m in self.by_sentence.get(clause.sentence, ()) if clause.first <= m.first < clause.last]

    def choose(self, value: Value, clause: Clause, *, ahead: bool, holds_now: bool) -> Period:
        """Returns the period of a target (`ahead`) or a fact; a fact that holds now takes no carried time."""
        role = "deadline" if ahead else "past"
        if not ahead and self.is_of_today(value, clause):
            return Period(year=self.anchor.year if self.anchor else None)
        whole = [
            m
            for m in self.by_sentence.get(clause.sentence, ())
            if not self.asides.is_compared(m)
            and self._may(m, value)
            and (ahead or clause.first <= m.first < clause.last or not self.asides.is_aside(m, behind=clause))
        ]
        own = [m for m in whole if clause.first <= m.first < clause.last]
        found = (
            self._paired(value, [m for m in own if m.role in (role, "other")])
            or self._beside(value, [m for m in own if m.role == role])
            or _nearest(value, [m for m in own if m.role == role])
            or _nearest(value, [m for m in own if m.role == "start"])
            or _nearest(value, [m for m in whole if m.role == role])
        )
        if found is not None and not ahead and self._is_bare_year(found):
            named = [m for m in whole if m.role == role and m is not found and _is_year(m)]
            found = _nearest(value, named) or self._carried(clause.sentence, role) or found
        if found is not None and found.role == "start" and not ahead and not self._is_of_year(found):
            return Period(year=self.anchor.year if self.anchor else None)  # «с 2020 года выросла вдвое»: by now
        if found is not None and holds_now and not ahead and not clause.first <= found.first < clause.last:
            found = None
        if found is None and (ahead or not holds_now):
            found = self._carried(clause.sentence, role)
        if found is None and not ahead and clause.predicate is None:
            found = self._heading(
                self.layout.line_of[clause.sentence], role
            )  # «Итоги 2023 года» above «Импорт – 60 млрд»
        if found is None and ahead:
            found = _nearest(value, [m for m in whole if m.role == "start"]) or _nearest(value, self._named_years(own))
        if found is None:
            return Period(year=self.anchor.year if self.anchor and not ahead else None)
        return _period(found, ahead=ahead)

    def _is_bare_year(self, moment: Timed) -> bool:
        """Whether a time is only how long («за год»), so that the year told of before says when."""
        words = self.tokens.lowers[max(moment.first - 1, 0) : moment.last]
        return tuple(words) in pairs("in-a-year")

    def _is_of_year(self, start: Timed) -> bool:
        """Whether a start is that of the year which is told of («с начала 2021 года»)."""
        words = self.tokens.lowers[max(start.first - 1, 0) : start.last]
        return any(best_form(w).lemma in listed("opening") for w in words if w.isalpha())

    def _beside(self, value: Value, moments: list[Timed]) -> Timed | None:
        """Returns the nearest time with no comma between it and the value, if several times stand in the clause."""
        if len(moments) < 2:
            return None
        words = self.tokens.words

        def apart(m: Timed) -> bool:
            between = words[m.last : value.first] if m.last <= value.first else words[value.last : m.first]
            return any(w in (",", ";") or w in listed("and") for w in between)

        return _nearest(value, [m for m in moments if not apart(m)])

    def _may(self, moment: Timed, value: Value) -> bool:
        """Whether a time may govern a value: «2014 год – 9 млн» labels its own value alone."""
        label = self._labelled(moment)
        return label is None or label is value

    def _labelled(self, moment: Timed) -> Value | None:
        """Returns the value that a time labels («2014 год – 9 120 млн», «2015 – 11%»), if any."""
        words, i = self.tokens.words, moment.last
        if i + 2 < len(words) and words[i] == "(" and words[i + 2] == ")":
            i += 3  # «2018 (факт) – 29,1»
        if i < len(words) and words[i] in ("-", ":") and not (words[i] == "-" and self.tokens.glued(i)):
            verb = best_form(self.tokens.lowers[i + 1]).pos in ("INFN", "VERB", "PRTS") if i + 1 < len(words) else False
            return self._starting(i + 1) or (None if verb else self._starting(i + 2))
        return None

    def label(self, value: Value) -> Timed | None:
        """Returns the time that labels a value («в 2019 году – 1,9%»)."""
        own = self.by_sentence.get(self.tokens.sentence_of[value.first], ())
        return next((m for m in own if self._labelled(m) is value), None)

    def _starting(self, token: int) -> Value | None:
        return self._values.get(token)

    def _paired(self, value: Value, moments: list[Timed]) -> Timed | None:
        """Pairs «в 2026 и 2027 годах … соответственно 325 и 340 млрд»: as many times as values, in order."""
        if len(moments) < 2:
            return None
        group = [moments[0]]
        for m in moments[1:]:
            if m.first - group[-1].last > 2:
                break
            group.append(m)
        if len(group) < 2:
            return None
        row = self._row(value)
        if len(row) != len(group) or row[0].first < group[-1].last:
            return None
        return group[next(n for n, v in enumerate(row) if v.first == value.first)]

    def _row(self, value: Value) -> list[Value]:
        """Returns the values that stand in one row with a value («325 и 340 млрд», «5, 7 и 9 %»)."""
        first = last = self._numbers[value.number]
        while first > 0 and last - first < _ROW and 0 < self.values[first].first - self.values[first - 1].last <= 2:
            first -= 1
        while (
            last + 1 < len(self.values)
            and last - first < _ROW
            and 0 < self.values[last + 1].first - self.values[last].last <= 2
        ):
            last += 1
        return self.values[first : last + 1]

    def values_beside(self, value: Value) -> list[Value]:
        """Returns the values next to another in the text, one or two."""
        number = self._numbers[value.number]
        return [self.values[n] for n in (number - 1, number + 1) if 0 <= n < len(self.values)]

    def value_before(self, value: Value) -> Value | None:
        """Returns the value before another in the text."""
        number = self._numbers[value.number]
        return self.values[number - 1] if number else None

    def value_after(self, value: Value) -> Value | None:
        """Returns the value behind another in the text."""
        number = self._numbers[value.number] + 1
        return self.values[number] if number < len(self.values) else None

    def directly_after(self, value: Value) -> Timed | None:
        """Returns the time that stands right behind a value, a preposition at most between."""
        for m in self.by_sentence.get(self.tokens.sentence_of[value.first], ()):
            if 0 <= m.first - value.last <= 1:
                return m
        return None

    def has_deadline(self, clause: Clause, *, of_others: bool = True) -> bool:
        """Whether the sentence of a clause names a deadline (`of_others`: also one of another clause's predicate)."""
        named = self._roles(clause.sentence, "deadline")
        if of_others:
            return bool(named)
        holders = [self.clauses.at(m.first) for m in named]
        return any(c.predicate is None or c.first == clause.first for c in holders)

    def hands_on(self, clause: Clause) -> bool:
        """Whether a time to come stands before a clause, in its sentence or handed on to it."""
        return bool(self._starts(clause.sentence)) or self.carried_deadline(clause)

    def listed_deadline(self, clause: Clause) -> bool:
        """Whether a list opener or a heading gives a deadline to a clause without a verb."""
        opener = self.layout.opener(clause.sentence)
        if opener is not None:
            return bool(self._roles(opener, "deadline")) or self._carried(opener, "deadline") is not None
        return self._heading(self.layout.line_of[clause.sentence], "deadline") is not None

    def _named_years(self, own: list[Timed]) -> list[Timed]:
        """The years in names of plans and budgets («Бюджет-2023»)."""
        return [m for m in own if m.role == "other" and _is_year(m) and self._is_ahead_of_anchor(m)]

    def is_of_today(self, value: Value, clause: Clause) -> bool:
        """Whether «сегодня», «нынче» stands before a value with no comma between («…, нынче – 2,9»)."""
        i = value.first - 1
        while i >= clause.first and self.tokens.words[i] not in (",", ";", ":", "("):
            if self.tokens.lowers[i] in listed("today"):
                return not any(i < m.first < value.first for m in self.by_sentence.get(clause.sentence, ()))
            i -= 1
        return False

    def is_apart_of_today(self, value: Value, clause: Clause) -> bool:
        """Whether such a word and the value stand apart from the predicate («сейчас 40 школ, к 2027 году будет 55»)."""
        if not self.is_of_today(value, clause):
            return False
        told = clause.predicate
        if told is None:
            return True
        between = self.tokens.words[value.last : told] if told >= value.last else self.tokens.words[told : value.first]
        return any(w in (",", ";", "(") for w in between)

    def _carried(self, sentence: int, role: str) -> Timed | None:
        """Returns the time that the sentence before, a list opener or a heading hands on."""
        line = self.layout.line_of[sentence]
        if role == "deadline" and self._has_condition(sentence):
            return None
        for n in range(sentence - 1, max(self.tokens.lines[line][0], sentence - 3) - 1, -1):
            own = self._roles(n, role) or (self._starts(n) if role == "deadline" else [])
            if own:
                return own[-1]
            apart = n < sentence - 1 or bool(self.by_sentence.get(n)) or not self._is_told(n)
            if (role == "past" and apart) or self._has_condition(n):
                break
        opener = self.layout.opener(sentence)
        for _ in range(_NESTED):
            if opener is None:
                break
            line = self.layout.line_of[opener]
            for n in range(opener, max(self.tokens.lines[line][0], opener - ABOVE) - 1, -1):
                own = self._roles(n, role) or (self._starts(n) if role == "deadline" else [])
                if own:
                    return own[-1]
            opener = self.layout.opener(opener)
        return self._heading(line, role) or (self._reported if role == "past" else None)

    def _is_told(self, sentence: int) -> bool:
        """Whether a sentence tells what has been («… На это выделено 88 млрд тенге. Охват вырос до 65%»)."""
        return any(c.tense == "past" and not c.points_ahead for c in self.clauses.of(sentence))

    def _has_condition(self, sentence: int) -> bool:
        first, last = self.tokens.sentences[sentence]
        return self.tokens.lowers[first] in listed("after") and last > first

    def _roles(self, sentence: int, role: str) -> list[Timed]:
        """The times of a sentence that may be carried on."""
        own = (m for m in self.by_sentence.get(sentence, ()) if m.role == role and not self.asides.is_compared(m))
        return [m for m in own if role != "past" or not self.asides.is_aside(m)]

    def _starts(self, sentence: int) -> list[Timed]:
        return [m for m in self.by_sentence.get(sentence, ()) if self.starts_ahead(m)]

    def _heading(self, line: int, role: str) -> Timed | None:
        """Returns the time named by the nearest heading above a line that names one."""
        if (line, role) not in self._headings:
            self._headings[line, role] = self._heading_above(line, role)
        return self._headings[line, role]

    def _heading_above(self, line: int, role: str) -> Timed | None:
        for number in range(line - 1, max(-1, line - ABOVE), -1):
            first, last = self.tokens.lines[number]
            if not self.layout.is_heading(number):
                continue
            named = [m for n in range(first, last) for m in self.by_sentence.get(n, ()) if m.role in (role, "other")]
            asks = self.tokens.lowers[self.tokens.sentences[first][0]] in listed("asking")
            if self.layout.has_verb(number) and not asks and not (number == 0 and named and _is_year(named[-1])):
                continue
            if named and (role == "deadline") == self._is_ahead_of_anchor(named[-1]):
                return named[-1]
            if role == "deadline" and asks and (starts := self._starts(first)):
                return starts[-1]  # «Что изменится с 1 января 2025 года»
            if number == 0:
                break
        return None

    @functools.cached_property
    def _reported(self) -> Timed | None:
        """The time gone by whose results the first lines say that the text reports («результаты за 2016 год»)."""
        for line in range(min(3, len(self.tokens.lines))):
            for sentence in range(*self.tokens.lines[line])[:2]:
                dated = [m for m in self.by_sentence.get(sentence, ()) if _is_year(m) and m.role in ("past", "other")]
                if len(dated) != 1 or self._is_ahead_of_anchor(dated[0]):
                    continue
                first, last = self.tokens.sentences[sentence]
                near = self.tokens.lowers[max(first, dated[0].first - 3) : dated[0].first]
                figures = any(first <= v.first < last for v in self.values)
                if not figures and any(best_form(w).lemma in listed("account") for w in near if w.isalpha()):
                    return dated[0]
        return None

    def _is_ahead_of_anchor(self, moment: Timed) -> bool:
        day = moment.last_day
        if day is None or (moment.first_day == day):
            return False
        return moment.role == "deadline" or self.anchor is None or day >= self.anchor

    def starts_ahead(self, moment: Timed) -> bool:
        """Whether a time is a start that lies behind the anchor («начиная с 2018 года»)."""
        day = moment.first_day
        return moment.role == "start" and day is not None and self.anchor is not None and day > self.anchor

    def carried_deadline(self, clause: Clause) -> bool:
        """Whether a heading or list opener above gives a deadline to a clause without a verb."""
        return self._carried(clause.sentence, "deadline") is not None

    @functools.cached_property
    def titled(self) -> frozenset[str]:
        """What the first lines call the plan and the years ahead that it is for («Программа … на 2025–2028 годы»)."""
        for line in range(min(3, len(self.tokens.lines))):
            sentences = range(*self.tokens.lines[line])
            dated = [m for n in sentences for m in self.by_sentence.get(n, ()) if _is_year(m)]
            if any(self._is_ahead_of_anchor(m) for m in dated):
                first, last = self.tokens.sentences[sentences[0]][0], self.tokens.sentences[sentences[-1]][1]
                lemmas = {best_form(w).lemma for w in self.tokens.lowers[first:last] if w.isalpha()}
                if lemmas & listed("plan-title"):
                    return frozenset(lemmas & listed("plan-title"))
        return frozenset()

    def is_item(self, sentence: int) -> bool:
        """Whether a sentence stands in an item of a list."""
        return self.layout.is_item(self.layout.line_of[sentence])

    def is_planned(self, clause: Clause) -> bool:
        """Whether a list opener or the heading above names a plan or its indicators («Целевые индикаторы»)."""
        opener = self.layout.opener(clause.sentence)
        line = self.layout.line_of[clause.sentence if opener is None else opener]
        above = [] if opener is None else [opener]
        for number in range(line - 1, max(-1, line - ABOVE), -1):
            if self.layout.is_heading(number) and not self.layout.has_verb(number):
                above.extend(range(*self.tokens.lines[number]))
                break
        return any(self._names_plan(n) for n in above)

    def _names_plan(self, sentence: int) -> bool:
        atoms, at = self.chain.atoms, self.chain.at
        for i in range(*self.tokens.sentences[sentence]):
            if "cue" in atoms[at[i]].tags:
                entry = atoms[at[i]].entry("cue")
                if entry.get("noun") and entry.get("kind") == "goal":
                    return True
        return False

    def listed_past(self, clause: Clause) -> bool:
        """Whether the list opener above a clause names a time that has gone by."""
        opener = self.layout.opener(clause.sentence)
        return opener is not None and bool(self._roles(opener, "past")) and not self._roles(opener, "deadline")


def _is_year(moment: Timed) -> bool:
    first, last = moment.first_day, moment.last_day
    return first is not None and last is not None and (last - first).days >= 364


def _nearest(value: Value, moments: Sequence[Timed]) -> Timed | None:
    """The time nearest to a value; at equal distance the one before it."""
    return min(
        moments,
        key=lambda m: value.first - m.last if m.last <= value.first else m.first - value.last + 0.5,
        default=None,
    )


def _period(moment: Timed, *, ahead: bool) -> Period:
    if ahead and moment.role == "start":
        day = moment.first_day or moment.last_day
        return Period(year=day.year if day else None, moment=moment)
    day = moment.last_day
    return Period(year=day.year if day else None, due=day if ahead else None, moment=moment)

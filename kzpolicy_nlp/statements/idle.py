"""Expressions that are no time where they stand: «сегодня» for «now», a habit, an unplaced length (SPEC §5)."""

from __future__ import annotations

import datetime as dt

from ..text.lexicon import lexicon
from ..text.morphology import forms
from ..text.rules import Chain
from ..values.periods import Piece, Range, Shifted, Spell, TimeExpr, Weekday
from ..values.settling import Setting, Way, settle
from .clauses import Clauses
from .tenses import Sense, Tenses


class Idle:
    """Tells the times of a text from what only looks like one."""

    def __init__(self, chain: Chain, clauses: Clauses, tenses: Tenses, anchor: dt.date | None) -> None:
        self.chain, self.tokens, self.clauses = chain, chain.tokens, clauses
        self.tenses, self.anchor = tenses, anchor

    def holds(self, expr: TimeExpr, sense: Sense, way: Way) -> bool:
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

    def _is_rhetoric(self, expr: TimeExpr, shift: int, sense: Sense) -> bool:
        if "clock" in self.chain.tags(expr.last) or "clock" in self.chain.tags(expr.last + 1):
            return False
        after = self.tokens.lowers[expr.last] if expr.last < len(self.tokens) else "."
        if shift < 0:
            noun = after[0].isalpha() and expr.first + 1 == expr.last and self._governs_noun(expr, after)
            return sense.tense != "past" or noun
        if shift > 0:
            return not sense.ahead and sense.tense != "present"
        perfective = self.tenses.is_perfective(expr)
        return not (perfective and sense.tense in ("past", "future"))

    def _governs_noun(self, expr: TimeExpr, after: str) -> bool:
        """Whether «накануне» is a preposition («накануне выборов»)."""
        best = forms(after)[0]
        entries = lexicon().forms.get(self.tokens.lowers[expr.first], {})
        return bool(entries["day_word"].get("preposition")) and best.pos == "NOUN" and best.case == "gent"

    def _is_length(self, expr: TimeExpr, meaning: Spell, sense: Sense) -> bool:
        """Whether «за N лет», «в течение N дней» is only a length."""
        if sense.ahead:
            return False
        if sense.tense != "past":
            return not (expr.governor == "during" and sense.tense is None and meaning.unit in ("month", "year"))
        if expr.governor == "within":
            return meaning.amount != 1
        if "only" in self.chain.tags(expr.opening - 1):
            return True
        predicate = self.clauses.at(expr.first).predicate
        if predicate is None or predicate > expr.first or meaning.unit == "year":
            return False
        if self.anchor is not None and meaning.unit == "month":
            span = settle(meaning, Setting(self.anchor, "back"))
            return span is None or span.last == self.anchor
        return True

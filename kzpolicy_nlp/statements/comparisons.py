"""What a value is compared with, as a fact of its own time: «против 13,6% годом ранее» (SPEC §10)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ..text.rules import Chain
from ..values.value import Value
from .asides import Timed
from .periods import Periods
from .senses import Senses
from .statement import Statement, leaning
from .syntax import listed, pairs
from .unsaid import Unsaid


class Comparisons:
    """Reads the values of one text that another is compared with."""

    def __init__(self, chain: Chain, senses: Senses, periods: Periods, unsaid: Unsaid, anchor: dt.date | None) -> None:
        self.tokens, self.anchor = chain.tokens, anchor
        self.senses, self.periods, self.unsaid = senses, periods, unsaid

    def of(self, number: int, found: Sequence[Statement]) -> Statement | None:
        """Returns what value `number` was at the time compared with («против 13,6% годом ранее», «(4,1% в 2015)»)."""
        if not found:
            return None
        value, said = self.periods.values[number], found[-1]
        sentence = self.tokens.sentence_of[value.first]
        if self.tokens.sentence_of[said.value.first] != sentence or said.value.money != value.money:
            return None
        slot, at = self.senses.slot(value)
        after = self.periods.directly_after(value)
        year_before = tuple(self.tokens.lowers[value.last : value.last + 2]) in pairs("year-before")
        label = self.periods.label(value)
        if (
            slot == "none"
            and at > 0
            and self.senses.phrases.has_case(at, "gent")
            and self.tokens.lowers[at - 1] in listed("opposed")
        ):
            slot, at = "against", at - 1  # «против прибыли 2,6 млрд годом ранее»
        dated = year_before or (after is not None and self._is_past(after, said))
        from_it = (
            slot == "from"
            and said.mode != "delta"
            and (said.value.unit, said.value.currency) == (value.unit, value.currency)
        )
        likened = from_it and (dated or self.tokens.lowers[at - 1] in listed("comparison"))  # «по сравнению с 33%»
        if likened or (slot == "against" and (self.tokens.lowers[at] in listed("opposed") or dated)):
            day = after.last_day if after is not None else None
            year = day.year if day else (self.anchor.year if self.anchor and said.target else None)
        elif (
            slot == "open"
            and said.value.last == at
            and (year_before or (after is not None and after.role != "deadline"))
        ):
            year = after.last_day.year if after is not None and after.last_day else None
        elif slot == "dash" and tuple(self.tokens.lowers[at - 2 : at]) in pairs("year-before"):
            if not self.unsaid.is_bracketed(value, at_dash=False):
                return None
            year_before, year = True, self.anchor.year - 1 if self.anchor else None  # «118 человек (годом ранее – 139)»
        elif slot == "open" and said.mode in ("delta", "factor") and (base := self._before_change(value, at, found)):
            said, after = base
            year = None if after.last_day is None else after.last_day.year
        elif label is not None and self._is_past(label, said) and self.unsaid.is_bracketed(value, at_dash=False):
            after, year = label, label.last_day.year if label.last_day else None
        else:
            return None
        if year_before and said.year is not None:
            year = said.year - 1
        return leaning(
            said,
            value,
            "compared with the statement before",
            target=False,
            mode="count" if said.mode == "count" else "level",
            direction=None,
            due=None,
            moment=after,
            year=year,
        )

    def _before_change(self, value: Value, opening: int, found: Sequence[Statement]) -> tuple[Statement, Timed] | None:
        """What brackets say of the time compared with: «12,4 млн тонн, на 3,6% больше прошлого года (11,97 млн)»."""
        near = self.periods.by_sentence.get(self.tokens.sentence_of[value.first], ())
        moment = next((m for m in near if m.last == opening and m.role == "past"), None)
        alike = (
            s
            for s in reversed(found[-3:])
            if (s.value.unit, s.value.currency) == (value.unit, value.currency) and s.mode in ("level", "count")
        )
        base = next(alike, None)
        return (
            None
            if moment is None or base is None or base.clause.sentence != found[-1].clause.sentence
            else (base, moment)
        )

    def _is_past(self, moment: Timed, said: Statement) -> bool:
        """Whether a time lies behind the anchor, or without one before what is aimed at."""
        day, limit = moment.last_day, self.anchor or (said.due if moment.role == "other" else None)
        begun = moment.first_day is not None and self.anchor is not None and moment.first_day <= self.anchor
        if begun and said.target and said.due is not None and day is not None:
            limit = said.due  # «15% к 2030 году (в 2024 году – 6%)», said in 2024
        return moment.role == "past" or (day is not None and limit is not None and day < limit)

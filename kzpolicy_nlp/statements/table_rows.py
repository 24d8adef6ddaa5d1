"""Statements of tables: each figure under a year, or beside its row's term, is a target or a fact (SPEC §10)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from ..records import Mode, Role, TargetKind
from ..text.inflection import nominative
from ..text.rules import Chain
from ..values.cells import Cells, Datum, says
from .asides import Timed
from .clauses import Clause
from .roles import Moment
from .statement import Statement
from .syntax import best_form, listed

_NUMBERING = re.compile(r"^[\s\d.)*]+")
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_TAIL = re.compile(r",\s*[^,]*$")


class TableRows:
    """Reads the statements of one text's tables.

    Args:
        cells: the tables, read.
        moments: the resolved dates.
    """

    def __init__(self, chain: Chain, cells: Cells, moments: Sequence[Moment], anchor: dt.date | None) -> None:
        self.chain, self.tokens, self.cells, self.anchor = chain, chain.tokens, cells, anchor
        self._pivot = anchor.year if anchor else self._first_planned(moments)
        self.moments = [replace(m, role=self._role(m)) for m in moments]
        self._at = {m.first: m for m in self.moments}

    def _first_planned(self, moments: Sequence[Moment]) -> int | None:
        """Returns the year with which the first stretch of years begins that the text names («на 2023–2026 годы»)."""
        for m in moments:
            if m.first_day and m.last_day and m.last_day.year > m.first_day.year:
                return m.first_day.year
        return None

    def _role(self, moment: Moment) -> Role:
        """Returns the role of a time in a head: past over what was reached, else a deadline."""
        if moment.first in self.cells.terms:
            return "deadline"
        heads = self.cells.heads.get(moment.first)
        if heads is None or moment.last_day is None:
            return moment.role
        told = " ".join(c.text for c in heads)
        if says("done", told) and not says("ahead", told):
            return "past"
        if says("ahead", told):
            return "deadline"
        return "past" if self._pivot is not None and moment.last_day.year < self._pivot else "deadline"

    def read(self) -> list[Statement]:
        """Returns the statements of the figures, row by row."""
        return [s for datum in self.cells.data if (s := self._statement(datum)) is not None]

    def _statement(self, datum: Datum) -> Statement | None:
        moment: Timed | None = None if datum.head is None else self._at.get(datum.head.first)
        if moment is None or moment.last_day is None:
            return None
        value, ahead = datum.value, moment.role == "deadline"
        clause = Clause(*datum.row, sentence=self.tokens.sentence_of[value.first])
        indicator = self._indicator(datum)
        own_term = datum.head is not None and datum.head.first not in self.cells.heads
        spending = ahead and value.money and (self._is_spending(datum) or own_term)
        kind: TargetKind = "allocation" if spending else "goal"
        if not spending and any(says("forecast", c.text) for c in datum.heads):
            kind = "forecast"
        mode: Mode = "count" if spending or (own_term and ahead) else "level"
        return Statement(
            target=ahead,
            value=value,
            clause=clause,
            said=clause if own_term or datum.caption[0] == datum.caption[1] else self._caption(datum),
            mode=mode,
            kind=kind,
            bound=value.bound,
            year=moment.last_day.year,
            due=moment.last_day if ahead else None,
            moment=moment,
            indicator=indicator,
            indicator_span=(datum.label.first, datum.label.last),
            evidence=("cell of a table", f"row: {datum.label.text}", f"column: {moment.last_day.year}"),
        )

    def _caption(self, datum: Datum) -> Clause:
        """The line above the table as what says its figures («… трансферты, администрируемые Министерством …»)."""
        first, last = datum.caption
        return Clause(first, last, sentence=self.tokens.sentence_of[first], passive=True)

    def _indicator(self, datum: Datum) -> str:
        """Returns the label without its number, unit and asides, a sentence's capital made small."""
        text = _NUMBERING.sub("", datum.label.text)
        text = _BRACKETS.sub("", text) or text
        if datum.measured:
            text = _BRACKETS.sub("", _TAIL.sub("", text)) or text
        first = text.split(" ")[0]
        if first[1:].islower():
            text = text[0].lower() + text[1:]
        return nominative(text)

    def _is_spending(self, datum: Datum) -> bool:
        """Whether the line above the table or the text's title speaks of money to be spent."""
        title = self.tokens.sentences[self.tokens.lines[0][1] - 1][1]
        told = self.tokens.lowers[slice(*datum.caption)] + self.tokens.lowers[:title]
        return any(best_form(w).lemma in listed("spending") for w in told if w[0].isalpha())

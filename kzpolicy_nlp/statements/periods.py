"""Which time governs a value: of its clause, of its sentence, or carried over from a heading or the sentence before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ..text.rules import Chain
from ..values.value import Value
from .clauses import Clause, Clauses


class Timed(Protocol):
    """A resolved time expression, in tokens."""

    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def first_day(self) -> dt.date | None: ...
    @property
    def last_day(self) -> dt.date | None: ...
    @property
    def role(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Period:
    """The year and last day that a value takes, and the expression that gives them."""

    year: int | None = None
    due: dt.date | None = None
    moment: Timed | None = None


class Periods:
    """The times of a text by sentence."""

    def __init__(self, chain: Chain, clauses: Clauses, moments: Sequence[Timed], anchor: dt.date | None) -> None:
        self.chain, self.clauses, self.anchor = chain, clauses, anchor
        self.tokens = chain.tokens
        self.by_sentence: dict[int, list[Timed]] = {}
        for m in moments:
            self.by_sentence.setdefault(self.tokens.sentence_of[m.first], []).append(m)
        self._line_of = [n for n, (a, b) in enumerate(self.tokens.lines) for _ in range(a, b)]

    def of(self, value: Value, clause: Clause) -> Timed | None:
        """Returns the time of a value's own clause, the nearest first."""
        return _nearest(value, [m for m in self._in(clause) if m.role != "other"])

    def _in(self, clause: Clause) -> list[Timed]:
        return [m for m in self.by_sentence.get(clause.sentence, ()) if clause.first <= m.first < clause.last]

    def choose(self, value: Value, clause: Clause, *, ahead: bool) -> Period:
        """Returns the period of a target (`ahead`) or a fact."""
        roles = ("deadline", "start") if ahead else ("past", "start", "other")
        fits = [m for m in self._in(clause) if m.role in roles[:2] or (m.role == "other" and not ahead)]
        strict = [m for m in fits if m.role == roles[0]]
        found = _nearest(value, strict) or _nearest(value, fits if ahead else [m for m in fits if m.role != "other"])
        if found is None:
            sentence = [m for m in self.by_sentence.get(clause.sentence, ()) if m.role == roles[0]]
            found = _nearest(value, sentence)
        if found is None:
            found = self._carried(clause.sentence, roles[0])
        if found is None:
            if ahead:
                return Period()
            return Period(year=self.anchor.year if self.anchor else None)
        return _period(found, ahead=ahead)

    def _carried(self, sentence: int, role: str) -> Timed | None:
        """Returns the time that a heading, a list opener or the sentence before hands on."""
        line = self._line_of[sentence]
        opened = self.tokens.lines[line][0]
        for n in range(sentence - 1, opened - 1, -1):
            own = [m for m in self.by_sentence.get(n, ()) if m.role == role]
            if own:
                return own[-1]
        steps = 0
        while line > 0 and steps < 30:
            line -= 1
            steps += 1
            first, last = self.tokens.lines[line]
            if not self._is_opener(line):
                if steps == 1 and not self._is_item(self._line_of[sentence]):
                    return None
                continue
            own = [m for n in range(first, last) for m in self.by_sentence.get(n, ()) if m.role in (role, "other")]
            return own[-1] if own else None
        return None

    def heading_deadline(self, value: Value) -> bool:
        """Whether a heading or list opener above gives a deadline to a value without a verb."""
        found = self._carried(self.tokens.sentence_of[value.first], "deadline")
        return found is not None and found.role == "deadline"

    def _is_opener(self, line: int) -> bool:
        first, last = self.tokens.lines[line]
        end = self.tokens.sentences[last - 1][1]
        return self.tokens.words[end - 1] == ":" or (last - first == 1 and self.tokens.words[end - 1] not in (".", ";", "!", "?"))

    def _is_item(self, line: int) -> bool:
        start = self.tokens.sentences[self.tokens.lines[line][0]][0]
        words = self.tokens.words
        return words[start] in ("-", "•", "*", "·") or (start + 1 < len(words) and words[start + 1] in (")", ".") and words[start].isalnum())


def _nearest(value: Value, moments: Sequence[Timed]) -> Timed | None:
    """The time nearest to a value; at equal distance the one before it."""
    return min(
        moments, key=lambda m: (value.first - m.last if m.last <= value.first else m.first - value.last + 0.5), default=None
    )


def _period(moment: Timed, *, ahead: bool) -> Period:
    if ahead and moment.role == "start":
        day = moment.first_day or moment.last_day
        return Period(year=day.year if day else None, moment=moment)
    day = moment.last_day
    return Period(year=day.year if day else None, due=day if ahead else None, moment=moment)

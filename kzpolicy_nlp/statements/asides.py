"""Times that govern nothing beside them: those of comparisons, of brackets, of clauses that hang on a noun."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from ..text.tokens import Tokens
from ..values.value import Value
from .clauses import Clause, Clauses
from .syntax import best_form, listed


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


class Asides:
    """Tells such times of one text."""

    def __init__(self, tokens: Tokens, clauses: Clauses, values: Sequence[Value]) -> None:
        self.tokens, self.clauses = tokens, clauses
        self._ending = {v.last: v for v in values}

    def is_compared(self, moment: Timed) -> bool:
        """Whether a time is only what a value is compared with («по сравнению с 2015 годом»)."""
        floor = self.tokens.sentences[self.tokens.sentence_of[moment.first]][0]
        near = self.tokens.lowers[max(floor, moment.first - 3) : moment.first]
        if near and moment.role == "past" and near[-1] in listed("till"):
            return True
        if moment.role == "past" and self._is_of_baseline(moment, floor):
            return True
        if moment.role == "past" and any(best_form(w).pos == "COMP" for w in near):
            return True  # «на 6,3% меньше аналогичного периода 2024 года»
        return any(w in listed("comparison") for w in near)

    def _is_of_baseline(self, moment: Timed, floor: int) -> bool:
        """Whether a time is that of a value compared with («с 24 млрд за 2021 год», «против 121 млрд в 2010 году»)."""
        for i in range(moment.first - 1, max(floor, moment.first - 4), -1):
            value = self._ending.get(i + 1)
            if value is not None:
                return any(
                    w in listed("of-baseline") for w in self.tokens.lowers[max(floor, value.first - 2) : value.first]
                )
        return False

    def is_aside(self, moment: Timed, *, behind: Clause | None = None) -> bool:
        """Whether a time stands in brackets, or in a clause that hangs on a noun («…, в 2021 году равнявшийся …»).

        `behind`: also in a clause behind this one that is set against it («…, тогда как в 2023 году …»).
        """
        clause = self.clauses.at(moment.first)
        opening = clause.first - 1
        if (
            behind is not None
            and clause.first >= behind.last
            and self.tokens.lowers[clause.first] in listed("contrast")
        ):
            return True
        if clause.participial or (opening >= 0 and self.tokens.words[opening] == "("):
            return True
        return any(best_form(w).lemma in listed("which") for w in self.tokens.lowers[clause.first : clause.first + 2])

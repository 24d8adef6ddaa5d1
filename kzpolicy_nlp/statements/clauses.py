"""Clauses: where they begin and end, and the predicate of each with its tense and modality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..text.tokens import Tokens

Tense = Literal["past", "present", "future"]


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens `first … last - 1` with one predicate.

    `tense` is that of its finite verb («построит» and «будет построено» are future, «построено» past); None where the
    clause has no verb. `modal`: its infinitive is governed by «необходимо», «поручаю», «должны» and their like.
    """

    first: int
    last: int
    predicate: int | None = None
    tense: Tense | None = None
    modal: bool = False


class Clauses:
    """The clauses of a text; `at(token)` is the clause that holds a token."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.all: list[Clause] = [Clause(a, b) for a, b in tokens.sentences]
        self._of = [n for n, c in enumerate(self.all) for _ in range(c.first, c.last)]

    def at(self, token: int) -> Clause:
        """Returns the clause that holds a token."""
        return self.all[self._of[token]]

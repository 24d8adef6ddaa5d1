"""A value whose indicator is asked for, and what was said before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ..values.value import Value
from .clauses import Clause
from .frames import Frame
from .senses import Sense
from .spending import Spent

Span = tuple[int, int]
Name = tuple[str | None, Span | None]


class Said(Spent, Protocol):
    """A statement made before, as far as an indicator may go back to it."""

    @property
    def clause(self) -> Clause: ...
    @property
    def mode(self) -> str: ...
    @property
    def indicator_span(self) -> Span | None: ...


@dataclass(frozen=True, slots=True)
class Question:
    """A value whose indicator is asked for; `frame` stands at token `at` of the value's own clause."""

    value: Value
    sense: Sense
    mode: str
    before: Sequence[Said]
    clause: Clause
    frame: Frame | None
    at: int | None

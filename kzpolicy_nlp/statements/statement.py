"""A target or a fact in tokens, before it is made a record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ..records import Bound, Direction, Mode, TargetKind
from ..values.value import Value
from .clauses import Clause
from .periods import Timed


@dataclass(frozen=True, slots=True)
class Statement:
    """A target or a fact: `clause` holds its value, `said` its predicate; `evidence` names what it rests on."""

    target: bool
    value: Value
    clause: Clause
    said: Clause
    mode: Mode
    kind: TargetKind = "goal"
    direction: Direction | None = None
    bound: Bound = "exact"
    year: int | None = None
    due: dt.date | None = None
    moment: Timed | None = None
    indicator: str | None = None
    indicator_span: tuple[int, int] | None = None
    baseline: Value | None = None
    evidence: tuple[str, ...] = ()

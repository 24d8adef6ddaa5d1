"""A target or a fact in tokens, before it is made a record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from ..records import Bound, Direction, Mode, TargetKind
from ..text.tokens import Tokens
from ..values.value import Value
from .asides import Timed
from .clauses import Clause
from .senses import Sense


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


def evidence_of(sense: Sense, tokens: Tokens) -> tuple[str, ...]:
    """Returns what a statement rests on: its frame, its cue, what governs the value, the tense."""
    lowers, said = tokens.lowers, sense.said
    found = []
    if sense.frame is not None and sense.token is not None:
        found.append(f"frame {sense.frame.name}: {lowers[sense.token]}")
    if said.cue is not None and said.cue_token is not None:
        found.append(f"cue {said.cue.key}: {lowers[said.cue_token]}")
    if sense.slot != "none":
        found.append(f"governed by {lowers[sense.slot_token]}")
    if said.tense is not None:
        found.append(f"tense {said.tense}")
    if said is not sense.clause:
        found.append("predicate of the list opener")
    return tuple(found)


def leaning(said: Statement, value: Value, how: str, **changes: Any) -> Statement:
    """The statement before with another value and what else is its own."""
    evidence = (how, *said.evidence)
    return replace(said, value=value, bound=value.bound, baseline=None, evidence=evidence, **changes)

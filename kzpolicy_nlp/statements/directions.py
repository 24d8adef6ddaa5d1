"""Which way a level goes, where its own verb does not say: by the level it starts from, or the change beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..records import Direction
from ..text.tokens import Tokens
from .senses import PARTS
from .statement import Statement
from .syntax import best_form, listed

_NEAR = 2  # statements that may stand between a level aimed at and the one that holds now


def directed(found: Sequence[Statement], tokens: Tokens) -> list[Statement]:
    """Returns the statements, with a direction for each level that one beside it gives one.

    «доля – 3,4% (в 2019 году – 1,9%)», «экспорт составил 52 млн, увеличившись на 18%», «было 2,1, стало 1,4».
    """
    made = list(found)
    for n, said in enumerate(made):
        if said.mode != "level":
            continue
        way = _of_change(n, made, tokens) if said.direction is None else None
        if way is None and (said.direction is None or said.target or said.baseline is not None):
            way = _of_levels(n, made, tokens)
        if way is not None and way != said.direction:
            made[n] = replace(said, direction=way)
    return made


def _of_change(n: int, made: Sequence[Statement], tokens: Tokens) -> Direction | None:
    """The direction of a change that the same sentence says of the same thing right before or behind the level."""
    said = made[n]
    if n > 0 and made[n - 1].mode in ("delta", "factor") and _beside(made[n - 1], said, tokens):
        before, clause = made[n - 1], said.clause
        goes_on = clause is not before.clause and clause.predicate is not None and clause.predicate - clause.first <= 1
        if goes_on and before.target == said.target and before.indicator == said.indicator:
            return before.direction  # «вырос на 4% и составил 52 млн»
    if n + 1 < len(made) and made[n + 1].mode in ("delta", "factor") and _beside(said, made[n + 1], tokens):
        behind = made[n + 1]
        between = tokens.lowers[said.value.last : behind.value.first]
        told = any(best_form(w).pos == "GRND" for w in between if w.isalpha())
        compared = any(e.startswith("more or less than") for e in behind.evidence)
        bracketed = between == ["("]  # «52 млн долларов (+8%)»
        if (told or compared or bracketed) and behind.target == said.target:
            return behind.direction  # «составил 52 млн, увеличившись на 4%», «– 560 тысяч, на 210 тысяч больше»
    return None


def _of_levels(n: int, made: Sequence[Statement], tokens: Tokens) -> Direction | None:
    """The direction from the level that the same thing has: of a target from a fact, of «стало» from «было»."""
    said = made[n]
    start = said.baseline.amount if said.baseline is not None else None
    if start is None:
        near = (*range(n - 1, n - 2 - _NEAR, -1), *range(n + 1, n + 2 + _NEAR))
        fits = _is_its_level if said.target else _is_what_was
        levels = [made[i].value.amount for i in near if 0 <= i < len(made) and fits(made[i], said, tokens)]
        start = levels[0] if levels else None
        if said.direction is not None and len({x > said.value.amount for x in levels}) > 1:
            return None
    amount = said.value.amount
    return None if start is None or start == amount else "up" if amount > start else "down"


def _is_its_level(fact: Statement, said: Statement, tokens: Tokens) -> bool:
    """Whether a fact is the present level of what a target aims at."""
    if fact.target or fact.mode != "level" or not _alike(fact, said):
        return False
    of = tokens.sentence_of
    apart = abs(of[fact.value.first] - of[said.value.first])
    if apart > 1:
        return False
    if fact.indicator is not None and fact.indicator == said.indicator:
        return True
    opening = tokens.lowers[max(fact.clause.first, fact.value.first - 6) : fact.value.first]
    return apart == 0 and said.value.unit in PARTS and any(w in listed("today") for w in opening)


def _is_what_was(before: Statement, said: Statement, tokens: Tokens) -> bool:
    """Whether a fact says what was where the other says what became."""
    if before.target or before.mode != "level" or not _alike(before, said) or not _beside(before, said, tokens):
        return False
    return _told_by(before, tokens, listed("was")) and _told_by(said, tokens, listed("became"))


def _told_by(said: Statement, tokens: Tokens, lemmas: frozenset[str]) -> bool:
    return said.said.predicate is not None and tokens.lowers[said.said.predicate] in lemmas


def _alike(one: Statement, other: Statement) -> bool:
    a, b = one.value, other.value
    return a.money == b.money and a.currency == b.currency and (a.unit == b.unit or None in (a.unit, b.unit))


def _beside(one: Statement, other: Statement, tokens: Tokens) -> bool:
    """Whether two statements stand in one sentence."""
    return tokens.sentence_of[one.value.first] == tokens.sentence_of[other.value.first]

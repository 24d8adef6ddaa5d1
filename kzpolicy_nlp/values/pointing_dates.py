"""Rules for times that point to a time named before: the same period, its limit, what comes behind it (SPEC §5)."""

from __future__ import annotations

from ..text.rules import Found
from .calendar import Unit
from .calendar_dates import UNITS, Reading, is_plural, reading
from .periods import Pointing, Spell
from .relative_dates import spell_of, unit_of


@UNITS.rule(
    "same period_noun|time_unit",
    "same_here time_unit",
    "pointing period_noun",
    "same_here period_noun",
    "same which period_noun",
)
def pointing(found: Found) -> Reading | None:
    """A period that was named before, itself or moved to another year.

    в первом полугодии 2023 года вырос на 5%, за [аналогичный период прошлого года] – на 3%
    => date first_day=2022-01-01 last_day=2022-06-30 role=past
    в 2019 году открыт завод, в [том же году] – школа => date first_day=2019-01-01 last_day=2019-12-31 role=past
    в этот период => no date
    """
    same = found.get("same") is not None or found.get("same_here") is not None
    atom = found.get("period_noun") or found.get("period_noun|time_unit") or found["time_unit"]
    unit: Unit | None = None
    if "period_noun" not in atom.tags:
        unit, _ = unit_of(atom)
    if is_plural(found.tokens.lowers[atom.first]):
        return None
    return reading(Pointing(unit, same=same), "pointing", "relative", "open")


@UNITS.rule("until|in (pointing|that|same_here|same limit_noun)")
def limit(found: Found) -> Reading | None:
    """The limit that was named before.

    до 1 декабря 2025 года введут завод. К [этому сроку] построят дорогу => deadline due=2025-12-01
    до конца 2025 года введут завод, к [указанной дате] построят дорогу => deadline due=2025-12-31
    до конца 2025 года введут завод, к [этому времени] построят дорогу => no deadline
    к этому времени построили дорогу => no date
    в этот срок построят дорогу => no date
    """
    if is_plural(found.tokens.lowers[found["limit_noun"].first]):
        return None
    return reading(Pointing(limit=True), "pointing", "relative")


@UNITS.rule(
    "which|nearest number time_unit then",
    "after (number? time_unit then)",
    "after (half_year then)",
)
def behind_named(found: Found) -> Reading | None:
    """A length that begins where a time named before ends.

    в 2026 году начнется строительство; в [следующие два года после этого] построят 5 школ
    => deadline due=2028-12-31
    до 1 марта 2025 года примут закон, через [три месяца после этого] – правила => deadline due=2025-06-01
    через год после этого построят школу => no date
    """
    spell = spell_of(found, "next")
    return None if spell is None else reading(Spell(spell.amount, spell.unit, "next", then=True), "spell", "relative")

"""A level told behind its change, and a change behind its level: «на 9%, до 4,4 млн», «3,7%, минус 0,1 п.п.»."""

from __future__ import annotations

from collections.abc import Sequence

from ..text.rules import Chain
from .manners import signed
from .periods import Periods
from .senses import PARTS, Senses
from .statement import Statement, leaning
from .syntax import listed


class Turns:
    """Reads the levels and changes of one text that lean on the statement before."""

    def __init__(self, chain: Chain, senses: Senses, periods: Periods) -> None:
        self.chain, self.tokens, self.senses, self.periods = chain, chain.tokens, senses, periods

    def level(self, number: int, found: Sequence[Statement]) -> Statement | None:
        """The level behind a change: «… выросло на 7%, лошадей – на 9%, до 4,4 млн голов»."""
        value, said = self.periods.values[number], found[-1] if found else None
        if said is None or number == 0 or said.value is not self.periods.values[number - 1] or said.mode != "delta":
            return None
        between, barred = range(said.value.last, value.first), self.senses.phrases.barred
        timed = {i for i in between if i in barred or "time_unit" in self.chain.tags(i)}
        lowers = [self.tokens.lowers[i] for i in between if i not in timed and i + 1 not in timed]  # «за месяц, до»
        if len(between) > 7 or len(lowers) not in (1, 2) or self.tokens.lowers[value.first - 1] not in listed("to"):
            return None
        if lowers[0] not in (",", "-") or self.tokens.sentence_of[value.first] != said.clause.sentence:
            return None
        return leaning(said, value, "the level behind a change", mode="level")

    def change(self, number: int, found: Sequence[Statement]) -> Statement | None:
        """The signed change behind a level: «… составила 3,7%, минус 0,1 п.п. к прошлому году»."""
        value, said = self.periods.values[number], found[-1] if found else None
        if said is None or number == 0 or said.value is not self.periods.values[number - 1] or said.mode != "level":
            return None
        sign, between = signed(self.tokens, value), self.tokens.lowers[said.value.last : value.first]
        alone = all(w in (",", "-") or w in listed("minus-sign") | listed("plus-sign") for w in between)
        if sign is None or value.unit not in PARTS or not alone or between[:1] != [","]:
            return None
        return leaning(said, value, "the change to the level before", mode="delta", direction=sign)

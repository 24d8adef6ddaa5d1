"""How a value is meant: level, change, factor or count; goal, forecast or allocation (SPEC §10)."""

from __future__ import annotations

from ..records import Direction, Mode, TargetKind
from ..text.tokens import Tokens
from ..values.value import Value
from .clauses import Clause
from .periods import Periods
from .senses import PARTS, Sense, Senses
from .syntax import best_form, listed


class Manners:
    """Reads the manners of one text's values."""

    def __init__(self, senses: Senses, periods: Periods) -> None:
        self.senses, self.periods, self.phrases = senses, periods, senses.phrases
        self.chain, self.tokens = senses.chain, senses.tokens

    def mode(self, sense: Sense, value: Value, *, ahead: bool) -> tuple[Mode, Direction | None]:
        """Returns the mode and the direction that the frame and its slot say; `ahead`: of a target."""
        frame, slot = sense.frame, sense.slot
        direction = frame.direction if frame is not None and frame.kind == "change" else None
        sign = signed(self.tokens, value) if frame is None and slot != "dash" else None
        if slot == "open" or sign is not None:
            return "delta", sign or signed(self.tokens, value)  # «(+2,9%)», «минус 0,1 п.п. к прошлому году»
        if value.unit == "times":
            return "factor", direction
        if frame is None and sense.said.modal and value.unit not in PARTS:
            return "count", None
        if frame is None:
            if slot in ("dash", "colon") or sense.said.tense in ("present", None) or value.unit in PARTS:
                return "level", None
            return "count", None
        if frame.kind == "change":
            if frame.factor is not None and sense.token is not None and value.first <= sense.token < value.last:
                return "factor", direction
            if slot == "none" and not frame.decides and value.unit in PARTS and (sense.token or 0) < value.first:
                return "delta", direction
            if slot == "onto" or (frame.noun and slot == "none") or (slot in ("none", "amount") and frame.takes_delta):
                return "delta", direction
            return "level", direction
        if frame.name == "exceed" and sense.said.negated:
            return "level", None
        if frame.kind == "reach":
            if slot == "onto" and frame.takes_delta and not frame.onto:
                return "delta", frame.direction
            if (
                (frame.becomes or frame.name == "secure" or sense.said.passive)
                and value.head is not None
                and sense.slot == "none"
            ):
                return ("level" if sense.said.tense == "present" and not sense.said.modal else "count"), None
            return "level", frame.direction
        if frame.kind in ("keep", "exist") or (slot == "till" and frame.toward):
            return "level", None
        if slot == "onto" and frame.onto:
            return "level", "up"
        falls = sense.token is not None and best_form(self.tokens.lowers[sense.token]).lemma in listed("falling")
        if value.unit in PARTS and (frame.kind != "spend" or falls):
            return "level", None
        if slot == "dash" and frame.noun:
            return "level", None
        if sense.said.tense == "present" and not ahead and not sense.said.modal and sense.said.cue is None:
            return "level", None  # «реализуются 25 проектов» holds now, «до 2030 года реализуют 25 проектов» is to come
        return "count", None

    def kind(self, sense: Sense, value: Value, *, is_spending: bool) -> TargetKind:
        """Returns goal, forecast or allocation."""
        frame, said = sense.frame, sense.said
        if value.money and frame is not None and (frame.kind in ("spend", "make") or frame.incoming):
            return "allocation"
        if is_spending and (frame is None or frame.kind not in ("change", "get") or frame.noun):
            return "allocation"
        if said.cue is not None and said.cue.get("kind") == "forecast":
            return "forecast"
        if said.modal or said.cue is not None:
            return "goal"
        if said.subordinate in listed("when") or self.periods.is_planned(sense.clause):
            return "goal"
        undecided = not frame.decides if frame is not None else self._is_intransitive(said)
        timed = self.periods.of(value, sense.clause)
        decided = timed is not None and timed.role == "start"  # «с 1 июля тариф повысится до …»
        if undecided and said.tense == "future" and not said.plural_we and not decided:
            return "forecast"
        return "goal"

    def _is_intransitive(self, clause: Clause) -> bool:
        """Whether the predicate is an active verb without an object: its subject does not decide."""
        if clause.predicate is None or clause.passive:
            return False
        return "intr" in best_form(self.tokens.lowers[clause.predicate]).marks


def signed(tokens: Tokens, value: Value) -> Direction | None:
    """Returns the direction that a sign says: «(+2,9%)»."""
    sign = tokens.lowers[value.first]
    if sign in listed("plus-sign") | listed("minus-sign"):
        return "up" if sign in listed("plus-sign") else "down"
    before = value.first - 1
    sign = tokens.lowers[before] if before >= 0 else ""
    if sign in listed("plus-sign") | listed("minus-sign") and (sign.isalpha() or tokens.glued(value.first)):
        return "up" if sign in listed("plus-sign") else "down"
    return None

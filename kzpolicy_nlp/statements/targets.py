"""Values, predicates and times put together: which value is a target, which a fact, and which is neither (SPEC §10)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..records import Bound, Direction, Mode, TargetKind
from ..text.rules import Chain
from ..values.value import Value
from .clauses import Clause, Clauses, _words, best_form
from .frames import Frame, frames
from .indicators import Indicators
from .periods import Periods, Timed
from .phrases import Phrases

_DURATIONS = frozenset({"year", "month", "week", "day", "hour", "minute", "second"})


@dataclass(frozen=True, slots=True)
class Statement:
    """A target or a fact, in tokens; `clause` is its span, `evidence` the words it rests on."""

    target: bool
    value: Value
    clause: tuple[int, int]
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


@dataclass(frozen=True, slots=True)
class _Sense:
    """What the words around a value say of it."""

    frame: Frame | None
    frame_token: int | None
    slot: str  # the preposition or sign that governs the value: to, onto, in, from, dash, open, none …
    clause: Clause


class Statements:
    """Reads the statements of one text."""

    def __init__(
        self, chain: Chain, clauses: Clauses, values: Sequence[Value], moments: Sequence[Timed], anchor: dt.date | None
    ) -> None:
        self.chain, self.clauses, self.values, self.anchor = chain, clauses, values, anchor
        self.tokens = chain.tokens
        held = frozenset(i for x in (*values, *moments) for i in range(x.first, x.last))
        self.periods = Periods(chain, clauses, moments, anchor)
        self.phrases = Phrases(chain, held)
        self.indicators = Indicators(chain, self.phrases)
        self.found: list[Statement] = []

    def read(self) -> list[Statement]:
        """Returns the targets and facts, in text order of their values."""
        baselines = self._baselines()
        for number, value in enumerate(self.values):
            if number in baselines.values():
                continue
            start = baselines.get(number)
            made = self._aside(number) or self._statement(value, None if start is None else self.values[start])
            if made is not None:
                self.found.append(made)
        return self.found

    # pieces around a value

    def _before(self, token: int) -> int:
        """Returns the token before a value, bounds and adverbs of degree passed over (-1: none in the sentence)."""
        floor = self.tokens.sentences[self.tokens.sentence_of[token]][0]
        i = token - 1
        while i >= floor:
            atom = self.chain.atoms[self.chain.at[i]]
            if "bound" in atom.tags and not atom.entry("bound").get("to"):
                i = atom.first - 1
            elif self.tokens.lowers[i] in _words()["degree"]:
                i -= 1
            else:
                return i
        return -1

    def _slot(self, value: Value) -> tuple[str, int]:
        """Returns what governs a value, and the token it stands at."""
        i = self._before(value.first)
        if i < 0:
            return "none", value.first
        word = self.tokens.lowers[i]
        if word == "-" and not self.tokens.glued(i):
            return "dash", i
        if word == ":":
            return "colon", i
        if word == "(":
            return "open", i
        if best_form(word).lemma in _words()["amount-noun"] and i > 0:
            return "amount", i
        for name in ("to", "onto", "from", "in", "out-of", "by", "against", "till"):
            if word in _words()[name]:
                return name, i
        if word in _words()["prepositions"]:
            return "other", i
        return "none", i

    def _baselines(self) -> dict[int, int]:
        """Returns, for the value «Y» of «с X до Y», the number of its «X»."""
        found: dict[int, int] = {}
        for number, (low, high) in enumerate(zip(self.values, self.values[1:], strict=False)):
            if low.money != high.money or self.tokens.sentence_of[low.first] != self.tokens.sentence_of[high.first]:
                continue
            near = high.first - low.last <= 8
            if near and self._slot(low)[0] == "from" and self._slot(high)[0] == "to":
                found[number + 1] = number
        return found

    def _frame(self, value: Value, clause: Clause) -> tuple[Frame | None, int | None]:
        """Returns the frame word that governs a value: the nearest before it in its clause, else the first behind it."""
        known = frames()
        lowers = self.tokens.lowers
        nearest: tuple[Frame | None, int | None] = (None, None)
        for i in range(value.first - 1, clause.first - 1, -1):
            frame = self._frame_at(i, known)
            if frame is None:
                continue
            if frame.noun and nearest[0] is None and self._is_genitive_tail(i):
                continue
            if not frame.noun or nearest[0] is None:
                return frame, i
        if clause.predicate is not None and clause.predicate >= value.last:
            frame = known.get(best_form(lowers[clause.predicate]).lemma)
            if frame is not None:
                return frame, clause.predicate
        for i in range(value.last, clause.last):
            frame = self._frame_at(i, known)
            if frame is not None and not frame.noun:
                return frame, i
        return nearest

    def _frame_at(self, i: int, known: dict[str, Frame]) -> Frame | None:
        if not self.tokens.lowers[i].isalpha():
            return None
        form = best_form(self.tokens.lowers[i])
        if form.pos not in ("VERB", "INFN", "PRTS", "PRTF", "GRND", "NOUN"):
            return None
        frame = known.get(form.lemma)
        if frame is None or frame.noun != (form.pos == "NOUN"):
            return None
        return frame

    def _is_genitive_tail(self, i: int) -> bool:
        """Whether a noun hangs on the noun before it («темп роста», «объем производства»)."""
        if i == 0 or not self.phrases.has_case(i, "gent"):
            return False
        previous = i - 1
        while previous > 0 and self.phrases.is_adjective(previous):
            previous -= 1
        return self.phrases.is_noun(previous) and best_form(self.tokens.lowers[previous]).pos == "NOUN"

    # one value

    def _statement(self, value: Value, baseline: Value | None) -> Statement | None:
        clause = self.clauses.at(value.first)
        slot, slot_token = self._slot(value)
        if self._is_neither(value, slot, slot_token, clause):
            return None
        frame, frame_token = self._frame(value, clause)
        sense = _Sense(frame, frame_token, slot, clause)
        timed = self.periods.of(value, clause)
        ahead = self._is_ahead(sense, timed, value)
        if ahead is None or not self._is_said(sense, value, timed):
            return None
        mode, direction = self._mode(sense, value)
        if value.unit in _DURATIONS and not (frame and frame.kind in ("reach", "change") and slot in ("none", "to", "dash")):
            return None
        kind = self._kind(sense, value) if ahead else "goal"
        period = self.periods.choose(value, clause, ahead=ahead)
        indicator, span = self.indicators.of(value, clause, frame, frame_token, mode, self.found)
        if indicator is None and frame is None:
            return None
        if span is not None and direction is None and mode == "level" and frame is not None and frame.kind == "reach":
            direction = self._direction_of(span)
        evidence = tuple(
            e
            for e in (
                f"frame:{frame.name}@{self.tokens.lowers[frame_token]}" if frame and frame_token is not None else "",
                f"cue:{clause.cue.key}" if clause.cue else "",
                f"slot:{slot}",
                f"tense:{clause.tense}" if clause.tense else "",
            )
            if e
        )
        bound: Bound = "exact" if slot == "to" and frame is not None and frame.kind in ("change", "reach") else value.bound
        return Statement(
            target=ahead,
            value=value,
            clause=(clause.first, clause.last),
            mode=mode,
            kind=kind,
            direction=direction,
            bound=bound,
            year=period.year,
            due=period.due if ahead else None,
            moment=period.moment,
            indicator=indicator,
            indicator_span=span,
            baseline=baseline,
            evidence=evidence,
        )

    def _aside(self, number: int) -> Statement | None:
        """The same statement in another currency or unit: «737,7 млрд тенге ($2,1 млрд), или 1,6% ВВП»."""
        if number == 0 or not self.found:
            return None
        value, before = self.values[number], self.values[number - 1]
        said = self.found[-1]
        if said.value is not before or value.first - before.last > 3:
            return None
        between = self.tokens.lowers[before.last : value.first]
        bracketed = between == ["("] and value.money and before.money and value.currency != before.currency
        alternative = bool(between) and between[-1] in _words()["or"] and all(not w.isalpha() for w in between[:-1])
        if not (bracketed or alternative):
            return None
        return replace(said, value=value, bound=value.bound, baseline=None)

    def _is_neither(self, value: Value, slot: str, at: int, clause: Clause) -> bool:
        """Whether a value is only a size, a base, a threshold or a comparison."""
        lowers = self.tokens.lowers
        if slot in ("out-of", "against"):
            return slot == "against" or at == 0 or self._is_value_end(at) or not self.phrases.is_noun(at - 1)
        if value.per is not None and slot in ("none", "by") and clause.predicate is None:
            return True
        form = best_form(lowers[at]) if at >= 0 and lowers[at].isalpha() else None
        if form is not None and form.lemma in _words()["size"] and slot in ("none", "amount"):
            return True
        atoms, chain_at = self.chain.atoms, self.chain.at
        for i in range(max(clause.first, value.first - 6), value.first):
            atom = atoms[chain_at[i]]
            if atom.tags & {"condition", "deny"}:
                return True
        return any("deny" in atoms[chain_at[i]].tags for i in range(clause.first, value.first))

    def _is_value_end(self, token: int) -> bool:
        return any(v.last == token or v.first <= token - 1 < v.last for v in self.values)

    # senses

    def _is_ahead(self, sense: _Sense, timed: Timed | None, value: Value) -> bool | None:
        """Whether the value is aimed at (True), holds or was reached (False), or says neither (None)."""
        clause, frame = sense.clause, sense.frame
        deadline = timed is not None and timed.role == "deadline"
        if clause.tense == "past" and not clause.modal and not self._is_goal_cue(clause):
            if frame is not None and frame.kind == "spend" and deadline and clause.passive:
                return True
            return False
        if clause.points_ahead and not (clause.tense == "present" and clause.cue is None and not clause.modal):
            return True
        if clause.tense == "present":
            if frame is not None and frame.kind in ("make", "spend") and (deadline or clause.passive):
                return True
            return deadline and frame is not None and frame.kind in ("change", "spend")
        aim = any("cue" in self.chain.atoms[self.chain.at[i]].tags for i in range(clause.first, value.first))
        if aim or deadline:
            return True
        if self.periods.heading_deadline(value):
            return True
        if frame is None and timed is None and sense.slot in ("dash", "colon"):
            return None
        return False

    def _is_goal_cue(self, clause: Clause) -> bool:
        return clause.cue is not None and not clause.cue.get("noun", False)

    def _is_said(self, sense: _Sense, value: Value, timed: Timed | None) -> bool:
        """Whether a predicate or a noun of change says the value at all."""
        frame, clause, slot = sense.frame, sense.clause, sense.slot
        if frame is not None:
            if frame.kind in ("change",):
                return slot in ("to", "onto", "in", "none", "dash", "amount", "open", "by", "from", "till")
            if frame.kind in ("make", "spend", "get", "exist"):
                return slot in ("none", "dash", "amount", "by", "colon", "to", "in")
            return slot not in ("other",)
        if clause.predicate is not None and clause.tense is not None:
            return slot in ("none", "dash", "amount", "by")
        if slot == "dash":
            return timed is not None or self.periods.heading_deadline(value)
        return False

    def _mode(self, sense: _Sense, value: Value) -> tuple[Mode, Direction | None]:
        frame, slot = sense.frame, sense.slot
        direction = frame.direction if frame is not None and frame.kind == "change" else None
        if value.unit == "times":
            return "factor", direction
        if frame is None:
            if slot in ("dash", "colon") or sense.clause.tense == "present" or value.unit == "percent":
                return "level", None
            return "count", None
        if frame.kind == "change":
            if frame.factor is not None and sense.frame_token is not None and value.first <= sense.frame_token < value.last:
                return "factor", direction
            if slot in ("onto", "open") or (slot == "none" and frame.noun):
                return "delta", direction
            return "level", direction
        if frame.kind == "reach":
            return "level", frame.direction
        if frame.kind in ("keep", "exist"):
            return "level", None
        if value.unit in ("percent", "share", "percentage_point"):
            return "level", None
        return "count", None

    def _direction_of(self, span: tuple[int, int]) -> Direction | None:
        """The direction of an indicator that is itself a change («рост ВВП составит 5%»)."""
        frame = self._frame_at(span[0], frames())
        return frame.direction if frame is not None and frame.kind == "change" else None

    def _kind(self, sense: _Sense, value: Value) -> TargetKind:
        frame, clause = sense.frame, sense.clause
        if value.money and frame is not None and frame.kind == "spend":
            return "allocation"
        if clause.cue is not None and clause.cue.get("kind") == "forecast":
            return "forecast"
        if clause.modal or clause.cue is not None:
            return "goal"
        if frame is not None and not frame.decides and clause.tense == "future" and not clause.plural_we:
            return "forecast"
        return "goal"

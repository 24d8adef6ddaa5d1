"""Values, predicates and times put together: which value is a target, which a fact, and which is neither (SPEC §10)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..records import Direction, Mode
from ..text.rules import Chain
from ..values.value import Spanned, Value
from .clauses import Clause, Clauses
from .frames import Frame
from .indicators import Indicators
from .periods import Periods, Timed
from .phrases import Phrases
from .readings import Readings
from .senses import PARTS, Sense, Senses
from .statement import Statement
from .syntax import best_form, listed, pairs

_DURATIONS = frozenset({"year", "month", "week", "day", "hour", "minute", "second"})


class Statements:
    """Reads the statements of one text.

    Args:
        values: money and quantities, in text order.
        moments: the resolved dates.
        names: token spans of names, inside which no word is a predicate.
        tabled: the first tokens of values in tables, which no sentence says.
    """

    def __init__(
        self,
        chain: Chain,
        clauses: Clauses,
        values: Sequence[Value],
        moments: Sequence[Timed],
        anchor: dt.date | None,
        names: Iterable[tuple[int, int]] = (),
        tabled: Iterable[int] = (),
    ) -> None:
        self.chain, self.clauses, self.values, self.anchor = chain, clauses, values, anchor
        self.tokens = chain.tokens
        spanned: list[Spanned] = [*values, *moments]
        held = frozenset(i for x in spanned for i in range(x.first, x.last))
        named = frozenset(i for first, last in names for i in range(first, last))
        self.periods = Periods(chain, clauses, moments, values, anchor)
        self.phrases = Phrases(chain, held, named, clauses.asides)
        self.senses = Senses(chain, clauses, self.periods, self.phrases, values)
        self.readings = Readings(self.senses, self.periods)
        self.indicators = Indicators(chain, self.phrases)
        self.found: list[Statement] = []
        self._tabled = frozenset(tabled)

    def read(self) -> list[Statement]:
        """Returns the targets and facts, in text order of their values."""
        baselines = self._baselines()
        starts = set(baselines.values())
        for number in range(len(self.values)):
            value = self.values[number]
            if number in starts or value.first in self._tabled:
                continue
            start = baselines.get(number)
            made = self._aside(number) or self._compared(value) or self._part(number)
            made = made or self._statement(value, None if start is None else self.values[start])
            if made is not None:
                self.found.append(made)
        return self.found

    def _baselines(self) -> dict[int, int]:
        """Returns, for the value «Y» of «с X до Y», the number of its «X»; an aside in brackets may stand between."""
        found: dict[int, int] = {}
        of = self.tokens.sentence_of
        for number, low in enumerate(self.values):
            if not self._starts(low):
                continue
            for other in range(number + 1, min(number + 3, len(self.values))):
                high = self.values[other]
                alike = low.money == high.money and of[low.first] == of[high.first]
                if alike and high.first - low.last <= 12 and self.senses.slot(high)[0] == "to":
                    found[other] = number
                    break
        return found

    def _starts(self, low: Value) -> bool:
        """Whether «с» governs a value, an adjective or «уровня» passed over («с нынешних 500 млн»)."""
        slot, at = self.senses.slot(low)
        if slot == "amount" or (slot == "none" and self.phrases.is_adjective(at)):
            before = at - 1
            while before >= 0 and self.phrases.is_adjective(before):
                before -= 1
            return before >= 0 and self.tokens.lowers[before] in listed("from")
        return slot == "from"

    # one value

    def _statement(self, value: Value, baseline: Value | None) -> Statement | None:
        sense = self.senses.of(value)
        if self._is_neither(value, sense):
            return None
        ahead = self.readings.is_ahead(sense, value)
        if ahead is None or not self.readings.is_said(sense, value):
            return None
        frame, clause, said = sense.frame, sense.clause, sense.said
        slots = ("none", "to", "dash", "in", "onto" if frame and frame.kind == "change" else "in")
        if value.unit in _DURATIONS and not (
            frame and frame.kind in ("reach", "change", "keep") and sense.slot in slots
        ):
            return None
        mode, direction = self.readings.mode(sense, value, ahead=ahead)
        indicator, span = self.indicators.of(value, sense, mode, self.found)
        if indicator is None and frame is None and said.tense is None and self.periods.of(value, clause) is None:
            return None
        head = self._head(span, indicator)
        unsaid = mode == "level" and (sense.slot == "dash" or (not ahead and said.tense != "past"))
        near = self.tokens.lowers[max(clause.first, value.first - 8) : value.first]
        now = any(w in listed("now") for w in near)
        if (
            unsaid
            and mode == "level"
            and head in listed("price")
            and not now
            and self.periods.of(value, clause) is None
        ):
            return None
        if not ahead and self._is_norm(value):
            return None
        is_spending = value.money and ahead and (head in listed("spending") or self._is_budget(sense))
        kind = self.readings.kind(sense, value, is_spending=is_spending) if ahead else "goal"
        if kind == "allocation":
            mode = mode if head in listed("limit") else "count"
            if value.unit in PARTS:
                mode = "level"
            direction = None
        period = self.periods.choose(
            value, sense.clause, ahead=ahead, holds_now=said.tense == "present" or (said.tense is None)
        )
        if span is not None and direction is None and mode == "level" and frame is not None and frame.kind == "reach":
            behind = value.last, min(value.last + 3, len(self.tokens))
            direction = self._direction_of(span) or self._direction_of(behind)
        exact = sense.slot == "to" and frame is not None and frame.kind in ("change", "reach")
        return Statement(
            target=ahead,
            value=value,
            clause=clause,
            said=said,
            mode=mode,
            kind=kind,
            direction=direction,
            bound="exact" if exact else value.bound,
            year=period.year,
            due=period.due if ahead else None,
            moment=period.moment,
            indicator=indicator,
            indicator_span=span,
            baseline=baseline,
            evidence=self._evidence(sense),
        )

    def _evidence(self, sense: Sense) -> tuple[str, ...]:
        lowers, said = self.tokens.lowers, sense.said
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

    def _aside(self, number: int) -> Statement | None:
        """The same statement in another currency or unit: «737,7 млрд тенге ($2,1 млрд), или 1,6% ВВП»."""
        if number == 0 or not self.found:
            return None
        value, said = self.values[number], self.found[-1]
        before = said.value
        if value.first - before.last > 7 or value.first < before.last:
            return None
        between = self.tokens.lowers[before.last : value.first]
        bounds = [i for i in range(before.last, value.first) if "bound" in self.chain.atoms[self.chain.at[i]].tags]
        plain = [w for i, w in enumerate(between, before.last) if i not in bounds]
        if self.tokens.sentence_of[before.first] != self.tokens.sentence_of[value.first]:
            return None
        slot = plain.pop() if plain and plain[-1] in listed("onto") | listed("in") and len(plain) > 1 else ""
        that_is = tuple(plain[-2:]) in pairs("no-verb")
        bracketed = plain == ["("] and value.money and before.money and value.currency != before.currency
        led = plain[:-2] if that_is else plain[:-1]
        alternative = bool(plain) and (that_is or plain[-1] in listed("or")) and len(plain) <= 4
        if not (bracketed or alternative) or any(w.isalpha() for w in led):
            return None
        mode: Mode = "level" if value.unit in PARTS and said.mode == "count" else said.mode
        if slot:  # «с 42 500 до 60 000 тенге, то есть в 1,4 раза»
            if said.direction is None or not (that_is or said.mode in ("delta", "factor")):
                return None
            mode = "factor" if value.unit == "times" else "delta"
        return replace(said, value=value, bound=value.bound, baseline=None, mode=mode)

    def _part(self, number: int) -> Statement | None:
        """A part of the value before, said without a verb of its own: «…, в том числе 400 километров – в Улытау»."""
        if number == 0 or not self.found or self.found[-1].value is not self.values[number - 1]:
            return None
        value, said = self.values[number], self.found[-1]
        between = range(said.value.last, value.first)
        if (
            not 1 < len(between) <= 8
            or self.tokens.sentence_of[said.value.first] != self.tokens.sentence_of[value.first]
        ):
            return None
        if not any(self.tokens.lowers[i] in listed("part-of") for i in between):
            return None
        end = value.last
        while end < said.clause.last and self.tokens.words[end] not in (",", ";", "."):
            end += 1
        if any(
            best_form(w).pos in ("VERB", "PRTS", "INFN") for w in self.tokens.lowers[value.first : end] if w.isalpha()
        ):
            return None
        mode: Mode = "level" if value.unit in PARTS else "count" if said.mode == "delta" else said.mode
        return replace(said, value=value, bound=value.bound, baseline=None, mode=mode, direction=None)

    def _compared(self, value: Value) -> Statement | None:
        """A comparison as a fact of its own time: «против 13,6% годом ранее», «(4,1% на 1 октября 2015)»."""
        if not self.found:
            return None
        said = self.found[-1]
        sentence = self.tokens.sentence_of[value.first]
        if self.tokens.sentence_of[said.value.first] != sentence or said.value.money != value.money:
            return None
        slot, at = self.senses.slot(value)
        after = self.periods.directly_after(value)
        year_before = tuple(self.tokens.lowers[value.last : value.last + 2]) in pairs("year-before")
        label = self.periods.label(value)
        if slot == "against" and self.tokens.lowers[at] in listed("opposed"):
            day = after.last_day if after is not None else None
            year = day.year if day else (self.anchor.year if self.anchor and said.target else None)
        elif (
            slot == "open"
            and said.value.last == at
            and (year_before or (after is not None and after.role != "deadline"))
        ):
            year = after.last_day.year if after is not None and after.last_day else None
        elif label is not None and label.role == "past" and self._is_bracketed(value, at_dash=False):
            after, year = label, label.last_day.year if label.last_day else None
        else:
            return None
        if year_before and said.year is not None:
            year = said.year - 1
        return replace(
            said,
            target=False,
            value=value,
            bound=value.bound,
            mode="level",
            direction=None,
            due=None,
            moment=after,
            year=year,
            baseline=None,
        )

    # what is no statement

    def _is_neither(self, value: Value, sense: Sense) -> bool:
        """Whether a value is only a size, a base, a threshold or a comparison."""
        slot, at, clause = sense.slot, sense.slot_token, sense.clause
        lowers = self.tokens.lowers
        if clause.participial and (sense.frame is None or not self._tells(sense.frame, clause)):
            return True
        if slot != "open" and self._is_bracketed(value):
            return True
        allowed = any("permission" in self._tags(i) for i in range(clause.first, value.first))
        if allowed and sense.frame is not None and sense.frame.kind == "get":
            return True
        if self._is_unsaid(value, sense):
            return True
        if slot == "against":
            return True
        if slot == "out-of":
            return at == 0 or best_form(lowers[at - 1]).lemma not in listed("group")
        if slot in ("none", "amount") and at < value.first:
            form = best_form(lowers[at])
            if form.lemma in listed("size") and form.pos == "NOUN":
                return True
            budgeted = value.money and form.lemma in listed("limit")
            if (
                slot == "none"
                and form.pos == "NOUN"
                and not budgeted
                and (self._is_attribute(at) or self._hangs(value, at, sense))
            ):
                return True
        near = range(max(clause.first, value.first - 6), value.first)
        if any("condition" in self._tags(i) for i in near):
            return True
        return any("deny" in self._tags(i) for i in range(clause.first, value.first))

    def _tells(self, frame: Frame, clause: Clause) -> bool:
        """Whether a participle tells a level or a deed, and no mere attribute («завод, дающий 2 млн тонн»)."""
        return frame.kind in ("change", "reach", "keep") or clause.tense == "past"

    def _is_unsaid(self, value: Value, sense: Sense) -> bool:
        """Whether the clause denies the value, asks for it or only supposes it."""
        said, frame = sense.said, sense.frame
        lowers = self.tokens.lowers
        first, last = self.tokens.sentences[said.sentence]
        if self.tokens.words[last - 1] == "?" and any(w in listed("whether") for w in lowers[first:last]):
            return True
        if said.subordinate in listed("if"):
            return True
        if said.tense == "past" and any(w in listed("would") for w in lowers[said.first : said.last]):
            return True
        refused = any("refusal" in self._tags(i) for i in range(said.first, said.last))
        if refused and frame is not None and frame.noun:
            return True
        if not said.negated or frame is None:
            return False
        ahead = said.modal or said.tense == "future" or said.cue is not None
        limited = value.bound != "exact" or frame.name == "exceed"
        return frame.kind in ("make", "spend", "get", "exist") or (frame.kind == "change" and ahead and not limited)

    def _is_bracketed(self, value: Value, *, at_dash: bool = True) -> bool:
        """Whether a value stands inside brackets (`at_dash`: behind a label that is no time)."""
        words = self.tokens.words
        for i in range(value.first - 1, max(value.first - 16, -1), -1):
            if words[i] == ")":
                return False
            if words[i] == "(" and not at_dash:
                return True
            if words[i] == "(":
                return (
                    self.senses.slot(value)[0] == "dash"
                    and self.periods.of(value, self.clauses.at(value.first)) is None
                )
        return False

    def _is_attribute(self, at: int) -> bool:
        """Whether a noun that a preposition governs takes the value as its size («с купоном 19%»)."""
        i = at - 1
        while i >= 0 and self.phrases.is_adjective(i):
            i -= 1
        return i >= 0 and self.tokens.lowers[i] in listed("from") and self.phrases.has_case(at, "ablt")

    def _hangs(self, value: Value, at: int, sense: Sense) -> bool:
        """Whether a count in words hangs on a noun that is no frame («для финансирования трех проектов»)."""
        if at == sense.token or not self.tokens.words[value.first][0].isalpha():
            return False
        cases = {f.case for f in self.phrases.readings(value.first) if f.pos in ("NUMR", "NOUN", "ADJF")}
        return bool(cases) and "nomn" not in cases and "gent" in cases

    def _is_norm(self, value: Value) -> bool:
        """Whether «не более» or «не менее» makes a present value a norm of a rule, no fact."""
        i = value.first - 1
        if i <= 0 or "bound" not in self._tags(i) or self.senses.frame_at(i) is not None:
            return False
        return self.tokens.lowers[self.chain.atoms[self.chain.at[i]].first] in listed("not")

    def _is_budget(self, sense: Sense) -> bool:
        """Whether the clause or its list opener speaks of a budget."""
        clauses = (sense.clause, sense.said)
        lowers = self.tokens.lowers
        return (sense.frame is None or sense.frame.kind in ("reach", "get", "spend")) and any(
            best_form(w).lemma in listed("budget") for c in clauses for w in lowers[c.first : c.last] if w.isalpha()
        )

    def _tags(self, i: int) -> frozenset[str]:
        return self.chain.atoms[self.chain.at[i]].tags

    def _head(self, span: tuple[int, int] | None, indicator: str | None) -> str:
        """The lemma of the indicator's head noun."""
        words = (indicator or "").lower().split() if span is None else self.tokens.lowers[span[0] : span[1]]
        for word in words:
            form = best_form(word)
            if form.pos == "NOUN":
                return form.lemma
        return ""

    def _direction_of(self, span: tuple[int, int]) -> Direction | None:
        """The direction of an indicator that is itself a change («рост ВВП составит 5%»)."""
        for i in range(*span):
            if self.phrases.is_noun(i):
                frame = self.senses.frame_at(i)
                return frame.direction if frame is not None and frame.kind == "change" else None
        return None

"""Values, predicates and times put together: which value is a target, which a fact, and which is neither (SPEC §10)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..records import Direction
from ..text.rules import Chain
from ..values.value import Spanned, Value
from .asides import Timed
from .bracketed import Bracketed
from .clauses import Clause, Clauses
from .continuations import Continuations
from .directions import directed
from .indicators import Indicators
from .manners import Manners
from .periods import Period, Periods
from .phrases import Phrases
from .readings import Readings
from .senses import PARTS, TIMES, Sense, Senses
from .statement import Statement, evidence_of
from .syntax import best_form, listed, pairs
from .unsaid import Unsaid


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
        self.manners = Manners(self.senses, self.periods)
        self.indicators = Indicators(chain, self.phrases, self.periods.layout)
        self.unsaid = Unsaid(chain, clauses, self.senses, self.periods, self.phrases)
        self.continuations = Continuations(chain, self.senses, self.periods, self.unsaid, anchor)
        self.bracketed = Bracketed(chain, self.senses, self.periods, self.phrases)
        self.found: list[Statement] = []
        self._tabled = frozenset(tabled)
        self._at = {v.first: v for v in values}

    def read(self) -> list[Statement]:
        """Returns the targets and facts, in text order of their values."""
        baselines = self._baselines()
        starts = set(baselines.values())
        wide = [self.bracketed.stood_for(v) for v in self.values]
        for number in range(len(self.values)):
            value = self.values[number]
            if number in starts or value.first in self._tabled:
                continue
            exact = wide[number + 1] if number + 1 < len(wide) else None
            if exact is not None and exact.first <= value.first < exact.last:
                continue  # «половина (48%)»
            start = baselines.get(number)
            stood_for = wide[number]
            if stood_for is not None:
                made = self._statement(stood_for, None)
            else:
                made = (
                    self.continuations.read(number, self.found)
                    or self.bracketed.read(value, self.found)
                    or self._statement(value, None if start is None else self.values[start])
                )
            if made is not None:
                self.found.append(made if stood_for is None else replace(made, value=value))
        return directed(self.found, self.tokens)

    def _baselines(self) -> dict[int, int]:
        """Returns, for the value «Y» of «с X до Y», the number of its «X»; an aside in brackets may stand between."""
        found: dict[int, int] = {}
        of = self.tokens.sentence_of
        for number, low in enumerate(self.values):
            if not self._starts(low):
                continue
            before = self.values[number - 1] if number else None
            if before is not None and self._is_level_before(before, low):
                found[number - 1] = number
                continue
            for other in range(number + 1, min(number + 3, len(self.values))):
                high = self.values[other]
                alike = low.money == high.money and of[low.first] == of[high.first]
                if alike and high.first - low.last <= 12 and self.senses.slot(high)[0] == "to":
                    found[other] = number
                    break
        return found

    def _is_level_before(self, high: Value, low: Value) -> bool:
        """Whether the level stands before its baseline («до 9,4 процента с 8,9»)."""
        near = low.first - high.last <= 3 and high.money == low.money
        return near and self.senses.slot(high)[0] == "to" and self.senses.slot(low)[0] == "from"

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
        if self.unsaid.holds(value, sense):
            return None
        ahead = self.readings.is_ahead(sense, value)
        if ahead is None or not self.readings.governed.is_said(sense, value):
            return None
        frame, clause, said = sense.frame, sense.clause, sense.said
        slots = ("none", "to", "dash", "in", "onto" if frame and frame.kind == "change" else "in")
        if value.unit in TIMES and not (frame and frame.kind in ("reach", "change", "keep") and sense.slot in slots):
            return None
        mode, direction = self.manners.mode(sense, value, ahead=ahead)
        indicator, span = self.indicators.of(value, sense, mode, self.found)
        aimed = ahead and said.cue is not None
        aimed = aimed or self.tokens.lowers[value.first - 1] in listed("counted-pronoun")  # «сегодня их девять»
        timed = self.periods.of(value, clause)
        if indicator is None and frame is None and said.tense is None and timed is None and not aimed:
            return None
        head = self._head(span, indicator)
        unsaid = mode == "level" and (sense.slot == "dash" or (not ahead and said.tense != "past"))
        near = self.tokens.lowers[max(clause.first, value.first - 8) : value.first]
        now = any(w in listed("now") for w in near)
        if mode == "level" and sense.slot in ("dash", "colon") and self._is_term(head, span):
            return None
        own = span is not None and (frame is None or frame.kind != "change")  # «срок сокращается до 10 дней» is told
        if unsaid and own and head in listed("price") and not now and timed is None and not (ahead and sense.is_item):
            return None
        if not ahead and self.unsaid.is_norm(value):
            return None
        meant = frame is None and span is not None and self.tokens.lowers[span[0] - 1] in listed("purpose")
        is_spending = value.money and ahead and (meant or head in listed("spending") or self._is_budget(sense))
        expected = said.cue is not None and said.cue.get("kind") == "forecast" and head in listed("income")
        is_spending = (is_spending and not expected) or self._is_of_sum_before(value, sense)
        listed_now = said.tense is None and not self.periods.is_item(clause.sentence)
        period = self.periods.choose(value, clause, ahead=ahead, holds_now=said.tense == "present" or listed_now)
        elsewhere = period.moment is None or self.tokens.sentence_of[period.moment.first] != clause.sentence
        if not ahead and elsewhere and self._is_year_before(value, clause):
            said_before = self.found[-1].year if self.found else None
            year = said_before or (self.anchor.year if self.anchor else None)
            period = Period(year=None if year is None else year - 1)
        if not ahead and period.moment is None and self._is_of_it(clause):
            period = Period(year=self.found[-1].year)
        kind = self.manners.kind(sense, value, period.moment, is_spending=is_spending) if ahead else "goal"
        amended = frame is not None and frame.kind == "change" and not frame.noun
        if kind == "allocation" and not amended:
            beside = best_form(self.tokens.lowers[value.first - 1]).lemma  # «бюджет с дефицитом 60 млрд»
            mode = mode if head in listed("limit") else "level" if beside in listed("limit") else "count"
            if value.unit in PARTS and value.unit != "share":
                mode = "level"
            direction = None
        told = frame.kind == "reach" if frame is not None else sense.slot == "dash"
        if span is not None and direction is None and mode == "level" and told:
            behind = value.last, min(value.last + 3, len(self.tokens))
            direction = self._direction_of(span) or self._direction_of(behind)
        if direction is None and mode in ("level", "count"):
            direction = self._instead_of(value)
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
            evidence=(*evidence_of(sense, self.tokens), *self._grounds(period.moment, clause, indicator, span)),
        )

    def _is_year_before(self, value: Value, clause: Clause) -> bool:
        """Whether «годом ранее» opens what a value is said in, and is nothing that it is compared with."""
        lowers, i = self.tokens.lowers, value.first - 2
        while i >= clause.first and self.tokens.words[i + 1] not in (",", ";"):
            if (lowers[i], lowers[i + 1]) in pairs("year-before"):
                return i == 0 or lowers[i - 1] not in listed("against") | listed("comparison")
            i -= 1
        return False

    def _is_of_it(self, clause: Clause) -> bool:
        """Whether a clause goes on with the statement before («… что составляет 59% …», «… и равняется 19 тысячам»)."""
        leaned = listed("that") | listed("plus")
        opens = self.tokens.lowers[clause.first] in leaned and clause.predicate == clause.first + 1
        if not opens or not self.found or self.found[-1].target:
            return False
        return self.tokens.sentence_of[self.found[-1].value.first] == clause.sentence

    def _instead_of(self, value: Value) -> Direction | None:
        """The direction from a value that this one stands for («187 тенге вместо 164»), unless that was but planned."""
        lowers, at = self.tokens.lowers, value.last
        while at < value.last + 3 and at < len(lowers) and lowers[at] not in listed("instead"):
            at += 1
        if at == len(lowers) or lowers[at] not in listed("instead"):
            return None
        other = next((self._at[i] for i in range(at + 1, at + 4) if i in self._at), None)
        if other is None or value.amount == other.amount:
            return None
        between = [best_form(w).lemma for w in lowers[at + 1 : other.first]]
        if any(w in listed("planned") for w in between) or (other.money and not value.money):
            return None
        return "up" if value.amount > other.amount else "down"

    def _grounds(
        self, moment: Timed | None, clause: Clause, indicator: str | None, span: tuple[int, int] | None
    ) -> tuple[str, ...]:
        """Returns where the time and the indicator of a statement come from."""
        found = []
        if moment is not None:
            sentence = self.tokens.sentence_of[moment.first] == clause.sentence
            own = clause.first <= moment.first < clause.last
            found.append("time of its clause" if own else "time of its sentence" if sentence else "time carried over")
        if indicator is None:
            found.append("no indicator")
        elif span is None:
            found.append("indicator of the statement before")
        return tuple(found)

    def _is_budget(self, sense: Sense) -> bool:
        """Whether the clause or its list opener speaks of a budget."""
        clauses = (sense.clause, sense.said)
        lowers = self.tokens.lowers
        return (sense.frame is None or sense.frame.kind in ("reach", "get", "spend")) and any(
            best_form(w).lemma in listed("budget") for c in clauses for w in lowers[c.first : c.last] if w.isalpha()
        )

    def _is_of_sum_before(self, value: Value, sense: Sense) -> bool:
        """Whether a share is given of the sum said before («обойдется в 40 млрд, из них треть даст банк»)."""
        if value.unit not in PARTS or not self.found or sense.frame is None or sense.said.tense != "future":
            return False
        before, spends = self.found[-1], sense.frame.kind in ("spend", "make")
        same = self.tokens.sentence_of[before.value.first] == sense.clause.sentence
        return spends and same and before.target and before.kind == "allocation"

    def _is_term(self, head: str, span: tuple[int, int] | None) -> bool:
        """Whether a value behind a dash is a term of a loan («ставка по кредиту – 9%», «взнос – 20%»)."""
        if span is None or head not in listed("term-of-loan"):
            return False
        lemmas = [best_form(w).lemma for w in self.tokens.lowers[span[0] : span[1]]]
        part = head in lemmas[:2] and listed("in") & set(self.tokens.lowers[span[0] : span[1]])  # «вклад туризма в ВВП»
        return not part and any(lemma in listed("loan") for lemma in lemmas)

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

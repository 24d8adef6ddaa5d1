"""Figures in brackets behind the items of a list that one verb applies to (SPEC §10).

«Активы инвестированы в облигации (69%), акции (15%) и вклады (16%)», «дороже всего квартиры продавались в Астане
(575 214 тенге за кв. м) и Алматы (573 352 тенге)», «выросли продажи у BMW – 315 ед. (+12%), Infiniti (73 ед.; +14%)».
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..text.inflection import in_case, nominative
from ..text.rules import Chain
from ..values.value import Value
from .clauses import Clause
from .manners import signed
from .partitives import Partitives
from .periods import Periods
from .phrases import Phrases
from .senses import PARTS, Senses
from .statement import Statement
from .syntax import best_form, listed, told

_LISTED = "an item in brackets of a list"
_FAR = 24  # tokens from the item before

Span = tuple[int, int]


class Bracketed:
    """Reads the items in brackets of one text."""

    def __init__(self, chain: Chain, senses: Senses, periods: Periods, phrases: Phrases) -> None:
        self.chain, self.tokens = chain, chain.tokens
        self.senses, self.periods, self.phrases = senses, periods, phrases
        self._lead: str | None = None  # what the list measures, the preposition before its items, whether in shares
        self._place, self._is_share = "", False

    def read(self, value: Value, found: Sequence[Statement]) -> Statement | None:
        """Returns the statement of a value in brackets, or None where no verb says it of its item."""
        opening = self._opening(value)
        if opening is None:
            return None
        before = [s for s in found[-4:] if s.clause.sentence == self.tokens.sentence_of[value.first]]
        if opening < value.first - 1 and self.tokens.words[value.first - 1] in (";", ","):  # «Chevrolet (612 ед; +33%)»
            inside = before and before[-1].value.first > opening
            return self._change(value, before[-1]) if inside else None
        item = self._item(opening)
        if item is None:
            return None
        alike = next((s for s in reversed(before) if _kind(s.value) == _kind(value) and self._leads(s, item)), None)
        if alike is not None:
            return self._next(value, item, alike)
        return self._first(value, item, opening)

    def _opening(self, value: Value) -> int | None:
        """Returns the bracket that opens right before a value, or before the one that stands beside it in there."""
        words, lowers = self.tokens.words, self.tokens.lowers
        for i in range(value.first - 1, max(value.first - 8, -1), -1):
            if words[i] == "(":
                return i
            if words[i] == ")" or (i in self.phrases.names):
                return None
            if i == value.first - 1 and signed(self.tokens, value) is not None:
                continue
            passed = words[i] in (";", ",", ".") or lowers[i] in listed("onto") or i in self.phrases.barred
            if not passed and "bound" not in self.chain.tags(i):
                return None
        return None

    def _item(self, opening: int) -> Span | None:
        """The noun phrase that a bracket stands behind."""
        floor = self.tokens.sentences[self.tokens.sentence_of[opening]][0]
        first = opening
        while first > floor and self.tokens.words[first - 1] not in (",", ";", ":", "(", ")", "-"):
            if opening - first > 12 or first - 1 in self.phrases.barred:
                break
            first -= 1
        found = self.phrases.each(first, opening)
        if not found or found[-1][1] < opening - 1:
            return None
        follows = first > floor and self.tokens.words[first - 1] in (",", ")")
        return (found[0][0], found[-1][1]) if follows else found[-1]

    def _leads(self, said: Statement, item: Span) -> bool:
        """Whether only a list goes on between a statement and the item: no verb, and not too far."""
        if not 0 < item[0] - said.value.last <= _FAR:
            return False
        between = self.tokens.lowers[said.value.last : item[0]]
        if not {",", *listed("plus")} & set(between):
            return False
        if said.evidence[:1] != (_LISTED,) and self.senses.slot(said.value)[0] not in ("dash", "open"):
            return False
        return not any(best_form(w).pos in ("VERB", "PRTS", "INFN") for w in between if len(w) > 2 and w.isalpha())

    def _next(self, value: Value, item: Span, said: Statement) -> Statement:
        if said.evidence[:1] != (_LISTED,):
            named = said.indicator_span is not None and said.indicator_span[0] in self.phrases.names
            self._lead = None if said.indicator is None or named else said.indicator.partition(" ")[0]
            self._place, self._is_share = "", False
        direction = said.direction if said.mode in ("level", "count") else signed(self.tokens, value) or said.direction
        return replace(
            said,
            value=value,
            bound=value.bound,
            baseline=None,
            direction=direction,
            indicator=self._named(value, item, self._lead),
            indicator_span=item,
            evidence=(_LISTED, *(e for e in said.evidence if e != _LISTED)),
        )

    def _change(self, value: Value, said: Statement) -> Statement | None:
        """The signed change of what stands before it in the same brackets."""
        direction = signed(self.tokens, value)
        if direction is None or value.unit not in PARTS:
            return None
        return replace(said, value=value, bound=value.bound, baseline=None, mode="delta", direction=direction)

    def _first(self, value: Value, item: Span, opening: int) -> Statement | None:
        clause = self.senses.clauses.at(item[0])
        at = clause.predicate
        if at is None or at > item[0] or clause.tense not in ("past", "present") or clause.modal or clause.negated:
            return None
        lowers = self.tokens.lowers
        lemma = best_form(lowers[at]).lemma
        onto = any(lowers[i] in listed("onto") for i in range(opening + 1, value.first))
        sign = signed(self.tokens, value)
        frame = self.senses.frame_at(at)
        grown = value.unit == "percent" and frame is not None and frame.kind == "change" and frame.direction is not None
        span = self._measured(clause, item[0], at)
        if span is not None and (frame is None or frame.kind != "change"):
            heads = [self.senses.frame_at(i) for i in range(*span) if self.phrases.is_noun(i)]
            frame = next((f for f in heads[:1] if f is not None and f.kind == "change"), frame)  # «рост отмечен в …»
        changes = frame is not None and frame.kind == "change" and (onto or sign is not None)
        shared = value.unit in PARTS and lemma in listed("spread-over")
        ranked = self._is_ranked(clause, item[0]) and lemma in listed("found-at") | listed("spread-over")
        if not (changes or shared or ranked or grown):  # grown: «подорожали гречка (64%) и рис (12%)»
            return None
        if value.unit in PARTS and sign is None and not (shared or onto or grown):
            return None
        self._lead, self._is_share = self._base(value, span), shared
        behind = lowers[item[0] - 1]
        self._place = behind if behind in listed("where") else ""
        period = self.periods.choose(value, clause, ahead=False, holds_now=clause.tense == "present")
        delta = sign is not None or (value.unit in PARTS and (onto or grown))
        return Statement(
            target=False,
            value=value,
            clause=clause,
            said=clause,
            mode="delta" if delta else "level",
            direction=sign or (frame.direction if delta and frame is not None else None),
            bound=value.bound,
            year=period.year,
            moment=period.moment,
            indicator=self._named(value, item, self._lead),
            indicator_span=span or item,
            evidence=(_LISTED, f"tense {clause.tense}"),
        )

    def _is_ranked(self, clause: Clause, before: int) -> bool:
        """Whether the clause compares its items: «больше всего», «самые дорогие», «наибольший рост»."""
        lowers = self.tokens.lowers
        return any(
            self._is_superlative(i) or (best_form(lowers[i]).pos == "COMP" and lowers[i + 1] in listed("of-all"))
            for i in range(clause.first, before)
        )

    def _is_superlative(self, i: int) -> bool:
        form = best_form(self.tokens.lowers[i])
        return form.lemma in listed("superlative") or "Supr" in form.marks

    def _measured(self, clause: Clause, item: int, at: int) -> Span | None:
        """The subject or the object of the verb, before or behind it."""
        phrases = self.phrases
        found = phrases.subject(clause, at)
        if found is not None and best_form(self.tokens.lowers[found[0]]).pos == "NPRO" and clause.sentence:
            said = self.senses.clauses.of(clause.sentence - 1)[-1]
            return phrases.subject(said, said.predicate or said.last)  # «Цены выросли. Больше всего они повысились …»
        found = found or phrases.object(at + 1, item, "nomn") or phrases.fronted(clause, item)
        return found or Partitives(self.chain, phrases).of(clause.first, at)

    def _named(self, value: Value, item: Span, base: str | None) -> str:
        """The measure with its place («цены на бензин в Литве»), the price of it, or the share of the item."""
        name = self.phrases.text(item)
        if self._is_share:
            return f"{told('share')} {_genitive(nominative(name))}"
        if base is None:
            return nominative(name)
        return f"{base} {self._place} {name}" if self._place else f"{base} {_genitive(nominative(name))}"

    def _base(self, value: Value, span: Span | None) -> str | None:
        if span is None:
            return None
        first = span[0]
        while first + 1 < span[1] and self._is_superlative(first):
            first += 1
        base = self.phrases.named((first, span[1]))
        head = next((best_form(w).lemma for w in base.lower().split() if best_form(w).pos == "NOUN"), "")
        priced = value.money and value.per is not None and head not in listed("price") | listed("spending")
        return f"{told('price')} {_genitive(nominative(base))}" if priced else base


def _kind(value: Value) -> tuple[bool, str | None]:
    return value.money, value.currency if value.money else value.unit


def _genitive(name: str) -> str:
    return in_case(name, "gent")

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
from .measured import Measured
from .partitives import Partitives
from .periods import Periods
from .phrases import Phrases
from .senses import PARTS, TIMES, Senses
from .statement import Statement
from .syntax import best_form, listed, told

_VERBS = ("VERB", "PRTS", "INFN")
_LISTED = "an item in brackets of a list"
_FAR = 24  # tokens from the item before
_NEAR = 4  # words between a part in words and its brackets

Span = tuple[int, int]


class Bracketed:
    """Reads the items in brackets of one text."""

    def __init__(self, chain: Chain, senses: Senses, periods: Periods, phrases: Phrases) -> None:
        self.chain, self.tokens = chain, chain.tokens
        self.senses, self.periods, self.phrases = senses, periods, phrases
        self.measured = Measured(chain, phrases)
        self._lead: str | None = None  # what the list measures, the preposition before its items, whether in shares
        self._place, self._is_share, self._within, self._dear = "", False, "", False

    def read(self, value: Value, found: Sequence[Statement]) -> Statement | None:
        """Returns the statement of a value in brackets, or None where no verb says it of its item."""
        opening = self._opening(value)
        if opening is None:
            return None
        sentence = self.tokens.sentence_of[value.first]
        least = sentence - self._goes_on_ranking(sentence)
        before = [s for s in found[-4:] if least <= s.clause.sentence <= sentence]
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

    def stood_for(self, value: Value) -> Value | None:
        """Returns a value as wide as the words that its brackets make exact («большая часть (68%)»), or None."""
        words, lowers = self.tokens.words, self.tokens.lowers
        opening = value.first - 1
        while opening > 0 and "bound" in self.chain.tags(opening):
            opening -= 1
        closed = value.last < len(words) and words[value.last] == ")"
        if value.unit != "percent" or not closed or opening < 1 or words[opening] != "(":
            return None
        if signed(self.tokens, value) is not None:
            return None
        last = next((i for i in range(opening, max(opening - _NEAR, 0), -1) if self._is_part(i - 1)), None)
        if last is None or any(
            not (self.phrases.has_case(i, "gent") or lowers[i] in listed("plus")) for i in range(last, opening)
        ):
            return None
        first = last - 1
        while first > 0 and (self.phrases.is_adjective(first - 1) or "bound" in self.chain.tags(first - 1)):
            first -= 1
        return replace(value, first=first, last=value.last + 1 if last == opening else last)

    def _is_part(self, i: int) -> bool:
        return best_form(self.tokens.lowers[i]).lemma in listed("part-noun")

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

    def _goes_on_ranking(self, sentence: int) -> bool:
        """Whether a sentence goes on with the ranking of the one before («На втором месте – …», «Далее следует …»)."""
        first, last = self.tokens.sentences[sentence]
        opens = self.tokens.lowers[first : min(first + 4, last)]
        return opens[0] in listed("further") or any(best_form(w).lemma in listed("rank") for w in opens if len(w) > 4)

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
            kind = opening
            while kind > first and self.phrases.is_adjective(kind - 1):
                kind -= 1
            kind -= kind == opening and self.tokens.words[opening - 1][0].isupper()  # a word that no dictionary knows
            return (kind, opening) if kind < opening and not found else None  # «Атырауская (2,9 трлн)»
        follows = first > floor and self.tokens.words[first - 1] in (",", ")")
        begin, end = (found[0][0], found[-1][1]) if follows else found[-1]
        while begin > first and begin in self.phrases.names and begin - 1 in self.phrases.names:
            begin -= 1
        return begin, end

    def _leads(self, said: Statement, item: Span) -> bool:
        """Whether only a list goes on between a statement and the item: no verb, and not too far."""
        if not 0 < item[0] - said.value.last <= _FAR:
            return False
        between = self.tokens.lowers[said.value.last : item[0]]
        if not {",", ".", *listed("plus")} & set(between):
            return False
        slot = self.senses.slot(said.value)[0]
        if said.evidence[:1] != (_LISTED,) and slot not in ("dash", "open", "onto" if said.mode == "delta" else "open"):
            return False
        verbs = [f for f in map(best_form, (w for w in between if len(w) > 2 and w.isalpha())) if f.pos in _VERBS]
        return all(f.lemma in listed("rank-verb") for f in verbs)

    def _next(self, value: Value, item: Span, said: Statement) -> Statement:
        if said.evidence[:1] != (_LISTED,):
            named = said.indicator_span is not None and said.indicator_span[0] in self.phrases.names
            self._lead = None if said.indicator is None or named else _to_noun(said.indicator)
            by = self.measured.ranked_by(said.clause, said.value.first)
            self._lead = (
                self.phrases.named(by) if by is not None and self._is_ranked(said.clause, item[0]) else self._lead
            )
            self._place, self._is_share, self._within = "", False, ""
            said_by = said.clause.predicate
            self._dear = said_by is not None and best_form(self.tokens.lowers[said_by]).lemma in listed("dearer")
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
        at, self._dear = clause.predicate, False
        if clause.modal or clause.negated or clause.tense == "future":
            return None
        if at is None or at > item[0] or clause.tense is None:
            return self._of_row(value, item, clause)
        lowers = self.tokens.lowers
        if self._is_ranked(clause, item[0]) and self.measured.ranked_by(clause, item[0]) is not None:
            return self._of_row(value, item, clause)
        lemma = best_form(lowers[at]).lemma
        self._dear = lemma in listed("dearer")
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
            return self._of_row(value, item, clause)
        if value.unit in PARTS and sign is None and not (shared or onto or grown or self._is_rate(span)):
            return self._of_row(value, item, clause)
        self._lead, self._is_share, self._within = self._base(value, span), shared, ""
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

    def _of_row(self, value: Value, item: Span, clause: Clause) -> Statement | None:
        """The first of several items with a figure each («основные импортеры – Китай (34%), Италия (18%)»)."""
        ranked = self._is_ranked(clause, item[0])
        if not (ranked and value.money and value.per is not None) and not self._goes_on(value):
            return None
        sign = signed(self.tokens, value)
        by, whole = self.measured.ranked_by(clause, item[0]), self._whole(clause, item[0])
        base = by or whole or self._counted(clause, item[0])
        if base is None and ranked:
            base, item = self._superlative_subject(clause, item)
        if best_form(self.tokens.lowers[item[0]]).pos == "PRTF":
            return None  # «…, являющийся предприятием фонда (51%) и компании (49%)»
        said = "" if clause.predicate is None else best_form(self.tokens.lowers[clause.predicate]).lemma
        if base is None and (not ranked or said not in listed("found-at") | listed("rank-verb") | {""}):
            return None
        self._place = self.tokens.lowers[item[0] - 1] if self.tokens.lowers[item[0] - 1] in listed("where") else ""
        self._is_share = value.unit in PARTS and by is None and sign is None
        self._lead, self._within = None, ""
        if whole is not None and self._is_share:
            self._within = f" {self.phrases.uncapitalised(whole, self.phrases.text(whole))}"
        elif base is not None:
            self._lead = self._base(value, base)
        period = self.periods.choose(value, clause, ahead=False, holds_now=clause.tense != "past")
        return Statement(
            target=False,
            value=value,
            clause=clause,
            said=clause,
            mode="level" if sign is None else "delta",
            direction=sign,
            bound=value.bound,
            year=period.year,
            moment=period.moment,
            indicator=self._named(value, item, self._lead),
            indicator_span=base or item,
            evidence=(_LISTED, *((f"tense {clause.tense}",) if clause.tense else ())),
        )

    def _goes_on(self, value: Value) -> bool:
        """Whether another item with a figure of the same kind in brackets follows right behind."""
        if value.last >= len(self.tokens) or self.tokens.words[value.last] != ")":
            return False
        if value.unit in TIMES or value.unit in listed("distance"):
            return False
        following = self.periods.value_after(value)
        if following is None or following.first - value.last > _FAR or _kind(following) != _kind(value):
            return False
        between = self.tokens.lowers[value.last + 1 : following.first]
        verb = any(best_form(w).pos in ("VERB", "PRTS", "INFN") for w in between if len(w) > 2 and w.isalpha())
        joined = between[:1] and (between[0] == "," or between[0] in listed("plus"))
        return bool(joined) and "(" in between[-3:] and not verb

    def _whole(self, clause: Clause, before: int) -> Span | None:
        """What the items are parts of, with its preposition («в структуре экспорта преобладают …»)."""
        lowers = self.tokens.lowers
        for i in range(clause.first, before - 1):
            if lowers[i] in listed("in"):
                span = self.phrases.object(i + 1, before, "loct")
                if span is not None and best_form(lowers[span[0]]).lemma in listed("whole"):
                    return i, span[1]
        return None

    def _counted(self, clause: Clause, before: int) -> Span | None:
        """The genitive that opens a clause («больше всего инвестиций привлекли …»)."""
        opening = clause.first + 2 * (
            clause.first + 1 < before and self.tokens.lowers[clause.first + 1] in listed("of-all")
        )
        return Partitives(self.chain, self.phrases).of(opening, before)

    def _superlative_subject(self, clause: Clause, item: Span) -> tuple[Span | None, Span]:
        """The subject of «дороже всего жилье в Алматы», and the place as the item."""
        at = next((i for i in range(*item) if self.tokens.lowers[i] in listed("where")), None)
        if at is not None and item[0] < at:
            return (item[0], at), (at + 1, item[1])
        found = self.phrases.subject(clause, item[0])
        return (None if found is None or found[1] > item[0] else found), item

    def _is_rate(self, span: Span | None) -> bool:
        """Whether a phrase is measured in percent («самая высокая инфляция отмечена в …»)."""
        heads = () if span is None else (i for i in range(*span) if self.phrases.is_noun(i))
        head = next(iter(heads), None)
        return head is not None and best_form(self.tokens.lowers[head]).lemma in listed("rate")

    def _is_ranked(self, clause: Clause, before: int) -> bool:
        """Whether the clause compares its items: «больше всего», «самые дорогие», «наибольший рост»."""
        lowers = self.tokens.lowers
        return any(
            self._is_superlative(i)
            or (best_form(lowers[i]).pos == "COMP" and lowers[i + 1 : i + 2] and lowers[i + 1] in listed("of-all"))
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
        return found or self._counted(clause, at)

    def _named(self, value: Value, item: Span, base: str | None) -> str:
        """The measure with its place («цены на бензин в Литве»), the price of it, or the share of the item."""
        name = self.phrases.text(item)
        if self._is_share:
            return f"{told('share')} {_genitive(nominative(name))}{self._within}"
        if base is None and self._dear:
            return f"{told('price')} {_genitive(nominative(name))}"  # «подешевели гречка (17%) и масло (9%)»
        if base is None:
            return nominative(name)
        if self._place in listed("in") and best_form(self.tokens.lowers[item[0] - 1]).lemma in listed("rank-verb"):
            name = in_case(nominative(name), "loct")  # «…, следом идет Астана (480 тысяч)»
        return f"{base} {self._place} {name}" if self._place else f"{base} {_genitive(nominative(name))}"

    def _base(self, value: Value, span: Span | None) -> str | None:
        if span is None:
            return None
        base = self.phrases.named(span)
        if self._is_superlative(span[0]) and span[1] - span[0] > 1:  # «наибольший рост»
            most = best_form(self.tokens.lowers[span[0]]).lemma in listed("most")
            base = base if most else base.partition(" ")[2]
        head = next((best_form(w).lemma for w in base.lower().split() if best_form(w).pos == "NOUN"), "")
        priced = value.money and value.per is not None and head not in listed("price") | listed("spending")
        return f"{told('price')} {_genitive(base)}" if priced else base


def _to_noun(name: str) -> str:
    """The words of a name as far as its head («средняя зарплата в Атырау» → «средняя зарплата»)."""
    words = name.split()
    head = next((i for i, w in enumerate(words) if best_form(w.lower()).pos == "NOUN"), 0)
    return " ".join(words[: head + 1])


def _kind(value: Value) -> tuple[bool, str | None]:
    return value.money, value.currency if value.money else value.unit


def _genitive(name: str) -> str:
    return in_case(name, "gent")

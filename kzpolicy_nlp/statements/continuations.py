"""Statements that lean on the one before: the same in another unit, a part of it, a comparison with it (SPEC §10)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..records import Mode
from ..text.inflection import in_case, nominative
from ..text.rules import Chain
from ..values.value import Value
from .asides import Timed
from .clauses import Clause
from .comparisons import Comparisons
from .gaps import Gaps
from .manners import signed
from .parts import Parts
from .periods import Periods
from .progress import of_plan
from .senses import PARTS, TIMES, Senses
from .statement import Statement, evidence_of, leaning
from .syntax import best_form, listed, pairs, told
from .turns import Turns
from .unsaid import Unsaid

_PART = "a part of the statement before"


class Continuations:
    """Reads the leaning statements of one text."""

    def __init__(self, chain: Chain, senses: Senses, periods: Periods, unsaid: Unsaid, anchor: dt.date | None) -> None:
        self.chain, self.tokens, self.anchor = chain, chain.tokens, anchor
        self.senses, self.periods, self.unsaid = senses, periods, unsaid
        self.turns = Turns(chain, senses, periods)
        self.comparisons = Comparisons(chain, senses, periods, unsaid, anchor)
        self.parts, self.gaps = Parts(chain, senses.phrases), Gaps(chain, senses.phrases)

    def read(self, number: int, found: Sequence[Statement]) -> Statement | None:
        """Returns the statement of value `number` that leans on the last found, or None for one of its own."""
        return (
            self._aside(number, found)
            or self.comparisons.of(number, found)
            or self.turns.level(number, found)
            or self.turns.change(number, found)
            or self._more(number, found)
            or self._part(number, found)
            or self._row(number, found)
            or self._elsewhere(number, found)
        )

    def _aside(self, number: int, found: Sequence[Statement]) -> Statement | None:
        """The same statement in another currency or unit: «737,7 млрд тенге ($2,1 млрд), или 1,6% ВВП»."""
        if number == 0 or not found:
            return None
        value, said = self.periods.values[number], found[-1]
        before = said.value
        if value.first - before.last > 12 or value.first < before.last:
            return None
        last = self._behind_thing(before, value.first)
        first = value.first
        low = self.periods.values[number - 1]
        if low is not before and self.senses.slot(low)[0] == "from" and low.first >= before.last:
            first = low.first - 1  # «…, то есть с 61,2 млн тенге до 411 млн»
        between = self.tokens.lowers[last:first]
        bounds = [i for i in range(last, first) if "bound" in self.chain.tags(i)]
        plain = [w for i, w in enumerate(between, last) if i not in bounds]
        if self.tokens.sentence_of[before.first] != self.tokens.sentence_of[value.first]:
            return None
        slot = plain.pop() if plain and plain[-1] in listed("onto") | listed("in") and len(plain) > 1 else ""
        if before.per is not None and "," in plain:
            plain = plain[plain.index(",") :]  # «17,9 тенге за кВт·ч, то есть на 9%»
        that_is = tuple(plain[-2:]) in pairs("no-verb")
        bracketed = plain[-1:] == ["("] and self._is_restated(value, before, len(plain) - 1)
        share = plain == ["("] and self._is_share_aside(said, value)
        bracketed = bracketed or share
        led = plain[:-2] if that_is else plain[:-1]
        makes = tuple(plain) in pairs("that-makes") and not slot and value.unit != "times"
        makes = makes and signed(self.tokens, value) is None
        same = bool(plain) and (that_is or plain[-1] in listed("or") or makes)
        alternative = same and len(plain) <= 4
        if not bracketed and (not alternative or any(w.isalpha() for w in led)):
            return None
        mode: Mode = "level" if value.unit in PARTS and said.mode == "count" else said.mode
        mode = "factor" if value.unit == "times" else mode  # «нарастить до 41 млрд, то есть почти удвоить»
        if share:
            return self._share_aside(said, value)
        if slot:  # «с 42 500 до 60 000 тенге, то есть в 1,4 раза»
            if said.direction is None or not (that_is or said.mode in ("delta", "factor")):
                return None
            mode = "factor" if value.unit == "times" else "delta"
        made = leaning(said, value, "the statement before in another unit", mode=mode)
        whole = self._whole(value) if value.unit == "percent" and before.head is not None and not slot else None
        planned = of_plan(self.tokens, value, said.indicator)
        if planned is not None:
            return replace(made, mode="level", indicator=planned)
        return made if whole is None else replace(made, mode="level", indicator=f"{told('share')} {whole}")

    def _is_share_aside(self, said: Statement, value: Value) -> bool:
        """Whether brackets give what part a count or a sum is: «12,6 млн человек (62,5%)»."""
        if value.unit != "percent" or said.value.unit in PARTS or said.mode in ("delta", "factor"):
            return False
        closed = value.last < len(self.tokens) and self.tokens.words[value.last] == ")"
        return closed and signed(self.tokens, value) is None

    def _share_aside(self, said: Statement, value: Value) -> Statement:
        made = leaning(said, value, "the part that the statement before is", mode="level", direction=None)
        if said.indicator is None or said.indicator.startswith(told("share")):
            return made
        genitive = in_case(said.indicator, "gent")
        return replace(made, indicator=f"{told('share')} {genitive}")

    def _behind_thing(self, value: Value, limit: int) -> int:
        """Where the thing ends that so much is of («9,6 млн кв. метров жилья, или 103% к прошлому году»)."""
        if value.money or value.unit in PARTS:
            return value.last
        span = self.senses.phrases.object(value.last, min(limit, value.last + 5), "gent")
        return value.last if span is None or span[0] != value.last else span[1]

    def _is_restated(self, value: Value, before: Value, between: int) -> bool:
        """Whether a bracket says the value again: «($2,1 млрд)», «(245 тыс. баррелей в сутки)», «(99% к плану)»."""
        words = self.tokens.words
        close = next((i for i in range(value.last, min(value.last + 7, len(words))) if words[i] == ")"), None)
        if value.money and before.money:
            return not between and value.currency != before.currency
        if close is None or before.unit in PARTS or signed(self.tokens, value) is not None:
            return False
        if value.unit == "percent":
            return not between and close > value.last
        measured = not value.money and not before.money and value.head is None and before.head is None
        apart = value.unit is not None and value.unit != before.unit and value.unit not in (*PARTS, "times", *TIMES)
        return measured and apart and between <= 3

    def _whole(self, value: Value) -> str | None:
        """Of what a percentage is a part («312 тысяч человек, или 45,6% населения»)."""
        limit = self.tokens.sentences[self.tokens.sentence_of[value.first]][1]
        span = self.senses.phrases.object(value.last, limit, "gent")
        return None if span is None else self.senses.phrases.text(span)

    def _part(self, number: int, found: Sequence[Statement]) -> Statement | None:
        """A part of the value before, said without a verb of its own: «…, в том числе 400 километров – в Улытау»."""
        if number == 0 or not found or found[-1].value is not self.periods.values[number - 1]:
            return None
        value, said = self.periods.values[number], found[-1]
        gap = range(said.value.last, value.first)
        start = self.tokens.sentences[self.tokens.sentence_of[value.first]][0]
        led = 2 <= value.first - start <= 3 and self._is_of_them(value, range(start, value.first))  # «Из них 5 – новые»
        opens = value.first == start or led
        if opens and not self._opens_as_part(value, said):
            return None
        if not opens and not 1 <= len(gap) <= 12:
            return None
        apart = self.tokens.sentence_of[value.first] - self.tokens.sentence_of[said.value.first]
        named = any(self.tokens.lowers[i] in listed("part-of") for i in gap)
        labelled = self.periods.label(value) is not None and (
            said.evidence[:1] == (_PART,) or (value.money and self.tokens.words[gap[0]] == ":")
        )
        if apart and not opens and not (labelled and apart == 1 and self.tokens.words[gap[0]] == ";"):
            return None
        if not (opens or named or labelled or self._is_of_them(value, gap) or self._is_row_of_parts(value, said, gap)):
            return None
        end = value.last
        while end < len(self.tokens) and self.tokens.words[end] not in (",", ";", "."):
            end += 1
        if any(
            best_form(w).pos in ("VERB", "PRTS", "INFN")
            for w in (*self.tokens.lowers[gap.start : gap.stop], *self.tokens.lowers[value.first : end])
            if len(w) > 2 and w.isalpha()
        ):
            return None
        mode: Mode = "level" if value.unit in PARTS else "count" if said.mode == "delta" else said.mode
        made = leaning(said, value, _PART, mode=mode, direction=None, **self._labelled(value, said))
        share = self._share_of(value, said) if value.unit in PARTS and not named else None
        if share is None and said.indicator is not None:
            share = self.parts.of(value, said.value.last, said.indicator)
        return made if share is None else replace(made, indicator=share)

    def _row(self, number: int, found: Sequence[Statement]) -> Statement | None:
        """Another of the same things elsewhere: «570 тысяч авто в городе и 270 тысяч в области»."""
        if number == 0 or not found or found[-1].value is not self.periods.values[number - 1]:
            return None
        value, said = self.periods.values[number], found[-1]
        gap = self.tokens.lowers[said.value.last : value.first]
        if value.head is not None or value.unit is None or value.unit != said.value.unit or value.unit in PARTS:
            return None
        if not 0 < len(gap) <= 6 or gap[-1] not in listed("plus") or said.clause is not self.clause_of(value):
            return None
        if self.senses.phrases.object(value.last, min(value.last + 3, len(self.tokens)), "gent") is not None:
            return None  # «4 млн тонн угля и 112 тысяч тонн мазута»
        if self.senses.of(value).frame is not None or any(
            best_form(w).pos in ("VERB", "PRTS", "INFN") for w in gap if len(w) > 2 and w.isalpha()
        ):
            return None
        return leaning(said, value, "in a row with the statement before")

    def _elsewhere(self, number: int, found: Sequence[Statement]) -> Statement | None:
        """The same in another place, which alone stands before a dash: «… составила 9,8%. У соседей – 8,1»."""
        if not found:
            return None
        value, said = self.periods.values[number], found[-1]
        sense = self.senses.of(value)
        before = said.value
        if (
            not self._is_near(value, before)
            or sense.slot != "dash"
            or sense.frame is not None
            or sense.clause.predicate is not None
        ):
            return None
        if (value.money, value.unit, value.currency) != (before.money, before.unit, before.currency) or sense.is_item:
            return None
        if self._is_of_another_kind(value, sense.slot_token):
            return leaning(said, value, "the same of another kind")
        placed = self.tokens.lowers[sense.clause.first] in listed("where") and (value.unit is not None or value.money)
        subject = self.senses.phrases.subject(sense.clause, sense.slot_token)
        if not placed or subject is not None or self.periods.of(value, sense.clause) is not None:
            return None
        named = self.gaps.of(value, sense, found)
        made = leaning(said, value, "the same elsewhere")
        return made if named is None else replace(made, indicator=named[0], indicator_span=named[1])

    def _is_of_another_kind(self, value: Value, dash: int) -> bool:
        """Whether an adjective alone stands between a comma and the dash («общая мощность …, доступная – …»)."""
        first = dash
        while first > 0 and self.senses.phrases.is_adjective(first - 1):
            first -= 1
        return first < dash and self.tokens.words[first - 1] in (",", ";") and value.unit is not None

    def _is_near(self, value: Value, before: Value) -> bool:
        """Whether a value stands in the sentence of one before or in the next of its paragraph."""
        here, there = self.tokens.sentence_of[value.first], self.tokens.sentence_of[before.first]
        return here - there <= 1 and self.periods.is_one_paragraph(here, there)

    def clause_of(self, value: Value) -> Clause:
        """Returns the clause that holds a value."""
        return self.senses.clauses.at(value.first)

    def _opens_as_part(self, value: Value, said: Statement) -> bool:
        """Whether a sentence opens with a part of those before: «Половина из них – женщины», «Треть – дети»."""
        at, words = value.last, self.tokens.words
        if not self._is_near(value, said.value) or said.value.unit in PARTS:
            return False
        if value.first > self.tokens.sentences[self.tokens.sentence_of[value.first]][0]:
            alike = (value.unit, value.currency) == (said.value.unit, said.value.currency)
            return alike and at < len(words) and words[at] == "-"
        if said.value.money:
            return False
        of_them = self._is_of_them(value, range(value.first, value.first))
        if of_them:
            at += 2
        return (of_them or value.unit in PARTS) and at < len(words) and words[at] == "-" and not self.tokens.glued(at)

    def _is_of_them(self, value: Value, gap: range) -> bool:
        """Whether the value is so many of those before: «из них 5», «из которых 8,1 млн», «две трети из них»."""
        lowers = self.tokens.lowers
        for i in (*gap[:-1], value.last):
            if lowers[i : i + 1] and lowers[i] in listed("out-of") and i + 1 < len(lowers):
                form = best_form(lowers[i + 1])
                if form.lemma in listed("which") or form.pos == "NPRO":
                    return True
        return False

    def _labelled(self, value: Value, said: Statement) -> dict[str, Any]:
        """The time of a part that a label gives it («…, в том числе: 2025 год – 9 млрд тенге; 2026 год – 11»)."""
        label = self.periods.label(value) or self._label_behind(value)
        if label is None or label.last_day is None:
            return {}
        return {"moment": label, "year": label.last_day.year, "due": label.last_day if said.target else None}

    def _label_behind(self, value: Value) -> Timed | None:
        """The time behind a dash that a part is for («из них 142 млрд – на 2024 год»)."""
        if self.tokens.words[value.last : value.last + 1] != ["-"]:
            return None
        near = self.periods.by_sentence.get(self.tokens.sentence_of[value.first], ())
        return next((m for m in near if 0 < m.first - value.last <= 2), None)

    def _is_row_of_parts(self, value: Value, said: Statement, gap: range) -> bool:
        """Whether a share and what it is for stand behind a colon («418 млрд тенге: 52 процента – на разведку»)."""
        behind = value.last < len(self.tokens) and self.tokens.words[value.last] == "-"
        opened = len(gap) == 1 and self.tokens.words[gap[0]] == ":"
        goes_on = said.evidence[:1] == (_PART,) and said.value.unit == value.unit
        return behind and value.unit in PARTS and (opened or goes_on)

    def _share_of(self, value: Value, said: Statement) -> str | None:
        """«Доля разведки в капитальных вложениях»: what stands behind the dash, in what was said before."""
        at = value.last
        limit = self.tokens.sentences[self.tokens.sentence_of[value.first]][1]
        while at < limit and self.tokens.words[at] != "-" and at < value.last + 4:
            at += 1
        at += 1
        if at < limit and self.tokens.lowers[at] in listed("onto"):
            at += 1
        part = self.senses.phrases.object(at, limit, "accs", "nomn", "gent") if at < limit else None
        if part is None or said.indicator is None:
            return None
        whole = said.indicator.partition(f" {told('within')} ")[2] if said.evidence[:1] == (_PART,) else ""
        inner = whole or in_case(said.indicator, "loct")
        name = nominative(self.senses.phrases.text(part))
        return f"{told('share')} {in_case(name, 'gent')} {told('within')} {inner}"

    def _more(self, number: int, found: Sequence[Statement]) -> Statement | None:
        """How much more or less that is than something else: «построим 5 школ, на две больше, чем …»."""
        value = self.periods.values[number]
        if not found or found[-1].mode in ("delta", "factor") or value.unit == "percentage_point":
            return None
        said, sense = found[-1], self.senses.of(value)
        frame = sense.frame
        if frame is None or not frame.compares or self.unsaid.holds(value, sense):
            return None
        if sense.slot not in ("onto", "in") and value.unit != "times":
            return None
        between = self.tokens.lowers[said.value.last : value.first]
        if not self._is_told_of(said, value) and (said.clause.sentence != sense.clause.sentence or "," not in between):
            return None
        if any(best_form(w).pos in ("VERB", "INFN", "PRTS") for w in between if len(w) > 2 and w.isalpha()):
            return None
        mode: Mode = "factor" if value.unit == "times" else "delta"
        timed = self._labelled(value, said)
        made = leaning(
            said, value, "more or less than the statement before", mode=mode, direction=frame.direction, **timed
        )
        return replace(made, evidence=(*made.evidence[:1], *evidence_of(sense, self.tokens)))

    def _is_told_of(self, said: Statement, value: Value) -> bool:
        """Whether the sentence behind a statement tells of it («Это на 15% больше, чем в 2023 году»)."""
        sentence = self.tokens.sentence_of[value.first]
        first = self.tokens.sentences[sentence][0]
        follows = sentence - self.tokens.sentence_of[said.value.first] == 1
        return follows and value.first - first <= 4 and self.tokens.lowers[first] in listed("that-is")

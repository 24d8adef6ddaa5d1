"""What a value measures, as a nominative noun phrase (SPEC §10 `indicator`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..text.inflection import nominative
from ..text.rules import Chain
from ..values.value import Value
from .clauses import Clause
from .counted import Counted
from .frames import Frame, nominals
from .phrases import Phrases
from .senses import Sense, widened
from .shares import Shares
from .spending import Spending
from .syntax import best_form, listed

Span = tuple[int, int]


class Said(Protocol):
    """A statement made before, as far as an indicator may go back to it."""

    @property
    def value(self) -> Value: ...
    @property
    def clause(self) -> Clause: ...
    @property
    def indicator(self) -> str | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def target(self) -> bool: ...


class Indicators:
    """Finds the indicator of a value by the government of its frame."""

    def __init__(self, chain: Chain, phrases: Phrases) -> None:
        self.chain, self.tokens, self.phrases = chain, chain.tokens, phrases
        self.shares = Shares(chain, phrases)
        self.counts = Counted(chain, phrases)
        self.spending = Spending(chain, phrases)

    def of(self, value: Value, sense: Sense, mode: str, before: Sequence[Said]) -> tuple[str | None, Span | None]:
        """Returns the indicator and its tokens, resolved if it stands for one before."""
        clause, frame, at = sense.clause, sense.frame, sense.token
        outer = frame, at  # the verb of a list opener still names what is done to its items
        if at is not None and not clause.first <= at < clause.last:
            frame, at = None, None
        if sense.slot == "dash" and sense.slot_token - 1 in self.phrases.barred:
            row = self._row_name(clause)
            if row is not None:
                return self.phrases.named(row), row
        if sense.slot == "dash" and frame is None:
            named_before = self.phrases.subject(widened(clause, self._chunk(value.first, clause)), value.first)
            if named_before is not None and not self._is_stand_in(named_before):
                return self.phrases.named(named_before), named_before
        share = self.shares.of(value, sense, mode, before)
        if share is not None:
            return share
        measured = frame is not None and frame.kind == "make" and frame.noun
        counted = (mode == "count" or value.head is not None or measured) and sense.slot != "in"
        if sense.slot == "out-of" and sense.slot_token > clause.first and self.phrases.is_noun(sense.slot_token - 1):
            group = nominative(self.tokens.words[sense.slot_token - 1])  # «резерв из 68 экспертов»
            made = self.counts.of(value, clause, None, None, case="gent")
            return (f"{group} {made[0]}", made[1]) if made else (group, None)
        if frame is not None and frame.becomes and value.head is not None:
            what = self.phrases.object(value.last, clause.last, "ablt") or self.phrases.instrumental(
                clause, value.first
            )
            if what is not None:
                return self.phrases.named(what), what
        amounting = self._amounting(sense)
        if amounting is not None:
            return self.phrases.named(amounting), amounting
        if value.money and (frame is None or frame.kind in ("spend", "make", "get")):
            named = self.spending.of(value, clause, frame, at, before)
        else:
            named = self.counts.of(value, clause, *outer) if counted and self._is_counted(outer[0]) else None
        if named is not None:
            return named
        if before and frame is not None and frame.compares and before[-1].clause.sentence == clause.sentence:
            return before[-1].indicator, None  # «…, на 2% меньше, чем в 2015 году»
        if frame is not None and at is not None and frame.kind == "make" and value.head is None and not value.money:
            nominal = None if frame.noun else nominals().get(best_form(self.tokens.lowers[at]).lemma)
            if nominal is not None and not (clause.passive and self.phrases.subject(clause, clause.last)):
                purpose = self.spending.governed(value, clause, listed("onto"), "accs")
                tail = "" if purpose is None else " " + self.phrases.text((purpose[0] - 1, purpose[1]))
                return nominal + tail, purpose or (at, at + 1)
        span = self._span(value, clause, frame, at)
        if span is None:
            return (before[-1].indicator, None) if before and self._continues(before[-1], clause) else (None, None)
        if self._is_stand_in(span):
            return (before[-1].indicator if before else None), span
        repeated = self._repeated(span, before)
        if repeated is not None:
            return repeated, span
        return self.phrases.named(span), span

    def _amounting(self, sense: Sense) -> Span | None:
        """Returns what a sum amounts to: «выплаты на общую сумму 33 млн тенге»."""
        if sense.slot != "amount" or (sense.frame is not None and sense.frame.kind in ("change", "reach", "keep", "spend")):
            return None
        i = sense.slot_token
        while i > sense.clause.first and self.phrases.is_adjective(i - 1):
            i -= 1
        if i <= sense.clause.first or self.tokens.lowers[i - 1] not in listed("onto") | listed("in"):
            return None
        phrases, clause, at = self.phrases, sense.clause, sense.token
        span = phrases.fronted(clause, i - 1) or phrases.subject(clause, i - 1)
        if span is None or not phrases.names.isdisjoint(range(*span)) or self._is_frame_word(span, at):
            return None
        return span

    def _row_name(self, clause: Clause) -> Span | None:
        """What a row of values by years measures («Доля …, %: 2024 – 12; 2025 – 14»)."""
        first, last = self.tokens.sentences[clause.sentence]
        colon = next((i for i in range(first, last) if self.tokens.words[i] == ":"), None)
        return None if colon is None else self.phrases.opening(first, colon)

    def _is_counted(self, frame: Frame | None) -> bool:
        return (
            frame is None or frame.kind in ("make", "get", "exist", "spend") or frame.becomes or frame.name == "secure"
        )

    def _continues(self, last: Said, clause: Clause) -> bool:
        return clause.sentence - self.tokens.sentence_of[last.value.first] <= 2

    def _repeated(self, span: Span, before: Sequence[Said]) -> str | None:
        """The full name of an indicator that is named again by its head alone («ставка», after «ставка взносов …»)."""
        if span[1] - span[0] > 1:
            return None
        lemma = best_form(self.tokens.lowers[span[0]]).lemma
        for said in reversed(before[-4:]):
            first = (said.indicator or "").split(" ")[0]
            if " " in (said.indicator or "") and best_form(first.lower()).lemma == lemma:
                return str(said.indicator)
        return None

    def _is_stand_in(self, span: Span) -> bool:
        lemmas = [best_form(w).lemma for w in self.tokens.lowers[span[0] : span[1]]]
        if len(lemmas) == 1:
            return best_form(self.tokens.lowers[span[0]]).pos == "NPRO"
        if len(lemmas) != 2 or lemmas[1] not in listed("stand-in"):
            return False
        return lemmas[0] in listed("this") or lemmas[1] in listed("reference")

    def _span(self, value: Value, clause: Clause, frame: Frame | None, at: int | None) -> Span | None:
        phrases = self.phrases
        if frame is not None and at is not None and frame.noun:
            limit = value.first if at < value.first else clause.last
            own = phrases.object(at + 1, limit, "gent") if frame.kind in ("change", "keep") else None
            return own or (at, phrases.extend(at, limit))
        chunk = self._chunk(value.first, clause)
        if chunk > clause.first:
            local = phrases.subject(widened(clause, chunk), value.first)
            if local is not None and not self._is_frame_word(local, at):
                return local
        acts = frame is not None and (frame.kind in ("change", "keep", "make") or frame.name == "secure")
        if frame is not None and at is not None and acts and self._is_transitive(clause, at):
            limit = value.first if at < value.first else clause.last
            own = phrases.object(at + 1, limit, "accs", "nomn", "gent")
            if own is None and frame.kind == "change":
                own = phrases.object(value.last, clause.last, "accs")
            if own is None:
                own = phrases.fronted(clause, min(at, value.first))
            if own is not None:
                return own
        found = None
        if frame is not None and frame.name == "exceed" and at is not None and at < value.first:
            found = phrases.subject(clause, at)  # «Спрос превысил предложение вдвое»
        found = found or phrases.subject(clause, value.first) or self._antecedent(clause)
        if found is not None:
            return found
        if at is not None:
            behind = phrases.object(max(at + 1, value.last), clause.last, "nomn", "accs")
            if behind is not None:
                return behind
        if not value.money and value.head is None:
            return phrases.object(value.last, clause.last, "gent")
        return None

    def _antecedent(self, clause: Clause) -> Span | None:
        """What «который» stands for, or the subject that a relative clause parts from its verb."""
        floor = self.tokens.sentences[clause.sentence][0]
        if clause.first == floor:
            return None
        whole = widened(clause, floor)
        if any(
            best_form(w).lemma in listed("which")
            for w in self.tokens.lowers[clause.first : clause.first + 2]
            if len(w) > 3
        ):
            return self.phrases.last(floor, clause.first)
        return self.phrases.subject(whole, clause.first)

    def _is_frame_word(self, span: Span, at: int | None) -> bool:
        return at is not None and span[0] <= at < span[1]

    def _is_transitive(self, clause: Clause, at: int) -> bool:
        form = best_form(self.tokens.lowers[at])
        return form.pos in ("INFN", "VERB", "GRND") and "tran" in form.marks and not clause.passive

    def _chunk(self, token: int, clause: Clause) -> int:
        """Returns where the stretch between commas begins that holds a token."""
        i = token
        while i > clause.first and self.tokens.words[i - 1] not in (",", ";", ":"):
            i -= 1
        return i

"""What a value measures, as a nominative noun phrase (SPEC §10 `indicator`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..text.data import words
from ..text.inflection import decline, nominative
from ..text.morphology import analyzer
from ..text.rules import Chain
from ..values.value import Value
from .clauses import Clause
from .frames import Frame, nominals
from .phrases import Phrases
from .senses import PARTS, Sense, widened
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

    def of(self, value: Value, sense: Sense, mode: str, before: Sequence[Said]) -> tuple[str | None, Span | None]:
        """Returns the indicator and its tokens, resolved if it stands for one before."""
        clause, frame, at = sense.clause, sense.frame, sense.token
        outer = frame, at  # the verb of a list opener still names what is done to its items
        if at is not None and not clause.first <= at < clause.last:
            frame, at = None, None
        if sense.slot == "dash" and sense.slot_token - 1 in self.phrases.barred:
            row = self._row_name(clause)
            if row is not None:
                return self._named(row), row
        if sense.slot == "dash" and frame is None:
            named_before = self.phrases.subject(widened(clause, self._chunk(value.first, clause)), value.first)
            if named_before is not None and not self._is_stand_in(named_before):
                return self._named(named_before), named_before
        if value.unit in PARTS and sense.slot == "none" and (frame is None or frame.kind in ("make", "get", "exist")):
            whole = self.phrases.object(value.last, clause.last, "gent")
            if whole is not None:
                return f"{words('syntax')['share']} {self.phrases.text(whole)}", whole
        measured = frame is not None and frame.kind == "make" and frame.noun
        counted = (mode == "count" or value.head is not None or measured) and sense.slot != "in"
        if sense.slot == "out-of" and sense.slot_token > clause.first and self.phrases.is_noun(sense.slot_token - 1):
            group = nominative(self.tokens.words[sense.slot_token - 1])  # «резерв из 68 экспертов»
            made = self._counted(value, None, None, case="gent")
            return (f"{group} {made[0]}", made[1]) if made else (group, None)
        if value.money and (frame is None or frame.kind in ("spend", "make", "get")):
            named = self._spending(value, clause, frame, at, before)
        else:
            named = self._counted(value, *outer) if counted and self._is_counted(outer[0]) else None
        if named is not None:
            return named
        if before and frame is not None and frame.compares and before[-1].clause.sentence == clause.sentence:
            return before[-1].indicator, None  # «…, на 2% меньше, чем в 2015 году»
        if frame is not None and at is not None and frame.kind == "make" and value.head is None and not value.money:
            nominal = None if frame.noun else nominals().get(best_form(self.tokens.lowers[at]).lemma)
            if nominal is not None and not (clause.passive and self.phrases.subject(clause, clause.last)):
                purpose = self._governed(value, clause, listed("onto"), "accs")
                tail = "" if purpose is None else " " + self.phrases.text((purpose[0] - 1, purpose[1]))
                return nominal + tail, purpose or (at, at + 1)
        if frame is not None and frame.becomes and value.head is not None:
            what = self.phrases.object(value.last, clause.last, "ablt") or self.phrases.instrumental(
                clause, value.first
            )
            if what is not None:
                return self._named(what), what
        span = self._span(value, clause, frame, at)
        if span is None:
            return (before[-1].indicator, None) if before and self._continues(before[-1], clause) else (None, None)
        if self._is_stand_in(span):
            return (before[-1].indicator if before else None), span
        repeated = self._repeated(span, before)
        if repeated is not None:
            return repeated, span
        return self._named(span), span

    def _named(self, span: Span) -> str:
        """The phrase in the nominative with a participle that belongs to it, a sentence's capital made small."""
        text = nominative(self.phrases.text(span))
        end = self.phrases.participial(span[1])
        if end > span[1] and span[1] - span[0] <= 2:
            text += self.phrases.text((span[1], end))
        word = self.tokens.words[span[0]]
        opens = span[0] == self.tokens.sentences[self.tokens.sentence_of[span[0]]][0]
        if (
            (opens or self.tokens.words[span[0] - 1] in ("«", '"'))
            and span[0] not in self.phrases.names
            and word[1:].islower()
        ):
            text = text[0].lower() + text[1:]
        return text

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

    def _spending(
        self, value: Value, clause: Clause, frame: Frame | None, at: int | None, before: Sequence[Said]
    ) -> tuple[str, Span | None] | None:
        """What a sum is for: «на ремонт дорог» → «ремонт дорог», «выплатит … ветеранам» → «выплаты ветеранам»."""
        purpose = self._governed(value, clause, listed("purpose"), "accs", "gent")
        if purpose is not None:
            if before and best_form(self.tokens.lowers[purpose[0]]).lemma in listed("this"):
                return before[-1].indicator or self._named(purpose), purpose  # «на эти цели»
            return self._named(purpose), purpose
        if frame is None or at is None or frame.noun:
            return None
        nominal = nominals().get(best_form(self.tokens.lowers[at]).lemma)
        if nominal is None:
            return None
        if frame.kind == "get":
            inflow = self.phrases.object(value.last, clause.last, "gent")
            if inflow is not None:
                return f"{nominal} {self.phrases.text(inflow)}", inflow
        inner = self._governed(value, clause, listed("in"), "accs") if frame.kind == "spend" else None
        if inner is not None:
            preposition = self.tokens.lowers[inner[0] - 1]
            return f"{nominal} {preposition} {self.phrases.text(inner)}", inner
        recipient = self.phrases.object(value.last, clause.last, "datv") or self.phrases.recipient(clause, value.first)
        if recipient is not None:
            return f"{nominal} {self.phrases.text(recipient)}", recipient
        if frame.kind != "spend" and not frame.incoming:
            return None
        last = before[-1] if before else None
        if (
            last is not None
            and last.kind == "allocation"
            and last.target
            and last.indicator
            and self._continues(last, clause)
        ):
            return last.indicator, None
        return None if clause.passive else (nominal, (at, at + 1))

    def _governed(self, value: Value, clause: Clause, prepositions: frozenset[str], *cases: str) -> Span | None:
        """Returns the phrase behind one of the prepositions, looked for behind the value first."""
        lowers = self.tokens.lowers
        behind = value.last
        while (
            behind < clause.last
            and self.tokens.words[behind] not in (":", ";")
            and self.chain.atoms[self.chain.at[behind]].number is None
        ):
            behind += 1
        for i in (*range(value.last, behind), *range(clause.first, value.first), *range(behind, clause.last)):
            if lowers[i] in prepositions and i + 1 < clause.last:
                span = self.phrases.object(i + 1, clause.last, *cases)
                if span is not None:
                    return span
        return None

    def _counted(
        self, value: Value, frame: Frame | None, at: int | None, *, case: str = "nomn"
    ) -> tuple[str, Span] | None:
        """The thing counted, with the noun of what is done to it: «построить 300 школ» → «строительство школ»."""
        limit = self.tokens.sentences[self.tokens.sentence_of[value.first]][1]
        head = value.head
        if head is None:  # a measure: what is measured stands behind it («500 тонн молока»)
            behind = self.phrases.object(value.last, limit, "gent")
            if behind is None:
                return None
            genitive = plural = self.phrases.text(behind)
            plural = nominative(plural)
            span = behind
        else:
            end = max(self.phrases.extend(head, limit), head + 1)
            begin = head
            while begin > value.first and self.chain.atoms[self.chain.at[begin - 1]].number is None:
                begin -= 1
            span = (begin, end)
            genitive, plural = self._in_plural(span, head)
        if frame is not None and at is not None and frame.kind == "make":
            lemma = best_form(self.tokens.lowers[at]).lemma
            nominal = lemma if frame.noun else nominals().get(lemma)
            if nominal:
                return f"{nominal} {genitive}", span
        return (genitive if case == "gent" else plural), span

    def _in_plural(self, span: Span, head: int) -> tuple[str, str]:
        """The counted phrase in both plurals («2 новых типа» → «новых типов», «новые типы»)."""
        word = self.tokens.words[head]
        parses = [p for p in analyzer().parse(word) if p.tag.POS == "NOUN"]
        left, right = self.phrases.text((span[0], head)) if head > span[0] else "", ""
        if span[1] > head + 1:
            right = " " + self.phrases.text((head + 1, span[1]))
        front = f"{left} " if left else ""
        single = next((p for p in parses[:2] if p.tag.number == "sing" and p.tag.case == "gent"), None)
        adjective = best_form(self.tokens.lowers[head - 1]) if left else None
        plural = next((p for p in parses if p.tag.number == "plur" and p.tag.case == "nomn"), None)
        if plural is not None and (adjective is None or adjective.case != "gent"):
            whole = f"{front}{word}{right}"  # «четыре новые фермы»
            return dict(reversed(decline(whole))).get("gent", whole), whole
        counted = single or (parses[0] if parses else None)
        genitive = counted.inflect({"plur", "gent"}) if counted is not None else None
        nominal = counted.inflect({"plur", "nomn"}) if counted is not None else None
        if genitive is None or nominal is None:
            text = self.phrases.text(span)
            return text, nominative(text)
        told = genitive.word if word.islower() else word[0] + genitive.word[1:]
        phrase = f"{front}{told if single is not None else word}{right}"
        return phrase, nominative(phrase) if left or right else nominal.word

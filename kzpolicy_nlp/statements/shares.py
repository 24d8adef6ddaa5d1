"""Of what a percentage or a share is a part, and whose part it is: «доля женщин в совете» (SPEC §10 `indicator`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..text.inflection import decline, in_case, nominative
from ..text.morphology import forms
from ..text.rules import Chain
from ..values.value import Value
from .clauses import Clause
from .frames import nominals
from .phrases import Phrases
from .relatives import Relatives
from .senses import PARTS, Sense, widened
from .syntax import best_form, listed, told

Span = tuple[int, int]
_FAR = 80  # tokens of a sentence behind the whole that opens it


class Whole(Protocol):
    """What was said before: a share «of them» is a part of it."""

    @property
    def value(self) -> Value: ...
    @property
    def indicator(self) -> str | None: ...


class Shares:
    """Names the shares of one text."""

    def __init__(self, chain: Chain, phrases: Phrases) -> None:
        self.chain, self.tokens, self.phrases = chain, chain.tokens, phrases
        self.relatives = Relatives(chain, phrases)

    def of(self, value: Value, sense: Sense, mode: str, before: Sequence[Whole]) -> tuple[str, Span | None] | None:
        """Returns the name of a share whose whole the text names, and the tokens it rests on; None for any other."""
        if value.unit not in PARTS or value.unit == "percentage_point" or mode != "level":
            return None
        upto = sense.slot == "to" and value.bound == "at_most" and sense.frame is None  # «до 60% продукции вывозят»
        if sense.slot not in ("none", "dash", "out-of", "open") and not upto:
            return None
        clause, frame = sense.clause, sense.frame
        lemma = "" if sense.token is None else best_form(self.tokens.lowers[sense.token]).lemma
        measures = frame is not None and frame.kind in ("change", "reach", "keep") and not frame.noun
        ahead = sense.token is not None and sense.token < value.first
        if measures and ahead and lemma not in listed("giving") | listed("falling"):
            return None  # «долг составил 25% ВВП»
        whole, span = self._whole(value, clause, before)
        if whole is None:
            verb = "" if clause.predicate is None else best_form(self.tokens.lowers[clause.predicate]).lemma
            beside = before and self.tokens.sentence_of[before[-1].value.first] == clause.sentence
            fallen = None if beside else self._fallen(value, clause, verb)
            return self._main(value, clause, verb) or self._given(value, clause, verb, before) or fallen
        if span is not None:
            head = best_form(self.tokens.lowers[span[0]]).lemma
            if head in listed("comparison") or head in listed("yardstick"):
                return None  # «40% от уровня 2019 года»
            if head in listed("stand-in"):  # «половину суммы»
                return (before[-1].indicator, span) if before and before[-1].indicator else None
        part = self._part(value, clause, sense, span)
        share = told("share")
        verb = "" if clause.predicate is None else best_form(self.tokens.lowers[clause.predicate]).lemma
        if verb in listed("equipping") and span is not None:
            noun, means = nominals().get(verb, ""), self.phrases.instrumental(clause, value.first)
            if noun and means is not None:  # «обеспечить чистой водой 100% сел»
                return f"{noun} {whole} {self.phrases.uncapitalised(means, self.phrases.text(means))}", span
        if part is None:
            thing = (value.first, value.last) if span is None else span
            told_of = self.relatives.of(value, clause, thing, "gent")
            done = "" if told_of or span is None else self.relatives.state(value, clause, thing)
            return f"{share} {done}{whole}{told_of}", span
        return f"{share} {self._in_case(part, 'gent')} {told('within')} {_declined(whole, 'loct')}", part

    def _main(self, value: Value, clause: Clause, lemma: str) -> tuple[str, Span] | None:
        """Returns whose part one in words is («основную долю (92%) занимает внешний долг»)."""
        words = self.tokens.lowers[value.first : value.last]
        if lemma not in listed("giving") or not any(best_form(w).lemma in listed("part-noun") for w in words):
            return None
        part = self.phrases.object((clause.predicate or value.last) + 1, clause.last, "nomn")
        part = part or self._subject(clause, value.first)
        if part is None:
            return None
        name = f"{told('share')} {self._in_case(part, 'gent')}"
        return name + self.whole_ahead(name, part, clause), part

    def whole_ahead(self, name: str, span: Span, clause: Clause) -> str:
        """Returns the whole that stands before a share («в структуре выработки доля ТЭС выросла»), or nothing."""
        lowers, words = self.tokens.lowers, name.split(" ")
        if words[0] != told("share") or not listed("in").isdisjoint(words):
            return ""
        for i in range(clause.first, span[0] - 1):
            if lowers[i] in listed("in"):
                found = self.phrases.object(i + 1, span[0], "loct")
                heads = [j for j in range(*found) if self.phrases.is_noun(j)][:1] if found is not None else []
                if found is not None and heads and best_form(lowers[heads[0]]).lemma in listed("whole"):
                    return f" {self.phrases.uncapitalised((i, found[1]), self.phrases.text((i, found[1])))}"
        return ""

    def _given(
        self, value: Value, clause: Clause, lemma: str, before: Sequence[Whole]
    ) -> tuple[str, Span | None] | None:
        """Returns the share of a giver in what was said before («терминал обойдется в 24 млрд. Банк даст 70%»)."""
        said = before[-1] if before else None
        if lemma not in listed("giving") or clause.modal or said is None or not said.indicator:
            return None
        giver = self._subject(clause, value.first)
        if giver is None or clause.sentence - self.tokens.sentence_of[said.value.first] > 1:
            return None
        inner = _declined(said.indicator, "loct")
        return f"{told('share')} {self._in_case(giver, 'gent')} {told('within')} {inner}", giver

    def _fallen(self, value: Value, clause: Clause, lemma: str) -> tuple[str, Span] | None:
        """Returns the share of what so much falls to («в погрузке преобладает уголь: на него приходится 39%»)."""
        part = self._onto(clause, value, value.last) if lemma in listed("falling") else None
        if part is None:
            return None
        first = self.tokens.sentences[clause.sentence][0]
        opens = best_form(self.tokens.lowers[first + 1]).lemma if self.tokens.lowers[first] in listed("in") else ""
        whole = self.phrases.object(first + 1, part[0], "loct") if opens in listed("structure") else None
        inner = "" if whole is None else f" {self.tokens.lowers[first]} {self.phrases.text(whole)}"
        return f"{told('share')} {self._in_case(part, 'gent')}{inner}", part

    def of_structure(self, value: Value, clause: Clause) -> tuple[str, Span] | None:
        """«В структуре портфеля вклады составляют 43%, акции – 14%»: the sentence opens with the whole."""
        lowers, (first, last) = self.tokens.lowers, self.tokens.sentences[clause.sentence]
        while first < last and (lowers[first] in listed("and") or not lowers[first][0].isalpha()):
            first += 1
        if first + 2 >= last or lowers[first] not in listed("in") or not 0 < value.first - first <= _FAR:
            return None
        if value.unit not in PARTS or best_form(lowers[first + 1]).lemma not in listed("structure"):
            return None
        begin, end = value.first, self._end_of_genitives(first + 2, value.first)
        while begin > first and self.tokens.words[begin - 1] not in (",", ";", ":"):
            begin -= 1
        part = self.phrases.subject(widened(clause, max(begin, end)), value.first)
        if end == first + 2 or part is None or best_form(lowers[part[0]]).lemma == told("share"):
            return None
        inner = _declined(self.phrases.text((first + 2, end)), "loct")
        name = self.phrases.named(part)
        return f"{told('share')} {in_case(name, 'gent')} {told('within')} {inner}", part

    def _end_of_genitives(self, first: int, limit: int) -> int:
        """Where the words end that can be genitives and nothing nominative: the part itself may follow bare."""
        end = i = first
        while i < limit and i not in self.phrases.barred:
            cases = {f.case for f in self.phrases.readings(i) if f.pos in ("NOUN", "ADJF", "PRTF")}
            if "gent" not in cases or (end > first and "nomn" in cases and not self.phrases.is_adjective(i)):
                break
            i += 1
            if not self.phrases.is_adjective(i - 1):
                end = i
        return end

    def _whole(self, value: Value, clause: Clause, before: Sequence[Whole]) -> tuple[str | None, Span | None]:
        """Returns the whole in the genitive and its tokens, if they stand in the clause."""
        lowers, last = self.tokens.lowers, value.last
        span = self.phrases.object(last, clause.last, "gent")
        if span is not None:
            return self.phrases.text(span), span
        shared = self.phrases.shared(last, clause.last)
        if shared is not None:
            return shared, (last, last + 1)
        if last + 1 < len(lowers) and lowers[last] in listed("part-prepositions"):
            if self._is_pronoun(last + 1):
                return self._antecedent(before), None
            span = self.phrases.object(last + 1, clause.last, "gent")
            return (self.phrases.text(span), span) if span is not None else (None, None)
        first = value.first - 1
        while first > 0 and first > value.first - 4 and not self._is_pronoun(first):
            first -= 1
        if first > 0 and self._is_pronoun(first) and lowers[first - 1] in listed("out-of"):
            return self._antecedent(before), None
        return None, None

    def _is_pronoun(self, i: int) -> bool:
        form = best_form(self.tokens.lowers[i])
        return form.lemma in listed("which") or (form.pos == "NPRO" and form.case == "gent")

    def _antecedent(self, before: Sequence[Whole]) -> str | None:
        """Returns what «из них» points back to, in the genitive: the things counted before, or what was measured."""
        if not before:
            return None
        said = before[-1]
        head = said.value.head
        if head is not None:
            if best_form(self.tokens.lowers[head]).lemma in listed("classifier"):
                made = self.phrases.object(said.value.last, min(said.value.last + 4, len(self.tokens)), "gent")
                if made is not None:
                    return self.phrases.text(made)  # «5 640 единиц техники, из них 41% …»
            text = self.phrases.text((head, self.phrases.extend(head, len(self.tokens))))
            lemma = best_form(self.tokens.lowers[head])
            if lemma.case == "gent" and lemma.number == "plur":
                return text
        name, _, of_it = (said.indicator or "").partition(" ")
        if of_it and best_form(name.lower()).lemma in listed("size") and self._is_genitive(of_it):
            return of_it  # «протяженность сети – 72 тыс. км, из которых 64% – в нормативном состоянии»
        return None if said.indicator is None else dict(reversed(decline(said.indicator))).get("gent")

    def _is_genitive(self, text: str) -> bool:
        words = text.lower().split(" ")
        head = next((w for w in words if best_form(w).pos not in ("ADJF", "PRTF")), words[0])
        return any(f.pos == "NOUN" and f.case == "gent" for f in forms(head))

    def _part(self, value: Value, clause: Clause, sense: Sense, whole: Span | None) -> Span | None:
        """Returns whose part it is: a giver, a receiver, or what stands before a dash."""
        at, token = clause.predicate, sense.token
        lemma = "" if at is None else best_form(self.tokens.lowers[at]).lemma
        end = value.last if whole is None else whole[1]
        if lemma in listed("falling"):
            given = self.phrases.recipient(clause, value.first) or self.phrases.object(end, clause.last, "datv")
            return given or self._onto(clause, value, end)
        if sense.slot == "dash" and token is None:
            return self._subject(clause, value.first)
        if lemma in listed("giving") and at is not None and not clause.modal:
            behind = max(at + 1, end)
            return self._subject(clause, value.first) or self.phrases.object(behind, clause.last, "nomn")
        return None

    def _subject(self, clause: Clause, before: int) -> Span | None:
        span = self.phrases.subject(clause, before)
        if span is None or best_form(self.tokens.lowers[span[0]]).pos == "NPRO":
            return None
        return span

    def _onto(self, clause: Clause, value: Value, end: int) -> Span | None:
        comma = next((i for i in range(end, clause.last) if self.tokens.words[i] in (",", ";")), clause.last)
        for i in (*range(end, comma - 1), *reversed(range(clause.first, value.first))):
            if self.tokens.lowers[i] in listed("onto") | listed("in"):
                if best_form(self.tokens.lowers[i + 1]).person == "3per":
                    return self.phrases.last(
                        self.tokens.sentences[clause.sentence][0], i
                    )  # «уголь: на него приходится 39%»
                span = self.phrases.object(i + 1, clause.last, "accs", "loct")
                if span is not None and best_form(self.tokens.lowers[i + 1]).lemma == told("share"):
                    span = self.phrases.object(i + 2, clause.last, "gent")  # «на долю сферы услуг приходится 57%»
                if span is not None:
                    return span
        return None

    def _in_case(self, span: Span, case: str) -> str:
        return _declined(self.phrases.uncapitalised(span, self.phrases.text(span)), case)


def _declined(text: str, case: str) -> str:
    """Returns a phrase, in whatever case it stands, in another one."""
    return in_case(nominative(text), case)

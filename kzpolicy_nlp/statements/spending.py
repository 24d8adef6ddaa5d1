"""What a sum is for: «на ремонт дорог» → «ремонт дорог», «выплатит ветеранам» → «выплаты ветеранам» (SPEC §10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..text.inflection import in_case, nominative
from ..text.rules import Chain
from ..values.value import Value
from .clauses import Clause
from .frames import Frame, deeds, frames, nominal, nominals
from .partitives import Partitives
from .phrases import Phrases
from .senses import widened
from .syntax import best_form, listed, pairs, told

Span = tuple[int, int]
_TOLD = ("VERB", "INFN", "PRTS", "GRND")


class Spent(Protocol):
    """A statement made before, as far as a sum may go back to what it was for."""

    @property
    def value(self) -> Value: ...
    @property
    def indicator(self) -> str | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def target(self) -> bool: ...


class Spending:
    """Names what the sums of one text are for."""

    def __init__(self, chain: Chain, phrases: Phrases) -> None:
        self.chain, self.tokens, self.phrases = chain, chain.tokens, phrases

    def of(
        self, value: Value, clause: Clause, frame: Frame | None, at: int | None, before: Sequence[Spent]
    ) -> tuple[str, Span | None] | None:
        """Returns the purpose of a sum, or the noun of what is done with it, and the tokens it rests on."""
        last = before[-1] if before else None
        since = 9 if last is None else clause.sentence - self.tokens.sentence_of[last.value.first]
        said = last.indicator if last is not None and since <= 2 else None
        if said is not None and (self._is_for_that(clause) or (last and last.value.money and self._is_of_them(value))):
            return said, None
        purpose = self.governed(value, clause, listed("purpose"), "accs", "gent")
        if purpose is not None and best_form(self.tokens.lowers[purpose[0]]).lemma in listed("this"):
            if before and before[-1].indicator:
                return before[-1].indicator, purpose  # «на эти цели»
            purpose = None
        if purpose is not None:
            series = self._series(purpose, clause.last)
            return self.phrases.named(series) + self._counted(series[1], clause), series
        more = self.tokens.lowers[value.first - 1] in listed("more") and frame is not None and frame.kind == "spend"
        if more and said is not None and last is not None and last.value.money and since <= 1:
            return said, None  # «на закуп направлено 79 млрд, до конца года акиматам выделят еще 12»
        if frame is None or at is None:
            return None
        word = best_form(self.tokens.lowers[at]).lemma
        if frame.noun:
            inflow = self.phrases.object(value.last, clause.last, "gent") if at < value.first else None
            if inflow is not None:  # «привлечение 300 млрд тенге инвестиций»
                return f"{word} {self.phrases.text(inflow)}", (at, at + 1)
            means = f"{word} {told('of-means')}" in nominals().values()
            bare = means and frame.kind == "spend" and self.phrases.extend(at, clause.last) == at + 1
            return self._unsaid(told("of-means"), word, value, clause, before, since) if bare else None
        deed = nominals().get(word)
        if deed is None:
            came = self.phrases.object(value.last, clause.last, "gent") if frame.kind == "get" else None
            return None if came is None else (nominative(self.phrases.text(came)), came)
        noun, _, rest = deed.partition(" ")
        inflow = self.phrases.object(value.last, clause.last, "gent")
        if inflow is not None:
            return f"{noun} {self.phrases.text(inflow)}", inflow
        if frame.kind in ("get", "spend") and not clause.passive and at < value.first:
            taken = self.phrases.object(at + 1, value.first, "accs")  # «получили господдержку на 120 млрд»
            if taken is not None and best_form(self.tokens.lowers[taken[0]]).lemma not in listed("spending"):
                return self.phrases.named(taken), taken
        into = frame.kind == "spend" or (frame.kind == "make" and rest)
        inner = self.governed(value, clause, listed("in"), "accs") if into else None
        if inner is not None and frame.kind == "make" and not self.phrases.names.isdisjoint(range(*inner)):
            inner = None
        if inner is not None:
            preposition = self.tokens.lowers[inner[0] - 1]
            return f"{deed} {preposition} {self.phrases.text(inner)}", inner
        recipient = self.phrases.object(value.last, clause.last, "datv") or self.phrases.recipient(clause, value.first)
        if recipient is None:
            recipient = self._substantive(clause, value.first)
        if recipient is not None:
            return f"{deed} {self.phrases.uncapitalised(recipient, self.phrases.text(recipient))}", recipient
        taking = frame.kind == "get" and not clause.passive and not frame.incoming and at < value.first
        if taking and "tran" in best_form(self.tokens.lowers[at]).marks:
            return deed, (at, at + 1)  # «суд взыскал с компании 2 млрд»
        if frame.kind != "spend" and not frame.incoming:
            source = self._source(clause) if frame.kind == "make" else ""
            if rest and not source:
                return deed, (at, at + 1)  # «предстоит вернуть 70 млрд тенге»
            if source:
                return f"{noun} {source}", (at, at + 1)  # «из Национального фонда продано $800 млн»
            form = best_form(self.tokens.lowers[at])  # «выдадим 180 млрд тенге», «в фонде накоплено 77 млрд»
            alone = "tran" in form.marks if not clause.passive else form.pos == "PRTS" and form.gender == "neut"
            alone = alone and self.phrases.object(at + 1, clause.last, "accs", "nomn") is None and not said
            return (f"{noun} {told('of-means')}", (at, at + 1)) if alone else None
        goes_on = said and last is not None and last.kind == "allocation" and last.target
        if clause.passive and not goes_on and self.phrases.subject(clause, clause.last) is not None:
            return None
        name, _ = self._unsaid(rest, noun, value, clause, before, since)
        return name, None if name == said else (at, at + 1)

    def worth(self, at: int, clause: Clause) -> tuple[str, Span] | None:
        """Returns what is done with things worth a sum («выдано кредитов на 90 млрд»); `at`: what governs the sum."""
        things = self.phrases.last(clause.first, at)
        if things is None or things[1] != at:
            return None
        told_by = clause.predicate
        deed = None if told_by is None else nominal(best_form(self.tokens.lowers[told_by]).lemma)
        if deed is not None and clause.passive and self.phrases.subject(clause, at) == things:
            return f"{deed.partition(' ')[0]} {in_case(self.phrases.named(things), 'gent')}", things
        if deed is not None and told_by is not None and told_by < at and self._is_taking(told_by):
            taken = self.phrases.fronted(widened(clause, told_by + 1), at)
            said = frames().get(best_form(self.tokens.lowers[told_by]).lemma)
            if taken is not None and said is not None and said.kind != "make":
                return self.phrases.named(taken), taken  # «получили господдержку на 120 млрд»
            if taken is not None:  # «предоставил Казахстану займы и гранты на 7 млрд долларов»
                return f"{deed.partition(' ')[0]} {in_case(self.phrases.named(taken), 'gent')}", taken
        if deed is None or Partitives(self.chain, self.phrases).of(*things) != things or self._is_number(things[0] - 1):
            return None
        return f"{deed.partition(' ')[0]} {self.phrases.text(things)}", things

    def _is_taking(self, verb: int) -> bool:
        form = best_form(self.tokens.lowers[verb])
        return form.pos in ("VERB", "INFN") and "tran" in form.marks

    def _counted(self, end: int, clause: Clause) -> str:
        """Returns what is counted behind a purpose («на закуп 300 автобусов»), or nothing."""
        at = end
        while at < clause.last and at in self.phrases.barred and self.tokens.words[at] not in (",", "-"):
            at += 1
        form = best_form(self.tokens.lowers[at - 1])
        if at > end and "unit" in self.chain.tags(at - 1):  # «на ремонт 300 км дорог»
            thing = self.phrases.object(at, clause.last, "gent") if at < clause.last else None
            return "" if thing is None or thing[0] != at else f" {self.phrases.text(thing)}"
        if at == end or form.pos != "NOUN" or (form.case, form.number) != ("gent", "plur"):
            return ""
        if self.chain.tags(at - 1) & {"unit", "scale", "currency", "time_unit"}:
            return ""
        first = at - 1
        while first > end and best_form(self.tokens.lowers[first - 1]).pos in ("ADJF", "PRTF"):
            first -= 1
        return f" {self.phrases.text((first, at))}"

    def _substantive(self, clause: Clause, before: int) -> Span | None:
        """Returns an adjective or participle that stands for those who receive («пострадавшим выплачено 80 млрд»)."""
        for i in range(clause.first, before - 1):
            if not self.phrases.is_adjective(i) or self.phrases.is_adjective(i + 1) or self.phrases.is_noun(i + 1):
                continue
            given = any((f.case, f.number) == ("datv", "plur") for f in self.phrases.readings(i))
            if given and self.tokens.lowers[i - 1] not in listed("prepositions"):
                return i, i + 1
        return None

    def _unsaid(
        self, rest: str, noun: str, value: Value, clause: Clause, before: Sequence[Spent], since: int
    ) -> tuple[str, Span | None]:
        """Returns what a sum is for whose clause does not say it: what the one before was for, or what was done."""
        last = before[-1] if before and since <= 2 else None
        if last is not None and last.indicator:
            more = last.value.money and self.tokens.lowers[value.first - 1] in listed("more")
            if more or (last.kind == "allocation" and last.target):
                return last.indicator, None
            done = self._done(clause, before)
            if done is not None:
                if done.partition(" ")[0] == noun:
                    return done, None
                object_of = in_case(done, "accs")
                return f"{noun} {rest} {told('for')} {object_of}".replace("  ", " "), None
        source = self._source(clause)
        return f"{noun} {rest} {source}".replace("  ", " ").strip(), None

    def _done(self, clause: Clause, before: Sequence[Spent]) -> str | None:
        """Returns what was or is to be done by the last sentences («Построено 20 школ. Потрачено 30 млрд»)."""
        for said in reversed(before[-3:]):
            if said.value.money or clause.sentence - self.tokens.sentence_of[said.value.first] > 2:
                continue
            if said.indicator and " " in said.indicator and said.indicator.partition(" ")[0] in deeds():
                return said.indicator
        return None

    def _is_for_that(self, clause: Clause) -> bool:
        """Whether a clause says «на это», «для этого», «под это»."""
        lowers = self.tokens.lowers
        return any(
            lowers[i] in listed("purpose-of-that") and lowers[i + 1] in listed("that-one")
            for i in range(clause.first, clause.last - 1)
        )

    def _is_of_them(self, value: Value) -> bool:
        """Whether a sum is but a part of the one before («из них 20 млрд поступит в текущем году»)."""
        lowers = self.tokens.lowers
        for i in range(max(value.first - 4, 0), value.first - 1):
            form = best_form(lowers[i + 1])
            if lowers[i] in listed("out-of") and (form.pos == "NPRO" or form.lemma in listed("which")):
                return True
        return False

    def _source(self, clause: Clause) -> str:
        """Returns where a sum comes from («из республиканского бюджета», «за счет средств фонда»), or nothing."""
        lowers = self.tokens.lowers
        for i in range(clause.first, clause.last - 1):
            through = tuple(lowers[i : i + 2]) in pairs("at-cost")
            if not through and lowers[i] not in listed("out-of"):
                continue
            span = self.phrases.object(i + 1 + through, clause.last, "gent")
            if span is not None and (through or self._holds_money(span)):
                return self.phrases.uncapitalised((i, span[1]), self.phrases.text((i, span[1])))
        return ""

    def _holds_money(self, span: Span) -> bool:
        return any(best_form(self.tokens.lowers[i]).lemma in listed("money-source") for i in range(*span))

    def _series(self, span: tuple[int, int], limit: int) -> tuple[int, int]:
        """Returns a phrase with those joined to it by commas and «и»: «на хранение, перевозку и выпуск зерна»."""
        cases = {f.case for i in range(*span) if self.phrases.is_noun(i) for f in self.phrases.readings(i)} - {"gent"}
        end, joined = span[1], False
        while end + 1 < limit and (self.tokens.words[end] == "," or self.tokens.lowers[end] in listed("plus")):
            last = self.tokens.words[end] != ","
            follow = self.phrases.object(end + 1, limit, *cases)
            if follow is None or follow[0] != end + 1:
                break
            end, joined = follow[1], last
            if last:
                break
        return (span[0], end) if joined else span

    def _is_amount(self, span: Span) -> bool:
        """Whether a phrase only leads to the sum («на общую сумму») or opens an adverbial («в течение года»)."""
        head = next((i for i in range(*span) if self.phrases.is_noun(i)), span[0])
        amount = best_form(self.tokens.lowers[head]).lemma in listed("amount-noun")
        return amount or best_form(self.tokens.lowers[span[0]]).lemma in listed("adverbial")

    def governed(self, value: Value, clause: Clause, prepositions: frozenset[str], *cases: str) -> Span | None:
        """Returns the phrase behind one of the prepositions: behind the value, before it in its row, then elsewhere."""
        lowers, words = self.tokens.lowers, self.tokens.words
        comma = behind = value.last
        while behind < clause.last and words[behind] not in (":", ";") and not self._is_number(behind):
            if lowers[behind] in listed("part-of"):
                break  # «38 млрд тенге, в том числе на развитие сетей – 22 млрд»
            behind += 1
            comma = behind if "," not in words[value.last : behind] else comma
        row = value.first
        while row > clause.first and not (words[row - 1] in (",", ";") and self._has_number(clause.first, row)):
            row -= 1
        opening = max(self._behind_concession(clause.first, value.first), self._behind_colon(clause.first, value.first))
        after, before = range(value.last, comma), range(max(row, opening), value.first)
        beyond = range(behind, clause.last) if behind < clause.last and lowers[behind] not in listed("part-of") else ()
        for i in (*after, *before, *range(comma, behind), *range(opening, row), *beyond):
            if lowers[i] in prepositions and i + 1 < clause.last:
                wanted = ("gent",) if lowers[i] in listed("meant-for") else cases
                span = self.phrases.object(i + 1, clause.last, *wanted)
                if span is not None and not self._is_amount(span):
                    return span
        return None

    def _behind_colon(self, first: int, limit: int) -> int:
        """Where the words behind a colon begin («курорт на побережье: инвестор откроет отели, вложив 96 млн»)."""
        colons = (i for i in range(limit - 2, first, -1) if self.tokens.words[i] == ":")
        at = next(colons, None)
        told = at is not None and any(
            best_form(w).pos in _TOLD for w in self.tokens.lowers[at + 1 : limit] if len(w) > 2
        )
        return first if at is None or not told else at + 1

    def _behind_concession(self, first: int, limit: int) -> int:
        """Where a clause goes on behind «несмотря на …,»."""
        if self.tokens.lowers[first] not in listed("concession"):
            return first
        return next((i + 1 for i in range(first, limit) if self.tokens.words[i] == ","), first)

    def _is_number(self, token: int) -> bool:
        return self.chain.atoms[self.chain.at[token]].number is not None

    def _has_number(self, first: int, last: int) -> bool:
        return any(self._is_number(i) for i in range(first, last))

"""The noun phrase that a predicate measures: its subject, its object, or what a noun of change governs."""

from __future__ import annotations

from ..text.rules import Chain
from ..values.value import Value
from .clauses import Clause
from .frames import Frame, frames
from .phrases import Phrases
from .senses import widened
from .syntax import best_form, listed

Span = tuple[int, int]
_ROW = 20  # sentences of a row of years
_NEAR = 4  # tokens from a place in a ranking to what it is ranked by


class Measured:
    """Finds what the predicates of one text measure."""

    def __init__(self, chain: Chain, phrases: Phrases) -> None:
        self.chain, self.tokens, self.phrases = chain, chain.tokens, phrases

    def of(self, value: Value, clause: Clause, frame: Frame | None, at: int | None) -> Span | None:
        """Returns the phrase, or None where the clause names none, as «…, что составило 62% производства»."""
        phrases, opens = self.phrases, self.tokens.lowers[clause.first]
        reaches = frame is not None and frame.kind == "reach" and at == clause.first + 1
        if reaches and opens in listed("that") and clause.first > self.tokens.sentences[clause.sentence][0]:
            return None
        if frame is not None and at is not None and frame.noun:
            limit = value.first if at < value.first else clause.last
            changes = frame.kind in ("change", "keep")
            own = phrases.object(at + 1, limit, "gent") if changes else None
            if own is None and changes and at < value.first:
                own = phrases.object(value.last, clause.last, "gent")  # «сокращение на треть неформально занятых»
            return own or phrases.whole(at, clause.first, limit)
        told = clause.predicate
        if frame is None and told is not None and told < value.first and "cue" in self.chain.tags(told):
            own = phrases.object(told + 1, value.first, "accs") if self._is_transitive(clause, told) else None
            if own is not None:
                return own  # «Нацбанк ждет инфляцию по итогам года в диапазоне 11–14%»
        chunk = self.chunk(value.first, clause)
        acts = frame is not None and (frame.kind in ("change", "keep", "make") or frame.name == "secure")
        direct = frame is not None and at is not None and acts and self._is_transitive(clause, at)
        if direct and at is not None and chunk <= at < value.first:
            own = phrases.object(at + 1, value.first, "accs")
            if own is not None:
                return own  # «…, диспетчерская позволила ускорить доезд в полтора раза»
        if chunk > clause.first:
            local = phrases.subject(widened(clause, chunk), value.first)
            person = "" if local is None else best_form(self.tokens.lowers[local[0]]).person
            local = None if person in ("1per", "2per") else local
            if local is not None and not self._is_frame_word(local, at) and not self._is_listed_name(local):
                return local
        if direct and frame is not None and at is not None:
            if self._is_pronoun(at + 1, value.first):
                return at + 1, at + 2  # «намерены довести его до 3 млрд»
            limit = value.first if at < value.first else clause.last
            own = phrases.object(at + 1, limit, "accs", "nomn", "gent")
            if own is None and frame.kind == "change":
                own = phrases.object(value.last, clause.last, "accs")
                own = None if own is not None and phrases.is_base(own[0]) else own  # «ограничить 2,5% ВВП»
            if own is None and at + 1 < value.first:  # «увеличить в моногородах долю МСБ до 40%»
                own = phrases.fronted(widened(clause, at + 1), value.first)
            if own is None:
                own = phrases.fronted(clause, min(at, value.first))
            if own is not None:
                return own
        found = None
        if frame is not None and frame.name == "exceed" and at is not None and at < value.first:
            found = phrases.subject(clause, at)  # «Спрос превысил предложение вдвое»
        found = found or phrases.subject(clause, value.first)
        if found is None or best_form(self.tokens.lowers[found[0]]).person in ("1per", "2per"):
            found = self._antecedent(clause)  # «доход, который мы поднимем на 30%»
        told = at if acts else clause.predicate if frame is None else None
        if found is not None and not (told is not None and self._is_agent(found, clause, told)):
            return found
        if at is not None:
            behind = phrases.object(max(at + 1, value.last), clause.last, "nomn", "accs")
            if behind is not None:
                return behind
        bare = not value.money and value.head is None
        own = phrases.object(value.last, clause.last, "gent") if bare else None
        return own or self._planned(value, clause)

    def _is_pronoun(self, i: int, limit: int) -> bool:
        """Whether a token is «его», «ее» or «их» by itself, no owner of what follows."""
        if i >= limit or self.tokens.lowers[i] not in listed("possessive"):
            return False
        return not (self.phrases.is_noun(i + 1) or self.phrases.is_adjective(i + 1))

    def field(self, span: Span, clause: Clause) -> str:
        """Where a change that names nothing itself takes place («в горной отрасли рост составил 2%»)."""
        frame = frames().get(best_form(self.tokens.lowers[span[0]]).lemma) if span[1] - span[0] == 1 else None
        if frame is None or not frame.noun or frame.kind != "change":
            return ""
        lowers, first = self.tokens.lowers, clause.first
        while first < span[0] and lowers[first] in listed("and"):
            first += 1
        if lowers[first] not in listed("where") | listed("by") or span[0] - first > 7:
            return ""
        group = self.phrases.object(first + 1, span[0], "loct", "datv")
        if group is None or group != (first + 1, span[0]):
            return ""
        lemmas = {best_form(w).lemma for w in lowers[group[0] : group[1]]}
        if lemmas & (listed("no-tail") | listed("adverbial")):
            return ""
        return f" {lowers[first]} {self.phrases.text(group)}"

    def before_aside(self, chunk: int, clause: Clause) -> int:
        """Where the phrase begins that a participle's or «который»'s words part from the dash behind them."""
        words, lowers = self.tokens.words, self.tokens.lowers
        if words[chunk] != "-" or words[chunk - 1] != ",":
            return chunk
        first = chunk - 1
        while first > clause.first and words[first - 1] not in (",", ";", ":"):
            first -= 1
        opens = lowers[first : first + 2]
        hangs = best_form(lowers[first]).pos == "PRTF" or any(best_form(w).lemma in listed("which") for w in opens)
        if not hangs or words[first - 1] != "," or first - 1 <= clause.first:
            return chunk
        return self.chunk(first - 1, clause)

    def _planned(self, value: Value, clause: Clause) -> Span | None:
        """What a plan or a forecast is of («план по вводу жилья увеличен до 20 млн кв. метров»)."""
        for i in range(clause.first + 1, value.first - 1):
            if self.tokens.lowers[i] in listed("by") and "cue" in self.chain.tags(i - 1):
                return self.phrases.object(i + 1, value.first, "datv")
        return None

    def _is_listed_name(self, span: Span) -> bool:
        """Whether a phrase is but a name or an abbreviation behind a comma («добыча компаний CCEL, КГМ и ПКИ»)."""
        word = self.tokens.words[span[0]]
        return span[0] in self.phrases.names or (word.isupper() and len(word) > 1)

    def is_led_by_agent(self, clause: Clause, at: int) -> bool:
        """Whether the subject of an active transitive verb is a body or a person, who do and are not measured."""
        span = self.phrases.subject(clause, at) or self.phrases.object(at + 1, clause.last, "nomn")
        if span is None or self.tokens.lowers[span[0]] in listed("possessive"):  # «их выпустили 12 тысяч»
            return True
        return self._is_agent(span, clause, at)

    def _is_agent(self, span: Span, clause: Clause, at: int) -> bool:
        if not self._is_transitive(clause, at):
            return False
        head = best_form(self.tokens.lowers[next((i for i in range(*span) if self.phrases.is_noun(i)), span[0])])
        named = span[0] in self.phrases.names
        return named or head.animacy == "anim" or head.lemma in listed("agent") | listed("body-noun")

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
        span = self.phrases.subject(whole, clause.first)
        if span is not None and ";" in self.tokens.words[span[1] : clause.first]:
            return None
        beside = () if span is None else (best_form(self.tokens.lowers[i]) for i in (span[0] - 1, span[1]))
        says = any(form.pos == "VERB" and form.lemma in listed("say") for form in beside)
        return None if says else span  # «как доложил аким, …»

    def _is_frame_word(self, span: Span, at: int | None) -> bool:
        return at is not None and span[0] <= at < span[1]

    def _is_transitive(self, clause: Clause, at: int) -> bool:
        form = best_form(self.tokens.lowers[at])
        return form.pos in ("INFN", "VERB", "GRND") and "tran" in form.marks and not clause.passive

    def chunk(self, token: int, clause: Clause) -> int:
        """Returns where the stretch between commas begins that holds a token."""
        i = token
        while i > clause.first and self.tokens.words[i - 1] not in (",", ";", ":"):
            i -= 1
        return i

    def heading(self, sentence: int) -> Span | None:
        """Returns what stands before the colon that opens a row, in the sentence or one before it on the line."""
        clean = self.tokens.view.clean
        for n in range(sentence, max(-1, sentence - _ROW), -1):
            first, last = self.tokens.sentences[n]
            colon = next((i for i in range(first, last) if self.tokens.words[i] == ":"), None)
            if colon is not None:
                return self.phrases.opening(first, colon)
            if n and "\n" in clean[self.tokens.starts[self.tokens.sentences[n - 1][0]] : self.tokens.starts[first]]:
                return None
        return None

    def ranked_by(self, clause: Clause, before: int) -> Span | None:
        """What items are ranked by («по объему вкладов лидируют …»)."""
        ranked = clause.first - 1
        for i in range(clause.first, before - 1):
            if best_form(self.tokens.lowers[i]).lemma in listed("rank"):
                ranked = i  # «первое место в мире по добыче урана»
            led = i == clause.first or (ranked >= clause.first and i - ranked <= _NEAR)
            if led and self.tokens.lowers[i] in listed("by"):
                span = self.phrases.object(i + 1, before, "datv")
                told = span is not None and best_form(self.tokens.lowers[span[0]]).lemma in listed("report")
                if span is not None and not told and not any("cue" in self.chain.tags(j) for j in range(*span)):
                    return span
        return None

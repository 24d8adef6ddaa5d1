"""The thing counted and what is done to it: «построить 300 школ» → «строительство школ» (SPEC §10 `indicator`)."""

from __future__ import annotations

from ..text.inflection import in_case, nominative
from ..text.morphology import analyzer
from ..text.paradigms import adjectives, like, usual
from ..text.rules import Chain
from ..values.value import Value
from .clauses import Clause
from .frames import Frame, deeds, frames, nominal, nominals
from .phrases import Phrases
from .relatives import Relatives
from .syntax import best_form, listed, told

Span = tuple[int, int]


class Counted:
    """Names what the counts of one text count."""

    def __init__(self, chain: Chain, phrases: Phrases) -> None:
        self.chain, self.tokens, self.phrases = chain, chain.tokens, phrases
        self.relatives = Relatives(chain, phrases)

    def of(
        self, value: Value, clause: Clause, frame: Frame | None, at: int | None, *, case: str = "nomn"
    ) -> tuple[str, Span] | None:
        """Returns the thing counted, with the noun of what is done to it, and its tokens; None where none is named.

        Args:
            case: «gent» gives the thing in the genitive, for a name to be made with it.
        """
        limit = self.tokens.sentences[self.tokens.sentence_of[value.first]][1]
        span = self._span(value, limit)
        shared = self.phrases.shared(value.last, limit) if span is None and case == "nomn" else None
        if shared is not None:
            noun = self._doing(value, clause, frame, at)
            return (nominative(shared) if noun is None else f"{noun} {shared}"), (value.last, value.last + 1)
        if span is None:
            return None
        if value.head is None or not span[0] <= value.head < span[1]:  # what is measured («500 тонн молока»)
            genitive = self.phrases.text(span)
            plural = nominative(genitive, number="sing" if self.phrases.is_mass(span) else "")
        else:
            genitive, plural = self._in_plural(span, value.head)
        dwellers = self.relatives.dwellers(value, clause) if case == "nomn" else None
        if dwellers is not None:
            return dwellers, span
        held_by = self.holder(value, clause) if case == "nomn" and value.head is not None else None
        if held_by is not None:
            return f"{self._in_plural(span, value.head or span[0])[1]} {held_by}", span
        doing = self._doing(value, clause, frame, at) if case == "nomn" else None
        if doing is not None:
            where = ""
            if value.head is not None and best_form(self.tokens.lowers[value.head]).lemma in listed("people"):
                where = self.relatives.group(value, clause)
            if value.head is not None and genitive == self.tokens.lowers[value.head]:
                genitive = told("of-people") if best_form(genitive).lemma in listed("people") else genitive
            return f"{doing} {genitive}{where}{self._means(value, clause, at)}", span
        if case == "gent":
            return genitive, span
        told_of = self._aim(value, clause, frame)
        if clause.predicate is None:
            return plural + self.relatives.where(value, clause), span
        if not told_of and plural.isalpha() and (value.head is not None or self.is_there(clause)):
            told_of = self.relatives.of(value, clause, span)
            did = "" if told_of else self.relatives.befallen(value, clause)
            plural = f"{did} {plural}" if did else plural  # «погибли 118 человек»
        return plural + told_of, span

    def hanging(self, value: Value, clause: Clause, frame: Frame | None, at: int | None) -> tuple[str, Span] | None:
        """Returns what a noun of doing before the value governs («за счет посадки 2 млрд деревьев»)."""
        i = value.first - 1
        while i > clause.first and self.phrases.is_noun(i) and not self.phrases.has_case(i, "nomn", "gent", "accs"):
            i -= 1  # «обеспечение водой 150 тысяч сельчан»
        form, means = best_form(self.tokens.lowers[i]), (i + 1, value.first)
        own = frames().get(form.lemma)
        does = form.lemma in deeds() or (own is not None and own.noun and own.name == "secure")
        if at == i or form.pos != "NOUN" or not does or i in self.phrases.names:
            return None
        if self.tokens.lowers[i - 1] in listed("purpose") and frame is not None and frame.kind in ("make", "spend"):
            return None  # «предоставить на тестирование три электромобиля»
        made = self.of(value, clause, None, None, case="gent")
        told_of = f" {self.phrases.text(means)}" if means[0] < means[1] else ""
        return None if made is None else (f"{nominative(self.tokens.lowers[i])} {made[0]}{told_of}", made[1])

    def held(self, value: Value, clause: Clause, frame: Frame | None, at: int | None) -> tuple[str, Span] | None:
        """Returns what so many of something make («ликвидировать дефицит 5 тысяч мест», «создан резерв зерна»)."""
        i = value.first - 1
        if best_form(self.tokens.lowers[i]).lemma not in listed("holding") or value.money:
            return None
        made = self.of(value, clause, None, None, case="gent")
        if made is None:
            return None
        noun = nominative(self.tokens.lowers[i])
        verb = "" if at is None or frame is None or frame.kind != "make" else best_form(self.tokens.lowers[at]).lemma
        doing = verb if frame is not None and frame.noun else nominal(verb) if verb else None
        name = f"{noun} {made[0]}" if doing is None else f"{doing.split(' ')[0]} {in_case(noun, 'gent')} {made[0]}"
        return name, made[1]

    def holder(self, value: Value, clause: Clause) -> str | None:
        """Returns, in the genitive, what has so many («портфель банка включает 19 проектов»)."""
        at = clause.predicate
        if at is None or at > value.first or best_form(self.tokens.lowers[at]).lemma not in listed("holding-verb"):
            return None
        span = self.phrases.subject(clause, at)
        form = None if span is None else best_form(self.tokens.lowers[span[0]])
        if span is None or form is None or span[0] in self.phrases.names or form.pos == "NPRO":
            return None
        if form.lemma in listed("crowd") or form.lemma in listed("group"):
            return None  # «штат компании насчитывает 15 тысяч работников»: what is measured itself
        return in_case(self.phrases.named(span), "gent")

    def beside(self, value: Value, clause: Clause, slot: str) -> tuple[str, Span] | None:
        """Returns what is done at so many things («ремонт запланирован на 10 котлах», «возмещено по 41 заявке»)."""
        at, head = clause.predicate, value.head
        form = None if at is None else best_form(self.tokens.lowers[at])
        if head is not None and slot == "none" and not self.phrases.has_case(head, "nomn", "gent", "accs"):
            slot = "onto"  # «…, 49 котлах и 42 турбинах»
        if head is None or at is None or form is None or at > value.first or slot not in ("onto", "by"):
            return None
        if form.pos != "PRTS":
            return None
        if not self.phrases.has_case(head, "loct" if slot == "onto" else "datv"):
            return None
        span = self.phrases.object(at + 1, value.first, "nomn") or self.phrases.subject(clause, at)
        made = None if span is None else self.of(value, clause, None, None, case="gent")
        if span is None or made is None:
            return None
        doing = nominal(form.lemma)
        if slot == "onto":
            names = best_form(
                self.tokens.lowers[next((i for i in range(*span) if self.phrases.is_noun(i)), span[0])]
            ).lemma
            return (f"{self.phrases.named(span)} {made[0]}", span) if names in deeds() | listed("relational") else None
        return None if doing is None else (f"{doing.split(' ')[0]} {in_case(self.phrases.named(span), 'gent')}", span)

    def spread(self, value: Value, clause: Clause, frame: Frame, at: int) -> tuple[str, Span] | None:
        """Returns what is made in so many places («открыты IT-хабы в 8 регионах»)."""
        if value.head is None or frame.kind != "make":
            return None
        noun = None if frame.noun else nominals().get(best_form(self.tokens.lowers[at]).lemma)
        span = self.phrases.subject(clause, at) if clause.passive else None
        span = span or self.phrases.object(at + 1, clause.last, "nomn" if clause.passive else "accs")
        if noun is None or span is None:
            return None
        text = self.phrases.named(span)
        return f"{noun} {in_case(text, 'gent')}", span

    def _means(self, value: Value, clause: Clause, at: int | None) -> str:
        """Returns what something is done with («обеспечение семей жильем»), where it stands before the value."""
        at = clause.predicate if at is None else at
        if at is None or best_form(self.tokens.lowers[at]).lemma not in listed("equipping"):
            return ""
        span = self.phrases.instrumental(clause, value.first)
        return "" if span is None else f" {self.phrases.uncapitalised(span, self.phrases.text(span))}"

    def _span(self, value: Value, limit: int) -> Span | None:
        if value.head is None:
            return self.phrases.object(value.last, limit, "gent")
        if best_form(self.tokens.lowers[value.head]).lemma in listed("classifier"):
            things = self.phrases.object(value.last, limit, "gent")
            if things is not None and things[0] == value.last:
                return things  # «22 единицы техники»
        begin = value.head
        while begin > value.first and self.chain.atoms[self.chain.at[begin - 1]].number is None:
            begin -= 1
        return begin, max(self.phrases.extend(value.head, limit), value.head + 1)

    def _doing(self, value: Value, clause: Clause, frame: Frame | None, at: int | None) -> str | None:
        """Returns the noun of what is done, unless what is counted does it itself («ипотеку выдают два банка»)."""
        at = clause.predicate if frame is None else at
        if frame is None and self.tokens.words[value.first - 1] == ":":
            return None  # «ставим цель: 15 млн туристов»
        if at is not None and best_form(self.tokens.lowers[at]).lemma in listed("lacking"):
            return told("lack")
        if at is None or (frame is not None and not self._is_deed(value, frame)):
            return None
        form = best_form(self.tokens.lowers[at])
        if frame is None and ("cue" in self.chain.tags(at) or form.lemma in listed("planned") | listed("say")):
            return None
        if frame is None and not (form.pos == "PRTS" or "tran" in form.marks):
            return None
        if frame is None and at < value.first and self.phrases.object(at + 1, value.first, "accs") is not None:
            return None  # «решить вопрос обеспечения водой 150 тысяч сельчан»
        noun = form.lemma if frame is not None and frame.noun else nominal(form.lemma)
        if noun is None or (frame is not None and frame.kind == "spend" and " " in noun):
            return None
        free = (frame is not None and frame.noun) or clause.passive or clause.modal or form.pos == "PRTS"
        if not free and at < value.first and self.relatives.is_subject(value, clause, at):
            return None
        noun = noun.split(" ")[0]
        joined = self._joined(at, form.pos)
        return f"{joined} {told('with')} {noun}" if joined else noun

    def names_deed(self, value: Value, frame: Frame, at: int | None) -> bool:
        """Whether a verb that else says a level names a deed with what is counted («перевалить 5 млн тонн грузов»)."""
        if at is None or frame.noun or frame.kind != "reach" or self.tokens.lowers[value.first - 1] in listed("beyond"):
            return False
        lemma = best_form(self.tokens.lowers[at]).lemma
        return lemma in listed("lacking") or (frame.deed and lemma in nominals())

    def _is_deed(self, value: Value, frame: Frame) -> bool:
        """Whether a frame says what is done to what is counted."""
        counted = value.head is not None and frame.kind in ("spend", "keep")
        return frame.kind == "make" or frame.name == "secure" or frame.deed or counted

    def _joined(self, at: int, pos: str) -> str | None:
        """Returns the noun of a verb joined before («спасено и эвакуировано»)."""
        if at < 2 or self.tokens.lowers[at - 1] not in listed("plus"):
            return None
        other = best_form(self.tokens.lowers[at - 2])
        noun = nominal(other.lemma) if other.pos == pos else None
        return noun.split(" ")[0] if noun else None

    def is_there(self, clause: Clause) -> bool:
        """Whether a clause says where so much is («на складах находится 4,3 млн тонн угля»)."""
        if clause.predicate is None:
            return not listed("now").isdisjoint(self.tokens.lowers[clause.first : clause.last])
        return best_form(self.tokens.lowers[clause.predicate]).lemma in listed("being")

    def _aim(self, value: Value, clause: Clause, frame: Frame | None) -> str:
        """Returns for what people are there («эксперты для проверок»), or nothing."""
        if frame is None or frame.kind != "exist" or value.head is None:
            return ""
        for i in range(clause.first, value.first - 1):
            if self.tokens.lowers[i] in listed("meant-for"):
                span = self.phrases.object(i + 1, value.first, "gent")
                if span is not None and self.phrases.names.isdisjoint(range(*span)):
                    return f" {self.phrases.text((i, span[1]))}"
        return ""

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
        direct = not left or self.phrases.has_case(head - 1, "nomn")
        plural = next((p for p in parses if p.tag.number == "plur" and p.tag.case == "nomn"), None)
        if plural is not None and direct and (adjective is None or adjective.case != "gent"):
            whole = f"{front}{word}{right}"  # «четыре новые фермы»
            return in_case(whole, "gent"), whole
        counted = single or (parses[0] if parses else None)
        genitive = counted.inflect({"plur", "gent"}) if counted is not None else None
        nominal = counted.inflect({"plur", "nomn"}) if counted is not None else None
        if genitive is None or nominal is None:
            text = self.phrases.text(span)
            return text, nominative(text)
        told = genitive.word if word.islower() else word[0] + genitive.word[1:]
        plural_now = any(p.tag.number == "plur" and p.tag.case == "gent" for p in parses)
        if single is None and not plural_now:  # «31 детский сад»
            front = "".join(f"{_genitive_plural(w)} " for w in left.split())
        phrase = f"{front}{word if plural_now and single is None else told}{right}"
        return phrase, nominative(phrase) if left or right else usual(nominal.word)


def _genitive_plural(word: str) -> str:
    """The genitive plural of an adjective; any other word as it is."""
    form = next((p.inflect({"plur", "gent"}) for p in adjectives(word)), None)
    return word if form is None else like(word, form.word)

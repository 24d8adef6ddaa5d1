"""What so many do or where they are, told behind them: «мосты, нуждающиеся в ремонте», «врачи в отрасли» (SPEC §10)."""

from __future__ import annotations

from ..text.derivation import participle
from ..text.inflection import in_case, nominative
from ..text.rules import Chain
from ..values.value import Value
from .clauses import Clause
from .phrases import Phrases
from .syntax import best_form, listed, told

Span = tuple[int, int]
_FEW = 3  # words that a complement may have besides its preposition


class Relatives:
    """Tells apart, by what their clauses say of them, the things that one text counts."""

    def __init__(self, chain: Chain, phrases: Phrases) -> None:
        self.chain, self.tokens, self.phrases = chain, chain.tokens, phrases

    def of(self, value: Value, clause: Clause, thing: Span, case: str = "nomn") -> str:
        """Returns what stands behind the name of the things counted («, нуждающиеся в ремонте»), or nothing.

        Args:
            thing: the tokens of the things counted; they are the subject of the clause, not what is done to.
            case: that of the participle.
        """
        at = clause.predicate
        if at is None or clause.modal or not self.is_subject(value, clause, at):
            return ""
        found = self._complement(clause, at, thing)
        if found is None:
            return ""
        form = best_form(self.tokens.lowers[at])
        text = self.phrases.uncapitalised(found, self.phrases.text(found))
        if form.lemma in listed("being"):
            return f" {text}" if self.tokens.lowers[found[0]] in listed("prepositions") else ""
        denied = f"{self.tokens.lowers[at - 1]} " if self.tokens.lowers[at - 1] in listed("not") else ""
        doing = participle(self.tokens.lowers[at], case, self._gender(thing) if case == "gent" else "")
        if doing is None and form.tense == "futr" and form.number == "plur" and case == "nomn":
            doing = f"{told('which')} {self.tokens.lowers[at]}"  # «дети, которые сядут за парты»
        return "" if doing is None else f", {denied}{doing} {text}"

    def _gender(self, thing: Span) -> str:
        """Returns the gender of a thing in the genitive singular, or nothing for a plural."""
        head = next((i for i in range(*thing) if self.phrases.is_noun(i)), thing[0])
        found = next((f for f in self.phrases.readings(head) if f.pos == "NOUN" and f.case == "gent"), None)
        return found.gender if found is not None and found.number == "sing" else ""

    def state(self, value: Value, clause: Clause, thing: Span) -> str:
        """Returns the participle, in the genitive, of what a short one alone says («трудоустроены» → «…ных »)."""
        at = clause.predicate
        if at is None or best_form(self.tokens.lowers[at]).pos != "PRTS" or self.tokens.lowers[at - 1] in listed("not"):
            return ""
        beside = at + 1 >= clause.last or not self.tokens.words[at + 1][0].isalpha()
        told = participle(self.tokens.lowers[at], "gent", self._gender(thing)) if at >= value.last and beside else None
        return f"{told} " if told else ""

    def where(self, value: Value, clause: Clause) -> str:
        """Returns where things are that no verb tells of («в зоне риска 214 сел»), or nothing."""
        end = value.first
        while end > clause.first and (self.tokens.words[end - 1] == "-" or "bound" in self.chain.tags(end - 1)):
            end -= 1
        while end > clause.first and self.tokens.lowers[end - 1] in listed("now"):
            end -= 1
        for i in range(clause.first, end - 1):
            if self.tokens.lowers[i] in listed("where"):
                span = self.phrases.object(i + 1, end, "loct", "gent")
                group = span is not None and best_form(self.tokens.lowers[span[0]]).lemma in listed("group")
                if span is None or group or span[1] != end or not self._tells(i + 1, end, governed=True):
                    return ""
                return f" {self.phrases.uncapitalised((i, end), self.phrases.text((i, end)))}"
        return ""

    def befallen(self, value: Value, clause: Clause) -> str:
        """Returns the participle of what happened to people («погибли 118 человек»), or nothing."""
        at = clause.predicate
        people = value.head is not None and best_form(self.tokens.lowers[value.head]).lemma in listed("people")
        if at is None or not people or not self.is_subject(value, clause, at):
            return ""
        form = best_form(self.tokens.lowers[at])
        happened = form.pos == "VERB" and form.tense == "past" and "intr" in form.marks
        return (participle(self.tokens.lowers[at]) or "") if happened and form.lemma not in listed("being") else ""

    def group(self, value: Value, clause: Clause) -> str:
        """Returns the group that tells apart what is done to people («переселить из неперспективных городов»)."""
        at = clause.predicate
        near = (value.last, *(range(at + 1, value.first) if at is not None and at < value.first else ()))
        ahead = reversed(range(clause.first, min(value.first, clause.last if at is None else at)))
        for i in (*near, *ahead):
            if i < clause.last - 1 and self.tokens.lowers[i] in listed("grouping"):
                span = self.phrases.object(i + 1, clause.last, "gent", "datv", "accs", "loct")
                if (
                    span is not None
                    and span[1] - i <= _FEW + 2
                    and self._tells(span[0], min(span[1], span[0] + _FEW), governed=True)
                ):
                    return f" {self.phrases.uncapitalised((i, span[1]), self.phrases.text((i, span[1])))}"
        return ""

    def dwellers(self, value: Value, clause: Clause) -> str | None:
        """Returns the people of a place («в моногородах проживает 1,5 млн человек»), or None."""
        at, lowers = clause.predicate, self.tokens.lowers
        people = value.head is not None and best_form(lowers[value.head]).lemma in listed("people")
        if not people or at is None or best_form(lowers[at]).lemma not in listed("dwelling"):
            return None
        for i in range(clause.first, min(clause.last, value.last + 4) - 1):
            if lowers[i] not in listed("where"):
                continue
            counted = i - 2 in self.phrases.barred and best_form(lowers[i - 2]).pos == "NOUN"
            if best_form(lowers[i + 1]).lemma in listed("which") and counted:
                return f"{told('population')} {lowers[i - 2]}"  # «27 моногородов, в которых проживает …»
            if best_form(lowers[i + 1]).lemma in listed("which"):
                place = self.phrases.last(self.tokens.sentences[clause.sentence][0], i)
            else:
                place = self.phrases.object(i + 1, clause.last, "loct")
            if place is not None:
                return f"{told('population')} {in_case(nominative(self.phrases.text(place)), 'gent')}"
        return None

    def is_subject(self, value: Value, clause: Clause, at: int) -> bool:
        """Whether what is counted does what the verb says («ипотеку выдают два банка»)."""
        form = best_form(self.tokens.lowers[at])
        if form.pos not in ("VERB", "PRTS") or form.person in ("1per", "2per"):
            return False
        said = range(value.first, value.head or value.last)
        cases = [{f.case for f in self.phrases.readings(i) if f.case} for i in said]
        if any(c and c <= {"datv", "ablt", "loct"} for c in cases):
            return False
        if form.pos == "PRTS" or "tran" not in form.marks or value.last <= at:
            return True
        own = self._taken(clause, at, value)
        if own is None:
            return False
        if form.lemma in listed("having") and best_form(self.tokens.lowers[own[0]]).lemma in listed("had"):
            return True  # «доступ к интернету имеет 61% школ»
        people = value.head is not None and best_form(self.tokens.lowers[value.head]).animacy == "anim"
        return not self._governs(own, form.number) or (people and form.lemma in listed("people-do"))

    def _taken(self, clause: Clause, at: int, value: Value) -> Span | None:
        """Returns the verb's own object, ahead of it or between it and the value."""
        ahead = self.phrases.fronted(clause, at)
        return ahead or (self.phrases.object(at + 1, value.first, "accs") if at < value.first else None)

    def _governs(self, span: Span, number: str) -> bool:
        """Whether a phrase in the nominative may be the subject of a verb of that number."""
        head = next((i for i in range(*span) if self.phrases.is_noun(i)), span[0])
        word = self.tokens.words[head]
        if head in self.phrases.names or word.isascii() or word.isupper():
            return True
        return any(f.case == "nomn" and f.number == number for f in self.phrases.readings(head))

    def _complement(self, clause: Clause, at: int, thing: Span) -> Span | None:
        """Returns the phrase right behind the verb or what is counted, else the nearest one ahead of the verb."""
        for begin in (at + 1, thing[1]) if thing[0] > at else (at + 1,):
            behind = self._phrase(begin, clause.last, at)
            if behind is not None and not thing[0] <= behind[0] < thing[1]:
                return behind
        floor = clause.first if thing[0] > at else thing[1]
        for i in range(at - 1, floor - 1, -1):
            if self.tokens.words[i] in (",", ";", ":", "(", ")"):
                return None
            ahead = self._phrase(i, at, at)
            if ahead is not None:
                return self._whole(ahead, floor, at)
        return None

    def _whole(self, span: Span, floor: int, at: int) -> Span:
        """Returns a phrase with the one that it hangs on («в очереди на жилье»)."""
        if self.tokens.lowers[span[0]] in listed("prepositions"):
            for i in range(span[0] - 1, max(floor, span[0] - _FEW - 1) - 1, -1):
                before = self._phrase(i, span[0], at)
                if before is not None and before[1] == span[0]:
                    return before[0], span[1]
        return span

    def _phrase(self, first: int, last: int, at: int) -> Span | None:
        """Returns the short phrase at a token, with its preposition or in the case that the verb governs."""
        lowers, form = self.tokens.lowers, best_form(self.tokens.lowers[at])
        if first >= last or lowers[first - 1] in listed("and") or self.phrases.is_adjective(first - 1):
            return None
        governed = lowers[first] in listed("prepositions")
        if lowers[first] in listed("conditional"):
            return None
        if not governed and first > 0 and lowers[first - 1] in listed("prepositions"):
            return None
        cases: tuple[str, ...] = ("gent", "datv", "accs", "ablt", "loct") if governed else ("ablt",)
        if not governed and form.pos != "PRTS" and "tran" not in form.marks:
            cases = ("ablt",) if form.lemma in listed("with-instrumental") else ()
        elif not governed and form.pos != "PRTS":
            cases = ("accs", "gent") if lowers[at - 1] in listed("not") else ("accs",)
        begin = first + governed
        while last > begin and best_form(lowers[last - 1]).lemma in listed("be"):
            last -= 1
        span = self.phrases.object(begin, last, *cases) if begin < last else None
        if span is None or span[0] != begin:
            return None
        head = next((j for j in range(*span) if self.phrases.is_noun(j)), span[0])
        end = self.phrases.extend(head, last, attached=False)
        return (first, end) if self._tells(begin, end, governed=governed) else None

    def _tells(self, begin: int, end: int, *, governed: bool) -> bool:
        lemmas = [best_form(w).lemma for w in self.tokens.lowers[begin:end]]
        if end - begin > _FEW or lemmas[0] in listed("this") or not self.phrases.names.isdisjoint(range(begin, end)):
            return False
        vague = listed("no-tail") | listed("adverbial") if governed else frozenset()
        if governed and end - begin == 1:
            vague |= listed("agent")
        if self.tokens.lowers[begin - 1] in listed("in"):
            vague -= listed("condition-noun")  # «в хорошем состоянии», not «по состоянию на»
        return not any(m in vague for m in lemmas) and not any("cue" in self.chain.tags(i) for i in range(begin, end))

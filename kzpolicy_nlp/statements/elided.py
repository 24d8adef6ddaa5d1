"""The thing done that is not said again: «еще 1 200 закупим», «из 15 ферм введены четыре», «Рис. Собрано 377 тонн»."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..text.inflection import decline, in_plural
from ..text.rules import Chain
from ..values.value import Value
from .clauses import Clause
from .frames import deeds
from .phrases import Phrases
from .syntax import best_form, listed

Span = tuple[int, int]
_FAR = 30  # tokens back to what has a size


class Done(Protocol):
    """A statement made before, as far as what is done goes on."""

    @property
    def value(self) -> Value: ...
    @property
    def indicator(self) -> str | None: ...


class Elided:
    """Finds, in the genitive, the things that the counts of one text leave out."""

    def __init__(self, chain: Chain, phrases: Phrases) -> None:
        self.chain, self.tokens, self.phrases = chain, chain.tokens, phrases

    def thing(self, value: Value, clause: Clause, before: Sequence[Done]) -> str | None:
        """Returns what is counted: named behind «из», as what was counted before, or by the topic of the paragraph."""
        counted = self.base(value, clause) or self._counted_before(value, before) or self.topic(clause)
        counted = counted or self._sized(value, clause, before)
        return in_plural(value.unit or "", "gent") if counted is None and self.is_pronoun(value) else counted

    def is_pronoun(self, value: Value) -> bool:
        """Whether «их» or «таких» before a count stands for things named before («теперь их 540 тысяч»)."""
        if value.rule != "said_before" or not value.unit:
            return False
        floor = max(self.tokens.sentences[self.tokens.sentence_of[value.first]][0], value.first - 5)
        return not listed("counted-pronoun").isdisjoint(self.tokens.lowers[floor : value.first])

    def base(self, value: Value, clause: Clause) -> str | None:
        """Returns the things out of which so many are («из 508 наименований подорожало 431»)."""
        first = self.tokens.sentences[clause.sentence][0]
        lowers = self.tokens.lowers
        behind = self._base_behind(value, clause)
        if behind is not None:
            return behind
        for i in range(max(first, value.first - 25), value.first - 2):
            if i > 0 and i - 1 in self.phrases.barred:
                continue  # «в 14 из 32 стран»
            if lowers[i] not in listed("out-of") or self.chain.atoms[self.chain.at[i + 1]].number is None:
                continue
            at = end = self.chain.atoms[self.chain.at[i + 1]].last
            while end < value.first and end in self.phrases.barred:
                end += 1
            if any("unit" in self.chain.tags(j) for j in range(at, end)):
                at = end  # «из 1,5 млн кв. километров площадей»
            while at < value.first and (at in self.phrases.barred and best_form(lowers[at]).pos != "NOUN"):
                at += 1
            while at < value.first and "scale" in self.chain.tags(at):
                at += 1
            while at < value.first and best_form(lowers[at]).pos in ("ADJF", "PRTF"):
                at += 1
            if at < value.first and best_form(lowers[at]).pos == "NOUN" and best_form(lowers[at]).case == "gent":
                end = max(self.phrases.extend(at, value.first), at + 1)
                while end > at + 1 and not self.phrases.has_case(end - 1, "gent"):
                    end -= 1
                while end > at + 1 and self.phrases.is_adjective(end - 1):
                    end -= 1
                return self.phrases.text((at, end))
        return None

    def _base_behind(self, value: Value, clause: Clause) -> str | None:
        """Returns the things of «оснащены лишь 9 из 28 постов контроля»."""
        i = value.last
        if i + 1 >= clause.last or self.tokens.lowers[i] not in listed("out-of"):
            return None
        atom = self.chain.atoms[self.chain.at[i + 1]]
        if atom.number is None:
            return None
        end = atom.last
        while end < clause.last and (self.chain.tags(end) & {"scale"} or self.phrases.is_adjective(end)):
            end += 1
        if end >= clause.last or best_form(self.tokens.lowers[end]).pos != "NOUN":
            return None
        text = self.phrases.text((atom.last, max(self.phrases.extend(end, clause.last), end + 1)))
        plural = any((f.case, f.number) == ("gent", "plur") for f in self.phrases.readings(end))
        return text if plural else None

    def _counted_before(self, value: Value, before: Sequence[Done]) -> str | None:
        """Returns what the same deed, or one of the same unit, was done to («раздано 3 500 планшетов, еще 1 200 …»)."""
        latest = before[-1] if before else None
        if latest is not None and latest.value.head is not None and value.unit in (None, latest.value.unit):
            head = latest.value.head
            form = best_form(self.tokens.lowers[head])
            if form.case == "gent" and form.number == "plur":  # «не хватает 20 тысяч врачей. Выучили шесть тысяч»
                return self.phrases.text((head, self.phrases.extend(head, len(self.tokens), attached=False)))
        for last in reversed(before[-4:]):
            deed, _, thing = (last.indicator or "").partition(" ")
            if last.value.unit == value.unit and value.unit is not None and thing and deed in deeds():
                return thing
        return None

    def _sized(self, value: Value, clause: Clause, before: Sequence[Done]) -> str | None:
        """Returns what a measure of the same unit was of («план – 15 млн кв. м жилья, введено 9»)."""
        if value.unit in (None, "percent", "share") or value.head is not None or value.money:
            return None
        for last in reversed(before[-3:]):
            if last.value.unit == value.unit and last.value.head is None:
                own = self.phrases.object(last.value.last, min(last.value.last + 5, len(self.tokens)), "gent")
                if own is not None:
                    return self.phrases.text(own)
        floor = self.tokens.sentences[max(clause.sentence - 1, 0)][0]
        for i in range(value.first - 1, max(floor, value.first - _FAR) - 1, -1):
            if best_form(self.tokens.lowers[i]).lemma in listed("size") and self.phrases.has_case(i, "nomn"):
                own = self.phrases.object(i + 1, min(i + 8, value.first), "gent")
                return None if own is None or own[0] != i + 1 else self.phrases.text(own)
        return None

    def topic(self, clause: Clause) -> str | None:
        """Returns, in the genitive, the noun that alone makes the sentence before («Рис. Собрано 377 тыс. тонн»)."""
        if clause.sentence == 0 or clause.first != self.tokens.sentences[clause.sentence][0]:
            return None
        first, last = self.tokens.sentences[clause.sentence - 1]
        if last - first != 2 or self.tokens.words[first + 1] != "." or not self.phrases.is_noun(first):
            return None
        word = self.tokens.lowers[first]
        named = self.phrases.has_case(first, "nomn")
        return dict(reversed(decline(word))).get("gent") if named else None

"""What differs where the rest is not said again: «экспорт муки вырос на 10%, масла – на 20%» (SPEC §10 `indicator`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..text.inflection import decline, in_case, nominative
from ..text.morphology import Form, forms
from ..text.rules import Chain
from ..values.value import Value
from .clauses import Clause
from .phrases import Phrases
from .senses import PARTS, Sense
from .syntax import best_form, listed, pairs, told

Span = tuple[int, int]
_LONGEST = 8  # tokens that differ
_PLACES = ("in", "onto")


class Named(Protocol):
    """A statement made before, whose indicator goes on but for what differs."""

    @property
    def value(self) -> Value: ...
    @property
    def clause(self) -> Clause: ...
    @property
    def indicator(self) -> str | None: ...
    @property
    def indicator_span(self) -> tuple[int, int] | None: ...


class Gaps:
    """Names what the rows of one text measure where they leave words out."""

    def __init__(self, chain: Chain, phrases: Phrases) -> None:
        self.chain, self.tokens, self.phrases = chain, chain.tokens, phrases

    def of(self, value: Value, sense: Sense, before: Sequence[Named]) -> tuple[str, Span | None] | None:
        """Returns the indicator before with what differs put in, and its tokens; None where nothing is left out."""
        last = before[-1] if before else None
        last = next((b for b in reversed(before[-3:]) if _is_part(b.value) == _is_part(value)), last)
        if last is None or not last.indicator or sense.slot == "open":
            return None
        behind = self._behind(value, last) if last.clause.sentence == sense.clause.sentence else None
        if behind is not None:
            return self._put(last.indicator, self.tokens.lowers[behind[0]], self._text(*behind)), behind
        floor = last.value.last
        if last.clause.sentence != sense.clause.sentence:  # «В Астане цены выросли на 8%. В Алматы – на 9%»
            floor = self.tokens.sentences[sense.clause.sentence][0] - 1
            if last.clause.sentence != sense.clause.sentence - 1 or sense.clause.predicate is not None:
                return None
        if value.head is not None and value.unit != last.value.unit:
            return None
        rest = self._rest(value, sense, floor)
        if rest is None:
            return (last.indicator, None) if self._goes_on(value, sense, last) else None
        first, end = rest
        if self.tokens.lowers[first] in listed("prepositions"):
            name = self._purpose(last, first, end) or self._elsewhere(last.indicator, last.clause, first, end)
        elif (
            last.indicator.startswith(f"{told('price')} ")
            and value.unit == last.value.unit
            and self._is_priced(last, rest)
        ):
            name = self._price(last.indicator, rest)
        elif all(self.phrases.is_adjective(i) for i in range(first, end)):
            name = self.of_kind(last.indicator, self.phrases.uncapitalised(rest, self.phrases.text(rest)))
        else:
            beside = last.clause.sentence == sense.clause.sentence
            name = self._of_other(last.indicator, first, end) if beside else None
        return None if name is None else (name, rest)

    def _rest(self, value: Value, sense: Sense, floor: int) -> Span | None:
        """Returns the words that stand alone between a comma or «а» and the value, times passed over."""
        lowers, words = self.tokens.lowers, self.tokens.words
        end = sense.slot_token if sense.slot != "none" else value.first
        while end > floor and ("bound" in self.chain.tags(end - 1) or lowers[end - 1] in listed("degree")):
            end -= 1
        if sense.slot == "to" and end - 1 in self.phrases.barred:  # «теплосетей – с 53% до 48%»
            while end > floor and end - 1 in self.phrases.barred:
                end -= 1
            end -= lowers[end - 1] in listed("from")
        if end - 1 > floor and words[end - 2] == "-" and best_form(lowers[end - 1]).pos == "VERB":
            end -= 1  # «муки выросло на 5%, сахара – сократилось на 15%»
        if end > floor and words[end - 1] == "-":
            end -= 1
        first = end
        opening = self.tokens.sentences[sense.clause.sentence][0]
        while first > max(floor, end - _LONGEST, opening) and words[first - 1] not in (",", ";", ":"):
            first -= 1
        if first <= floor or tuple(lowers[first : first + 2]) in pairs("as-well"):
            return None  # «показатель для исчисления пособий, а также для применения санкций – 4 731 тенге»
        while first < end and lowers[first] in listed("and") | listed("degree") | listed("contrast") | listed(
            "whereas"
        ):
            first += 1
        barred = self.phrases.barred
        while first < end and (first in barred or (first + 1 in barred and len(words[first]) < 3)):
            first += 1
        if first >= end or any(i in self.phrases.barred or not words[i][0].isalpha() for i in range(first, end)):
            return None
        if any(best_form(w).pos in ("VERB", "INFN", "PRTS", "GRND") for w in lowers[first:end] if len(w) > 2):
            return None
        return first, end

    def _behind(self, value: Value, last: Named) -> Span | None:
        """Returns the group behind the dash of «41 процент средств направлен в транспорт, 27 – в финансовый сектор»."""
        at, limit = value.last, self.tokens.sentences[self.tokens.sentence_of[value.first]][1]
        alike = (value.unit, value.money) == (last.value.unit, last.value.money)
        if not alike or at + 2 >= limit or self.tokens.words[at] != "-" or value.rule == "no_unit":
            return None
        if self.tokens.lowers[at + 1] not in listed("attaching") or self.tokens.words[value.first - 1] == "(":
            return None
        span = self.phrases.object(at + 2, limit, "gent", "datv", "accs", "ablt", "loct")
        return None if span is None or span[0] in self.phrases.barred else (at + 1, span[1])

    def _is_priced(self, last: Named, rest: Span) -> bool:
        """Whether what becomes dearer is named itself («товары подорожали на 15%, услуги – на 11%»)."""
        span = last.indicator_span
        if span is None or best_form(self.tokens.lowers[span[0]]).lemma == told("price"):
            return False
        return all(
            self.phrases.has_case(i, "nomn")
            for i in (rest[0], rest[1] - 1)
            if self.phrases.is_adjective(i) or i == rest[0]
        )

    def _price(self, name: str, rest: Span) -> str | None:
        """Returns the price of another thing, or of the same of another kind («непродовольственные – на 11%»)."""
        text = in_case(nominative(self._text(*rest)), "gent")
        if not all(self.phrases.is_adjective(i) for i in range(*rest)):
            return f"{told('price')} {text}"
        words = name.split(" ")
        kind = next((i for i, w in enumerate(words) if i and best_form(w).pos not in ("ADJF", "PRTF")), len(words))
        return " ".join((words[0], text, *words[kind:]))

    def _goes_on(self, value: Value, sense: Sense, last: Named) -> bool:
        """Whether only a time stands between a comma and the dash («находилось 58% дорог, сейчас – 83»)."""
        if sense.slot != "dash" or value.unit not in (None, last.value.unit):
            return False
        if last.clause.sentence != sense.clause.sentence:
            return False
        i = sense.slot_token - 1
        while i > last.value.last and self.tokens.words[i] not in (",", ";"):
            form = best_form(self.tokens.lowers[i])
            if i not in self.phrases.barred and form.pos not in ("ADVB", "CONJ", "PREP", "PRCL"):
                return False
            i -= 1
        return i > last.value.last or self.tokens.words[i] in (",", ";")

    def _purpose(self, last: Named, first: int, end: int) -> str | None:
        """«на дороги выделят 5 млрд, на школы – 7 млрд»: what the sum before is for changed for another purpose."""
        preposition = self.tokens.lowers[first]
        if not last.value.money or preposition not in listed("purpose"):
            return None
        if preposition not in self.tokens.lowers[last.clause.first : last.clause.last]:
            return None
        span = self.phrases.object(first + 1, end, "gent" if preposition in listed("meant-for") else "accs")
        return None if span is None or span[1] != end else self.phrases.named(span)

    def _elsewhere_of_kind(self, name: str, clause: Clause, first: int, end: int) -> str | None:
        """«в Карагандинской области – 12, в Абайской – 8»: the noun of the group before is said again."""
        said = [f for f in self.phrases.readings(end - 1) if f.pos in ("ADJF", "PRTF")]
        for i in range(clause.first, clause.last - 2):
            if self.tokens.lowers[i] != self.tokens.lowers[first] or not self.phrases.is_adjective(i + 1):
                continue
            noun = i + 2
            while noun < clause.last and self.phrases.is_adjective(noun):
                noun += 1
            if noun < clause.last and any(_agree(a, f) for a in said for f in self.phrases.readings(noun)):
                text = f"{self._text(first, end)} {self.tokens.lowers[noun]}"
                return self._put(name, self.tokens.lowers[first], text)
        return None

    def _put(self, name: str, preposition: str, text: str) -> str:
        """Returns a name with a group in place of that of its preposition, or behind it."""
        words = name.split(" ")
        kind = next((k for k in _PLACES if preposition in listed(k)), None)
        same = listed("in") | listed("onto") if kind else frozenset({preposition})
        at = next((i for i in range(len(words) - 1, 0, -1) if words[i] in same), None)
        if kind and at is not None and _is_place(words[at + 1 :]).isdisjoint(_is_place(text.split(" ")[1:])):
            at = None  # «очередь в детские сады – 120 тысяч, в столице – 30 тысяч»
        return f"{name} {text}" if at is None else " ".join((*words[:at], text))

    def _elsewhere(self, name: str, clause: Clause, first: int, end: int) -> str | None:
        """«доля в добыче – 28%, в переработке – 65%»: the group of the same preposition changed, or one put on."""
        if all(self.phrases.is_adjective(i) for i in range(first + 1, end)):
            return self._elsewhere_of_kind(name, clause, first, end)
        span = self.phrases.object(first + 1, end, "gent", "datv", "accs", "ablt", "loct")
        if span is None or span[1] != end or best_form(self.tokens.lowers[end - 1]).pos not in ("NOUN", "UNKN"):
            return None
        lemmas = {best_form(w).lemma for w in self.tokens.lowers[first + 1 : end]}
        if lemmas & (listed("no-tail") | listed("adverbial") | listed("this")) or self._names_part(first, end):
            return None
        text, words = self._text(first, end), name.split(" ")
        onto = listed("onto")
        if words[0] == told("share") and self.tokens.lowers[first] in onto and onto.isdisjoint(words):
            tail = next((i for i in range(2, len(words)) if words[i] in listed("in")), len(words))
            part = nominative(self.phrases.text((first + 1, end)))
            return " ".join((words[0], in_case(part, "gent"), *words[tail:]))
        return self._put(name, self.tokens.lowers[first], text)

    def _text(self, first: int, end: int) -> str:
        return self.phrases.uncapitalised((first, end), self.phrases.text((first, end)))

    def _names_part(self, first: int, end: int) -> bool:
        return any(w in listed("part-of") for w in self.tokens.lowers[first:end])

    def of_kind(self, name: str, adjective: str) -> str | None:
        """Returns a name with another adjective («аварийных школ – 68, трехсменных – 103»), or None."""
        words = name.split(" ")
        wanted = [f for f in forms(adjective.split(" ")[-1].lower()) if f.pos in ("ADJF", "PRTF")]
        for i, word in enumerate(words):
            if best_form(word.lower()).pos != "NOUN":
                continue
            first = i
            while first > 0 and best_form(words[first - 1].lower()).pos in ("ADJF", "PRTF"):
                first -= 1
            rest = " ".join(words[i + 1 :])
            if first == i == 0 and any(_agree(a, f) for a in wanted for f in forms(word.lower()) if a.case == "nomn"):
                return f"{adjective} {name}"  # «инфляция – 8%, продовольственная – 5%»
            for form in wanted if first < i else ():
                declined = dict(reversed(decline(word))).get(form.case, "") if first == 0 else word
                if declined and any(_agree(form, f) for f in forms(declined.lower())):
                    phrase = f"{adjective} {declined}"
                    return " ".join((*words[:first], nominative(phrase) if first == 0 else phrase, rest)).strip()
            for form in wanted if first == i > 0 and wanted[0].case == "gent" else ():
                if any(_agree(form, f) for f in forms(word.lower())):
                    return " ".join((*words[:i], adjective, *words[i:]))  # «охват детей – 92%, трехлетних – 85%»
        return None

    def _of_other(self, name: str, first: int, end: int) -> str | None:
        """«экспорт муки вырос на 10%, масла – на 20%»: another genitive behind the same noun."""
        head = first
        while head < end and self.phrases.is_adjective(head):
            head += 1
        if head >= end or not self.phrases.is_noun(head) or self.phrases.extend(head, end) != end:
            return None
        if self.tokens.words[head].isupper() or self.tokens.words[head].isascii():
            return None
        form = best_form(self.tokens.lowers[head])
        if form.case == "accs" and not self.phrases.has_case(head, "nomn", "gent"):
            return nominative(self._text(first, end))  # «увеличит добычу до 28 млн тонн, переработку – до 15»
        direct = any(f.case == "nomn" and f.score >= 0.3 for f in self.phrases.readings(head) if f.pos == "NOUN")
        if form.case == "datv" and not self.phrases.has_case(head, "gent", "nomn"):
            given = name.split(" ")
            at = next((i for i in range(1, len(given)) if best_form(given[i].lower()).case == "datv"), None)
            return None if at is None else " ".join((*given[:at], self._text(first, end)))  # «бюджету района – 2 млрд»
        if not self.phrases.has_case(head, "gent") or form.case == "nomn" or (direct and form.case != "gent"):
            return None
        words = name.split(" ")
        at = next((i for i, w in enumerate(words) if any(f.pos == "NOUN" for f in forms(w.lower())[:2])), None)
        if at is None or at + 1 >= len(words):
            return None
        tail = next((i for i in range(at + 1, len(words)) if words[i] in listed("prepositions")), len(words))
        if tail == at + 1 and len(words) > at + 3 and self._is_genitive(words, len(words) - 1):
            tail, at = len(words), at + 2  # «мощности по переработке молока»
        if tail <= at + 1 or not self._is_genitive(words, tail - 1):  # «охват спортом детей – 55%, взрослых – 45%»
            return None
        last = tail - 1  # of several genitives the last differs: «объем переработки молока – …, мяса – …»
        while last > at + 1 and best_form(words[last - 1].lower()).pos in ("ADJF", "PRTF"):
            last -= 1
        return " ".join((*words[: max(last, at + 1)], self._text(first, end), *words[tail:]))

    def _is_genitive(self, words: Sequence[str], at: int) -> bool:
        while at + 1 < len(words) and best_form(words[at].lower()).pos in ("ADJF", "PRTF"):
            at += 1
        word = words[at]
        return word.isupper() or word.isascii() or any(f.case == "gent" for f in forms(word.lower()) if f.pos == "NOUN")


def _is_part(value: Value) -> bool:
    return value.unit in PARTS


def _is_place(words: Sequence[str]) -> frozenset[bool]:
    """Whether the words behind «в» say where (True) or into what (False); both where their form leaves it open."""
    nouns = [w for w in words if any(f.pos in ("NOUN", "UNKN") for f in forms(w.lower())[:2])]
    cases = {f.case for f in forms(nouns[0].lower()) if f.pos in ("NOUN", "UNKN")} if nouns else {""}
    return frozenset({True} if cases & {"loct", ""} else ()) | frozenset({False} if cases & {"accs", ""} else ())


def _agree(adjective: Form, noun: Form) -> bool:
    if noun.pos != "NOUN" or (adjective.case, adjective.number) != (noun.case, noun.number):
        return False
    return adjective.number == "plur" or adjective.gender == noun.gender

"""A noun said before its number: «Мест у нас 1 640», «количество школ – 412», «их девять» (SPEC §4)."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from ..text.data import words
from ..text.lexicon import lexicon
from ..text.morphology import Form, forms, lemma
from .counts import adjective_lemma, attribute
from .rows import is_row
from .standing import PREDICATES, Standing

#: Units of a change or a part: a number of them does not stand for the thing that is counted.
CHANGES = frozenset({"percent", "percentage_point", "times", "share"})
_MEASURED = frozenset({"number_and_unit", "unit_by_unit", "carried_unit", "heading"})
_LIGHT = frozenset({"ADVB", "PRCL", "CONJ", "PRED", "INTJ", "COMP"})
_REACH = 14


@dataclass(frozen=True, slots=True)
class Said:
    """What a bare number turns out to be."""

    unit: str | None
    rule: str
    scale: float = 1.0
    about: bool = False
    money: bool = False
    currency: str | None = None


class SaidBefore(Standing):
    """Finds the noun that stands before a bare number and says what it counts."""

    def noun_before(self, i: int) -> Said | None:
        """The noun that opens the clause of its number: «Мест у нас 1 640», «школ – 412», «Пассажиров перевезено …»."""
        context, tokens = self.context, self.context.tokens
        if context.has(i - 1, "onto") and context.has(i - 2, "unit") and context.number(i).words:
            return Said(str(context.atoms[i - 2].entry("unit")["unit"]), "counted_before", about=True)
        if not context.number(i).is_integer or self.stand(i).prep:
            return None
        first = context.atoms[i].first
        begin = max(tokens.sentences[tokens.sentence_of[first]][0], first - _REACH)
        t, signs = first - 1, ""
        while t >= begin:
            atom = context.atoms[context.chain.at[t]]
            word = tokens.lowers[t]
            if not word[0].isalpha() or self.taken[t]:
                signs += "" if self.taken[t] else word
                if signs not in ("", "-", ":", "-:", "~", "-~", ")", "-)"):
                    return None
            elif "part_of" in atom.tags or ("number" in atom.tags and not atom.tags & {"year", "years"}):
                return None
            elif (noun := _plural_genitive(word)) is not None:
                head = self._opening(t, begin)
                if head is None or self._goes_on(t):
                    return None
                if head >= 0:
                    about = t == first - 1 and context.number(i).words
                    tag = next((x for x in ("unit", "duration") if x in atom.tags), None)
                    if tag is not None:
                        return Said(str(atom.entry(tag)["unit"]), "counted_before", about=about)
                    return Said(_named(list(tokens.lowers[head:t]), noun), "counted_before", about=about)
                t += head
            elif not self._is_passed(t):
                return None
            t -= 1
        return None

    def _goes_on(self, t: int) -> bool:
        """Whether a genitive goes on with the head noun of the row before: «Площадь теплиц – 1 300 га, ферм – 250»."""
        context = self.context
        last = self.last_told()
        if last is None or last.head is not None or last.unit is None or last.rule not in _MEASURED:
            return False
        before = context.atoms[last.number].first - 1
        if not context.same(last.number, context.chain.at[t]) or context.tokens.words[before] != "-":
            return False
        return _genitive(context.tokens.lowers[before - 1]) is not None

    def _opening(self, t: int, begin: int) -> int | None:
        """The token where the phrase of the noun at t opens the clause; the way back (negative) to its preposition."""
        context, tokens = self.context, self.context.tokens
        a = t
        while a > begin and _is_attribute(tokens.lowers[a - 1]):
            a -= 1
        if a == begin:
            return a if begin == tokens.sentences[tokens.sentence_of[t]][0] else None
        word, atom = tokens.lowers[a - 1], context.atoms[context.chain.at[a - 1]]
        if word in ',;:-("«»' or self.taken[a - 1]:
            return a
        if not word[0].isalpha():
            return None
        if atom.tags & {"onto", "since", "in", "through", "during"} or forms(word)[0].pos == "PREP":
            return a - 1 - t
        if "and" in atom.tags and not atom.tags & {"filler", "part_of"}:
            return a if a < 2 or self.taken[a - 2] or not tokens.lowers[a - 2][0].isalpha() else None
        if forms(word)[0].pos in PREDICATES | _LIGHT or atom.tags & {"filler", "part_of"}:
            return a
        return None

    def _is_passed(self, t: int) -> bool:
        """Whether a word may stand between a noun and its number: a predicate, an adverb, a place."""
        context = self.context
        atom = context.atoms[context.chain.at[t]]
        if atom.tags & {"bound", "filler", "in", "onto"}:
            return True
        word = context.tokens.lowers[t]
        readings = forms(word)
        if readings[0].pos in PREDICATES | _LIGHT or readings[0].pos in ("NPRO", "PREP"):
            return True
        return any(f.pos in ("NOUN", "ADJF") and f.case in ("loct", "gent", "datv") for f in readings[:3])

    def amount_of(self, i: int) -> Said | None:
        """The thing whose number is given: «Количество домов: 2009 год – 312», «число резидентов достигло 1 870»."""
        context = self.context
        if context.number(i).amount < 0 or not context.number(i).is_integer:
            return None
        first = context.atoms[i].first
        if context.tokens.words[first] == "+" and context.same(i - 1, i):
            noun = _genitive(context.tokens.lowers[first - 1])
            return Said(noun.lemma, "said_before") if noun is not None else None
        for j in range(i - 1, max(-1, i - 1 - _REACH), -1):
            if not context.same(j, i) or context.has(j, "semicolon"):
                return None
            if context.has(j, "number") and not self.is_dated(j) and not self._is_change(j):
                return None
            if context.has(j, "amount_of"):
                if context.atoms[j].entry("amount_of").get("making") and not is_row(context, i):
                    continue  # «число грантов на подготовку врачей увеличить на 500»
                several = bool(context.atoms[j].entry("amount_of").get("several"))
                unit = self._counted(context.atoms[j].last, first, several=several)
                return Said(unit, "said_before") if unit else None
        return None

    def _is_change(self, j: int) -> bool:
        """Whether a number only says how much the amount changed: «число школ выросло на 20%, до 412»."""
        value = self.values.get(j)
        return value is not None and (value.unit in CHANGES or value.rule == "said_before")

    def _counted(self, begin: int, end: int, *, several: bool = False) -> str | None:
        """The noun in the genitive behind «количество», with no word of another kind between."""
        lowers = self.context.tokens.lowers
        for t in range(begin, min(begin + 5, end)):
            noun = _genitive(lowers[t])
            if several and noun is not None and _plural_genitive(lowers[t]) is None:
                return None  # «дефицит бюджета»
            if noun is not None and not (_is_attribute(lowers[t]) and t + 1 < end and _genitive(lowers[t + 1])):
                return noun.lemma
            if not _is_attribute(lowers[t]):
                return adjective_lemma(lowers[t - 1]) if t > begin else None
        return None

    def pronoun(self, i: int) -> Said | None:
        """«их девять», «нас 20 миллионов»: what the pronoun stands for."""
        context = self.context
        j = i - 1
        while j > i - 5 and context.same(j, i) and not context.has(j, "them"):
            word = context.word(j)
            if not (context.has(j, "bound", "filler") or self.is_dated(j)) and not (
                word[-1:].isalpha() and forms(word)[0].pos in PREDICATES | _LIGHT
            ):
                return None
            j -= 1
        if not context.same(j, i) or not context.has(j, "them") or (j > 0 and self.is_preposition(j - 1)):
            return None
        entry = context.atoms[j].entry("them")
        unit = entry.get("unit") or self._plural_before(context.atoms[j].first, bool(entry.get("relative")))
        return Said(str(unit), "said_before") if unit else None

    def _plural_before(self, t: int, relative: bool) -> str | None:
        """The nearest noun in the plural before token t; none behind a preposition unless a relative follows."""
        tokens = self.context.tokens
        sentence = tokens.sentence_of[t]
        least = tokens.sentences[max(sentence - 1, 0)][0]
        if sentence and self.context.line[sentence - 1] != self.context.line[sentence]:
            least = tokens.sentences[sentence][0]
        for k in range(t - 1, max(least - 1, t - 30), -1):
            word = tokens.lowers[k]
            if not word[0].isalpha() or len(word) < 3 or self.taken[k]:
                continue
            noun = next((f for f in forms(word)[:3] if f.pos == "NOUN" and f.number == "plur"), None)
            if noun is None or noun.case not in ("nomn", "accs", "gent"):
                continue
            if k and lemma(tokens.lowers[k - 1]) in _said():
                continue
            a = k
            while a > least and _is_attribute(tokens.lowers[a - 1], noun.case):
                a -= 1
            if a == 0 or relative or forms(tokens.lowers[a - 1])[0].pos != "PREP":
                return _named(list(tokens.lowers[a:k]), noun)
        return None

    def people(self, i: int) -> Said | None:
        """«Погибли двое», «двое ранены»: a collective number without a noun counts people."""
        context = self.context
        atom = context.atoms[i]
        entry = lexicon().forms.get(context.tokens.lowers[atom.first], {}).get("cardinal")
        if entry is None or not entry.get("people") or atom.last - atom.first > 1:
            return None
        stand = self.stand(i)
        after = context.same(i, i + 1) and forms(context.word(i + 1))[0].pos in PREDICATES
        return (
            Said(str(lexicon().entries["counted"]["person"]["unit"]), "count")
            if not stand.prep and (stand.slot == "verb" or after)
            else None
        )

    def asked(self, i: int) -> Said | None:
        """What the question before asks for («– Сколько школ построите? – В этом году введем 140»)."""
        context, tokens = self.context, self.context.tokens
        sentence = tokens.sentence_of[context.atoms[i].first]
        stand = self.stand(i)
        if stand.slot not in ("verb", "date", "dash") or stand.prep or not context.number(i).is_integer:
            return None
        line = context.line[sentence]
        question = sentence - 1
        while question >= 0 and context.line[question] == line and sentence - question <= 2:
            question -= 1
        if question < 0 or context.line[question] != line - 1:
            return None
        first, last = tokens.sentences[question]
        if tokens.words[last - 1] != "?":
            return None
        asks = next((t for t in range(first, last) if tokens.lowers[t] in _asking()), None)
        unit = None if asks is None else self._counted(asks + 1, last)
        return Said(unit, "said_before") if unit else None


@functools.cache
def _asking() -> frozenset[str]:
    return frozenset(words("syntax")["how-many"]["words"])


@functools.cache
def _said() -> frozenset[str]:
    """The lemmas of saying: their subjects are speakers, nothing that a pronoun's number counts."""
    return frozenset(words("syntax")["say"]["words"])


def _plural_genitive(word: str) -> Form | None:
    """The reading of a word as a noun in the genitive plural, or None."""
    readings = [f for f in forms(word)[:3] if f.pos == "NOUN" and f.case == "gent" and f.number == "plur"]
    found = [f for f in readings if not f.marks & {"Surn", "Name", "Patr"} and f.score > 0.05]
    return found[0] if found and forms(word)[0].pos == "NOUN" else None


def _genitive(word: str) -> Form | None:
    """The reading of a word as a noun in the genitive, or None."""
    if not word[-1].isalpha() or forms(word)[0].pos in ("PREP", "CONJ", "VERB", "PRTS", "INFN"):
        return None
    return next((f for f in forms(word)[:3] if f.pos == "NOUN" and f.case == "gent"), None)


def _is_attribute(word: str, case: str = "gent") -> bool:
    """Whether a word can be an adjective of a noun in the plural of that case."""
    return word[-1].isalpha() and any(
        f.pos in ("ADJF", "PRTF") and f.case == case and f.number == "plur" for f in forms(word)[:4]
    )


def _named(words: list[str], noun: Form) -> str:
    """The noun's lemma with the adjective before it, if that tells its kind."""
    if words and "loose" not in lexicon().forms.get(words[-1], {}):
        word = attribute(words[-1], noun)
        if word:
            return f"{word} {noun.lemma}"
    return noun.lemma

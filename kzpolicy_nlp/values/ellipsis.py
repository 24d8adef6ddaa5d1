"""Numbers whose unit or noun is said elsewhere: before them, in a heading, or with an earlier value (SPEC §4)."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from ..text.data import words
from ..text.lexicon import lexicon
from ..text.morphology import Form, forms, lemma
from .context import Context
from .counts import adjective_lemma, attribute
from .rows import is_row, read_rows
from .value import Value

_PARTS = frozenset({"percent", "percentage_point"})
_NEVER = frozenset({"times", "share"})
_TIMES = frozenset({"year", "month", "week", "day", "hour", "minute", "second", "quarter", "decade", "half", "century"})
_COUNTS = frozenset({"count", "carried_unit", "shared_unit", "said_before", "heading", "counted_before"})
_MEASURED = frozenset({"number_and_unit", "unit_by_unit", "carried_unit", "heading"})
_PREDICATES = frozenset({"VERB", "INFN", "PRTS", "GRND"})
_LIGHT = frozenset({"ADVB", "PRCL", "CONJ", "PRED", "INTJ", "COMP"})
_ROWS = frozenset({"dash", "verb", "date", "place", "against"})
_REACH = 14
_SENTENCES = 2


@dataclass(frozen=True, slots=True)
class Stand:
    """How a bare number stands: the kind of what is before it, the preposition that governs it, and that atom."""

    slot: str  # open dash part date place verb noun against other
    prep: str  # the preposition's word, «» where there is none
    at: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a bare number turns out to be."""

    unit: str | None
    rule: str
    scale: float = 1.0
    about: bool = False


class Ellipsis:
    """Finds the units of the bare numbers of a text; `values` grows while it is asked, in text order."""

    def __init__(self, context: Context, values: dict[int, Value], taken: bytearray) -> None:
        self.context, self.values, self.taken = context, values, taken
        self.rows = read_rows(context)
        self.told: list[int] = []  # numbers whose values are known, in text order

    def said(self, i: int) -> Said | None:
        """Returns what the bare number i measures or counts; None if nothing tells."""
        context = self.context
        if not (context.stops(i + 1) or context.has(i + 1, "part_of") or self.stand(i).slot == "against"):
            return None
        row = self.rows.get(i)
        if row is not None and not row.money:
            return Said(row.unit, "heading", row.scale)
        for ask in (self._noun_before, self._amount_of, self._pronoun, self._people, self._carried):
            found = ask(i)
            if found is not None:
                return found
        return None

    def counted_before(self, i: int) -> str | None:
        """Returns the unit of the things counted last before number i in its sentence, or None."""
        context = self.context
        for n in reversed(self.told[-6:]):
            value = self.values[n]
            if not context.same(n, i):
                return None
            if value.unit is not None and value.rule in _COUNTS:
                return value.unit if self._alike(i, value) else None
        return None

    # where a number stands

    def is_dated(self, i: int) -> bool:
        """Whether an atom belongs to a date, or is a year."""
        atoms = self.context.atoms
        if not 0 <= i < len(atoms):
            return False
        return bool(self.taken[atoms[i].first]) or self.context.has(i, "year", "years", "year_word", "years_word")

    def stand(self, i: int) -> Stand:
        """Returns how the number stands towards what is before it."""
        context = self.context
        j, prep = self._behind_bounds(i - 1, i), ""
        if context.same(j, i) and not context.has(j, "part_of", "against") and self._is_preposition(j):
            prep = "" if context.has(j, "through") else context.word(j)
            j = self._behind_bounds(j - 1, i)
        return Stand(self._slot(i, j), prep, j)

    def _behind_bounds(self, j: int, i: int) -> int:
        context = self.context
        least = j - 3
        while j > least and context.same(j, i) and context.has(j, "bound", "filler"):
            if context.is_to(j) or context.has(j, "part_of"):
                break
            j -= 1
        return j

    def _is_preposition(self, j: int) -> bool:
        context = self.context
        if context.is_to(j) or context.has(j, "onto", "since", "in", "through", "during"):
            return True
        word = context.word(j)
        return word[-1:].isalpha() and forms(word)[0].pos == "PREP"

    def _slot(self, i: int, j: int) -> str:
        context = self.context
        if not context.same(j, i):
            return "open"
        if context.has(j, "part_of"):
            return "part"
        if context.has(j, "against", "compared"):
            return "against"
        if context.has(j, "dash", "colon"):
            return "dash"
        if context.has(j, "comma", "semicolon", "open", "and", "quote"):
            return "open"
        if self.is_dated(j):
            return "date"
        word = context.word(j)
        if not word[-1:].isalpha():
            return "other"
        pos = forms(word)[0].pos
        if pos == "CONJ":
            return "open"
        if pos in _PREDICATES or pos == "ADVB":
            return "verb"
        if j > 0 and self._is_preposition(j - 1) and not context.has(j, "label", "capacity", "street", "record"):
            return "place"
        return "noun" if pos == "NOUN" else "other"

    # a noun before the number

    def _noun_before(self, i: int) -> Said | None:
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
            elif "number" in atom.tags and not atom.tags & {"year", "years"} or "part_of" in atom.tags:
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
        last = self.values[self.told[-1]] if self.told else None
        if last is None or last.head is not None or last.unit is None or last.rule not in _MEASURED:
            return False
        before = context.atoms[last.number].first - 1
        if not context.same(last.number, context.chain.at[t]) or context.tokens.words[before] != "-":
            return False
        return _genitive(context.tokens.lowers[before - 1]) is not None

    def _opening(self, t: int, begin: int) -> int | None:
        """The token where the phrase of the noun at t opens the clause; the way back if it is a preposition's; or None."""
        context, tokens = self.context, self.context.tokens
        a = t
        while a > begin and _is_attribute(tokens.lowers[a - 1]):
            a -= 1
        if a == begin:
            return a if begin == tokens.sentences[tokens.sentence_of[t]][0] else None
        word, atom = tokens.lowers[a - 1], context.atoms[context.chain.at[a - 1]]
        if word in ",;:-(\"«»" or self.taken[a - 1]:
            return a
        if not word[0].isalpha():
            return None
        if atom.tags & {"onto", "since", "in", "through", "during"} or forms(word)[0].pos == "PREP":
            return a - 1 - t
        if "and" in atom.tags and not atom.tags & {"filler", "part_of"}:
            return a if a < 2 or self.taken[a - 2] or not tokens.lowers[a - 2][0].isalpha() else None
        if forms(word)[0].pos in _PREDICATES | _LIGHT or atom.tags & {"filler", "part_of"}:
            return a
        return None

    def _is_passed(self, t: int) -> bool:
        """Whether a word may stand between a noun and its number: a predicate, an adverb, a place with its preposition."""
        context = self.context
        atom = context.atoms[context.chain.at[t]]
        if atom.tags & {"bound", "filler", "in", "onto"}:
            return True
        word = context.tokens.lowers[t]
        readings = forms(word)
        if readings[0].pos in _PREDICATES | _LIGHT or readings[0].pos in ("NPRO", "PREP"):
            return True
        return any(f.pos in ("NOUN", "ADJF") and f.case in ("loct", "gent", "datv") for f in readings[:3])

    def _amount_of(self, i: int) -> Said | None:
        """The thing whose number is given: «Количество аварийных домов: 2009 год – 312», «число резидентов достигло 1 870»."""
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
                    return None
                unit = self._counted(context.atoms[j].last, first)
                return Said(unit, "said_before") if unit else None
        return None

    def _is_change(self, j: int) -> bool:
        """Whether a number only says how much the amount changed: «число школ выросло на 20%, до 412»."""
        value = self.values.get(j)
        return value is not None and (value.unit in _NEVER or value.unit in _PARTS or value.rule == "said_before")

    def _counted(self, begin: int, end: int) -> str | None:
        """The noun in the genitive behind «количество», with no word of another kind between."""
        lowers = self.context.tokens.lowers
        for t in range(begin, min(begin + 5, end)):
            noun = _genitive(lowers[t])
            if noun is not None and not (_is_attribute(lowers[t]) and t + 1 < end and _genitive(lowers[t + 1])):
                return noun.lemma
            if not _is_attribute(lowers[t]):
                return adjective_lemma(lowers[t - 1]) if t > begin else None
        return None

    def _pronoun(self, i: int) -> Said | None:
        """«их девять», «нас 20 миллионов»: what the pronoun stands for."""
        context = self.context
        j = i - 1
        while j > i - 5 and context.same(j, i) and not context.has(j, "them"):
            word = context.word(j)
            if not (context.has(j, "bound", "filler") or self.is_dated(j)) and not (
                word[-1:].isalpha() and forms(word)[0].pos in _PREDICATES | _LIGHT
            ):
                return None
            j -= 1
        if not context.same(j, i) or not context.has(j, "them") or (j > 0 and self._is_preposition(j - 1)):
            return None
        unit = context.atoms[j].entry("them").get("unit")
        if unit is None:
            unit = self._plural_before(context.atoms[j].first)
        return Said(str(unit), "said_before") if unit else None

    def _plural_before(self, t: int) -> str | None:
        """The nearest noun in the plural before token t that no preposition governs, with its adjective."""
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
            if noun is None or noun.case not in ("nomn", "accs", "gent") or (k and lemma(tokens.lowers[k - 1]) in _said()):
                continue
            a = k
            while a > least and _is_attribute(tokens.lowers[a - 1], noun.case):
                a -= 1
            if a == 0 or forms(tokens.lowers[a - 1])[0].pos != "PREP":
                return _named(list(tokens.lowers[a:k]), noun)
        return None

    def _people(self, i: int) -> Said | None:
        """«Погибли двое», «двое ранены»: a collective number without a noun counts people."""
        context = self.context
        atom = context.atoms[i]
        entry = lexicon().forms.get(context.tokens.lowers[atom.first], {}).get("cardinal")
        if entry is None or not entry.get("people") or atom.last - atom.first > 1:
            return None
        stand = self.stand(i)
        after = context.same(i, i + 1) and forms(context.word(i + 1))[0].pos in _PREDICATES
        return Said(self._people_unit(), "count") if not stand.prep and (stand.slot == "verb" or after) else None

    def _people_unit(self) -> str:
        return str(lexicon().entries["counted"]["person"]["unit"])

    # an earlier value's unit

    def _carried(self, i: int) -> Said | None:
        context = self.context
        stand = self.stand(i)
        if not self._may_carry(i, stand):
            return None
        if stand.slot == "against" and context.has(stand.at - 1, "duration") and self.is_dated(stand.at - 1):
            return Said(str(context.atoms[stand.at - 1].entry("duration")["unit"]), "carried_unit")
        near = [(back, value) for back, value in self._before(i, stand) if self._alike(i, value)]
        for fits in (self._same_stand, self._parallel):
            for back, value in near:
                if fits(i, stand, value, back):
                    return Said(value.unit, "carried_unit", self._scale(i, stand, value))
        last = self.values[self.told[-1]] if self.told else None
        unnamed = last is not None and last.unit is None and context.same(last.number, i) and stand.slot == "dash"
        return Said(None, "no_unit") if unnamed else None

    def opens(self, i: int) -> bool:
        """Returns whether a noun before the number says what it counts: «Вакансий откроется 340, 90 процентов …»."""
        return self._noun_before(i) is not None

    def _before(self, i: int, stand: Stand) -> Iterator[tuple[int, Value]]:
        """The values before number i whose unit it may take, nearest first, with how many sentences lie between."""
        for n in range(len(self.told) - 1, max(-1, len(self.told) - 13), -1):
            value = self.values[self.told[n]]
            back = self.context.back(value, i)
            if back is None or back > (_SENTENCES if self._reaches_back(i, stand) else 0):
                return
            if value.unit is not None and value.unit not in _NEVER and self.context.depth[n] <= self.context.depth[i]:
                if value.unit not in _TIMES or self._is_period(i, stand):
                    yield back, value

    def _is_period(self, i: int, stand: Stand) -> bool:
        """Whether the number can be a length of time whose unit was said: «74,4 года, у женщин – 78,5»."""
        return stand.slot == "against" or (stand.slot == "dash" and not self.context.number(i).is_integer)

    def _scale(self, i: int, stand: Stand, value: Value) -> float:
        """The scale of an earlier value that a number of its row takes too: «угля – 112,6 млн тонн, нефти – 90»."""
        number = self.context.number(i)
        if number.scaled or not value.scaled or stand.slot not in _ROWS or abs(number.amount) >= 1000:
            return 1.0
        scale = next((s for s in (1e12, 1e9, 1e6, 1e3) if abs(value.amount) >= s), 1.0)
        return scale if scale >= 1e6 or not number.is_integer else 1.0

    def _may_carry(self, i: int, stand: Stand) -> bool:
        """Whether the number stands where a value stands whose unit was said."""
        context = self.context
        number, after = context.number(i), i + 1
        if number.scaled:
            return True
        ended = not context.same(i, after) or context.has(after, "comma", "dot", "semicolon", "close", "quote", "and")
        following = "" if ended else self._following(after)
        if stand.slot in ("part", "against") or context.has(after, "against", "compared", "part_of"):
            return True
        if context.has(i - 1, "out_of") and self.told and self.values[self.told[-1]].last == context.atoms[i - 1].first:
            return True
        if stand.prep and following == "COMP":
            return context.has(stand.at + 1, "onto")
        if stand.slot == "dash":
            return ended or following in ("dash", "PREP", *_PREDICATES, "CONJ") or context.has(after, "part_of")
        if stand.slot == "open":
            return following in ("dash", "PREP", *_PREDICATES) or (bool(stand.prep) and ended)
        if stand.prep:
            return ended or following == "PREP"
        if stand.slot in ("date", "place"):
            return ended or following == "dash"
        if stand.slot == "verb":
            return ended or following == "PREP"
        return stand.slot == "noun" and following in _PREDICATES and self._is_out_of_last(i)

    def _is_out_of_last(self, i: int) -> bool:
        """Whether the number stands right behind the whole it is taken from: «Из 20 городов 12 имеют программы»."""
        last = self.values[self.told[-1]] if self.told else None
        return (
            last is not None
            and last.last == self.context.atoms[i].first
            and self.context.has(self.stand(last.number).at + 1, "out_of")
        )

    def _following(self, after: int) -> str:
        context = self.context
        if context.has(after, "dash"):
            return "dash"
        word = context.word(after)
        return forms(word)[0].pos if word[-1:].isalpha() else ""

    def _reaches_back(self, i: int, stand: Stand) -> bool:
        """Whether the number may take what an earlier sentence counts."""
        number = self.context.number(i)
        if stand.slot == "part" or self.context.has(i + 1, "part_of"):
            return True
        if stand.prep:
            return False
        if number.scaled:
            return stand.slot in ("dash", "verb", "part", "open")
        if stand.slot == "open":
            return number.words and self._following(i + 1) in _PREDICATES
        return stand.slot == "verb" and number.words

    def _alike(self, i: int, value: Value) -> bool:
        """Whether the number is of the size and the kind that the unit of a value asks for."""
        number = self.context.number(i)
        amount, other = abs(number.amount), abs(value.amount)
        if value.unit in _PARTS:
            return not number.scaled and (amount <= 100 or amount <= 2 * other)
        if value.unit in _TIMES:
            return amount / 20 <= other <= 20 * amount
        if value.rule in _COUNTS and not (number.is_integer or value.scaled or value.amount % 1):
            return False
        if number.scaled:
            return value.scaled or other >= 1000 or amount <= 100 * other
        if value.scaled and amount < 1000:
            return other >= 1e6 or other <= 5000 * max(amount, 1)
        return other <= 5000 * max(amount, 1) and amount <= 5000 * max(other, 1)

    def _parallel(self, i: int, stand: Stand, value: Value, back: int) -> bool:
        """Whether a value stands in its clause as the number does: behind the same preposition, or behind none."""
        context = self.context
        other = self._stand_of(value)
        part = value.unit in _PARTS
        if stand.slot in ("part", "against"):
            return not part or not stand.prep
        if context.has(i - 1, "out_of"):
            return not part
        if stand.prep and self._following(i + 1) == "COMP":
            return not part
        if stand.prep and (context.is_to(i - 1) or context.is_to(stand.at + 1)):
            return not other.prep or (context.has(other.at + 1, "since") and not back)
        if stand.prep:
            return context.number(i).scaled and not part
        if part or value.head is None or value.unit in _TIMES:
            return not context.has(other.at + 1, "onto") or context.number(i).scaled
        return not other.prep or context.number(i).scaled or context.has(other.at + 1, "out_of")

    def _same_stand(self, i: int, stand: Stand, value: Value, back: int) -> bool:
        return stand.prep == self._stand_of(value).prep

    def _stand_of(self, value: Value) -> Stand:
        """How a value stands; the last of a list stands as its first does («на 900 и 1200 мест»)."""
        i = value.number
        while self.context.has(i - 1, "and", "comma") and (other := self.values.get(i - 2)) is not None:
            if other.rule != "shared_unit":
                break
            i -= 2
        return self.stand(i)



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

"""Sums whose currency stands elsewhere: behind the last of a list, with an earlier sum, in a heading (SPEC §3)."""

from __future__ import annotations

import functools
from bisect import bisect
from collections.abc import Iterable, Sequence

from ..text.data import words
from ..text.morphology import forms
from .context import Context, scaled_like
from .figures import tidy
from .rows import read_rows
from .value import Value

#: Full stops that may lie between a sum and one that takes its currency.
_SENTENCES = 2
_OWN = frozenset({"unit", "duration", "counted", "times_word", "number", "size", "base"})


def sums_in_rows(found: Iterable[Value], context: Context) -> list[Value]:
    """Returns the sums of rows behind a heading: «Бюджет, млрд тенге: 2024 – 500; 2025 – 620»."""
    taken = _covered(found, context)
    more = []
    for i, measure in read_rows(context).items():
        if measure.money and i not in taken:
            number = context.number(i)
            top = None if number.amount_max is None else tidy(number.amount_max * measure.scale)
            more.append(_sum(i, context, tidy(number.amount * measure.scale), top, measure.currency, "heading"))
    return more


def sums_of_a_list(found: Iterable[Value], context: Context) -> list[Value]:
    """Returns the sums whose currency and scale are said once: «5, 7 и 9 млрд тенге», «с 9,1 до 21,6 млн долларов»."""
    found = list(found)
    values = {v.number: v for v in found}
    taken = _covered(found, context)
    more = []
    for i in reversed(context.numbers()):
        if i in taken or context.has(i, "year", "years", "lone_one", "fraction"):
            continue
        other = context.next_value(i, values)
        if other is None or context.has(i - 1, "number_sign", "label"):
            continue
        number = context.number(i)
        if not number.scaled and context.has(i + 1, "out_of"):
            continue
        amount, top = scaled_like(number, other)
        values[i] = _sum(i, context, amount, top, other.currency, "shared_currency", number.scaled or other.scaled)
        more.append(values[i])
    return more


def elliptic_sums(found: Iterable[Value], context: Context) -> list[Value]:
    """Returns the sums whose currency another sum names: «из 10 млрд тенге 3 млрд направят», «Из них 300 млн – …»."""
    return _Ellipsis(found, context).more


class _Ellipsis:
    """One walk over the numbers of a text; the last sum is remembered by depth of brackets."""

    def __init__(self, found: Iterable[Value], context: Context) -> None:
        found = list(found)
        self.context = context
        self.values = {v.number: v for v in found}
        self.order = sorted(self.values)
        self.covered = _covered(found, context)
        self.more: list[Value] = []
        self.last: dict[int, Value] = {}
        self.waiting: list[int] = []
        self.counted: int | None = None  # the last number with a scale that counts other things
        self.earlier: Value | None = None  # the last sum of the paragraph, while nothing else was counted
        sentence = -1
        for i in context.numbers():
            here = context.tokens.sentence_of[context.atoms[i].first]
            if here != sentence:
                self.last, self.waiting, sentence = {}, [], here
            self._read(i)

    def _read(self, i: int) -> None:
        context = self.context
        depth = context.depth[i]
        if i in self.values:
            self._know(i, self.values[i], depth)
            return
        if i in self.covered or context.has(i, "year", "years"):
            return
        known = self.last.get(depth) or self.last.get(0)
        if not context.number(i).scaled:
            if known is not None and self._follows(i, known):
                self._add(i, known, "earlier_currency")
            elif known is not None and self._is_scaled_row(i, known):
                self._add(i, known, "earlier_currency", context.scale_of(known))
            elif (whole := self._whole(i)) is not None:
                self._add(i, whole, "earlier_currency", context.scale_of(whole))
            elif self._is_measured(i):
                self.earlier = None
            return
        if not (self._stands_alone(i) or (known is not None and self._is_described(i))):
            self.earlier, self.counted = None, i
            if not context.has(i + 1, "unit", "times_word", "month", "duration"):
                self.last, self.waiting = {}, []
            return
        if known is None and self.earlier is not None:
            back = context.back(self.earlier, i)
            known = self.earlier if back is not None and back <= _SENTENCES and depth == 0 else None
            if known is not None and context.number(i).amount > 1000 * known.amount:
                known = None
        told = self._is_told_in_money(i)
        if known is None and told:
            known = self._of_text(i)
        if known is None:
            counted = None if self.counted is None else context.back(context.atoms[self.counted], i)
            if counted is None or counted > 1:  # «400 тысяч гектаров саксаула. Должно быть 1,1 миллиона»
                self.waiting.append(i)
        elif (told and self._is_amounted_to(i)) or self._is_large(i, known):
            self._add(i, known, "earlier_currency")

    def _is_told_in_money(self, i: int) -> bool:
        """Whether a word of money opens the clause: «Смета невелика, 340 миллионов»."""
        context = self.context
        for j in range(i - 1, max(-1, i - 16), -1):
            if not context.same(j, i) or context.has(j, "semicolon"):
                return False
            if context.has(j, "amount_of"):
                return context.has(j + 1, "money_noun")  # «недобор налогов составил 1,2 трлн»
            if context.has(j, "number") and not context.has(j, "year") and not context.has(j - 1, "since"):
                return False
            if context.has(j, "money_subject") and not _is_counted(context, j):
                return True
        return False

    def _is_large(self, i: int, known: Value) -> bool:
        amount = self.context.number(i).amount
        return amount >= 1e6 or amount * 1000 >= known.amount

    def _is_amounted_to(self, i: int) -> bool:
        """Whether a verb of being so much stands right before («средняя выплата равнялась 486 тысячам»)."""
        at = i - 1
        while self.context.same(at, i) and self.context.has(at, "bound", "filler") and at > i - 4:
            at -= 1
        return forms(self.context.word(at) or "-")[0].lemma in _amounting()

    def _of_text(self, i: int) -> Value | None:
        """The sum nearest before number i in the text, else the first behind it."""
        return nearest_sum([self.values[n] for n in self.order], i)

    def _know(self, i: int, value: Value, depth: int) -> None:
        self.last[depth] = value
        if depth == 0:
            self.earlier = value
        for w in self.waiting:
            amount = self.context.number(w).amount
            near = value.amount / 50 <= amount <= value.amount * 50 and self.context.has(w - 1, "dash")
            if self.context.depth[w] == depth and (amount >= 1e6 or near):
                self._add(w, value, "later_currency")
        self.waiting = []

    def _add(self, i: int, known: Value, rule: str, scale: float = 1.0) -> None:
        number = self.context.number(i)
        top = None if number.amount_max is None else tidy(number.amount_max * scale)
        scaled = number.scaled or scale > 1
        value = _sum(i, self.context, tidy(number.amount * scale), top, known.currency, rule, scaled)
        self.more.append(value)
        self.values[i] = value
        if rule == "earlier_currency":
            self.last[self.context.depth[i]] = value

    def _is_scaled_row(self, i: int, known: Value) -> bool:
        """Whether a fraction in a row takes the scale too: «резервы – 92 млрд долларов, активы – 61,8»."""
        context, number = self.context, self.context.number(i)
        at = i - 2 if context.is_to(i - 1) else i - 1
        if not known.scaled or not context.is_of_scale(i, known):
            return False
        if self._is_out_of(i, known):
            return True
        if context.has(i + 1, "dash") and context.has(i - 1, "comma", "colon", "semicolon"):
            return known.amount >= 1e6 and not context.has(i, "lone_one") and self._goes_on(i)
        if not context.has(at, "dash", "against") and (number.is_integer or not _acts(context, at)):
            return False
        alike = known.amount >= 1e6 or known.amount / 20 <= number.amount * 1e3 <= known.amount * 20
        if number.is_integer and (not alike or context.has(i, "lone_one") or _is_counted(context, at - 1)):
            return False
        if number.is_integer and not self._goes_on(i):  # «2 млн тенге выплатили 340 семьям, в прошлом году – 210»
            return False
        return _is_ended(context, i)

    def _is_out_of(self, i: int, known: Value) -> bool:
        """Whether a verb tells how much of the sum before was taken («из 800 млн тенге освоено 640»)."""
        context, at = self.context, self.context.chain.at[known.first]
        if not context.has(at - 1, "out_of") or not _acts(context, i - 1) or context.has(i, "lone_one"):
            return False
        return context.number(i).amount * context.scale_of(known) <= known.amount and _is_ended(context, i)

    def _whole(self, i: int) -> Value | None:
        """The sum before that a number takes its currency and scale from («Из них 3,4 ушло …», «В 2023 году – 98»)."""
        context, number, whole = self.context, self.context.number(i), self.earlier
        if whole is None or not whole.scaled or context.has(i, "lone_one") or not context.is_of_scale(i, whole):
            return None
        back = context.back(whole, i)
        if back is None or back > 1 or number.amount * context.scale_of(whole) > 20 * whole.amount:
            return None
        part = context.has(i - 1, "part_of") and not number.is_integer
        part = part and context.stops(i + 1) and number.amount * context.scale_of(whole) < whole.amount
        row = back == 1 and whole.amount >= 1e6 and context.opens_row(i)
        return whole if part or row else None

    def _is_measured(self, i: int) -> bool:
        """Whether a number without a scale is large and counts other things: they are what «из них» points to."""
        return self.context.number(i).amount >= 1000 and not self.context.stops(i + 1)

    def _stands_alone(self, i: int) -> bool:
        """Whether a number with a scale has no noun of its own: behind it, or in the genitive right before it."""
        context = self.context
        if context.has(i - 1, "number_sign", "label", "amount_of", "them"):
            return False
        if not context.same(i, i + 1):
            return not self._counts_before(i)
        if context.atoms[i + 1].tags & _OWN and not context.is_ago(i + 1):
            return False
        return context.stops(i + 1) and not self._counts_before(i)

    def _is_described(self, i: int) -> bool:
        """Whether adjectives or «средств» stand behind the number: «2 трлн тенге бюджетных и 1,6 трлн частных»."""
        context = self.context
        if not context.same(i, i + 1) or context.atoms[i + 1].tags & _OWN:
            return False
        if context.has(i + 1, "money_noun"):
            return True
        if not (context.stops(i + 2) or context.has(i + 2, "money_noun")):
            return False
        word = context.word(i + 1)
        return word[-1:].isalpha() and forms(word)[0].pos in ("ADJF", "PRTF")

    def _goes_on(self, i: int) -> bool:
        """Whether the number before i is a sum too, not a share or a count."""
        for j in range(i - 1, max(-1, i - 14), -1):
            if not self.context.same(j, i):
                return False
            if self.context.has(j, "number") and not self.context.has(j, "year", "years"):
                return j in self.values
        return False

    def _counts_before(self, i: int) -> bool:
        """Whether the number belongs to «количество …» or «население» before it, or to a noun that opens the clause."""
        context = self.context
        for j in range(i - 1, max(-1, i - 9), -1):
            if context.has(j, "number"):
                return False
            if not context.same(j, i) or context.has(j, "comma", "semicolon"):
                return (
                    j + 1 < i and _is_counted(context, j + 1) and not context.has(j + 1, "money_subject", "money_noun")
                )
            if context.has(j, "no_money"):
                return True
            if context.has(j, "amount_of"):
                return not (context.atoms[j].entry("amount_of").get("making") or context.has(j + 1, "money_noun"))
        return False

    def _follows(self, i: int, known: Value) -> bool:
        """Whether a number without a scale goes on with a price: «с 15 тенге до 18», «15 тенге, в Астане – 18»."""
        context = self.context
        if known.scaled or not context.stops(i + 1) or context.has(i, "lone_one"):
            return False
        amount = context.number(i).amount
        if context.has(i - 1, "onto") and forms(context.word(i + 1) or "-")[0].pos == "COMP":
            return known.amount / 1000 <= amount <= known.amount
        if not known.amount / 20 <= amount <= known.amount * 20 or (amount <= 31 and context.has(i + 1, "month")):
            return False
        if context.is_to(i - 1):
            return context.chain.at[known.last - 1] >= i - 8
        if not _is_ended(context, i):
            return False
        near = known.amount / 5 <= amount <= known.amount * 5
        return context.has(i - 1, "dash", "against") or (near and context.depth[i] > 0 and _acts(context, i - 1))


def nearest_sum(sums: Sequence[Value], i: int) -> Value | None:
    """Returns the sum nearest before number i in the text, else the first behind it; sums stand in text order."""
    return sums[max(0, bisect(sums, i, key=lambda v: v.number) - 1)] if sums else None


def _covered(found: Iterable[Value], context: Context) -> set[int]:
    return {i for v in found for i in range(context.chain.at[v.first], context.chain.at[v.last - 1] + 1)}


def _sum(
    i: int, context: Context, amount: float, top: float | None, currency: str | None, rule: str, scaled: bool = True
) -> Value:
    atom = context.atoms[i]
    return Value(
        atom.first, atom.last, amount, top, context.bound(i), money=True, currency=currency, rule=rule, number=i,
        scaled=scaled,
    )  # fmt: skip


def _acts(context: Context, i: int) -> bool:
    """Whether the word is a finite verb or short participle."""
    word = context.word(i)
    return word[-1:].isalpha() and forms(word)[0].pos in ("VERB", "PRTS")


def _is_ended(context: Context, i: int) -> bool:
    """Whether the clause of a number ends right behind it, save for «годом ранее»."""
    after = i + 1
    if not context.same(i, after):
        return True
    return context.has(after, "comma", "dot", "semicolon", "close") or context.is_ago(after)


def _is_counted(context: Context, i: int) -> bool:
    """Whether the word before a dash is a noun in the genitive plural: what it counts is no money."""
    word = context.word(i)
    return word[-1:].isalpha() and any(
        f.pos == "NOUN" and (f.case, f.number) == ("gent", "plur") for f in forms(word)[:2]
    )


@functools.cache
def _amounting() -> frozenset[str]:
    """The lemmas of the verbs that say how much something comes to."""
    return frozenset(w for line in words("frames")["amount-to"]["says"] for w in line.get("verbs", "").split())

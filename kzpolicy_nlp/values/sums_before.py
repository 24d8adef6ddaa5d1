"""Bare numbers that are sums: a verb of paying governs them, or they go on with the sum before (SPEC §3)."""

from __future__ import annotations

import functools
from bisect import bisect_left, insort
from collections.abc import Iterable

from ..text.data import words
from ..text.lexicon import lexicon
from ..text.morphology import Form, forms
from .context import Context
from .said_before import Said, SaidBefore
from .shared_sums import nearest_sum
from .standing import PREDICATES, Stand
from .value import Value

#: Units that a number between two sums may have: it tells how long, not how many.
_PASSED = frozenset({"year", "month", "day", "hour"})
_REACH = 10
#: Full stops that may lie between a sum and a number that goes on with it.
_SENTENCES = 1
#: From here on a number with a scale and no noun is told of money, where its verb takes money.
_LARGE, _HUGE = 1e6, 1e9


class SumsBefore(SaidBefore):
    """Finds the bare numbers of a text that are sums; `sums` grows while it is asked, in text order."""

    def __init__(
        self, context: Context, values: dict[int, Value], taken: bytearray, sums: Iterable[Value] = ()
    ) -> None:
        super().__init__(context, values, taken)
        self.sums = sorted(sums, key=_place)

    def know(self, value: Value) -> None:
        """Adds a sum to those that a number can go on with."""
        insort(self.sums, value, key=_place)

    def sum_before(self, i: int) -> Said | None:
        """What a number is that goes on with the sum before it («нужно 48 млрд тенге, а выделено лишь шесть»)."""
        context, number = self.context, self.context.number(i)
        last = self._last_sum(i)
        if number.ordinal or number.suffix or number.amount < 0 or self._counts_people(i):
            return None
        if last is None or self._is_between(last, i) or context.depth[last.number] != context.depth[i]:
            return self._paid(i, "paying") if number.scaled and not self._counted_large(i) else None
        if number.scaled:
            return self._paid(i, "yielding" if context.back(last, i) in (0, 1, 2) else "paying")
        back = context.back(last, i)
        if back is None or back > _SENTENCES:
            return None
        scale = context.scale_of(last) if last.scaled else 1.0
        amount = number.amount * scale
        if (last.scaled and not context.is_of_scale(i, last)) or not last.amount / 100 <= amount <= last.amount * 20:
            return None
        stand = self.stand(i)
        if scale == 1.0 and amount < last.amount / 20:
            return None
        if self._is_compared(i, stand, last, back) or self._is_out_of(i, last) or self._is_row(i, stand, last, back):
            return Said(None, "earlier_sum", scale, currency=last.currency, money=True)
        if self._ends(i) and (self._is_moved(i, back) if context.is_to(i - 1) else self._is_next(i, stand, last, back)):
            return Said(None, "earlier_sum", scale, currency=last.currency, money=True)
        return None

    def sum_of_text(self, i: int) -> Said | None:
        """What a number in billions is that nothing is counted by, where its clause speaks of getting or giving."""
        number = self.context.number(i)
        if not number.scaled or abs(number.amount) < _HUGE or not self.sums:
            return None
        verb = self._verb(i)
        if (verb is not None and verb.lemma in _listed("yielding")) or self._is_onto(self.stand(i)):
            return self._in_currency(i)
        return None

    def _paid(self, i: int, listed: str) -> Said | None:
        """A number with a scale behind a verb of paying («освоено, сказал он, 19,5 млрд»)."""
        verb = self._verb(i)
        if abs(self.context.number(i).amount) < _LARGE or verb is None:
            return None
        return self._in_currency(i) if verb.lemma in _listed("paying") | _listed(listed) else None

    def _in_currency(self, i: int) -> Said | None:
        nearest = nearest_sum(self.sums, i)
        return None if nearest is None else Said(None, "earlier_sum", currency=nearest.currency, money=True)

    def _last_sum(self, i: int) -> Value | None:
        at = bisect_left(self.sums, i, key=_place)
        return self.sums[at - 1] if at else None

    def _is_between(self, last: Value, i: int) -> bool:
        """Whether something else was told of between the sum and number i; the interest of a loan is none."""
        for n in reversed(self.told):
            if n < last.number:
                return False
            value = self.values[n]
            if value.unit not in _PASSED and not (
                value.unit == "percent" and self.stand(n).prep in words("syntax")["at-interest"]["words"]
            ):
                return True
        return False

    def _counted_large(self, i: int) -> bool:
        """Whether other things were counted in millions shortly before."""
        last = self.last_told()
        if last is None or not last.scaled or last.amount < _LARGE:
            return False
        return self.context.back(last, i) in (0, 1)

    def _counts_people(self, i: int) -> bool:
        entry = lexicon().forms.get(self.context.tokens.lowers[self.context.atoms[i].first], {}).get("cardinal")
        return entry is not None and bool(entry.get("people"))

    def _ends(self, i: int) -> bool:
        """Whether the phrase of the number ends behind it: at a sign, a conjunction, a preposition."""
        context, after = self.context, i + 1
        if not context.same(i, after) or context.has(after, "comma", "dot", "semicolon", "close", "quote", "and"):
            return True
        word = context.word(after)
        return word[-1:].isalpha() and forms(word)[0].pos in ("PREP", "CONJ")

    def _is_compared(self, i: int, stand: Stand, last: Value, back: int) -> bool:
        """«2,4 трлн тенге, на 0,3 больше, чем годом ранее»."""
        if back or not self._is_onto(stand) or self.context.atoms[i].first - last.last > 4:
            return False
        return forms(self.context.word(i + 1) or "-")[0].pos == "COMP"

    def _is_out_of(self, i: int, last: Value) -> bool:
        """«из 10 млрд тенге семь направят на школы, три – на больницы»."""
        context = self.context
        if context.atoms[i].first == last.last and context.has(self.stand(last.number).at + 1, "out_of"):
            return forms(context.word(i + 1) or "-")[0].pos in PREDICATES
        return last.rule == "earlier_sum" and context.has(i - 1, "comma", "and") and context.has(i + 1, "dash")

    def _is_row(self, i: int, stand: Stand, last: Value, back: int) -> bool:
        """«на дороги потратят 45 миллиардов, на школы – 12»."""
        if stand.slot != "dash" or stand.prep or not last.scaled or not self._ends(i):
            return False
        return back == 0 or self.context.opens_row(i)

    def _is_moved(self, i: int, back: int) -> bool:
        """«Тариф – 18 тенге. Его поднимут до двадцати двух»: a pronoun, or nothing, stands for what has the sum."""
        context = self.context
        if not context.is_changed(i - 1, 4):
            return False
        j = i - 2
        while context.same(j, i) and j > i - _REACH and not context.has(j, "comma", "semicolon", "dash", "colon"):
            word = context.word(j)
            if word in words("syntax")["he-objects"]["words"]:
                return True
            form = forms(word)[0] if word[-1:].isalpha() else None
            if form is not None and form.pos == "NOUN" and not self.is_dated(j) and not self.is_preposition(j - 1):
                return False
            j -= 1
        return back == 0

    def _is_next(self, i: int, stand: Stand, last: Value, back: int) -> bool:
        """Whether a verb of paying or getting, in a clause of its own, governs number i; or «на», as it did the sum."""
        verb = self._verb(i, since=last)
        if stand.prep:
            if not self._is_onto(stand):
                return False
            return (not back and self._is_onto(self.stand(last.number))) or (
                verb is not None and verb.lemma in _listed("trading")
            )
        if verb is None or stand.slot not in ("verb", "part"):
            return False
        several = verb.pos == "VERB" and verb.number == "plur" and verb.person != "1per"  # «получили двенадцать»
        large = last.scaled and last.amount >= _LARGE
        if verb.lemma in _listed("paying"):
            return large or not several
        return verb.lemma in _listed("yielding") and not (several and verb.lemma not in _listed("giving"))

    def _is_onto(self, stand: Stand) -> bool:
        return bool(stand.prep) and self.context.has(stand.at + 1, "onto")

    def _verb(self, i: int, since: Value | None = None) -> Form | None:
        """The predicate of number i: right behind it, or the nearest before; behind the end of a clause since a sum."""
        context, found = self.context, None
        for j in range(i - 1, max(-1, i - 1 - _REACH), -1):
            if not context.same(j, i) or context.has(j, "semicolon"):
                break
            if since is not None and context.atoms[j].first < since.last:
                return None
            if context.has(j, "number") and not self.is_dated(j):
                return None if found is None else found
            if found is not None and (since is None or context.has(j, "comma", "and", "part_of")):
                return found
            word = context.word(j)
            if found is None and word[-1:].isalpha() and not self.is_dated(j):
                form = forms(word)[0]
                if form.lemma in _listed("yielding") or (form.pos in PREDICATES and form.lemma not in _listed("say")):
                    found = form
        if found is None and since is None and context.same(i, i + 1):
            form = forms(context.word(i + 1) or "-")[0]
            return form if form.pos in PREDICATES else None
        return found


def _place(value: Value) -> int:
    return value.number


@functools.cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(words("syntax")[name]["words"])

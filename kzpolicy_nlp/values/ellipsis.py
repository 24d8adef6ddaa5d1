"""Numbers whose unit is said elsewhere: by a noun before them, in a heading, with an earlier value (SPEC §4)."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

from ..text.data import words
from ..text.morphology import forms
from .context import Context
from .rows import read_rows
from .said_before import Said
from .standing import PREDICATES, Stand
from .sums_before import SumsBefore
from .value import Value

__all__ = ["Ellipsis", "Said"]

_PARTS = frozenset({"percent", "percentage_point"})
_NEVER = frozenset({"times", "share"})
_TIMES = frozenset({"year", "month", "week", "day", "hour", "minute", "second", "quarter", "decade", "half", "century"})
_COUNTS = frozenset({"count", "carried_unit", "shared_unit", "said_before", "heading", "counted_before"})
_ROWS = frozenset({"dash", "verb", "date", "place", "against"})
#: Full stops that may lie between a number and the value whose unit it takes.
_SENTENCES = 2


class Ellipsis(SumsBefore):
    """Finds the units of the bare numbers of a text; `values` grows while it is asked, in text order."""

    def __init__(
        self, context: Context, values: dict[int, Value], taken: bytearray, sums: Iterable[Value] = ()
    ) -> None:
        super().__init__(context, values, taken, sums)
        self.rows = read_rows(context)

    def said(self, i: int) -> Said | None:
        """Returns what the bare number i measures or counts; None if nothing tells."""
        context = self.context
        if not (context.stops(i + 1) or context.has(i + 1, "part_of") or self.stand(i).slot == "against"):
            return None
        row = self.rows.get(i)
        if row is not None and not row.money:
            return Said(row.unit, "heading", row.scale)
        for ask in (
            self.noun_before,
            self.amount_of,
            self.pronoun,
            self.people,
            self.sum_before,
            self._carried,
            self.asked,
            self.sum_of_text,
        ):
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

    def _carried(self, i: int) -> Said | None:
        context = self.context
        stand = self.stand(i)
        if not self._may_carry(i, stand):
            return None
        length = context.has(stand.at - 1, "duration") and not context.has(stand.at - 2, "year")
        if stand.slot == "against" and length and self.is_dated(stand.at - 1):  # «за 10 дней против 15»
            return Said(str(context.atoms[stand.at - 1].entry("duration")["unit"]), "carried_unit")
        near = [(back, value) for back, value in self._before(i, stand) if self._alike(i, value)]
        amount = context.number(i).amount
        for back, value in near:  # «из 19 экспертов, опрошенных ассоциацией, за это высказались 15»
            of = not back and value.rule in _COUNTS and context.has(self._stand_of(value).at + 1, "out_of")
            if (
                of
                and stand.slot == "verb"
                and not stand.prep
                and context.number(i).is_integer
                and amount <= value.amount
            ):
                return Said(value.unit, "carried_unit")
        if stand.slot == "verb":  # «1 870 человек, в том числе 640 детей; в школе находятся 312»
            near = [pair for pair in near if self._stand_of(pair[1]).slot != "part"] or near
        for fits in (self._same_stand, self._parallel):
            for back, value in near:
                if fits(i, stand, value, back):
                    return Said(value.unit, "carried_unit", self._scale(i, stand, value))
        last = self.last_told()
        unnamed = last is not None and last.unit is None and context.same(last.number, i) and stand.slot == "dash"
        return Said(None, "no_unit") if unnamed else None

    def opens(self, i: int) -> bool:
        """Returns whether a noun before the number says what it counts: «Вакансий откроется 340, 90 процентов …»."""
        return self.noun_before(i) is not None

    def _before(self, i: int, stand: Stand) -> Iterator[tuple[int, Value]]:
        """The values before number i whose unit it may take, nearest first, with how many sentences lie between."""
        for n in range(len(self.told) - 1, max(-1, len(self.told) - 13), -1):
            value = self.values[self.told[n]]
            back = self.context.back(value, i)
            if back is None or back > (_SENTENCES if self._reaches_back(i, stand) else 0):
                return
            if value.unit is None or value.unit in _NEVER or self.context.depth[value.number] > self.context.depth[i]:
                continue
            if value.unit not in _TIMES or self._is_period(i, stand, value):
                yield back, value

    def _is_period(self, i: int, stand: Stand, value: Value) -> bool:
        """Whether the number can be a length of time whose unit was said: «74,4 года, у женщин – 78,5»."""
        context = self.context
        if context.is_to(i - 1) or context.is_to(stand.at + 1):  # «со 180 дней до десяти»
            return context.same(value.number, i) and context.has(self._stand_of(value).at + 1, "since")
        return stand.slot == "against" or (stand.slot == "dash" and not self.context.number(i).is_integer)

    def _scale(self, i: int, stand: Stand, value: Value) -> float:
        """The scale of an earlier value that a number of its row takes too: «угля – 112,6 млн тонн, нефти – 90»."""
        number = self.context.number(i)
        if number.scaled or not value.scaled or stand.slot not in _ROWS or abs(number.amount) >= 1000:
            return 1.0
        scale = next((s for s in (1e12, 1e9, 1e6, 1e3) if abs(value.amount) >= s), 1.0)
        alike = abs(value.amount) / 3 <= abs(number.amount) * scale <= abs(value.amount) * 3
        return scale if scale >= 1e6 or not number.is_integer or alike else 1.0

    def _may_carry(self, i: int, stand: Stand) -> bool:
        """Whether the number stands where a value stands whose unit was said."""
        context = self.context
        number, after = context.number(i), i + 1
        if number.scaled:
            return True
        ended = not context.same(i, after) or context.has(
            after, "comma", "dot", "semicolon", "close", "quote", "and", "recurring"
        )
        following = "" if ended else self._following(after)
        if stand.slot in ("part", "against") or context.has(after, "against", "compared", "part_of"):
            return True
        last = self.last_told()
        if context.has(i - 1, "out_of") and last is not None and last.last == context.atoms[i - 1].first:
            return True
        if stand.prep and following == "COMP":
            return context.has(stand.at + 1, "onto")
        if stand.slot == "dash":
            return ended or following in ("dash", "PREP", *PREDICATES, "CONJ") or context.has(after, "part_of")
        if stand.slot == "open":
            return following in ("dash", "PREP", *PREDICATES) or (bool(stand.prep) and ended)
        if stand.prep:
            return ended or following == "PREP"
        if stand.slot in ("date", "place"):
            return ended or following == "dash"
        if stand.slot == "verb":
            return ended or following == "PREP"
        return stand.slot == "noun" and following in PREDICATES and self._is_out_of_last(i)

    def _is_out_of_last(self, i: int) -> bool:
        """Whether the number stands right behind the whole it is taken from: «Из 20 городов 12 имеют программы»."""
        last = self.last_told()
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
            return self._is_come_to(i, stand)
        if stand.slot == "dash" and self.context.opens_row(i):
            return True
        if number.scaled:
            return stand.slot in ("dash", "verb", "part", "open")
        if stand.slot == "open":
            return number.words and self._following(i + 1) in PREDICATES
        return stand.slot == "verb" and (number.words or self._is_expected(i, stand))

    def _is_expected(self, i: int, stand: Stand) -> bool:
        """Whether a verb of expecting, or of being without a subject, stands before («МВФ ждет 4,7»)."""
        number = self.context.number(i)
        if self.context.has(stand.at, "cue"):
            return not number.is_integer
        form = forms(self.context.word(stand.at))[0]
        return form.lemma in _being() and (form.gender == "neut" or form.tense == "futr")

    def _is_come_to(self, i: int, stand: Stand) -> bool:
        """Whether a verb right before says that it comes to the number («выйдем на пять»)."""
        context = self.context
        onto = context.has(i - 1, "onto") or context.has(stand.at + 1, "onto")
        return onto and stand.slot == "verb" and forms(context.word(stand.at))[0].lemma in _coming()

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
        number = context.number(i)
        if part and not stand.prep and (number.words or not number.is_integer) and stand.slot in ("dash", "verb"):
            return True  # «рост на 5%. МВФ ждет 4,1, Всемирный банк – 3,9»
        if stand.slot in ("part", "against"):
            return not part or not stand.prep
        if context.has(i - 1, "out_of"):
            return not part
        if stand.prep and self._following(i + 1) == "COMP":
            return not part
        if stand.prep and (context.is_to(i - 1) or context.is_to(stand.at + 1)):
            if part and stand.slot == "dash" and not back:
                return True  # «аварийность снизилась на 12%, потери – до 17»
            return not other.prep or (context.has(other.at + 1, "since") and not back)
        if self._is_come_to(i, stand):
            return not other.prep or part
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
        for _ in range(6):
            other = self.values.get(i - 2) if self.context.has(i - 1, "and", "comma") else None
            if other is None or other.rule != "shared_unit":
                break
            i -= 2
        return self.stand(i)


@functools.cache
def _being() -> frozenset[str]:
    """The lemmas of being, behind which a bare number is what was measured before («осталось 55»)."""
    return frozenset(words("syntax")["turning-out"]["words"])


@functools.cache
def _coming() -> frozenset[str]:
    """The lemmas of the verbs that take a level with «на»."""
    lines = (
        (raw, line) for raw in words("frames").values() for line in raw["says"] if line.get("onto", raw.get("onto"))
    )
    return frozenset(w for _, line in lines for w in line.get("verbs", "").split())

"""Quantities (SPEC §4): percents, factors, shares, measures, counts of things; and what is none of them."""

from __future__ import annotations

from collections.abc import Iterable

from ..text.morphology import forms
from ..text.rules import Chain
from .context import Context, moved, scaled_like
from .counts import Head, read_head
from .ellipsis import Ellipsis, Said
from .figures import tidy
from .measures import MEASURES
from .value import Value

#: Units that say a part of something, never what something else is counted against.
_RELATIVE = frozenset({"percent", "percentage_point", "year", "month", "day", "hour"})


#: Round numbers that rates are told for («на 100 тысяч населения»).
_BASES = frozenset({10.0, 100.0, 1e3, 1e4, 1e5, 1e6})


def find_quantities(chain: Chain, money: Iterable[Value], dates: Iterable[tuple[int, int]]) -> list[Value]:
    """Returns the quantities of a text, in text order, and the sums that only what is told before them makes known.

    Args:
        chain: the atoms of the text.
        money: its sums of money; their tokens are left alone.
        dates: the token spans of its dates, which are left alone too.
    """
    money = list(money)
    return _Search(chain, money, [*((m.first, m.last) for m in money), *dates]).find()


class _Search:
    """The search for the quantities of one text."""

    def __init__(self, chain: Chain, money: list[Value], taken: Iterable[tuple[int, int]]) -> None:
        self.context = Context(chain)
        self.chain = chain
        self.taken = bytearray(len(chain.tokens))
        for first, last in taken:
            self.taken[first:last] = b"\1" * (last - first)
        self.values: dict[int, Value] = {}
        self.ellipsis = Ellipsis(self.context, self.values, self.taken, money)
        self.sums: list[Value] = []

    def find(self) -> list[Value]:
        for _, value in MEASURES.find(self.chain):
            if self._is_free(value):
                self._add(value)
        context = self.context
        bare = [i for i in context.numbers() if i not in self.values and self._is_bare(i)]
        heads = {i: self._count(i) for i in bare}
        self._share([i for i in bare if i not in self.values], heads)
        self._carry([i for i in bare if i not in self.values], heads)
        self._share([i for i in bare if i not in self.values], heads)
        found = [self._bounded(v) for v in self.values.values() if not self._is_no_quantity(v)]
        return sorted([*found, *(self._bounded(v) for v in self.sums)], key=lambda v: v.first)

    def _is_free(self, value: Value) -> bool:
        return not any(self.taken[value.first : value.last])

    def _is_bare(self, i: int) -> bool:
        atom = self.context.atoms[i]
        return "fraction" not in atom.tags and "years" not in atom.tags and not any(self.taken[atom.first : atom.last])

    def _add(self, value: Value) -> None:
        start, end = self.chain.at[value.first], self.chain.at[value.last - 1]
        for i in range(start, end + 1):
            if "number" in self.context.atoms[i].tags:
                self.values.pop(i, None)
        self.values[value.number] = value
        for i in range(start, end + 1):
            if i != value.number and "number" in self.context.atoms[i].tags:
                self.taken[self.context.atoms[i].first] = 1

    def _bounded(self, value: Value) -> Value:
        if value.bound != "exact":
            return value
        if self.context.atoms[value.number].number is None:
            return moved(value, bound=self.context.bound_of_word(value.number))
        return moved(value, bound=self.context.bound(value.number))

    # counts

    def _count(self, i: int) -> Head | None:
        """Adds the count of things at number i; returns its head."""
        context = self.context
        if self._is_label(i):
            return None
        head = read_head(context, i)
        if head is None or not head.noun or any(self.taken[context.atoms[i].first : head.last]):
            return head
        number, tags = context.number(i), context.atoms[i].tags
        if "times_word" in context.atoms[self.chain.at[head.token]].tags:
            return self._factor_in_list(i, head)
        measured = "unit" in context.atoms[self.chain.at[head.token]].tags
        duration = "duration" in context.atoms[self.chain.at[head.token]].tags
        if "year" in tags and not self._is_counted_year(i, head):
            return None
        if "lone_one" in tags and not (measured or duration or self._is_real_one(i)):
            return None
        if self._is_rank(i, head) or self._is_denominator(i, head):
            return None
        if self._is_numbering(i):
            return None
        atom = context.atoms[i]
        self.values[i] = Value(
            atom.first, head.last, number.amount, number.amount_max, unit=head.unit, head=head.token,
            rule="count", number=i, scaled=number.scaled,
        )  # fmt: skip
        return head

    def _factor_in_list(self, i: int, head: Head) -> Head | None:
        """Adds the last factor of «в 2 и 3 раза»; «три раза в год» is none."""
        context, number = self.context, self.context.number(i)
        for j in range(i - 1, max(-1, i - 8), -1):
            if not context.same(j, i) or not context.has(j, "number", "and", "comma", "bound", "filler", "in", "dash"):
                return None
            if context.has(j, "in"):
                self.values[i] = Value(
                    context.atoms[i].first, head.last, number.amount, number.amount_max, unit="times",
                    rule="in_so_many_times", number=i,
                )  # fmt: skip
                return head
        return None

    def _is_label(self, i: int) -> bool:
        """Whether the number names a thing: «статья 5», «№ 12», «п. 3», «Приказ № 90»."""
        context = self.context
        if context.has(i - 1, "number_sign") or (context.has(i - 1, "label") and context.same(i - 1, i)):
            return True
        if (
            context.has(i - 1, "dot")
            and context.has(i - 2, "label")
            and context.glued(i - 1)
            and context.same(i - 2, i)
        ):
            return len(context.word(i - 2)) <= 4
        return context.has(i - 1, "slash", "colon") and context.glued(i) and context.glued(i - 1)

    def _is_numbering(self, i: int) -> bool:
        """Whether the number only orders the lines of a list («2.1 Школы»)."""
        context = self.context
        if context.number(i).is_integer or context.same(i - 1, i):
            return False
        token = context.atoms[i].last
        return context.tokens.words[token][0].isupper()

    def _is_counted_year(self, i: int, head: Head) -> bool:
        """Whether four figures that could be a year count things: «2000 человек», «2025 школ»."""
        context = self.context
        if context.has(i - 1, "in", "since", "until", "through", "comma", "and", "dash") and not context.has(
            i - 1, "bound"
        ):
            return False
        if context.has(i + 1, "duration", "year_word", "years_word"):
            return False
        counted = any(f.case == "gent" and f.number == "plur" for f in forms(context.tokens.lowers[head.token])[:4])
        return counted and head.token == context.atoms[i].last

    def _is_real_one(self, i: int) -> bool:
        """Whether «один» counts: behind a bound or a distributive «по»."""
        return self.context.bound_at(i) is not None or self.context.has(i - 1, "through")

    def _is_rank(self, i: int, head: Head) -> bool:
        context = self.context
        if not context.has(self.chain.at[head.token], "rank") or context.number(i).words:
            return False
        return (
            context.number(i).amount > 1
            and forms(context.tokens.lowers[head.token])[0].number == "sing"
            and (int(context.number(i).amount) % 10 == 1)
        )

    def _is_denominator(self, i: int, head: Head) -> bool:
        """Whether the number is what another is counted against: «на 1000 родившихся», «за 1 тонну»."""
        context, amount = self.context, self.context.number(i).amount
        if context.has(i - 1, "per_every"):
            return True
        if amount == 1:
            return context.has(i - 1, "during", "onto", "since") and not context.is_changed(i, 4)
        if not context.has(i - 1, "onto") or amount not in _BASES:
            return False
        if context.has(i - 2, "number") and not context.has(i - 2, "year") and context.same(i - 2, i):
            return True
        if not any(context.has(self.chain.at[t], "base") for t in range(context.atoms[i].last, head.last)):
            return False
        for j in range(i - 2, max(-1, i - 7), -1):
            if not context.same(j, i) or context.has(j, "number"):
                break
            if context.has(j, "capacity"):
                return False
        return not context.is_changed(i, 3)

    # numbers whose unit is said with another

    def _share(self, bare: list[int], heads: dict[int, Head | None]) -> None:
        """Gives each number of a list the unit that is said once, behind the last: «с 26 до 34%», «5, 7 и 10 га»."""
        context = self.context
        for i in reversed(bare):
            if "year" in context.atoms[i].tags or "lone_one" in context.atoms[i].tags or self._is_label(i):
                continue
            head = heads[i]
            if head is not None and head.noun:
                continue
            other = context.next_value(self._last_adjective(i), self.values)
            if other is None or self.ellipsis.opens(i):
                continue
            if other.unit in ("times", "share") and other.rule not in ("in_so_many_times", "shared_unit"):
                continue
            number = context.number(i)
            if number.scaled and other.unit in ("percent", "percentage_point"):
                continue  # «пользователей – 11 млн, 92% услуг доступны»
            amount, top = scaled_like(number, other)
            self._put(i, amount, top, other.unit, "shared_unit", other.scaled)

    def _last_adjective(self, i: int) -> int:
        """The last of the adjectives behind number i, or i: «4 тыс. новых и 2 тыс. модернизированных производств»."""
        context, j = self.context, i
        while j < i + 2 and context.same(i, j + 1) and not context.stops(j + 1):
            word = context.word(j + 1)
            if not word[-1:].isalpha() or forms(word)[0].pos not in ("ADJF", "PRTF"):
                break
            j += 1
        return j

    def _put(self, i: int, amount: float, top: float | None, unit: str | None, rule: str, scaled: bool = False) -> None:
        atom = self.context.atoms[i]
        self.values[i] = Value(
            atom.first, atom.last, amount, top, unit=unit, rule=rule, number=i,
            scaled=scaled or self.context.number(i).scaled,
        )  # fmt: skip

    def _carry(self, bare: list[int], heads: dict[int, Head | None]) -> None:
        """Gives the numbers that are left the unit said elsewhere, or none where they still measure something."""
        context, ellipsis = self.context, self.ellipsis
        for i in sorted({*self.values, *bare}):
            if i in self.values:
                if "number" in context.atoms[i].tags:
                    ellipsis.told.append(i)
                continue
            if context.atoms[i].tags & {"year", "lone_one"} or self._is_label(i):
                continue
            head = heads[i]
            if head is not None and not head.noun:
                self._put_adjective(i, head, ellipsis)
            else:
                self._put_said(i, ellipsis.said(i))
            if i in self.values:
                ellipsis.told.append(i)

    def _put_said(self, i: int, said: Said | None) -> None:
        number = self.context.number(i)
        if said is not None and said.money:
            self._put_sum(i, said)
        elif said is not None:
            top = None if number.amount_max is None else tidy(number.amount_max * said.scale)
            self._put(i, tidy(number.amount * said.scale), top, said.unit, said.rule, said.scale > 1)
            if said.about:
                self.values[i] = moved(self.values[i], bound="about")
        elif self.context.stops(i + 1) and not self._is_base(i) and self._measures(i):
            self._put(i, number.amount, number.amount_max, None, "no_unit")

    def _put_sum(self, i: int, said: Said) -> None:
        atom, number = self.context.atoms[i], self.context.number(i)
        top = None if number.amount_max is None else tidy(number.amount_max * said.scale)
        value = Value(
            atom.first, atom.last, tidy(number.amount * said.scale), top, money=True, currency=said.currency,
            rule=said.rule, number=i, scaled=number.scaled or said.scale > 1,
        )  # fmt: skip
        self.sums.append(value)
        self.ellipsis.know(value)

    def _is_base(self, i: int) -> bool:
        """Whether the number is what another is told for: «1,2 на 100 тысяч»."""
        context = self.context
        return context.has(i - 1, "onto") and context.has(i - 2, "number") and context.number(i).amount in _BASES

    def _put_adjective(self, i: int, head: Head, ellipsis: Ellipsis) -> None:
        """A number with an adjective alone: «18 двухкомнатных» of the flats before, «500 раненых»."""
        context, number = self.context, self.context.number(i)
        if self._is_denominator(i, head) or not number.is_integer:
            return
        unit = ellipsis.counted_before(i)
        atom = context.atoms[i]
        self.values[i] = Value(
            atom.first, atom.last if unit else head.last, number.amount, number.amount_max,
            unit=unit or head.unit, head=None if unit else head.token, rule="carried_unit" if unit else "count",
            number=i, scaled=number.scaled,
        )  # fmt: skip

    def _measures(self, i: int) -> bool:
        """Whether a number without a unit is still the value of something: «снизить смертность до 16,5»."""
        context, number = self.context, self.context.number(i)
        if context.atoms[i].tags & {"fraction"} or number.ordinal or number.suffix:
            return False
        if context.has(i + 1, "slash", "colon", "close", "number_sign", "quote"):
            return False
        if number.scaled or (not number.is_integer and "," in number.digits):
            return True
        at = i - 1
        if context.is_to(at):
            return context.is_changed(at)
        if context.is_done(i):
            return True
        while context.has(at, "bound", "filler") and at > i - 3:
            at -= 1
        word = context.word(at)
        if not context.same(at, i) or not word[-1:].isalpha():
            return False
        reach = context.is_changed(at + 1, 1)
        if context.has(at, "onto", "since") and (number.scaled or not number.is_integer):
            return context.is_changed(at, 4)
        return (
            reach
            and (number.scaled or not number.is_integer or number.amount > 31)
            and any(f.pos in ("VERB", "INFN", "GRND") for f in forms(word)[:2])
        )

    # what is none

    def _is_no_quantity(self, value: Value) -> bool:
        context, i = self.context, value.number
        if "number" not in context.atoms[i].tags:
            return False
        if value.unit == "year" and self._is_age(i):
            return True
        if context.is_before_that(value):
            return True
        if value.unit == "hour" and context.has(i - 1, "in") and value.amount <= 24:
            return True
        if (
            value.amount == 1
            and value.amount_max is None
            and not value.scaled
            and value.rule in ("number_and_unit", "count")
        ):
            return value.unit not in _RELATIVE and self._is_one_of(i)
        return False

    def _is_one_of(self, i: int) -> bool:
        """Whether one unit is only what a price or a consumption is told for: «за 1 тонну», «стоимость 1 Гкал»."""
        context = self.context
        if context.has(i - 1, "during", "onto", "since"):
            return not context.is_changed(i, 4)
        return any(context.same(j, i) and context.has(j, "told_for") for j in range(i - 1, max(-1, i - 5), -1))

    def _is_age(self, i: int) -> bool:
        """Whether the years are somebody's: «в возрасте 35 лет», «молодежь до 35 лет»."""
        context = self.context
        for j in range(i - 1, max(-1, i - 5), -1):
            if not context.same(j, i):
                return False
            if context.has(j, "age"):
                return True
            if context.has(j, "aged"):
                return j == i - 1 or context.has(i - 1, "bound", "since")
        return False

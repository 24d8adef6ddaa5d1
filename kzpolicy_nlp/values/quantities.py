"""Quantities (SPEC §4): percents, factors, shares, measures, counts of things; and what is none of them."""

from __future__ import annotations

from collections.abc import Iterable

from ..text.lexicon import Entry
from ..text.morphology import forms
from ..text.rules import Atom, Chain, Found, RuleBook
from .context import Context, moved, scaled_like
from .counts import Head, read_head
from .figures import Number, tidy
from .value import Value

_book: RuleBook[Value] = RuleBook()
_rule = _book.rule
RULES = _book.rules


def find_quantities(chain: Chain, taken: Iterable[tuple[int, int]]) -> list[Value]:
    """Returns the quantities of a text, in text order; tokens `taken` by money and dates are left alone."""
    return _Search(chain, taken).find()


def _value(found: Found, number: Number, unit: str | None, at: Atom, *, factor: float = 1.0) -> Value:
    return Value(
        found.first,
        found.last,
        tidy(number.amount * factor),
        None if number.amount_max is None else tidy(number.amount_max * factor),
        unit=unit,
        rule=found.rule.name,
        number=found.chain.at[at.first],
        scaled=number.scaled,
    )


def _unit(entry: Entry) -> str:
    return str(entry["unit"])


@_rule("number unit", "number counted")
def number_and_unit(found: Found) -> Value | None:
    """A number and its unit of measure.

    рост на [20%] => quantity amount=20 unit=percent
    [5,5–6 процентов] => quantity amount=5.5 amount_max=6 unit=percent
    на [3 п.п.] => quantity amount=3 unit=percentage_point
    [1,5 тыс. кв. км] => quantity amount=1500 unit="км²"
    [20 тыс. МРП] => quantity amount=20000 unit="МРП"
    мощностью [450 МВт] => quantity amount=450 unit="МВт"
    [15 тыс. чел.] => quantity amount=15000 unit="человек"
    """
    number = found["number"]
    unit = found.get("unit")
    if unit is not None:
        if "year" in number.tags and len(found.tokens.words[unit.first]) == 1:
            return None
        return _value(found, number.number, _unit(unit.entry("unit")), number)
    return _value(found, number.number, _unit(found["counted"].entry("counted")), number)


@_rule("number unit slash unit|per_time")
def unit_by_unit(found: Found) -> Value | None:
    """A unit over another.

    урожайность [15 ц/га] => quantity amount=15 unit="ц/га"
    [120 кВт·ч/м²] => quantity amount=120 unit="кВт·ч/м²"
    """
    number, upper, lower = found["number"], found["unit"], found["unit|per_time"]
    if not found.tokens.glued(lower.first):
        return None
    if "unit" not in lower.tags:
        return None
    return _value(found, number.number, f"{_unit(upper.entry('unit'))}/{_unit(lower.entry('unit'))}", number)


@_rule("number unit dash number unit", "number unit bound number unit")
def range_of_units(found: Found) -> Value | None:
    """A range with the unit at both ends.

    от [5% до 10%] => quantity amount=5 amount_max=10 unit=percent
    [5%–7%] => quantity amount=5 amount_max=7 unit=percent
    """
    low, high = found["number"], found.get("number", 1)
    units = [_unit(a.entry("unit")) for a in found.all("unit")]
    assert high is not None
    middle, before = found.get("bound"), found.before()
    if middle is not None:
        opened = before is not None and "bound" in before.tags and before.entry("bound").get("opens")
        if not opened or not middle.entry("bound").get("to"):
            return None
    elif not found.tokens.glued(high.first) and units[0] == "percent":
        return None
    if units[0] != units[1] or low.number.amount >= high.number.amount or low.number.amount_max:
        return None
    return moved(_value(found, low.number, units[0], low), amount_max=high.number.amount)


@_rule("in filler? bound? ( number times_word )")
def in_so_many_times(found: Found) -> Value | None:
    """A factor.

    вырос в [пять раз] => quantity amount=5 unit=times
    в [1,5 раза] => quantity amount=1.5 unit=times
    в [2–3 раза] => quantity amount=2 amount_max=3 unit=times
    более чем в [два раза] => quantity amount=2 unit=times bound=at_least
    три раза в год => no quantity
    """
    return _value(found, found["number"].number, "times", found["number"])


@_rule("times_word in ( number )")
def times_inverted(found: Found) -> Value | None:
    """A factor turned round, which makes it approximate.

    вырос раза в [три] => quantity amount=3 unit=times bound=about
    """
    number = found["number"]
    if number.tags & {"year", "years"} or number.number.amount > 100:
        return None
    after = found.after()
    if after is not None and after.tags & {"month", "time_unit", "unit", "duration"}:
        return None
    return moved(_value(found, number.number, "times", number), bound="about")


@_rule("factor")
def factor_word(found: Found) -> Value | None:
    """An adverb, verb or noun that says the factor itself.

    вырастет [вдвое] => quantity amount=2 unit=times
    [удвоить] экспорт => quantity amount=2 unit=times
    сократить [втрое] => quantity amount=3 unit=times
    отличается [на порядок] => quantity amount=10 unit=times bound=about
    """
    entry = found["factor"].entry("factor")
    return Value(
        found.first, found.last, float(entry["value"]), bound=entry.get("bound", "exact"), unit="times",
        rule=found.rule.name, number=found.groups[0][0],
    )  # fmt: skip


@_rule("share_word")
def share_adverb(found: Found) -> Value | None:
    """An adverb that says a share.

    сократить [наполовину] => quantity amount=0.5 unit=share
    """
    entry = found["share_word"].entry("share_word")
    return Value(found.first, found.last, float(entry["value"]), unit="share", rule=found.rule.name, number=found.groups[0][0])


@_rule("measured")
def half_unit(found: Found) -> Value | None:
    """A half glued to its unit.

    на [полпроцента] => quantity amount=0.5 unit=percent
    """
    entry = found["measured"].entry("measured")
    return Value(found.first, found.last, float(entry["value"]), unit=_unit(entry), rule=found.rule.name, number=found.groups[0][0])


@_rule("compound size? unit?")
def number_in_adjective(found: Found) -> Value | None:
    """An adjective with the number inside.

    [стопроцентное] покрытие => quantity amount=100 unit=percent
    [20-процентный] рост => quantity amount=20 unit=percent
    [двукратный] рост => quantity amount=2 unit=times
    [20 000-кратный размер МРП] => quantity amount=20000 unit="МРП"
    [25-кратного месячного расчетного показателя] => quantity amount=25 unit="МРП"
    двукратный чемпион => no quantity
    однократная выплата => no quantity
    """
    compound = found["compound"]
    if "unit_adjective" not in compound.tags:
        return None
    unit, index = _unit(compound.entry("unit_adjective")), found.get("unit")
    if unit == "times" and index is not None and index.entry("unit").get("index"):
        return _value(found, compound.number, _unit(index.entry("unit")), compound)
    after = found.after()
    if found.last != compound.last:
        value = moved(_value(found, compound.number, unit, compound), last=compound.last)
    else:
        value = _value(found, compound.number, unit, compound)
    if unit == "times" and (compound.number.amount <= 1 or (after is not None and "champion" in after.tags)):
        return None
    return value


@_rule("fraction")
def share_in_words(found: Found) -> Value | None:
    """A share of something.

    [треть сотрудников] => quantity amount=1/3 unit=share
    [две трети] населения => quantity amount=2/3 unit=share
    сократить на [четверть] => quantity amount=0.25 unit=share
    более [половины] студентов => quantity amount=0.5 unit=share bound=at_least
    [1/3 доходов] => quantity amount=1/3 unit=share
    во второй половине года => no quantity
    четверть века => no quantity
    в первой четверти => no quantity
    """
    share = found["fraction"]
    before, after = found.before(), found.after()
    if before is not None and before.tags & {"ordinal", "roman", "number_sign", "same", "which", "last", "label"}:
        return None
    time = {"duration", "time_unit", "year_word", "month", "number", "century_word", "season", "dash", "slash"}
    if after is not None and after.tags & (time - ({"dash"} if found.last - found.first > 1 else set())):
        return None
    if after is not None and "unit" in after.tags:
        return _value(found, share.number, _unit(after.entry("unit")), share) if "number" not in share.tags else None
    if "number" in share.tags and after is not None and "unit" in after.tags:
        return None
    governed = before is not None and bool(before.tags & {"onto", "bound", "filler", "and", "out_of"})
    if governed or share.last - share.first > 1 or _is_of_something(found, share.last):
        return _value(found, share.number, "share", share)
    return None


def _is_of_something(found: Found, token: int) -> bool:
    """Whether a genitive, or «из», stands at the token."""
    tokens = found.tokens
    if token >= len(tokens) or tokens.sentence_of[token] != tokens.sentence_of[token - 1]:
        return False
    if "out_of" in found.chain.atoms[found.chain.at[token]].tags:
        return True
    word = tokens.lowers[token]
    if tokens.words[token].isupper() and len(word) > 1:
        return True
    return word[0].isalpha() and any(
        f.case == "gent" and f.pos in ("NOUN", "ADJF", "PRTF", "NPRO") for f in forms(word)[:3]
    )


class _Search:
    """The search for the quantities of one text."""

    def __init__(self, chain: Chain, taken: Iterable[tuple[int, int]]) -> None:
        self.context = Context(chain)
        self.chain = chain
        self.taken = bytearray(len(chain.tokens))
        for first, last in taken:
            self.taken[first:last] = b"\1" * (last - first)
        self.values: dict[int, Value] = {}

    def find(self) -> list[Value]:
        for _, value in _book.find(self.chain):
            if self._is_free(value):
                self._add(value)
        context = self.context
        bare = [i for i in context.numbers() if i not in self.values and self._is_bare(i)]
        heads = {i: self._count(i) for i in bare}
        self._share([i for i in bare if i not in self.values], heads)
        self._carry([i for i in bare if i not in self.values], heads)
        found = [self._bounded(v) for v in self.values.values() if not self._is_no_quantity(v)]
        return sorted(found, key=lambda v: v.first)

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
        if value.bound != "exact" or self.context.atoms[value.number].number is None:
            return value
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

    def _is_label(self, i: int) -> bool:
        """Whether the number names a thing: «статья 5», «№ 12», «п. 3», «Приказ № 90»."""
        context = self.context
        if context.has(i - 1, "number_sign") or (context.has(i - 1, "label") and context.same(i - 1, i)):
            return True
        if context.has(i - 1, "dot") and context.has(i - 2, "label") and context.glued(i - 1) and context.same(i - 2, i):
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
        if context.has(i - 1, "in", "since", "until", "through", "comma", "and", "dash") and not context.has(i - 1, "bound"):
            return False
        if context.has(i + 1, "duration", "year_word", "years_word"):
            return False
        best = forms(context.tokens.lowers[head.token])[0]
        return best.case == "gent" and best.number == "plur" and head.token == context.atoms[i].last

    def _is_real_one(self, i: int) -> bool:
        """Whether «один» counts: behind a bound or a distributive «по»."""
        return self.context.bound_at(i) is not None or self.context.has(i - 1, "through")

    def _is_rank(self, i: int, head: Head) -> bool:
        context = self.context
        if not context.has(self.chain.at[head.token], "rank"):
            return False
        return context.number(i).amount > 1 and forms(context.tokens.lowers[head.token])[0].number == "sing" and (
            int(context.number(i).amount) % 10 == 1
        )

    def _is_denominator(self, i: int, head: Head) -> bool:
        """Whether the number is what another is counted against: «на 1000 родившихся», «за 1 тонну»."""
        context, amount = self.context, self.context.number(i).amount
        if context.has(i - 1, "per_every"):
            return True
        if amount == 1:
            return context.has(i - 1, "during", "onto", "since") and not context.is_changed(i, 4)
        if not context.has(i - 1, "onto") or amount not in (10.0, 100.0, 1e3, 1e4, 1e5, 1e6):
            return False
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
            other = context.next_value(i, self.values)
            if other is None or (head is not None and not context.has(i + 2, "and", "comma", "dash")):
                continue
            if other.unit in ("times", "share") and other.rule not in ("in_so_many_times", "shared_unit"):
                continue
            number = context.number(i)
            amount, top = scaled_like(number, other)
            self._put(i, amount, top, other.unit, "shared_unit", other.scaled)

    def _put(self, i: int, amount: float, top: float | None, unit: str | None, rule: str, scaled: bool = False) -> None:
        atom = self.context.atoms[i]
        self.values[i] = Value(
            atom.first, atom.last, amount, top, unit=unit, rule=rule, number=i,
            scaled=scaled or self.context.number(i).scaled,
        )  # fmt: skip

    def _carry(self, bare: list[int], heads: dict[int, Head | None]) -> None:
        """Gives the numbers that are left the unit said before them, or none where they still measure something."""
        context = self.context
        order = sorted({*self.values, *bare})
        last: Value | None = None
        for i in order:
            if last is not None and not context.same(last.number, i):
                last = None
            if i in self.values:
                if "number" in context.atoms[i].tags:
                    last = self.values[i]
                continue
            if context.atoms[i].tags & {"year", "lone_one"} or self._is_label(i):
                continue
            head = heads[i]
            number = context.number(i)
            if head is not None and not head.noun:
                self._put_adjective(i, head, last)
            elif context.stops(i + 1):
                unit = self._unit_before(i) or self._unit_carried(i, last)
                if unit is not None:
                    self._put(i, number.amount, number.amount_max, unit, "carried_unit")
                elif self._measures(i):
                    self._put(i, number.amount, number.amount_max, None, "no_unit")
            if i in self.values:
                last = self.values[i]

    def _put_adjective(self, i: int, head: Head, last: Value | None) -> None:
        """A number with an adjective alone: «18 двухкомнатных» of the flats before, «500 раненых»."""
        context, number = self.context, self.context.number(i)
        if self._is_denominator(i, head) or not number.is_integer:
            return
        counted = last is not None and last.rule in ("count", "carried_unit", "shared_unit") and last.unit
        unit = str(last.unit) if last is not None and counted else head.unit
        value = Value(
            context.atoms[i].first, context.atoms[i].last if counted else head.last, number.amount, number.amount_max,
            unit=unit, head=None if counted else head.token, rule="carried_unit" if counted else "count", number=i,
            scaled=number.scaled,
        )  # fmt: skip
        self.values[i] = value

    def _unit_before(self, i: int) -> str | None:
        """The thing whose number is given: «количество квартир в доме – 72», «увеличение абонентов: +500»."""
        context = self.context
        for j in range(i - 1, max(-1, i - 9), -1):
            if not context.same(j, i) or context.has(j, "number", "semicolon"):
                return None
            if context.has(j, "amount_of"):
                token = context.atoms[j].last
                for t in range(token, min(token + 4, context.atoms[i].first)):
                    found = [f for f in forms(context.tokens.lowers[t])[:3] if f.case == "gent"]
                    if found and found[0].pos == "NOUN":
                        return found[0].lemma
                    if not found:
                        return None
                return None
        sign = context.atoms[i].first
        if context.tokens.words[sign] == "+" and sign > 0 and context.same(i - 1, i):
            word = context.word(i - 1)
            found = [f for f in forms(word) if f.pos == "NOUN" and f.case == "gent"] if word[-1:].isalpha() else []
            if found:
                return found[0].lemma
        return None

    def _unit_carried(self, i: int, last: Value | None) -> str | None:
        """The unit of the value before: «с 26% до 34», «570 тысяч авто в городе и 270 тысяч в области»."""
        context = self.context
        if last is None or last.unit is None:
            return None
        number = context.number(i)
        end = self.chain.at[last.last - 1] + 1
        if context.is_to(i - 1) and end == i - 1 and last.unit not in ("times", "share"):
            return last.unit
        if number.scaled and last.scaled and last.unit not in ("percent", "times", "share"):
            return last.unit
        if context.has(i + 1, "dash") and last.rule in ("carried_unit", "count") and number.is_integer and i - end < 6:
            following = context.word(i + 2)
            if following[:1].isalpha() and any(f.case == "gent" and f.pos == "ADJF" for f in forms(following)[:3]):
                return last.unit
        return None

    def _measures(self, i: int) -> bool:
        """Whether a number without a unit is still the value of something: «снизить смертность до 16,5»."""
        context, number = self.context, self.context.number(i)
        if context.atoms[i].tags & {"fraction"} or number.ordinal or number.suffix:
            return False
        if context.has(i + 1, "slash", "colon", "close", "number_sign", "quote"):
            return False
        at = i - 1
        if context.is_to(at):
            return context.is_changed(at)
        while context.has(at, "bound", "filler") and at > i - 3:
            at -= 1
        word = context.word(at)
        if not context.same(at, i) or not word[-1:].isalpha():
            return False
        reach = context.is_changed(at + 1, 1)
        if context.has(at, "onto", "since") and (number.scaled or not number.is_integer):
            return context.is_changed(at, 4)
        return reach and (number.scaled or not number.is_integer or number.amount > 31) and any(
            f.pos in ("VERB", "INFN", "GRND") for f in forms(word)[:2]
        )

    # what is none

    def _is_no_quantity(self, value: Value) -> bool:
        context, i = self.context, value.number
        if "number" not in context.atoms[i].tags:
            return False
        if value.unit == "year" and self._is_age(i):
            return True
        if value.rule == "number_and_unit" and value.amount == 1 and context.has(i - 1, "during", "onto", "since"):
            return not context.is_changed(i, 4)
        return False

    def _is_age(self, i: int) -> bool:
        """Whether the years are somebody's: «в возрасте 35 лет», «молодежь до 35 лет»."""
        context = self.context
        for j in range(i - 1, max(-1, i - 5), -1):
            if not context.same(j, i):
                return False
            if context.has(j, "age"):
                return True
            if context.has(j, "aged"):
                return context.has(i - 1, "bound", "since")
        return False
